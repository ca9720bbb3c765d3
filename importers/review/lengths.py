"""How long the words of a row may be, so that a task can be stored and shown."""

from collections.abc import Iterator

from importers.plans.checked_rows import CheckedRow
from importers.plans.naming import office_words
from importers.review.values import RowField

_LIMITS = {
    RowField.TITLE: ("重点工作", 1000),
    RowField.TIME: ("时限", 200),
    RowField.OFFICES: ("单位", 1500),
}
_LONGEST_PAPER = 200


def too_long(place: str, field: RowField, words: str) -> str:
    """Return a sentence when the words of a field are too long, with the row's place, else nothing."""
    label, longest = _LIMITS[field]
    return f"{place}的“{label}”超过{longest}字，请改短" if len(words) > longest else ""


def too_long_paper(place: str, paper: str) -> str:
    """Return a sentence when the name of a paper is too long, else nothing."""
    return f"{place}的“通知的文号”超过{_LONGEST_PAPER}字，请改短" if len(paper) > _LONGEST_PAPER else ""


def too_long_fields(row: CheckedRow) -> Iterator[tuple[RowField, str]]:
    """Return the fields of a row that are too long to store, each with its sentence."""
    words = {
        RowField.TITLE: row.title,
        RowField.TIME: row.period,
        RowField.OFFICES: office_words(row.offices),
    }
    for one, text in words.items():
        if reason := too_long(row.place, one, text):
            yield one, reason
