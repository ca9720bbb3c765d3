"""Tell a text that only states a time (3月, 第一季度, 持续推进) from other texts. It works out no date."""

import re
from functools import lru_cache

from importers.words.script import recognised
from importers.words.wording import plain
from rules.english_dates import rewritten

_TIME_SIGNS = (
    "0-9〇零一二三四五六七八九十元正两年月日号上中下旬底初末前后起止始季度半全内每第周学期暑寒假IV春秋夏冬份至到和及或之以"
    r"\-—–~～、,，.()（）/:：Qq持续推进长期坚持常态化贯穿适时待定完成开节暂预星期民国"
)
_ONLY_TIME = re.compile(rf"[{_TIME_SIGNS}]{{2,30}}")
_UNIT = re.compile(r"年|月|日|号|季|旬|学期|周|持续|长期|常态|待定|适时|开学|节前|[Qq][1-4]|\d[./-]\d")
_NO_TIME = re.compile(
    r"^(?!20\d\d\.)[\d.]+$|^(?:全面)?完成$|^推进$|^[(（]?第[\d一二三四五六七八九十]{1,4}号[)）]?$"
    r"|\d/\d{1,2}(?:学[期杂费]|以[上下])"
)
#: Words that only head a column of times.
_HEADINGS = frozenset(
    "月份 月度 日期 季度 年度 学期 学年 周期 起止 起始 开始 年月 年月日 月日 星期 周 月 年".split()  # noqa: SIM905
)
_HEADING = re.compile(r"(?:起止|起讫|起迄|开始|起始|结束|截止|完成|推进)(?:日期|时间|时限|年月|月份|节点)?")
#: 印发后20日内: a time that starts from something else.
_SINCE = re.compile(
    r"(?:文件|方案|通知|计划)?(?:印发|批复|批准|发布|公布|下发|出台|验收|开学|会议|会)(?:之日起|之?后)(?:\d{1,3}|[一二三四五六七八九十]{1,3}|半)个?(?:工作)?[日天周月年]"
    r"(?:之?内|以内)?(?:完成)?"
)
#: (日子待定), 左右: what is said of a time that is not sure yet.
_ABOUT = re.compile(
    r"^(?:大约|约|预计|预定|初定|拟于|拟定于)(?:于|在)?(?=[\d一二三四五六七八九十])|(?:左右|前后)$"
    r"|[(（](?:具体)?(?:日子|日期|时间|日程)?(?:待定|暂定|未定|另定|待通知|另行通知)[)）]$"
)
#: 2月21日?2月27日: a dash that a wrong decoding left as a question mark.
_LOST_DASH = re.compile(r"(?<=[日号月])[?](?=\d)")
_DATE = re.compile(
    r"(?:\d|[一二三四五六七八九十元])月|\d季度|[一二三四]季度|[上下]半年|年[底内末]|20\d\d年|工作日内|\d+日前"
)
_ENGLISH = re.compile(r"[A-Za-z]{3}|Q[1-4]")
_BY = re.compile(r"^(?:(?:(?:no|not) later than|by|before|from|in|due|until|on|the)\s+){1,3}", re.IGNORECASE)
_MENTIONS = re.compile(
    r"\d月|[一二三四五六七八九十元]月|季度|[上下]半年|年底|年内|年末|全年|每[年月周季]|长期|持续|常态|适时|学期|开学"
    r"|\d+日|工作日内|[节假]前|20\d\d年|\d{1,2}[./-]\d{1,2}|第.{1,3}周|待定|通知"
)


@lru_cache(maxsize=16384)
def is_period(text: str) -> bool:
    """Tell whether a whole text is a time phrase."""
    words = _LOST_DASH.sub("-", recognised(text))
    if not words or len(words) > 60 or words in _HEADINGS or _HEADING.fullmatch(words):
        return False
    if _ENGLISH.search(words):
        english = _BY.sub("", plain(text))
        words = recognised(rewritten(english)) if english else words
    if _SINCE.fullmatch(words):
        return True
    words = _ABOUT.sub("", words)
    return bool(_ONLY_TIME.fullmatch(words) and _UNIT.search(words) and not _NO_TIME.search(words))


def names_date(text: str) -> bool:
    """Tell whether a text names a month, a year or another time a date could be read from."""
    return bool(_DATE.search(recognised(text)))


def mentions_time(text: str) -> bool:
    """Tell whether a text names a time anywhere."""
    return bool(_MENTIONS.search(recognised(text)) or (_ENGLISH.search(text) and _is_english_time(text)))


def _is_english_time(text: str) -> bool:
    return any("一" <= sign <= "鿿" for sign in rewritten(plain(text)))
