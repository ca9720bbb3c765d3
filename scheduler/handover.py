"""Handing over by hand what mail cannot say (送达): the slip on paper, and recording that it was handed
over, after which its notices count as said.
"""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.engine import Connection

from models import db, store_audit, store_handover, store_notices
from models.kinds import NoticeState
from models.store_audit import Actor
from models.store_directory import load_directory
from models.store_handover import HandDeliveryRecord
from models.store_notices import NoticeRecord
from rules.errors import InputError, NotFoundError, RuleError
from rules.facts import Notice, NoticeKind
from rules.plan import due_reason, one_line_a_task
from rules.workdays import Calendar
from scheduler.compose import Composer, as_notice, letter_notice
from scheduler.services import Services
from scheduler.undelivered import Undelivered, composer_of, undelivered
from templates.slip_values import Slip

_RETOLD = (NoticeKind.REMINDER, NoticeKind.DUE_TODAY, NoticeKind.OVERDUE)
_NAME_LIMIT, _NOTE_LIMIT = 50, 500


@dataclass(frozen=True, slots=True)
class HandoverOutcome:
    """What was recorded, and whether this very call recorded it."""

    record: HandDeliveryRecord
    is_new: bool


def slip_for(
    services: Services,
    connection: Connection,
    office_id: int,
    *,
    today: date,
    message_id: int | None = None,
    number_words: str = "",
) -> Slip:
    """Return the slip of an office: everything it is to be told by hand, or one refused message alone.

    Raises :class:`NotFoundError` when nothing waits for it.
    """
    found = _found(services, connection, office_id, today=today, message_id=message_id)
    if found is None:
        raise NotFoundError("这个单位现在没有要当面送的内容。")
    composer = _composer(services, connection, found)
    notices = one_line_a_task(_notices(found, composer.calendar))
    views = [composer.material.views[notice.task_id or 0] for notice in notices]
    words = _letter_words(found)
    return Slip(
        bureau=services.bureau,
        office_name=found.office.name,
        on=found.on,
        plan_titles=tuple(dict.fromkeys(view.plan_title for view in views)),
        lines=tuple(composer.line(office_id, notice, "") for notice in notices),
        number_words=number_words or (words.number_words if words else ""),
        opening_words=words.opening_words if words and len(notices) == len(_letters(found)) else "",
        closing_words=words.closing_words if words else "",
    )


def record_handover(
    services: Services,
    actor: Actor,
    *,
    office_id: int,
    today: date,
    handed_by: str,
    received_by: str,
    handed_on: date,
    note: str = "",
    message_id: int | None = None,
    slip_on: date | None = None,
    task_ids: Collection[int] | None = None,
    submission_key: str = "",
) -> HandoverOutcome:
    """Record that a slip was handed over: what it says counts as said from that day.

    ``slip_on`` is the date on the paper, the day of handing over when not given; ``task_ids`` narrows to
    the tasks that stand on it. The same submission key returns what was recorded the first time. Raises
    :class:`InputError` for a wrong field and :class:`RuleError` when nothing waits for the office.
    """
    slip_on = slip_on or handed_on
    names = (_name(handed_by, "送达人"), _name(received_by, "接收人"))
    note = _checked(note, today=today, slip_on=slip_on, handed_on=handed_on)
    now = services.clock()
    key = _submission_key(submission_key, office_id)
    with db.writing(services.engine) as connection:
        before = store_handover.by_submission_key(connection, key)
        if before is not None:
            return HandoverOutcome(before, is_new=False)
        found = _found(services, connection, office_id, today=slip_on, message_id=message_id)
        if found is None:
            raise RuleError("这个单位现在没有要当面送的内容，或者刚刚有人记过。")
        found = found if task_ids is None else found.only(task_ids)
        if not found.task_ids:
            raise InputError("请至少勾选单上的一项。")
        stored = store_handover.add_hand_delivery(
            connection,
            office_id=office_id,
            slip_on=found.on,
            handed_by=names[0],
            received_by=names[1],
            handed_on=handed_on,
            line_count=len(found.task_ids),
            note=note,
            recorded_by=actor.name,
            recorded_on=today,
            created_at=now,
            submission_key=key,
        )
        if stored is not None:
            _say(connection, found, stored, handed_on)
            _note(connection, actor, found, stored, now, names=names, handed_on=handed_on)
        record = store_handover.by_submission_key(connection, key)
    if record is None:
        raise NotFoundError
    return HandoverOutcome(record, is_new=stored is not None)


def _name(text: str, label: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise InputError(f"请填{label}。")
    if len(name) > _NAME_LIMIT:
        raise InputError(f"{label}最多{_NAME_LIMIT}字，现在{len(name)}字。")
    return name


def _checked(note: str, *, today: date, slip_on: date, handed_on: date) -> str:
    if handed_on > today:
        raise InputError("送达日期还没到。")
    if handed_on < slip_on:
        day = f"{slip_on.month}月{slip_on.day}日"
        raise InputError(f"单子是{day}的，送达日期不能早于这一天。")
    if len(note.strip()) > _NOTE_LIMIT:
        raise InputError(f"备注最多{_NOTE_LIMIT}字，现在{len(note.strip())}字。")
    return note.strip()


def _submission_key(key: str, office_id: int) -> str:
    """Without a key every call is an act of its own."""
    return hashlib.sha256(f"{office_id}|{key or secrets.token_hex(16)}".encode()).hexdigest()


def _found(
    services: Services, connection: Connection, office_id: int, *, today: date, message_id: int | None
) -> Undelivered | None:
    if office_id not in load_directory(connection).offices:
        raise NotFoundError("单位名录里没有这个单位。")
    found = undelivered(services, connection, today=today, office_id=office_id, message_id=message_id)
    return next(iter(found), None)


def _say(connection: Connection, found: Undelivered, hand_delivery_id: int, handed_on: date) -> None:
    """Store what was not stored yet and let everything on the slip count as said."""
    store_notices.add_notices(connection, found.fresh, planned_on=found.on, state=NoticeState.PLANNED)
    fresh = store_handover.notice_ids(connection, [notice.dedupe_key for notice in found.fresh])
    ids = [*fresh, *(record.id for record in found.records)]
    store_handover.say_notices(connection, hand_delivery_id, ids)
    told = [
        (notice.task_id, notice.office_id)
        for notice in found.fresh
        if notice.kind in (NoticeKind.ASSIGNMENT, NoticeKind.INFORM) and notice.task_id is not None
    ]
    store_notices.mark_told(connection, told, handed_on)


def _note(
    connection: Connection,
    actor: Actor,
    found: Undelivered,
    hand_delivery_id: int,
    now: datetime,
    *,
    names: tuple[str, str],
    handed_on: date,
) -> None:
    facts = {
        "hand_delivery": hand_delivery_id,
        "handed_by": names[0],
        "received_by": names[1],
        "handed_on": handed_on,
        "slip_on": found.on,
        "tasks": sorted(found.task_ids),
        "messages": [refusal.message.id for refusal in found.refusals],
    }
    subject = ("office", found.office.id)
    store_audit.record(connection, actor, "hand_delivery", subject=subject, at=now, facts=facts)


def _composer(services: Services, connection: Connection, found: Undelivered) -> Composer:
    return composer_of(
        services,
        connection,
        [*found.fresh, *found.records],
        calendar=services.calendar(connection),
        directory=load_directory(connection),
        on=found.on,
    )


def _notices(found: Undelivered, calendar: Calendar) -> list[Notice]:
    """Return everything a slip says, with reasons that are true for its day."""
    return [*found.fresh, *(_retold(record, calendar, found.on) for record in found.records)]


def _retold(record: NoticeRecord, calendar: Calendar, on: date) -> Notice:
    if record.kind is NoticeKind.LETTER:
        return letter_notice(record, calendar=calendar, today=on)
    notice = as_notice(record)
    if record.kind in _RETOLD and record.due_on is not None:
        return replace(notice, reason=due_reason(record.due_on, calendar=calendar, today=on))
    return notice


def _letters(found: Undelivered) -> list[NoticeRecord]:
    return [record for record in found.records if record.kind is NoticeKind.LETTER]


def _letter_words(found: Undelivered) -> NoticeRecord | None:
    """The letter whose typed words the slip takes, as the mail takes those of the first."""
    return next(iter(_letters(found)), None)
