"""What Slack sends becomes a message, or is left alone."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.platforms.slack_events import EPHEMERAL, Us, heard, incoming
from config.taxonomy import Platform
from handlers.messages import Message, Said
from storage.places import Place, Surface

US = Us(team="T1", user="UHUB")
NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
SAID_AT = datetime.fromtimestamp(1777890000.000200, UTC)


def event(**event: object) -> dict[str, Any]:
    said = {"user": "U1", "ts": "1777890000.000200", "event_ts": "1777890000.000200"} | event
    return {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": said}


def direct(*, text: str = "hello", **more: object) -> dict[str, Any]:
    return event(type="message", channel="D1", channel_type="im", text=text, **more)


def mention(*, text: str = "<@UHUB> hello", **more: object) -> dict[str, Any]:
    return event(**{"type": "app_mention", "channel": "C1", "text": text} | more)


def command(**more: str) -> dict[str, Any]:
    said = {"command": "/hub", "text": "find returns", "trigger_id": "1.2.abc", "team_id": "T1"}
    where = {"channel_id": "C1", "user_id": "U1", "response_url": "https://hooks.slack.com/x"}
    return said | where | more


def tap(container: dict[str, Any], **more: object) -> dict[str, Any]:
    action = {"value": "find.more 1 5", "action_id": "0.0", "action_ts": "1777890000.000200"}
    who = {"user": {"id": "U1", "team_id": "T1"}, "team": {"id": "T1"}, "trigger_id": "3.4.def"}
    place = {"container": container, "response_url": "https://hooks.slack.com/y"}
    return {"type": "block_actions", "actions": [action]} | who | place | more


def only(body: dict[str, Any]) -> Message:
    (one,) = incoming(body, US, at=NOW)
    return one.message


def slack(
    conversation: str,
    *,
    thread: str = "",
    surface: Surface = Surface.CONVERSATION,
    reply_url: str = "",
) -> Place:
    return Place(
        Platform.SLACK,
        conversation,
        workspace="T1",
        thread=thread,
        surface=surface,
        reply_url=reply_url,
    )


def test_a_direct_message_is_text_in_private() -> None:
    said = Message(slack("D1"), "U1", Said.TEXT, SAID_AT, text="hello", ref="1777890000.000200")

    assert only(direct()) == said


def test_a_direct_message_in_a_thread_stays_there() -> None:
    assert only(direct(thread_ts="1.000001")).place.thread == "1.000001"


def test_a_mention_is_answered_in_a_thread_under_it() -> None:
    message = only(mention())

    assert message.place == slack("C1", thread="1777890000.000200")
    assert (message.text, message.private) == ("hello", False)


def test_a_mention_within_a_thread_stays_in_that_thread() -> None:
    assert only(mention(thread_ts="1.000001")).place.thread == "1.000001"


def test_an_events_key_is_its_event_id() -> None:
    (one,) = incoming(direct(), US, at=NOW)

    assert one.key == "Ev1"


def test_a_command_is_answered_to_its_author_only() -> None:
    reply_url = "https://hooks.slack.com/x"

    assert only(command()) == Message(
        slack("C1", surface=Surface.ONLY_YOU, reply_url=reply_url),
        "U1",
        Said.COMMAND,
        NOW,
        text="find returns",
        trigger="1.2.abc",
    )


def test_a_commands_key_is_its_trigger_which_a_redelivery_repeats() -> None:
    (one,) = incoming(command(), US, at=NOW)

    assert one.key == "command 1.2.abc"


def test_the_home_tab_being_opened_is_told() -> None:
    message = only(event(type="app_home_opened", channel="D1", tab="home"))

    assert message == Message(slack("U1", surface=Surface.HOME), "U1", Said.OPENED, SAID_AT)


def test_a_tap_carries_the_action_and_the_message_it_stood_on() -> None:
    container = {"type": "message", "message_ts": "5.000001", "channel_id": "D1"}

    assert only(tap(container)) == Message(
        slack("D1"),
        "U1",
        Said.TAP,
        SAID_AT,
        text="find.more 1 5",
        about="5.000001",
        trigger="3.4.def",
    )


def test_a_tap_in_a_channel_belongs_to_the_thread_of_its_message() -> None:
    container = {"type": "message", "message_ts": "5.000001", "channel_id": "C1"}
    message = only(tap(container))

    assert (message.place.thread, message.private) == ("5.000001", False)


def test_a_tap_on_a_message_only_one_sees_is_answered_through_its_own_address() -> None:
    container = {"type": "message", "message_ts": "5.1", "channel_id": "C1", "is_ephemeral": True}
    message = only(tap(container))

    assert message.place == slack(
        "C1", surface=Surface.ONLY_YOU, reply_url="https://hooks.slack.com/y"
    )
    assert (message.about, message.private) == (EPHEMERAL, True)


def test_a_tap_on_the_home_tab_is_answered_there() -> None:
    message = only(tap({"type": "view", "view_id": "V1"}))

    assert (message.place, message.about) == (slack("U1", surface=Surface.HOME), "V1")


def test_a_choice_in_a_menu_is_a_tap() -> None:
    chosen = {"action_id": "0.0", "selected_option": {"value": "find.set 1 language fr"}}
    container = {"type": "message", "message_ts": "5.1", "channel_id": "D1"}

    assert only(tap(container, actions=[chosen])).text == "find.set 1 language fr"


@pytest.mark.parametrize(
    "body",
    [
        direct(bot_id="BHUB"),
        direct(bot_id="BOTHER"),
        direct(user="UHUB"),
        direct(subtype="message_changed", hidden=True),
        direct(subtype="message_deleted"),
        direct(subtype="bot_message"),
        direct(subtype="channel_join"),
        mention(edited={"user": "U1", "ts": "2.0"}),
        mention(bot_id="BOTHER"),
        mention(channel="D1"),
        event(type="message", channel="C1", channel_type="channel", text="not for us"),
        event(type="app_home_opened", channel="D1", tab="messages"),
        event(type="reaction_added"),
        direct() | {"team_id": "TOTHER"},
        command(team_id="TOTHER"),
        tap({"type": "message", "message_ts": "5.1", "channel_id": "D1"}, actions=[{"url": "x"}]),
        {"type": "view_submission", "team": {"id": "T1"}},
        {"type": "event_callback", "team_id": "T1", "event_id": "Ev1"},
        {"type": "event_callback", "team_id": "T1", "event": None},
        {"team_id": "T1"},
        {},
    ],
)
def test_what_nobody_said_to_the_hub_is_left_alone(body: dict[str, Any]) -> None:
    assert incoming(body, US, at=NOW) == ()


def test_in_a_channel_shared_between_organisations_the_hubs_own_authorisation_counts() -> None:
    shared = mention() | {"team_id": "TOTHER", "authorizations": [{"team_id": "T1"}]}

    assert only(shared).place.workspace == "T1"


def test_a_message_with_a_file_is_its_text() -> None:
    assert only(direct(subtype="file_share")).text == "hello"


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("returns &amp; reintegration &lt;3", "returns & reintegration <3"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("see <https://un.org/a?b=1&amp;c=2>", "see https://un.org/a?b=1&c=2"),
        ("see <http://un.org|un.org>", "see un.org"),
        ("<@UHUB|hub> ask <@U2>", "ask @U2"),
        ("<!everyone> in <#C1|general>", "@everyone in #general"),
        ("<!subteam^S1|@leads>", "@leads"),
        ("1 < 2 > 0", "1 < 2 > 0"),
        ("a\x00b\ud800\u202ec", "ab\ufffdc"),
        ("", ""),
    ],
)
def test_slacks_markup_is_read_as_it_was_typed(sent: str, typed: str) -> None:
    assert heard(sent, US) == typed


def rich(*elements: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": "rich_text", "elements": list(elements)}]


def section(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": list(elements)}


def run(text: str, **style: bool) -> dict[str, Any]:
    return {"type": "text", "text": text} | ({"style": style} if style else {})


def test_what_is_formatted_is_read_without_the_signs_and_what_was_typed_with_them() -> None:
    bold, code, typed = run("by Monday", bold=True), run("a_b", code=True), run(", not *this* <b>")
    text = "please *by Monday* `a_b`, not *this* &lt;b&gt;"
    blocks = rich(section(run("please "), bold, run(" "), code, typed))
    now = {**EDITED, "text": text, "blocks": blocks}

    read = [only(direct(text=text, blocks=blocks)), only(changed(now, AS_IT_WAS))]

    assert [each.text for each in read] == ["please by Monday a_b, not *this* <b>"] * 2


def test_lists_quotes_mentions_and_links_are_read_from_what_was_formatted() -> None:
    who = [{"type": "user", "user_id": "UHUB"}, {"type": "user", "user_id": "U2"}]
    link = {"type": "link", "url": "https://un.org", "text": "here"}
    style = {"type": "rich_text_list", "style": "ordered", "indent": 0}
    blocks = rich(
        section(who[0], run(" ask "), who[1], run(":\n")),
        {**style, "elements": [section(run("one")), section(link)]},
        {"type": "rich_text_quote", "elements": [run("said\ntwice")]},
        {"type": "rich_text_preformatted", "elements": [run("x = 1")]},
    )

    read = only(direct(text="...", blocks=blocks)).text

    assert read == "ask @U2:\n1. one\n2. here (https://un.org)\n> said\n> twice\nx = 1"


def test_blocks_of_another_kind_leave_slacks_own_text() -> None:
    for blocks in ([{"type": "image"}], rich({"type": "rich_text_new"}), rich(section({}))):
        assert only(direct(text="as &lt; sent", blocks=blocks)).text == "as < sent"


# Edits, deletions, reactions and files


def changed(now: dict[str, Any], before: dict[str, Any], **more: object) -> dict[str, Any]:
    """An event about a message, as Slack brings it: the author stands in the message."""
    about = {"type": "message", "subtype": "message_changed", "hidden": True, "user": None}
    where = {"channel": "D1", "channel_type": "im", "message": now, "previous_message": before}
    return event(**(about | where | more))


AS_IT_WAS = {
    "type": "message",
    "user": "U1",
    "text": "on Monday",
    "ts": "17.1",
    "thread_ts": "16.9",
}
EDITED = {**AS_IT_WAS, "text": "on Tuesday", "edited": {"user": "U1", "ts": "17.2"}}


def test_an_edit_says_what_it_edits_and_whose_it_is() -> None:
    message = only(changed(EDITED, AS_IT_WAS))

    assert (message.said, message.ref, message.text) == (Said.EDITED, "17.1", "on Tuesday")
    assert (message.account, message.place) == ("U1", slack("D1", thread="16.9"))


def test_a_deletion_is_told_with_what_is_gone() -> None:
    gone = event(
        type="message",
        subtype="message_deleted",
        channel="D1",
        user=None,
        deleted_ts="17.1",
        previous_message=AS_IT_WAS,
    )
    tombstone = {"type": "message", "subtype": "tombstone", "user": "USLACKBOT", "ts": "17.1"}

    for body in (gone, changed(tombstone, AS_IT_WAS)):
        message = only(body)
        assert (message.said, message.ref, message.account) == (Said.DELETED, "17.1", "U1")


@pytest.mark.parametrize(
    "body",
    [
        changed({**AS_IT_WAS, "attachments": []}, AS_IT_WAS),
        changed({**EDITED, "bot_id": "B1"}, AS_IT_WAS),
        changed({**EDITED, "user": "UHUB"}, AS_IT_WAS),
        changed(EDITED, AS_IT_WAS, channel="C1"),
        event(type="reaction_added", reaction="party_parrot", item={"type": "message"}),
        event(
            type="reaction_added",
            reaction="+1",
            item={"type": "message", "channel": "C1", "ts": "17.1"},
        ),
    ],
    ids=["unfurled", "a bot's", "our own", "in a channel", "unknown emoji", "in a channel too"],
)
def test_what_is_no_edit_or_not_in_private_is_left_alone(body: dict[str, Any]) -> None:
    assert incoming(body, US, at=NOW) == ()


def test_a_reaction_has_the_same_emoji_in_every_skin() -> None:
    item = {"type": "message", "channel": "D1", "ts": "17.1"}
    added = only(event(type="reaction_added", reaction="+1::skin-tone-3", item=item))
    removed = only(event(type="reaction_removed", reaction="+1", item=item))

    assert (added.said, added.verb, added.text, added.ref) == (Said.REACTED, "add", "👍", "17.1")
    assert (removed.verb, removed.text) == ("drop", "👍")


def test_files_are_counted() -> None:
    message = only(direct(text="", subtype="file_share", files=[{"id": "F1"}, {"id": "F2"}]))

    assert (message.files, message.text, message.ref) == (2, "", "1777890000.000200")
