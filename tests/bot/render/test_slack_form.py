"""Forms as Slack's modals: whatever is asked, Slack takes it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.slack_form import render_complaints, render_form
from bot.sandbox.slack_limits import view_faults
from config.phrases import Phrases, Voice, Words
from handlers.messages import Field, FieldKind, Form, Option, Value

VOICE = Voice(Phrases())


def words(text: str) -> Words:
    return Words("just", {"what": text})


def form(*fields: Field, title: str = "A form") -> Form:
    return Form("test", "1", words(title), fields, words("Send"))


def values(kind: FieldKind) -> Value:
    given: dict[FieldKind, Value] = {
        FieldKind.ONE_OF: "o1",
        FieldKind.SOME_OF: ("o1", "o2"),
        FieldKind.NUMBER: 3,
        FieldKind.DATE: "2027-01-15",
        FieldKind.YES_NO: False,
    }
    return given.get(kind, "words")


@given(
    kind=st.sampled_from(FieldKind),
    text=st.text(max_size=4_000),
    options=st.integers(min_value=2, max_value=100),
    required=st.booleans(),
    filled=st.booleans(),
)
def test_slack_takes_any_form(
    kind: FieldKind,
    text: str,
    options: int,
    required: bool,  # noqa: FBT001
    filled: bool,  # noqa: FBT001
) -> None:
    some = tuple(Option(f"o{number}", words(f"{number} {text}")) for number in range(options))
    value = values(kind) if filled else None
    field = Field(
        "f", words(text), kind, some, value=value, required=required, hint=words(text), most=200
    )
    view = json.loads(json.dumps(render_form(form(field, title=text), VOICE)))

    assert view_faults(view) == []


def test_a_review_fits_into_one_modal() -> None:
    asked = [
        Field(f"{kind.value}{number}", words("Is it so?"), kind)
        for number in range(5)
        for kind in (FieldKind.YES_NO, FieldKind.LONG, FieldKind.TEXT)
    ]
    view = render_form(form(*asked), VOICE)

    assert view_faults(json.loads(json.dumps(view))) == []


def test_too_many_questions_are_a_bug() -> None:
    asked = [Field(f"f{number}", words("Is it so?")) for number in range(101)]

    with pytest.raises(ValueError, match="101 blocks"):
        render_form(form(*asked), VOICE)


def test_errors_are_said_in_the_readers_language() -> None:
    french = Voice(Phrases(), "fr")
    said = render_complaints({"cap": Words("form-wrong-required")}, french)

    assert said == {
        "response_action": "errors",
        "errors": {"cap": "Une réponse est nécessaire ici."},
    }
