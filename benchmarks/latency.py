"""How fast the hub answers beside a bare echo bot, how much it sustains, and how big it is.

    python benchmarks/latency.py [--json] [--messages 400] [--seconds 60] [--rate 200]
                                 [--only slack telegram sustained size]

The sandboxes run in this process, the hub and the echo bots in one of their own, one after the
other. A latency is from the moment when a person writes until the sandbox has the answer. People
write one after the other, each in a direct conversation; everybody has met the bot before.

Twelve questions come again and again, as what many people ask does; the hub gives a recent answer
again. Beside them stand questions that nobody asked before, each a few words of a record's title
(`new_p50_ms`): these are searched. Beside what the hub sustains stands what the echo does, with the
same sandbox in the same process on the same machine (`echo_sustained_per_s`, at twice the rate).
"""

import argparse
import asyncio
import json
import os
import random
import re
import shutil
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, sleep
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bot.sandbox.slack import SlackSandbox  # noqa: E402  # after the path is set
from bot.sandbox.slack_state import App  # noqa: E402
from bot.sandbox.telegram import TelegramSandbox  # noqa: E402

BENCHMARKS = Path(__file__).parent
APP_TOKEN, BOT_TOKEN = "xapp-benchmarks", "xoxb-benchmarks"
TOKEN = "424242:benchmarks-token-of-no-use-elsewhere"  # noqa: S105 - see below
"""Other than what the sandboxes have by themselves, which the service refuses."""
PEOPLE = 60
HUB_RUN = ["-c", "from bot.command import main; main()", "run"]
"""What the `hub` command does."""
WORDS = 3
"""In a new question."""
PAUSE_S = 0.06
"""After an answer, before the next question: Telegram allows no more than 30 a second over all."""
SETTLE_S = 5.0
"""For how long the hub is left alone before its memory is read."""
QUESTIONS = (
    "find labour migration",
    "find alternatives to detention for children",
    "find remittances and diaspora",
    "find bilateral labour agreements",
    "find climate displacement",
    "find return and reintegration",
    "find ethical recruitment",
    "find missing migrants",
    "find access to health services",
    "find trafficking in persons",
    "find migration data",
    "find consular protection",
)
OF_PLATFORMS = ("p50_ms", "p99_ms", "echo_p50_ms", "echo_p99_ms")
ALL_IN_ALL = ("sustained_per_s", "idle_mib", "ready_s")
PHASES = ("slack", "telegram", "sustained", "size")
Ask = Callable[[int, str], Awaitable[float]]
"""Somebody (by number) asks; the milliseconds until the answer is there."""


async def main() -> None:
    options = _options()
    figures: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), options)
        await bench.import_network()
        if "slack" in options.only:
            figures["slack"] = await bench.slack()
        if "telegram" in options.only:
            figures["telegram"] = await bench.telegram()
        if "sustained" in options.only:
            figures |= await bench.sustained()
        if "size" in options.only:
            figures |= await bench.size()
    print(json.dumps(_agreed(figures)) if options.json else _table(figures))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--messages", type=int, default=400, help="for each latency")
    parser.add_argument("--seconds", type=int, default=60, help="of sustained load")
    parser.add_argument("--rate", type=int, default=200, help="messages per second of it")
    parser.add_argument("--only", nargs="+", choices=PHASES, default=PHASES, help="what to run")
    return parser.parse_args()


class Bench:
    """Runs one measurement after the other, each on a copy of one database."""

    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        self._folder = folder
        self._options = options
        self._port = _free_port()
        self._starts = 0

    async def import_network(self) -> None:
        """Fill the database and read every record's meaning, as a hub that runs for days has."""
        questions = self._folder / "questions.jsonl"
        questions.write_text('{"id": "1", "query": "migration"}\n', encoding="utf-8")
        command = ["-c", "from bot.cli import main; main()", "find", "--batch", str(questions)]
        settings = {"HUB_DATABASE_URL": _sqlite(self._folder / "imported")}
        async with self._running(command, settings) as process:
            await process.wait()

    async def slack(self) -> dict[str, float]:
        async with _slack(paced=False, kept=100) as slack:
            people = [slack.person(f"U{number:04}") for number in range(PEOPLE)]

            async def ask(number: int, words: str) -> float:
                person = people[number % PEOPLE]
                began = perf_counter()
                said = await person.writes(words)
                await slack.wait_for_message(person, after=said, timeout=30)
                return (perf_counter() - began) * 1000

            async with self._echo("echo_slack.py", _of_slack(slack)):
                await slack.connected(timeout=30)
                echo = await self._latencies(ask)
            await slack.wait_until(lambda: not slack.socket.connections)
            async with self._hub(_of_slack(slack)):
                hub, new = await self._latencies(ask), await self._latencies_anew(ask)
        return _quantiles(hub, echo, new)

    async def telegram(self) -> dict[str, float]:
        async with TelegramSandbox(token=TOKEN, paced=False, kept=100) as telegram:
            people = [telegram.person(1_000 + number) for number in range(PEOPLE)]

            async def ask(number: int, words: str) -> float:
                person = people[number % PEOPLE]
                began = perf_counter()
                said = await person.writes(words)
                await telegram.wait_for_message(person, after=said, timeout=30)
                return (perf_counter() - began) * 1000

            async with self._echo("echo_telegram.py", _of_telegram(telegram)):
                echo = await self._latencies(ask)
            async with self._hub(_of_telegram(telegram)):
                hub, new = await self._latencies(ask), await self._latencies_anew(ask)
        return _quantiles(hub, echo, new)

    async def _latencies(self, ask: Ask) -> list[float]:
        for number in range(PEOPLE):
            await ask(number, QUESTIONS[number % len(QUESTIONS)])
        return await _asked(ask, islice(cycle(QUESTIONS), self._options.messages))

    async def _latencies_anew(self, ask: Ask) -> list[float]:
        return await _asked(ask, islice(_new_questions(), self._options.messages // 2))

    async def sustained(self) -> dict[str, object]:
        """How many a second are answered when so many are asked, and how the backlog grows."""
        rate, seconds = self._options.rate, self._options.seconds
        async with _slack(paced=False, kept=100, hears_itself=False) as slack:
            async with self._echo("echo_slack.py", _of_slack(slack)):
                await slack.connected(timeout=30)
                echo, _ = await _under_load(slack, rate=rate * 2, seconds=min(10, seconds))
            await slack.wait_until(lambda: not slack.socket.connections)
            async with self._hub(_of_slack(slack)):
                done, backlog = await _under_load(slack, rate=rate, seconds=seconds)
        third = len(backlog) // 3
        return {
            "sustained_per_s": done,
            "sustained_asked_per_s": rate,
            "echo_sustained_per_s": echo,
            "backlog_first_third": median(backlog[:third]),
            "backlog_last_third": median(backlog[-third:]),
        }

    async def size(self) -> dict[str, float]:
        async with _slack() as slack, TelegramSandbox(token=TOKEN) as telegram:
            both = {**_of_slack(slack), **_of_telegram(telegram)}
            async with self._hub(both) as (process, ready_s):
                await asyncio.sleep(SETTLE_S)
                return {"idle_mib": round(_resident_mib(process.pid), 1), "ready_s": ready_s}

    @asynccontextmanager
    async def _echo(self, script: str, settings: Mapping[str, str]) -> AsyncIterator[None]:
        async with self._running([str(BENCHMARKS / script)], settings):
            yield

    @asynccontextmanager
    async def _hub(
        self, settings: Mapping[str, str]
    ) -> AsyncIterator[tuple[asyncio.subprocess.Process, float]]:
        """The hub, ready; and the seconds that it took to be."""
        self._starts += 1
        data = self._folder / f"hub{self._starts}"  # each sandbox begins to count its events anew
        shutil.copytree(self._folder / "imported", data)
        own = {
            "HUB_DATABASE_URL": _sqlite(data),
            "HUB_HTTP_PORT": str(self._port),
            "HUB_LOG_LEVEL": "warning",
        }
        began = perf_counter()
        async with self._running(HUB_RUN, {**settings, **own}) as process:
            await asyncio.to_thread(_await_ready, f"http://127.0.0.1:{self._port}/readyz")
            yield process, round(perf_counter() - began, 2)

    @asynccontextmanager
    async def _running(
        self, arguments: list[str], settings: Mapping[str, str]
    ) -> AsyncIterator[asyncio.subprocess.Process]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("HUB_")}
        environment = {**kept, **settings, "PYTHONPATH": str(ROOT)}
        log = (self._folder / "log").open("ab")
        process = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, env=environment, cwd=self._folder, stdout=log, stderr=log
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()
            log.close()


async def _asked(ask: Ask, questions: Iterable[str]) -> list[float]:
    """Everybody in turn, a pause after each answer."""
    found = []
    for number, words in enumerate(questions):
        found.append(await ask(number, words))
        await asyncio.sleep(PAUSE_S)
    return found


async def _under_load(slack: SlackSandbox, *, rate: int, seconds: float) -> tuple[float, list[int]]:
    """How many of `rate` questions a second are answered, and how many wait at each moment."""
    people = [slack.person(f"U{number:04}") for number in range(rate * 5)]
    began, asked, backlog = perf_counter(), 0, []
    posted = slack.record.calls["chat.postMessage"]

    def answered() -> int:
        return slack.record.calls["chat.postMessage"] - posted

    while (passed := perf_counter() - began) < seconds:
        while asked < passed * rate:
            await people[asked % len(people)].writes(QUESTIONS[asked % len(QUESTIONS)])
            asked += 1
        backlog.append(asked - answered())
        await asyncio.sleep(0.005)
    return round(answered() / seconds, 1), backlog


def _new_questions() -> Iterator[str]:
    """`WORDS` of the title of each resource of the sample network, in any order but fixed."""
    file = ROOT / "config" / "network" / "resources.jsonl"
    titles = [json.loads(line)["title"] for line in file.read_text(encoding="utf-8").splitlines()]
    words = [re.findall(r"[^\W\d_]{3,}", title)[1:][:WORDS] for title in titles]
    asked = dict.fromkeys(f"find {' '.join(each)}" for each in words if len(each) == WORDS)
    return iter(random.Random(1).sample(list(asked), len(asked)))


def _sqlite(folder: Path) -> str:
    return f"sqlite:///{folder / 'hub.sqlite'}"


def _slack(**options: Any) -> SlackSandbox:  # noqa: ANN401 - as the sandbox takes them
    slack = SlackSandbox(app=App(token=APP_TOKEN), **options)
    slack.workspace.bot_token = BOT_TOKEN
    return slack


def _of_slack(slack: SlackSandbox) -> dict[str, str]:
    return {
        "HUB_SLACK_BOT_TOKEN": slack.bot_token,
        "HUB_SLACK_APP_TOKEN": slack.app_token,
        "HUB_SLACK_API_URL": slack.api_url,
    }


def _of_telegram(telegram: TelegramSandbox) -> dict[str, str]:
    return {"HUB_TELEGRAM_TOKEN": telegram.token, "HUB_TELEGRAM_API_URL": telegram.api_url}


def _await_ready(url: str) -> None:
    until = perf_counter() + 120
    while perf_counter() < until:
        try:
            with urlopen(url, timeout=1) as answer:  # noqa: S310  # our own address
                if answer.status == 200:
                    return
        except (URLError, OSError):
            pass
        sleep(0.02)
    raise TimeoutError(url)


def _free_port() -> int:
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        port: int = any_port.getsockname()[1]
        return port


def _resident_mib(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    (line,) = [line for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(line.split()[1]) / 1024


def _quantiles(hub: list[float], echo: list[float], new: list[float]) -> dict[str, float]:
    return {
        f"{name}{quantile}_ms": round(quantiles(found, n=100)[int(quantile[1:]) - 1], 2)
        for name, found in (("", hub), ("echo_", echo), ("new_", new))
        for quantile in ("p50", "p99")
    }


def _agreed(figures: Mapping[str, object]) -> dict[str, object]:
    """What others read by these names, and nothing more; the table shows it all."""
    found: dict[str, object] = {}
    for name, value in figures.items():
        if isinstance(value, dict):
            found[name] = {each: value[each] for each in OF_PLATFORMS}
        elif name in ALL_IN_ALL:
            found[name] = value
    return found


def _table(figures: Mapping[str, object]) -> str:
    heads = ("hub p50", "p99", "echo p50", "p99", "new p50", "p99")
    lines = [" " * 10 + "".join(f"{head:>10}" for head in heads) + "  ms"]
    for name, row in figures.items():
        if isinstance(row, dict):
            lines.append(f"{name:10}" + "".join(f"{value:10.1f}" for value in row.values()))
    rest = {key: value for key, value in figures.items() if not isinstance(value, dict)}
    return "\n".join([*lines, *(f"{key:24}{value}" for key, value in rest.items())])


if __name__ == "__main__":
    asyncio.run(main())
