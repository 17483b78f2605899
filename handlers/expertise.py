"""My expertise: agreeing to be asked, on which terms, being away, pausing and leaving."""

from collections.abc import Iterable, Iterator

from config.network_files.records import Expert
from config.phrases import Day, Names, Term, Words
from handlers import absence, cases, forms, joining, listing, terms
from handlers.errors import Refusal
from handlers.fields import Values
from handlers.listing import Tags, tags_of
from handlers.messages import Choice, Message, Reply
from handlers.naming import organisations_called
from handlers.onward import EXPERTISE, HELP, ME
from storage.experts import joined
from storage.profiles import Pause, Profile, ProfileState
from storage.store import Store


def mine(message: Message, store: Store) -> Reply:
    """On which terms I may be asked; or, before I agreed to it, what it would mean."""
    _in_private(message)
    profile = store.profiles.of(message.person_id)
    if profile is None:
        return _consent(message, store)
    return Reply(
        f"expertise-{profile.state}",
        lines=tuple(_lines(store, profile, message)),
        choices=_ways(profile),
        edits=bool(message.about),
    )


def tapped(message: Message, store: Store, verb: str, *values: str) -> Reply:
    """A choice of this area.

    Raises:
        ValueError: none that was ever offered.
    """
    _in_private(message)
    match verb, values:
        case "mine", ():
            return mine(message, store)
        case "agree" | "edit", ():
            return _form(message, store)
        case "no", ():
            return Reply("expertise-declined", choices=((HELP,),), edits=bool(message.about))
        case "roles", ():
            return joining.roles(message, store)
        case "role", (number,):
            joining.take(message, store, int(number))
            return mine(message, store)
        case "confirm" | "refuse", (profile_id,):
            return joining.decide(message, store, int(profile_id), agreed=verb == "confirm")
        case _:
            return _on_mine(message, store, verb, *values)


def filled(message: Message, store: Store, values: Values, *, tags: Tags) -> Reply:
    """Take what the form says: a new expert joins, or the terms of one change."""
    profile = store.profiles.of(message.person_id)
    is_new = profile is None
    if profile is None:
        profile = joining.new(message, store)
    if joined(profile.record_id):
        listing.write(message, store, profile, values, tags)
    terms.apply(store, profile, values)
    profile.confirmed_at = message.sent_at
    if is_new and profile.state == ProfileState.PENDING:
        joining.tell_secretariat(message, store, profile)
    return _kept(message, store, profile, is_new=is_new)


def _consent(message: Message, store: Store) -> Reply:
    agree = Choice(Words("expertise-choice-agree"), "expertise.agree", strong=True)
    no = Choice(Words("expertise-choice-no"), "expertise.no")
    role = Choice(Words("expertise-choice-role"), "expertise.roles")
    person = store.people.get(message.person_id)
    rows = ((agree, no), (role,)) if joining.free_roles(store, person) else ((agree, no),)
    lines = tuple(Words(f"expertise-consent-{each}") for each in ("asks", "names", "seen", "leave"))
    return Reply("expertise-consent", lines=lines, choices=rows, edits=bool(message.about))


def _form(message: Message, store: Store) -> Reply:
    return forms.open_(message, store, terms.form(store, message.person_id, ""))


def _on_mine(message: Message, store: Store, verb: str, *values: str) -> Reply:
    """What somebody who joined does with their own profile."""
    profile = _mine(message, store)
    match verb, values:
        case "untag", (tag,):
            listing.untag(message, store, profile, tag)
            return _kept(message, store, profile, is_new=False)
        case "right", ():
            profile.confirmed_at = message.sent_at
            return Reply("expertise-right", choices=((EXPERTISE,),), edits=bool(message.about))
        case "away", ():
            return absence.away(message, store)
        case "here", ():
            return absence.here(message, store)
        case "pause", ():
            return _pause(message, store, profile)
        case "back", ():
            return _return(message, profile)
        case "leave", ():
            yes = Choice(Words("expertise-choice-leave-sure"), "expertise.leave yes")
            stay = Choice(Words("expertise-choice-stay"), "expertise.mine")
            return Reply("expertise-leave-ask", choices=((yes, stay),), edits=bool(message.about))
        case "leave", ("yes",):
            return _leave(message, store, profile)
        case _:
            raise ValueError(verb)


def _pause(message: Message, store: Store, profile: Profile) -> Reply:
    if profile.state == ProfileState.ACTIVE:
        cases.release(store, message.person_id, at=message.sent_at)
        profile.state, profile.paused_because = ProfileState.PAUSED, Pause.OWN
    back = Choice(Words("expertise-choice-back"), "expertise.back", strong=True)
    return Reply("expertise-paused-now", choices=((back, EXPERTISE),), edits=bool(message.about))


def _return(message: Message, profile: Profile) -> Reply:
    if profile.state == ProfileState.PAUSED:
        profile.state, profile.paused_because = ProfileState.ACTIVE, Pause.NONE
    profile.silences = 0
    profile.confirmed_at = message.sent_at
    return Reply("expertise-returned", choices=((EXPERTISE,),), edits=bool(message.about))


def _leave(message: Message, store: Store, profile: Profile) -> Reply:
    """Nothing remains: neither the terms nor what they wrote of themselves."""
    cases.release(store, message.person_id, at=message.sent_at)
    store.experts.erase([profile.record_id])
    store.profiles.drop(profile)
    return Reply("expertise-left-now", choices=((HELP,),), edits=bool(message.about))


def _lines(store: Store, profile: Profile, message: Message) -> Iterator[Words]:
    record = store.experts.find(profile.record_id)
    if record is not None:
        yield Words("just", {"what": record.title})
        yield from _about(record, store)
    yield Words("expertise-line-cap", {"count": profile.cap})
    hours = terms.hours_shown(profile.works_from, profile.works_to)
    if profile.country:
        where = Term("country", profile.country)
        yield Words("expertise-line-hours-in", {"hours": hours, "country": where})
    else:
        yield Words("expertise-line-hours", {"hours": hours})
    if profile.absent_until and profile.absent_until >= message.sent_at.date():
        yield Words("expertise-line-away", {"day": Day(profile.absent_until)})
    for phrase, ids in (
        (Words("expertise-excluded"), profile.excluded),
        (Words("expertise-conflicts"), profile.conflicts),
    ):
        if ids:
            yield Words(
                "form-answer", {"question": phrase, "value": organisations_called(store, ids)}
            )
    yield Words("expertise-line-confirmed", {"day": Day(profile.confirmed_at.date())})


def _about(record: Expert, store: Store) -> Iterator[Words]:
    if record.languages:
        yield Words("just", {"what": _names("language", record.languages)})
    if record.regions:
        yield Words("just", {"what": _names("region", record.regions)})
    if tags := tags_of(record, store):
        yield Words("just", {"what": Names(tuple(tags.values()))})


def _ways(profile: Profile) -> tuple[tuple[Choice, ...], ...]:
    edit = Choice(Words("expertise-choice-edit"), "expertise.edit")
    leave = Choice(Words("expertise-choice-leave"), "expertise.leave")
    back = Choice(Words("expertise-choice-back"), "expertise.back", strong=True)
    if profile.state == ProfileState.PENDING:
        return ((edit, leave),)
    if profile.state == ProfileState.PAUSED:
        return ((back,), (edit, leave))
    right = Choice(Words("expertise-choice-right"), "expertise.right")
    away = Choice(Words("expertise-choice-away"), "away.form")
    pause = Choice(Words("expertise-choice-pause"), "expertise.pause")
    return ((edit, right), (away, pause), (leave, ME))


def _kept(message: Message, store: Store, profile: Profile, *, is_new: bool) -> Reply:
    """What was understood, each tag with a tap that takes it off."""
    record = store.experts.find(profile.record_id)
    tags = tags_of(record, store) if record and joined(record.id) else {}
    drops = [
        Choice(Words("expertise-choice-untag", {"tag": label}), f"expertise.untag {key}")
        for key, label in tags.items()
    ]
    phrase = "expertise-kept"
    if profile.state == ProfileState.PENDING:
        phrase = "expertise-waits"
    elif is_new:
        phrase = "expertise-joined"
    lines = (Words("expertise-tags"),) if drops else ()
    rows = (tuple(drops[at : at + 2]) for at in range(0, len(drops), 2))
    return Reply(phrase, lines=lines, choices=(*rows, (EXPERTISE,)), edits=bool(message.about))


def _mine(message: Message, store: Store) -> Profile:
    found = store.profiles.of(message.person_id)
    if found is None:
        raise Refusal("expertise-none", choices=(EXPERTISE,))
    return found


def _in_private(message: Message) -> None:
    if not message.private:
        raise Refusal("form-in-private")


def _names(kind: str, codes: Iterable[str]) -> Names:
    return Names(tuple(Term(kind, str(each)) for each in codes))
