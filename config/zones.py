"""Time zones by the cities that people name, in six languages; and what a zone is called (pure)."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from zoneinfo import available_timezones

from config.folding import Token, tokens
from config.taxonomy import DEFAULT_LANGUAGE
from config.wordfiles import read_words

CITIES = Path(__file__).parent / "lexicon" / "zones.yaml"
_LONGEST = 4
"""Words of a city's name."""
_NO_PLACES = frozenset({"Etc", "SystemV", "posix", "right"})


def zone_at(words: Sequence[Token], place: int) -> tuple[str, int] | None:
    """The zone of the city whose name begins at this word, and the word after it."""
    named = _by_name()
    for size in range(min(_LONGEST, len(words) - place), 0, -1):
        zone = named.get(tuple(each.stem for each in words[place : place + size]))
        if zone is not None:
            return zone, place + size
    return None


def city_of(zone: str, language: str) -> str:
    """What a zone is called: Geneva for Europe/Zurich; a zone without a name, by its city."""
    names = _names().get(zone)
    if names is None:
        return zone.rpartition("/")[2].replace("_", " ") or zone
    return names.get(language, names[DEFAULT_LANGUAGE])[0]


@lru_cache(maxsize=1)
def _names() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    read: dict[str, dict[str, str]] = read_words(CITIES)
    return {
        zone: {code: tuple(map(str.strip, said.split("|"))) for code, said in names.items()}
        for zone, names in read.items()
    }


@lru_cache(maxsize=1)
def _by_name() -> Mapping[tuple[str, ...], str]:
    """Zones by the stems of a city's name; those of the file before those of the IANA database."""
    found: dict[tuple[str, ...], str] = {}
    for name, zone in (*_in_file(), *_in_database()):
        key = tuple(each.stem for each in tokens(name))
        if key:
            found.setdefault(key, zone)
    return found


def _in_file() -> Iterator[tuple[str, str]]:
    for zone, names in _names().items():
        for said in names.values():
            yield from ((each, zone) for each in said)


def _in_database() -> Iterator[tuple[str, str]]:
    for zone in sorted(available_timezones()):
        area, _, city = zone.partition("/")
        if city and area not in _NO_PLACES:
            yield city.rpartition("/")[2].replace("_", " "), zone
        yield zone.replace("_", " ").replace("/", " "), zone
