"""A file that cannot be made: the words are said all the same, and why it is not there."""

from typing import Any

import pytest

from handlers.messages import Enclosure, Reply, pack_reply

Stage = Any  # tests/bot/conftest.py


@pytest.mark.parametrize(
    "file",
    [Enclosure("review", "999 pdf"), Enclosure("review", "nonsense"), Enclosure("nobody", "x")],
    ids=["gone", "never offered", "of another version"],
)
async def test_the_words_are_said_without_it(stage: Stage, file: Enclosure) -> None:
    lea = stage.person("lea")
    await lea.says("hello")
    reply = pack_reply(Reply("review-paper", {"review": "G1"}, file=file))
    stage.hub.database.run_now(
        lambda store: store.outbox.notify("k", reply, person_id=1, due_at=stage.clock())
    )
    stage.hub.delivery.poke()
    await lea.hears()

    assert lea.last.file is None
    assert "The file could not be made this time" in lea.reads
