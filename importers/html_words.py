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


def words(text: str) -> str:
    """Return a text with its blanks collapsed; the source's own line ends part no Chinese words."""
    return _BLANKS.sub(" ", _WRAPPED.sub("", text)).strip(" ")


def cell_text(cell: Any) -> str:
    """Return the words of a cell, its lines apart; words of a table inside it stand on their lines."""
    lines: list[list[str]] = [[]]
    _gather(cell, lines)
    found = (words("".join(pieces)) for pieces in lines)
    return "\n".join(line for line in found if line)


def _gather(node: Any, lines: list[list[str]]) -> None:
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            lines[-1].append(child.text_content or "")
        elif child.tag == "br":
            lines.append([])
        elif child.tag in BLOCKS:
            lines.append([])
            _gather(child, lines)
            lines.append([])
        elif child.tag not in SKIPPED:
            _gather(child, lines)
