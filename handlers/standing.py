"""Who may do what in a working group: its leads, its chair, and the secretariat everywhere."""

from config.taxonomy import Standing
from storage.roles import LEADING
from storage.store import Store


def can_lead(store: Store, person_id: int, group_id: str) -> bool:
    """Whether somebody decides for this group: one of its leads, or of the secretariat."""
    return is_secretariat(store, person_id) or store.roles.has(person_id, group_id, LEADING)


def is_secretariat(store: Store, person_id: int) -> bool:
    return store.people.get(person_id).standing == Standing.SECRETARIAT


def deciders(store: Store, group_id: str) -> tuple[int, ...]:
    """Ids of the people who decide for a group; the secretariat where it has no lead here."""
    leads = store.roles.holders(group_id, LEADING)
    return tuple(leads or store.people.with_standing(Standing.SECRETARIAT))
