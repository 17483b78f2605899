"""Tables that people send: fetched and opened before anything is looked up or written."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from bot.platforms.adapter import Adapter, Fetching, NotFetched
from config.phrases import Detail, Words
from config.tables import BadTable, Row, read
from config.taxonomy import Platform
from handlers.messages import Attached, Message, Sheet
from handlers.sheets import LARGEST_BYTES, MOST_ROWS, is_wanted
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Sheets:
    """Opens what comes along; outside of any transaction, a file's rows read in a thread."""

    database: Database
    adapters: Mapping[Platform, Adapter]

    async def opened(self, message: Message) -> Message:
        """The message with its table, where it brings one that is of use; else as it is."""
        if message.attached is None or message.sheet is not None:
            return message
        adapter = self.adapters.get(message.place.platform)
        if not isinstance(adapter, Fetching):
            return message
        if message.attached.ref and not message.attached.name:
            try:
                message = replace(message, attached=await adapter.named(message.attached))
            except NotFetched:
                return message
        attached = message.attached
        if attached is None or not await self.database.read(partial(is_wanted, message)):
            return message
        return replace(message, sheet=await _sheet(adapter, attached))


async def _sheet(adapter: Fetching, attached: Attached) -> Sheet:
    try:
        content = await _content(adapter, attached)
        return Sheet(await asyncio.to_thread(_rows, attached.name, content))
    except NotFetched as error:
        return Sheet(wrong=Words(error.phrase, {"file": attached.name}))
    except BadTable as error:
        why: dict[str, Detail] = {"file": attached.name, "why": error.words}
        if not error.line:
            return Sheet(wrong=Words("sheet-not-one", why))
        return Sheet(wrong=Words("sheet-not-one-line", why | {"line": error.line}))


async def _content(adapter: Fetching, attached: Attached) -> bytes:
    """Nothing is fetched of what is said to be too large.

    Raises:
        BadTable, NotFetched: it is too large, or cannot be had.
    """
    if attached.size > LARGEST_BYTES:
        raise BadTable("table-too-large", most=LARGEST_BYTES // 1_000_000)
    return await adapter.fetch(attached, most=LARGEST_BYTES)


def _rows(name: str, content: bytes) -> tuple[Row, ...]:
    return tuple(read(name, content, most_rows=MOST_ROWS))
