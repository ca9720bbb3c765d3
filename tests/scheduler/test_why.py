"""为什么发了，为什么没发: one true sentence for each possible notice; days behind, today, days ahead."""

from datetime import date, time, timedelta

import pytest
from bureau import SUPERVISOR, Bureau

from models import db, store_audit, store_notices
from models.kinds import DueChangeClass, NoticeState, PlanState, ReportKind
from models.store_audit import SYSTEM, Actor
from notifiers.base import (
    AuthenticationRefusedError,
    ChannelDownError,
    PermanentError,
    SenderRefusedError,
    UnknownOutcomeError,
)
from rules.errors import InputError, NotFoundError
from rules.facts import NoticeKind, Status
from scheduler import checking, editing, release, sending, tracking
from scheduler.editing import DueMove
from scheduler.release import PhoneCall
from scheduler.tracking import ReportInput
from scheduler.why import why
from scheduler.why_words import Reason

IMPORT = date(2024, 2, 27)
START = date(2024, 2, 26)
DUE = date(2024, 2, 29)


def reasons(bureau: Bureau, title: str, day: date, *, office: str = "") -> list[Reason]:
    today = bureau.services.today()
    with db.reading(bureau.services.engine) as connection:
        found = why(bureau.services, connection, bureau.tasks[title], day, today=today)
    return [one for one in found if office in ("", one.office)]


def told(bureau: Bureau, title: str, day: date, *, office: str = "督导室") -> list[str]:
    """The sentences about a task to one office on a day."""
    return [one.sentence for one in reasons(bureau, title, day, office=office)]


@pytest.fixture
def example(bureau: Bureau) -> Bureau:
    """The worked example of docs/rules.md, with a supporting office beside the lead of B."""
    bureau.clock.put(IMPORT, time(8, 0))
    bureau.add_offices("机关党委", "督导室", "秘书处", "基教处")
    bureau.add_leader("分管局领导（一）", "leader1@example.org", ["督导室"])
    bureau.add_plan(2024, on=IMPORT)
    bureau.add_task("A", date(2024, 1, 31), "机关党委", status=Status.UNCONFIRMED)
    bureau.add_task("清单", DUE, "督导室")
    bureau.add_task("B", date(2024, 3, 31), "督导室", "基教处")
    bureau.add_task("C", date(2024, 3, 31), "秘书处", informed=("机关党委",), group_words="各处室")
    return bureau


@pytest.fixture
def office(bureau: Bureau) -> Bureau:
    """One task of two offices, due on Thursday 2024-02-29; the plan begins on the Monday before."""
    bureau.clock.put(START, time(8, 0))
    bureau.add_offices("督导室", "基教处")
    bureau.add_plan(2024, on=START)
    bureau.add_task("清单", DUE, "督导室", "基教处")
    return bureau


#: (day, task, office) → its sentences, asked on the evening of 2024-04-03; the letter of 清单 was released
#: that day at 14:00.
LOOKING_BACK: list[tuple[date, str, str, list[str]]] = [
    (date(2024, 2, 26), "B", "督导室", ["没发：当时还没有这一项，2月27日才登记"]),
    (
        date(2024, 2, 27),
        "清单",
        "督导室",
        ["发了：距到期2个工作日，08:30，随汇总信", "发了：交办，08:30，随汇总信"],
    ),
    (
        date(2024, 2, 27),
        "A",
        "机关党委",
        ["发了：导入时已过时限，请确认，08:30，随汇总信", "没发：待确认，不提醒"],
    ),
    (
        date(2024, 2, 27),
        "C",
        "秘书处",
        ["发了：交办，08:30，随汇总信", "没发：还没到提醒日，T−10是3月18日"],
    ),
    (date(2024, 2, 28), "清单", "督导室", ["没发：还没到提醒日，T是2月29日"]),
    (date(2024, 2, 29), "清单", "督导室", ["发了：今天到期，08:30，随汇总信"]),
    (date(2024, 3, 1), "清单", "督导室", ["发了：逾期1个工作日，08:30，随汇总信"]),
    (
        date(2024, 3, 4),
        "清单",
        "督导室",
        [
            "发了：每周逾期清单，逾期2个工作日，08:30，随汇总信",
            "没发：这一级3月1日已发，下一级要等到3月7日",
        ],
    ),
    (date(2024, 3, 7), "清单", "督导室", ["等您核发：催办通知单，逾期5个工作日（4月3日发出）"]),
    (date(2024, 3, 8), "清单", "督导室", ["等您核发：催办通知单，3月7日起（4月3日发出）"]),
    (date(2024, 3, 18), "B", "基教处", ["发了：距到期9个工作日，08:30，随汇总信"]),
    (date(2024, 3, 20), "B", "督导室", ["没发：还没到提醒日，T−3是3月27日"]),
    (
        date(2024, 3, 27),
        "清单",
        "督导室",
        [
            "发了：附列，逾期19个工作日，08:30，随汇总信",
            "等您核发：催办通知单，3月7日起（4月3日发出）",
        ],
    ),
    (
        date(2024, 3, 29),
        "B",
        "督导室",
        ["发了：本周日到期，今天是之前最后一个工作日，08:30，随汇总信"],
    ),
    (date(2024, 3, 30), "B", "督导室", ["没发：不是工作日"]),
    (date(2024, 4, 1), "B", "基教处", ["没发：过了时限只催牵头单位"]),
    (date(2024, 4, 2), "B", "督导室", ["没发：这一级4月1日已发，下一级要等到4月8日"]),
    (
        date(2024, 4, 3),
        "清单",
        "督导室",
        ["发了：催办通知单，14:00，单独一封", "发了：催办通知单抄送分管领导，14:00，发给分管领导"],
    ),
    (date(2024, 4, 3), "A", "机关党委", ["没发：待确认，不提醒"]),
]

#: The same, for days ahead, asked on that evening.
LOOKING_AHEAD: list[tuple[date, str, str, list[str]]] = [
    (date(2024, 4, 4), "B", "督导室", ["不会发：不是工作日"]),
    (date(2024, 4, 7), "B", "督导室", ["不会发：这一级4月1日已发，下一级要等到4月8日"]),
    (
        date(2024, 4, 8),
        "B",
        "督导室",
        ["到时等您核发：催办通知单，逾期5个工作日", "到时会发：每周逾期清单，逾期5个工作日"],
    ),
    (date(2024, 4, 9), "B", "督导室", ["不会发：催办通知单要等您核发，发出之后再计下一级"]),
    (date(2024, 4, 9), "B", "基教处", ["不会发：过了时限只催牵头单位"]),
    (date(2024, 4, 11), "清单", "督导室", ["到时只作标记：拟列入通报，不发信"]),
    (date(2024, 4, 12), "清单", "督导室", ["不会发：各级都已说过，以后列在每周逾期清单里"]),
    (date(2024, 4, 12), "A", "机关党委", ["不会发：待确认，不提醒"]),
]


def test_the_worked_example_is_explained_day_by_day(example: Bureau) -> None:
    """Every day of the example says what was said, what was held, and why nothing was; days ahead too."""
    example.live_until(IMPORT, date(2024, 4, 3))
    with db.reading(example.services.engine) as connection:
        letter = store_notices.notices(connection, states=(NoticeState.HELD,))[0]
    release.release_letters(example.services, SUPERVISOR, [letter.id])
    example.tick(date(2024, 4, 3), time(14, 0))

    for day, title, name, expected in LOOKING_BACK + LOOKING_AHEAD:
        assert (day, title, told(example, title, day, office=name)) == (day, title, expected)
    _check_that_sent_means_left(example, IMPORT, date(2024, 4, 3))


def _check_that_sent_means_left(example: Bureau, start: date, end: date) -> None:
    """What is called sent on a day is what left that day, with its message, and nothing else."""
    with db.reading(example.services.engine) as connection:
        rows = store_notices.notices(connection, states=(NoticeState.LEFT,))
    named = [row for row in rows if row.kind not in (NoticeKind.INFORM, NoticeKind.CIRCULAR)]
    for offset in range((end - start).days + 1):
        day = start + timedelta(days=offset)
        left = {(row.task_id, row.message_id) for row in named if row.left_on == day}
        sent = {
            (example.tasks[title], one.message_id)
            for title in example.tasks
            for one in reasons(example, title, day)
            if one.was_sent
        }
        assert (day, sent) == (day, left)


def test_what_is_foretold_is_what_then_happens(example: Bureau) -> None:
    """Sentences about days ahead, asked before the first pass, name what the passes of those days make."""
    end = date(2024, 4, 19)
    days = [IMPORT + timedelta(days=n) for n in range((end - IMPORT).days + 1)]
    foretold = {
        (day, title, one.office, one.stage)
        for day in days
        for title in example.tasks
        for one in reasons(example, title, day)
        if one.sentence.startswith("到时")
    }

    example.live_until(IMPORT, end)

    names = {office_id: name for name, office_id in example.offices.items()}
    titles = {task_id: title for title, task_id in example.tasks.items()}
    with db.reading(example.services.engine) as connection:
        made = {
            (row.planned_on, titles[row.task_id or 0], names[row.office_id], row.stage)
            for row in store_notices.notices(connection)
            if row.kind is not NoticeKind.INFORM and not row.stage.startswith("carried")
        }
    assert foretold == made


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (time(8, 0), "到时会发：距到期3个工作日，今天08:30以后"),
        (time(8, 45), "到时会发：距到期3个工作日，今天08:30以后"),
        (time(9, 0), "应发未发：距到期3个工作日，今天的发信还没有运行"),
        (time(20, 0), "应发未发：距到期3个工作日，今天的发信还没有运行"),
    ],
)
def test_today_before_and_after_the_first_pass(office: Bureau, at: time, expected: str) -> None:
    """Until the first pass has had its time it will be said; after that it should have been."""
    office.clock.put(START, at)

    assert told(office, "清单", START)[0] == expected


def test_a_line_lost_by_a_pass_is_told_as_lost(office: Bureau) -> None:
    """What the auditor would complain of is called 应发未发, today and later."""
    office.tick(START)
    office.add_offices("财审处")
    office.add_task("审计", DUE, "财审处")
    office.clock.put(START, time(9, 30))
    assert told(office, "审计", START, office="财审处")[0] == "应发未发：距到期3个工作日，请告诉系统管理员"

    office.tick(date(2024, 2, 27))
    assert told(office, "审计", START, office="财审处") == [
        "应发未发：距到期3个工作日，当天没有生成，2月27日补上",
        "应发未发：交办，当天没有生成，2月27日补上",
    ]


def test_a_later_line_waits_for_the_next_digest(office: Bureau) -> None:
    """After the office's digest of the day has left, a new line stands in the next one."""
    office.tick(START)
    office.add_task("第二件", DUE, "督导室")
    office.clock.put(START, time(10, 0))
    assert set(told(office, "第二件", START)) == {"没发：当天的汇总信已先发出，次日补上"}

    office.tick(date(2024, 2, 27))
    assert set(told(office, "第二件", START)) == {"没发：当天的汇总信已先发出，2月27日补上"}
    assert told(office, "第二件", date(2024, 2, 27))[0] == "发了：距到期2个工作日，08:30，随汇总信"


def test_an_office_without_address_gets_nothing(office: Bureau) -> None:
    """Behind, today and ahead the sentence names the missing address, and no level rises for it."""
    office.add_offices("语委办", address=False)
    office.add_task("写字节", DUE, "语委办")
    office.tick(START)
    office.tick(date(2024, 2, 27))

    for day, words in ((START, "没发"), (date(2024, 2, 27), "没发"), (date(2024, 4, 1), "不会发")):
        assert set(told(office, "写字节", day, office="语委办")) == {f"{words}：没有收信邮箱"}


def test_a_pause_is_named(office: Bureau) -> None:
    """While all sending is paused nothing was sent because of that, also when it is made anew later."""
    office.clock.put(START, time(8, 10))
    sending.pause(office.services, SUPERVISOR)
    assert told(office, "清单", START)[0] == "没发：全部暂停发送"

    office.tick(START)
    assert told(office, "清单", START)[0] == "没发：全部暂停发送"

    office.clock.put(date(2024, 2, 27), time(8, 0))
    sending.resume(office.services, SUPERVISOR)
    office.tick(date(2024, 2, 27))
    assert told(office, "清单", START)[0] == "没发：全部暂停发送，2月27日补上"


@pytest.mark.parametrize("trouble", [AuthenticationRefusedError, SenderRefusedError])
def test_a_pause_the_program_made_is_named(office: Bureau, trouble: type[ChannelDownError]) -> None:
    """A refused login or sender address pauses all sending: in the record, once, by the program."""
    office.channel.refuse_next(trouble("5.7.8 no", code=535))
    office.tick(START)
    office.tick(START, time(9, 0))

    office.clock.put(date(2024, 2, 27), time(8, 0))
    sending.resume(office.services, SUPERVISOR)
    office.tick(date(2024, 2, 27))

    assert told(office, "清单", START)[0] == "没发：全部暂停发送，2月27日补上"
    with db.reading(office.services.engine) as connection:
        events = store_audit.audit_events(connection, subject=("sending", ""))
    acts = [(one.act, one.actor) for one in events]
    assert acts == [("sending_resume", SUPERVISOR.name), ("sending_pause", SYSTEM.name)]


def test_a_plan_not_released_says_nothing(bureau: Bureau) -> None:
    """A plan in preparation is named as the reason, also for days before its release."""
    bureau.clock.put(START)
    bureau.add_offices("督导室")
    bureau.add_plan(2024, on=START, state=PlanState.DRAFT)
    bureau.add_task("清单", DUE, "督导室")
    assert told(bureau, "清单", START) == ["没发：计划还没发布"]
    assert told(bureau, "清单", DUE) == ["不会发：计划还没发布"]

    bureau.clock.put(date(2024, 2, 28), time(8, 0))
    sending.release_plan(bureau.services, SUPERVISOR, bureau.plan_id, today=date(2024, 2, 28))
    bureau.tick(date(2024, 2, 28))
    assert told(bureau, "清单", START) == ["没发：计划当时还没发布"]
    assert told(bureau, "清单", date(2024, 2, 28))[0] == "发了：距到期1个工作日，08:30，随汇总信"


def report(office: Bureau, day: date, *, name: str = "督导室", at: time = time(10, 0)) -> None:
    office.clock.put(day, at)
    said = ReportInput(ReportKind.COMPLETION, "清单已印发", "填报人甲", completed_on=day)
    task_id, office_id = office.tasks["清单"], office.offices[name]
    tracking.report(office.services, Actor("甲"), task_id, office_id, said, today=day, channel="link")


def test_a_task_is_told_as_it_stood_that_day(office: Bureau) -> None:
    """Reported, returned and closed: each day speaks of the status it had, and none of a later one."""
    office.live_until(START, date(2024, 3, 1))
    report(office, date(2024, 3, 4), at=time(8, 0))
    office.tick(date(2024, 3, 4))
    office.tick(date(2024, 3, 5))
    checking.return_task(
        office.services, SUPERVISOR, office.tasks["清单"], today=date(2024, 3, 5), note="缺文号"
    )
    office.tick(date(2024, 3, 6))
    report(office, date(2024, 3, 7), at=time(8, 0))
    checking.close_task(office.services, SUPERVISOR, office.tasks["清单"], today=date(2024, 3, 8))
    office.clock.put(date(2024, 3, 20))

    for day, expected in (
        (date(2024, 3, 1), ["发了：逾期1个工作日，08:30，随汇总信"]),
        (date(2024, 3, 4), ["没发：已报完成，3月4日"]),
        (
            date(2024, 3, 6),
            [
                "发了：退回，请补充，08:30，随汇总信",
                "发了：逾期4个工作日，08:30，随汇总信",
            ],
        ),
        (date(2024, 3, 7), ["没发：已报完成，3月7日"]),
        (date(2024, 3, 9), ["没发：已办结，3月8日"]),
        (date(2024, 3, 25), ["不会发：已办结，3月8日"]),
    ):
        assert (day, told(office, "清单", day)) == (day, expected)


def test_an_office_that_did_its_part_is_left_alone(office: Bureau) -> None:
    """Its own part done silences an office from that day on, and not before it."""
    office.tick(START)
    report(office, date(2024, 2, 27), name="基教处")
    office.clock.put(date(2024, 3, 1))

    assert told(office, "清单", START, office="基教处")[0] == "发了：距到期3个工作日，08:30，随汇总信"
    assert told(office, "清单", DUE, office="基教处") == ["没发：本单位部分已完成，2月27日"]


def test_a_moved_date_counts_from_the_day_it_was_moved(office: Bureau) -> None:
    """Before the move the old date and round hold; after it the ladder of the new date."""
    office.live_until(START, date(2024, 3, 1))
    move = DueMove(date(2024, 3, 29), DueChangeClass.ADJUSTMENT, "上级调整")
    office.clock.put(date(2024, 3, 1), time(15, 0))
    editing.move_due(office.services, SUPERVISOR, office.tasks["清单"], move, today=date(2024, 3, 1))

    assert told(office, "清单", date(2024, 2, 28)) == ["没发：还没到提醒日，T是2月29日"]
    assert told(office, "清单", date(2024, 3, 1)) == ["发了：逾期1个工作日，08:30，随汇总信"]
    assert told(office, "清单", date(2024, 3, 4)) == ["不会发：还没到提醒日，T−10是3月15日"]


def test_a_change_after_the_days_mail_is_no_loss(office: Bureau) -> None:
    """What became due only by an act of that day, after the passes, is told so."""
    office.tick(START)
    office.clock.put(date(2024, 2, 27), time(17, 40))
    move = DueMove(date(2024, 3, 12), DueChangeClass.ADJUSTMENT, "上级调整")
    editing.move_due(office.services, SUPERVISOR, office.tasks["清单"], move, today=date(2024, 2, 27))
    office.tick(date(2024, 2, 28))

    assert told(office, "清单", date(2024, 2, 27)) == ["没发：当天才有变动，发信已过，2月28日补上"]


def test_letters_settled_without_mail(office: Bureau) -> None:
    """A letter put off, phoned or dropped is told with what became of it."""
    office.add_task("第二件", DUE, "基教处")
    office.live_until(START, date(2024, 3, 7))
    with db.reading(office.services.engine) as connection:
        held = {one.task_id: one.id for one in store_notices.notices(connection, states=(NoticeState.HELD,))}
    first, second = held[office.tasks["清单"]], held[office.tasks["第二件"]]
    day = date(2024, 3, 8)
    office.tick(day)
    until = date(2024, 3, 12)
    release.hold_letter(office.services, SUPERVISOR, first, today=day, until=until)
    assert told(office, "清单", day) == ["等您核发：催办通知单，3月7日起，暂缓到3月12日"]
    assert reasons(office, "清单", day, office="督导室")[0].letter_id == first

    call = PhoneCall("赵老师", "已在印", called_on=day)
    release.telephone_instead(office.services, SUPERVISOR, first, call, today=day)
    release.drop_letter(office.services, SUPERVISOR, second, reason="局领导已当面布置")
    office.live_until(date(2024, 3, 9), date(2024, 3, 12))

    assert told(office, "清单", date(2024, 3, 7)) == [
        "等您核发：催办通知单，逾期5个工作日（后来改为电话催办，3月8日）"
    ]
    assert told(office, "清单", day) == ["没发：改为电话催办，3月8日"]
    assert told(office, "清单", until) == ["没发：这一级3月8日已发，下一级要等到3月15日"]
    assert told(office, "第二件", until, office="基教处") == [
        "没发：催办通知单定为不发（局领导已当面布置），不再往上一级"
    ]


def test_a_letter_withdrawn_by_a_report_says_so(office: Bureau) -> None:
    """A held letter that lapsed is told as it waited, with the reason it went."""
    office.live_until(START, date(2024, 3, 8))
    report(office, date(2024, 3, 11))

    assert told(office, "清单", date(2024, 3, 8)) == [
        "等您核发：催办通知单，3月7日起（3月11日自动撤回：已报完成）"
    ]
    assert told(office, "清单", date(2024, 3, 11)) == ["没发：已报完成，3月11日"]


def test_a_released_letter_that_does_not_leave(office: Bureau) -> None:
    """Released, it leaves with the next pass; two passes later it should have left."""
    office.live_until(START, date(2024, 3, 7))
    with db.reading(office.services.engine) as connection:
        letter = store_notices.notices(connection, states=(NoticeState.HELD,))[0]
    day = date(2024, 3, 8)
    office.tick(day)
    office.clock.put(day, time(10, 0))
    release.release_letters(office.services, SUPERVISOR, [letter.id])

    assert told(office, "清单", day) == ["没发：催办通知单已核发，下一次运行发出"]
    office.clock.put(day, time(10, 30))
    assert told(office, "清单", day) == ["应发未发：催办通知单，早该发出，还在等"]


@pytest.mark.parametrize(
    ("trouble", "at", "expected"),
    [
        (PermanentError("no such user", code=550), time(8, 31), "没发：被退回，请核对邮箱后重发"),
        (
            UnknownOutcomeError("connection lost"),
            time(8, 31),
            "没发：邮件系统没有答复，08:35用同一封信再试",
        ),
        (ChannelDownError("down"), time(8, 31), "没发：邮件系统暂时没有收，08:35再试"),
        (ChannelDownError("down"), time(8, 40), "没发：信已写好，等待发出"),
        (ChannelDownError("down"), time(9, 0), "应发未发：距到期3个工作日，早该发出，还在等"),
    ],
)
def test_mail_that_did_not_leave(bureau: Bureau, trouble: Exception, at: time, expected: str) -> None:
    """A message that exists and has not left says where it hangs."""
    bureau.clock.put(START, time(8, 0))
    bureau.with_mail(retry_first_seconds=300, retry_cap_seconds=300)
    bureau.add_offices("督导室")
    bureau.add_plan(2024, on=START)
    bureau.add_task("清单", DUE, "督导室")
    if isinstance(trouble, ChannelDownError):
        bureau.channel.refuse_next(trouble)
    elif isinstance(trouble, PermanentError | UnknownOutcomeError):
        bureau.channel.fail_next(trouble)
    bureau.tick(START)
    bureau.clock.put(START, at)

    words = told(bureau, "清单", START)[0]

    # The pause before another try has a jitter of up to a minute.
    assert words.replace("08:34", "08:35").replace("08:36", "08:35") == expected


@pytest.mark.parametrize(("pace", "at"), [(0, time(9, 0)), (1, time(9, 2))])
def test_a_slow_pace_is_no_reason_to_complain(bureau: Bureau, pace: int, at: time) -> None:
    """The page complains of what waits when the auditor does, which gives a set pace its time."""
    bureau.clock.put(START, time(8, 0))
    bureau.with_mail(messages_per_minute=pace, retry_cap_seconds=300)
    bureau.add_many_offices(12, lambda _: DUE)
    bureau.channel.refuse_next(ChannelDownError("down"))
    bureau.tick(START)

    bureau.clock.put(START, at)
    words = told(bureau, "第0处的事", START, office="第0处")[0]

    assert words.startswith("应发未发") is (pace == 0)


def test_a_task_without_date_is_told_once(office: Bureau) -> None:
    """What has no fixed date is handed out and then silent."""
    office.add_task("长期的事", None, "督导室")
    office.tick(START)

    assert told(office, "长期的事", START) == [
        "发了：无固定时限，08:30，随汇总信",
        "没发：无固定时限，不提醒",
    ]


def test_days_that_have_been_run_ahead_of_the_clock(office: Bureau) -> None:
    """A day a pass was made for lies behind, even when the clock has not come to it."""
    office.live_until(START, date(2024, 3, 1))
    office.clock.put(START, time(12, 0))

    assert told(office, "清单", date(2024, 3, 1)) == ["发了：逾期1个工作日，08:30，随汇总信"]
    assert told(office, "清单", date(2024, 3, 4))[0] == "到时会发：每周逾期清单，逾期2个工作日"


def test_what_cannot_be_asked(office: Bureau) -> None:
    """A task nobody has and a day out of reach are refused."""
    with db.reading(office.services.engine) as connection:
        with pytest.raises(NotFoundError):
            why(office.services, connection, 4711, DUE, today=START)
        for day in (date(1999, 12, 31), date(2026, 3, 1), date.max):
            with pytest.raises(InputError, match="两年以内"):
                why(office.services, connection, office.tasks["清单"], day, today=START)


def test_a_task_without_office_has_no_reasons(office: Bureau) -> None:
    """Where nobody is named there is nobody to explain."""
    office.add_task("没有单位", DUE)

    assert reasons(office, "没有单位", DUE) == []
