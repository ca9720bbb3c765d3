"""Take the signature off the end of a document: who issued it and on which day or in which month.

Left in place they would pass for the last cells of a table or for one more task.
"""

import re
from collections.abc import Sequence

from importers.document import Document, Line
from importers.words.script import recognised
from importers.words.text_lines import is_foot, is_remark
from importers.words.wording import plain

_DAY = re.compile(
    r"(?:20\d\d|二[〇零○]..)年(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日"
)
_MONTH = re.compile(r"(?:(?:20\d\d|二[〇零○]..)年)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月[份初底末前]*")
_ISSUER = re.compile(
    r"(?:局|办公室|政府|委员会|党委|工委|党组|学校|小学|中学|大学|学院|中心|处|科|院|馆|会)$"
)
_LONGEST_ISSUER = 40
_GOVERNMENT = re.compile(r".{2}(?:人民政府|政府办公室|委办公室|委员会|领导小组|党组|工委)(?:办公室)?$")
_MOST_LINES = 4
_NEAR_THE_TITLE = 15
_FEWEST_SHARED = 3
_TITLE = re.compile(r"20\d\d|学年|计划|方案|要点|安排|通知|意见|清单|分解")


def signature_apart(document: Document) -> tuple[Document, tuple[str, ...]]:
    """Return a document without its signature, and the lines of it."""
    lines = [(n, block) for n, block in enumerate(document.blocks) if isinstance(block, Line)]
    end = len(lines)
    while end and (not plain(lines[end - 1][1].text) or _is_below(lines[end - 1][1].text)):
        end -= 1
    if end < 3 or not (
        is_signed_day(lines[end - 1][1].text) or _is_signed_month([b.text for _, b in lines[:end]])
    ):
        return document, ()
    words = [recognised(line.text) for _, line in lines]
    above = " ".join(line for line in words[:_NEAR_THE_TITLE] if _TITLE.search(line))
    start = end - 1
    while start > 2 and end - start < _MOST_LINES and _can_issue(lines[start - 1][1].text, above, words):
        start -= 1
    if start == end - 1:
        return document, ()  # an office and a day may be the last cells of a table
    taken = {n for n, _ in lines[start:end]}
    kept = tuple(block for n, block in enumerate(document.blocks) if n not in taken)
    return Document(document.format, kept, document.notes), tuple(
        plain(line.text) for _, line in lines[start:end]
    )


def is_signed_day(text: str) -> bool:
    """Tell whether a line is nothing but one full day with its year, as it stands below a signature."""
    return bool(_DAY.fullmatch(recognised(text)))


def _is_signed_month(lines: Sequence[str]) -> bool:
    """Tell whether the last line is a month with its year, and no other line is nothing but a month.

    Where several are, they are the cells of a table, one a line, or headings.
    """
    last = recognised(lines[-1])
    if not last.endswith("月") or "年" not in last or not _MONTH.fullmatch(last):
        return False
    return not any(_MONTH.fullmatch(recognised(line)) for line in lines[:-1] if len(line) <= _LONGEST_ISSUER)


def _is_below(text: str) -> bool:
    return is_foot(text) or is_remark(text)


def _can_issue(text: str, above: str, lines: list[str]) -> bool:
    """Tell whether a line names who issued a document: named as in its title, or a government."""
    words = recognised(text)
    is_name = len(words) <= _LONGEST_ISSUER and not re.search(r"[、，；。:：|\t\d]", text.strip())
    if not is_name or not _ISSUER.search(words):
        return False
    shares = len(words) > _FEWEST_SHARED and words[:_FEWEST_SHARED] in above
    return shares or (bool(_GOVERNMENT.search(words)) and lines.count(words) == 1)
