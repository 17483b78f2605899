"""What is misconfigured, broken or waiting, and what to do about it."""

import asyncio
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain

import httpx
from pydantic import SecretStr
from rapidfuzz import process

from bot import assembly, remedies, upkeep
from bot.logs import without_secrets
from config.phrases import Phrases
from config.settings import PREFIX, SettingError, Settings, describe, setting_name
from config.taxonomy import LANGUAGES
from handlers.feeds import PATH
from storage.database import Database, sqlite_file
from storage.errors import Damaged
from storage.inbox import InboxState
from storage.migrate import state
from storage.outbox import OutboxState
from storage.search.documents import Status
from storage.search.engine import Search

LATE = timedelta(minutes=5)
PATIENCE_S = 2.0
LIKE = 85
"""Of 100: one letter wrong or missing in a name."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    about: str
    found: str
    ok: bool = True
    what_to_do: str = ""


def examine() -> list[Finding]:
    """Everything that can be looked at from a shell, whether or not the service runs."""
    try:
        settings, malformed = Settings.read()
    except SettingError as error:
        return [Finding(error.name, error.problem, ok=False, what_to_do=error.what_to_do)]
    findings = [
        Finding(fault.name, fault.problem, ok=False, what_to_do=fault.what_to_do)
        for fault in (*malformed, *settings.faults())
    ]
    if not findings:
        findings.append(Finding("settings", _platforms(settings)))
        findings.extend(_said(settings))
        findings.extend(_service(settings))
        findings.append(_calendars(settings))
    elsewhere = (_misspelt(), _words(), _folder(settings), _database(settings))
    return [*findings, *chain.from_iterable(elsewhere)]


def explained() -> Iterator[str]:
    """Each setting with its value, secrets hidden, and what it is for.

    Of a malformed one its default is shown; nothing is, where the file of settings is unreadable.
    """
    try:
        values = Settings.read()[0].model_dump()
    except SettingError:
        return
    for field in Settings.model_fields:
        value = values.get(field)
        shown = "set, hidden" if isinstance(value, SecretStr) else without_secrets(str(value))
        yield f"{setting_name(field)} = {'not set' if value is None else shown}"
        yield f"    {describe(field)}"


def _platforms(settings: Settings) -> str:
    slack = "Socket Mode" if settings.slack_app_token else "signed HTTP events"
    parts = []
    if settings.has_slack:
        parts.append(f"Slack by {slack}")
    if settings.has_telegram:
        parts.append(f"Telegram by {settings.telegram_mode}")
    return "complete: " + " and ".join(parts)


def _said(settings: Settings) -> Iterator[Finding]:
    """What each platform says of the settings, when it is asked now."""
    from bot.platforms import checks  # noqa: PLC0415  # loads both platforms' libraries

    for word in asyncio.run(checks.ask(settings)):
        yield Finding(word.about, word.said, ok=not word.what_to_do, what_to_do=word.what_to_do)


def _service(settings: Settings) -> Iterator[Finding]:
    """Whether the hub runs on this machine, and what it says of itself."""
    host = "127.0.0.1" if settings.http_host in {"", "0.0.0.0", "::"} else settings.http_host  # noqa: S104  # compared
    where = f"{host}:{settings.http_port}"
    try:
        said = httpx.get(f"http://{where}/readyz", timeout=PATIENCE_S, trust_env=False)
        troubles = {part: what for part, what in said.json().items() if part != "ready"}
    except httpx.TransportError:
        yield Finding("service", f"not running at {where}; `hub run` starts it")
    except (ValueError, AttributeError):
        do = "Stop that, or set HUB_HTTP_PORT to another port."
        yield Finding("HUB_HTTP_PORT", f"something else answers at {where}", False, do)
    else:
        for part, what in troubles.items():
            yield Finding(f"service, {part}", what, ok=False, what_to_do="Look into its log.")
        if not troubles:
            yield Finding("service", f"runs at {where} and answers")


def _calendars(settings: Settings) -> Finding:
    """Whether calendars of people can reach the hub; it works without."""
    if settings.public_url:
        url = settings.public_url.rstrip("/")
        return Finding("calendars", f"may look at {url}{PATH}…; forward that path, too")
    return Finding("calendars", "cannot be subscribed to: HUB_PUBLIC_URL is not set")


def _folder(settings: Settings) -> Iterator[Finding]:
    """Whether the network folder is there, and its thesaurus can be read."""
    if not settings.network.is_dir():
        do = "Set it to the folder with your network's records, or leave it unset for the sample."
        yield Finding("HUB_NETWORK", f"there is no folder {settings.network}", False, do)
        return
    try:
        upkeep.thesaurus(settings.network, named="HUB_NETWORK")
    except SettingError as error:
        yield Finding(error.name, error.problem, ok=False, what_to_do=error.what_to_do)


def _misspelt() -> Iterator[Finding]:
    """Settings that nothing reads, where one that is read has nearly the same name."""
    known = [setting_name(each) for each in Settings.model_fields]
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name not in known:
            near = process.extractOne(name, known, score_cutoff=LIKE)
            if near:
                do = f"Rename it to {near[0]} if that is meant."
                yield Finding(name, "is set, and nothing reads it", False, do)


def _words() -> Iterator[Finding]:
    complete = Phrases().languages
    missing = [each for each in LANGUAGES if each not in complete]
    found = f"complete in {', '.join(complete)}"
    if missing:
        found += f"; English is shown instead of {', '.join(missing)}"
    yield Finding("phrases", found)


def _database(settings: Settings) -> Iterator[Finding]:
    file = sqlite_file(settings.database_url)
    if file and not file.exists():
        yield Finding(
            "HUB_DATABASE_URL",
            f"{file.absolute()} does not exist yet",
            ok=False,
            what_to_do="If that is where it shall be: the first start of `hub run` makes it.",
        )
        return
    try:
        database, search = assembly.open_database(settings)
    except SettingError as error:
        yield Finding(error.name, error.problem, ok=False, what_to_do=error.what_to_do)
        return
    try:
        yield from _contents(database, search, wanted=settings.model == "on")
    except Damaged as error:
        fault = remedies.damaged(error)
        yield Finding(fault.name, fault.problem, ok=False, what_to_do=fault.what_to_do)
    except Exception as error:  # noqa: BLE001  # whatever it is, it is what the operator must see
        yield Finding(
            "HUB_DATABASE_URL",
            f"the database does not answer ({type(error).__name__}: {str(error).splitlines()[0]})",
            ok=False,
            what_to_do="Check that it runs, that the address is right and that it may be written.",
        )
    finally:
        search.close()
        database.close()


def _contents(database: Database, search: Search, *, wanted: bool) -> Iterator[Finding]:
    at, newest = state(database.engine)
    if at is None:
        make = "`hub run` makes them at the first start, or run `hub migrate`."
        yield Finding("database", "no tables yet", ok=False, what_to_do=make)
        return
    yield _tables(at, newest)
    if at != newest:
        return
    yield from _network(database)
    yield from _queues(database)
    yield from _search(search, wanted=wanted)


def _tables(at: str, wanted: str) -> Finding:
    if at == wanted:
        return Finding("database", f"tables at {at}")
    if at > wanted:
        found = f"tables at {at}, made by a newer version; this one knows {wanted}"
        return Finding("database", found, False, "Install that version again.")
    found = f"tables at {at}, this version needs {wanted}"
    return Finding("database", found, False, "`hub run` brings them up to date; or `hub migrate`.")


def _network(database: Database) -> Iterator[Finding]:
    resources, experts = database.read_now(
        lambda store: (store.resources.count(), store.experts.count())
    )
    ok = bool(resources or experts)
    yield Finding(
        "network",
        f"{upkeep.counted(resources, 'resource')}, {upkeep.counted(experts, 'expert')}",
        ok=ok,
        what_to_do="" if ok else "Run `hub import FOLDER`.",
    )


def _queues(database: Database) -> Iterator[Finding]:
    at = assembly.now()
    inbox, outbox, since = database.read_now(
        lambda store: (
            store.inbox.counts(),
            store.outbox.counts(),
            store.outbox.overdue_since(now=at),
        )
    )
    failed = inbox[InboxState.FAILED]
    yield Finding(
        "inbox",
        f"{inbox[InboxState.WAITING]} waiting, {failed} failed",
        ok=not failed,
        what_to_do="Look for their incident numbers in the log, then run `hub retry`."
        if failed
        else "",
    )
    late = since is not None and at - since > LATE
    lost = outbox[OutboxState.FAILED]
    yield Finding(
        "outbox",
        f"{outbox[OutboxState.WAITING]} waiting, {lost} undeliverable"
        + (f", the oldest since {since:%Y-%m-%d %H:%M} UTC" if since and late else ""),
        ok=not (late or lost),
        what_to_do="See that `hub run` runs and its platforms answer; `hub retry` sends again."
        if late or lost
        else "",
    )


def _search(search: Search, *, wanted: bool) -> Iterator[Finding]:
    status = search.status()
    trouble = status.trouble or ("the folder cannot be used" if status.in_memory else "")
    yield Finding(
        "search index",
        f"{upkeep.counted(status.records, 'record')},"
        f" {upkeep.counted(status.waiting, 'change')} behind" + (f"; {trouble}" if trouble else ""),
        ok=not status.in_memory,
        what_to_do="Set HUB_INDEX to a folder that may be written." if status.in_memory else "",
    )
    yield _meaning(status, wanted=wanted)


def _meaning(status: Status, *, wanted: bool) -> Finding:
    if status.model:
        found = f"{status.model}, {upkeep.counted(status.vectors_waiting, 'record')} to go"
        return Finding("search by meaning", found)
    found = f"off: {status.model_trouble or 'no model'}; words alone"
    do = "Run `make install` again, or set HUB_MODEL=off." if wanted else ""
    return Finding("search by meaning", found, ok=not do, what_to_do=do)
