"""The lines of a text and what a single line can be: a remark below a table, or the foot of a web page."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from importers.document import Line
from importers.words.page_lines import is_index_line
from importers.words.script import recognised
from importers.words.wording import plain

_REMARK = re.compile(r"^(?:备注|注|说明|附注|备考)[:：]")
_FOOT = re.compile(
    r"^[•·\s]*(?:上一[篇条]|下一[篇条]|打印|关闭|返回|ProducedBy|PoweredBy|版权所有|(?:主办|承办|主管)(?:单位)?[:：].*(?:网站|地址|电话|ICP|标识码)"
    r"|(?:网站|本站)(?:主办|承办)|网站标识|技术支持|扫一扫|扫码|关注我们|推荐访问[:：]|本文(?:来源|地址|链接|网址)[:：]|以上(?:就)?是小编|您需要登录|本版积分|分享[:：到]|相关附件"
    r"|附件\d*(?:[:：]|$)|附表\d*$|责任编辑|编辑[:：]|来源[:：]|备案号|Copyright|[^ ]{0,3}ICP备|抄送[:：]"
    r"|[(（]此件.{2,8}公开)",
    re.IGNORECASE,
)
#: A row below a heading: its number goes on (a list below 五、保障措施 begins with 1), or it has three cells.
_NEXT_NUMBER = re.compile(r"[|｜\s]*(?!0*1(?!\d))\d{1,3}(?:$|[\s|｜])(?!\s*[年月日天个项])")
_CELL_ENDS = re.compile(r"[\t|｜]|[ \u00a0]{2,}|\u3000+")
_FEWEST_CELLS = 3
_CLOSING_PART = re.compile(r"^[一二三四五六七八九十]+、.{0,20}(?:要求|保障|说明|措施)[。:：]?$")
_SECTION = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|第[一二三四五六七八九十]+(?:部分|章)"
    r"|(?:(?:strategic|key)?(?:priority|theme|objective|goal|aim|strand|pillar)|section|part)(?:area|theme|objective)?"
    r"(?:\d{1,2}|[A-H]|I{1,3}|IV)(?:[:：.–—~-](?!\d)|$))",
    re.IGNORECASE,
)
#: 。Р二、…: sites that show documents leave a Cyrillic letter or a sign of the printer for each line end.
_LINE_MARKS = "Р¶↵"
_LINE_MARK = re.compile(rf"(?<=[。；;：:！？）)\w])[{_LINE_MARKS}]+(?=[\u4e00-\u9fff（(\d“《]|\s|$)")
_FEWEST_MARKS = 5


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line that is not blank, with its number in the text."""

    number: int
    text: str
    unit: str = "行"

    @property
    def place(self) -> str:
        """Where the line stands, ``第95行``."""
        return f"第{self.number}{self.unit}"


def text_lines(text: str) -> list[TextLine]:
    """Return the lines of a text that hold anything visible."""
    normal = _with_line_ends(re.sub("\r\n|\r", "\n", text))
    return [TextLine(n, line) for n, line in enumerate(normal.split("\n"), 1) if plain(line)]


def _with_line_ends(text: str) -> str:
    """Return a text with line ends for the signs that a site put in their place; it has hardly any others."""
    if not any(mark in text for mark in _LINE_MARKS):
        return text
    marks = len(_LINE_MARK.findall(text))
    return _LINE_MARK.sub("\n", text) if marks >= _FEWEST_MARKS and marks > text.count("\n") else text


def numbered(lines: Iterable[Line]) -> list[TextLine]:
    """Return lines that hold anything visible; where nobody counted them they are counted as paragraphs."""
    found = (
        TextLine(line.number, line.text) if line.number else TextLine(n, line.text, "段")
        for n, line in enumerate(lines, 1)
    )
    return [line for line in found if plain(line.text)]


def is_remark(text: str) -> bool:
    """Tell whether a line is a remark on the whole table (备注：…)."""
    return bool(_REMARK.match(recognised(text)))


def is_foot(text: str) -> bool:
    """Tell whether a line belongs to the foot of a web page or of a letter."""
    return bool(_FOOT.match(recognised(text)))


def ends_table(text: str, below: str = "") -> bool:
    """Tell whether a line cannot belong to a table: a remark, a foot, an index, a closing chapter.

    A chapter is none that closes where a row stands ``below`` it: 四、条件保障 heads the rows that go on.
    """
    if is_index_line(text):
        return True
    words = recognised(text)
    if _CLOSING_PART.match(words):
        return not _is_row(below)
    return bool(_REMARK.match(words) or _FOOT.match(words))


def ends_table_at(lines: Sequence[TextLine], index: int) -> bool:
    """Tell whether a table ends before a line, by what the line says and what stands below it."""
    below = lines[index + 1].text if index + 1 < len(lines) else ""
    return ends_table(lines[index].text, below)


def _is_row(text: str) -> bool:
    if _NEXT_NUMBER.match(text):
        return True
    return sum(bool(cell) for cell in _CELL_ENDS.split(text.strip())) >= _FEWEST_CELLS


def is_section(text: str) -> bool:
    """Tell whether a text begins like the heading of a section (一、…，（二）…)."""
    return bool(_SECTION.match(recognised(text)))
