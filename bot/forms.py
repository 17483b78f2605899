"""Whose form it is: the areas that ask questions, and what becomes of the answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from bot.moments import read_when
from bot.requesting import read_need
from bot.slots import Knowledge, SlotKind
from bot.understand import understand
from bot.understood import Verb
from config.phrases import Phrases, Voice, Words
from handlers import (
    absence,
    again,
    better,
    casework,
    choosing,
    drafting,
    expertise,
    following,
    forms,
    groups,
    ladders,
    needs,
    planforms,
    recommendations,
    remind,
    remind_forms,
    reminders,
    requesting,
    review_forms,
    saved,
    terms,
    workplans,
)
from handlers.calendar import zone_named
from handlers.errors import Refusal
from handlers.fields import Values, taken
from handlers.forms import Filled, Stepper
from handlers.listing import Tags
from handlers.messages import Form, Message, Reply, Value
from handlers.onward import HELP
from storage.drafts import Draft
from storage.requests import Request
from storage.store import Store

SURE_ENOUGH = 0.5
"""How surely a text has to name a concept for it to be proposed as a tag."""


@dataclass(frozen=True, slots=True)
class Area:
    """One kind of form, by the name that the form bears.

    `form` builds it anew each time, from the store, the person's id and the subject; `filled`
    takes its answers; `check` says what only the area can find wrong with them, by field.
    """

    form: Callable[[Store, int, str], Form]
    filled: Callable[[Message, Store, str, Values], Reply]
    check: Callable[[Store, int, str, Values], dict[str, Words]] = lambda *_: {}


@dataclass(frozen=True, slots=True)
class Forms:
    """Every form that there is; `knowledge` reads what was written in one."""

    knowledge: Knowledge
    phrases: Phrases

    @property
    def areas(self) -> Mapping[str, Area]:
        """By the name that the form bears."""
        return {
            "expertise": Area(terms.form, self._expertise, terms.check),
            absence.FORM: Area(absence.form, absence.filled),
            reminders.FORM: Area(reminders.form, reminders.filled),
            ladders.FORM: Area(ladders.form, ladders.filled, ladders.check),
            requesting.WHOLE: Area(requesting.form, partial(self._request, requesting.filled)),
            requesting.WORDS: Area(
                requesting.words_alone,
                partial(self._request, requesting.words_filled),
                requesting.check,
            ),
            saved.ANSWER: Area(saved.answer_form, saved.answer_filled),
            saved.COMMENT: Area(saved.comment_form, saved.comment_filled),
            casework.FORM: Area(casework.form, casework.filled),
            again.FORM: Area(again.again_form, again.again_filled),
            better.FORM: Area(better.better_form, better.better_filled),
            choosing.OTHER: Area(choosing.other_form, choosing.other_filled),
            review_forms.FORM: Area(review_forms.form, review_forms.filled, review_forms.check),
            review_forms.VERDICT: Area(
                review_forms.verdict_form, review_forms.verdict_filled, review_forms.check
            ),
            recommendations.FORM: Area(recommendations.form, recommendations.filled),
            remind_forms.WHEN: Area(remind_forms.when_form, self._reminded),
            remind_forms.WHAT: Area(remind_forms.what_form, self._reminded_of),
            following.FORM: Area(following.form, recommendations.given),
            groups.LINK: Area(groups.link_form, groups.link_filled, groups.link_check),
            planforms.FORM: Area(planforms.form, workplans.filled, planforms.check),
            planforms.SERVES: Area(
                planforms.serves_form, workplans.serves_filled, planforms.serves_check
            ),
            planforms.SPLIT: Area(
                planforms.split_form, workplans.split_filled, planforms.split_check
            ),
        }

    def tapped(self, message: Message, store: Store, verb: str, number: str, *of: str) -> Reply:
        """A choice under a question of a form.

        Raises:
            NotFound: the form was sent or left, or is somebody else's.
        """
        draft = store.drafts.get(message.person_id, int(number))
        outcome = self._stepper(message, store, draft).tapped(verb, *of)
        return self._finished(message, store, draft, outcome)

    def said(self, message: Message, store: Store) -> Reply | None:
        """What was typed, where it answers a question of a form; None where none is open there."""
        if not message.private or not message.asked:
            return None
        since = message.sent_at - forms.ANSWERED_FOR
        place = message.place.conversation
        draft = store.drafts.open_in(message.person_id, place, since=since)
        if draft is None:
            return None
        voice = Voice(self.phrases, message.language, message.time_zone or "UTC")
        outcome = self._stepper(message, store, draft).said(voice)
        return self._finished(message, store, draft, outcome)

    def sent(self, message: Message, store: Store) -> Reply:
        """A form that was sent whole: taken, or shown again with what it held.

        Raises:
            Refusal: it is of a kind that there is no more.
        """
        area, form = self._of_message(message, store)
        draft = store.drafts.begin(message.person_id, form.name, form.subject, at=message.sent_at)
        values, wrong = _read(area, form, message, store)
        if wrong:
            forms.keep(draft, values, message=message)
            return forms.look_again(message, form, draft)
        return self._finished(message, store, draft, Filled(values))

    def complaints(self, message: Message, store: Store) -> dict[str, Words]:
        """What is wrong with a form that is being sent, by field; what is right is kept.

        Raises:
            Refusal: it is of a kind that there is no more.
        """
        area, form = self._of_message(message, store)
        values, wrong = _read(area, form, message, store)
        draft = store.drafts.begin(message.person_id, form.name, form.subject, at=message.sent_at)
        forms.keep(draft, values, message=message)
        return wrong

    def _finished(
        self, message: Message, store: Store, draft: Draft, outcome: Reply | Filled
    ) -> Reply:
        """The draft goes with the answers: what refuses them brings it back."""
        if isinstance(outcome, Reply):
            return outcome
        area, subject = self._area(draft.form), draft.subject
        store.drafts.drop(draft)
        return area.filled(message, store, subject, outcome.values)

    def _stepper(self, message: Message, store: Store, draft: Draft) -> Stepper:
        area = self._area(draft.form)
        person_id, subject = message.person_id, draft.subject
        form = area.form(store, person_id, subject)
        return Stepper(
            message,
            store,
            form,
            draft,
            lambda values: area.check(store, person_id, subject, values),
        )

    def _of_message(self, message: Message, store: Store) -> tuple[Area, Form]:
        name, _, subject = message.text.partition(" ")
        area = self._area(name)
        return area, area.form(store, message.person_id, subject)

    def _area(self, name: str) -> Area:
        area = self.areas.get(name)
        if area is None:
            raise Refusal("button-old", choices=(HELP,))
        return area

    def _expertise(self, message: Message, store: Store, _subject: str, values: Values) -> Reply:
        topics = str(values.get("topics") or "")
        return expertise.filled(message, store, values, tags=self.tags(topics))

    def _reminded(self, message: Message, store: Store, subject: str, values: Values) -> Reply:
        """When instead, in the words of a sentence."""
        zone = zone_named(message.time_zone)
        said = str(values.get("when") or "")
        when = read_when(said, self.knowledge, now=message.sent_at, zone=zone)
        return remind.when_filled(message, store, subject, when)

    def _reminded_of(self, message: Message, store: Store, subject: str, values: Values) -> Reply:
        """Of what, without the verb that it may begin with: "remind me to ..."."""
        said = str(values.get("what") or "")
        meant = understand(said, knowledge=self.knowledge)
        what = meant.words if meant.verb is Verb.REMIND and meant.words else said
        return remind.what_filled(message, store, subject, {**values, "what": what})

    def _request(
        self,
        take: Callable[[Message, Store, str, Values], Request],
        message: Message,
        store: Store,
        subject: str,
        values: Values,
    ) -> Reply:
        """A draft whose words are new is read, and shown as it was understood."""
        request = take(message, store, subject, values)
        if request.topic is not None:
            return needs.screen(message, request)
        language = message.language.partition("-")[0]
        at = message.sent_at
        need = read_need(request.need, self.knowledge, language=language, at=at)
        return drafting.reread(message, store, request, need)

    def tags(self, text: str) -> Tags:
        """The concepts and objectives that a text speaks of, in the order in which it does."""
        if not text:
            return Tags()
        meant = understand(text, knowledge=self.knowledge, verb=Verb.WHO)
        named = [each.concept for each in meant.concepts if each.confidence >= SURE_ENOUGH]
        said = [int(str(each.value)) for each in meant.slots if each.kind is SlotKind.OBJECTIVE]
        served = [number for concept in named for number in concept.objectives]
        often = sorted(dict.fromkeys(served), key=lambda each: -served.count(each))
        return Tags(
            tuple(dict.fromkeys(concept.name() for concept in named)),
            tuple(dict.fromkeys((*said, *often))),
        )


def _read(
    area: Area, form: Form, message: Message, store: Store
) -> tuple[dict[str, Value], dict[str, Words]]:
    values, wrong = taken(form, message.values)
    return values, wrong or area.check(store, message.person_id, form.subject, values)
