"""A year's tasks as lists find them on Monday 2024-04-08, each in another state, and how to add more."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy.engine import Connection

from config.workdays_file import load_special_days
from models import store_directory, store_notices, store_plans, store_reports, store_tasks
from models.kinds import DueChangeClass, NoticeState, OfficeState, PlanState, ReportKind
from models.store_tasks import TaskFilter
from models.task_values import TaskView
from rules.facts import DueBasis, Notice, NoticeKind, Role, Status
from rules.policy import Level, Policy
from rules.workdays import Calendar

TODAY = date(2024, 4, 8)
MONTH_END = date(2024, 3, 31)
ISSUER = "××市教育局督查室"
_AT = datetime(2024, 2, 27, tzinfo=UTC)
_ROOT = Path(__file__).resolve().parents[2]

POLICY = Policy(
    name="教育局通用",
    before=(10, 3, 0),
    levels=(
        Level(1, NoticeKind.OVERDUE),
        Level(5, NoticeKind.LETTER, held=True, copy_leader=True),
        Level(10, NoticeKind.CIRCULAR),
    ),
)
T1 = (NoticeKind.OVERDUE, "T+1")
T5 = (NoticeKind.LETTER, "T+5")
T10 = (NoticeKind.CIRCULAR, "T+10")
REMINDER = (NoticeKind.REMINDER, "T-3")
WEEKLY = (NoticeKind.OVERDUE, "weekly-2024-04-01")
CARRIED = (NoticeKind.OVERDUE, "carried-2024-03-18")


def real_calendar() -> Calendar:
    """The calendar of the files the project ships."""
    return Calendar.of(*load_special_days(_ROOT / "config" / "workdays"))


@dataclass
class Book:
    """Short ways to put tasks, reports and notices into an empty database."""

    connection: Connection
    offices: dict[str, int] = field(default_factory=dict)
    plan_id: int = 0
    _running: int = 0

    def add_plan(self, title: str, *, year: int = 2024, state: PlanState = PlanState.RELEASED) -> int:
        self.plan_id = store_plans.add_plan(
            self.connection,
            year=year,
            title=title,
            document_number="",
            issuer="",
            remark="",
            state=state,
            baseline_on=date(year, 1, 1),
            registered_on=date(year, 1, 1),
            is_example=False,
            created_at=_AT,
        )
        return self.plan_id

    def office(self, name: str, *, address: bool = True) -> int:
        if name not in self.offices:
            office_id = store_directory.add_office(self.connection, name, state=OfficeState.VERIFIED)
            if address:
                store_directory.set_contact(self.connection, office_id, email=f"o{office_id}@example.org")
            self.offices[name] = office_id
        return self.offices[name]

    def task(
        self,
        title: str,
        *offices: str,
        due_on: date | None = MONTH_END,
        status: Status = Status.OPEN,
        period: str = "3月",
        basis: DueBasis = DueBasis.DERIVED,
        original: date | None = None,
        group: str = "",
        group_only: bool = False,
        completed_on: date | None = None,
    ) -> int:
        self._running += 1
        task_id = store_tasks.add_task(
            self.connection,
            plan_id=self.plan_id,
            number=store_tasks.task_number(2024, self._running),
            title=title,
            title_key=f"{self._running}",
            nth=1,
            position=self._running,
            place=f"第{self._running}行",
            source_text="",
            period=period,
            office_words="、".join((*offices, *((group,) if group else ()))),
            group_words=group,
            due_on=due_on,
            original_due_on=original or due_on,
            due_basis=basis,
            due_rule="",
            recurrence="",
            status=status,
            group_only=group_only,
            return_count=int(status is Status.RETURNED),
            confidence=1.0,
            flags="",
            registered_on=date(2024, 1, 1),
            completed_on=completed_on,
            closed_on=completed_on,
            version=1,
        )
        named = [(self.office(name), Role.RESPONSIBLE, name) for name in offices]
        store_tasks.set_assignments(self.connection, task_id, named)
        return task_id

    def report(
        self,
        task_id: int,
        office: str,
        note: str,
        *,
        on: date,
        kind: ReportKind = ReportKind.PROGRESS,
        expected_on: date | None = None,
        help_wanted: str = "",
    ) -> None:
        receipt = store_reports.next_receipt(self.connection, on)
        store_reports.add_report(
            self.connection,
            task_id=task_id,
            office_id=self.office(office),
            kind=kind,
            note=note,
            reported_by="联络员",
            phone="",
            expected_on=expected_on,
            proof="",
            help_wanted=help_wanted,
            channel="link",
            receipt_number=receipt,
            submission_key=receipt,
            reported_on=on,
            created_at=_AT,
        )

    def said(
        self,
        task_id: int,
        office: str,
        what: tuple[NoticeKind, str],
        *,
        on: date,
        state: NoticeState = NoticeState.LEFT,
        message_id: int | None = None,
        round_: int = 0,
    ) -> None:
        kind, stage = what
        notice = Notice(kind, self.office(office), task_id, self.plan_id, stage, round_, "", MONTH_END)
        store_notices.add_notices(
            self.connection, [notice], planned_on=on, state=state, message_id=message_id
        )
        if state is NoticeState.PHONED:
            ids = [one.id for one in store_notices.notices(self.connection, task_id=task_id)]
            store_notices.update_notices(self.connection, ids[-1:], left_on=on)

    def message(self, office: str, on: date) -> int:
        from models import tables as c
        from models.inserting import insert_one

        office_id, slot = self.office(office), f"digest:{office}:{on}"
        return insert_one(
            self.connection,
            c.message,
            message_id=f"<{slot}@example.org>",
            recipient=f"o{office_id}@example.org",
            recipient_name=office,
            office_id=office_id,
            run_on=on,
            slot=slot,
            kind="reminder",
            subject="",
            state="sent",
            reason="",
            created_at=_AT,
            next_try_at=_AT,
            attempt_count=1,
        )

    def call(self, task_id: int, office: str, on: date) -> None:
        store_reports.add_follow_up(
            self.connection,
            task_id=task_id,
            office_id=self.office(office),
            stage="T+5",
            answered_by="联络员",
            answer="",
            called_by="督查室",
            called_on=on,
            called_at=_AT,
        )

    def move_due(self, task_id: int, old: date, new: date, change_class: DueChangeClass) -> None:
        store_tasks.add_due_change(
            self.connection,
            task_id,
            old=old,
            new=new,
            change_class=change_class,
            reason="征求意见",
            paper="",
            by="督查室",
            on=date(2024, 3, 27),
            at=_AT,
        )

    def tasks(self) -> list[TaskView]:
        return load_tasks(self.connection)


def load_tasks(connection: Connection) -> list[TaskView]:
    """Every task a ledger lists."""
    return store_tasks.load_tasks(connection, TaskFilter())


def fill(book: Book) -> None:
    """The plan of the pictures: one task for each way to stand on 8 April."""
    january, february = date(2024, 1, 31), date(2024, 2, 29)
    book.add_plan("2024年重点工作配档表")
    book.task(
        "完成各级党组织书记抓基层党建工作述职评议工作",
        "机关党委",
        due_on=january,
        period="1月",
        status=Status.UNCONFIRMED,
    )
    _long_overdue(book, january)
    book.task(
        "启动“基层宣传质量提升年”行动及新一期市级教育综合改革项目立项申报",
        "政策法规处",
        due_on=february,
        period="2月",
        status=Status.CLOSED,
        completed_on=date(2024, 3, 12),
    )
    book.task("召开2024年度全市教育工作会议", "办公室", status=Status.CLOSED, completed_on=date(2024, 3, 28))
    extended = book.task(
        "制定教育高质量发展三年行动计划（2024—2026年）",
        "秘书处",
        due_on=date(2024, 4, 30),
        original=MONTH_END,
        group="各处室",
    )
    book.move_due(extended, MONTH_END, date(2024, 4, 30), DueChangeClass.ADJUSTMENT)
    book.task("启动普通高中办学质量达标行动", "基教处", status=Status.REPORTED)
    _held_letter(book)
    _partly_done(book)
    book.task("举办首批市校合作项目展示暨上半年项目集中签约活动", "产业处", status=Status.PAUSED)
    _shared_by_a_group(book)
    returned = book.task(
        "印发《2024年初中体育与健康科目学业水平考试工作实施方案》", "体卫艺处", status=Status.RETURNED
    )
    book.report(returned, "体卫艺处", "方案已定稿", on=date(2024, 3, 28), kind=ReportKind.COMPLETION)
    book.task(
        "启动海右教育特色高端智库建设",
        "市教师发展中心",
        due_on=date(2024, 4, 7),
        period="4月7日前",
        basis=DueBasis.STATED,
    )
    book.task(
        "开展第三轮校长职级评审认定工作", "组织人事处", due_on=TODAY, period="4月8日", basis=DueBasis.STATED
    )
    book.task("召开区域学前教育一体化发展现场会", "学前处", due_on=date(2024, 4, 30), period="4月")
    book.task("常态化开展网络安全风险监测", "市电教馆", due_on=None, period="全年", basis=DueBasis.NONE)
    _not_listed(book)


def _long_overdue(book: Book, january: date) -> None:
    book.office("产业处")
    book.office("语委办", address=False)
    title = "牵头做好国家级科学教育实验区申报,研制《××市中小学科学教育实施方案》"
    task_id = book.task(title, "基教处", due_on=january, period="1月")
    book.report(task_id, "基教处", "初稿已成，待提交局长办公会", on=date(2024, 3, 9))
    for what, on in ((REMINDER, date(2024, 1, 26)), (T1, date(2024, 2, 1)), (T5, date(2024, 2, 7))):
        book.said(task_id, "基教处", what, on=on, message_id=book.message("基教处", on))
    book.said(task_id, "基教处", T10, on=date(2024, 2, 19))


def _held_letter(book: Book) -> None:
    title = "出台《关于推进城乡学校共同体建设和中小学集团化办学管理指导意见》"
    task_id = book.task(title, "基教处", "市教研院", group="各处室")
    note = "正征求区县意见，" * 8
    book.report(
        task_id,
        "基教处",
        note,
        on=date(2024, 3, 30),
        kind=ReportKind.DIFFICULTY,
        expected_on=date(2024, 4, 24),
        help_wanted="请督促两个区尽快反馈",
    )
    on = date(2024, 4, 1)
    book.said(task_id, "基教处", T1, on=on, message_id=book.message("基教处", on))
    book.said(task_id, "基教处", T5, on=TODAY, state=NoticeState.HELD)


def _partly_done(book: Book) -> None:
    title = "牵头组建省会经济圈产教联合体，组建一批市域产教联合体和产教融合共同体"
    task_id = book.task(title, "职高教处", "产业处", status=Status.PARTLY_DONE)
    book.report(
        task_id, "职高教处", "省会经济圈产教联合体已组建", on=MONTH_END, expected_on=date(2024, 5, 29)
    )
    book.said(task_id, "职高教处", T1, on=date(2024, 4, 1), message_id=book.message("职高教处", TODAY))
    book.said(task_id, "职高教处", T5, on=TODAY, state=NoticeState.PHONED)
    book.call(task_id, "职高教处", TODAY)


def _shared_by_a_group(book: Book) -> None:
    members = ("产业处", "语委办", "办公室")
    task_id = book.task("开展春季开学学校安全综合大检查", *members, group="各处室", group_only=True)
    store_tasks.mark_done(book.connection, task_id, book.office("办公室"), date(2024, 3, 20))
    book.report(task_id, "产业处", "已查12所", on=date(2024, 3, 25))
    book.report(task_id, "办公室", "已查完", on=date(2024, 3, 26), kind=ReportKind.CONTRIBUTION)


def _not_listed(book: Book) -> None:
    book.task("撤销的事项", "基教处", status=Status.WITHDRAWN)
    book.task("没有确认的一行", "基教处", status=Status.DRAFT)
    for state in (PlanState.DRAFT, PlanState.WITHDRAWN):
        book.add_plan(f"{state}的配档表", state=state)
        book.task("不在督办的配档表里的事项", "基教处")
