"""How groups and people are called by those who talk of them."""

from config.folding import fold
from config.network_files.records import WorkingGroup
from config.taxonomy import Standing
from handlers.messages import Message
from storage.roles import Role
from storage.store import Store

INSIDERS = frozenset({Standing.MEMBER, Standing.SECRETARIAT})
"""Who sees the names of people, beside those who have a role in their group."""


def group_named(store: Store, words: str) -> WorkingGroup | None:
    """The group that goes by this reference or title; None where there is none."""
    wanted = _plain(words)
    if not wanted:
        return None
    every = store.groups.each()
    return next((each for each in every if wanted in {_plain(each.id), _plain(each.title)}), None)


def person_name(store: Store, person_id: int) -> str:
    """What the platform that they used last shows them as."""
    accounts = store.people.accounts(person_id)
    return (accounts[0].name or accounts[0].user_id) if accounts else "–"


def sees_names(message: Message, store: Store, group_id: str) -> bool:
    """Whether this reader may learn by name who is in a group; never where others read along."""
    if not message.private:
        return False
    person = store.people.get(message.person_id)
    return person.standing in INSIDERS or store.roles.has(person.id, group_id, Role)


def _plain(words: str) -> str:
    return " ".join(fold(words).split())
