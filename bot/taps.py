"""What is answered to a tap: by the area that its action names, or about a question or oneself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.areas import AREAS, REDIRECTED, SHELVES
from bot.forms import Forms
from bot.spoken import Spoken
from bot.understood import Understood, Verb
from config.phrases import Words
from handlers import gaps, people, record, watches
from handlers import help as helping
from handlers.answers import Answer
from handlers.asking import SlotKind
from handlers.errors import Refusal
from handlers.messages import Message, Reply, Said
from handlers.onward import DUE, HELP
from storage.search.documents import Kind
from storage.store import Store
from storage.watches import Rhythm


@dataclass(frozen=True, slots=True)
class Taps:
    """Does what a choice says; some do what could have been typed instead."""

    forms: Forms
    spoken: Spoken

    def tapped(self, message: Message, store: Store) -> Reply | None:
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
                return self.tapped(replace(message, text=action or DUE.action), store)
            if area == "feed":
                return self.spoken.subscribing(message, store).do(rest, *map(int, values))
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
                return self.spoken.respelled(message, answer)
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
                reply = self.spoken.language(message, store, *values or ("",))
                return replace(reply, edits=reply.edits and verb == "me.language")
            case "me.zone", _:
                return people.choose_zone(message, store, zone=" ".join(values))
            case "me.link", ():
                return self.spoken.offer_link(message, store)
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
        text = self.spoken.phrases.say(Words(f"help-try-{number}"), language=message.language)
        typed = replace(message, said=Said.TEXT, text=text, about="")
        return self.spoken.said(
            typed, store, self.spoken.reader.understand(typed) or Understood(Verb.UNKNOWN)
        )
