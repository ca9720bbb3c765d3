"""The morning summary (晨报): one mail a day to the supervision office, what left and what waits for it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sqlalchemy.engine import Connection

from models import db, store_messages, store_notices, store_outbox, store_plans, store_reports
from models.kinds import MessageState, NoticeState, PlanState, ReportKind
from models.store_directory import load_directory
from models.store_messages import MessageRecord
from models.task_values import TaskView
from rules.facts import NoticeKind, Status
from rules.status import State
from scheduler.blockers import blockers
from scheduler.planning import Planned
from scheduler.posting import SLOT_SUMMARY, Addressee, build_post, store_post, stored_slot
from scheduler.services import SHANGHAI, Services
from scheduler.year_states import YearOnADay, year_on_a_day
from templates.mail_values import Chore, SummaryMail


def post_summary(services: Services, planned: Planned, *, today: date) -> bool:
    """Queue the morning summary once a day, also when nothing was sent; False when it is there already."""
    email = services.mail.supervision_email
    with db.reading(services.engine) as connection:
        if not email or store_outbox.slot_taken(
            connection,
            recipient=services.mail.redirect_to or email,
            run_on=today,
            slot=stored_slot(services, SLOT_SUMMARY, email),
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


def summary_mail(services: Services, connection: Connection, planned: Planned, *, today: date) -> SummaryMail:
    """Return the values of the morning summary."""
    calendar = services.calendar(connection)
    year = year_on_a_day(connection, policy=services.policy, calendar=calendar, today=today)
    todays = [
        record
        for record in store_messages.messages(connection, run_from=today, run_to=today, limit=100_000)
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
