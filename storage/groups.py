"""Working groups: who leads, who takes part, what they promised."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from config.network_files.records import WorkingGroup
from config.network_files.shapes import WORKING_GROUPS
from storage.base import Base, Imported, Json
from storage.experts import ExpertRow
from storage.records import Records
from storage.search.changes import SearchChanges
from storage.search.documents import Kind


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
    review_calendar: Mapped[dict[str, Any] | None] = mapped_column(Json)
    source: Mapped[str | None]


class Groups(Records[WorkingGroup]):
    row = WorkingGroupRow
    shape = WORKING_GROUPS

    def put(self, records: Sequence[WorkingGroup]) -> None:
        """`Records.put`; experts of these groups are found by their titles, so search looks again.

        On the first import there are none yet: experts come after groups.
        """
        super().put(records)
        self._tell_of_experts({each.id for each in records})

    def retire(self, record_ids: Sequence[str], *, at: datetime) -> None:
        super().retire(record_ids, at=at)
        self._tell_of_experts(set(record_ids))

    def _tell_of_experts(self, groups: Collection[str]) -> None:
        columns = select(ExpertRow.record_id, ExpertRow.working_groups)
        rows = self._session.execute(columns.where(ExpertRow.retired_at.is_(None)))
        theirs = [expert for expert, own in rows if not set(own).isdisjoint(groups)]
        SearchChanges(self._session).touch_all(Kind.EXPERT, theirs)

    def of(self, organisation: str) -> tuple[WorkingGroup, ...]:
        """Groups that an organisation leads or belongs to."""
        return tuple(each for each in self.each() if organisation in (*each.leads, *each.members))
