"""Asks the addresses of records whether they still answer: few at once, and slowly."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

import httpx

from storage.database import Database
from storage.links import Check, LinkStatus
from storage.store import Store

HOSTS_AT_ONCE = 8
SECONDS_A_HOST = 1.0
"""Between two requests to one host: what crawlers are commonly asked for as Crawl-delay."""
TIMEOUT = httpx.Timeout(15.0, connect=10.0)
SECONDS_A_REQUEST = 30.0
"""However slowly its answer comes, word by word."""
MOST_HOPS = 6
"""Redirects that are followed, and one more."""
OUT_OF_REACH = 3
"""Addresses of one host in a row that could not be reached: the rest of it is not tried."""
KEPT_AT_ONCE = 20
"""Checks in one transaction: so many at most are done again after a stop."""
AGENT = "connection-hub-link-check/1.0"
_GONE = frozenset({404, 410})
_TOO_MUCH = frozenset({429, 503})

Advance = Callable[[int, int], None]
"""Hears how many addresses are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of one round."""

    counts: Mapping[LinkStatus, int]
    waiting: int = 0
    """Addresses that were not asked: their host wished to be left alone, or `limit` was reached."""
    offline: bool = False
    """Nothing at all could be reached, so that nothing was noted against anybody."""


class Unreachable(Exception):
    """No HTTP answer came: no such name, no connection, no word in time."""


def check_links(
    database: Database,
    *,
    at: datetime,
    limit: int | None = None,
    progress: Advance | None = None,
    seconds_a_host: float = SECONDS_A_HOST,
) -> Checked:
    """Ask every address that nobody has asked today (UTC), the longest unasked first.

    A round that is stopped goes on where it was. Not inside an event loop.
    """
    today = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    due = database.read_now(lambda store: store.links.due(checked_before=today))
    chosen = due[:limit]
    round_ = _Round(database, at, len(chosen), progress, seconds_a_host)
    asyncio.run(round_.ask(chosen))
    counts = Counter(each.status for each in round_.done)
    offline = bool(round_.unheard) and not round_.heard
    return Checked(counts, len(due) - counts.total(), offline=offline)


@dataclass
class _Round:
    """One round of checks. What could not be reached counts once anything else could."""

    database: Database
    at: datetime
    whole: int
    progress: Advance | None
    seconds_a_host: float
    done: list[Check] = field(default_factory=list)
    unheard: list[Check] = field(default_factory=list)
    heard: bool = False
    waiting: list[Check] = field(default_factory=list)

    async def ask(self, urls: Sequence[str]) -> None:
        free = asyncio.Semaphore(HOSTS_AT_ONCE)
        headers = {"User-Agent": AGENT, "Accept": "*/*"}
        async with httpx.AsyncClient(timeout=TIMEOUT, headers=headers) as client:
            asking = _Asking(client, self.seconds_a_host)
            async with asyncio.TaskGroup() as together:
                for each in _by_host(urls).values():
                    together.create_task(self._ask_host(asking, each, free))
        if self.heard:
            self._take(self.unheard)
        await self._keep()

    async def _ask_host(
        self, asking: "_Asking", urls: Sequence[str], free: asyncio.Semaphore
    ) -> None:
        """One address after another, until the host wishes to be left alone."""
        unreached = 0
        async with free:
            for url in urls:
                try:
                    code = await asking.code(url) if unreached < OUT_OF_REACH else None
                except Unreachable:
                    code = None
                if code is None:
                    unreached += 1
                    self.unheard.append(Check(url, LinkStatus.FAILS))
                    continue
                unreached, self.heard = 0, True
                await self._noted(Check(url, verdict(code)))
                if code in _TOO_MUCH:
                    return

    async def _noted(self, check: Check) -> None:
        self._take([check])
        if len(self.waiting) >= KEPT_AT_ONCE:
            await self._keep()

    def _take(self, checks: Iterable[Check]) -> None:
        some = list(checks)
        self.waiting += some
        self.done += some
        if self.progress:
            self.progress(len(self.done), self.whole)

    async def _keep(self) -> None:
        """What is known so far, in the database."""
        some, self.waiting = self.waiting, []
        if some:
            await self.database.run(partial(_keep, some, self.at))


def _keep(checks: Sequence[Check], at: datetime, store: Store) -> None:
    store.links.note(checks, at=at)


def verdict(code: int) -> LinkStatus:
    """What an HTTP status says of a page: 401, 403, 429 and the like say nothing of it."""
    if code < 400:  # noqa: PLR2004  # https://www.rfc-editor.org/rfc/rfc9110#section-15
        return LinkStatus.ANSWERS
    gone = code in _GONE or (code >= 500 and code not in _TOO_MUCH)  # noqa: PLR2004  # the same
    return LinkStatus.FAILS if gone else LinkStatus.UNKNOWN


@dataclass
class _Asking:
    """Asks hosts, each no more often than once in so many seconds, redirects included."""

    client: httpx.AsyncClient
    seconds_a_host: float
    free_at: dict[str, float] = field(default_factory=dict)

    async def code(self, url: str) -> int:
        """The HTTP status of the page, asked by HEAD; what refuses that is asked by GET, unread.

        Raises:
            Unreachable: no answer came, or none that leads anywhere.
        """
        try:
            code = await self._answer("HEAD", url)
        except Unreachable as error:
            if isinstance(error.__cause__, httpx.ConnectError | httpx.ConnectTimeout):
                raise
            code = None
        bad = code is None or code >= 400  # noqa: PLR2004  # as in `verdict`
        return await self._answer("GET", url) if bad and code not in _TOO_MUCH else code or 0

    async def _answer(self, method: str, url: str) -> int:
        """The status where the redirects end."""
        try:
            request: httpx.Request | None = self.client.build_request(method, url)
            for _ in range(MOST_HOPS):
                assert request is not None  # noqa: S101  # for the type checker
                await self._turn(request.url.netloc.decode())
                async with asyncio.timeout(SECONDS_A_REQUEST):
                    response = await self.client.send(request, stream=True)
                    await response.aclose()
                request = response.next_request
                if request is None:
                    return response.status_code
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError) as error:
            raise Unreachable(url) from error
        raise Unreachable(url)

    async def _turn(self, host: str) -> None:
        now = time.monotonic()
        begins = max(now, self.free_at.get(host, now))
        self.free_at[host] = begins + self.seconds_a_host
        await asyncio.sleep(begins - now)


def _by_host(urls: Iterable[str]) -> dict[str, list[str]]:
    by_host: dict[str, list[str]] = {}
    for url in urls:
        by_host.setdefault(_host(url), []).append(url)
    return by_host


def _host(url: str) -> str:
    try:
        return httpx.URL(url).netloc.decode()
    except (httpx.InvalidURL, ValueError):
        return ""
