"""Resources: what is worth reading, as it was imported."""

from typing import Any

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from config.network_files.records import Resource
from config.network_files.shapes import RESOURCES
from storage.base import Base, Imported, Json
from storage.records import Records
from storage.search.documents import Kind

WRITTEN_HERE = "hub:answer:"
"""How the ids of answers that were saved in chat begin."""
ANSWER_TYPE = "answer"
"""The type of those."""


class ResourceRow(Imported, Base):
    """A resource; fields as in `Resource`."""

    __tablename__ = "resources"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    publisher: Mapped[str | None]
    year: Mapped[int | None] = mapped_column(index=True)
    url: Mapped[str | None]
    language: Mapped[str | None] = mapped_column(String(10), index=True)
    type: Mapped[str | None] = mapped_column(index=True)
    gcm_objectives: Mapped[list[Any]] = mapped_column(Json)
    regions: Mapped[list[Any]] = mapped_column(Json)
    countries: Mapped[list[Any]] = mapped_column(Json)
    areas: Mapped[list[Any]] = mapped_column(Json)
    commissions: Mapped[list[Any]] = mapped_column(Json)
    description: Mapped[str]
    text: Mapped[str]
    documents: Mapped[list[Any]] = mapped_column(Json)
    visibility: Mapped[str] = mapped_column(String(20))
    working_groups: Mapped[list[Any]] = mapped_column(Json)
    title_basis: Mapped[str | None]
    link: Mapped[str | None] = mapped_column(String(20))
    same_work: Mapped[str | None] = mapped_column(String(200))
    translation_of: Mapped[str | None] = mapped_column(String(200))
    superseded_by: Mapped[str | None] = mapped_column(String(200))
    note: Mapped[str]


class Resources(Records[Resource]):
    """Resources that a folder brought in, and answers that experts wrote here.

    The latter have ids that begin with WRITTEN_HERE. An import neither changes nor retires them.
    """

    row = ResourceRow
    shape = RESOURCES
    searched = Kind.RESOURCE

    def has_answers(self) -> bool:
        """Whether any answer of an expert is in use."""
        row = ResourceRow
        of_experts = (row.type == ANSWER_TYPE, row.retired_at.is_(None))
        written_here = row.record_id.startswith(WRITTEN_HERE, autoescape=True)
        query = select(row.id).where(*of_experts, written_here).limit(1)
        return self._session.scalar(query) is not None

    def digests(self) -> dict[str, tuple[str, bool]]:
        """Of what folders brought in."""
        known = super().digests().items()
        return {each: value for each, value in known if not each.startswith(WRITTEN_HERE)}
