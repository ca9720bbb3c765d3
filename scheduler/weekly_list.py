"""The whole weekly list of overdue tasks, one mail a week to the supervision office."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.engine import Connection

from models import db, store_outbox
from models.store_directory import load_directory
from models.store_facts import load_said
from models.task_values import TaskView
from notifiers.mime import Attachment
from reports.office_list import office_overdue_xlsx
from reports.overdue import overdue_rows
from rules.facts import STAGE_WEEKLY, Notice, NoticeKind
from rules.plan import due_reason
from rules.status import State
from rules.tally import period_tally
from rules.workdays import Calendar
from scheduler.compose import Composer, read_material
from scheduler.planning import XLSX_TYPE, Planned
from scheduler.posting import SLOT_WEEKLY, Addressee, build_post, store_post, stored_slot
from scheduler.services import SHANGHAI, Services
from scheduler.year_states import YearOnADay, year_on_a_day
from templates.mail_values import PeriodCounts, WeeklyMail


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
            connection, recipient=recipient, run_on=today, slot=stored_slot(services, SLOT_WEEKLY, email)
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
