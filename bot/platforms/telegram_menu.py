"""What Telegram shows of the hub before anybody writes: its commands and its description."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass

from telegram import Bot, BotCommand

from config.phrases import Phrases, Words
from config.taxonomy import DEFAULT_LANGUAGE

COMMANDS = (
    "find",
    "who",
    "request",
    "requests",
    "groups",
    "workplan",
    "deadlines",
    "remind",
    "expertise",
    "me",
    "help",
)
"""In the order of the menu; /start is offered by Telegram itself."""


@dataclass(frozen=True, slots=True)
class Menu:
    """The menu in one language: code empty for everybody whose language is not among them.

    Limits: a command's words 256 characters, description 512, short description 120,
    https://core.telegram.org/bots/api#setmycommands and #setmydescription.
    """

    code: str
    commands: tuple[tuple[str, str], ...]
    description: str
    short_description: str


def menus(phrases: Phrases) -> list[Menu]:
    """English for all, then every other language whose phrases are complete."""
    others = [each for each in phrases.languages if each != DEFAULT_LANGUAGE]
    return [_menu(phrases, DEFAULT_LANGUAGE, ""), *(_menu(phrases, each, each) for each in others)]


def _menu(phrases: Phrases, language: str, code: str) -> Menu:
    def say(phrase: str) -> str:
        return phrases.say(Words(phrase), language=language)

    return Menu(
        code,
        tuple((verb, say(f"telegram-command-{verb}")) for verb in COMMANDS),
        say("telegram-description"),
        say("telegram-short-description"),
    )


def calls(bot: Bot, menu: Menu) -> list[Callable[[], Coroutine[None, None, bool]]]:
    """The calls that put one menu up; each may be repeated."""
    code = menu.code or None
    commands = [BotCommand(verb, words) for verb, words in menu.commands]
    return [
        lambda: bot.set_my_commands(commands, language_code=code),
        lambda: bot.set_my_description(menu.description, language_code=code),
        lambda: bot.set_my_short_description(menu.short_description, language_code=code),
    ]
