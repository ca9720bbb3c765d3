"""A section before it is filled, and how a mail's room is shared out: gravest first, the rest counted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from templates.mail_parts import Row, Section, Tint
from templates.mail_values import Line

RowMaker = Callable[[Sequence[Line], int], tuple[Row, ...]]
"""Turns the lines that are shown into rows, numbered from a first number."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A section before it is filled: its heading, its lines and how they become rows."""

    words: str
    lines: tuple[Line, ...]
    rows: RowMaker
    mark: str = ""
    tint: Tint = Tint.INK
    reason: str = ""
    is_dense: bool = False


def filled(headings: Sequence[Heading], *, limit: int, place: str, link: str) -> tuple[Section, ...]:
    """Return the sections with at most ``limit`` rows in all; what is left out is counted and linked."""
    sections = []
    number = 1
    for heading in headings:
        shown = heading.lines[: max(limit - number + 1, 0)]
        rest = len(heading.lines) - len(shown)
        sections.append(
            Section(
                words=heading.words,
                count=len(heading.lines),
                mark=heading.mark,
                tint=heading.tint,
                reason=heading.reason,
                rows=heading.rows(shown, number),
                more=f"另有{rest}项见{place}" if rest else "",
                more_link=link if rest else "",
                is_dense=heading.is_dense,
            )
        )
        number += len(shown)
    return tuple(sections)


def one_by_one(make: Callable[[Line, int], Row]) -> RowMaker:
    """Return a row maker from one that makes a single numbered row."""
    return lambda lines, first: tuple(make(line, first + n) for n, line in enumerate(lines))
