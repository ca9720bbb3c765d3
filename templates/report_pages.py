"""Lists as HTML pages that stand alone: the frozen values of ``reports/*.html`` and their rendering.

The pages load nothing and hold no script; every text is escaped.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


@dataclass(frozen=True, slots=True)
class PageColumn:
    """A column's head (its line breaks stand), its share of the width and the classes of its cells."""

    head: str
    share: str
    style: str


@dataclass(frozen=True, slots=True)
class PageCell:
    """A cell's text and the quieter line under it."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class TablePage:
    """A list ready to be printed: every value is text."""

    title: str
    facts: tuple[str, ...]
    columns: tuple[PageColumn, ...]
    rows: tuple[tuple[PageCell, ...], ...]
    notes: tuple[str, ...]
    empty_words: str
    signature: str


def table_page(page: TablePage) -> str:
    """Return a list as a whole HTML page."""
    return _environment().get_template("table.html").render(page=page)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
