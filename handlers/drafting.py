"""A draft of a request: begun from a sentence or an answer, read again, corrected tap by tap."""

from dataclasses import replace
from datetime import date

from config.taxonomy import LANGUAGES, Region
from handlers import audience, forms, needs
from handlers.asking import Ask, Slot, SlotKind
from handlers.errors import Refusal
from handlers.messages import Message, Reply, pack_reply
from handlers.needs import Need
from handlers.onward import HELP
from handlers.requesting import new, whole_form, words_form
from storage.requests import Precision, Request
from storage.store import Store


def begin(message: Message, store: Store, need: Need) -> Reply:
    """Show what was understood of a need, to be corrected and sent; nobody sees it before.

    Where others read along it goes on in private.
    """
    request = new(message, store)
    needs.take(request, need)
    audience.settle(store, request)
    store.requests.add(request)
    if message.private:
        return needs.screen(replace(message, about=""), request)
    _in_private(message, store, request)
    return Reply("request-in-private")


def ask_all(message: Message, store: Store) -> Reply:
    """What is needed, how and until when: all of it asked together where the platform can."""
    return forms.open_(message, store, whole_form(store, message.person_id, None))


def reread(message: Message, store: Store, request: Request, need: Need) -> Reply:
    """Show what was understood of other words for a draft."""
    needs.take_again(request, need)
    audience.settle(store, request)
    return needs.screen(message, request)


def from_question(message: Message, store: Store, question_id: int) -> Reply:
    """Ask a person what was asked of the hub, in the same words."""
    question = store.questions.get(question_id)
    if question.person_id != message.person_id:
        raise Refusal("not-your-question", choices=(HELP,))
    slots = [Slot.unpacked(each) for each in question.slots]
    ask = Ask(
        question.text,
        question.language,
        expansion=tuple(question.expansion.items()),
        concepts=question.concepts,
    )

    def values(kind: SlotKind) -> tuple[str, ...]:
        return tuple(slot.value for slot in slots if slot.kind is kind)

    need = Need(
        question.text,
        ask,
        languages=values(SlotKind.LANGUAGE),
        countries=values(SlotKind.COUNTRY),
        regions=tuple(each for each in values(SlotKind.REGION) if each != Region.GLOBAL),
        objectives=tuple(map(int, values(SlotKind.OBJECTIVE))),
    )
    return begin(message, store, need)


def corrected(message: Message, store: Store, request: Request, verb: str, *values: str) -> Reply:
    """A tap on the screen of a draft."""
    match verb, values:
        case "words" | "more" | "without", ():
            shown = message.place.platform in forms.AT_ONCE
            return forms.open_(message, store, words_form(request, verb, shown=shown))
        case "form", ():
            return forms.open_(message, store, whole_form(store, message.person_id, request))
        case "languages" | "language", _:
            return _languages(message, request, *values)
        case "where" | "place" | "region", _:
            return _places(message, request, verb, *values)
        case "when", ():
            return needs.choose_date(message, request)
        case "by", ():
            request.needed_by, request.precision = None, Precision.DAY
        case "by", (day, precision):
            request.needed_by = date.fromisoformat(day)
            request.precision = Precision(precision)
        case _:
            _switched(request, verb, *values)
    return needs.screen(message, request)


def _languages(message: Message, request: Request, *values: str) -> Reply:
    for code in values:
        request.languages = needs.toggled(request.languages, LANGUAGES[LANGUAGES.index(code)])
    return needs.choose_languages(message, request)


def _places(message: Message, request: Request, verb: str, *values: str) -> Reply:
    match verb, values:
        case "where", ():
            pass
        case "place", (code,):
            request.countries = [each for each in request.countries if each != code]
        case "region", (name,):
            request.regions = needs.toggled(request.regions, Region(name).value)
        case _:
            raise ValueError(verb)
    return needs.choose_places(message, request)


def _switched(request: Request, verb: str, on: str) -> None:
    """Something that is so or not; twice the same tap changes it once."""
    match verb:
        case "urgent":
            request.urgent = bool(int(on))
        case "sensitive":
            request.sensitive = bool(int(on))
        case "country":
            request.for_country = bool(int(on))
        case _:
            raise ValueError(verb)


def _in_private(message: Message, store: Store, request: Request) -> None:
    """The need was said where others read along; what belongs to it is not."""
    screen = needs.screen(replace(message, about=""), request)
    store.outbox.notify(
        f"request:{request.id}:draft",
        pack_reply(screen),
        person_id=message.person_id,
        due_at=message.sent_at,
    )
