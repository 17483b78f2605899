"""What an operator types: run, demo, chat, import, export, find, who, doctor and the rest."""

import asyncio
import json
from typing import Annotated

import typer

from bot import assembly, logs, upkeep
from bot.headway import bars
from bot.remedies import told
from bot.shell import people, records, work
from bot.shell.console import opened, ready, say, warn
from config.settings import Settings
from config.taxonomy import Standing

app = typer.Typer(
    name="hub",
    help="The connection hub: find, match and introduce, in Slack, Telegram and a terminal.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)


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

    with ready() as (settings, database, search):
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
        with ready(settings):
            progress.update(task, total=1, completed=1)
    chat(Standing.MEMBER)


app.command("import")(records.import_)
app.command()(records.export)
app.command()(records.skos)
app.command()(records.find)
app.command()(records.who)


@app.command()
def migrate() -> None:
    """Bring the tables up to this version.

    Nothing is imported.
    """
    with opened(Settings.load()) as (database, _search):
        before, after = upkeep.migrated(database)
    if before == after:
        say.print(f"Nothing to do: the tables are at {after}.")
    else:
        say.print(f"Tables brought from {before or 'nothing'} to {after}.")


app.command()(records.reindex)
app.command("check-links")(records.check_links)


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


app.command()(people.standing)
app.command()(people.role)
app.command()(people.accounts)


@app.command()
def retry() -> None:
    """Try again what failed, after a fix.

    What a handler failed on, and what could not be delivered.
    """
    with ready() as (_, database, _search):
        at = assembly.now()
        messages = database.run_now(lambda store: store.inbox.retry_failed())
        letters = database.run_now(lambda store: store.outbox.retry_failed(at=at))
    waiting = f"{upkeep.counted(messages, 'message')} and {upkeep.counted(letters, 'letter')}"
    say.print(f"For `hub run` to take up again: {waiting}.")


app.add_typer(work.workplan, name="workplan")
app.add_typer(work.review, name="review")
app.add_typer(work.cases, name="cases")
