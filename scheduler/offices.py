"""What a person does with the directory: add, correct, confirm, merge, links. One act, one transaction."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection

from models import db, store_audit, store_directory
from models.kinds import OfficeState
from models.store_audit import Actor
from models.store_directory import Directory, OfficeRecord
from rules.addresses import check_address
from rules.errors import InputError, NotFoundError, RuleError
from scheduler.services import Services

_NAME_LIMIT = 60


@dataclass(frozen=True, slots=True)
class OfficeEdit:
    """What a person typed about an office; empty means none."""

    short_name: str = ""
    email: str = ""
    contact_name: str = ""
    phone: str = ""
    leader_name: str = ""
    leader_email: str = ""
    groups: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    """Further names that mean this office; names it has already may stand among them."""


def add_office(services: Services, actor: Actor, name: str, edit: OfficeEdit) -> int:
    """Add a confirmed office and return its id. Raises :class:`InputError` for a name that is taken."""
    now = services.clock()
    with db.writing(services.engine) as connection:
        directory = store_directory.load_directory(connection)
        name = _free_name(directory, name)
        office_id = store_directory.add_office(connection, name, state=OfficeState.VERIFIED)
        _store(connection, directory, office_id, edit)
        _note(connection, actor, "office_add", office_id, now, name=name)
    return office_id


def edit_office(services: Services, actor: Actor, office_id: int, edit: OfficeEdit) -> None:
    """Correct what is known of an office."""
    now = services.clock()
    with db.writing(services.engine) as connection:
        directory = store_directory.load_directory(connection)
        office = _office(directory, office_id)
        _store(connection, directory, office_id, edit)
        email = "changed" if edit.email != office.email else "same"
        _note(connection, actor, "office_edit", office_id, now, email=email, groups=list(edit.groups))


def confirm_office(services: Services, actor: Actor, office_id: int) -> None:
    """Confirm that a name a plan brought is an office of its own."""
    now = services.clock()
    with db.writing(services.engine) as connection:
        office = _unverified(store_directory.load_directory(connection), office_id)
        store_directory.update_office(connection, office_id, state=OfficeState.VERIFIED)
        _note(connection, actor, "office_confirm", office_id, now, name=office.name)


def merge_office(services: Services, actor: Actor, office_id: int, target_name: str) -> OfficeRecord:
    """Confirm that a name a plan brought means a known office, and return that office."""
    now = services.clock()
    with db.writing(services.engine) as connection:
        directory = store_directory.load_directory(connection)
        office = _unverified(directory, office_id)
        target = directory.find(target_name.strip())
        if target is None or not target.is_verified:
            raise InputError(f"单位名录里没有“{target_name.strip()[:_NAME_LIMIT]}”，请选一个已有的单位。")
        store_directory.merge_into(connection, office_id, target.id)
        _note(connection, actor, "office_merge", target.id, now, name=office.name, merged=office_id)
    return target


def show_link(services: Services, actor: Actor, office_id: int) -> str:
    """Return an office's link for handing it over by another way; that it was shown is recorded."""
    now = services.clock()
    with db.writing(services.engine) as connection:
        office = _office(store_directory.load_directory(connection), office_id)
        _note(connection, actor, "link_show", office_id, now)
    return services.links.office_url(office.id, version=office.link_version, now=now)


def revoke_links(services: Services, actor: Actor, office_id: int) -> None:
    """Refuse every link of an office issued so far; the next mail carries a new one."""
    now = services.clock()
    with db.writing(services.engine) as connection:
        _office(store_directory.load_directory(connection), office_id)
        store_directory.revoke_links(connection, office_id)
        _note(connection, actor, "link_revoke", office_id, now)


def _office(directory: Directory, office_id: int) -> OfficeRecord:
    office = directory.offices.get(office_id)
    if office is None:
        raise NotFoundError("没有这个单位。")
    return office


def _unverified(directory: Directory, office_id: int) -> OfficeRecord:
    office = _office(directory, office_id)
    if office.state is not OfficeState.UNVERIFIED:
        raise RuleError(f"“{office.name}”已经核实过了。")
    return office


def _free_name(directory: Directory, name: str) -> str:
    name = "".join(name.split())
    if not name or len(name) > _NAME_LIMIT or not name.isprintable():
        raise InputError(f"请填单位名称，最多{_NAME_LIMIT}字。")
    if directory.find(name) is not None or directory.is_group(name):
        raise InputError(f"名录里已经有“{name}”。")
    return name


def _store(connection: Connection, directory: Directory, office_id: int, edit: OfficeEdit) -> None:
    _check_names(directory, office_id, edit)
    leader_id = None
    if edit.leader_name:
        address = check_address(edit.leader_email) if edit.leader_email else ""
        leader_id = store_directory.ensure_leader(connection, edit.leader_name, address)
    elif edit.leader_email:
        raise InputError("填了分管领导的邮箱，请把名字也填上。")
    store_directory.update_office(connection, office_id, short_name=edit.short_name, leader_id=leader_id)
    email = check_address(edit.email) if edit.email else ""
    store_directory.set_contact(connection, office_id, email=email, name=edit.contact_name, phone=edit.phone)
    store_directory.set_groups(connection, office_id, edit.groups)
    for alias in edit.aliases:
        store_directory.add_alias(connection, office_id, alias)


def _check_names(directory: Directory, office_id: int, edit: OfficeEdit) -> None:
    for name in (edit.short_name, *edit.aliases):
        known = directory.find(name) if name else None
        if known is not None and known.id != office_id:
            raise InputError(f"“{name}”已经是“{known.name}”的名称。")


def _note(
    connection: Connection, actor: Actor, act: str, office_id: int, now: datetime, **facts: object
) -> None:
    store_audit.record(connection, actor, act, subject=("office", office_id), at=now, facts=facts)
