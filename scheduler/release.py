"""What a person does with a held letter (核发): release, hold, rewrite, telephone instead, or drop it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy.engine import Connection

from models import db, store_audit, store_facts, store_notices, store_reports
from models.kinds import NoticeState
from models.store_audit import Actor
from models.store_notices import NoticeRecord
from rules.errors import InputError, RuleError
from rules.plan import due_notices
from scheduler.services import Services

_GONE = {
    NoticeState.RELEASED: "这封信已经核发，等着发出。",
    NoticeState.LEFT: "这封信已经发出。",
    NoticeState.PHONED: "这封信已改为电话催办。",
    NoticeState.DROPPED: "这封信已定为不发。",
    NoticeState.LAPSED: "这封信已自动撤回。",
    NoticeState.PLANNED: "这不是要核发的信。",
}


@dataclass(frozen=True, slots=True)
class LetterWords:
    """What a supervisor typed for a letter; empty fields keep the standard text."""

    number_words: str = ""
    subject_words: str = ""
    opening_words: str = ""
    closing_words: str = ""
    skip_leader: bool = False


def release_letters(
    services: Services, actor: Actor, notice_ids: Collection[int], *, words: LetterWords | None = None
) -> list[NoticeRecord]:
    """Let held letters leave with the next pass, and return them.

    Raises :class:`RuleError` when one of them is not held any more; then none is released.
    """
    now = services.clock()
    with db.writing(services.engine) as connection:
        released = []
        for notice_id in notice_ids:
            record = store_notices.notice(connection, notice_id)
            values = {} if words is None else _columns(words)
            moved = store_notices.change_state(
                connection,
                notice_id,
                before=NoticeState.HELD,
                after=NoticeState.RELEASED,
                released_by=actor.name,
                released_at=now,
                hold_until=None,
                **values,
            )
            if not moved:
                raise RuleError(_GONE.get(record.state, "这封信现在不能核发。"))
            _note(services, connection, actor, record, "letter_release")
            released.append(record)
    return released


def rewrite_letter(services: Services, actor: Actor, notice_id: int, words: LetterWords) -> None:
    """Store a supervisor's own words for a held letter; empty words bring the standard text back."""
    with db.writing(services.engine) as connection:
        record = _held(store_notices.notice(connection, notice_id))
        store_notices.update_notices(connection, [notice_id], **_columns(words))
        _note(services, connection, actor, record, "letter_rewrite", subject=words.subject_words)


def hold_letter(
    services: Services, actor: Actor, notice_id: int, *, today: date, until: date | None = None
) -> None:
    """Put a held letter off (暂缓), or take a released one back before it has left."""
    if until is not None and until <= today:
        raise InputError("暂缓的日期要在今天之后。")
    with db.writing(services.engine) as connection:
        record = store_notices.notice(connection, notice_id)
        if record.state not in (NoticeState.HELD, NoticeState.RELEASED) or record.message_id is not None:
            raise RuleError(_GONE.get(record.state, "这封信现在不能暂缓。"))
        store_notices.update_notices(
            connection,
            [notice_id],
            state=NoticeState.HELD,
            hold_until=until,
            released_by="",
            released_at=None,
        )
        _note(services, connection, actor, record, "letter_hold", until=until)


def drop_letter(services: Services, actor: Actor, notice_id: int, *, reason: str) -> None:
    """Decide that a held letter is not sent (不发这封)."""
    if not reason.strip():
        raise InputError("不发这封，请写明理由。")
    with db.writing(services.engine) as connection:
        record = _held(store_notices.notice(connection, notice_id))
        store_notices.update_notices(
            connection, [notice_id], state=NoticeState.DROPPED, decision_note=reason.strip()
        )
        _note(services, connection, actor, record, "letter_drop", reason=reason.strip())


@dataclass(frozen=True, slots=True)
class PhoneCall:
    """A telephone follow-up: who answered what, and on which day."""

    answered_by: str
    answer: str
    called_on: date


def telephone_instead(
    services: Services, actor: Actor, notice_id: int, call: PhoneCall, *, today: date
) -> None:
    """Record a telephone follow-up in place of a held letter; it stands for that level."""
    _check_call(call, today)
    with db.writing(services.engine) as connection:
        record = _held(store_notices.notice(connection, notice_id))
        _record_call(services, connection, actor, call, (record.task_id or 0, record.office_id), record)


def telephone(
    services: Services, actor: Actor, call: PhoneCall, *, task_id: int, office_id: int, today: date
) -> None:
    """Record a telephone follow-up about a task.

    It stands for the level that waits: the held letter, a level whose mail has not left, or the level
    due today that an office without address cannot get.
    """
    _check_call(call, today)
    with db.writing(services.engine) as connection:
        waiting = _waiting_level(services, connection, task_id, office_id, today)
        _record_call(services, connection, actor, call, (task_id, office_id), waiting)


def _waiting_level(
    services: Services, connection: Connection, task_id: int, office_id: int, today: date
) -> NoticeRecord | None:
    stages = {level.stage for level in services.policy.levels}

    def waiting() -> NoticeRecord | None:
        states = (NoticeState.HELD, NoticeState.PLANNED)
        found = store_notices.notices(connection, states=states, task_id=task_id, office_id=office_id)
        return next((record for record in reversed(found) if record.stage in stages), None)

    record = waiting()
    if record is None:
        facts = store_facts.load_facts_of(connection, [task_id])
        due = due_notices(facts, policy=services.policy, calendar=services.calendar(connection), today=today)
        level = [notice for notice in due if notice.stage in stages and notice.office_id == office_id]
        store_notices.add_notices(connection, level, planned_on=today, state=NoticeState.PLANNED)
        record = waiting()
    return record


def _record_call(
    services: Services,
    connection: Connection,
    actor: Actor,
    call: PhoneCall,
    about: tuple[int, int],
    letter: NoticeRecord | None,
) -> None:
    task_id, office_id = about
    if letter is not None:
        store_notices.update_notices(
            connection,
            [letter.id],
            state=NoticeState.PHONED,
            left_on=call.called_on,
            decision_note=f"电话催办，{call.answered_by.strip()}接听",
        )
    now = services.clock()
    store_reports.add_follow_up(
        connection,
        task_id=task_id,
        office_id=office_id,
        notice_id=letter.id if letter else None,
        stage=letter.stage if letter else "",
        answered_by=call.answered_by.strip(),
        answer=call.answer.strip(),
        called_by=actor.name,
        called_on=call.called_on,
        called_at=now,
    )
    facts = {"office": office_id, "answered_by": call.answered_by, "answer": call.answer}
    store_audit.record(connection, actor, "telephone", subject=("task", task_id), at=now, facts=facts)


def _check_call(call: PhoneCall, today: date) -> None:
    if not call.answered_by.strip():
        raise InputError("请填接话人。")
    if call.called_on > today:
        raise InputError("通话日期还没到。")


def _held(record: NoticeRecord) -> NoticeRecord:
    if record.state is not NoticeState.HELD:
        raise RuleError(_GONE.get(record.state, "这封信已经处理过了。"))
    return record


def _columns(words: LetterWords) -> dict[str, object]:
    return {
        "number_words": words.number_words.strip(),
        "subject_words": " ".join(words.subject_words.split()),
        "opening_words": words.opening_words.strip(),
        "closing_words": words.closing_words.strip(),
        "skip_leader": words.skip_leader,
    }


def _note(
    services: Services,
    connection: Connection,
    actor: Actor,
    record: NoticeRecord,
    act: str,
    **facts: object,
) -> None:
    store_audit.record(
        connection,
        actor,
        act,
        subject=("task", record.task_id),
        at=services.clock(),
        facts={"notice": record.id, "stage": record.stage, **facts},
    )
