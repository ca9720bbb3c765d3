"""The numbers of the ladder as data: what is said when, to whom, and what a person must release.

``read_policy`` turns a parsed TOML table into a :class:`Policy` and names every problem of it at once.
It reads no file.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import TypeVar

from rules.errors import ConfigError
from rules.facts import NoticeKind

_T = TypeVar("_T")
MAX_WORKDAYS = 120


class DueShift(StrEnum):
    """What happens to a derived due date that is no working day (到期日遇非工作日)."""

    NONE = "none"
    PREVIOUS_WORKDAY = "previous_workday"
    NEXT_WORKDAY = "next_workday"


@dataclass(frozen=True, slots=True)
class Level:
    """One level after the due date, ``days`` working days after it."""

    days: int
    kind: NoticeKind
    held: bool = False
    copy_leader: bool = False

    @property
    def stage(self) -> str:
        """The rung's name, ``T+1``."""
        return f"T+{self.days}"


@dataclass(frozen=True, slots=True)
class Policy:
    """One preset of the ladder; offsets count working days strictly before or after the due date."""

    name: str
    before: tuple[int, ...]
    """Rungs up to the due date, farthest first, 0 being the day itself."""
    levels: tuple[Level, ...]
    weekly: bool = True
    due_soon_days: int = 3
    acknowledge_days: int = 5
    ask_reply_days: int = 2
    letter_reply_days: int = 5
    weekly_reply_days: int = 2
    due_shift: DueShift = DueShift.NONE
    before_is_inclusive: bool = True
    send_from: time = time(8, 30)
    send_until: time = time(17, 30)
    pass_minutes: int = 10

    @property
    def horizon(self) -> int:
        """How many working days before a due date the first rung stands."""
        return max(self.before, default=0)

    def level_index(self, stage: str) -> int | None:
        """Return the position of a level by its stage, None when the policy has no such level."""
        return next((i for i, level in enumerate(self.levels) if level.stage == stage), None)

    def next_level(self, stage: str) -> Level | None:
        """Return the level above a stage, None when there is none."""
        index = self.level_index(stage)
        if index is None or index + 1 >= len(self.levels):
            return None
        return self.levels[index + 1]


def stage_before(days: int) -> str:
    """Return the name of a rung up to the due date: ``T-10``, ``T``."""
    return f"T-{days}" if days else "T"


class _Reader:
    """Takes values out of a parsed table and collects what is wrong with them."""

    def __init__(self, table: Mapping[str, object]) -> None:
        self.table = table
        self.problems: dict[str, str] = {}

    def take(self, key: str, default: _T, check: Callable[[object], _T | None], need: str) -> _T:
        """Return the checked value of a key, or its default after noting the problem."""
        if key not in self.table:
            return default
        value = check(self.table[key])
        if value is None:
            self.problems[key] = f"写的是 {self.table[key]!r}，{need}"
            return default
        return value

    def refuse_unknown(self, known: set[str]) -> None:
        """Note every key that means nothing, so that a misspelt one is not ignored in silence."""
        for key in self.table:
            if key not in known:
                self.problems[key] = "没有这个设置，请检查拼写"


def _days(value: object) -> int | None:
    is_count = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_WORKDAYS
    return value if is_count and isinstance(value, int) else None


def _positive_days(value: object) -> int | None:
    days = _days(value)
    return days if days else None


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _name(value: object) -> str | None:
    return value.strip() if isinstance(value, str) and value.strip() else None


def _clock(value: object) -> time | None:
    if isinstance(value, time):
        return value
    try:
        return time.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _rungs(value: object) -> tuple[int, ...] | None:
    if not isinstance(value, list) or any(_days(item) is None for item in value):
        return None
    return tuple(sorted({int(item) for item in value}, reverse=True))


def _shift(value: object) -> DueShift | None:
    return DueShift(value) if isinstance(value, str) and value in set(DueShift) else None


_LEVEL_KINDS = {NoticeKind.OVERDUE, NoticeKind.LETTER, NoticeKind.CIRCULAR}
_LEVEL_KEYS = {"days", "kind", "held", "copy_leader"}


def _level_kind(value: object) -> NoticeKind | None:
    kinds = {kind.value: kind for kind in _LEVEL_KINDS}
    return kinds.get(value) if isinstance(value, str) else None


def _levels(reader: _Reader) -> tuple[Level, ...]:
    rows = reader.table.get("levels", [])
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        reader.problems["levels"] = "应写成若干个 [[levels]]"
        return ()
    levels: list[Level] = []
    for index, row in enumerate(rows):
        levels.append(_level(reader, index, row))
    days = [level.days for level in levels]
    if days != sorted(set(days)):
        reader.problems["levels"] = "各级的 days 应一级比一级大"
    return tuple(levels)


def _level(reader: _Reader, index: int, row: Mapping[str, object]) -> Level:
    inner = _Reader(row)
    inner.refuse_unknown(_LEVEL_KEYS)
    if "days" not in row:
        inner.problems["days"] = "没有写"
    kind = inner.take("kind", NoticeKind.OVERDUE, _level_kind, "应是 overdue、letter 或 circular")
    level = Level(
        days=inner.take("days", 1, _positive_days, f"应是1至{MAX_WORKDAYS}的整数"),
        kind=kind,
        held=inner.take("held", kind is NoticeKind.LETTER, _flag, "应是 true 或 false"),
        copy_leader=inner.take("copy_leader", False, _flag, "应是 true 或 false"),
    )
    if level.held and level.kind is not NoticeKind.LETTER:
        inner.problems["held"] = '只有单独的一封信（kind = "letter"）要核发'
    if level.kind is NoticeKind.LETTER and not level.held:
        inner.problems["held"] = "催办通知单都要核发，不能写成 false"
    if level.copy_leader and level.kind is not NoticeKind.LETTER:
        inner.problems["copy_leader"] = '只有催办通知单（kind = "letter"）另告分管领导'
    reader.problems.update({f"levels[{index + 1}].{key}": text for key, text in inner.problems.items()})
    return level


_KEYS = {
    "name",
    "before",
    "levels",
    "weekly",
    "due_soon_days",
    "acknowledge_days",
    "ask_reply_days",
    "letter_reply_days",
    "weekly_reply_days",
    "due_shift",
    "before_is_inclusive",
    "send_from",
    "send_until",
    "pass_minutes",
}


def read_policy(table: Mapping[str, object]) -> Policy:
    """Return the policy a parsed TOML table describes.

    Raises :class:`ConfigError` that names every problem of the table by its key.
    """
    reader = _Reader(table)
    reader.refuse_unknown(_KEYS)
    count = f"应是0至{MAX_WORKDAYS}的整数"
    positive = f"应是1至{MAX_WORKDAYS}的整数"
    if "name" not in table:
        reader.problems["name"] = "没有写策略的名称"
    policy = Policy(
        name=reader.take("name", "", _name, "应是一段文字"),
        before=reader.take("before", (), _rungs, "应是工作日数的列表，例如 [10, 3, 0]"),
        levels=_levels(reader),
        weekly=reader.take("weekly", True, _flag, "应是 true 或 false"),
        due_soon_days=reader.take("due_soon_days", 3, _days, count),
        acknowledge_days=reader.take("acknowledge_days", 5, _positive_days, positive),
        ask_reply_days=reader.take("ask_reply_days", 2, _positive_days, positive),
        letter_reply_days=reader.take("letter_reply_days", 5, _positive_days, positive),
        weekly_reply_days=reader.take("weekly_reply_days", 2, _positive_days, positive),
        due_shift=reader.take(
            "due_shift", DueShift.NONE, _shift, "应是 none、previous_workday 或 next_workday"
        ),
        before_is_inclusive=reader.take("before_is_inclusive", True, _flag, "应是 true 或 false"),
        send_from=reader.take("send_from", time(8, 30), _clock, "应写成 08:30"),
        send_until=reader.take("send_until", time(17, 30), _clock, "应写成 17:30"),
        pass_minutes=reader.take("pass_minutes", 10, _positive_days, "应是1至120的整数"),
    )
    if policy.send_from >= policy.send_until:
        reader.problems["send_until"] = "应晚于 send_from"
    if reader.problems:
        raise ConfigError(reader.problems)
    return policy
