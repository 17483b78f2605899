"""Builds everything and connects it: the only place where the parts meet."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from starlette.routing import BaseRoute

from bot.clock import Chore, Clock
from bot.delivery import Delivery
from bot.intake import Intake
from bot.metrics import Metrics
from bot.platforms.adapter import Adapter, Completing
from bot.router import SHELVES, Router
from bot.slots import Knowledge
from bot.suggestions import Suggester
from bot.web.app import WebServer, web_app
from config import thesaurus_file
from config.network_files.faults import BadFolder, Fault
from config.network_files.folder import read_folder
from config.network_files.records import Network, Record, RecordKind
from config.network_files.rows import ENDINGS
from config.network_files.writing import write_folder
from config.phrases import Phrases
from config.settings import SettingError, Settings
from config.taxonomy import Platform, Standing
from config.thesaurus import Thesaurus
from handlers import network, retention, watches
from storage.database import Database
from storage.errors import BadAddress, Damaged, Unavailable
from storage.migrate import migrate
from storage.search.engine import PATIENCE_SECONDS, Search
from storage.search.model import Model
from storage.store import Store

log = logging.getLogger(__name__)

FOLLOW_EVERY = timedelta(seconds=2)
TELL_EVERY = timedelta(minutes=1)
TOLD_A_TICK = 200
"""People; each is a transaction of its own, and the next tick goes on."""
FORGET_EVERY = timedelta(hours=1)
THESAURUS = "thesaurus.yaml"
"""The file of a network folder that holds its concepts; read at start, not kept as records."""
COUNT_EVERY = timedelta(seconds=15)
_MEET = (
    "Ask them to write to the hub once, then try again."
    " On Slack an account is written WORKSPACE/USER, for example T0123ABCD/U0456EFGH."
)
DRAIN = timedelta(seconds=3)
"""For answers in hand and letters on their way, when the hub is asked to stop."""
STOPPED_WITHIN = timedelta(seconds=4.5)
"""From the request to stop until every platform is hung up on, whether or not it answers."""
HANG_UP = timedelta(seconds=0.5)
"""For hanging up, at the least."""
CONNECT_PATIENCE = timedelta(seconds=3)
"""For all platforms together; one that is down then keeps those that are up no longer waiting."""


def now() -> datetime:
    """The time, where nobody turns the clock."""
    return datetime.now(UTC)


@dataclass
class Hub:
    """A running hub; its adapters are connected in `start`."""

    database: Database
    search: Search
    adapters: Mapping[Platform, Adapter]
    router: Router
    clock: Callable[[], datetime] = now
    metrics: Metrics = field(default_factory=Metrics)

    def __post_init__(self) -> None:
        self.delivery = Delivery(
            self.database, self.adapters, self.router.phrases, self.clock, metrics=self.metrics
        )
        self.intake = Intake(
            self.database,
            self.router,
            self.delivery,
            adapters=self.adapters,
            metrics=self.metrics,
            now=self.clock,
            prepare=self._prepare,
        )
        self._connecting: dict[Platform, asyncio.Task[None]] = {}
        self._ticking = Clock(
            Chore("follow the database", FOLLOW_EVERY, self._follow),
            Chore("tell what is new", TELL_EVERY, self._tell),
            Chore("forget what is old", FORGET_EVERY, self._forget),
            Chore("count what waits", COUNT_EVERY, self._count),
        )

    async def start(self) -> None:
        """Connect, take up what an earlier run left, and begin to answer.

        A platform that is out of reach is waited for in the background, see `connected`.

        Raises:
            SettingError: a platform refuses its token.
        """
        await self.delivery.start(on=())
        for each in self.adapters:
            self._connecting[each] = asyncio.create_task(
                self._connect(each), name=f"connect-{each}"
            )
        with suppress(TimeoutError):
            async with asyncio.timeout(CONNECT_PATIENCE.total_seconds()):
                await self.connected()
        await self.intake.start()
        self._ticking.start()

    async def connected(self) -> None:
        """Wait until every platform has let us in.

        Raises:
            SettingError: one refuses its token.
        """
        await asyncio.gather(*(asyncio.shield(each) for each in self._connecting.values()))

    def unconnected(self) -> list[Platform]:
        """The platforms that have not let us in yet."""
        return [each for each in self.adapters if not _is_over(self._connecting.get(each))]

    async def _connect(self, platform: Platform) -> None:
        """Nothing is said on a platform before it has let us in."""
        adapter = self.adapters[platform]
        if isinstance(adapter, Completing):
            adapter.complete_with(Suggester(self.database, self.router.phrases).suggest)
        await adapter.start(self.intake.receive)
        await self.delivery.start(on={platform})

    async def stop(self) -> None:
        """Keep nothing new, finish what is in hand, say it, and hang up; within 5 seconds.

        What comes in meanwhile is not acknowledged: the platforms bring it again.
        """
        time = asyncio.get_running_loop().time
        began = time()
        self._ticking.stop()
        for each in self._connecting.values():
            each.cancel()
        await self.intake.stop()
        await self.delivery.stop(within=DRAIN - timedelta(seconds=time() - began))
        left = STOPPED_WITHIN - timedelta(seconds=time() - began)
        await self._hang_up(within=max(left, HANG_UP))

    async def _hang_up(self, *, within: timedelta) -> None:
        """On every platform; what one does not answer in time is cut off."""
        calls = [asyncio.create_task(each.stop()) for each in self.adapters.values()]
        done = {*calls, *self._connecting.values()}
        _, hanging = await asyncio.wait(done, timeout=within.total_seconds()) if done else ((), ())
        for each in hanging:
            each.cancel()
        for each in calls:
            if each.done() and not each.cancelled() and (error := each.exception()):
                log.warning("a platform was not hung up on: %s", type(error).__name__)

    async def troubles(self) -> dict[str, str]:
        """What keeps the hub from answering, by part; nothing when all is well."""
        try:
            await self.database.read(lambda store: store.ping())
        except Exception as error:  # noqa: BLE001  # whatever it is, the hub is not ready
            return {"database": type(error).__name__}
        return {each.value: "not connected yet" for each in self.unconnected()}

    async def _prepare(self, words: str) -> None:
        """Whatever search can do for these words before the transaction begins."""
        if not self.search.is_prepared(words):
            await asyncio.to_thread(self.search.prepare, words)

    async def _follow(self) -> None:
        await asyncio.to_thread(self.search.tend)

    async def _tell(self) -> None:
        """Leave people the news that they asked for; what fails for one is told the others."""
        at = self.clock()
        due = await self.database.read(lambda store: watches.due(store, now=at, limit=TOLD_A_TICK))
        for person_id in due:
            try:
                await self.database.run(partial(_tell, person_id, at))
            except Unavailable:
                raise
            except Exception:  # whatever it is, the others are told theirs
                log.exception("somebody could not be told news", extra={"person": person_id})
        if due:
            self.delivery.poke()

    async def _forget(self) -> None:
        at = self.clock()
        await self.database.run(lambda store: retention.forget_old(store, now=at))

    async def _count(self) -> None:
        at = self.clock()
        inbox, outbox, since = await self.database.read(
            lambda store: (
                store.inbox.counts(),
                store.outbox.counts(),
                store.outbox.overdue_since(now=at),
            )
        )
        self.metrics.queue("inbox", {state.value: count for state, count in inbox.items()})
        self.metrics.queue("outbox", {state.value: count for state, count in outbox.items()})
        self.metrics.overdue(at - since if since else timedelta(0))


def open_database(settings: Settings, *, patient: bool = False) -> tuple[Database, Search]:
    """The database and the search index over it. `patient`: wait until the index is complete.

    Raises:
        SettingError: the database cannot be opened.
    """
    search = Search(
        settings.index_folder,
        model=Model(enabled=settings.model == "on"),
        patience_seconds=None if patient else PATIENCE_SECONDS,
    )
    try:
        return Database(settings.database_url, search=search), search
    except BadAddress as error:
        raise _unreachable(error) from error


def prepare(settings: Settings, database: Database, *, at: datetime) -> None:
    """Bring the tables up to date; at the first start import the network folder.

    Raises:
        SettingError: the database cannot be reached, or the folder has faults.
    """
    migrated(database)
    if database.read_now(lambda store: store.networks.current() or store.resources.count()):
        return
    import_folder(settings.network, database, at=at, named="HUB_NETWORK")


def migrated(database: Database) -> tuple[str | None, str]:
    """Bring the tables up to date; the revisions before and after.

    Raises:
        SettingError: the database cannot be reached or written, or is damaged.
    """
    try:
        return migrate(database.engine)
    except Damaged as error:
        raise damaged(error) from error
    except Unavailable as error:
        raise _unreachable(error) from error


def import_folder(
    path: Path,
    database: Database,
    *,
    at: datetime,
    named: str = "",
    progress: Callable[[str, int, int], None] | None = None,
    note: Callable[[Fault], None] | None = None,
    may_retire_most: bool = True,
) -> network.ImportResult:
    """Import a folder a piece at a time; `progress` hears of a kind, and how many of how many.

    `named` is the setting that names the folder, if one does; `note` hears of what was passed
    over without harm. Without `may_retire_most`, no kind may lose more than half of its records.

    Raises:
        SettingError: the folder has faults, or would retire too much; nothing was written.
    """
    _thesaurus(path, named=named or str(path))
    try:
        folder = database.read_now(lambda store: network.read(path, store))
    except BadFolder as bad:
        raise SettingError(named or str(path), _listed(bad), "Nothing was imported.") from bad
    if note:
        for each in folder.notes:
            note(each)
    planned = database.read_now(lambda store: network.plan(folder, store))
    if not may_retire_most:
        _refuse_to_retire_most(planned.result, named=named or str(path))
    done: dict[str, int] = {}
    for piece in planned.pieces():
        database.run_now(lambda store, piece=piece: network.write(piece, store, at=at))  # type: ignore[misc]
        if progress:
            kind, size = piece.kind.value, len(piece.put) + len(piece.retire)
            done[kind] = done.get(kind, 0) + size
            whole = planned.result.counts[piece.kind]
            progress(kind, done[kind], whole.added + whole.updated + whole.retired)
    return planned.result


def _refuse_to_retire_most(result: network.ImportResult, *, named: str) -> None:
    for kind, counts in result.counts.items():
        here = counts.retired + counts.updated + counts.unchanged
        if counts.retired > here / 2:
            what = kind.value.replace("_", " ")
            problem = f"This would retire {counts.retired} of the {here} {what} in use."
            raise SettingError(named, problem, "Nothing was imported. If that is meant, add --yes.")


def router(settings: Settings, database: Database) -> Router:
    """Understanding, with the thesaurus of the folder and the organisations on record.

    Raises:
        SettingError: the thesaurus has faults.
    """
    thesaurus = _thesaurus(settings.network, named="HUB_NETWORK")
    publishers = database.read_now(_publishers)
    return Router(Knowledge(thesaurus=thesaurus, publishers=publishers), Phrases())


def _thesaurus(folder: Path, *, named: str) -> Thesaurus:
    """The folder's thesaurus, or an empty one where it has none.

    Raises:
        SettingError: it has faults, each named with file, line and field.
    """
    try:
        return Thesaurus.load(folder / THESAURUS)
    except BadFolder as bad:
        raise SettingError(named, _listed(bad), "Correct them, then start again.") from bad


def export_folder(folder: Path, database: Database, *, network_folder: Path) -> dict[str, int]:
    """Write every record in use as a network folder; how many of each kind.

    The thesaurus is no record: it goes along only where `network_folder` holds the same network.
    """
    records = database.read_now(network.export)
    write_folder(folder, records)
    written = {kind.value: len(several) for kind, several in records.items()}
    if (network_folder / THESAURUS).exists() and _is_of(network_folder, records):
        contents = thesaurus_file.read(network_folder / THESAURUS)
        (folder / THESAURUS).write_text(thesaurus_file.write(contents), encoding="utf-8")
        written["concepts"] = len(contents.concepts)
    return written


def _is_of(folder: Path, records: Mapping[RecordKind, Sequence[Record]]) -> bool:
    """Whether the folder describes the network whose records these are."""
    here = _names(records.get(RecordKind.NETWORK, ()))
    file = next((each for each in folder.glob("network.*") if each.suffix in ENDINGS), None)
    if file is None:
        return not here
    return here == _names(read_folder(file).records.get(RecordKind.NETWORK, ()))


def _names(records: Sequence[Record]) -> set[str]:
    return {each.name for each in records if isinstance(each, Network)}


def set_standing(
    database: Database,
    platform: Platform,
    account: str,
    standing: Standing,
    *,
    organisation: str = "",
) -> None:
    """What an account's person is to the network. `account`: a user id, on Slack TEAM/USER.

    Raises:
        SettingError: the hub has never met this account, or knows no such organisation.
    """
    workspace, _, user_id = account.rpartition("/")

    def unit(store: Store) -> None:
        found = store.people.account(platform, workspace, user_id)
        if found is None:
            raise SettingError(account, f"The hub has never met them on {platform}.", _MEET)
        if organisation and organisation not in store.organisations.ids():
            problem = "There is no organisation with this id."
            raise SettingError(organisation, problem, "Ids are in the file organisations.yaml.")
        person = store.people.get(found.person_id)
        person.standing = standing
        person.organisation = organisation or person.organisation

    database.run_now(unit)


def adapters(
    settings: Settings, phrases: Phrases
) -> tuple[dict[Platform, Adapter], list[BaseRoute]]:
    """The platforms that are set up, and their webhooks."""
    found: dict[Platform, Adapter] = {}
    routes: list[BaseRoute] = []
    if settings.has_slack:
        from bot.platforms.slack import slack_from  # noqa: PLC0415  # costs memory and time

        found[Platform.SLACK], slack_routes = slack_from(settings)
        routes += slack_routes
    if settings.has_telegram:
        from bot.platforms.telegram import telegram_from  # noqa: PLC0415  # the same

        found[Platform.TELEGRAM], telegram_routes = telegram_from(settings, phrases)
        routes += telegram_routes
    return found, routes


def web_server(settings: Settings, hub: Hub, routes: Sequence[BaseRoute]) -> WebServer:
    app = web_app(ready=hub.troubles, registry=hub.metrics.registry, platforms=routes)
    return WebServer(app, host=settings.http_host, port=settings.http_port)


def _is_over(connecting: asyncio.Task[None] | None) -> bool:
    """Whether a platform has let us in."""
    return (
        connecting is not None
        and connecting.done()
        and not connecting.cancelled()
        and connecting.exception() is None
    )


def _tell(person_id: int, at: datetime, store: Store) -> None:
    watches.tell(store, person_id, SHELVES, now=at)


def _publishers(store: Store) -> dict[str, tuple[str, ...]]:
    """Every name of every organisation, by its id."""
    return {
        each.id: tuple(
            dict.fromkeys(
                (
                    each.name,
                    *each.names.values(),
                    *(a for many in each.aliases.values() for a in many),
                )
            )
        )
        for each in store.organisations.all()
    }


def _unreachable(error: Exception) -> SettingError:
    why = str(error).strip().partition("\n")[0]
    return SettingError(
        "HUB_DATABASE_URL",
        f"The database cannot be opened ({why}).",
        "Check that it runs, that the address is right and that it may be written.",
    )


def damaged(error: Damaged) -> SettingError:
    """What an operator has to do about a database that cannot be read."""
    return SettingError(
        "HUB_DATABASE_URL",
        f"This is not a database, or a damaged one ({error}).",
        "Restore it from a backup, or set HUB_DATABASE_URL to another file.",
    )


def _listed(bad: BadFolder) -> str:
    return "The folder has faults:\n" + "\n".join(f"  {fault}" for fault in bad.faults)
