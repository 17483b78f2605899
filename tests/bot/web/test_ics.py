"""Calendars as RFC 5545 has them: parsed back, and each line looked at by itself."""

import re
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from bot.web.ics import Item, written

NOW = datetime(2027, 1, 8, 9, 30, tzinfo=UTC)
LINE = re.compile(rb"[A-Z0-9-]+(;[A-Z0-9-]+=(\"[^\"]*\"|[^\";:,]*))*:.*", re.DOTALL)
moments = st.integers(0, 4_102_444_800).map(lambda at: datetime.fromtimestamp(at, UTC))
days = st.dates(date(2000, 1, 1), date(2099, 12, 1))


def item(summary: str = "A note", **more: object) -> Item:
    return Item(**{"uid": "call-1@hub", "summary": summary, "modified_at": NOW, **more})  # type: ignore[arg-type]


def faults(body: bytes) -> list[str]:
    """What is wrong with each line by itself: RFC 5545, sections 3.1, 3.2 and 3.3.11."""
    found = []
    if not body.endswith(b"\r\n"):
        found.append("no line break at the end")
    lines = body.split(b"\r\n")[:-1]
    for number, line in enumerate(lines):
        if len(line) > 75:
            found.append(f"{number}: {len(line)} octets")
        if re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line):
            found.append(f"{number}: a control character")
        line.decode()  # a fold stands between characters, never in one
    whole = re.sub(rb"\r\n[ \t]", b"", body).split(b"\r\n")[:-1]
    for line in whole:
        if not LINE.fullmatch(line):
            found.append(f"no content line: {line!r}")
        name, _, value = line.partition(b":")
        if name in {b"SUMMARY", b"DESCRIPTION", b"NAME"}:
            bare = re.sub(rb"\\[\\;,nN]", b"", value)
            if re.search(rb"[;,\\]", bare):
                found.append(f"not escaped: {value!r}")
    nesting = [line for line in whole if line.startswith((b"BEGIN:", b"END:"))]
    stack: list[bytes] = []
    for line in nesting:
        kind, _, name = line.partition(b":")
        if kind == b"BEGIN":
            stack.append(name)
        elif not stack or stack.pop() != name:
            found.append(f"not nested: {line!r}")
    return found + [f"not closed: {each!r}" for each in stack]


@given(st.text(max_size=300), st.text(max_size=300), days, st.integers(0, 400), moments)
@settings(max_examples=150, deadline=None)
def test_any_words_and_days_come_back_as_they_were(
    summary: str, description: str, first: date, length: int, modified: datetime
) -> None:
    last = first + timedelta(days=length)
    given = item(
        summary, description=description, first=first, last=last, sequence=3, modified_at=modified
    )
    body = written(summary or "x", [given])
    event = Calendar.from_ical(body).walk("VEVENT")[0]

    assert faults(body) == []
    assert event.decoded("dtstart") == first
    assert event.decoded("dtend") == last + timedelta(days=1)
    assert (event["sequence"], event["uid"]) == (3, "call-1@hub")
    assert event.decoded("last-modified") == modified
    kept = "".join(each for each in summary if each.isprintable() and each != " ")
    shown = "".join(each for each in str(event["summary"]) if each.isprintable() and each != " ")
    assert shown == kept.replace("\r", "")


def test_a_moment_is_in_utc() -> None:
    at = datetime(2027, 1, 8, 10, 0, 7, tzinfo=UTC)
    body = written("x", [item(at=at)])

    assert b"\r\nDTSTART:20270108T100007Z\r\n" in body
    assert b"DTEND" not in body
    assert faults(body) == []


def test_a_day_is_a_day_in_every_zone() -> None:
    body = written("x", [item(first=date(2027, 2, 28), last=date(2027, 2, 28))])

    assert b"\r\nDTSTART;VALUE=DATE:20270228\r\nDTEND;VALUE=DATE:20270301\r\n" in body


def test_line_breaks_commas_and_emoji_are_escaped_and_folded() -> None:
    body = written("x", [item("Ask IOM, ILO; \\ and\nWHO 🎉" * 9, first=date(2027, 1, 1))])

    assert b"Ask IOM\\, ILO\\; \\\\ and\\nWHO" in body.replace(b"\r\n ", b"")
    assert faults(body) == []


def test_a_calendar_says_how_often_to_look_again() -> None:
    body = written("My deadlines", [])

    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in body
    assert b"\r\nX-WR-CALNAME:My deadlines\r\n" in body
    assert b"METHOD" not in body


def test_the_same_entries_are_the_same_bytes() -> None:
    assert written("x", [item(first=NOW.date())]) == written("x", [item(first=NOW.date())])


def test_the_checker_of_lines_finds_faults() -> None:
    good = written("x", [item(first=NOW.date())])

    assert faults(good.replace(b"\r\n", b"\n"))
    assert faults(good + b"SUMMARY:" + b"x" * 80 + b"\r\n")
    assert faults(good.replace(b"A note", b"A, note"))
    assert faults(good.replace(b"END:VEVENT\r\n", b""))
