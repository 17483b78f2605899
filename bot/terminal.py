"""A conversation with the hub in a terminal: the whole hub, with one platform."""

import os

from rich.console import Console

from bot import assembly
from bot.platforms.console import ConsoleAdapter
from bot.platforms.console_screen import Screen
from config.phrases import Voice
from config.settings import Settings
from config.taxonomy import DEFAULT_LANGUAGE, Platform, Standing
from storage.database import Database
from storage.search.engine import Search
from storage.store import Store


async def converse(
    settings: Settings,
    database: Database,
    search: Search,
    *,
    standing: Standing,
    language: str,
) -> None:
    """Talk until the person leaves or the input ends. `language` empty: that of the shell."""
    router = assembly.router(settings, database)
    spoken = language or os.environ.get("LANG", "").partition("_")[0]
    known = spoken if spoken in router.phrases.languages else DEFAULT_LANGUAGE
    terminal = ConsoleAdapter(
        Screen(Console()),
        account=standing.value,
        voice=Voice(router.phrases, known),
        now=assembly.now,
    )
    await database.run(lambda store: _introduce(store, standing))
    hub = assembly.Hub(database, search, {Platform.CONSOLE: terminal}, router)
    await hub.start()
    await terminal.ended()
    await hub.stop()


def _introduce(store: Store, standing: Standing) -> None:
    """Who sits at this terminal: one person for each standing."""
    account = store.people.account(Platform.CONSOLE, "", standing.value)
    if account is None:
        account = store.people.meet(Platform.CONSOLE, "", standing.value, at=assembly.now())
    store.people.get(account.person_id).standing = standing
