"""What a column of a schedule can mean, and the headings that mean it on their own. Lists only, no rules."""

from collections.abc import Mapping
from enum import StrEnum


class Column(StrEnum):
    """What a column of a schedule table holds.

    ``MIXED`` names offices behind labels (是否联合检查（牵头和配合部门）); under ``ITEMS`` stands an office
    whose tasks are the cells.
    """

    TIME = "time"
    WEEK = "week"
    START = "start"
    TASK = "task"
    RESPONSIBLE = "responsible"
    LEAD = "lead"
    SUPPORT = "support"
    MIXED = "mixed"
    ITEMS = "items"
    NUMBER = "number"
    REMARK = "remark"
    OTHER = "other"


#: Words that mean a column on their own; their order is their rank where two columns compete.
EXACT: Mapping[Column, tuple[str, ...]] = {
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
        "结束时间",
        "结束",
        "止",
        "截止",
        "结束日期",
        "起止日期",
        "起讫日期",
        "起讫",
        "起迄",
        "起止时间",
        "起止",
        "日程",
        "deadline",
        "duedate",
        "due",
        "targetdate",
        "completiondate",
        "bywhen",
        "timescale",
        "timeframe",
        "timeline",
        "timing",
        "enddate",
        "end",
        "when",
        "date",
        "month",
        "period",
        "term",
    ),
    Column.WEEK: ("周次", "周别", "周", "教学周", "周数", "week", "weekno"),
    Column.START: (
        "开始时间",
        "起始时间",
        "开始日期",
        "起始日期",
        "启动时间",
        "开始",
        "起始",
        "起",
        "startdate",
        "start",
        "from",
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
        "主要事项",
        "行事内容",
        "学校行事纪要",
        "行事纪要",
        "重要行事",
        "行事历",
        "活动内容",
        "活动名称",
        "校园大事",
        "重要活动",
        "action",
        "actions",
        "task",
        "tasks",
        "activity",
        "activities",
        "whatwewilldo",
        "keyaction",
        "keyactions",
        "actionrequired",
        "milestone",
        "deliverable",
        "event",
        "title",
        "item",
        "objective",
        "project",
        "what",
    ),
    Column.LEAD: (
        "lead",
        "leadofficer",
        "leaddepartment",
        "leadoffice",
        "leadbody",
        "leadteam",
        "leadagency",
    ),
    Column.SUPPORT: (
        "support",
        "supporting",
        "supportedby",
        "partners",
        "supportingdepartments",
        "supportingoffices",
        "with",
        "contributors",
    ),
    Column.RESPONSIBLE: (
        "owner",
        "owners",
        "responsible",
        "responsibility",
        "responsibleoffice",
        "responsibledepartment",
        "responsibleofficer",
        "department",
        "team",
        "office",
        "who",
        "bywhom",
    ),
    Column.NUMBER: ("序号", "编号", "序", "号", "项次", "项目编号", "no", "no.", "ref", "#", "id"),
    Column.REMARK: ("备注", "备考", "说明", "注", "notes", "note", "comment", "comments", "remarks"),
}

#: Offices of schools as calendars head their columns.
SCHOOL_OFFICES = frozenset(
    (
        *(
            "教务",
            "学务",
            "总务",
            "辅导",
            "教导",
            "训导",
            "人事",
            "会计",
            "主计",
            "德育",
            "教学",
            "后勤",
            "安全",
        ),
        *("政教", "教科研", "教研", "团队", "党务", "校务", "保健", "体育", "体卫艺", "幼儿园", "附幼"),
    )
)
