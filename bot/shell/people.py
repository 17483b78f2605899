"""People at the shell: whom the hub has met, and what they are to the network and its groups."""

from typing import Annotated

import typer

from bot import assembly, upkeep
from bot.shell.console import Limit, one_of, opened, ready, say
from config.settings import Settings
from config.taxonomy import Platform, Standing
from storage.roles import Role


def accounts(
    platform: Annotated[
        Platform | None, typer.Argument(parser=one_of(Platform), help="One platform alone.")
    ] = None,
    *,
    limit: Limit = 50,
) -> None:
    """List whom the hub has met, the latest first."""
    with opened(Settings.load()) as (database, _search):
        found = upkeep.accounts(database, platform, limit=limit)
    if not found:
        say.print("Nobody has written to the hub yet.")
    for each in found:
        since = f"wrote last on {each.last_seen_on}"
        facts = [each.platform, each.account, each.standing, each.organisation, since]
        say.print("  ".join(filter(None, facts)), markup=False, soft_wrap=True)


def standing(
    platform: Annotated[
        Platform, typer.Argument(parser=one_of(Platform), help="slack, telegram or console.")
    ],
    account: Annotated[
        str, typer.Argument(help="Their user id there, or WORKSPACE/USER on Slack.")
    ],
    standing: Annotated[
        Standing,
        typer.Argument(parser=one_of(Standing), help="guest, official, member or secretariat."),
    ],
    organisation: Annotated[str, typer.Option(help="The id of their organisation.")] = "",
) -> None:
    """Say what somebody is to the network.

    It decides what they may see.
    """
    with ready() as (_, database, _search):
        upkeep.set_standing(database, platform, account, standing, organisation=organisation)
    say.print(f"{account} is {standing.value} now.")


def role(
    platform: Annotated[
        Platform, typer.Argument(parser=one_of(Platform), help="slack, telegram or console.")
    ],
    account: Annotated[
        str, typer.Argument(help="Their user id there, or WORKSPACE/USER on Slack.")
    ],
    group: Annotated[str, typer.Argument(help="The working group, such as 'CWG 2.1'.")],
    role: Annotated[
        Role,
        typer.Argument(
            parser=one_of(Role), help="lead, co_lead, member, reviewer, chair or secretary."
        ),
    ],
    *,
    off: Annotated[bool, typer.Option("--off", help="They are this no more.")] = False,
) -> None:
    """Say what somebody is to a working group.

    Leads keep its workplan and decide who joins.
    """
    with ready() as (_, database, _search):
        upkeep.set_role(database, platform, account, group, role, at=assembly.now(), off=off)
    what = "is not" if off else "is"
    say.print(f"{account} {what} {role.value} of {group} now.", markup=False)
