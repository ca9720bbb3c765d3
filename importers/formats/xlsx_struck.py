"""Find the struck-through words of a workbook's cells: by the style of a cell, and in its rich text."""

from collections.abc import Iterable
from xml.etree import ElementTree  # the parts were checked to declare no entities
from xml.etree.ElementTree import Element

from importers.formats.xlsx_sheets import cell_place, local_name, sheet_cells
from importers.words.struck_words import Struck

_SHARED = "xl/sharedStrings.xml"
_STYLES = "xl/styles.xml"
_OFF = ("0", "false")


def struck_cells(parts: dict[str, bytes], part: str) -> dict[tuple[int, int], Struck]:
    """Return the cells of a sheet with struck-through words, by (row, column) from zero."""
    content = parts.get(part, b"")
    if not any(b"strike" in text for text in (content, parts.get(_SHARED, b""), parts.get(_STYLES, b""))):
        return {}
    styles = _struck_styles(parts.get(_STYLES, b""))
    shared = _shared_strings(parts.get(_SHARED, b""))
    found: dict[tuple[int, int], Struck] = {}
    for cell in sheet_cells(content):
        place = cell_place(cell)
        words = None if place is None else _words(cell, shared, is_struck=cell.get("s", "") in styles)
        if place is not None and words is not None and words.gone:
            found[place] = words
    return found


def _words(cell: Element, shared: list[Element], *, is_struck: bool) -> Struck | None:
    kinds = {local_name(child): child for child in cell}
    value = kinds["v"].text or "" if "v" in kinds else ""
    text = kinds.get("is")
    if cell.get("t") == "s" and value.isdigit() and int(value) < len(shared):
        text = shared[int(value)]
    if text is None:
        return Struck("", value) if is_struck and value else None
    return _rich_words(text, is_struck=is_struck)


def _rich_words(text: Element, *, is_struck: bool) -> Struck:
    """Part a text by its runs: one with a look of its own does not take that of the cell."""
    left, gone = "", ""
    for child in text:
        kind = local_name(child)
        if kind not in ("t", "r"):
            continue  # the sound of characters
        look = next((one for one in child if local_name(one) == "rPr"), None)
        words = "".join(one.text or "" for one in child.iter() if local_name(one) == "t")
        if is_struck if look is None else _strikes(look):
            gone += words
        else:
            left += words
    return Struck(left, gone)


def _strikes(look: Iterable[Element]) -> bool:
    return any(local_name(one) == "strike" and one.get("val", "1") not in _OFF for one in look)


def _shared_strings(content: bytes) -> list[Element]:
    return list(ElementTree.fromstring(content)) if content else []  # noqa: S314


def _struck_styles(content: bytes) -> frozenset[str]:
    """Return the cell styles whose font is struck through."""
    if not content:
        return frozenset()
    groups = {local_name(group): group for group in ElementTree.fromstring(content)}  # noqa: S314
    fonts = {str(n) for n, font in enumerate(groups.get("fonts", ())) if _strikes(font)}
    return frozenset(str(n) for n, xf in enumerate(groups.get("cellXfs", ())) if xf.get("fontId") in fonts)
