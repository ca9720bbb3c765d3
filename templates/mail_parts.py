"""The parts a mail is printed from: frozen values in reading order, every word already chosen.

The wording modules build them, the templates print them; nothing is decided here.
"""

from dataclasses import dataclass
from enum import StrEnum


class Place(StrEnum):
    """Where the button stands: above the list, under the only item, or below the notes."""

    TOP = "top"
    UNDER_ITEM = "under_item"
    END = "end"


class Tint(StrEnum):
    """The colour of a mark and its word; colour comes third, after word and shape."""

    INK = "ink"
    RED = "red"
    AMBER = "amber"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a sentence in one weight."""

    text: str
    is_bold: bool = False


Words = tuple[Span, ...]
Paragraph = tuple[str, ...]
"""Sentences that stand together; the text part prints each on a line of its own."""


def bold(text: str) -> Span:
    """Return a bold piece of a sentence."""
    return Span(text, is_bold=True)


def words(*pieces: str | Span) -> Words:
    """Return a sentence made of plain and bold pieces."""
    return tuple(Span(piece) if isinstance(piece, str) else piece for piece in pieces if piece)


@dataclass(frozen=True, slots=True)
class Note:
    """A note below the list, with a bold label when it has one (``怎么算的：``)."""

    sentences: Paragraph
    label: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """A mark directly before its word: ``■ 逾期17个工作日``."""

    mark: str
    words: str
    tint: Tint


@dataclass(frozen=True, slots=True)
class Button:
    """The one button of a mail, also as the text part says it."""

    words: str
    link: str
    note: str
    text_words: str
    place: Place = Place.TOP


@dataclass(frozen=True, slots=True)
class Row:
    """One item of a list: date on the left, everything else on the right."""

    number: int
    when: str
    under: tuple[str, ...]
    """Weekday and original words under the date."""
    title: str
    state: State | None
    notes: tuple[Words, ...]
    link: str
    link_words: str
    text_lines: tuple[str, ...]
    """What the text part prints under the numbered title."""
    ends_date: bool = True
    """The rule under the row spans both cells."""


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a slip."""

    label: str
    value: str
    text: str
    """The value as the text part says it, empty when it has none there."""
    is_bold: bool = False
    state: State | None = None
    note: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """A ruled key-value table for one item; its first field is the item's title."""

    number: int
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its rows or slips."""

    words: str
    count: int
    mark: str = ""
    tint: Tint = Tint.INK
    reason: str = ""
    rows: tuple[Row, ...] = ()
    slips: tuple[Slip, ...] = ()
    sentence: str = ""
    """Stands in place of rows."""
    more: str = ""
    """``另有3项见任务页`` when rows were cut."""
    more_link: str = ""
    is_dense: bool = False
    has_text_heading: bool = True


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail, top to bottom."""

    subject: str
    preheader: str
    letterhead: str
    day: str
    greeting: str
    title: str
    text_title: str
    lead: tuple[Words, ...]
    sections: tuple[Section, ...] = ()
    choices: tuple[str, ...] = ()
    button: Button | None = None
    notes: tuple[Note, ...] = ()
    guide_title: str = ""
    guide: tuple[tuple[str, str], ...] = ()
    phone: str = ""
    """The telephone line's bold part, empty when no number is set."""
    phone_rest: str = ""
    footer: tuple[Paragraph, ...] = ()
    address_words: str = "按钮打不开时，把这行网址复制到浏览器："
