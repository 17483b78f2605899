"""One text that somebody typed, while it is understood: its words, its cues, its topic (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cached_property

from bot.cues import Cues
from bot.needs import Needing
from bot.slots import Knowledge, Sentence
from bot.wording import written
from config.folding import Token, tokens

ANY_DAY = date(2026, 1, 1)
"""Where it is not known which day it is, and only matters whether one is named."""


@dataclass(frozen=True)
class Typed:
    """A text, whose topic is the tokens [first, last).

    `after_command`: it follows the name of a command, so that it greets nobody.
    """

    text: str
    knowledge: Knowledge
    reader_language: str
    today: date | None
    after_command: bool

    @cached_property
    def words(self) -> tuple[Token, ...]:
        return tokens(self.text)

    @cached_property
    def cues(self) -> Cues:
        return Cues(self.text, self.words, self.knowledge, after_command=self.after_command)

    @property
    def first(self) -> int:
        return self.cues.first

    @property
    def last(self) -> int:
        return self.cues.last

    @property
    def needing(self) -> Needing:
        return Needing(self.sentence(about_people=True))

    @property
    def noon(self) -> datetime:
        return datetime.combine(self.today or ANY_DAY, time(12), UTC)

    def sentence(self, *, about_people: bool) -> Sentence:
        return Sentence(self.text, self.words, self.knowledge, about_people, self.today)

    def written(self, places: Iterable[int]) -> str:
        return written(self.text, self.words, tuple(places))

    def again(self, text: str) -> "Typed":
        """Another text in place of this one."""
        return replace(self, text=text)

    def after(self, word: Token) -> "Typed":
        """What follows a word, as if that were the name of a command."""
        return replace(self, text=self.text[word.end :], after_command=True)
