"""Long lists a page at a time: where a page begins, and the taps to those beside it (pure)."""

from collections.abc import Iterator

from config.phrases import Words
from handlers.messages import Choice


def first_of(start: int, count: int, *, page: int) -> int:
    """Where the page begins that has `start` on it; the last one, where so many there are not."""
    return min(max(start, 0), max(count - 1, 0)) // page * page


def turns(
    action: str, start: int, count: int, *, page: int, of: str = "", more: str = "choice-more"
) -> Iterator[Choice]:
    """Back and more, where there is something; `action` is followed by where to start, and `of`."""
    if start > 0:
        yield Choice(Words("choice-back"), f"{action} {max(start - page, 0)}{of}")
    if start + page < count:
        yield Choice(Words(more), f"{action} {start + page}{of}")
