"""Who and by when, as a sentence, a bracket or a line below a task says it.

责任单位：甲、乙；完成时限：6月底 · 甲、乙牵头，丙按职责分工负责，9月底前完成 · Lead: A; by: June.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from importers.words.cell_evidence import OFFICES
from importers.words.header_words import Column, meaning
from importers.words.period_words import is_period
from importers.words.script import aligned, printed_places, recognised, without_sounds
from importers.words.unit_words import NOBODY, can_be_offices, names_nobody
from importers.words.wording import one_line, plain

_LABEL = re.compile(
    r"((?<![\u4e00-\u9fff])[\u4e00-\u9fff](?:[ \u3000][\u4e00-\u9fff]){1,7}"  # 责 任 单 位
    r"|[\u4e00-\u9fff]{1,12}(?:/[\u4e00-\u9fff]{1,8})?(?:[（(][\u4e00-\u9fff]{1,8}[）)])?"
    r"|(?<![A-Za-z])[A-Za-z]{2,14}(?: [A-Za-z]{2,14}){0,2})\s*[:：]\s*"
)
_STRONG_LABEL = re.compile(r"(?:责任|牵头|主办|承办)(?:单位|部门|处室|科室)[:：]\s*")
_SHORTEST_BEFORE = 3
_PERSON = re.compile(r"责任人|领导|负责人|联系人|承办人|经办人|主持人|电话|联络员|责任领导|包保")
_SHORT_LABELS = {
    "牵头": Column.LEAD,
    "主办": Column.LEAD,
    "配合": Column.SUPPORT,
    "协办": Column.SUPPORT,
    "责任": Column.RESPONSIBLE,
    "承办": Column.RESPONSIBLE,
    "负责": Column.RESPONSIBLE,
    "落实": Column.RESPONSIBLE,
    "by": Column.TIME,
}
_LABEL_COLUMNS = OFFICES | {Column.TIME}
_TIME_START = re.compile(
    r"^(?:于|在|到|至|自|从|力争|确保|预计|计划|原则上)?(?:20\d\d年|[12]\d\d年|今年|当年|本年|年底|年内|年末|全年|上半年|下半年|第?[一二三四1-4]季度|\d{1,2}月|[一二三四五六七八九十]{1,2}月"
    r"|每[年月季周]|长期|持续|常年|贯穿|常态|春节|元旦|国庆|中秋|开学|秋季|春季|暑假|寒假|适时|立即|\d+个?工作日|Q[1-4]|学期|学年|按(?:月|季|年|时))"
)
_LEADS = re.compile(r"(?:共同)?(?:牵头(?:负责|落实|实施|办理|组织)?|主办|主责)$")
_SUPPORTS = re.compile(
    r"(?:等)?(?:(?:积极|密切|共同|协助|协同|做好)*(?:配合|协助|协办|协同|参与|参加)(?:实施|落实|做好)?)$"
)
_SHARES = re.compile(
    r"(?:等)?(?:按(?:照)?(?:各自)?职责(?:分工)?(?:抓好|做好)?(?:分别)?(?:负责|落实|实施|推进)|分别(?:负责|落实)|分工负责)$"
)
_DOES = re.compile(r"(?:具体|共同|统筹)?(?:负责|承办|落实|实施)$")
_LEAD_INSIDE = re.compile(
    r"(牵头(?:负责)?)(?=[\u4e00-\u9fff])(?!单位|处室|科室|部门|领导|负责|人|落实|实施|办理|组织)"
)
CLAUSE = re.compile(r"[；;，,。]")
#: Names that rather say where than who when they stand alone in a bracket.
_PLACE = re.compile(r"(?:[区县市镇乡]|教室|会议室|礼堂|操场|报告厅|体育馆|图书馆|校区|球场|广场|校门|中庭)$")
_SURE_NAME = re.compile(
    r"..(?:局|委|厅|部|办|处|科|股|院|(?<![教议验览动能播])室|政府|中心|公司|委员会)$"
    r"|^(?:团委|党委|纪委|工会|妇联|科协|编办)$"
)
_LONGEST = 1500
_FEWEST_BARE, _BARE_SHARE = 2, 0.3
_NAME_LABEL = {Column.LEAD: "牵头单位", Column.SUPPORT: "配合单位", Column.RESPONSIBLE: "责任单位"}


@dataclass(slots=True)
class Duties:
    """The offices and the time that words assign."""

    offices: list[tuple[Column, str]] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    is_labelled: bool = False
    is_bare: bool = False
    """Only names, with no word that says they are offices in charge."""

    def __bool__(self) -> bool:
        return bool(self.offices or self.times or self.is_labelled)

    def absorb(self, other: "Duties") -> None:
        """Take over what other words of the same task assign."""
        self.offices += other.offices
        self.times += other.times
        self.is_labelled = self.is_labelled or other.is_labelled
        self.is_bare = self.is_bare or other.is_bare


@lru_cache(maxsize=8192)
def label_column(words: str) -> Column | None:
    """Return what a label before a colon means; OTHER for a person, None when it is no label."""
    text = recognised(words)
    if _PERSON.search(text) and not re.search(r"单位|处室|科室|部门", text):
        return Column.OTHER
    column = _SHORT_LABELS.get(text.lower()) or meaning(words)[0]
    return column if column in _LABEL_COLUMNS else None


def strong_label(text: str) -> int | None:
    """Return where a full label with offices behind it stands in a text without a sign before it."""
    spelled = without_sounds(text) if _has_colon(text) else ""
    for match in _STRONG_LABEL.finditer(aligned(spelled)):
        behind = spelled[match.end() : match.end() + _LONGEST + 1]  # to the end would be for each label
        value = re.split(r"[；;。]", behind, maxsplit=1)[0]
        if match.start() >= _SHORTEST_BEFORE and len(value) <= _LONGEST and can_be_offices(value):
            return printed_places(text)(match.start())
    return None


def _has_colon(text: str) -> bool:
    """Tell whether a text can hold a label at all; most do not."""
    return ":" in text or "：" in text


@lru_cache(maxsize=16384)
def labelled_parts(text: str) -> tuple[tuple[Column, str, int], ...]:
    """Return (meaning, words, where the label begins) for each label with its words."""
    if not _has_colon(text):
        return ()
    printed = printed_places(text)
    found = [(match, label_column(match[1])) for match in _LABEL.finditer(without_sounds(text))]
    labels = [(c, printed(match.start()), printed(match.end())) for match, c in found if c is not None]
    ends = [start for _, start, _ in labels[1:]] + [len(text)][: len(labels)]
    return tuple(
        (column, text[behind:end], start) for (column, start, behind), end in zip(labels, ends, strict=True)
    )


def duties_of(text: str, known: frozenset[str] = NOBODY) -> Duties:
    """Return what the words of a bracket or of a line assign; nothing when they assign nothing."""
    words = plain(text)
    if len(words) > _LONGEST:
        return Duties()
    parts = labelled_parts(words)
    before = words[: parts[0][2]].strip(" ,，;；、【[（(") if parts else words
    if parts and (not before or is_period(before)):
        duties = _of_labels(parts)
        duties.times[:0] = [before] if before else []  # （9月底前，责任单位：甲局）
        return duties
    return _of_clauses(words, known)


def _of_labels(parts: Sequence[tuple[Column, str, int]]) -> Duties:
    duties = Duties(is_labelled=True)
    for column, words, _ in parts:
        value = (
            words.strip(" \n;；,，。、】]）)").strip()
            if column is Column.TIME
            else words.strip(" \n;；,，。】]")
        )
        value = _balanced(value)
        if not value or column is Column.OTHER:
            continue
        if column is Column.TIME:
            if not names_nobody(value):
                duties.times.append(one_line(value))
        else:
            names, times = _without_times(value)
            duties.times += times
            if names:
                duties.offices.append((column, names))
    return duties


def _without_times(value: str) -> tuple[str, list[str]]:
    """Return names without the time behind them: 责任单位：甲局，6月底前."""
    clauses = [clause.strip() for clause in CLAUSE.split(value)]
    times = [clause for clause in clauses if _TIME_START.match(recognised(clause))]
    if not times:
        return value, []
    return "、".join(clause for clause in clauses if clause and clause not in times), times


def _balanced(value: str) -> str:
    """Drop a closing bracket whose opening one stands before the label."""
    while (
        value
        and value[-1] in "）)"
        and value.count("（") + value.count("(") < value.count("）") + value.count(")")
    ):
        value = value[:-1].rstrip()
    return value


def _of_clauses(words: str, known: frozenset[str]) -> Duties:
    """Read 甲、乙牵头，丙、丁按职责分工负责，9月底前完成: names wait for the word that says their part."""
    spelled = aligned(without_sounds(words))
    printed = printed_places(words)
    ends = [printed(found.end()) for found in _LEAD_INSIDE.finditer(spelled)]
    words = "，".join(words[a:b] for a, b in zip([0, *ends], [*ends, len(words)], strict=True))
    duties = Duties()
    waiting: list[str] = []
    times: list[str] = []
    for clause in (part.strip() for part in CLAUSE.split(words)):
        if not clause:
            continue
        column, names = part_of(clause, has_lead=any(c is Column.LEAD for c, _ in duties.offices))
        if column is not None:
            duties.offices.append((column, "、".join([*waiting, names] if names else waiting)))
            waiting = []
        elif _TIME_START.match(recognised(clause)) or is_period(clause):
            times.append(clause)
        else:
            waiting.append(clause)
    if waiting:
        if duties.offices and all(can_be_offices(part, known) for part in waiting):
            duties.offices.append((duties.offices[-1][0], "、".join(waiting)))
        elif not duties.offices and all(_is_list(part, known) for part in waiting):
            duties.offices.append((Column.RESPONSIBLE, "、".join(waiting)))
            duties.is_bare = not times and not all(recognised(part) in known for part in waiting)
        else:
            return Duties()
    if times:
        duties.times.append(_as_printed(words, times))
    return duties


def _is_list(text: str, known: frozenset[str]) -> bool:
    parts = [recognised(part) for part in re.split(r"[、/\s]", text) if part.strip()]
    is_place = all(_PLACE.search(part) and not part.startswith("各") and part not in known for part in parts)
    return can_be_offices(text, known) and not is_place


def _as_printed(words: str, clauses: list[str]) -> str:
    """Return clauses that follow one another with the signs between them, others joined by ；."""
    start = words.find(clauses[0])
    end = words.find(clauses[-1], start) + len(clauses[-1])
    between = words[start:end]
    return (
        between
        if all(len(part) < 2 or part in clauses for part in (p.strip() for p in CLAUSE.split(between)))
        else "；".join(clauses)
    )


def part_of(clause: str, *, has_lead: bool) -> tuple[Column | None, str]:
    """Return the part a clause gives to the names before its last word."""
    words = aligned(without_sounds(clause))
    for pattern, column in (
        (_LEADS, Column.LEAD),
        (_SUPPORTS, Column.SUPPORT),
        (_SHARES, Column.SUPPORT if has_lead else Column.RESPONSIBLE),
        (_DOES, Column.SUPPORT if has_lead else Column.RESPONSIBLE),
    ):
        found = pattern.search(words)
        if found:
            names = clause[: printed_places(clause)(found.start())].removesuffix("等").strip()
            inner = re.match(r"^(?:由)?(.+?)(?:牵头|主办)[、\s]*(.+)$", aligned(names))
            return (column, names.removeprefix("由")) if not inner else (column, names)
    return None, clause


def bare_lists_count(duties: Sequence[Duties]) -> bool:
    """Tell whether names alone in brackets are offices: many items of a text end with such a bracket."""
    bare = sum(each.is_bare for each in duties)
    return bare >= _FEWEST_BARE and bare >= _BARE_SHARE * len(duties)


def are_surely_names(duties: Duties) -> bool:
    """Tell whether a name ends as hardly anything but an office does: （市住建局）, not （全市）."""
    names = [name for _, names in duties.offices for name in re.split("[、，,]", recognised(names))]
    return any(_SURE_NAME.search(name) for name in names)


def header_of(column: Column) -> str:
    """Return the Chinese name of an office column for warnings."""
    return _NAME_LABEL.get(column, "责任单位")
