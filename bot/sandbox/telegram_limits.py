"""What Telegram refuses in texts, keyboards and commands (pure), in the Bot API's own words."""

import re
from typing import Any

from bot.sandbox.html_check import ParseError, parse_html, utf16
from bot.sandbox.record import Json
from bot.sandbox.telegram_world import found_entities

# https://core.telegram.org/bots/api#sendmessage: "1-4096 characters after entities parsing". The
# real server was seen to count code points (https://github.com/FerroxLabs/wayland/issues/934) while
# its clients count UTF-16 units: the smaller reading is kept here, so that both are content
MESSAGE_UNITS = 4096
# https://core.telegram.org/bots/api#sendphoto: "0-1024 characters after entities parsing", "at most
# 10 MB", width and height "must not exceed 10000 in total", their ratio "at most 20"
CAPTION_UNITS = 1024
PHOTO_BYTES, PHOTO_SIDES, PHOTO_RATIO = 10_000_000, 10_000, 20
# https://core.telegram.org/bots/api#senddocument: "up to 50 MB"
DOCUMENT_BYTES = 50_000_000
# https://core.telegram.org/bots/api#getfile: "up to 20MB in size"
FETCHED_BYTES = 20_000_000
# https://core.telegram.org/bots/api#inlinekeyboardbutton: "1-64 bytes"
CALLBACK_BYTES = 64
# https://core.telegram.org/method/messages.sendMessage: REPLY_MARKUP_TOO_LONG; 100 is not written
# there, but in https://limits.tginfo.me/en under "Buttons in a message"
MOST_BUTTONS = 100
# https://core.telegram.org/bots/api#answercallbackquery: "0-200 characters"
ANSWER_CHARACTERS = 200
# https://core.telegram.org/bots/api#setmycommands and #botcommand
MOST_COMMANDS, DESCRIPTION_CHARACTERS = 100, 256
# https://core.telegram.org/bots/api#answerinlinequery
MOST_RESULTS = 50
PNG_HEAD = 24
_ONE_OF = {  # kinds of button
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "pay",
}


class TelegramError(Exception):
    """A refusal: HTTP status, description, and the parameters that come with some."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(status, description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        refusal: Json = {
            "ok": False,
            "error_code": self.status,
            "description": self.description,
        }
        return refusal | ({"parameters": self.parameters} if self.parameters else {})


def bad(problem: str) -> TelegramError:
    return TelegramError(400, f"Bad Request: {problem}")


def clean(text: str) -> str:
    """Control characters become spaces, as in TDLib's clean_input_string."""
    return re.sub(r"[\x00-\x09\x0b-\x1f]", " ", text.replace("\r", ""))


def parsed(text: str, *, parse_mode: str, entities: list[Json] | None) -> tuple[str, list[Json]]:
    """A message's text and entities as they will be shown.

    Raises:
        TelegramError: empty, too long, unparseable, or a parse mode that is not emulated.
    """
    if parse_mode and parse_mode.lower() != "html":
        raise bad("unsupported parse_mode")  # Markdown is not emulated: the hub sends HTML
    words, marked = clean(text), list(entities or [])
    if not words:
        raise bad("message text is empty")
    if parse_mode:
        try:
            words, marked = parse_html(words)
        except ParseError as problem:
            raise bad(f"can't parse entities: {problem}") from problem
    words = words.rstrip()
    if not words.strip():
        raise bad("text must be non-empty")
    if utf16(words) > MESSAGE_UNITS:
        raise bad("message is too long")
    end = utf16(words)
    kept = [one | {"length": min(one["length"], end - one["offset"])} for one in marked]
    return words, found_entities(words, beside=[one for one in kept if one["length"] > 0])


def captioned(text: str, *, parse_mode: str, entities: list[Json] | None) -> tuple[str, list[Json]]:
    """A caption, which may be empty; too long is another refusal than for a message."""
    if not clean(text).strip():
        return "", []
    words, found = parsed(text, parse_mode=parse_mode, entities=entities)
    if utf16(words) > CAPTION_UNITS:
        raise bad("message caption is too long")
    return words, found


def check_photo(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG that is taken as a photo.

    Raises:
        TelegramError: it is none, or beyond the limits.
    """
    if len(content) > PHOTO_BYTES:
        raise bad("file is too big for a photo")
    if content[:8] != b"\x89PNG\r\n\x1a\n" or len(content) < PNG_HEAD:
        raise bad("IMAGE_PROCESS_FAILED")
    width, height = (int.from_bytes(content[at : at + 4], "big") for at in (16, 20))
    if width + height > PHOTO_SIDES or max(width, height) > PHOTO_RATIO * min(width, height):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return width, height


def checked_markup(markup: Any) -> tuple[Json | None, Json | None]:  # noqa: ANN401 - raw JSON
    """An inline keyboard, or else another keyboard; None where there is none.

    Raises:
        TelegramError: the markup is not one that Telegram takes.
    """
    if markup is None:
        return None, None
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" not in markup:
        return None, markup
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('field "inline_keyboard" must be of type Array')
    buttons = [button for row in rows for button in row]
    if len(buttons) > MOST_BUTTONS:
        raise bad("REPLY_MARKUP_TOO_LONG")
    for button in buttons:
        _check_button(button)
    kept = [row for row in rows if row]
    return ({"inline_keyboard": kept} if kept else None), None


def _check_button(button: Any) -> None:  # noqa: ANN401 - raw JSON
    """See https://core.telegram.org/bots/api#inlinekeyboardbutton."""
    problem = "can't parse inline keyboard button"
    if not isinstance(button, dict) or "text" not in button:
        raise bad(f'{problem}: Can\'t find field "text"')
    if not isinstance(button["text"], str):
        raise bad(f'{problem}: Field "text" must be of type String')
    if not button["text"].strip():
        raise bad("BUTTON_TEXT_INVALID")
    kinds = [kind for kind in _ONE_OF if button.get(kind) not in (None, "")]
    if len(kinds) != 1 and not (len(button.keys() & _ONE_OF) == 1 and "url" in button):
        raise bad(f"{problem}: Text buttons are unallowed in the inline keyboard")
    if len(str(button.get("callback_data", "")).encode()) > CALLBACK_BYTES:
        raise bad("BUTTON_DATA_INVALID")
    if "url" in button:
        _check_url(str(button["url"]))


def _check_url(url: str) -> None:
    """Only web addresses of a host with a dot, and Telegram's own schemes."""
    problem = f"inline keyboard button URL '{url}' is invalid"
    scheme, found, rest = url.partition("://")
    if found and scheme.lower() in {"tg", "ton", "tonsite"}:
        return
    if found and scheme.lower() not in {"http", "https"}:
        raise bad(f"{problem}: Unsupported URL protocol")
    host = re.split(r"[/?#]", rest if found else url, maxsplit=1)[0]
    if "." not in host.strip(".") or re.search(r"\s", url):
        raise bad(f"{problem}: Wrong HTTP URL")


def check_commands(commands: Any) -> list[Json]:  # noqa: ANN401 - raw JSON
    """See https://core.telegram.org/bots/api#botcommand.

    Raises:
        TelegramError: too many, or one with a wrong name or description.
    """
    if not isinstance(commands, list) or not all(isinstance(one, dict) for one in commands):
        raise bad("can't parse list of bot commands")
    if len(commands) > MOST_COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", str(command.get("command", ""))):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= DESCRIPTION_CHARACTERS:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return commands


def check_results(results: Any) -> list[Json]:  # noqa: ANN401 - raw JSON
    """Results of an inline query. See https://core.telegram.org/bots/api#inlinequeryresult.

    Raises:
        TelegramError: more than 50, ids that are empty, too long or used twice, or an article
            without a title or with words that could not be sent.
    """
    if not isinstance(results, list) or not all(isinstance(one, dict) for one in results):
        raise bad("can't parse inline query results JSON object")
    if len(results) > MOST_RESULTS:
        raise bad("RESULTS_TOO_MUCH")
    ids = [str(result.get("id", "")) for result in results]
    if not all(1 <= len(one.encode()) <= CALLBACK_BYTES for one in ids):
        raise bad("RESULT_ID_INVALID")
    if len(set(ids)) < len(ids):
        raise bad("RESULT_ID_DUPLICATE")
    for result in results:
        if result.get("type") == "article":
            _check_article(result)
    return results


def _check_article(article: Json) -> None:
    """See https://core.telegram.org/bots/api#inlinequeryresultarticle."""
    problem = "can't parse inline query result"
    if not str(article.get("title") or "").strip():
        raise bad("ARTICLE_TITLE_EMPTY")
    content = article.get("input_message_content")
    if not isinstance(content, dict) or "message_text" not in content:
        raise bad(f"{problem}: Message content is not specified")
    shared_words(article)
    checked_markup(article.get("reply_markup"))


def shared_words(article: Json) -> tuple[str, list[Json]]:
    """The message that choosing an article makes: its text and entities."""
    content = article["input_message_content"]
    return parsed(
        str(content["message_text"]),
        parse_mode=str(content.get("parse_mode") or ""),
        entities=content.get("entities"),
    )


def check_start_button(button: Any) -> None:  # noqa: ANN401 - raw JSON
    """The button above inline results, by https://core.telegram.org/bots/api#inlinequeryresultsbutton.

    The errors are those of https://core.telegram.org/method/messages.setInlineBotResults.

    Raises:
        TelegramError: it has no text, or a parameter with other characters.
    """
    if not isinstance(button, dict):
        raise bad("object expected as inline query results button")
    if not str(button.get("text") or "").strip():
        raise bad("SWITCH_PM_TEXT_EMPTY")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", str(button.get("start_parameter", ""))):
        raise bad("START_PARAM_INVALID")
