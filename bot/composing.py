"""Puts into words, in the moment of saying it, what waits in the outbox by its key alone."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from handlers import digests, falling_due, reminder_words
from handlers.messages import Reply, pack_reply
from storage.errors import Unavailable
from storage.outbox import Parcel
from storage.store import Store

log = logging.getLogger(__name__)

AGAIN_AFTER = timedelta(minutes=10)
"""When words that met a bug are tried again."""
Said = Reply | datetime | None
"""What a notice says now; when to try again; or None, it is not said at all."""
Compose = Callable[[Store, Sequence[str], datetime], Mapping[str, Said]]
COMPOSERS: Mapping[str, Compose] = {
    falling_due.KEY: reminder_words.compose_several,
    digests.KEY: lambda store, keys, now: {e: digests.compose(store, e, now) for e in keys},
}
"""By how the keys begin: what each says."""


def composed(store: Store, parcels: Sequence[Parcel], now: datetime) -> tuple[Parcel, ...]:
    """Leased letters with what they say now; without those that are not said, or not now.

    So a notice that waited for hours, because the platform was down, tells nothing that has been
    settled or moved meanwhile.
    """
    said: dict[str, Said] = {}
    for begins, compose in COMPOSERS.items():
        keys = [each.key for each in parcels if each.notice and each.key.startswith(begins)]
        if keys:
            said |= _said(store, compose, keys, now)
    every = (_with(store, each, said) for each in parcels)
    return tuple(each for each in every if each is not None)


def _said(store: Store, compose: Compose, keys: Sequence[str], now: datetime) -> Mapping[str, Said]:
    """What each says: all at once, or else one by one, so that none holds up the others."""
    try:
        with store.attempt():
            return compose(store, keys, now)
    except Unavailable:
        raise
    except Exception:  # it is tried again alone, where there were several
        if len(keys) == 1:
            log.exception("a notice could not be put into words", extra={"notice": keys[0]})
            return {keys[0]: now + AGAIN_AFTER}
    found: dict[str, Said] = {}
    for each in keys:
        found |= _said(store, compose, [each], now)
    return found


def _with(store: Store, parcel: Parcel, said: Mapping[str, Said]) -> Parcel | None:
    if parcel.key not in said:
        return parcel
    match said[parcel.key]:
        case Reply() as reply:
            return replace(parcel, reply=pack_reply(reply))
        case None:
            store.outbox.unsay(parcel)
        case datetime() as at:
            store.outbox.postpone(parcel, at=at)
    return None
