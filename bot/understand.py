"""From what a person typed to a verb and its slots (pure)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from enum import StrEnum

from bot.cues import Cues, means
from bot.filters import read_slots
from bot.moments import asks_for_a_time, is_when
from bot.needs import Need, Needing
from bot.occasions import Wordings, occasion
from bot.slots import Found, Knowledge, Sentence, Slot, SlotKind
from bot.tongues import bare_languages
from bot.wording import clean, trimmed, written
from config.days import day_named
from config.folding import Token, tokens
from config.gazetteer import Sighting
from config.languages import detect, small_words
from config.lexicon import Cue, Position, Wish
from config.taxonomy import DEFAULT_LANGUAGE
from config.thesaurus import ConceptMatch

LONGEST_READ = 2_000
"""Characters; what follows in a longer text is neither understood nor searched for."""

_ANY_DAY = date(2026, 1, 1)
_SURE, _LIKELY, _FAIR, _UNSURE = 0.95, 0.8, 0.7, 0.4
_SHORTEST_SLIP = 3
"""Letters of a word that may be a verb with a slip; shorter ones are near everything."""
_MOST_CHOICES = 2
"""Beside the words taken as they are."""
_EARLY = 6
"""Words at the beginning among which a wish for news may say how often."""
_MOST_SENSES = 3
"""Of an acronym."""
_SAID_ALONE = frozenset({SlotKind.LANGUAGE, SlotKind.YEARS, SlotKind.NEWEST})
"""Filters that are no topic of their own."""
_LINK_CODE = re.compile(r"[A-Za-z0-9]{4}[ -]?[A-Za-z0-9]{4}")
_OF_ME = {Wish.ME, Wish.FORGET, Wish.LANGUAGE, Wish.TIME_ZONE, Wish.LINK}
_ALONE = {Wish.GREETING, Wish.THANKS}
_LISTS = {
    Wish.REMINDERS,
    Wish.WATCHES,
    Wish.GAPS,
    Wish.REQUESTS,
    Wish.CASES,
    Wish.EXPERTISE,
    Wish.REVIEWS,
}
_WITH_WORDS = {
    *(Wish.AWAY, Wish.GROUPS, Wish.JOIN, Wish.WORKPLAN, Wish.CHANNEL),
    *(Wish.RECOMMENDATIONS, Wish.DEADLINES, Wish.CALENDAR),
}
"""What may be followed by words of its own: until when, which group."""
_NAMED_WHOLE = _LISTS | _WITH_WORDS | {Wish.BACK}
_OF_A_NEED = {SlotKind.LANGUAGE, SlotKind.COUNTRY, SlotKind.REGION, SlotKind.OBJECTIVE}


class Verb(StrEnum):
    FIND = "find"
    WHO = "who"
    ME = "me"
    HELP = "help"
    GREETING = "greeting"
    THANKS = "thanks"
    FOLLOW_UP = "follow_up"
    """Something about the answer before."""
    WATCH = "watch"
    WATCHES = "watches"
    GAPS = "gaps"
    REQUEST = "request"
    REQUESTS = "requests"
    CASES = "cases"
    REVIEWS = "reviews"
    RECOMMENDATIONS = "recommendations"
    EXPERTISE = "expertise"
    AWAY = "away"
    BACK = "back"
    GROUPS = "groups"
    JOIN = "join"
    WORKPLAN = "workplan"
    REMIND = "remind"
    REMINDERS = "reminders"
    DEADLINES = "deadlines"
    CALENDAR = "calendar"
    CHANNEL = "channel"
    UNKNOWN = "unknown"


class Aspect(StrEnum):
    """What about me."""

    SHOW = "show"
    FORGET = "forget"
    LANGUAGE = "language"
    TIME_ZONE = "time_zone"
    LINK = "link"


class Turn(StrEnum):
    """What about the answer before."""

    MORE = "more"
    NEWER = "newer"
    YES = "yes"
    NO = "no"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Alternative:
    """One thing that may be meant, to be offered as a choice."""

    verb: Verb
    words: str
    slots: tuple[Slot, ...] = ()
    concepts: tuple[ConceptMatch, ...] = ()
    """Where they are others than those of the whole text: one reading of an acronym."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What a text asks for.

    `words` is what to search for, without lead-in and without the filters in `slots` that say
    nothing about the topic; it may be empty when there are only filters. `aspect` is for ME, with
    a language in `slots` or the rest (a zone, a code) in `words`. With `alternatives` the hub
    should ask which is meant; they are in the order of likelihood. `language` is that of the
    text, None when unsure.
    """

    verb: Verb
    words: str = ""
    slots: tuple[Slot, ...] = ()
    confidence: float = 1.0
    alternatives: tuple[Alternative, ...] = ()
    aspect: Aspect | None = None
    asks_definition: bool = False
    """A definition of the concept in `words` answers best: "what is a BLMA?"."""
    occasion: tuple[Wordings, ...] = ()
    """What the name of the event has to say whose date is asked for; empty: of none."""
    language: str | None = None
    concepts: tuple[ConceptMatch, ...] = ()
    tense: str = ""
    """"coming" or "past" where only the next or only the last of an event is asked for."""
    turn: Turn | None = None
    """What of the answer before, for FOLLOW_UP."""
    narrows: bool = False
    """Nothing but filters is said, as of an answer before: "in Spanish please", "only reports"."""
    rhythm: str = ""
    """How often news is asked for: "daily", "weekly" or, where nobody says, empty."""
    need: Need | None = None
    """How help is needed, if it is asked of a person."""
    otherwise: "Understood | None" = None
    """What is asked where `words` name no working group: "who leads work on returns?"."""


def understand(
    text: str,
    *,
    knowledge: Knowledge,
    reader_language: str = DEFAULT_LANGUAGE,
    verb: str | None = None,
    today: date | None = None,
) -> Understood:
    """What the text asks for; `verb` is a command's name if one was typed (without its slash).

    `today` turns "last year" into years; without it such words stay in the search.
    """
    read = text[:LONGEST_READ].strip()
    if verb is None and read.startswith("/"):
        verb, _, read = read[1:].partition(" ")
        verb = verb.partition("@")[0]
    offset = text.find(read) if read else 0
    reading = _Reading(read, knowledge, reader_language, today, after_command=bool(verb))
    understood = reading.of_command(verb) if verb else reading.of_sentence()
    understood = replace(understood, language=detect(read))
    return _moved(understood, offset)


def _moved(understood: Understood, offset: int) -> Understood:
    """Slots and concepts at their places in the text as it was given."""
    if not offset:
        return understood
    concepts = tuple(
        replace(each, start=each.start + offset, end=each.end + offset)
        for each in understood.concepts
    )
    choices = tuple(
        replace(each, slots=_slots_moved(each.slots, offset)) for each in understood.alternatives
    )
    slots = _slots_moved(understood.slots, offset)
    return replace(understood, slots=slots, concepts=concepts, alternatives=choices)


def _slots_moved(slots: Iterable[Slot], offset: int) -> tuple[Slot, ...]:
    return tuple(replace(slot, start=slot.start + offset, end=slot.end + offset) for slot in slots)


class _Reading:
    """One text being understood."""

    def __init__(
        self,
        text: str,
        knowledge: Knowledge,
        reader_language: str,
        today: date | None,
        *,
        after_command: bool,
    ) -> None:
        self._text = text
        self._knowledge = knowledge
        self._reader_language = reader_language
        self._today = today
        self._words = tokens(text)
        self._after_command = after_command
        self._cues = Cues(text, self._words, knowledge, after_command=after_command)
        self._first, self._last = self._cues.first, self._cues.last

    # what was typed as a command

    def of_command(self, name: str) -> Understood:
        """The text after a command's name."""
        wish = self._knowledge.lexicon.command(name)
        if wish is None:
            return self._unknown_command(name)
        if wish in {Wish.FIND, Wish.WHO}:
            understood = self._search(Verb(wish.value), _SURE)
            nothing_left = not understood.words and not understood.slots
            return replace(understood, words=clean(self._text)) if nothing_left else understood
        if wish is Wish.HELP:
            return Understood(Verb.HELP, self._text, confidence=_SURE)
        if wish is Wish.REQUEST:
            return self._request()
        if wish is Wish.REMIND:
            return Understood(Verb.REMIND, self._text, confidence=_SURE)
        if wish in _WITH_WORDS:
            return Understood(Verb(wish.value), clean(self._text), confidence=_SURE)
        return self._of_news(wish) or self._of_me(wish)

    def _unknown_command(self, name: str) -> Understood:
        return self._offered(self._nearest(name), confidence=0.0)

    def _offered(self, wishes: Iterable[Wish], *, confidence: float) -> Understood:
        """The text as each of these commands would take it, to choose from."""
        readings = [self.of_command(wish.value) for wish in wishes]
        return Understood(
            Verb.UNKNOWN,
            clean(self._text),
            confidence=confidence,
            alternatives=tuple(Alternative(each.verb, each.words, each.slots) for each in readings),
            concepts=next((each.concepts for each in readings if each.concepts), ()),
        )

    def _of_me(self, wish: Wish) -> Understood:
        """`/me`, alone or with what about me; `/language French` and the like."""
        if wish is not Wish.ME or self._first == self._last:
            aspect = Aspect.SHOW if wish is Wish.ME else Aspect(wish.value)
            return self._me(aspect, self._first)
        found = self._about_me()
        if found:
            return found
        first = self._words[self._first]
        wish = self._knowledge.lexicon.command(first.text) or Wish.ME
        if wish in _OF_ME - {Wish.ME}:
            return self._me(Aspect(wish.value), self._first + 1)
        languages = self._knowledge.geography.find_languages(self._text, self._words)
        aspect = Aspect.LANGUAGE if languages else Aspect.SHOW
        return self._me(aspect, self._first)

    def _nearest(self, name: str) -> tuple[Wish, ...]:
        languages = {self._reader_language, DEFAULT_LANGUAGE, detect(name) or DEFAULT_LANGUAGE}
        return self._knowledge.lexicon.nearest(name, sorted(languages))

    def _written(self, places: Iterable[int]) -> str:
        return written(self._text, self._words, tuple(places))

    # what was typed as a sentence

    def of_sentence(self) -> Understood:
        if not self._words:
            return Understood(Verb.UNKNOWN, confidence=0.0)
        if turn := self._turn():
            return Understood(Verb.FOLLOW_UP, turn=turn, confidence=_SURE)
        if self._first == self._last:
            return self._only_courtesy()
        if self._only_praises():
            return Understood(Verb.THANKS, confidence=_SURE)
        return (
            self._about_me()
            or self._after_me()
            or self._to_be_reminded()
            or self._for_help()
            or self._for_news()
            or self._named_command()
            or self._for_a_person()
            or self._for_people()
            or self._narrowing()
            or self._for_resources()
        )

    def _turn(self) -> Turn | None:
        """What is said about the answer before, if the text says nothing else."""
        alone = self._first == self._last
        said = self._cues.leads if alone else filter(None, [self._cues.opening()])
        whole = {
            cue.wish.value
            for each in said
            if alone or each.last == self._last
            for cue in each.meanings
            if cue.position is Position.WHOLE
        }
        return next((turn for turn in Turn if turn.value in whole), None)

    def _only_courtesy(self) -> Understood:
        wishes = [
            cue.wish for each in self._cues.leads for cue in each.meanings if cue.wish in _ALONE
        ]
        verb = Verb(wishes[-1].value) if wishes else Verb.UNKNOWN
        return Understood(verb, confidence=_SURE if wishes else 0.0)

    def _only_praises(self) -> bool:
        """Whether nothing but praise stands beside thanks: "thank you, that was great"."""
        thanks = any(cue.wish is Wish.THANKS for each in self._cues.leads for cue in each.meanings)
        place, praise = self._first, self._knowledge.lexicon.ties["praise"]
        while thanks and place < self._last and (size := praise.after(self._words, place)):
            place += size
        return thanks and place >= self._last

    def _about_me(self) -> Understood | None:
        whole = self._cues.whole(Position.WHOLE)
        for wish in (Wish.FORGET, Wish.LINK, Wish.ME):
            if wish in whole:
                aspect = Aspect.SHOW if wish is Wish.ME else Aspect(wish.value)
                return Understood(Verb.ME, aspect=aspect, confidence=_SURE)
        opening = self._cues.opening()
        if opening is None:
            return None
        if means(opening, Wish.LANGUAGE, Position.START) and self._names_only_a_language(opening):
            return self._me(Aspect.LANGUAGE, opening.last)
        if means(opening, Wish.TIME_ZONE, Position.START):
            return self._me(Aspect.TIME_ZONE, opening.last)
        rest = self._written(range(opening.last, self._last))
        links = any(cue.wish is Wish.LINK for cue in opening.meanings)
        if links and _LINK_CODE.fullmatch(rest):
            return self._me(Aspect.LINK, opening.last)
        return None

    def _after_me(self) -> Understood | None:
        """As the command takes it, "me language French", where all that follows is about me."""
        name, command = self._words[self._first], self._knowledge.lexicon.command
        if self._last - self._first == 1 or command(name.text) is not Wish.ME:
            return None
        rest = _Reading(
            self._text[name.end :],
            self._knowledge,
            self._reader_language,
            self._today,
            after_command=True,
        )
        found = rest._about_me()
        if found is None and rest._last - rest._first == 1:
            wish = command(rest._words[rest._first].text)
            found = rest._of_me(wish) if wish in _OF_ME - {Wish.ME} else None
        return found and _moved(found, name.end)

    def _me(self, aspect: Aspect, first: int) -> Understood:
        """About me, with what follows from the token `first` on."""
        rest = self._written(range(first, self._last))
        languages = self._knowledge.geography.find_languages(self._text, self._words)
        slots = tuple(
            Slot(SlotKind.LANGUAGE, each.meanings[0], each.label, each.start, each.end, _SURE)
            for each in languages[-1:]
            if aspect is Aspect.LANGUAGE
        )
        return Understood(Verb.ME, rest, slots, _SURE, aspect=aspect)

    def _names_only_a_language(self, opening: Sighting[Cue]) -> bool:
        """Whether nothing but a language's name, or nothing at all, follows."""
        joints = self._knowledge.lexicon.ties["joints"]
        left = {
            place
            for place in range(opening.last, self._last)
            if not joints.after(self._words, place)
        }
        for each in self._knowledge.geography.find_languages(self._text, self._words):
            if each.last > opening.first:
                left -= set(range(each.first, each.last))
        names_one = opening.last < self._last
        return not left and (names_one or len(self._words[opening.first].text) > 1)

    def _for_help(self) -> Understood | None:
        if Wish.HELP in self._cues.whole(Position.WHOLE):
            return Understood(Verb.HELP, confidence=_SURE)
        return None

    def _to_be_reminded(self) -> Understood | None:
        """The words that follow the verb, and then those before it, if these say when."""
        for cue in self._cues.reminding():
            before = self._text[self._words[self._first].start : cue.start].strip(" ,")
            if cue.first > self._first and not self._says_when(before):
                continue
            rest = self._text[cue.end : self._end_of_topic()].strip(" -,:")
            words = f"{rest} {before}" if cue.first > self._first else rest
            if not self._is_of_people(cue) and not asks_for_a_time(
                words, self._knowledge, now=self._noon
            ):
                continue
            return Understood(Verb.REMIND, words, confidence=_SURE)
        return None

    def _says_when(self, text: str) -> bool:
        """Whether a text is a time and nothing else; which one, the clock of its writer says."""
        return is_when(text, self._knowledge, now=self._noon)

    @property
    def _noon(self) -> datetime:
        return datetime.combine(self._today or _ANY_DAY, time(12), UTC)

    def _is_of_people(self, cue: Sighting[Cue]) -> bool:
        """Whether the verb has its object in it: "recuérdame", not "recuerda"."""
        ties = self._knowledge.lexicon.ties["moment_myself"]
        return any(ties.after(self._words, place) for place in range(cue.first, cue.last))

    def _end_of_topic(self) -> int:
        """To the end of the text, where no courtesy stands there: what is no word is kept."""
        if self._last == len(self._words):
            return len(self._text)
        return self._words[self._last].start

    def _for_news(self) -> Understood | None:
        """What is new on something; what somebody is told of; what was asked for in vain."""
        whole = self._cues.whole(Position.WHOLE)
        opening = self._cues.opening()
        if self._cues.asks_for_news():
            return self._of_news(Wish.WATCH)
        if found := self._with_rhythm_inside():
            return found
        opening = self._cues.opening()
        for wish in sorted(_WITH_WORDS):
            if opening is not None and means(opening, wish, Position.START):
                rest = self._written(range(opening.last, self._last))
                otherwise = self._for_people()
                return Understood(Verb(wish.value), rest, confidence=_SURE, otherwise=otherwise)
        named = next((self._of_news(each) for each in sorted(_NAMED_WHOLE) if each in whole), None)
        return named or self._one_of_a_list() or self._away_at_the_end()

    def _one_of_a_list(self) -> Understood | None:
        """Something to stop, which its list offers; and one case, by its number."""
        opening = self._cues.opening()
        if opening is None:
            return None
        if means(opening, Wish.WATCHES, Position.START):
            return self._of_news(Wish.WATCHES)
        rest = self._words[opening.last : self._last]
        numbered = len(rest) == 1 and rest[0].text.isdecimal() and rest[0].text.isascii()
        if numbered and means(opening, Wish.CASES, Position.START):
            return Understood(Verb.CASES, rest[0].text, confidence=_SURE)
        return None

    def _away_at_the_end(self) -> Understood | None:
        """The day before the verb: "until 15 January I am away", as it is said in Chinese."""
        last = self._cues.closing()
        if last is None or not means(last, Wish.AWAY, Position.ANYWHERE):
            return None
        before = self._text[: last.start]
        if day_named(before, today=self._today or _ANY_DAY) is None:
            return None
        return Understood(Verb.AWAY, clean(before), confidence=_SURE)

    def _of_news(self, wish: Wish) -> Understood | None:
        if wish is Wish.WATCH:
            return self._watch()
        if wish in _NAMED_WHOLE:
            return Understood(Verb(wish.value), confidence=_SURE)
        return None

    def _with_rhythm_inside(self) -> Understood | None:
        """A wish for news that says how often in its midst: "tell me daily when there is ..."."""
        for name in ("daily", "weekly"):
            ties = self._knowledge.lexicon.ties[name]
            for place in range(1, min(self._first + _EARLY, self._last)):
                size = ties.after(self._words, place)
                if not size:
                    continue
                start, end = self._words[place].start, self._words[place + size - 1].end
                reading = _Reading(
                    self._text[:start] + self._text[end:].lstrip(" ,"),
                    self._knowledge,
                    self._reader_language,
                    self._today,
                    after_command=self._after_command,
                )
                opening = reading._cues.opening()
                if opening and opening.last > place and reading._cues.asks_for_news():
                    return replace(reading._watch(), rhythm=name)
        return None

    def _watch(self) -> Understood:
        self._cues.take_rhythm(after_command=self._after_command)
        self._first, self._last = self._cues.first, self._cues.last
        found = self._search(Verb.FIND, _SURE)
        return replace(found, verb=Verb.WATCH, rhythm=self._cues.rhythm)

    def _named_command(self) -> Understood | None:
        """A verb alone: "find", "who"; or one with a slip: "fnd", "serch remittances"."""
        if self._last - self._first == 1:
            wish = self._knowledge.lexicon.command(self._words[self._first].text)
            if wish in {Wish.FIND, Wish.WHO, Wish.WATCH, Wish.REQUEST, Wish.AWAY}:
                return Understood(Verb(wish.value), confidence=_SURE)
            if wish is not None:
                return self._of_news(wish) or self._of_me(wish)
        return self._with_a_slip()

    def _with_a_slip(self) -> Understood | None:
        first = self._words[self._first]
        shortest = _SHORTEST_SLIP if self._last - self._first == 1 else _SHORTEST_SLIP + 1
        if len(first.text) < shortest or self._known(first):
            return None
        near = self._nearest(first.text)
        if not near:
            return None
        rest = _Reading(
            self._text[first.end :],
            self._knowledge,
            self._reader_language,
            self._today,
            after_command=True,
        )
        offered = _moved(rest._offered(near, confidence=_UNSURE), first.end)
        literally = Alternative(Verb.FIND, clean(self._text))
        choices = (*offered.alternatives[:_MOST_CHOICES], literally)
        return replace(offered, words=clean(self._text), alternatives=choices)

    def _known(self, word: Token) -> bool:
        """Whether a word is one that people use here, so that it is no slip."""
        if self._cues.among(self._first) or word.text in small_words():
            return True
        spelled = self._knowledge.thesaurus.spells(word.text)
        places = self._knowledge.geography.find_places(word.text)
        return spelled or bool(places) or bool(self._knowledge.publisher_names.knows(word.text))

    # what to search, among resources or among people

    def _for_people(self) -> Understood | None:
        asks = self._cues.asking(Wish.WHO)
        if not asks:
            return None
        if self._doubtful(asks[0]) or self._begins_with_a_kind(asks[0]):
            return self._either(Verb.FIND, Verb.WHO)
        return self._search(Verb.WHO, _SURE)

    def _doubtful(self, opening: Sighting[Cue]) -> bool:
        """As in "who guidance on ...", "who is a migrant": no question after somebody, perhaps."""
        if opening.first != self._first or not means(opening, Wish.WHO, Position.START):
            return False
        rest = self._words[opening.last : self._last]
        if not rest:
            return False
        kinds = self._knowledge.lexicon.kinds.find_in(rest[:1], self._text)
        defines = opening.last - opening.first > 1 and rest[0].text in {"a", "an"}
        return bool(kinds) or defines

    def _begins_with_a_kind(self, asked: Sighting[Cue]) -> bool:
        """As in "reports for experts on labour migration": people may be what it is about."""
        kinds = self._knowledge.lexicon.kinds.find_in(self._words, self._text)
        return asked.first > self._first and any(each.first == self._first for each in kinds)

    def _for_a_person(self) -> Understood | None:
        """A need, said outright, or with a date, an urgency or a language that they would like."""
        opening = self._cues.opening()
        if opening is None or opening.confidence < 1:
            return None
        asks = means(opening, Wish.REQUEST, Position.START)
        if asks or (means(opening, Wish.NEED, Position.START) and self._needing.says_more):
            return self._request()
        return None

    def _request(self) -> Understood:
        return replace(self._search(Verb.REQUEST, _SURE), need=self._needing.need)

    @property
    def _needing(self) -> Needing:
        return Needing(self._sentence(about_people=True))

    def _for_resources(self) -> Understood:
        if self._cues.asking(Wish.FIND):
            return self._search(Verb.FIND, _SURE)
        opening = self._cues.opening()
        needs = opening is not None and means(opening, Wish.NEED, Position.START)
        sentence = self._sentence(about_people=False)
        if needs and not sentence.resource_places:
            return self._either(Verb.FIND, Verb.WHO, Verb.REQUEST)
        if self._trails_a_language(sentence):
            return self._either(Verb.FIND, Verb.WHO, with_language=True)
        return self._search(Verb.FIND, _FAIR)

    def _narrowing(self) -> Understood | None:
        """Filters and nothing else, as one says them of an answer before: "in Spanish please"."""
        sentence = self._sentence(about_people=False)
        bare = _bare(sentence) if bare_languages(sentence) else ()
        found = [
            each
            for each in (*read_slots(sentence), *bare)
            if self._first <= each.first and each.last <= self._last
        ]
        said = {place for each in found for place in range(each.first, each.last)}
        small = set(self._small_places())
        every = set(range(self._first, self._last))
        by_itself = all(each.slot.kind in _SAID_ALONE for each in found)
        if not found or every - said - small or not (by_itself or self._first in small - said):
            return None
        slots = tuple(
            replace(each.slot, confidence=max(each.slot.confidence, _LIKELY)) for each in found
        )
        return replace(self._search(Verb.FIND, _FAIR), slots=slots, narrows=True)

    def _small_places(self) -> Iterator[int]:
        """Tokens that say nothing beside a filter: in, only, documents."""
        for place in range(self._first, self._last):
            for name in ("joints", "just_those", "any_record"):
                size = self._knowledge.lexicon.ties[name].after(self._words, place)
                yield from range(place, place + size)

    def _trails_a_language(self, sentence: Sentence) -> bool:
        """A topic and a bare language, of a record or of a person: "returns Spanish"."""
        bare = bare_languages(sentence)
        return bool(bare) and bare[-1].last == self._last and bare[-1].first > self._first

    def _either(self, *verbs: Verb, with_language: bool = False) -> Understood:
        readings = [self._search(verb, _UNSURE, with_language=with_language) for verb in verbs]
        choices = tuple(Alternative(each.verb, each.words, each.slots) for each in readings)
        return replace(readings[0], alternatives=choices)

    def _search(self, verb: Verb, confidence: float, *, with_language: bool = False) -> Understood:
        sentence = self._sentence(about_people=verb in {Verb.WHO, Verb.REQUEST})
        defining, dating = self._cues.asking(Wish.DEFINE), self._cues.asking(Wish.WHEN)
        asked = [
            *(self._cues.asking(Wish.WHO) if verb is Verb.WHO else self._cues.openings(Wish.WHO)),
            *self._cues.asking(Wish.FIND),
            *self._cues.asking(Wish.NEED),
            *self._cues.asking(Wish.WATCH),
            *self._cues.asking(Wish.REQUEST),
            *defining,
            *dating,
        ]
        spent = {place for each in asked for place in range(each.first, each.last)}
        found = [
            each
            for each in (*read_slots(sentence), *(_bare(sentence) if with_language else ()))
            if self._first <= each.first and each.last <= self._last
        ]
        preferred: tuple[Found, ...] = ()
        if verb is Verb.REQUEST:
            preferred, found = self._needing.languages, _of_a_need(found)
            spent |= self._needing.spent
        topic = [each for each in found if not spent & set(range(each.first, each.last))]
        topic = [*preferred, *topic]
        unasked = [place for place in range(self._first, self._last) if place not in spent]
        for each in topic:
            spent |= set(range(each.first, each.last)) if each.spent else set()
        spent |= set(_any_record(sentence))
        kept = [place for place in range(self._first, self._last) if place not in spent]
        if verb in {Verb.FIND, Verb.WATCH} and self._only_narrows(kept, topic, sentence):
            kept, topic = [], [_surely(each) for each in topic]
        dated = bool(dating) and verb is Verb.FIND
        return Understood(
            verb,
            self._written(trimmed(self._words, kept, self._knowledge.lexicon.ties["joints"]))
            if len(kept) < len(self._words)
            else clean(self._text),
            tuple(each.slot for each in topic),
            confidence,
            concepts=sentence.concepts,
            asks_definition=bool(defining)
            and verb is Verb.FIND
            and self._is_a_term(kept, sentence),
            occasion=occasion(sentence, unasked, topic) if dated else (),
            tense=_tense(sentence) if dated else "",
            alternatives=() if defining else self._senses(sentence, verb),
        )

    def _only_narrows(
        self, kept: Sequence[int], topic: Iterable[Found], sentence: Sentence
    ) -> bool:
        """Whether kinds of records are all that is left beside another filter: "IOM reports".

        Not where a concept is named, which is a topic: "MMC research".
        """
        found = list(topic)
        kinds = [each for each in found if each.slot.kind is SlotKind.TYPE]
        named = {place for each in kinds for place in range(each.first, each.last)}
        others = any(each.slot.kind is not SlotKind.TYPE and each.spent for each in found)
        joints = self._knowledge.lexicon.ties["joints"]
        return (
            bool(kinds)
            and others
            and not sentence.concepts
            and all(place in named or joints.after(self._words, place) for place in kept)
        )

    def _senses(self, sentence: Sentence, verb: Verb) -> tuple[Alternative, ...]:
        """What an acronym may mean that the sentence does not decide, each spelled out."""
        if verb not in {Verb.FIND, Verb.WHO} or not sentence.open_acronyms:
            return ()
        start, end = min(sentence.open_acronyms)
        meant = [each for each in sentence.named if (each.start, each.end) == (start, end)]
        return tuple(self._sense(verb, start, end, each) for each in meant[:_MOST_SENSES])

    def _sense(self, verb: Verb, start: int, end: int, meant: ConceptMatch) -> Alternative:
        name = meant.concept.name(self._reader_language)
        text = f"{self._text[:start]}{name}{self._text[end:]}"
        reading = _Reading(
            text,
            self._knowledge,
            self._reader_language,
            self._today,
            after_command=self._after_command,
        )
        found = reading._search(verb, _UNSURE)
        return Alternative(verb, found.words or name, found.slots, found.concepts)

    def _is_a_term(self, kept: Sequence[int], sentence: Sentence) -> bool:
        """Whether what is asked for is the name of a concept and nothing more."""
        named = [(each.start, each.end) for each in sentence.named]
        joints = self._knowledge.lexicon.ties["joints"]
        return all(
            any(start <= self._words[place].start < end for start, end in named)
            or bool(joints.after(self._words, place))
            for place in kept
        )

    def _sentence(self, *, about_people: bool) -> Sentence:
        return Sentence(self._text, self._words, self._knowledge, about_people, self._today)


def _surely(found: Found) -> Found:
    """A filter that is all that was said."""
    sure = max(found.slot.confidence, _LIKELY)
    return replace(found, slot=replace(found.slot, confidence=sure))


def _of_a_need(found: Iterable[Found]) -> list[Found]:
    """Without years and kinds of records, which say nothing of a person."""
    return [each for each in found if each.slot.kind in _OF_A_NEED]


def _tense(sentence: Sentence) -> str:
    said = (name for name in ("coming", "past") if any(sentence.occurrences(name)))
    return next(said, "")


def _any_record(sentence: Sentence) -> Iterator[int]:
    """Words that any record would answer to, where what they are about follows: "docs on ..."."""
    for place, size in sentence.occurrences("any_record"):
        after = place + size
        newest = sentence.ties("newest").after(sentence.words, after)
        if sentence.ties("about").after(sentence.words, after + newest):
            yield from range(place, after)


def _bare(sentence: Sentence) -> tuple[Found, ...]:
    return tuple(
        sentence.found(
            SlotKind.LANGUAGE, each.meanings[0], (each.first, each.last), _LIKELY, spent=True
        )
        for each in bare_languages(sentence)[-1:]
    )
