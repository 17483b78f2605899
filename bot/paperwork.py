"""Reviews as documents at the shell: written as Markdown, DOCX or PDF, and read back."""

from pathlib import Path

from config.network_files.records import Review
from config.phrases import Phrases, Words
from config.settings import SettingError
from handlers import papers, review_docx, review_results
from handlers.papers import Paper
from handlers.review_docx import Unreadable
from handlers.review_papers import WRITERS
from storage.database import Database
from storage.errors import NotFound
from storage.store import Store


def export(
    database: Database, group: str, file: Path, *, quarter: str = "", language: str = "en"
) -> Review:
    """Write a group's review to a file: the latest, or that of a quarter or a reference.

    Raises:
        SettingError: there is none, or the file ends in something else.
    """
    write = WRITERS.get(file.suffix.lower().removeprefix("."))
    if write is None:
        endings = " or ".join(f".{each}" for each in WRITERS)
        problem = "This is no kind of document that the hub writes."
        raise SettingError(str(file), problem, f"Let it end in {endings}.")
    phrases = Phrases()

    def say(words: Words) -> str:
        return phrases.say(words, language=language)

    paper = database.read_now(lambda store: _paper(store, group, quarter, say, language))
    file.write_bytes(write(paper))
    return paper.review


def read(file: Path) -> Review:
    """The review in a DOCX file that was exported, and perhaps changed since.

    Raises:
        SettingError: it has not the layout of the form.
    """
    try:
        return review_docx.read(file.read_bytes())
    except Unreadable as error:
        problem = f"This does not have the layout of the form ({error})."
        raise SettingError(str(file), problem, "Export one with `hub review export`.") from error


def _paper(store: Store, group: str, quarter: str, say: papers.Say, language: str) -> Paper:
    try:
        group_id = store.groups.get(group).id
    except NotFound:
        ids = ", ".join(sorted(store.groups.ids())[:10])
        raise SettingError(group, "There is no such group.", f"Among others: {ids}.") from None
    found = review_results.concluded(store, group_id)
    wanted = [each for each in found if not quarter or quarter in {each.id, each.reference}]
    wanted += [each for each in found if quarter and each.id == f"{group_id} {quarter}"]
    if not wanted:
        known = ", ".join(each.id for each in found) or "none yet"
        raise SettingError(group, "There is no such review.", f"Published or on record: {known}.")
    return Paper(review_results.form(store), wanted[0], say, language)
