"""Refusals: what a handler cannot do for somebody, and what they can do about it."""

from typing import TYPE_CHECKING

from config.phrases import Detail, Words

if TYPE_CHECKING:
    from handlers.messages import Choice


class Refusal(Exception):
    """The person is told this phrase, with choices that lead on; the unit is rolled back."""

    def __init__(
        self, phrase: str, *, choices: "tuple[Choice, ...]" = (), **details: Detail
    ) -> None:
        super().__init__(phrase)
        self.words = Words(phrase, details)
        self.choices = choices


class TooSoon(Refusal):
    """What a message answers is still being said, so nobody knows yet whose words these are.

    It is handled again in a moment, and refused only when that has gone on for too long.
    """
