"""Reads a rendered mail the way a client does: its cells, its visible text, its links."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"meta", "br", "img", "link", "input", "hr"}
CELL_STYLE = ("font-family:", "font-size:", "line-height:", "color:")


@dataclass
class Reading(HTMLParser):
    """What was found in one HTML part."""

    texts: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    bare_cells: list[str] = field(default_factory=list)
    """Text in a cell whose own style does not say font, size, line and colour."""
    _open: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    __hash__ = object.__hash__

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        if "href" in values:
            self.links.append(values["href"])
        if tag not in _VOID:
            self._open.append((tag, values.get("style", "")))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        names = [tag for tag, _ in self._open]
        if not data.strip() or {"style", "title"} & set(names):
            return
        if any("display:none" in style for _, style in self._open):
            self.hidden.append(data)
            return
        self.texts.append(data)
        cell = next((style for tag, style in reversed(self._open) if tag == "td"), None)
        if cell is None or not all(part in cell for part in CELL_STYLE):
            self.bare_cells.append(data)

    @property
    def visible(self) -> str:
        """The visible text; cells are kept apart."""
        return "\n".join(self.texts)


def read_html(html: str) -> Reading:
    """Return what an HTML part shows."""
    reading = Reading()
    reading.feed(html)
    reading.close()
    return reading


def dates(text: str) -> set[str]:
    """Return the dates a text names."""
    return set(re.findall(r"\d{1,2}月\d{1,2}日", text))


def counts(text: str) -> set[str]:
    """Return the counts of items a text names."""
    return set(re.findall(r"\d+项", text.replace("\n", "")))
