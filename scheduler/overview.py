"""The supervision office's own mails: the whole weekly list and the morning summary (晨报)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.engine import Connection

from models import db, store_notices, store_outbox, store_plans, store_reports, store_tasks
from models.kinds import MessageState, NoticeState, PlanState, ReportKind
from models.store_directory import load_directory
from models.store_facts import load_said
from models.store_outbox import MessageRecord
from models.store_tasks import TaskFilter
from models.task_values import TaskView
from notifiers.mime import Attachment
from reports.office_list import office_overdue_xlsx
from reports.overdue import overdue_rows
from rules.facts import STAGE_WEEKLY, Notice, NoticeKind, Status
from rules.plan import due_reason
from rules.policy import Policy
from rules.status import DayState, State, day_state
from rules.tally import Counted, period_tally
from rules.workdays import Calendar
from scheduler.blockers import blockers
from scheduler.compose import Composer, read_material
from scheduler.planning import XLSX_TYPE, Planned
from scheduler.posting import SLOT_SUMMARY, SLOT_WEEKLY, Addressee, build_post, store_post
from scheduler.services import SHANGHAI, Services
from templates.mail_values import Chore, PeriodCounts, SummaryMail, WeeklyMail


@dataclass(frozen=True, slots=True)
class YearOnADay:
    """Every task of the released plans with its state on a day."""

    tasks: tuple[tuple[TaskView, DayState], ...]

    @property
    def counted(self) -> list[Counted]:
        """The tasks as the tally takes them."""
        return [Counted(view.lead_name, state, view.status, view.due_on) for view, state in self.tasks]

    def of(self, *states: State) -> list[TaskView]:
        """Return the tasks in some states."""
        return [view for view, state in self.tasks if state.state in states]


def year_on_a_day(connection: Connection, *, policy: Policy, calendar: Calendar, today: date) -> YearOnADay:
    """Return every task of the released plans with its state on a day."""
    views = store_tasks.load_tasks(connection, TaskFilter())
    return YearOnADay(
        tuple(
            (
                view,
                day_state(
                    view.status,
                    due_on=view.due_on,
                    completed_on=view.completed_on,
                    calendar=calendar,
                    today=today,
                    due_soon_days=policy.due_soon_days,
                ),
            )
            for view in views
        )
    )


def post_weekly(services: Services, planned: Planned, *, today: date) -> None:
    """Queue the whole weekly overdue list for the supervision office; a week without one sends none."""
    email = services.mail.supervision_email
    with db.reading(services.engine) as connection:
        calendar = services.calendar(connection)
        is_due = services.policy.weekly and calendar.is_first_workday_of_week(today)
        if not email or not is_due:
            return
        recipient = services.mail.redirect_to or email
        if store_outbox.slot_taken(
            connection, recipient=recipient, run_on=today, slot=_own_slot(services, SLOT_WEEKLY)
        ):
            return
        rows = overdue_rows(connection, calendar=calendar, policy=services.policy, today=today)
        if not rows:
            return
        name, content = office_overdue_xlsx(rows, today=today)
        mail = weekly_mail(services, connection, calendar=calendar, today=today, attachment_name=name)
        rendered = services.renderer.weekly(mail, policy=services.policy, calendar=calendar)
    now = services.clock()
    post = build_post(
        services,
        rendered,
        Addressee(email, services.bureau.supervision_short),
        slot=SLOT_WEEKLY,
        kind=NoticeKind.OVERDUE,
        now=now,
        attachments=(Attachment(name, content, XLSX_TYPE),),
    )
    with db.writing(services.engine) as connection:
        planned.messages += store_post(connection, post, run_on=today, now=now) is not None


def weekly_mail(
    services: Services, connection: Connection, *, calendar: Calendar, today: date, attachment_name: str
) -> WeeklyMail:
    """Return the values of the whole weekly list."""
    year = year_on_a_day(connection, policy=services.policy, calendar=calendar, today=today)
    overdue = sorted(year.of(State.OVERDUE), key=lambda view: (view.due_on or today, view.id))
    composer = _composer(services, connection, overdue, calendar, today)
    lines = tuple(
        composer.line(lead.office_id, _weekly_notice(view, lead.office_id, calendar, today), "")
        for view in overdue
        for lead in view.leads
        if not (view.group_only and lead.done_on)
    )
    soon = _due_this_week(year, today)
    counts = period_tally(year.counted, today=today)
    return WeeklyMail(
        bureau=services.bureau,
        plan=composer.plan_facts(overdue[0].plan_id),
        today=today,
        counts=PeriodCounts(
            due=counts.due,
            on_time=counts.on_time,
            late_done=counts.late_done,
            pending=counts.pending,
            unfinished=counts.unfinished,
            unconfirmed=counts.unconfirmed,
            partly=counts.partly,
            paused=counts.paused,
        ),
        lines=lines,
        due_this_week=tuple(Counter(view.lead_name for view in soon).items()),
        due_this_week_on=tuple(sorted({view.due_on for view in soon if view.due_on})),
        sent_to=_mailed_leads(composer, overdue),
        attachment_name=attachment_name,
        link=f"{services.bureau.base_url}/overdue",
        at=services.clock().astimezone(SHANGHAI).strftime("%H:%M"),
    )


def _mailed_leads(composer: Composer, overdue: Sequence[TaskView]) -> tuple[str, ...]:
    offices = composer.material.directory.offices
    leads = dict.fromkeys(
        lead.office_id for view in overdue for lead in view.leads if not (view.group_only and lead.done_on)
    )
    return tuple(offices[office_id].name for office_id in leads if offices[office_id].email)


def _composer(
    services: Services, connection: Connection, views: Sequence[TaskView], calendar: Calendar, today: date
) -> Composer:
    ids = [view.id for view in views]
    material = read_material(
        connection,
        directory=load_directory(connection),
        said=load_said(connection, ids),
        task_ids=ids,
        office_ids=(),
    )
    return Composer(services, material, calendar, today, services.clock())


def _weekly_notice(view: TaskView, office_id: int, calendar: Calendar, today: date) -> Notice:
    return Notice(
        kind=NoticeKind.OVERDUE,
        office_id=office_id,
        task_id=view.id,
        plan_id=view.plan_id,
        stage=f"{STAGE_WEEKLY}-{today.isoformat()}",
        round=0,
        reason=due_reason(view.due_on or today, calendar=calendar, today=today),
        due_on=view.due_on,
    )


def _due_this_week(year: YearOnADay, today: date) -> list[TaskView]:
    sunday = today + timedelta(days=6 - today.weekday())
    owed = year.of(State.NORMAL, State.DUE_SOON, State.RETURNED)
    return [view for view in owed if view.due_on is not None and today <= view.due_on <= sunday]


def post_summary(services: Services, planned: Planned, *, today: date) -> bool:
    """Queue the morning summary once a day, also when nothing was sent; False when it is there already."""
    email = services.mail.supervision_email
    with db.reading(services.engine) as connection:
        if not email or store_outbox.slot_taken(
            connection,
            recipient=services.mail.redirect_to or email,
            run_on=today,
            slot=_own_slot(services, SLOT_SUMMARY),
        ):
            return False
        mail = summary_mail(services, connection, planned, today=today)
        rendered = services.renderer.summary(mail)
    now = services.clock()
    post = build_post(
        services,
        rendered,
        Addressee(email, services.bureau.supervision_short),
        slot=SLOT_SUMMARY,
        kind="summary",
        now=now,
    )
    with db.writing(services.engine) as connection:
        stored = store_post(connection, post, run_on=today, now=now)
    planned.messages += stored is not None
    return stored is not None


def _own_slot(services: Services, slot: str) -> str:
    """The slot of a mail to the supervision office itself, as ``build_post`` names it in pilot mode."""
    mail = services.mail
    return f"{slot}>{mail.supervision_email}" if mail.redirect_to else slot


def summary_mail(services: Services, connection: Connection, planned: Planned, *, today: date) -> SummaryMail:
    """Return the values of the morning summary."""
    calendar = services.calendar(connection)
    year = year_on_a_day(connection, policy=services.policy, calendar=calendar, today=today)
    todays = [
        record
        for record in store_outbox.messages(connection, run_from=today, run_to=today, limit=100_000)
        if record.state is not MessageState.CANCELLED
    ]
    plans = [plan for plan in store_plans.plans(connection) if plan.state is PlanState.RELEASED]
    known = not calendar.is_provisional(today)
    sent = [record for record in todays if record.state is MessageState.SENT]
    held = store_notices.notices(connection, states=(NoticeState.HELD,))
    return SummaryMail(
        bureau=services.bureau,
        plan_year=plans[0].year if plans else today.year,
        today=today,
        at=services.clock().astimezone(SHANGHAI).strftime("%H:%M"),
        policy_name=services.policy.name,
        calendar_words=f"{today.year}年已公布" if known else f"{today.year}年未公布，暂按周一至周五推算",
        calendar_is_known=known,
        chores=_chores(services, connection, year, planned, todays),
        planned=len(todays) + len(planned.undeliverable),
        sent=len(sent),
        failed=sum(record.state is MessageState.FAILED for record in todays),
        no_address=len(planned.undeliverable),
        unknown=sum(record.state is MessageState.UNKNOWN for record in todays),
        pending=sum(record.state in (MessageState.PENDING, MessageState.SENDING) for record in todays),
        held=len(held),
        rows=_problem_rows(todays, planned),
        other_sent=tuple(record.recipient_name for record in sent),
        year_parts=_year_parts(year),
        year_total=len(year.tasks),
        circular_offices=_circular(connection, year),
        blockers=tuple(
            blocker.words for blocker in blockers(services, connection, today=today) if blocker.stops_all
        ),
        link=f"{services.bureau.base_url}/",
    )


def _chores(
    services: Services,
    connection: Connection,
    year: YearOnADay,
    planned: Planned,
    todays: Sequence[MessageRecord],
) -> tuple[Chore, ...]:
    base = services.bureau.base_url
    held = store_notices.notices(connection, states=(NoticeState.HELD,))
    names = load_directory(connection).offices
    failed = [record.recipient_name for record in todays if record.state is MessageState.FAILED]
    missing = list(dict.fromkeys(one.office for one in planned.undeliverable))
    waiting = list(dict.fromkeys(names[record.office_id].name for record in held))
    pending = [view.lead_name for view in year.of(State.PENDING)]
    difficult = [
        view.lead_name
        for view, _ in year.tasks
        if view.last_report is not None
        and view.last_report.kind is ReportKind.DIFFICULTY
        and view.status in (Status.OPEN, Status.RETURNED, Status.PARTLY_DONE)
    ]
    rows = (
        Chore(
            "×", "发送失败", len(failed), "、".join(failed), "改地址或打印送达", f"{base}/outbox?state=failed"
        ),
        Chore("×", "没有邮箱", len(missing), "、".join(missing), "补地址", f"{base}/offices?state=problem"),
        Chore("◇", "待核发", len(held), f"{'、'.join(waiting)}催办通知", "核发", f"{base}/release"),
        Chore(
            "◇", "待审核", len(pending), f"{'、'.join(pending)}报完成", "审核", f"{base}/tasks?state=pending"
        ),
        Chore("▲", "难度较大", len(difficult), "、".join(difficult), "查看", f"{base}/"),
    )
    return tuple(chore for chore in rows if chore.count)


def _problem_rows(todays: Sequence[MessageRecord], planned: Planned) -> tuple[tuple[str, str, str], ...]:
    failed = [("× 失败", r.recipient_name, r.subject) for r in todays if r.state is MessageState.FAILED]
    waiting = [
        ("? 结果未知", r.recipient_name, "会用同一封信再试")
        for r in todays
        if r.state is MessageState.UNKNOWN
    ]
    missing = [
        ("× 没有邮箱" if "没有收信邮箱" in one.reason else "× 发不到", one.office, one.reason)
        for one in planned.undeliverable
    ]
    return (*failed, *missing, *waiting)


def _year_parts(year: YearOnADay) -> tuple[tuple[str, int], ...]:
    counts = Counter(state.state for _, state in year.tasks)
    done = counts.pop(State.ON_TIME, 0) + counts.pop(State.LATE_DONE, 0)
    order = (
        (State.PENDING, "待审核"),
        (State.RETURNED, "退回"),
        (State.OVERDUE, "逾期"),
        (State.DUE_SOON, "临期"),
        (State.UNCONFIRMED, "待确认"),
        (State.PAUSED, "暂停"),
        (State.ONGOING, "没有固定日期"),
        (State.NORMAL, "以后到期"),
    )
    parts = [("已办结", done), *((words, counts[state]) for state, words in order)]
    return tuple((words, count) for words, count in parts if count)


def _circular(connection: Connection, year: YearOnADay) -> tuple[tuple[str, int], ...]:
    views = proposed_for_circular(connection, year.of(State.OVERDUE))
    return tuple(Counter(view.lead_name for view in views).items())


def proposed_for_circular(connection: Connection, overdue: Sequence[TaskView]) -> list[TaskView]:
    """Return the overdue tasks marked 拟列入通报 in their present round, nothing being recorded since."""
    marks = store_notices.notices(connection, kinds=(NoticeKind.CIRCULAR,))
    calls = store_reports.follow_ups(connection, [mark.task_id for mark in marks if mark.task_id])

    def stands(view: TaskView) -> bool:
        rounds = {lead.office_id: lead.round for lead in view.leads}
        return any(
            mark.task_id == view.id
            and rounds.get(mark.office_id) == mark.round
            and not any(c.task_id == view.id and c.called_on >= mark.planned_on for c in calls)
            for mark in marks
        )

    return [view for view in overdue if stands(view)]
