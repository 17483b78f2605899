"""Builds everything and connects it: the only place where the parts meet."""

import asyncio
import gc
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

from starlette.routing import BaseRoute

from bot.clock import Chore, Clock
from bot.delivery import LOOK_UP_AFTER, Delivery
from bot.intake import Intake
from bot.metrics import Metrics
from bot.platforms.adapter import Adapter, Checking, Completing
from bot.remedies import unreachable
from bot.rounds import ROUNDS, Round
from bot.router import Router
from bot.slots import Knowledge
from bot.submissions import Submissions
from bot.suggestions import Suggester
from bot.upkeep import thesaurus
from bot.web.app import WebServer, web_app
from config.phrases import Phrases
from config.settings import Settings
from config.taxonomy import Platform
from handlers import retention
from storage.database import Database
from storage.errors import BadAddress
from storage.search.engine import PATIENCE_SECONDS, Search
from storage.search.model import Model
from storage.store import Store

log = logging.getLogger(__name__)

FOLLOW_EVERY = timedelta(seconds=2)
FORGET_EVERY = timedelta(hours=1)
COUNT_EVERY = timedelta(seconds=15)
DRAIN = timedelta(seconds=3)
"""For answers in hand and letters on their way, when the hub is asked to stop."""
STOPPED_WITHIN = timedelta(seconds=4)
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
            warmed=self._warmed,
            prepare=self._prepare,
        )
        self._connecting: dict[Platform, asyncio.Task[None]] = {}
        self._warming: asyncio.Future[None] | None = None
        self._ticking = Clock(
            Chore("follow the database", FOLLOW_EVERY, self._follow),
            *(Chore(each.name, each.every, partial(self.go_round, each)) for each in ROUNDS),
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

    async def take_over(self, *, alone: bool) -> None:
        """Go on with what an earlier process was saying, where no other runs beside this.

        `alone`: that is known, as the database is a file; on PostgreSQL the database is asked.
        """
        at, platforms = self.clock(), frozenset(self.adapters)
        if alone:
            held = await self.database.run(
                lambda store: store.leases.inherit(platforms, now=at, look_up_after=LOOK_UP_AFTER)
            )
        elif not self.database.is_sqlite:
            held = await self.database.run(
                lambda store: store.leases.inherit_from_nobody(platforms, now=at)
            )
        else:
            return
        if held:
            log.info("taken over from a process that ended", extra={"letters": held})

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
        if isinstance(adapter, Checking):
            adapter.check_with(Submissions(self.database, self.router.forms).check)
        await adapter.start(self.intake.receive)
        await self.delivery.start(on={platform})

    async def stop(self) -> None:
        """Keep nothing new, finish what is in hand, say it, and hang up; within 5 seconds.

        What comes in meanwhile is not acknowledged: the platforms bring it again. An answer that
        comes too late to be said is given back, so that the next start says it at once.
        """
        time = asyncio.get_running_loop().time
        began = time()
        self._ticking.stop()
        for each in self._connecting.values():
            each.cancel()
        await self.intake.stop()
        await self.delivery.stop(within=DRAIN - timedelta(seconds=time() - began))
        left = STOPPED_WITHIN - timedelta(seconds=time() - began)
        within = max(left, HANG_UP)
        await asyncio.gather(self._hang_up(within=within), self.intake.end(within=within))
        await self.delivery.give_back()

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

    async def _warmed(self) -> None:
        """Wait until questions can be understood.

        A thread builds what that takes when somebody writes first: until then memory is spared,
        and then nothing else is kept waiting.
        """
        if self._warming is None:
            self._warming = _unawaited(partial(_warm, self.router))
        await asyncio.shield(self._warming)

    async def _prepare(self, words: str) -> None:
        """Whatever search can do for these words before the transaction begins."""
        if not self.search.is_prepared(words):
            await asyncio.to_thread(self.search.prepare, words)

    async def _follow(self) -> None:
        await asyncio.to_thread(self.search.tend)

    async def go_round(self, *rounds: Round) -> None:
        """Do what is due now, of these rounds or of all, and say at once what comes of it."""
        for each in rounds or ROUNDS:
            if await each.go(self.database, now=self.clock()):
                self.delivery.poke()

    async def _forget(self) -> None:
        at = self.clock()
        await self.database.run(lambda store: retention.forget_old(store, now=at))
        await asyncio.to_thread(self.search.compact)

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
        raise unreachable(error) from error


def router(settings: Settings, database: Database) -> Router:
    """Understanding, with the thesaurus of the folder and the organisations on record.

    Raises:
        SettingError: the thesaurus has faults.
    """
    concepts = thesaurus(settings.network, named="HUB_NETWORK")
    publishers = database.read_now(_publishers)
    knowledge = Knowledge(thesaurus=concepts, publishers=publishers)
    return Router(knowledge, Phrases(), settings.public_url)


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
    feeds = calendars(settings.public_url, hub)
    app = web_app(ready=hub.troubles, registry=hub.metrics.registry, platforms=[*routes, *feeds])
    return WebServer(app, host=settings.http_host, port=settings.http_port)


def calendars(public_url: str | None, hub: Hub) -> list[BaseRoute]:
    """Where calendars look for what is next; nowhere without a public address."""
    if not public_url:
        return []
    from bot.web.calendars import Calendars  # noqa: PLC0415  # loads a library that few need

    return [Calendars(hub.database, hub.router.phrases, public_url, hub.clock).route]


def _unawaited(work: Callable[[], None]) -> asyncio.Future[None]:
    """Work in a thread that the end of the process does not wait for, as it does for a pool."""
    done: Future[None] = Future()

    def settle() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001  # whoever waits is told
            done.set_exception(error)
        else:
            done.set_result(None)

    threading.Thread(target=settle, name="spare", daemon=True).start()
    return asyncio.wrap_future(done)


def _warm(router: Router) -> None:
    """What is built here stays: a look for garbage through all of it takes tens of milliseconds."""
    router.knowledge.warm()
    gc.collect()
    gc.freeze()


def _is_over(connecting: asyncio.Task[None] | None) -> bool:
    """Whether a platform has let us in."""
    return (
        connecting is not None
        and connecting.done()
        and not connecting.cancelled()
        and connecting.exception() is None
    )


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
