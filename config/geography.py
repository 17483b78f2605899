"""Countries, regions of both geographies, and languages, by the names that people use for them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

import pycountry
from babel import Locale
from pydantic import BaseModel, ConfigDict

from config.folding import Token, fold, stem, tokens
from config.gazetteer import Gazetteer, Sighting
from config.taxonomy import DEFAULT_LANGUAGE, LANGUAGES, Region
from config.wordfiles import read_words

FOLDER = Path(__file__).parent / "geography"
_SPOKEN_TOO = 0.5
"""What is left of the confidence in a demonym that is a language's name as well (French)."""
_RUSSIAN_WORD = re.compile("[А-Яа-яЁё]{3,}")
_CASES = {
    "": ("а", "у", "ом", "е"),
    "а": ("ы", "и", "е", "у", "ой"),
    "я": ("и", "е", "ю", "ей"),
    "й": ("я", "ю", "е", "ем"),
    "ь": ("и", "я", "ю", "е", "ем", "ью"),
}
"""What a name's last letter gives way to in the other cases; "" is any consonant, which stays."""
_VOWELS = frozenset("оеиуыэюё")
Names = dict[str, list[str]]


class Extent(StrEnum):
    """What kind of place it is."""

    COUNTRY = "country"
    CONTINENT = "continent"
    SUBREGION = "subregion"
    COMMISSION = "commission"
    AREA = "area"


@dataclass(frozen=True, slots=True)
class Territory:
    """A country or an area, and what it covers.

    `id` is ISO 3166-1 alpha-2 for a country, the UN M49 code for a subregion, the continent's or
    the commission's name, or a slug. `countries` are alpha-2 codes, sorted.
    """

    id: str
    extent: Extent
    countries: tuple[str, ...]
    continents: tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class TerritoryMatch:
    """A place named in a text at [start, end); several places when the name is of several."""

    places: tuple[Territory, ...]
    start: int
    end: int
    label: str
    confidence: float
    demonym: bool


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class _Subregion(_Strict):
    continent: Region
    countries: str


class _Continent(_Strict):
    m49: str
    of: list[str]


class _Area(_Strict):
    names: Names
    countries: str = ""
    of: list[str] = []


class _Areas(_Strict):
    subregions: dict[str, _Subregion]
    commissions: dict[str, str]
    continents: dict[str, _Continent]
    also: dict[str, Names]
    regions: dict[str, _Area]


class _Countries(_Strict):
    shown: dict[str, dict[str, str]]
    names: dict[str, Names]
    words: Names
    """Names that are words too: found only with a capital."""
    never: Names
    """CLDR names that mean something else far more often."""


class _Languages(_Strict):
    known: str
    also: dict[str, Names]


class Geography:
    """Places and languages as `folder` and CLDR name them; read when they are first asked for."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder

    @cached_property
    def _areas(self) -> _Areas:
        return _Areas.model_validate(read_words(self._folder / "areas.yaml"))

    @cached_property
    def _countries(self) -> _Countries:
        return _Countries.model_validate(read_words(self._folder / "countries.yaml"))

    @cached_property
    def _languages(self) -> _Languages:
        return _Languages.model_validate(read_words(self._folder / "languages.yaml"))

    @cached_property
    def _demonyms(self) -> dict[str, Names]:
        return read_words(self._folder / "demonyms.yaml")

    def place(self, place_id: str) -> Territory:
        """The place with this id.

        Raises:
            KeyError: no such place.
        """
        return self._places[place_id]

    def places(self) -> tuple[Territory, ...]:
        return tuple(self._places.values())

    def name(self, place_id: str, language: str = DEFAULT_LANGUAGE) -> str:
        """How the United Nations writes the place in this language; the id if nobody knows."""
        shown = self._countries.shown.get(place_id, {})
        area = self._areas.regions.get(place_id)
        names = area.names.get(language, area.names[DEFAULT_LANGUAGE]) if area else []
        continent = self._areas.continents.get(place_id)
        code = continent.m49 if continent else place_id
        found = shown.get(language) or (names[0] if names else _territory(code, language))
        return found or place_id

    def language_name(self, code: str, language: str = DEFAULT_LANGUAGE) -> str:
        """A language's name in another language; its code if CLDR has none."""
        return str(Locale(language).languages.get(code, code))

    def commissions_of(self, country: str) -> tuple[str, ...]:
        """The UN regional commissions of a country (alpha-2); often two."""
        return tuple(
            name for name, members in self._areas.commissions.items() if country in members.split()
        )

    def continent_of(self, country: str) -> Region | None:
        """The continent of a country (alpha-2) by UN M49."""
        place = self._places.get(country)
        return place.continents[0] if place and place.continents else None

    def find_places(
        self, text: str, language: str | None = None, words: Sequence[Token] | None = None
    ) -> tuple[TerritoryMatch, ...]:
        """Places named in the text, in order; demonyms ("Kenyan") count and say so.

        `language` is only a preference between places of one name. `words` are the text's tokens,
        for a caller who has them.
        """
        del language  # names are of one place in all six languages, so far
        found = self._place_names.find_in(words if words is not None else tokens(text), text)
        return tuple(self._match(sighting) for sighting in found)

    def find_languages(
        self, text: str, words: Sequence[Token] | None = None
    ) -> tuple[Sighting[str], ...]:
        """Languages named in the text: their ISO codes, in order."""
        return self._language_names.find_in(words if words is not None else tokens(text), text)

    def _match(self, sighting: Sighting[tuple[str, bool]]) -> TerritoryMatch:
        demonym = all(each for _, each in sighting.meanings)
        spoken = demonym and bool(self._language_names.knows(sighting.label))
        ids = dict.fromkeys(place_id for place_id, _ in sighting.meanings)
        return TerritoryMatch(
            places=tuple(self._places[place_id] for place_id in ids),
            start=sighting.start,
            end=sighting.end,
            label=sighting.label,
            confidence=sighting.confidence * (_SPOKEN_TOO if spoken else 1),
            demonym=demonym,
        )

    @cached_property
    def _places(self) -> dict[str, Territory]:
        places = {place.id: place for place in self._subregions()}
        continent = {
            country: area.continent
            for area in self._areas.subregions.values()
            for country in area.countries.split()
        }
        for country in self._country_codes():
            home = (continent[country],) if country in continent else ()
            places[country] = Territory(country, Extent.COUNTRY, (country,), home)
        for place_id, extent, countries in self._unions(places):
            covered = tuple(sorted(set(countries)))
            homes = tuple(sorted({continent[each] for each in covered if each in continent}))
            places[place_id] = Territory(place_id, extent, covered, homes)
        return places

    def _country_codes(self) -> Iterator[str]:
        yield from (country.alpha_2 for country in pycountry.countries)
        yield "XK"

    def _subregions(self) -> Iterator[Territory]:
        for code, area in self._areas.subregions.items():
            countries = tuple(sorted(area.countries.split()))
            yield Territory(code, Extent.SUBREGION, countries, (area.continent,))

    def _unions(
        self, places: Mapping[str, Territory]
    ) -> Iterator[tuple[str, Extent, Iterable[str]]]:
        for name, continent in self._areas.continents.items():
            yield name, Extent.CONTINENT, _united(places, continent.of)
        for name, members in self._areas.commissions.items():
            yield name, Extent.COMMISSION, members.split()
        for slug, area in self._areas.regions.items():
            yield slug, Extent.AREA, [*_united(places, area.of), *area.countries.split()]

    @cached_property
    def _place_names(self) -> Gazetteer[tuple[str, bool]]:
        names: Gazetteer[tuple[str, bool]] = Gazetteer()
        capital = {each for labels in self._countries.words.values() for each in labels}
        never = {each for labels in self._countries.never.values() for each in labels}
        for place_id, label in self._labels():
            if label not in never:
                cased = label in capital or (label.isascii() and label.isupper() and len(label) < 4)  # noqa: PLR2004
                for form in (label, *_declined(label)):
                    names.add(form, (place_id, False), cased=cased)
        for country, by_language in self._demonyms.items():
            for labels in by_language.values():
                for label in labels:
                    names.add(label, (country, True))
        return names

    def _labels(self) -> Iterator[tuple[str, str]]:
        for language in LANGUAGES:
            for country in self._country_codes():
                yield country, _territory(country, language)
                yield country, self._countries.shown.get(country, {}).get(language, "")
            for code in self._areas.subregions:
                yield code, _territory(code, language)
            for name, continent in self._areas.continents.items():
                yield name, _territory(continent.m49, language)
        for by_id in (self._countries.names, self._areas.also):
            yield from _flat(by_id)
        yield from _flat({slug: area.names for slug, area in self._areas.regions.items()})

    @cached_property
    def _language_names(self) -> Gazetteer[str]:
        names: Gazetteer[str] = Gazetteer()
        for language in LANGUAGES:
            for code in self._languages.known.split():
                names.add(self.language_name(code, language), code)
        for code, label in _flat(self._languages.also):
            names.add(label, code)
        return names


def _territory(code: str, language: str) -> str:
    return str(Locale(language).territories.get(code, ""))


def _declined(name: str) -> Iterator[str]:
    """A Russian name of one word in the cases whose stem is another: Иран, в Иране."""
    if not _RUSSIAN_WORD.fullmatch(name) or name[-1] in _VOWELS or name.isupper():
        return
    bare = name[:-1] if name[-1] in _CASES else name
    own = stem(fold(name))
    for ending in _CASES.get(name[-1], _CASES[""]):
        form = bare + ending
        if stem(fold(form)) != own:
            yield form


def _united(places: Mapping[str, Territory], ids: Iterable[str]) -> list[str]:
    return [country for place_id in ids for country in places[place_id].countries]


def _flat(by_id: Mapping[str, Names]) -> Iterator[tuple[str, str]]:
    for place_id, by_language in by_id.items():
        for labels in by_language.values():
            for label in labels:
                yield place_id, label
