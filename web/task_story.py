"""经过: everything that ever happened to a task, newest first, from the rows that recorded it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy.engine import Connection

from models import store_audit, store_messages, store_notices, store_plans, store_reports, store_tasks
from models.kinds import Decision, DueChangeClass, NoticeState
from models.store_handover import BY_HAND
from models.store_messages import MessageRecord
from models.store_notices import NoticeRecord
from models.task_values import ReportView, TaskView
from rules.facts import NoticeKind
from scheduler.services import SHANGHAI
from templates.filters import day_words
from web.desk import Desk
from web.shell import moment_words
from web.story_words import AUDITED, DECIDED, MAIL_TROUBLE, REPORTED, audit_detail, report_quote
from web.task_ladder import stage_words

SHOWS = {"": "全部", "reports": "反馈", "notices": "通知", "dates": "改期", "acts": "操作"}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened."""

    at: datetime
    kind: str
    mark: str
    who: str
    what: str
    rest: str = ""
    detail: str = ""
    quote: str = ""
    link: str = ""
    link_words: str = ""
    file_link: str = ""
    when: str = ""


def story(connection: Connection, task: TaskView, desk: Desk) -> list[Event]:
    """Return everything that happened to a task, newest first."""
    teller = _Teller(connection, task, desk)
    events = [
        *teller.reports(),
        *teller.decisions(),
        *teller.moves(),
        *teller.notices(),
        *teller.calls(),
        *teller.signatures(),
        *teller.audit(),
        *teller.beginning(),
    ]
    return sorted(events, key=lambda event: event.at, reverse=True)


class _Teller:
    """Reads one kind of rows after another."""

    def __init__(self, connection: Connection, task: TaskView, desk: Desk) -> None:
        self.connection = connection
        self.task = task
        self.desk = desk

    def reports(self) -> Iterator[Event]:
        """What offices said."""
        for report in store_reports.reports(self.connection, self.task.id):
            by_hand = "" if report.channel == "link" else "，由督查室代填"
            file_link = f"/tasks/{self.task.number}/files/{report.file_id}" if report.file_id else ""
            yield Event(
                at=report.created_at,
                when=moment_words(report.created_at, self.desk),
                kind="reports",
                mark="话",
                who=report.office_name,
                what=REPORTED[report.kind],
                detail=self._report_detail(report) + by_hand,
                quote=report_quote(report),
                file_link=file_link,
            )

    def _report_detail(self, report: ReportView) -> str:
        parts = []
        if report.completed_on:
            parts.append(f"完成日期{day_words(report.completed_on, self.desk.today)}")
        if report.expected_on:
            parts.append(f"预计完成{day_words(report.expected_on, self.desk.today)}")
        parts.append(f"填报人：{report.reported_by}" + (f" {report.phone}" if report.phone else ""))
        return "，".join(parts)

    def decisions(self) -> Iterator[Event]:
        """What the supervision office decided."""
        for one in store_reports.verifications(self.connection, self.task.id):
            parts = []
            if one.completed_on and one.decision is Decision.CLOSED:
                parts.append(f"完成日期{day_words(one.completed_on, self.desk.today)}")
            if one.reply_by:
                parts.append(f"请于{day_words(one.reply_by, self.desk.today)}前补充")
            yield Event(
                at=one.created_at,
                when=moment_words(one.created_at, self.desk),
                kind="acts",
                mark="点",
                who=one.decided_by,
                what=DECIDED[one.decision],
                detail="，".join(parts),
                quote=one.note,
            )

    def moves(self) -> Iterator[Event]:
        """Every move of the due date."""
        today = self.desk.today
        for one in store_tasks.due_changes(self.connection, self.task.id):
            old = day_words(one.old_due_on, today) if one.old_due_on else "没有时限"
            new = day_words(one.new_due_on, today) if one.new_due_on else "没有固定时限"
            is_correction = one.change_class is DueChangeClass.CORRECTION
            yield Event(
                at=one.created_at,
                when=moment_words(one.created_at, self.desk),
                kind="dates",
                mark="点",
                who=one.changed_by,
                what="更正时限" if is_correction else "调整时限",
                rest=f"：{old} → {new}",
                detail=one.reason + (f"，{one.paper}" if one.paper else ""),
            )

    def notices(self) -> Iterator[Event]:
        """What was said to the offices, one event for a message or letter."""
        records = store_notices.notices(self.connection, task_id=self.task.id)
        ids = {one.message_id for one in records if one.message_id}
        found = {one.id: one for one in store_messages.messages(self.connection, ids=ids, limit=2000)}
        for record in records:
            yield self._notice(record, found.get(record.message_id or 0))

    def _notice(self, record: NoticeRecord, message: MessageRecord | None) -> Event:
        name = stage_words(self.desk.policy, record.kind, record.stage)
        office = self.desk.office(record.office_id).label
        at = self._moment(record, message)
        when = moment_words(at, self.desk)
        if record.kind is NoticeKind.CIRCULAR:
            return Event(at, "notices", "点", "", "列为“拟列入通报”", detail="只提示，不发信", when=when)
        if message is not None:
            return self._sent(at, name, office, record, message)
        words, detail = self._unsent(record)
        is_held = record.state is NoticeState.HELD
        return Event(
            at=at,
            when=when,
            kind="notices",
            mark="待核" if is_held else "点",
            who="系统起草" if is_held else "",
            what=name,
            rest=f"给{office}，{words}",
            detail=detail,
            link=f"/release/{record.id}" if is_held else "",
            link_words="看这封信" if is_held else "",
        )

    def _sent(
        self, at: datetime, name: str, office: str, record: NoticeRecord, message: MessageRecord
    ) -> Event:
        trouble = MAIL_TROUBLE.get(message.state, "")
        by = f"，{record.released_by}核发" if record.released_by else ""
        return Event(
            at=at,
            when=moment_words(at, self.desk),
            kind="notices",
            mark="信",
            who="发出" if not trouble else "",
            what=name,
            rest=f"给{office}" + (f"，{trouble}" if trouble else ""),
            detail=record.reason + by + self._by_hand(record),
            link=f"/outbox/{message.id}",
            link_words="看原信",
        )

    def _unsent(self, record: NoticeRecord) -> tuple[str, str]:
        words = {
            NoticeState.HELD: "等您核发",
            NoticeState.RELEASED: f"{record.released_by}已核发，等待发出",
            NoticeState.PHONED: "改为电话催办",
            NoticeState.DROPPED: "定为不发",
            NoticeState.LAPSED: "自动撤回",
            NoticeState.PLANNED: "没有邮箱，没有发出",
            NoticeState.LEFT: "打印送达",
        }[record.state]
        return words, record.decision_note or record.reason

    def _by_hand(self, record: NoticeRecord) -> str:
        """What became of a refused message that was handed over."""
        if record.left_on is None or not record.decision_note.startswith(BY_HAND):
            return ""
        return f"，{day_words(record.left_on, self.desk.today)}{record.decision_note}"

    def _moment(self, record: NoticeRecord, message: MessageRecord | None) -> datetime:
        if message is not None:
            return message.sent_at or message.created_at
        if record.released_at is not None:
            return record.released_at
        begin: time = self.desk.policy.send_from
        return datetime.combine(record.left_on or record.planned_on, begin, tzinfo=SHANGHAI)

    def calls(self) -> Iterator[Event]:
        """Telephone follow-ups."""
        for call in store_reports.follow_ups(self.connection, [self.task.id]):
            office = self.desk.office(call.office_id).label
            yield Event(
                at=call.called_at,
                when=moment_words(call.called_at, self.desk),
                kind="notices",
                mark="话",
                who=call.called_by,
                what="电话催办",
                rest=office,
                detail=f"{day_words(call.called_on, self.desk.today)}，{call.answered_by}接听",
                quote=call.answer,
            )

    def signatures(self) -> Iterator[Event]:
        """签收 of the plan by the task's offices."""
        offices = {one.office_id for one in self.task.named}
        for one in store_reports.acknowledgements(self.connection):
            if one.plan_id == self.task.plan_id and one.office_id in offices:
                detail = "，".join(filter(None, (one.signed_by, "电话代签收" if one.by_phone else "")))
                yield Event(
                    at=one.acknowledged_at,
                    when=moment_words(one.acknowledged_at, self.desk),
                    kind="acts",
                    mark="点",
                    who=self.desk.office(one.office_id).label,
                    what="签收",
                    detail=detail,
                )

    def audit(self) -> Iterator[Event]:
        """Acts that left no row but their audit event."""
        for one in store_audit.audit_events(self.connection, subject=("task", self.task.id)):
            if one.act in AUDITED:
                yield Event(
                    at=one.at,
                    when=moment_words(one.at, self.desk),
                    kind="acts",
                    mark="点",
                    who=one.actor,
                    what=AUDITED[one.act],
                    detail=audit_detail(one.act, one.text),
                )

    def beginning(self) -> Iterator[Event]:
        """The import that brought the task."""
        for batch in store_plans.batches(self.connection, plan_id=self.task.plan_id, limit=500):
            if batch.id == self.task.batch_id:
                yield Event(
                    at=batch.created_at,
                    when=moment_words(batch.created_at, self.desk),
                    kind="acts",
                    mark="点",
                    who=batch.imported_by,
                    what="导入配档表",
                    detail=batch.file_name if batch.file_name != "-" else "粘贴的文字",
                )


def counts(events: Sequence[Event]) -> list[tuple[str, str, int]]:
    """Return (key, word, count) of the history's filters."""
    return [(key, word, sum(not key or event.kind == key for event in events)) for key, word in SHOWS.items()]
