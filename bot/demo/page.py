"""The page of the demo: the strip, the clock, what can go wrong, and a chat on either side."""

from typing import Any
from zoneinfo import ZoneInfo

from bot.demo import cast
from bot.demo.markup import Html, join, tag
from bot.demo.slack_pane import SlackPane
from bot.demo.stage import Stage, Trouble, Turn
from bot.demo.story import SCENES, STEPS, Story
from bot.demo.telegram_pane import TelegramPane
from bot.demo.view import LANGUAGES, Speech, View
from bot.platforms.slack_manifest import COMMAND, DESCRIPTION
from config.phrases import Day, Phrases, Words
from config.taxonomy import Platform

CLOCK_ZONE = "Europe/Zurich"
"""Where the network's secretariat sits; people read times in their own zone."""

Parts = dict[str, Any]


class Page:
    """One view of the stage: the whole page, or the parts of it that change."""

    def __init__(self, stage: Stage, phrases: Phrases, view: View) -> None:
        self._stage = stage
        self._view = view
        self._say = Speech(phrases, view.language)
        self._story = Story(stage, phrases)
        self._slack = SlackPane(stage, view, self._say)
        self._telegram = TelegramPane(stage, view, self._say)

    def parts(self) -> Parts:
        """What changes while one watches: the markup of each part, by id; and lists, by key."""
        self._slack.look()
        self._telegram.look()
        return {
            "parts": {
                "clock": self._clock(),
                "hub-state": self._hub_state(),
                "troubles": self._troubles(),
                "steps": self._steps(),
                "slack-people": self._people(Platform.SLACK),
                "slack-places": self._slack.places(),
                "slack-title": self._slack.title(),
                "slack-modal": self._slack.modal(),
                "telegram-people": self._people(Platform.TELEGRAM),
                "telegram-places": self._telegram.places(),
                "telegram-title": self._telegram.title(),
                "telegram-menu": self._telegram_menu(),
            },
            "lists": {
                "slack-messages": self._slack.messages(),
                "telegram-messages": self._telegram.messages(),
            },
        }

    def whole(self) -> str:
        """The page as it is first sent."""
        now = self.parts()
        parts = now["parts"]
        lists = {key: join(*(Html(html) for _, html in each)) for key, each in now["lists"].items()}
        body = join(
            tag("a", self._said("skip"), href="#main", class_="skip"),
            self._top(parts),
            tag("ol", parts["steps"], id="steps", aria_label=self._said("story")),
            self._tabs(),
            tag(
                "main", self._slack_side(parts, lists), self._telegram_side(parts, lists), id="main"
            ),
            tag("dialog", parts["slack-modal"], id="slack-modal", aria_labelledby="modal-title"),
            self._json_dialog(),
            tag("p", id="toast", role="status", aria_live="polite"),
        )
        return "<!doctype html>" + self._document(body)

    def _said(self, key: str) -> str:
        return self._say(Words(f"demo-{key}"))

    def _document(self, body: Html) -> Html:
        head = tag(
            "head",
            tag("meta", charset="utf-8"),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("title", self._said("title")),
            tag("link", rel="icon", href="data:,"),
            tag("link", rel="stylesheet", href="/static/demo.css"),
            tag("script", src="/static/demo.js", defer=True),
        )
        view = self._view
        about = {
            "data_slack": view.slack.account,
            "data_telegram": view.telegram.account,
            "data_place": view.place,
            "data_thread": view.thread,
            "data_chat": view.chat,
            "data_language": view.language,
            "data_lost": self._said("lost"),
            "data_side": "slack",
        }
        return tag("html", head, tag("body", body, **about), lang=view.language)

    def _top(self, parts: Parts) -> Html:
        languages = (
            tag(
                "a",
                self._say(Words(f"demo-language-{each}")),
                href=f"/?language={each}",
                lang=each,
                aria_current="true" if each == self._view.language else None,
            )
            for each in LANGUAGES
        )
        return tag(
            "header",
            tag(
                "div",
                tag(
                    "div",
                    tag("h1", self._said("title")),
                    tag("nav", *languages, aria_label=self._said("languages")),
                ),
                tag("p", self._said("subtitle")),
                class_="name",
            ),
            tag(
                "section",
                tag("p", parts["clock"], id="clock", role="status"),
                tag("div", *map(self._turn, Turn), class_="row"),
                aria_label=self._said("clock"),
                class_="clock",
            ),
            tag(
                "section",
                tag("p", parts["hub-state"], id="hub-state", role="status"),
                tag("div", parts["troubles"], id="troubles", class_="row"),
                aria_label=self._said("faults"),
                class_="faults",
            ),
            id="top",
        )

    def _turn(self, by: Turn) -> Html:
        label = self._say(Words(f"demo-turn-{by.value}"))
        return tag("button", label, type="button", data_do="turn", data_action=by.value)

    def _clock(self) -> Html:
        at = self._stage.time().astimezone(ZoneInfo(CLOCK_ZONE))
        said = self._say(Words("demo-now", {"day": Day(at.date()), "time": f"{at:%H:%M}"}))
        busy = None
        if self._stage.turning:
            busy = tag("span", self._said("turning"), class_="busy")
        elif self._stage.nothing_due:
            busy = tag("span", self._said("nothing-due"))
        return join(tag("time", said, datetime=at.isoformat(timespec="minutes")), busy)

    def _hub_state(self) -> Html:
        hub = self._stage.hub
        state = "up" if hub.is_ready else "starting" if hub.is_up else "down"
        said = self._say(Words(f"demo-hub-{state}"))
        return join(tag("span", class_=f"lamp {state}", aria_hidden="true"), tag("span", said))

    def _troubles(self) -> Html:
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

    def _steps(self) -> Html:
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

    def _people(self, platform: Platform) -> Html:
        return join(*map(self._person, cast.on(platform)))

    def _person(self, part: cast.Part) -> Html:
        on_slack = part.platform is Platform.SLACK
        here = part in (self._view.slack, self._view.telegram)
        unread = 0 if here else self._unread(part)
        label = self._say(Words("demo-unread", {"count": unread}))
        return tag(
            "button",
            tag("span", self._say(Words(f"demo-part-{part.phrase}")), dir="auto"),
            tag("span", str(unread), class_="badge", aria_label=label) if unread else None,
            type="button",
            data_set="slack" if on_slack else "telegram",
            data_value=part.account,
            aria_pressed="true" if here else "false",
        )

    def _unread(self, part: cast.Part) -> int:
        if part.platform is Platform.SLACK:
            view = View(slack=part, telegram=self._view.telegram)
            return SlackPane(self._stage, view, self._say).unread_in_all()
        view = View(slack=self._view.slack, telegram=part)
        return TelegramPane(self._stage, view, self._say).unread_in_all()

    def _tabs(self) -> Html:
        """On a narrow window one chat at a time."""
        return tag(
            "div",
            tag("button", "Slack", type="button", data_side="slack", aria_pressed="true"),
            tag("button", "Telegram", type="button", data_side="telegram", aria_pressed="false"),
            id="tabs",
            role="group",
            aria_label=self._said("sides"),
        )

    def _slack_side(self, parts: Parts, lists: Parts) -> Html:
        hint = f"{COMMAND} {self._said('command-hint')}"
        option = tag(
            "button",
            tag("strong", COMMAND),
            tag("small", DESCRIPTION),
            type="button",
            data_command=COMMAND,
            title=hint,
        )
        return self._side(
            "slack", "Slack", parts, lists, menu=option, placeholder=self._said("write-slack")
        )

    def _telegram_side(self, parts: Parts, lists: Parts) -> Html:
        return self._side(
            "telegram",
            "Telegram",
            parts,
            lists,
            menu=parts["telegram-menu"],
            placeholder=self._said("write-telegram"),
        )

    def _side(
        self, side: str, name: str, parts: Parts, lists: Parts, *, menu: str, placeholder: str
    ) -> Html:
        chat = tag(
            "div",
            tag("header", parts[f"{side}-title"], id=f"{side}-title"),
            tag(
                "div",
                lists[f"{side}-messages"],
                id=f"{side}-messages",
                class_="messages",
                role="log",
                aria_label=self._said("messages"),
                tabindex="0",
            ),
            self._composer(side, menu=menu, placeholder=placeholder),
            class_="chat",
        )
        return tag(
            "section",
            tag(
                "div",
                tag("h2", name),
                tag("span", self._said("you-are"), class_="you"),
                tag("div", parts[f"{side}-people"], id=f"{side}-people", role="group"),
                class_="people",
            ),
            tag(
                "div",
                tag(
                    "nav",
                    parts[f"{side}-places"],
                    id=f"{side}-places",
                    aria_label=self._said("places"),
                ),
                chat,
                class_="app",
            ),
            id=side,
            class_="side",
            aria_label=name,
        )

    def _composer(self, side: str, *, menu: str, placeholder: str) -> Html:
        return tag(
            "form",
            tag("p", class_="replying", hidden=True),
            tag("div", menu, id=f"{side}-menu", class_="menu", hidden=True),
            tag(
                "textarea",
                rows=1,
                name="text",
                dir="auto",
                placeholder=placeholder,
                aria_label=placeholder,
                autocomplete="off",
            ),
            tag("button", "➤", type="submit", aria_label=self._said("send")),
            class_="composer",
            data_composer=side,
        )

    def _telegram_menu(self) -> Html:
        """The commands that the hub has put up, in the language of the person's app."""
        commands = self._stage.telegram.state.commands
        there = commands.get(("null", self._view.language)) or commands.get(("null", "")) or []
        return join(
            *(
                tag(
                    "button",
                    tag("strong", f"/{each['command']}"),
                    tag("small", each["description"], dir="auto"),
                    type="button",
                    data_command=f"/{each['command']}",
                )
                for each in there
            )
        )

    def _json_dialog(self) -> Html:
        return tag(
            "dialog",
            tag("h2", self._said("json"), id="json-title"),
            tag("p", self._said("json-text")),
            tag("pre", id="json-text", tabindex="0"),
            tag(
                "footer",
                tag("button", self._said("close"), type="button", class_="button", data_close=True),
            ),
            id="json",
            aria_labelledby="json-title",
        )
