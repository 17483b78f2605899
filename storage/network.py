"""The network itself: its name, its secretariat, its languages."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from config.network_files.records import Network
from config.network_files.shapes import NETWORK
from storage.base import Base, Imported, Json
from storage.records import Records


class NetworkRow(Imported, Base):
    """The one network that this hub serves; fields as in `Network`."""

    __tablename__ = "networks"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    short_name: Mapped[str]
    names: Mapped[dict[str, Any]] = mapped_column(Json)
    short_names: Mapped[dict[str, Any]] = mapped_column(Json)
    descriptions: Mapped[dict[str, Any]] = mapped_column(Json)
    secretariat: Mapped[str | None] = mapped_column(String(200))
    languages: Mapped[list[Any]] = mapped_column(Json)
    url: Mapped[str | None]
    time_zone: Mapped[str | None] = mapped_column(String(60))
    review_calendar: Mapped[dict[str, Any] | None] = mapped_column(Json)
    reminders: Mapped[dict[str, Any]] = mapped_column(Json, server_default="{}")


class Networks(Records[Network]):
    row = NetworkRow
    shape = NETWORK

    def current(self) -> Network | None:
        """The network, or None before the first import."""
        return next(self.each(), None)
