"""Write one small plan in many layouts, so that every layout can be asked for the same rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

WRITTEN_TITLE = "某市教育局2024年重点工作任务分解表"


@dataclass(frozen=True)
class Written:
    """A task as it is written, and the day it should be read as."""

    period: str
    due: str | None
    title: str
    lead: tuple[str, ...]
    support: tuple[str, ...] = ()


TASKS = (
    Written("3月", "2024-03-31", "召开全市教育工作会议", ("办公室",), ("基教处", "财审处")),
    Written("3月", "2024-03-31", "制定校园安全专项整治方案,报市政府审定", ("安管处",)),
    Written("第二季度", "2024-06-30", "完成学前教育普及普惠县(区)创建", ("学前处", "督导室"), ("市教研院",)),
    Written("6月底前", "2024-06-30", "出台《教师交流轮岗实施办法》", ("教师处",), ("各区教体局",)),
    Written("9月10日前", "2024-09-10", "做好教师节系列庆祝活动", ("机关党委",), ("办公室",)),
    Written("持续推进", None, "推进数字教育资源共建共享", ("市电教馆",)),
    Written("12月", "2024-12-31", "开展年度绩效考核和评优", ("组织人事处",), ("各处室",)),
)
SIMPLE = tuple(Written(task.period, task.due, task.title, task.lead + task.support) for task in TASKS)

#: Column → words it may be headed with.
HEADERS: dict[str, tuple[str, ...]] = {
    "no": ("序号", "序 号", "编号"),
    "title": ("重点工作", "工作任务", "工 作 内 容", "主要任务", "具体事项"),
    "time": ("完成时限", "时 间", "完成时间", "时间节点", "办结时限"),
    "lead": ("牵头单位", "牵头处室", "主办单位", "牵 头 单 位", "牵头部门"),
    "support": ("配合单位", "协办单位", "协同配合单位", "配 合 单 位", "参与单位"),
    "all": ("责任单位", "责任处室", "责 任 单 位", "承办部门", "责任科室"),
    "leader": ("分管领导", "牵头领导", "责任人", "分管局领导", "责任领导"),
    "group": ("类别", "工作类别", "所属板块", "板块", "类别"),
}
ORDERS: dict[str, tuple[str, ...]] = {
    "time first": ("time", "title", "all"),
    "numbered": ("no", "title", "all", "time"),
    "two offices": ("no", "title", "lead", "support", "time"),
    "time in the middle": ("no", "title", "time", "lead", "support"),
    "with leader": ("no", "title", "leader", "all", "time"),
    "grouped": ("no", "group", "title", "lead", "support", "time"),
}
LEADERS = ("王立", "李建国", "陈晓红", "赵明", "周海", "吴静", "郑伟")
GROUPS = ("综合", "安全", "学前教育", "教师队伍", "教师队伍", "信息化", "人事")


def texts(order: Sequence[str], number: int, *, separator: str = "、", none: str = "") -> list[str]:
    """Return the cells of a task."""
    task = TASKS[number]
    values = {
        "no": str(number + 1),
        "title": task.title,
        "time": task.period,
        "lead": separator.join(task.lead),
        "support": separator.join(task.support) or none,
        "all": separator.join(task.lead + task.support),
        "leader": LEADERS[number],
        "group": GROUPS[number],
    }
    return [values[column] for column in order]


def heading(order: Sequence[str], variant: int) -> list[str]:
    """Return the header cells in one of their wordings."""
    return [HEADERS[column][variant % len(HEADERS[column])] for column in order]


def grid(order: Sequence[str], variant: int = 0, *, separator: str = "、", none: str = "") -> list[list[str]]:
    """Return the header and all rows."""
    rows = [texts(order, n, separator=separator, none=none) for n in range(len(TASKS))]
    return [heading(order, variant), *rows]


def tabs(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join("\t".join(row) for row in rows)


def blanks(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join("    ".join(row) for row in rows)


def wide_blanks(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join("　".join(row) for row in rows)


def bars(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(" | ".join(row) + " |" for row in rows)


def edged_bars(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def markdown(rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def bare_markdown(rows: Sequence[Sequence[str]]) -> str:
    lines = [" | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|".join(["---"] * len(rows[0])), *lines[1:]])


def cells(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(cell for row in rows for cell in row)


def spaced_cells(rows: Sequence[Sequence[str]]) -> str:
    return "\n\n".join(f"  {cell}\u00a0" for row in rows for cell in row)


def closed_cells(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"{cell} |" for row in rows for cell in row)


def opened_cells(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join("\n".join(f"| {cell}" for cell in row) + "\n|" for row in rows)


LAYOUTS: dict[str, Callable[[Sequence[Sequence[str]]], str]] = {
    "tabs": tabs,
    "blanks": blanks,
    "wide blanks": wide_blanks,
    "bars": bars,
    "edged bars": edged_bars,
    "markdown": markdown,
    "bare markdown": bare_markdown,
    "cells": cells,
    "spaced cells": spaced_cells,
    "closed cells": closed_cells,
    "opened cells": opened_cells,
}

PAGE_HEAD = (
    "首页 > 政务公开 > 规划计划\n• 索引号: 000000/2024-00001 组配分类: 工作计划\n• 成文日期: 2024-01-20\n"
    "• 发文字号: 某教发〔2024〕3号\n字体:【大 中 小】 分享:\n\n"
    f"{WRITTEN_TITLE}\n\n"
)
PAGE_FOOT = (
    "\n备注:时限有变动的,以责任单位正式通知为准。\n\n• 上一篇: 无\n• 下一篇: 某通知\n扫一扫在手机打开当前页\n"
)
