"""Reminders through months of absences, hand-overs, moved and cancelled deadlines, and downtime."""

import re
from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete

from config.periods import day_of
from config.taxonomy import MatterKind, Platform, Standing
from handlers import reminders
from handlers.errors import Refusal
from handlers.keeping import Reading
from handlers.messages import Message, Reply, Said
from storage.database import Database
from storage.outbox import OutboxRow
from storage.places import Place
from storage.roles import Role, RoleState
from storage.store import Store
from storage.tables import metadata
from storage.workplans import DeliverableState
from tests.handlers.reminded import DAY, GROUP, HOUR, Heard, World

EXAMPLES = [3, pytest.param(400, marks=[pytest.mark.soak, pytest.mark.timeout(3600)])]
"""How many stories, each of up to 25 things that happen."""
ZONES = ("Europe/Zurich", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu")
REFERENCE = re.compile(r"CWG 9\.9-D\d+")
WHO = st.integers(0, 3)
WHICH = st.integers(0, 5)
NEXT_ACTION = st.sampled_from(["later tomorrow", "later monday", "not_mine yes", "done", "see"])


class Watched(World):
    """A world that looks over the hub's shoulder in the moment in which something is said."""

    def _say(self, store: Store, row: OutboxRow) -> None:
        before = len(self.heard)
        super()._say(store, row)
        for each in self.heard[before:]:
            self._look(store, each)

    def _look(self, store: Store, heard: Heard) -> None:
        """Only what is open, only who may hear of it, at work and not away."""
        reading = Reading(store, self.now)
        assert reading.hours(heard.person).are_on(self.now), heard
        assert not reading.are_away([heard.person]), heard
        known = {each.reference: each for each in store.workplans.of(GROUP)}
        said = REFERENCE.findall(heard.text.partition("Waits for")[0])
        assert said, heard
        for each in said:
            matter = reading.matters.find(MatterKind.DELIVERABLE, known[each].id)
            assert matter is not None
            assert matter.is_open, heard
            assert heard.person in reading.parts(matter), heard


class Months(RuleBasedStateMachine):
    """A group of four on four continents, its lead and the secretariat."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.numbers: list[int] = []
        self.changes: Counter[str] = Counter()

    @initialize()
    def begin(self) -> None:
        def empty(store: Store) -> None:
            for table in reversed(metadata.sorted_tables):
                store.session.execute(delete(table))

        self.database.run_now(empty)
        self.world = Watched(self.database)
        self.people = [self.world.person(Role.MEMBER, zone=zone) for zone in ZONES]
        self.lead = self.world.person(Role.LEAD)
        self.world.person(standing=Standing.SECRETARIAT)

    @rule(owner=WHO, days=st.integers(-10, 60), is_owned=st.booleans())
    def promises(self, owner: int, days: int, *, is_owned: bool) -> None:
        due = (self.world.now + days * DAY).date()
        self.numbers.append(self.world.promised(self.people[owner] if is_owned else None, due))

    @precondition(lambda self: self.numbers)
    @rule(which=WHICH, days=st.integers(-5, 60))
    def is_moved(self, which: int, days: int) -> None:
        period = day_of((self.world.now + days * DAY).date())
        self._changed(which, period=period)

    @precondition(lambda self: self.numbers)
    @rule(which=WHICH, to=WHO)
    def is_handed_over(self, which: int, to: int) -> None:
        self._changed(which, owner_id=self.people[to])

    @precondition(lambda self: self.numbers)
    @rule(which=WHICH, state=st.sampled_from(DeliverableState))
    def is_marked(self, which: int, state: DeliverableState) -> None:
        self._changed(which, state=state)

    @rule(who=WHO, days=st.integers(-1, 30), backup=st.none() | WHO)
    def goes_away(self, who: int, days: int, backup: int | None) -> None:
        until = (self.world.now + days * DAY).date()
        me, other = self.people[who], None if backup is None else self.people[backup]

        def unit(store: Store) -> None:
            store.absences.put(me, until=until).backup_id = None if other == me else other

        self.world.run(unit)

    @rule(who=WHO, state=st.sampled_from([RoleState.LEFT, RoleState.ACTIVE]))
    def leaves_or_comes_back(self, who: int, state: RoleState) -> None:
        def unit(store: Store) -> None:
            store.roles.put(self.people[who], GROUP, Role.MEMBER, state=state, at=self.world.now)

        self.world.run(unit)

    @precondition(lambda self: self.world.heard)
    @rule(action=NEXT_ACTION, back=st.integers(1, 4))
    def taps(self, action: str, back: int) -> None:
        """Somebody taps something on one of the latest reminders, perhaps long settled."""
        heard = self.world.heard[-min(back, len(self.world.heard))]
        self.changes.update(REFERENCE.findall(heard.text))

        def unit(store: Store) -> Reply | str | None:
            mine = store.reminders.of_person(heard.person)
            if not mine:
                return None
            message = Message(
                Place(Platform.TELEGRAM, "1"),
                account="1",
                said=Said.TAP,
                sent_at=self.world.now,
                person_id=heard.person,
            )
            verb, *rest = action.split(" ")
            try:
                return reminders.tapped(message, store, verb, str(mine[0].id), *rest)
            except Refusal as refusal:
                return str(refusal)

        self.world.run(unit)

    @rule(hours=st.integers(1, 24 * 9))
    def time_passes(self, hours: int) -> None:
        self.world.until(self.world.now + hours * HOUR)

    @rule(days=st.integers(1, 10))
    def the_hub_is_down(self, days: int) -> None:
        """Then it catches up in one summary a person, once they are at work."""
        self.world.now += days * DAY
        self.world.tick()

    @rule(is_down=st.booleans())
    def the_platform_goes_down_or_up(self, *, is_down: bool) -> None:
        self.world.is_down = is_down

    @rule(hours=st.integers(1, 5))
    def the_clock_goes_back(self, hours: int) -> None:
        self.world.now -= hours * HOUR
        self.world.tick()

    def _changed(self, which: int, **content: object) -> None:
        number = self.numbers[which % len(self.numbers)]
        self.world.changed(number, by=self.lead, **content)
        self.changes[f"{GROUP}-D{which % len(self.numbers) + 1}"] += 1

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        self._nothing_is_said_twice()
        self._nothing_is_forgotten()

    def _nothing_is_said_twice(self) -> None:
        """On one day somebody hears of one matter once, and again only if something happened."""
        told: Counter[tuple[int, str, date]] = Counter()
        for each in self.world.heard:
            for reference in REFERENCE.findall(each.text.partition("Waits for")[0]):
                told[each.person, reference, each.at.date()] += 1
        for (_, reference, _), count in told.items():
            assert count <= 1 + self.changes[reference], (reference, count)

    def _nothing_is_forgotten(self) -> None:
        """Let everybody be there, and half a year pass: what is open and was due is told of."""
        self.world.is_down = False

        def unit(store: Store) -> dict[str, date]:
            for each in self.people:
                store.absences.put(each, until=None)
            horizon = self.world.now.date()
            return {
                each.reference: each.due_on
                for each in store.workplans.of(GROUP)
                if each.is_open and each.due_on and each.due_on > horizon + 2 * DAY
            }

        due = self.world.run(unit)
        first = len(self.world.heard)
        self.world.until(self.world.now + 75 * DAY)
        heard = "\n".join(each.text for each in self.world.heard[first:])
        missing = [each for each in due if each not in heard and "And " not in heard]
        assert not missing, (due, heard)


@pytest.mark.parametrize("examples", EXAMPLES)
def test_reminders_through_whatever_happens(examples: int, sqlite_with_tables: str) -> None:
    database = Database(sqlite_with_tables)
    machine = type("Machine", (Months,), {"database": database})
    patience = settings(
        max_examples=examples,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(machine, settings=patience)
    finally:
        database.close()
