"""How a watch is named: the words of the question, and what they are narrowed to."""

from config.phrases import Names, Words
from handlers.asking import Slot
from handlers.messages import echo
from storage.watches import Watch


def line(watch: Watch) -> Words:
    """What is watched, and how often it is told."""
    return Words(f"watch-line-{watch.rhythm}", {"what": watched(watch)})


def watched(watch: Watch) -> Words:
    """What is watched: its words, and what they are narrowed to."""
    slots = Names(tuple(Slot.unpacked(each).label for each in watch.slots))
    if not watch.slots:
        return Words("watch-about", {"question": echo(watch.text)})
    if not watch.text:
        return Words("just", {"what": slots})
    return Words("watch-about-narrowed", {"question": echo(watch.text), "slots": slots})
