"""PDF files with text: tables over pages, wrapped cells, scans, locked files."""

from pathlib import Path
from typing import Any

import pytest
from table_files import brief, read

from importers.document import Line
from importers.formats.pdf_plain_table import PlainTable, plain_table
from importers.formats.pdf_words import PrintedLine, joined, paragraphs
from importers.formats.reading import open_document
from importers.source import Source
from importers.words.confidence import SURE
from rules.errors import InputError

SAMPLES = Path(__file__).parent / "samples"


def sample(name: str) -> Source:
    return Source(name, (SAMPLES / name).read_bytes())


def pdf(*contents: str) -> bytes:
    """Write a PDF by hand, one page for each content; F is a font of latin letters."""
    pages = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(contents)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{pages}]/Count {len(contents)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number, content in enumerate(contents):
        objects += [
            (
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {5 + 2 * number} 0 R"
                "/Resources<</Font<</F 3 0 R>>>>>>"
            ),
            f"<</Length {len(content)}>>stream\n{content}\nendstream",
        ]
    text, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(text))
        text += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return (
        f"{text}{end}trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(text)}\n%%EOF".encode()
    )


LONG_TITLE = "启动2024年度评审，公布2024年结果和名单，完成2023至2024年度各类项目"
PICTURE = "q 100 0 0 100 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q"


def test_a_table_over_pages_is_one_table() -> None:
    """The repeated header is no row, a month cell cut by the page holds on both sides, wraps are joined."""
    reading = read(sample("repeated_header.pdf"), year=None)

    assert reading.title == "2024年重点工作安排"
    assert brief(reading.rows) == [
        ("3月", "召开会议", "办公室"),
        ("3月", "印发工作方案，部署全年各项重点工作，明确责任分工和完成时限", "基教处"),
        ("3月", "开展督导", "督导室、基教处"),
        ("3月", LONG_TITLE, "组织人事处、离退休干部处"),
        ("3月", "成立联合体", "产业处"),
        ("3月", "举办活动", "体卫艺处"),
        ("4月", "民主评议", "党建处"),
    ]
    assert [row.place for row in reading.rows[3:5]] == ["表1第5行（第2页）", "表1第6行（第2页）"]
    assert (reading.warnings, "以正式通知为准" in reading.facts.remark) == ((), True)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (sample("locked.pdf"), "有打开密码"),
        (Source("a.pdf", pdf(PICTURE)), "扫描件.*文字识别"),
        (Source("a.pdf", pdf("")), "没有文字"),
        (Source("a.pdf", (SAMPLES / "plan_2024.pdf").read_bytes()[:9000]), "不完整"),
        (Source("a.pdf", b"%PDF-1.4\n%%EOF"), "损坏"),
    ],
)
def test_a_pdf_that_cannot_be_read_is_refused_with_what_to_do(source: Source, reason: str) -> None:
    """Locked files, scans and broken files have each their sentence."""
    with pytest.raises(InputError, match=reason):
        open_document(source)


def test_pages_of_pictures_among_others_are_said() -> None:
    """One scanned page in a file with text is named by its number."""
    document = open_document(Source("a.pdf", pdf("BT /F 12 Tf 72 700 Td (words) Tj ET", PICTURE)))

    assert document.blocks == (Line("words"),)
    assert document.notes == ("第2页只有图片没有文字，没有读。",)


def test_text_without_rules_becomes_lines_with_their_columns_apart() -> None:
    """Wide gaps are tabs, so that tables without rules can still be told; page numbers are left out."""
    text = (
        "BT /F 12 Tf 72 700 Td (March) Tj 150 0 Td (meeting) Tj ET BT /F 12 Tf 72 680 Td (April) Tj ET"
        " BT /F 12 Tf 290 30 Td (- 1 -) Tj ET"
    )

    assert open_document(Source("a.pdf", pdf(text))).blocks == (Line("March\tmeeting"), Line("April"))


def test_lines_of_running_text_are_joined_into_paragraphs() -> None:
    """A full line goes on in the next one that is not indented."""
    lines = [
        PrintedLine("一、加强党的建设，落实全面从严", 96, 500, 100, 16),
        PrintedLine("治党主体责任。", 64, 180, 120, 16),
        PrintedLine("二、提高质量。", 96, 210, 140, 16),
    ]

    assert paragraphs(lines) == ["一、加强党的建设，落实全面从严治党主体责任。", "二、提高质量。"]


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [("督导", "室", "督导室"), ("2024", "年", "2024年"), ("key", "task", "key task"), ("", "x", "x")],
)
def test_wrapped_words_are_joined(before: str, after: str, whole: str) -> None:
    """No blank beside a Chinese character."""
    assert joined(before, after) == whole


def test_look_alikes_are_made_real_characters() -> None:
    """Browsers print ⺠主评议 with signs of the radical blocks; names must compare equal."""
    texts = {
        cell.text for row in open_document(sample("repeated_header.pdf")).tables[0].rows for cell in row.cells
    }

    assert "民主评议" in texts
    assert not any("\u2e80" <= sign <= "\u2fd5" for text in texts for sign in text)


SIZE = 10.0
HEADINGS = (0, ((50, "时间"), (120, "重点工作"), (300, "责任单位")))


def printed(*lines: tuple[float, tuple[tuple[int, str], ...]]) -> list[dict[str, Any]]:
    """Return the characters of lines: the height of each, and its texts with where they begin."""
    return [
        {
            "text": sign,
            "x0": left + n * SIZE,
            "x1": left + (n + 1) * SIZE,
            "top": height,
            "bottom": height + SIZE,
            "size": SIZE,
        }
        for height, texts in lines
        for left, text in texts
        for n, sign in enumerate(text)
    ]


def found(*lines: tuple[float, tuple[tuple[int, str], ...]], before: PlainTable | None = None) -> PlainTable:
    table = plain_table(printed(*lines), before)
    assert table is not None
    return table


def test_a_table_without_lines_has_the_columns_of_its_headings() -> None:
    """Cells that nearly touch are parted where no line prints; a close line goes on with its row."""
    table = found(
        HEADINGS,
        (24, ((50, "3月"), (120, "全县义务教育学校开学工作专项检查"), (300, "督导室"))),
        (38, ((120, "并通报结果"),)),
        (62, ((50, "4月"), (120, "编印简报"), (300, "办公室、秘书处"))),
        (86, ((50, "填表人"),)),
    )

    assert table.rows[1:] == (
        ("3月", "全县义务教育学校开学工作专项检查并通报结果", "督导室"),
        ("4月", "编印简报", "办公室、秘书处"),
    )
    assert table.certainty >= SURE


def test_rows_no_spacing_parts_wait_for_a_person() -> None:
    """A line without a time goes on with the row above, but that is a guess."""
    table = found(
        HEADINGS,
        (14, ((50, "3月"), (120, "全县义务教育学校开学工作专项检查"), (300, "督导室"))),
        (28, ((120, "并通报结果"),)),
        (42, ((50, "4月"), (120, "编印简报"), (300, "办公室"))),
    )

    assert [row[1] for row in table.rows[1:]] == ["全县义务教育学校开学工作专项检查并通报结果", "编印简报"]
    assert table.certainty < SURE


def test_running_text_ends_a_table_without_lines_and_is_none() -> None:
    """A line that prints over every gap is no row, and a page of such lines has no table."""
    text = (50, "各单位要高度重视，明确专人负责，确保各项工作落到实处并及时报送进展")
    first = found(HEADINGS, (24, ((50, "3月"), (120, "召开会议"), (300, "办公室"))), (48, (text,)))

    assert len(first.rows) == 2
    assert plain_table(printed((0, (text,)), (24, (text,))), first) is None


def test_a_table_without_lines_goes_on_over_the_page() -> None:
    """The next page has no headings; its lines keep to the columns."""
    first = found(HEADINGS, (24, ((50, "3月"), (120, "召开会议"), (300, "办公室"))))
    more = found(
        (0, ((50, "4月"), (120, "编印简报"), (300, "秘书处"))),
        (24, ((50, "5月"), (120, "检查"), (300, "督导室"))),
        before=first,
    )

    assert more.rows == (("4月", "编印简报", "秘书处"), ("5月", "检查", "督导室"))
