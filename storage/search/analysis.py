"""From text to the terms that are indexed and searched: stems, 4-grams, symbols as written."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import tantivy

from config.languages import small_words
from storage.search import stopwords

UNSPACED = "぀-ヿ㐀-䶿一-鿿豈-﫿\u0e00-\u0edf\u1000-\u109f\u1780-\u17ff\U00020000-\U0002ffff"
"""Scripts that put no spaces between words: Han, kana, Thai, Lao, Burmese, Khmer."""
_TOKEN = re.compile(f"[{UNSPACED}]+|[^\\W_{UNSPACED}]+")
_UNSPACED = re.compile(f"[{UNSPACED}]")
_URL = re.compile(
    r"(?:https?://|www\.|(?<![\w/.@-])(?:[a-z0-9-]+\.)+[a-z]{2,}/)[^\s<>\"'）)\]]*", re.IGNORECASE
)
_SYMBOL = re.compile(r"[^\W_]+(?:[/.:\-‑–][^\W_]+)+")
_TIE = re.compile(r"[^\W_][/.:\-‑–][^\W_]")
"""Where a symbol may be; looking for this alone is much faster."""
_ISBN = re.compile(r"(?:97[89][\s-]?)?(?:\d[\s-]?){9}[\dx]", re.IGNORECASE)
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_WORD_OR_YEAR = re.compile(r"(?<![^\W_])(?:[^\W\d_]{2,}|(?:19|20)\d\d)(?![^\W_])")
_DIGIT = re.compile(r"\d")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
_GRAM = 4
_SAMPLE = 1_200
"""Characters by which a language is guessed."""
_LONGEST_WORD = 60
_KEPT_WORDS = 300_000
"""Words whose analysis is remembered: some 60 MB at most; a collection of 100,000 has fewer."""

_STEMMERS = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}
_LATIN = ("en", "fr", "es")
_CYRILLIC = frozenset({"ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "tg", "mn"})
_OTHER_LETTERS = frozenset({"ar", "fa", "he", "zh", "ja", "th", *_CYRILLIC})
_LETTERS = str.maketrans(
    {
        "ٱ": "ا", "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك", "ؤ": "و",
        "ئ": "ي", "ـ": None, "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ё": "е",
    }
)  # fmt: skip


_VARIATION_SELECTORS = range(0xFE00, 0xFE10)
_ARABIC_VOWELS = (*range(0x0610, 0x061B), *range(0x064B, 0x0660), *range(0x06D6, 0x06EE))
_SURROGATES = range(0xD800, 0xE000)
_MARKS = frozenset({*_VARIATION_SELECTORS, *_ARABIC_VOWELS})


def _invisible() -> dict[int, None]:
    """What is not seen: zero-width and bidirectional marks, Arabic vowel signs, half characters."""
    unseen = {
        point: None
        for point in (*range(0x3000), *range(0xFE00, 0x10000), *range(0xE0000, 0xE0200))
        if unicodedata.category(chr(point)) == "Cf" or point in _MARKS
    }
    return unseen | dict.fromkeys(_SURROGATES)


def _any_of(points: Iterable[int]) -> re.Pattern[str]:
    return re.compile(f"[{''.join(re.escape(chr(each)) for each in sorted(points))}]")


_INVISIBLE = _invisible()
_UNSEEN = _any_of(_INVISIBLE)
_OTHER_LETTER = _any_of(_LETTERS)
"""Looking whether there is any to change is ten times as fast as to go through a text."""
_BREVE = "\ue000"
"""Stands for й while accents are taken away: it is a letter of its own."""


def clean(text: str) -> str:
    """Lower case, compatible forms as one, nothing invisible; accents stay for the stemmers."""
    if text.isascii():
        return text.lower()
    if _UNSEEN.search(text):
        text = text.translate(_INVISIBLE)
    folded = unicodedata.normalize("NFKC", text).casefold()
    if _OTHER_DIGIT.search(folded):
        folded = "".join(_digit(each) for each in folded)
    folded = unicodedata.normalize("NFC", folded)
    return folded.translate(_LETTERS) if _OTHER_LETTER.search(folded) else folded


@lru_cache(maxsize=4096)
def _digit(character: str) -> str:
    return str(unicodedata.decimal(character)) if character.isdecimal() else character


@lru_cache(maxsize=4096)
def _is_mark(character: str) -> bool:
    return unicodedata.category(character) == "Mn"


def unaccented(cleaned: str) -> str:
    """Without accents; й stays."""
    if cleaned.isascii():
        return cleaned
    apart = unicodedata.normalize("NFD", cleaned.replace("й", _BREVE))
    bare = "".join([each for each in apart if not _is_mark(each)])
    return unicodedata.normalize("NFC", bare).replace(_BREVE, "й")


def tokens(cleaned: str) -> list[str]:
    """Words in order; a run of an unspaced script is one of them."""
    return [word[:_LONGEST_WORD] for word in _TOKEN.findall(cleaned)]


@dataclass(frozen=True, slots=True)
class WordForms:
    """What one word of a text becomes."""

    stems: tuple[str, ...]
    """With and without accents where the stemmer sees a difference; characters and pairs."""
    grams: tuple[str, ...]
    plain: str
    """Without accents, unstemmed; empty for an unspaced script."""
    heading: str
    """What a title is completed by: the plain word, or the characters of an unspaced script."""
    stems_joined: str
    grams_joined: str


_forms: dict[str, dict[str, WordForms]] = {}
"""By language, then by word."""


def forms(word: str, language: str) -> WordForms:
    """The forms of a token as `tokens` gives it."""
    known = _forms.get(language)
    return (known and known.get(word)) or _remembered(word, language)


def all_forms(words: Iterable[str], language: str) -> list[WordForms]:
    """`forms` of every word, in order."""
    known = _forms.setdefault(language, {})
    return [known.get(word) or _remembered(word, language) for word in words]


def _remembered(word: str, language: str) -> WordForms:
    known = _forms.setdefault(language, {})
    if len(known) >= _KEPT_WORDS:
        _forms[language] = known = {}
    known[word] = found = _forms_of(word, language)
    return found


def _forms_of(word: str, language: str) -> WordForms:
    if _UNSPACED.match(word):
        pairs = tuple(word[at : at + 2] for at in range(len(word) - 1))
        return _joined((*word, *pairs), pairs or (word,), "")
    rules = _rules(word, language)
    if word.isascii():
        return _joined((stem(word, rules),), four_grams(word), word)
    plain = unaccented(word)
    stems = dict.fromkeys((unaccented(stem(word, rules)), stem(plain, rules)))
    return _joined(tuple(stems), four_grams(plain), plain)


def _rules(word: str, language: str) -> str:
    """The language by whose rules a word is stemmed: its letters count more than its text."""
    if "\u0600" <= word[0] <= "\u06ff":
        return "ar"
    if "\u0400" <= word[0] <= "\u04ff":
        return language if language in _CYRILLIC else "ru"
    return "en" if language in _OTHER_LETTERS else language


def _joined(stems: tuple[str, ...], grams: tuple[str, ...], plain: str) -> WordForms:
    heading = plain or " ".join(stems)
    return WordForms(stems, grams, plain, heading, " ".join(stems), " ".join(grams))


def four_grams(word: str) -> tuple[str, ...]:
    """Every four characters of a word with an edge on both sides; a short word is one gram."""
    edged = f"_{word}_"
    last = len(edged) - _GRAM + 1
    return tuple([edged[at : at + _GRAM] for at in range(last)]) if last > 1 else (edged,)


def is_unspaced(word: str) -> bool:
    """Whether a token is a run of a script that puts no spaces between words."""
    return bool(_UNSPACED.match(word))


def stem(word: str, language: str) -> str:
    """By Snowball; the word itself where there is no stemmer, or nothing would be left."""
    stemmer = _stemmer(language)
    if stemmer is None or word.isdigit():
        return word
    found = stemmer.analyze(word)
    return found[0] if found and found[0] else word


@lru_cache(maxsize=32)
def _stemmer(language: str) -> tantivy.TextAnalyzer | None:
    name = _STEMMERS.get(language)
    if name is None:
        return None
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw())
    return builder.filter(tantivy.Filter.stemmer(name)).build()


def symbols(text: str) -> list[str]:
    """What must be found as written: document symbols, ISBNs, addresses, in their plain form.

    "A/RES/73/195" also gives "73/195", since people write "resolution 73/195".
    """
    found: dict[str, None] = {}
    if "/" in text or "www." in text:
        found.update(dict.fromkeys(plain_url(url) for url in _URL.findall(text)))
        text = _URL.sub(" ", text)
    if not _DIGIT.search(text):
        return list(found)
    for isbn in _ISBN.findall(text):
        digits = re.sub(r"[\s-]", "", isbn).lower()
        if len(digits) in (10, 13):
            found[digits] = None
    for symbol in _SYMBOL.findall(clean(text)) if _TIE.search(text) else ():
        if _DIGIT.search(symbol):
            found.update(dict.fromkeys(_symbol_forms(re.sub("[‑–]", "-", symbol))))
    return list(found)


def _symbol_forms(symbol: str) -> Iterator[str]:
    yield symbol
    parts = symbol.split("/")
    if len(parts) > 2 and parts[-1].isdigit() and parts[-2].isdigit():  # noqa: PLR2004
        yield "/".join(parts[-2:])


def plain_url(url: str) -> str:
    """An address without its scheme, "www.", fragment and closing slash."""
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", clean(url.strip()))
    return bare.split("#")[0].rstrip("/.,;")


def guess_language(cleaned: str) -> str:
    """The language of a record that does not tell: by script, then by its small words."""
    sample = cleaned[:_SAMPLE]
    for language, letters in _SCRIPTS.items():
        if len(letters.findall(sample)) * 3 > len(sample.replace(" ", "")):
            return language
    words = {unaccented(word) for word in tokens(sample)}
    counts = {language: len(words & _small_words(language)) for language in _LATIN}
    best = max(counts, key=lambda each: counts[each])
    return best if counts[best] else "en"


_SCRIPTS = {
    "zh": re.compile("[㐀-鿿]"),
    "ar": re.compile("[\u0600-\u06ff]"),
    "ru": re.compile("[\u0400-\u04ff]"),
}


@lru_cache(maxsize=8)
def _small_words(language: str) -> frozenset[str]:
    return small_words(language)


def content_words(words: Iterable[str], language: str | None) -> list[str]:
    """Words that carry the topic, once each, in order."""
    small = stopwords.BY_LANGUAGE.get(language or "", stopwords.EVERYWHERE)
    return [word for word in dict.fromkeys(words) if unaccented(word) not in small]


def without_symbols(text: str) -> str:
    """The text without the parts of symbols, ISBNs and addresses that say nothing alone.

    What stays: the words of an address's path, and letters and years beside hyphens ("covid-19").
    """
    if "/" in text or "www." in text:
        text = _URL.sub(lambda url: " ".join(_LONG_WORD.findall(_path(url[0]))), text)
    if not _DIGIT.search(text):
        return text
    return _SYMBOL.sub(lambda symbol: _telling_parts(symbol[0]), _ISBN.sub(" ", text))


def _path(url: str) -> str:
    return plain_url(url).partition("/")[2]


def _telling_parts(symbol: str) -> str:
    if not _DIGIT.search(symbol):
        return symbol
    return "" if "/" in symbol else " ".join(_WORD_OR_YEAR.findall(symbol))
