"""The mails of the golden files: the 2026 table of 基教处, with the days and counts the rules give."""

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

from config.workdays_file import load_special_days
from rules.facts import NoticeKind
from rules.policy import Policy, read_policy
from rules.workdays import Calendar
from templates.mail_values import (
    Bureau,
    FollowUpMark,
    Line,
    OfficeMail,
    PlanFacts,
    Rendered,
    YearTotals,
)
from templates.render import Renderer

ROOT = Path(__file__).parents[2]
CALENDAR = Calendar.of(*load_special_days(ROOT / "config" / "workdays"))
POLICY: Policy = read_policy(
    tomllib.loads((ROOT / "config/policies/education_bureau.toml").read_text("utf-8"))
)
LINK = "https://duban.example.org/t/7Kq2-9fXw-Pm4D"
BUREAU = Bureau("市教育局督查室", "督查室", phone="0531-0000000", base_url="https://duban.example.org")
PLAN = PlanFacts(1, "2026年重点工作配档表", 2026, issued_on=date(2026, 2, 26))
TOTALS = YearTotals(12, 0, 0)
RENDERER = Renderer()

SPRING = "举办全学段衔接“泉引桥”工程现场推进会"
BALANCED = "出台《构建优质均衡的基本公共教育服务体系实施方案》"
SCIENCE = "召开国家级中小学科学教育实验区协作组会议"
SHARED = ("市教研院", "市学生发展中心", "市电教馆")
MONTH_ENDS = {
    1: date(2026, 1, 31),
    3: date(2026, 3, 31),
    4: date(2026, 4, 30),
    5: date(2026, 5, 31),
    6: date(2026, 6, 30),
    8: date(2026, 8, 31),
    11: date(2026, 11, 30),
}


def line(kind: NoticeKind, stage: str, month: int, title: str, **more: object) -> Line:
    """Return a line about a task of a month, led by 基教处."""
    values: dict[str, object] = {
        "kind": kind,
        "stage": stage,
        "reason": "",
        "task_id": sum(map(ord, title)) % 1000,
        "number": "2026-001",
        "title": title,
        "due_on": MONTH_ENDS[month],
        "due_words": f"{month}月",
        "is_derived": True,
        "is_lead": True,
        "lead_name": "基教处",
        "lead_confirmed": True,
        "link": f"{LINK}?t=1",
    }
    return Line(**{**values, **more})  # type: ignore[arg-type] # keyword values of a test fixture


def office_mail(today: date, *lines: Line, **more: object) -> OfficeMail:
    """Return a mail to 基教处."""
    mail = OfficeMail(BUREAU, PLAN, "基教处", "基教处", today, lines, TOTALS, LINK)
    return replace(mail, **more)  # type: ignore[arg-type] # keyword values of a test fixture


def _assign(month: int, title: str, **more: object) -> Line:
    return line(NoticeKind.ASSIGNMENT, "assign", month, title, **more)


ASSIGNMENT = office_mail(
    date(2026, 2, 27),
    _assign(1, "牵头组建市专门教育指导委员会,研制工作方案", is_unconfirmed=True),
    _assign(1, "牵头做好国家级科学教育实验区申报,研制《济南市中小学科学教育实施方案》", is_unconfirmed=True),
    _assign(3, "启动中考招生工作,制定2026年初中学业水平考试实施意见和高中阶段招生工作意见"),
    _assign(3, "出台《关于推进城乡学校共同体建设和中小学集团化办学管理指导意见》"),
    _assign(3, "启动济南市普通高中学校办学质量达标行动"),
    _assign(4, SPRING),
    _assign(5, SCIENCE, other_names=SHARED, lead_confirmed=False),
    _assign(5, BALANCED),
    _assign(6, "出台《关于进一步促进学校家庭社会协同育人工作的实施意见》"),
    _assign(8, "组织高中学科基地现场会,完成第四批市级高中学科基地遴选和省级推荐工作"),
    _assign(8, "召开全市基础教育工作推进会"),
    _assign(11, "组织2026年第二批山东省绿色学校评选"),
    line(
        NoticeKind.INFORM,
        "inform",
        3,
        "制定济南教育质量提升三年行动计划(2026—2028年)",
        lead_name="秘书处",
        is_lead=False,
        office_words="秘书处、各处室",
    ),
)
CARRIED = line(
    NoticeKind.OVERDUE,
    "carried-2026-05-27",
    4,
    SPRING,
    workdays_overdue=17,
    last_report_on=date(2026, 5, 12),
    last_report="场地已落实，通知待签发",
    reminder_count=3,
    asked_on=date(2026, 5, 6),
    follow_ups=(FollowUpMark(date(2026, 5, 11)),),
)
REMINDER = office_mail(
    date(2026, 5, 27),
    CARRIED,
    line(NoticeKind.REMINDER, "T-3", 5, BALANCED, task_id=61),
    line(NoticeKind.REMINDER, "T-3", 5, SCIENCE, task_id=62, other_names=SHARED),
    totals=YearTotals(12, 5, 0, later=(("6月", 1), ("8月", 2), ("11月", 1))),
)
REMINDER_ONE = office_mail(
    date(2026, 6, 25),
    line(NoticeKind.REMINDER, "T-3", 6, "出台《关于进一步促进学校家庭社会协同育人工作的实施意见》"),
    totals=YearTotals(12, 7, 1, later=(("8月", 2), ("11月", 1))),
)
FIRST = office_mail(
    date(2026, 3, 17),
    line(NoticeKind.REMINDER, "T-10", 3, "启动济南市普通高中学校办学质量达标行动", task_id=1),
    line(NoticeKind.REMINDER, "T-10", 3, "出台《关于推进城乡学校共同体建设指导意见》", task_id=2),
    line(NoticeKind.REMINDER, "T-10", 3, "启动中考招生工作", task_id=3),
    totals=YearTotals(
        12, 0, 0, later=(("4月", 1), ("5月", 2), ("6月", 1), ("8月", 2), ("11月", 1)), unconfirmed=2
    ),
)
SUPPORT = office_mail(
    date(2026, 5, 27),
    line(NoticeKind.REMINDER, "T-3", 5, SCIENCE, is_lead=False, other_names=("市学生发展中心", "市电教馆")),
    office_name="市教育教学研究院",
    short_name="市教研院",
    totals=YearTotals(3, 1, 0, later=(("9月", 1),)),
)
DUE_TODAY = office_mail(date(2026, 4, 30), line(NoticeKind.DUE_TODAY, "T", 4, SPRING))
DUE_SUNDAY = office_mail(
    date(2026, 5, 29),
    line(NoticeKind.DUE_TODAY, "T", 5, SCIENCE, other_names=SHARED, task_id=62),
    line(NoticeKind.DUE_TODAY, "T", 5, BALANCED, task_id=61),
)
ASKED = office_mail(
    date(2026, 5, 6),
    line(NoticeKind.OVERDUE, "T+1", 4, SPRING, workdays_overdue=1, reminder_count=3),
)
RETURNED = office_mail(
    date(2026, 5, 13),
    line(
        NoticeKind.RETURNED,
        "returned",
        5,
        BALANCED,
        return_note="请附印发的正式文件，并写明文号",
        returned_on=date(2026, 5, 13),
        last_report_on=date(2026, 5, 12),
        last_report="已印发",
    ),
)
WEEKLY_OFFICE = office_mail(
    date(2026, 5, 25),
    replace(CARRIED, stage="weekly-2026-05-25", workdays_overdue=15),
    has_weekly_list=True,
    attachment_name="逾期清单0525.xlsx",
    at="08:30",
)
MIXED = office_mail(
    date(2026, 4, 1),
    line(NoticeKind.OVERDUE, "T+1", 3, "启动济南市普通高中学校办学质量达标行动", workdays_overdue=1),
    line(NoticeKind.RETURNED, "returned", 4, SPRING, return_note="请补充会议材料"),
    _assign(11, "组织2026年第二批山东省绿色学校评选"),
    _assign(
        6, "上报协同育人工作情况", due_on=None, due_words="每季度", recurrence="每季度", is_derived=False
    ),
    line(NoticeKind.REMINDER, "T-10", 4, "评选市级示范校", due_on=date(2026, 4, 15), is_derived=False),
    totals=YearTotals(14, 2, 0),
)
LETTER = office_mail(
    date(2026, 4, 8),
    line(
        NoticeKind.LETTER,
        "T+5",
        3,
        "出台《关于推进城乡学校共同体建设和中小学集团化办学管理指导意见》",
        task_id=1,
        workdays_overdue=5,
        last_report_on=date(2026, 3, 25),
        last_report="已征求区县意见，正在修改",
        reminder_count=3,
        asked_on=date(2026, 4, 1),
    ),
    line(
        NoticeKind.LETTER,
        "T+5",
        3,
        "启动济南市普通高中学校办学质量达标行动",
        task_id=2,
        workdays_overdue=5,
        reminder_count=3,
        asked_on=date(2026, 4, 1),
    ),
    number_words="督办〔2026〕12号",
)
LETTER_MANY = office_mail(
    date(2026, 4, 8),
    *(
        replace(LETTER.lines[n % 2], task_id=n, workdays_overdue=5 + n, title=f"第{n}件重点工作的推进方案")
        for n in range(12)
    ),
    subject_words="请尽快答复12项重点工作的办理情况，并报送书面材料到督查室",
    opening_words="局务会议4月7日听取了进展汇报，下列12项仍未填报完成",
    closing_words="办理情况将报局务会议。",
)


def digest(mail: OfficeMail) -> Rendered:
    """Render a digest with the default policy."""
    return RENDERER.digest(mail, policy=POLICY, calendar=CALENDAR)


def letter(mail: OfficeMail) -> Rendered:
    """Render a letter with the default policy."""
    return RENDERER.letter(mail, policy=POLICY, calendar=CALENDAR)


def as_example(mail: OfficeMail) -> OfficeMail:
    """Return the mail of a bureau with example data and no telephone."""
    return replace(mail, bureau=replace(BUREAU, is_example=True, phone=""))
