"""Which of two columns is the task, where one names the group and the other what is to be done.

工作任务 | 具体要求: the task is the finer one when the coarser is written once for several rows.
项目名称 | 主要内容: where each row has a name, that is the task, and the content says what it consists of.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from importers.words.header_words import Column, can_be_detail
from importers.words.period_words import names_date
from importers.words.script import recognised
from importers.words.text_lines import is_section

_SHARED = 0.3
_NAME = re.compile(r"(?<!单位)名称$")
_CONTENT = re.compile(r"(?:主要|具体|工作|任务|活动|项目|重点工作)*内容(?:及.{1,6})?")


def with_task_column(
    columns: dict[int, Column], header: Sequence[str], rows: Sequence[Sequence[str]], *, short_rows: int = 0
) -> dict[int, Column]:
    """Return the meanings of columns with the finer of two task columns as the task.

    ``rows`` are rows without holes; ``short_rows`` counts those that left their merged cells out.
    """
    task = next((i for i, column in columns.items() if column is Column.TASK), None)
    if task is None:
        return _with_last_resort(columns, header)
    name = _name_of(task, columns, header)
    if name is not None and _tells_names(
        name, task, rows, short_rows, is_timed=Column.TIME in columns.values()
    ):
        return {i: column for i, column in columns.items() if i != task} | {name: Column.TASK}
    detail = next(
        (
            i
            for i in range(task + 1, len(header))
            if columns.get(i) in (None, Column.REMARK) and can_be_detail(header[i])
        ),
        None,
    )
    is_counted = detail is not None and columns.get(detail - 1) is Column.NUMBER
    if detail is None or not (is_counted or _names_groups(task, detail, rows, short_rows)):
        return columns
    return {i: column for i, column in columns.items() if i != task} | {detail: Column.TASK}


def _name_of(task: int, columns: dict[int, Column], header: Sequence[str]) -> int | None:
    """Return the column of names before a task column that is headed as contents, None without one."""
    if not _CONTENT.fullmatch(recognised(header[task])):
        return None
    return next((i for i in range(task) if i not in columns and _NAME.search(recognised(header[i]))), None)


def _tells_names(
    name: int, content: int, rows: Sequence[Sequence[str]], short_rows: int, *, is_timed: bool
) -> bool:
    """Tell whether each row has a name of its own; contents that alone say by when stay the tasks."""
    whole = [row for row in rows if len(row) > content]
    if not whole or not all(recognised(row[name]) for row in whole if recognised(row[content])):
        return False
    if not is_timed and any(names_date(row[content]) for row in whole):
        return False
    return not _names_groups(name, content, rows, short_rows)


def _names_groups(task: int, detail: int, rows: Sequence[Sequence[str]], short_rows: int) -> bool:
    texts = [row[task] for row in rows if len(row) > detail]
    if not texts:
        return False
    sections = sum(is_section(text) for text in texts)
    is_numbered = sections * 2 > len(texts) and not any(
        is_section(row[detail]) for row in rows if len(row) > detail
    )
    repeats = sum(not recognised(b) or recognised(a) == recognised(b) for a, b in pairwise(texts))
    return is_numbered or repeats + short_rows > _SHARED * (len(texts) + short_rows)


def _with_last_resort(columns: dict[int, Column], header: Sequence[str]) -> dict[int, Column]:
    """Take a detail, a remark called 说明 or the only unknown column for the task of a table with times.

    In a table of weeks and remarks alone the remarks are what happens.
    """
    if not {Column.TIME, Column.WEEK, Column.LEAD, Column.RESPONSIBLE} & set(columns.values()):
        return columns
    if Column.ITEMS in columns.values():
        return columns
    free = [i for i in range(len(header)) if i not in columns and recognised(header[i])]
    details = [i for i in free if can_be_detail(header[i])]
    has_both = (
        bool({Column.LEAD, Column.RESPONSIBLE} & set(columns.values())) and Column.TIME in columns.values()
    )
    said = [
        i for i in range(len(header)) if columns.get(i) is Column.REMARK and "说明" in recognised(header[i])
    ]
    sole = free if len(free) == 1 and has_both else []
    if not free and not said and Column.WEEK in columns.values():  # weeks and what is remarked on them
        told = set(columns.values()) - {Column.WEEK, Column.TIME, Column.START, Column.NUMBER}
        said = [i for i, column in columns.items() if told == {Column.REMARK} and column is Column.REMARK]
    choice = details or sole or said
    return columns | {choice[0]: Column.TASK} if choice else columns
