"""What the form of 核对 says, read into edits and answers."""

import pytest

from importers.plans.applying import DueAnswer
from models.kinds import DueChangeClass
from web.forms import Form
from web.review_form import Button, due_answer, row_edits

KEY = "第3行#1"
ADJUSTMENT, CORRECTION = DueChangeClass.ADJUSTMENT, DueChangeClass.CORRECTION


@pytest.mark.parametrize(
    ("choice", "paper", "answer"),
    [
        ("", "", None),
        ("", "督办〔2024〕5号", DueAnswer(ADJUSTMENT, "督办〔2024〕5号")),
        ("adjustment", "督办〔2024〕5号", DueAnswer(ADJUSTMENT, "督办〔2024〕5号")),
        ("correction", "督办〔2024〕5号", DueAnswer(CORRECTION)),
        ("leave", "督办〔2024〕5号", None),
    ],
)
def test_a_paper_beside_a_moved_date_says_adjustment(
    choice: str, paper: str, answer: DueAnswer | None
) -> None:
    """Whoever names the paper has said why the date moves; any other choice goes before it."""
    form = Form({f"move-{KEY}": (choice,), f"paper-{KEY}": (paper,)})

    assert due_answer(form, KEY) == answer


def test_a_long_cell_nobody_touched_comes_through() -> None:
    """The form posts every field it shows; how long one may be is judged where it differs."""
    form = Form({"row": (KEY,), f"title-{KEY}": ("长" * 5000,)})

    (edit,) = row_edits(form, Button.of(form))

    assert edit.title == "长" * 5000
