"""Which column of a table means what, told by the words of its header. It reads no data rows."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from importers.wording import folded


class Column(StrEnum):
    """What a column of a schedule table holds."""

    TIME = "time"
    TASK = "task"
    RESPONSIBLE = "responsible"
    LEAD = "lead"
    SUPPORT = "support"
    NUMBER = "number"
    REMARK = "remark"
    OTHER = "other"


#: Words that mean a column on their own; their order is their rank where two columns compete.
_EXACT: Mapping[Column, tuple[str, ...]] = {
    Column.TIME: (
        "完成时限",
        "完成时间",
        "办结时限",
        "完成期限",
        "时间节点",
        "时限要求",
        "工作时限",
        "截止时间",
        "截止日期",
        "计划完成时间",
        "预计完成时间",
        "拟定时限",
        "时限",
        "期限",
        "时间安排",
        "时间要求",
        "推进时间",
        "时间",
        "月份",
        "日期",
        "进度安排",
        "工作进度",
        "时间进度",
        "月度",
        "到期日",
    ),
    Column.TASK: (
        "重点工作",
        "重点工作任务",
        "工作任务",
        "重点任务",
        "主要任务",
        "主要工作任务",
        "工作内容",
        "主要工作",
        "主要内容",
        "重点工作内容",
        "任务内容",
        "具体任务",
        "督办事项",
        "工作事项",
        "重点事项",
        "任务名称",
        "工作名称",
        "事项名称",
        "工作项目",
        "工作要点",
        "目标任务",
        "目标与任务",
        "任务",
        "事项",
        "工作",
        "项目",
        "内容",
        "标题",
    ),
    Column.NUMBER: ("序号", "编号", "序", "号", "项目编号", "No", "No."),
    Column.REMARK: ("备注", "说明", "注"),
}

_UNIT = r"(?:单位|处室|科室|股室|部门|委室|处|科|室|机构|方)"
_PATTERNS: tuple[tuple[Column, re.Pattern[str]], ...] = (
    (Column.OTHER, re.compile(r"[:：].|实际|开始|起始|报送|填报|印发|联系|电话|类别|分类|依据|来源|进展")),
    (
        Column.SUPPORT,
        re.compile(rf"(?:配合|协办|协同|协作|参与|参加|协助).*{_UNIT}|^(?:配合|协办|协同|协作)$"),
    ),
    (Column.LEAD, re.compile(rf"(?:牵头|主办|主责).*{_UNIT}|^(?:牵头|主办)$")),
    (Column.RESPONSIBLE, re.compile(rf"(?:责任|承办|负责|落实|实施|执行|主管|归口).*{_UNIT}|^{_UNIT}$")),
    (Column.OTHER, re.compile(r"责任人|领导|负责人|承办人|经办人")),
    (Column.TIME, re.compile(r"时限|期限|截止|完成时间|时间|月份|进度|日期")),
    (Column.TASK, re.compile(r"重点工作|工作任务|工作内容|任务|事项|工作要点|(?<!单位)名称$")),
)
_MAX_HEADER = 20
_BRACKETS = re.compile(r"[(\[（【].*?[)\]）】]")


def meaning(words: str) -> tuple[Column, int]:
    """Return what a header cell means and its rank (lower is surer); ``OTHER`` when it says nothing known."""
    text = _BRACKETS.sub("", folded(words)).strip(":：*、.")
    if not text or len(text) > _MAX_HEADER:
        return Column.OTHER, 0
    for column, known in _EXACT.items():
        if text in known:
            return column, known.index(text)
    for column, pattern in _PATTERNS:
        if pattern.search(text):
            return column, 100
    return Column.OTHER, 0


def is_header_word(words: str) -> bool:
    """Tell whether a text can stand in a header."""
    return meaning(words)[0] is not Column.OTHER


def map_columns(header: Sequence[str]) -> dict[int, Column]:
    """Return what each column means; of several that mean time or task only the surest does."""
    found = {index: meaning(words) for index, words in enumerate(header)}
    columns: dict[int, Column] = {
        index: column for index, (column, _) in found.items() if column is not Column.OTHER
    }
    for single in (Column.TIME, Column.TASK):
        rivals = [index for index, column in columns.items() if column is single]
        for index in sorted(rivals, key=lambda i: (found[i][1], i))[1:]:
            del columns[index]
    return columns
