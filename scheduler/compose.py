"""From notices to the values of a mail: everything a template needs, ready, for one day.

Reads, never writes, and holds no wording.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.engine import Connection

from models import store_plans, store_reports, store_tasks, store_totals
from models.kinds import PlanState, ReportKind
from models.store_directory import Directory, OfficeRecord, load_directory
from models.store_facts import load_said
from models.store_notices import NoticeRecord
from models.store_plans import PlanRecord
from models.store_totals import YearRow
from models.task_values import FollowUpView, TaskView, VerificationView
from rules.facts import WORKING, Notice, NoticeKind, Said, Status
from rules.plan import due_reason, one_line_a_task
from rules.workdays import Calendar
from scheduler.services import SHANGHAI, Services
from templates.mail_values import FollowUpMark, Line, OfficeMail, PlanFacts, Rendered, YearTotals

_REMINDING = (NoticeKind.REMINDER, NoticeKind.DUE_TODAY)


@dataclass(frozen=True, slots=True)
class Material:
    """What was read for composing the mails of one pass."""

    views: Mapping[int, TaskView]
    said: Mapping[int, Sequence[Said]]
    returns: Mapping[int, VerificationView]
    calls: Mapping[int, Sequence[FollowUpView]]
    years: Mapping[int, Sequence[YearRow]]
    plans: Mapping[int, PlanRecord]
    directory: Directory


def read_material(
    connection: Connection,
    *,
    directory: Directory,
    said: Mapping[int, Sequence[Said]],
    task_ids: Iterable[int],
    office_ids: Iterable[int],
) -> Material:
    """Read what the mails about some tasks to some offices need, in a handful of queries."""
    ids = tuple(sorted(set(task_ids)))
    wanted = store_tasks.TaskFilter(task_ids=ids, plan_states=tuple(PlanState))
    calls: dict[int, list[FollowUpView]] = {}
    for call in store_reports.follow_ups(connection, list(ids)):
        calls.setdefault(call.task_id, []).append(call)
    return Material(
        views={view.id: view for view in store_tasks.load_tasks(connection, wanted)},
        said=said,
        returns=store_reports.last_returns(connection, list(ids)),
        calls=calls,
        years=store_totals.year_rows(connection, set(office_ids)),
        plans={plan.id: plan for plan in store_plans.plans(connection)},
        directory=directory,
    )


@dataclass(frozen=True, slots=True)
class Composer:
    """Composes the mails of one day out of what was read."""

    services: Services
    material: Material
    calendar: Calendar
    today: date
    now: datetime

    def office_mail(
        self,
        office: OfficeRecord,
        notices: Iterable[Notice],
        *,
        attachment_name: str = "",
        words: NoticeRecord | None = None,
    ) -> OfficeMail:
        """Return the values of one digest or letter to an office; one line a task, gravest first."""
        link = self.services.links.office_url(office.id, version=office.link_version, now=self.now)
        notices = list(notices)
        lines = tuple(self.line(office.id, notice, link) for notice in one_line_a_task(notices))
        plan = self.material.views[lines[0].task_id].plan_id
        return OfficeMail(
            bureau=self.services.bureau,
            plan=self._plans_of(lines),
            office_name=office.name,
            short_name=office.label,
            today=self.today,
            lines=lines,
            totals=self.totals(office.id, plan, lines),
            link=link,
            has_weekly_list=any(notice.stage.startswith("weekly") for notice in notices),
            attachment_name=attachment_name,
            number_words=words.number_words if words else "",
            subject_words=words.subject_words if words else "",
            opening_words=words.opening_words if words else "",
            closing_words=words.closing_words if words else "",
            at=self.now.astimezone(SHANGHAI).strftime("%H:%M"),
        )

    def _plans_of(self, lines: tuple[Line, ...]) -> PlanFacts:
        """The plan of the gravest line; a mail about several plans names them all."""
        ids = list(dict.fromkeys(self.material.views[line.task_id].plan_id for line in lines))
        titles = "》《".join(self.material.plans[plan_id].title for plan_id in ids)
        return replace(self.plan_facts(ids[0]), title=titles)

    def plan_facts(self, plan_id: int) -> PlanFacts:
        """Return what a mail says about a plan."""
        plan = self.material.plans[plan_id]
        return PlanFacts(id=plan.id, title=plan.title, year=plan.year, issued_on=plan.issued_on)

    def totals(self, office_id: int, plan_id: int, lines: Iterable[Line]) -> YearTotals:
        """Return the office's whole year in one plan; open tasks not listed go by month."""
        rows = [row for row in self.material.years.get(office_id, ()) if row.plan_id == plan_id]
        listed = {line.task_id for line in lines}
        others = [row for row in rows if row.task_id not in listed]
        counts = Counter(row.status for row in others)
        owed = [row for row in others if row.status in WORKING]
        months = Counter(row.due_on.month for row in owed if row.due_on and row.due_on >= self.today)
        return YearTotals(
            responsible=len(rows),
            closed=counts[Status.CLOSED],
            pending=counts[Status.REPORTED],
            paused=counts[Status.PAUSED],
            later=tuple((f"{month}月", months[month]) for month in sorted(months)),
            undated=sum(row.due_on is None for row in owed),
            unconfirmed=counts[Status.UNCONFIRMED],
        )

    def line(self, office_id: int, notice: Notice, link: str) -> Line:
        """Return one task of a mail as the office sees it today."""
        view = self.material.views[notice.task_id or 0]
        said = [one for one in self.material.said.get(view.id, ()) if one.office_id == office_id]
        report, returned = view.last_report, self.material.returns.get(view.id)
        is_lead = office_id in view.lead_ids
        return Line(
            kind=notice.kind,
            stage=notice.stage,
            reason=notice.reason,
            task_id=view.id,
            number=view.number,
            title=view.title,
            due_on=view.due_on,
            due_words=view.period,
            is_derived=view.is_derived,
            is_lead=is_lead,
            lead_name=view.lead_name,
            lead_confirmed=view.lead_is_confirmed,
            other_names=_other_names(view, office_id),
            office_words=view.office_words,
            workdays_overdue=self._workdays_overdue(view),
            last_report_on=report.reported_on if report else None,
            last_report=report.note if report else "",
            expected_on=report.expected_on if report else None,
            is_difficult=report is not None and report.kind is ReportKind.DIFFICULTY,
            help_wanted=report.help_wanted if report else "",
            reminder_count=sum(one.kind in _REMINDING and one.left_on is not None for one in said),
            asked_on=self._asked_on(said),
            follow_ups=self._follow_ups(view.id, said),
            is_unconfirmed=view.status is Status.UNCONFIRMED,
            recurrence=view.recurrence,
            return_note=returned.note if returned and view.status is Status.RETURNED else "",
            returned_on=returned.decided_on if returned else None,
            reply_by=returned.reply_by if returned else None,
            is_provisional=view.due_on is not None and self.calendar.is_provisional(view.due_on),
            link=f"{link}?t={view.number}#t{view.number}",
        )

    def _workdays_overdue(self, view: TaskView) -> int:
        if view.due_on is None or view.due_on >= self.today or view.status not in WORKING:
            return 0
        return self.calendar.workdays_between(view.due_on, self.today)

    def _asked_on(self, said: Iterable[Said]) -> date | None:
        first = next((level.stage for level in self.services.policy.levels), "")
        return max((one.left_on for one in said if one.stage == first and one.left_on), default=None)

    def _follow_ups(self, task_id: int, said: Iterable[Said]) -> tuple[FollowUpMark, ...]:
        calls = self.material.calls.get(task_id, ())
        by_phone = {call.called_on for call in calls}
        letters = {one.left_on for one in said if one.kind is NoticeKind.LETTER and one.left_on}
        marks = [FollowUpMark(day, by_phone=True) for day in by_phone]
        marks += [FollowUpMark(day) for day in letters - by_phone]
        return tuple(sorted(marks, key=lambda mark: mark.on))


def _other_names(view: TaskView, office_id: int) -> tuple[str, ...]:
    others = [a.printed_name or a.office_name for a in view.named if a.office_id != office_id]
    if view.group_only:
        return ()
    return (*others, *([view.group_words] if view.group_words else []))


def as_notice(record: NoticeRecord) -> Notice:
    """Return a stored notice as the rules knew it."""
    return Notice(
        kind=record.kind,
        office_id=record.office_id,
        task_id=record.task_id,
        plan_id=record.plan_id,
        stage=record.stage,
        round=record.round,
        reason=record.reason,
        due_on=record.due_on,
    )


def letter_notice(record: NoticeRecord, *, calendar: Calendar, today: date) -> Notice:
    """Return a stored letter as a notice whose reason is true for today."""
    reason = due_reason(record.due_on, calendar=calendar, today=today) if record.due_on else record.reason
    return replace(as_notice(record), held=True, reason=reason)


def letter_preview(
    services: Services, connection: Connection, notice: NoticeRecord, *, today: date
) -> Rendered:
    """Return a held letter exactly as it would leave today."""
    calendar = services.calendar(connection)
    composer = composer_for(services, connection, calendar=calendar, today=today, records=[notice])
    office = composer.material.directory.offices[notice.office_id]
    mail = composer.office_mail(office, [letter_notice(notice, calendar=calendar, today=today)], words=notice)
    return services.renderer.letter(mail, policy=services.policy, calendar=calendar)


def composer_for(
    services: Services,
    connection: Connection,
    *,
    calendar: Calendar,
    today: date,
    records: Sequence[NoticeRecord],
) -> Composer:
    """Return a composer that knows everything about the tasks of some stored notices."""
    task_ids = [record.task_id for record in records if record.task_id is not None]
    material = read_material(
        connection,
        directory=load_directory(connection),
        said=load_said(connection, task_ids),
        task_ids=task_ids,
        office_ids=[record.office_id for record in records],
    )
    return Composer(services, material, calendar, today, services.clock())
