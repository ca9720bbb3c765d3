"""Lines that a page prints around a text: its number, and the block of labels a site files it under.

They are no cells, no headings and no tasks, wherever they stand.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from importers.document import Document, Line
from importers.words.script import recognised
from importers.words.wording import plain

_NUMBER = re.compile(
    r"[-－—–―·]{1,3}\d{1,4}[-－—–―·]{1,3}|\d{1,3}[—–―]|第\d{1,4}页(?:[,，/]?共\d{1,4}页)?"
    r"|[-－—–―·]{0,3}page\d{1,4}(?:(?:of|/)\d{1,4})?[-－—–―·]{0,3}",
    re.IGNORECASE,
)
#: 上一页 1 2 3: where a site turns to other pages of the text.
_PAGER = re.compile(
    r"(?=.*(?:[上下前后]一?页|[末尾]页))(?:首页|[上下前后]一?页|[末尾]页|[共第]?\d{1,3}页?|[…\[\]<>«».·|])+"
)
_LONGEST_NUMBER = 40
#: What a site prints above the titles of its other pages.
_LINKS = re.compile(
    r"[【\[]?(?:(?:相关|推荐|热门|精选|更多|延伸|拓展|猜你喜欢的?)(?:文章|阅读|推荐|内容|链接|范文)|猜你喜欢)[】\]]?[:：]?"
)
_PARTS = re.compile(r"[|｜\t:：]|\s{2,}")
#: The address that a copying site stamps into its texts.
WEB_NAME = re.compile(
    r"(?:https?://)?[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*\.(?:com|cn|net|org|cc|gov|edu|top|vip)(?![A-Za-z])",
    re.IGNORECASE,
)
#: What sites file their documents under.
_LABELS = frozenset(
    (
        *("索引号", "信息索引号", "组配分类", "信息分类", "主题分类", "体裁分类", "公文种类", "统一编号"),
        *("公开目录", "公开责任部门", "公开形式", "公开方式", "公开日期", "公开范围", "公开时限"),
        *("发布机构", "发文机关", "发文字号", "成文日期", "发文日期", "生成日期", "发布日期"),
        *("生效日期", "废止日期", "有效性", "文件名称", "信息名称", "文号", "关键词"),
    )
)


def is_page_number(text: str) -> bool:
    """Tell whether a line is nothing but the number of a page (— 3 —), or of those it may be turned to."""
    words = recognised(text) if len(text.strip()) < _LONGEST_NUMBER else ""
    return bool(_NUMBER.fullmatch(words) or _PAGER.fullmatch(words))


def without_web_name(text: str) -> str:
    """Return a line without the address of a site before or behind its words."""
    return WEB_NAME.sub("", text).strip() if "." in text else text


def is_page_label(text: str) -> bool:
    """Tell whether a text is a label that sites file documents under (索引号, 成文日期)."""
    return len(text) < 30 and recognised(text).strip(":：|｜") in _LABELS


def is_index_line(text: str) -> bool:
    """Tell whether a line belongs to the block of such labels."""
    first = next((part for part in _PARTS.split(plain(text)) if part.strip()), "")
    return is_page_label(first) or is_page_label(first.split(" ")[0])


def names_page(words: Iterable[str]) -> bool:
    """Tell whether any cell of a line is such a label, so that the line heads no table."""
    return any(is_page_label(word) for word in words)


def links_begin(lines: Sequence[str]) -> int:
    """Return where the titles of other pages begin (相关文章：), the number of lines where none do.

    They are the last of a page and hold no sentence.
    """
    for place in range(len(lines) - 1, -1, -1):
        if "。" in lines[place]:
            break
        if len(lines[place]) < _LONGEST_NUMBER and _LINKS.fullmatch(recognised(lines[place])):
            return place
    return len(lines)


def without_page_numbers(document: Document) -> Document:
    """Return a document whose lines of page numbers are gone; they would pass for cells."""
    kept = tuple(
        block for block in document.blocks if not (isinstance(block, Line) and is_page_number(block.text))
    )
    return document if len(kept) == len(document.blocks) else replace(document, blocks=kept)
