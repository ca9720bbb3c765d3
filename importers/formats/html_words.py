"""The words of a node of a web page as a browser shows them: blanks collapsed, each block on its own line."""

import re
from typing import Any

# fmt: off
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "ul",
})
SKIPPED = frozenset({
    "-comment", "head", "iframe", "math", "noscript", "object", "rp", "rt", "script", "select", "style",
    "svg", "template", "textarea", "title",
})
# fmt: on
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_CJK = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_WRAPPED = re.compile(rf"(?<={_CJK})[ \t]*\r?\n[ \t\r\n]*(?={_CJK})")


#: Set on nodes whose words are struck through, whether by tag, by style or by class.
_STRUCK = "data-struck"
_STRUCK_NODES = 's, strike, del, [style*="line-through"]'
_MOST_CLASSES = 200
_STRUCK_CLASS = re.compile(r"\.([A-Za-z][\w-]{0,60})[^{}<>]{0,200}\{[^{}]{0,4000}?line-through")


def mark_struck(parser: Any, page: str) -> None:
    """Mark the nodes of a page whose words are struck through; ``page`` is its text with its styles."""
    classes = set(_STRUCK_CLASS.findall(page)) if "line-through" in page else set()
    for node in parser.css(
        ", ".join([_STRUCK_NODES, *(f".{name}" for name in sorted(classes)[:_MOST_CLASSES])])
    ):
        node.attrs[_STRUCK] = ""


def is_struck(node: Any) -> bool:
    """Tell whether the words of a node are struck through."""
    return _STRUCK in node.attributes


def struck_text(node: Any) -> str:
    """Return the struck words in a node."""
    if is_struck(node):
        return words(node.text(deep=True))
    if node.css_first(f"[{_STRUCK}]") is None:
        return ""
    return "".join(struck_text(child) for child in node.iter())


def words(text: str) -> str:
    """Return a text with its blanks collapsed; the source's own line ends part no Chinese words."""
    return _BLANKS.sub(" ", _WRAPPED.sub("", text)).strip(" ")


def cell_text(cell: Any) -> str:
    """Return the words of a cell, its lines apart; words of a table inside it stand on their lines.

    Struck words are left out.
    """
    if is_struck(cell):
        return ""
    lines: list[list[str]] = [[]]
    _gather(cell, lines)
    found = (words("".join(pieces)) for pieces in lines)
    return "\n".join(line for line in found if line)


def _gather(node: Any, lines: list[list[str]]) -> None:
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            lines[-1].append(child.text_content or "")
        elif is_struck(child):
            continue
        elif child.tag == "br":
            lines.append([])
        elif child.tag in BLOCKS:
            lines.append([])
            _gather(child, lines)
            lines.append([])
        elif child.tag not in SKIPPED:
            _gather(child, lines)
