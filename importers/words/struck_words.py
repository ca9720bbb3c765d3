"""Struck-through words are deleted ones: they are left out wherever a reader finds them, and that is said."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from importers.words.wording import one_line, plain

_SHOWN = 20
_SHOWN_ROWS = 5
_STRUCK = "有划掉的字"
_COUNT = re.compile(r"[\d.、()（）]*")


@dataclass(frozen=True, slots=True)
class Struck:
    """The words of one cell: what is left of them, and what was struck through."""

    left: str
    gone: str


def struck_doubt(gone: str) -> str:
    """Say what a cell lost, nothing where nothing was struck."""
    words = one_line(gone)
    if not words:
        return ""
    return f"{_STRUCK}，没有读：“{words[:_SHOWN]}{'…' if len(words) > _SHOWN else ''}”"


def is_struck_doubt(doubt: str) -> bool:
    """Tell whether a cell is doubtful because words of it are struck through."""
    return doubt.startswith(_STRUCK)


def is_struck_row(left: Iterable[str], gone: Iterable[str]) -> bool:
    """Tell whether nothing but running numbers is left of a row's own cells."""
    return any(plain(words) for words in gone) and all(_COUNT.fullmatch(plain(words)) for words in left)


def struck_rows_note(name: str, numbers: Sequence[int]) -> str:
    """Say which rows of a table were left out because they are struck through."""
    shown = "、".join(map(str, numbers[:_SHOWN_ROWS]))
    more = "等" if len(numbers) > _SHOWN_ROWS else ""
    return f"{name}第{shown}{more}行（共{len(numbers)}行）整行划掉了，没有当作任务读。"


def struck_lines_note(gone: Collection[str]) -> str:
    """Say which words outside tables were left out because they are struck through."""
    shown = "、".join(f"“{one_line(words)[:_SHOWN]}”" for words in list(gone)[:_SHOWN_ROWS])
    return f"正文里有划掉的字，没有读：{shown}{'等' if len(gone) > _SHOWN_ROWS else ''}。"
