"""The page of the demo: the strip at the top, and a chat on either side."""

from typing import Any

from bot.demo import cast
from bot.demo.markup import Html, join, tag
from bot.demo.slack_pane import SlackPane
from bot.demo.stage import Stage, Turn
from bot.demo.story import Story
from bot.demo.strip import Strip
from bot.demo.telegram_pane import TelegramPane
from bot.demo.view import LANGUAGES, Speech, View
from bot.platforms.slack_manifest import COMMAND, DESCRIPTION
from config.phrases import Phrases, Words
from config.taxonomy import Platform

Parts = dict[str, Any]


class Page:
    """One view of the stage: the whole page, or the parts of it that change."""

    def __init__(self, stage: Stage, phrases: Phrases, view: View) -> None:
        self._stage = stage
        self._view = view
        self._say = Speech(phrases, view.language)
        self._strip = Strip(stage, self._say, Story(stage, phrases))
        self._slack = SlackPane(stage, view, self._say)
        self._telegram = TelegramPane(stage, view, self._say)

    def parts(self) -> Parts:
        """What changes while one watches: the markup of each part, by id; and lists, by key."""
        self._slack.look()
        self._telegram.look()
        return {
            "parts": {
                "clock": self._strip.clock(),
                "hub-state": self._strip.hub_state(),
                "troubles": self._strip.troubles(),
                "steps": self._strip.steps(),
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
                tag("div", *map(self._strip.turn, Turn), class_="row"),
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
