"""What came of asking the addresses of records lately, so that an answer can say one is stale."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, String, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.base import Base, Coded
from storage.resources import ResourceRow
from storage.search.changes import SearchChanges
from storage.search.documents import Kind

FAILED_DAYS = 3
"""On so many different days in a row an address has to fail before records say that it is stale."""
LONGEST = 2_000
"""Bytes of an address that is kept here: PostgreSQL indexes no key over 2,704
(https://www.postgresql.org/docs/16/btree-implementation.html); longer ones are not checked."""
_CHUNK = 500


class LinkStatus(StrEnum):
    """What an address did when it was asked."""

    ANSWERS = "answers"
    FAILS = "fails"
    UNKNOWN = "unknown"
    """It refuses to say: a platform that turns programs away may well answer a person."""


class Link(Base):
    """One address of a record, as it was found last."""

    __tablename__ = "links"
    url: Mapped[str] = mapped_column(String(LONGEST), primary_key=True)
    checked_at: Mapped[datetime]
    status: Mapped[LinkStatus] = mapped_column(Coded(LinkStatus))
    failures: Mapped[int] = mapped_column(default=0)
    """Days in a row on which it failed; a day on which nobody could tell neither adds nor ends."""


@dataclass(frozen=True, slots=True)
class Check:
    """What came of asking one address."""

    url: str
    status: LinkStatus


class Links:
    """The repository of links."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def due(self, *, checked_before: datetime, limit: int | None = None) -> list[str]:
        """Addresses of resources in use not checked since, never checked ones first."""
        of_resources = (
            select(ResourceRow.url)
            .where(ResourceRow.retired_at.is_(None), ResourceRow.url.is_not(None))
            .distinct()
        )
        checked = self._session.execute(select(Link.url, Link.checked_at))
        known: dict[str, datetime] = {url: at for url, at in checked}  # noqa: C416  # typed so
        never = datetime.min.replace(tzinfo=UTC)
        urls = [each for each in self._session.scalars(of_resources) if each and _fits(each)]
        waiting = [each for each in urls if known.get(each, never) < checked_before]
        return sorted(waiting, key=lambda each: (known.get(each, never), each))[:limit]

    def note(self, checks: Sequence[Check], *, at: datetime) -> None:
        """Keep what came of checks; records whose address is stale now, or no more, are told on."""
        before = self.stale([each.url for each in checks])
        for each in checks:
            self._note(each, at)
        self._session.flush()
        after = self.stale([each.url for each in checks])
        if before != after:
            of_those = ResourceRow.url.in_(sorted(before ^ after))
            ids = self._session.scalars(select(ResourceRow.record_id).where(of_those)).all()
            SearchChanges(self._session).touch_all(Kind.RESOURCE, ids)

    def stale(self, urls: Collection[str]) -> frozenset[str]:
        """Those of the addresses that failed on three different days in a row."""
        kept, found = sorted({each for each in urls if _fits(each)}), set[str]()
        for start in range(0, len(kept), _CHUNK):
            part = {"urls": kept[start : start + _CHUNK]}
            found |= set(self._session.execute(_stale_among(), part).scalars())
        return frozenset(found)

    def find(self, url: str) -> Link | None:
        return self._session.get(Link, url)

    def _note(self, check: Check, at: datetime) -> None:
        link = self._session.get(Link, check.url, with_for_update=True)
        if link is None:
            link = Link(url=check.url, checked_at=at - timedelta(days=1), failures=0)
            self._session.add(link)
        match check.status:
            case LinkStatus.ANSWERS:
                link.failures = 0
            case LinkStatus.FAILS if not link.failures or link.checked_at.date() < at.date():
                link.failures += 1
        link.checked_at, link.status = at, check.status


@lru_cache
def _stale_among() -> Select[Any]:
    """Built once: every answer asks this of the few records that it shows."""
    among = Link.url.in_(bindparam("urls", expanding=True))
    return select(Link.url).where(among, Link.failures >= FAILED_DAYS)


def _fits(url: str) -> bool:
    return len(url.encode()) <= LONGEST
