"""What is misconfigured, broken or waiting, and what to do about it."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from pydantic import SecretStr

from bot import assembly, remedies
from bot.logs import without_secrets
from config.phrases import Phrases
from config.settings import SettingError, Settings, describe, setting_name
from config.taxonomy import LANGUAGES
from storage.database import Database, sqlite_file
from storage.errors import Damaged
from storage.inbox import InboxState
from storage.migrate import state
from storage.outbox import OutboxState
from storage.search.engine import Search

LATE = timedelta(minutes=5)


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
        settings = Settings.load()
    except SettingError as error:
        return [Finding(error.name, error.problem, ok=False, what_to_do=error.what_to_do)]
    findings = [
        Finding(fault.name, fault.problem, ok=False, what_to_do=fault.what_to_do)
        for fault in settings.faults()
    ]
    if not findings:
        findings.append(Finding("settings", _platforms(settings)))
        findings.extend(_tokens(settings))
    return [*findings, *_words(), *_database(settings)]


def explained() -> Iterator[str]:
    """Each setting with its value, secrets hidden, and what it is for."""
    try:
        values = Settings.load().model_dump()
    except SettingError:
        values = {}
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


def _tokens(settings: Settings) -> Iterator[Finding]:
    """What each platform says of its token, when it is asked now."""
    from bot.platforms import checks  # noqa: PLC0415  # loads both platforms' libraries

    for platform, said in asyncio.run(checks.ask(settings)).items():
        name = platform.value.capitalize()
        match said:
            case checks.Refused():
                where = "HUB_SLACK_BOT_TOKEN" if name == "Slack" else "HUB_TELEGRAM_TOKEN"
                do = "Copy the token again, as the README says."
                yield Finding(where, f"{name} refuses it ({said})", ok=False, what_to_do=do)
            case checks.NoAnswer():
                do = "See that this machine reaches it; a proxy is taken from HTTPS_PROXY."
                yield Finding(name, f"does not answer ({said})", ok=False, what_to_do=do)
            case _:
                yield Finding(name, f"takes the token; the hub is {said} there")


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
        yield from _contents(database, search)
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


def _contents(database: Database, search: Search) -> Iterator[Finding]:
    at, wanted = state(database.engine)
    if at is None:
        make = "`hub run` makes them at the first start, or run `hub migrate`."
        yield Finding("database", "no tables yet", ok=False, what_to_do=make)
        return
    ok = at == wanted
    yield Finding(
        "database", f"tables at {at}", ok=ok, what_to_do="" if ok else "Run `hub migrate`."
    )
    yield from _network(database)
    yield from _queues(database)
    yield from _search(search)


def _network(database: Database) -> Iterator[Finding]:
    resources, experts = database.read_now(
        lambda store: (store.resources.count(), store.experts.count())
    )
    ok = bool(resources or experts)
    yield Finding(
        "network",
        f"{resources} resources, {experts} experts",
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


def _search(search: Search) -> Iterator[Finding]:
    status = search.status()
    trouble = status.trouble or ("the folder cannot be used" if status.in_memory else "")
    yield Finding(
        "search index",
        f"{status.records} records, {status.waiting} changes behind"
        + (f"; {trouble}" if trouble else ""),
        ok=not status.in_memory,
        what_to_do="Set HUB_INDEX to a folder that may be written." if status.in_memory else "",
    )
    if status.model:
        yield Finding(
            "search by meaning", f"{status.model}, {status.vectors_waiting} records to go"
        )
    else:
        yield Finding(
            "search by meaning", f"off: {status.model_trouble or 'no model'}; words alone"
        )
