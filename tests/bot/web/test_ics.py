"""Calendars as RFC 5545 has them: parsed back, and each line looked at by itself."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from bot.web.ics import Item, written

NOW = datetime(2027, 1, 8, 9, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
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
    found += [f"not closed: {each!r}" for each in stack]
    return found or faults_of_parts(body)


def faults_of_parts(body: bytes) -> list[str]:
    """What a component lacks or has twice: sections 3.6.1 and 3.6.5; and what icalendar minds."""
    calendar = Calendar.from_ical(body)
    found = [str(each) for part in calendar.walk() for each in part.errors]
    events, zones = calendar.walk("VEVENT"), calendar.walk("VTIMEZONE")
    for event in events:
        found += [f"no {name}" for name in ("UID", "DTSTAMP", "DTSTART") if name not in event]
        found += [f"{name} twice" for name in event if isinstance(event[name], list)]
    uids = [str(event["uid"]) for event in events if "uid" in event]
    found += ["a UID twice"] if len(set(uids)) < len(uids) else []
    named = {each.decode() for each in re.findall(rb"(?<=;TZID=)[^:;]+", body)}
    described = [str(zone["tzid"]) for zone in zones]
    if named != set(described) or len(described) > len(named):
        found.append(f"zones {sorted(named)} are described as {sorted(described)}")
    return found


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


def test_what_repeats_brings_the_clocks_of_its_zone_along() -> None:
    first = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
    monday = {"at": first, "zone": "Europe/Zurich", "rule": "FREQ=MONTHLY;BYDAY=1MO"}
    plain = {"first": date(2027, 1, 8), "last": date(2027, 1, 8), "rule": "FREQ=WEEKLY;BYDAY=FR"}
    utc = {"at": first, "zone": "UTC", "rule": "FREQ=DAILY"}
    both = [
        item("Updates", uid="own-1@hub", **monday),
        item("Friday", uid="own-2@hub", **plain),
        item("Daily", uid="own-3@hub", **utc),
    ]
    body = written("x", both)
    (zone,) = Calendar.from_ical(body).walk("VTIMEZONE")

    assert faults(body) == []
    assert b"\r\nDTSTART;TZID=Europe/Zurich:20270104T090000\r\n" in body
    assert b"\r\nRRULE:FREQ=MONTHLY;BYDAY=1MO\r\n" in body
    assert b"\r\nDTSTART;VALUE=DATE:20270108\r\n" in body
    assert b"\r\nDTSTART:20270104T080000Z\r\n" in body
    assert "COMMENT" not in zone
    assert [each.name for each in zone.subcomponents] == ["STANDARD", "DAYLIGHT", "STANDARD"]


@given(
    st.sampled_from(sorted(available_timezones())), moments, st.sampled_from(["DAILY", "YEARLY"])
)
@settings(max_examples=15, deadline=None)
def test_any_zone_s_clocks_are_valid(zone: str, at: datetime, every: str) -> None:
    at = at.replace(year=2027, day=min(at.day, 28), microsecond=0)
    body = written("x", [item(at=at, zone=zone, rule=f"FREQ={every}")])
    (event,) = Calendar.from_ical(body).walk("VEVENT")

    assert faults(body) == []
    assert event.decoded("dtstart").astimezone(UTC) == at
    for part in Calendar.from_ical(body).walk():
        if part.name in {"STANDARD", "DAYLIGHT"} and "RDATE" in part:
            before, after = part.decoded("tzoffsetfrom"), part.decoded("tzoffsetto")
            turn = (part.decoded("dtstart") - before).replace(tzinfo=UTC)
            seen = [(turn - SECOND).astimezone(ZoneInfo(zone)), turn.astimezone(ZoneInfo(zone))]
            assert [each.utcoffset() for each in seen] == [before, after]


def test_what_is_off_says_so() -> None:
    body = written("x", [item(first=date(2027, 1, 8), is_off=True, sequence=4)])

    assert b"\r\nSTATUS:CANCELLED\r\n" in body
    assert b"\r\nSEQUENCE:4\r\n" in body
    assert faults(body) == []


def test_the_same_entries_are_the_same_bytes() -> None:
    assert written("x", [item(first=NOW.date())]) == written("x", [item(first=NOW.date())])


def test_the_checker_of_lines_finds_faults() -> None:
    good = written("x", [item(first=NOW.date())])

    assert faults(good.replace(b"\r\n", b"\n"))
    assert faults(good + b"SUMMARY:" + b"x" * 80 + b"\r\n")
    assert faults(good.replace(b"A note", b"A, note"))
    assert faults_of_parts(good.replace(b"DTSTAMP", b"X-STAMP")) == ["no DTSTAMP"]
    day, hour = b"DTSTART;VALUE=DATE:20270108", b"DTSTART;TZID=Europe/Paris:20270108T000000"
    lost = faults_of_parts(good.replace(day, hour))
    assert lost == ["zones ['Europe/Paris'] are described as []"]
