"""When an item is due by its own words: a day in front, behind its colon, or in its sentences."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from importers.words.body_times import body_times
from importers.words.front_times import front_time
from importers.words.period_words import is_period, mentions_time
from importers.words.signature import is_signed_day

#: 小学段阅卷：1月19日。
_BEHIND_COLON = re.compile(r"([^:：。；;]{2,30})[:：]\s*(?=.)")
_SENTENCE = re.compile(r"[。；;\n]")
_CLAUSE = re.compile(r"[。；;\n，,]")
#: 5月10日前完成选拔 is a sentence, not a day and what happens then.
_LIMIT = re.compile(r"前$")
#: 1月19日（各校自定）
_REMARK = re.compile(r"(?<=.)[（(][^（）()]*[)）]$")
_PART_OF_DAY = re.compile(r"^(?:上午|下午|中午|晚上|晚)?(?:\d{1,2}[:：]\d\d)?[\s，,、]*")


@dataclass(frozen=True, slots=True)
class ItemTimes:
    """The times of an item without a label for them, and its title without the time in it."""

    title: str
    times: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def item_times(title: str, text: str) -> ItemTimes:
    """Return the times that an item names; ``text``: all its words, of which the title is the beginning."""
    front, rest = front_time(title)
    if "月" in front and not _LIMIT.search(front):
        own, name = [front], _PART_OF_DAY.sub("", rest, count=1) or rest
    else:
        own, name = _behind_colon(title)
    own += _lines_of_time(text)
    found = body_times(text)
    own += [time.words for time in found if time.is_sure and not any(time.words in known for known in own)]
    unsure = [time.words for time in found if not time.is_sure]
    dated = [] if own else [words for words in _opening_days(text) if words not in unsure]
    times = own or [*unsure, *dated]
    return ItemTimes(name, tuple(times), tuple(_doubts(times, [*unsure, *dated])))


def beside_label(title: str, labelled: Sequence[str]) -> ItemTimes:
    """Return the times of an item of which one stands behind a label: 答辩时间：5月6日；检查时间：4月8日.

    The time that its title names is its own, too; they may be those of two tasks.
    """
    own, name = _behind_colon(title)
    new = [words for words in own if words not in labelled]
    if not new:
        return ItemTimes(title, tuple(labelled))
    times = [*new, *labelled]
    return ItemTimes(name, tuple(times), tuple(_doubts(times, [])))


def states_day(title: str) -> bool:
    """Tell whether an item is a day and what happens then: 1月7日，召开会议 · 阅卷：1月9日."""
    return "月" in front_time(title)[0] or bool(_behind_colon(title)[0])


def states_days(title: str, text: str) -> bool:
    """Tell whether an item, or a sentence or line of it, begins with a day."""
    return states_day(title) or any(_lines_of_time(text)) or any(_opening_days(text))


def _doubts(times: list[str], unsure: list[str]) -> Iterator[str]:
    if unsure:
        yield f"时限：正文里的“{'；'.join(unsure)}”不一定是完成时限，请核对"
    elif len(times) > 1:
        yield f"时限：正文里写了{len(times)}个时间，按最晚的读"


def _behind_colon(title: str) -> tuple[list[str], str]:
    """Return the times behind the colon of a title that names what happens then, and the name."""
    found = _BEHIND_COLON.match(title)
    if found is None:
        return [], title
    clauses = [_REMARK.sub("", clause.strip()) for clause in _CLAUSE.split(title[found.end() :])]
    if not is_period(clauses[0]):
        return [], title
    times = [clause if is_period(clause) else front_time(clause)[0] for clause in clauses]
    if any(mentions_time(clause) and not words for clause, words in zip(clauses, times, strict=True)):
        return [], title  # 自查：1月20日；整改：1月30日
    return [words for words in times if words], found[1].strip()


def _lines_of_time(text: str) -> Iterator[str]:
    """Return the lines below an item that only state a time; one full day may be that of the signature."""
    for line in text.split("\n")[1:]:
        words = line.strip("。；; ")
        if is_period(words) and not is_signed_day(words):
            yield words


def _opening_days(text: str) -> Iterator[str]:
    """Return the days that sentences begin with: they may be when it is done, or of something else."""
    for sentence in _SENTENCE.split(text):
        words = "" if is_period(sentence) else front_time(sentence)[0]
        if "月" in words:
            yield words
