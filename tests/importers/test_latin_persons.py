"""English plans with a column of who is responsible: bodies and posts are offices, persons are none."""

import pytest
from plan_rows import read

from importers.words.header_words import Column, map_columns
from importers.words.latin_persons import is_latin_person, may_be_latin_person


def _offices(heading: str, *names: str) -> list[tuple[list[str], bool]]:
    """Return the offices of each row, and whether a person should look at them."""
    rows = [f"Paint hall {n}\tJune {n}, 2024\t{name}" for n, name in enumerate(names, 1)]
    read_rows = read("\n".join(("Action Plan 2024", f"Steps\tTarget Date\t{heading}", *rows)), year=2024).rows
    return [([o.name for o in row.offices], any("人名" in flag for flag in row.flags)) for row in read_rows]


@pytest.mark.parametrize(
    "heading", ["PERSON RESPONSIBLE", "Person(s) Responsible", "Lead Person", "Responsible"]
)
def test_a_person_is_no_office_whatever_the_heading_asks_for(heading: str) -> None:
    assert _offices(heading, "Public Works", "Jane Sample", "Town Council") == [
        (["Public Works"], False),
        ([], True),
        (["Town Council"], False),
    ]


def test_a_name_that_nothing_tells_to_be_an_office_is_doubted_in_a_column_of_persons() -> None:
    assert _offices("Person Responsible", "Quillon Verrey", "Park Rangers Team", "Finance Director") == [
        (["Quillon Verrey"], True),
        (["Park Rangers Team"], False),
        (["Finance Director"], False),
    ]


def test_a_column_of_persons_counts_only_where_none_names_offices() -> None:
    columns = map_columns(["Action", "Deadline", "Person Responsible", "Department"])

    assert columns.get(2) is not Column.RESPONSIBLE
    assert columns[3] is Column.RESPONSIBLE


def test_persons_are_told_by_their_given_names() -> None:
    assert is_latin_person("Dr. Jane Q. Sample")
    assert not is_latin_person("Martin County Library")
    assert not is_latin_person("Public Works")
    assert not may_be_latin_person("City Engineer")
