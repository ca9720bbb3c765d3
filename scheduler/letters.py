"""Released letters (催办通知单) and the leaders' copies: messages of their own, on any day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.engine import Connection

from models import db, store_notices, store_stale
from models.kinds import NoticeState
from models.store_notices import NoticeRecord
from rules.errors import InputError
from rules.facts import WORKING, Notice, NoticeKind
from scheduler.compose import Composer, composer_for, letter_notice
from scheduler.planning import NO_ADDRESS, Planned, Undeliverable
from scheduler.posting import SLOT_LEADER, SLOT_LETTER, Addressee, Post, build_post, store_post
from scheduler.rebuilding import WHY
from scheduler.services import Services
from templates.mail_values import LeaderItem, LeaderMail

#: How far back a letter is looked at for a leader's copy that could not leave on its own day.
_COPY_DAYS = 14


def post_letters(services: Services, planned: Planned, *, today: date) -> None:
    """Render every released letter for today; several for one office are one letter."""
    with db.reading(services.engine) as connection:
        waiting = store_notices.notices(
            connection, states=(NoticeState.RELEASED,), kinds=(NoticeKind.LETTER,), message_id=None
        )
        waiting = [record for record in waiting if record.message_id is None]
        if not waiting:
            return
        calendar = services.calendar(connection)
        composer = composer_for(services, connection, calendar=calendar, today=today, records=waiting)
    for office_id, records in _still_needed(services, composer, waiting).items():
        for together in _letters_of(records):
            _post_letter(services, composer, office_id, together, planned)


def _letters_of(records: list[NoticeRecord]) -> list[list[NoticeRecord]]:
    """Letters released together for one office are one; one with words of its own stays alone."""
    plain = [record for record in records if not _has_own_words(record)]
    return [*([plain] if plain else []), *([record] for record in records if _has_own_words(record))]


def _has_own_words(record: NoticeRecord) -> bool:
    return bool(record.number_words or record.subject_words or record.opening_words or record.closing_words)


def _still_needed(
    services: Services, composer: Composer, waiting: list[NoticeRecord]
) -> dict[int, list[NoticeRecord]]:
    needed: dict[int, list[NoticeRecord]] = defaultdict(list)
    gone = []
    for record in waiting:
        view = composer.material.views[record.task_id or 0]
        is_owed = (
            view.status in WORKING and record.office_id in view.lead_ids and view.due_on == record.due_on
        )
        needed[record.office_id].append(record) if is_owed else gone.append(record.id)
    if gone:
        with db.writing(services.engine) as connection:
            store_notices.lapse(connection, gone, note="发出前情况已变，自动撤回")
    return {office_id: records for office_id, records in needed.items() if records}


def _post_letter(
    services: Services, composer: Composer, office_id: int, records: list[NoticeRecord], planned: Planned
) -> None:
    office = composer.material.directory.offices[office_id]
    if not office.email:
        planned.undeliverable.append(Undeliverable(office.name, NO_ADDRESS))
        return
    calendar, today = composer.calendar, composer.today
    notices = [letter_notice(record, calendar=calendar, today=today) for record in records]
    mail = composer.office_mail(office, notices, words=records[0])
    try:
        post = build_post(
            services,
            services.renderer.letter(mail, policy=services.policy, calendar=calendar),
            Addressee(office.email, office.name, office.id),
            slot=f"{SLOT_LETTER}:{records[0].id}",
            kind=NoticeKind.LETTER,
            now=composer.now,
            plan_id=mail.plan.id,
            due_on=min((record.due_on for record in records if record.due_on), default=None),
        )
    except InputError as problem:
        planned.undeliverable.append(Undeliverable(office.name, problem.message))
        return
    with db.writing(services.engine) as connection:
        message_id = store_post(connection, post, run_on=today, now=composer.now)
        if message_id is not None:
            store_notices.update_notices(connection, [r.id for r in records], message_id=message_id)
            planned.messages += 1


@dataclass(frozen=True, slots=True)
class _Copy:
    record: NoticeRecord
    notice: Notice


def post_leader_copies(services: Services, planned: Planned, *, today: date) -> None:
    """One message per leader in charge and day lists what was released under him."""
    with db.reading(services.engine) as connection:
        copies = _unsaid_copies(services, connection, today)
        if not copies:
            return
        calendar = services.calendar(connection)
        composer = composer_for(
            services, connection, calendar=calendar, today=today, records=[copy.record for copy in copies]
        )
        by_leader: dict[int, list[_Copy]] = defaultdict(list)
        for copy in copies:
            office = composer.material.directory.offices[copy.record.office_id]
            if office.leader_id is not None and office.leader_email:
                by_leader[office.leader_id].append(copy)
        posts = [(_leader_post(composer, leader_id, own), own) for leader_id, own in by_leader.items()]
    for post, own in posts:
        _store_leader_copy(services, composer, post, own, planned)


def _unsaid_copies(services: Services, connection: Connection, today: date) -> list[_Copy]:
    copying = {level.stage for level in services.policy.levels if level.copy_leader}
    since = today - timedelta(days=_COPY_DAYS)
    copies = [
        _Copy(record, _escalation(record))
        for record in store_notices.letters_since(connection, since)
        if record.stage in copying and not record.skip_leader
    ]
    said = store_notices.existing_keys(connection, [copy.notice.dedupe_key for copy in copies])
    return [copy for copy in copies if copy.notice.dedupe_key not in said]


def _escalation(record: NoticeRecord) -> Notice:
    return Notice(
        kind=NoticeKind.ESCALATION,
        office_id=record.office_id,
        task_id=record.task_id,
        plan_id=record.plan_id,
        stage=record.stage,
        round=record.round,
        reason="核发催办通知单",
        due_on=record.due_on,
    )


def _leader_post(composer: Composer, leader_id: int, copies: list[_Copy]) -> Post:
    services, directory = composer.services, composer.material.directory
    offices = [directory.offices[copy.record.office_id] for copy in copies]
    items = tuple(
        LeaderItem(office.name, composer.line(office.id, copy.notice, ""))
        for office, copy in zip(offices, copies, strict=True)
    )
    mail = LeaderMail(
        bureau=services.bureau,
        leader_name=offices[0].leader_name,
        today=composer.today,
        items=items,
        letter_count=len({(copy.record.message_id, copy.record.office_id) for copy in copies}),
        released_on=max((copy.record.left_on for copy in copies if copy.record.left_on), default=None),
        link=services.links.leader_url(leader_id, now=composer.now),
    )
    return build_post(
        services,
        services.renderer.leader(mail, policy=services.policy, calendar=composer.calendar),
        Addressee(offices[0].leader_email, offices[0].leader_name),
        slot=f"{SLOT_LEADER}:{leader_id}",
        kind=NoticeKind.ESCALATION,
        now=composer.now,
    )


def _store_leader_copy(
    services: Services, composer: Composer, post: Post, copies: list[_Copy], planned: Planned
) -> None:
    with db.writing(services.engine) as connection:
        message_id = store_post(connection, post, run_on=composer.today, now=composer.now)
        if message_id is None:
            return  # today's copy is on its way; these stand in tomorrow's
        store_notices.add_notices(
            connection,
            [copy.notice for copy in copies],
            planned_on=composer.today,
            state=NoticeState.PLANNED,
            message_id=message_id,
        )
        planned.messages += 1
        planned.notices += len(copies)


def cancel_stale(services: Services, *, today: date) -> int:
    """Cancel never-attempted messages whose items, recipient or day no longer hold, and count them.

    Their notices are taken back as never said, so that the planning of this pass says what still
    holds; a letter waits again, released.
    """
    with db.writing(services.engine) as connection:
        stale = store_stale.stale_untried(connection, redirect_to=services.mail.redirect_to)
        stale += store_stale.outdated(connection, today=today)
        gone = store_stale.cancel_untried(connection, stale, reason=WHY)
        store_notices.take_back(connection, gone)
    return len(gone)
