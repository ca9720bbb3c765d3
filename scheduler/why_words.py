"""The sentences of 为什么发了，为什么没发. Values in, words out: nothing is read and nothing is decided."""

from dataclasses import dataclass
from datetime import date, datetime

from models.kinds import MessageState, NoticeState
from models.store_messages import MessageRecord
from models.store_notices import NoticeRecord
from rules.explain import Quiet, Silence
from rules.facts import STAGE_ASSIGN, STAGE_CARRIED, STAGE_RETURNED, STAGE_WEEKLY, Notice, NoticeKind, Status
from rules.policy import Policy
from scheduler.hours import Hours
from scheduler.past import Past
from scheduler.posting import SLOT_DIGEST, SLOT_LEADER, SLOT_LETTER, SLOT_RETURNED
from scheduler.services import SHANGHAI
from scheduler.unsaid import Standing
from templates.filters import day_words

_STAGE_WORDS = {
    STAGE_ASSIGN: "交办",
    STAGE_RETURNED: "退办",
    STAGE_WEEKLY: "每周逾期清单",
    STAGE_CARRIED: "附列",
}
_SLOT_WORDS = (
    (SLOT_DIGEST, "随汇总信"),
    (SLOT_RETURNED, "单独一封"),
    (SLOT_LETTER, "单独一封"),
    (SLOT_LEADER, "发给分管领导"),
)
_STATUS_WORDS = {
    Status.REPORTED: "已报完成",
    Status.CLOSED: "已办结",
    Status.WITHDRAWN: "已撤销",
    Status.UNCONFIRMED: "待确认，不提醒",
    Status.PAUSED: "暂停",
    Status.DRAFT: "还是草稿，没有入库",
}
_LETTER = "催办通知单"
SENT = "发了"
HELD = "等您核发"


def stage_words(stage: str) -> str:
    """Return a stage as people read it: ``T−3``, ``交办``, ``每周逾期清单``."""
    head = stage.partition("-")[0]
    if head in _STAGE_WORDS:
        return _STAGE_WORDS[head]
    return stage.replace("-", "−")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was or was not said about a task to one office on a day."""

    office: str
    stage: str
    """The rung, level or kind it is about; empty when it is about all of them."""
    was_sent: bool
    sentence: str
    message_id: int | None = None
    letter_id: int | None = None
    """The letter that waits for release."""

    @property
    def stage_words(self) -> str:
        """The stage as people read it."""
        return stage_words(self.stage)


@dataclass(frozen=True, slots=True)
class Words:
    """What the sentences of one page share."""

    day: date
    today: date
    hours: Hours
    past: Past
    policy: Policy
    is_paused: bool
    has_run: bool

    def on(self, day: date) -> str:
        """Return a day, with its year when it is not the present one."""
        return day_words(day, self.today)

    @property
    def not_sent(self) -> str:
        """The first words of what does not leave."""
        return "不会发" if self.day > self.today else "没发"

    def clock(self, moment: datetime) -> str:
        """Return the time of day of a moment."""
        return f"{moment.astimezone(SHANGHAI):%H:%M}"

    # What exists.

    def subject(self, record: NoticeRecord | Notice) -> str:
        """Return what a notice is about, in a few words."""
        if record.kind is NoticeKind.LETTER:
            return _LETTER
        if record.kind is NoticeKind.ESCALATION:
            return f"{_LETTER}抄送分管领导"
        if record.stage.startswith((STAGE_WEEKLY, STAGE_CARRIED)):
            return f"{stage_words(record.stage)}，{record.reason}"
        return record.reason

    def of_record(self, record: NoticeRecord, message: MessageRecord | None) -> str:
        """Return the sentence of a notice that exists, as it stands now."""
        if record.kind is NoticeKind.CIRCULAR:
            return "没发：拟列入通报，只作标记，不发信"
        if record.state is NoticeState.PHONED:
            return f"没发：改为电话催办{self._phoned(record)}"
        if record.kind is NoticeKind.LETTER and message is None:
            return self.of_letter(record)
        if message is None:
            return f"没发：{record.decision_note or '没有信可发'}"
        if message.state is MessageState.SENT:
            return self._sent(record, message)
        return self._not_yet(message)

    def _sent(self, record: NoticeRecord, message: MessageRecord) -> str:
        at = self.clock(message.sent_at) if message.sent_at else ""
        is_other_day = record.left_on is not None and record.left_on != self.day
        when = f"{self.on(record.left_on)} {at}" if is_other_day and record.left_on else at
        how = next((words for slot, words in _SLOT_WORDS if message.slot.startswith(slot)), "单独一封")
        return f"{SENT}：{self.subject(record)}，{when}，{how}"

    def _not_yet(self, message: MessageRecord) -> str:
        if message.state is MessageState.FAILED:
            return "没发：被退回，请核对邮箱后重发"
        if message.state is MessageState.CANCELLED:
            return "没发：内容或收信人已变，信已取消"
        if self.is_paused:
            return "没发：全部暂停发送"
        if message.state is MessageState.UNKNOWN:
            return f"没发：邮件系统没有答复，{self.clock(message.next_try_at)}用同一封信再试"
        if message.next_try_at > self.hours.now:
            return f"没发：邮件系统暂时没有收，{self.clock(message.next_try_at)}再试"
        return "没发：信已写好，等待发出"

    def of_letter(self, record: NoticeRecord) -> str:
        """Return the sentence of a letter no message carries: waiting, or settled in another way."""
        if record.state is NoticeState.RELEASED:
            return f"没发：{_LETTER}已核发，下一次运行发出"
        if record.state is NoticeState.DROPPED and record.planned_on != self.day:
            return f"没发：{_LETTER}定为不发（{record.decision_note}），不再往上一级"
        about = record.reason if record.planned_on == self.day else f"{self.on(record.planned_on)}起"
        until = record.hold_until if record.state is NoticeState.HELD else None
        parts = [f"{HELD}：{_LETTER}，{about}", f"暂缓到{self.on(until)}" if until else ""]
        return "，".join(part for part in parts if part) + self._outcome(record)

    def held_that_day(self, record: NoticeRecord) -> str:
        """Return the sentence of a letter that has left since, for a day on which it waited."""
        about = record.reason if record.planned_on == self.day else f"{self.on(record.planned_on)}起"
        return f"{HELD}：{_LETTER}，{about}{self._outcome(record)}"

    def _outcome(self, record: NoticeRecord) -> str:
        if record.state is NoticeState.LEFT and record.left_on:
            return f"（{self.on(record.left_on)}发出）"
        if record.state is NoticeState.PHONED:
            return f"（后来改为电话催办{self._phoned(record)}）"
        if record.state is NoticeState.DROPPED:
            return f"（后来定为不发：{record.decision_note}）"
        if record.state is NoticeState.LAPSED:
            return f"（{self.on(self.past.lapsed_on(record))}自动撤回：{record.decision_note}）"
        return ""

    def _phoned(self, record: NoticeRecord) -> str:
        return f"，{self.on(record.left_on)}" if record.left_on else ""

    # What does not exist.

    def of_unsaid(self, notice: Notice, standing: Standing) -> str:
        """Return the sentence of a due notice that today has no row for."""
        if standing is Standing.DIGEST_LEFT:
            return "没发：当天的汇总信已先发出，次日补上"
        if standing is Standing.NO_ADDRESS:
            return "没发：没有收信邮箱"
        if standing is Standing.CLOSED:
            return "没发：今天的发信时段已过，下一个工作日补上"
        if standing is Standing.LOST:
            why = "请告诉系统管理员" if self.has_run else "今天的发信还没有运行"
            return f"应发未发：{self.subject(notice)}，{why}"
        when = (
            "下一次运行时" if standing is Standing.TOUCHED else f"今天{self.clock(self.hours.opens_at)}以后"
        )
        return self.planned(notice, when)

    def planned(self, notice: Notice, when: str = "") -> str:
        """Return the sentence of a notice that is still to be made."""
        if notice.kind is NoticeKind.CIRCULAR:
            return "到时只作标记：拟列入通报，不发信"
        if notice.held:
            return f"到时{HELD}：{self.subject(notice)}，{notice.reason}"
        if self.is_paused and self.day == self.today:
            return "没发：全部暂停发送"
        return f"到时会发：{self.subject(notice)}" + (f"，{when}" if when else "")

    def of_status(self, status: Status) -> str:
        """Return the sentence of a task nobody owes, on the day."""
        since = self.past.turned_on(self.day, status)
        return f"{self.not_sent}：{_STATUS_WORDS[status]}" + (f"，{self.on(since)}" if since else "")

    def of_silence(self, quiet: Silence, office_id: int) -> str:
        """Return the sentence of a ladder that has nothing new to say."""
        return f"{self.not_sent}：{self._quiet(quiet, office_id)}"

    def _quiet(self, quiet: Silence, office_id: int) -> str:
        first = self.on(quiet.on) if quiet.on else ""
        if quiet.cause is Quiet.RUNG_AHEAD:
            return f"还没到提醒日，{stage_words(quiet.stage)}是{first}"
        if quiet.cause is Quiet.LEVEL_AHEAD and quiet.below_left_on is None:
            return f"还没到逾期提示日，{quiet.stage}是{first}"
        if quiet.cause is Quiet.LEVEL_AHEAD and quiet.below_left_on is not None:
            return f"这一级{self.on(quiet.below_left_on)}已发，下一级要等到{first}"
        if quiet.cause is Quiet.PART_DONE:
            done_on = self.past.part_done_on(office_id, self.day)
            return "本单位部分已完成" + (f"，{self.on(done_on)}" if done_on else "")
        if quiet.cause is Quiet.LEVEL_BELOW_WAITS and self._is_letter(quiet.stage):
            return f"{_LETTER}要等您核发，发出之后再计下一级"
        return {
            Quiet.NO_DATE: "无固定时限，不提醒",
            Quiet.REST_DAY: "不是工作日",
            Quiet.LEAD_ONLY: "过了时限只催牵头单位",
            Quiet.LEVEL_BELOW_WAITS: "上一级还没有发出，发出之后再计下一级",
        }.get(quiet.cause, "各级都已说过，以后列在每周逾期清单里" if self.policy.weekly else "各级都已说过")

    def _is_letter(self, stage: str) -> bool:
        index = self.policy.level_index(stage)
        return index is not None and self.policy.levels[index].held
