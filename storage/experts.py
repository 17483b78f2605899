"""Experts: what each answers for, in which languages and where."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from config.network_files.records import Expert
from config.network_files.shapes import EXPERTS
from storage.base import Base, Imported, Json
from storage.records import Records
from storage.search.documents import Kind

JOINED = "joined:"
"""How the ids of records begin that no folder brought in."""


class ExpertRow(Imported, Base):
    """An expert; fields as in `Expert`."""

    __tablename__ = "experts"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    organisation: Mapped[str | None] = mapped_column(String(200), index=True)
    description: Mapped[str]
    language: Mapped[str | None] = mapped_column(String(10))
    languages: Mapped[list[Any]] = mapped_column(Json)
    regions: Mapped[list[Any]] = mapped_column(Json)
    countries: Mapped[list[Any]] = mapped_column(Json)
    areas: Mapped[list[Any]] = mapped_column(Json)
    gcm_objectives: Mapped[list[Any]] = mapped_column(Json)
    working_groups: Mapped[list[Any]] = mapped_column(Json)
    documents: Mapped[list[Any]] = mapped_column(Json)
    text: Mapped[str]
    year: Mapped[int | None]
    url: Mapped[str | None]
    type: Mapped[str | None]
    publisher: Mapped[str | None]
    monthly_cap: Mapped[int]
    time_zone: Mapped[str | None] = mapped_column(String(60))
    visibility: Mapped[str] = mapped_column(String(20))


@dataclass(frozen=True, slots=True)
class Traits:
    """What decides whether an expert fits a request, beside their evidence."""

    organisation: str | None
    languages: frozenset[str]
    objectives: tuple[int, ...]


class Experts(Records[Expert]):
    """Experts whom a folder brought in, and those who joined by chat.

    The latter have ids that begin with JOINED. An import neither changes nor retires them, and an
    export leaves them out: they belong to the person alone, and go when that person is forgotten.
    """

    row = ExpertRow
    shape = EXPERTS
    searched = Kind.EXPERT

    def digests(self) -> dict[str, tuple[str, bool]]:
        """Of what folders brought in."""
        return {each: known for each, known in super().digests().items() if not joined(each)}

    def brought_in(self) -> list[Expert]:
        return [each for each in self.each() if not joined(each.id)]

    def traits(self, record_ids: Sequence[str]) -> dict[str, Traits]:
        """Of each of these records, retired or not; a tenth of what reading them whole costs."""
        columns = (ExpertRow.record_id, ExpertRow.organisation)
        lists = (ExpertRow.languages, ExpertRow.gcm_objectives)
        query = select(*columns, *lists).where(ExpertRow.record_id.in_(record_ids))
        return {
            record_id: Traits(organisation, frozenset(languages), tuple(objectives))
            for record_id, organisation, languages, objectives in self._session.execute(query)
        }

    def regions_of(self, organisations: Collection[str]) -> frozenset[str]:
        """Regions for which somebody of these organisations answers."""
        if not organisations:
            return frozenset()
        query = select(ExpertRow.regions).where(
            ExpertRow.organisation.in_(organisations), ExpertRow.retired_at.is_(None)
        )
        return frozenset(str(each) for regions in self._session.scalars(query) for each in regions)

    def erase(self, record_ids: Sequence[str]) -> None:
        """Delete for good those of these who joined by chat."""
        own = [each for each in record_ids if joined(each)]
        if own:
            self._session.execute(delete(ExpertRow).where(ExpertRow.record_id.in_(own)))
            self._tell_search(own)


def joined(record_id: str) -> bool:
    """Whether somebody made this record by chat."""
    return record_id.startswith(JOINED)
