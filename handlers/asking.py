"""What somebody asks for, once it is understood: the words, and what they narrow it to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from config.phrases import Term, Words
from storage.base import JsonValue


class SlotKind(StrEnum):
    """What a search can be narrowed by."""

    LANGUAGE = "language"
    COUNTRY = "country"
    REGION = "region"
    SINCE = "since"
    UNTIL = "until"
    TYPE = "type"
    OBJECTIVE = "objective"
    PUBLISHER = "publisher"


@dataclass(frozen=True, slots=True)
class Slot:
    """One narrowing. `value`: a language code, an ISO 3166 code, a region, a year, a number...

    `guessed`: read from a sentence and dropped when it would leave nothing; else chosen by a tap.
    """

    kind: SlotKind
    value: str
    guessed: bool = False
    faint: bool = False
    """Guessed from a word that is easily said without meaning to leave anything out: reports on."""
    said: str = ""
    """Of a place: the words that name it, which are no topic besides."""

    @property
    def label(self) -> Words:
        """How the slot is shown on a button."""
        match self.kind:
            case SlotKind.SINCE | SlotKind.UNTIL | SlotKind.OBJECTIVE:
                return Words(f"slot-{self.kind}", {"value": self.value})
            case SlotKind.PUBLISHER:
                return Words("just", {"what": self.value})
            case _:
                return Words("just", {"what": Term(self.kind, self.value)})

    def packed(self) -> JsonValue:
        whole = {"kind": self.kind.value, "value": self.value, "guessed": self.guessed}
        faint = {"faint": True} if self.faint else {}
        return {**whole, **faint, **({"said": self.said} if self.said else {})}

    @classmethod
    def unpacked(cls, packed: JsonValue) -> "Slot":
        assert isinstance(packed, dict)  # noqa: S101  # only packed() writes these
        kind, value = SlotKind(packed["kind"]), str(packed["value"])
        return cls(
            kind,
            value,
            guessed=bool(packed["guessed"]),
            faint=bool(packed.get("faint", False)),
            said=str(packed.get("said", "")),
        )


@dataclass(frozen=True, slots=True)
class Definition:
    """What a term means, as somebody wrote it; without a source it is a working definition."""

    term: str
    text: str
    source: str = ""

    def packed(self) -> JsonValue:
        return {"term": self.term, "text": self.text, "source": self.source}

    @classmethod
    def unpacked(cls, packed: JsonValue) -> "Definition":
        assert isinstance(packed, dict)  # noqa: S101  # only packed() writes these
        return cls(str(packed["term"]), str(packed["text"]), str(packed["source"]))


@dataclass(frozen=True, slots=True)
class Ask:
    """A question: its words, the language they are in (empty: unsure), and its slots.

    `expansion` are the same things in other words, each with its weight, for the search core.
    `concepts` are the thesaurus concepts that it names, by id, each with its English name.
    `definitions` are those of the term that it asks the meaning of. `occasion` is what the name
    of an event has to say, each thing in any of several words, where its date is asked for.
    """

    text: str
    language: str = ""
    slots: tuple[Slot, ...] = ()
    expansion: tuple[tuple[str, float], ...] = ()
    concepts: Mapping[str, str] = field(default_factory=dict)
    definitions: tuple[Definition, ...] = ()
    occasion: tuple[tuple[str, ...], ...] = ()
    tense: str = ""
    """"coming" or "past" where only the next or only the last of an event is asked for."""
