"""A group's week for its channels: what is late and what is due, on Mondays; nobody is named."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from config.phrases import Day, Words
from config.taxonomy import MatterKind, Platform
from handlers.calendar import Hours
from handlers.matters import Matter, Matters
from handlers.messages import Choice, Reply, pack_reply
from handlers.rungs import working_day_after
from handlers.worktimes import country_of
from storage.places import Place
from storage.store import Store
from storage.workplans import GroupSpace

KEY = "digest:"
"""How keys of digests in the outbox begin."""
AHEAD = timedelta(days=30)
SHOWN = frozenset({MatterKind.PREPARATION, MatterKind.DELIVERABLE, MatterKind.RECOMMENDATION})
"""What everybody in a group's channel may know of; who reviews is not among it."""
MOST = 10


def due(store: Store, now: datetime, limit: int) -> Sequence[int]:
    """Channels that have not heard of this week, once its first working day has begun."""
    monday, begins = _week(Matters(store), now)
    return store.workplans.undigested(before=monday, limit=limit) if begins <= now else ()


def tell(store: Store, space_id: int, now: datetime) -> None:
    """One message a week and channel; what was missed is not made up for."""
    space = store.workplans.space(space_id)
    matters = Matters(store)
    monday, _ = _week(matters, now)
    if space is None or (space.digested_on is not None and space.digested_on >= monday):
        return
    space.digested_on = monday
    somebody = next(iter((*matters.leads(space.group_id), *matters.secretariat)), None)
    if somebody is None or not _listed(matters, space, now):
        return
    place = Place(Platform(space.platform), space.conversation, space.workspace)
    store.outbox.notify(
        f"{KEY}{space.id}:{monday}",
        pack_reply(Reply("reminder-nothing")),
        person_id=somebody,
        due_at=now,
        to=place,
    )


def compose(store: Store, key: str, now: datetime) -> Reply | None:
    """What the week holds now; None: nothing."""
    space = store.workplans.space(int(key.split(":")[1]))
    if space is None:
        return None
    found = _listed(Matters(store), space, now)
    group = store.groups.find(space.group_id)
    if not found or group is None:
        return None
    number = store.groups.numbers([group.id])[group.id]
    return Reply(
        "digest",
        {"group": group.id, "title": group.title},
        lines=tuple(_lines(found, now)),
        choices=((Choice(Words("choice-workplan"), f"plan.show {number}"),),),
    )


def _listed(matters: Matters, space: GroupSpace, now: datetime) -> list[Matter]:
    every = matters.of_group(space.group_id, before=now + AHEAD)
    return [each for each in every if each.kind in SHOWN]


def _lines(found: Sequence[Matter], now: datetime) -> Iterator[Words]:
    for each in found[:MOST]:
        late = each.until_at <= now and not each.passes
        phrase = "digest-late" if late else "digest-due"
        yield Words(phrase, {"day": Day(each.last_day), "what": each.title})
    if len(found) > MOST:
        yield Words("reminder-more", {"count": len(found) - MOST})


def _week(matters: Matters, now: datetime) -> tuple[date, datetime]:
    """This week's Monday where the secretariat sits, and when its first working day begins."""
    hours = Hours(matters.zone, country_of(matters.zone.key))
    today = now.astimezone(matters.zone).date()
    monday = today - timedelta(days=today.weekday())
    return monday, hours.begin(working_day_after(monday, hours))
