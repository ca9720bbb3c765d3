"""Cut a time phrase in its plain form into tokens: dates of every shape, holidays, words like 每月 or 待定.

Each pattern looks at a bounded stretch and numbers are taken whole, so the cutting is linear.
What the tokens mean together, ``rules.moments`` decides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BEFORE = r"(?:之前|以前|前)"
_LAST = r"(?:年?[底末终]|年?内)"
#: 中 stands for the middle only where no other word goes on from it (中考, 中小学, 中心).
_MIDDLE = rf"中(?={_BEFORE}|[-~,;、)至到]|$)"
_FIRST = r"初(?![中三二一级小审验步评稿选赛定查核筛试始])"
_PART = rf"(?:上中旬|中下旬|上旬|中旬|下旬|上半月|下半月|月?[底末]|月?{_FIRST}|{_MIDDLE})"
_NOT_MONTH = r"(?![0-9%月日号年级]|个|万|亿|\.[0-9])"
#: 五一 and the like are holidays only where no other number or counted thing is meant (二十一所).
_BY_NUMBER = (
    r"(?<![〇零一二三四五六七八九十百])(?:十一|五一|三八|五四|六一|七一|八一)"
    rf"(?={_BEFORE}|节|国|劳动|妇女|青年|儿童|建|小?长?假|期间|后|[-~,;、)(和及]|$)"
)
_HOLIDAYS = (
    r"(?:元旦|春节|清明|劳动节|端午|中秋|国庆|妇女节|青年节|儿童节|建党节|建军节|教师节"
    rf"|{_BY_NUMBER})"
)
_HOLIDAY_TAIL = r"(?:国际|劳动|儿童|妇女|青年|建党|建军|节日|节|小?长假|假期)*"

#: 25-26: two years of which the second follows the first.
_SHORT_YEARS = "(?:" + "|".join(rf"{year}[-~/]{year + 1}" for year in range(15, 60)) + ")(?![0-9])"
_FISCAL_YEAR = r"(?:FY|fy|Fy)?20[0-9]{2}[-~/](?:20)?[0-9]{2}(?![0-9])(?:财年|财政年度|年度)?"

#: Order matters: the first pattern that fits at a place wins.
_PATTERNS: tuple[tuple[str, str], ...] = (
    # recurring
    (
        "recur",
        r"每(?:隔)?(?:[0-9]{1,2}个?)?(?:学年|学期|半年|半个?月|季度?|个?月|旬|个?星期|周|年度?|日|天|个?工作日)",
    ),
    (
        "recur",
        r"(?:逐|按|分)(?:月|季度?|周|年)(?!份)|[双单隔]月|半年[1一]次|1(?:月|季度?|周|年)[1一](?:次|调|通|报|会|总)",
    ),
    ("recur", r"月度|(?<![0-9])季度(?!末)|定期"),
    # years
    (
        "fiscal_part",
        rf"[QqHh][1-4][、,]?(?:FY)?(?:{_SHORT_YEARS}|{_FISCAL_YEAR})|{_FISCAL_YEAR}[、,]?(?:[QqHh][1-4]|第?[1-4]季度)",
    ),
    ("fiscal_year", r"(?:FY|fy|Fy)(?:20)?[0-9]{2}[-~/](?:20)?[0-9]{2}(?![0-9])"),
    ("school_year", r"(?:20)?[0-9]{2}[-~/至](?:20)?[0-9]{2}(?:学年度?|年度)|[0-9]{3,4}学年度?"),
    ("day", r"20[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])(?![0-9])"),
    ("iso_month", r"20[0-9]{2}(?:0[1-9]|1[0-2])(?![0-9])"),
    ("day", r"[0-9]{3,4}-[0-9]{1,2}-[0-9]{1,2}日?(?![0-9])"),
    ("day", r"[0-9]{3,4}/[0-9]{1,2}/[0-9]{1,2}日?(?![0-9])"),
    ("day", r"[0-9]{3,4}\.[0-9]{1,2}\.[0-9]{1,2}日?(?![0-9])"),
    ("year_last", r"[0-9]{1,2}/[0-9]{1,2}/20[0-9]{2}(?![0-9])|[0-9]{1,2}\.[0-9]{1,2}\.20[0-9]{2}(?![0-9])"),
    ("year_last", r"(?<![0-9/])[1-9]/[0-9]{1,2}/[0-9]{2}(?![0-9/%月年日])"),
    ("short_day", r"[0-9]{2}(?:-[0-9]{1,2}-|/[0-9]{1,2}/|\.[0-9]{1,2}\.)[0-9]{1,2}日?(?![0-9])"),
    ("iso_month", r"(?:20[0-9]{2}|1[0-9]{2})[-/.][0-9]{1,2}月?(?:份)?(?![0-9%年学])"),
    ("month_year", r"[0-9]{1,2}[/.]20[0-9]{2}(?![0-9年])"),
    ("year_part", rf"[0-9]{{4}}年(?:年?(?:[底末终内]|{_MIDDLE}|{_FIRST})|全年)"),
    ("year_part", rf"[0-9]{{2,3}}年(?:年?[底末终内]|{_FIRST}|全年)"),
    ("year", r"(?:民国)?[0-9]{2,4}年度?(?![0-9]{0,2}(?:代|级|以上|左右|以来|内|后|时间))"),
    ("near_year", rf"(?:[今本当明次翌来去]|下1|第2)年度?(?:年?(?:[底末终内]|{_FIRST}|{_MIDDLE}))?"),
    ("plan_school_year", r"[全本整]个?学年"),
    ("whole_year", r"全年度?|年度内?(?=前|完|[,;、)]|$)"),
    ("near_year", r"上年度?年?[底末]"),
    ("year_end", r"年[底末终]|岁末|年内"),
    ("year_middle", r"年中(?![小考学心期])"),
    ("year_start", r"年初"),
    # months and days
    ("month_day", rf"[0-9]{{1,2}}月份?[0-9]{{1,2}}(?:[日号]|(?={_BEFORE}|左右|[-~、,;)(至]|$))"),
    ("month_week", r"[0-9]{1,2}月份?(?:第[0-9]|最后1)个?(?:周|星期)"),
    ("month", rf"[0-9]{{1,2}}月(?:份)?{_PART}?"),
    ("slash_day", r"[0-9]{1,2}/[0-9]{1,2}日?(?![0-9%月年]|学[期年费杂]|以[上下])"),
    ("dot_day", rf"[0-9]{{1,2}}\.[0-9]{{1,2}}{_NOT_MONTH}"),
    ("dash_day", r"(?:0[1-9]-[0-3][0-9]|1[0-2]-(?:0[1-9]|1[3-9]|2[0-9]|3[01]))(?![0-9月年日号])"),
    (
        "quarter",
        r"第?[0-9]季度?(?:末月|最后1个月|[末底])?|[Qq][0-9](?![0-9])|[0-9][Qq]|前[23]个?季度|[首末]季度",
    ),
    ("half", r"[上下前后]半年度?(?:[末底])?"),
    ("relative", r"第[0-9]{1,3}个?(?:工作日|天)"),
    ("day_only", r"[0-9]{1,2}[日号](?![内后]|以内|之内|以后|之后)"),
    ("part_only", r"上中旬|中下旬|[上中下]旬|[上下]半月|(?<!每)月[底末初]"),
    # lengths and weeks
    ("term", r"第[0-9]个?学期|第[0-9]{1,2}(?:[-~、至]第?[0-9]{1,2})?周"),
    (
        "relative",
        r"(?:[0-9]{1,4}|数|若干|半)(?:个?工作日|个月|天|个?小时|周|个?星期|日|年|个学?年|个?学期|个季度|分钟)",
    ),
    # holidays
    (
        "relative",
        rf"(?:{_HOLIDAYS}{_HOLIDAY_TAIL}|节|假|会|考试|开学)前[0-9]{{1,2}}(?:周|天|日|个|工作日|月)",
    ),
    ("relative", rf"(?:{_HOLIDAYS}{_HOLIDAY_TAIL}|节|假)(?:之后|以后|后)"),
    ("holiday_eve", rf"{_HOLIDAYS}{_HOLIDAY_TAIL}(?:{_BEFORE}夕?)|年前"),
    ("holiday", rf"{_HOLIDAYS}{_HOLIDAY_TAIL}(?:期间)?"),
    ("lunar_date", r"农历|阴历"),
    ("lunar", r"腊月|正月|冬月|除夕|小年|元宵|重阳"),
    # words without a day
    (
        "term",
        r"学期|开学|暑期|暑假|寒假|假期|放假|学年|期[末中初]|散学|结业|休业|[春夏秋冬]季|[春秋夏冬](?![节分至游雨令训])",
    ),
    ("exam", r"[中高学会]考|考试"),
    (
        "awaiting",
        r"通知为准|另行通知|待[定通确]|以[^,;0-9]{0,12}为准|[按根][^,;0-9]{0,8}(?:要求|安排|部署|通知|进度|节点|计划|规定|需要|实际)|未定|视情|届时",
    ),
    ("suitable", r"适时|择机|择时|条件成熟|时机成熟"),
    ("at_once", r"立即|立刻|立行立改|即知即改|尽快|尽早|第1时间|第一时间|马上|即时|及时|抓紧"),
    (
        "ongoing",
        r"长期|持续|常态|常抓|常年|长效|贯穿|始终|一直|随时|不断|滚动|日常|经常|坚持|不定期|平时|实时",
    ),
    (
        "relative",
        r"之日起|(?:印发|发布|公布|批复|批准|审批|通知|文件|会议?|验收|结束|完成|到位|开工|下发|出台|检查|收到[^,;0-9]{0,8})(?:之|以)?后",
    ),
    ("vague", r"期间|前夕|前期|后期|近期|中期"),
    # signs and small words
    ("now", r"即日起?|现在起|即起"),
    ("until", r"截至|截止[到至]?|直[至到]|最迟|最晚|不晚于|不迟于|至迟"),
    ("weekday", r"\(?(?:周|星期|礼拜)[一二三四五六日天1-7]\)?|\([一二三四五六日]\)"),
    ("range", r"起?(?:至(?!今)|到)|[-~]{1,4}"),
    ("start", r"起(?!草|步|诉|点)|开始"),
    ("before", r"(?:之前|以前|前(?!后|期|三|两|置|往|沿|[0-9]))"),
    ("approx", r"前后|左右|上下|当周"),
    ("after", r"以后|之后|后(?!半年|续|勤|备|期)|以来|至今"),
    ("break", r"[,;|\n]"),
    ("slash", r"/"),
    ("list", r"[、和及与跟或并]|以及"),
    ("open", r"[(:的份)]|计划|预计|暂定|预定|完成"),
    ("number", r"[0-9]+"),
    ("other", r"(?s:.)"),
)

_NUMBER = re.compile(r"[0-9]+")


#: One pattern of all; the name of each group is its kind and its place.
_TOKEN = re.compile("|".join(f"(?P<{kind}__{n}>{pattern})" for n, (kind, pattern) in enumerate(_PATTERNS)))


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of a phrase: its kind, its text and the numbers in it."""

    kind: str
    text: str
    numbers: tuple[int, ...]


def tokens_of(text: str) -> list[Token]:
    """Cut plain text into tokens; every character belongs to exactly one."""
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        name = match.lastgroup or "other__"
        found = match.group()
        yield Token(name.rsplit("__", 1)[0], found, tuple(int(n) for n in _NUMBER.findall(found)))
