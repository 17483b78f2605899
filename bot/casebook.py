"""Requests at the shell, as the secretariat works on them in chat: a list, one case, why not X."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache

from config.phrases import Phrases, Words
from config.settings import SettingError
from config.taxonomy import DEFAULT_LANGUAGE, Visibility
from handlers import casefile, matching, offers, pool
from handlers.messages import echo
from storage.database import Database
from storage.errors import NotFound
from storage.requests import By, Request, State
from storage.store import Store

Found = Mapping[str, object]
MOST = 1_000
"""Requests in one list."""
NEAREST = 5
"""Experts whom a name may mean."""
HIDDEN = "(sensitive: hub cases show says what it is)"
_SHOW = "hub cases lists those that wait for something."


def cases(database: Database) -> list[Found]:
    """Everything that waits for something, the oldest first; no words of what is sensitive."""
    return database.read_now(
        lambda store: [
            {**_facts(each, store), "need": HIDDEN if each.sensitive else echo(each.need)}
            for each in store.requests.live(limit=MOST)
        ]
    )


def case(database: Database, number: int) -> Found:
    """One request with all that happened to it; never who asked.

    Raises:
        SettingError: there is none of this number.
    """
    return database.run_now(lambda store: _case(store, number))


def why_not(database: Database, number: int, words: str, *, at: datetime) -> list[Found]:
    """Experts who go by a name, role or organisation, and the rule by which each is not asked.

    Raises:
        SettingError: there is no request of this number, or nobody goes by these words.
    """

    def unit(store: Store) -> list[Found]:
        request = _request(store, number)
        called = pool.called(words, store, most=NEAREST)
        records = store.experts.many(called)
        found = [each for each in called if each in records]
        if not found:
            raise SettingError(words, "Nobody on record goes by this.", "Try a role or a name.")
        return [_ruled(store, request, each, records[each].title, at) for each in found]

    return database.run_now(unit)


def _ruled(store: Store, request: Request, record_id: str, title: str, at: datetime) -> Found:
    rule = pool.why_not(request, store, record_id, now=at)
    said = matching.why_not(rule) if rule else Words("case-can-be-asked")
    return {"id": record_id, "expert": title, "rule": rule, "why": _say(said)}


def lines_of(found: Sequence[Found]) -> Iterator[str]:
    """A list for a person at a shell: a request in two lines."""
    for each in found:
        marks = [name for name in ("urgent", "sensitive", "for_country") if each[name]]
        facts = [str(each["state"]), f"asked {each['asked_on']}", f"from {each['from']}", *marks]
        yield f"{each['number']}. {each['need']}"
        yield f"   {', '.join(facts).replace('_', ' ')}"


def lines(found: Found) -> Iterator[str]:
    """One case for a person at a shell."""
    yield from lines_of([found])
    yield f"   seen by: {found['seen_by']}; needed by: {found['needed_by'] or 'no date'}"
    for name in ("steps", "parts", "offers", "told"):
        listed = found[name]
        assert isinstance(listed, list)  # noqa: S101  # as _case makes it
        if listed:
            yield f"{name}:"
            yield from (f"  {each if isinstance(each, str) else _row(each)}" for each in listed)


def _row(each: Found) -> str:
    return " · ".join(str(value) for value in each.values() if value not in (None, ""))


def _case(store: Store, number: int) -> Found:
    request = _request(store, number)
    return {
        **_facts(request, store),
        "need": request.need,
        "steps": [_say(each) for each in casefile.steps(store, request, reader=By.SECRETARIAT)],
        "parts": [
            {"kind": each.kind.value, "text": each.text, "url": each.url}
            for each in store.requests.parts(request.id)
        ],
        "offers": list(_offers(store, request)),
        "told": [_say(each) for each in casefile.told(store, request)],
    }


def _offers(store: Store, request: Request) -> Iterator[Found]:
    """Who was asked, by what they answer for, and what they said; once forgotten, nobody."""
    for each in store.offers.of(request.id):
        profile = store.profiles.get(each.profile_id) if each.profile_id else None
        record = store.experts.find(profile.record_id) if profile else None
        yield {
            "expert": record.title if record else "somebody who has left",
            "state": each.state.value,
            "asked_on": each.made_at.date().isoformat(),
            "reason": each.reason,
        }


def _facts(request: Request, store: Store) -> dict[str, object]:
    return {
        "number": request.id,
        "state": request.state.value,
        "asked_on": request.created_at.date().isoformat(),
        "from": _say(Words("just", {"what": offers.asker(request, store)})),
        "urgent": request.urgent,
        "sensitive": request.sensitive,
        "for_country": request.for_country,
        "needed_by": _day(request.needed_by),
        "seen_by": _seen_by(request),
    }


def _seen_by(request: Request) -> str:
    if request.sensitive:
        return "asked"
    is_group = request.visibility is Visibility.GROUP
    return request.group_id if is_group else request.visibility.value


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _request(store: Store, number: int) -> Request:
    problem = "There is no request of this number."
    try:
        request = store.requests.get(number)
    except NotFound:
        raise SettingError(str(number), problem, _SHOW) from None
    if request.state is State.DRAFT:
        raise SettingError(str(number), problem, _SHOW)
    return request


def _say(words: Words) -> str:
    return _phrases().say(words, language=DEFAULT_LANGUAGE)


@cache
def _phrases() -> Phrases:
    return Phrases()
