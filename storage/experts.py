"""Experts: what each answers for, in which languages and where."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from config.network_files.records import Expert
from config.network_files.shapes import EXPERTS
from storage.base import Base, Imported, Json
from storage.records import Records
from storage.search.documents import Kind


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


class Experts(Records[Expert]):
    row = ExpertRow
    shape = EXPERTS
    searched = Kind.EXPERT
