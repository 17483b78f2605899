"""Roles: what a person is to a working group, and who waits to be let in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.ahead import Ahead
from storage.base import Base, Coded
from storage.errors import NotFound


class Role(StrEnum):
    """What somebody does in a group; one person may have several in one group."""

    LEAD = "lead"
    CO_LEAD = "co_lead"
    MEMBER = "member"
    REVIEWER = "reviewer"
    CHAIR = "chair"
    """Decides on the group's quarterly review."""
    SECRETARY = "secretary"


class RoleState(StrEnum):
    INTERESTED = "interested"
    """Asked to join, and waits for a lead's answer."""
    ACTIVE = "active"
    DECLINED = "declined"
    LEFT = "left"


LEADING = frozenset({Role.LEAD, Role.CO_LEAD})
"""Who decides on joining and on the workplan."""


class GroupRole(Base):
    """One role of one person in one working group, and since when it is in its state."""

    __tablename__ = "group_roles"
    __table_args__ = (
        UniqueConstraint("person_id", "group_id", "role"),
        Index("ix_group_roles_group", "group_id", "state"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    group_id: Mapped[str] = mapped_column(String(200))
    """The record id of the working group."""
    role: Mapped[Role] = mapped_column(Coded(Role))
    state: Mapped[RoleState] = mapped_column(Coded(RoleState), default=RoleState.ACTIVE)
    organisation: Mapped[str | None] = mapped_column(String(200))
    """The record id of the organisation that they stand for, as it was then."""
    since: Mapped[datetime]


_HOLDERS = (
    select(GroupRole.person_id)
    .where(
        GroupRole.group_id == bindparam("b_group"),
        GroupRole.state == RoleState.ACTIVE,
        GroupRole.role.in_(bindparam("b_roles", expanding=True)),
    )
    .order_by(GroupRole.since, GroupRole.id)
)
"""Built once: whatever happens in a group asks for them."""
_ROLES = (
    select(GroupRole.group_id, GroupRole.person_id, GroupRole.role)
    .where(
        GroupRole.group_id.in_(bindparam("b_groups", expanding=True)),
        GroupRole.state == RoleState.ACTIVE,
    )
    .order_by(GroupRole.since, GroupRole.id)
)


_GROUPS = (
    select(GroupRole.group_id)
    .where(GroupRole.person_id == bindparam("b_person"), GroupRole.state == RoleState.ACTIVE)
    .distinct()
)
"""Built once, for the same reason."""


class Roles:
    """The repository of people's roles in working groups."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._active: Ahead[str, GroupRole] = Ahead()

    def read_ahead(self, group_ids: Sequence[str]) -> Sequence[GroupRole]:
        """At once all active roles in groups, for all that is asked of them from now on."""
        there = (GroupRole.group_id.in_(group_ids), GroupRole.state == RoleState.ACTIVE)
        query = select(GroupRole).where(*there).order_by(GroupRole.since, GroupRole.id)
        found = self._session.scalars(query).all()
        self._active.put(group_ids, ((each.group_id, each) for each in found))
        return found

    def get(self, role_id: int) -> GroupRole:
        """Fresh from the database, and locked for this transaction.

        Raises:
            NotFound: whoever had it has been forgotten.
        """
        query = select(GroupRole).where(GroupRole.id == role_id).with_for_update()
        found = self._session.execute(query, execution_options={"populate_existing": True})
        role = found.scalar_one_or_none()
        if role is None:
            raise NotFound(f"role {role_id}")
        return role

    def find(self, person_id: int, group_id: str, role: Role) -> GroupRole | None:
        query = select(GroupRole).where(
            GroupRole.person_id == person_id,
            GroupRole.group_id == group_id,
            GroupRole.role == role,
        )
        return self._session.scalars(query).one_or_none()

    def put(
        self,
        person_id: int,
        group_id: str,
        role: Role,
        *,
        state: RoleState = RoleState.ACTIVE,
        organisation: str | None = None,
        at: datetime,
    ) -> GroupRole:
        """Give a role, or change the state of one; `since` stays where nothing changes."""
        self._active.forget(group_id)
        found = self.find(person_id, group_id, role)
        if found is None:
            found = GroupRole(person_id=person_id, group_id=group_id, role=role)
            self._session.add(found)
        elif found.state is state:
            return found
        found.state, found.since = state, at
        found.organisation = organisation or found.organisation
        self._session.flush()
        return found

    def of_group(
        self, group_id: str, *, state: RoleState = RoleState.ACTIVE
    ) -> Sequence[GroupRole]:
        """Everybody with a role in this state, who has it longest first."""
        known = self._active.look(group_id) if state is RoleState.ACTIVE else None
        if known is not None:
            return known
        query = select(GroupRole).where(GroupRole.group_id == group_id, GroupRole.state == state)
        return self._session.scalars(query.order_by(GroupRole.since, GroupRole.id)).all()

    def of_person(
        self, person_id: int, *, state: RoleState = RoleState.ACTIVE
    ) -> Sequence[GroupRole]:
        """Their roles in every group, by group."""
        query = select(GroupRole).where(GroupRole.person_id == person_id, GroupRole.state == state)
        return self._session.scalars(query.order_by(GroupRole.group_id, GroupRole.id)).all()

    def groups_of(self, person_id: int) -> Sequence[str]:
        """Ids of the groups in which they have a role."""
        return tuple(self._session.scalars(_GROUPS, {"b_person": person_id}))

    def holders(self, group_id: str, roles: Iterable[Role]) -> Sequence[int]:
        """Ids of the people who have one of these roles there now, each once, longest first."""
        if (known := self._active.look(group_id)) is not None:
            wanted = frozenset(roles)
            return tuple(dict.fromkeys(each.person_id for each in known if each.role in wanted))
        of = {"b_group": group_id, "b_roles": list(frozenset(roles))}
        return tuple(dict.fromkeys(self._session.scalars(_HOLDERS, of)))

    def in_groups(self, group_ids: Iterable[str]) -> Mapping[str, Sequence[tuple[int, Role]]]:
        """Who has which role now, by group, who has it longest first."""
        found: dict[str, list[tuple[int, Role]]] = defaultdict(list)
        for group, person, role in self._session.execute(_ROLES, {"b_groups": list(group_ids)}):
            found[group].append((person, role))
        return found

    def everywhere(self, roles: Iterable[Role]) -> Sequence[int]:
        """Ids of the people who have one of these roles in any group, each once."""
        query = select(GroupRole.person_id).where(
            GroupRole.role.in_(frozenset(roles)), GroupRole.state == RoleState.ACTIVE
        )
        return self._session.scalars(query.distinct().order_by(GroupRole.person_id)).all()

    def has(self, person_id: int, group_id: str, roles: Iterable[Role]) -> bool:
        """Whether somebody has one of these roles there now."""
        return person_id in self.holders(group_id, roles)

    def give(self, *, from_person: int, to_person: int) -> None:
        """One person's roles become another's: they linked their accounts.

        Of one role that both have, the one that is active stays, else the other person's own.
        """
        self._active.clear()
        theirs = select(GroupRole).where(GroupRole.person_id == from_person)
        for role in self._session.scalars(theirs).all():
            kept = self.find(to_person, role.group_id, role.role)
            if kept is None:
                role.person_id = to_person
                continue
            if role.state is RoleState.ACTIVE and kept.state is not RoleState.ACTIVE:
                kept.state, kept.since = role.state, role.since
            self._session.delete(role)
        self._session.flush()
