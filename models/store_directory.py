"""The directory: offices, their aliases, groups, contacts and leaders in charge."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from models import tables as c
from models.inserting import insert_one
from models.kinds import OfficeState


@dataclass(frozen=True, slots=True)
class OfficeRecord:
    """One office of the directory with everything a mail or a page needs to know of it."""

    id: int
    name: str
    short_name: str
    state: OfficeState
    position: int
    link_version: int
    note: str = ""
    aliases: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    email: str = ""
    contact_name: str = ""
    phone: str = ""
    leader_id: int | None = None
    leader_name: str = ""
    leader_email: str = ""

    @property
    def label(self) -> str:
        """The registered short name, else the name."""
        return self.short_name or self.name

    @property
    def is_verified(self) -> bool:
        """Whether a person has confirmed this office."""
        return self.state is OfficeState.VERIFIED


@dataclass(frozen=True, slots=True)
class Directory:
    """All offices and groups, looked up by name, alias or group."""

    offices: dict[int, OfficeRecord]
    groups: dict[str, tuple[int, ...]]
    by_name: dict[str, int] = field(default_factory=dict)

    def find(self, name: str) -> OfficeRecord | None:
        """Return the office of a name, short name or confirmed alias, None when nobody knows it."""
        office_id = self.by_name.get(name)
        return None if office_id is None else self.offices[office_id]

    def members(self, group: str) -> tuple[OfficeRecord, ...]:
        """Return the offices of a group, in directory order; empty when the group is unknown."""
        return tuple(self.offices[i] for i in self.groups.get(group, ()) if i in self.offices)

    def is_group(self, name: str) -> bool:
        """Tell whether a name is a group of the directory."""
        return name in self.groups


def load_directory(connection: Connection) -> Directory:
    """Return the whole directory in directory order."""
    aliases, groups, members = _aliases(connection), _groups(connection), defaultdict(list)
    for group, office_ids in groups.items():
        for office_id in office_ids:
            members[office_id].append(group)
    offices = {}
    for row in connection.execute(_OFFICES):
        record = OfficeRecord(
            **row._mapping,
            aliases=tuple(aliases.get(row.id, ())),
            groups=tuple(members.get(row.id, ())),
        )
        offices[record.id] = record
    return Directory(offices, groups, _names(offices.values()))


#: Joined, and not asked for each office, so that the time grows with the offices and not with their square.
_FIRST_CONTACTS = (
    sa.select(c.contact.c.office_id, sa.func.min(c.contact.c.id).label("id"))
    .group_by(c.contact.c.office_id)
    .subquery("first_contact")
)
_OFFICES = (
    sa.select(
        c.office.c.id,
        c.office.c.name,
        c.office.c.short_name,
        c.office.c.state,
        c.office.c.position,
        c.office.c.link_version,
        c.office.c.note,
        c.office.c.leader_id,
        sa.func.coalesce(c.contact.c.email, "").label("email"),
        sa.func.coalesce(c.contact.c.name, "").label("contact_name"),
        sa.func.coalesce(c.contact.c.phone, "").label("phone"),
        sa.func.coalesce(c.leader.c.name, "").label("leader_name"),
        sa.func.coalesce(c.leader.c.email, "").label("leader_email"),
    )
    .select_from(c.office)
    .outerjoin(_FIRST_CONTACTS, _FIRST_CONTACTS.c.office_id == c.office.c.id)
    .outerjoin(c.contact, c.contact.c.id == _FIRST_CONTACTS.c.id)
    .outerjoin(c.leader, c.leader.c.id == c.office.c.leader_id)
    .order_by(c.office.c.position, c.office.c.id)
)


def _aliases(connection: Connection) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for row in connection.execute(sa.select(c.office_alias).order_by(c.office_alias.c.id)):
        found[row.office_id].append(row.name)
    return found


def _groups(connection: Connection) -> dict[str, tuple[int, ...]]:
    query = (
        sa.select(c.office_group.c.name, c.group_member.c.office_id)
        .select_from(c.office_group)
        .outerjoin(c.group_member, c.group_member.c.group_id == c.office_group.c.id)
        .outerjoin(c.office, c.office.c.id == c.group_member.c.office_id)
        .order_by(c.office_group.c.id, c.office.c.position, c.office.c.id)
    )
    found: dict[str, list[int]] = defaultdict(list)
    for name, office_id in connection.execute(query):
        found[name] += [office_id] if office_id is not None else []
    return {name: tuple(ids) for name, ids in found.items()}


def _names(offices: Iterable[OfficeRecord]) -> dict[str, int]:
    names: dict[str, int] = {}
    for office in offices:
        for name in (office.name, office.short_name, *office.aliases):
            if name:
                names.setdefault(name, office.id)
    return names


def add_office(connection: Connection, name: str, *, state: OfficeState, short_name: str = "") -> int:
    """Add an office at the end of the directory and return its id."""
    position = connection.scalar(sa.select(sa.func.coalesce(sa.func.max(c.office.c.position), 0))) or 0
    return insert_one(
        connection,
        c.office,
        name=name,
        short_name=short_name,
        state=state,
        position=position + 1,
        link_version=1,
        note="",
    )


def update_office(connection: Connection, office_id: int, **values: object) -> None:
    """Change columns of an office (short_name, state, leader_id, link_version, note, position)."""
    connection.execute(sa.update(c.office).where(c.office.c.id == office_id).values(**values))


def add_alias(connection: Connection, office_id: int, name: str) -> None:
    """Let another name mean an office; a name that means it already changes nothing."""
    exists = connection.scalar(sa.select(c.office_alias.c.id).where(c.office_alias.c.name == name))
    if exists is None:
        insert_one(connection, c.office_alias, office_id=office_id, name=name)


def set_contact(
    connection: Connection, office_id: int, *, email: str, name: str = "", phone: str = ""
) -> None:
    """Set who gets an office's mail; one contact an office."""
    values = {"email": email, "name": name, "phone": phone}
    result = connection.execute(
        sa.update(c.contact).where(c.contact.c.office_id == office_id).values(**values)
    )
    if not result.rowcount:
        insert_one(connection, c.contact, office_id=office_id, **values)


def ensure_leader(connection: Connection, name: str, email: str = "") -> int:
    """Return the id of a leader in charge, adding him when he is new and keeping a known address."""
    row = connection.execute(sa.select(c.leader).where(c.leader.c.name == name)).one_or_none()
    if row is None:
        return insert_one(connection, c.leader, name=name, email=email)
    if email and email != row.email:
        connection.execute(sa.update(c.leader).where(c.leader.c.id == row.id).values(email=email))
    return int(row.id)


def ensure_group(connection: Connection, name: str) -> int:
    """Return the id of a group, adding it when it is new."""
    found = connection.scalar(sa.select(c.office_group.c.id).where(c.office_group.c.name == name))
    return int(found) if found is not None else insert_one(connection, c.office_group, name=name)


def set_groups(connection: Connection, office_id: int, names: Iterable[str]) -> None:
    """Make an office a member of exactly these groups."""
    connection.execute(sa.delete(c.group_member).where(c.group_member.c.office_id == office_id))
    for name in dict.fromkeys(names):
        group_id = ensure_group(connection, name)
        connection.execute(sa.insert(c.group_member).values(group_id=group_id, office_id=office_id))


def revoke_links(connection: Connection, office_id: int) -> None:
    """Raise an office's link version, so that every link issued before is refused."""
    version = c.office.c.link_version
    connection.execute(sa.update(c.office).where(c.office.c.id == office_id).values({version: version + 1}))


def merge_into(connection: Connection, office_id: int, target_id: int) -> None:
    """Confirm that an UNVERIFIED name means a known office: its tasks move, its name becomes an alias."""
    name = connection.scalar(sa.select(c.office.c.name).where(c.office.c.id == office_id))
    mine = sa.select(c.assignment.c.task_id).where(c.assignment.c.office_id == target_id)
    moved = sa.and_(c.assignment.c.office_id == office_id, c.assignment.c.task_id.not_in(mine))
    connection.execute(sa.update(c.assignment).where(moved).values(office_id=target_id))
    connection.execute(sa.delete(c.assignment).where(c.assignment.c.office_id == office_id))
    connection.execute(
        sa.update(c.task).where(c.task.c.confirmed_lead_id == office_id).values(confirmed_lead_id=target_id)
    )
    update_office(connection, office_id, state=OfficeState.RETIRED, note="已并入其他单位")
    connection.execute(
        sa.update(c.office).where(c.office.c.id == office_id).values(name=f"{name}（已并入#{office_id}）")
    )
    add_alias(connection, target_id, str(name))
