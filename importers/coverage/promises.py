"""Find the counted promises of a sentence: 50所, 4万个, 2.88亿元, 95%左右, 不少于3次, 百分之九十五, 新建三所.

A number counts where what it measures can be counted at the year's end. Numbers that only name something
do not: 第二批, “双百计划”, 《十二条措施》, 2024年, 12个月. Pure: words in, words out.
"""

import re

from importers.words.script import recognised

_CN = "〇零一二三四五六七八九十百千万亿两"
#: Runs are bounded, so that no text makes the search slow.
_DIGITS = r"\d[\d,]{0,14}(?:\.\d{1,6})?"
_RANGE = rf"{_DIGITS}(?:[-~—–至到]{_DIGITS})?"
#: What bounds a number, before and behind it. With a bound even a small Chinese number is a promise.
_BOUND = (
    r"不少于|不低于|不多于|不超过|不高于|不小于|不大于|至少|最少|最多|达到|达成|达|超过|超|突破|高于|低于|约|近"
    r"|增至|增加到|提高到|提高至|提升到|提升至|提至|控制在|稳定在|保持在|维持在|力争|确保"
)
_AFTER = r"以上|及以上|以内|以下|左右|上下"
#: What is done with the thing counted; a small Chinese number needs one of these at once before it.
_DEED = (
    r"新建|改建|扩建|改扩建|建成|建设|建立|创建|创成|组建|打造|培育|培养|遴选|评选|认定|命名|新增|增加|增设|增补|设立|落地"
    r"|引进|引入|招聘|招录|选派|选拔|培训|轮训|开展|举办|召开|组织|承办|完成|启用|投用|竣工|开工|推出|推广|发布|开发|立项|资助|申报|建"
)
#: Things that are counted one by one.
_FIRM = (
    r"个百分点|百分点|平方公里|平方米|立方米|公里|公顷|人次|场次|门次|课时|学时|学位|万元|亿元|元|平米|㎡|亩|吨|米"
    r"|%|‰|所|个|名|人|次|场|门|项|件|家|座|间|套|台|辆|册|本|部|篇|份|支|处|对|条|班|户|位|倍|组|块|栋|幢|枚|例|起|床|堂|节|期|类|种"
)
#: Lengths of time and shares of a whole: a promise only with a bound (每天不少于2小时).
_LOOSE = r"小时|分钟|天|周|个月|年|遍|轮|分|级"
#: What follows 个 or 项 where the number counts thoughts or time, not things.
_NO_THING = (
    r"(?!月|工作日|小时|星期|学期|季度|学年|世纪|环节|方面|维度|层面|阶段|步骤|关键|坚持|确保|统筹|结合|意识|自信|维护|纳入"
    r"|问题|原则|字|重点|专题|体系|任务清单|(?:山区)?(?:区县|县区|县|区|市|乡镇|街道)(?!级|示范))"
)
_NO_NAME = r"(?!措施|意见|规定|举措|禁令|准则|原则|纪律|红线)"
#: Names in quotation marks or book marks hold no promise.
_NAMES = re.compile(
    r"《[^《》]*》|“[^“”]{1,30}”|〔[^〔〕]*〕|\[[^\[\]]*\]|[（(][^（()）]{0,4}\d{4}[^（()）]*[)）]"
)
_HIDDEN = "\ue000"
_NO_START = rf"(?<![\d.A-Za-z第〔+＋{_CN}×*/-])"
_THING = rf"(?:{_FIRM}){_NO_THING}{_NO_NAME}"
_WRITTEN = re.compile(
    rf"(?:(?:{_BOUND})了?)?{_NO_START}(?:{_RANGE}(?:多|余)?[万亿千百]?(?:多|余)?(?:{_THING})|{_RANGE}[万亿])"
    rf"(?:{_AFTER})?"
    rf"|百分之[{_CN}]{{1,9}}(?:点[{_CN}]{{1,9}})?(?:{_AFTER})?"
    rf"|(?:{_BOUND}){_RANGE}(?:{_LOOSE})(?!行动|计划|规划)|{_NO_START}{_RANGE}(?:{_LOOSE})(?:及?以上|以内)"
)
_SPELT = re.compile(
    rf"(?P<bound>{_BOUND}|{_DEED})(?:了|共)?(?P<number>[{_CN}]{{1,9}}(?:多|余)?)(?P<thing>{_THING})(?:{_AFTER})?"
    rf"|{_NO_START}(?P<large>[{_CN}]{{0,8}}[百千万亿][{_CN}]{{0,8}}(?:多|余)?(?:{_THING}))(?:{_AFTER})?"
)
_DONE = re.compile(
    r"去年|上年|已(?:经)?(?:建成|完成|建|有|达|开展|培育|认定|累计)|(?:建成|完成|认定|培育)了|截至|截止"
)


def numbers_of(clause: str) -> tuple[str, ...]:
    """Return the counted promises of a clause as they are written, in order.

    A clause that tells what was done already promises nothing.
    """
    words = _NAMES.sub(_HIDDEN, recognised(clause).replace("＂", ""))
    if _DONE.search(words):
        return ()
    found = [(match.start(), match[0]) for match in _WRITTEN.finditer(words)]
    taken = [(at, at + len(text)) for at, text in found]
    found += [
        (match.start(), _spelt_words(match))
        for match in _SPELT.finditer(words)
        if not any(start < match.end() and match.start() < end for start, end in taken)
    ]
    return tuple(text for _, text in sorted(found))


def _spelt_words(match: re.Match[str]) -> str:
    """Leave out the deed before a number (新建三所 is 三所) and keep its bound (不少于三所)."""
    if match["large"]:
        return match[0]
    is_bound = re.fullmatch(_BOUND, match["bound"])
    return match[0] if is_bound else match[0][match.start("number") - match.start() :]


def bare_number(words: str) -> str:
    """Return a number with its measure alone, for comparing: ``不少于100个`` is ``100个``."""
    found = re.search(
        rf"({_RANGE}[万亿千百]?|百分之[{_CN}]{{1,9}}|[{_CN}]+)(?:多|余)?({_FIRM}|{_LOOSE})?", words
    )
    return f"{found[1]}{found[2] or ''}" if found else words
