"""The part of a text that answers best, with the matching words marked. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from config.phrases import Marked
from storage.search import analysis
from storage.search.matching import Question

LONGEST = 240
"""Code points of a passage without its ellipses: three lines on a phone."""
_SENTENCE = re.compile(r"[^.!?。！？؟\n]+(?:[.!?。！？؟]+[\"'»”)\]]*|\n|$)\s*")
_MOST_SENTENCES = 400
_WORD = re.compile(f"[{analysis.UNSPACED}]|[^\\W_{analysis.UNSPACED}]+")
_ELLIPSIS = "…"
_TYPO_SHARE = 0.5
"""Of their 4-grams that two words must share to be taken for the same."""


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    matched: frozenset[str]
    """Which words of the question it stands for."""


def passage(text: str, question: Question, *, language: str | None) -> Marked | None:
    """The sentences of a text with the most of the question in them, at most `LONGEST` long.

    Cut between words, with an ellipsis where something is left out. None for an empty text.
    """
    if not text.strip():
        return None
    wanted = _wanted(question, language or question.language or "en")
    sentences = list(_SENTENCE.finditer(text))[:_MOST_SENTENCES]
    best = max(
        (wanted.words_in(text, found.start(), found.end()) for found in sentences),
        key=_worth,
        default=[],
    )
    start, end = _window(text, sentences, best)
    inside = wanted.words_in(text, start, end)
    spans = _spans(inside)
    before = f"{_ELLIPSIS} " if text[:start].strip() else ""
    after = f" {_ELLIPSIS}" if text[end:].strip() else ""
    shift = len(before) - start
    return Marked(
        f"{before}{_one_line(text[start:end])}{after}",
        tuple((first + shift, last + shift) for first, last in spans),
    )


def _one_line(text: str) -> str:
    """Line ends as spaces, one for one, so that places stay."""
    return re.sub(r"\s", " ", text)


@lru_cache(maxsize=256)
def _wanted(question: Question, language: str) -> "_Wanted":
    """The same for all passages of an answer in one language."""
    return _Wanted(question, language)


class _Wanted:
    """The words of a question in all the forms by which they are recognised."""

    def __init__(self, question: Question, language: str) -> None:
        self._language = language
        self._asked = frozenset(question.words)
        self._stems: dict[str, str] = {}
        self._grams: list[tuple[str, frozenset[str]]] = []
        own = [(question.words, question.languages or (language,))]
        other = [(words, (tongue or language,)) for words, tongue, _ in question.expansion]
        for words, languages in (*other, *own):
            for word in words:
                for tongue in (*languages, language):
                    self._stems.update(dict.fromkeys(analysis.forms(word, tongue).stems, word))
        for word in question.words:
            grams = analysis.forms(word, language).grams
            if len(grams) > 2:  # noqa: PLR2004  # shorter words look alike by chance
                self._grams.append((word, frozenset(grams)))

    def words_in(self, text: str, start: int, end: int) -> list[_Word]:
        """The words of text[start:end] that match."""
        found = []
        for match in _WORD.finditer(text, start, end):
            matched = self._matched(match[0])
            if matched:
                found.append(_Word(match.start(), match.end(), matched))
        return found

    def _matched(self, written: str) -> frozenset[str]:
        word = analysis.clean(written)
        if not word:
            return frozenset()
        if word not in self._asked and not analysis.content_words((word,), self._language):
            return frozenset()
        forms = analysis.forms(word, self._language)
        stems = {self._stems[stem] for stem in forms.stems if stem in self._stems}
        if stems:
            return frozenset(stems)
        grams = frozenset(forms.grams)
        alike = (
            wanted
            for wanted, theirs in self._grams
            if len(grams & theirs) >= _TYPO_SHARE * max(len(grams), len(theirs))
        )
        return frozenset(alike)


def _worth(words: Sequence[_Word]) -> tuple[int, int]:
    """Different words of the question first, then how often."""
    return len(frozenset().union(*(word.matched for word in words))), min(len(words), 8)


def _window(
    text: str, sentences: Sequence[re.Match[str]], matches: Sequence[_Word]
) -> tuple[int, int]:
    """[start, end) of the sentence with these matches, cut to length or filled up to it."""
    if not sentences:
        return 0, min(len(text), LONGEST)
    at = matches[0].start if matches else sentences[0].start()
    number = next(n for n, found in enumerate(sentences) if found.start() <= at < found.end())
    start, end = sentences[number].span()
    if end - start > LONGEST:
        return _cut(text, start, end, matches)
    while number + 1 < len(sentences) and sentences[number + 1].end() - start <= LONGEST:
        number += 1
        end = sentences[number].end()
    return start, start + len(text[start:end].rstrip())


def _cut(text: str, start: int, end: int, matches: Sequence[_Word]) -> tuple[int, int]:
    """Part of one long sentence around its matches, not cutting a word that spaces surround."""
    best_start, best = start, -1
    for each in matches or [_Word(start, start, frozenset())]:
        first = max(start, min(each.start - 40, end - LONGEST))
        inside = [word for word in matches if first <= word.start and word.end <= first + LONGEST]
        worth = len(frozenset().union(*(word.matched for word in inside)))
        if worth > best:
            best_start, best = first, worth
    first, last = best_start, min(end, best_start + LONGEST)
    if first > start:
        first = _next_gap(text, first, last)
    if last < end:
        last = _last_gap(text, first, last)
    return first, first + len(text[first:last].rstrip())


def _next_gap(text: str, first: int, last: int) -> int:
    gap = re.compile(r"\s+").search(text, first, min(last, first + 40))
    return gap.end() if gap else first


def _last_gap(text: str, first: int, last: int) -> int:
    for place in range(last, max(first, last - 40), -1):
        if text[place].isspace():
            return place
    return last


def _spans(words: Sequence[_Word]) -> list[tuple[int, int]]:
    """Places to mark; neighbouring characters of an unspaced script as one."""
    spans: list[tuple[int, int]] = []
    for word in words:
        if spans and spans[-1][1] == word.start:
            spans[-1] = (spans[-1][0], word.end)
        else:
            spans.append((word.start, word.end))
    return spans
