"""The words of the slip that is handed over where mail does not reach (送达单).

One line a task, as in the digest: what, by when with the words of the table, what to do, whom to call.
"""

from collections.abc import Iterator
from datetime import date

from rules.facts import NoticeKind
from rules.policy import Policy
from rules.workdays import Calendar, weekday_name
from templates.cleaning import cleaned
from templates.filters import book_title, day_words, long_day
from templates.mail_values import Bureau, Line
from templates.slip_values import Slip, SlipField, SlipForm, SlipRow
from templates.wording_dates import deadline, derivation, original, provisional
from templates.wording_notes import example_words
from templates.wording_rows import letter_number, other_offices, overdue_words, report_words, undated_words

HEADS = ("序号", "重点工作", "时限", "要办什么")
_MOMENT = "　　年　　月　　日　时"
_WORK_ENDINGS = "处室院馆办"


def slip_form(slip: Slip, *, policy: Policy, calendar: Calendar) -> SlipForm:
    """Return the finished text of a slip."""
    slip = cleaned(slip)
    teller = _Teller(slip, policy, calendar)
    return SlipForm(
        on=slip.on,
        office_name=slip.office_name,
        is_draft=not slip.number_words,
        title=teller.title(),
        number=f"编号：{slip.number_words or '　　　　　号'}",
        day=long_day(slip.on),
        to=f"{slip.office_name}：",
        opening=teller.opening(),
        heads=HEADS,
        rows=tuple(teller.row(line, number) for number, line in enumerate(slip.lines, start=1)),
        note=teller.note(),
        issuer=slip.bureau.supervision_name,
        contact=_contact(slip.bureau),
        record_title="送达记录",
        record=(
            SlipField("送达人", "", "送达时间", _MOMENT),
            SlipField("接收人\n（签收）", "", "签收时间", _MOMENT),
        ),
        answer_label="办理情况",
        answer_hint="逐项写明，交回本单或打电话报送都可以。",
        answer_sign="单位负责人（签字）：　　　　　　　　　　　　年　　月　　日",
        foot=f"本单一式两份，{slip.office_name}、{slip.bureau.supervision_short}各存一份；不得填写涉密内容。",
    )


def you(office_name: str) -> str:
    """Return how a paper speaks to an office: ``你处``, ``你室``, else ``你单位``."""
    last = office_name[-1:]
    return f"你{last}" if last and last in _WORK_ENDINGS else "你单位"


def _contact(bureau: Bureau) -> str:
    hours = f"（{bureau.hours}）" if bureau.hours else ""
    phone = f"，电话{bureau.phone}{hours}" if bureau.phone else ""
    return f"联系：{bureau.supervision_short}{phone}"


class _Teller:
    """One slip, told line by line."""

    def __init__(self, slip: Slip, policy: Policy, calendar: Calendar) -> None:
        self.slip = slip
        self.policy = policy
        self.calendar = calendar
        self.letters = [line for line in slip.lines if line.kind is NoticeKind.LETTER]

    def title(self) -> str:
        """A slip of letters alone is the letter on paper."""
        if len(self.letters) < len(self.slip.lines):
            return "督办事项送达单"
        numbers = {letter_number(line) for line in self.letters}
        return f"催办通知单（第{numbers.pop()}次）" if len(numbers) == 1 else "催办通知单"

    def opening(self) -> str:
        """Say what this paper is; a supervisor's own words come first."""
        slip, count = self.slip, len(self.slip.lines)
        if slip.opening_words:
            return _sentence(slip.opening_words)
        basis = "、".join(book_title(title) for title in slip.plan_titles)
        if len(self.letters) == count:
            late = f"{basis}中，下列{count}项已过时限，至今没有收到完成情况，现予催办。"
            return f"{you(slip.office_name)}负责的{late}"
        return f"按{basis}，下列{count}项请按表办理。"

    def row(self, line: Line, number: int) -> SlipRow:
        """Return one task."""
        roles = other_offices(line, self.slip.office_name)
        return SlipRow(
            number=number,
            title=(line.title, roles) if roles else (line.title,),
            due=tuple(self._due(line)),
            to_do=tuple(part for part in self._to_do(line) if part),
        )

    def _due(self, line: Line) -> Iterator[str]:
        if line.due_on is None:
            yield undated_words(line)
            return
        yield f"{day_words(line.due_on, self.slip.on)} {weekday_name(line.due_on)}"
        if original(line):
            yield original(line)
        if line.is_unconfirmed:
            return
        if line.due_on < self.slip.on:
            yield overdue_words(line)
        elif line.kind in (NoticeKind.REMINDER, NoticeKind.DUE_TODAY):
            yield line.reason

    def _to_do(self, line: Line) -> Iterator[str]:
        yield self._step(line)
        yield self._ask(line)
        yield f"最近反馈：{report_words(line, self.slip.on)}" if report_words(line, self.slip.on) else ""

    def _step(self, line: Line) -> str:
        """Which step this is, where it is one."""
        if line.kind is NoticeKind.LETTER:
            return f"第{letter_number(line)}次催办。"
        if line.kind is NoticeKind.RETURNED:
            return f"退回，请补充：{_sentence(line.return_note)}" if line.return_note else "退回，请补充。"
        return ""

    def _ask(self, line: Line) -> str:
        if line.kind is NoticeKind.INFORM:
            return "知悉，不用填报。"
        if line.is_unconfirmed:
            return "导入时已过时限，请告诉我们是否已完成。"
        if line.kind is NoticeKind.RETURNED:
            return f"{self._by(self._returned_on(line))}前补充后重新报送。"
        if line.kind is NoticeKind.LETTER:
            by = self._by(self._in_workdays(self.policy.letter_reply_days))
            return f"{by}下班前答复。"
        if line.due_on is not None and line.due_on < self.slip.on:
            by = self._by(self._in_workdays(self.policy.ask_reply_days))
            return f"是否已完成？{by}前告诉我们。"
        if line.due_on is None:
            return "没有固定时限，有进展时告诉我们。"
        if not line.is_lead and line.lead_confirmed:
            return f"配合{line.lead_name}按时限办理。"
        return "按时限办理，办完报送。"

    def _in_workdays(self, days: int) -> date:
        return self.calendar.add_workdays(self.slip.on, days)

    def _returned_on(self, line: Line) -> date:
        days = [day for day in (line.reply_by, line.due_on) if day is not None and day >= self.slip.on]
        return days[0] if days else self._in_workdays(self.policy.ask_reply_days)

    def _by(self, day: date) -> str:
        return deadline(day, calendar=self.calendar, today=self.slip.on)

    def note(self) -> str:
        """How dates were counted and what else to know, numbered."""
        is_late = any(line.workdays_overdue for line in self.slip.lines)
        notes = (
            derivation(self.slip.lines, self.policy),
            "逾期按工作日计，不含法定节假日，含调休上班日。" if is_late else "",
            provisional(self.slip.lines, self.calendar),
            _sentence(self.slip.closing_words) if self.slip.closing_words else "",
            "已完成的，报完成日期和文号或公开网址，不另报照片、截图；没完成的，说明进展、原因和预计完成日期。",
            "有困难的，或者时限、牵头、职责不对的，请早些告诉我们。",
            example_words(self.slip.bureau).replace("邮件", "单子"),
        )
        said = [note for note in notes if note]
        return "注：" + "".join(f"{number}.{note}" for number, note in enumerate(said, start=1))


def _sentence(text: str) -> str:
    return text if text.endswith(("。", "！", "？", "；")) else f"{text}。"
