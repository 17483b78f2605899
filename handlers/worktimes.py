"""When a person works: the hours and the country that they gave, else those of their time zone."""

from collections.abc import Sequence

from babel.core import get_global

from handlers.calendar import Hours, zone_named
from storage.store import Store


def hours_of(store: Store, person_id: int) -> Hours:
    """Their working hours, with the holidays of their country, else of their zone's."""
    return hours_of_all(store, [person_id])[person_id]


def hours_of_all(store: Store, people: Sequence[int]) -> dict[int, Hours]:
    """The same for several."""
    zones, given = store.people.zones(people), store.profiles.worktimes(people)
    found = {}
    for each in people:
        name = zones.get(each, "")
        country, *times = given.get(each, ("",))
        found[each] = Hours(zone_named(name), country or country_of(name), *times)
    return found


def country_of(zone: str) -> str:
    """The country that a time zone is of, by CLDR; empty where it is none's: UTC, Etc/GMT+3."""
    name = get_global("zone_aliases").get(zone, zone)
    territory = str(get_global("zone_territories").get(name, ""))
    return "" if territory in {"001", "ZZ"} else territory
