"""Calendar feeds over HTTP: a secret address each, and nothing else is ever said of them."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.ics import Item, written
from config.phrases import Phrases, Words
from handlers import feed_contents, feeds
from handlers.feed_contents import Contents, Listed
from storage.database import Database
from storage.errors import Unavailable

TOKEN = re.compile(rf"[A-Za-z0-9_-]{{{feeds.TOKEN_LENGTH}}}")
MOST_A_MINUTE = 30
"""Of one address: a calendar asks once an hour, somebody who tries it out a few times."""
MOST_IN_ALL = 1_200
"""A minute, of all addresses together, the wrong ones too."""
MOST_COUNTED = 10_000
"""Addresses that are counted apart; then all are counted anew."""
_HEADERS = {
    "Cache-Control": "private, no-cache",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@dataclass
class Allowance:
    """How often is asked within a minute."""

    counts: dict[str, int] = field(default_factory=dict)
    since: datetime | None = None

    def allows(self, key: str, *, now: datetime) -> bool:
        """Count one more; False: that was too many."""
        if self.since is None or now - self.since >= timedelta(minutes=1):
            self.since, self.counts = now, {}
        if len(self.counts) > MOST_COUNTED:
            self.counts = {"": self.counts.get("", 0)}
        for each in ("", key):
            self.counts[each] = self.counts.get(each, 0) + 1
        return self.counts[key] <= MOST_A_MINUTE and self.counts[""] <= MOST_IN_ALL


@dataclass(frozen=True)
class Calendars:
    """Answers calendars; `host` is part of what names an entry for good."""

    database: Database
    phrases: Phrases
    public_url: str
    now: Callable[[], datetime]
    allowance: Allowance = field(default_factory=Allowance)

    @property
    def route(self) -> Route:
        path = f"{feeds.PATH}{{token}}{feeds.ENDING}"
        return Route(path, self.answer, methods=["GET"])

    async def answer(self, request: Request) -> Response:
        """The calendar, or that the reader has it already; 404 for whatever else is asked."""
        token = str(request.path_params["token"])
        at = self.now()
        if not self.allowance.allows(feed_contents.digest_of(token), now=at):
            return Response(status_code=429, headers={**_HEADERS, "Retry-After": "60"})
        if not TOKEN.fullmatch(token):
            return _nothing()
        try:
            found = await self._contents(token, at)
        except Unavailable:
            return Response(status_code=503, headers={**_HEADERS, "Retry-After": "60"})
        if found is None:
            return _nothing()
        body = written(self._say(found.name, found), self._items(found))
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        headers = {**_HEADERS, "ETag": tag}
        if _has(request.headers.get("if-none-match", ""), tag):
            return Response(status_code=304, headers=headers)
        headers["Content-Disposition"] = 'inline; filename="deadlines.ics"'
        return Response(body, headers=headers, media_type="text/calendar; charset=utf-8")

    async def _contents(self, token: str, at: datetime) -> Contents | None:
        """What has changed is numbered first, once."""
        look = partial(feed_contents.contents, token=token, now=at)
        found = await self.database.read(look)
        if found is not None and found.news:
            await self.database.run(partial(feed_contents.keep, found=found, now=at))
            found = await self.database.read(look)
        return found

    def _items(self, found: Contents) -> Iterator[Item]:
        host = urlsplit(self.public_url).hostname or "hub"
        for each in found.entries:
            yield self._item(each, found, host)

    def _item(self, listed: Listed, found: Contents, host: str) -> Item:
        entry = listed.entry
        return Item(
            uid=f"{entry.subject.replace(':', '-')}@{host}",
            summary=self._say(entry.title, found),
            description="\n".join(self._say(each, found) for each in entry.lines),
            first=entry.shown.first,
            last=entry.shown.last,
            at=entry.shown.at,
            sequence=listed.sequence,
            modified_at=listed.modified_at,
            category=entry.group_id,
            zone=entry.zone,
            rule=entry.rule,
            is_off=listed.is_off,
        )

    def _say(self, words: Words, found: Contents) -> str:
        return self.phrases.say(words, language=found.language)


def _nothing() -> Response:
    """The same for an address that never was, that is none any more, and that is none at all."""
    return Response(status_code=404, headers=_HEADERS)


def _has(if_none_match: str, tag: str) -> bool:
    """Whether the reader has it, https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2."""
    given = {each.strip().removeprefix("W/") for each in if_none_match.split(",")}
    return tag in given or "*" in given
