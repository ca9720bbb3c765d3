"""The slip that is handed to an office mail cannot reach: what it is made of, and its finished text.

No text is decided here.
"""

from dataclasses import dataclass
from datetime import date

from templates.mail_values import Bureau, Line

_ROOMY_ROWS = 4


@dataclass(frozen=True, slots=True)
class Slip:
    """Everything for one slip to one office: the lines its digest and letters would have."""

    bureau: Bureau
    office_name: str
    on: date
    plan_titles: tuple[str, ...]
    lines: tuple[Line, ...]
    number_words: str = ""
    """The number a person gave the paper; without one it is marked a draft."""
    opening_words: str = ""
    closing_words: str = ""
    """What a supervisor typed for a letter instead of the standard opening and closing."""


@dataclass(frozen=True, slots=True)
class SlipRow:
    """One task on the paper; each part is the lines of a cell."""

    number: int
    title: tuple[str, ...]
    due: tuple[str, ...]
    to_do: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SlipField:
    """One line of the 送达记录 that is filled in by hand: two labels, and what is printed beside them."""

    label: str
    blank: str
    second_label: str
    second_blank: str


@dataclass(frozen=True, slots=True)
class SlipForm:
    """A slip as finished text, the same for every format."""

    on: date
    office_name: str
    is_draft: bool
    """No person has given it a number; every page says so."""
    title: str
    number: str
    day: str
    to: str
    opening: str
    heads: tuple[str, ...]
    rows: tuple[SlipRow, ...]
    note: str
    issuer: str
    contact: str
    record_title: str
    record: tuple[SlipField, ...]
    answer_label: str
    answer_hint: str
    answer_sign: str
    foot: str

    @property
    def is_dense(self) -> bool:
        """Whether the rows are set smaller, so that the slip keeps to one page as long as it can."""
        return len(self.rows) > _ROOMY_ROWS
