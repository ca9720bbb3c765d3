"""The slips of the golden files: one with a line of every kind, and a letter on paper."""

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

from config.workdays_file import load_special_days
from rules.facts import NoticeKind
from rules.policy import Policy, read_policy
from rules.workdays import Calendar
from templates.mail_values import Bureau, Line
from templates.slip_values import Slip, SlipForm
from templates.wording_handover import slip_form

_ROOT = Path(__file__).resolve().parents[2]
CALENDAR = Calendar.of(*load_special_days(_ROOT / "config" / "workdays"))
POLICY: Policy = read_policy(
    tomllib.loads((_ROOT / "config/policies/education_bureau.toml").read_text("utf-8"))
)
BUREAU = Bureau("××市教育局督查室", "督查室", phone="0531-0000000")
DAY = date(2024, 4, 8)


def line(kind: NoticeKind, title: str, due_on: date | None, **more: object) -> Line:
    """Return a line about a task that the office leads alone."""
    values: dict[str, object] = {
        "kind": kind,
        "stage": "",
        "reason": "",
        "task_id": sum(map(ord, title)),
        "number": "2024-001",
        "title": title,
        "due_on": due_on,
        "due_words": f"{due_on.month}月" if due_on else "全年",
        "is_derived": due_on is not None,
        "is_lead": True,
        "lead_name": "语委办",
        "lead_confirmed": True,
    }
    return Line(**{**values, **more})  # type: ignore[arg-type] # keyword values of a test fixture


MIXED = Slip(
    bureau=BUREAU,
    office_name="语委办",
    on=DAY,
    plan_titles=("2024年重点工作配档表",),
    lines=(
        line(
            NoticeKind.RETURNED,
            "印发语言文字工作要点",
            date(2024, 3, 31),
            return_note="缺文号",
            workdays_overdue=5,
            reply_by=date(2024, 4, 12),
        ),
        line(
            NoticeKind.OVERDUE,
            "举办写字节",
            date(2024, 3, 29),
            is_derived=False,
            due_words="3月29日",
            workdays_overdue=6,
            last_report_on=date(2024, 3, 20),
            last_report="场地已落实。",
        ),
        line(NoticeKind.DUE_TODAY, "报送普通话水平测试计划", DAY, is_derived=False, reason="今天到期"),
        line(
            NoticeKind.REMINDER,
            "召开推进会",
            date(2024, 4, 11),
            is_derived=False,
            reason="距到期3个工作日",
            is_lead=False,
            lead_name="督导室",
            other_names=("语委办",),
        ),
        line(NoticeKind.ASSIGNMENT, "开展规范化达标校建设", date(2024, 6, 30)),
        line(NoticeKind.ASSIGNMENT, "评选书香校园", date(2024, 1, 31), is_unconfirmed=True),
        line(NoticeKind.ASSIGNMENT, "推进“一校一品”", None),
        line(NoticeKind.INFORM, "制定三年行动计划", date(2024, 4, 30), lead_name="秘书处"),
    ),
)
LETTER = replace(
    MIXED,
    lines=(
        line(
            NoticeKind.LETTER,
            "举办写字节",
            date(2024, 3, 31),
            stage="T+5",
            reason="逾期5个工作日",
            workdays_overdue=5,
        ),
    ),
    number_words="×教催〔2024〕3号",
    closing_words="逾期仍未反馈的，拟列入当月推进情况通报",
)


def form_of(slip: Slip) -> SlipForm:
    """Return the finished text of a sample."""
    return slip_form(slip, policy=POLICY, calendar=CALENDAR)
