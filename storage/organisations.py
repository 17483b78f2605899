"""Organisations with their names in many languages, and acronyms that mean several things."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import String, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from config.network_files.records import AcronymTrap, Organisation
from config.network_files.shapes import ACRONYM_TRAPS, ORGANISATIONS
from storage.base import Base, Imported, Json
from storage.prepared import Prepared
from storage.records import IDS, IDS_ON_SQLITE, Records


class OrganisationRow(Imported, Base):
    """An organisation; fields as in `Organisation`."""

    __tablename__ = "organisations"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    type: Mapped[str] = mapped_column(String(40), index=True)
    is_un: Mapped[bool]
    names: Mapped[dict[str, Any]] = mapped_column(Json)
    aliases: Mapped[dict[str, Any]] = mapped_column(Json)
    parent: Mapped[str | None] = mapped_column(String(200))
    exec_committee: Mapped[bool]
    commission: Mapped[bool]
    network_role: Mapped[str]
    programmes: Mapped[list[Any]] = mapped_column(Json)
    url: Mapped[str | None]
    note: Mapped[str]


class AcronymTrapRow(Imported, Base):
    """An acronym with several meanings; fields as in `AcronymTrap`."""

    __tablename__ = "acronym_traps"
    id: Mapped[int] = mapped_column(primary_key=True)
    meanings: Mapped[list[Any]] = mapped_column(Json)


class Organisations(Records[Organisation]):
    row = OrganisationRow
    shape = ORGANISATIONS

    def named(self, words: str) -> tuple[Organisation, ...]:
        """Organisations that go by this id, name or alias in any language, capitals aside."""
        wanted = words.strip().casefold()
        return tuple(each for each in self.each() if wanted in _called(each))

    def published(self, publishers: Collection[str]) -> dict[str, Organisation]:
        """The organisations that these are the ids or the English names of."""
        if not publishers:
            return {}
        found = self._by_digest(_CALLED_SO, sorted(publishers)).values()
        return {name: each for each in found for name in (each.id, each.name) if name in publishers}


class AcronymTraps(Records[AcronymTrap]):
    row = AcronymTrapRow
    shape = ACRONYM_TRAPS


_TABLE = OrganisationRow.metadata.tables[OrganisationRow.__tablename__]
_DIGESTS = select(_TABLE.c.record_id, _TABLE.c.digest)
_CALLED_SO = Prepared(
    _DIGESTS.where(or_(_TABLE.c.record_id.in_(IDS_ON_SQLITE), _TABLE.c.name.in_(IDS_ON_SQLITE))),
    postgres=_DIGESTS.where(or_(_TABLE.c.record_id.in_(IDS), _TABLE.c.name.in_(IDS))),
)
"""Organisations whose id or name is among the `ids`."""


def _called(organisation: Organisation) -> frozenset[str]:
    aliases = (alias for several in organisation.aliases.values() for alias in several)
    names = (organisation.id, organisation.name, *organisation.names.values(), *aliases)
    return frozenset(name.casefold() for name in names)
