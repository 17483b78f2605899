"""Gaps: what people asked for and did not find, counted without their names."""

import re
from datetime import datetime

from config.folding import tokens
from config.phrases import Day, Names, Term, Words
from config.taxonomy import Standing
from handlers.errors import Refusal
from handlers.messages import Entry, Message, Reply
from handlers.onward import HELP
from handlers.paging import turns
from storage.gaps import Gap
from storage.questions import Question
from storage.search.stopwords import EVERYWHERE
from storage.store import Store

PAGE = 10
"""Gaps a message."""
LONGEST = 12
"""Words of a question that are kept as a gap's name."""
_PERSONAL = re.compile(r"\S*@\S*|\+?\d[\d\s().-]{5,}\d")
"""What may be an address, an account or a telephone number: none of it is kept."""


def note(question: Question, store: Store, *, at: datetime) -> None:
    """Count a question in its gap; of one person's repeated questions one is counted."""
    key, label = _named(question)
    if question.gap_id is not None or not key:
        return
    gap = store.gaps.named(f"{question.kind}:{key}", kind=question.kind, label=label, at=at)
    if not store.questions.counted(question.person_id, gap.id):
        gap.asked += 1
        gap.last_at = at
        if question.language:
            count = gap.languages.get(question.language, 0) + 1
            gap.languages = {**gap.languages, question.language: count}
    question.gap_id = gap.id


def gaps(message: Message, store: Store, *, start: int = 0) -> Reply:
    """What is missing, the most frequent first: for the secretariat.

    Raises:
        Refusal: somebody else asks, or others read along.
    """
    if store.people.get(message.person_id).standing != Standing.SECRETARIAT:
        raise Refusal("gaps-for-secretariat", choices=(HELP,))
    if not message.private:
        raise Refusal("gaps-in-private", choices=(HELP,))
    total = store.gaps.count()
    start = min(max(start, 0), max(total - 1, 0))
    found = store.gaps.most_asked(limit=PAGE, offset=start)
    if not found:
        return Reply("gaps-none", choices=((HELP,),), edits=bool(message.about))
    turn = tuple(turns("gaps", start, total, page=PAGE))
    return Reply(
        "gaps",
        {"first": start + 1, "last": start + len(found), "total": total},
        entries=tuple(map(_entry, found)),
        choices=(turn,) if turn else (),
        edits=bool(message.about),
    )


def _entry(gap: Gap) -> Entry:
    languages = sorted(gap.languages, key=lambda each: (-gap.languages[each], each))
    spoken = Names(tuple(Term("language", each) for each in languages))
    facts = [
        Words("gap-asked", {"count": gap.asked}),
        Words("gap-last", {"day": Day(gap.last_at.date())}),
        Words(f"gap-for-{gap.kind}"),
    ]
    return Entry(
        gap.label, facts=(*facts, Words("just", {"what": spoken})) if languages else tuple(facts)
    )


def _named(question: Question) -> tuple[str, str]:
    """A gap's key and name: the concepts of a question, or else its words in any order."""
    if question.concepts:
        ids = sorted(question.concepts)
        return "+".join(ids), " + ".join(question.concepts[each] for each in ids)
    text = _PERSONAL.sub(" ", question.text)
    words = [word for word in tokens(text) if word.text not in EVERYWHERE][:LONGEST]
    label = " ".join(text[word.start : word.end] for word in words)
    return " ".join(sorted({word.stem for word in words})), label
