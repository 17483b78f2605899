"""Forms: questions asked together where the platform can, one after another elsewhere.

What is answered is kept in a draft at every step, so a form can be left, taken up after a
restart and finished on another platform. Whose form it is, and what its answers do, is its
area's matter: what is finished comes back as Filled.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from pydantic import TypeAdapter

from config.phrases import Detail, Voice, Words
from config.taxonomy import Platform
from handlers.errors import Refusal
from handlers.fields import Values, Wrong, options_of, sent, shown, taken, typed
from handlers.messages import Choice, Field, FieldKind, Form, Message, Opening, Reply, Value
from storage.drafts import OVERVIEW, Draft
from storage.store import Store

AT_ONCE = frozenset({Platform.SLACK})
"""Where all questions of a form can be asked together."""
ANSWERED_FOR = timedelta(hours=12)
"""For so long what is typed answers the question that was asked last."""
KEPT_FOR = timedelta(days=30)
"""A draft that nobody touches."""

Check = Callable[[Values], "dict[str, Words]"]
"""What an area finds wrong with answers, by field; those not given yet may be missing."""

_ANSWERS: TypeAdapter[dict[str, Value]] = TypeAdapter(dict[str, Value])


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that somebody has finished: every field's answer, None where there is none."""

    values: Values


def open_(message: Message, store: Store, form: Form) -> Reply:
    """Begin a form, or go on with it where it was left.

    Raises:
        Refusal: others read along, and the answers would stand there.
    """
    at_once = message.place.platform in AT_ONCE
    if not message.private and not at_once:
        raise Refusal("form-in-private")
    draft = store.drafts.begin(message.person_id, form.name, form.subject, at=message.sent_at)
    if at_once:
        return _together(message, form, draft)
    return Stepper(message, store, form, draft).next()


@dataclass(frozen=True, slots=True)
class Stepper:
    """One question after another; `check` is what the area finds wrong."""

    message: Message
    store: Store
    form: Form
    draft: Draft
    check: Check = lambda _: {}

    def tapped(self, verb: str, *values: str) -> Reply | Filled:
        """A choice under one of the questions.

        Raises:
            ValueError: none that was ever offered.
        """
        match verb, values:
            case "open", ():
                return _together(self.message, self.form, self.draft)
            case "see", ():
                return self.next()
            case "ask", (name,):
                return self._ask(self._field(name))
            case "pick", (name, value):
                return self._answer(self._field(name), value)
            case "mark", (name, value):
                return self._mark(self._field(name), value)
            case "skip", (name,):
                return self._answer(self._field(name), None)
            case "done", (name,):
                return self._answer(self._field(name), self.answers[name])
            case "send", ():
                return self._sent()
            case "leave", ():
                return self._left()
            case "drop", ():
                return self._dropped()
            case _:
                raise ValueError(verb)

    def said(self, voice: Voice) -> Reply | Filled:
        """What was typed answers the open question, or is asked for again with the reason."""
        field = self._field(self.draft.step)
        try:
            today = self.message.sent_at.date()
            value = typed(field, self.message.text, voice, today=today)
            return self._kept(field, value)
        except Wrong as error:
            return self._ask(field, wrong=error.words)

    def next(self) -> Reply:
        """The first question that was not asked yet; when all were, the answers."""
        alone = self.form.fields[0] if len(self.form.fields) == 1 else None
        field = alone or self._unasked()
        return self._overview() if field is None else self._ask(field)

    def _unasked(self) -> Field | None:
        known = self.answers
        unasked = (each for each in self.form.fields if known[each.name] is None)
        return next((each for each in unasked if self._is_open(each)), None)

    @property
    def answers(self) -> dict[str, Value]:
        """What is answered so far, every field named."""
        return answers(self.form, self.draft)

    def _is_open(self, field: Field) -> bool:
        if field.required:
            return True
        return not self.form.begun and field.name not in self.draft.values

    def _field(self, name: str) -> Field:
        for field in self.form.fields:
            if field.name == name:
                return field
        raise ValueError(name)

    def _answer(self, field: Field, raw: Value) -> Reply | Filled:
        try:
            return self._kept(field, sent(field, raw))
        except Wrong as error:
            return self._ask(field, wrong=error.words)

    def _kept(self, field: Field, value: Value) -> Reply | Filled:
        """On to the next question; one that stood alone is as good as sent."""
        wrong = self.check({**self.answers, field.name: value}).get(field.name)
        if wrong is not None:
            return self._ask(field, wrong=wrong)
        self._keep(field, value)
        return self._sent() if len(self.form.fields) == 1 else self.next()

    def _mark(self, field: Field, value: str) -> Reply:
        """Choose one of several options, or take it back; it is done by another tap."""
        now = self.answers[field.name]
        chosen = set(now) if isinstance(now, tuple) else set()
        chosen ^= {value}
        some = tuple(each.value for each in field.options if each.value in chosen)
        self._keep(field, some or None)
        return self._ask(field)

    def _keep(self, field: Field, value: Value) -> None:
        kept = list(value) if isinstance(value, tuple) else value
        self.draft.values = {**self.draft.values, field.name: kept}
        self.draft.updated_at = self.message.sent_at

    def _ask(self, field: Field, *, wrong: Words | None = None) -> Reply:
        here = self.message.place.conversation if self.message.private else ""
        self.store.drafts.ask_nothing(self.message.person_id, here)
        self.draft.step, self.draft.asked_in = field.name, here
        self.draft.updated_at = self.message.sent_at
        details: dict[str, Detail] = {
            "title": self.form.title,
            "number": self.form.fields.index(field) + 1,
            "count": len(self.form.fields),
            "question": field.label,
        }
        return Reply(
            "form-question",
            details,
            lines=tuple(self._beside(field, wrong)),
            choices=(*self._options(field), *self._ways(field)),
            edits=bool(self.message.about),
        )

    def _beside(self, field: Field, wrong: Words | None) -> Iterator[Words]:
        if wrong is not None:
            yield wrong
        if self.form.intro is not None and not self.draft.values:
            yield self.form.intro
        if field.hint is not None:
            yield field.hint
        value = self.answers[field.name]
        if value is not None:
            yield Words("form-now", {"value": shown(field, value)})

    def _options(self, field: Field) -> Iterator[tuple[Choice, ...]]:
        """A row of two each, so that a thumb finds them."""
        some = field.kind is FieldKind.SOME_OF
        now = self.answers[field.name]
        chosen = now if isinstance(now, tuple) else (now,)
        choices = [
            Choice(
                Words("form-marked", {"what": each.label})
                if some and each.value in chosen
                else each.label,
                f"form.{'mark' if some else 'pick'} {self.draft.id} {field.name} {each.value}",
            )
            for each in options_of(field)
        ]
        for start in range(0, len(choices), 2):
            yield tuple(choices[start : start + 2])

    def _ways(self, field: Field) -> Iterator[tuple[Choice, ...]]:
        """On, back, away."""
        onward: list[Choice] = []
        value = self.answers[field.name]
        if field.kind is FieldKind.SOME_OF and value:
            onward.append(
                self._way(
                    Words("form-choice-done"), f"done {self.draft.id} {field.name}", strong=True
                )
            )
        if not field.required:
            away = Words("form-choice-skip") if value is None else Words("form-choice-empty")
            onward.append(self._way(away, f"skip {self.draft.id} {field.name}"))
        place = self.form.fields.index(field)
        if self._unasked() is None and len(self.form.fields) > 1:
            onward.append(self._way(Words("form-choice-see"), f"see {self.draft.id}"))
        elif place:
            before = self.form.fields[place - 1].name
            onward.append(self._way(Words("form-choice-back"), f"ask {self.draft.id} {before}"))
        onward.append(self._way(Words("form-choice-leave"), f"leave {self.draft.id}"))
        yield tuple(onward)

    def _way(self, label: Words, action: str, *, strong: bool = False) -> Choice:
        return Choice(label, f"form.{action}", strong=strong)

    def _overview(self) -> Reply:
        """Every answer, each with a tap to change it, and one to send them."""
        self.draft.step, self.draft.asked_in = OVERVIEW, ""
        self.draft.updated_at = self.message.sent_at
        answers = self.answers
        lines = tuple(
            Words("form-answer", {"question": each.label, "value": shown(each, answers[each.name])})
            for each in self.form.fields
        )
        change = [
            Choice(
                Words("form-choice-change", {"question": each.label}),
                f"form.ask {self.draft.id} {each.name}",
            )
            for each in self.form.fields
        ]
        send = Choice(self.form.submit, f"form.send {self.draft.id}", strong=True)
        leave = Choice(Words("form-choice-leave"), f"form.leave {self.draft.id}")
        return Reply(
            "form-overview",
            {"title": self.form.title},
            lines=lines,
            choices=(
                (send, leave),
                *(tuple(change[at : at + 2]) for at in range(0, len(change), 2)),
            ),
            edits=bool(self.message.about),
        )

    def _sent(self) -> Reply | Filled:
        values, wrong = taken(self.form, self.answers)
        wrong = wrong or self.check(values)
        if wrong:
            name = next(iter(wrong))
            return self._ask(self._field(name), wrong=wrong[name])
        return Filled(values)

    def _left(self) -> Reply:
        """Nothing is asked any more; the answers are kept for a while."""
        self.draft.asked_in = ""
        self.draft.updated_at = self.message.sent_at
        go_on = Choice(Words("form-choice-go-on"), f"form.see {self.draft.id}", strong=True)
        drop = Choice(Words("form-choice-drop"), f"form.drop {self.draft.id}")
        days = KEPT_FOR // timedelta(days=1)
        return Reply(
            "form-left", {"days": days}, choices=((go_on, drop),), edits=bool(self.message.about)
        )

    def _dropped(self) -> Reply:
        self.store.drafts.drop(self.draft)
        return Reply("form-dropped", edits=bool(self.message.about))


def answers(form: Form, draft: Draft) -> dict[str, Value]:
    """What the draft holds, and elsewhere what was known before; every field named."""
    kept = _ANSWERS.validate_python(dict(draft.values))
    return {each.name: kept.get(each.name, each.value) for each in form.fields}


def keep(draft: Draft, values: Values, *, message: Message) -> None:
    """Hold on to what was sent, whatever becomes of it."""
    kept = {name: list(each) if isinstance(each, tuple) else each for name, each in values.items()}
    draft.values = {**draft.values, **kept}
    draft.updated_at = message.sent_at


def look_again(message: Message, form: Form, draft: Draft) -> Reply:
    """What was sent cannot be taken: the form stands ready, with all that was answered."""
    return replace(_together(message, form, draft), phrase="form-look-again", opens=None)


def _together(message: Message, form: Form, draft: Draft) -> Reply:
    """All questions at once, where the trigger is fresh; else a choice that brings a new one."""
    draft.asked_in = ""
    known = answers(form, draft)
    whole = replace(
        form, fields=tuple(replace(each, value=known[each.name]) for each in form.fields)
    )
    fill = Choice(Words("form-choice-open"), f"form.open {draft.id}", strong=True)
    step = Choice(Words("form-choice-step"), f"form.see {draft.id}")
    return Reply(
        "form-ready",
        {"title": form.title},
        choices=((fill, step) if message.private else (fill,),),
        opens=Opening(whole, message.trigger) if message.trigger else None,
    )
