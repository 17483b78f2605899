"""Who knows better, as somebody who was asked says: one of the next, or in their own words."""

from config.phrases import Words
from handlers import cases, forms, pool
from handlers.asked import Asked, answered, back, offer_of, too_late
from handlers.errors import Refusal
from handlers.fields import Values
from handlers.matching import rank
from handlers.messages import Choice, Field, Form, Message, Reply, echo
from handlers.onward import HELP
from storage.offers import OPEN, OfferState
from storage.store import Store

FORM = "better"
"""The name of the form."""
LONGEST_NAMED = 200
"""Characters."""
MOST = 3
"""People to choose from."""


def tapped(of: Asked, verb: str, *rest: str) -> Reply:
    """A choice about who knows better.

    Raises:
        ValueError: none that was ever offered.
    """
    match verb, rest:
        case "better", ():
            return _who_better(of)
        case "named", (profile_id,):
            return _named(of, int(profile_id))
        case "else", ():
            form = better_form(of.store, of.message.person_id, str(of.offer.id))
            return forms.open_(of.message, of.store, form)
        case "none", ():
            return _nobody_here(of)
        case _:
            raise ValueError(verb)


def _who_better(asked: Asked) -> Reply:
    """The next who could be asked, by what they answer for; or nobody who is here."""
    store, request, at = asked.store, asked.request, asked.at
    made = store.offers.of(request.id)
    need = pool.need(request, store, offers=made, now=at)
    matches = rank(need, pool.candidates(request, store, now=at), at, most=MOST)
    records = store.experts.many([each.candidate.record_id for each in matches])
    rows = [
        (_name(asked, records[each.candidate.record_id].title, each.candidate.id),)
        for each in matches
    ]
    other = Choice(Words("choice-better-else"), f"offer.else {asked.offer.id}")
    phrase = "offer-who-better" if rows else "offer-who-better-nobody"
    return Reply(phrase, choices=(*rows, (other, back(asked))), edits=asked.edits)


def better_form(store: Store, person_id: int, subject: str) -> Form:
    """Who knows better, in the expert's own words; `subject` is the offer's number.

    Raises:
        Refusal: it was asked of somebody else.
    """
    mine(store, person_id, subject)
    hint = Words("better-hint")
    field = Field("who", Words("better-who"), hint=hint, most=LONGEST_NAMED)
    return Form(FORM, subject, Words("better-title"), (field,), Words("better-submit"))


def mine(store: Store, person_id: int, subject: str) -> None:
    """That an offer, by its number, was put to somebody.

    Raises:
        Refusal: it was not.
    """
    offer, profile = store.offers.find(int(subject)), store.profiles.of(person_id)
    if offer is None or profile is None or offer.profile_id != profile.id:
        raise Refusal("offer-not-yours", choices=(HELP,))


def better_filled(message: Message, store: Store, subject: str, values: Values) -> Reply:
    """Those who go by what was said, to choose from; else the secretariat hears of it."""
    asked = offer_of(message, store, int(subject))
    if asked.offer.state not in OPEN:
        return too_late(asked)
    asked.offer.named_as = str(values.get("who") or "").strip()
    known = _known_as(asked) if asked.offer.named_as else []
    if not known:
        return _nobody_here(asked)
    none = Choice(Words("choice-better-none"), f"offer.none {asked.offer.id}")
    return Reply("better-which", choices=(*((each,) for each in known), (none, back(asked))))


def _known_as(asked: Asked) -> list[Choice]:
    """Experts who go by that role, organisation or name, and could be asked."""
    store, request = asked.store, asked.request
    found = pool.called(asked.offer.named_as, store, most=MOST)
    records, profiles = store.experts.many(found), store.profiles.by_records(found)
    return [
        _name(asked, records[each].title, profiles[each].id)
        for each in found
        if each in records
        and each in profiles
        and pool.why_not(request, store, each, now=asked.at) in pool.BY_HAND
    ]


def _name(asked: Asked, title: str, profile_id: int) -> Choice:
    label = Words("just", {"what": echo(title)})
    return Choice(label, f"offer.named {asked.offer.id} {profile_id}")


def _named(asked: Asked, profile_id: int) -> Reply:
    profile = asked.store.profiles.get(profile_id)
    if profile is None:
        return _nobody_here(asked)
    asked.offer.named_id, asked.offer.named_as = profile_id, ""
    answered(asked, OfferState.DECLINED, "declined", reason="better")
    who = asked.store.experts.get(profile.record_id).title
    return Reply("offer-better-thanks", {"who": who}, edits=asked.edits)


def _nobody_here(asked: Asked) -> Reply:
    """Nobody on record knows better; whom they named, the secretariat hears of, and may ask."""
    named = asked.offer.named_as
    answered(asked, OfferState.DECLINED, "named" if named else "nobody-here", reason="better")
    if named:
        phrase, key = "request-named-secretariat", f"named:{asked.offer.id}"
        cases.tell_secretariat(
            asked.store, asked.request, phrase, at=asked.at, key=key, details={"who": named}
        )
    return Reply("offer-better-passed-on" if named else "offer-better-noted", edits=asked.edits)
