"""Who joins the experts: whom the secretariat lets in, and who still stands by it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from config.network_files.records import Expert
from config.phrases import Detail, Term, Words
from config.taxonomy import Standing
from handlers.calendar import Hours, zone_named
from handlers.errors import Refusal
from handlers.messages import Choice, Message, Reply, pack_reply
from handlers.onward import EXPERTISE, HELP
from handlers.terms import HIGHEST_CAP
from storage.experts import JOINED, joined
from storage.people import Person
from storage.profiles import Pause, Profile, ProfileState
from storage.store import Store

CONFIRMED_FOR = timedelta(days=182)
"""Half a year: then everything is asked to be confirmed in one tap."""
ASKED_AGAIN_AFTER = timedelta(days=30)
MOST_ROLES = 8
"""Roles of an organisation that are offered to be taken."""
TRUSTED = frozenset({Standing.MEMBER, Standing.OFFICIAL, Standing.SECRETARIAT})
"""Who joins without being confirmed: the network knows them."""


def new(message: Message, store: Store) -> Profile:
    """A profile with a record of its own; the network's secretariat agrees to strangers first."""
    person = store.people.get(message.person_id)
    known = person.standing in TRUSTED
    return store.profiles.put(
        Profile(
            person_id=person.id,
            record_id=f"{JOINED}{person.id}-{message.sent_at:%Y%m%d%H%M%S}",
            state=ProfileState.ACTIVE if known else ProfileState.PENDING,
            paused_because=Pause.NONE,
            consented_at=message.sent_at,
            confirmed_at=message.sent_at,
        )
    )


def roles(message: Message, store: Store) -> Reply:
    """The roles of my organisation that nobody has taken."""
    person = store.people.get(message.person_id)
    found = free_roles(store, person)
    if not found:
        raise Refusal("expertise-no-roles", choices=(EXPERTISE,))
    choices = [
        (Choice(Words("just", {"what": record.title}), f"expertise.role {number}"),)
        for number, record in found[:MOST_ROLES]
    ]
    return Reply("expertise-roles", choices=(*choices, (EXPERTISE,)), edits=bool(message.about))


def free_roles(store: Store, person: Person) -> list[tuple[int, Expert]]:
    if not person.organisation:
        return []
    own = [each for each in store.experts.brought_in() if each.organisation == person.organisation]
    ids = [each.id for each in own]
    taken, numbers = store.profiles.by_records(ids), store.experts.numbers(ids)
    return [(numbers[each.id], each) for each in own if each.id not in taken]


def take(message: Message, store: Store, number: int) -> None:
    """Propose to answer for an imported role; the secretariat agrees to it."""
    person = store.people.get(message.person_id)
    free = dict(free_roles(store, person))
    if number not in free or store.profiles.of(person.id) is not None:
        raise Refusal("expertise-role-taken", choices=(EXPERTISE,))
    record = free[number]
    own = person.standing == Standing.SECRETARIAT
    profile = store.profiles.put(
        Profile(
            person_id=person.id,
            record_id=record.id,
            state=ProfileState.ACTIVE if own else ProfileState.PENDING,
            paused_because=Pause.NONE,
            consented_at=message.sent_at,
            confirmed_at=message.sent_at,
            cap=min(max(record.monthly_cap, 1), HIGHEST_CAP),
        )
    )
    if not own:
        tell_secretariat(message, store, profile)


def tell_secretariat(message: Message, store: Store, profile: Profile) -> None:
    """Everybody in the secretariat is asked; the first answer counts."""
    person = store.people.get(profile.person_id)
    record = store.experts.get(profile.record_id)
    accounts = store.people.accounts(person.id)
    details: dict[str, Detail] = {
        "title": record.title,
        "name": accounts[0].name or accounts[0].user_id,
        "platform": Term("platform", accounts[0].platform),
        "organisation": person.organisation or record.organisation or "–",
    }
    confirm = Choice(
        Words("expertise-choice-confirm"), f"expertise.confirm {profile.id}", strong=True
    )
    refuse = Choice(Words("expertise-choice-refuse"), f"expertise.refuse {profile.id}")
    reply = pack_reply(Reply("expertise-proposed", details, choices=((confirm, refuse),)))
    for person_id in store.people.with_standing(Standing.SECRETARIAT):
        store.outbox.notify(
            f"joining:{profile.id}:{person_id}",
            reply,
            person_id=person_id,
            due_at=message.sent_at,
        )


def decide(message: Message, store: Store, profile_id: int, *, agreed: bool) -> Reply:
    """The secretariat lets somebody in, or does not; the person hears of it."""
    if store.people.get(message.person_id).standing != Standing.SECRETARIAT:
        raise Refusal("expertise-for-secretariat", choices=(HELP,))
    profile = store.profiles.get(profile_id, for_update=True)
    if profile is None or profile.state != ProfileState.PENDING:
        return Reply("expertise-decided-before", edits=bool(message.about))
    record = store.experts.get(profile.record_id)
    store.outbox.notify(
        f"joined:{profile.id}:{agreed}",
        pack_reply(
            Reply("expertise-confirmed" if agreed else "expertise-refused", choices=((EXPERTISE,),))
        ),
        person_id=profile.person_id,
        due_at=message.sent_at,
    )
    if agreed:
        profile.state = ProfileState.ACTIVE
        if joined(record.id):
            store.experts.put([record])
    else:
        store.experts.erase([record.id])
        store.profiles.drop(profile)
    phrase = "expertise-decided-yes" if agreed else "expertise-decided-no"
    return Reply(phrase, {"title": record.title}, edits=bool(message.about))


def confirmations_due(store: Store, now: datetime, limit: int) -> Sequence[int]:
    """Profiles to be confirmed: half a year old, and not asked about for a month."""
    stale = store.profiles.stale(
        confirmed_before=now - CONFIRMED_FOR, reminded_before=now - ASKED_AGAIN_AFTER
    )
    return [each.id for each in stale[:limit]]


def ask_to_confirm(store: Store, profile_id: int, now: datetime) -> None:
    """Ask whether everything is still right, in their working hours; once however often called."""
    profile = store.profiles.get(profile_id, for_update=True)
    since = now - ASKED_AGAIN_AFTER
    if profile is None or profile.state != ProfileState.ACTIVE:
        return
    if profile.reminded_at is not None and profile.reminded_at >= since:
        return
    profile.reminded_at = now
    person = store.people.get(profile.person_id)
    hours = Hours(
        zone_named(_zone(store, person)), profile.country, profile.works_from, profile.works_to
    )
    record = store.experts.get(profile.record_id)
    right = Choice(Words("expertise-choice-right"), "expertise.right", strong=True)
    edit = Choice(Words("expertise-choice-edit"), "expertise.edit")
    pause = Choice(Words("expertise-choice-pause"), "expertise.pause")
    reply = Reply(
        "expertise-still-right",
        {"title": record.title, "count": profile.cap},
        choices=((right,), (edit, pause)),
    )
    store.outbox.notify(
        f"confirm:{profile.id}:{now.date()}",
        pack_reply(reply),
        person_id=profile.person_id,
        due_at=hours.next(now),
    )


def _zone(store: Store, person: Person) -> str:
    hints = (each.time_zone for each in store.people.accounts(person.id) if each.time_zone)
    return person.time_zone or next(hints, "")
