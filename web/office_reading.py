"""From a posted form to a checked report, or to everything that is wrong with it at once.

Only the fields of the chosen answer are read; nothing is stored here.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from models.kinds import ReportKind
from rules import lifecycle
from rules.errors import InputError
from scheduler.tracking import MAX_NOTE, ReportInput, Upload
from templates.filters import one_line
from web.office_body import Body
from web.office_dates import read_day
from web.office_files import SentFile, check_file
from web.office_form import Typed
from web.office_problems import Problem, file_problem

_LETTERS = {ReportKind.COMPLETION: "c", ReportKind.PROGRESS: "p", ReportKind.DIFFICULTY: "d"}
_EMPTY_NOTE = {
    ReportKind.COMPLETION: "请写一两句办理结果",
    ReportKind.PROGRESS: "请写一两句目前进展",
    ReportKind.DIFFICULTY: "请写一两句难在哪里",
}
_MAX_LINE = 200
_MAX_NAME = 50
_LONGEST_QUOTE = 20
_BROKEN_OFF = "附件没有传完，这次没有提交。文字还在，请再试一次，或不带附件提交"
_MAX_VERSION = 2**31


@dataclass(frozen=True, slots=True)
class Reading:
    """What a posted form says: a report, or the problems that keep it from being one."""

    typed: Typed
    key: str
    report: ReportInput | None = None
    problems: tuple[Problem, ...] = ()


def read_report(body: Body, *, today: date) -> Reading:
    """Return the report of a posted form, or what is wrong with it."""
    typed = Typed(body.text("kind"), body.fields)
    key = body.text("key")[:64]
    kind = next((kind for kind in _LETTERS if kind.value == typed.kind), None)
    if kind is None:
        return Reading(typed, key, problems=(Problem("kind", "请先选一种情况"),))
    fields = _Fields(body, _LETTERS[kind], kind, today)
    problems = tuple(fields.problems())
    if problems:
        return Reading(typed, key, problems=problems)
    return Reading(typed, key, report=fields.report(key, _version(body.text("version"))))


def _version(text: str) -> int | None:
    is_number = text.isascii() and text.isdigit() and len(text) <= 10
    return min(int(text), _MAX_VERSION) if is_number else None


def several_lines(text: str) -> str:
    """Return a text with its line breaks, each line without control characters."""
    return "\n".join(
        one_line(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ).strip()


class _Fields:
    """The fields of one chosen answer."""

    def __init__(self, body: Body, letter: str, kind: ReportKind, today: date) -> None:
        self.body = body
        self.letter = letter
        self.kind = kind
        self.today = today
        self.sent: SentFile | None = body.sent if kind is ReportKind.COMPLETION else None
        self.checked = check_file(self.sent) if self.sent is not None else None
        self.day = read_day(self.line("day"), today)
        self.note = several_lines(self.text("note"))

    def text(self, name: str) -> str:
        """Return a field of the chosen answer as it was typed."""
        return self.body.text(f"{self.letter}-{name}")

    def line(self, name: str) -> str:
        """Return a field as one line."""
        return one_line(self.text(name)).strip()

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong, in the order of the fields."""
        yield from self._day_problems()
        yield from self._note_problems()
        if not self.line("by"):
            yield self._at("by", "请填填报人姓名")
        for name, limit in (
            ("by", _MAX_NAME),
            ("phone", _MAX_NAME),
            ("proof", _MAX_LINE),
            ("help", _MAX_LINE),
        ):
            if len(self.line(name)) > limit:
                yield self._at(name, f"最多{limit}字，现在{len(self.line(name))}字")
        if not self.body.is_complete:
            yield self._at("file" if self.kind is ReportKind.COMPLETION else "note", _BROKEN_OFF)
        elif self.sent is not None and self.checked is not None and not isinstance(self.checked, Upload):
            yield file_problem("c-file", self.sent, self.checked)

    def _at(self, name: str, words: str) -> Problem:
        return Problem(f"{self.letter}-{name}", words)

    def _day_problems(self) -> Iterator[Problem]:
        typed = self.line("day")
        if typed and self.day is None:
            quoted = typed[:_LONGEST_QUOTE] + ("…" if len(typed) > _LONGEST_QUOTE else "")
            yield self._at("day", f"没看懂“{quoted}”这个日期，请写成 {self.today.isoformat()}")
        if self.kind is not ReportKind.COMPLETION:
            return
        if not typed:
            yield self._at("day", f"请填实际完成日期，例如 {self.today.isoformat()}")
        if self.day is not None:
            try:
                lifecycle.check_completion_day(self.day, today=self.today)
            except InputError as error:
                yield self._at("day", error.message.removesuffix("。"))

    def _note_problems(self) -> Iterator[Problem]:
        if not self.note:
            yield self._at("note", _EMPTY_NOTE[self.kind])
        if len(self.note) > MAX_NOTE:
            yield self._at("note", f"最多{MAX_NOTE}字，现在{len(self.note)}字")

    def report(self, key: str, seen_version: int | None) -> ReportInput:
        """Return the checked report; only called when there is no problem."""
        is_done = self.kind is ReportKind.COMPLETION
        return ReportInput(
            kind=self.kind,
            note=self.note,
            reported_by=self.line("by"),
            phone=self.line("phone"),
            completed_on=self.day if is_done else None,
            expected_on=None if is_done else self.day,
            proof=self.line("proof"),
            help_wanted=self.line("help"),
            upload=self.checked if isinstance(self.checked, Upload) else None,
            submission_key=self._submission_key(key),
            seen_version=seen_version,
        )

    def _submission_key(self, key: str) -> str:
        """One page and one content are one act; the same page sent again with other words is another."""
        if not key:
            return ""
        digest = hashlib.sha256(key.encode())
        for name in ("day", "note", "by", "phone", "proof", "help"):
            digest.update(b"\0" + self.text(name).encode())
        if self.sent is not None:
            digest.update(b"\0" + self.sent.name.encode() + b"\0" + self.sent.content)
        return digest.hexdigest() + self.kind.value
