"""A published review as a file in chat: PDF, Word or plain text."""

import re
from collections.abc import Callable, Mapping

from config.network_files.records import Review
from config.phrases import Voice, Words
from handlers import papers, review_docx, review_notices, review_pdf, review_results
from handlers.messages import Enclosure, File
from handlers.papers import Paper
from storage.cycles import CONCLUDED, Cycle
from storage.errors import NotFound
from storage.store import Store

MAKER = "review"
"""What its enclosures bear; their subject is a review's number and what the file ends in."""
ON_RECORD = "r"
"""Before the number of a review of before the hub."""
PDF, DOCX, MARKDOWN = "pdf", "docx", "md"


def _markdown(paper: Paper) -> bytes:
    return papers.markdown(paper).encode()


WRITERS: Mapping[str, Callable[[Paper], bytes]] = {
    PDF: review_pdf.write,
    DOCX: review_docx.write,
    MARKDOWN: _markdown,
}
"""What writes a file that ends so."""


def enclosed(cycle: Cycle, ending: str) -> Enclosure:
    """The document about a review, as it is published.

    Raises:
        ValueError: no kind of document that is written.
    """
    if ending not in WRITERS:
        raise ValueError(ending)
    return Enclosure(MAKER, f"{cycle.id} {ending}")


def enclosed_record(number: int, ending: str) -> Enclosure:
    """The document about a review of before, by its number among those on record."""
    return Enclosure(MAKER, f"{ON_RECORD}{number} {ending}")


def draw(store: Store, subject: str, voice: Voice) -> Callable[[], File]:
    """See bot/enclosures.py; nothing of a review comes out before it is published."""
    number, ending = subject.split(" ")
    if number.startswith(ON_RECORD):
        recorded = store.reviews.numbered(int(number.removeprefix(ON_RECORD)))
        said = f"{recorded.working_group} {recorded.title}, {recorded.reference}"
        title = voice.say(Words("review-paper-title", {"review": said}))
        return _making(store, recorded, title, ending, voice)
    cycle = store.cycles.peek(int(number))
    review = review_results.result(cycle)
    if cycle.state not in CONCLUDED or review is None:
        raise NotFound(f"a published review {number}")
    title = voice.say(Words("review-paper-title", {"review": review_notices.title(store, cycle)}))
    return _making(store, review, title, ending, voice)


def _making(
    store: Store, review: Review, title: str, ending: str, voice: Voice
) -> Callable[[], File]:
    paper = Paper(review_results.form(store), review, voice.say, voice.language)
    name = "-".join(re.findall(r"[\w.]+(?:-\w+)*", f"{review.id} review"))

    def make() -> File:
        return File(f"{name}.{ending}", title, WRITERS[ending](paper))

    return make
