"""A PostgreSQL that is gone for a while, over both wires: whoever wrote meanwhile is answered."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import Engine, make_url, text

from bot.router import Router
from tests.bot.test_bad_input import PATIENCE_S, running
from tests.conftest import maintenance

GONE_FOR_S = 1.5
_ENDED = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"


@asynccontextmanager
async def gone(server: str, name: str) -> AsyncIterator[None]:
    """Every connection is cut, and no new one let in."""
    with maintenance(server) as admin, admin.connect() as connection:
        connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'))
        connection.execute(text(_ENDED), {"name": name})
        yield
        connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'))


async def test_who_wrote_while_the_database_was_gone_is_answered_once_it_is_back(
    postgresql_with_tables: str, postgres_tables: Engine, postgres_server: str, router: Router
) -> None:
    name = str(make_url(postgresql_with_tables).database)
    async with running(postgresql_with_tables, router) as wired:
        ana, ben = wired.on_slack(), wired.on_telegram()
        await asyncio.gather(wired.slack_says("help", ana), wired.telegram_says("help", ben))
        async with gone(postgres_server, name):
            asked, of_ben = await ana.writes("help"), await ben.writes("help")
            await asyncio.sleep(GONE_FOR_S)
            troubles = await wired.hub.troubles()
            before = len(wired.slack.messages(ana)), len(wired.telegram.messages(ben))
        answer = await wired.slack.wait_for_message(ana.dm, after=asked, timeout=PATIENCE_S)
        other = await wired.telegram.wait_for_message(ben, after=of_ben, timeout=PATIENCE_S)
        await wired.hub.intake.settle()
        await wired.hub.delivery.idle()
        after = len(wired.slack.messages(ana)), len(wired.telegram.messages(ben))
        failed = wired.counts()
    postgres_tables.dispose()  # its connection was cut too

    assert troubles == {"database": "Unavailable"}
    assert "Ask in your own words" in answer.shown
    assert "Ask in your own words" in other.text
    assert tuple(late - early for late, early in zip(after, before, strict=True)) == (1, 1)
    assert failed == (0, 0)
