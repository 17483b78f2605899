"""The work of groups at the shell: workplans as tables, reviews as documents, requests as cases."""

import json
from pathlib import Path
from typing import Annotated

import typer

from bot import assembly, upkeep
from bot.shell.console import AsJson, GroupName, ready, say, show

workplan = typer.Typer(
    help="A working group's workplan as a table, CSV or XLSX.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
review = typer.Typer(
    help="A working group's quarterly review as a document.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
cases = typer.Typer(
    help="Requests, as the secretariat works on them: what waits, one case, why not X.",
    invoke_without_command=True,
    rich_markup_mode=None,
)

TableFile = Annotated[Path, typer.Argument(help="A file that ends in .csv or .xlsx.")]
CaseNumber = Annotated[int, typer.Argument(min=1, help="The request's number.")]


@workplan.command("export")
def export_workplan(group: GroupName, file: TableFile) -> None:
    """Write a workplan as a table that a person can fill in: .csv or .xlsx."""
    with ready() as (_, database, _search):
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
    with ready() as (_, database, _search):
        done = upkeep.import_workplan(database, group, file, at=assembly.now(), sure=yes)
    counts = f"{len(done.new)} added, {done.changed} changed, {done.unchanged} as they were."
    new = f" New: {', '.join(done.new)}." if done.new else ""
    say.print(counts + new, markup=False, soft_wrap=True)


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

    with ready() as (_, database, _search):
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

    with ready() as (_, database, _search):
        found = casebook.cases(database)
    show(found, casebook.lines_of(found) if found else ["No request waits."], as_json=as_json)


@cases.command("show")
def show_case(number: CaseNumber, *, as_json: AsJson = False) -> None:
    """Show one case.

    What is needed, each step, what was found for it, who was asked. Never who asked for it.
    """
    from bot import casebook  # noqa: PLC0415  # the same

    with ready() as (_, database, _search):
        found = casebook.case(database, number)
    show(found, casebook.lines(found), as_json=as_json)


@cases.command("why-not")
def why_not_case(
    number: CaseNumber,
    who: Annotated[list[str], typer.Argument(help="A role, an organisation or a name.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Say by which rule somebody is not asked for a request."""
    from bot import casebook  # noqa: PLC0415  # the same

    with ready() as (_, database, _search):
        found = casebook.why_not(database, number, " ".join(who), at=assembly.now())
    show(found, (f"{each['expert']}: {each['why']}" for each in found), as_json=as_json)
