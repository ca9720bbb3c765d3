"""Databases to measure on: offices with tasks due at a run day, filled in bulk, copied for every round.

It fills tables by hand because the program has no way to make ten thousand tasks but an import.
"""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from benchmarks.measure import ROOT
from config.policy_file import load_policy
from config.workdays_file import load_special_days
from models import db, schema
from models import tables as c
from models.kinds import OfficeState, PlanState
from notifiers.base import Notifier
from notifiers.recording import RecordingNotifier
from rules.facts import DueBasis, Role, Status
from rules.workdays import Calendar
from scheduler.links import Links
from scheduler.services import SHANGHAI, MailSettings, Services
from templates.mail_values import Bureau
from templates.render import Renderer

#: A Monday far from holidays, so that every office has reminders and nothing else.
RUN_DAY = date(2024, 3, 18)
NOW = datetime.combine(RUN_DAY, time(8, 30), tzinfo=SHANGHAI).astimezone(UTC)
PLAN_ID = 1
_TOLD_ON = date(2024, 1, 8)


def services_over(engine: Engine, notifier: Notifier | None = None) -> Services:
    """Return the services of a process over a database; the clock stands at the run day."""
    days, years = load_special_days(ROOT / "config" / "workdays")
    return Services(
        clock=lambda: NOW,
        engine=engine,
        base_calendar=Calendar.of(days, years),
        policy=load_policy("教育局通用", working_dir=ROOT),
        renderer=Renderer(),
        notifier=notifier or RecordingNotifier(),
        links=Links(key=b"k" * 32, base_url="http://duban.example.org"),
        bureau=Bureau("市教育局督查室", "督查室", phone="0531-0000000", base_url="http://duban.example.org"),
        mail=MailSettings(sender="duban@example.org", sender_name="市教育局督查室"),
    )


def sending_through(services: Services, notifier: Notifier) -> Services:
    """Return the same services with another channel."""
    return replace(services, notifier=notifier)


def open_file(path: Path) -> Engine:
    """Return the engine of a SQLite file at the newest schema."""
    engine = db.open_engine(f"sqlite:///{path}")
    schema.prepare(engine)
    return engine


def template_file(folder: Path, *, office_count: int, tasks_each: int) -> Path:
    """Write a database of offices with that many tasks each, due within ten working days."""
    path = folder / f"template_{office_count}_{tasks_each}.db"
    if not path.exists():
        engine = open_file(path)
        if office_count:
            fill(engine, office_count=office_count, tasks_each=tasks_each)
        engine.dispose()
    return path


def fresh_copy(template: Path) -> Path:
    """Return a copy that a round may change."""
    path = template.with_name(f"copy_of_{template.name}")
    shutil.copyfile(template, path)
    return path


def fill(engine: Engine, *, office_count: int, tasks_each: int) -> None:
    """Fill an empty database; every assignment was told before and calls for one line on the run day."""
    with db.writing(engine) as connection:
        connection.execute(sa.insert(c.plan), [plan_row()])
        connection.execute(sa.insert(c.office), [_office(n) for n in range(1, office_count + 1)])
        connection.execute(sa.insert(c.contact), [_contact(n) for n in range(1, office_count + 1)])
        numbers = range(office_count * tasks_each)
        connection.execute(sa.insert(c.task), [_task(n, tasks_each) for n in numbers])
        connection.execute(sa.insert(c.assignment), [_assignment(n, tasks_each) for n in numbers])


def plan_row() -> dict[str, object]:
    """Return the one plan everything belongs to."""
    return {
        "id": PLAN_ID,
        "year": 2024,
        "title": "2024年重点工作配档表",
        "document_number": "",
        "issuer": "",
        "remark": "",
        "state": PlanState.RELEASED,
        "baseline_on": _TOLD_ON,
        "registered_on": _TOLD_ON,
        "released_on": _TOLD_ON,
        "is_example": False,
        "created_at": NOW,
    }


def _office(number: int) -> dict[str, object]:
    return {
        "id": number,
        "name": f"第{number}教育服务中心",
        "short_name": "",
        "state": OfficeState.VERIFIED,
        "position": number,
        "link_version": 1,
        "note": "",
    }


def _contact(number: int) -> dict[str, object]:
    return {"office_id": number, "name": "", "email": f"office{number}@example.org", "phone": ""}


def _task(number: int, tasks_each: int) -> dict[str, object]:
    office, nth = number // tasks_each + 1, number % tasks_each
    title = f"推进第{office}片区义务教育优质均衡发展第{nth + 1}阶段工作，完成评估验收并报送总结材料"
    due_on = RUN_DAY + timedelta(days=2 + nth % 8)
    return {
        "id": number + 1,
        "plan_id": PLAN_ID,
        "number": f"2024-{number + 1:06d}",
        "title": title,
        "title_key": title,
        "nth": 1,
        "position": number + 1,
        "place": "",
        "source_text": title,
        "period": "3月",
        "office_words": f"第{office}教育服务中心",
        "group_words": "",
        "due_on": due_on,
        "original_due_on": due_on,
        "due_basis": DueBasis.STATED,
        "due_rule": "stated",
        "recurrence": "",
        "status": Status.OPEN,
        "group_only": False,
        "return_count": 0,
        "confidence": 1.0,
        "flags": "",
        "registered_on": _TOLD_ON,
        "version": 1,
    }


def _assignment(number: int, tasks_each: int) -> dict[str, object]:
    office = number // tasks_each + 1
    return {
        "task_id": number + 1,
        "office_id": office,
        "position": 0,
        "role": Role.RESPONSIBLE,
        "printed_name": f"第{office}教育服务中心",
        "round": 0,
        "told_on": _TOLD_ON,
    }
