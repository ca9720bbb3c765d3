"""Who is to do something, as sentences of running text say it: 由甲局牵头制定…, 请乙局于5月底前…."""

import re
from collections.abc import Iterator, Sequence

from importers.words.duties import CLAUSE, are_surely_names, duties_of, part_of
from importers.words.header_words import Column
from importers.words.script import aligned
from importers.words.unit_words import NOBODY, begins_with_deed, can_be_offices
from importers.words.wording import plain

_SENTENCE = re.compile(r"[；;。\n]")
_BY_DOING = re.compile(r"(?:由|^)([^，,。；;（(哪谁该其各]{2,40}?)(?:共同)?(牵头|负责)[\u4e00-\u9fff]")
_BY = re.compile(r"(?:^|[，,])\s*由(?=[^，,]{2,})")
#: 请甲局…, 责成乙局…: behind the name stands what it is to do.
_ASKED = re.compile(r"(?:^|[，,])\s*(?:由|请|责成|委托)([^，,]{3,40})")
_NAME_ENDS = re.compile(r"[局厅委部办处科股室院馆会心府站校司]")
_GOES_ON = re.compile(
    r"(?:于|在|按|根据|要|应|须|尽快|抓紧|研究|及时|修改|提出|拟[定订]|汇总|跟踪|起草|审核|统筹|另行|进一步|拿出|报|将|对|提交)"
)
#: 甲局要于3月底前…
_DATED = re.compile(r"\s*([^，,]{2,40}?)(?:要|应|须|需|务必)?(?:于|在)(?=\d{1,2}月|\d{1,2}日|今年|年[底内])")
_WITH = re.compile(r"(?:会同(?!县)|联合|协同)(?=..)")
#: 方案（甲局）。清单（乙局）。
_BRACKET = re.compile(r"[（(]([^（）()]{2,60})[）)](?=[。；;，,、])")
FROM_SENTENCE = "单位：是从句子里读出的，请核对"


def doubted_offices(
    text: str, offices: Sequence[tuple[Column, str]]
) -> tuple[list[tuple[Column, str]], list[str]]:
    """Return the offices of an item together with those its text names, and what to say of these."""
    in_brackets = list(_in_brackets(text))
    in_sentences = duties_in_sentence(text)
    if not offices:
        found = [*in_brackets, *in_sentences]
        return found, [FROM_SENTENCE] if found else []
    named = "、".join(names for _, names in offices)
    beside = [(column, names) for column, names in in_sentences if column is Column.SUPPORT]
    added = [(column, names) for column, names in (*in_brackets, *beside) if names not in named]
    missed = [names for _, names in (*added, *in_sentences) if names not in named]
    said = f"单位：正文里另写了“{'；'.join(dict.fromkeys(missed))}”，请核对"
    return [*added, *offices], [said] if missed else []


def _in_brackets(text: str) -> Iterator[tuple[Column, str]]:
    """Return the offices of brackets within a text: each sentence may end with its own."""
    for found in _BRACKET.finditer(text):
        duties = duties_of(found[1])
        if duties.offices and (not duties.is_bare or are_surely_names(duties)):
            yield from duties.offices


def duties_in_sentence(text: str, known: frozenset[str] = NOBODY) -> list[tuple[Column, str]]:
    """Return offices that clauses of a sentence name with their part: 召开会议，办公室负责，3月底前完成."""
    found: list[tuple[Column, str]] = []
    for sentence in _SENTENCE.split(plain(text)):
        found += _behind_by(sentence, known) or _in_clauses(sentence, known, found) or _asked(sentence)
    return found


def _behind_by(sentence: str, known: frozenset[str]) -> list[tuple[Column, str]]:
    """Return the offices behind 由, whose list may be parted by commas: 由甲局，乙局按职责分工负责."""
    by = _BY.search(sentence)
    offices = duties_of(sentence[by.end() :], known).offices if by else []
    if offices and all(can_be_offices(names, known) for _, names in offices):
        return offices
    doing = _BY_DOING.search(aligned(sentence))  # 由甲局牵头制定方案
    names = sentence[slice(*doing.span(1))] if doing else ""
    column = Column.LEAD if doing and doing[2] == "牵头" else Column.RESPONSIBLE
    return [(column, names)] if names and can_be_offices(names, known) else []


def _asked(sentence: str) -> list[tuple[Column, str]]:
    """Return whom a sentence asks to do something: 请甲局会同乙局于5月底前…, 甲局要于5月底前…."""
    words = aligned(sentence)
    dated = _DATED.match(words)
    if dated and _are_asked(sentence[slice(*dated.span(1))]):
        return [(Column.RESPONSIBLE, sentence[slice(*dated.span(1))])]
    for found in _ASKED.finditer(words):
        for ending in _NAME_ENDS.finditer(found[1]):
            rest = found[1][ending.end() :]
            names = sentence[found.start(1) : found.start(1) + ending.end()]
            if (begins_with_deed(rest) or _GOES_ON.match(rest)) and _are_asked(names):
                return [(Column.RESPONSIBLE, names)]
    return []


def _are_asked(names: str) -> bool:
    return can_be_offices(names) and are_surely_names(duties_of(names)) and not names.startswith("各")


def _in_clauses(
    sentence: str, known: frozenset[str], before: Sequence[tuple[Column, str]]
) -> list[tuple[Column, str]]:
    found: list[tuple[Column, str]] = []
    for clause in (part.strip() for part in CLAUSE.split(sentence)):
        has_lead = any(column is Column.LEAD for column, _ in (*before, *found))
        column, names = part_of(clause, has_lead=has_lead)
        if beside := _WITH.match(names):
            column, names = column and Column.SUPPORT, names[beside.end() :]
        if column is not None and names and can_be_offices(names, known):
            found.append((column, names))
    return found
