"""Hostile files at the guarded door: answered in seconds with a reason, nothing fetched, nothing stored."""

import io
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from table_files import LINES, THREE, book, brief, read, word

from importers.formats.document_json import document_from_json, document_to_json
from importers.formats.guard import read_apart
from importers.formats.limits import MAX_ROWS
from importers.formats.ole_streams import ole_stream
from importers.formats.reading import read_document
from importers.plans.import_values import ImportStatus
from importers.source import Source
from rules.errors import InputError

HEADER = "时间,重点工作,责任单位\n"
SECONDS = 10
MEGABYTES = 512
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def book_of(lines: Sequence[Sequence[str]]) -> Source:
    def fill(_: Any, sheet: Any) -> None:
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)

    return book(fill)


def simple_book() -> Source:
    return book_of(LINES)


def simple_word() -> Source:
    def fill(document: Any) -> None:
        table = document.add_table(rows=0, cols=3)
        for line in LINES:
            for cell, text in zip(table.add_row().cells, line, strict=True):
                cell.text = text

    return word(fill)


def with_part(source: Source, name: str, content: bytes) -> Source:
    """Return an Office file with one part replaced or added."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(source.data)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        parts = {part: old.read(part) for part in old.namelist()} | {name: content}
        for part, data in parts.items():
            new.writestr(part, data)
    return Source(source.name, target.getvalue())


def sheet_xml(rows: str, tail: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData>{tail}</worksheet>'.encode()


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def document_xml(body: str) -> bytes:
    return f"<w:document {WORD}><w:body>{body}</w:body></w:document>".encode()


def many_rows(count: int) -> bytes:
    cells = (
        f'<row r="{n}">{text_cell(f"A{n}", "3月")}{text_cell(f"B{n}", f"会议{n}")}</row>'
        for n in range(1, count + 1)
    )
    return sheet_xml("".join(cells))


FAR_CELL = sheet_xml(f'<row r="1048576">{text_cell("XFD1048576", "x")}</row>')
SHORT_LINE = "<w:p><w:r><w:t>x</w:t></w:r></w:p>"
MANY = 100_000
SHEET, DOCUMENT = "xl/worksheets/sheet1.xml", "word/document.xml"
XXE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
LAUGHS = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'

REFUSED: dict[str, tuple[Any, str]] = {
    "a value in the last corner": (
        lambda: with_part(simple_book(), SHEET, FAR_CELL),
        "XFD列.*删去多余",
    ),
    "100,000 rows of Excel": (
        lambda: with_part(simple_book(), SHEET, many_rows(MANY)),
        f"100000行，超过{MAX_ROWS}行",
    ),
    "100,000 rows of csv": (
        lambda: Source("a.csv", (HEADER + "3月,会议,办公室\n" * MANY).encode()),
        "100001行，超过",
    ),
    "100,000 rows of Word": (
        lambda: with_part(
            simple_word(),
            DOCUMENT,
            document_xml("<w:tbl>" + "<w:tr><w:tc><w:p/></w:tc></w:tr>" * MANY + "</w:tbl>"),
        ),
        f"超过{MAX_ROWS}行",
    ),
    "100,000 rows of a page": (
        lambda: Source("a.html", ("<table>" + "<tr><td>3月<td>会议</tr>" * MANY + "</table>").encode()),
        f"超过{MAX_ROWS}行",
    ),
    "a text of 20 million letters": (lambda: Source("a.txt", b"time task\n" * 1_900_000), "超过100000行"),
    "a cell over all columns of Word": (
        lambda: with_part(
            simple_word(),
            DOCUMENT,
            document_xml(
                '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="9999"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
            ),
        ),
        "超过200列",
    ),
    "a cell over all columns of a page": (
        lambda: Source("a.html", b"<table><tr><td colspan=99999>1<td>2</table>"),
        "超过200列",
    ),
    "an external entity in Word": (
        lambda: with_part(simple_word(), DOCUMENT, XXE.encode() + document_xml("&a;")),
        "文档类型声明",
    ),
    "an external entity in Excel": (
        lambda: with_part(simple_book(), SHEET, XXE.encode() + sheet_xml(text_cell("A1", "&a;"))),
        "文档类型声明",
    ),
    "entities upon entities": (
        lambda: with_part(simple_book(), "xl/sharedStrings.xml", LAUGHS.encode() + b"<sst>&b;</sst>"),
        "文档类型声明",
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("case", REFUSED)
def test_hostile_files_are_refused_in_seconds(case: str) -> None:
    """Each has its sentence that names the file."""
    make, reason = REFUSED[case]
    source: Source = make()

    started = time.monotonic()
    with pytest.raises(InputError, match=reason) as caught:
        read_document(source)

    assert time.monotonic() - started < SECONDS
    assert source.file_name in caught.value.message


MEASURING = """
import resource, sys
from pathlib import Path
from importers.formats.reading import read_document
from importers.source import Source
from rules.errors import InputError
try:
    read_document(Source("a.docx", Path(sys.argv[1]).read_bytes()))
except InputError as error:
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10, error.message)
"""


@pytest.mark.slow
def test_the_reading_child_keeps_within_its_memory(tmp_path: Path, project_dir: Path) -> None:
    """A part that unpacks to 100 MB of small elements is given up before 512 MB are taken."""
    file = tmp_path / "a.docx"
    file.write_bytes(with_part(simple_word(), DOCUMENT, document_xml(SHORT_LINE * 3_300_000)).data)

    answer = subprocess.run(
        [sys.executable, "-c", MEASURING, str(file)],
        cwd=project_dir,
        capture_output=True,
        text=True,
        check=True,
    )

    megabytes, reason = answer.stdout.split(" ", 1)
    assert 100 < int(megabytes) < MEGABYTES
    assert "内存放不下" in reason or "秒还没有读完" in reason


def test_a_merge_to_the_last_corner_is_cut_at_the_edge_of_the_table() -> None:
    """Merging C2:XFD1048576 fills the used cells and nothing else."""
    rows = ""
    for number, line in enumerate(LINES, 1):
        cells = (text_cell(f"{letter}{number}", text) for letter, text in zip("ABC", line, strict=True))
        rows += f'<row r="{number}">{"".join(cells)}</row>'
    merge = '<mergeCells count="1"><mergeCell ref="C2:XFD1048576"/></mergeCells>'

    reading = read(with_part(simple_book(), SHEET, sheet_xml(rows, merge)))

    assert [(period, title) for period, title, _ in brief(reading.rows)] == [row[:2] for row in THREE]


def test_a_file_that_takes_too_long_is_given_up() -> None:
    """The child is ended when its time is over; the program goes on."""
    deep = Source("a.html", b"<html>" + b"<div>" * 60_000)

    with pytest.raises(InputError, match="1秒还没有读完"):
        read_apart(deep, seconds=1)
    assert read_document(simple_word()).tables


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A port of this machine where any connection would be seen."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def test_nothing_is_fetched(listener: socket.socket) -> None:
    """Pictures, style sheets, templates and linked workbooks of a file are never asked for."""
    there = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
    page = (
        f"<html><link rel=stylesheet href={there}><base href={there}><iframe src={there}></iframe>"
        f"<img src={there}><script src={there}></script><table><tr><td>时间<td>重点工作</table>"
    )
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"'
        f' Target="{there}" TargetMode="External"/></Relationships>'
    ).encode()

    read_document(Source("a.html", page.encode()))
    read_document(with_part(simple_word(), "word/_rels/document.xml.rels", relation))
    read_document(with_part(simple_book(), "xl/externalLinks/_rels/externalLink1.xml.rels", relation))

    with pytest.raises(BlockingIOError):
        listener.accept()


def test_the_reading_child_may_neither_connect_nor_write(tmp_path: Path, project_dir: Path) -> None:
    """Whatever a library does, the process that reads has no way out but its answer."""
    script = (
        "import sys, importers.formats.guarded_child as child; child.close_the_ways_out()\n"
        "import socket, subprocess, os\n"
        f"for act in (lambda: socket.create_connection(('127.0.0.1', 9)),"
        f" lambda: open({str(tmp_path / 'x')!r}, 'w'),"
        " lambda: subprocess.Popen(['true']), os.fork):\n"
        "    try:\n        act()\n        print('done')\n"
        "    except PermissionError:\n        print('forbidden')\n"
    )

    answer = subprocess.run(
        [sys.executable, "-c", script], cwd=project_dir, capture_output=True, text=True, check=True
    )

    assert answer.stdout.split() == ["forbidden"] * 4
    assert list(tmp_path.iterdir()) == []


def test_the_reading_child_starts_without_a_reader(project_dir: Path) -> None:
    """It loads the one reader its file needs, and none of what starts further processes."""
    script = "import sys, importers.formats.guarded_child; print(*sys.modules, sep='\\n')"

    answer = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(project_dir)!r})\n{script}"],
        capture_output=True,
        text=True,
        check=True,
    )

    loaded = answer.stdout.split()
    assert [name for name in loaded if name.endswith("_reader")] == []
    assert "subprocess" not in loaded


def test_what_the_child_answers_is_the_document() -> None:
    """Lines, places, doubts and notes come through unchanged."""
    source = Source("a.csv", (HEADER + "3月,会议,办公室\n3月,会").encode())
    document = read_document(source)

    assert document_from_json(document_to_json(document)) == document
    assert read_apart(source) == document
    assert document.notes == ("文件在第3行的中间断了，可能没有传完，请核对最后几行。",)


@pytest.mark.parametrize("form", ["csv", "xlsx", "docx", "html"])
@pytest.mark.parametrize(
    ("column", "bad", "word_"), [(0, "2月30日", "2月30日"), (0, "13月", "13月"), (1, "", "工作内容")]
)
def test_a_single_fault_is_one_error_with_its_row_and_column(
    form: str, column: int, bad: str, word_: str
) -> None:
    """Of many rows the one that is wrong is named, and only that one."""
    lines = [list(LINES[0]), *([f"{n % 12 + 1}月", f"开展第{n}项工作", "办公室"] for n in range(30))]
    lines[17][column] = bad
    html = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in line) + "</tr>" for line in lines)

    def fill(document: Any) -> None:
        table = document.add_table(rows=0, cols=3)
        for line in lines:
            for cell, text in zip(table.add_row().cells, line, strict=True):
                cell.text = text

    sources = {
        "csv": lambda: Source("a.csv", "\n".join(",".join(line) for line in lines).encode()),
        "xlsx": lambda: book_of(lines),
        "docx": lambda: word(fill),
        "html": lambda: Source("a.html", f"<table>{html}</table>".encode()),
    }

    reading = read(sources[form]())

    (error,) = reading.errors
    assert (error.row, error.column) == (18, LINES[0][column])
    assert word_ in error.message
    assert len(reading.rows) == 29


def test_odd_signs_in_cells_do_no_harm(sqlite_desk: Any) -> None:
    """Signs without width or direction are dropped, headers cannot be smuggled in, giants become drafts."""
    rows = [
        ("3月", "召开\u200b会议\u202e\u0007", "办公室"),
        ("3月", "印发方案\r\nBcc: x@example.org", "基教处"),
        ("3月", "开展督导", "=?UTF-8?Q?=0A?=Bcc: x@example.org"),
        ("3月", "长" * 10_000, "督导室"),
    ]
    text = HEADER + "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows)

    result = sqlite_desk.take(text)

    titles = [row.title for row in result.rows]
    assert titles[0] == "召开会议"
    assert not any(sign in title for title in titles for sign in "\r\n\u200b\u202e\u0007")
    assert all(row.flags for row in result.rows[2:])
    assert all(task.status.value == "draft" for task in sqlite_desk.tasks()[2:])


def test_addresses_with_line_ends_are_errors_with_row_and_column(sqlite_desk: Any) -> None:
    """An address that would add a header or a recipient is not stored."""
    bad = (
        "a@example.org\r\nBcc: b@example.org",
        "a@example.org,b@example.org",
        "a@example.org> SIZE=1",
    )
    text = "单位,邮箱\n办公室,good@example.org\n" + "".join(f'第{n}处,"{a}"\n' for n, a in enumerate(bad))

    result = sqlite_desk.take_offices(text)

    assert sorted({error.row for error in result.errors}) == [3, 4, 5]
    assert {error.column for error in result.errors} == {"邮箱"}


def test_a_refused_file_stores_nothing_and_the_next_one_is_taken(sqlite_desk: Any) -> None:
    """After each refusal the program works as before."""
    refused = sqlite_desk.take(Source("a.xlsx", simple_book().data[:-200]))
    assert (refused.status, sqlite_desk.dump()["plan"]) == (ImportStatus.REJECTED, [])

    assert sqlite_desk.take(simple_book()).status is ImportStatus.OK


def test_a_compound_file_whose_chains_run_in_circles_ends() -> None:
    """Sectors that name themselves as the next ones give no stream and no endless walk."""
    header = bytearray(512)
    header[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    header[30:34] = (9).to_bytes(2, "little") + (6).to_bytes(2, "little")
    header[68:72] = (0).to_bytes(4, "little")
    circles = bytes(4) * 128

    assert ole_stream(bytes(header) + circles * 3, "Workbook") == b""
    assert ole_stream(b"PK", "Workbook") == b""
    assert ole_stream(bytes(header)[:100], "Workbook") == b""
