"""The pages 对照要点 and 下一年草案: a text in, lists out, a workbook on demand, and nothing stored."""

import html
import re
from io import BytesIO
from typing import Any

import pytest
import python_calamine
from supervisor_site import Site

POINTS = """\
一、督导
1.完善督导机制。召开督导工作会议，新建督学工作站50个。
2.推进阅读。举办全市学生“写字节”，新建书香校园30所。
3.加强培训。<b>培训</b>教师200名，由机关党委负责。
"""


def address(site: Site) -> str:
    return f"/imports/plans/{site.bureau.plan_id}/coverage"


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = python_calamine.load_workbook(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_way_there(desk_site: Site) -> None:
    """The list of plans leads to both pages."""
    page = desk_site.client.get("/imports").text

    assert f'href="{address(desk_site)}"' in page
    assert f'href="/imports/plans/{desk_site.bureau.plan_id}/next-year.xlsx"' in page


def test_pasted_text_gives_the_lists(desk_site: Site) -> None:
    """Each list has its question, its rows and the words that were shared; words of the text stay words."""
    answer = desk_site.post(address(desk_site), text=POINTS)

    assert answer.status_code == 200
    assert "有数字的要点：可能没有对应任务，请核对 <small>3处</small>" in answer.text
    assert "&lt;b&gt;培训&lt;/b&gt;教师200名" in answer.text
    assert "任务：要点里可能没有写到，请核对 <small>4处</small>" in answer.text
    assert "印发三年行动计划" in answer.text


def test_a_file_gives_the_same_lists(desk_site: Site) -> None:
    """An uploaded file is read like pasted text; the page names the file."""
    sent = desk_site.client.post(
        address(desk_site),
        data={"csrf": desk_site.csrf()},
        files={"file": ("2024年工作要点.txt", POINTS.encode(), "text/plain")},
    )

    assert sent.status_code == 200
    assert "2024年工作要点.txt的正文" in sent.text
    assert "请核对 <small>3处</small>" in sent.text


def test_the_workbook_says_what_the_page_said(desk_site: Site) -> None:
    """存成Excel sends the text along and gets the same lists, a sheet each."""
    page = desk_site.post(address(desk_site), text=POINTS).text
    text = re.search(r'(?s)<textarea name="text" hidden[^>]*>\n(.*?)</textarea>', page)
    assert text is not None

    answer = desk_site.post(f"{address(desk_site)}.xlsx", text=html.unescape(text[1]), name="要点.txt")

    assert answer.status_code == 200
    assert "filename*=UTF-8''%E8%A6%81%E7%82%B9" in answer.headers["content-disposition"]
    found = sheets(answer.content)
    assert list(found) == ["没有任务的要点", "没有要点的任务", "没有列入的单位", "有任务的要点"]
    assert [row[1] for row in found["没有任务的要点"][3:-1]] == ["50个", "30所", "200名"]
    assert str(found["没有任务的要点"][1][0]).startswith("要点.txt的正文")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "请先选工作要点的文件"),
        ("时间\t重点工作\t责任单位\n3月\t开会\t督导室\n", "没有读到工作要点的正文"),
    ],
)
def test_what_cannot_be_checked_is_said(desk_site: Site, text: str, words: str) -> None:
    """Without a text the page comes back with the reason and what was typed."""
    for ending in ("", ".xlsx"):
        answer = desk_site.post(f"{address(desk_site)}{ending}", text=text)

        assert answer.status_code == 422
        assert words in answer.text
        assert html.escape(text.strip(), quote=False) in answer.text


def test_a_text_of_something_else(desk_site: Site) -> None:
    """A text without promises gets one sentence, on page and sheet, and no list of every task."""
    page = desk_site.post(address(desk_site), text="1.放假安排。国庆假期按时值班。\n").text
    book = desk_site.post(f"{address(desk_site)}.xlsx", text="1.放假安排。国庆假期按时值班。\n")

    assert "要点里没有读到写了数字的内容。" in page
    assert "多半不是这份配档表的要点，任务不再逐项列出。" in page
    assert "任务：要点里可能没有写到" not in page
    assert "印发三年行动计划" not in page
    cells = [str(row[0]) for row in sheets(book.content)["没有要点的任务"]]
    assert any("多半不是这份配档表的要点" in cell for cell in cells)


def test_a_plan_nobody_has(desk_site: Site) -> None:
    """An unknown plan is not found, whatever is asked of it."""
    assert desk_site.client.get("/imports/plans/999/coverage").status_code == 404
    assert desk_site.client.get("/imports/plans/999/next-year.xlsx").status_code == 404
    assert desk_site.post("/imports/plans/999/coverage", text=POINTS).status_code == 404


def test_a_reader_sees_no_form(desk_site: Site) -> None:
    """A reader may open the page and the draft, but sends nothing."""
    reader = desk_site.client_of("kan")

    assert "<textarea" not in reader.get(address(desk_site)).text
    assert reader.get(f"/imports/plans/{desk_site.bureau.plan_id}/next-year.xlsx").status_code == 200


def test_next_years_draft(desk_site: Site) -> None:
    """The button gives a workbook with every task of the plan and why it stands there."""
    answer = desk_site.client.get(f"/imports/plans/{desk_site.bureau.plan_id}/next-year.xlsx")
    rows = sheets(answer.content)["2025年草案"]

    assert rows[0][0] == "2025年重点工作配档表"
    assert rows[2] == ["序号", "时间", "重点工作", "责任单位", "草案说明"]
    remarks = {row[2]: row[4] for row in rows[3:]}
    assert len(remarks) == 5
    assert remarks["召开督导工作会议"] == "去年逾期，还没有办结；照去年列出，请核对"
    assert remarks["印发三年行动计划"] == "一次性，可能不用（“印发”）"
