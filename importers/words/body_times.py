"""Deadlines inside running text: 9月底前实现…, 2023年1月至8月完成…, 长期公示….

Only phrases that can hardly be anything but a deadline count; days of service (9个工作日), cut-off days
(截至8月底) and names of things (2024年度项目) do not.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from importers.words.period_words import is_period
from importers.words.wording import plain

_N = r"[0-9０-９]{1,2}"
_M = rf"(?:{_N}|[一二三四五六七八九十]{{1,2}}|元)\s?月(?:份)?"
_Y = r"(?:(?:20[0-9]{2}|[12][0-9]{2})\s?年|今年|明年|当年|本年)?"
_BEFORE = r"(?:之前|以前|前)"
_DAY = rf"{_N}\s?[日号號]"
#: 6月20日18:00前, 6月20日（周五）下班前
_HOUR = (
    r"(?:[（(](?:周|星期)[一二三四五六日天][)）])?"
    r"(?:\s?(?:上午|中午|下午|晚上?)?\s?[0-9０-９]{1,2}(?:[:：][0-9０-９]{2}|[点點时時](?:[0-9]{1,2}分|半)?)|上午|中午|下午|下班)?"
)
_BEHIND_MONTH = (
    rf"(?:{_DAY})?\s?(?:至|到|[-—–~～]{{1,2}})\s?{_Y}{_M}(?:{_DAY})?(?:底|末)?{_BEFORE}?"
    rf"|{_DAY}{_HOUR}{_BEFORE}|(?:月?底|月?末|[上中下]旬|初(?![审验步评稿选赛])){_BEFORE}?|{_BEFORE}"
)
_PHRASE = re.compile(
    rf"{_Y}(?:{_M}(?:{_BEHIND_MONTH})|第?[一二三四1-4]季度(?:末|底)?{_BEFORE}?|[上下]半年{_BEFORE}?)"
    rf"|(?:到)?20[0-9]{{2}}年(?:底|末){_BEFORE}?|20[0-9]{{2}}年{_BEFORE}|到20[0-9]{{2}}年(?=[，,])"
    r"|20[0-9]{2}年?(?:至|到|[-—–~～－]{1,2})20[0-9]{2}年(?=[，,])"
    rf"|(?:20[0-9]{{2}}年|今年|明年)?年(?:底|末){_BEFORE}?|(?:20[0-9]{{2}}|今|明)年(?:底|末|内){_BEFORE}?|年内"
    rf"|(?:元旦|春节|清明|五一|劳动节|端午|中秋|国庆|十一|教师节|寒假|暑假|开学|[春秋]季(?:学期)?开学|高考|中考){_BEFORE}(?![一-鿿]?(?:期|后))"
    rf"|(?:印发|批复|发布|通知|验收)(?:之日起|后)[0-9]{{1,3}}个?(?:工作)?日内"
    rf"|每(?:年|季度|月|半年|学期|周)(?:[0-9]{{1,2}}[日号])?(?:底|末)?{_BEFORE}"
)
#: Every time holds one of these; most texts hold none, and the search for phrases is dear.
_TIME_SIGN = re.compile(r"[月季年前每]|日内|长期")
_MONTH_FIRST = re.compile(
    rf"(?:^|(?<=[。；;，,]))({_Y}{_M})(?=[，,]?(?:启动|开展|召开|组织|举办|印发|出台|完成|制定|发布|开始|初审|初稿|定稿|审议))"
)
_ALWAYS = re.compile(r"(?:^|(?<=[。；;]))(长期|常年|每季度|每月|每周|每年)(?=[\u4e00-\u9fff])")
_NO_DEADLINE_BEFORE = re.compile(r"(?:截至|截止|自|从|去年|上年|自从|始于|早在|对|将|较|比)$")
_NO_DEADLINE_AFTER = re.compile(
    r"^(?:以来|起(?![草步])|的(?!工作)|度|期间的|召开的|版|届|级|毕业|入学|学期|学年|考试|会议|例会|份的)"
)
_OPENING = re.compile(
    r"(?:^|[。；;，,、）)])\s*(?:力争|确保|计划|预计|争取|原则上|最迟|务必|到|在|于|至)?\s*$"
)
#: A sign, 原则上 and the blanks that ``plain`` leaves between them, with room to spare.
_LONGEST_OPENING = 16
_LONGEST_CLAUSE = 200
#: 项目年内开工: what ends with the year or month and stands right before what is done.
_ENDS_IN = re.compile(r"[年月](?:内|底|末)$")
_CLAUSE_END = re.compile(r"[。；;，,]")
_LIMIT = re.compile(r"(?:前|之前|以前)$")
_OF_SOMETHING = re.compile(
    r"(?:已|的(?!工作)|之?后|以来|考核|省级|市级|国家|全国|经济|经验|成果|试点|召开的|印发的|开展的|部署|制定的|重点|各项|预算|决算|工作(?:经验|总结|情况)|统计|数据|同期|考试|招生|学期)"
)
_DONE = re.compile(
    r"完成|实现|建成|出台|印发|制定|制订|形成|上线|投入|投用|达到|覆盖|全面|推广|推开|开展|启动|召开|组织|举办|试点|公示|公开|发布|落实|建立|竣工|开工|验收|不少于|不低于|取得|基本|明确|编制|修订|提交|报送|确定|落地|运行|交付|改造|新增|新建|公示|完工|封顶|配齐|补充|培训|招聘|消除|整改|排查|更新|启用"
)
#: by Dec 15, before 3 November 2025, by the end of March.
_LATIN_SIGN = re.compile(r"\b(?:by|before|than) ", re.IGNORECASE)
_MONTH_NAME = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,7}\.?"
_ENGLISH = re.compile(
    r"\b(?:by|before|no later than) (?:the )?(?:(?:end|start|beginning|middle|early|mid|late)[ -](?:of )?)?"
    rf"(?:[0-3]?\d(?:st|nd|rd|th)? (?:of )?{_MONTH_NAME}|{_MONTH_NAME}(?: [0-3]?\d(?:st|nd|rd|th)?\b(?!\d))?)"
    r"(?:,? 20\d\d)?(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_DONE_NEXT = re.compile(rf"(?:全部|全面|基本|力争|确保|正式)?(?:{_DONE.pattern})")
_QUOTED = re.compile(r"《[^》]*》|“[^”]*”|\"[^\"]*\"")


@dataclass(frozen=True, slots=True)
class BodyTime:
    """A time within running text; ``is_sure``: its clause says that something is done by then."""

    words: str
    is_sure: bool


def body_times(text: str) -> list[BodyTime]:
    """Return the deadlines that a text names, in order, as printed; of several equal ones the first."""
    words = _QUOTED.sub(lambda found: "□" * len(found[0]), plain(text))
    found: dict[str, bool] = {}
    if _LATIN_SIGN.search(words):
        found.update(
            (match[0].rstrip("."), True) for match in _ENGLISH.finditer(words) if is_period(match[0])
        )
    if not _TIME_SIGN.search(words):
        return [BodyTime(phrase, is_sure) for phrase, is_sure in found.items()]
    for start, phrase in sorted({*_found(words)}):
        is_sure = _is_sure(words, start, start + len(phrase))
        found[phrase] = found.get(phrase, True) and is_sure
    return [BodyTime(phrase, is_sure) for phrase, is_sure in found.items()]


def _is_sure(words: str, start: int, end: int) -> bool:
    """Tell whether a time opens its clause or ends with 前, and is not said of something else."""
    opens = bool(_OPENING.search(words, max(0, start - _LONGEST_OPENING), start))
    is_limit = bool(_LIMIT.search(words[start:end]))
    stop = _CLAUSE_END.search(words, end, end + _LONGEST_CLAUSE)
    clause = words[end : stop.start() if stop else end + _LONGEST_CLAUSE]
    if _OF_SOMETHING.match(clause):
        return False
    is_done_then = bool(_ENDS_IN.search(words[start:end]) and _DONE_NEXT.match(clause))
    return is_done_then or ((opens or is_limit) and (not clause or bool(_DONE.search(clause)) or is_limit))


def _found(words: str) -> Iterator[tuple[int, str]]:
    taken = list(_PHRASE.finditer(words))
    for match in taken:
        if _counts(words, match.start(), match.end()):
            yield match.start(), match[0]
    starts = [match.start() for match in taken]
    for pattern in (_MONTH_FIRST, _ALWAYS):
        for match in pattern.finditer(words):
            before = bisect_right(starts, match.start(1))
            if not before or match.start(1) >= taken[before - 1].end():
                yield match.start(1), match[1]


def _counts(words: str, start: int, end: int) -> bool:
    before, after = words[max(0, start - 4) : start], words[end : end + 4]
    if before.endswith(("第", "年", *"0123456789")):
        return False
    if words[start:end] == "年内" and before.endswith(tuple("一二三四五六七八九十两几数多")):
        return False  # a length of time
    return not (_NO_DEADLINE_BEFORE.search(before) or _NO_DEADLINE_AFTER.match(after))
