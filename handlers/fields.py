"""From what somebody typed or sent to the answer of a field, or why it is none (pure)."""

from collections.abc import Iterable, Mapping
from datetime import date

from config.days import day_named
from config.folding import fold
from config.phrases import Day, Detail, Names, Voice, Words
from handlers.messages import Field, FieldKind, Form, Option, Value

Values = Mapping[str, Value]
"""The answers of a form by field; None where there is none."""

LONGEST_LINE, LONGEST_TEXT = 300, 3_000
"""Characters of a text where the field says nothing else; Slack takes 3,000 at most,
https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element."""
NEITHER = "-"
"""What is sent for "not answered" where something has to be chosen."""
LONGEST_SHOWN = 200
_LARGEST = 2**31 - 1
_YES_NO = {"yes": True, "no": False}


class Wrong(Exception):
    """No answer to this field, and the words that say why."""

    def __init__(self, phrase: str, **details: Detail) -> None:
        super().__init__(phrase)
        self.words = Words(phrase, details)


def options_of(field: Field) -> tuple[Option, ...]:
    """What can be chosen in it."""
    if field.kind is FieldKind.YES_NO:
        return tuple(Option(each, Words(f"form-{each}")) for each in _YES_NO)
    return field.options


def longest(field: Field) -> int:
    """Characters that fit into a text."""
    usual = LONGEST_TEXT if field.kind is FieldKind.LONG else LONGEST_LINE
    return min(field.most or usual, LONGEST_TEXT)


def sent(field: Field, raw: Value) -> Value:
    """The answer that a platform's form brought, where texts are strings and so is a number.

    Raises:
        Wrong: it is none.
    """
    match field.kind, raw:
        case _, None | "" | () | "-":
            return _checked(field, None)
        case FieldKind.NUMBER, str(text):
            return _checked(field, _number(field, text))
        case FieldKind.DATE, str(text):
            return _checked(field, _iso(text))
        case FieldKind.YES_NO, str(text) if text in _YES_NO:
            return _YES_NO[text]
        case FieldKind.SOME_OF, str(text):
            return _checked(field, (text,))
        case _:
            return _checked(field, raw)


def typed(field: Field, text: str, voice: Voice, *, today: date) -> Value:
    """The answer in somebody's own words: the name of an option, "9", "15 January".

    Raises:
        Wrong: it is none.
    """
    match field.kind:
        case FieldKind.ONE_OF | FieldKind.YES_NO:
            return sent(field, _named(field, text, voice))
        case FieldKind.SOME_OF:
            parts = [part for part in _split(text) if part]
            return _checked(field, tuple(_named(field, part, voice) for part in parts) or None)
        case FieldKind.DATE:
            day = day_named(text, today=today)
            if day is None:
                raise Wrong("form-wrong-date", example=Day(today))
            return _checked(field, day.isoformat())
        case _:
            return sent(field, text.strip())


def taken(form: Form, raw: Values) -> tuple[dict[str, Value], dict[str, Words]]:
    """Every answer of a form that was sent whole, and what is wrong with the others."""
    values: dict[str, Value] = {}
    wrong: dict[str, Words] = {}
    for field in form.fields:
        try:
            values[field.name] = sent(field, raw.get(field.name))
        except Wrong as error:
            wrong[field.name] = error.words
    return values, wrong


def shown(field: Field, value: Value) -> Detail:
    """An answer as it is said."""
    labels = {each.value: each.label for each in options_of(field)}
    match field.kind, value:
        case _, None | () | "":
            return Words("form-unanswered")
        case FieldKind.YES_NO, bool(yes):
            return Words("form-yes" if yes else "form-no")
        case FieldKind.DATE, str(day):
            return Day(date.fromisoformat(day))
        case FieldKind.ONE_OF, str(one):
            return labels.get(one, one)
        case FieldKind.SOME_OF, tuple(some):
            return Names(tuple(labels.get(each, each) for each in some))
        case _, str(text) if len(text) > LONGEST_SHOWN:
            return text[: LONGEST_SHOWN - 1].rstrip() + "…"
        case _:
            return str(value)


def _checked(field: Field, value: Value) -> Value:
    match field.kind, value:
        case _, None:
            if field.required:
                raise Wrong("form-wrong-required")
            return None
        case ((FieldKind.TEXT | FieldKind.LONG), str(text)):
            return _text(field, text.strip())
        case FieldKind.ONE_OF, str(one) if one in _offered(field):
            return one
        case FieldKind.SOME_OF, tuple(some) if set(some) <= _offered(field):
            return _several(field, some)
        case FieldKind.NUMBER, int(number) if not isinstance(value, bool):
            return _in_range(field, number)
        case FieldKind.DATE, str(day):
            return _iso(day)
        case FieldKind.YES_NO, bool(yes):
            return yes
        case _:
            raise Wrong("form-wrong-option")


def _text(field: Field, text: str) -> Value:
    if not text:
        return _checked(field, None)
    if len(text) > longest(field):
        raise Wrong("form-wrong-long", most=longest(field), count=len(text))
    if len(text) < field.least:
        raise Wrong("form-wrong-short", least=field.least)
    return text


def _several(field: Field, some: Iterable[str]) -> Value:
    chosen = set(some)
    if field.most and len(chosen) > field.most:
        raise Wrong("form-wrong-many", most=field.most)
    if len(chosen) < field.least:
        raise Wrong("form-wrong-few", least=field.least)
    return tuple(each.value for each in field.options if each.value in chosen)


def _number(field: Field, text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise _no_number(field) from error


def _in_range(field: Field, number: int) -> int:
    if not field.least <= number <= (field.most or _LARGEST):
        raise _no_number(field)
    return number


def _no_number(field: Field) -> Wrong:
    if field.most:
        return Wrong("form-wrong-number", least=field.least, most=field.most)
    return Wrong("form-wrong-any-number", least=field.least)


def _iso(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise Wrong("form-wrong-option") from error


def _offered(field: Field) -> set[str]:
    return {each.value for each in field.options}


def _split(text: str) -> list[str]:
    for sign in ";،、，\n":
        text = text.replace(sign, ",")
    return [part.strip() for part in text.split(",")]


def _named(field: Field, text: str, voice: Voice) -> str:
    """The value of the option that goes by this name; its beginning is enough if it fits one.

    Raises:
        Wrong: none does, or several.
    """
    wanted = fold(text)
    names = {each.value: fold(voice.say(each.label)) for each in options_of(field)}
    exact = [value for value, name in names.items() if wanted in {name, fold(value)}]
    begun = [value for value, name in names.items() if wanted and name.startswith(wanted)]
    for found in (exact, begun):
        if len(found) == 1:
            return found[0]
    raise Wrong("form-wrong-option")
