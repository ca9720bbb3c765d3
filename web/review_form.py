"""What the form of 核对 sends: which rows it showed, what was typed and ticked, and which button it was."""

import re
from dataclasses import dataclass

from importers.plans.applying import DueAnswer
from importers.review.values import ColumnChoice, HeadChoice, RowEdit
from importers.words.header_words import Column
from models.kinds import DueChangeClass
from rules.errors import InputError
from web.forms import Form, row_id
from web.review_view import Opened

_SEPARATOR = re.compile(r"[、，,;\n]")
_KEY_LIMIT = 200
#: Far beyond any cell that is read: a long one nobody touched must not keep the others from being saved.
_FIELD_LIMIT = 100_000
_ANSWERS = {"adjustment": DueChangeClass.ADJUSTMENT, "correction": DueChangeClass.CORRECTION}
#: Names the rows that have no box to tick.
BOXLESS = "boxless"
#: Names the rows whose date moves and of which nobody has said why.
_UNANSWERED = "unanswered"
_TITLE = "title-"


@dataclass(frozen=True, slots=True)
class Button:
    """A button of the grid: ``save``, ``lead:2:<row key>``, ``alias:17:<name>`` …"""

    act: str
    number: str = ""
    words: str = ""

    @classmethod
    def of(cls, form: Form) -> "Button":
        """Return the button that was pressed; Enter in a field saves."""
        act, _, rest = form.secret("act")[:_KEY_LIMIT].partition(":")
        number, _, words = rest.partition(":")
        return cls(act or "save", number, words)


def opened_of(form: Form) -> Opened:
    """Return the group that was open when the form was sent."""
    return Opened.of(form.text("open"), form.text("from"))


def version_of(form: Form) -> int:
    """Return the version of the draft that the form was filled in on; 0, which no draft has, without one."""
    return row_id(form.text("version")) or 0


def row_edits(form: Form, button: Button) -> list[RowEdit]:
    """Return what the form says about every row it showed."""
    ticked = frozenset(form.fields.get("take", ()))
    return [_edit(form, key, ticked, button) for key in shown_keys(form)]


def shown_keys(form: Form) -> list[str]:
    """Return the keys of the rows that the page showed, in its order: each has a field for its title."""
    keys = [name.removeprefix(_TITLE) for name in form.fields if name.startswith(_TITLE)]
    return [key for key in keys if key and len(key) <= _KEY_LIMIT]


def _edit(form: Form, key: str, ticked: frozenset[str], button: Button) -> RowEdit:
    offices = _typed(form, f"offices-{key}")
    if button.act == "lead" and button.words == key and button.number.isdigit() and offices:
        offices = _with_lead(offices, int(button.number[:3]))
    answer = due_answer(form, key)
    # Whoever says for the first time why a date moves wants the row; one more click would be a trap.
    is_answered = answer is not None and key in form.fields.get(_UNANSWERED, ())
    return RowEdit(
        key,
        title=_typed(form, f"title-{key}"),
        time_words=_typed(form, f"time-{key}"),
        office_words=offices,
        is_accepted=None if key in form.fields.get(BOXLESS, ()) else key in ticked or is_answered,
        answer=answer,
    )


def _with_lead(words: str, position: int) -> str:
    """Return a row's offices with another one of the unmarked (no 配合：) first; unchanged without it."""
    unmarked, mark, marked = words.partition("；")
    names = [name.strip() for name in _SEPARATOR.split(unmarked) if name.strip()]
    if "：" in unmarked or not 0 <= position < len(names):
        return words
    return "、".join((names[position], *names[:position], *names[position + 1 :])) + mark + marked


def due_answer(form: Form, key: str) -> DueAnswer | None:
    """Return why the date of a row (or of all, ``all``) moves, None when the form does not say.

    Whoever names the paper of an adjustment has said that it is one.
    """
    choice = form.text(f"move-{key}")
    if not choice and form.text(f"paper-{key}"):
        choice = "adjustment"
    change_class = _ANSWERS.get(choice)
    if change_class is None:
        return None
    is_adjustment = change_class is DueChangeClass.ADJUSTMENT
    return DueAnswer(change_class, form.text(f"paper-{key}") if is_adjustment else "")


def _typed(form: Form, name: str) -> str | None:
    return form.text(name, limit=_FIELD_LIMIT) if name in form.fields else None


def column_choices(form: Form) -> list[ColumnChoice]:
    """Return what each column shall mean."""
    choices = []
    for name in form.fields:
        if name.startswith("column-"):
            position, _, signature = name.removeprefix("column-").partition("-")
            value = form.text(name)
            if not position.isdigit() or len(position) > 4 or value not in list(Column):
                raise InputError("请给每一列选一个意思。")
            choices.append(ColumnChoice(signature, int(position), Column(value)))
    return choices


def head_choice(form: Form, *, is_published: bool) -> HeadChoice:
    """Return what is fixed for the whole draft; an empty field leaves it to the document."""
    return HeadChoice(
        year=plan_year(form, "plan-year"),
        title=form.text("plan-title"),
        baseline_on=form.day_or_none("plan-baseline", "导入日"),
        is_published=is_published,
    )


def plan_year(form: Form, name: str) -> int | None:
    """Return a year, None when it is left to the document; raises :class:`InputError` for no year."""
    words = form.text(name, limit=40)
    if not words:
        return None
    year = row_id(words)
    if year is None or not 2000 <= year <= 2100:
        raise InputError("年度请写四位数字，例如2026。")
    return year
