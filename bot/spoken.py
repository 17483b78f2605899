"""What is answered to typed words, by what they were understood as."""

from dataclasses import dataclass, replace
from datetime import timedelta
from random import SystemRandom

from bot.areas import KINDS, LISTS, OF_GROUPS, SAID_BACK, SHELVES, VERBS
from bot.moments import read_asked
from bot.reader import Reader, narrowed_by
from bot.requesting import need_of
from bot.understand import LONGEST_READ
from bot.understood import Alternative, Aspect, Turn, Understood, Verb
from config.folding import fold, tokens
from config.network_files.records import WorkingGroup
from config.phrases import Phrases, Words
from config.tables import is_table
from handlers import (
    absence,
    casework,
    drafting,
    experts,
    feeds,
    groups,
    people,
    remind,
    resources,
    sheets,
    watches,
)
from handlers import help as helping
from handlers.answers import NEWER_YEARS, Answer, question_for
from handlers.asking import Slot, SlotKind
from handlers.calendar import zone_named
from handlers.messages import Message, Reply, Said
from handlers.naming import group_named
from storage.search.documents import Kind
from storage.store import Store
from storage.watches import Rhythm

IN_MIND = timedelta(minutes=30)
"""For how long "more" or "in Spanish" is taken to speak of the answer before."""
WHOLE_QUESTION = 4
"""Words from which on a question tells in which language somebody likes to talk."""
LONGEST_REFERENCE = 30
"""Characters: what is longer is no working group's reference."""
_RANDOM = SystemRandom()


@dataclass(frozen=True, slots=True)
class Spoken:
    """Calls the handler of what was understood."""

    reader: Reader
    phrases: Phrases
    public_url: str | None
    """Where calendars reach the hub; None: nowhere."""

    def said(self, message: Message, store: Store, meant: Understood) -> Reply:
        """What is typed, or the table that comes along; another file is left unopened."""
        if message.attached is None:
            return self._meant(message, store, meant)
        if is_table(message.attached.name) or not message.text:
            return sheets.brought(message, store, message.attached)
        reply = self._meant(replace(message, attached=None), store, meant)
        return replace(reply, lines=(*reply.lines, Words("sheet-unread")))

    def _meant(self, message: Message, store: Store, meant: Understood) -> Reply:
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
            case Verb.FIND | Verb.WHO | Verb.SIMILAR:
                reply = self._searched(message, store, meant)
            case Verb.ME:
                reply = self._me(message, store, meant)
            case Verb.WATCH if meant.words or meant.slots:
                ask = self.reader.ask(meant, meant, message.sent_at)
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
                asked = read_asked(
                    meant.words, self.reader.knowledge, now=message.sent_at, zone=zone
                )
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
            return before.narrowed(tuple(narrowed_by(meant.slots, verb=verb, at=message.sent_at)))
        ask = self.reader.ask(meant, meant, message.sent_at)
        if meant.verb is Verb.SIMILAR:
            return resources.of_others(message, ask, store)
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
                return self.respelled(message, before)
            case Turn.NO if before:
                return before.rated(helped=False)
            case Turn.MORE | Turn.NEWER:
                return helping.empty(message)
            case _:
                return helping.thank(message)

    def respelled(self, message: Message, answer: Answer) -> Reply:
        """The question as it was perhaps meant, understood afresh."""
        text = answer.spelling()
        if text is None:
            return answer.page()
        typed = replace(message, said=Said.COMMAND, text=text, verb=VERBS[answer.shelf.kind])
        meant = self.reader.understand(typed) or Understood(Verb.FIND, text)
        return answer.reworded(replace(self.reader.ask(meant, meant, message.sent_at), text=text))

    def _requested(self, message: Message, store: Store, meant: Understood) -> Reply:
        """A need in a sentence; without one, it is asked for."""
        if not meant.words and not meant.slots:
            return drafting.ask_all(message, store)
        return drafting.begin(message, store, need_of(meant, message.text, self.reader.knowledge))

    def _of_a_group(self, message: Message, store: Store, meant: Understood) -> Reply | None:
        """What is about a working group; None where it is not, or names none that there is."""
        if meant.verb not in {*OF_GROUPS, Verb.CALENDAR}:
            group = _reference(message, store) if meant.verb is Verb.FIND else None
            return groups.one(message, store, group) if group else None
        if meant.words and message.said is Said.TEXT and group_named(store, meant.words) is None:
            if meant.otherwise is not None:
                return self.said(message, store, meant.otherwise)
            typed = replace(message, said=Said.COMMAND, verb=Verb.FIND)
            return self._replied(typed, store, self.reader.understand(typed) or meant)
        if meant.verb is Verb.CALENDAR:
            return self.subscribing(message, store).show(meant.words)
        return OF_GROUPS[meant.verb](message, store, meant.words)

    def _unsure(self, message: Message, store: Store, meant: Understood) -> Reply:
        """Two or three choices instead of a guess."""
        readings = [self._reading(message, store, meant, each) for each in meant.alternatives]
        if meant.verb is Verb.UNKNOWN:
            return helping.nearest_verb(_first_word(message, meant), readings)
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
        ask = self.reader.ask(one, meant, message.sent_at)
        question = question_for(message, ask, store, kind=kind)
        action = f"{'request.of' if asks else 'find.as'} {question.id}"
        return helping.Reading(one.verb.value, one.words, action)

    def _me(self, message: Message, store: Store, meant: Understood) -> Reply:
        match meant.aspect:
            case Aspect.FORGET:
                return people.forget(message, store)
            case Aspect.LANGUAGE:
                language = next((str(slot.value) for slot in meant.slots), "")
                return self.language(message, store, language)
            case Aspect.TIME_ZONE:
                return people.choose_zone(message, store, zone=meant.words)
            case Aspect.LINK if meant.words:
                return people.link(message, store, code=meant.words)
            case Aspect.LINK:
                return self.offer_link(message, store)
            case _:
                return people.me(message, store)

    def subscribing(self, message: Message, store: Store) -> feeds.Subscribing:
        return feeds.Subscribing(message, store, self.public_url, _RANDOM)

    def offer_link(self, message: Message, store: Store) -> Reply:
        return people.offer_link(message, store, code=people.new_code(_RANDOM))

    def language(self, message: Message, store: Store, language: str) -> Reply:
        offered = self.phrases.languages
        return people.choose_language(message, store, language=language, offered=offered)


def _reference(message: Message, store: Store) -> WorkingGroup | None:
    """The group whose reference is all that was typed."""
    text = message.text.strip()
    if not any(sign.isdigit() or sign == "-" for sign in text[:LONGEST_REFERENCE]):
        return None
    short = len(text) <= LONGEST_REFERENCE
    found = group_named(store, text) if short else None
    return found if found is not None and fold(found.id) == fold(text) else None


def _lost(message: Message) -> Reply:
    """Where nothing is understood: a verb that there is not, the bare command, or only signs."""
    if message.verb not in {"", "hub"}:
        return helping.unlike_any(message.verb)
    if message.said is Said.COMMAND and not message.text.strip():
        return helping.help_(message)
    return helping.empty(message)


def _first_word(message: Message, meant: Understood) -> str:
    """What nobody knows for a verb, as it was typed; a command's slash is none of it."""
    text = message.text.strip()
    words = text[1:] if text.startswith("/") else meant.words
    return message.verb or words.partition(" ")[0]
