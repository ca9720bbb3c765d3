"""为什么发了，为什么没发: one sentence for each possible notice of a task to each named office on a day.

What exists is told from its rows; what does not exist is explained by the same decision that a pass asks,
over the task as it stood on that day. For a day ahead it says what is planned if nobody answers. It
stores nothing and decides nothing.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import Enum, auto

from sqlalchemy.engine import Connection

from models import store_audit, store_messages, store_tasks, store_why
from models.kinds import MessageState, NoticeState, PlanState
from models.store_audit import SENDING_PAUSED
from models.store_directory import load_directory
from models.store_messages import MessageRecord
from models.store_notices import NoticeRecord
from rules.errors import InputError
from rules.explain import Quiet, look_ahead, silence
from rules.facts import WORKING, Assignee, Notice, NoticeKind, Role, TaskFacts
from rules.plan import due_notices
from scheduler.past import Past, read_past
from scheduler.posting import SLOT_DIGEST
from scheduler.services import SHANGHAI, Services
from scheduler.too_long import too_long
from scheduler.unsaid import Passes, passes_of, unsaid
from scheduler.why_words import HELD, SENT, Reason, Words

#: How far ahead a day may lie.
_LONGEST_AHEAD = timedelta(days=731)
_FIRST_YEAR = 2000
_WAITING = (MessageState.PENDING, MessageState.UNKNOWN)


class Tense(Enum):
    """Whether a day lies behind, is this one, or lies ahead."""

    PAST = auto()
    TODAY = auto()
    AHEAD = auto()


def why(services: Services, connection: Connection, task_id: int, day: date, *, today: date) -> list[Reason]:
    """Return, office by office, what was said about a task on a day or why nothing was.

    Raises :class:`NotFoundError` for a task nobody has and :class:`InputError` for a day out of reach.
    """
    if not is_within_reach(day, today=today):
        raise InputError(f"只能看{_FIRST_YEAR}年以后、两年以内的日子。")
    past = read_past(connection, store_tasks.load_task(connection, task_id))
    case = _Case(services, connection, past, day=day, today=today)
    named = [who for who in case.facts.assignees if who.role is not Role.INFORMED]
    return [reason for who in named for reason in case.reasons(who)]


def is_within_reach(day: date, *, today: date) -> bool:
    """Tell whether a day can be asked about."""
    return day.year >= _FIRST_YEAR and day - today <= _LONGEST_AHEAD


class _Case:
    """One task on one day with everything that is known of it."""

    def __init__(
        self, services: Services, connection: Connection, past: Past, *, day: date, today: date
    ) -> None:
        self.services = services
        self.connection = connection
        self.past = past
        self.day = day
        self.calendar = services.calendar(connection)
        self.directory = load_directory(connection)
        self.passes = passes_of(
            services, connection, calendar=self.calendar, today=today, now=services.clock()
        )
        self.tense = _tense(day, self.passes)
        self.facts = past.on(day) if self.tense is Tense.PAST else past.now
        ids = {one.message_id for one in past.records if one.message_id is not None}
        self.messages = {one.id: one for one in store_messages.messages(connection, ids=ids, limit=5000)}
        self.words = Words(
            day=day,
            today=today,
            hours=self.passes.hours,
            past=past,
            policy=services.policy,
            is_paused=bool(store_audit.switch_value(connection, SENDING_PAUSED)),
            has_run=self.passes.has_run,
        )
        self.missing = self._missing() if self._is_in_force() else []

    def reasons(self, who: Assignee) -> Iterator[Reason]:
        """Yield what was said to an office, what should have been, and why its ladder is silent."""
        told = [
            *self._said(who),
            *(reason for office_id, reason in self.missing if office_id == who.office_id),
        ]
        yield from told
        if not any(reason.stage.startswith("T") for reason in told):
            yield self._why_silent(who)

    def _reason(
        self, office_id: int, stage: str, sentence: str, record: NoticeRecord | None = None
    ) -> Reason:
        is_held = record is not None and record.state is NoticeState.HELD
        return Reason(
            office=self.directory.offices[office_id].name,
            stage=stage,
            was_sent=sentence.startswith(SENT),
            sentence=sentence,
            message_id=record.message_id if record else None,
            letter_id=record.id if record is not None and is_held else None,
        )

    # What exists.

    def _said(self, who: Assignee) -> Iterator[Reason]:
        for record in self.past.records:
            if record.office_id == who.office_id and self.day in (record.planned_on, record.left_on):
                stage = "" if record.kind is NoticeKind.ESCALATION else record.stage
                yield self._reason(who.office_id, stage, self._record_words(record), record)

    def _record_words(self, record: NoticeRecord) -> str:
        if record.kind is NoticeKind.LETTER and self._was_waiting(record):
            return self.words.held_that_day(record)
        message = self.messages.get(record.message_id or 0)
        if self._is_stuck(record, message):
            return f"应发未发：{self.words.subject(record)}，早该发出，还在等"
        return self.words.of_record(record, message)

    def _was_waiting(self, letter: NoticeRecord) -> bool:
        """Whether a letter that was settled on a later day still waited for release on this one."""
        released_on = letter.released_at.astimezone(SHANGHAI).date() if letter.released_at else None
        settled_on = letter.left_on or released_on
        return settled_on is not None and settled_on > self.day

    def _is_stuck(self, record: NoticeRecord, message: MessageRecord | None) -> bool:
        """Whether the auditor would complain of a notice that was decided and has not left."""
        if message is not None:
            return self._waits_too_long(message)
        if record.state is not NoticeState.RELEASED or record.released_at is None:
            return False
        hours = self.passes.hours
        return hours.is_open and hours.now - max(record.released_at, hours.opens_at) > self.passes.patience

    def _waits_too_long(self, message: MessageRecord) -> bool:
        is_waiting = message.state in _WAITING
        since = too_long(self.services, self.connection, self.passes.hours) if is_waiting else None
        if since is None:
            return False
        pilot = self.services.mail.redirect_to
        stuck = store_why.stuck_waiting(self.connection, since, only_recipient=pilot, only_id=message.id)
        return bool(stuck.count)

    # What is due and does not exist.

    def _missing(self) -> list[tuple[int, Reason]]:
        if self.tense is Tense.PAST:
            found = [(one, self._missed_words(one)) for one in self._missed()]
        elif self.tense is Tense.TODAY:
            found = [
                (one.notice, self.words.of_unsaid(one.notice, one.standing))
                for one in unsaid(
                    self.services,
                    self.connection,
                    [self.facts],
                    passes=self.passes,
                    calendar=self.calendar,
                    directory=self.directory,
                )
            ]
        else:
            found = list(self._ahead())
        return [(one.office_id, self._reason(one.office_id, one.stage, words)) for one, words in found]

    def _missed(self) -> list[Notice]:
        keys = {one.dedupe_key for one in self.past.records if one.planned_on <= self.day}
        return [one for one in self._due(self.facts) if one.dedupe_key not in keys]

    def _due(self, facts: TaskFacts) -> list[Notice]:
        due = due_notices([facts], policy=self.services.policy, calendar=self.calendar, today=self.day)
        return [one for one in due if one.causes]

    def _missed_words(self, notice: Notice) -> str:
        """Why a notice that was due on an earlier day has no row of that day."""
        record = next((one for one in self.past.records if one.dedupe_key == notice.dedupe_key), None)
        later = f"，{self.words.on(record.planned_on)}补上" if record else ""
        if not self.directory.offices[notice.office_id].email and not notice.held:
            return "没发：没有收信邮箱"
        messages = store_messages.messages(
            self.connection, office_id=notice.office_id, run_from=self.day, run_to=self.day
        )
        digests = [one for one in messages if one.slot.startswith(SLOT_DIGEST)]
        if any(one.state is not MessageState.CANCELLED for one in digests):
            return f"没发：当天的汇总信已先发出{later}"
        if self._was_paused():
            return f"没发：全部暂停发送{later}"
        if digests:
            return f"没发：当天的信没有发出，已取消{later}"
        before = {one.dedupe_key for one in self._due(self.past.on(self.day - timedelta(days=1)))}
        if notice.dedupe_key not in before:
            return f"没发：当天才有变动，发信已过{later}"
        return f"应发未发：{self.words.subject(notice)}，当天没有生成{later}"

    def _was_paused(self) -> bool:
        """Whether all sending stood paused at the end of the day, as far as the record tells."""
        events = store_audit.audit_events(self.connection, subject=("sending", ""))
        before = (one for one in events if one.at.astimezone(SHANGHAI).date() <= self.day)
        last = next(before, None)
        return last is not None and last.act == "sending_pause"

    def _ahead(self) -> Iterator[tuple[Notice, str]]:
        passes = self.passes
        start = passes.today + timedelta(days=1) if passes.has_run or passes.hours.is_over else passes.today
        offices = self.directory.offices
        without = {who.office_id for who in self.facts.assignees if not offices[who.office_id].email}
        ahead = look_ahead(
            self.facts,
            policy=self.services.policy,
            calendar=self.calendar,
            start=max(start, passes.last_on + timedelta(days=1)) if passes.last_on else start,
            day=self.day,
            keys={one.dedupe_key for one in self.past.records},
            unreachable=without,
        )
        self.facts = ahead.task
        for notice in ahead.notices:
            is_lost = (
                notice.office_id in without and not notice.held and notice.kind is not NoticeKind.CIRCULAR
            )
            yield notice, "不会发：没有收信邮箱" if is_lost else self.words.planned(notice)

    # What is not due.

    def _is_in_force(self) -> bool:
        plan = self.past.plan
        is_released = plan.state is PlanState.RELEASED and (plan.released_on or self.day) <= self.day
        return is_released and self.past.registered_on <= self.day

    def _why_silent(self, who: Assignee) -> Reason:
        words = self._silent_words(who)
        letter = self._waiting_letter(who) if words.startswith(HELD) else None
        return self._reason(who.office_id, letter.stage if letter else "", words, letter)

    def _waiting_letter(self, who: Assignee) -> NoticeRecord | None:
        """The letter that waited for release on the day, or was dropped before it."""
        for record in reversed(self.past.records):
            is_mine = record.office_id == who.office_id and record.kind is NoticeKind.LETTER
            is_round = record.round == who.round and record.planned_on < self.day
            has_gone = record.left_on is not None and record.left_on <= self.day
            has_lapsed = record.state is NoticeState.LAPSED and self.past.lapsed_on(record) <= self.day
            if is_mine and is_round and not has_gone and not has_lapsed:
                return record
        return None

    def _silent_words(self, who: Assignee) -> str:
        if not self._is_in_force():
            return self._not_in_force_words()
        if self.facts.status not in WORKING:
            return self.words.of_status(self.facts.status)
        quiet = silence(self.facts, who, policy=self.services.policy, calendar=self.calendar, day=self.day)
        if quiet is None:
            return f"{self.words.not_sent}：这一级的信已自动撤回，没有再起草"
        letter = self._waiting_letter(who)
        if quiet.cause is Quiet.LEVEL_BELOW_WAITS and letter is not None and self.tense is not Tense.AHEAD:
            return self._record_words(letter)
        return self.words.of_silence(quiet, who.office_id)

    def _not_in_force_words(self) -> str:
        plan, words = self.past.plan, self.words
        if self.past.registered_on > self.day:
            return f"没发：当时还没有这一项，{words.on(self.past.registered_on)}才登记"
        if plan.state is PlanState.WITHDRAWN:
            return f"{words.not_sent}：计划已撤回"
        return "没发：计划当时还没发布" if self.tense is Tense.PAST else f"{words.not_sent}：计划还没发布"


def _tense(day: date, passes: Passes) -> Tense:
    """A day lies behind as soon as a pass for it, or for a later one, has run."""
    if day == passes.today:
        return Tense.TODAY
    has_run = passes.last_on is not None and day <= passes.last_on
    return Tense.PAST if day < passes.today or has_run else Tense.AHEAD
