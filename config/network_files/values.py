"""One value of a field, as a file has it, turned into what the record holds; or what is wrong."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar
from zoneinfo import available_timezones

import pycountry

from config.network_files.faults import Wrong

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Parse = Callable[[object], T]

LONGEST_ID = 200
LONGEST_SLUG = 100
OBJECTIVES = 23
"""The Global Compact has 23 objectives (A/RES/73/195)."""
_TWO_LETTERS = frozenset(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da
    de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy
    hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg
    li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or
    os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw
    ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    """.split()  # noqa: SIM905  # 184 quotes and commas would be no better to read
)
"""Of ISO 639-1: all that is met as a rule, without the list of all 7,900 languages, 7 MiB."""
KOSOVO = "XK"
"""The code that CLDR uses; always written Kosovo (UNSCR 1244 (1999)) for people."""

_ADDRESS = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)
_PARTIAL_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_YEAR = re.compile(r"(\d{4})(-\d\d(-\d\d)?)?")
_NOT_A_SLUG = re.compile(r"[^\w]+")
_CONTINENTS = frozenset({"africa", "americas", "asia", "europe", "oceania"})


def text(value: object) -> str:
    """Any text without outer space; numbers are taken as they are written."""
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Wrong(f"is {kind_of(value)} and should be text", "Put the value in quotes")
    return str(value)


def identifier(value: object) -> str:
    """An id: one line of text of at most 200 characters."""
    read = text(value)
    if not read:
        raise Wrong("is empty", "Give the record an id that never changes")
    if len(read) > LONGEST_ID:
        raise Wrong(f"has {len(read)} characters", f"Use at most {LONGEST_ID}")
    if not read.isprintable():
        raise Wrong("holds a line break or a control character", "Use one line of text")
    return read


def slug(value: object) -> str:
    """A type or other key in lower case with underscores; "Policy Brief" becomes policy_brief."""
    read = _NOT_A_SLUG.sub("_", text(value).lower()).strip("_")
    if not read:
        raise Wrong(f"{value!r} has no letters", "Use words such as policy_brief")
    if len(read) > LONGEST_SLUG:
        raise Wrong(f"has {len(read)} characters", f"Use at most {LONGEST_SLUG}")
    return read


def integer(*, least: int = 0, most: int = 2**31 - 1) -> Parse[int]:
    def parse(value: object) -> int:
        number = _whole_number(value)
        if number is None:
            raise Wrong(f"{value!r} is not a whole number")
        if not least <= number <= most:
            raise Wrong(f"{number} is not between {least} and {most}")
        return number

    return parse


def year(value: object) -> int:
    """A year from 1000 to 2999; a date counts by its year."""
    if isinstance(value, str) and (found := _YEAR.fullmatch(value.strip())):
        value = int(found[1])
    number = _whole_number(value)
    if number is None or not 1000 <= number <= 2999:  # noqa: PLR2004  # four digits
        raise Wrong(f"{value!r} is not a year", "Write four digits, or leave it out if unknown")
    return number


def boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    match str(value).strip().lower():
        case "true" | "yes" | "1":
            return True
        case "false" | "no" | "0":
            return False
        case _:
            raise Wrong(f"{value!r} is neither true nor false")


def address(value: object) -> str:
    """A web address, http or https."""
    read = text(value)
    if not _ADDRESS.fullmatch(read):
        raise Wrong(f"{_short(read)!r} is not a web address", "Start it with https:// or http://")
    return read


def language(value: object) -> str:
    """An ISO 639 code, two letters where there are two: en, eng, en-GB and English are all en."""
    read = text(value)
    code = _language(read)
    if code is None:
        raise Wrong(f"{_short(read)!r} is no language code", "Use an ISO 639 code such as en or fr")
    return code


def country(value: object) -> str:
    """An ISO 3166-1 alpha-2 code, from a code of two or three letters or an English name."""
    read = text(value)
    code = _country(read)
    if code is None:
        fix = "Use an ISO 3166 code such as KE; put regions under regions, and others under areas"
        raise Wrong(f"{_short(read)!r} is no country", fix)
    return code


def region(value: object) -> str:
    """Africa, Americas, Asia, Europe, Oceania or Global."""
    read = text(value)
    name = read.lower()
    if name in _CONTINENTS or name == "global":
        return name.capitalize()
    if _country(read):
        raise Wrong(f"{_short(read)!r} is a country", "Put it under countries")
    fix = "Use Africa, Americas, Asia, Europe, Oceania or Global; put other places under areas"
    raise Wrong(f"{_short(read)!r} is no region", fix)


def one_of(choices: type[E]) -> Parse[E]:
    known: Mapping[str, E] = {choice.value.lower(): choice for choice in choices}

    def parse(value: object) -> E:
        found = known.get(text(value).lower())
        if found is None:
            raise Wrong(f"{_short(str(value))!r} is not known", f"Use {_either(choices)}")
        return found

    return parse


def partial_date(value: object) -> str:
    """A day, a month or a year as exactly as it is known: 2020-06-15, 2020-06 or 2020."""
    read = text(value)
    if not _PARTIAL_DATE.fullmatch(read):
        raise Wrong(f"{_short(read)!r} is not a date", "Write 2020-06-15, 2020-06 or 2020")
    _check_day(read + "-01-01"[len(read) - 4 :], read)
    return read


def day(value: object) -> str:
    """A whole date, as 2020-06-15."""
    read = text(value)
    _check_day(read, read)
    return read


def day_of_year(value: object) -> str:
    """A month and a day, as 12-18."""
    read = text(value)
    _check_day(f"2024-{read}", read)
    return read


def time_zone(value: object) -> str:
    """An IANA zone, such as Africa/Nairobi."""
    read = text(value)
    if read not in _time_zones():
        raise Wrong(f"{_short(read)!r} is no time zone", "Use an IANA name such as Africa/Nairobi")
    return read


def _clean(value: str) -> str:
    """Text that any database can hold: no NUL, no half characters, one kind of line end."""
    if not value.isascii():
        value = value.encode("utf-8", "replace").decode("utf-8")
    if "\x00" in value or "\r" in value:
        value = value.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    return value.strip()


def _whole_number(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and re.fullmatch(r"\s*-?[0-9]{1,18}\s*", value):
        return int(value)
    return None


def _check_day(whole: str, written: str) -> None:
    try:
        date.fromisoformat(whole)
    except ValueError as error:
        raise Wrong(f"{_short(written)!r} is not a date that exists") from error


@lru_cache(maxsize=4096)
def _language(read: str) -> str | None:
    code = read.replace("_", "-").split("-")[0].lower()
    if code in _TWO_LETTERS:
        return code
    keys = {2: ("alpha_2",), 3: ("alpha_3", "bibliographic")}.get(len(code), ("name",))
    found = None
    for key in keys:
        found = found or pycountry.languages.get(**{key: code})
    return str(getattr(found, "alpha_2", found.alpha_3)) if found else None


@lru_cache(maxsize=4096)
def _country(read: str) -> str | None:
    if read.upper() in {KOSOVO, "XKX"} or read.lower().startswith("kosovo"):
        return KOSOVO
    try:
        return str(pycountry.countries.lookup(read).alpha_2)
    except LookupError:
        return None


@lru_cache(maxsize=1)
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _either(choices: type[StrEnum]) -> str:
    *others, last = [choice.value for choice in choices]
    return f"{', '.join(others)} or {last}" if others else last


def kind_of(value: object) -> str:
    match value:
        case None:
            return "empty"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list() | tuple():
            return "a list"
        case _:
            return "a mapping"


def _short(read: str) -> str:
    return read if len(read) <= 80 else read[:79] + "…"  # noqa: PLR2004  # one line of a terminal
