"""Import and export the directory (单位名录). A file is stored whole or not at all.

An empty cell says nothing: what is known already stays. Offices the file does not name are left alone.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection, Engine

from importers.formats.reading import read_document
from importers.plans.checked_rows import Problem
from importers.plans.directory_file import OfficeEntry, read_directory
from importers.plans.import_values import ImportStatus
from importers.source import Source
from models import db, store_audit, store_directory
from models.kinds import OfficeState
from models.store_audit import Actor
from models.store_directory import Directory, OfficeRecord
from rules.errors import InputError

EXPORT_HEADER = ("单位", "简称", "别名", "邮箱", "联系人", "电话", "分管领导", "分管领导邮箱", "所属组")
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class DirectoryResult:
    """The answer to a directory import."""

    status: ImportStatus
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    same_count: int = 0
    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def import_directory(engine: Engine, source: Source, *, now: datetime, actor: Actor) -> DirectoryResult:
    """Import offices from a .csv or .xlsx file; with any problem in it nothing is stored."""
    try:
        file = read_directory(read_document(source), source)
    except InputError as error:
        return DirectoryResult(ImportStatus.REJECTED, errors=(Problem(error.message, source.file_name),))
    if not file.entries and not file.problems:
        return DirectoryResult(
            ImportStatus.REJECTED, errors=(Problem(f"{source.label}里没有一个单位。", source.file_name),)
        )
    with db.writing(engine) as connection:
        directory = store_directory.load_directory(connection)
        problems = (*file.problems, *_conflicts(file.entries, directory))
        if problems:
            return DirectoryResult(ImportStatus.REJECTED, errors=problems)
        return _store(connection, file.entries, directory, source, now=now, actor=actor)


def _conflicts(entries: tuple[OfficeEntry, ...], directory: Directory) -> Iterator[Problem]:
    """Find names that already belong to another confirmed office, and names that are known as groups."""
    for entry in entries:
        own = directory.find(entry.name)
        for name in entry.names:
            owner = directory.find(name)
            is_other = owner is not None and (own is None or owner.id != own.id)
            if owner is not None and is_other and owner.state is not OfficeState.UNVERIFIED:
                message = f"“{name}”在单位名录里已经是“{owner.name}”的名称。"
                yield Problem(message, entry.place, entry.row, "别名")
            if directory.is_group(name):
                yield Problem(f"“{name}”在单位名录里是一个组。", entry.place, entry.row, "单位")
        for group in entry.groups:
            if directory.find(group) is not None:
                yield Problem(
                    f"“{group}”在单位名录里是一个单位，不能作组。", entry.place, entry.row, "所属组"
                )


def _store(
    connection: Connection,
    entries: tuple[OfficeEntry, ...],
    directory: Directory,
    source: Source,
    *,
    now: datetime,
    actor: Actor,
) -> DirectoryResult:
    added: list[str] = []
    changed: list[str] = []
    for entry in entries:
        record = directory.find(entry.name)
        if record is None:
            office_id = store_directory.add_office(connection, entry.name, state=OfficeState.VERIFIED)
            record = OfficeRecord(office_id, entry.name, "", OfficeState.VERIFIED, 0, 1)
            added.append(entry.name)
            _apply(connection, entry, record, directory)
        elif _apply(connection, entry, record, directory):
            changed.append(record.name)
    if added or changed:
        facts = {"file": source.file_name, "sha256": source.sha256, "added": added, "changed": changed}
        store_audit.record(
            connection, actor, "directory_import", subject=("directory", ""), at=now, facts=facts
        )
    same_count = len(entries) - len(added) - len(changed)
    return DirectoryResult(ImportStatus.OK, tuple(added), tuple(changed), same_count)


def _apply(connection: Connection, entry: OfficeEntry, record: OfficeRecord, directory: Directory) -> bool:
    """Bring one office to what its entry says; tells whether anything changed."""
    changes = [
        _apply_state(connection, entry, record),
        _apply_names(connection, entry, record, directory),
        _apply_contact(connection, entry, record),
        _apply_leader(connection, entry, record),
    ]
    if entry.groups and set(entry.groups) != set(record.groups):
        store_directory.set_groups(connection, record.id, entry.groups)
        changes.append(True)
    return any(changes)


def _apply_state(connection: Connection, entry: OfficeEntry, record: OfficeRecord) -> bool:
    values: dict[str, object] = {}
    if record.state is not OfficeState.VERIFIED:
        values["state"] = OfficeState.VERIFIED
    if entry.short_name and entry.short_name != record.short_name:
        values["short_name"] = entry.short_name
    if values:
        store_directory.update_office(connection, record.id, **values)
    return bool(values)


def _apply_names(
    connection: Connection, entry: OfficeEntry, record: OfficeRecord, directory: Directory
) -> bool:
    """Add the aliases; an unverified office of such a name is thereby confirmed to be this one."""
    known = {record.name, record.short_name, *record.aliases}
    for name in entry.names:
        owner = directory.find(name)
        if owner is not None and owner.id != record.id:
            store_directory.merge_into(connection, owner.id, record.id)
    new = [alias for alias in entry.aliases if alias not in known]
    for alias in new:
        store_directory.add_alias(connection, record.id, alias)
    return bool(new)


def _apply_contact(connection: Connection, entry: OfficeEntry, record: OfficeRecord) -> bool:
    before = (record.email, record.contact_name, record.phone)
    after = (entry.email or before[0], entry.contact or before[1], entry.phone or before[2])
    if after == before:
        return False
    store_directory.set_contact(connection, record.id, email=after[0], name=after[1], phone=after[2])
    return True


def _apply_leader(connection: Connection, entry: OfficeEntry, record: OfficeRecord) -> bool:
    is_known = entry.leader == record.leader_name and entry.leader_email in ("", record.leader_email)
    if not entry.leader or is_known:
        return False
    leader_id = store_directory.ensure_leader(connection, entry.leader, entry.leader_email)
    store_directory.update_office(connection, record.id, leader_id=leader_id)
    return True


def directory_csv(directory: Directory) -> str:
    """Return the directory as the text of a .csv file that ``offices import`` reads back unchanged."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(EXPORT_HEADER)
    for office in directory.offices.values():
        if office.state is not OfficeState.RETIRED:
            writer.writerow([_as_text(cell) for cell in _cells(office)])
    return target.getvalue()


def export_directory(directory: Directory) -> bytes:
    """Return the directory as a .csv file that spreadsheet programs open in the right encoding."""
    return directory_csv(directory).encode("utf-8-sig")


def _cells(office: OfficeRecord) -> tuple[str, ...]:
    return (
        office.name,
        office.short_name,
        "、".join(alias for alias in office.aliases if alias != office.short_name),
        office.email,
        office.contact_name,
        office.phone,
        office.leader_name,
        office.leader_email,
        "、".join(office.groups),
    )


def _as_text(cell: str) -> str:
    """Keep a spreadsheet program from taking a cell for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA_SIGNS) else cell
