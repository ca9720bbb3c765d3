"""What headings say their sections hold: work done, problems, what comes next, how it is run."""

import re
from collections.abc import Iterable
from enum import StrEnum

from importers.words.script import recognised


class SectionKind(StrEnum):
    """What a section holds, by its heading."""

    PLAN = "plan"
    NEXT = "next"
    PAST = "past"
    PROBLEM = "problem"
    FRAME = "frame"


_STRIP = re.compile(
    r"^(?:第?[一二三四五六七八九十]+(?:部分|章)?[、.．\s]*|[(（][一二三四五六七八九十\d]+[)）]|\d+[.．、])"
)
_NEXT = re.compile(
    r"^(?:关于)?(?:下[一步]{1,2}|下阶段|下半年|下季度|明年|来年|今后|后续|20\d\d年)?.{0,6}"
    r"(?:下一步|下步|下阶段|打算|工作思路|工作考虑|工作安排|工作计划|重点工作|工作重点|努力方向|改进措施|整改措施)"
)
_NEXT_WORD = re.compile(
    r"下一步|下步|下阶段|打算|明年|来年|今后|努力方向|下半年.{0,4}(?:工作|安排|计划)|后续工作"
    r"|(?:做好|抓好|推进|开展|完成|落实|抓|做)(?:以下|如下|下列|下面).{0,6}(?:工作|任务|事项|方面)"
)
_PAST = re.compile(
    r"工作(?:开展|完成|进展|推进|落实|总体)?情况|完成情况|开展情况|进展情况|落实情况|工作总结|工作回顾|主要(?:成效|成绩|做法|经验)"
    r"|(?:取得|工作)(?:的)?(?:成效|成绩|进展)|亮点|特色做法|上半年工作$|工作成效|回顾"
)
_PROBLEM = re.compile(r"(?:存在|面临).{0,6}(?:问题|困难|不足|短板)|^(?:主要)?问题|不足之处|困难和问题")
_FRAME = re.compile(
    r"^(?:总体(?:要求|思路|目标)|指导思想|(?:基本|总体|整改|实施)?原则|工作(?:原则|目标|要求|保障|步骤)|(?:主要|总体|具体)?目标|目标要求|(?:有关|相关|其他|几点)?要求"
    r"|(?:组织|保障)(?:领导|保障|实施|机制)|(?:组织)?保障措施|保障机制|组织领导|其他事项|附则|考核(?:奖惩|评价|办法)?|监督(?:考核|检查|问责)"
    r"|实施步骤|适用范围|编制依据|名词解释|责任分工|工作机制|加强组织领导|强化组织领导|检查(?:方式|依据|内容|要求|程序))(?:和.{2,6})?[。:：]?$"
)

#: 2023年工作总结和2024年工作安排
_BOTH_PARTS = re.compile(
    r"(?:总结|回顾|汇报|情况)(?:以及|[和及与暨、，]).{0,24}(?:打算|安排|计划|要点|思路|重点)"
)


def kind_of_heading(text: str) -> SectionKind:
    """Return what a heading says its section holds; ``PLAN`` when it says nothing of the kind."""
    words = _STRIP.sub("", recognised(text)).strip("。:：")
    if len(words) > 40:
        return SectionKind.PLAN
    if _PROBLEM.search(words) and not _NEXT_WORD.search(words):
        return SectionKind.PROBLEM
    if _NEXT_WORD.search(words):
        return SectionKind.NEXT
    if _PAST.search(words):
        return SectionKind.PAST
    if _FRAME.match(words):
        return SectionKind.FRAME
    return SectionKind.NEXT if _NEXT.match(words) else SectionKind.PLAN


def is_retrospective(headings: Iterable[str], title: str) -> bool:
    """Tell whether a document reports work done, so that only what it says comes next is a plan."""
    kinds = {kind_of_heading(heading) for heading in headings}
    says_so = bool(re.search(r"总结|汇报|工作报告|情况报告|情况的报告|述职|通报", recognised(title)))
    if SectionKind.PAST in kinds and (says_so or SectionKind.PROBLEM in kinds or SectionKind.NEXT in kinds):
        return True
    if SectionKind.NEXT in kinds and _BOTH_PARTS.search(recognised(title)):
        return True
    return says_so and SectionKind.PROBLEM in kinds
