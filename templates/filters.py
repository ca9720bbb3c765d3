"""Chinese dates, numbers and single lines as words, shared by mails, pages and documents.

Pure functions of their arguments: no calendar, no policy, no clock.
"""

from collections.abc import Sequence
from datetime import date

from rules.workdays import weekday_name

ELLIPSIS = "…"
_NUMERALS = ("零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十")
_OPENERS = "“‘《〈（(【「"


def month_day(day: date) -> str:
    """Return ``5月27日``."""
    return f"{day.month}月{day.day}日"


def day_words(day: date, today: date) -> str:
    """Return ``5月27日``, with the year when it is not this one."""
    return month_day(day) if day.year == today.year else f"{day.year}年{month_day(day)}"


def long_day(day: date) -> str:
    """Return ``2026年5月27日``."""
    return f"{day.year}年{month_day(day)}"


def full_day(day: date) -> str:
    """Return ``2026年5月27日 周三``."""
    return f"{long_day(day)} {weekday_name(day)}"


def day_with_weekday(day: date, today: date) -> str:
    """Return ``5月29日（周五）``."""
    return f"{day_words(day, today)}（{weekday_name(day)}）"


def day_range(start: date, end: date) -> str:
    """Return ``5月1日至5日``, ``4月30日至5月2日`` or a single day."""
    if start == end:
        return month_day(start)
    last = f"{end.day}日" if (start.year, start.month) == (end.year, end.month) else month_day(end)
    return f"{month_day(start)}至{last}"


def counted(count: int) -> str:
    """Return a small count before a measure word as people say it (``两``), else digits."""
    return _NUMERALS[count] if 0 < count < len(_NUMERALS) else str(count)


def one_line(text: str) -> str:
    """Return a text as one line without control, invisible or direction-changing characters."""
    if text.isprintable():
        return text
    spaced = "".join(char if char.isprintable() else _replacement(char) for char in text)
    return " ".join(word for word in spaced.split(" ") if word)


def _replacement(char: str) -> str:
    """A line break or tab becomes a space, the full-width space stays, the rest goes."""
    if char == "\u3000":
        return char
    return " " if char.isspace() else ""


def cut(text: str, limit: int) -> str:
    """Return at most ``limit`` characters; a cut ends in ``…`` and leaves no bracket just opened."""
    if len(text) <= limit:
        return text
    kept = text[: max(limit - 1, 0)]
    start = max(kept.rfind(opener) for opener in _OPENERS)
    if start > 0 and len(kept) - start <= 3:
        kept = kept[:start]
    return kept.rstrip("，、；：, ") + ELLIPSIS


def listed(names: Sequence[str], limit: int = 4) -> str:
    """Return names joined by ``、``; beyond ``limit`` the first of them and how many there are."""
    if len(names) <= limit:
        return "、".join(names)
    return f"{'、'.join(names[:limit])}等{len(names)}个单位"


def book_title(title: str) -> str:
    """Return a document's title in 《》, once."""
    return title if title.startswith("《") and title.endswith("》") else f"《{title}》"
