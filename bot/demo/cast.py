"""Who is there in the demo: five roles, what each may see, and what the expert answers for."""

from dataclasses import dataclass
from datetime import datetime

from config.network_files.records import Expert
from config.taxonomy import Platform, Standing
from storage.profiles import Profile
from storage.roles import Role
from storage.store import Store

WORKSPACE = "T0SANDBOX"
GROUP = "TWG 4"
"""Bilateral Labour Migration Agreements, of the sample network."""
CHANNEL = "C0LABOUR"
TELEGRAM_GROUP = -4001


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody to be. `account` is a user id on the platform; `phrase` ends the keys of words."""

    phrase: str
    platform: Platform
    account: str
    standing: Standing
    zone: str
    organisation: str = ""
    knows: str = ""
    """What they answer for, and agreed to be asked about."""
    role: Role | None = None
    """What they are to GROUP."""

    @property
    def conversation(self) -> str:
        """Their own conversation with the hub."""
        return f"D{self.account}" if self.platform is Platform.SLACK else self.account


OFFICIAL = Part("official", Platform.TELEGRAM, "7001", Standing.OFFICIAL, "Africa/Dakar")
SECRETARIAT = Part(
    "secretariat", Platform.TELEGRAM, "7002", Standing.SECRETARIAT, "Europe/Zurich", "IOM"
)
FOCAL_POINT = Part(
    "focal",
    Platform.SLACK,
    "U0FOCAL",
    Standing.MEMBER,
    "Europe/Zurich",
    "ILO",
    "bilateral labour agreements, fair recruitment and recruitment fees,"
    " portability of social security",
    Role.MEMBER,
)
LEAD = Part(
    "lead",
    Platform.SLACK,
    "U0LEAD",
    Standing.MEMBER,
    "Europe/Zurich",
    "IOM",
    role=Role.LEAD,
)
REVIEWER = Part(
    "reviewer",
    Platform.SLACK,
    "U0REVIEWER",
    Standing.MEMBER,
    "America/New_York",
    "UNICEF",
    role=Role.REVIEWER,
)
CAST = (OFFICIAL, SECRETARIAT, FOCAL_POINT, LEAD, REVIEWER)


def on(platform: Platform) -> tuple[Part, ...]:
    """Whom one can be there."""
    return tuple(each for each in CAST if each.platform is platform)


def part(account: str) -> Part:
    """Raises LookupError when nobody in the demo has this account."""
    for each in CAST:
        if each.account == account:
            return each
    raise LookupError(account)


def prepare(store: Store, *, names: dict[str, str], at: datetime) -> None:
    """Everybody has met the hub before. `names`: what each is called, by account."""
    for each in CAST:
        workspace = WORKSPACE if each.platform is Platform.SLACK else ""
        if store.people.account(each.platform, workspace, each.account) is None:
            _meet(store, each, workspace, name=names.get(each.account, ""), at=at)


def speak(store: Store, language: str) -> None:
    """What the apps of everybody are set to, as if they had just been seen with it."""
    for each in CAST:
        workspace = WORKSPACE if each.platform is Platform.SLACK else ""
        if account := store.people.account(each.platform, workspace, each.account):
            account.language = language


def _meet(store: Store, each: Part, workspace: str, *, name: str, at: datetime) -> None:
    account = store.people.meet(each.platform, workspace, each.account, at=at)
    account.conversation, account.name = each.conversation, name
    person = store.people.get(account.person_id)
    person.standing, person.time_zone = each.standing, each.zone
    person.organisation = each.organisation or None
    if each.role:
        store.roles.put(
            account.person_id, GROUP, each.role, organisation=person.organisation, at=at
        )
    if each.knows:
        _agree(store, account.person_id, each, at=at)


def _agree(store: Store, person_id: int, each: Part, *, at: datetime) -> None:
    """They have said what they answer for, and that they may be asked."""
    expert = Expert(
        id=f"joined:{each.phrase}",
        title=f"{each.organisation} focal point, labour migration",
        organisation=each.organisation,
        description=f"I advise on {each.knows}.",
        languages=("en", "fr"),
        gcm_objectives=(5, 6, 22),
        working_groups=(GROUP,),
    )
    store.experts.put([expert])
    store.profiles.put(
        Profile(
            person_id=person_id,
            record_id=expert.id,
            consented_at=at,
            confirmed_at=at,
            works_from=0,
            works_to=24 * 60,
        )
    )
