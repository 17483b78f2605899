"""How fast the hub speaks: slots in the database, so that all replicas keep the pace together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache

from sqlalchemy import BigInteger, String, bindparam, delete, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from config.taxonomy import Platform
from storage.base import Base
from storage.places import Place, Surface
from storage.prepared import Prepared

AT_ONCE_EVERY = timedelta(milliseconds=35)
"""On Telegram, for all chats together."""
FARTHEST = timedelta(minutes=2)
"""No allowance is used up so far ahead: the largest burst makes up for a minute."""
SHARED = frozenset({Platform.TELEGRAM})
"""Platforms where all that is said uses up one allowance, whoever reads it."""
MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class PaceRow(Base):
    """What is left of one allowance, as GCRA keeps it: one moment, moved on by every message.

    https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm: the theoretical arrival time.
    """

    __tablename__ = "pace"
    key: Mapped[str] = mapped_column(String(300), primary_key=True)
    arrival_us: Mapped[int] = mapped_column(BigInteger)
    """Microseconds since 1970. A halt is a row of its own: nothing may be said before it."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """One message `every` so often, and `burst` of them at once after a pause.

    What a burst has beyond whole messages makes up for being late. `whole`: all that is said on
    the platform uses it, so where it is used up, nothing at all can be said.
    """

    key: str
    every: timedelta
    burst: float
    whole: bool = False

    @property
    def every_us(self) -> int:
        return self.every // MICROSECOND

    @property
    def spare_us(self) -> int:
        """By so much its moment may be ahead of now, with the next message counted in."""
        return int(self.burst * self.every_us)


@dataclass(frozen=True, slots=True)
class Slots:
    """When so many messages may be said, the first now; and when to ask for more."""

    moments: tuple[datetime, ...]
    next_at: datetime


def lane_of(place: Place, *, person_id: int | None) -> str:
    """Which messages must keep their order: those of a conversation.

    What only one person sees is a lane of its own, so that people in one channel do not wait
    for each other.
    """
    seen_by = f":{person_id}" if place.surface is Surface.ONLY_YOU else ""
    return f"{place.platform}:{place.workspace}:{place.conversation}{seen_by}"


def allowances(place: Place, lane: str, *, edits: bool, notice: bool) -> tuple[Allowance, ...]:
    """All that a message to this place uses up; what is shared by several lanes comes first.

    A notice may use only half of a shared burst, so that answers find room.
    """
    match place.platform:
        case Platform.SLACK:
            return _slack(place, lane, edits=edits, share=2 if notice else 1)
        case Platform.TELEGRAM:
            return _telegram(place, lane, share=2 if notice else 1)
        case Platform.CONSOLE:
            return (Allowance(lane, timedelta(0), 1),)


def _slack(place: Place, lane: str, *, edits: bool, share: int) -> tuple[Allowance, ...]:
    """Slack's limits, https://docs.slack.dev/apis/web-api/rate-limits.

    Posting: 1 per second and channel, short bursts allowed. chat.update is Tier 3 (50+ per
    minute and workspace), views.publish Tier 4 (100+ per minute and workspace). What a workspace
    allows over all is not published: Slack says so with a 429, and `halt` obeys.
    """
    own = Allowance(lane, timedelta(seconds=1), 3)
    if place.surface is Surface.HOME:
        return (_a_minute(f"slack:{place.workspace}!home", 100, share), own)
    if edits and place.surface is Surface.CONVERSATION:
        return (_a_minute(f"slack:{place.workspace}!update", 50, share), own)
    return (own,)


def _a_minute(key: str, count: int, share: int) -> Allowance:
    return Allowance(key, timedelta(minutes=1) / count, count // share)


def _telegram(place: Place, lane: str, *, share: int) -> tuple[Allowance, ...]:
    """Telegram's limits, https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this.

    About 30 messages a second over all; 1 a second in a chat, short bursts allowed; 20 a minute
    in a group (chat ids below 0). A burst and what is earned in the same window stay within each:
    no second holds more than 30, which leaves room for bursts of 2 where many are told of much at
    once, at 95 of 100 of what is allowed; 8 + 12 in a minute.
    """
    everything = Allowance("telegram!all", AT_ONCE_EVERY, 2 if share == 1 else 1.5, whole=True)
    own = Allowance(lane, timedelta(seconds=1), 3)
    if place.conversation.startswith("-"):
        return (everything, own, Allowance(f"{lane}!minute", timedelta(seconds=5), 8))
    return (everything, own)


def halt_keys(platform: Platform, workspace: str) -> tuple[str, str]:
    """The rows that can forbid a platform, or one workspace of it."""
    return (f"halt:{platform}:", f"halt:{platform}:{workspace}")


class Pace:
    """The repository of allowances."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def reserve(self, wanted: tuple[Allowance, ...], *, now: datetime) -> datetime | None:
        """Use up one of each; or use up nothing, and say when to try again.

        One statement where there is room. The rows stay locked until the transaction ends, so
        two replicas cannot both take the last place; shared rows are locked before a lane's own.
        """
        return self.reserve_each([wanted], now=now)[0]

    def reserve_each(
        self, wanted: Sequence[tuple[Allowance, ...]], *, now: datetime
    ) -> list[datetime | None]:
        """`reserve` for several that share no allowance, in one statement; in their order."""
        moment = microseconds(now)
        reached = self._reach([one for each in wanted for one in each], moment)
        free_us = [max(reached[one.key] - one.spare_us for one in each) for each in wanted]
        late = [each for each, us in zip(wanted, free_us, strict=True) if us > moment]
        if late:
            self.give_back([one for each in late for one in each])
        return [moment_of(us) if us > moment else None for us in free_us]

    def _reach(self, every: Sequence[Allowance], moment: int) -> dict[str, int]:
        """Use up one of each; the moments that they have reached then."""
        values: dict[str, int | str] = {"now": moment}
        for number, each in enumerate(every):
            values |= {f"key{number}": each.key, f"every{number}": each.every_us}
        rows = _taking(len(every)).run(self._session, values) if every else ()
        return {key: arrival_us for key, arrival_us in rows}  # noqa: C416  # rows are no pairs to mypy

    def take(
        self, wanted: Allowance, count: int, *, within: tuple[Platform, str], now: datetime
    ) -> Slots:
        """Use up so many of one allowance, for what is said now and a little later.

        Or use up nothing where the first cannot be said now, or all is halted `within` a platform
        and a workspace of it.
        """
        halted = self.halted_until(*within, now=now)
        if halted is not None:
            return Slots((), halted)
        together = replace(wanted, every=wanted.every * count)
        reached = self._reach([together], microseconds(now))[wanted.key] - wanted.spare_us
        moments = [moment_of(reached - back * wanted.every_us) for back in range(count)]
        if moments[-1] > now:
            self.give_back([together])
            return Slots((), moments[-1])
        return Slots(tuple(reversed(moments)), moments[0] + wanted.every)

    def give_back(self, unused: Iterable[Allowance]) -> None:
        """Undo a reservation of this same transaction."""
        rows = [{"name": each.key, "every": each.every_us} for each in unused]
        _GIVE_BACK.run_each(self._session, rows)

    def halt(self, platform: Platform, workspace: str, *, until: datetime) -> None:
        """Say nothing on a platform (empty workspace: in none) before that moment."""
        key = f"halt:{platform}:{workspace}"
        self._session.execute(_HALT, {"key": key, "until": microseconds(until)})

    def halted_until(self, platform: Platform, workspace: str, *, now: datetime) -> datetime | None:
        """Until when nothing may be said there; None: it may."""
        everywhere, there = halt_keys(platform, workspace)
        of = {"b_platform": everywhere, "b_workspace": there, "b_us": microseconds(now)}
        ((found,),) = _HALTED.run(self._session, of)
        return None if found is None else moment_of(found)

    def lock(self, keys: Iterable[str]) -> None:
        """Lock shared rows in one order, before any lane's own (PostgreSQL: no deadlocks)."""
        query = select(PaceRow.key).where(PaceRow.key.in_(sorted(set(keys))))
        self._session.execute(query.order_by(PaceRow.key).with_for_update())

    def forget_idle(self, *, before: datetime) -> int:
        """Drop allowances that are whole again, and halts that are over; how many."""
        old = delete(PaceRow).where(PaceRow.arrival_us < microseconds(before))
        return len(self._session.scalars(old.returning(PaceRow.key)).all())


def microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // MICROSECOND


def moment_of(microseconds_: int) -> datetime:
    return _EPOCH + microseconds_ * MICROSECOND


@cache
def _taking(count: int) -> Prepared:
    """The statement for that many allowances; as text because SQLAlchemy caches no multi-values.

    The insert proposes now + every; a row that exists moves on by `every` from its own moment or
    from now, whichever is later. One that is further ahead than any allowance ever gets is from
    before the clock was put back, and counts for nothing.
    """
    values = ", ".join(f"(:key{n}, :now + :every{n})" for n in range(count))
    taking = text(
        f"INSERT INTO pace (key, arrival_us) VALUES {values} "  # noqa: S608  # only numbers go in
        "ON CONFLICT (key) DO UPDATE SET arrival_us = excluded.arrival_us - :now + "
        f"CASE WHEN pace.arrival_us BETWEEN :now AND :now + {FARTHEST // MICROSECOND} "
        "THEN pace.arrival_us ELSE :now END RETURNING key, arrival_us"
    ).bindparams(
        bindparam("now", type_=BigInteger),
        *(bindparam(f"every{n}", type_=BigInteger) for n in range(count)),
    )
    return Prepared(taking)


_HALTED = Prepared(
    select(func.max(PaceRow.arrival_us)).where(
        PaceRow.key.in_((bindparam("b_platform"), bindparam("b_workspace"))),
        PaceRow.arrival_us > bindparam("b_us"),
    )
)
_GIVE_BACK = Prepared(
    text("UPDATE pace SET arrival_us = arrival_us - :every WHERE key = :name").bindparams(
        bindparam("every", type_=BigInteger)
    )
)
_HALT = text(
    "INSERT INTO pace (key, arrival_us) VALUES (:key, :until) "
    "ON CONFLICT (key) DO UPDATE SET arrival_us = "
    "CASE WHEN pace.arrival_us > excluded.arrival_us THEN pace.arrival_us "
    "ELSE excluded.arrival_us END"
).bindparams(bindparam("until", type_=BigInteger))
