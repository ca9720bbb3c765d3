"""What a document says about itself outside its rows: title, year, number, date, issuer, remark."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from importers.words.script import recognised
from importers.words.text_lines import is_remark, is_section
from importers.words.wording import folded, one_line
from rules.english_dates import rewritten

_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,16}[〔\[(（【]20\d\d[〕\])）】]\s*第?\s*\d+\s*号")
_BEGINS_WITH_YEAR = re.compile(r"20\d\d(?:-20\d\d)?(?:学年|年)度?[^\d]{3,}")
_NUMBER_LABEL = re.compile(r"^[•·\s]*(?:发文字号|文号|文件编号|发文号)[:：]\s*(.+)$")
_ISSUED_LABEL = re.compile(r"(?:成文日期|印发日期|发文日期|印发时间|成文时间)[:：]\s*([^\s]+)")
_PUBLISHED_LABEL = re.compile(r"(?:发布日期|发布时间|公开日期)[:：]\s*([^\s]+)")
_ISSUER_LABEL = re.compile(r"^[•·\s]*(?:发布机构|发文机关|发文机构|印发机关|发文单位)[:：]\s*(.+)$")
_DAY = re.compile(r"(20\d\d)\s*(?:年|[-./])\s*(\d{1,2})\s*(?:月|[-./])\s*(\d{1,2})\s*日?")
_NO_TITLE = re.compile(
    r"^(?:附件|附表|附|表)\s*[\d一二三四五六七八九十]*[:：]?$|^[(（].*[)）]$|^(?:填报|制表|填表|单位|日期|联系|时间|导出|打印|下载|更新|编制|报送|部门|版本|来源|作者|浏览|索引)[^年]{0,6}[:：]"
)
_PLAN_WORDS = re.compile(
    r"配档表|分解表|安排表|任务表|推进表|一览表|计划表|责任表|作战图|台账|清单|图谱|重点工作|工作计划|工作要点|工作安排|重点任务|工作方案|行事历?|校历|行动计划|行动方案|实施方案|专项行动|任务分工|分工方案|部门分工|分工的意见|任务清单"
    r"|活动(?:计划|安排|方案)|工作日程|日程|校历表|(?:计划|安排|方案|规划)(?:表|书|[(（].{1,12}[)）])?[?？]?$"
    r"|工作(?:情况)?(?:总结|汇报|报告)|工作思路|要点|[a-z]plan(?![a-z])|calendar|(?:term|key|important)dates",
    re.IGNORECASE,
)
_YEAR_OF_TITLE = (
    re.compile(r"(20\d\d)\s*[—–~～至-]+\s*(?:20)?\d\d\s*学年"),
    re.compile(r"(20\d\d)\s*(?:年|学年)"),
    re.compile(r"(?<!\d)(?:民国)?([89]\d|1\d\d)\s*学年"),
    re.compile(r"民国\s*(1?\d\d)\s*年"),
)
#: 2021—2025年, 2024/25: several years, of which the first counts where no other year stands beside them.
SPAN_OF_YEARS = re.compile(r"(20\d\d)年?度?[-~—–～至到/]+((?:20)?\d\d)(?:年|(?![\d]))")
#: 2023年工作总结和2024年工作计划: the plan is for the second year.
_YEAR_PAST = re.compile(r"20\d\d年度?[^\d]{0,14}?(?:总结|回顾|(?:完成|工作)情况|工作报告)(?=.{0,3}20\d\d年)")
_SCHOOL = re.compile(
    r"校历|行事|学校|小学|中学|学院|大学|教学|教务|academ|school|college|termdates|(?:autumn|spring|summer)term",
    re.IGNORECASE,
)
_BARE_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_YEAR_RUNS = re.compile(
    r"(?:(?:financial|fiscal|budget)year|(?:财政|财务|会计|预算)年度|财年)[^\d。.;；]{0,24}?(1[0-2]|[1-9])月(?:\d{1,2}日)?[^\d。]{0,6}"
    r"(?:\d{1,2}月|起|开始)",
    re.IGNORECASE,
)
#: 1 April 2025 to 31 March 2026: the twelve months of a plan.
_TWELVE_MONTHS = re.compile(r"(20\d\d)年(\d{1,2})月1日[-—–~～至到]+(20\d\d)年(\d{1,2})月(?:28|29|30|31)日")
_NAMES_YEAR = re.compile(r"20\d\d(?!\d)|\d学年|民国")
_LATE_DAY = re.compile(r"20\d\d[年./-]1[12](?!\d)")
#: Lines of a program and marks of comments around what is written for people.
_CODE = re.compile(r"[{}]|\[$|=>|^(?:export|const|let|var|import)\s|<[a-z]+")
_COMMENT = re.compile(r"^(?:(?:标题|標題|主题|名称)[:：]|//+|#+|/\*+|<!--)\s*|\s*(?:\*/|-->)$")
_LONGEST_TITLE = 80
_SENTENCE_ENDS = ("。", "；", ";", ":", "：", "，", ",", "!", "！", "|", "｜")
_ROC_EPOCH = 1911
_NEAR_LINES = 8


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A document's facts about itself; empty where it says nothing."""

    title: str = ""
    document_number: str = ""
    issued_on: date | None = None
    issuer: str = ""
    remark: str = ""
    heading_year: int = 0
    """The one year that the lines above name, 0 where they name none or several."""
    starts_month: int = 0
    """The month in which the document says its year begins, 0 where it says nothing."""


def read_facts(above: Sequence[str], below: Iterable[str]) -> PlanFacts:
    """Return what the lines above and below a plan's table say."""
    below = list(below)
    remarks = [one_line(line) for line in below if is_remark(line)]
    lines = [one_line(line) for line in above if one_line(line)]
    below_lines = [one_line(line) for line in below if one_line(line)]
    return PlanFacts(
        title=title_above(lines),
        document_number=_document_number(lines),
        issued_on=_issued_on([*lines, *below_lines]),
        issuer=_labelled(_ISSUER_LABEL, lines),
        remark="\n".join(remarks),
        heading_year=_heading_year(lines) or _twelve_months(above)[0],
        starts_month=_starts_month([*above, *below]) or _twelve_months(above)[1],
    )


def _heading_year(lines: Sequence[str]) -> int:
    """Return the only year named in the short lines nearest above a plan, 0 for none or several.

    A day late in the year may be that of a plan for the next.
    """
    near = [recognised(line) for line in lines[-_NEAR_LINES:] if len(line) <= _LONGEST_TITLE]
    years = {int(year) for line in near for year in _BARE_YEAR.findall(line)}
    is_late = any(_LATE_DAY.search(line) for line in near)
    return years.pop() if len(years) == 1 and not is_late else 0


def _starts_month(lines: Iterable[str]) -> int:
    """Return the month a printed financial year begins with (from 1 April to 31 March), 0 when none is."""
    for line in lines:
        if found := _YEAR_RUNS.search(recognised(rewritten(one_line(line)))):
            return int(found[1])
    return 0


def _twelve_months(lines: Iterable[str]) -> tuple[int, int]:
    """Return the year and month in which a printed span of just twelve months begins, zeros without one."""
    for line in lines:
        for found in _TWELVE_MONTHS.finditer(recognised(rewritten(one_line(line)))):
            year, month, last_year, last_month = map(int, found.groups())
            if 1 < month <= 12 and (last_year, last_month) == (year + 1, month - 1):
                return year, month
    return 0, 0


def issuer_of(lines: Iterable[str]) -> str:
    """Return who issued a document, by the first line that says so; empty when none does."""
    return next((found[1].strip() for line in lines if (found := _ISSUER_LABEL.match(one_line(line)))), "")


def title_above(lines: Sequence[str]) -> str:
    """Return the title nearest above a table; a line with the words of a plan goes before a nearer one.

    A title broken over two lines, the year in the upper one, is joined.
    """
    printed = [_COMMENT.sub("", line) for line in reversed(lines) if line]
    near = [line for line in printed if not _NO_TITLE.match(folded(line))][:_NEAR_LINES]
    candidates = [line for line in near if _can_be_title(line)]
    named = next((line for line in candidates if _PLAN_WORDS.search(recognised(line))), "")
    named = named or next((line for line in candidates if _BEGINS_WITH_YEAR.match(recognised(line))), "")
    if not named:
        named = candidates[0] if candidates and candidates[0] == near[0] and len(candidates[0]) <= 40 else ""
    above = near[near.index(named) + 1] if named and named != near[-1] else ""
    is_broken = above in candidates and _NAMES_YEAR.search(recognised(above))
    title = f"{above}{named}" if is_broken and not _NAMES_YEAR.search(recognised(named)) else named
    return title.strip("?？/#* ")


def names_plan(line: str) -> bool:
    """Tell whether a line has the words of a plan's title or begins with its year."""
    words = recognised(line)
    return _can_be_title(line) and bool(_PLAN_WORDS.search(words) or _BEGINS_WITH_YEAR.match(words))


def _can_be_title(line: str) -> bool:
    words = folded(line)
    if _CODE.search(line) or is_section(line):
        return False
    is_sentence = line.endswith(_SENTENCE_ENDS) or len(line) > _LONGEST_TITLE or "。" in line
    is_numbered = bool(
        re.match(r"^(?:\d{1,3}[.、]|[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）])", words)
    )
    return not (is_sentence or is_numbered or _NO_TITLE.match(words) or _DAY.fullmatch(words)) and (
        len(words) > 3 or bool(_PLAN_WORDS.fullmatch(recognised(line)))
    )


def _document_number(lines: Sequence[str]) -> str:
    labelled = _labelled(_NUMBER_LABEL, lines)
    if labelled:
        found = _NUMBER.search(labelled)
        return found[0] if found else labelled[:60]
    return next((line for line in lines if _NUMBER.fullmatch(line)), "")


def _labelled(label: re.Pattern[str], lines: Iterable[str]) -> str:
    return next((found[1].strip() for line in lines if (found := label.match(line))), "")


def _issued_on(lines: Sequence[str]) -> date | None:
    for label in (_ISSUED_LABEL, _PUBLISHED_LABEL):
        for line in lines:
            found = label.search(line)
            if found and (day := _day(found[1])):
                return day
    return next((day for line in lines if _DAY.fullmatch(line.strip()) and (day := _day(line))), None)


def _day(words: str) -> date | None:
    found = _DAY.search(words)
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def plan_year(title: str, facts: PlanFacts) -> int | None:
    """Return the year a plan begins in by its title, its number or its date; None when none says it."""
    for words in (recognised(title), recognised(facts.title)):  # a given title may leave the year out
        if found := _year_in(words):
            return found
    if number := _BARE_YEAR.search(facts.document_number):
        return int(number[1])
    return facts.issued_on.year if facts.issued_on else None


def _year_in(words: str) -> int | None:
    """Return the year of a title; of a span of years the first, unless another year stands beside it."""
    words = _YEAR_PAST.sub(" ", words)
    alone = words if "学年" in words else SPAN_OF_YEARS.sub(" ", words)
    for text in dict.fromkeys((alone, words)):
        for pattern in (*_YEAR_OF_TITLE, _BARE_YEAR) if text is alone else (SPAN_OF_YEARS,):
            if found := pattern.search(text):
                return int(found[1]) if len(found[1]) == 4 else int(found[1]) + _ROC_EPOCH
    return None


def plan_years(title: str, facts: PlanFacts) -> range:
    """Return the years a plan speaks of by its title, its number or its date; none where none says it."""
    first = plan_year(title, facts)
    if first is None:
        return range(0)
    for words in (recognised(title), recognised(facts.title)):
        for found in SPAN_OF_YEARS.finditer(words):
            last = int(found[2]) if len(found[2]) == 4 else first // 100 * 100 + int(found[2])
            if int(found[1]) == first < last:
                return range(first, last + 1)
    return range(first, first + 1 + is_school_year(title))


def is_school_year(title: str) -> bool:
    """Tell whether a plan runs from autumn to summer (2024—2025学年, Academic Calendar 2024-25)."""
    words = recognised(title)
    if re.search(r"学年|学期", words):
        return True
    found = SPAN_OF_YEARS.search(words)
    return bool(found and int(found[2][-2:]) == int(found[1][-2:]) + 1 and _SCHOOL.search(words))
