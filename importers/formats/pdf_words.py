"""The words of a stretch of a PDF page: characters gathered into lines, wrapped lines joined again.

A PDF knows only where each character stands; what is a wrap and what is a new line is told by the room left.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from importers.words.look_alikes import real_characters
from importers.words.unit_words import can_be_offices

_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…]")
_OPEN_END = ("、", "，", ",", "；", ";")
_ROOM = 2.6
_PADDING = 14.0
_COLUMN_GAP = 1.8
_BLANK_GAP = 0.25

Box = tuple[float, float, float, float]
"""Left, top, right and bottom of a stretch of a page."""


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One printed line: its words, where it stands and how large its characters are."""

    text: str
    left: float
    right: float
    top: float
    size: float


def printed_lines(characters: Sequence[dict[str, Any]]) -> list[PrintedLine]:
    """Return the lines of some characters from top to bottom; wide gaps become tabs."""
    found = [_line(signs) for signs in lines_of(characters)]
    return [line for line in found if line.text]


def lines_of(characters: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return characters by the lines they stand on, from top to bottom, each from left to right."""
    lines: list[list[dict[str, Any]]] = []
    middle = 0.0
    for sign in sorted(characters, key=lambda sign: (sign["top"] + sign["bottom"], sign["x0"])):
        here = (sign["top"] + sign["bottom"]) / 2
        if not lines or here - middle > sign["size"] * 0.5:
            lines.append([])
            middle = here
        lines[-1].append(sign)
    return [sorted(signs, key=lambda sign: float(sign["x0"])) for signs in lines]


def _line(signs: list[dict[str, Any]]) -> PrintedLine:
    size = max(float(sign["size"]) for sign in signs)
    text, end = "", float(signs[0]["x0"])
    for sign in signs:
        gap = float(sign["x0"]) - end
        if gap > _COLUMN_GAP * size:
            text += "\t"
        elif gap > _BLANK_GAP * size and not _WIDE.fullmatch(text[-1:]) and not text.endswith((" ", "\t")):
            text += " "
        text += sign["text"]
        end = float(sign["x1"])
    shown = [sign for sign in signs if sign["text"].strip()] or signs
    return PrintedLine(
        real_characters(text.strip(" ")),
        float(shown[0]["x0"]),
        float(shown[-1]["x1"]),
        float(signs[0]["top"]),
        size,
    )


def cell_words(characters: Sequence[dict[str, Any]], box: Box) -> str:
    """Return the words in a cell; a line that ends for want of room goes on in the next without a blank."""
    words, before = "", None
    for line in printed_lines(characters):
        text = line.text.replace("\t", " ")
        if before is None:
            words = text
        elif _is_wrapped(before, line, box):
            words = joined(words, text)
        else:
            words = f"{words}\n{text}"
        before = line
    return words


def joined(before: str, after: str) -> str:
    """Join a wrapped text: no blank beside a Chinese character, one between other words."""
    needs_blank = bool(before and after) and not _WIDE.match(before[-1]) and not _WIDE.match(after[0])
    return f"{before} {after}" if needs_blank and not before.endswith("-") else before + after


def _is_wrapped(line: PrintedLine, after: PrintedLine, box: Box) -> bool:
    if line.text.endswith(_OPEN_END):
        return True
    room = (box[2] - box[0]) - (line.right - line.left)
    if room > _ROOM * line.size + _PADDING:
        return False
    return not (can_be_offices(line.text) and can_be_offices(after.text))


def paragraphs(lines: Sequence[PrintedLine]) -> list[str]:
    """Join the lines of running text: a full line goes on in the next one that is not indented."""
    if not lines:
        return []
    left = min(line.left for line in lines)
    right = max(line.right for line in lines)
    texts = [lines[0].text]
    for before, line in pairwise(lines):
        is_full = right - before.right < 1.5 * before.size
        is_close = line.top - before.top < 3 * before.size
        goes_on = (
            is_full and is_close and line.left - left < line.size and "\t" not in before.text + line.text
        )
        if goes_on:
            texts[-1] = joined(texts[-1], line.text)
        else:
            texts.append(line.text)
    return texts
