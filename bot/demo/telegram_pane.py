"""The Telegram of the page: chats, messages, keyboards; as one person sees it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.demo import files
from bot.demo.markup import Html, join, tag
from bot.demo.stage import Stage
from bot.demo.telegram_text import formatted
from bot.demo.view import Speech, View
from bot.sandbox.telegram_world import Chat, Kind, TelegramMessage
from config.phrases import Day, Words

Keyed = tuple[str, str]
MOST = 200
"""Messages shown of a chat; the newest."""
TYPES_FOR = timedelta(seconds=5)
"""How long an action is shown, https://core.telegram.org/bots/api#sendchataction."""
LONGEST_QUOTE = 80


class TelegramPane:
    """What one person sees of the Telegram now."""

    def __init__(self, stage: Stage, view: View, say: Speech) -> None:
        self._stage = stage
        self._say = say
        self._zone = ZoneInfo(view.telegram.zone)
        self._person = stage.telegram_person(view.telegram.account)
        self.chat = stage.chat(self._person, view.chat)

    def places(self) -> Html:
        """The chats of this person."""
        theirs = [
            each
            for each in self._stage.telegram.state.chats.values()
            if self._person.id in each.members
        ]
        theirs.sort(key=lambda each: each.kind is not Kind.PRIVATE)
        return join(*map(self._place, theirs))

    def _place(self, chat: Chat) -> Html:
        here, unread = chat is self.chat, self.unread(chat)
        label = self._say(Words("demo-unread", {"count": unread}))
        return tag(
            "button",
            tag("span", self._name(chat), dir="auto"),
            tag("span", str(unread), class_="badge", aria_label=label)
            if unread and not here
            else None,
            type="button",
            data_set="chat",
            data_value=str(chat.id),
            aria_current="page" if here else None,
        )

    def _name(self, chat: Chat) -> str:
        return self._say(Words("demo-hub")) if chat.kind is Kind.PRIVATE else chat.title

    def unread(self, chat: Chat) -> int:
        """Messages of others since this person last looked there."""
        since = int(self._stage.seen.get((str(self._person.id), str(chat.id)), "0"))
        return sum(
            each.id > since and each.sender.id != self._person.id
            for each in self._stage.telegram.messages(chat)
        )

    def unread_in_all(self) -> int:
        chats = self._stage.telegram.state.chats.values()
        return sum(self.unread(each) for each in chats if self._person.id in each.members)

    def look(self) -> None:
        """This person has read what stands here."""
        if there := self._stage.telegram.messages(self.chat):
            self._stage.seen[str(self._person.id), str(self.chat.id)] = str(there[-1].id)

    def title(self) -> Html:
        """Where one is, and whether the hub is typing."""
        typing = self._say(Words("demo-typing")) if self._is_typing() else ""
        return join(
            tag("strong", self._name(self.chat), dir="auto"), tag("small", typing, role="status")
        )

    def _is_typing(self) -> bool:
        if not self.chat.actions:
            return False
        at, action = self.chat.actions[-1]
        said = self._stage.telegram.messages(self.chat)
        answered = bool(said) and said[-1].sender.is_bot and said[-1].sent_at >= at
        return action == "typing" and not answered and self._stage.time() - at < TYPES_FOR

    def messages(self) -> list[Keyed]:
        """Everything in this chat, oldest first."""
        shown = [*self._dated(self._stage.telegram.messages(self.chat)[-MOST:])]
        return shown or [
            ("empty", tag("p", self._say(Words("demo-telegram-empty")), class_="empty"))
        ]

    def _dated(self, shown: list[TelegramMessage]) -> Iterator[Keyed]:
        day = None
        for each in shown:
            at = each.sent_at.astimezone(self._zone)
            if at.date() != day:
                day = at.date()
                words = Words("demo-day", {"day": Day(day)})
                yield f"day-{day}", tag("h3", self._say(words), class_="day")
            yield f"t{each.id}", self._message(each, at)

    def _message(self, message: TelegramMessage, at: datetime) -> Html:
        mine = message.sender.id == self._person.id
        who = self._say(Words("demo-hub")) if message.sender.is_bot else message.sender.first_name
        in_group = self.chat.kind is not Kind.PRIVATE
        return tag(
            "article",
            tag(
                "div",
                tag("strong", who, class_="who", dir="auto") if in_group and not mine else None,
                self._quote(message),
                files.of_telegram(message),
                tag("p", formatted(message.text, message.entities), dir="auto", class_="said"),
                self._reactions(message),
                self._foot(message, at, mine=mine),
                class_="bubble",
            ),
            self._keyboard(message),
            class_=f"message {'mine' if mine else 'theirs'}",
            id=f"t{message.id}",
            aria_label=who,
        )

    def _quote(self, message: TelegramMessage) -> Html | None:
        if message.reply_to is None:
            return None
        return tag("blockquote", message.reply_to.text[:LONGEST_QUOTE], class_="quote", dir="auto")

    def _reactions(self, message: TelegramMessage) -> Html | None:
        there = [emoji for each in message.reactions.values() for emoji in each]
        return tag("span", " ".join(there), class_="reactions") if there else None

    def _foot(self, message: TelegramMessage, at: datetime, *, mine: bool) -> Html:
        """When, whether it was edited, and for one's own whether the hub has taken it."""
        edited = tag("span", self._say(Words("demo-edited"))) if message.edited_at else None
        waits = bool(message.updates) and self._stage.telegram.updates.waits(message.updates[-1])
        ticks = tag("span", "✓" if waits else "✓✓", class_="ticks", aria_hidden="true")
        more = tag(
            "button",
            "{ }",
            type="button",
            data_json="telegram",
            data_where=str(message.id),
            title=self._say(Words("demo-json")),
            aria_label=self._say(Words("demo-json")),
        )
        reply = tag(
            "button",
            self._say(Words("demo-reply")),
            type="button",
            data_reply=str(message.id),
            data_quote=message.text[:LONGEST_QUOTE],
        )
        tools = tag("span", reply, more if message.sender.is_bot else None, class_="tools")
        time = tag("time", at.strftime("%H:%M"), datetime=at.isoformat())
        return tag("footer", tools, edited, time, ticks if mine else None)

    def _keyboard(self, message: TelegramMessage) -> Html | None:
        rows = (message.markup or {}).get("inline_keyboard", [])
        if not rows:
            return None
        shown = (tag("div", *(self._button(message, each) for each in row)) for row in rows)
        return tag("div", *shown, class_="keyboard")

    def _button(self, message: TelegramMessage, button: dict[str, str]) -> Html:
        if url := button.get("url"):
            attributes = {"target": "_blank", "rel": "noreferrer noopener"}
            return tag("a", button["text"], href=url, class_="key", dir="auto", **attributes)
        return tag(
            "button",
            button["text"],
            type="button",
            class_=f"key {button.get('style', '')}",
            dir="auto",
            data_do="telegram-tap",
            data_where=str(message.id),
            data_action=button.get("callback_data", ""),
        )
