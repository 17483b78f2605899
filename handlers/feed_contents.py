"""What a calendar is told: what is next, reminders that its owner set, and what is off again."""

import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from config.phrases import Words
from handlers.calendar import at_local, zone_named
from handlers.horizon import Onlooker, belongs, of_group, of_person, onlooker
from handlers.matters import Matter
from handlers.messages import echo, pack_words
from handlers.reminding import HOUR, schedule_of
from handlers.worktimes import hours_of
from storage.feeds import Edition, Feed, Shown, Told
from storage.own_reminders import OwnReminder
from storage.people import voice_of
from storage.store import Store

MOST_ENTRIES = 500
OFF_FOR = timedelta(days=30)
"""For so long a calendar is told that something is off, so that programs which keep what they once
saw take it out, too."""
OWN = "own"
"""What subjects of own reminders begin with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as it is now; `rule` (RFC 5545) repeats it on the clocks of `zone`."""

    subject: str
    title: Words
    shown: Shown
    lines: tuple[Words, ...] = ()
    zone: str = ""
    rule: str = ""
    group_id: str = ""
    revision: int = 0

    @property
    def digest(self) -> str:
        """Of all that it shows, in no language."""
        said = tuple(pack_words(each) for each in (self.title, *self.lines))
        when = (self.shown.first, self.shown.last, self.shown.at, self.zone, self.rule)
        return hashlib.sha256(repr((said, when, self.revision)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry, and how often it has changed; `is_off`: it was shown before, and is so no more."""

    entry: Entry
    sequence: int
    modified_at: datetime
    is_off: bool = False


@dataclass(frozen=True, slots=True)
class News:
    """What is shown otherwise than it was told last: to be kept before it is told."""

    digests: Mapping[str, str] = field(default_factory=dict)
    """By subject, for all calendars."""
    shown: Mapping[str, Shown] = field(default_factory=dict)
    """By subject: what this calendar was not told, or told for another time."""
    gone: Sequence[str] = ()
    """What this calendar was told, and is not told any more."""

    def __bool__(self) -> bool:
        return bool(self.digests or self.shown or self.gone)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a calendar shows, in whose language, and what has to be kept before that is said."""

    feed_id: int
    name: Words
    language: str
    entries: Sequence[Listed]
    news: News


def contents(store: Store, token: str, *, now: datetime) -> Contents | None:
    """What is behind an address; None: there is none such, or it is none any more."""
    digest = digest_of(token)
    feed = store.feeds.by_digest(digest)
    if feed is None or not hmac.compare_digest(feed.digest, digest):
        return None
    every = {each.subject: each for each in _entries(store, feed, now=now)}
    shown = dict(list(every.items())[:MOST_ENTRIES])
    known = store.feeds.editions(shown)
    told = {each.subject: each for each in store.feeds.told(feed.id)}
    may_see = not feed.group_id or belongs(store, feed.person_id, feed.group_id)
    listed = [
        Listed(each, *_edition(known[each.subject], told[each.subject]))
        for each in shown.values()
        if each.subject in known and each.subject in told
    ]
    off = [each for each in told.values() if may_see and _is_off(each, now)]
    return Contents(
        feed.id,
        name_of(feed.group_id),
        _language(store, feed.person_id),
        [*listed, *(_off(store, each) for each in off)],
        _news(shown, every, known, told),
    )


def keep(store: Store, found: Contents, *, now: datetime) -> None:
    """Number what has changed, and note what a calendar shows, before it is told."""
    if found.news.digests:
        store.feeds.revise(found.news.digests, at=now)
    store.feeds.tell(found.feed_id, found.news.shown, gone=found.news.gone, at=now)


def name_of(group_id: str) -> Words:
    return Words("feed-of-group", {"group": group_id}) if group_id else Words("feed-of-me")


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _news(
    shown: Mapping[str, Entry],
    every: Mapping[str, Entry],
    known: Mapping[str, Edition],
    told: Mapping[str, Told],
) -> News:
    digests = {
        subject: each.digest
        for subject, each in shown.items()
        if subject not in known or known[subject].digest != each.digest
    }
    new = {
        subject: each.shown
        for subject, each in shown.items()
        if subject not in told or told[subject].gone_at or told[subject].shown != each.shown
    }
    gone = [
        each.subject for each in told.values() if each.subject not in every and not each.gone_at
    ]
    return News(digests, new, gone)


def _edition(known: Edition, told: Told) -> tuple[int, datetime]:
    """Its changes, and how often it went from this calendar and came back."""
    return known.sequence + told.turns, max(known.modified_at, told.changed_at)


def _is_off(told: Told, now: datetime) -> bool:
    """Whether it went before its time: what has simply passed is not off."""
    if told.gone_at is None or told.gone_at + OFF_FOR < now:
        return False
    shown = told.shown
    if shown.repeats:
        return True
    if shown.at is not None:
        return shown.at > told.gone_at
    return shown.last is not None and shown.last > told.gone_at.astimezone(UTC).date()


def _off(store: Store, told: Told) -> Listed:
    """Without its title, which is nobody's business any more."""
    known = store.feeds.editions([told.subject]).get(told.subject)
    sequence = known.sequence if known else 0
    entry = Entry(subject=told.subject, title=Words("feed-off"), shown=told.shown)
    return Listed(entry, sequence + told.turns, told.changed_at, is_off=True)


def _entries(store: Store, feed: Feed, *, now: datetime) -> Iterator[Entry]:
    """Whoever has left a group keeps an address that shows nothing."""
    who = onlooker(store, feed.person_id, shared=False)
    yield from map(_of_matter, _matters(store, who, feed, now=now))
    if not feed.group_id:
        hours = hours_of(store, feed.person_id)
        for each in store.own_reminders.of_person(feed.person_id):
            schedule = schedule_of(each, hours)
            if schedule is not None and each.due_at is not None:
                yield _of_own(each, schedule.day, schedule.zone)


def _matters(store: Store, who: Onlooker, feed: Feed, *, now: datetime) -> list[Matter]:
    if not feed.group_id:
        return of_person(store, who, now=now)
    if not belongs(store, feed.person_id, feed.group_id):
        return []
    return of_group(store, who, feed.group_id, now=now)


def _of_matter(matter: Matter) -> Entry:
    """What was stated in days is days; which period that was, a day of a calendar does not say."""
    period = matter.period
    stated = None
    if period is not None and period.first != period.last:
        stated = Words("feed-stated", {"when": period.span})
    shown = Shown(period.first, period.last) if period else Shown(at=matter.until_at)
    return Entry(
        subject=matter.subject,
        title=matter.title,
        lines=tuple(each for each in (matter.left, stated) if each is not None),
        shown=shown,
        group_id=matter.group_id or "",
        revision=matter.revision,
    )


def _of_own(reminder: OwnReminder, first: date, zone: str) -> Entry:
    """At its hour; all day where it has none, since it comes as the work of that day begins."""
    phrase = "feed-own" if reminder.place is None else "feed-own-here"
    if reminder.minute is None:
        shown = Shown(first, first, repeats=bool(reminder.rule))
    elif reminder.rule:
        at = time(*divmod(reminder.minute, HOUR))
        shown = Shown(at=at_local(first, at, zone_named(zone)), repeats=True)
    else:
        shown = Shown(at=reminder.due_at)
    return Entry(
        subject=f"{OWN}:{reminder.id}",
        title=Words(phrase, {"what": echo(reminder.what)}),
        shown=shown,
        zone=zone if reminder.rule and reminder.minute is not None else "",
        rule=reminder.rule,
    )


def _language(store: Store, person_id: int) -> str:
    accounts = store.people.accounts(person_id)
    person = store.people.get(person_id)
    return voice_of(person, accounts[0])[0] if accounts else person.language or ""
