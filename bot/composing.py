"""Puts into words, in the moment of saying it, what waits in the outbox by its key alone."""

import logging
from collections.abc import Callable, Mapping
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
COMPOSERS: Mapping[str, Callable[[Store, str, datetime], Reply | datetime | None]] = {
    falling_due.KEY: reminder_words.compose,
    digests.KEY: digests.compose,
}
"""By how the key begins: what it says now, when to try again, or None, it is not said at all."""


def composed(store: Store, parcel: Parcel, now: datetime) -> Parcel | None:
    """A leased letter with what it says now; None: it is not said, or not now.

    So a notice that waited for hours, because the platform was down, tells nothing that has been
    settled or moved meanwhile.
    """
    begins, colon, _ = parcel.key.partition(":")
    compose = COMPOSERS.get(begins + colon) if parcel.notice else None
    if compose is None:
        return parcel
    try:
        with store.attempt():
            said = compose(store, parcel.key, now)
    except Unavailable:
        raise
    except Exception:  # one notice must not hold up all others
        log.exception("a notice could not be put into words", extra={"letter": parcel.id})
        said = now + AGAIN_AFTER
    if isinstance(said, Reply):
        return replace(parcel, reply=pack_reply(said))
    if said is None:
        store.outbox.unsay(parcel)
    else:
        store.outbox.postpone(parcel, at=said)
    return None
