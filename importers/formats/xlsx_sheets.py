"""Look into the XML of a workbook for what the reading library does not tell.

How far each sheet reaches (a stray cell in the last corner would fill the memory), what is hidden,
formulas without a stored value, error values, and dates that are shown without their day.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree import ElementTree  # the parts were checked to declare no entities

from importers.words.struck_words import Struck
from rules.errors import InputError

MAX_CELLS = 3_000_000
#: A cell without content ends with /> and takes no place.
_FILLED_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*(?<!/)>')
_ROW = re.compile(rb"<(?:\w+:)?row\s([^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^>]*)>")
_HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']""")
_FILTER = re.compile(rb"<(?:\w+:)?filterColumn[\s>]")
_NUMBER = re.compile(rb"""\b(r|min|max)=["']([0-9]{1,7})["']""")
_BUILT_IN_WITHOUT_DAY = {17}
#: One of these is in every odd cell; to look for them first takes a tenth of the time in a sheet without.
_ODD_SIGNS = (b"<f", b":f", b't="e"', b"t='e'")
_ODD_CELL = re.compile(rb"""<(?:\w+:)?f[\s>/]|\bt=["']e["']""")
_NO_VALUE = "公式没有算出的值，请在表格软件里重新计算并保存"


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """What the XML of one sheet says about single cells, by (row, column) from zero."""

    doubts: dict[tuple[int, int], str] = field(default_factory=dict)
    month_only: frozenset[tuple[int, int]] = frozenset()
    struck: dict[tuple[int, int], Struck] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    """The rows, numbered from one, that somebody hid by hand."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """The rows and columns of a sheet that are hidden, numbered from one."""

    rows: tuple[int, ...] = ()
    columns: tuple[tuple[int, int], ...] = ()
    """First and last column of each hidden stretch."""
    is_filtered: bool = False
    """Whether a filter hides the rows, which is a way to look at a sheet."""

    @property
    def by_hand(self) -> frozenset[int]:
        """The rows that somebody hid."""
        return frozenset() if self.is_filtered else frozenset(self.rows)


def column_number(letters: str) -> int:
    """Return the zero-based number of a column: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """Return the letters of a zero-based column."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def sheet_parts(parts: dict[str, bytes]) -> dict[str, str]:
    """Return the part name of each sheet by the sheet's name."""
    targets: dict[str, str] = {}
    for relation in ElementTree.fromstring(parts.get("xl/_rels/workbook.xml.rels", b"<none/>")):  # noqa: S314
        target = relation.get("Target", "")
        base = "" if target.startswith("/") else "xl"
        targets[relation.get("Id", "")] = posixpath.normpath(posixpath.join(base, target.lstrip("/")))
    found: dict[str, str] = {}
    for element in ElementTree.fromstring(parts["xl/workbook.xml"]).iter():  # noqa: S314
        if _local(element.tag) == "sheet":
            relation_id = next((v for k, v in element.items() if _local(k) == "id" and "}" in k), "")
            found[element.get("name", "")] = targets.get(relation_id, "")
    return found


def commented_cells(parts: dict[str, bytes], part: str) -> list[str]:
    """Return which cells of a sheet carry a comment, in the order of the comments."""
    folder, _, file_name = part.rpartition("/")
    relations = ElementTree.fromstring(parts.get(f"{folder}/_rels/{file_name}.rels", b"<none/>"))  # noqa: S314
    found: dict[str, None] = {}
    for relation in relations:
        if not relation.get("Type", "").lower().endswith(("/comments", "/threadedcomment")):
            continue
        target = relation.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        comments = ElementTree.fromstring(parts.get(posixpath.normpath(path), b"<none/>"))  # noqa: S314
        found.update(
            dict.fromkeys(element.get("ref", "") for element in comments.iter() if element.get("ref"))
        )
    return list(found)


def refuse_sparse_giants(content: bytes, *, label: str, sheet: str) -> None:
    """Raise :class:`InputError` when a few cells span a grid that no machine can hold."""
    last_row, columns = 0, {b"A"}
    for match in _FILLED_CELL.finditer(content):
        columns.add(match[1])
        last_row = max(last_row, int(match[2]))
    last_column = max(column_number(letters.decode()) for letters in columns)
    if last_row * (last_column + 1) > MAX_CELLS:
        corner = f"第{last_row}行、{column_letters(last_column)}列"
        raise InputError(
            f"{label}的工作表“{sheet}”一直用到{corner}，大得打不开；请删去多余的空行空列，或把表复制到新文件。"
        )


def hidden_in(content: bytes) -> Hidden:
    """Return what is hidden in the XML of one sheet."""
    if b"hidden=" not in content or not _HIDDEN.search(content):
        return Hidden()
    rows = [numbers.get("r", 0) for numbers in _hidden_numbers(_ROW, content)]
    columns = [(n["min"], n["max"]) for n in _hidden_numbers(_COLUMN, content) if "min" in n and "max" in n]
    is_filtered = bool(_FILTER.search(content))
    return Hidden(tuple(row for row in rows if row), tuple(columns), is_filtered=is_filtered)


def _hidden_numbers(tag: re.Pattern[bytes], content: bytes) -> Iterator[dict[str, int]]:
    for match in tag.finditer(content):
        if _HIDDEN.search(match[1]):
            yield {name.decode(): int(number) for name, number in _NUMBER.findall(match[1])}


def sheet_marks(parts: dict[str, bytes], part: str, *, has_dates: bool) -> SheetMarks:
    """Return what is odd about single cells of one sheet."""
    content = parts.get(part, b"")
    if not has_dates and not _has_odd_cells(content):
        return SheetMarks()
    without_day = _styles_without_day(parts.get("xl/styles.xml", b"")) if has_dates else frozenset()
    doubts: dict[tuple[int, int], str] = {}
    month_only: set[tuple[int, int]] = set()
    for cell in sheet_cells(content):
        place = cell_place(cell)
        if place is None:
            continue
        kinds = {local_name(child): child for child in cell}
        if cell.get("t") == "e":
            doubts[place] = f"单元格显示错误值{kinds['v'].text if 'v' in kinds else ''}"
        elif "f" in kinds and not _has_value(cell, kinds.get("v")):
            doubts[place] = _NO_VALUE
        if cell.get("s", "") in without_day:
            month_only.add(place)
    return SheetMarks(doubts, frozenset(month_only))


def _has_odd_cells(content: bytes) -> bool:
    return any(sign in content for sign in _ODD_SIGNS) and bool(_ODD_CELL.search(content))


def sheet_cells(content: bytes) -> Iterator[ElementTree.Element]:
    """Walk the cells of a sheet, a row at a time in memory."""
    for _, element in ElementTree.iterparse(BytesIO(content)):  # noqa: S314
        if local_name(element) == "row":
            yield from (cell for cell in element if local_name(cell) == "c")
            element.clear()


def cell_place(cell: ElementTree.Element) -> tuple[int, int] | None:
    """Return the row and column of a cell from zero, None when it names none."""
    match = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", cell.get("r", ""))
    return (int(match[2]) - 1, column_number(match[1])) if match else None


def local_name(element: ElementTree.Element) -> str:
    """Return the name of an element without its namespace."""
    return _local(element.tag)


def _has_value(cell: ElementTree.Element, value: ElementTree.Element | None) -> bool:
    """Tell whether a formula's result is stored; an empty text is a result, an empty number is none."""
    return value is not None and (bool((value.text or "").strip()) or cell.get("t") == "str")


def _styles_without_day(content: bytes) -> frozenset[str]:
    """Return the cell styles whose number format shows a month but no day."""
    if not content:
        return frozenset()
    root = ElementTree.fromstring(content)  # noqa: S314
    formats = {
        element.get("numFmtId", ""): element.get("formatCode", "")
        for element in root.iter()
        if _local(element.tag) == "numFmt"
    }
    hidden = {number for number, code in formats.items() if _shows_month_only(code)}
    hidden |= {str(number) for number in _BUILT_IN_WITHOUT_DAY}
    styles = next((element for element in root if _local(element.tag) == "cellXfs"), None)
    return frozenset(str(i) for i, xf in enumerate(styles or ()) if xf.get("numFmtId", "") in hidden)


def _shows_month_only(code: str) -> bool:
    signs = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", code).lower()
    return "m" in signs and "d" not in signs and "h" not in signs and "s" not in signs


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
