"""Records at the shell: brought in, written out, looked up, indexed, their links asked."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress, TaskID

from bot import assembly, upkeep
from bot.headway import bars, headway
from bot.shell.console import AsJson, Limit, at_least_one, opened, ready, say, warn
from bot.understood import Verb
from config import thesaurus_file
from config.network_files.faults import BadFolder, Fault
from config.settings import SettingError, Settings
from handlers.network import ImportResult
from storage.links import LinkStatus

MOST_NOTES = 20
"""Notes of an import that are shown; they do no harm."""

Words = Annotated[list[str] | None, typer.Argument(help="What to look for, in your own words.")]
Batch = Annotated[
    Path | None,
    typer.Option(
        exists=True,
        dir_okay=False,
        help='A file of {"id", "query"} lines; prints {"id", "results": [{"id", "score"}]} lines.',
    ),
]


def import_(
    folder: Annotated[Path, typer.Argument(help="A folder of YAML, JSONL or CSV files, or one.")],
    *,
    yes: Annotated[
        bool, typer.Option("--yes", help="Retire records even if they are most of their kind.")
    ] = False,
) -> None:
    """Bring records in: new, changed and dropped ones.

    The whole folder is checked first; with a fault in it nothing is written.
    """
    notes: list[Fault] = []
    with opened(Settings.load()) as (database, search), bars(warn) as progress:
        upkeep.migrated(database)
        result = upkeep.import_folder(
            folder,
            database,
            at=assembly.now(),
            progress=_bars(progress),
            note=notes.append,
            may_retire_most=yes,
        )
        indexing = progress.add_task("search index", total=None)
        search.follow()
        progress.update(indexing, total=1, completed=1)
    _tell_imported(result, notes)


def export(
    folder: Annotated[Path, typer.Argument(help="Where to write; made if it is not there.")],
) -> None:
    """Write every record in use as a network folder.

    In the format that `hub import` reads.
    """
    with ready() as (settings, database, _search):
        written = upkeep.export_folder(folder, database, network_folder=settings.network)
    for kind, count in written.items():
        say.print(f"{kind}: {upkeep.counted(count, 'record')}")


def skos(
    file: Annotated[Path, typer.Argument(help="An RDF/XML file.")],
    *,
    read: Annotated[
        bool, typer.Option("--read", help="Print FILE as a thesaurus.yaml instead.")
    ] = False,
) -> None:
    """Write the thesaurus as SKOS, or read one."""
    from config import skos as exchange  # noqa: PLC0415  # `hub run` needs no XML

    try:
        if read:
            print(thesaurus_file.write(exchange.read(file)), end="")  # noqa: T201
            return
        contents = thesaurus_file.read(Settings.load().network / upkeep.THESAURUS)
    except BadFolder as bad:
        raise SettingError(str(file), str(bad), "Nothing was written.") from bad
    file.write_bytes(exchange.write(contents))
    say.print(f"{upkeep.counted(len(contents.concepts), 'concept')} written to {file}")


def find(
    words: Words = None, *, as_json: AsJson = False, batch: Batch = None, limit: Limit = 5
) -> None:
    """Look for something to read, as the chat does."""
    _look(Verb.FIND, words, batch=batch, limit=limit, as_json=as_json)


def who(
    words: Words = None, *, as_json: AsJson = False, batch: Batch = None, limit: Limit = 5
) -> None:
    """Look for people who know, as the chat does."""
    _look(Verb.WHO, words, batch=batch, limit=limit, as_json=as_json)


def reindex() -> None:
    """Build the search index anew.

    From the database; the old one answers until then.
    """
    with ready() as (*_, search), bars(warn) as progress:
        task = progress.add_task("search index", total=None)
        search.reindex(lambda done, whole: progress.update(task, completed=done, total=whole))


def check_links(
    limit: Annotated[
        int | None,
        typer.Option(parser=at_least_one, metavar="NUMBER", help="At most so many addresses."),
    ] = None,
) -> None:
    """Ask the addresses of records whether they still answer.

    One a second of each host. What fails on three different days is shown as stale. A round that
    is stopped goes on where it was.
    """
    from bot import links  # noqa: PLC0415  # `hub run` asks no addresses

    with ready() as (_, database, search), bars(warn) as progress:
        task = progress.add_task("links", total=None)
        checked = links.check_links(
            database,
            at=assembly.now(),
            limit=limit,
            progress=lambda done, whole: progress.update(task, completed=done, total=whole),
        )
        search.follow()
    if checked.offline:
        warn.print("Nothing could be reached: is this machine online? Nothing was noted.")
        raise typer.Exit(1)
    _tell_checked(checked.counts, checked.waiting)


def _look(
    verb: Verb, words: list[str] | None, *, batch: Path | None, limit: int, as_json: bool
) -> None:
    if not words and batch is None:
        raise typer.BadParameter("say what to look for, or give --batch FILE")
    if words and batch is not None:
        raise typer.BadParameter("give words or --batch FILE, not both")
    from bot import lookup  # noqa: PLC0415  # `hub run` looks up by itself

    with ready() as (settings, database, search):
        looking = lookup.Looking(database, assembly.router(settings, database), verb)
        if batch is not None:
            asked = lookup.questions(batch)
            with headway("meanings of records", warn) as advance:
                looking.read_for(asked, search, advance)
            for line in looking.batch(asked, limit=limit):
                print(line)  # noqa: T201  # machine-readable
            return
        found = looking.one(" ".join(words or ()), limit=limit)
        if as_json:
            print(json.dumps(found, ensure_ascii=False, indent=2))  # noqa: T201
        else:
            lookup.show(found, say)


def _bars(progress: Progress) -> upkeep.Advance:
    """A bar for each kind of records, from the first word of it."""
    tasks: dict[str, TaskID] = {}

    def heard(kind: str, done: int, whole: int) -> None:
        if kind not in tasks:
            tasks[kind] = progress.add_task(kind, total=whole)
        progress.update(tasks[kind], completed=done)

    return heard


def _tell_checked(counts: Mapping[LinkStatus, int], waiting: int) -> None:
    checked = sum(counts.values())
    if not checked and not waiting:
        say.print("Every address was asked today already.")
        return
    say.print(
        f"{checked} asked: {counts.get(LinkStatus.ANSWERS, 0)} answer,"
        f" {counts.get(LinkStatus.FAILS, 0)} fail,"
        f" {counts.get(LinkStatus.UNKNOWN, 0)} will not say"
    )
    if waiting:
        say.print(f"{waiting} still to ask: run it again.")


def _tell_imported(result: ImportResult, notes: list[Fault]) -> None:
    for each in notes[:MOST_NOTES]:
        warn.print(f"note: {each}", soft_wrap=True, markup=False)
    if len(notes) > MOST_NOTES:
        warn.print(f"and {upkeep.counted(len(notes) - MOST_NOTES, 'more note')}")
    for kind, counts in result.counts.items():
        say.print(
            f"{kind.value}: {counts.added} added, {counts.updated} updated,"
            f" {counts.retired} retired, {counts.unchanged} unchanged"
        )
