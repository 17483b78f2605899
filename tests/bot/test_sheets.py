"""A workplan's table sent in chat, over the wire: shown first, taken with a tap, or refused."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

import pytest

from bot.platforms.adapter import Fetching, NotFetched
from bot.platforms.slack_attached import attached
from bot.router import Router
from bot.sandbox.faults import Kind
from bot.sandbox.slack_people import SlackPerson
from bot.sandbox.telegram_people import TelegramPerson
from config.network_files.records import GroupKind, WorkingGroup
from config.tables import read, write_table
from config.taxonomy import Platform
from handlers import deliverables
from handlers.deliverables import Author, Content
from handlers.messages import Attached
from handlers.plantable import COLUMNS
from storage.people import Account
from storage.roles import Role
from storage.store import Store
from storage.workplans import DeliverableState
from tests.bot.wire import Wire, connected

GROUP, OTHER = "CWG 2.1", "CWG 2.2"
NEW = "title,due,owner,after\nA guide,Q1 2028,IOM,\nA training,2028-06-15,,D1\n"


class Sheets(Wire):
    """Amina is in Slack, Paul in Telegram; both lead the group."""

    @cached_property
    def amina(self) -> SlackPerson:
        return self.slack.person("U1", name="Amina")

    @cached_property
    def paul(self) -> TelegramPerson:
        return self.telegram.person(7, name="Paul")

    def lead(self, *names: str, group: str = GROUP) -> None:
        def unit(store: Store) -> None:
            for account in store.session.query(Account).where(Account.name.in_(names)):
                store.roles.put(account.person_id, group, Role.LEAD, at=datetime.now(UTC))

        self.hub.database.run_now(unit)

    def add(self, *titles: str) -> None:
        by = Author(None, datetime.now(UTC))

        def unit(store: Store) -> None:
            for title in titles:
                deliverables.add(store, GROUP, Content(title), by)

        self.hub.database.run_now(unit)

    @property
    def plan(self) -> dict[str, tuple[str, DeliverableState, date | None]]:
        def unit(store: Store) -> dict[str, tuple[str, DeliverableState, date | None]]:
            every = store.workplans.of(GROUP)
            return {each.reference: (each.title, each.state, each.due_on) for each in every}

        return self.hub.database.read_now(unit)


def network(store: Store) -> None:
    store.groups.put(
        [
            WorkingGroup(id=each, title=f"Group {each}", kind=GroupKind.CORE)
            for each in (GROUP, OTHER)
        ]
    )


@pytest.fixture
async def sheets(sqlite_with_tables: str, router: Router) -> AsyncIterator[Sheets]:
    async with connected(Sheets, sqlite_with_tables, router, before=network) as sheets:
        await sheets.paul.starts()
        await sheets.told("find", sheets.paul)
        await sheets.amina.writes("hello")
        await sheets.shown("Hello", sheets.amina)
        sheets.lead("Amina", "Paul")
        yield sheets


async def test_the_table_goes_out_and_comes_back_in_slack(sheets: Sheets, tmp_path: Path) -> None:
    sheets.add("A mapping", "A note")
    await sheets.amina.writes(f"workplan {GROUP}")
    await sheets.amina.taps(await sheets.shown("0 of 2 done", sheets.amina), "Table")
    (file,) = (await sheets.shown("to fill in", sheets.amina)).files
    onward = await sheets.shown("one tap away", sheets.amina)
    await sheets.amina.taps(onward, "As CSV")
    await sheets.until(lambda: sum(bool(m.files) for m in sheets.slack.messages(sheets.amina)) > 1)
    (csv,) = [m.files for m in sheets.slack.messages(sheets.amina) if m.files][-1]
    assert csv.content.startswith(b"\xef\xbb\xbfreference,title,owner,due")
    rows = [dict(row) for _, row in read("plan.xlsx", file.content)]
    rows[0] |= {"state": "started", "due": "15 March 2028"}
    filled = tmp_path / "cwg 2.1 plan.xlsx"
    write_table(filled, COLUMNS, [*rows, {"title": "A *guide* <b>", "due": "2028"}])

    await sheets.amina.shares(filled.name, content=filled.read_bytes(), told=False)
    shown = await sheets.shown("1 new, 1 changed, 1 as they are", sheets.amina)
    said, before = shown.shown, sheets.plan
    await sheets.amina.taps(shown, "Take it over")
    await sheets.shown("1 new, 1 changed, 1 as they were", sheets.amina)

    assert "+ CWG 2.1-D3 · A *guide* <b> (until 2028)" in said
    assert "CWG 2.1-D1: date none → March 15, 2028 and state planned → under way" in said
    assert set(before) == {f"{GROUP}-D1", f"{GROUP}-D2"}
    assert sheets.plan[f"{GROUP}-D1"][1:] == (DeliverableState.STARTED, date(2028, 3, 15))
    assert sheets.plan[f"{GROUP}-D3"][0] == "A *guide* <b>"


async def test_in_telegram_what_is_wrong_is_named_by_row_and_nothing_is_done(
    sheets: Sheets,
) -> None:
    sheets.add("A mapping")
    wrong = "title,due,state,after\nA guide,31 February 2028,,\n,2028,perhaps,D9\n"
    await sheets.paul.sends_file("plan.csv", content=wrong.encode())
    told = await sheets.told("4 things in plan.csv", sheets.paul)
    await sheets.paul.sends_file("plan.csv", content=NEW.encode())
    shown = await sheets.told("2 new, 0 changed", sheets.paul)
    await sheets.paul.taps(shown, "Leave it")
    await sheets.told("put plan.csv away", sheets.paul)
    left = sheets.plan
    await sheets.paul.sends_file("plan.csv", content=NEW.encode())
    shown = await sheets.told("2 new, 0 changed", sheets.paul)
    await sheets.paul.taps(shown, "Take it over")
    await sheets.told("2 new, 0 changed, 0 as they were", sheets.paul)

    assert "Line 2, column due: “31 February 2028” is no date. Write 2027-03-15" in told.text
    assert "Line 3, column title: is empty." in told.text
    assert "Line 3, column state: “perhaps” is none of planned" in told.text
    assert "Line 3, column after: “D9” is not in this workplan." in told.text
    assert set(left) == {f"{GROUP}-D1"}
    assert len(sheets.plan) == 3


async def test_a_plan_that_changed_meanwhile_is_shown_again_and_taken_once(sheets: Sheets) -> None:
    sheets.add("A mapping")
    again = f"reference,title,state\n{GROUP}-D1,A better mapping,started\n"
    await sheets.paul.sends_file("plan.csv", content=again.encode())
    shown = await sheets.told("0 new, 1 changed", sheets.paul)

    def done(store: Store) -> None:
        one = store.workplans.of(GROUP)[0]
        by = Author(None, datetime.now(UTC))
        deliverables.mark(store, one, DeliverableState.DONE, by)

    sheets.hub.database.run_now(done)
    await sheets.paul.taps(shown, "Take it over")
    shown = await sheets.told("has changed since I showed you this", sheets.paul)
    assert "state done → under way" in shown.text
    assert sheets.plan[f"{GROUP}-D1"][1] is DeliverableState.DONE
    tap = await sheets.paul.taps(shown, "Take it over")
    await sheets.told("0 new, 1 changed, 0 as they were", sheets.paul)
    sheets.paul.sends_data(shown, tap.query.data)
    await sheets.told("was taken already", sheets.paul)

    assert sheets.plan[f"{GROUP}-D1"][0] == "A better mapping"


async def test_a_lead_of_two_groups_says_which_and_a_doubt_is_asked(sheets: Sheets) -> None:
    sheets.lead("Paul", group=OTHER)
    sheets.add("A guide")
    await sheets.paul.sends_file("plan.csv", content=NEW.encode())
    asked = await sheets.told("For which group is plan.csv?", sheets.paul)
    await sheets.paul.taps(asked, OTHER)
    await sheets.told(f"the workplan of {OTHER}", sheets.paul)
    await sheets.paul.sends_file("plan.csv", GROUP, content=b"reference,title\nX1,A guide\n")
    doubted = await sheets.told("“X1” is not in this workplan", sheets.paul)
    await sheets.paul.taps(doubted, "They are new ones")
    shown = await sheets.told("1 new, 0 changed", sheets.paul)
    await sheets.paul.taps(shown, "Take it over")
    await sheets.told("1 new, 0 changed, 0 as they were", sheets.paul)

    assert sheets.plan["X1"][0] == "A guide"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("notes.pdf", b"%PDF", "tables, CSV or XLSX, and nothing else: notes.pdf I left unopened"),
        ("plan.xlsx", b"no workbook", "plan.xlsx is no workbook that can be read. Nothing was"),
        ("plan.csv", "tïtle".encode("latin-1"), "plan.csv is not in UTF-8"),
        ("plan.csv", b"title\n" + b"A\n" * 400, "plan.csv, line 301: has more than 300 rows"),
        ("plan.csv", b"x" * 1_000_001, "plan.csv is larger than 1 MB"),
        ("plan.csv", b"what\nA guide\n", "column title: there is no such column"),
        ("plan.csv", b"title\nA mapping\n", "There is nothing to change"),
    ],
)
async def test_what_cannot_be_taken_is_said_on_both_platforms(
    sheets: Sheets, name: str, content: bytes, said: str
) -> None:
    sheets.add("A mapping")
    await sheets.amina.shares(name, content=content)
    await sheets.paul.sends_file(name, content=content)
    await sheets.shown(said, sheets.amina)
    await sheets.told(said, sheets.paul)

    fetched = sheets.slack.record.calls["file"], sheets.telegram.record.calls["file"]
    opened = int(name != "notes.pdf" and len(content) < 1_000_000)
    assert fetched == (opened, opened)
    assert len(sheets.plan) == 1


async def test_what_is_gone_kept_back_or_somebody_elses_is_said(sheets: Sheets) -> None:
    sheets.slack.faults.add(Kind.STATUS, "file", times=1, status=404)
    await sheets.amina.shares("plan.csv", content=NEW.encode())
    await sheets.shown("is not there any more", sheets.amina)
    sheets.slack.faults.add(Kind.STATUS, "file", times=1, status=502)
    await sheets.amina.shares("plan.csv", content=NEW.encode())
    await sheets.shown("did not reach me just now", sheets.amina)
    app = sheets.slack.state.app
    sheets.slack.state.app = replace(app, scopes=("chat:write", "im:history"))
    await sheets.amina.shares("plan.csv", content=NEW.encode())
    await sheets.shown("install my Slack app again", sheets.amina)
    await sheets.amina.shares("a.csv", "b.csv", content=NEW.encode())
    await sheets.shown("none of the 2 files", sheets.amina)
    bob = sheets.slack.person("U2", name="Bob")
    await bob.shares("plan.csv", content=NEW.encode())
    await sheets.shown("changed by the leads", bob)
    await bob.shares("photo.png", text="help")
    helped = await sheets.shown("left your file unopened", bob)
    eve = sheets.telegram.person(8, name="Eve")
    await eve.starts()
    await eve.sends_file("plan.csv", content=NEW.encode())
    await sheets.told("changed by the leads", eve)
    sheets.telegram.faults.add(Kind.DROP, "getFile", times=1)
    await sheets.paul.sends_file("plan.csv", content=NEW.encode())
    await sheets.told("did not reach me just now", sheets.paul)

    assert "find" in helped.shown
    assert sheets.slack.record.calls["file"] == 3
    assert sheets.telegram.record.calls["file"] == 0
    assert sheets.plan == {}


async def test_the_token_is_shown_to_slack_alone(sheets: Sheets) -> None:
    elsewhere = Attached("plan.csv", f"{sheets.telegram.origin}/files-pri/x")
    adapter = sheets.hub.adapters[Platform.SLACK]
    assert isinstance(adapter, Fetching)

    with pytest.raises(NotFetched):
        await adapter.fetch(elsewhere, most=100)


def test_of_several_files_the_table_counts_and_a_snippet_by_its_kind() -> None:
    picture = {"id": "F1", "name": "a.png", "size": 3}
    snippet = {"id": "F2", "name": "Untitled", "filetype": "csv", "url_private": "https://x"}

    assert attached([picture, snippet]) == Attached("Untitled.csv", "https://x")
    assert attached([picture]) == Attached("a.png", "F1", 3)
    assert attached([]) is None
