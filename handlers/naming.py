"""How groups and people are called by those who talk of them."""

from collections.abc import Sequence

from config.folding import fold
from config.network_files.records import Organisation, WorkingGroup
from config.phrases import Called, Names, Words
from config.taxonomy import DEFAULT_LANGUAGE, Standing
from handlers.messages import Message
from storage.roles import Role
from storage.store import Store

INSIDERS = frozenset({Standing.MEMBER, Standing.SECRETARIAT})
"""Who sees the names of people, beside those who have a role in their group."""
LATIN = ("fr", "es")
"""Languages in which an acronym without one of its own is read as it is written in English."""


def group_named(store: Store, words: str) -> WorkingGroup | None:
    """The group that goes by this reference or title; None where there is none."""
    wanted = _plain(words)
    if not wanted:
        return None
    every = store.groups.each()
    return next((each for each in every if wanted in {_plain(each.id), _plain(each.title)}), None)


def called(written: str, organisation: Organisation | None) -> str | Words:
    """An organisation as the reader's language calls it: an acronym by its acronym there.

    `written` where it has no name of its own there.
    """
    if organisation is None or not organisation.names:
        return written
    names = dict(organisation.names)
    if written == organisation.id:
        same_script = dict.fromkeys(LATIN, written)
        names |= same_script | {
            language: acronyms[0]
            for language, aliases in organisation.aliases.items()
            if (acronyms := [each for each in aliases if each.isupper()])
        }
        names[DEFAULT_LANGUAGE] = written
    return Words("just", {"what": Called(written, names)})


def organisation_called(store: Store, organisation: str) -> str | Words:
    """The organisation with this id, by its short name in the reader's language."""
    return called(organisation, store.organisations.find(organisation))


def organisations_called(store: Store, ids: Sequence[str]) -> Names:
    """`organisation_called`, for several at once."""
    known = store.organisations.many(ids)
    return Names(tuple(called(each, known.get(each)) for each in ids))


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
