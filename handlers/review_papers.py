"""A published review as a file in chat: PDF, Word or plain text."""

from collections.abc import Callable, Mapping

from config.phrases import Voice, Words
from handlers import papers, review_docx, review_notices, review_pdf, review_results
from handlers.messages import Enclosure, File
from handlers.papers import Paper
from storage.cycles import CONCLUDED, Cycle
from storage.errors import NotFound
from storage.store import Store

MAKER = "review"
"""What its enclosures bear; their subject is a review's number and what the file ends in."""
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


def draw(store: Store, subject: str, voice: Voice) -> Callable[[], File]:
    """See bot/enclosures.py; nothing of a review comes out before it is published."""
    number, ending = subject.split(" ")
    cycle = store.cycles.peek(int(number))
    review = review_results.result(cycle)
    if cycle.state not in CONCLUDED or review is None:
        raise NotFound(f"a published review {number}")
    paper = Paper(review_results.form(store), review, voice.say, voice.language)
    title = voice.say(Words("review-paper-title", {"review": review_notices.title(store, cycle)}))
    name = "-".join(f"{cycle.group_id} {cycle.quarter} review".split())

    def make() -> File:
        return File(f"{name}.{ending}", title, WRITERS[ending](paper))

    return make
