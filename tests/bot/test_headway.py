"""How far long work is, where nobody watches a bar."""

from io import StringIO
from itertools import count

from rich.console import Console

from bot.headway import headway


def test_a_file_gets_a_line_now_and_then() -> None:
    written = StringIO()
    seconds = count(0, 4)

    with headway("meanings", Console(file=written), clock=lambda: float(next(seconds))) as advance:
        for done in range(0, 5_000, 1_000):
            advance(done, 4_000)

    assert written.getvalue().splitlines() == ["meanings: 2,000 of 4,000, 12 s to go"]
