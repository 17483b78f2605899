"""Text and addresses from anywhere, made such that every platform takes and shows them (pure)."""

import re
from functools import lru_cache
from urllib.parse import urlsplit

LONGEST_URL = 2_000
"""Characters: under the least limit of browsers and both platforms (Slack's buttons: 3,000)."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ufeff\ufff9-\ufffb\ufffe\uffff]")
_ISOLATE = re.compile("[\u2066-\u2069]")
_SPACES = re.compile("[\t\u00a0]")
_RARE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\xa0\u2028-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
"""Whatever `clean` may change: most text has nothing of it, and one look is enough."""
_SCHEME = re.compile("^(?:https?://|mailto:|tel:)", re.IGNORECASE)
_ENDS_A_LINK = str.maketrans({letter: f"%{ord(letter):02X}" for letter in "<>|\"'\\^`{} "})


def clean(text: str) -> str:
    """Text without control characters, lone surrogates and marks that turn what follows around.

    Isolating marks, which the hub's own Arabic phrases use, stay if each of them is closed.
    """
    if not _RARE.search(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    text = text.replace("\u2029", "\n\n").replace("\x85", "\n")
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = _SPACES.sub(" ", _CONTROL.sub("", text))
    return text if _is_balanced(text) else _ISOLATE.sub("", text)


def one_line(text: str) -> str:
    """Clean text with every gap one space: for titles, facts and labels."""
    return " ".join(clean(text).split())


@lru_cache(maxsize=1024)  # the same records are shown again and again
def safe_url(url: str) -> str:
    """The address as a link may carry it; empty where it is not http(s) to a host, or too long.

    Characters that could end a link in a platform's markup are percent-encoded.
    """
    url = url.strip()
    if clean(url) != url or "\n" in url:
        return ""
    url = url.translate(_ENDS_A_LINK)
    try:
        parts = urlsplit(url)
        reachable = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return ""
    return url if reachable and len(url) <= LONGEST_URL else ""


def linked(words: str, address: str) -> str:
    """A link as it reads without its formatting: its words, and the address if they differ."""
    if not words or _bare(words) == _bare(address):
        return words or address
    return f"{words} ({address})"


def _bare(address: str) -> str:
    """What somebody types of an address, which apps complete."""
    return _SCHEME.sub("", address.strip()).rstrip("/").lower()


def _is_balanced(text: str) -> bool:
    depth = 0
    for mark in _ISOLATE.findall(text):
        depth += -1 if mark == "\u2069" else 1
        if depth < 0:
            return False
    return depth == 0
