"""Telegram's Bot API: the methods that the hub calls, and their refusals."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeAlias

from telegram.constants import ChatAction, ReactionEmoji

from bot.sandbox.record import Json
from bot.sandbox.telegram_limits import (
    ANSWER_CHARACTERS,
    bad,
    check_commands,
    check_results,
    check_start_button,
    checked_markup,
    parsed,
)
from bot.sandbox.telegram_state import Query, State
from bot.sandbox.telegram_world import Chat, Kind, TelegramMessage

# No number is documented. Answers after 20 and even 10 seconds were refused
# (https://github.com/eternnoir/pyTelegramBotAPI/issues/1615 and .../270): 15 is this sandbox's
QUERY_LIVES = timedelta(seconds=15)
# https://core.telegram.org/bots/api#deletemessage: "if it was sent less than 48 hours ago"
DELETABLE_FOR = timedelta(hours=48)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
EMOJI = frozenset(each.value for each in ReactionEmoji)
ACTIONS = frozenset(each.value for each in ChatAction)
WHAT_THERE_IS = {"id", "type", "title", "username", "first_name"}


@dataclass(frozen=True)
class Call:
    """One call of a method, with its arguments as they came: forms carry everything as text."""

    state: State
    arguments: Json

    def text(self, key: str) -> str:
        value = self.arguments.get(key)
        return "" if value is None else str(value)

    def number(self, key: str, default: int = 0) -> int:
        try:
            return int(self.text(key) or default)
        except ValueError as problem:
            raise bad(f'invalid {key} "{self.text(key)}" specified') from problem

    def flag(self, key: str) -> bool:
        return self.text(key).lower() in {"true", "1", "yes"}

    def json(self, key: str) -> Any:  # noqa: ANN401 - raw JSON
        """A nested argument, which a form carries as JSON; None when absent."""
        value = self.arguments.get(key)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError as problem:
            raise bad(f"can't parse {key} JSON object") from problem

    def chat(self) -> Chat:
        return self.state.chat(self.text("chat_id"))

    def message(self, absent: str) -> TelegramMessage:
        """The message named, or the refusal `absent`."""
        message = self.chat().messages.get(self.number("message_id"))
        if message is None or message.deleted:
            raise bad(absent)
        return message

    def words(self) -> tuple[str, list[Json]]:
        return parsed(
            self.text("text"), parse_mode=self.text("parse_mode"), entities=self.json("entities")
        )

    def scope(self) -> tuple[str, str]:
        """For whom commands or descriptions are meant: a scope and a language."""
        return json.dumps(self.json("scope"), sort_keys=True), self.text("language_code")


Method: TypeAlias = Callable[[Call], Any]


def get_me(call: Call) -> Json:
    """See https://core.telegram.org/bots/api#getme."""
    return call.state.bot.json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not call.state.privacy,
        "supports_inline_queries": True,
    }


def send_message(call: Call) -> Json:
    """See https://core.telegram.org/bots/api#sendmessage."""
    words, entities = call.words()  # the real one, too, reads the words before the chat
    markup, keyboard = checked_markup(call.json("reply_markup"))
    chat = call.chat()
    message = call.state.post(
        chat,
        call.state.bot,
        words,
        entities=entities,
        markup=markup,
        keyboard=keyboard,
        reply_to=replied(call, chat),
    )
    return message.json()


def replied(call: Call, chat: Chat) -> TelegramMessage | None:
    """The message that this one answers. See https://core.telegram.org/bots/api#replyparameters."""
    named = call.json("reply_parameters") or {"message_id": call.number("reply_to_message_id")}
    number = int(named.get("message_id", 0))
    if not number:
        return None
    message = chat.messages.get(number)
    if message is not None and not message.deleted:
        return message
    if named.get("allow_sending_without_reply") or call.flag("allow_sending_without_reply"):
        return None
    raise bad("message to be replied not found")


def edit_text(call: Call) -> Json:
    """See https://core.telegram.org/bots/api#editmessagetext."""
    message = _own(call)
    words, entities = call.words()
    markup = _inline(call)
    if (words, entities, markup) == (message.text, message.entities, message.markup):
        raise bad(NOT_MODIFIED)
    call.state.edit(message, words, entities, markup)
    return message.json()


def edit_markup(call: Call) -> Json:
    """See https://core.telegram.org/bots/api#editmessagereplymarkup."""
    message = _own(call)
    markup = _inline(call)
    if markup == message.markup:
        raise bad(NOT_MODIFIED)
    call.state.edit(message, message.text, message.entities, markup)
    return message.json()


def _own(call: Call) -> TelegramMessage:
    message = call.message("message to edit not found")
    if message.sender is not call.state.bot or message.keyboard is not None:
        raise bad("message can't be edited")
    return message


def _inline(call: Call) -> Json | None:
    markup, other = checked_markup(call.json("reply_markup"))
    if other is not None:
        raise bad("inline keyboard expected")
    return markup


def delete_message(call: Call) -> bool:
    """See https://core.telegram.org/bots/api#deletemessage."""
    message = call.message("message to delete not found")
    own = message.sender is call.state.bot
    if not own and message.chat.kind is not Kind.PRIVATE:
        raise bad("message can't be deleted")
    if call.state.clock() - message.sent_at >= DELETABLE_FOR:
        raise bad("message can't be deleted for everyone")
    call.state.delete(message)
    return True


def set_reaction(call: Call) -> bool:
    """See https://core.telegram.org/bots/api#setmessagereaction: one a bot, of a fixed list."""
    message = call.message("message to react not found")
    emoji = [str(each.get("emoji", "")) for each in call.json("reaction") or []]
    if len(emoji) > 1:
        raise bad("REACTIONS_TOO_MANY")
    if not set(emoji) <= EMOJI:
        raise bad("REACTION_INVALID")
    call.state.react(message, call.state.bot, emoji)
    return True


def answer_callback(call: Call) -> bool:
    """See https://core.telegram.org/bots/api#answercallbackquery."""
    query = _fresh(call, "callback_query_id", inline=False)
    if len(call.text("text")) > ANSWER_CHARACTERS:
        raise bad("MESSAGE_TOO_LONG")
    query.answer = {"text": call.text("text"), "show_alert": call.flag("show_alert")}
    return True


def answer_inline(call: Call) -> bool:
    """See https://core.telegram.org/bots/api#answerinlinequery."""
    query = _fresh(call, "inline_query_id", inline=True)
    button = call.json("button")
    if button is not None:
        check_start_button(button)
    query.answer = {
        "results": check_results(call.json("results")),
        "cache_time": call.number("cache_time", 300),
        "is_personal": call.flag("is_personal"),
        "button": button or {},
    }
    return True


def _fresh(call: Call, key: str, *, inline: bool) -> Query:
    """A query that is neither answered nor too old."""
    query = call.state.queries.get(call.text(key))
    if query is None or query.answer is not None or (query.message is None) is not inline:
        raise bad(TOO_OLD)
    if call.state.clock() - query.made_at > QUERY_LIVES:
        raise bad(TOO_OLD)
    return query


def set_commands(call: Call) -> bool:
    call.state.commands[call.scope()] = check_commands(call.json("commands"))
    return True


def get_commands(call: Call) -> list[Json]:
    return call.state.commands.get(call.scope(), [])


def delete_commands(call: Call) -> bool:
    call.state.commands.pop(call.scope(), None)
    return True


def _set_profile(key: str, most: int) -> Method:
    def change(call: Call) -> bool:
        if len(call.text(key)) > most:
            raise bad(f"{key.upper()}_TOO_LONG")
        call.state.profile[key, call.text("language_code")] = call.text(key)
        return True

    return change


def _get_profile(key: str) -> Method:
    return lambda call: {key: call.state.profile.get((key, call.text("language_code")), "")}


def get_chat(call: Call) -> Json:
    """See https://core.telegram.org/bots/api#chatfullinfo."""
    gifts = dict.fromkeys(
        (
            "unlimited_gifts",
            "limited_gifts",
            "unique_gifts",
            "premium_subscription",
            "gifts_from_channels",
        ),
        False,
    )
    full = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
    return call.chat().json() | full


def get_member(call: Call) -> Json:
    user = call.chat().members.get(call.number("user_id"))
    if user is None:
        raise bad("PARTICIPANT_ID_INVALID")
    return {"user": user.json(), "status": "member"}


def send_action(call: Call) -> bool:
    """See https://core.telegram.org/bots/api#sendchataction."""
    chat, action = call.chat(), call.text("action")
    if action not in ACTIONS:
        raise bad("wrong parameter action in request")
    chat.actions.append((call.state.clock(), action))
    call.state.bell.ring()
    return True


def agree(_: Call) -> bool:
    """For what changes nothing that a reader would see here."""
    return True


METHODS: dict[str, Method] = {
    "getme": get_me,
    "sendmessage": send_message,
    "editmessagetext": edit_text,
    "editmessagereplymarkup": edit_markup,
    "deletemessage": delete_message,
    "setmessagereaction": set_reaction,
    "answercallbackquery": answer_callback,
    "answerinlinequery": answer_inline,
    "setmycommands": set_commands,
    "getmycommands": get_commands,
    "deletemycommands": delete_commands,
    # lengths: https://core.telegram.org/bots/api#setmyname, #setmydescription and below
    "setmyname": _set_profile("name", 64),
    "getmyname": _get_profile("name"),
    "setmydescription": _set_profile("description", 512),
    "getmydescription": _get_profile("description"),
    "setmyshortdescription": _set_profile("short_description", 120),
    "getmyshortdescription": _get_profile("short_description"),
    "setchatmenubutton": agree,
    "getchat": get_chat,
    "getchatmember": get_member,
    "getchatmembercount": lambda call: len(call.chat().members) + 1,
    "sendchataction": send_action,
    "leavechat": agree,
}
