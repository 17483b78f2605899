"""Who answers what: taps by the area of their action, words by their verb."""

from collections.abc import Callable, Mapping

from bot.understood import Verb
from handlers import (
    absence,
    casework,
    deadlines,
    expertise,
    experts,
    followup,
    gaps,
    groups,
    introductions,
    ladders,
    recommendations,
    relay,
    remind,
    reminders,
    requests,
    resources,
    reviews,
    saved,
    wanted,
    watches,
    workplans,
)
from handlers import help as helping
from handlers.messages import Message, Reply
from storage.search.documents import Kind
from storage.store import Store

SHELVES = {Kind.RESOURCE: resources.SHELF, Kind.EXPERT: experts.SHELF}
AREAS: Mapping[str, Callable[..., Reply | None]] = {
    "answer": saved.tapped,
    "away": absence.tapped,
    "case": casework.tapped,
    "deadline": deadlines.tapped,
    "expertise": expertise.tapped,
    "recommendation": recommendations.tapped,
    "ladder": ladders.tapped,
    "relay": relay.tapped,
    "reminder": reminders.tapped,
    "intro": followup.tapped,
    "offer": introductions.tapped,
    "request": requests.tapped,
    "remind": remind.tapped,
    "wanted": wanted.tapped,
    "review": reviews.tapped,
    "group": groups.tapped,
    "plan": workplans.tapped,
}
"""Who answers taps whose verb begins with this word and a dot; it is given what follows the dot.

`tapped(message, store, verb, *values)` raises ValueError or TypeError for what it never offered.
"""
REDIRECTED: Mapping[str, Callable[[Message, Store, int], str]] = {
    "reminder.open": reminders.opened,
    "reminder.done": reminders.done,
}
"""Taps that are done by another area's action, which these tell; empty: by nothing more."""
LISTS: Mapping[Verb, Callable[[Message, Store], Reply]] = {
    Verb.WATCH: watches.list_,
    Verb.WATCHES: watches.list_,
    Verb.GAPS: gaps.gaps,
    Verb.EXPERTISE: expertise.mine,
    Verb.REQUESTS: requests.mine,
    Verb.CASES: casework.cases_,
    Verb.REMINDERS: remind.list_,
    Verb.REVIEWS: reviews.list_,
}
"""What is shown when it is named, whatever else is said."""
OF_GROUPS: Mapping[Verb, Callable[[Message, Store, str], Reply]] = {
    Verb.GROUPS: groups.show,
    Verb.JOIN: groups.asked_to_join,
    Verb.DEADLINES: deadlines.show,
    Verb.WORKPLAN: workplans.show,
    Verb.CHANNEL: groups.channel,
    Verb.RECOMMENDATIONS: recommendations.show,
}
"""What is about a working group, which the words name."""
SAID_BACK: Mapping[Verb, Callable[[Message], Reply]] = {
    Verb.HELP: helping.help_,
    Verb.GREETING: helping.greet,
    Verb.THANKS: helping.thank,
}
"""What is answered without looking anything up."""
KINDS = {Verb.FIND: Kind.RESOURCE, Verb.WHO: Kind.EXPERT}
VERBS = {kind: verb.value for verb, kind in KINDS.items()}
