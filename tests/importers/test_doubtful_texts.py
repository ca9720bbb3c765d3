"""What was not understood is said: dirty titles, doubtful offices, texts that are no plan, any text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_rows import read, rows_of

from importers.plans.plan_reading import PlanReading
from importers.words.script import recognised, without_sounds
from rules.errors import InputError

TABLE = "某局2024年计划\n时间\t重点工作\t责任单位\n"


@pytest.mark.parametrize(
    ("title", "flag"),
    [
        ("推動優(yōu)質(zhì)發(fā)展", "推動優質發展"),
        ("288563.com关于推进武术工作的方案", "网址"),
        ("召开\ufffd\ufffd会议", "乱码"),
        ("健全监管□□机制", "丢了"),
        ("推进工作" * 90, "几项连在了一起"),
    ],
)
def test_a_dirty_title_is_kept_as_printed_and_flagged(title: str, flag: str) -> None:
    """The words stay; the flag says what is odd, and what it would be without."""
    (row,) = read(f"{TABLE}3月\t{title}\t办公室").rows

    assert row.title == title
    assert flag in "".join(row.flags)
    assert row.confidence < 0.9


@pytest.mark.parametrize("text", ["表格(附件a)", "指标(ok)", "学校(xx)", "网络（试行）", "A(b)"])
def test_plain_notes_in_brackets_are_no_artefacts(text: str) -> None:
    """Only Latin letters with a tone go, and only behind a Chinese character."""
    assert without_sounds(text) == text


def test_words_are_recognised_in_either_script_and_width() -> None:
    """Traditional, full-width, spaced and sounded words are one word."""
    assert {
        recognised(w) for w in ("責 任 單 位", "責任單位", "责任单位", "責(zé)任單位", "责　任\u00a0单位")
    } == {"责任单位"}


@pytest.mark.parametrize(
    ("offices", "names", "is_flagged"),
    [
        ("办公室、基教处", ["办公室", "基教处"], False),
        ("办公室，基教处；督导室/安管处", ["办公室", "基教处", "督导室", "安管处"], False),
        ("各区、县级市教育局，市教研院", ["各区、县级市教育局", "市教研院"], False),
        ("省教育厅、财政厅", ["省教育厅", "财政厅"], False),
        ("省市场监管局（省知识产权局）、甲局等", ["省市场监管局（省知识产权局）", "甲局"], False),
        ("办公室等有关单位", ["办公室"], False),
        ("无", [], False),
        ("n/a", [], False),
        ("—", [], False),
        ("王立", [], True),
        ("推进教育数字化转型", ["推进教育数字化转型"], True),
    ],
)
def test_lists_of_offices(offices: str, names: list[str], is_flagged: bool) -> None:
    """Separators of every kind, names that hold 、, 等 dropped; what is no office is flagged."""
    (row,) = read(f"{TABLE}3月\t召开会议\t{offices}").rows

    assert [office.name for office in row.offices] == names
    assert bool(row.flags) is is_flagged


def test_persons_beside_offices_are_left_out_under_a_heading_that_names_them() -> None:
    """责任单位及责任人: the person is no office."""
    text = "时间\t重点工作\t责任单位及责任人\n3月\t召开会议\t办公室 李建国\n4月\t开展检查\t安管处、王立"

    assert [row[3] for row in rows_of(text)] == [("办公室",), ("安管处",)]


def test_names_of_the_directory_are_the_surest_sign() -> None:
    """A name without any form of an office is one when the directory knows it."""
    text = "时间\n重点工作\n责任单位\n备注\n3月\n泉城星火\n红领巾社\n4月\n召开会议\n办公室"

    known = read(text, known=["红领巾社"])

    assert [office.name for office in known.rows[0].offices] == ["红领巾社"]


def test_a_title_that_names_another_year_than_the_text_is_said() -> None:
    """2024 above, 2022 in the first sentence: the title counts, and a person should look."""
    body = "2022年,全市教育工作的总体思路是坚持改革创新推动高质量发展办好人民满意的教育加快建设教育强市。"
    text = f"2024年工作要点\n{body}\n1.抓党建。好。\n2.抓安全。好。\n3.抓质量。好。"

    reading = read(text, year=None)

    assert reading.year == 2024
    assert any("2022" in problem.message for problem in reading.warnings)


@pytest.mark.parametrize(
    "text",
    [
        "今天开会。\n大家都来。",
        "1.只有一条。",
        "某局工作总结\n一、主要工作情况\n(一)抓了党建。好。\n(二)抓了安全。好。\n二、存在问题\n(一)不够。\n(二)不足。",
        "序号\n重点工作\n责任单位\n1\n开会\n2\n检查\n督导室\n",
    ],
)
def test_what_is_no_plan_or_cannot_be_told_is_refused(text: str) -> None:
    """Prose, a single item, a report without plans, cells that fit no row: refused, never guessed."""
    with pytest.raises(InputError):
        read(text)


ATOMS = st.sampled_from(
    [
        *(
            "时间",
            "重点工作",
            "责任单位",
            "|",
            "\t",
            "  ",
            "\n",
            "\n",
            "\n",
            "3月",
            "1.",
            "一、",
            "（一）",
            "①",
            "(",
            "）",
        ),
        *(
            "：",
            "责任单位：",
            "完成时限：",
            "牵头",
            "配合",
            "，",
            "、",
            "。",
            "；",
            "办公室",
            "召开会议",
            "第1週 9/1~9/7",
        ),
        *(
            "9/26(四)",
            "title:",
            "start:",
            '"',
            "{",
            "}",
            "2024年",
            "學年度",
            "每月",
            "无",
            "/",
            "---|",
            "\u00a0",
            "\u3000",
        ),
        *(
            "Lead",
            "June 2024",
            "2月30日",
            "各区、县级市",
            "優(yōu)",
            "备注：",
            "“",
            "《",
            "9" * 20,
            "\u2028",
            "\x00",
            "²",
            "Ⅳ",
        ),
    ]
)


def reads_or_refuses(text: str) -> PlanReading | None:
    try:
        return read(text)
    except InputError:
        return None


@settings(max_examples=150, deadline=None)
@given(st.lists(ATOMS, max_size=60).map("".join))
def test_no_text_of_plan_words_breaks_the_shapes(text: str) -> None:
    """Any mixture of what plans are made of reads or is refused; a reading never has a row without words."""
    reading = reads_or_refuses(text)

    assert reading is None or all(row.title and row.original for row in reading.rows)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_no_text_whatever_breaks_the_shapes(text: str) -> None:
    """Any characters at all read or are refused; a reading never has a row without words."""
    reading = reads_or_refuses(text)

    assert reading is None or all(row.title and row.original for row in reading.rows)


LONG = {
    "unclosed brackets": "1.甲\n2.乙\n" + "（" * 60_000,
    "one endless item": "1." + "推进工作、" * 20_000 + "\n2.加强管理。\n3.做好工作。",
    "an endless list of leads": "1.甲（" + "牵头、" * 20_000 + "）\n2.乙",
    "ten thousand headers": "时间\n重点工作\n责任单位\n" * 2_000,
    "ten thousand bars": "甲 | 乙 | 丙 |\n" * 5_000,
    "equal lines": "推进各项重点工作落地见效并且取得实效\n" * 5_000,
    "one word that may be a label on every other line": "".join(f"第{n}项\n工作\n" for n in range(4_000)),
    "labels in one line": "".join(f"{n}.推进工作责任单位：基教处完成时限：6月底" for n in range(12_000)),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", LONG)
def test_long_texts_take_time_in_proportion(kind: str) -> None:
    """Nothing backtracks or grows with the square of a text."""
    start = time.process_time()

    reads_or_refuses(LONG[kind])

    assert time.process_time() - start < 15


def test_a_table_that_lost_its_header_is_read_with_a_word_about_it() -> None:
    """Weeks, dates, tasks and offices are told by their looks; every row waits for a person."""
    text = "2023-2024学年第二学期校历\n第1周 | 2.26-3.3 | 开学典礼 | 德育处 |\n"
    text += "第2周 | 3.4-3.10 | 教学检查 | 教务处 |\n第3周 | 3.11-3.17 | 植树活动 | 总务处 |"

    reading = read(text, year=None)

    assert [row[1:4] for row in rows_of(text, year=None)] == [
        ("2024-03-03", "开学典礼", ("德育处",)),
        ("2024-03-10", "教学检查", ("教务处",)),
        ("2024-03-17", "植树活动", ("总务处",)),
    ]
    assert all(row.is_doubtful for row in reading.rows)
    assert any("没有表头" in problem.message for problem in reading.warnings)
