"""Part a paragraph that runs the months of a year together into one line a month: 一月份：…。二月份：….

A month within a sentence (3月底前完成) opens none: a colon or a comma stands behind what heads a part.
"""

import re
from collections.abc import Iterable

from importers.words.outline import marker
from importers.words.text_lines import TextLine
from importers.words.wording import plain

_N = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九元])"
_HEAD = re.compile(
    rf"(?:^|(?<=[。；;：:！!]))\s*((?:20\d\d年)?{_N}(?:[-—–~～至、]{_N})?月份?|第?[一二三四1-4]季度)\s*[:：，,](?=\S)"
)
_FEWEST = 3
#: What tells of work done (召开了会议) plans nothing.
_DONE = re.compile(r"(?:召开|开展|完成|举办|组织|印发|启动|实施|参加)了")


def months_apart(lines: Iterable[TextLine]) -> list[TextLine]:
    """Return lines with a paragraph that several months open cut before each of them."""
    return [part for line in lines for part in _parts(line)]


def _parts(line: TextLine) -> list[TextLine]:
    if line.text.count("月") < _FEWEST and line.text.count("季度") < _FEWEST:
        return [line]
    words = plain(line.text)
    heads = list(_HEAD.finditer(words))
    times = {head[1] for head in heads}
    if len(heads) < _FEWEST or len(times) < len(heads) or marker(words) or _DONE.search(words):
        return [line]
    ends = [head.start() for head in heads[1:]] + [len(words)]
    parts = [f"{head[1]}：{words[head.end() : end].strip()}" for head, end in zip(heads, ends, strict=True)]
    front = [words[: heads[0].start()].strip()] if heads[0].start() else []
    return [TextLine(line.number, part, line.unit) for part in (*front, *parts)]
