"""What is kept for how long; the rest is forgotten."""

from datetime import datetime, timedelta

from handlers.answers import QUESTION_KEPT
from handlers.forms import KEPT_FOR as DRAFT_KEPT
from handlers.relays import ASIDE_KEPT, WORDS_KEPT
from storage.deadlines import HORIZON
from storage.store import Store

INBOX_KEPT = timedelta(days=7)
"""Keys of handled messages: platforms redeliver for a day at most (Telegram keeps updates 24 h)."""
SENT_KEPT = timedelta(days=7)
"""Keys of sent messages, without their words."""
FAILED_KEPT = timedelta(days=90)
"""What could not be said, so that an operator sees it and can send it again."""
OWN_KEPT = timedelta(days=30)
"""A reminder that was said, so that it can be put off, and one that nobody gave a time."""
ENTRY_KEPT = timedelta(days=1_100)
"""The number of an entry in calendars, which look three years ahead."""
GAP_KEPT = timedelta(days=730)
"""After it was last asked for: what is missing shows over years, and holds no names."""


REMINDER_KEPT = HORIZON + timedelta(days=2)
"""After the deadline; earlier, what is still open would be taken for something new."""


def forget_old(store: Store, *, now: datetime) -> None:
    """Forget what nobody needs any more."""
    store.inbox.forget_handled(before=now - INBOX_KEPT)
    store.relays.keep_refs()
    store.relays.forget_old(ended_before=now - WORDS_KEPT, aside_before=now - ASIDE_KEPT)
    store.outbox.forget_settled(sent_before=now - SENT_KEPT, failed_before=now - FAILED_KEPT)
    store.questions.forget_old(before=now - QUESTION_KEPT)
    store.drafts.forget_old(before=now - DRAFT_KEPT)
    store.reminders.forget_over(before=now - REMINDER_KEPT)
    store.own_reminders.forget_old(before=now - OWN_KEPT)
    store.feeds.forget_old(before=now - ENTRY_KEPT)
    store.gaps.forget_old(before=now - GAP_KEPT)
    store.requests.drop_drafts(before=now - DRAFT_KEPT)
    store.people.forget_old_codes(before=now)
