"""Saved answers: what an expert explained, written down for others once the requester agrees."""

from config.languages import detect
from config.network_files.records import Expert, Resource
from config.phrases import Words
from config.taxonomy import Region, Visibility
from handlers.errors import Refusal
from handlers.fields import Values
from handlers.followup import Met, find
from handlers.forms import open_
from handlers.messages import (
    Choice,
    Entry,
    Field,
    FieldKind,
    Form,
    Message,
    Reply,
    echo,
    pack_reply,
)
from handlers.onward import HELP
from storage.answers import AnswerState, SavedAnswer
from storage.requests import By, Request
from storage.resources import ANSWER_TYPE, WRITTEN_HERE
from storage.store import Store

ANSWER, COMMENT = "answer", "comment"
"""Names of the two forms."""
LONGEST_ANSWER = 3_000


def tapped(message: Message, store: Store, verb: str, number: str, *rest: str) -> Reply:
    """Begin to write, or agree to what was written.

    Raises:
        Refusal: they have no part in the introduction.
        ValueError: none that was ever offered.
    """
    met = find(message, store, int(number))
    match verb, met.role, rest:
        case "write", By.EXPERT, ():
            return open_(message, store, answer_form(store, message.person_id, number))
        case "comment", By.REQUESTER, ():
            return open_(message, store, comment_form(store, message.person_id, number))
        case "agree", By.REQUESTER, (said,):
            return _agreed(met, agreed=bool(int(said)))
        case _:
            raise ValueError(verb)


def answer_form(store: Store, person_id: int, subject: str) -> Form:
    """The question as others would ask it, and the answer; `subject` is the introduction's id."""
    met = store.offers.introduction(int(subject))
    if met is None or met.expert_id != person_id:
        raise Refusal("followup-not-yours", choices=(HELP,))
    known = store.answers.of(met.id)
    need = echo(store.requests.get(met.request_id).need)
    return Form(
        ANSWER,
        subject,
        Words("answer-title"),
        (
            Field(
                "question",
                Words("answer-question"),
                value=known.question if known else need,
                required=True,
                hint=Words("answer-question-hint"),
            ),
            Field(
                "text",
                Words("answer-text"),
                FieldKind.LONG,
                value=known.text if known else None,
                required=True,
                hint=Words("answer-text-hint"),
                most=LONGEST_ANSWER,
            ),
            Field(
                "named",
                Words("answer-named"),
                FieldKind.YES_NO,
                value=known.named if known else None,
                hint=Words("answer-named-hint"),
            ),
        ),
        Words("answer-submit"),
    )


def answer_filled(message: Message, store: Store, subject: str, values: Values) -> Reply:
    """Keep the answer, and ask the requester whether it may be shown."""
    met = find(message, store, int(subject))
    answer = store.answers.of(met.introduction.id)
    if answer is not None and answer.state is not AnswerState.ASKED:
        return Reply("answer-done", choices=((HELP,),))
    if answer is None:
        answer = SavedAnswer(introduction_id=met.introduction.id, written_at=message.sent_at)
    answer.question, answer.text = str(values["question"]), str(values["text"])
    answer.named, answer.written_at = bool(values.get("named")), message.sent_at
    store.answers.put(answer)
    if met.introduction.requester_id is None or met.request.sensitive:
        answer.state = AnswerState.REFUSED
        return Reply("answer-nobody-agrees", choices=((HELP,),))
    yes = Choice(Words("choice-agree"), f"answer.agree {met.introduction.id} 1", strong=True)
    no = Choice(Words("choice-disagree"), f"answer.agree {met.introduction.id} 0")
    question = Reply(
        "answer-may-it",
        {"who": _readers(met.request)},
        entries=(Entry(answer.question), Entry(echo(answer.text))),
        choices=((yes, no),),
    )
    key = f"answer:{answer.id}:{int(message.sent_at.timestamp())}"
    store.outbox.notify(
        key,
        pack_reply(question),
        person_id=met.introduction.requester_id,
        due_at=message.sent_at,
    )
    return Reply("answer-asked", {"who": _readers(met.request)})


def comment_form(store: Store, person_id: int, subject: str) -> Form:
    """A word about how it went; `subject` is the introduction's id."""
    met = store.offers.introduction(int(subject))
    if met is None or met.requester_id != person_id:
        raise Refusal("followup-not-yours", choices=(HELP,))
    text = Field(
        "text", Words("comment-text"), FieldKind.LONG, value=met.comment or None, required=True
    )
    return Form(COMMENT, subject, Words("comment-title"), (text,), Words("comment-submit"))


def comment_filled(message: Message, store: Store, subject: str, values: Values) -> Reply:
    find(message, store, int(subject)).introduction.comment = str(values["text"])
    return Reply("comment-thanks")


def _agreed(met: Met, *, agreed: bool) -> Reply:
    """The requester's word; what they agreed to is found by others from now on."""
    store = met.store
    answer = store.answers.of(met.introduction.id)
    if answer is None or answer.state is not AnswerState.ASKED:
        return Reply("answer-done", choices=((HELP,),))
    answer.state = AnswerState.SHOWN if agreed else AnswerState.REFUSED
    if agreed:
        store.resources.put([_resource(met, answer)])
    return Reply("answer-agreed" if agreed else "answer-refused", edits=bool(met.message.about))


def _resource(met: Met, answer: SavedAnswer) -> Resource:
    """The answer as a record for whoever may see the request; without the name of either person.

    A request that everybody may see still makes one for members alone: that is what both agreed to.
    """
    request, expert = met.request, _expert(met)
    named = expert.organisation if expert and answer.named else None
    return Resource(
        id=f"{WRITTEN_HERE}{answer.id}",
        title=answer.question,
        description=answer.text,
        type=ANSWER_TYPE,
        publisher=named,
        language=detect(answer.text) or request.language or None,
        year=answer.written_at.year,
        regions=tuple(map(Region, request.regions)),
        countries=tuple(request.countries),
        gcm_objectives=tuple(request.objectives),
        visibility=_seen_by(request),
        working_groups=(request.group_id,) if request.group_id else (),
    )


def _readers(request: Request) -> Words:
    """Who would read the answer, for both to know before they agree."""
    level = _seen_by(request)
    return Words(f"answer-for-{level}", {"group": request.group_id})


def _seen_by(request: Request) -> Visibility:
    level = request.visibility
    return Visibility.NETWORK if level is Visibility.PUBLIC else level


def _expert(met: Met) -> Expert | None:
    profile = met.store.profiles.of(met.introduction.expert_id or 0)
    return met.store.experts.find(profile.record_id) if profile else None
