"""The answer to a question: up to five results in one message, and what to do with them."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property

from config.phrases import Detail, Names, Words
from handlers import gaps, similar
from handlers.asking import Ask, Definition, Slot, SlotKind
from handlers.finding import Looked, look, reader
from handlers.messages import LONGEST_ACTION, Choice, Entry, Message, Reply, echo
from handlers.quotes import Told, answers_of_experts, quotes
from storage.questions import Question
from storage.search.documents import Hit, Kind, Note, Reader
from storage.store import Store

PAGE = 5
"""Results a message: what fits a phone without scrolling twice."""
DEEPEST = 50
"""How many results can be paged through: past that, narrowing serves better than reading on."""
NEAREST = 2
"""Results where nothing fits well: by their titles, as a guess."""
FACET_DEPTH = 100
"""Among how many of the best results the choices to narrow by are counted."""
FACETS = 6
"""How many values of one facet are offered."""
QUESTION_KEPT = timedelta(days=30)
NEWER_YEARS = 3
"""Years that count as "newer", this one included."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What one kind of record adds: how its entries look, and what they can be narrowed by.

    `values` gives the values of a facet on the records with these ids, several a record.
    """

    kind: Kind
    other: Kind
    facets: tuple[SlotKind, ...]
    entries: Callable[[Store, Sequence[Hit]], tuple[Entry, ...]]
    values: Callable[[Store, SlotKind, Sequence[str]], Iterable[str]]


def question_for(message: Message, ask: Ask, store: Store, *, kind: Kind) -> Question:
    """Keep a question, so that buttons can refer to it."""
    question = Question(
        person_id=message.person_id,
        kind=kind,
        text=ask.text,
        language=ask.language,
        slots=[slot.packed() for slot in ask.slots],
        shared=not message.private,
        asked_at=message.sent_at,
    )
    _keep_meaning(question, ask)
    return store.questions.add(question)


def _keep_meaning(question: Question, ask: Ask) -> None:
    """What understanding made of the words."""
    question.expansion = dict(ask.expansion)
    question.concepts = dict(ask.concepts)
    question.definitions = [each.packed() for each in ask.definitions]
    question.occasion = [list(each) for each in ask.occasion]
    question.tense = ask.tense


@dataclass(frozen=True)
class Answer:
    """One question being answered, in one transaction."""

    message: Message
    question: Question
    store: Store
    shelf: Shelf

    def first(self) -> Reply:
        """The answer to a question as it is asked; what is spelt right and not found is a gap."""
        looked = self._look(limit=PAGE)
        sure = Note.INCOMPLETE not in looked.found.notes and not looked.found.did_you_mean
        own = not self.message.in_touch  # else it may be what somebody wrote to somebody
        if own and sure and not looked.fits and not self._quotes(self._told()):
            gaps.note(self.question, self.store, at=self.message.sent_at)
        return self._reply(looked)

    def page(self, start: int = 0) -> Reply:
        """Results from `start` on, with everything that can be done next."""
        start = self.question.start = min(max(start, 0), DEEPEST - PAGE)
        looked = self._look(limit=PAGE, offset=start)
        return self._reply(looked, start=start)

    def more(self) -> Reply:
        """The results after those that were shown last."""
        return self.page(self.question.start + PAGE)

    def narrowed(self, slots: Sequence[Slot]) -> Reply:
        """The same, narrowed by these too; each replaces what its facet was narrowed to before."""
        kinds = {slot.kind for slot in slots}
        kept = (slot for slot in self.ask.slots if slot.kind not in kinds)
        others = (replace(slot, guessed=False, faint=False) for slot in kept)
        self._keep((*others, *slots))
        return self.page()

    def narrow(self) -> Reply:
        """What the answer can be narrowed by."""
        facets = [
            self._choice(Words(f"facet-{facet}"), "facet", facet) for facet in self.shelf.facets
        ]
        return self._reply(self._look(limit=PAGE), choices=(*_rows(facets), (self._back,)))

    def facet(self, kind: SlotKind) -> Reply:
        """The values of one facet among the best results, the most frequent first."""
        if kind is SlotKind.SINCE:
            return self.choose(kind, str(self.message.sent_at.year - NEWER_YEARS + 1))
        hits = self._look(limit=FACET_DEPTH, passages=False).found.hits
        counted = Counter(self.shelf.values(self.store, kind, [hit.record_id for hit in hits]))
        values = [
            self._choice(
                Words("facet-value", {"label": Slot(kind, value).label, "count": count}),
                "set",
                kind,
                value,
            )
            for value, count in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
            if len(f"find.set {self.question.id} {kind} {value}".encode()) <= LONGEST_ACTION
        ]
        choices = (*_rows(values[:FACETS], 2), (self._back,))
        return self._reply(self._look(limit=PAGE), choices=choices)

    def choose(self, kind: SlotKind, value: str) -> Reply:
        """Narrow by one value; it replaces what that facet was narrowed to before."""
        self._keep((*self._other_slots(kind), Slot(kind, value)))
        return self.page()

    def spelling(self) -> str | None:
        """The question as it may have been meant; None if it finds what it finds."""
        return self._look(limit=PAGE).found.did_you_mean

    def reworded(self, ask: Ask) -> Reply:
        """Ask this instead, narrowed as before."""
        self.question.text = ask.text
        self.question.language = ask.language
        _keep_meaning(self.question, ask)
        return self.first()

    def drop(self, kind: SlotKind) -> Reply:
        """Widen again: no longer narrowed by this facet."""
        self._keep(self._other_slots(kind))
        return self.page()

    def rated(self, *, helped: bool) -> Reply:
        """Thank for the word, keep it as evidence, and lead on when it did not help."""
        looked = self._look(limit=PAGE)
        self.store.feedback.say(
            self.message.person_id,
            self.question.id,
            [hit.record_id for hit in looked.found.hits],
            kind=self.shelf.kind,
            helped=helped,
            at=self.message.sent_at,
        )
        thanks = Words("find-helped" if helped else "find-not-helped")
        others = (self._narrow, self._other_kind, *self._request)
        onward = () if helped else (others, *self._tell("wait"))
        if not helped:
            gaps.note(self.question, self.store, at=self.message.sent_at)
        return self._reply(looked, choices=onward, first=thanks)

    def other(self, shelves: Mapping[Kind, Shelf]) -> Reply:
        """The same question, of people instead of things to read or the other way, anew."""
        message = replace(self.message, about="")
        shelf = shelves[self.shelf.other]
        question = question_for(message, self.ask, self.store, kind=shelf.kind)
        question.shared = self.question.shared
        return Answer(message, question, self.store, shelf).first()

    @property
    def ask(self) -> Ask:
        """The question as it was understood."""
        return Ask(
            self.question.text,
            self.question.language,
            tuple(map(Slot.unpacked, self.question.slots)),
            tuple(self.question.expansion.items()),
            self.question.concepts,
            tuple(map(Definition.unpacked, self.question.definitions)),
            tuple(map(tuple, self.question.occasion)),
            tense=self.question.tense,
        )

    @cached_property
    def _reader(self) -> Reader:
        person = self.store.people.get(self.message.person_id)
        return reader(
            person, self.store, language=self.message.language, shared=self.question.shared
        )

    def _look(self, *, limit: int, offset: int = 0, passages: bool = True) -> Looked:
        looked = look(
            self.ask,
            self.store,
            kind=self.shelf.kind,
            reader=self._reader,
            year=self.message.sent_at.year,
            limit=limit,
            offset=offset,
            passages=passages,
        )
        self._keep(looked.slots)
        return looked

    def _keep(self, slots: Iterable[Slot]) -> None:
        packed = [slot.packed() for slot in slots]
        if packed != self.question.slots:
            self.question.slots = packed

    def _other_slots(self, kind: SlotKind) -> tuple[Slot, ...]:
        return tuple(slot for slot in self.ask.slots if slot.kind is not kind)

    def _reply(
        self,
        looked: Looked,
        *,
        start: int = 0,
        choices: tuple[tuple[Choice, ...], ...] | None = None,
        first: Words | None = None,
    ) -> Reply:
        hits = looked.found.hits
        told = () if start else self._told()
        quoted = () if start else self._quotes(told)
        said = {each.record_id for each in told}
        shown = [hit for hit in hits if hit.record_id not in said]
        guesses = not (looked.fits or start)
        entries = self.shelf.entries(self.store, shown[:NEAREST] if guesses else shown)
        if guesses:
            entries = tuple(replace(each, passage=None, why=None) for each in entries)
        details: dict[str, Detail] = {
            "question": echo(self.question.text) or _all_labels(looked.slots),
            "first": start + 1,
            "last": start + len(hits),
            "total": min(looked.found.total, DEEPEST),
        }
        return Reply(
            self._phrase(looked, start, quoted=bool(quoted)),
            details,
            entries=(*quoted, *entries),
            lines=(*((first,) if first else ()), *_lines(looked)),
            choices=(*self._whole(told), *self._choices(looked, start))
            if choices is None
            else choices,
            edits=bool(self.message.about),
        )

    def _told(self) -> tuple[Told, ...]:
        """What experts answered to such a question before."""
        if self.shelf.kind is not Kind.RESOURCE:
            return ()
        return answers_of_experts(self.ask, self.store, reader=self._reader)

    def _quotes(self, told: Sequence[Told]) -> tuple[Entry, ...]:
        """What answers the question directly."""
        if self.shelf.kind is not Kind.RESOURCE:
            return ()
        today = self.message.sent_at.date()
        others = quotes(self.ask, self.store, reader=self._reader, today=today)
        return (*(each.entry for each in told), *others)

    def _whole(self, told: Sequence[Told]) -> tuple[tuple[Choice, ...], ...]:
        """A row for the first long answer that only a passage of is quoted."""
        cut = [each.record_id for each in told if not each.whole][:1]
        numbers = self.store.resources.numbers(cut)
        action = f"see {Kind.RESOURCE} "
        return tuple((Choice(Words("choice-whole"), f"{action}{numbers[each]}"),) for each in cut)

    def _phrase(self, looked: Looked, start: int, *, quoted: bool) -> str:
        """How the answer begins; that nothing fits well is said on its first page alone."""
        what = "quoted" if quoted else self.shelf.kind
        if not looked.found.hits:
            return f"{what}-nothing"
        if not self.question.text and looked.slots and self.shelf.kind is Kind.RESOURCE:
            return "resource-newest"
        return f"{what}-found" if looked.fits or start else f"{what}-nearest"

    def _choices(self, looked: Looked, start: int) -> tuple[tuple[Choice, ...], ...]:
        kinds = list(dict.fromkeys(slot.kind for slot in looked.slots))
        if len(kinds) == 1 and not self.question.text:
            kinds = []  # nothing to look for would be left
        widen = [
            self._choice(Words("choice-drop", {"slot": _label(looked.slots, kind)}), "drop", kind)
            for kind in kinds
        ]
        spelling = self._spelling(looked)
        people = (self._other_kind, *self._request)
        onward = (people, *self._similar(), *self._tell("watch" if looked.fits else "wait"))
        if not (looked.fits or start):
            return (*spelling, *_rows(widen), *onward)
        turn = [self._narrow]
        if start + len(looked.found.hits) < min(looked.found.total, DEEPEST):
            turn.insert(
                0, self._choice(Words("choice-more"), "page", str(start + PAGE), strong=True)
            )
        if start > 0:
            turn.insert(0, self._choice(Words("choice-back"), "page", str(start - PAGE)))
        rate = [
            self._choice(Words("choice-helped"), "helped", "1"),
            self._choice(Words("choice-not-helped"), "helped", "0"),
        ]
        return (*spelling, *_rows(widen), tuple(turn), tuple(rate), *onward)

    def _spelling(self, looked: Looked) -> tuple[tuple[Choice, ...], ...]:
        """A row for the other spelling, where there is one."""
        words = looked.found.did_you_mean
        if words is None:
            return ()
        label = Words("choice-spelling", {"words": echo(words)})
        return ((self._choice(label, "spell", strong=True),),)

    def _tell(self, verb: str) -> tuple[tuple[Choice, ...], ...]:
        """A row to be told of what comes later, for somebody who is alone with the hub."""
        if self.question.shared or not self.message.private:
            return ()
        return ((self._choice(Words(f"choice-{verb}"), verb),),)

    def _similar(self) -> tuple[tuple[Choice, ...], ...]:
        """A row for what others needed help with, where there is such a thing."""
        if self.question.shared or not self.question.text:
            return ()
        count = len(similar.like(self.ask, self.message, self.store))
        if not count:
            return ()
        return ((self._choice(Words("choice-similar", {"count": count}), "similar"),),)

    def similar(self) -> Reply:
        """What others need or needed help with, on this."""
        return similar.list_(self.ask, self.message, self.store)

    def of_others(self) -> Reply:
        """What others asked for on this and what experts answered; else the way to both."""
        read = self._choice(Words("choice-resource"), "as")
        onward = ((read, self._other_kind), self._request)
        told = [each.entry for each in self._told()]
        return similar.asked(self.ask, self.message, self.store, told, onward)

    @property
    def _request(self) -> tuple[Choice, ...]:
        """To be put in touch with somebody, for whoever is alone with the hub."""
        if self.question.shared or not self.message.private:
            return ()
        return (Choice(Words("choice-request"), f"request.of {self.question.id}"),)

    @property
    def _narrow(self) -> Choice:
        return self._choice(Words("choice-narrow"), "narrow")

    @property
    def _back(self) -> Choice:
        return self._choice(Words("choice-back"), "page", "0")

    @property
    def _other_kind(self) -> Choice:
        return self._choice(Words(f"choice-{self.shelf.other}"), "other")

    def _choice(self, label: Words, verb: str, *values: str, strong: bool = False) -> Choice:
        action = " ".join((f"find.{verb}", str(self.question.id), *values))
        return Choice(label, action, strong=strong)


def _lines(looked: Looked) -> Iterable[Words]:
    """What the reader should know about the answer."""
    if looked.dropped:
        kinds = dict.fromkeys(slot.kind for slot in looked.dropped)
        names = Names(tuple(each for kind in kinds for each in _labels(looked.dropped, kind)))
        yield Words("find-dropped", {"slots": names})
    if looked.found.did_you_mean:
        yield Words("find-did-you-mean", {"words": echo(looked.found.did_you_mean)})
    if Note.OTHER_LANGUAGE in looked.found.notes:
        yield Words("find-other-language")
    if Note.INCOMPLETE in looked.found.notes:
        yield Words("find-incomplete")


def _label(slots: Sequence[Slot], kind: SlotKind) -> Names:
    """All that a facet is narrowed to, on one button."""
    return Names(_labels(slots, kind)[:2])


def _all_labels(slots: Sequence[Slot]) -> Names:
    """All that a question without words is narrowed to."""
    kinds = dict.fromkeys(slot.kind for slot in slots)
    return Names(tuple(label for kind in kinds for label in _labels(slots, kind)))


def _labels(slots: Sequence[Slot], kind: SlotKind) -> tuple[Words, ...]:
    """Of a word for a kind of resource, the type that is nearest to it says enough."""
    labels = tuple(slot.label for slot in slots if slot.kind is kind)
    return labels[:1] if kind is SlotKind.TYPE else labels


def _rows(choices: Sequence[Choice], width: int = 3) -> tuple[tuple[Choice, ...], ...]:
    """The choices in rows of at most `width`."""
    return tuple(tuple(choices[at : at + width]) for at in range(0, len(choices), width))
