"""What the form asks about a completed task, chosen by the verb of its title.

The first matching row of the table wins. Nothing here decides whether a task is done.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Prompt:
    """The hints of the form for one kind of work."""

    done_means: str
    """What 已完成 means for it, beside the choice."""
    date_hint: str
    """Which day the completion date is."""
    result_hint: str
    """What to write as the result."""
    proof_hint: str
    """Which number or address would prove it; never required."""


_RESULT = Prompt(
    "结果已公布",
    "公布结果的那一天",
    "写明范围、数量和结果怎样公布",
    "结果或名单文件的文号",
)
_DOCUMENT = Prompt(
    "文件已印发",
    "印发或发布的那一天",
    "写明文件名称、谁印发、发到哪些单位",
    "文号，或公开的网址",
)
_MEETING = Prompt(
    "活动已举办完",
    "活动举办的那一天，不是填报的日期",
    "写一两句：何时何地举办、哪些单位参加、形成了什么",
    "会议通知的文号，或公开报道的网址",
)
_START = Prompt(
    "已经启动",
    "启动的那一天",
    "写一两句：用什么方式启动（通知、方案、会议）、下一步是什么",
    "通知或方案的文号",
)
_FOUND = Prompt(
    "已批复或挂牌",
    "批复或挂牌的那一天",
    "写明机构名称、谁批准、由哪些单位组成",
    "批复或通知的文号",
)
_FINISH = Prompt(
    "全部做完",
    "最后一项做完的那一天",
    "写一两句：完成了什么、数量多少、有没有遗留",
    "结果文件的文号",
)
_TRIP = Prompt(
    "行程和手续已完成",
    "最后一次活动的那一天",
    "写一两句：去了哪里、结果多少（人数、项目数）",
    "公告或协议的文号",
)
_BOOK = Prompt("已出版", "出版的那一天", "写明书名、册数", "书号，或公开的网址")
_WORK = Prompt(
    "主要工作已结束",
    "主要工作结束的那一天",
    "写一两句：做了什么、覆盖哪些单位、结果怎样",
    "方案或总结的文号",
)
_OTHER = Prompt("已做完", "做完的那一天", "写一两句结果", "有文号或网址的写上")

_DOCUMENT_VERBS = ("出台", "印发", "发布", "制定", "研制", "研究制定")
_MEETING_VERBS = ("召开", "举办", "举行")

#: Verbs a title begins with, in the order of the table.
_OPENING: tuple[tuple[tuple[str, ...], Prompt], ...] = (
    (_DOCUMENT_VERBS, _DOCUMENT),
    (_MEETING_VERBS, _MEETING),
    (("启动",), _START),
    (("成立", "组建", "建立"), _FOUND),
    (("完成", "做好"), _FINISH),
    (("招聘", "招商", "赴"), _TRIP),
    (("出版",), _BOOK),
    (("组织", "开展", "推进"), _WORK),
)
_JUDGING = r"遴选|评选|评审|评估|考核|认定"
_JUDGES = re.compile(_JUDGING)
_ENDS_JUDGING = re.compile(rf"(?:{_JUDGING})(?:工作)?$")
_QUOTED = re.compile(r"《[^》]*》")
_CLAUSE = re.compile(r"[，,；;。、]")
_LEADING = re.compile(r"^(?:牵头|继续|积极|全面|深入|持续|扎实|加快|统筹|进一步|大力)+")


def prompt_for(title: str) -> Prompt:
    """Return the hints for a task by its title.

    A document verb later in the title lends its hint about the number (启动…，制定…意见).
    """
    plain = _LEADING.sub("", "".join(title.split()))
    chosen = _by_judging(plain) or _by_opening(plain)
    if chosen is _RESULT or not _names_document_later(plain):
        return chosen
    return Prompt(chosen.done_means, chosen.date_hint, chosen.result_hint, _DOCUMENT.proof_hint)


def _by_judging(plain: str) -> Prompt | None:
    """Return the row of 评选, 考核 and the like, whose verbs may stand anywhere.

    A meeting about a selection or a document about an appraisal (召开…评估现场推进会, 制定…考核方案) is
    done when it was held or issued, unless the verb itself ends a clause; titles in 《》 do not count.
    """
    unquoted = _QUOTED.sub("", plain)
    if not _JUDGES.search(unquoted):
        return None
    is_attribute = unquoted.startswith((*_DOCUMENT_VERBS, *_MEETING_VERBS))
    if is_attribute and not any(_ENDS_JUDGING.search(clause) for clause in _CLAUSE.split(unquoted)):
        return None
    return _RESULT


def _by_opening(plain: str) -> Prompt:
    return next((prompt for verbs, prompt in _OPENING if plain.startswith(verbs)), _OTHER)


def _names_document_later(plain: str) -> bool:
    later = (_LEADING.sub("", clause) for clause in _CLAUSE.split(plain)[1:])
    return any(clause.startswith(_DOCUMENT_VERBS) for clause in later)
