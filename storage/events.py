"""Events of the network, with the precision of their dates, and what recurs."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from config.network_files.records import Event
from config.network_files.shapes import EVENTS
from storage.base import Base, Imported, Json
from storage.records import Records


class EventRow(Imported, Base):
    """An event; fields as in `Event`. Dates are as long as they are known, so they are text."""

    __tablename__ = "events"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    names: Mapped[dict[str, Any]] = mapped_column(Json)
    kind: Mapped[str] = mapped_column(String(40))
    start: Mapped[str | None] = mapped_column(String(10), index=True)
    end: Mapped[str | None] = mapped_column(String(10))
    precision: Mapped[str | None] = mapped_column(String(10))
    dates: Mapped[list[Any]] = mapped_column(Json)
    every_months: Mapped[int | None]
    since: Mapped[str | None] = mapped_column(String(10))
    day_of_year: Mapped[str | None] = mapped_column(String(5))
    visibility: Mapped[str] = mapped_column(String(20))
    verified: Mapped[bool]
    time_zone: Mapped[str | None] = mapped_column(String(60))
    note: Mapped[str]
    source: Mapped[str | None]


class Events(Records[Event]):
    row = EventRow
    shape = EVENTS
