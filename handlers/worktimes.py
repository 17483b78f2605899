"""When a person works: the hours and the country that they gave, else those of their time zone."""

from babel.core import get_global

from handlers.calendar import Hours, zone_named
from storage.store import Store


def hours_of(store: Store, person_id: int) -> Hours:
    """Their working hours, with the holidays of their country, else of their zone's."""
    name = store.people.zones([person_id]).get(person_id, "")
    zone, profile = zone_named(name), store.profiles.of(person_id)
    if profile is None:
        return Hours(zone, country_of(name))
    country = profile.country or country_of(name)
    return Hours(zone, country, profile.works_from, profile.works_to)


def country_of(zone: str) -> str:
    """The country that a time zone is of, by CLDR; empty where it is none's: UTC, Etc/GMT+3."""
    name = get_global("zone_aliases").get(zone, zone)
    territory = str(get_global("zone_territories").get(name, ""))
    return "" if territory in {"001", "ZZ"} else territory
