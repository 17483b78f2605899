"""A review from its preparation to the archive: what the clock does, and who is told."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from pydantic import TypeAdapter

from config.network_files.records import Review, ReviewForm, WorkingGroup
from config.phrases import Instant, Span, Words
from config.taxonomy import Platform, Standing
from handlers import assigning, evidence, quarters, review_answers
from handlers.assigning import Candidate
from handlers.calendar import Hours, zone_named
from handlers.messages import Choice, Message, Reply, Value, pack_reply, pack_words
from handlers.review_answers import Answers, Joined
from storage.cycles import (
    ANSWERABLE,
    CONCLUDED,
    Assignment,
    Cycle,
    CycleState,
    Recommendation,
)
from storage.errors import Conflict
from storage.places import Place
from storage.roles import LEADING, Role
from storage.store import Store

AGAIN_AFTER = timedelta(days=1)
"""When reviewers are looked for again, where there was nobody."""
MORE_TIME = timedelta(days=7)
"""What the chair can give reviewers."""
_REVIEW: TypeAdapter[Review] = TypeAdapter(Review)
_VALUES: TypeAdapter[dict[str, Value]] = TypeAdapter(dict[str, Value])


def due_to_prepare(store: Store, now: datetime, limit: int) -> Sequence[int]:
    """Rows of groups whose review of the quarter that is over has yet to be prepared.

    None once reviewers would have no time left: a group that is new then waits for the next.
    """
    quarter = quarters.assessed(now.date())
    if now >= quarters.dates(quarter).answers_by:
        return ()
    return store.cycles.unprepared(quarters.code(quarter), limit=limit)


def prepare(store: Store, row_id: int, now: datetime) -> None:
    """Gather the evidence, propose reviewers, and tell the secretariat."""
    group_id = store.cycles.group_at(row_id)
    quarter = quarters.assessed(now.date())
    if group_id is None or store.cycles.find(group_id, quarters.code(quarter)):
        return
    group, moments = store.groups.get(group_id), quarters.dates(quarter)
    for earlier in store.cycles.of_group(group_id):
        if earlier.state is CycleState.PUBLISHED:
            earlier.state, earlier.next_at = CycleState.ARCHIVED, None
    known = evidence.evidence(store, group, on=now.date())
    cycle = store.cycles.add(
        Cycle(
            group_id=group_id,
            quarter=quarters.code(quarter),
            opens_at=moments.opens_at,
            answers_by=moments.answers_by,
            decide_by=moments.decide_by,
            archive_at=moments.archive_at,
            next_at=moments.opens_at,
            evidence=[[number, pack_words(words)] for number, words in known],
            created_at=now,
        )
    )
    seat(store, cycle, now)
    for person_id in store.people.with_standing(Standing.SECRETARIAT):
        tell(store, cycle, "prepared", person_id, at=now)


def tend(store: Store, cycle_id: int, now: datetime) -> None:
    """Move a review on whose time has come; nothing where it has not."""
    cycle = store.cycles.get(cycle_id)
    if cycle.next_at is None or cycle.next_at > now:
        return
    match cycle.state:
        case CycleState.PREPARED:
            open_(store, cycle, now)
        case CycleState.OPEN | CycleState.IN_REVIEW | CycleState.ANSWERED:
            _time_is_over(store, cycle, now)
        case CycleState.PUBLISHED:
            cycle.state, cycle.next_at = CycleState.ARCHIVED, None
        case _:
            cycle.next_at = None


def due(store: Store, now: datetime, limit: int) -> Sequence[int]:
    """Reviews that the clock moves on."""
    return store.cycles.due(now=now, limit=limit)


def open_(store: Store, cycle: Cycle, now: datetime) -> None:
    """Ask the reviewers; where there is nobody, the secretariat, and look again tomorrow."""
    seat(store, cycle, now)
    reviewers = store.cycles.assigned(cycle.id)
    if not reviewers:
        cycle.next_at = now + AGAIN_AFTER
        for person_id in store.people.with_standing(Standing.SECRETARIAT):
            tell(store, cycle, "nobody", person_id, at=now)
        if now >= cycle.answers_by:
            cycle.answers_by = now + MORE_TIME
        return
    cycle.state, cycle.next_at = CycleState.OPEN, cycle.answers_by
    for each in reviewers:
        ask(store, cycle, each, at=now)
    for person_id in store.roles.holders(cycle.group_id, LEADING):
        tell(store, cycle, "opened", person_id, at=now)


def seat(store: Store, cycle: Cycle, now: datetime) -> None:
    """Fill the empty seats by the rule; nobody is chosen again who was released."""
    chosen_before = store.cycles.assigned(cycle.id, released=True)
    seated = [each for each in chosen_before if each.released_at is None]
    if len(seated) >= assigning.SEATS:
        return
    already = {each.person_id for each in chosen_before}
    there = {store.people.get(each.person_id).organisation or "" for each in seated} - {""}
    on = max(now, cycle.opens_at).date()
    chosen = assigning.choose(
        [each for each in candidates(store, cycle.group_id) if each.person_id not in already],
        leading=leading(store, cycle.group_id),
        on=on,
        seats=assigning.SEATS - len(seated),
        beside=frozenset(there),
    )
    for each in chosen:
        store.cycles.assign(
            Assignment(
                cycle_id=cycle.id,
                person_id=each.person_id,
                why=pack_words(each.why),
                chosen_at=now,
            )
        )


def candidates(store: Store, group_id: str) -> list[Candidate]:
    """Everybody who reviews for the network, as the rule sees them."""
    pool = store.cycles.reviewers()
    chosen, loads = store.cycles.chosen(pool), store.cycles.loads(pool)
    known = store.cycles.belonging(pool)
    here = set(store.roles.holders(group_id, {*LEADING, Role.CHAIR}))
    found = []
    for person_id in pool:
        organisation, away_until = known[person_id]
        last, times = chosen.get(person_id, (None, 0))
        found.append(
            Candidate(
                person_id,
                organisation,
                last_on=last.date() if last else None,
                load=loads.get(person_id, 0),
                times=times,
                away_until=away_until,
                leads=person_id in here,
            )
        )
    return found


def why_not(candidate: Candidate, *, leading: frozenset[str], cycle: Cycle) -> Words | None:
    """Why somebody may not review this group; None where they may."""
    return assigning.why_not(candidate, leading=leading, on=cycle.opens_at.date())


def leading(store: Store, group_id: str) -> frozenset[str]:
    """Organisations that lead a group, by its record and by the people who lead it here."""
    people = store.roles.holders(group_id, LEADING)
    theirs = (store.people.get(each).organisation for each in people)
    return frozenset({*store.groups.get(group_id).leads, *(each for each in theirs if each)})


def ask(store: Store, cycle: Cycle, assignment: Assignment, *, at: datetime) -> None:
    """Ask somebody for their review, once."""
    assignment.asked_at = at
    fill = Choice(Words("choice-review-fill"), f"review.fill {assignment.id}", strong=True)
    see = Choice(Words("choice-review-see"), f"review.see {cycle.id}")
    tell(store, cycle, "asked", assignment.person_id, at=at, choices=((fill, see),))


def release(store: Store, cycle: Cycle, assignment: Assignment, now: datetime) -> None:
    """Somebody else reviews instead; who was asked is told that nothing is to be done.

    Raises:
        Conflict: they answered already, or the review is past that.
    """
    if (
        assignment.released_at
        or assignment.answers
        or cycle.state
        not in {
            CycleState.PREPARED,
            CycleState.OPEN,
            CycleState.IN_REVIEW,
        }
    ):
        raise Conflict(f"assignment {assignment.id}")
    assignment.released_at = now
    if assignment.asked_at is not None:
        tell(store, cycle, "released", assignment.person_id, at=now)
    seat(store, cycle, now)
    if cycle.state is not CycleState.PREPARED:
        for each in store.cycles.assigned(cycle.id):
            if each.asked_at is None:
                ask(store, cycle, each, at=now)


def answered(store: Store, cycle: Cycle, now: datetime) -> None:
    """After a reviewer's answer: once all have, it is the chair's turn at once."""
    if cycle.state is CycleState.OPEN:
        cycle.state = CycleState.IN_REVIEW
    every = store.cycles.assigned(cycle.id)
    if cycle.state is CycleState.IN_REVIEW and all(each.answers is not None for each in every):
        cycle.state = CycleState.ANSWERED
        _tell_chairs(store, cycle, now)


def give_time(store: Store, cycle: Cycle, now: datetime) -> None:
    """Another week for the reviewers, from now or from when they should have been done.

    Raises:
        Conflict: it is decided, or was never opened.
    """
    if cycle.state not in ANSWERABLE:
        raise Conflict(f"review {cycle.id}")
    cycle.answers_by = max(cycle.answers_by, now) + MORE_TIME
    cycle.decide_by = max(cycle.decide_by, cycle.answers_by + MORE_TIME)
    waits = [each for each in store.cycles.assigned(cycle.id) if each.answers is None]
    if waits:
        cycle.state = CycleState.IN_REVIEW if _any_answers(store, cycle) else CycleState.OPEN
    cycle.next_at = cycle.answers_by
    for each in waits:
        fill = Choice(Words("choice-review-fill"), f"review.fill {each.id}", strong=True)
        tell(store, cycle, "longer", each.person_id, at=now, choices=((fill,),))


def deciders(store: Store, group_id: str) -> tuple[int, ...]:
    """Who decides: its chairs who do not lead it; where there is none, the secretariat."""
    leads = set(store.roles.holders(group_id, LEADING))
    chairs = [e for e in store.roles.holders(group_id, {Role.CHAIR}) if e not in leads]
    secretariat = store.people.with_standing(Standing.SECRETARIAT)
    return tuple(chairs or (each for each in secretariat if each not in leads))


def joined(store: Store, cycle: Cycle) -> Joined:
    """What the reviewers answered, as one."""
    return review_answers.join(form(store), said(store, cycle))


def said(store: Store, cycle: Cycle) -> list[tuple[str, Answers]]:
    """What each reviewer answered, with their name."""
    return [
        (name(store, each.person_id), answers_of(store, each))
        for each in store.cycles.assigned(cycle.id)
        if each.answers is not None
    ]


def answers_of(store: Store, assignment: Assignment) -> Answers:
    return review_answers.read(form(store), _VALUES.validate_python(assignment.answers or {}))


def decide(message: Message, store: Store, cycle: Cycle, answers: Answers) -> None:
    """Keep what the chair decided; the reviewers cannot change theirs any more."""
    group = store.groups.get(cycle.group_id)
    review = as_review(store, cycle, group, answers, held_on=message.sent_at)
    cycle.result = _REVIEW.dump_python(review, mode="json")
    cycle.state, cycle.next_at = CycleState.DECIDED, None
    cycle.decided_by, cycle.decided_at = message.person_id, message.sent_at


def as_review(
    store: Store, cycle: Cycle, group: WorkingGroup, answers: Answers, *, held_on: datetime
) -> Review:
    """The review as the network's records hold it."""
    links = store.workplans.links(cycle.group_id)
    return Review(
        id=f"{cycle.group_id} {cycle.quarter}",
        reference=f"{cycle.group_id} {cycle.quarter}",
        working_group=group.id,
        title=group.title,
        held_on=held_on.date().isoformat(),
        leads=group.leads,
        composition=group.members,
        interested=group.interested,
        attachments=tuple(each.title for each in links),
        answers=answers.questions,
        decision=answers.decision,
        general_recommendations=answers.general,
        remarks=tuple(answers.remarks.splitlines()),
    )


def result(cycle: Cycle) -> Review | None:
    """What was decided; None: nothing yet."""
    return _REVIEW.validate_python(cycle.result) if cycle.result else None


def publish(store: Store, cycle: Cycle, now: datetime) -> None:
    """Say it in the group's channels, to leads and reviewers; follow what is recommended.

    Raises:
        Conflict: it is not decided, or was published before.
    """
    review = result(cycle)
    if cycle.state is not CycleState.DECIDED or review is None:
        raise Conflict(f"review {cycle.id}")
    cycle.state, cycle.published_at = CycleState.PUBLISHED, now
    cycle.next_at = max(cycle.archive_at, now)
    _follow(store, cycle, review, now)
    _announce(store, cycle, now)
    reviewers = (each.person_id for each in store.cycles.assigned(cycle.id))
    leads = store.roles.holders(cycle.group_id, LEADING)
    for person_id in dict.fromkeys((*leads, *reviewers)):
        tell(store, cycle, "published", person_id, at=now)


def concluded(store: Store, group_id: str) -> tuple[Review, ...]:
    """A group's published reviews, then those of before on record; the latest first."""
    published = (each for each in store.cycles.of_group(group_id) if each.state in CONCLUDED)
    results = (result(each) for each in published)
    return (*(each for each in results if each is not None), *store.reviews.of(group_id))


def form(store: Store) -> ReviewForm:
    """The network's form.

    Raises:
        LookupError: its records hold none.
    """
    found = next(iter(store.review_forms.each()), None)
    if found is None:
        raise LookupError("the network's records hold no review form")
    return found


def name(store: Store, person_id: int) -> str:
    """What the platform that they used last shows somebody as."""
    accounts = store.people.accounts(person_id)
    return next((each.name or each.user_id for each in accounts), "–")


def title(store: Store, cycle: Cycle) -> Words:
    """The group and the quarter, as they are said."""
    quarter = quarters.of_code(cycle.quarter).span
    group = store.groups.get(cycle.group_id)
    return Words(
        "review-title",
        {"group": group.id, "title": group.title, "quarter": Span(quarter.first, quarter.last)},
    )


def tell(
    store: Store,
    cycle: Cycle,
    what: str,
    person_id: int,
    *,
    at: datetime,
    choices: tuple[tuple[Choice, ...], ...] = (),
) -> None:
    """Tell somebody once how far a review is, in their working hours, with a tap to see it."""
    see = Choice(Words("choice-review-see"), f"review.see {cycle.id}")
    reply = Reply(
        f"review-told-{what}",
        {
            "review": title(store, cycle),
            "opens": Instant(cycle.opens_at),
            "until": Instant(cycle.answers_by),
            "decide": Instant(cycle.decide_by),
        },
        choices=choices or ((see,),),
    )
    key = f"review:{cycle.id}:{what}:{person_id}:{int(cycle.answers_by.timestamp())}"
    due_at = _at_work(store, person_id, at)
    store.outbox.notify(key, pack_reply(reply), person_id=person_id, due_at=due_at)


def _at_work(store: Store, person_id: int, at: datetime) -> datetime:
    """When somebody is next at work, by the hours that they gave, else the usual ones."""
    zone = zone_named(store.people.zones([person_id]).get(person_id, ""))
    profile = store.profiles.of(person_id)
    if profile is None:
        return Hours(zone).next(at)
    return Hours(zone, profile.country, profile.works_from, profile.works_to).next(at)


def _time_is_over(store: Store, cycle: Cycle, now: datetime) -> None:
    cycle.next_at = None
    if cycle.state is not CycleState.ANSWERED:
        cycle.state = CycleState.ANSWERED
        _tell_chairs(store, cycle, now)


def _tell_chairs(store: Store, cycle: Cycle, now: datetime) -> None:
    some = _any_answers(store, cycle)
    for person_id in deciders(store, cycle.group_id):
        tell(store, cycle, "answered" if some else "silence", person_id, at=now)


def _any_answers(store: Store, cycle: Cycle) -> bool:
    return any(each.answers is not None for each in store.cycles.assigned(cycle.id))


def _follow(store: Store, cycle: Cycle, review: Review, now: datetime) -> None:
    """Each recommendation becomes an item with an owner, the first lead, and a date."""
    leads = store.roles.holders(cycle.group_id, LEADING)
    due_on = quarters.followed_until(quarters.of_code(cycle.quarter))
    for question, text in recommendations(review):
        store.cycles.recommend(
            Recommendation(
                cycle_id=cycle.id,
                group_id=cycle.group_id,
                question=question,
                text=text,
                owner_id=leads[0] if leads else None,
                due_on=due_on,
                made_at=now,
            )
        )


def recommendations(review: Review) -> Iterable[tuple[int, str]]:
    """Each with the number of its question, 0 for general ones."""
    for answer in review.answers:
        yield from ((answer.question, text) for text in answer.recommendations)
    yield from ((0, text) for text in review.general_recommendations)


def _announce(store: Store, cycle: Cycle, now: datetime) -> None:
    """In each channel of the group; nobody is named."""
    reply = announcement(store, cycle)
    somebody = next(iter(deciders(store, cycle.group_id)), cycle.decided_by)
    if somebody is None:
        return
    for space in store.workplans.spaces(cycle.group_id):
        place = Place(Platform(space.platform), space.conversation, space.workspace)
        key = f"review:{cycle.id}:space:{space.id}"
        store.outbox.notify(key, pack_reply(reply), person_id=somebody, due_at=now, to=place)


def announcement(store: Store, cycle: Cycle) -> Reply:
    """The published review in short, for everybody who may read the channel."""
    review = result(cycle)
    every = list(recommendations(review)) if review else []
    decision = review_answers.decision_words(review.decision if review else None)
    return Reply(
        "review-announced",
        {"review": title(store, cycle), "decision": decision},
        lines=(
            Words("review-recommended", {"count": len(every)}),
            *(Words("review-bullet", {"text": text}) for _, text in every),
        ),
    )
