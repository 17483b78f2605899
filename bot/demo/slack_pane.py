"""The Slack of the page as one person sees it: places, messages, threads, Home, a modal."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo import files
from bot.demo.markup import Html, join, tag
from bot.demo.slack_blocks import blocks
from bot.demo.slack_text import mrkdwn
from bot.demo.stage import Stage
from bot.demo.view import HOME, Speech, View
from bot.platforms.reactions import emoji_of
from bot.platforms.slack_events import ABOUT_A_MESSAGE
from bot.sandbox.slack_people import SlackPerson
from bot.sandbox.slack_world import Channel, Kind, SlackMessage
from config.phrases import Day, Words

Keyed = tuple[str, str]
"""A key that stays the same, and what stands there now."""
MOST = 200
"""Messages shown of a conversation; the newest."""


class SlackPane:
    """What one person sees of the Slack now."""

    def __init__(self, stage: Stage, view: View, say: Speech) -> None:
        self._stage = stage
        self._view = view
        self._say = say
        self._person: SlackPerson = stage.slack_person(view.slack.account)

    @property
    def place(self) -> Channel:
        there = self._person.workspace.channels.get(self._view.place)
        mine = there is not None and self._person.id in there.members
        return there if there is not None and mine else self._person.dm

    def places(self) -> Html:
        """Where this person can go: the hub's Home, their conversation with it, channels."""
        home = self._place(HOME, self._say(Words("demo-slack-home")), unread=0)
        theirs = [each for each in self._person.workspace.channels.values() if self._is_in(each)]
        theirs.sort(key=lambda each: (each.kind is not Kind.IM, each.id))
        return join(
            home,
            *(self._place(each.id, self._name(each), unread=self.unread(each)) for each in theirs),
        )

    def _is_in(self, channel: Channel) -> bool:
        return self._person.id in channel.members

    def _name(self, channel: Channel) -> str:
        match channel.kind:
            case Kind.IM:
                return self._say(Words("demo-hub"))
            case Kind.MPIM:
                others = channel.members - {self._person.id, self._person.workspace.bot_user}
                return ", ".join(self.named(each) for each in sorted(others))
            case _:
                return f"# {channel.name}"

    def _place(self, place: str, name: str, *, unread: int) -> Html:
        here = place == (HOME if self._view.place == HOME else self.place.id)
        badge = _badge(unread, self._say) if unread and not here else None
        return tag(
            "button",
            tag("span", name, dir="auto"),
            badge,
            type="button",
            data_set="place",
            data_value=place,
            aria_current="page" if here else None,
        )

    def unread(self, channel: Channel) -> int:
        """Messages of others since this person last looked there."""
        since = self._stage.seen.get((self._person.id, channel.id), "")
        return sum(
            each.ts > since and each.sender != self._person.id for each in self._seen_in(channel)
        )

    def unread_in_all(self) -> int:
        return sum(map(self.unread, filter(self._is_in, self._person.workspace.channels.values())))

    def look(self) -> None:
        """This person has read what stands here."""
        if self._view.place != HOME and (there := self._seen_in(self.place)):
            self._stage.seen[self._person.id, self.place.id] = there[-1].ts

    def _seen_in(self, channel: Channel) -> list[SlackMessage]:
        return self._stage.slack.messages(channel, seen_by=self._person)

    def named(self, user_or_channel: str) -> str:
        workspace = self._person.workspace
        if user_or_channel == workspace.bot_user:
            return self._say(Words("demo-hub"))
        if user_or_channel in workspace.users:
            return workspace.users[user_or_channel].real_name
        there = workspace.channels.get(user_or_channel)
        return there.name if there else user_or_channel

    def messages(self) -> list[Keyed]:
        """The Home tab, a thread, or a conversation with how many replies each message has."""
        if self._view.place == HOME:
            return [("home", self._home())]
        there = self._seen_in(self.place)[-MOST:]
        if thread := self._view.thread:
            return [*self._dated([m for m in there if thread in (m.ts, m.thread_ts)], there)]
        roots = [m for m in there if m.thread_ts in (None, m.ts) or m.broadcast]
        shown = [*self._dated(roots, there)]
        return shown or [("empty", tag("p", self._say(Words("demo-slack-empty")), class_="empty"))]

    def _dated(self, shown: list[SlackMessage], there: list[SlackMessage]) -> Iterator[Keyed]:
        day = None
        for each in shown:
            at = self._at(each.ts)
            if at.date() != day:
                day = at.date()
                yield (
                    f"day-{day}",
                    tag("h3", self._say(Words("demo-day", {"day": Day(day)})), class_="day"),
                )
            replies = [m for m in there if m.thread_ts == each.ts and m.ts != each.ts]
            yield f"s{each.ts}", self._message(each, at, replies)

    def _at(self, ts: str) -> datetime:
        return datetime.fromtimestamp(float(ts), UTC).astimezone(ZoneInfo(self._view.slack.zone))

    def _message(self, message: SlackMessage, at: datetime, replies: list[SlackMessage]) -> Html:
        is_hub = message.bot_id is not None
        kind = "hub" if is_hub else "person"
        who = self.named(message.sender)
        said = (
            blocks(message.blocks, self.named, where=message.ts)
            if message.blocks
            else tag("p", mrkdwn(message.text, self.named), dir="auto")
        )
        edited = tag("small", self._say(Words("demo-edited"))) if message.edited_ts else None
        hidden = message.ephemeral_to is not None
        only = tag("p", self._say(Words("demo-only-you")), class_="only") if hidden else None
        return tag(
            "article",
            tag("span", who[:1], class_=f"avatar {kind}", aria_hidden="true"),
            tag(
                "div",
                only,
                tag(
                    "header",
                    tag("strong", who, dir="auto"),
                    tag("span", "APP", class_="app") if is_hub else None,
                    tag("time", at.strftime("%H:%M"), datetime=at.isoformat()),
                    edited,
                    self._tools(message, is_hub=is_hub),
                ),
                tag("div", said, class_="said"),
                *(files.of_slack(each) for each in message.files if each.content),
                self._reactions(message),
                self._replies(message, replies),
            ),
            class_=f"message{' ephemeral' if hidden else ''}",
            id=f"s{message.ts}",
            aria_label=who,
        )

    def _tools(self, message: SlackMessage, *, is_hub: bool) -> Html:
        """What is in a message's own menu."""
        about = {"data_where": message.ts}
        reply = tag(
            "button",
            self._say(Words("demo-reply-in-thread")),
            type="button",
            data_set="thread",
            data_value=message.thread_ts or message.ts,
        )
        more = (
            tag(
                "button",
                "{ }",
                type="button",
                data_json="slack",
                title=self._say(Words("demo-json")),
                aria_label=self._say(Words("demo-json")),
                **about,
            )
            if is_hub
            else tag(
                "button",
                self._say(Words("demo-shortcut")),
                type="button",
                data_do="slack-shortcut",
                data_action=ABOUT_A_MESSAGE,
                **about,
            )
        )
        can_reply = message.ephemeral_to is None and not self._view.thread
        return tag("span", reply if can_reply else None, more, class_="tools")

    def _reactions(self, message: SlackMessage) -> Html | None:
        there = [emoji_of(name) or f":{name}:" for _, name in message.reactions]
        return tag("p", " ".join(there), class_="reactions") if there else None

    def _replies(self, message: SlackMessage, replies: list[SlackMessage]) -> Html | None:
        if not replies or self._view.thread:
            return None
        label = self._say(Words("demo-replies", {"count": len(replies)}))
        return tag(
            "button",
            label,
            type="button",
            class_="replies",
            data_set="thread",
            data_value=message.ts,
        )

    def _home(self) -> Html:
        home = self._person.home
        if home is None:
            return tag("p", self._say(Words("demo-slack-home-empty")), class_="empty")
        return tag("div", blocks(home.json["blocks"], self.named, where=HOME), class_="said home")

    def modal(self) -> Html:
        """The modal in front, or nothing."""
        modal = self._person.modal
        if modal is None:
            return Html("")
        view: dict[str, Any] = modal.json
        close = (view.get("close") or {}).get("text") or self._say(Words("demo-close"))
        submit = (view.get("submit") or {}).get("text")
        return tag(
            "form",
            tag("h2", view["title"]["text"], dir="auto", id="modal-title"),
            tag("div", blocks(view["blocks"], self.named, where="modal"), class_="said"),
            tag("p", class_="wrong", role="alert", id="modal-wrong"),
            tag(
                "footer",
                tag("button", close, type="button", class_="button", data_do="slack-close"),
                tag("button", submit, type="submit", class_="button primary") if submit else None,
            ),
            data_modal=f"{modal.id} {view['hash']}",
            novalidate=True,
        )

    def title(self) -> Html:
        """Where one is; in a thread, the way back."""
        if self._view.place == HOME:
            return tag("strong", self._say(Words("demo-slack-home")))
        name = tag("strong", self._name(self.place), dir="auto")
        if not self._view.thread:
            return name
        back = tag(
            "button",
            self._say(Words("demo-back")),
            type="button",
            data_set="thread",
            data_value="",
        )
        return join(back, tag("strong", self._say(Words("demo-thread"))))


def _badge(count: int, say: Speech) -> Html:
    label = say(Words("demo-unread", {"count": count}))
    return tag("span", str(count), class_="badge", aria_label=label)
