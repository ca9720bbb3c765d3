"""Next year's draft as a workbook: what a person reads in it, and that the importer takes it as it stands."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import python_calamine

from importers.source import Source
from models import db, store_plans
from models.store_plans import PlanRecord
from reports.next_year import NextYearDraft, next_year_draft, next_year_file_name, next_year_xlsx
from rules.facts import Role

PLAN = """\
时间,重点工作,责任单位
1月,开展2023年度党组织书记述职评议,党建处
3月15日,召开2024年全市教育工作会议,办公室、秘书处
3月底前,制定教育质量提升三年行动计划(2024—2026年),牵头：秘书处；配合：督导室、基教处
2024年6月,启动第三批优秀年轻干部培养工程,组织人事处
每季度,报送安全信息,安管处
8月,印发校外培训机构设置标准,民继处
2024-10-01,举办第20届艺术节,体卫艺处
长期,推进家校共育,各处室
"""


def draft_of(desk: Any, *, today: date) -> NextYearDraft:
    with db.reading(desk.engine) as connection:
        plan: PlanRecord = store_plans.plans(connection)[0]
        return next_year_draft(connection, plan, calendar=desk.calendar, policy=desk.policy, today=today)


def sheets(content: bytes) -> str:
    """The cells of a workbook as text, a row a line, under the name of each sheet."""
    book = python_calamine.load_workbook(BytesIO(content))
    lines: list[str] = []
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python()
        lines += [f"【{name}】", *(" | ".join(str(cell) for cell in row).rstrip(" |") for row in rows)]
    return "\n".join(lines) + "\n"


def test_the_draft_as_a_person_reads_it(desk: Any, golden: Callable[[str, str], None]) -> None:
    """Every row is there with its remark, whatever became of it last year."""
    desk.take(Source("2024年重点工作配档表.csv", PLAN.encode()), release_all=True)
    draft = draft_of(desk, today=date(2024, 12, 10))

    assert len(draft.rows) == len(PLAN.splitlines()) - 1
    assert next_year_file_name(draft) == "2025年重点工作配档表_草案.xlsx"
    golden("next_year.sheet", sheets(next_year_xlsx(draft)))


def test_the_importer_takes_the_draft(sqlite_desk: Any) -> None:
    """Read back, the draft is the next plan: same offices and roles, every time a year later."""
    sqlite_desk.take(Source("2024年重点工作配档表.csv", PLAN.encode()), release_all=True)
    content = next_year_xlsx(draft_of(sqlite_desk, today=date(2024, 12, 10)))
    again = sqlite_desk.take(Source("草案.xlsx", content), year=None, today=date(2025, 1, 6))

    assert (again.title, again.year, again.errors) == ("2025年重点工作配档表", 2025, ())
    said = [one.message for one in again.warnings if not one.row]
    assert (again.remark, said) == ("", ["工作表“说明”里只有文字，没有当作任务读。"])
    assert [(row.period, row.due_on) for row in again.rows] == [
        ("1月", date(2025, 1, 31)),
        ("3月15日", date(2025, 3, 15)),
        ("3月底前", date(2025, 3, 31)),
        ("2025年6月", date(2025, 6, 30)),
        ("每季度", None),
        ("8月", date(2025, 8, 31)),
        ("2025-10-01", date(2025, 10, 1)),
        ("长期", None),
    ]
    assert [role for _, role in again.rows[2].offices] == [Role.LEAD, Role.SUPPORT, Role.SUPPORT]
    assert again.rows[6].title == "举办第21届艺术节"


def test_the_notes_of_the_draft_stay_out_of_the_plan(sqlite_desk: Any) -> None:
    """The second sheet and the column 草案说明 are for whoever edits the draft, not for the plan."""
    sqlite_desk.take(Source("2024年重点工作配档表.csv", PLAN.encode()), release_all=True)
    content = next_year_xlsx(draft_of(sqlite_desk, today=date(2024, 12, 10)))
    again = sqlite_desk.take(Source("草案.xlsx", content), year=None, today=date(2025, 1, 6))
    with db.reading(sqlite_desk.engine) as connection:
        plan = store_plans.plan(connection, again.plan_id)

    assert (plan.year, plan.remark) == (2025, "")
    assert [row.original.split("\n") for row in again.rows[4:7]] == [
        ["5", "每季度", "报送安全信息", "安管处"],
        ["6", "8月", "印发校外培训机构设置标准", "民继处"],
        ["7", "2025-10-01", "举办第21届艺术节", "体卫艺处"],
    ]


def test_the_example_comes_back_whole(
    sqlite_desk: Any, read_example: Callable[[str], Source], gold_rows: list[tuple[str, str, list[str]]]
) -> None:
    """All 89 rows of the real table go round: months and offices as they were."""
    sqlite_desk.take(read_example("plan_2024.xlsx"))
    content = next_year_xlsx(draft_of(sqlite_desk, today=date(2024, 12, 10)))
    again = sqlite_desk.take(Source("草案.xlsx", content), year=None, today=date(2025, 1, 6))

    assert (again.year, len(again.rows), again.errors) == (2025, 89, ())
    assert [row.period for row in again.rows] == [month for month, _, _ in gold_rows]
    offices = [[name for name, _ in row.offices] for row in again.rows]
    assert offices == [names for _, _, names in gold_rows]
