"""Invented plans printed in every shape with every dirt: all tasks found, none wrong without a word.

The slice is small; ``tests/plugins/plan_variants.py`` measures as many seeds as one likes.
"""

import pytest
from plan_variants import SHAPES, read_back

SEEDS = range(4000, 4005)
#: Where a sentence of the text may be a deadline or not, a wrong one is flagged but there.
UNSURE = frozenset({"deadlines_in_text"})


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_printed_is_read_back(shape: str) -> None:
    """Every task is found; who and when are right, or the row says that a person should look."""
    counts = read_back([shape], SEEDS)

    assert counts.silent == []
    assert counts.lost == []
    assert counts.share_right >= (0.7 if shape in UNSURE else 0.9)
