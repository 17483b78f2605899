"""The forms of a request: all of it at once, or its words alone."""

from collections.abc import Iterator
from datetime import date

from config.phrases import Term, Words
from config.taxonomy import LANGUAGES, Standing, Visibility
from handlers import audience, needs, terms
from handlers.errors import Refusal
from handlers.fields import Values
from handlers.messages import Field, FieldKind, Form, Message, Option
from handlers.onward import HELP
from storage.errors import NotFound
from storage.requests import Precision, Request, State
from storage.store import Store

WHOLE, WORDS = "request", "words"
"""The names of the two forms; their subjects are a draft's number, or nothing for a new one, and
a draft's number with what is done to its words."""
SEEN_BY = {
    Standing.GUEST: Visibility.NETWORK,
    Standing.OFFICIAL: Visibility.GOVERNMENT,
    Standing.MEMBER: Visibility.NETWORK,
    Standing.SECRETARIAT: Visibility.NETWORK,
}
"""Who may see a request where nothing else is chosen, by what its requester is to the network."""
WITHOUT = "without"
"""What the form for words is called where it asks who shall not be asked."""
LONGEST_NAMED = 60
"""Characters of a name that is repeated as unknown."""
LEAST = 8
"""Characters that say anything at all."""


def new(message: Message, store: Store) -> Request:
    """An empty draft of whoever wrote this."""
    person = store.people.get(message.person_id)
    return Request(
        person_id=person.id,
        need="",
        languages=[],
        countries=[],
        regions=[],
        objectives=[],
        excluded=[],
        organisation=person.organisation or "",
        visibility=SEEN_BY[person.standing],
        state=State.DRAFT,
        precision=Precision.DAY,
        created_at=message.sent_at,
        state_at=message.sent_at,
    )


def form(store: Store, person_id: int, subject: str) -> Form:
    """The whole form, of a draft or of a new one.

    Raises:
        Refusal: the draft was sent or dropped.
    """
    return whole_form(store, person_id, draft(store, person_id, subject) if subject else None)


def words_alone(store: Store, person_id: int, subject: str) -> Form:
    """The form for a draft's words.

    Raises:
        Refusal: the draft was sent or dropped.
    """
    number, _, verb = subject.partition(" ")
    return words_form(draft(store, person_id, number), verb)


def whole_form(store: Store, person_id: int, request: Request | None) -> Form:
    """Everything that a request says."""
    return Form(
        WHOLE,
        str(request.id) if request else "",
        Words("request-form"),
        (
            _need("request-field-need", request.need if request else None),
            *_terms(request),
            _seen(store, person_id, request),
        ),
        Words("request-form-submit"),
        begun=request is not None,
    )


def _need(label: str, written: str | None) -> Field:
    return Field(
        "need",
        Words(label),
        FieldKind.LONG,
        value=written,
        required=True,
        hint=Words("request-hint-need"),
        least=LEAST,
        most=needs.LONGEST_NEED,
    )


def _terms(request: Request | None) -> Iterator[Field]:
    """In which languages, and until when."""
    languages = tuple(request.languages) or None if request else None
    named = [Option(each, Words("just", {"what": Term("language", each)})) for each in LANGUAGES]
    label = Words("request-field-languages")
    yield Field("languages", label, FieldKind.SOME_OF, tuple(named), value=languages)
    yield Field("by", Words("request-field-by"), FieldKind.DATE, value=_day(request))
    urgent = request.urgent if request else None
    yield Field("urgent", Words("request-field-urgent"), FieldKind.YES_NO, value=urgent)


def _seen(store: Store, person_id: int, request: Request | None) -> Field:
    """Who else sees it."""
    offered = audience.options(store, person_id)
    now = audience.value(store, request) if request else None
    return Field(
        "seen",
        Words("request-field-seen"),
        FieldKind.ONE_OF,
        offered,
        value=now if now in {each.value for each in offered} else None,
        hint=Words("request-hint-seen"),
    )


def words_form(request: Request, verb: str, *, shown: bool = False) -> Form:
    """`verb`: "more" adds to the words, "words" puts others in their place.

    `shown`: the words stand in the field, to be changed where they stand.
    """
    if verb == WITHOUT:
        return _without_form(request)
    more = verb == "more"
    label = "request-field-more" if more else "request-field-need"
    field = _need(label, request.need if shown and not more else None)
    submit = Words("request-form-submit")
    return Form(WORDS, f"{request.id} {verb}", Words("request-form"), (field,), submit)


def check(store: Store, _person_id: int, _subject: str, values: Values) -> dict[str, Words]:
    """What is wrong with answers: an organisation that nobody knows."""
    _, unknown = terms.organisations(store, values.get("excluded"))
    if not unknown:
        return {}
    name = unknown[0][:LONGEST_NAMED]
    return {"excluded": Words("expertise-wrong-organisation", {"name": name})}


def _without_form(request: Request) -> Form:
    """Organisations that shall not be asked; nobody else sees which."""
    field = Field(
        "excluded",
        Words("request-field-excluded"),
        value=", ".join(request.excluded) or None,
        hint=Words("request-hint-excluded"),
    )
    submit = Words("request-form-submit")
    title = Words("request-form")
    return Form(WORDS, f"{request.id} {WITHOUT}", title, (field,), submit)


def filled(message: Message, store: Store, subject: str, values: Values) -> Request:
    """The draft with what was answered; words that are new have yet to be read."""
    request = draft(store, message.person_id, subject) if subject else new(message, store)
    said = str(values["need"] or "")
    if said != request.need:
        _say(request, said)
    languages = values["languages"]
    request.languages = list(languages) if isinstance(languages, tuple) else []
    if values["by"] != _day(request):
        request.needed_by = date.fromisoformat(str(values["by"])) if values["by"] else None
        request.precision = Precision.DAY
    request.urgent = bool(values["urgent"])
    audience.take(store, request, values.get("seen"))
    return store.requests.add(request)


def words_filled(message: Message, store: Store, subject: str, values: Values) -> Request:
    """Other words are read afresh; more of them keep what was corrected by hand."""
    number, _, verb = subject.partition(" ")
    request = draft(store, message.person_id, number)
    if verb == WITHOUT:
        request.excluded = list(terms.organisations(store, values.get("excluded"))[0])
        return request
    said = str(values["need"] or "")
    if verb == "more":
        _say(request, f"{request.need.rstrip()}\n{said}")
    else:
        _say(request, said)
        request.languages, request.countries, request.regions = [], [], []
        request.needed_by, request.urgent = None, False
    return request


def draft(store: Store, person_id: int, number: str) -> Request:
    """A draft of this person.

    Raises:
        Refusal: it was sent or dropped, or is somebody else's.
    """
    try:
        request = store.requests.get(int(number))
    except (NotFound, ValueError):
        raise Refusal("request-gone", choices=(HELP,)) from None
    if request.person_id != person_id or request.state is not State.DRAFT:
        raise Refusal("request-gone", choices=(HELP,))
    return request


def _say(request: Request, words: str) -> None:
    request.need, request.topic = words[: needs.LONGEST_NEED], None


def _day(request: Request | None) -> str | None:
    return request.needed_by.isoformat() if request and request.needed_by else None
