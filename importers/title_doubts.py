"""What may be wrong with the words of a title, said so that a clerk knows what to look at."""

import re
from collections.abc import Iterator

from importers.script import has_sounds, without_sounds
from importers.wording import looks_garbled

_LONGEST = 300
_WORDS = re.compile(r"[\u3400-\u9fffA-Za-z]")
_WEB_NAME = re.compile(
    r"(?:https?://)?[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*\.(?:com|cn|net|org|cc|gov|edu|top|vip)(?![A-Za-z])",
    re.IGNORECASE,
)
_GAPS = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff])")
_LOST = re.compile(
    r"[\u4e00-\u9fff][?？][;；,，、]|[\u4e00-\u9fff]□+|□+[\u4e00-\u9fff]|[xX×*＊]{2,}(?=[省市区县镇局]|[\u4e00-\u9fff]{2})"
)


def title_flags(title: str) -> Iterator[str]:
    """Return what may be wrong with a title, in sentences for a clerk."""
    if looks_garbled(title):
        yield "标题：有乱码"
    if has_sounds(title):
        yield f"标题：夹着拼音，去掉后是“{without_sounds(title)}”"
    if found := _WEB_NAME.search(title):
        yield f"标题：夹着网址“{found[0]}”，可能盖住了原来的字"
    if _LOST.search(title):
        yield "标题：有的字丢了或被隐去，请对照原文补上"
    if len(title) > _LONGEST:
        yield f"标题：长达{len(title)}字，可能几项连在了一起"
    if len(_WORDS.findall(title)) < 2:
        yield "标题：看不出是什么工作"


def has_gaps(title: str) -> bool:
    """Tell whether blanks part characters of a title, as a page leaves them where it dropped some."""
    return bool(_GAPS.search(title))
