"""Absences: until when somebody is away, and who stands in for them; one for all that they do."""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import Date, ForeignKey, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.base import Base


class Absence(Base):
    """When somebody is back, and their backup, who stays so between absences."""

    __tablename__ = "absences"
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    until: Mapped[date | None] = mapped_column(Date)
    """The last day away; None: here."""
    backup_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), index=True
    )


class Absences:
    """The repository of absences."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, person_id: int) -> Absence | None:
        """None: never away, and without a backup."""
        return self._session.get(Absence, person_id)

    def many(self, person_ids: Collection[int]) -> dict[int, Absence]:
        """`of` for several; those who were never away and have no backup are left out."""
        query = select(Absence).where(Absence.person_id.in_(person_ids))
        return {each.person_id: each for each in self._session.scalars(query)}

    def until(self, person_id: int) -> date | None:
        """Their last day away, which may be past; None: they are here."""
        return self.untils([person_id]).get(person_id)

    def untils(self, person_ids: Iterable[int]) -> dict[int, date]:
        """The last day away of each; left out who is here."""
        query = select(Absence.person_id, Absence.until).where(
            Absence.person_id.in_(list(person_ids)), Absence.until.is_not(None)
        )
        return {person: until for person, until in self._session.execute(query) if until}

    def are_away(self, person_ids: Iterable[int], *, on: date) -> frozenset[int]:
        """Which of these people are away on a day."""
        return frozenset(each for each, until in self.untils(person_ids).items() if until >= on)

    def backup(self, person_id: int) -> int | None:
        """Who stands in for them."""
        found = self.of(person_id)
        return found.backup_id if found else None

    def put(self, person_id: int, *, until: date | None) -> Absence:
        """Away until the end of this day; None: here. The backup stays who it was."""
        found = self.of(person_id)
        if found is None:
            found = Absence(person_id=person_id)
            self._session.add(found)
        found.until = until
        self._session.flush()
        return found

    def give(self, *, from_person: int, to_person: int) -> None:
        """One person's absence becomes another's, unless they have one: they linked accounts."""
        stands_in = update(Absence).where(Absence.backup_id == from_person)
        self._session.execute(stands_in.values(backup_id=to_person))
        if self.of(to_person) is None:
            theirs = update(Absence).where(Absence.person_id == from_person)
            self._session.execute(theirs.values(person_id=to_person))
