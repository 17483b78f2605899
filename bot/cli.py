"""What an operator types: run, demo, chat, import, export, find, who, doctor and the rest."""

import asyncio
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.progress import Progress, TaskID

from bot import assembly, logs, upkeep
from bot.headway import bars, headway
from bot.remedies import told
from bot.understood import Verb
from config import thesaurus_file
from config.network_files.faults import BadFolder, Fault
from config.settings import SettingError, Settings
from config.taxonomy import Platform, Standing
from handlers.network import ImportResult
from storage.database import Database
from storage.links import LinkStatus
from storage.roles import Role
from storage.search.engine import Search

app = typer.Typer(
    name="hub",
    help="The connection hub: find, match and introduce, in Slack, Telegram and a terminal.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)
Kind = TypeVar("Kind", bound=StrEnum)

MOST_NOTES = 20
"""Notes of an import that are shown; they do no harm."""
MOST_RESULTS = 1000

say = Console(highlight=False)
warn = Console(stderr=True, highlight=False)


def _limit(typed: str | int) -> int:
    """How many results are asked for."""
    if not (str(typed).isascii() and str(typed).isdigit() and 1 <= int(typed) <= MOST_RESULTS):
        raise typer.BadParameter(f"'{typed}' is not a number from 1 to {MOST_RESULTS}.")
    return int(typed)


def _at_least_one(typed: str | int) -> int:
    if not (str(typed).isascii() and str(typed).isdigit() and int(typed)):
        raise typer.BadParameter(f"'{typed}' is not a number of at least 1.")
    return int(typed)


def _one_of(known: type[Kind]) -> Callable[[str], Kind]:
    """Reads one of a few words."""

    def read(typed: str) -> Kind:
        if typed.lower() not in set(known):
            raise typer.BadParameter(f"'{typed}' is none of {', '.join(known)}.")
        return known(typed.lower())

    return read


workplan = typer.Typer(
    help="A working group's workplan as a table, CSV or XLSX.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(workplan, name="workplan")

review = typer.Typer(
    help="A working group's quarterly review as a document.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(review, name="review")

cases = typer.Typer(
    help="Requests, as the secretariat works on them: what waits, one case, why not X.",
    invoke_without_command=True,
    rich_markup_mode=None,
)
app.add_typer(cases, name="cases")

GroupName = Annotated[str, typer.Argument(help="The working group, such as 'CWG 2.1'.")]
TableFile = Annotated[Path, typer.Argument(help="A file that ends in .csv or .xlsx.")]
Words = Annotated[list[str] | None, typer.Argument(help="What to look for, in your own words.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
CaseNumber = Annotated[int, typer.Argument(min=1, help="The request's number.")]
Limit = Annotated[int, typer.Option(parser=_limit, metavar="NUMBER", help="How many results.")]
Batch = Annotated[
    Path | None,
    typer.Option(
        exists=True,
        dir_okay=False,
        help='A file of {"id", "query"} lines; prints {"id", "results": [{"id", "score"}]} lines.',
    ),
]


def main() -> None:
    """Every command."""
    told(app)


@app.command()
def run() -> None:
    """Run the service until it is stopped.

    On every platform that is set up.
    """
    from bot.__main__ import run as serve  # noqa: PLC0415  # platforms' libraries load slowly

    serve(Settings.load())


@app.command()
def chat(
    role: Annotated[
        str, typer.Option("--as", help="Who you are: guest, official, member or secretariat.")
    ] = Standing.GUEST,
    language: Annotated[str, typer.Option(help="Your language, as a platform would tell it.")] = "",
) -> None:
    """Talk with the hub in this terminal, as on any platform."""
    if role not in set(Standing):
        raise typer.BadParameter(f"choose one of {', '.join(Standing)}", param_hint="--as")
    from bot.terminal import converse  # noqa: PLC0415  # loads what only a conversation needs

    with _database() as (settings, database, search):
        log_file = settings.index_folder.with_suffix(".log")
        with log_file.open("a", encoding="utf-8") as log:
            logs.set_up(settings.log_level, to=log)
            asyncio.run(
                converse(settings, database, search, standing=Standing(role), language=language)
            )


@app.command()
def demo(
    *,
    terminal: Annotated[
        bool, typer.Option("--terminal", help="A conversation in this terminal instead.")
    ] = False,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port on 127.0.0.1; 0 takes a free one.")
    ] = 0,
) -> None:
    """Try it: a Slack and a Telegram on one page.

    With the sample network, people to be and a clock to turn. Prints the address of the page; all
    of it is on this machine, and gone when it ends.
    """
    if not terminal:
        from bot.demo.serve import run as show  # noqa: PLC0415  # platforms' libraries load slowly

        show(port=port, say=lambda address: say.print(f"Open {address}  (Ctrl-C ends the demo)"))
        return
    settings = Settings.load()
    with bars(warn) as progress:
        task = progress.add_task("sample network", total=None)
        with _database(settings):
            progress.update(task, total=1, completed=1)
    chat(Standing.MEMBER)


@app.command("import")
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
    with _opened(Settings.load()) as (database, search), bars(warn) as progress:
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


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="Where to write; made if it is not there.")],
) -> None:
    """Write every record in use as a network folder.

    In the format that `hub import` reads.
    """
    with _database() as (settings, database, _search):
        written = upkeep.export_folder(folder, database, network_folder=settings.network)
    for kind, count in written.items():
        say.print(f"{kind}: {upkeep.counted(count, 'record')}")


@app.command()
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


@app.command()
def find(
    words: Words = None, *, as_json: AsJson = False, batch: Batch = None, limit: Limit = 5
) -> None:
    """Look for something to read, as the chat does."""
    _look(Verb.FIND, words, batch=batch, limit=limit, as_json=as_json)


@app.command()
def who(
    words: Words = None, *, as_json: AsJson = False, batch: Batch = None, limit: Limit = 5
) -> None:
    """Look for people who know, as the chat does."""
    _look(Verb.WHO, words, batch=batch, limit=limit, as_json=as_json)


@app.command()
def migrate() -> None:
    """Bring the tables up to this version.

    Nothing is imported.
    """
    with _opened(Settings.load()) as (database, _search):
        before, after = upkeep.migrated(database)
    if before == after:
        say.print(f"Nothing to do: the tables are at {after}.")
    else:
        say.print(f"Tables brought from {before or 'nothing'} to {after}.")


@app.command()
def reindex() -> None:
    """Build the search index anew.

    From the database; the old one answers until then.
    """
    with _database() as (*_, search), bars(warn) as progress:
        task = progress.add_task("search index", total=None)
        search.reindex(lambda done, whole: progress.update(task, completed=done, total=whole))


@app.command("check-links")
def check_links(
    limit: Annotated[
        int | None,
        typer.Option(parser=_at_least_one, metavar="NUMBER", help="At most so many addresses."),
    ] = None,
) -> None:
    """Ask the addresses of records whether they still answer.

    One a second of each host. What fails on three different days is shown as stale. A round that
    is stopped goes on where it was.
    """
    from bot import links  # noqa: PLC0415  # `hub run` asks no addresses

    with _database() as (_, database, search), bars(warn) as progress:
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


@review.command("export")
def export_review(
    group: GroupName,
    file: Annotated[Path, typer.Argument(help="A file that ends in .pdf, .docx or .md.")],
    quarter: Annotated[
        str, typer.Option(help="Such as 2026-Q4, or a reference; else the latest.")
    ] = "",
    language: Annotated[str, typer.Option(help="en or fr: the language of the labels.")] = "en",
) -> None:
    """Write a published review, or one on record, with the layout of the form."""
    from bot import paperwork  # noqa: PLC0415  # only documents need what it loads

    with _database() as (_, database, _search):
        found = paperwork.export(database, group, file, quarter=quarter, language=language)
    say.print(f"{found.id} written to {file}.", markup=False, soft_wrap=True)


@review.command("read")
def read_review(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A .docx file.")],
) -> None:
    """Print the review in a DOCX file as a JSON object.

    With the fields of reviews.yaml.
    """
    from dataclasses import asdict  # noqa: PLC0415  # the same

    from bot import paperwork  # noqa: PLC0415  # the same

    print(json.dumps(asdict(paperwork.read(file)), ensure_ascii=False, indent=2))  # noqa: T201


@cases.callback()
def list_cases(context: typer.Context, *, as_json: AsJson = False) -> None:
    """List the requests that wait for something, the oldest first."""
    if context.invoked_subcommand is not None:
        return
    from bot import casebook  # noqa: PLC0415  # only cases need what it loads

    with _database() as (_, database, _search):
        found = casebook.cases(database)
    _show(found, casebook.lines_of(found) if found else ["No request waits."], as_json=as_json)


@cases.command("show")
def show_case(number: CaseNumber, *, as_json: AsJson = False) -> None:
    """Show one case.

    What is needed, each step, what was found for it, who was asked. Never who asked for it.
    """
    from bot import casebook  # noqa: PLC0415  # the same

    with _database() as (_, database, _search):
        found = casebook.case(database, number)
    _show(found, casebook.lines(found), as_json=as_json)


@cases.command("why-not")
def why_not_case(
    number: CaseNumber,
    who: Annotated[list[str], typer.Argument(help="A role, an organisation or a name.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Say by which rule somebody is not asked for a request."""
    from bot import casebook  # noqa: PLC0415  # the same

    with _database() as (_, database, _search):
        found = casebook.why_not(database, number, " ".join(who), at=assembly.now())
    _show(found, (f"{each['expert']}: {each['why']}" for each in found), as_json=as_json)


def _show(found: object, lines: Iterable[str], *, as_json: bool) -> None:
    """As JSON for programs, as lines for people."""
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=2))  # noqa: T201
        return
    for line in lines:
        say.print(line, markup=False, soft_wrap=True)


@app.command("doctor")
def doctor_() -> None:
    """Say what is wrong or waiting, and what to do.

    And what each setting is for. Exit code 1 when there is something to do.
    """
    from bot import doctor  # noqa: PLC0415  # loads what asks the platforms

    findings = doctor.examine()
    for each in findings:
        mark = "[green]ok[/]  " if each.ok else "[bold red]look[/]"
        say.print(f"{mark} {each.about}: {each.found}", soft_wrap=True)
        if each.what_to_do:
            say.print(f"       {each.what_to_do}", soft_wrap=True)
    say.print("\n[bold]Settings[/] (environment, or a file named .env)")
    for line in doctor.explained():
        say.print(line, soft_wrap=True)
    if not all(each.ok for each in findings):
        raise typer.Exit(1)


@app.command("slack-manifest")
def slack_manifest() -> None:
    """Print the Slack app, to paste.

    At api.slack.com/apps, "From a manifest"; it asks for the least scopes that work.
    """
    from bot.platforms.slack_manifest import manifest  # noqa: PLC0415  # loads what Slack needs

    settings = Settings.load()
    by_socket = settings.slack_app_token is not None or settings.public_url is None
    print(json.dumps(manifest(settings.public_url, socket_mode=by_socket), indent=2))  # noqa: T201


@app.command()
def standing(
    platform: Annotated[
        Platform, typer.Argument(parser=_one_of(Platform), help="slack, telegram or console.")
    ],
    account: Annotated[
        str, typer.Argument(help="Their user id there, or WORKSPACE/USER on Slack.")
    ],
    standing: Annotated[
        Standing,
        typer.Argument(parser=_one_of(Standing), help="guest, official, member or secretariat."),
    ],
    organisation: Annotated[str, typer.Option(help="The id of their organisation.")] = "",
) -> None:
    """Say what somebody is to the network.

    It decides what they may see.
    """
    with _database() as (_, database, _search):
        upkeep.set_standing(database, platform, account, standing, organisation=organisation)
    say.print(f"{account} is {standing.value} now.")


@app.command()
def role(
    platform: Annotated[
        Platform, typer.Argument(parser=_one_of(Platform), help="slack, telegram or console.")
    ],
    account: Annotated[
        str, typer.Argument(help="Their user id there, or WORKSPACE/USER on Slack.")
    ],
    group: Annotated[str, typer.Argument(help="The working group, such as 'CWG 2.1'.")],
    role: Annotated[
        Role,
        typer.Argument(
            parser=_one_of(Role), help="lead, co_lead, member, reviewer, chair or secretary."
        ),
    ],
    *,
    off: Annotated[bool, typer.Option("--off", help="They are this no more.")] = False,
) -> None:
    """Say what somebody is to a working group.

    Leads keep its workplan and decide who joins.
    """
    with _database() as (_, database, _search):
        upkeep.set_role(database, platform, account, group, role, at=assembly.now(), off=off)
    what = "is not" if off else "is"
    say.print(f"{account} {what} {role.value} of {group} now.", markup=False)


@workplan.command("export")
def export_workplan(group: GroupName, file: TableFile) -> None:
    """Write a workplan as a table that a person can fill in: .csv or .xlsx."""
    with _database() as (_, database, _search):
        count = upkeep.export_workplan(database, group, file)
    say.print(
        f"{upkeep.counted(count, 'deliverable')} written to {file}.", markup=False, soft_wrap=True
    )


@workplan.command("import")
def import_workplan(
    group: GroupName,
    file: TableFile,
    *,
    yes: Annotated[
        bool, typer.Option("--yes", help="Add references that look like known ones, too.")
    ] = False,
) -> None:
    """Take a table into a workplan, all or nothing.

    Rows without a reference are new, others change what has it; what the table lacks stays.
    """
    with _database() as (_, database, _search):
        done = upkeep.import_workplan(database, group, file, at=assembly.now(), sure=yes)
    counts = f"{len(done.new)} added, {done.changed} changed, {done.unchanged} as they were."
    new = f" New: {', '.join(done.new)}." if done.new else ""
    say.print(counts + new, markup=False, soft_wrap=True)


@app.command()
def accounts(
    platform: Annotated[
        Platform | None, typer.Argument(parser=_one_of(Platform), help="One platform alone.")
    ] = None,
    *,
    limit: Limit = 50,
) -> None:
    """List whom the hub has met, the latest first."""
    with _opened(Settings.load()) as (database, _search):
        found = upkeep.accounts(database, platform, limit=limit)
    if not found:
        say.print("Nobody has written to the hub yet.")
    for each in found:
        since = f"wrote last on {each.last_seen_on}"
        facts = [each.platform, each.account, each.standing, each.organisation, since]
        say.print("  ".join(filter(None, facts)), markup=False, soft_wrap=True)


@app.command()
def retry() -> None:
    """Try again what failed, after a fix.

    What a handler failed on, and what could not be delivered.
    """
    with _database() as (_, database, _search):
        at = assembly.now()
        messages = database.run_now(lambda store: store.inbox.retry_failed())
        letters = database.run_now(lambda store: store.outbox.retry_failed(at=at))
    waiting = f"{upkeep.counted(messages, 'message')} and {upkeep.counted(letters, 'letter')}"
    say.print(f"For `hub run` to take up again: {waiting}.")


def _look(
    verb: Verb, words: list[str] | None, *, batch: Path | None, limit: int, as_json: bool
) -> None:
    if not words and batch is None:
        raise typer.BadParameter("say what to look for, or give --batch FILE")
    if words and batch is not None:
        raise typer.BadParameter("give words or --batch FILE, not both")
    from bot import lookup  # noqa: PLC0415  # `hub run` looks up by itself

    with _database() as (settings, database, search):
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


@contextmanager
def _database(
    settings: Settings | None = None,
) -> Iterator[tuple[Settings, Database, Search]]:
    """The database, brought up to date, with a complete index."""
    settings = settings or Settings.load()
    with _opened(settings, patient=True) as (database, search):
        upkeep.prepare(settings, database, at=assembly.now())
        yield settings, database, search


@contextmanager
def _opened(settings: Settings, *, patient: bool = False) -> Iterator[tuple[Database, Search]]:
    """The database as it stands, closed afterwards whatever happens."""
    database, search = assembly.open_database(settings, patient=patient)
    try:
        yield database, search
    finally:
        search.close()
        database.close()


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
