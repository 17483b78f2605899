"""What an operator does to the hub's records: tables, import, export, and who somebody is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path

from bot.remedies import damaged, faulty, newer, unreachable
from config import thesaurus_file
from config.network_files.faults import BadFolder, Fault
from config.network_files.folder import Folder, read_folder
from config.network_files.records import Network, Record, RecordKind, WorkingGroup
from config.network_files.rows import ENDINGS
from config.network_files.writing import write_folder
from config.phrases import Phrases
from config.settings import SettingError, Settings
from config.tables import BadTable, read_table, write_table
from config.taxonomy import DEFAULT_LANGUAGE, Platform, Standing
from config.thesaurus import Thesaurus
from handlers import network, plantable
from handlers.deliverables import Author
from handlers.naming import group_named
from handlers.plantable import Flaw
from storage.database import Database
from storage.errors import Damaged, Newer, Unavailable
from storage.migrate import migrate
from storage.roles import Role, RoleState
from storage.store import Store

Advance = Callable[[str, int, int], None]
"""Hears of a kind of records, how many of it are written, and of how many."""
THESAURUS = "thesaurus.yaml"
"""The file of a network folder that holds its concepts; read at start, not kept as records."""
_MEET = (
    "Ask them to write to the hub once, then try again; `hub accounts` lists whom it has met."
    " On Slack an account is written WORKSPACE/USER, for example T0123ABCD/U0456EFGH."
)
_SOME = 5
"""Accounts that are named where another was not found."""


def prepare(settings: Settings, database: Database, *, at: datetime) -> None:
    """Bring the tables up to date; at the first start import the network folder.

    Raises:
        SettingError: the database cannot be reached, or the folder has faults.
    """
    migrated(database)
    if database.read_now(lambda store: store.networks.current() or store.resources.count()):
        return
    import_folder(settings.network, database, at=at, named="HUB_NETWORK")


def migrated(database: Database) -> tuple[str | None, str]:
    """Bring the tables up to date; the revisions before and after.

    Raises:
        SettingError: the database cannot be reached or written, is damaged or too new.
    """
    try:
        return migrate(database.engine)
    except Newer as error:
        raise newer(error) from error
    except Damaged as error:
        raise damaged(error) from error
    except Unavailable as error:
        raise unreachable(error) from error


def import_folder(
    path: Path,
    database: Database,
    *,
    at: datetime,
    named: str = "",
    progress: Advance | None = None,
    note: Callable[[Fault], None] | None = None,
    may_retire_most: bool = True,
) -> network.ImportResult:
    """Import a folder a piece at a time; `progress` hears of a kind, and how many of how many.

    `named` is the setting that names the folder, if one does; `note` hears of what was passed
    over without harm. Without `may_retire_most`, no kind may lose more than half of its records.

    Raises:
        SettingError: the folder has faults, or would retire too much; nothing was written.
    """
    folder = _read(path, database, named=named or str(path))
    if note:
        for each in folder.notes:
            note(each)
    planned = database.read_now(lambda store: network.plan(folder, store))
    if not may_retire_most:
        _refuse_to_retire_most(planned.result, named=named or str(path))
    _write(planned, database, at=at, progress=progress)
    return planned.result


def _read(path: Path, database: Database, *, named: str) -> Folder:
    """Every file of the folder, the thesaurus too.

    Raises:
        SettingError: there are faults; all of them are named at once.
    """
    faults = _faults_of_thesaurus(path)
    try:
        folder = database.read_now(lambda store: network.read(path, store))
    except BadFolder as bad:
        faults += bad.faults
    if faults:
        all_of_them = BadFolder(tuple(sorted(faults)))
        raise faulty(all_of_them, named=named, what_to_do="Nothing was imported.")
    return folder


def _faults_of_thesaurus(folder: Path) -> list[Fault]:
    try:
        Thesaurus.load(folder / THESAURUS)
    except BadFolder as bad:
        return [*bad.faults]
    return []


def _write(
    planned: network.ImportPlan, database: Database, *, at: datetime, progress: Advance | None
) -> None:
    """Each piece in a transaction of its own, so that chat goes on in between."""
    done: dict[RecordKind, int] = {}
    for piece in planned.pieces():
        database.run_now(partial(_write_one, piece, at))
        done[piece.kind] = done.get(piece.kind, 0) + len(piece.put) + len(piece.retire)
        if progress:
            whole = planned.result.counts[piece.kind]
            progress(
                piece.kind.value, done[piece.kind], whole.added + whole.updated + whole.retired
            )


def _write_one(piece: network.Piece, at: datetime, store: Store) -> None:
    network.write(piece, store, at=at)


def _refuse_to_retire_most(result: network.ImportResult, *, named: str) -> None:
    for kind, counts in result.counts.items():
        here = counts.retired + counts.updated + counts.unchanged
        if counts.retired > here / 2:
            what = kind.value.replace("_", " ")
            problem = f"This would retire {counts.retired} of the {here} {what} in use."
            raise SettingError(named, problem, "Nothing was imported. If that is meant, add --yes.")


def thesaurus(folder: Path, *, named: str) -> Thesaurus:
    """The folder's thesaurus, or an empty one where it has none.

    Raises:
        SettingError: it has faults, each named with file, line and field.
    """
    try:
        return Thesaurus.load(folder / THESAURUS)
    except BadFolder as bad:
        raise faulty(bad, named=named, what_to_do="Correct them, then start again.") from bad


def export_folder(folder: Path, database: Database, *, network_folder: Path) -> dict[str, int]:
    """Write every record in use as a network folder; how many of each kind.

    The thesaurus is no record: it goes along only where `network_folder` holds the same network.
    """
    records = database.read_now(network.export)
    write_folder(folder, records)
    written = {kind.value: len(several) for kind, several in records.items()}
    if (network_folder / THESAURUS).exists() and _is_of(network_folder, records):
        contents = thesaurus_file.read(network_folder / THESAURUS)
        (folder / THESAURUS).write_text(thesaurus_file.write(contents), encoding="utf-8")
        written["concepts"] = len(contents.concepts)
    return written


def _is_of(folder: Path, records: Mapping[RecordKind, Sequence[Record]]) -> bool:
    """Whether the folder describes the network whose records these are."""
    here = _names(records.get(RecordKind.NETWORK, ()))
    file = next((each for each in folder.glob("network.*") if each.suffix in ENDINGS), None)
    if file is None:
        return not here
    return here == _names(read_folder(file).records.get(RecordKind.NETWORK, ()))


def _names(records: Sequence[Record]) -> set[str]:
    return {each.name for each in records if isinstance(each, Network)}


@dataclass(frozen=True, slots=True)
class Met:
    """An account that wrote to the hub; on Slack written TEAM/USER."""

    platform: Platform
    account: str
    standing: Standing
    organisation: str
    last_seen_on: date


def accounts(database: Database, platform: Platform | None = None, *, limit: int) -> list[Met]:
    """Whom the hub has met, those who wrote last first."""
    return database.read_now(lambda store: _met(store, platform, limit=limit))


def _met(store: Store, platform: Platform | None, *, limit: int) -> list[Met]:
    return [
        Met(
            Platform(account.platform),
            "/".join(filter(None, (account.workspace, account.user_id))),
            Standing(person.standing),
            person.organisation or "",
            account.last_seen_at.date(),
        )
        for account, person in store.people.met(platform, limit=limit)
    ]


def _never_met(store: Store, platform: Platform, user_id: str) -> str:
    """Who was perhaps meant, or whom the hub knows there."""
    known = [each.account for each in _met(store, platform, limit=1_000)]
    if same := [each for each in known if each.rpartition("/")[2] == user_id]:
        return f"The hub has never met them on {platform}. Did you mean {' or '.join(same)}?"
    if not known:
        return f"The hub has never met them on {platform}, nor anybody else there."
    rest = f" and {len(known) - _SOME} more" if len(known) > _SOME else ""
    return f"The hub has never met them on {platform}, but {', '.join(known[:_SOME])}{rest}."


def set_standing(
    database: Database,
    platform: Platform,
    account: str,
    standing: Standing,
    *,
    organisation: str = "",
) -> None:
    """What an account's person is to the network. `account`: a user id, on Slack TEAM/USER.

    Raises:
        SettingError: the hub has never met this account, or knows no such organisation.
    """
    workspace, _, user_id = account.rpartition("/")

    def unit(store: Store) -> None:
        found = store.people.account(platform, workspace, user_id)
        if found is None:
            raise SettingError(account, _never_met(store, platform, user_id), _MEET)
        if organisation and organisation not in store.organisations.ids():
            problem = "There is no organisation with this id."
            raise SettingError(organisation, problem, "Ids are in the file organisations.yaml.")
        person = store.people.get(found.person_id)
        person.standing = standing
        person.organisation = organisation or person.organisation

    database.run_now(unit)


def set_role(
    database: Database,
    platform: Platform,
    account: str,
    group: str,
    role: Role,
    *,
    at: datetime,
    off: bool = False,
) -> None:
    """What an account's person is to a working group, or, with `off`, is not any more.

    Raises:
        SettingError: the hub has never met this account, or knows no such group.
    """
    workspace, _, user_id = account.rpartition("/")

    def unit(store: Store) -> None:
        found = store.people.account(platform, workspace, user_id)
        if found is None:
            raise SettingError(account, _never_met(store, platform, user_id), _MEET)
        person = store.people.get(found.person_id)
        store.roles.put(
            person.id,
            _group(store, group).id,
            role,
            state=RoleState.LEFT if off else RoleState.ACTIVE,
            organisation=person.organisation,
            at=at,
        )

    database.run_now(unit)


def export_workplan(database: Database, group: str, file: Path) -> int:
    """Write a group's workplan as a table; how many deliverables it has.

    Raises:
        SettingError: there is no such group, or the file is of another kind.
    """
    rows = database.read_now(lambda store: plantable.rows(store, _group(store, group).id))
    try:
        write_table(file, plantable.COLUMNS, rows)
    except BadTable as bad:
        problem = "This is no kind of table that the hub writes. Nothing was written."
        raise SettingError(str(file), problem, "Let it end in .csv or .xlsx.") from bad
    return len(rows)


def import_workplan(
    database: Database, group: str, file: Path, *, at: datetime, sure: bool = False
) -> plantable.Counts:
    """Take a table into a group's workplan, all of it or, where it has faults, nothing.

    A new reference that is nearly a known one is such a fault, unless they are `sure`.

    Raises:
        SettingError: there is no such group, or the table has faults; all of them are named.
    """
    try:
        table = read_table(file)
    except BadTable as bad:
        raise _no_table([Flaw(bad.line, "", bad.words)], file) from bad

    def unit(store: Store) -> plantable.Counts:
        group_id = _group(store, group).id
        incoming = plantable.Incoming(store, group_id, Author(None, at), sure=sure)
        read = incoming.read(table)
        if incoming.flaws:
            raise _no_table(incoming.flaws, file)
        return plantable.take(incoming, read)

    return database.run_now(unit)


def _group(store: Store, words: str) -> WorkingGroup:
    found = group_named(store, words)
    if found is None:
        known = ", ".join(each.id for each in store.groups.each())
        raise SettingError(words, "There is no such working group.", f"There are: {known}.")
    return found


def _no_table(flaws: Sequence[Flaw], file: Path) -> SettingError:
    say = partial(Phrases().say, language=DEFAULT_LANGUAGE)
    faults = sorted(
        Fault(file.name, each.line, each.column, say(each.words), say(each.fix) if each.fix else "")
        for each in flaws
    )
    said = "\n".join(f"  {each}" for each in faults)
    fix = "Nothing was imported."
    if any(each.doubt for each in flaws):
        fix += " References that are new although they look like known ones: add --yes."
    return SettingError(str(file), f"The table has faults:\n{said}", fix)


def counted(count: int, noun: str) -> str:
    """A count as it is said: 1 record, 2 records."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
