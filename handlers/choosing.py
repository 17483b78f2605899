"""Whom the secretariat asks: who fits, why others are not asked, and asking somebody by hand."""

from collections.abc import Sequence

from config.phrases import Words
from handlers import casefile, forms, matching, matchmaking, pool
from handlers.errors import Refusal
from handlers.fields import Values
from handlers.messages import Choice, Entry, Field, Form, Message, Reply, echo
from storage.requests import Request
from storage.store import Store

NEAREST = 5
"""Experts that can be asked by hand, or asked about: those whose evidence fits best."""
OTHER = "case-who"
"""The name of the form."""


def tapped(
    message: Message, store: Store, request: Request, verb: str, *values: str
) -> Reply | None:
    """Who is asked, by hand, and why others are not; None: somebody is asked from now on.

    Raises:
        Refusal: a rule that either side has set is against it.
        ValueError: none that was ever offered.
    """
    match verb, values:
        case "who", ():
            return _who(message, store, request)
        case "other", ():
            form = other_form(store, message.person_id, str(request.id))
            return forms.open_(message, store, form)
        case "ask", (profile_id,):
            _ask(message, store, request, int(profile_id))
            return None
        case _:
            raise ValueError(verb)


def _who(message: Message, store: Store, request: Request) -> Reply:
    """The experts who fit best: who can be asked by hand, and why the others are not."""
    found = pool.nearest(request, store, most=NEAREST)
    return _told(message, store, request, found, "case-who" if found else "case-who-nobody")


def _told(
    message: Message, store: Store, request: Request, record_ids: Sequence[str], phrase: str
) -> Reply:
    """Experts, each with a tap to ask them, or the rule by which they are not asked."""
    experts = store.experts.many(record_ids)
    profiles = store.profiles.by_records(record_ids)
    entries, choices = [], []
    for record_id in (each for each in record_ids if each in experts):
        title = experts[record_id].title
        rule = pool.why_not(request, store, record_id, now=message.sent_at)
        why = matching.why_not(rule) if rule else Words("case-can-be-asked")
        entries.append(Entry(title, why=why))
        if rule in pool.BY_HAND and record_id in profiles:
            label = Words("choice-case-ask", {"who": echo(title)})
            choices.append(Choice(label, f"case.ask {request.id} {profiles[record_id].id}"))
    other = Choice(Words("choice-case-other"), f"case.other {request.id}")
    return Reply(
        phrase,
        entries=tuple(entries),
        choices=(*((each,) for each in choices), (other, casefile.back(request))),
        edits=bool(message.about),
    )


def other_form(store: Store, person_id: int, subject: str) -> Form:
    """Of whom it is asked why they are not asked; `subject` is the request's number.

    Raises:
        Refusal: somebody else asks.
    """
    casefile.secretariat_only(store, person_id)
    request = casefile.sent(store, subject)
    field = Field("who", Words("case-field-who"), required=True, hint=Words("case-hint-who"))
    submit = Words("case-who-submit")
    return Form(OTHER, str(request.id), Words("choice-case-other"), (field,), submit)


def other_filled(message: Message, store: Store, subject: str, values: Values) -> Reply:
    """Whoever goes by this name, role or organisation, and why they are not asked."""
    casefile.for_secretariat(message, store)
    request = casefile.sent(store, subject)
    found = pool.called(str(values["who"] or ""), store, most=NEAREST)
    return _told(message, store, request, found, "case-who-called" if found else "case-who-unknown")


def _ask(message: Message, store: Store, request: Request, profile_id: int) -> None:
    """Ask this one, whoever would be next; a cap or a no is never passed over."""
    offer = matchmaking.ask_by_hand(store, request, profile_id, now=message.sent_at)
    if offer is None:
        raise Refusal("case-cannot-ask", choices=(casefile.back(request),))
