"""Me: my language and time zone, my linked accounts, what the hub knows of me, forget me."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import SystemRandom
from zoneinfo import available_timezones

from config.phrases import Day, Detail, Instant, Names, Term, Words
from handlers import cases, reviewers
from handlers.errors import Refusal
from handlers.messages import Choice, Message, Reply, pack_reply
from handlers.naming import organisation_called, person_name
from handlers.onward import AWAY, DUE, EXPERTISE, ME, REMINDERS, WATCHES
from handlers.reminding import reckon_again
from handlers.watched import line
from storage.people import Account, Person
from storage.places import Place
from storage.store import Store

CODE_LASTS = timedelta(minutes=10)
CODE_LENGTH = 8
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""None that look like another: no I, L, O, 0, 1."""
WRONG_CODES = 5
"""Wrong codes an account may type in an hour: guessing one of 31^8 is then hopeless."""
WRONG_CODES_COUNT_FOR = timedelta(hours=1)

ZONES = (
    "America/New_York",
    "America/Santiago",
    "Europe/Paris",
    "Africa/Nairobi",
    "Asia/Beirut",
    "Asia/Bangkok",
)
"""Zones offered for a tap: where the Network's regional offices sit. Any other can be typed."""


def me(message: Message, store: Store) -> Reply:
    """What I can change about how the hub talks with me."""
    _in_private(message)
    person = store.people.get(message.person_id)
    return Reply(
        "me",
        lines=tuple(_known(message, person, store)),
        choices=(
            (
                Choice(Words("choice-language"), "me.language"),
                Choice(Words("choice-zone"), "me.zone"),
            ),
            (Choice(Words("choice-link"), "me.link"), Choice(Words("choice-known"), "me.known")),
            (DUE, REMINDERS, WATCHES),
            (AWAY,),
        ),
        edits=bool(message.about),
    )


def choose_language(
    message: Message, store: Store, *, language: str = "", offered: tuple[str, ...]
) -> Reply:
    """Offer the languages that the hub speaks, or speak this one from now on."""
    _in_private(message)
    if language in offered:
        store.people.get(message.person_id).language = language
        return Reply(
            "me-language-set",
            {"language": Term("language", language)},
            choices=((ME,),),
            edits=bool(message.about),
        )
    choices = tuple(Choice(Words(f"in-language-{each}"), f"me.language {each}") for each in offered)
    phrase = "me-language-unknown" if language else "me-language-ask"
    details: dict[str, Detail] = {"language": Term("language", language)} if language else {}
    return Reply(phrase, details, choices=(choices[:3], choices[3:]), edits=bool(message.about))


def offer_language(message: Message, store: Store, reply: Reply, *, language: str) -> Reply:
    """The reply with a tap that changes to a language, unless they chose one or were offered it."""
    person = store.people.get(message.person_id)
    if person.language or person.language_offered == language:
        return reply
    person.language_offered = language
    speak = Choice(Words(f"speak-language-{language}"), f"me.speak {language}")
    return replace(reply, choices=(*reply.choices, (speak,)))


def choose_zone(message: Message, store: Store, *, zone: str = "") -> Reply:
    """Offer a few time zones, or take the one that is named: an IANA name or its city."""
    _in_private(message)
    if not zone:
        return _ask_zone(message, "me-zone-ask")
    found = _zones_named(zone)
    if len(found) != 1:
        phrase = "me-zone-several" if found else "me-zone-unknown"
        return _ask_zone(message, phrase, found, zone=zone[:60])
    store.people.get(message.person_id).time_zone = found[0]
    reckon_again(store, message.person_id, now=message.sent_at)
    details: dict[str, Detail] = {"zone": found[0], "now": Instant(message.sent_at)}
    return Reply("me-zone-set", details, choices=((ME,),), edits=bool(message.about))


def offer_link(message: Message, store: Store, *, code: str) -> Reply:
    """Give a one-time code to type on the other platform. `code` is random, see new_code."""
    _in_private(message)
    store.people.offer_code(
        message.person_id, digest=_digest(code), expires_at=message.sent_at + CODE_LASTS
    )
    shown = f"{code[:4]}-{code[4:]}"
    minutes = CODE_LASTS // timedelta(minutes=1)
    return Reply(
        "me-link-code",
        {"code": shown, "minutes": minutes},
        choices=((ME,),),
        edits=bool(message.about),
    )


def link(message: Message, store: Store, *, code: str) -> Reply:
    """Join this account to the person who was given the code; they hear of it on the other.

    Raises:
        Refusal: no code, a wrong or an old one, or too many wrong ones.
    """
    _in_private(message)
    account = _account(message, store)
    since = message.sent_at - WRONG_CODES_COUNT_FOR
    if store.people.wrong_codes(account.id, since=since) >= WRONG_CODES:
        raise Refusal("me-link-too-many", choices=(ME,))
    owner = store.people.redeem_code(_digest(_plain(code)), at=message.sent_at)
    if owner is None:
        store.people.note_wrong_code(account.id, at=message.sent_at)
        return Reply("me-link-wrong", choices=((ME,),))
    if owner == message.person_id:
        return Reply("me-link-same", choices=((ME,),))
    return _joined(message, store, owner)


def unlink(message: Message, store: Store, *, account_id: int) -> Reply:
    """Take one of my accounts away; it starts anew as somebody the hub does not know."""
    _in_private(message)
    mine = {account.id: account for account in store.people.accounts(message.person_id)}
    if account_id not in mine or len(mine) == 1:
        raise Refusal("me-unlink-gone", choices=(ME,))
    store.people.part(account_id, at=message.sent_at)
    platform = Term("platform", mine[account_id].platform)
    return Reply("me-unlinked", {"platform": platform}, choices=((ME,),), edits=bool(message.about))


def known(message: Message, store: Store) -> Reply:
    """Everything that the hub keeps about me, and how to be rid of it."""
    _in_private(message)
    person = store.people.get(message.person_id)
    questions = store.questions.count(person.id)
    watches = store.watches.of(person.id)
    lines = [
        *_known(message, person, store),
        Words("me-known-since", {"day": Day(person.joined_at.date())}),
        Words("me-known-questions", {"count": questions}),
        Words("me-known-requests", {"count": len(store.requests.of(person.id))}),
        *_reminders(person, store),
        *map(line, watches),
        *_answers_for(person, store),
        Words("me-known-nothing-else"),
    ]
    choices = [
        Choice(
            Words("choice-unlink", {"platform": Term("platform", account.platform)}),
            f"me.unlink {account.id}",
        )
        for account in store.people.accounts(person.id)[1:]
    ]
    if watches:
        choices.append(WATCHES)
    if store.profiles.of(person.id) is not None:
        choices.append(EXPERTISE)
    if questions:
        choices.append(Choice(Words("choice-forget-questions"), "me.questions"))
    return Reply(
        "me-known",
        lines=tuple(lines),
        choices=(tuple(choices), (Choice(Words("choice-forget"), "me.forget"), ME)),
        edits=bool(message.about),
    )


def _reminders(person: Person, store: Store) -> Iterator[Words]:
    count = store.own_reminders.count(person.id)
    if count:
        yield Words("me-known-reminders", {"count": count})
    calendars = store.feeds.count(person.id)
    if calendars:
        yield Words("me-known-calendars", {"count": calendars})


def _answers_for(person: Person, store: Store) -> Iterator[Words]:
    """What they are an expert on, and forms that they have not sent."""
    profile = store.profiles.of(person.id)
    record = store.experts.find(profile.record_id) if profile else None
    if record is not None:
        yield Words("me-known-expertise", {"title": record.title})
    drafts = len(store.drafts.of(person.id))
    if drafts:
        yield Words("me-known-drafts", {"count": drafts})


def forget_questions(message: Message, store: Store) -> Reply:
    """Forget what I have asked, and keep the rest."""
    _in_private(message)
    store.questions.forget(message.person_id)
    return Reply("me-questions-forgotten", choices=((ME,),), edits=bool(message.about))


def forget(message: Message, store: Store, *, sure: bool = False) -> Reply:
    """Forget me: asked once more, then everything about me is deleted."""
    _in_private(message)
    if not sure:
        yes = Choice(Words("choice-forget-sure"), "me.forget yes")
        return Reply(
            "me-forget-ask",
            choices=((yes, Choice(Words("choice-keep"), "me")),),
            edits=bool(message.about),
        )
    cases.abandon(store, message.person_id, at=message.sent_at)
    reviewers.leave(store, message.person_id, at=message.sent_at)
    store.people.forget(message.person_id)
    return Reply("me-forgotten", edits=bool(message.about))


def new_code(random: SystemRandom) -> str:
    """A code for offer_link, from a source that nobody can predict."""
    return "".join(random.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def _in_private(message: Message) -> None:
    """What is personal is not said where others read along."""
    if not message.private:
        raise Refusal("me-in-private")


def _account(message: Message, store: Store) -> Account:
    account = store.people.account(message.place.platform, message.place.workspace, message.account)
    if account is None:
        raise Refusal("me-link-wrong", choices=(ME,))
    return account


def _joined(message: Message, store: Store, owner: int) -> Reply:
    """Both persons become the one who asked for the code, whose choices are kept."""
    others = store.people.accounts(owner)
    store.outbox.give(from_person=message.person_id, to_person=owner)
    store.people.move_accounts(from_person=message.person_id, to_person=owner)
    account = _account(message, store)
    here = Term("platform", message.place.platform)
    undo = Choice(Words("choice-unlink", {"platform": here}), f"me.unlink {account.id}")
    notice = Reply(
        "me-linked-notice", {"platform": here, "at": Instant(message.sent_at)}, choices=((undo,),)
    )
    store.outbox.notify(
        f"linked:{account.id}:{message.sent_at.timestamp()}",
        pack_reply(notice),
        person_id=owner,
        due_at=message.sent_at,
        to=_conversation(others[0]),
    )
    names = Names(tuple(Term("platform", each.platform) for each in others))
    return Reply("me-linked", {"platforms": names}, choices=((ME,),))


def _conversation(account: Account) -> Place:
    """Where an account talks with the hub in private; on Slack its user id stands for that."""
    return Place(account.platform, account.conversation or account.user_id, account.workspace)


def _known(message: Message, person: Person, store: Store) -> Iterator[Words]:
    yield _language_known(message, person, store)
    zone = person.time_zone or message.time_zone
    if zone:
        yield Words("me-known-zone", {"zone": zone})
    away = store.absences.of(person.id)
    if away and away.until and away.until >= message.sent_at.date():
        yield Words("expertise-line-away", {"day": Day(away.until)})
    if away and away.backup_id:
        yield Words("away-line-backup", {"name": person_name(store, away.backup_id)})
    if person.organisation:
        organisation = organisation_called(store, person.organisation)
        yield Words("me-known-organisation", {"organisation": organisation})
    yield Words("me-known-standing", {"standing": Term("standing", person.standing)})
    accounts = store.people.accounts(person.id)
    platforms = Names(tuple(Term("platform", each.platform) for each in accounts))
    yield Words("me-known-accounts", {"platforms": platforms})
    names = tuple(dict.fromkeys(each.name for each in accounts if each.name))
    if names:
        yield Words("me-known-names", {"names": Names(names)})


def _language_known(message: Message, person: Person, store: Store) -> Words:
    """The language that is spoken with them, and why it is this one."""
    spoken = Term("language", person.language or message.language)
    account = store.people.account(message.place.platform, message.place.workspace, message.account)
    hint = account.language.replace("_", "-").partition("-")[0].lower() if account else ""
    if person.language or not hint:
        return Words("me-known-language", {"language": spoken})
    if hint == message.language:
        return Words("me-guessed-language", {"language": spoken})
    return Words("me-stand-in-language", {"language": spoken, "asked": Term("language", hint)})


def _ask_zone(
    message: Message, phrase: str, found: tuple[str, ...] = ZONES, **details: Detail
) -> Reply:
    choices = [
        Choice(Words("just", {"what": _city(zone)}), f"me.zone {zone}") for zone in found or ZONES
    ]
    return Reply(
        phrase,
        details,
        choices=(tuple(choices[:3]), tuple(choices[3:6])),
        edits=bool(message.about),
    )


def _zones_named(text: str) -> tuple[str, ...]:
    """The zones of this name: "Europe/Paris", "paris", "new york"; empty: there is none."""
    wanted = "_".join(text.split()).casefold()
    known = sorted(available_timezones())
    exact = tuple(zone for zone in known if zone.casefold() == wanted)
    return exact or tuple(zone for zone in known if zone.casefold().endswith(f"/{wanted}"))


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _plain(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter in CODE_LETTERS)


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
