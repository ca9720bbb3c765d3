"""Several dated events in one line: 6月3-10日:期末考试,12日:放榜. A bare day lies in the month before it."""

import re
from dataclasses import dataclass

from importers.wording import plain

_N = r"[0-9０-９]{1,2}"
_DAYS = (
    rf"(?:{_N}\s*月\s*)?{_N}(?:\s*[-—–~～至到]+\s*(?:{_N}\s*月\s*)?{_N})?\s*[日号號]"
    r"(?:\s*[(（](?:周|週|星期)?[一二三四五六日天][)）])?"
)
_FRONT = re.compile(rf"({_DAYS}(?:\s*[、,，和及]\s*{_DAYS})*)\s*[:：]\s*")
_NEXT = re.compile(rf"[、,，;；。]\s*(?={_DAYS}(?:\s*[、,，和及]\s*{_DAYS})*\s*[:：])")
_MONTH = re.compile(rf"({_N})\s*月")


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """An event with its time as printed; ``due_words``: the same with the month it lies in."""

    time: str
    due_words: str
    words: str


def dated_events(line: str) -> list[DatedEvent]:
    """Return the events of a line that holds several, each behind its day and a colon; else none."""
    words = plain(line)
    if not _FRONT.match(words):
        return []
    events: list[DatedEvent] = []
    month = ""
    for part in _NEXT.split(words):
        found = _FRONT.match(part)
        if not found or not part[found.end() :].strip():
            return []
        has_month = _MONTH.match(found[1])
        due = found[1] if has_month or not month else f"{month}月{found[1]}"
        month = next(iter(_MONTH.findall(found[1])[-1:]), month)
        events.append(DatedEvent(found[1].strip(), due, part[found.end() :].strip()))
    return events if len(events) > 1 else []
