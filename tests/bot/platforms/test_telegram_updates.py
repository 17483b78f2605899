"""What Telegram's updates become: fields by https://core.telegram.org/bots/api#update."""
# ruff: noqa: ANN401 - raw JSON is what is read here

from datetime import UTC, datetime
from typing import Any

from telegram import Update

from bot.platforms.telegram_updates import Itself, incoming
from config.taxonomy import Platform
from handlers.messages import Message, Said
from storage.places import Place

Json = dict[str, Any]

ITSELF = Itself(42, "the_hub_bot")
NOW = datetime(2026, 11, 23, 12, 0, 7, tzinfo=UTC)
SENT_AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
AMAL: Json = {"id": 7, "is_bot": False, "first_name": "Amal", "language_code": "ar"}
HUB: Json = {"id": 42, "is_bot": True, "first_name": "The hub", "username": "the_hub_bot"}
PRIVATE: Json = {"id": 7, "type": "private", "first_name": "Amal"}
GROUP: Json = {"id": -5, "type": "group", "title": "Working group"}
FORUM: Json = {"id": -1005, "type": "supergroup", "title": "Network", "is_forum": True}


def read(**fields: Any) -> Message | None:
    update = Update.de_json({"update_id": 900, **fields}, None)
    found = incoming(update, itself=ITSELF, now=NOW)
    return found.message if found else None


def heard(text: str | None = None, *, sender: Json = AMAL, **fields: Any) -> Message | None:
    """A message of Amal's, in private unless told otherwise; entities found as the server does."""
    message: Json = {
        "message_id": 3,
        "from": sender,
        "chat": PRIVATE,
        "date": int(SENT_AT.timestamp()),
        **fields,
    }
    if text is not None:
        message |= {"text": text}
    return read(message=message)


def entity(kind: str, text: str, part: str, **fields: Any) -> Json:
    """An entity over this part of the text, its place in UTF-16 code units."""
    before, inside = text[: text.index(part)], part
    units = [len(each.encode("utf-16-le")) // 2 for each in (before, inside)]
    return {"type": kind, "offset": units[0], "length": units[1], **fields}


def command(text: str, **fields: Any) -> Message | None:
    return heard(text, entities=[entity("bot_command", text, text.split(maxsplit=1)[0])], **fields)


def mention(text: str, name: str = "@the_hub_bot", **fields: Any) -> Message | None:
    return heard(text, entities=[entity("mention", text, name)], chat=GROUP, **fields)


def test_the_key_of_an_update_is_its_id() -> None:
    update = Update.de_json(
        {
            "update_id": 900,
            "message": {"message_id": 3, "from": AMAL, "chat": PRIVATE, "date": 0, "text": "a"},
        },
        None,
    )
    found = incoming(update, itself=ITSELF, now=NOW)

    assert found is not None
    assert found.key == "900"


def test_plain_text_in_private_is_said_with_place_time_and_language() -> None:
    message = heard("who knows about visas?")

    assert message == Message(
        place=Place(Platform.TELEGRAM, "7"),
        account="7",
        said=Said.TEXT,
        sent_at=SENT_AT,
        text="who knows about visas?",
        language="ar",
        ref="3",
        name="Amal",
    )


def test_a_command_is_a_verb_and_words() -> None:
    message = command("/Find  return and reintegration ")

    assert message is not None
    assert (message.said, message.verb) == (Said.COMMAND, "find")
    assert message.text == "return and reintegration"


def test_a_slash_inside_a_text_is_no_command() -> None:
    text = "see /find there"
    message = heard(text, entities=[entity("bot_command", text, "/find")])

    assert message is not None
    assert (message.said, message.text) == (Said.TEXT, text)


def test_start_opens_with_its_payload() -> None:
    message = command("/start link-12")

    assert message is not None
    assert (message.said, message.verb, message.text) == (Said.OPENED, "start", "link-12")


def test_unblocking_is_returning_and_not_opening_which_start_does() -> None:
    message = membership(PRIVATE, old="kicked", new="member")

    assert message is not None
    assert (message.said, message.account) == (Said.RETURNED, "7")


def membership(chat: Json, *, old: str, new: str) -> Message | None:
    change = {
        "chat": chat,
        "from": AMAL,
        "date": int(SENT_AT.timestamp()),
        "old_chat_member": {"user": HUB, "status": old, "until_date": 0},
        "new_chat_member": {"user": HUB, "status": new, "until_date": 0},
    }
    return read(my_chat_member=change)


def test_blocking_is_leaving() -> None:
    message = membership(PRIVATE, old="member", new="kicked")

    assert message is not None
    assert (message.said, message.account, message.private) == (Said.LEFT, "7", True)


def test_being_thrown_out_of_a_group_is_leaving_it() -> None:
    message = membership(GROUP, old="member", new="left")

    assert message is not None
    assert (message.said, message.place.conversation, message.private) == (Said.LEFT, "-5", False)


def test_being_added_to_a_group_says_nothing() -> None:
    assert membership(GROUP, old="left", new="member") is None


def test_a_channel_is_no_place_to_leave() -> None:
    channel: Json = {"id": -9, "type": "channel", "title": "News"}

    assert membership(channel, old="member", new="left") is None


def test_in_a_group_talk_among_others_is_not_heard() -> None:
    assert heard("lunch?", chat=GROUP) is None


def test_in_a_group_a_command_is_heard_with_others_reading() -> None:
    message = command("/find visas", chat=GROUP)

    assert message is not None
    assert (message.said, message.private) == (Said.COMMAND, False)


def test_a_command_addressed_to_the_hub_in_any_case_is_heard() -> None:
    message = command("/find@The_Hub_Bot visas", chat=GROUP)

    assert message is not None
    assert (message.verb, message.text) == ("find", "visas")


def test_a_command_for_another_bot_is_not_heard_even_as_an_answer_to_the_hub() -> None:
    assert command("/find@other_bot visas", chat=GROUP, reply_to_message=said_by(HUB)) is None


def said_by(sender: Json, **fields: Any) -> Json:
    return {"message_id": 2, "from": sender, "chat": GROUP, "date": 0, "text": "before", **fields}


def test_a_mention_is_heard_without_it() -> None:
    message = mention("@the_hub_bot: anything on visas?")

    assert message is not None
    assert message.text == "anything on visas?"
    assert not message.private


def test_a_mention_in_the_middle_leaves_no_gap() -> None:
    message = mention("could @the_hub_bot find visas?")

    assert message is not None
    assert message.text == "could find visas?"


def test_a_mention_after_emoji_is_cut_by_utf16() -> None:
    message = mention("👩‍👩‍👧 مرحبا @the_hub_bot تأشيرة")

    assert message is not None
    assert message.text == "👩‍👩‍👧 مرحبا تأشيرة"


def test_a_mention_alone_is_heard_as_nothing_said() -> None:
    message = mention("@the_hub_bot")

    assert message is not None
    assert message.text == ""


def test_a_command_after_a_mention_loses_its_slash() -> None:
    message = mention("@the_hub_bot /find visas")

    assert message is not None
    assert message.text == "find visas"


def test_another_bots_mention_is_not_heard() -> None:
    assert mention("@the_hub_bot_2 hello", "@the_hub_bot_2") is None


def test_a_mention_by_link_is_heard() -> None:
    text = "Hub, visas please"
    entities = [entity("text_mention", text, "Hub", user=HUB)]
    message = heard(text, entities=entities, chat=GROUP)

    assert message is not None
    assert message.text == "visas please"


def test_an_answer_to_the_hub_is_heard() -> None:
    message = heard("more please", chat=GROUP, reply_to_message=said_by(HUB))

    assert message is not None
    assert message.text == "more please"


def test_an_answer_to_somebody_else_is_not_heard() -> None:
    assert heard("more please", chat=GROUP, reply_to_message=said_by(AMAL)) is None


def test_a_message_in_a_topic_that_the_hub_opened_is_no_answer_to_it() -> None:
    opened = said_by(HUB, forum_topic_created={"name": "Visas", "icon_color": 0})

    assert heard("hello all", chat=FORUM, reply_to_message=opened) is None


def test_a_topic_is_the_thread() -> None:
    message = command("/find visas", chat=FORUM, message_thread_id=88, is_topic_message=True)

    assert message is not None
    assert message.place == Place(Platform.TELEGRAM, "-1005", thread="88")


def test_a_chain_of_answers_outside_a_forum_is_no_thread() -> None:
    message = command("/find visas", chat=GROUP, message_thread_id=88)

    assert message is not None
    assert message.place.thread == ""


def test_a_tap_carries_its_action_and_the_message_it_was_on() -> None:
    on = said_by(HUB, chat=FORUM, message_thread_id=88, is_topic_message=True)
    query = {"id": "q", "from": AMAL, "message": on, "chat_instance": "1", "data": "find.more 12"}
    message = read(callback_query=query)

    assert message == Message(
        place=Place(Platform.TELEGRAM, "-1005", thread="88"),
        account="7",
        said=Said.TAP,
        sent_at=NOW,
        text="find.more 12",
        about="2",
        private=False,
        language="ar",
    )


def test_a_tap_on_a_message_too_old_to_be_shown_is_heard() -> None:
    on = {"message_id": 2, "chat": PRIVATE, "date": 0}
    query = {"id": "q", "from": AMAL, "message": on, "chat_instance": "1", "data": "help"}
    message = read(callback_query=query)

    assert message is not None
    assert (message.about, message.text, message.private) == ("2", "help", True)


def test_a_tap_under_an_inline_result_belongs_nowhere() -> None:
    query = {"id": "q", "from": AMAL, "inline_message_id": "i", "chat_instance": "1", "data": "a"}

    assert read(callback_query=query) is None


def test_bots_are_not_heard() -> None:
    assert heard("hello", sender={"id": 9, "is_bot": True, "first_name": "Bot"}) is None


def test_a_group_that_speaks_as_itself_is_not_heard() -> None:
    assert command("/find visas", chat=GROUP, sender_chat=GROUP) is None


def test_a_channels_post_is_not_heard() -> None:
    channel: Json = {"id": -9, "type": "channel", "title": "News"}
    post = {"message_id": 3, "chat": channel, "date": 0, "text": "news"}

    assert read(channel_post=post) is None


def test_a_sticker_in_private_is_heard_as_nothing_said() -> None:
    sticker = {
        "file_id": "a",
        "file_unique_id": "b",
        "type": "regular",
        "width": 1,
        "height": 1,
        "is_animated": False,
        "is_video": False,
    }
    message = heard(sticker=sticker)

    assert message is not None
    assert (message.said, message.text) == (Said.TEXT, "")


def test_a_caption_is_what_was_said() -> None:
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
    message = heard(photo=photo, caption="what is this?")

    assert message is not None
    assert message.text == "what is this?"


def test_what_telegram_announces_is_not_heard() -> None:
    assert heard(pinned_message=said_by(AMAL)) is None


def test_half_a_surrogate_pair_is_replaced() -> None:
    message = heard("a\ud83db")

    assert message is not None
    assert message.text == "a\ufffdb"


def test_a_group_turned_supergroup_has_moved_whoever_did_it() -> None:
    anonymous: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    message = heard(chat=GROUP, migrate_to_chat_id=-1005, sender=anonymous)

    assert message is not None
    assert (message.said, message.text) == (Said.MOVED, "-1005")
    assert message.place.conversation == "-5"


def test_the_supergroups_own_word_of_it_says_nothing_more() -> None:
    assert heard(chat=FORUM, migrate_from_chat_id=-5) is None


# Edits, reactions, replies and files


def test_an_edit_in_private_says_what_it_edits() -> None:
    body: Json = {
        "message_id": 3,
        "from": AMAL,
        "chat": PRIVATE,
        "date": int(SENT_AT.timestamp()),
        "edit_date": int(SENT_AT.timestamp()) + 60,
        "text": "on Tuesday",
    }
    message = read(edited_message=body)

    assert message is not None
    assert (message.said, message.ref, message.text) == (Said.EDITED, "3", "on Tuesday")
    assert (message.account, message.name) == ("7", "Amal")
    assert read(edited_message={**body, "chat": GROUP}) is None


def reaction(*emoji: str, chat: Json = PRIVATE) -> Message | None:
    now = [{"type": "emoji", "emoji": each} for each in emoji]
    change: Json = {
        "chat": chat,
        "message_id": 3,
        "user": AMAL,
        "date": int(SENT_AT.timestamp()),
        "old_reaction": [],
        "new_reaction": [*now, {"type": "custom_emoji", "custom_emoji_id": "5"}],
    }
    return read(message_reaction=change)


def test_a_reaction_in_private_says_all_that_there_are() -> None:
    message = reaction("👍", "🎉")

    assert message is not None
    assert (message.said, message.verb, message.text) == (Said.REACTED, "set", "👍 🎉")
    assert message.ref == "3"
    assert reaction("👍", chat=GROUP) is None


def test_a_reply_names_what_it_answers_and_a_file_is_counted() -> None:
    answered: Json = {"message_id": 2, "from": HUB, "chat": PRIVATE, "date": 1, "text": "hi"}
    file: Json = {"file_id": "f", "file_unique_id": "u", "file_name": "plan.pdf"}
    message = heard(reply_to_message=answered, document=file, caption="here")

    assert message is not None
    assert (message.ref, message.reply_to, message.files, message.text) == ("3", "2", 1, "here")
