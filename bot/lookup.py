"""Find and who from the shell: one question or a file of them, through the chat's own code."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from bot.assembly import now
from bot.router import KINDS, Router
from bot.understand import Verb, understand
from config.settings import SettingError
from handlers.asking import Ask
from handlers.finding import EVERYONE, look, look_deep
from storage.database import Database
from storage.search.documents import Hit
from storage.store import Store

Found = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Looking:
    """Looks for resources (find) or experts (who) as the chat does for anybody."""

    database: Database
    router: Router
    verb: Verb

    def one(self, words: str, *, limit: int) -> Found:
        """The question as it was understood, and its results."""
        ask = self._ask(words)
        return self.database.read_now(lambda store: self._one(ask, store, limit=limit))

    def batch(self, file: Path, *, limit: int) -> Iterator[str]:
        """A JSON line for each line of the file, in order.

        Raises:
            SettingError: a line is no object with an id and a query.
        """
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield self._answered(*_question(line, file, number), limit=limit)

    def _answered(self, question_id: object, words: str, *, limit: int) -> str:
        ask = self._ask(words)
        ranked = self.database.read_now(
            lambda store: look_deep(
                ask,
                store,
                kind=KINDS[self.verb],
                reader=EVERYONE,
                year=now().year,
                limit=limit,
            )
        )
        results = [{"id": each, "score": round(score, 6)} for each, score in ranked]
        return json.dumps({"id": question_id, "results": results}, ensure_ascii=False)

    def _ask(self, words: str) -> Ask:
        meant = understand(
            words, knowledge=self.router.knowledge, verb=self.verb, today=now().date()
        )
        return self.router.ask(meant, meant, now())

    def _one(self, ask: Ask, store: Store, *, limit: int) -> Found:
        looked = look(
            ask, store, kind=KINDS[self.verb], reader=EVERYONE, year=now().year, limit=limit
        )
        hits = looked.found.hits
        records = (store.resources if self.verb is Verb.FIND else store.experts).many(
            [hit.record_id for hit in hits]
        )
        return {
            "query": ask.text,
            "narrowed_by": [slot.packed() for slot in looked.slots],
            "dropped": [slot.packed() for slot in looked.dropped],
            "total": looked.found.total,
            "notes": sorted(looked.found.notes),
            "results": [_shown(hit, records[hit.record_id]) for hit in hits],
        }


def show(found: Found, console: Console) -> None:
    """The results for a person at a shell."""
    results = found["results"]
    assert isinstance(results, list)  # noqa: S101  # as Looking.one makes it
    if not results:
        console.print("Nothing found. Other words may help.")
    for number, each in enumerate(results, start=1):
        console.print(f"{number}. [bold]{escape(each['title'])}[/] ({each['id']})", soft_wrap=True)
        facts = [
            str(each[key]) for key in ("publisher", "year", "language", "type") if each.get(key)
        ]
        console.print(f"   {escape(' · '.join(facts))}", soft_wrap=True)
        if each.get("url"):
            console.print(f"   {escape(each['url'])}", soft_wrap=True)
        if each.get("passage"):
            console.print(f"   {escape(each['passage'])}", soft_wrap=True)


def _shown(hit: Hit, record: object) -> dict[str, object]:
    """One result with what a reader needs to judge it."""
    names = ("title", "publisher", "organisation", "year", "language", "languages", "type", "url")
    facts = {name: getattr(record, name, None) for name in names}
    return {
        "id": hit.record_id,
        "score": round(hit.score, 6),
        **{name: value for name, value in facts.items() if value not in (None, "", ())},
        "passage": hit.passage.text if hit.passage else "",
        "why": [{"because": each.because.value, "text": each.text} for each in hit.why],
    }


def _question(line: str, file: Path, number: int) -> tuple[object, str]:
    try:
        asked = json.loads(line)
        return asked["id"], str(asked["query"])
    except (ValueError, KeyError, TypeError) as error:
        raise SettingError(
            f"{file}, line {number}",
            'This is no {"id": …, "query": …} object.',
            "Correct the line.",
        ) from error
