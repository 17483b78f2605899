"""Which view of the demo a browser has open: who one is, where, and in which language."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.demo import cast
from config.phrases import Phrases, Words
from config.taxonomy import DEFAULT_LANGUAGE, Platform

HOME = "home"
"""The place on Slack that is the hub's Home tab."""
LANGUAGES = ("en", "fr")


@dataclass(frozen=True, slots=True)
class View:
    """`place` is a conversation's id, or empty for their own with the hub."""

    slack: cast.Part
    telegram: cast.Part
    place: str = ""
    thread: str = ""
    chat: str = ""
    language: str = DEFAULT_LANGUAGE

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "View":
        """From an address; what is missing or unknown is as at the start."""
        language = asked.get("language", "")
        return cls(
            slack=_somebody(asked.get("slack", ""), Platform.SLACK),
            telegram=_somebody(asked.get("telegram", ""), Platform.TELEGRAM),
            place=asked.get("place", ""),
            thread=asked.get("thread", ""),
            chat=asked.get("chat", ""),
            language=language if language in LANGUAGES else DEFAULT_LANGUAGE,
        )


def _somebody(account: str, platform: Platform) -> cast.Part:
    there = cast.on(platform)
    return next((each for each in there if each.account == account), there[0])


class Speech:
    """The page's own words in one language."""

    def __init__(self, phrases: Phrases, language: str) -> None:
        self._phrases = phrases
        self.language = language

    def __call__(self, words: Words) -> str:
        return self._phrases.say(words, language=self.language)
