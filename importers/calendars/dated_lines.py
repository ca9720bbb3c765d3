"""What the numbers and the days of lines say of one another in a list by time: heading, task, or remark."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from importers.words.front_times import front_time
from importers.words.outline import Style, marker, number_of
from importers.words.section_heads import Head
from importers.words.text_lines import TextLine
from importers.words.wording import plain

LONGEST_ITEM = 200
BETWEEN_NUMBERS = "标题：夹在两条编号之间，自己没有编号，可能是上一条的说明，请核对"
_FEWEST = 3
_DAY = re.compile(r"月|[/.]|20\d\d-|[A-Za-z]{3}")
_STOPS = tuple("。；;！!")


def labels_of(lines: Sequence[TextLine]) -> set[int]:
    """Return the lines that only name what those below them are about.

    一、行政工作： before the number 1, 一、教学工作 before a day.
    """
    labels: set[int] = set()
    for n, (line, after) in enumerate(pairwise(lines)):
        mine, below = marker(line.text), marker(after.text)
        words = plain(line.text)
        if mine is None:
            continue
        if below is None:
            is_heading = mine[0] <= Style.CHINESE_BRACKET and not words.endswith(_STOPS)
            is_label = is_heading and is_dated(after.text) and not is_dated(words)
        else:
            is_open = words.endswith((":", "："))
            is_label = is_open and mine[0] is not below[0] and number_of(after.text) == 1
        if is_label:
            labels.add(n)
    return labels


def between_numbers(lines: Sequence[TextLine], heads: Mapping[int, Head]) -> set[int]:
    """Return the lines without a number or a day between a numbered sentence and the next number.

    They may explain the sentence; behind a number without a full stop (一、教学工作) they are its items.
    """
    between: set[int] = set()
    above: tuple[Style, int] | None = None
    held: list[int] = []
    for n, line in enumerate(lines):
        found = marker(line.text)
        if found is None and n not in heads:
            held.append(n)
            continue
        if above is not None and found is not None and (found[0], number_of(line.text)) == above:
            between.update(place for place in held if not is_dated(lines[place].text))
        is_sentence = found is not None and n not in heads and plain(line.text).endswith(_STOPS)
        above = (found[0], number_of(line.text) + 1) if found is not None and is_sentence else None
        held = []
    return between


def numbers_count(lines: Sequence[TextLine], heads: Mapping[int, Head]) -> bool:
    """Tell whether numbered lines are the tasks and the dated ones below them their times: one each, mostly.

    Below 一、教学工作 many dated lines are tasks of their own.
    """
    dated: list[int] = []
    for n, line in enumerate(lines):
        is_numbered_line = marker(line.text) is not None
        if n in heads or (is_numbered_line and is_dated(line.text)):
            return False
        if is_numbered_line:
            dated.append(0)
        elif dated and is_dated(line.text):
            dated[-1] += 1
    return sum(count == 1 for count in dated) >= max(_FEWEST, len(dated) / 2)


def is_dated(text: str) -> bool:
    """Tell whether a short line begins with the day of its task (2月26日 召开会议)."""
    words = plain(text)
    found = marker(words)
    own, rest = front_time(words[found[1] :] if found else words)
    return (
        bool(re.search(r"月|[/.]|20\d\d-|[A-Za-z]{3}", own)) and len(rest) > 1 and len(words) <= LONGEST_ITEM
    )
