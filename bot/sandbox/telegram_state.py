"""One bot and its chats: sending, editing, deleting, tapping, and which updates these make."""

import itertools
from dataclasses import dataclass, field
from datetime import datetime

from bot.sandbox.record import Bell, Clock, Json
from bot.sandbox.telegram_limits import TelegramError, bad
from bot.sandbox.telegram_updates import Updates
from bot.sandbox.telegram_world import (
    Chat,
    Kind,
    Status,
    TelegramMessage,
    User,
    found_entities,
    seen_in_privacy,
)

GROUP_NAMES = {Kind.GROUP: "group chat", Kind.SUPERGROUP: "supergroup chat"}


@dataclass
class Query:
    """A callback query or an inline query that waits for its answer. `answer` None until then."""

    id: str
    user: User
    made_at: datetime
    data: str
    message: TelegramMessage | None = None
    answer: Json | None = None


@dataclass
class State:
    """Everything that the Telegram of this machine remembers."""

    clock: Clock
    bell: Bell
    updates: Updates
    bot: User
    privacy: bool
    users: dict[int, User] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    profile: dict[tuple[str, str], str] = field(default_factory=dict)
    _ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _query_ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def private(self, user: User) -> Chat:
        """The private chat with this user."""
        if user.id not in self.chats:
            chat = Chat(user.id, Kind.PRIVATE, "", {user.id: user})
            self.chats[user.id] = chat
        return self.chats[user.id]

    def chat(self, chat_id: str) -> Chat:
        """A chat where the bot may act.

        https://github.com/tdlib/telegram-bot-api/blob/master/telegram-bot-api/Client.cpp has the
        words of each refusal.

        Raises:
            TelegramError: 400 when unknown or migrated, 403 when the bot is not welcome.
        """
        if not chat_id:
            raise bad("chat_id is empty")
        number = int(chat_id) if chat_id.lstrip("-").isdigit() else 0
        if number in self.users:
            self.private(self.users[number])
        chat = self.chats.get(number)
        if chat is None:
            raise bad("chat not found")
        if chat.migrated_to is not None:
            raise TelegramError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=chat.migrated_to.id,
            )
        self._check_welcome(chat)
        return chat

    def _check_welcome(self, chat: Chat) -> None:
        if chat.kind is Kind.PRIVATE:
            if chat.user.deactivated:
                raise TelegramError(403, "Forbidden: user is deactivated")
            if not chat.user.started:
                raise TelegramError(403, "Forbidden: bot can't initiate conversation with a user")
            if chat.user.blocked:
                raise TelegramError(403, "Forbidden: bot was blocked by the user")
            return
        if chat.bot is Status.KICKED:
            raise TelegramError(403, f"Forbidden: bot was kicked from the {GROUP_NAMES[chat.kind]}")
        if chat.bot is Status.LEFT:
            raise TelegramError(
                403, f"Forbidden: bot is not a member of the {GROUP_NAMES[chat.kind]}"
            )

    def post(
        self,
        chat: Chat,
        sender: User,
        text: str,
        *,
        entities: list[Json] | None = None,
        markup: Json | None = None,
        keyboard: Json | None = None,
        reply_to: TelegramMessage | None = None,
        service: Json | None = None,
        via: User | None = None,
        file: str = "",
        content: bytes = b"",
        size: tuple[int, int] = (0, 0),
    ) -> TelegramMessage:
        """Put a message into a chat; the bot is told of other people's, as far as it may know."""
        message = TelegramMessage(
            chat=chat,
            id=self._message_id(chat),
            sender=sender,
            sent_at=self.clock(),
            text=text,
            entities=found_entities(text) if entities is None else entities,
            markup=markup,
            keyboard=keyboard,
            reply_to=reply_to,
            service=service or {},
            via=via,
            file=file,
            content=content,
            size=size,
        )
        chat.messages[message.id] = message
        self._tell("message", message)
        self.bell.ring()
        return message

    def edit(
        self,
        message: TelegramMessage,
        text: str,
        entities: list[Json],
        markup: Json | None,
    ) -> None:
        message.versions.append((message.text, message.markup))
        message.text, message.entities, message.markup = text, entities, markup
        message.edited_at = self.clock()
        self._tell("edited_message", message)
        self.bell.ring()

    def delete(self, message: TelegramMessage) -> None:
        """Telegram tells bots nothing of deletions."""
        message.deleted = True
        self.bell.ring()

    def react(self, message: TelegramMessage, user: User, emoji: list[str]) -> None:
        """Somebody's reactions to a message are these now; the bot is told in private chats.

        https://core.telegram.org/bots/api#messagereactionupdated
        """
        before, message.reactions[user.id] = message.reactions.get(user.id, []), emoji
        if user is not self.bot and message.chat.kind is Kind.PRIVATE:
            change: Json = {
                "chat": message.chat.json(),
                "message_id": message.id,
                "user": user.json(),
                "date": int(self.clock().timestamp()),
                "old_reaction": [{"type": "emoji", "emoji": each} for each in before],
                "new_reaction": [{"type": "emoji", "emoji": each} for each in emoji],
            }
            self.updates.add("message_reaction", change, chat=message.chat.id)
        self.bell.ring()

    def ask(self, user: User, data: str, *, message: TelegramMessage | None = None) -> Query:
        """A tap on a button (with its message) or an inline query (without)."""
        query = Query(str(next(self._query_ids)), user, self.clock(), data, message)
        self.queries[query.id] = query
        asked: Json = {"id": query.id, "from": user.json()}
        if message is None:
            # https://core.telegram.org/bots/api#inlinequery: "up to 256 characters"
            asked |= {"query": data[:256], "offset": "", "chat_type": "sender"}
            self.updates.add("inline_query", asked, chat=user.id)
        else:
            place = {"message": message.json(), "chat_instance": str(message.chat.id)}
            self.updates.add("callback_query", asked | place | {"data": data}, chat=message.chat.id)
        self.bell.ring()
        return query

    def stands(self, chat: Chat, by: User, old: Status, new: Status) -> None:
        """The bot's own membership of a chat changed. See the update my_chat_member."""
        bot = self.bot.json()
        change: Json = {
            "chat": chat.json(),
            "from": by.json(),
            "date": int(self.clock().timestamp()),
            "old_chat_member": _member(bot, old),
            "new_chat_member": _member(bot, new),
        }
        self.updates.add("my_chat_member", change, chat=chat.id)
        self.bell.ring()

    def upgrade(self, group: Chat, by: User, new_id: int) -> Chat:
        """A group becomes a supergroup: new id, both chats say so.

        https://core.telegram.org/bots/api#message: migrate_to_chat_id, migrate_from_chat_id
        """
        chat = Chat(new_id, Kind.SUPERGROUP, group.title, dict(group.members), group.bot)
        self.chats[new_id] = chat
        self.post(group, by, "", service={"migrate_to_chat_id": new_id})
        group.migrated_to = chat
        self.post(chat, by, "", service={"migrate_from_chat_id": group.id})
        return chat

    def _message_id(self, chat: Chat) -> int:
        """Supergroups count their own messages; all other chats share one count."""
        if chat.kind is Kind.SUPERGROUP:
            return len(chat.messages) + 1
        return next(self._ids)

    def _tell(self, kind: str, message: TelegramMessage) -> None:
        if message.sender is self.bot or message.chat.bot in (Status.LEFT, Status.KICKED):
            return
        if self.privacy and not seen_in_privacy(message, self.bot):
            return
        if update_id := self.updates.add(kind, message.json(), chat=message.chat.id):
            message.updates.append(update_id)


def _member(bot: Json, status: Status) -> Json:
    """See https://core.telegram.org/bots/api#chatmember."""
    member: Json = {"user": bot, "status": status.value}
    return member | ({"until_date": 0} if status is Status.KICKED else {})
