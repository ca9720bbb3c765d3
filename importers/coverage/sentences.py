"""Take the text of 工作要点 apart into sentences, each with the number and heading it stands under.

What a report says of work done and of problems is left out; only what is planned can be a promise.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from importers.coverage.promises import numbers_of
from importers.document import Document, Line, Table
from importers.texts.item_words import ItemWords, first_phrase, item_words
from importers.texts.run_on import item_lines
from importers.words.duties import bare_lists_count
from importers.words.office_words import offices_of
from importers.words.outline import Node, marker, outline_of
from importers.words.script import recognised
from importers.words.sections import SectionKind, is_retrospective, kind_of_heading
from importers.words.text_lines import TextLine, is_foot, is_remark, numbered
from importers.words.wording import one_line, plain

_SENTENCE = re.compile(r"[^。；;！!？?\n]+[。；;！!？?]?")
#: Above the first number and in headings only whole sentences and counted promises are text, titles are not.
_ENDS = "。；;！!？?"
#: A comma parts clauses where it stands in no name and in no figure (1,500).
_CLAUSE = re.compile(r"(?:《[^《》]*》|“[^“”]*”|[(（][^()（）]*[)）]|(?<=\d),(?=\d{3}(?!\d))|[^,，])+")
_POINT = re.compile(r"\d{1,2}[.、)]|[(]\d{1,2}[)]")
_REMARK_WITH_POINTS = re.compile(rf"[^:]{{1,4}}:(?:{_POINT.pattern}|$)")
_NO_PLAN = frozenset({SectionKind.PAST, SectionKind.PROBLEM})
_LONGEST_LABEL = 40


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as printed, and the headings above it, outermost first."""

    text: str
    headings: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Where a person finds it: ``五、强化支撑引领 › 18.持续增加教育资源供给``."""
        return " › ".join(self.headings)

    @property
    def clauses(self) -> tuple[str, ...]:
        """The parts between commas."""
        return tuple(clause.strip() for clause in _CLAUSE.findall(self.text) if clause.strip())


@dataclass(frozen=True, slots=True)
class PromiseText:
    """The sentences of a text, and the offices its own notes name (责任科室：…)."""

    sentences: tuple[Sentence, ...]
    offices: tuple[str, ...]


def promise_text(lines: Sequence[TextLine], known: frozenset[str]) -> PromiseText:
    """Return the sentences of a text's lines; ``known`` names are offices where they stand alone."""
    outline = outline_of(item_lines(lines))
    nodes = _planned(list(outline.walk()), " ".join(plain(line.text) for line in outline.above[:12]))
    words = {id(node): item_words(node, known) for node in nodes}
    if not bare_lists_count([item.duties for item in words.values()]):
        words = {id(node): item_words(node, known, takes_bare=False) for node in nodes}
    found = [
        Sentence(text)
        for line in outline.above
        for text in _sentences(line.text)
        if text[-1] in _ENDS or numbers_of(text)
    ]
    for node in nodes:
        headings = _headings(node)
        found += [
            Sentence(text, headings)
            for text in _sentences(words[id(node)].text)
            if text[-1] in _ENDS or not node.children
        ]
    return PromiseText(tuple(found), tuple(_named(words[id(node)] for node in nodes)))


def promise_lines(document: Document, *, takes_tables: bool) -> list[TextLine]:
    """Return the lines that can hold promises; ``takes_tables``: the tables only lay out more of the text.

    A remark below a table speaks of the table, and so do its numbered points.
    """
    lines: list[Line] = []
    is_below, has_points = False, False
    for block in document.blocks:
        if isinstance(block, Table):
            is_below, has_points = True, False
            lines += [Line(text) for text in _cell_texts(block)] if takes_tables else []
            continue
        words = recognised(block.text)
        if is_below and is_remark(words):
            has_points = bool(_REMARK_WITH_POINTS.match(words))
        elif words and not (has_points and _POINT.match(words)):
            has_points = False
            lines.append(block)
    return [line for line in numbered(lines) if not is_foot(line.text)]


def _cell_texts(table: Table) -> Iterator[str]:
    """Return the texts of a table's cells, a merged cell once."""
    for row in table.rows:
        for text in dict.fromkeys(cell.text for cell in row.cells):
            yield from plain(text).split("\n")


def _planned(nodes: list[Node], titles: str) -> list[Node]:
    """Leave out what a report says of the past and of problems; a plan keeps every node."""
    headings = [node.text for node in nodes if node.children]
    if not is_retrospective(headings, titles):
        return nodes
    kinds = {id(node): kind_of_heading(node.text) for node in nodes if node.children or node.parent is None}
    return [
        node for node in nodes if not any(kinds.get(id(one)) in _NO_PLAN for one in (node, *node.ancestors()))
    ]


def _headings(node: Node) -> tuple[str, ...]:
    return tuple(_label(one) for one in (*reversed(list(node.ancestors())), node))


def _label(node: Node) -> str:
    """Return ``18.持续增加教育资源供给``: the number as printed with the first phrase behind it."""
    line = plain(node.line.text)
    found = marker(line)
    sign = line[: found[1]].strip() if found else ""
    phrase = one_line(first_phrase(node.text))
    return f"{sign}{phrase}" if len(phrase) <= _LONGEST_LABEL else sign


def _sentences(text: str) -> list[str]:
    found = (one_line(sentence) for sentence in _SENTENCE.findall(plain(text)))
    return [sentence for sentence in found if len(sentence) > 1]


def _named(items: Iterable[ItemWords]) -> Iterator[str]:
    names = (office.name for item in items for office in offices_of(item.duties.offices))
    return iter(dict.fromkeys(names))
