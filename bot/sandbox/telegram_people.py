"""People in the sandbox's Telegram: they start the bot, write, tap, block it, search inline."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.sandbox.record import Json
from bot.sandbox.telegram_limits import checked_markup, shared_words
from bot.sandbox.telegram_state import Query, State
from bot.sandbox.telegram_world import Chat, Kind, Status, TelegramMessage, User, found_entities

if TYPE_CHECKING:
    from bot.sandbox.telegram import TelegramSandbox


class NothingToTap(LookupError):
    """There is no such button; the error lists those that there are."""


class Tap:
    """A tap on a button or an inline search, and what the bot answered to it."""

    def __init__(self, telegram: "TelegramSandbox", query: Query) -> None:
        self._telegram = telegram
        self.query = query

    @property
    def id(self) -> str:
        return self.query.id

    @property
    def answered(self) -> bool:
        return self.query.answer is not None

    @property
    def text(self) -> str:
        """What the bot's answer showed; empty before it and for an answer without words."""
        return str((self.query.answer or {}).get("text", ""))

    @property
    def results(self) -> list[Json]:
        """What an inline search found."""
        return list((self.query.answer or {}).get("results", []))

    @property
    def button(self) -> str:
        """What the button above the results of an inline search says; empty without one."""
        return str((self.query.answer or {}).get("button", {}).get("text", ""))

    async def wait(self, *, timeout: float = 5.0) -> "Tap":  # noqa: ASYNC109 - reads best in tests
        """Return when the bot has answered.

        Raises:
            TimeoutError: it has not, and the person still sees a clock on the button.
        """
        await self._telegram.wait_until(lambda: self.answered, timeout=timeout)
        return self


class TelegramPerson:
    """Somebody with a Telegram account. What they do reaches the bot as Telegram would bring it."""

    def __init__(self, telegram: "TelegramSandbox", user: User) -> None:
        self._telegram = telegram
        self.user = user

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def chat(self) -> Chat:
        """The private chat with the bot."""
        return self._state.private(self.user)

    @property
    def _state(self) -> State:
        return self._telegram.state

    async def starts(self, payload: str = "") -> TelegramMessage:
        """Press Start (or Restart, after having blocked the bot), with a deep link's payload."""
        if self.user.blocked:
            await self.unblocks()
        return await self.writes(f"/start {payload}".strip())

    async def writes(
        self,
        text: str,
        *,
        reply_to: TelegramMessage | None = None,
        formatted: Sequence[Json] = (),
    ) -> TelegramMessage:
        """Write to the bot in private."""
        return await self.says(self.chat, text, reply_to=reply_to, formatted=formatted)

    async def says(
        self,
        chat: Chat,
        text: str,
        *,
        reply_to: TelegramMessage | None = None,
        formatted: Sequence[Json] = (),
    ) -> TelegramMessage:
        """Write in a chat; `formatted` are entities, beside those that Telegram finds by itself.

        Raises:
            PermissionError: they are not in that group, or have blocked the bot.
        """
        if self.id not in chat.members or (chat.kind is Kind.PRIVATE and self.user.blocked):
            raise PermissionError(f"{self.user.first_name} can't write there")
        self.user.started = self.user.started or chat.kind is Kind.PRIVATE
        entities = found_entities(text, beside=list(formatted))
        return self._state.post(chat, self.user, text, reply_to=reply_to, entities=entities)

    async def sends_file(
        self,
        name: str,
        caption: str = "",
        *,
        content: bytes = b"",
        reply_to: TelegramMessage | None = None,
    ) -> TelegramMessage:
        """Send the bot a document in private."""
        return self._state.post(
            self.chat, self.user, caption, file=name, content=content, reply_to=reply_to
        )

    async def reacts(self, message: TelegramMessage, *emoji: str) -> None:
        """Have these reactions on a message, and no others."""
        self._state.react(message, self.user, list(emoji))

    async def deletes(self, message: TelegramMessage) -> None:
        """Delete a message for both; the bot does not hear of it."""
        self._state.delete(message)

    async def edits(self, message: TelegramMessage, text: str) -> None:
        self._state.edit(message, text, found_entities(text), message.markup)

    async def taps(self, message: TelegramMessage, label: str) -> Tap:
        """Tap the button with this text, callback data, or these words in its text.

        Raises:
            NothingToTap: there is no such button that calls back, or the message is deleted.
        """
        buttons = [] if message.deleted else list(message.buttons())
        calling = [button for button in buttons if "callback_data" in button]
        exact = [one for one in calling if label in (one["text"], one["callback_data"])]
        for button in exact + [one for one in calling if label in one["text"]]:
            return self.sends_data(message, button["callback_data"])
        raise NothingToTap(f"no {label!r} among {[button['text'] for button in buttons]}")

    def sends_data(self, message: TelegramMessage, data: str) -> Tap:
        """Tap with this data, on the message or not: an old client, or a forged one."""
        return Tap(self._telegram, self._state.ask(self.user, data, message=message))

    async def searches(self, words: str) -> Tap:
        """Type the bot's name and these words into any chat (inline mode)."""
        return Tap(self._telegram, self._state.ask(self.user, words))

    async def shares(self, search: Tap, title: str, chat: Chat) -> TelegramMessage:
        """Choose the result with these words in its title; it is posted in their own name.

        Raises:
            NothingToTap: nothing of that title was found.
        """
        for result in search.results:
            if title in result["title"]:
                text, entities = shared_words(result)
                markup, _ = checked_markup(result.get("reply_markup"))
                return self._state.post(
                    chat, self.user, text, entities=entities, markup=markup, via=self._state.bot
                )
        raise NothingToTap(f"no {title!r} among {[each['title'] for each in search.results]}")

    async def blocks(self) -> None:
        """Stop the bot: it can't write to this person any more."""
        self.user.blocked = True
        self._state.stands(self.chat, self.user, Status.MEMBER, Status.KICKED)

    async def unblocks(self) -> None:
        self.user.blocked = False
        self._state.stands(self.chat, self.user, Status.KICKED, Status.MEMBER)

    async def deletes_account(self) -> None:
        self.user.deactivated = True

    async def adds_bot(self, group: Chat) -> None:
        """Take the bot into a group."""
        old, group.bot = group.bot, Status.MEMBER
        self._state.stands(group, self.user, old, Status.MEMBER)
        self._state.post(
            group, self.user, "", service={"new_chat_members": [self._state.bot.json()]}
        )

    async def removes_bot(self, group: Chat) -> None:
        """Throw the bot out of a group."""
        old, group.bot = group.bot, Status.KICKED
        self._state.stands(group, self.user, old, Status.KICKED)
