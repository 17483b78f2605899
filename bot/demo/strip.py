"""The strip of the demo's page: the story in five steps, the clock, and what can go wrong."""

from zoneinfo import ZoneInfo

from bot.demo.markup import Html, join, tag
from bot.demo.stage import Stage, Trouble, Turn
from bot.demo.story import SCENES, STEPS, Story
from bot.demo.view import Speech
from config.phrases import Day, Words

CLOCK_ZONE = "Europe/Zurich"
"""Where the network's secretariat sits; people read times in their own zone."""


class Strip:
    """What stands above the chats, as it is now."""

    def __init__(self, stage: Stage, say: Speech, story: Story) -> None:
        self._stage = stage
        self._say = say
        self._story = story

    def _said(self, key: str) -> str:
        return self._say(Words(f"demo-{key}"))

    def turn(self, by: Turn) -> Html:
        label = self._say(Words(f"demo-turn-{by.value}"))
        return tag("button", label, type="button", data_do="turn", data_action=by.value)

    def clock(self) -> Html:
        at = self._stage.time().astimezone(ZoneInfo(CLOCK_ZONE))
        said = self._say(Words("demo-now", {"day": Day(at.date()), "time": f"{at:%H:%M}"}))
        busy = None
        if self._stage.turning:
            busy = tag("span", self._said("turning"), class_="busy")
        elif self._stage.nothing_due:
            busy = tag("span", self._said("nothing-due"))
        return join(tag("time", said, datetime=at.isoformat(timespec="minutes")), busy)

    def hub_state(self) -> Html:
        hub = self._stage.hub
        state = "up" if hub.is_ready else "starting" if hub.is_up else "down"
        said = self._say(Words(f"demo-hub-{state}"))
        return join(tag("span", class_=f"lamp {state}", aria_hidden="true"), tag("span", said))

    def troubles(self) -> Html:
        hub, on = self._stage.hub, self._stage.troubles
        each = [
            tag(
                "button",
                self._say(Words(f"demo-trouble-{one.value}")),
                type="button",
                data_do="trouble",
                data_action=one.value,
                aria_pressed="true" if one in on else "false",
            )
            for one in Trouble
        ]
        act = "kill" if hub.is_up else "start"
        label = self._say(Words(f"demo-hub-{act}"))
        kill = tag("button", label, type="button", data_do="hub", data_action=act, class_=act)
        return join(*each, kill)

    def steps(self) -> Html:
        done = self._story.done()
        now = next((each for each in STEPS if each not in done), 0)
        return join(*(self._step(each, is_done=each in done, is_now=each == now) for each in STEPS))

    def _step(self, step: int, *, is_done: bool, is_now: bool) -> Html:
        scene = SCENES[step]
        show = tag(
            "button",
            self._said("show-me"),
            type="button",
            data_step=step,
            data_slack=scene.slack.account,
            data_telegram=scene.telegram.account,
            data_side=scene.side,
            aria_label=f"{self._said('show-me')}: {self._say(Words(f'demo-step-{step}'))}",
        )
        mark = tag("span", "✓" if is_done else str(step), class_="number", aria_hidden="true")
        state = tag("span", self._said("done"), class_="aside") if is_done else None
        return tag(
            "li",
            tag("h2", mark, tag("span", self._say(Words(f"demo-step-{step}"))), state),
            tag("p", self._say(Words(f"demo-step-{step}-text"))),
            show,
            class_="done" if is_done else "now" if is_now else None,
            aria_current="step" if is_now else None,
        )
