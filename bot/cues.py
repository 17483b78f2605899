"""The phrases of one text that say what is wanted, and where its topic lies (pure)."""

from collections.abc import Sequence

from bot.slots import Knowledge
from config.folding import Token
from config.gazetteer import Sighting
from config.lexicon import Cue, Position, Wish


class Cues:
    """What a text asks for by known phrases; its topic is the tokens [first, last).

    `leads` are the greetings, thanks and courtesies before and after the topic; after a command
    only courtesies are, for "/find hello world" greets nobody.
    """

    def __init__(
        self, text: str, words: Sequence[Token], knowledge: Knowledge, *, after_command: bool
    ) -> None:
        wishes = {Wish.COURTESY} if after_command else set(Wish)
        self._leading = {Cue(wish, Position.LEAD) for wish in wishes}
        self._text = text
        self._words = words
        self._knowledge = knowledge
        self._found = knowledge.lexicon.cues.find_in(words, text)
        self.first, self.last, self.leads = self._between_leads()
        self.rhythm = ""
        """How often news is asked for, "daily" or "weekly", where somebody says so."""

    def take_rhythm(self, *, after_command: bool = False) -> None:
        """Leave the words for a rhythm out of the topic: before a wish for news, in it, at the end.

        Elsewhere they are part of what is asked: "news on the every day life of migrants".
        """
        for name in ("daily", "weekly"):
            ties = self._knowledge.lexicon.ties[name]
            before = ties.after(self._words, self.first)
            opening = self._watching(self.first) or (before and self._watching(self.first + before))
            if not opening and not after_command:
                continue
            if not self._watching(self.first) and before:
                self.first += before
                self.rhythm = name
            at_end = ties.before(self._words, self.last)
            if at_end and self.last - at_end > self.first:
                self.last -= at_end
                self.rhythm = name
            cue = self.opening()
            inside = range(cue.first, cue.last) if cue else range(0)
            if any(ties.after(self._words, place) for place in inside):
                self.rhythm = name

    def asks_for_news(self) -> bool:
        """Whether it begins with a wish to be told, perhaps after how often."""
        names = ("daily", "weekly")
        ties = [self._knowledge.lexicon.ties[name] for name in names]
        sizes = {0, *(each.after(self._words, self.first) for each in ties)}
        return any(self._watching(self.first + size) for size in sizes)

    def _watching(self, place: int) -> bool:
        """Whether a wish to be told of news begins here."""
        return any(
            each.first == place and means(each, Wish.WATCH, Position.START) for each in self._found
        )

    def among(self, place: int) -> bool:
        """Whether the token here belongs to a known phrase."""
        return any(each.first <= place < each.last for each in self._found)

    def asking(self, wish: Wish) -> list[Sighting[Cue]]:
        """Phrases that ask for this: at the start, or of those that do so anywhere."""
        found = [
            each
            for each in self._found
            if self.first <= each.first and each.last <= self.last
            if not self._is_the_organisation(each)
        ]
        return [
            each
            for each in found
            if means(each, wish, Position.ANYWHERE)
            or (
                self._opens(each) and (means(each, wish, Position.START) or self._named(each, wish))
            )
        ]

    def openings(self, wish: Wish) -> list[Sighting[Cue]]:
        return [each for each in self.asking(wish) if self._opens(each)]

    def reminding(self) -> list[Sighting[Cue]]:
        """Phrases that ask to be reminded, wherever they stand: when may come before them."""
        return [each for each in self._found if means(each, Wish.REMIND, Position.START)]

    def _named(self, cue: Sighting[Cue], wish: Wish) -> bool:
        return means(cue, wish, Position.NAME) and wish in {Wish.FIND, Wish.WHO}

    def _opens(self, cue: Sighting[Cue]) -> bool:
        """Whether nothing but other requests stands before: "find | experts on", "who | knows"."""
        return cue.first == self.first

    def opening(self) -> Sighting[Cue] | None:
        return next((each for each in self._found if each.first == self.first), None)

    def closing(self) -> Sighting[Cue] | None:
        return next((each for each in self._found if each.last == self.last), None)

    def whole(self, position: Position) -> set[Wish]:
        """What the sentence as a whole means, if it is one phrase."""
        opening = self.opening()
        if opening is None or opening.last != self.last:
            return set()
        return {cue.wish for cue in opening.meanings if cue.position is position}

    def _between_leads(self) -> tuple[int, int, tuple[Sighting[Cue], ...]]:
        """The tokens [first, last) between greetings and courtesies, and those that were passed."""
        leads = [each for each in self._found if self._is_lead(each)]
        passed: list[Sighting[Cue]] = []
        first, last = 0, len(self._words)
        for each in leads:
            if each.first == first:
                first = each.last
                passed.append(each)
        for each in reversed(leads):
            if each.last == last and each.first >= first:
                last = each.first
                passed.append(each)
        return first, last, tuple(passed)

    def _is_lead(self, lead: Sighting[Cue]) -> bool:
        """Not the beginning of a longer name: "Great" of the Great Lakes region."""
        if self._leading.isdisjoint(lead.meanings):
            return False
        places = self._knowledge.geography.find_places(self._text, words=self._words)
        return not any(each.start <= lead.start < lead.end < each.end for each in places)

    def _is_the_organisation(self, opening: Sighting[Cue]) -> bool:
        """WHO, in a text that is not all in capitals, is the World Health Organization."""
        word = self._text[opening.start : opening.end]
        alone = opening.last - opening.first == 1
        return alone and word == "WHO" and not self._text.isupper()


def means(sighting: Sighting[Cue], wish: Wish, position: Position) -> bool:
    return Cue(wish, position) in sighting.meanings
