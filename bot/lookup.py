"""Find and who from the shell: one question or a file of them, through the chat's own code."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from babel import Locale
from rich.console import Console
from rich.markup import escape

from bot.areas import KINDS
from bot.assembly import now
from bot.router import Router
from bot.understand import understand
from bot.understood import Verb
from config.settings import SettingError
from config.taxonomy import DEFAULT_LANGUAGE
from handlers.asking import Ask
from handlers.experts import why as why_named
from handlers.finding import EVERYONE, look, look_deep
from handlers.resources import why
from storage.database import Database
from storage.search.documents import Hit
from storage.search.engine import Search
from storage.search.follower import Progress
from storage.store import Store

Found = Mapping[str, object]
Question = tuple[object, str]
"""Its id as it was given, and its words."""

READ_ALL = 20_000
"""Records without vectors, half an hour of one core: all of them are read before a batch."""
READ_FOR_EACH = 200
"""Where more are without, so many are read of those that the words of each question find."""


@dataclass(frozen=True, slots=True)
class Looking:
    """Looks for resources (find) or experts (who) as the chat does for anybody."""

    database: Database
    router: Router
    verb: Verb
    read_all: int = READ_ALL

    def one(self, words: str, *, limit: int) -> Found:
        """The question as it was understood, and its results."""
        ask = self._ask(words)
        return self.database.read_now(lambda store: self._one(ask, store, limit=limit))

    def batch(self, asked: Iterable[Question], *, limit: int) -> Iterator[str]:
        """A JSON line for each question, in order."""
        for question_id, words in asked:
            yield self._answered(question_id, words, limit=limit)

    def read_for(self, asked: Sequence[Question], search: Search, progress: Progress) -> None:
        """Make the vectors that a batch needs: what is made stays, so that it can be broken off.

        All that are missing; if those are too many, of the records that may be among the results.
        """
        search.hurry()
        if search.status().vectors_waiting <= self.read_all:
            search.embed(progress)
            return
        lists = [self._ranked(words, limit=READ_FOR_EACH) for _, words in asked]
        in_turn = (each for row in zip_longest(*lists) for each in row if each is not None)
        search.embed_of(KINDS[self.verb], list(dict.fromkeys(of for of, _ in in_turn)), progress)

    def _ranked(self, words: str, *, limit: int) -> list[tuple[str, float]]:
        ask = self._ask(words)
        return self.database.read_now(
            lambda store: look_deep(
                ask,
                store,
                written=words,
                kind=KINDS[self.verb],
                reader=EVERYONE,
                year=now().year,
                limit=limit,
            )
        )

    def _answered(self, question_id: object, words: str, *, limit: int) -> str:
        ranked = self._ranked(words, limit=limit)
        results = [{"id": each, "score": round(score, 6)} for each, score in ranked]
        return json.dumps({"id": question_id, "results": results}, ensure_ascii=False)

    def _ask(self, words: str) -> Ask:
        meant = understand(
            words, knowledge=self.router.knowledge, verb=self.verb, today=now().date()
        )
        return self.router.reader.ask(meant, meant, now())

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
            "fits": looked.fits,
            "results": [
                {**_shown(hit, records[hit.record_id]), "reason": self._reason(hit)} for hit in hits
            ],
        }

    def _reason(self, hit: Hit) -> str:
        """Why it was found, as the chat says it."""
        words = (why if self.verb is Verb.FIND else why_named)(hit.why)
        if words is None:
            return ""
        return self.router.phrases.say(words, language=DEFAULT_LANGUAGE)


def show(found: Found, console: Console) -> None:
    """The results for a person at a shell."""
    results = found["results"]
    assert isinstance(results, list)  # noqa: S101  # as Looking.one makes it
    if not results:
        console.print("Nothing found. Other words may help.")
    elif not found["fits"]:
        console.print("Nothing fits well. These come nearest:")
    for number, each in enumerate(results, start=1):
        console.print(f"{number}. [bold]{escape(each['title'])}[/] ({each['id']})", soft_wrap=True)
        console.print(f"   {escape(' · '.join(_facts(each)))}", soft_wrap=True)
        if each.get("url"):
            console.print(f"   {escape(each['url'])}", soft_wrap=True)
        if each.get("passage"):
            console.print(f"   {escape(each['passage'])}", soft_wrap=True)
        if each.get("reason"):
            console.print(f"   [italic]{escape(each['reason'])}[/]", soft_wrap=True)


def _facts(shown: Mapping[str, object]) -> Iterator[str]:
    """What a result says in a row, languages by their names."""
    for key in ("publisher", "organisation", "year"):
        if shown.get(key):
            yield str(shown[key])
    languages = shown.get("languages") or [shown.get("language")]
    assert isinstance(languages, list | tuple)  # noqa: S101  # as _shown makes it
    if names := [_in_english(str(each)) for each in languages if each]:
        yield ", ".join(names)
    if shown.get("type"):
        yield str(shown["type"]).replace("_", " ")
    if shown.get("superseded"):
        yield "there is a newer one"
    if shown.get("stale"):
        yield "the link did not answer lately"


def _in_english(code: str) -> str:
    return str(Locale(DEFAULT_LANGUAGE).languages.get(code, code))


def _shown(hit: Hit, record: object) -> dict[str, object]:
    """One result with what a reader needs to judge it."""
    names = ("title", "publisher", "organisation", "year", "language", "languages", "type", "url")
    facts = {name: getattr(record, name, None) for name in names}
    return {
        "id": hit.record_id,
        "score": round(hit.score, 6),
        **{name: value for name, value in facts.items() if value not in (None, "", ())},
        **({"superseded": True} if hit.superseded_by else {}),
        **({"stale": True} if hit.stale else {}),
        "passage": hit.passage.text if hit.passage else "",
        "why": [{"because": each.because.value, "text": each.text} for each in hit.why],
    }


def questions(file: Path) -> list[Question]:
    """The questions of a file, a JSON object a line.

    Raises:
        SettingError: a line is not an object with an id and a query.
    """
    with file.open(encoding="utf-8") as lines:
        return [
            _question(line, file, number)
            for number, line in enumerate(lines, start=1)
            if line.strip()
        ]


def _question(line: str, file: Path, number: int) -> Question:
    try:
        asked = json.loads(line)
        return asked["id"], str(asked["query"])
    except (ValueError, KeyError, TypeError) as error:
        raise SettingError(
            f"{file}, line {number}",
            'This is not a {"id": …, "query": …} object.',
            "Correct the line.",
        ) from error
