"""What is wrong in a network folder, said so that a person finds the place and can mend it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that stops an import, or, among the notes, one that does not.

    `line` counts from 1; 0 means the file as a whole. `field` is empty when the whole record or
    file is meant. `fix` says what to do, and may be empty.
    """

    file: str
    line: int
    field: str
    what: str
    fix: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        field = f" {self.field}:" if self.field else ""
        return f"{place}:{field} {self.what}" + (f". {self.fix}" if self.fix else "")


class Wrong(ValueError):
    """A value that a field cannot take."""

    def __init__(self, what: str, fix: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.fix = fix


class BadFolder(Exception):
    """A network folder that was asked for and has faults: nothing of it was written."""

    def __init__(self, faults: "tuple[Fault, ...]") -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults
