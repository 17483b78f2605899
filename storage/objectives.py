"""The objectives and guiding principles of the Global Compact, with labels in six languages."""

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from config.network_files.records import Objective, Principle
from config.network_files.shapes import OBJECTIVES, PRINCIPLES
from storage.base import Base, Imported, Json
from storage.records import Records


class ObjectiveRow(Imported, Base):
    """An objective; fields as in `Objective`, whose id is its number."""

    __tablename__ = "objectives"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str]
    labels: Mapped[dict[str, Any]] = mapped_column(Json)
    working_translations: Mapped[list[Any]] = mapped_column(Json)
    round_table: Mapped[int | None]
    hub_term_id: Mapped[int | None]


class PrincipleRow(Imported, Base):
    """A guiding principle; fields as in `Principle`."""

    __tablename__ = "principles"
    id: Mapped[int] = mapped_column(primary_key=True)
    labels: Mapped[dict[str, Any]] = mapped_column(Json)
    working_translations: Mapped[list[Any]] = mapped_column(Json)
    hub_term_id: Mapped[int | None]


class Objectives(Records[Objective]):
    row = ObjectiveRow
    shape = OBJECTIVES


class Principles(Records[Principle]):
    row = PrincipleRow
    shape = PRINCIPLES
