"""A small bureau to run passes in: offices, a plan, a clock that stands where a test puts it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from config.policy_file import load_policy
from config.workdays_file import load_special_days
from models import db, store_directory, store_plans, store_tasks
from models.inserting import insert_one
from models.kinds import OfficeState, PlanState
from models.store_audit import Actor
from models.store_messages import MessageRecord, messages
from models.tables import assignment
from notifiers.recording import RecordingNotifier, RecordingSettings
from rules.facts import DueBasis, Role, Status
from rules.workdays import Calendar
from scheduler.links import Links
from scheduler.run import RunReport, run_once
from scheduler.services import SHANGHAI, MailSettings, Services
from templates.mail_values import Bureau as Letterhead
from templates.render import Renderer

ROOT = Path(__file__).resolve().parents[2]
SUPERVISOR = Actor("督办员")


def real_calendar() -> Calendar:
    """The calendar of the files the project ships."""
    days, years = load_special_days(ROOT / "config" / "workdays")
    return Calendar.of(days, years)


@dataclass
class StandingClock:
    """A clock that stands where it was put."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def put(self, day: date, at: time = time(8, 30)) -> None:
        self.now = datetime.combine(day, at, tzinfo=SHANGHAI).astimezone(UTC)


@dataclass
class Bureau:
    """Services over one database, with short ways to fill it and to let days pass."""

    services: Services
    clock: StandingClock
    channel: RecordingNotifier
    offices: dict[str, int] = field(default_factory=dict)
    tasks: dict[str, int] = field(default_factory=dict)
    plan_id: int = 0

    def add_offices(self, *names: str, address: bool = True) -> None:
        with db.writing(self.services.engine) as connection:
            for name in names:
                office_id = store_directory.add_office(connection, name, state=OfficeState.VERIFIED)
                self.offices[name] = office_id
                if address:
                    email = f"office{office_id}@example.org"
                    store_directory.set_contact(connection, office_id, email=email)

    def add_many_offices(self, count: int, due_on: Callable[[int], date]) -> None:
        """Add a plan of today and so many offices with one task each; the n-th is due on ``due_on(n)``."""
        names = [f"第{n}处" for n in range(count)]
        self.add_offices(*names)
        day = self.clock().date()
        self.add_plan(day.year, on=day)
        for n, name in enumerate(names):
            self.add_task(f"{name}的事", due_on(n), name)

    def add_leader(self, name: str, email: str, offices: Iterable[str]) -> None:
        with db.writing(self.services.engine) as connection:
            leader_id = store_directory.ensure_leader(connection, name, email)
            for office in offices:
                store_directory.update_office(connection, self.offices[office], leader_id=leader_id)

    def add_plan(self, year: int, *, on: date, state: PlanState = PlanState.RELEASED) -> int:
        with db.writing(self.services.engine) as connection:
            self.plan_id = store_plans.add_plan(
                connection,
                year=year,
                title=f"{year}年重点工作配档表",
                document_number="",
                issuer="",
                remark="",
                state=state,
                baseline_on=on,
                registered_on=on,
                released_on=on if state is PlanState.RELEASED else None,
                is_example=False,
                created_at=self.clock(),
            )
        return self.plan_id

    def add_task(
        self,
        title: str,
        due_on: date | None,
        *offices: str,
        informed: Iterable[str] = (),
        status: Status = Status.OPEN,
        group_words: str = "",
        group_only: bool = False,
    ) -> int:
        with db.writing(self.services.engine) as connection:
            year = store_plans.plan(connection, self.plan_id).year
            running = store_tasks.next_number(connection, year)
            task_id = store_tasks.add_task(
                connection,
                plan_id=self.plan_id,
                number=store_tasks.task_number(year, running),
                title=title,
                title_key="".join(title.split()),
                nth=1,
                position=running,
                place="",
                source_text=title,
                period=f"{due_on.month}月" if due_on else "",
                office_words="、".join((*offices, *([group_words] if group_words else []))),
                group_words=group_words,
                due_on=due_on,
                original_due_on=due_on,
                due_basis=DueBasis.DERIVED if due_on else DueBasis.NONE,
                due_rule="month_end" if due_on else "none",
                recurrence="",
                status=status,
                group_only=group_only,
                return_count=0,
                confidence=1.0,
                flags="",
                registered_on=self.clock().date(),
                version=1,
            )
            roles = [(name, Role.RESPONSIBLE) for name in offices]
            roles += [(name, Role.INFORMED) for name in informed]
            for position, (name, role) in enumerate(roles):
                insert_one(
                    connection,
                    assignment,
                    task_id=task_id,
                    office_id=self.offices[name],
                    position=position,
                    role=role,
                    printed_name=name,
                    round=0,
                )
        self.tasks[title] = task_id
        return task_id

    def tick(self, day: date, at: time = time(8, 30)) -> RunReport:
        self.clock.put(day, at)
        return run_once(day, self.services)

    def live_until(self, start: date, end: date) -> None:
        """Tick every day from ``start`` to ``end``."""
        for offset in range((end - start).days + 1):
            self.tick(start + timedelta(days=offset))

    def messages(self, day: date | None = None) -> list[MessageRecord]:
        with db.reading(self.services.engine) as connection:
            return messages(connection, run_from=day, run_to=day, limit=5000)[::-1]

    def with_mail(self, **changes: object) -> "Bureau":
        self.services = replace(self.services, mail=replace(self.services.mail, **changes))  # type: ignore[arg-type]
        return self


def build_bureau(engine: Engine) -> Bureau:
    """A bureau without offices or plan over an empty database."""
    clock = StandingClock(datetime(2024, 2, 27, 0, 30, tzinfo=UTC))
    channel = RecordingNotifier(RecordingSettings())
    services = Services(
        clock=clock,
        engine=engine,
        base_calendar=real_calendar(),
        policy=load_policy("教育局通用", working_dir=Path()),
        renderer=Renderer(),
        notifier=channel,
        links=Links(key=b"k" * 32, base_url="http://duban.example.org"),
        bureau=Letterhead(
            "市教育局督查室", "督查室", phone="0531-0000000", base_url="http://duban.example.org"
        ),
        mail=MailSettings(sender="duban@example.org", sender_name="市教育局督查室"),
    )
    return Bureau(services, clock, channel)


@pytest.fixture
def bureau(engine: Engine) -> Bureau:
    """A bureau on each database."""
    return build_bureau(engine)


@pytest.fixture
def sqlite_bureau(sqlite_engine: Engine) -> Bureau:
    """A bureau on SQLite alone."""
    return build_bureau(sqlite_engine)
