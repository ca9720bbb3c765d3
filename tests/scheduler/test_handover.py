"""What mail cannot say is handed over by hand, and then counts as said."""

from datetime import date, time

import pytest
import sqlalchemy as sa
from bureau import SUPERVISOR, Bureau

from models import db, store_audit, store_directory, store_handover, store_notices, store_tasks
from models.kinds import MessageState, NoticeState, OfficeState
from models.store_notices import NoticeRecord
from models.tables import notice as notice_table
from models.tables import plan as plan_table
from notifiers.base import PermanentError
from rules.errors import InputError, NotFoundError, RuleError
from rules.facts import NoticeKind
from scheduler import checking, release
from scheduler.compose import as_notice, composer_for
from scheduler.example import clear_example
from scheduler.handover import HandoverOutcome, record_handover, slip_for
from scheduler.release import LetterWords, PhoneCall
from scheduler.waiting import Waiting, waiting
from templates.slip_values import Slip

START = date(2024, 2, 26)
DUE = date(2024, 2, 29)
LEVEL_1 = date(2024, 3, 1)
LEVEL_2 = date(2024, 3, 7)
MUTE, HEARD = "语委办", "督导室"


@pytest.fixture
def mute(bureau: Bureau) -> Bureau:
    """An office with an address and one without, which owes one task."""
    bureau.clock.put(START)
    bureau.add_offices(HEARD)
    bureau.add_offices(MUTE, address=False)
    bureau.add_plan(2024, on=START)
    bureau.add_task("清单", DUE, MUTE)
    return bureau


@pytest.fixture
def refused(bureau: Bureau) -> Bureau:
    """An office whose level 1 was refused for good."""
    bureau.clock.put(START)
    bureau.add_offices(HEARD)
    bureau.add_plan(2024, on=START)
    bureau.add_task("清单", DUE, HEARD)
    bureau.live_until(START, DUE)
    bureau.channel.fail_next(PermanentError("no such user", code=550))
    bureau.tick(LEVEL_1)
    return bureau


def waiters(bureau: Bureau, day: date) -> list[Waiting]:
    with db.reading(bureau.services.engine) as connection:
        return waiting(bureau.services, connection, today=day)


def slip(bureau: Bureau, day: date, office: str = MUTE, **more: int) -> Slip:
    with db.reading(bureau.services.engine) as connection:
        return slip_for(bureau.services, connection, bureau.offices[office], today=day, **more)  # type: ignore[arg-type]


def hand_over(bureau: Bureau, day: date, office: str = MUTE, **more: object) -> HandoverOutcome:
    values: dict[str, object] = {
        "office_id": bureau.offices[office],
        "today": day,
        "handed_by": "督办员",
        "received_by": "值班员",
        "handed_on": day,
    }
    return record_handover(bureau.services, SUPERVISOR, **(values | more))  # type: ignore[arg-type]


def stored(bureau: Bureau, title: str = "清单") -> list[NoticeRecord]:
    with db.reading(bureau.services.engine) as connection:
        return store_notices.notices(connection, task_id=bureau.tasks[title])


def said(bureau: Bureau) -> list[tuple[str, NoticeState, date | None]]:
    return [(one.stage, one.state, one.left_on) for one in stored(bureau)]


def failed_message(bureau: Bureau) -> int:
    return next(one.id for one in bureau.messages() if one.state is MessageState.FAILED)


def test_an_office_without_address_waits_for_a_person(mute: Bureau) -> None:
    """Nothing of it is stored by a pass; the list says why, how much and since when."""
    mute.live_until(START, LEVEL_1)

    assert [(w.office_name, w.reason, w.line_count) for w in waiters(mute, LEVEL_1)] == [
        (MUTE, "没有收信邮箱", 1)
    ]
    assert waiters(mute, LEVEL_1)[0].since == START
    assert stored(mute) == []


def test_the_slip_has_the_lines_of_the_digest(mute: Bureau) -> None:
    """An office with an address and one without, named alike, are told the same on the same day."""
    for title, due_on in (("甲项", date(2024, 3, 6)), ("乙项", None), ("丙项", LEVEL_1)):
        mute.add_task(title, due_on, HEARD, MUTE)
    mute.tick(START)
    on_paper = slip(mute, START)

    with db.reading(mute.services.engine) as connection:
        message = next(one for one in mute.messages() if one.recipient_name == HEARD)
        records = store_notices.notices(connection, message_id=message.id)
        calendar = mute.services.calendar(connection)
        composer = composer_for(mute.services, connection, calendar=calendar, today=START, records=records)
        office = composer.material.directory.offices[mute.offices[HEARD]]
        mailed = composer.office_mail(office, [as_notice(record) for record in records])
    told = [(line.title, line.kind, line.reason, line.due_on) for line in on_paper.lines]
    assert [line for line in told if line[0] != "清单"] == [
        (line.title, line.kind, line.reason, line.due_on) for line in mailed.lines
    ]


def test_level_1_by_hand_leads_to_the_letter(mute: Bureau) -> None:
    """Handed over, level 1 counts as said that day, and the letter is proposed four working days later."""
    hand_over(mute, START)
    mute.live_until(START, LEVEL_1)
    hand_over(mute, LEVEL_1)

    mute.live_until(date(2024, 3, 2), date(2024, 3, 6))
    assert ("T+1", NoticeState.LEFT, LEVEL_1) in said(mute)
    assert "T+5" not in {stage for stage, *_ in said(mute)}

    mute.tick(LEVEL_2)
    assert ("T+5", NoticeState.HELD, None) in said(mute)


def test_without_handing_over_the_ladder_stays(mute: Bureau) -> None:
    """Nobody went, so no letter is proposed however long it takes."""
    mute.live_until(START, date(2024, 3, 20))

    assert said(mute) == []


def test_an_assignment_on_paper_is_told(mute: Bureau) -> None:
    """The next slip does not hand the same task over again."""
    hand_over(mute, START)

    assert [one.kind for one in stored(mute)] == [NoticeKind.REMINDER, NoticeKind.ASSIGNMENT]
    assert waiters(mute, START) == []
    with db.reading(mute.services.engine) as connection:
        task = store_tasks.load_task(connection, mute.tasks["清单"])
    assert [one.told_on for one in task.assignments] == [START]


def test_a_second_press_has_no_effect(mute: Bureau) -> None:
    """The same submission key gives the same record; another press finds nothing left."""
    first = hand_over(mute, START, submission_key="one press")
    second = hand_over(mute, START, submission_key="one press")

    assert (first.is_new, second.is_new) == (True, False)
    assert first.record == second.record
    with pytest.raises(RuleError, match="现在没有要当面送的内容"):
        hand_over(mute, START, submission_key="another press")
    with db.reading(mute.services.engine) as connection:
        assert len(store_handover.hand_deliveries(connection)) == 1
        events = store_audit.audit_events(connection, subject=("office", mute.offices[MUTE]))
    assert [event.act for event in events] == ["hand_delivery"]


def test_the_record_says_who_whom_and_when(mute: Bureau) -> None:
    """Names, both dates and the note are kept as they were given, without stray blanks."""
    outcome = hand_over(
        mute,
        date(2024, 2, 28),
        slip_on=date(2024, 2, 27),
        handed_on=date(2024, 2, 28),
        handed_by="  督办员　甲 ",
        note=" 值班室代收 ",
    )

    kept = outcome.record
    assert (kept.handed_by, kept.received_by, kept.note) == ("督办员 甲", "值班员", "值班室代收")
    assert (kept.slip_on, kept.handed_on, kept.recorded_on) == (
        date(2024, 2, 27),
        date(2024, 2, 28),
        date(2024, 2, 28),
    )
    assert {left_on for _, _, left_on in said(mute)} == {date(2024, 2, 28)}
    assert {one.decision_note for one in stored(mute)} == {"当面送达，值班员接收"}


def test_a_slip_printed_the_day_before_says_its_own_day(mute: Bureau) -> None:
    """A slip of the due date handed over a day later is no level 1."""
    hand_over(mute, START)
    hand_over(mute, LEVEL_1, slip_on=DUE)

    assert [stage for stage, *_ in said(mute)] == ["T-3", "assign", "T"]
    assert [w.line_count for w in waiters(mute, LEVEL_1)] == [1]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"handed_by": " "}, "请填送达人"),
        ({"received_by": ""}, "请填接收人"),
        ({"received_by": "长" * 51}, "接收人最多50字"),
        ({"handed_on": date(2024, 2, 27)}, "送达日期还没到"),
        ({"slip_on": START, "handed_on": date(2024, 2, 23)}, "单子是2月26日的"),
        ({"note": "长" * 501}, "备注最多500字"),
        ({"task_ids": ()}, "至少勾选"),
    ],
)
def test_a_wrong_field_records_nothing(mute: Bureau, wrong: dict[str, object], words: str) -> None:
    """Each wrong field has its sentence, and nothing counts as said."""
    with pytest.raises(InputError, match=words):
        hand_over(mute, START, MUTE, **wrong)

    assert stored(mute) == []


def test_an_unknown_office_is_refused(mute: Bureau) -> None:
    """There is no slip for an office nobody knows."""
    with pytest.raises(NotFoundError):
        record_handover(
            mute.services,
            SUPERVISOR,
            office_id=999,
            today=START,
            handed_by="甲",
            received_by="乙",
            handed_on=START,
        )


def test_an_office_with_address_gets_mail(mute: Bureau) -> None:
    """Where mail can go and nothing was refused, there is nothing to hand over."""
    with pytest.raises(RuleError, match="没有要当面送的内容"):
        hand_over(mute, START, HEARD)


def test_only_the_tasks_on_the_paper_count_as_said(mute: Bureau) -> None:
    """A task that came up after printing waits for the next slip."""
    mute.add_task("后来的", date(2024, 3, 29), MUTE)

    hand_over(mute, START, task_ids=[mute.tasks["清单"]])

    assert stored(mute, "后来的") == []
    assert [w.line_count for w in waiters(mute, START)] == [1]


def test_a_slip_of_an_earlier_day_leaves_later_tasks_out(mute: Bureau) -> None:
    """A task registered after the date on the paper cannot have stood on it."""
    mute.clock.put(date(2024, 2, 28))
    mute.add_task("后来的", date(2024, 3, 29), MUTE)

    assert [line.title for line in slip(mute, date(2024, 2, 27)).lines] == ["清单"]
    assert {line.title for line in slip(mute, date(2024, 2, 28)).lines} == {"清单", "后来的"}


def test_on_a_day_of_rest_the_slip_is_the_last_working_days(mute: Bureau) -> None:
    """On Saturday the slip is Friday's, dated Friday."""
    saturday = date(2024, 3, 2)

    assert slip(mute, saturday).on == LEVEL_1
    hand_over(mute, saturday, slip_on=saturday)
    assert ("T+1", NoticeState.LEFT, saturday) in said(mute)


@pytest.mark.parametrize(
    ("state", "email", "reason"),
    [
        (OfficeState.UNVERIFIED, "", "名称待核实，没有收信邮箱"),
        (OfficeState.VERIFIED, "没有at的邮箱", "邮箱“没有at的邮箱”里没有@。"),
    ],
)
def test_the_reason_is_the_one_a_pass_gives(
    mute: Bureau, state: OfficeState, email: str, reason: str
) -> None:
    """An unconfirmed office and an impossible address are reached by hand as well."""
    with db.writing(mute.services.engine) as connection:
        store_directory.update_office(connection, mute.offices[MUTE], state=state)
        store_directory.set_contact(connection, mute.offices[MUTE], email=email)

    report = mute.tick(START)

    assert [one.reason for one in report.undeliverable] == [reason]
    assert [one.reason for one in waiters(mute, START)] == [reason]


def test_a_refused_message_is_handed_over(refused: Bureau) -> None:
    """Its notices count as said from the day of handing over, and it waits for nobody any more."""
    message_id = failed_message(refused)
    rows = waiters(refused, date(2024, 3, 4))
    assert [(row.office_name, row.reason, row.since) for row in rows] == [
        (HEARD, "3月1日的信被退回（550）", LEVEL_1)
    ]
    assert [(line.title, line.reason) for line in slip(refused, date(2024, 3, 4), HEARD).lines] == [
        ("清单", "逾期2个工作日")
    ]

    hand_over(refused, date(2024, 3, 4), HEARD, message_id=message_id)

    assert waiters(refused, date(2024, 3, 4)) == []
    assert ("T+1", NoticeState.LEFT, date(2024, 3, 4)) in said(refused)
    with db.reading(refused.services.engine) as connection:
        assert store_handover.handed_over_messages(connection, [message_id]) == {message_id}
        record = store_handover.hand_deliveries(connection, message_id=message_id)[0]
    assert record.office_id == refused.offices[HEARD]


def test_a_refused_level_waits_although_later_mail_left(refused: Bureau) -> None:
    """The weekly list reached the office, but only level 1 said lets the letter come."""
    refused.live_until(date(2024, 3, 2), date(2024, 3, 11))
    assert "T+5" not in {stage for stage, *_ in said(refused)}

    hand_over(refused, date(2024, 3, 11), HEARD)
    refused.live_until(date(2024, 3, 12), date(2024, 3, 15))

    assert ("T+5", NoticeState.HELD, None) in said(refused)


def test_a_refused_reminder_is_over_with_the_next_word(bureau: Bureau) -> None:
    """A reminder that came back needs no walk once a later word about the task has arrived."""
    bureau.clock.put(START)
    bureau.add_offices(HEARD)
    bureau.add_plan(2024, on=START)
    bureau.add_task("清单", DUE, HEARD)
    bureau.channel.fail_next(PermanentError("no such user", code=550))
    bureau.tick(START)
    assert [row.line_count for row in waiters(bureau, START)] == [1]

    bureau.live_until(date(2024, 2, 27), DUE)

    assert waiters(bureau, DUE) == []


def test_a_closed_task_needs_no_slip(refused: Bureau) -> None:
    """What a refused message said of a task that is done is not carried to the office."""
    checking.close_task(
        refused.services, SUPERVISOR, refused.tasks["清单"], today=LEVEL_1, completed_on=DUE, note="电话确认"
    )

    assert waiters(refused, date(2024, 3, 4)) == []


def test_a_telephoned_level_needs_no_slip(refused: Bureau) -> None:
    """A recorded call stands for the refused level."""
    call = PhoneCall("值班员", "这周办完", LEVEL_1)
    release.telephone(
        refused.services,
        SUPERVISOR,
        call,
        task_id=refused.tasks["清单"],
        office_id=refused.offices[HEARD],
        today=LEVEL_1,
    )

    assert waiters(refused, LEVEL_1) == []


def test_a_released_letter_is_handed_over(mute: Bureau) -> None:
    """A letter for an office without address goes by hand, with the words a person gave it."""
    hand_over(mute, LEVEL_1)
    mute.add_leader("分管领导", "leader@example.org", (MUTE,))
    mute.live_until(date(2024, 3, 2), LEVEL_2)
    held = next(one for one in stored(mute) if one.state is NoticeState.HELD)
    assert waiters(mute, LEVEL_2) == []
    release.release_letters(
        mute.services, SUPERVISOR, [held.id], words=LetterWords(number_words="督办〔2024〕3号")
    )

    paper = slip(mute, LEVEL_2)
    hand_over(mute, LEVEL_2)
    mute.tick(LEVEL_2, time(15, 0))

    assert (paper.number_words, [line.kind for line in paper.lines]) == (
        "督办〔2024〕3号",
        [NoticeKind.LETTER],
    )
    assert ("T+5", NoticeState.LEFT, LEVEL_2) in said(mute)
    copies = [one for one in mute.messages(LEVEL_2) if one.kind == NoticeKind.ESCALATION]
    assert [one.recipient for one in copies] == ["leader@example.org"]
    mute.live_until(date(2024, 3, 8), date(2024, 3, 14))
    assert "T+10" in {stage for stage, *_ in said(mute)}


def test_looking_stores_nothing(mute: Bureau) -> None:
    """The list and the slip leave no trace."""
    waiters(mute, START)
    slip(mute, START)

    with db.reading(mute.services.engine) as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(notice_table)) == 0


def test_clearing_the_example_takes_its_slips_along(sqlite_bureau: Bureau) -> None:
    """A slip that said only example notices goes with them; the office goes too."""
    office = sqlite_bureau
    office.clock.put(START)
    office.add_offices(MUTE, address=False)
    office.add_plan(2024, on=START)
    office.add_task("清单", DUE, MUTE)
    with db.writing(office.services.engine) as connection:
        connection.execute(sa.update(plan_table).values(is_example=True))
    hand_over(office, START)

    clear_example(office.services, SUPERVISOR)

    with db.reading(office.services.engine) as connection:
        assert store_handover.hand_deliveries(connection) == []
        assert store_directory.load_directory(connection).offices == {}


def test_two_presses_at_once_store_one(mute: Bureau) -> None:
    """A key that is stored already is refused by the database, not by luck."""
    first = hand_over(mute, START, submission_key="one")
    kept = first.record
    values = {name: getattr(kept, name) for name in type(kept).__dataclass_fields__ if name != "id"}

    with db.writing(mute.services.engine) as connection:
        assert store_handover.add_hand_delivery(connection, **values) is None
