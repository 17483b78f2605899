"""Which handler answers a message: words by their verb, taps by their action."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from random import SystemRandom

from bot import labels
from bot import slots as reading
from bot.forms import Forms
from bot.moments import read_asked
from bot.requesting import need_of
from bot.understand import LONGEST_READ, understand
from bot.understood import Alternative, Aspect, Turn, Understood, Verb
from config.folding import fold, tokens
from config.geography import Territory
from config.network_files.records import WorkingGroup
from config.phrases import Phrases, Words
from config.taxonomy import Region
from config.thesaurus import ConceptMatch
from handlers import (
    absence,
    casework,
    deadlines,
    drafting,
    expertise,
    experts,
    feeds,
    followup,
    gaps,
    groups,
    introductions,
    ladders,
    people,
    recommendations,
    record,
    relay,
    remind,
    reminders,
    requests,
    resources,
    reviews,
    saved,
    wanted,
    watches,
    workplans,
)
from handlers import help as helping
from handlers.answers import NEWER_YEARS, Answer, question_for
from handlers.asking import Ask, Definition, Slot, SlotKind
from handlers.calendar import zone_named
from handlers.errors import Refusal
from handlers.messages import Choice, Message, Reply, Said
from handlers.naming import group_named
from handlers.onward import DUE, HELP
from storage.search.documents import Kind
from storage.store import Store
from storage.watches import Rhythm

SHELVES = {Kind.RESOURCE: resources.SHELF, Kind.EXPERT: experts.SHELF}
AREAS: Mapping[str, Callable[..., Reply | None]] = {
    "answer": saved.tapped,
    "away": absence.tapped,
    "case": casework.tapped,
    "deadline": deadlines.tapped,
    "expertise": expertise.tapped,
    "recommendation": recommendations.tapped,
    "ladder": ladders.tapped,
    "relay": relay.tapped,
    "reminder": reminders.tapped,
    "intro": followup.tapped,
    "offer": introductions.tapped,
    "request": requests.tapped,
    "remind": remind.tapped,
    "wanted": wanted.tapped,
    "review": reviews.tapped,
    "group": groups.tapped,
    "plan": workplans.tapped,
}
"""Who answers taps whose verb begins with this word and a dot; it is given what follows the dot.

`tapped(message, store, verb, *values)` raises ValueError or TypeError for what it never offered.
"""
REDIRECTED: Mapping[str, Callable[[Message, Store, int], str]] = {
    "reminder.open": reminders.opened,
    "reminder.done": reminders.done,
}
"""Taps that are done by another area's action, which these tell; empty: by nothing more."""
LISTS: Mapping[Verb, Callable[[Message, Store], Reply]] = {
    Verb.WATCH: watches.list_,
    Verb.WATCHES: watches.list_,
    Verb.GAPS: gaps.gaps,
    Verb.EXPERTISE: expertise.mine,
    Verb.REQUESTS: requests.mine,
    Verb.CASES: casework.cases_,
    Verb.REMINDERS: remind.list_,
    Verb.REVIEWS: reviews.list_,
}
"""What is shown when it is named, whatever else is said."""
OF_GROUPS: Mapping[Verb, Callable[[Message, Store, str], Reply]] = {
    Verb.GROUPS: groups.show,
    Verb.JOIN: groups.asked_to_join,
    Verb.DEADLINES: deadlines.show,
    Verb.WORKPLAN: workplans.show,
    Verb.CHANNEL: groups.channel,
    Verb.RECOMMENDATIONS: recommendations.show,
}
"""What is about a working group, which the words name."""
SAID_BACK: Mapping[Verb, Callable[[Message], Reply]] = {
    Verb.HELP: helping.help_,
    Verb.GREETING: helping.greet,
    Verb.THANKS: helping.thank,
}
"""What is answered without looking anything up."""
KINDS = {Verb.FIND: Kind.RESOURCE, Verb.WHO: Kind.EXPERT}
VERBS = {kind: verb.value for verb, kind in KINDS.items()}
SURE_ENOUGH = 0.8
"""From this confidence on, a slot that was read from a sentence narrows the search; below it the
words themselves are left to rank."""
MOST_EXPANSIONS = 40
"""Other words that a question is searched by, the heaviest first.

All of them (131 at most) found the same on the tuned half of benchmarks/judged (hit@5 .901, MRR
.829 against .838) in twice the time.
"""
IN_MIND = timedelta(minutes=30)
"""For how long "more" or "in Spanish" is taken to speak of the answer before."""
SHORT = 200
"""Characters: what is longer is hardly written twice."""
LATELY = 256
"""Short texts whose meaning is kept; it takes a millisecond to find."""
LATEST_YEARS = 3
"""What "latest" looks back, this year included."""

WHOLE_QUESTION = 4
"""Words from which on a question tells in which language somebody likes to talk."""
LONGEST_REFERENCE = 30
"""Characters: what is longer is no working group's reference."""

_RANDOM = SystemRandom()


@dataclass(frozen=True)
class Router:
    """Turns what is said into a call of a handler; `languages` are those the hub speaks."""

    knowledge: reading.Knowledge
    phrases: Phrases
    public_url: str | None = None
    """Where calendars reach the hub; None: nowhere."""

    @property
    def forms(self) -> Forms:
        return Forms(self.knowledge, self.phrases)

    @property
    def onward(self) -> tuple[tuple[Choice, ...], ...]:
        """What is offered where nothing else can be done."""
        return ((HELP,),)

    def understand(self, message: Message) -> Understood | None:
        """What the typed words mean; None where nothing was typed."""
        if message.said not in {Said.TEXT, Said.COMMAND}:
            return None
        language = message.language.partition("-")[0]
        today = message.sent_at.date()
        read = self._lately if len(message.text) <= SHORT else self._read
        return read(message.text, language, message.verb or None, today)

    def _read(self, text: str, language: str, verb: str | None, today: date) -> Understood:
        return understand(
            text, knowledge=self.knowledge, reader_language=language, verb=verb, today=today
        )

    @cached_property
    def _lately(self) -> Callable[[str, str, str | None, date], Understood]:
        """`_read`, and what came of it for the latest texts: many write "help" or the same."""
        return lru_cache(LATELY)(self._read)

    def ask(self, meant: Understood | Alternative, whole: Understood, at: datetime) -> Ask:
        """What is meant as a question for the search core."""
        concepts = meant.concepts or whole.concepts
        language = whole.language or self.knowledge.thesaurus.language_of(concepts)
        return Ask(
            meant.words,
            language,
            tuple(_slots(meant.slots, verb=meant.verb, at=at)),
            self._expansion(concepts),
            {each.concept.id: each.concept.name() for each in concepts},
            tuple(self._definitions(meant.words)) if whole.asks_definition else (),
            whole.occasion,
            tense=whole.tense,
        )

    def answer(self, message: Message, store: Store, *, meant: Understood | None) -> Reply | None:
        """The reply, or None where there is nothing to say.

        Raises:
            Refusal, NotFound, Conflict: to be told to the person; nothing may remain then.
        """
        message = _as_tapped(message)
        reply = self._answered(message, store, meant)
        if reply is None:
            carried = relay.said(message, store)
            if carried is not None:
                return carried.reply
            reply = self._answer(message, store, meant)
        if reply and not self.public_url:
            reply = feeds.unoffered(message, reply, store)
        return reply and relay.with_reminder(message, reply, store)

    def _answered(self, message: Message, store: Store, meant: Understood | None) -> Reply | None:
        """What follows an open question of a form, even where words are carried to somebody."""
        if message.said is not Said.TEXT or message.reply_to:
            return None
        if meant and (_is_a_command(meant) or self._begins_anew(message, meant)):
            return None
        return self.forms.said(message, store)

    def _begins_anew(self, message: Message, meant: Understood) -> bool:
        """Whether a whole sentence is said that asks for a reminder at a time of its own."""
        if meant.verb is not Verb.REMIND:
            return False
        zone = zone_named(message.time_zone)
        when = read_asked(meant.words, self.knowledge, now=message.sent_at, zone=zone).when
        return not when.is_open or when.trouble is not None

    def _answer(self, message: Message, store: Store, meant: Understood | None) -> Reply | None:
        match message.said:
            case Said.LEFT | Said.RETURNED:
                return None
            case Said.MOVED:
                store.outbox.moved(message.place, message.text)
                store.own_reminders.moved(message.place, message.text)
                return None
            case Said.OPENED:
                return helping.welcome(message)
            case Said.TAP:
                return self._tapped(message, store)
            case Said.FILLED:
                return self.forms.sent(message, store)
            case _:
                return self._said(message, store, meant or Understood(Verb.UNKNOWN))

    def _said(self, message: Message, store: Store, meant: Understood) -> Reply:
        if meant.alternatives:
            return self._unsure(message, store, meant)
        reply = self._of_a_group(message, store, meant) or self._replied(message, store, meant)
        if meant.verb in KINDS:
            reply = self._with_their_language(message, store, meant, reply)
        if len(message.text) > LONGEST_READ:
            note = Words("read-the-beginning", {"most": LONGEST_READ})
            return replace(reply, lines=(note, *reply.lines))
        return reply

    def _with_their_language(
        self, message: Message, store: Store, meant: Understood, reply: Reply
    ) -> Reply:
        """Under the answer to a whole question in another language: to speak that, offered once."""
        language = meant.language
        if language == message.language or language not in self.phrases.languages:
            return reply
        if not message.private or len(tokens(message.text)) < WHOLE_QUESTION:
            return reply
        return people.offer_language(message, store, reply, language=language)

    def _replied(self, message: Message, store: Store, meant: Understood) -> Reply:
        match meant.verb:
            case Verb.FIND | Verb.WHO:
                reply = self._searched(message, store, meant)
            case Verb.ME:
                reply = self._me(message, store, meant)
            case Verb.WATCH if meant.words or meant.slots:
                ask = self.ask(meant, meant, message.sent_at)
                rhythm = Rhythm(meant.rhythm or Rhythm.WEEKLY)
                reply = watches.watch(message, ask, store, kind=Kind.RESOURCE, rhythm=rhythm)
            case Verb.FOLLOW_UP:
                reply = self._followed(message, store, meant)
            case Verb.CASES if meant.words:
                reply = casework.numbered(message, store, int(meant.words))
            case verb if verb in LISTS:
                reply = LISTS[verb](message, store)
            case Verb.REMIND:
                zone = zone_named(message.time_zone)
                asked = read_asked(meant.words, self.knowledge, now=message.sent_at, zone=zone)
                reply = remind.remind(message, store, asked)
            case Verb.REQUEST:
                reply = self._requested(message, store, meant)
            case Verb.AWAY:
                reply = absence.away(message, store, until=meant.words)
            case Verb.BACK:
                reply = absence.back(message, store)
            case verb if verb in SAID_BACK:
                reply = SAID_BACK[verb](message)
            case _:
                reply = _lost(message)
        return reply

    def _searched(self, message: Message, store: Store, meant: Understood) -> Reply:
        if not meant.words and not meant.slots:
            return helping.empty(message, of=meant.verb.value)
        before = self._before(message, store) if meant.narrows else None
        if before:
            verb = Verb(VERBS[before.shelf.kind])
            return before.narrowed(tuple(_slots(meant.slots, verb=verb, at=message.sent_at)))
        ask = self.ask(meant, meant, message.sent_at)
        if meant.verb is Verb.WHO:
            return experts.who(message, ask, store)
        return resources.find(message, ask, store)

    def _before(self, message: Message, store: Store) -> Answer | None:
        """The answer that this person had last, if they may still have it in mind."""
        since = message.sent_at - IN_MIND
        question = store.questions.latest(
            message.person_id, shared=not message.private, since=since
        )
        if question is None:
            return None
        return Answer(message, question, store, SHELVES[Kind(question.kind)])

    def _followed(self, message: Message, store: Store, meant: Understood) -> Reply:
        """What is said about the answer before; without one, what could be asked."""
        before = self._before(message, store)
        match meant.turn:
            case Turn.STOP if message.private:
                return watches.list_(message, store)
            case Turn.MORE if before:
                return before.more()
            case Turn.NEWER if before:
                since = str(message.sent_at.year - NEWER_YEARS + 1)
                return before.narrowed((Slot(SlotKind.SINCE, since, guessed=True),))
            case Turn.YES if before and before.spelling():
                return self._respelled(message, before)
            case Turn.NO if before:
                return before.rated(helped=False)
            case Turn.MORE | Turn.NEWER:
                return helping.empty(message)
            case _:
                return helping.thank(message)

    def _requested(self, message: Message, store: Store, meant: Understood) -> Reply:
        """A need in a sentence; without one, it is asked for."""
        if not meant.words and not meant.slots:
            return drafting.ask_all(message, store)
        return drafting.begin(message, store, need_of(meant, message.text, self.knowledge))

    def _of_a_group(self, message: Message, store: Store, meant: Understood) -> Reply | None:
        """What is about a working group; None where it is not, or names none that there is."""
        if meant.verb not in {*OF_GROUPS, Verb.CALENDAR}:
            group = _reference(message, store) if meant.verb is Verb.FIND else None
            return groups.one(message, store, group) if group else None
        if meant.words and message.said is Said.TEXT and group_named(store, meant.words) is None:
            if meant.otherwise is not None:
                return self._said(message, store, meant.otherwise)
            typed = replace(message, said=Said.COMMAND, verb=Verb.FIND)
            return self._replied(typed, store, self.understand(typed) or meant)
        if meant.verb is Verb.CALENDAR:
            return self._subscribing(message, store).show(meant.words)
        return OF_GROUPS[meant.verb](message, store, meant.words)

    def _unsure(self, message: Message, store: Store, meant: Understood) -> Reply:
        """Two or three choices instead of a guess."""
        readings = [self._reading(message, store, meant, each) for each in meant.alternatives]
        if meant.verb is Verb.UNKNOWN:
            typed = message.verb or meant.words.partition(" ")[0]
            return helping.nearest_verb(typed, readings)
        senses = len({each.verb for each in meant.alternatives}) == 1
        return helping.which(readings, of_one_verb=senses)

    def _reading(
        self, message: Message, store: Store, meant: Understood, one: Alternative
    ) -> helping.Reading:
        """One of several things that may be meant, and the action that does it."""
        asks = one.verb is Verb.REQUEST
        kind = Kind.RESOURCE if asks else KINDS.get(one.verb)
        if kind is None or not one.words:
            return helping.Reading(one.verb.value, action=one.verb.value)
        ask = self.ask(one, meant, message.sent_at)
        question = question_for(message, ask, store, kind=kind)
        action = f"{'request.of' if asks else 'find.as'} {question.id}"
        return helping.Reading(one.verb.value, one.words, action)

    def _me(self, message: Message, store: Store, meant: Understood) -> Reply:
        match meant.aspect:
            case Aspect.FORGET:
                return people.forget(message, store)
            case Aspect.LANGUAGE:
                language = next((str(slot.value) for slot in meant.slots), "")
                return self._language(message, store, language)
            case Aspect.TIME_ZONE:
                return people.choose_zone(message, store, zone=meant.words)
            case Aspect.LINK if meant.words:
                return people.link(message, store, code=meant.words)
            case Aspect.LINK:
                return people.offer_link(message, store, code=people.new_code(_RANDOM))
            case _:
                return people.me(message, store)

    def _subscribing(self, message: Message, store: Store) -> feeds.Subscribing:
        return feeds.Subscribing(message, store, self.public_url, _RANDOM)

    def _language(self, message: Message, store: Store, language: str) -> Reply:
        offered = self.phrases.languages
        return people.choose_language(message, store, language=language, offered=offered)

    def _tapped(self, message: Message, store: Store) -> Reply | None:
        """A choice's action is a verb and its arguments, with blanks between.

        Raises:
            Refusal: a button of another version, or one that nobody was shown.
        """
        verb, *values = message.text.split(" ")
        area, _, rest = verb.partition(".")
        try:
            if area == "form":
                return self.forms.tapped(message, store, rest, *values)
            if verb in REDIRECTED:
                action = REDIRECTED[verb](message, store, int(values[0]))
                return self._tapped(replace(message, text=action or DUE.action), store)
            if area == "feed":
                return self._subscribing(message, store).do(rest, *map(int, values))
            if area in AREAS:
                return AREAS[area](message, store, rest, *values)
            if verb.startswith("find."):
                return self._on_question(message, store, verb.removeprefix("find."), values)
            if verb in {"see", "see.near", "see.other"}:
                return self._on_record(message, store, verb, *values)
            if verb.startswith("watch."):
                return self._on_watch(message, store, verb.removeprefix("watch."), *values)
            return self._on_person(message, store, verb, *values)
        except (ValueError, TypeError, IndexError) as error:
            raise Refusal("button-old", choices=(HELP,)) from error

    def _on_question(
        self, message: Message, store: Store, verb: str, values: Sequence[str]
    ) -> Reply:
        question = store.questions.get(int(values[0]), for_update=True)
        if not question.shared and question.person_id != message.person_id:
            raise Refusal("not-your-question", choices=(HELP,))
        answer = Answer(message, question, store, SHELVES[Kind(question.kind)])
        match verb, values[1:]:
            case "as", []:
                return answer.first()
            case "page", [start]:
                return answer.page(int(start))
            case "narrow" | "similar", []:
                return answer.narrow() if verb == "narrow" else answer.similar()
            case "facet", [kind]:
                return answer.facet(SlotKind(kind))
            case "set", [kind, *value]:
                return answer.choose(SlotKind(kind), " ".join(value))
            case "drop", [kind]:
                return answer.drop(SlotKind(kind))
            case "spell", []:
                return self._respelled(message, answer)
            case "helped", [helped]:
                return answer.rated(helped=bool(int(helped)))
            case "watch" | "wait", []:
                rhythm = Rhythm.ONCE if verb == "wait" else Rhythm.WEEKLY
                of = answer.shelf.kind
                return watches.watch(message, answer.ask, store, kind=of, rhythm=rhythm)
            case "other", []:
                return answer.other(SHELVES)
            case _:
                raise ValueError(verb)

    def _on_record(
        self, message: Message, store: Store, verb: str, kind: str, number: str
    ) -> Reply:
        shelf = SHELVES.get(Kind(kind))
        if shelf is None:
            raise ValueError(kind)
        if verb == "see":
            return record.see(message, store, shelf=shelf, number=int(number))
        among = shelf if verb == "see.near" else SHELVES[shelf.other]
        return record.near(message, store, shelf=shelf, number=int(number), among=among)

    def _respelled(self, message: Message, answer: Answer) -> Reply:
        """The question as it was perhaps meant, understood afresh."""
        text = answer.spelling()
        if text is None:
            return answer.page()
        typed = replace(message, said=Said.COMMAND, text=text, verb=VERBS[answer.shelf.kind])
        meant = self.understand(typed) or Understood(Verb.FIND, text)
        return answer.reworded(replace(self.ask(meant, meant, message.sent_at), text=text))

    def _on_watch(self, message: Message, store: Store, verb: str, *values: str) -> Reply:
        match verb, values:
            case "list", ():
                return watches.list_(message, store)
            case "stop" | "off", (number,):
                return watches.stop(message, store, watch_id=int(number), listed=verb == "off")
            case "daily" | "weekly", (number,):
                rhythm = Rhythm(verb)
                return watches.switch(message, store, watch_id=int(number), rhythm=rhythm)
            case _:
                raise ValueError(verb)

    def _on_person(self, message: Message, store: Store, verb: str, *values: str) -> Reply:
        match verb, values:
            case "help", ():
                return helping.help_(message)
            case "help.try", (number,):
                return self._example(message, store, int(number))
            case "gaps", (start,):
                return gaps.gaps(message, store, start=int(start))
            case "me", ():
                return people.me(message, store)
            case (("me.language" | "me.speak"), _):
                reply = self._language(message, store, *values or ("",))
                return replace(reply, edits=reply.edits and verb == "me.language")
            case "me.zone", _:
                return people.choose_zone(message, store, zone=" ".join(values))
            case "me.link", ():
                return people.offer_link(message, store, code=people.new_code(_RANDOM))
            case "me.unlink", (account,):
                return people.unlink(message, store, account_id=int(account))
            case "me.known", ():
                return people.known(message, store)
            case "me.questions", ():
                return people.forget_questions(message, store)
            case "me.forget", _:
                return people.forget(message, store, sure=values == ("yes",))
            case _:
                raise ValueError(verb)

    def _example(self, message: Message, store: Store, number: int) -> Reply:
        """As if the person had typed the example that they tapped."""
        if not 1 <= number <= helping.EXAMPLES:
            raise ValueError(number)
        text = self.phrases.say(Words(f"help-try-{number}"), language=message.language)
        typed = replace(message, said=Said.TEXT, text=text, about="")
        return self._said(typed, store, self.understand(typed) or Understood(Verb.UNKNOWN))

    def _definitions(self, term: str) -> Iterable[Definition]:
        """Of the concepts that go by this name; there may be two, for an acronym."""
        words = tokens(term)
        for match in self.knowledge.thesaurus.recognise(term, words=words):
            whole = all(match.start <= each.start and each.end <= match.end for each in words)
            if whole and not match.apart and match.concept.definition:
                concept = match.concept
                yield Definition(concept.name(), concept.definition, concept.source)

    def _expansion(self, concepts: Sequence[ConceptMatch]) -> tuple[tuple[str, float], ...]:
        return tuple(self.knowledge.thesaurus.expansion(concepts))[:MOST_EXPANSIONS]


def _reference(message: Message, store: Store) -> WorkingGroup | None:
    """The group whose reference is all that was typed."""
    text = message.text.strip()
    if not any(sign.isdigit() or sign == "-" for sign in text[:LONGEST_REFERENCE]):
        return None
    short = len(text) <= LONGEST_REFERENCE
    found = group_named(store, text) if short else None
    return found if found is not None and fold(found.id) == fold(text) else None


def _is_a_command(meant: Understood) -> bool:
    """Whether nothing but something that can be asked for is named: no answer to a question."""
    named = meant.verb in {*LISTS, *OF_GROUPS, Verb.ME, Verb.HELP}
    return named and not meant.words and not meant.alternatives


def _as_tapped(message: Message) -> Message:
    """A choice whose label is typed is tapped; not while a form asks, nor in a conversation."""
    if message.said is not Said.TEXT or message.asked or message.talking or message.reply_to:
        return message
    action = labels.meant(message.text, message.offered, at=message.sent_at)
    return replace(message, said=Said.TAP, text=action) if action else message


def _lost(message: Message) -> Reply:
    """Where nothing is understood: a verb that there is not, the bare command, or only signs."""
    if message.verb not in {"", "hub"}:
        return helping.unlike_any(message.verb)
    if message.said is Said.COMMAND and not message.text.strip():
        return helping.help_(message)
    return helping.empty(message)


def _slots(read: Iterable[reading.Slot], *, verb: Verb, at: datetime) -> Iterable[Slot]:
    """What a sentence is sure enough to narrow by, as the handlers know it."""
    for slot in read:
        if slot.confidence >= SURE_ENOUGH:
            for kind, value in _narrowings(slot, verb=verb, at=at):
                faint = slot.kind in {reading.SlotKind.TYPE, reading.SlotKind.NEWEST}
                said = slot.label if isinstance(slot.value, Territory) else ""
                yield Slot(kind, value, guessed=True, faint=faint, said=said)


def _narrowings(slot: reading.Slot, *, verb: Verb, at: datetime) -> Iterable[tuple[SlotKind, str]]:
    match slot.kind, slot.value:
        case reading.SlotKind.COUNTRY, Territory(id=country) if verb is not Verb.WHO:
            yield SlotKind.COUNTRY, country
        case _, Territory(continents=continents):
            yield from ((SlotKind.REGION, each.value) for each in continents)
            if verb is Verb.WHO and continents:
                yield SlotKind.REGION, Region.GLOBAL.value
        case _, reading.Years(first, last):
            if first:
                yield SlotKind.SINCE, str(first)
            if last:
                yield SlotKind.UNTIL, str(last)
        case _, reading.Types(types=types):
            yield from ((SlotKind.TYPE, each) for each in types)
        case reading.SlotKind.NEWEST, _:
            yield SlotKind.SINCE, str(at.year - LATEST_YEARS + 1)
        case reading.SlotKind.ORGANISATION | reading.SlotKind.PUBLISHER, value:
            yield SlotKind.PUBLISHER, str(value)
        case kind, value:
            yield SlotKind(kind.value), str(value)
