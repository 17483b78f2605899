"""What a thesaurus holds: concepts with their labels, and traps that several of them share."""

from collections.abc import Mapping
from dataclasses import dataclass

from config.taxonomy import DEFAULT_LANGUAGE

Labels = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that the field speaks of; `labels` by language, the preferred one first."""

    id: str
    labels: Labels
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    objectives: tuple[int, ...] = ()
    definition: str = ""
    source: str = ""
    """Where the definition is official; empty when it is a working definition."""

    def name(self, language: str = DEFAULT_LANGUAGE) -> str:
        """The preferred label; in English where this language has none, else in any."""
        in_order = (language, DEFAULT_LANGUAGE, *self.labels)
        return next((self.labels[each][0] for each in in_order if self.labels.get(each)), self.id)


@dataclass(frozen=True, slots=True)
class Reading:
    """One concept that a trap's label may mean, and words nearby that say so."""

    concept: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trap:
    """A label of several concepts; with no telling word nearby it means `usual`, else it is open.

    A reading's concept may be empty: the label then means nothing of the field.
    """

    label: str
    readings: tuple[Reading, ...]
    usual: str = ""
