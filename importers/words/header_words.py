"""Which column of a table means what, told by the words of its header. It reads no data rows."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from importers.words.header_lists import EXACT, SCHOOL_OFFICES, Column
from importers.words.period_words import is_period
from importers.words.script import recognised
from importers.words.unit_words import can_be_offices

__all__ = ["Column", "can_be_detail", "is_apart", "is_header_word", "is_heading", "map_columns", "meaning"]

_UNIT = r"(?:单位|处室|科室|股室|部门|委室|处|科|室|机构|组|方(?![\u4e00-\u9fff]))"
_PATTERNS: tuple[tuple[Column, re.Pattern[str]], ...] = (
    (
        Column.OTHER,
        re.compile(
            r"[:：].|(?<!分工)情况$|成效$|成果$|效果$|实际|开始|起始|报送|填报|印发|联系|电话|类别|分类|依据|来源|进展|地点|对象"
            r"|^(?:status|progress|evidence|success|outcome|measure|budget|cost|resource|priority|location|venue)"
        ),
    ),
    (
        Column.SUPPORT,
        re.compile(rf"(?:配合|协办|协同|协作|参与|参加|协助).*{_UNIT}|^(?:配合|协办|协同|协作)$"),
    ),
    (
        Column.LEAD,
        re.compile(rf"(?:牵头|主办|主责).*{_UNIT}|^(?:牵头|主办|lead(?:office|department|officer).*)$"),
    ),
    (Column.RESPONSIBLE, re.compile(rf"(?:责任|承办|负责|落实|实施|执行|主管|归口).*(?:{_UNIT}|主体|学院)")),
    (Column.RESPONSIBLE, re.compile(r"^(?:责任|任务|职责|工作)?分工(?:情况|安排)?$")),
    (Column.OTHER, re.compile(r"责任人|领导|负责人|承办人|经办人|主持人|主讲")),
    (Column.RESPONSIBLE, re.compile(r"^(?:responsible|owner|department)(?!.*(?:plan|calendar|schedule))")),
    (Column.SUPPORT, re.compile(r"^(?:support|partner)")),
    (
        Column.TIME,
        re.compile(
            r"时限|期限|截止|完成时间|时间|月份|^(?:拟|计划|预计)[\u4e00-\u9fff]{1,4}月$|进度|日期|deadline|bywhen|timescale|targetdate|duedate|^(?:month|week|date)(?:[/&](?:month|week|date))?s?$"
        ),
    ),
    (
        Column.TASK,
        re.compile(
            r"重点工作|工作任务|工作内容|任务|事项|工作要点|行事|(?<!单位)名称$|^(?:action|task|activity)(?!plan.|.*(?:calendar|schedule))|^[a-z&/]{0,24}(?:activities|events?)(?:[&/]?events?)?$"
        ),
    ),
)
#: Who takes a matter up, or only some unit: offices where no other column names them; inner units first.
_WEAKER = (
    re.compile(r"^(?:处室|科室|股室)$"),
    re.compile(
        r"(?<![被受])(?:发起|起草|申报|检查|组织|包联|包保|分管|经办|对口|承担).{0,2}(?:单位|部门|主体|科室|处室|股室|学院)$"
    ),
    re.compile(rf"^(?:{_UNIT}|主体)$"),
    re.compile(r"^(?:(?:persons?|people|staff|part(?:y|ies)|officers?)responsible|leadperson)$"),
)
_UNIT_HEADING = re.compile(r"^[\u4e00-\u9fff]{2,6}(?:单位|部门|主体|科室|处室|学院|股室)$")
_NO_DOER = re.compile(
    r"领导|填|报送|对象|联系|被|受|来源|发文|印发|上级|督办|督查|监督|考核|评价|验收|服务|^[各有相全其二]"
)
_SURE, _WEAK = 100, 200
_MIXED = re.compile(r"牵头.*配合|主办.*协办")
#: The detail of a task: the task itself where the column before only names what several rows belong to.
_DETAIL = re.compile(
    r"^(?:具体|主要|工作|整改(?!目标|要求))?(?:要求|举措|措施|内容|任务|事项|目标)(?:要求|内容|任务|清单)?$|^具体.{2,6}$|^工作.{0,2}要求$"
    r"|^(?:任务|工作|目标)?(?:分解|细化)(?:任务|分工|措施|内容|事项|目标)?(?:$|[/／])"
    r"|^(?:(?:key|specific)?(?:deliverables?|milestones?|steps?|tasks?|activity|activities)|actionsteps?|(?:key|specific)actions?)$",
    re.IGNORECASE,
)
#: What heads a column that says nothing of who, what and when.
_OTHER_HEADING = re.compile(
    r"^(?:(?:工作|任务|重点|项目|所属)?(?:类别|类型|分类|领域|板块|大类|方向|专题|模块|维度)|(?:工作|具体|主要|推进)?(?:措施|举措|目标|要求|标准|指标|成果)"
    r"|责任人|负责人|联系人|联系电话|电话|(?:分管|牵头|责任|包保|挂包|县|市|区|局|校|院)*(?:领导|负责人|责任人)|进展情况?|完成情况|依据|来源|地点|对象|参加人员|备注"
    r"|category|theme|priority|status|progress|evidence|resources?|costs?|budget"
    r"|success ?criteria|monitoring|notes?)$"
)
_NUMERAL = re.compile(r"\d|[一二三四五六七八九十]月")
#: 3月份工作安排 heads a section, no column.
_NAMES_MONTH = re.compile(r"(?:20\d\d年)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?!度)")
_MAX_HEADER = 24
#: A longer text, blanks and brackets included, heads no column.
_LONGEST_WRITTEN = 80
#: 日期Date: the other language of a bilingual header.
_LATIN_TWIN = re.compile(r"[a-z/&.()\-]+$|^[a-z/&.()\-]+(?=[\u4e00-\u9fff]{2})")
#: As reports.next_year heads it.
_DRAFT_NOTES = "草案说明"
_BRACKETS = re.compile(r"[(\[（【].*?[)\]）】]")


@lru_cache(maxsize=8192)
def meaning(words: str) -> tuple[Column, int]:
    """Return what a header cell means and its rank (lower is surer); ``OTHER`` when it says nothing known."""
    if len(words) > _LONGEST_WRITTEN:
        return Column.OTHER, 0
    whole = recognised(words)
    if (_NUMERAL.search(whole) and is_period(words)) or _NAMES_MONTH.match(whole):
        return Column.OTHER, 0
    text = _BRACKETS.sub("", whole).strip(":：*、.|").lower()
    if not text or len(text) > _MAX_HEADER * (1 + text.isascii()):
        return Column.OTHER, 0
    chinese = _LATIN_TWIN.sub("", text)
    text = chinese if len(chinese) > 1 else text
    if _MIXED.search(whole) and "：" not in whole:
        return Column.MIXED, 0
    for column, known in EXACT.items():
        if text in known:
            return column, known.index(text)
    for column, pattern in _PATTERNS:
        if pattern.search(text):
            return column, _SURE
    weaker = next((n for n, pattern in enumerate(_WEAKER) if pattern.search(text)), None)
    return (Column.OTHER, 0) if weaker is None else (Column.RESPONSIBLE, _WEAK + weaker)


def is_heading(words: str) -> bool:
    """Tell whether a text by itself heads a column, of whatever meaning."""
    if len(words) > _LONGEST_WRITTEN:
        return False
    if meaning(words)[0] is not Column.OTHER:
        return True
    return bool(_OTHER_HEADING.search(_BRACKETS.sub("", recognised(words)).strip(":：*、.|").lower()))


def is_header_word(words: str) -> bool:
    """Tell whether a text can stand in a header."""
    return meaning(words)[0] is not Column.OTHER


def is_apart(words: str) -> bool:
    """Tell whether a column is no part of its plan: notes of next year's draft to whoever edits it."""
    return recognised(words) == _DRAFT_NOTES


def can_be_detail(words: str) -> bool:
    """Tell whether a header may name the detail of a task (具体要求)."""
    return len(words) <= _LONGEST_WRITTEN and bool(_DETAIL.search(_BRACKETS.sub("", recognised(words))))


def _is_office_heading(words: str) -> bool:
    if len(words) > _LONGEST_WRITTEN:
        return False
    text = _BRACKETS.sub("", recognised(words))
    return text in SCHOOL_OFFICES or (len(text) > 2 and can_be_offices(text))


def map_columns(header: Sequence[str]) -> dict[int, Column]:
    """Return what each column means; of several that mean one thing only the surest does."""
    columns = _surest(header)
    times = {Column.TIME, Column.WEEK} & set(columns.values())
    offices = [i for i, words in enumerate(header) if i not in columns and _is_office_heading(words)]
    if times and len(offices) > 1 and not {Column.RESPONSIBLE, Column.LEAD} & set(columns.values()):
        columns |= dict.fromkeys(offices, Column.ITEMS)
    return columns


def _surest(header: Sequence[str]) -> dict[int, Column]:
    found = {index: meaning(words) for index, words in enumerate(header)}
    for index in range(len(header) - 1):  # one header over two columns: 第一周 | 9月2日—6日
        is_one = found[index][0] is Column.TIME and recognised(header[index]) == recognised(header[index + 1])
        if (is_one and index + 2 >= len(header)) or (is_one and found[index + 2][0] is not Column.TIME):
            found[index] = (Column.WEEK, 0)
    columns: dict[int, Column] = {
        index: column for index, (column, _) in found.items() if column is not Column.OTHER
    }
    for single in (Column.TIME, Column.WEEK, Column.START, Column.TASK):
        rivals = [index for index, column in columns.items() if column is single]
        for index in sorted(rivals, key=lambda i: (found[i][1], i))[1:]:
            del columns[index]
    return _with_one_doer(_with_one_lead(columns, header), found, header)


def _with_one_lead(columns: dict[int, Column], header: Sequence[str]) -> dict[int, Column]:
    """Return columns where, beside who has the lead (牵头), who mainly does it (主责) is only responsible."""
    leads = [i for i, column in columns.items() if column is Column.LEAD]
    named = [i for i in leads if "牵头" in recognised(header[i])]
    others = [i for i in leads if i not in named] if named else []
    return columns | dict.fromkeys(others, Column.RESPONSIBLE)


def _with_one_doer(
    columns: dict[int, Column], found: Mapping[int, tuple[Column, int]], header: Sequence[str]
) -> dict[int, Column]:
    """Return columns where a weaker heading of offices counts only if no surer one stands beside it."""
    doers = [i for i, column in columns.items() if column in (Column.LEAD, Column.RESPONSIBLE)]
    if not doers:
        is_known = len(columns) > 1 and bool(
            {Column.TASK, Column.TIME, Column.SUPPORT} & set(columns.values())
        )
        units = [i for i in range(len(header)) if i not in columns and _can_head_offices(header[i])]
        return columns | dict.fromkeys(units[:1] if is_known else (), Column.RESPONSIBLE)
    best = min(doers, key=lambda i: (found[i][1], i))
    return {i: column for i, column in columns.items() if i not in doers or i == best or found[i][1] <= _SURE}


def _can_head_offices(words: str) -> bool:
    text = _BRACKETS.sub("", recognised(words)) if len(words) <= _LONGEST_WRITTEN else ""
    return bool(_UNIT_HEADING.match(text)) and not _NO_DOER.search(text)
