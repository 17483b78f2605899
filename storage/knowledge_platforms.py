"""Knowledge platforms: where resources come from, and the machine interface of each."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from config.network_files.records import KnowledgePlatform
from config.network_files.shapes import KNOWLEDGE_PLATFORMS
from storage.base import Base, Imported
from storage.records import Records


class KnowledgePlatformRow(Imported, Base):
    """A knowledge platform; fields as in `KnowledgePlatform`."""

    __tablename__ = "knowledge_platforms"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    url: Mapped[str | None]
    protocol: Mapped[str]
    status: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str]
    source: Mapped[str | None]


class KnowledgePlatforms(Records[KnowledgePlatform]):
    row = KnowledgePlatformRow
    shape = KNOWLEDGE_PLATFORMS
