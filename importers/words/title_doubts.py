"""What may be wrong with the words of a title, said so that a clerk knows what to look at."""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from importers.words.page_lines import WEB_NAME
from importers.words.period_words import is_period
from importers.words.script import has_sounds, recognised, without_sounds
from importers.words.unit_words import can_be_offices
from importers.words.wording import folded, looks_garbled

_FULL_DAY = re.compile(r"(?:20\d\d年)?\d{1,2}月\d{1,2}日(?:前|之前|以前)?(?:完成)?")
#: 第一学期开始 is what happens, not when.
_TERM_EVENT = re.compile(r"(?:学期|学年度?|开学|放假|寒假|暑假)(?:正式|全面)?(?:开始|结束|日|典礼)?$")
#: 開學日 is a task although it is a time.
_SAYS_WHEN = re.compile(r"\d|[一二三四五六七八九十]月|季度|半年|全年|年底|年内|持续|长期")
_LONGEST = 300
_TWO_WORDS = re.compile(r"[\u3400-\u9fffA-Za-z].*?[\u3400-\u9fffA-Za-z]", re.DOTALL)
_GAPS = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff])")
_LOST_SIGN = re.compile(r"[?？□xX×*＊]")
_LOST = re.compile(
    r"[\u4e00-\u9fff][?？][;；,，、]|[\u3040-\u9fff][?](?=[\u4e00-\u9fff\d])|[\u4e00-\u9fff]□+|□+[\u4e00-\u9fff]|[xX×*＊]{2,}(?=[省市区县镇局]|[\u4e00-\u9fff]{2})"
)
_DATA_SIGN = re.compile(r"[{}\"':]")
_LONGEST_REST = 8
#: What is left of a time that was cut in two: 3月5日 | 或之前.
_REST_OF_TIME = re.compile(
    r"(?:或?[之以]?[前后](?:完成|截止)?|起|止|开始|结束|截止|至|到|左右|[上下中]午|全天|晚上"
    r"|(?:周|星期)[一二三四五六日天])+"
)
#: What only programs write: braces, quoted names of fields, a field's name before its value.
_DATA = re.compile(r"[{}]|[\"'],? ?[:,] ?[\"']|^[a-z_][A-Za-z0-9_]{1,20}: ")


def title_flags(title: str) -> Iterator[str]:
    """Return what may be wrong with a title, in sentences for a clerk."""
    if looks_garbled(title):
        yield "标题：有乱码"
    if has_sounds(title):
        yield f"标题：夹着拼音，去掉后是“{without_sounds(title)}”"
    if _DATA_SIGN.search(title) and _DATA.search(title):
        yield "标题：夹着数据文件的符号或字段名，请核对"
    if "." in title and (found := WEB_NAME.search(title)):
        yield f"标题：夹着网址“{found[0]}”，可能盖住了原来的字"
    if _LOST_SIGN.search(title) and _LOST.search(title):
        yield "标题：有的字丢了或被隐去，请对照原文补上"
    if len(title) > _LONGEST:
        yield f"标题：长达{len(title)}字，可能几项连在了一起"
    is_cut = len(title) <= _LONGEST_REST and _REST_OF_TIME.fullmatch(recognised(title))
    if is_cut or not _TWO_WORDS.search(title):
        yield "标题：看不出是什么工作"


def has_gaps(title: str) -> bool:
    """Tell whether blanks part characters of a title, as a page leaves them where it dropped some."""
    return bool(_GAPS.search(title))


def misplaced(title: str, names: AbstractSet[str]) -> Iterable[str]:
    """Say when a title is a time or the name of an office: a cell may have slipped into the wrong column."""
    is_time = is_period(title) and _SAYS_WHEN.search(folded(title)) and not _is_term_event(title)
    if is_time or _FULL_DAY.fullmatch(folded(title)):
        yield "标题：像是时间，可能错了行或列"
    elif title in names or ("、" in title and can_be_offices(title) and set(title.split("、")) <= names):
        yield "标题：像是单位名称，可能错了行或列"


def _is_term_event(title: str) -> bool:
    """Tell whether a title names the beginning or end of a term: 115學年度第一學期開始."""
    found = _TERM_EVENT.search(recognised(title))
    return found is not None and found[0] not in ("学期", "学年", "学年度")
