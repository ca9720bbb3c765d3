"""The names in a draft: who would get mail, and settling on the spot whom an unknown name means."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.engine import Connection, Engine

from importers.plans.checked_rows import CheckedRow
from importers.plans.naming import is_group
from importers.review.reading import Setting, compared_draft
from importers.review.rows import office_standing
from importers.review.sorting import judge
from importers.review.values import MailCount
from importers.words.office_words import is_plausible_name, is_writable_name
from models import db, store_audit, store_directory
from models.kinds import OfficeState
from models.store_audit import Actor
from models.store_directory import Directory, OfficeRecord
from rules.addresses import check_address
from rules.errors import InputError, NotFoundError
from rules.facts import Role


@dataclass
class _Mail:
    """Counts who is named by the ticked rows, as lead, in support, or only informed."""

    directory: Directory
    leads: Counter[str] = field(default_factory=Counter)
    supports: Counter[str] = field(default_factory=Counter)
    informed: Counter[str] = field(default_factory=Counter)

    def add(self, row: CheckedRow) -> None:
        """Count the offices of one row."""
        groups = [office.name for office in row.offices if is_group(office.name, self.directory)]
        named = {self._name(office.name): office.role for office in row.offices if office.name not in groups}
        marked = [name for name, role in named.items() if role is Role.LEAD]
        lead = (marked or list(named))[:1]
        self.leads.update(lead)
        self.supports.update(name for name in named if name not in lead)
        for group in groups:
            members = [one.name for one in self.directory.members(group)] or [group]
            counted = self.informed if named else self.leads
            counted.update(name for name in members if name not in named)

    def _name(self, printed: str) -> str:
        known = self.directory.find(printed)
        return known.name if known else printed

    def counts(self) -> tuple[MailCount, ...]:
        """Return the counts; who cannot be mailed comes first."""
        names = dict.fromkeys([*self.leads, *self.supports, *self.informed])
        return tuple(sorted((self._count(name) for name in names), key=self._rank))

    def _count(self, name: str) -> MailCount:
        record = self.directory.find(name)
        return MailCount(
            name=name,
            standing=office_standing(name, self.directory),
            office_id=record.id if record else None,
            email=record.email if record and record.is_verified else "",
            lead_count=self.leads[name],
            support_count=self.supports[name],
            informed_count=self.informed[name],
        )

    def _rank(self, count: MailCount) -> tuple[bool, int]:
        record = self.directory.find(count.name)
        return bool(count.email), record.position if record else 0


def who_gets_mail(engine: Engine, draft_id: int, setting: Setting) -> tuple[MailCount, ...]:
    """Return the offices that the ticked rows name; see ``importers.review.drafts``."""
    draft = compared_draft(engine, draft_id, setting)
    mail = _Mail(draft.directory)
    for row in judge(draft).rows:
        if row.is_ticked and row.compared is not None:
            mail.add(row.compared.row)
    return mail.counts()


def add_alias(engine: Engine, name: str, office_id: int, *, now: datetime, actor: Actor) -> None:
    """Let a printed name mean an office of the directory; see ``importers.review.drafts``."""
    with db.writing(engine) as connection:
        directory = store_directory.load_directory(connection)
        known, target = directory.find(name), directory.offices.get(office_id)
        if target is None:
            raise NotFoundError("单位名录里没有这个单位，请选一个已有的单位，或者先新建。")
        if directory.is_group(name) or (known and known.id != target.id and not _is_unverified(known)):
            raise InputError(f"“{name}”在单位名录里已经有别的意思，不能再作别名。")
        if known is not None and known.id == target.id:
            return
        if known is not None:
            store_directory.merge_into(connection, known.id, target.id)
        else:
            _check_name(name)
            store_directory.add_alias(connection, target.id, name)
        _note(connection, actor, "office_alias", target.id, now, name=name)


def add_office(engine: Engine, name: str, *, email: str, now: datetime, actor: Actor) -> int:
    """Add a printed name to the directory as a confirmed office; see ``importers.review.drafts``."""
    address = check_address(email) if email else ""
    with db.writing(engine) as connection:
        directory = store_directory.load_directory(connection)
        known = directory.find(name)
        if directory.is_group(name) or (known is not None and not _is_unverified(known)):
            raise InputError(f"名录里已经有“{name}”。")
        if known is not None:
            office_id = known.id
            store_directory.update_office(connection, office_id, state=OfficeState.VERIFIED)
        else:
            _check_name(name)
            office_id = store_directory.add_office(connection, name, state=OfficeState.VERIFIED)
        if address:
            store_directory.set_contact(connection, office_id, email=address)
        act = "office_confirm" if known else "office_add"
        _note(connection, actor, act, office_id, now, name=name)
    return office_id


def _is_unverified(office: OfficeRecord) -> bool:
    return office.state is OfficeState.UNVERIFIED


def _check_name(name: str) -> None:
    if not (is_writable_name(name) and is_plausible_name(name)):
        raise InputError(f"“{name[:60]}”不像单位名称，请在这一行改好单位再试。")


def _note(
    connection: Connection, actor: Actor, act: str, office_id: int, now: datetime, *, name: str
) -> None:
    subject = ("office", office_id)
    store_audit.record(connection, actor, act, subject=subject, at=now, facts={"name": name})
