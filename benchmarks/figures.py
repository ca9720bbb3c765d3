"""What a subject hands back: one line of the table, its target, and how both are printed.

It measures nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from benchmarks.measure import Spread


class Of(StrEnum):
    """Which value of a line a target speaks about."""

    RATIO = "ratio"
    PRODUCT = "product"
    GROWTH = "growth"


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure should keep to; the verdict is on the median."""

    limit: float
    of: Of = Of.RATIO
    at_least: bool = False
    unit: str = "×"

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        subject = "exponent " if self.of is Of.GROWTH else ""
        unit = "" if self.of is Of.GROWTH else self.unit
        return f"{subject}{sign} {self.limit:g}{'' if unit in ('×', '%', '') else ' '}{unit}"

    def holds(self, value: float) -> bool:
        """Tell whether a value keeps to it."""
        return value >= self.limit if self.at_least else value <= self.limit


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table."""

    subject: str
    what: str
    size: str
    product: Spread
    yardstick: Spread
    against: str
    unit: str
    """The unit of product and yardstick."""
    growth: float | None = None
    target: Target | None = None
    has_ratio_of_rates: bool = False
    """Product and yardstick are rates: the ratio says how many times as fast."""

    @property
    def ratio(self) -> Spread:
        """The product over its yardstick, round by round."""
        return self.product.over(self.yardstick)

    @property
    def verdict(self) -> str:
        """Whether the target is kept; empty without one."""
        if self.target is None:
            return ""
        values = {
            Of.RATIO: self.ratio.median * (100 if self.target.unit == "%" else 1),
            Of.PRODUCT: self.product.median,
            Of.GROWTH: self.growth or 0.0,
        }
        return "yes" if self.target.holds(values[self.target.of]) else "**no**"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A figure that could not be taken, and why."""

    subject: str
    reason: str


Entry = Figure | Skipped

_HEADER = ("subject", "what", "size", "ratio", "growth", "product", "yardstick", "target", "kept")


def table(entries: Iterable[Entry]) -> str:
    """Return the entries as one Markdown table."""
    lines = [_line(_HEADER), _line(("---",) * len(_HEADER))]
    for entry in entries:
        if isinstance(entry, Skipped):
            lines.append(_line((entry.subject, f"skipped: {entry.reason}", *[""] * 7)))
        else:
            lines.append(_line(_cells(entry)))
    return "\n".join(lines)


def _cells(figure: Figure) -> tuple[str, ...]:
    return (
        figure.subject,
        figure.what,
        figure.size,
        f"{spread_words(figure.ratio)} ×",
        "" if figure.growth is None else f"{figure.growth:.2f}",
        f"{spread_words(figure.product)} {figure.unit}",
        f"{figure.against}: {spread_words(figure.yardstick)} {figure.unit}",
        str(figure.target or ""),
        figure.verdict,
    )


def spread_words(spread: Spread) -> str:
    """Return ``median (min–max)`` with three significant digits."""
    return f"{_number(spread.median)} ({_number(min(spread.values))}–{_number(max(spread.values))})"


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.{2 if value >= 1 else 3}f}" if value < 10 else f"{value:.1f}"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
