"""Who makes up a working group, and who is missing from the whole of society."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from config.network_files.records import Organisation, WorkingGroup
from config.taxonomy import Region, StakeholderType
from storage.roles import LEADING, Role
from storage.store import Store

WHOLE_OF_SOCIETY = (
    StakeholderType.MIGRANTS,
    StakeholderType.CIVIL_SOCIETY,
    StakeholderType.MIGRANT_DIASPORA,
    StakeholderType.FAITH_BASED,
    StakeholderType.LOCAL_GOVERNMENT,
    StakeholderType.PRIVATE_SECTOR,
    StakeholderType.TRADE_UNION,
    StakeholderType.PARLIAMENTARIANS,
    StakeholderType.NHRI,
    StakeholderType.RED_CROSS_RED_CRESCENT,
    StakeholderType.ACADEMIA,
    StakeholderType.MEDIA,
)
"""Partners whom the Global Compact names, in paragraph 44: https://undocs.org/A/RES/73/195."""
TAKING_PART = frozenset({*LEADING, Role.MEMBER, Role.SECRETARY})
CONTINENTS = tuple(each for each in Region if each is not Region.GLOBAL)


@dataclass(frozen=True, slots=True)
class Composition:
    """The organisations of a group, leads first, by kind and by where they know their way.

    `unknown`: names that no organisation of the network goes by. A region counts where somebody
    answers for it who belongs to one of the organisations.
    """

    organisations: tuple[Organisation, ...]
    unknown: tuple[str, ...]
    regions: frozenset[Region]

    @property
    def un(self) -> int:
        return sum(each.is_un for each in self.organisations)

    @property
    def others(self) -> int:
        """Those outside the UN whose kind is known."""
        return len(self.organisations) - self.un

    @property
    def kinds(self) -> Mapping[StakeholderType, int]:
        """How many there are of each kind, the most frequent first."""
        return dict(Counter(each.type for each in self.organisations).most_common())

    @property
    def missing(self) -> tuple[StakeholderType, ...]:
        """Partners of the whole-of-society approach who are not there."""
        there = {each.type for each in self.organisations}
        return tuple(each for each in WHOLE_OF_SOCIETY if each not in there)

    @property
    def missing_regions(self) -> tuple[Region, ...]:
        return tuple(each for each in CONTINENTS if each not in self.regions)


def composition(store: Store, group: WorkingGroup) -> Composition:
    """Who leads and who takes part, with those whom people here stand for."""
    named = _once((*group.leads, *group.members, *_joined(store, group.id)))
    known = store.organisations.many(named)
    regions = frozenset(map(Region, store.experts.regions_of(tuple(known))))
    unknown = tuple(each for each in named if each not in known)
    return Composition(tuple(known.values()), unknown, regions - {Region.GLOBAL})


def _joined(store: Store, group_id: str) -> Iterator[str]:
    """Organisations of the people who have joined here; reviewers and chairs stand beside it."""
    for each in store.roles.of_group(group_id):
        if each.organisation and each.role in TAKING_PART:
            yield each.organisation


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
