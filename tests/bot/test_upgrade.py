"""Databases of earlier releases, with people in the middle of things: they are answered, once."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import MetaData, insert

from bot import assembly
from bot.router import Router
from config.taxonomy import Platform
from storage.database import Database
from storage.migrate import migrate
from storage.outbox import OutboxState
from storage.search.engine import Search
from storage.search.model import Model
from storage.upgrade import config_for
from tests.bot.conftest import Post, Stage
from tests.bot.wire import Turned

AT = datetime.now(UTC) - timedelta(hours=1)
Rows = dict[str, list[dict[str, Any]]]


def account(number: int, platform: str, workspace: str, user: str) -> dict[str, Any]:
    return {
        "id": number,
        "person_id": number,
        "platform": platform,
        "workspace": workspace,
        "user_id": user,
        "conversation": f"c-{user}",
        "language": "",
        "time_zone": "",
        "met_at": AT,
        "last_seen_at": AT,
    }


def letter(key: str, person: int, phrase: str, **columns: object) -> dict[str, Any]:
    return {
        "key": key,
        "person_id": person,
        "reply": f'{{"phrase":"{phrase}"}}',
        "workspace": "",
        "conversation": "",
        "thread": "",
        "surface": "conversation",
        "reply_url": "",
        "lane": "",
        "edits": "",
        "language": "",
        "zone": "",
        "urgency": 10,
        "due_at": AT,
        "state": "waiting",
        "attempt": 0,
        "next_at": AT,
        "faults": 0,
        "sent_ref": "",
        "error": "",
        **columns,
    }


ANAS = {"platform": "telegram", "conversation": "c-ana", "lane": "telegram::c-ana"}
FIRST: Rows = {
    "people": [
        {"id": 1, "language": "fr", "time_zone": None, "standing": "member", "joined_at": AT},
        {"id": 2, "language": None, "time_zone": None, "standing": "guest", "joined_at": AT},
    ],
    "accounts": [account(1, "telegram", "", "ana"), account(2, "slack", "", "ben")],
    "questions": [
        {
            "id": 1,
            "person_id": 1,
            "kind": "resource",
            "text": "returns",
            "language": "",
            "slots": [],
            "expansion": {},
            "concepts": {},
            "definitions": [],
            "occasion": [],
            "shared": False,
            "asked_at": AT,
        }
    ],
    "watches": [
        {
            "id": 1,
            "person_id": 1,
            "digest": "d",
            "kind": "resource",
            "text": "returns",
            "language": "",
            "slots": [],
            "expansion": {},
            "rhythm": "weekly",
            "known_to": 0,
            "due_at": AT + timedelta(days=7),
            "made_at": AT,
        }
    ],
    "inbox": [
        {
            "platform": "telegram",
            "workspace": "",
            "key": "7",
            "conversation": "c-ana",
            "message": '{"place":{"platform":"telegram","conversation":"c-ana"},"account":"ana",'
            f'"said":"text","sent_at":"{AT.isoformat()}","text":"merci"}}',
            "received_at": AT,
            "state": "waiting",
            "attempts": 0,
        }
    ],
    "outbox": [
        letter("reply:5", 1, "help", urgency=0, language="fr", **ANAS),
        letter("n:1", 2, "somebody-was-first"),
        letter("n:2", 1, "too-old", **ANAS, state="sending", attempt=1, tried_at=AT),
    ],
}
"""As release 0001 left it: something said and not answered, to be said, and perhaps said."""
SECOND: Rows = {
    **FIRST,
    "accounts": [{**each, "name": "", "relay_id": 1} for each in FIRST["accounts"]],
    "questions": [{**each, "tense": "", "start": 0} for each in FIRST["questions"]],
    "relays": [
        {
            "id": 1,
            "subject": "introduction 1",
            "state": "open",
            "opened_at": AT,
            "last_said_at": AT,
            "next_at": AT + timedelta(days=20),
            "ended_because": "",
        }
    ],
    "relay_sides": [
        {
            "id": number + 1,
            "relay_id": 1,
            "number": number,
            "account_id": number + 1,
            "role": "expert",
            "opening_ref": "m0",
        }
        for number in (0, 1)
    ],
}
"""As release 0002 left it: the two of them are in a conversation besides."""


def left_by(database: Database, revision: str, rows: Rows) -> None:
    """Tables as that release made them, and what it wrote there."""
    with database.engine.begin() as connection:
        command.upgrade(config_for(connection), revision)
        then = MetaData()
        then.reflect(connection)
        for table in then.sorted_tables:
            for row in rows.get(table.name, ()):
                connection.execute(insert(table).values(row))


@pytest.mark.parametrize(("revision", "rows"), [("0001", FIRST), ("0002", SECOND)])
async def test_who_was_in_the_middle_of_something_is_answered_after_the_upgrade(
    database_url: str, tmp_path: Path, router: Router, revision: str, rows: Rows
) -> None:
    talking = "relays" in rows
    search = Search(tmp_path / "index", model=Model(enabled=False))
    database = Database(database_url, search=search)
    left_by(database, revision, rows)
    migrate(database.engine)
    posts = {each: Post(each) for each in (Platform.TELEGRAM, Platform.SLACK)}
    hub = assembly.Hub(database, search, posts, router, clock=Turned())
    await hub.start()
    stage = Stage(hub, posts, Turned())
    ana, ben = stage.person("ana", language="fr"), stage.person("ben", Platform.SLACK)
    to_ana = [await ana.hears() for _ in range(2 if talking else 3)]
    to_ben = [await ben.hears() for _ in range(2 if talking else 1)]
    watched = await ana.says("", verb="watches")
    counts = await database.read(lambda store: store.outbox.counts())
    await hub.stop()
    search.close()
    database.close()

    said = {each.phrase for each in (*to_ana, *to_ben)}
    assert said >= {"help", "too-old", "somebody-was-first"}
    assert ("you-are-welcome" in said) != talking
    assert ("merci" in str(to_ben)) == talking, "it is said to Ben then, and not to the hub"
    assert "returns" in str(watched)
    assert counts[OutboxState.FAILED] == 0
