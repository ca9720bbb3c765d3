"""The receipt: the record as it was stored, and where to go on."""

from datetime import date

import pytest
from bureau import SUPERVISOR
from office_site import BRIDGE, KINDERGARTEN, MEETING, SCHEME, OfficeSite, plain

from models.kinds import ReportKind
from scheduler import checking

PDF = ("泉引桥推进会议程.pdf", b"%PDF-1.7" + b"x" * 1_250_000, "application/pdf")


def receipt(site: OfficeSite, title: str, kind: str = "completion", **fields: str) -> str:
    """The address of the receipt of a report."""
    data = site.completed(title) if kind == "completion" else site.form(title, kind, **fields)
    return str(site.post("report", data).headers["location"])


def test_slip_of_a_completion(site: OfficeSite) -> None:
    """The slip repeats every field, with the due date, how late it was, and the file."""
    answer = site.post("report", site.completed(BRIDGE, c_phone="0531-0000000"), files={"c-file": PDF})

    page = plain(site.client.get(answer.headers["location"]).text)

    assert "已收到基教处的填报 督查室审核后办结，通常3个工作日内。审核期间不计逾期，也不再提醒。" in page
    for line in (
        "回执号 20260527-01",
        f"事项 {BRIDGE}",
        "情况 已完成，待审核",
        "完成日期 2026年5月26日（周二），时限4月30日，逾期16个工作日",
        "办理结果 5月26日召开，15个区县参加。",
        "文号或网址 未填",
        "附件 泉引桥推进会议程.pdf（1.2 MB，已保存）",
        "填报 基教处联络员（0531-0000000），2026年5月27日 10:24",
        "还有2项5月31日到期，接着填 回到任务页",
    ):
        assert line in page


@pytest.mark.parametrize(
    ("kind", "fields", "lines"),
    [
        (
            "progress",
            {"p_note": "已征求意见。", "p_by": "王", "p_day": "2026-06-15"},
            (
                "已记录。时限不变，到期前仍会提醒。",
                "情况 正在办理",
                "目前进展 已征求意见。",
                "预计完成日期 2026年6月15日",
            ),
        ),
        (
            "difficulty",
            {"d_note": "承办区县未定", "d_by": "王", "d_help": "请督导室商定"},
            (
                "已转督查室，需要协调的会转给分管领导。",
                "情况 完成难度较大",
                "难在哪里 承办区县未定",
                "需要谁协调什么 请督导室商定",
            ),
        ),
    ],
)
def test_slip_of_the_others(
    site: OfficeSite, kind: str, fields: dict[str, str], lines: tuple[str, ...]
) -> None:
    """Progress and difficulty say what happens next in their own words."""
    page = plain(site.client.get(receipt(site, SCHEME, kind, **fields)).text)

    for line in lines:
        assert line in page
    assert "还有1项已逾期，接着填" in page


def test_next_task_ends_when_nothing_is_left(site: OfficeSite) -> None:
    """The receipt leads to what is overdue or due soon, and to nothing when there is none."""
    for title in (BRIDGE, SCHEME):
        receipt(site, title)

    assert "接着填" not in site.client.get(receipt(site, MEETING)).text


def test_receipt_stays_true_later(site: OfficeSite) -> None:
    """Opened again after the check the receipt says what came of it."""
    address = receipt(site, BRIDGE)
    task_id = site.bureau.tasks[BRIDGE]

    checking.return_task(site.bureau.services, SUPERVISOR, task_id, today=date(2026, 5, 27), note="缺附件")
    assert "督查室看过后退回，请补充。" in site.client.get(address).text
    site.say(
        BRIDGE, "补上了。", on=date(2026, 5, 27), kind=ReportKind.COMPLETION, completed_on=date(2026, 5, 26)
    )
    assert "这一项后来又有填报，以最后一次为准。" in site.client.get(address).text
    checking.close_task(site.bureau.services, SUPERVISOR, task_id, today=date(2026, 5, 27))
    page = site.client.get(address).text
    assert "督查室已办结这一项。" in page
    assert "重新填报" not in page


def test_receipt_of_another_office_is_not_shown(site: OfficeSite) -> None:
    """A receipt opens only behind the link of the office that got it."""
    site.office = "督导室"
    number = receipt(site, KINDERGARTEN).rpartition("/")[2]
    site.office = "学前处"

    for asked in (number, "20260527-99", "x" * 500, "%00", "1%27"):
        assert site.client.get(f"{site.home}/receipt/{asked}").status_code == 404


def test_receipt_on_time(site: OfficeSite) -> None:
    """A task done in time says so."""
    page = plain(site.client.get(receipt(site, SCHEME)).text)

    assert "完成日期 2026年5月26日（周二），时限5月31日，按期" in page
