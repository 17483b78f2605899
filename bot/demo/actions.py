"""What somebody does on the page, done on the platform as that person."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeAlias

from bot.demo.stage import Stage, Trouble, Turn
from bot.demo.story import Story
from bot.platforms.slack_manifest import COMMAND
from bot.sandbox.record import Exchange
from bot.sandbox.slack_people import SlackPerson
from bot.sandbox.slack_taps import NothingToTap
from bot.sandbox.slack_world import Modal, SlackMessage
from bot.sandbox.telegram_people import TelegramPerson
from bot.sandbox.telegram_world import TelegramMessage

Json: TypeAlias = dict[str, Any]


HUB = "@hub"
"""How the hub is mentioned in a channel, by the name of its user in the manifest."""


class NotThere(LookupError):
    """What was to be used is not on the page any more."""


class Actions:
    """Each takes what the page sent, and answers what the page has to know at once."""

    def __init__(self, stage: Stage, story: Story) -> None:
        self._stage = stage
        self._story = story
        self._doing: dict[str, Callable[[Json], Awaitable[Json]]] = {
            "slack-say": self._slack_say,
            "slack-tap": self._slack_tap,
            "slack-suggest": self._slack_suggest,
            "slack-submit": self._slack_submit,
            "slack-close": self._slack_close,
            "slack-home": self._slack_home,
            "slack-shortcut": self._slack_shortcut,
            "telegram-say": self._telegram_say,
            "telegram-tap": self._telegram_tap,
            "turn": self._turn,
            "trouble": self._trouble,
            "hub": self._hub,
            "step": self._step,
        }

    async def do(self, what: str, told: Json) -> Json:
        """Do it; what to show at once, such as an error of Slack's.

        Raises:
            NotThere: there is no such thing to do, or to do it to.
        """
        if what not in self._doing:
            raise NotThere(what)
        return await self._doing[what](told)

    def _somebody(self, told: Json) -> SlackPerson:
        return self._stage.slack_person(str(told["slack"]))

    def _other(self, told: Json) -> TelegramPerson:
        return self._stage.telegram_person(str(told["telegram"]))

    async def _slack_say(self, told: Json) -> Json:
        """Words, or the hub's command."""
        person, text = self._somebody(told), str(told["text"]).strip()
        place = person.workspace.channels.get(str(told.get("place", ""))) or person.dm
        first, _, rest = text.partition(" ")
        if first == COMMAND:
            outcome = await person.commands(COMMAND, rest.strip(), place)
            return {"error": outcome.error}
        text = text.replace(HUB, f"<@{person.workspace.bot_user}>")  # as picked from Slack's list
        await person.says(place, text, thread_ts=str(told.get("thread", "")) or None)
        return {}

    def _slack_thing(self, told: Json) -> SlackMessage | Modal:
        """The message, modal or Home tab that something stands in."""
        person, where = self._somebody(told), str(told["where"])
        if where in {"home", "modal"}:
            view = person.home if where == "home" else person.modal
            if view is None:
                raise NotThere(where)
            return view
        for channel in person.workspace.channels.values():
            if where in channel.messages and person.id in channel.members:
                return channel.messages[where]
        raise NotThere(where)

    async def _slack_tap(self, told: Json) -> Json:
        thing = self._slack_thing(told)
        chosen = {"option": told["value"]} if told.get("value") else {}
        if told.get("option"):
            chosen = {"selected_option": told["option"]}
        outcome = await self._somebody(told).taps(thing, str(told["action"]), **chosen)
        return {"error": outcome.error}

    async def _slack_suggest(self, told: Json) -> Json:
        thing = self._slack_thing(told)
        outcome = await self._somebody(told).types_in(thing, str(told["action"]), str(told["text"]))
        return {"options": outcome.options, "error": outcome.error}

    async def _slack_submit(self, told: Json) -> Json:
        """A modal; what stands under a field comes back by its name."""
        person = self._somebody(told)
        try:
            outcome = await person.submits(dict(told["values"]))
        except NothingToTap as unfinished:
            return {"errors": dict(_complaints(str(unfinished)))}
        return {"errors": outcome.answer.get("errors", {}), "error": outcome.error}

    async def _slack_close(self, told: Json) -> Json:
        person = self._somebody(told)
        if person.modal is not None:
            await person.closes()
            self._stage.bell.ring()
        return {}

    async def _slack_home(self, told: Json) -> Json:
        await self._somebody(told).opens_home()
        return {}

    async def _slack_shortcut(self, told: Json) -> Json:
        thing = self._slack_thing(told)
        message = thing if isinstance(thing, SlackMessage) else None
        outcome = await self._somebody(told).shortcut(str(told["action"]), message)
        return {"error": outcome.error}

    async def _telegram_say(self, told: Json) -> Json:
        person = self._other(told)
        chat = self._stage.chat(person, str(told.get("chat", "")))
        replied = chat.messages.get(int(told.get("reply") or 0))
        await person.says(chat, str(told["text"]).strip(), reply_to=replied)
        return {}

    def _telegram_message(self, told: Json) -> TelegramMessage:
        chat = self._stage.chat(self._other(told), str(told.get("chat", "")))
        message = chat.messages.get(int(told["where"]))
        if message is None or message.deleted:
            raise NotThere(str(told["where"]))
        return message

    async def _telegram_tap(self, told: Json) -> Json:
        message = self._telegram_message(told)
        tap = self._other(told).sends_data(message, str(told["action"]))
        try:
            await tap.wait(timeout=10)
        except TimeoutError:
            return {}
        return {"toast": tap.text}

    async def _turn(self, told: Json) -> Json:
        by = Turn(told["action"])
        self._stage.begin(lambda: self._stage.turn(by))
        return {}

    async def _trouble(self, told: Json) -> Json:
        which = Trouble(told["action"])
        await self._stage.trouble(which, on=which not in self._stage.troubles)
        return {}

    async def _hub(self, told: Json) -> Json:
        if told["action"] == "kill":
            await self._stage.hub.kill()
        elif not self._stage.hub.is_up:
            self._stage.begin(self._stage.start)
        return {}

    async def _step(self, told: Json) -> Json:
        step, language = int(told["action"]), str(told["language"])
        self._stage.begin(lambda: self._story.do(step, language=language))
        return {"view": self._story.shown(step)}

    def said(self, told: Json) -> Json:
        """The exact JSON with which the hub said what a message now shows, and the answer to it.

        Raises:
            NotThere: it was said so long ago that the record does not hold it any more.
        """
        if told["side"] == "slack":
            message = self._slack_thing(told)
            found = [
                each for each in self._stage.slack.record.exchanges() if _is_slack(each, message)
            ]
        else:
            here = self._telegram_message(told)
            kept = self._stage.telegram.record.exchanges()
            found = [each for each in kept if _is_telegram(each, here)]
        if not found:
            raise NotThere(str(told["where"]))
        last = found[-1]
        return {"method": last.method, "request": last.request, "response": last.response}


def _complaints(said: str) -> Iterator[tuple[str, str]]:
    """What Slack itself says under fields, by their names, before it sends anything."""
    for each in said.split("; "):
        name, _, words = each.partition(": ")
        yield name, words


def _is_slack(exchange: Exchange, message: SlackMessage | Modal) -> bool:
    if isinstance(message, Modal):
        return exchange.method == "views.publish" and not exchange.error
    shared = {each.id for each in message.files}
    files = exchange.response.get("files") or ()
    if shared and shared == {each.get("id") for each in files}:
        return True
    return exchange.sent_by == "bot" and exchange.response.get("ts") == message.ts


def _is_telegram(exchange: Exchange, message: TelegramMessage) -> bool:
    result = exchange.response.get("result")
    return (
        isinstance(result, dict)
        and result.get("message_id") == message.id
        and result.get("chat", {}).get("id") == message.chat.id
    )
