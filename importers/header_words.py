"""Which column of a table means what, told by the words of its header. It reads no data rows."""

import re
from collections.abc import Sequence
from functools import lru_cache

from importers.header_lists import EXACT, SCHOOL_OFFICES, Column
from importers.period_words import is_period
from importers.script import recognised
from importers.unit_words import can_be_offices

__all__ = ["Column", "can_be_detail", "is_apart", "is_header_word", "is_heading", "map_columns", "meaning"]

_UNIT = r"(?:单位|处室|科室|股室|部门|委室|处|科|室|机构|组|方(?![\u4e00-\u9fff]))"
_PATTERNS: tuple[tuple[Column, re.Pattern[str]], ...] = (
    (
        Column.OTHER,
        re.compile(
            r"[:：].|实际|开始|起始|报送|填报|印发|联系|电话|类别|分类|依据|来源|进展|地点|对象"
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
    (Column.RESPONSIBLE, re.compile(rf"(?:责任|承办|负责|落实|实施|执行|主管|归口).*{_UNIT}|^{_UNIT}$")),
    (Column.RESPONSIBLE, re.compile(r"^(?:责任|任务|职责|工作)?分工(?:情况|安排)?$")),
    (Column.OTHER, re.compile(r"责任人|领导|负责人|承办人|经办人|主持人|主讲")),
    (Column.RESPONSIBLE, re.compile(r"^(?:responsible|owner|department)")),
    (Column.SUPPORT, re.compile(r"^(?:support|partner)")),
    (
        Column.TIME,
        re.compile(
            r"时限|期限|截止|完成时间|时间|月份|进度|日期|deadline|bywhen|timescale|targetdate|duedate|^(?:month|week|date)(?:[/&](?:month|week|date))?s?$"
        ),
    ),
    (
        Column.TASK,
        re.compile(
            r"重点工作|工作任务|工作内容|任务|事项|工作要点|行事|(?<!单位)名称$|^(?:action|task|activity)|^[a-z&/]{0,24}(?:activities|events?)(?:[&/]?events?)?$"
        ),
    ),
)
_MIXED = re.compile(r"牵头.*配合|主办.*协办")
#: The detail of a task: the task itself where the column before only names what several rows belong to.
_DETAIL = re.compile(
    r"^(?:具体|主要|工作)?(?:要求|举措|措施|内容|任务|事项|目标)(?:要求|内容|任务)?$|^具体.{2,6}$|^工作.{0,2}要求$"
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
            return column, 100
    return Column.OTHER, 0


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
    return columns
