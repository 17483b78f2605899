"""Working groups: who leads, who takes part, what they promised."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from config.network_files.records import WorkingGroup
from config.network_files.shapes import WORKING_GROUPS
from storage.base import Base, Imported, Json
from storage.records import Records


class WorkingGroupRow(Imported, Base):
    """A working group; fields as in `WorkingGroup`."""

    __tablename__ = "working_groups"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    long_title: Mapped[str]
    kind: Mapped[str] = mapped_column(String(40))
    workplan: Mapped[str] = mapped_column(String(40))
    gcm_objectives: Mapped[list[Any]] = mapped_column(Json)
    leads: Mapped[list[Any]] = mapped_column(Json)
    members: Mapped[list[Any]] = mapped_column(Json)
    interested: Mapped[list[Any]] = mapped_column(Json)
    leads_note: Mapped[str]
    members_note: Mapped[str]
    mandate: Mapped[str]
    succeeds: Mapped[str | None] = mapped_column(String(200))
    deliverables: Mapped[list[Any]] = mapped_column(Json)
    source: Mapped[str | None]


class Groups(Records[WorkingGroup]):
    row = WorkingGroupRow
    shape = WORKING_GROUPS

    def of(self, organisation: str) -> tuple[WorkingGroup, ...]:
        """Groups that an organisation leads or belongs to."""
        return tuple(each for each in self.each() if organisation in (*each.leads, *each.members))
