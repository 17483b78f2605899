"""What reviews recommended: open ones by group and age, reported on, done, declined, superseded."""

from collections.abc import Iterator

from config.network_files.records import WorkingGroup
from config.phrases import Day, Detail, Words
from config.taxonomy import Standing
from handlers import following, forms, standing
from handlers.errors import Refusal
from handlers.fields import Values
from handlers.following import RECOMMENDATIONS
from handlers.messages import Choice, Entry, Field, FieldKind, Form, Message, Reply, echo
from handlers.naming import group_named, person_name
from handlers.onward import HELP
from handlers.paging import first_of, turns
from storage.cycles import Recommendation, RecommendationNote, RecommendationState
from storage.errors import Conflict
from storage.store import Store

FORM = "recommendation"
"""Its subject: a recommendation's number, and the state that it gets ("open": a report)."""
PAGE = 6
LONGEST_REPORT = 1_000
LATEST_NOTES = 5
INSIDERS = frozenset({Standing.MEMBER, Standing.SECRETARIAT})


def show(message: Message, store: Store, words: str = "") -> Reply:
    """Open ones of the group that is named; where none is, of every group.

    Raises:
        Refusal: there is no such group, others read along, or the reader is not of the network.
    """
    group = group_named(store, words) if words else None
    if words and group is None:
        raise Refusal("group-unknown", choices=(RECOMMENDATIONS,), words=words)
    return list_(message, store, group=group)


def list_(
    message: Message, store: Store, *, start: int = 0, group: WorkingGroup | None = None
) -> Reply:
    """Open ones of every group or of one, by group, the oldest first.

    Raises:
        Refusal: others read along, or the reader is not of the network.
    """
    _for_insiders(message, store)
    group_id = group.id if group else None
    total = store.cycles.count_open(group_id=group_id)
    start = first_of(start, total, page=PAGE)
    found = store.cycles.open_recommendations(limit=PAGE, offset=start, group_id=group_id)
    of = f" {store.groups.numbers([group_id])[group_id]}" if group_id else ""
    every = (RECOMMENDATIONS,) if group_id else ()
    turn = (*turns("recommendation.list", start, total, page=PAGE, of=of), *every)
    return Reply(
        "recommendation-list" if found else "recommendation-none",
        {"count": total},
        entries=tuple(_listed(message, store, each) for each in found),
        choices=(
            *((_see(each, number),) for number, each in enumerate(found, start=start + 1)),
            turn or (HELP,),
        ),
        edits=bool(message.about),
    )


def tapped(message: Message, store: Store, verb: str, *values: str) -> Reply:
    """A choice about a recommendation.

    Raises:
        Refusal: it is not theirs to say, or others read along.
        Conflict: it is settled.
        ValueError: none that was ever offered.
    """
    _for_insiders(message, store)
    if verb == "list":
        start, *of = values
        group = store.groups.numbered(int(of[0])) if of else None
        return list_(message, store, start=int(start), group=group)
    (number,) = values
    found = store.cycles.recommendation(int(number))
    match verb:
        case "see":
            return see(message, store, found)
        case "done":
            _for_leads(store, message.person_id, found)
            _settle(message, store, found, RecommendationState.DONE)
            return see(message, store, found)
        case "give":
            return forms.open_(message, store, following.form(store, message.person_id, number))
        case "report" | "declined" | "superseded":
            state = "open" if verb == "report" else verb
            asked = form(store, message.person_id, f"{found.id} {state}")
            return forms.open_(message, store, asked)
        case _:
            raise ValueError(verb)


def see(message: Message, store: Store, found: Recommendation) -> Reply:
    """One recommendation, what was reported on it, and what its leads can say."""
    return Reply(
        "recommendation-shown",
        {"group": found.group_id, "state": Words(f"recommendation-state-{found.state}")},
        entries=(_listed(message, store, found, whole=True),),
        lines=tuple(_notes(store, found)),
        choices=(*_ways(message, store, found), (RECOMMENDATIONS,)),
        edits=bool(message.about),
    )


def form(store: Store, person_id: int, subject: str) -> Form:
    """A report, or the reason of a decision.

    Raises:
        Refusal: it is not theirs to say, or it is settled.
    """
    number, _, state = subject.partition(" ")
    found = store.cycles.recommendation(int(number))
    _for_leads(store, person_id, found)
    if found.state is not RecommendationState.OPEN:
        raise Refusal("recommendation-settled", choices=(RECOMMENDATIONS,))
    field = Field(
        "text",
        Words(f"recommendation-field-{RecommendationState(state)}"),
        FieldKind.LONG,
        required=True,
        most=LONGEST_REPORT,
        hint=Words("recommendation-about", {"text": echo(found.text)}),
    )
    title, submit = Words("recommendation-form"), Words("recommendation-submit")
    return Form(FORM, subject, title, (field,), submit)


def filled(message: Message, store: Store, subject: str, values: Values) -> Reply:
    """Keep a report, or settle it with the reason.

    Raises:
        Refusal: it is not theirs to say.
        Conflict: it is settled.
    """
    number, _, state = subject.partition(" ")
    found = store.cycles.recommendation(int(number))
    _for_leads(store, message.person_id, found)
    _settle(message, store, found, RecommendationState(state), str(values["text"] or ""))
    return see(message, store, found)


def given(message: Message, store: Store, subject: str, values: Values) -> Reply:
    """Keep who answers for it, and until when.

    Raises:
        Refusal: it is not theirs to say, it is settled, or that day is past.
    """
    return see(message, store, following.take(message, store, subject, values))


def _settle(
    message: Message,
    store: Store,
    found: Recommendation,
    state: RecommendationState,
    text: str = "",
) -> None:
    if found.state is not RecommendationState.OPEN:
        raise Conflict(f"recommendation {found.id}")
    if state is not RecommendationState.OPEN:
        found.state, found.settled_at = state, message.sent_at
    store.cycles.note(
        RecommendationNote(
            recommendation_id=found.id,
            person_id=message.person_id,
            state=state,
            text=text,
            at=message.sent_at,
        )
    )


def _for_insiders(message: Message, store: Store) -> None:
    if not message.private:
        raise Refusal("review-in-private", choices=(HELP,))
    person = store.people.get(message.person_id)
    if person.standing not in INSIDERS and not store.roles.of_person(person.id):
        raise Refusal("review-for-members", choices=(HELP,))


def _for_leads(store: Store, person_id: int, found: Recommendation) -> None:
    if person_id != following.owner_of(store, found) and not standing.can_lead(
        store, person_id, found.group_id
    ):
        raise Refusal("recommendation-for-leads", choices=(RECOMMENDATIONS,))


def _listed(message: Message, store: Store, found: Recommendation, *, whole: bool = False) -> Entry:
    days = (message.sent_at - found.made_at).days
    late = found.state is RecommendationState.OPEN and found.due_on < message.sent_at.date()
    owner = following.owner_of(store, found)
    who = person_name(store, owner) if owner else Words("recommendation-desk")
    if owner == message.person_id:
        who = Words("recommendation-yours")
    return Entry(
        found.text if whole else echo(found.text),
        facts=(
            found.group_id,
            who,
            Words("recommendation-age", {"days": days}),
            Words(
                "recommendation-overdue" if late else "recommendation-due",
                {"day": Day(found.due_on)},
            ),
        ),
    )


def _notes(store: Store, found: Recommendation) -> Iterator[Words]:
    for each in store.cycles.notes(found.id)[-LATEST_NOTES:]:
        details: dict[str, Detail] = {
            "day": Day(each.at.date()),
            "what": Words(f"recommendation-said-{each.state}"),
            "text": each.text,
        }
        yield Words("recommendation-note" if each.text else "recommendation-note-bare", details)


def _ways(message: Message, store: Store, found: Recommendation) -> Iterator[tuple[Choice, ...]]:
    who = message.person_id
    if found.state is not RecommendationState.OPEN:
        return

    def choice(verb: str) -> Choice:
        return Choice(Words(f"choice-recommendation-{verb}"), f"recommendation.{verb} {found.id}")

    if who == following.owner_of(store, found) or standing.can_lead(store, who, found.group_id):
        yield (choice("report"), choice("done"))
        yield (choice("declined"), choice("superseded"))
    if following.can_give(store, who, found):
        yield (choice("give"),)


def _see(found: Recommendation, number: int) -> Choice:
    label = Words("choice-recommendation-see", {"number": number, "text": echo(found.text)})
    return Choice(label, f"recommendation.see {found.id}")
