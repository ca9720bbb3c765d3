"""The words in which a task's history is told."""

import json

from models.kinds import Decision, MessageState, ReportKind
from models.task_values import ReportView

REPORTED = {
    ReportKind.COMPLETION: "报完成",
    ReportKind.PROGRESS: "报进展",
    ReportKind.DIFFICULTY: "报完成难度较大",
    ReportKind.CONTRIBUTION: "报本单位部分已完成",
}
DECIDED = {
    Decision.CLOSED: "销号",
    Decision.RETURNED: "退办",
    Decision.PARTLY_DONE: "部分办结，其余继续督办",
    Decision.REOPENED: "恢复督办",
    Decision.WITHDRAWN: "撤销",
}
MAIL_TROUBLE = {
    MessageState.FAILED: "被退回",
    MessageState.UNKNOWN: "结果未知",
    MessageState.PENDING: "等待发出",
    MessageState.SENDING: "正在发出",
    MessageState.CANCELLED: "已取消",
}
AUDITED = {
    "task_edit": "改了标题或单位",
    "letter_hold": "暂缓催办通知单",
    "letter_rewrite": "改了催办通知单的文字",
    "draft_confirm": "确认入库",
    "task_confirm": "确认入库",
    "task_add": "手工加上本项",
}


def report_quote(report: ReportView) -> str:
    """Return what an office wrote, its proof and what it asks for."""
    parts = [
        report.note,
        f"文号或网址：{report.proof}" if report.proof else "",
        f"需协调：{report.help_wanted}" if report.help_wanted else "",
    ]
    return "\n".join(part for part in parts if part)


def audit_detail(act: str, text: str) -> str:
    """Return what an audit event says beyond its act."""
    facts = json.loads(text)
    if act != "task_edit":
        return ""
    offices = facts.get("offices")
    parts = [
        f"标题：{facts['title']}" if facts.get("title") else "",
        f"单位：{offices if isinstance(offices, str) else '、'.join(offices)}" if offices else "",
        f"牵头：{facts['lead']}" if facts.get("lead") else "",
    ]
    return "；".join(part for part in parts if part)
