"""What the form of 核对 sends: which rows it showed, what was typed and ticked, and which button it was."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from importers.applying import DueAnswer
from importers.header_words import Column
from importers.review_values import ColumnChoice, HeadChoice, RowEdit
from models.kinds import DueChangeClass
from rules.errors import InputError
from web.forms import Form, row_id
from web.review_view import Opened

_SEPARATOR = re.compile(r"[、，,;\n]")
_KEY_LIMIT = 200
_FIELD_LIMIT = 2000
_ANSWERS = {"adjustment": DueChangeClass.ADJUSTMENT, "correction": DueChangeClass.CORRECTION}
#: The hidden mark of a row whose date moves and of which nobody has said why.
UNANSWERED = "unanswered"


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
    ticked = ticked_keys(form)
    return [_edit(form, key, ticked, button) for key in _keys(form)]


def _keys(form: Form) -> list[str]:
    return [key for key in dict.fromkeys(form.fields.get("row", ())) if key and len(key) <= _KEY_LIMIT]


def ticked_keys(form: Form) -> frozenset[str]:
    """Return the keys of the ticked rows."""
    return frozenset(form.fields.get("take", ()))


def _edit(form: Form, key: str, ticked: frozenset[str], button: Button) -> RowEdit:
    offices = _typed(form, f"offices-{key}")
    if button.act == "lead" and button.words == key and button.number.isdigit() and offices:
        offices = _with_lead(offices, int(button.number[:3]))
    answer = due_answer(form, key)
    # Whoever says for the first time why a date moves wants the row; one more click would be a trap.
    is_answered = answer is not None and form.text(f"tick-{key}") == UNANSWERED
    return RowEdit(
        key,
        title=_typed(form, f"title-{key}"),
        time_words=_typed(form, f"time-{key}"),
        office_words=offices,
        is_accepted=key in ticked or is_answered if f"tick-{key}" in form.fields else None,
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
    """Return why the date of a row (or of all, ``all``) moves, None when the form does not say."""
    change_class = _ANSWERS.get(form.text(f"move-{key}"))
    if change_class is None:
        return None
    is_adjustment = change_class is DueChangeClass.ADJUSTMENT
    return DueAnswer(change_class, form.text(f"paper-{key}") if is_adjustment else "")


def _typed(form: Form, name: str) -> str | None:
    return form.text(name, limit=_FIELD_LIMIT) if name in form.fields else None


def typed_words(form: Form) -> Mapping[str, str]:
    """Return what was typed into rows, for showing it again after a refusal."""
    prefixes = ("title-", "time-", "offices-", "move-", "paper-")
    return {name: form.kept(name) for name in form.fields if name.startswith(prefixes)}


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
