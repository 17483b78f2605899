"""People in the sandbox's Slack: they write, tap, run commands, open modals and the Home tab."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from bot.sandbox import slack_payloads as payloads
from bot.sandbox.record import Json
from bot.sandbox.slack_delivery import Delivery, Wire
from bot.sandbox.slack_elements import LEAST_QUERY, offer_faults
from bot.sandbox.slack_files import FILES
from bot.sandbox.slack_inputs import answer_faults, filled_in, unfinished
from bot.sandbox.slack_state import Draft, SlackError, State
from bot.sandbox.slack_taps import NothingToTap, Tappable, choice, find_element, remember
from bot.sandbox.slack_text import composed, escaped, rich, typed
from bot.sandbox.slack_views import replaced, stored
from bot.sandbox.slack_world import Channel, Modal, Profile, SharedFile, SlackMessage, Workspace

if TYPE_CHECKING:
    from bot.sandbox.slack import SlackSandbox


@dataclass(frozen=True)
class Outcome:
    """What the person sees happen: acknowledged or not, and what came with it.

    `error` is Slack's word when the app did not acknowledge in time: "operation_timeout", or what
    is wrong with the `options` that it offered, which nobody is shown then.
    """

    delivery: Delivery
    message: SlackMessage | None = None
    faults: tuple[str, ...] = ()

    @property
    def acknowledged(self) -> bool:
        return self.delivery.acknowledged

    @property
    def answer(self) -> Json:
        return self.delivery.answer

    @property
    def error(self) -> str:
        return "; ".join(self.faults) if self.acknowledged else "operation_timeout"

    @property
    def options(self) -> list[Json]:
        """What somebody who typed into an external select is shown."""
        return [] if self.error else list(self.answer.get("options", []))


class SlackPerson:
    """Somebody in a workspace. What they do reaches the app as Slack would bring it."""

    def __init__(self, slack: "SlackSandbox", workspace: Workspace, profile: Profile) -> None:
        self._slack = slack
        self.workspace = workspace
        self.profile = profile

    @property
    def id(self) -> str:
        return self.profile.id

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"

    @property
    def dm(self) -> Channel:
        """The direct conversation with the bot."""
        return self.workspace.dm(self.id)

    @property
    def modal(self) -> Modal | None:
        """The modal in front of this person."""
        return self.profile.modals[-1] if self.profile.modals else None

    @property
    def home(self) -> Modal | None:
        """What the app published on this person's Home tab."""
        return self.profile.home

    async def says(
        self,
        channel: Channel | str,
        text: str,
        *,
        thread_ts: str | None = None,
        formatted: Sequence[Json] = (),
    ) -> SlackMessage:
        """Write in a conversation; the words reach the app as Slack stores them (`typed`).

        `formatted`: the parts of the rich text where it is more than `text` in one section.

        Raises:
            SlackError: not_in_channel.
        """
        place = self._slack.find_channel(channel, self.workspace)
        if self.id not in place.members:
            raise SlackError("not_in_channel")
        return self._state.post(
            self.workspace,
            place,
            sender=self.id,
            draft=self._draft(text, formatted),
            thread_ts=thread_ts,
        )

    @staticmethod
    def _draft(text: str, formatted: Sequence[Json] = ()) -> Draft:
        blocks = rich(*formatted) if formatted else composed(text) if text else None
        return Draft(text=typed(text), blocks=blocks)

    async def writes(
        self, text: str, *, thread_ts: str | None = None, formatted: Sequence[Json] = ()
    ) -> SlackMessage:
        """Write to the bot directly."""
        return await self.says(self.dm, text, thread_ts=thread_ts, formatted=formatted)

    async def mentions(
        self, channel: Channel | str, text: str, *, thread_ts: str | None = None
    ) -> SlackMessage:
        """Write in a channel with the bot's name in front."""
        words = f"<@{self.workspace.bot_user}> {text}"
        return await self.says(channel, words, thread_ts=thread_ts)

    async def edits(self, message: SlackMessage, text: str) -> None:
        self._state.edit(self.workspace, message, self._draft(text))

    async def deletes(self, message: SlackMessage) -> None:
        self._state.delete(self.workspace, message)

    async def reacts(self, message: SlackMessage, name: str) -> None:
        """Put an emoji on a message, by its short name."""
        self._state.react(self.workspace, message, self.id, name, there=True)

    async def takes_off(self, message: SlackMessage, name: str) -> None:
        """Take an emoji off again."""
        self._state.react(self.workspace, message, self.id, name, there=False)

    async def shares(
        self,
        *files: str,
        text: str = "",
        thread_ts: str | None = None,
        content: bytes = b"",
        told: bool = True,
    ) -> SlackMessage:
        """Send files of these names to the bot directly, with or without words."""
        shared = tuple(self._file(name, content, told=told) for name in files)
        draft = replace(self._draft(text), files=shared)
        return self._state.post(
            self.workspace, self.dm, sender=self.id, draft=draft, thread_ts=thread_ts
        )

    def _file(self, name: str, content: bytes, *, told: bool) -> SharedFile:
        number = f"F{self._state.number():09d}"
        path = f"{FILES}{self.workspace.id}-{number}/download/{quote(name)}"
        file = SharedFile(
            number, name, content=content, url=f"{self._slack.origin}{path}", told=told
        )
        self._state.shared[number] = (self.workspace, file)
        return file

    async def deletes_file(self, file: SharedFile) -> None:
        """Delete a file for everybody; the message that it came with stays."""
        del self._state.shared[file.id]

    async def commands(
        self, command: str, text: str = "", channel: Channel | str | None = None
    ) -> Outcome:
        """Run a slash command, and wait until the app has acknowledged it or failed to."""
        place = self.dm if channel is None else self._slack.find_channel(channel, self.workspace)
        payload = payloads.slash_command(
            self._slack.app,
            self.workspace,
            self.profile,
            place,
            command=command,
            text=escaped(text),
        )
        hook = self._state.hook(self.workspace, place, self.id, None)
        payload |= {"response_url": self._slack.origin + hook, "trigger_id": self._trigger()}
        outcome = await self._sent(Wire.COMMAND, payload)
        if not outcome.answer.get("text") and not outcome.answer.get("blocks"):
            return outcome
        return Outcome(outcome.delivery, self._answered(place, outcome.answer))

    async def opens_home(self, tab: str = "home") -> None:
        """Look at the app's Home tab (or its "messages" tab)."""
        event = payloads.home_opened(self.workspace, self.profile, tab=tab, ts=self._state.ts())
        self._slack.announce(self.workspace, "app_home_opened", event)

    async def taps(self, thing: Tappable, label: str, **chosen: Any) -> Outcome:  # noqa: ANN401 - raw JSON
        """Tap the button with this text or `action_id`; on other elements `chosen` is the choice.

        A select is used by `taps(message, "pick", option="fr")`, where "fr" is an option's value
        or text.

        Raises:
            NothingToTap: there is no such element, or the message is deleted.
        """
        block_id, element = find_element(thing, label)
        details = choice(element, chosen)
        remember(thing, block_id, element, details)
        tapped = payloads.action(block_id, element, details, ts=self._state.ts())
        payload = self._interaction("block_actions", thing) | {"actions": [tapped]}
        return await self._sent(Wire.INTERACTION, payload)

    async def types_in(self, thing: Tappable, label: str, words: str) -> Outcome:
        """Type into an external select; the answer holds the options offered.

        Raises:
            NothingToTap: Slack does not ask the app before more is typed (`min_query_length`).
        """
        block_id, element = find_element(thing, label)
        least = int(element.get("min_query_length", LEAST_QUERY))
        if len(words) < least:
            raise NothingToTap(f"Slack asks for options from {least} characters on")
        payload = self._interaction("block_suggestion", thing)
        # neither comes with it
        # https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload
        del payload["trigger_id"]
        payload.pop("response_url", None)
        payload |= {"action_id": element["action_id"], "block_id": block_id, "value": words}
        outcome = await self._sent(Wire.INTERACTION, payload)
        return replace(outcome, faults=tuple(offer_faults(outcome.answer)))

    async def picks(self, thing: Tappable, label: str, words: str, title: str) -> Outcome:
        """Type into an external select, and choose the option with these words in its text.

        Raises:
            NothingToTap: no such option was offered.
        """
        offered = (await self.types_in(thing, label, words)).options
        for option in offered:
            if title in option["text"]["text"]:
                return await self.taps(thing, label, selected_option=option)
        raise NothingToTap(f"no {title!r} among {[each['text']['text'] for each in offered]}")

    async def shortcut(self, callback_id: str, message: SlackMessage | None = None) -> Outcome:
        """Use a shortcut, on a message or from anywhere."""
        kind = "shortcut" if message is None else "message_action"
        payload = self._interaction(kind, message) | {"callback_id": callback_id}
        if message is not None:
            payload |= {"message_ts": message.ts, "action_ts": self._state.ts()}
        return await self._sent(Wire.INTERACTION, payload)

    async def submits(
        self, values: Mapping[str, Json | Sequence[str] | str | None] | None = None
    ) -> Outcome:
        """Send the modal in front, filled in: `action_id` or `block_id` to what is put there.

        None empties an input; one that is not named stays as it was given.

        The app's `response_action` is carried out: errors, update, push, clear; none closes it.

        Raises:
            NothingToTap: no modal is open, it has no such input, or Slack does not send it yet.
        """
        modal = self._front()
        for label, value in (values or {}).items():
            block_id, element = find_element(modal, label)
            remember(modal, block_id, element, filled_in(element, value))
        if lacking := unfinished(modal.json):
            raise NothingToTap("; ".join(lacking))
        payload = self._interaction("view_submission", modal)
        outcome = await self._sent(Wire.INTERACTION, payload | {"response_urls": []})
        faults = answer_faults(modal.json, outcome.answer) if outcome.acknowledged else []
        if outcome.acknowledged and not faults:
            self._carry_out(modal, outcome.answer)
        return replace(outcome, faults=tuple(faults))

    async def closes(self) -> Outcome | None:
        """Close the modal in front; the app hears of it only if it asked to."""
        modal = self._front()
        self.profile.modals.remove(modal)
        if not modal.json["notify_on_close"]:
            return None
        payload = self._interaction("view_closed", modal) | {"is_cleared": False}
        return await self._sent(Wire.INTERACTION, payload)

    @property
    def _state(self) -> State:
        return self._slack.state

    def _trigger(self) -> str:
        return self._slack.state.trigger(self.workspace, self.id)

    def _front(self) -> Modal:
        if self.modal is None:
            raise NothingToTap("no modal is open")
        return self.modal

    def _interaction(self, kind: str, thing: object) -> Json:
        payload = payloads.interaction(self._slack.app, self.workspace, self.profile, kind)
        payload["trigger_id"] = self._trigger()
        if isinstance(thing, Modal):
            return payload | payloads.on_view(thing)
        if isinstance(thing, SlackMessage):
            if thing.deleted or thing.ephemeral_to not in (None, self.id):
                raise NothingToTap("this person does not see that message")
            hook = self._slack.state.hook(self.workspace, thing.channel, self.id, thing)
            payload["response_url"] = self._slack.origin + hook
            return payload | payloads.on_message(thing)
        return payload

    async def _sent(self, wire: Wire, payload: Json) -> Outcome:
        delivery = self._slack.deliver(wire, payload)
        await delivery.over.wait()
        return Outcome(delivery)

    def _answered(self, place: Channel, answer: Json) -> SlackMessage:
        """A command's acknowledgement may itself be a message."""
        hidden = answer.get("response_type") != "in_channel"
        draft = Draft(text=answer.get("text"), blocks=answer.get("blocks"))
        return self._slack.state.post(
            self.workspace,
            place,
            sender=self.workspace.bot_user,
            draft=draft,
            ephemeral_to=self.id if hidden else None,
        )

    def _carry_out(self, modal: Modal, answer: Json) -> None:
        """See https://docs.slack.dev/surfaces/modals#response_actions."""
        stack, state = self.profile.modals, self._slack.state
        match answer.get("response_action"):
            case "errors":
                modal.json["errors"] = answer["errors"]
            case "clear":
                stack.clear()
            case "update":
                place = stack.index(modal)
                stack[place] = replaced(state, self.workspace, modal, answer["view"])
            case "push":
                stack.append(stored(state, self.workspace, self.id, answer["view"]))
            case _:
                stack.remove(modal)
        state.bell.ring()
