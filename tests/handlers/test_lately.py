"""What was made of the same objects is found again, and of no others."""

from bot.render import slack, telegram
from config.phrases import Phrases, Voice, Words
from handlers.lately import Lately
from handlers.messages import Entry, Reply, pack_reply, unpack_reply

ENTRY = Entry("A title", url="https://example.org", facts=("OHCHR", Words("help")))


def test_it_is_made_once_for_the_same_objects_and_anew_for_equal_ones() -> None:
    lately: Lately[object] = Lately(10)
    first, equal = ["a"], ["a"]

    made = lately.of(first, make=object)

    assert lately.of(first, make=object) is made
    assert lately.of(equal, make=object) is not made
    assert lately.of(first, make=object, how="otherwise") is not made


def test_it_holds_no_more_than_it_may() -> None:
    lately: Lately[object] = Lately(2)
    parts = [["a"], ["b"], ["c"]]
    made = [lately.of(each, make=object) for each in parts]

    assert lately.of(parts[2], make=object) is made[2]
    assert lately.of(parts[0], make=object) is not made[0]


def test_the_same_entry_is_shown_to_each_reader_in_their_language() -> None:
    phrases = Phrases()
    reply = Reply("resource-nearest", {"question": "x"}, entries=(ENTRY,))
    for render in (slack.render, telegram.render):
        english, french, again = (
            render(reply, Voice(phrases, language)) for language in ("en", "fr", "en")
        )

        assert english == again
        assert english != french


def test_a_reply_is_packed_whole_however_often_its_entries_were() -> None:
    reply = Reply("resource-nearest", {"question": "x"}, entries=(ENTRY, ENTRY))

    assert [unpack_reply(pack_reply(reply)) for _ in range(2)] == [reply, reply]
