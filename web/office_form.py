"""The one open form of the page: its choices, its fields, and what a posted form says.

What is typed stays typed: a form that is refused comes back with every value in its place.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from models.kinds import ReportKind
from models.task_values import TaskView
from rules.facts import Status
from rules.prompts import prompt_for
from templates.cleaning import cleaned
from web.office_files import ACCEPTED, MAX_WORDS
from web.office_problems import Problem
from web.office_read import Desk
from web.office_rows import Row, row_of
from web.office_sight import Sight
from web.office_words import due_history, report_words

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to 现在是哪种情况？"""

    kind: ReportKind
    label: str
    hint: str
    button: str
    note: str
    letter: str
    """Begins the names of this choice's fields, so that the server reads only those."""


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field, ready to print."""

    name: str
    label: str
    hint: str
    kind: str
    """``line``, ``text``, ``day`` or ``file``."""
    value: str = ""
    is_optional: bool = False
    is_wide: bool = False
    limit: str = ""
    """The last day a date may be, or the kinds of file."""
    autocomplete: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A choice with its fields."""

    choice: Choice
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """What a posted form held; a form just opened holds only the name used last."""

    kind: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormView:
    """The open form of one task."""

    number: str
    row: Row
    groups: tuple[Group, ...]
    kind: str
    history: tuple[str, ...]
    """Where the due date comes from, every change of it, and what was reported last."""
    submission_key: str
    seen_version: int
    kind_error: str = ""
    button: str = ""
    """Another word for the button, after somebody else was faster."""


def choices(task: TaskView, *, shares: bool, office_is_one_of_group: bool = False) -> tuple[Choice, ...]:
    """Return the three answers; a named office that does not lead reports its own part."""
    done_means = prompt_for(task.title).done_means
    note = "提交后由督查室审核；审核前可以重新填报，以最后一次为准。请勿填写涉密内容。"
    done = Choice(ReportKind.COMPLETION, "已完成", done_means, "提交完成情况", note, "c")
    if shares:
        closes = (
            "各单位填完后，由督查室办结"
            if office_is_one_of_group
            else f"牵头单位{task.lead_name}报完成后，此项才办结"
        )
        note = f"{closes}。可以重新填报，以最后一次为准。请勿填写涉密内容。"
        done = Choice(ReportKind.COMPLETION, "本单位部分已完成", "本单位的部分做完了", "提交", note, "c")
    difficult = "提出困难不算完成，也不改变时限；时限需要改的，请打电话告诉我们。请勿填写涉密内容。"
    return (
        done,
        Choice(
            ReportKind.PROGRESS,
            "正在办理",
            "报进展，时限不变",
            "提交进展",
            "报进展不改变时限，到期前仍会提醒。请勿填写涉密内容。",
            "p",
        ),
        Choice(ReportKind.DIFFICULTY, "完成难度较大", "说明原因，请求协调", "提交", difficult, "d"),
    )


def form_view(
    desk: Desk,
    task: TaskView,
    *,
    typed: Typed | None = None,
    problems: tuple[Problem, ...] = (),
    submission_key: str,
    button: str = "",
) -> FormView:
    """Return the form of a task, empty or as it was typed."""
    sight = desk.sight
    name, phone = desk.reporter
    known = {f"{letter}-by": name for letter in "cpd"} | {f"{letter}-phone": phone for letter in "cpd"}
    typed = typed or Typed(values=known)
    errors = {problem.field: problem.at_field for problem in problems}
    shares = sight.shares(task)
    groups = tuple(
        Group(
            choice, tuple(_filled(one, typed, errors) for one in _fields(choice, task, sight.today, shares))
        )
        for choice in choices(task, shares=shares, office_is_one_of_group=task.group_only)
    )
    return FormView(
        number=task.number,
        row=cleaned(row_of(task, sight)),
        groups=groups,
        kind=typed.kind,
        history=(*due_history(task, sight), *_last(task, sight)),
        submission_key=submission_key,
        seen_version=task.version,
        kind_error=errors.get("kind", ""),
        button=button,
    )


def takes_reports(task: TaskView, sight: Sight) -> bool:
    """Tell whether the page offers a form for a task."""
    return not sight.is_informed(task) and task.status not in (Status.CLOSED, Status.PAUSED)


def _last(task: TaskView, sight: Sight) -> tuple[str, ...]:
    """A returned row shows what was missing; what had been reported then stands in the form."""
    report = task.last_report
    if report is None or task.status is not Status.RETURNED:
        return ()
    return (f"上次填报：{report_words(report, sight.today)}",)


def _filled(view: FieldView, typed: Typed, errors: Mapping[str, str]) -> FieldView:
    value = typed.values.get(view.name, "")
    # A browser's date field shows nothing for words it cannot read, which would lose them.
    kind = "line" if view.kind == "day" and value and not _ISO_DAY.fullmatch(value) else view.kind
    return FieldView(
        name=view.name,
        label=view.label,
        hint=view.hint,
        kind=kind,
        value="" if view.kind == "file" else value,
        is_optional=view.is_optional,
        is_wide=view.is_wide,
        limit=view.limit,
        autocomplete=view.autocomplete,
        error=errors.get(view.name, ""),
    )


def _fields(choice: Choice, task: TaskView, today: date, shares: bool) -> tuple[FieldView, ...]:
    letter = choice.letter
    by = FieldView(f"{letter}-by", "填报人", "姓名，审核时好联系", "line", autocomplete="name")
    phone = FieldView(
        f"{letter}-phone", "联系电话", "有疑问时打给谁", "line", is_optional=True, autocomplete="tel"
    )
    if choice.kind is ReportKind.COMPLETION:
        return _completion_fields(task, today, by, phone, shares=shares)
    if choice.kind is ReportKind.PROGRESS:
        note = "写一两句：做到哪一步、下一步做什么"
        expected = FieldView("p-day", "预计完成日期", "只是估计，不改变时限", "day", is_optional=True)
        return (FieldView("p-note", "目前进展", note, "text", is_wide=True), by, expected, phone)
    hint = "写一两句：卡在哪一步、已经试过什么"
    wanted = "写出单位和事情，会转给分管领导"
    return (
        FieldView("d-note", "难在哪里", hint, "text", is_wide=True),
        by,
        FieldView("d-day", "预计可完成日期", "只是估计，不改变时限", "day", is_optional=True),
        FieldView("d-help", "需要谁协调什么", wanted, "line", is_optional=True, is_wide=True),
        phone,
    )


def _completion_fields(
    task: TaskView, today: date, by: FieldView, phone: FieldView, *, shares: bool
) -> tuple[FieldView, ...]:
    prompt = prompt_for(task.title)
    date_hint = "本单位的部分做完的那一天" if shares else prompt.date_hint
    result_hint = "写一两句：本单位做了什么、结果怎样" if shares else prompt.result_hint
    file_hint = f"一个文件，不超过{MAX_WORDS}。不需要现场照片"
    return (
        FieldView("c-day", "实际完成日期", date_hint, "day", limit=today.isoformat()),
        by,
        FieldView("c-note", "办理结果", result_hint, "text", is_wide=True),
        FieldView("c-proof", "文号或网址", prompt.proof_hint, "line", is_optional=True),
        phone,
        FieldView("c-file", "附件", file_hint, "file", is_optional=True, is_wide=True, limit=ACCEPTED),
    )
