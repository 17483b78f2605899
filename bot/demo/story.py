"""The story of the demo in five steps: who one is in each, what it does, when it is done."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from bot.demo import cast
from bot.demo.stage import Stage, Turn
from bot.sandbox.slack_people import SlackPerson
from bot.sandbox.slack_world import SlackMessage
from bot.sandbox.telegram_people import TelegramPerson
from bot.sandbox.telegram_world import TelegramMessage
from config.phrases import Phrases, Words

STEPS = (1, 2, 3, 4, 5)
IN_THREAD = 4
PATIENCE_S = 30.0
"""For an answer, also on a platform that is slow just now."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Whom one is in a step, and in which of the two chats it plays: on a phone it is shown."""

    slack: cast.Part
    telegram: cast.Part
    side: str


SCENES = {
    1: Scene(cast.FOCAL_POINT, cast.OFFICIAL, "telegram"),
    2: Scene(cast.FOCAL_POINT, cast.OFFICIAL, "telegram"),
    3: Scene(cast.FOCAL_POINT, cast.OFFICIAL, "slack"),
    4: Scene(cast.FOCAL_POINT, cast.OFFICIAL, "telegram"),
    5: Scene(cast.REVIEWER, cast.OFFICIAL, "slack"),
}


class Story:
    """The five steps, as far as they are done: seen from what stands in the chats."""

    def __init__(self, stage: Stage, phrases: Phrases) -> None:
        self._stage = stage
        self._phrases = phrases

    @property
    def official(self) -> TelegramPerson:
        return self._stage.telegram_person(cast.OFFICIAL.account)

    @property
    def expert(self) -> SlackPerson:
        return self._stage.slack_person(cast.FOCAL_POINT.account)

    def done(self) -> set[int]:
        """The steps that have taken place, however they did."""
        marks = {
            1: bool(self._told("find.helped")),
            2: bool(self._told("request.withdraw") or self._told("relay.") or self._offers()),
            3: bool(self._told("relay.")),
            4: self._have_talked(),
            5: self._stage.quarters > 0 or self._is_reminded(),
        }
        return {step for step, holds in marks.items() if holds}

    async def do(self, step: int, *, language: str) -> None:
        """Do a step as a person would: write, and tap what is shown."""
        await self._stage.hub.ready()
        match step:
            case 1:
                await self.official.writes(self._line("demo-say-read", language))
            case 2:
                await self._ask(language)
            case 3:
                await self._accept()
            case 4:
                await self._talk(language)
            case 5:
                await self._stage.turn(Turn.QUARTER, until=self._is_reminded)

    def shown(self, step: int) -> dict[str, str]:
        """What else of the view belongs to a step: the thread that people talk in."""
        threads = self._threads()
        return {"thread": threads[-1].ts} if step == IN_THREAD and threads else {}

    def _line(self, key: str, language: str) -> str:
        return self._phrases.say(Words(key), language=language)

    async def _ask(self, language: str) -> None:
        """Say what is needed, and send it as it was understood."""
        await self.official.writes(self._line("demo-say-need", language))
        await self._until(lambda: bool(self._told("request.send")))
        screen = self._told("request.send")[-1]
        await self.official.taps(screen, _data(screen, "request.send"))

    async def _accept(self) -> None:
        """Say yes, as soon as the hub has asked; if need be the clock is turned until it does."""
        if not self._offers():
            await self._stage.turn(Turn.NEXT)
            await self._until(lambda: bool(self._offers()))
        offer = self._offers()[-1]
        await self.expert.taps(offer, _button(offer, "offer.yes"))

    async def _talk(self, language: str) -> None:
        """A line each way."""
        if not (opening := self._told("relay.")) or not (threads := self._threads()):
            return
        heard = len(self._in_thread(threads[-1]))
        await self.official.writes(self._line("demo-say-words", language), reply_to=opening[-1])
        await self._until(lambda: len(self._in_thread(threads[-1])) > heard)
        await self.expert.writes(self._line("demo-say-answer", language), thread_ts=threads[-1].ts)

    async def _until(self, holds: Callable[[], bool]) -> None:
        """Wait for what the other platform shows.

        Raises:
            TimeoutError: it did not come; something that was switched on keeps it.
        """
        async with asyncio.timeout(PATIENCE_S):
            while not holds():  # noqa: ASYNC110  # two platforms, and no one event
                await asyncio.sleep(0.05)

    def _is_reminded(self) -> bool:
        """Whether the reviewer is reminded of a review: then time stands, and it can be filled."""
        reviewer = self._stage.slack_person(cast.REVIEWER.account)
        return any(_button(each, "reminder.") for each in self._stage.slack.messages(reviewer))

    def _told(self, action: str) -> list[TelegramMessage]:
        """What the hub shows the official with a button of this action."""
        said = self._stage.telegram.messages(self.official)
        return [each for each in said if _data(each, action)]

    def _offers(self) -> list[SlackMessage]:
        said = self._stage.slack.messages(self.expert)
        return [each for each in said if _button(each, "offer.yes")]

    def _threads(self) -> list[SlackMessage]:
        """Where the expert talks with somebody whom the hub introduced."""
        said = self._stage.slack.messages(self.expert)
        return [each for each in said if _button(each, "relay.")]

    def _in_thread(self, opening: SlackMessage) -> list[SlackMessage]:
        said = self._stage.slack.messages(self.expert)
        return [each for each in said if each.thread_ts == opening.ts and each is not opening]

    def _have_talked(self) -> bool:
        """Whether words went both ways."""
        senders = {each.sender for top in self._threads() for each in self._in_thread(top)}
        return len(senders) > 1


def _data(message: TelegramMessage, action: str) -> str:
    """The callback data of its button for this action; empty when it has none."""
    datas = (str(each.get("callback_data", "")) for each in message.buttons())
    return next((each for each in datas if each.startswith(action)), "")


def _button(message: SlackMessage, action: str) -> str:
    """The `action_id` of its button for this action; empty when it has none."""
    for _, element in message.elements():
        if str(element.get("value", "")).startswith(action):
            return str(element["action_id"])
    return ""
