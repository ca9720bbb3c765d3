"""What people do to tasks and letters: each act once, refused with a reason, and its effect on the ladder."""

from datetime import date, time

import pytest
from bureau import SUPERVISOR, Bureau

from models import db, store_audit, store_notices, store_reports, store_tasks
from models.kinds import DueChangeClass, NoticeState, ReportKind
from models.store_audit import Actor
from models.store_notices import NoticeRecord
from models.task_values import TaskView
from rules.errors import InputError, RuleError
from rules.facts import NoticeKind, Status
from scheduler import checking, editing, release, tracking
from scheduler.editing import DueMove, TaskEdit
from scheduler.morning_summary import proposed_for_circular
from scheduler.release import LetterWords, PhoneCall
from scheduler.tracking import ReportInput, Upload

START = date(2024, 2, 26)
DUE = date(2024, 2, 29)
CLERK = Actor("督导室（办理页）")


@pytest.fixture
def office(bureau: Bureau) -> Bureau:
    bureau.clock.put(START)
    bureau.add_offices("督导室", "基教处", "财审处")
    bureau.add_plan(2024, on=START)
    bureau.add_task("清单", DUE, "督导室", "基教处")
    return bureau


def view(office: Bureau) -> TaskView:
    with db.reading(office.services.engine) as connection:
        return store_tasks.load_task(connection, office.tasks["清单"])


def stages(office: Bureau) -> list[tuple[str, str]]:
    with db.reading(office.services.engine) as connection:
        rows = store_notices.notices(connection, task_id=office.tasks["清单"])
    return [(row.stage, row.planned_on.isoformat()) for row in rows if row.stage.startswith("T")]


def held(office: Bureau) -> NoticeRecord:
    with db.reading(office.services.engine) as connection:
        return store_notices.notices(connection, states=(NoticeState.HELD,))[0]


def completion(on: date = DUE, **more: object) -> ReportInput:
    return ReportInput(ReportKind.COMPLETION, "清单已印发", "填报人甲", completed_on=on, **more)  # type: ignore[arg-type]


def report(
    office: Bureau, said: ReportInput, *, name: str = "督导室", today: date = DUE
) -> tracking.ReportOutcome:
    return tracking.report(
        office.services, CLERK, office.tasks["清单"], office.offices[name], said, today=today, channel="link"
    )


def test_a_completed_task_is_silent_from_then_on(office: Bureau) -> None:
    """A completion stops every rung and level."""
    office.live_until(START, DUE)
    report(office, completion())

    office.live_until(date(2024, 3, 1), date(2024, 3, 31))

    assert view(office).status is Status.REPORTED
    assert {stage for stage, day in stages(office) if day > DUE.isoformat()} == set()


def test_a_double_press_has_one_effect(office: Bureau) -> None:
    """The same submission key gives back the same receipt and stores nothing twice."""
    first = report(office, completion(submission_key="k1"))
    second = report(office, completion(submission_key="k1"))

    assert (first.is_new, second.is_new) == (True, False)
    assert first.report.receipt_number == second.report.receipt_number
    with db.reading(office.services.engine) as connection:
        assert len(store_reports.reports(connection, office.tasks["清单"])) == 1


def test_another_named_office_contributes(office: Bureau) -> None:
    """Only the acting lead completes; another named office's completion is its contribution."""
    outcome = report(office, completion(), name="基教处")

    assert outcome.is_contribution
    assert view(office).status is Status.OPEN
    assert [a.done_on for a in view(office).named] == [None, DUE]


def test_an_office_not_named_is_refused(office: Bureau) -> None:
    """An office that is not responsible cannot report."""
    with pytest.raises(RuleError, match="不由这个单位负责"):
        report(office, completion(), name="财审处")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (ReportInput(ReportKind.COMPLETION, " ", "甲", completed_on=DUE), "请写一两句办理结果"),
        (ReportInput(ReportKind.COMPLETION, "好了", "", completed_on=DUE), "请填填报人姓名"),
        (ReportInput(ReportKind.COMPLETION, "好了", "甲"), "请填实际完成日期"),
        (ReportInput(ReportKind.COMPLETION, "好了", "甲", completed_on=date(2024, 3, 2)), "还没到"),
        (ReportInput(ReportKind.PROGRESS, "长" * 2001, "甲"), "最多2000字，现在2001字"),
    ],
)
def test_wrong_fields_store_nothing(office: Bureau, said: ReportInput, words: str) -> None:
    """Each wrong field has its sentence, and nothing is kept."""
    with pytest.raises(InputError, match=words):
        report(office, said)

    with db.reading(office.services.engine) as connection:
        assert store_reports.reports(connection, office.tasks["清单"]) == []


def test_an_upload_is_kept_with_its_hash(office: Bureau) -> None:
    """The file of a report is stored byte for byte."""
    upload = Upload("议程.pdf", "application/pdf", b"%PDF-1.7 \x00\xff")

    outcome = report(office, completion(upload=upload))

    with db.reading(office.services.engine) as connection:
        kept = store_reports.stored_file(connection, outcome.report.file_id or 0)
    assert kept is not None
    assert (kept.name, kept.content, kept.size) == ("议程.pdf", upload.content, len(upload.content))


def test_the_second_person_sees_what_the_first_did(office: Bureau) -> None:
    """A page opened before somebody else reported is told who was faster."""
    seen = view(office).version
    report(office, completion())

    with pytest.raises(RuleError, match="填报人甲于2月29日"):
        report(office, completion(seen_version=seen, submission_key="other"))


def test_closing_confirms_the_day(office: Bureau) -> None:
    """销号 takes the reported day; another day needs a reason."""
    report(office, completion(date(2024, 2, 28)))
    with pytest.raises(InputError, match="请写明理由"):
        checking.close_task(
            office.services, SUPERVISOR, office.tasks["清单"], today=DUE, completed_on=date(2024, 2, 27)
        )

    checking.close_task(office.services, SUPERVISOR, office.tasks["清单"], today=DUE)

    assert (view(office).status, view(office).completed_on) == (Status.CLOSED, date(2024, 2, 28))


def test_a_return_starts_the_ladder_again_with_the_original_date(office: Bureau) -> None:
    """退办: told with the next pass, and the levels begin anew from the original date."""
    office.live_until(START, date(2024, 3, 1))
    report(office, completion(), today=date(2024, 3, 1))

    checking.return_task(
        office.services, SUPERVISOR, office.tasks["清单"], today=date(2024, 3, 4), note="缺文号"
    )
    office.live_until(date(2024, 3, 4), date(2024, 3, 8))

    assert view(office).due_on == DUE
    with db.reading(office.services.engine) as connection:
        rows = store_notices.notices(connection, task_id=office.tasks["清单"])
    told = [(r.kind, r.round, r.planned_on.day) for r in rows if r.kind is NoticeKind.RETURNED]
    assert told == [(NoticeKind.RETURNED, 1, 4)]
    assert [(r.stage, r.round, r.planned_on.day) for r in rows if r.stage == "T+1"] == [
        ("T+1", 0, 1),
        ("T+1", 1, 4),
    ]


def test_a_return_after_the_days_digest_leaves_the_same_day(office: Bureau) -> None:
    """A return leaves with the next pass, as a message of its own when the digest is gone."""
    office.tick(DUE)
    report(office, completion(DUE))
    checking.return_task(office.services, SUPERVISOR, office.tasks["清单"], today=DUE, note="缺文号")

    afternoon = office.tick(DUE, time(15, 0))

    assert (afternoon.messages, afternoon.sent) == (1, 1)
    assert office.messages(DUE)[-1].kind == "returned"


def test_moving_a_date_rearms_and_keeps_the_old_one(office: Bureau) -> None:
    """An adjustment keeps the original date; the current rung of the new date is said."""
    office.live_until(START, date(2024, 3, 1))
    move = DueMove(date(2024, 3, 29), DueChangeClass.ADJUSTMENT, "上级调整", paper="市教函〔2024〕3号")

    editing.move_due(office.services, SUPERVISOR, office.tasks["清单"], move, today=date(2024, 3, 1))
    office.live_until(date(2024, 3, 4), date(2024, 3, 29))

    assert (view(office).original_due_on, view(office).due_on) == (DUE, date(2024, 3, 29))
    later = [stage for stage, day in stages(office) if day >= "2024-03-04"]
    assert set(later) == {"T-10", "T-3", "T"}


def test_a_correction_replaces_the_original_date(office: Bureau) -> None:
    """录入更正 is as if it had always been so."""
    move = DueMove(date(2024, 3, 31), DueChangeClass.CORRECTION, "录入更正")

    editing.move_due(office.services, SUPERVISOR, office.tasks["清单"], move, today=START)

    assert view(office).original_due_on == date(2024, 3, 31)


def test_a_confirmed_lead_takes_over(office: Bureau) -> None:
    """After a person names the lead, what follows the date goes to it alone."""
    editing.edit_task(office.services, SUPERVISOR, office.tasks["清单"], TaskEdit(lead_name="基教处"))
    office.live_until(START, date(2024, 3, 1))

    with db.reading(office.services.engine) as connection:
        rows = store_notices.notices(connection, task_id=office.tasks["清单"])
    assert {r.office_id for r in rows if r.stage == "T+1"} == {office.offices["基教处"]}


def test_offices_and_title_are_corrected_by_hand(office: Bureau) -> None:
    """A title and the offices of one task can be corrected; an unknown office is refused."""
    edit = TaskEdit(title="印发清单", office_names=("财审处", "督导室"))

    editing.edit_task(office.services, SUPERVISOR, office.tasks["清单"], edit)

    assert view(office).title == "印发清单"
    assert [a.office_name for a in view(office).named] == ["财审处", "督导室"]
    with pytest.raises(InputError, match="单位名录里没有“不存在处”"):
        editing.edit_task(
            office.services, SUPERVISOR, office.tasks["清单"], TaskEdit(office_names=("不存在处",))
        )


def test_an_old_page_does_not_overwrite(office: Bureau) -> None:
    """An act on a version somebody else has changed is refused."""
    seen = view(office).version
    editing.edit_task(office.services, SUPERVISOR, office.tasks["清单"], TaskEdit(title="新题目"))

    with pytest.raises(RuleError, match="刚刚被别人改过"):
        checking.close_task(office.services, SUPERVISOR, office.tasks["清单"], today=START, version=seen)


def overdue(office: Bureau) -> NoticeRecord:
    office.live_until(START, date(2024, 3, 7))
    return held(office)


def test_a_telephone_call_stands_for_the_letter(office: Bureau) -> None:
    """改为电话催办: the level counts as said on that day, and the next one follows after its days."""
    letter = overdue(office)
    call = PhoneCall("接话人", "下周办完", date(2024, 3, 8))

    release.telephone_instead(office.services, SUPERVISOR, letter.id, call, today=date(2024, 3, 8))
    office.live_until(date(2024, 3, 8), date(2024, 3, 20))

    with db.reading(office.services.engine) as connection:
        marks = store_notices.notices(connection, kinds=(NoticeKind.CIRCULAR,))
    assert [mark.planned_on for mark in marks] == [date(2024, 3, 15)]


def test_a_telephone_call_stands_for_a_level_no_mail_could_bring(office: Bureau) -> None:
    """An office without an address gets level 1 by telephone, and the letter is proposed after its days."""
    office.add_offices("语委办", address=False)
    office.add_task("写字节", DUE, "语委办")
    office.live_until(START, date(2024, 3, 1))
    call = PhoneCall("接话人", "知道了", date(2024, 3, 1))

    release.telephone(
        office.services,
        SUPERVISOR,
        call,
        task_id=office.tasks["写字节"],
        office_id=office.offices["语委办"],
        today=date(2024, 3, 1),
    )
    office.live_until(date(2024, 3, 4), date(2024, 3, 7))

    with db.reading(office.services.engine) as connection:
        rows = store_notices.notices(connection, task_id=office.tasks["写字节"])
    assert [(r.stage, r.state) for r in rows if r.stage.startswith("T")] == [
        ("T+1", NoticeState.PHONED),
        ("T+5", NoticeState.HELD),
    ]


def test_a_letter_is_released_once(office: Bureau) -> None:
    """A letter released twice is refused the second time, and leaves once."""
    letter = overdue(office)
    release.release_letters(office.services, SUPERVISOR, [letter.id])
    with pytest.raises(RuleError, match="已经核发"):
        release.release_letters(office.services, SUPERVISOR, [letter.id])

    sent = office.tick(date(2024, 3, 9))  # a Saturday

    assert (sent.messages, sent.sent) == (1, 1)


def test_a_supervisors_words_stand_in_the_letter(office: Bureau) -> None:
    """The number, subject and opening a supervisor typed are in the letter that leaves."""
    letter = overdue(office)
    words = LetterWords(
        number_words="督办〔2024〕12号", subject_words="请尽快答复清单事项", opening_words="请看下面这一项。"
    )
    release.release_letters(office.services, SUPERVISOR, [letter.id], words=words)

    office.tick(date(2024, 3, 8))

    assert office.messages(date(2024, 3, 8))[-1].subject == "请尽快答复清单事项"


def test_a_held_letter_goes_when_the_office_reports(office: Bureau) -> None:
    """A completion withdraws the letter that waited for release."""
    letter = overdue(office)

    report(office, completion(), today=date(2024, 3, 7))

    with db.reading(office.services.engine) as connection:
        assert store_notices.notice(connection, letter.id).state is NoticeState.LAPSED


def test_holding_and_dropping(office: Bureau) -> None:
    """暂缓 keeps a letter until a day, 不发 needs a reason and blocks further levels."""
    letter = overdue(office)
    release.hold_letter(
        office.services, SUPERVISOR, letter.id, today=date(2024, 3, 7), until=date(2024, 3, 12)
    )
    with pytest.raises(InputError, match="请写明理由"):
        release.drop_letter(office.services, SUPERVISOR, letter.id, reason=" ")

    release.drop_letter(office.services, SUPERVISOR, letter.id, reason="已当面说明")
    office.live_until(date(2024, 3, 8), date(2024, 3, 29))

    with db.reading(office.services.engine) as connection:
        assert store_notices.notices(connection, kinds=(NoticeKind.CIRCULAR,)) == []


def test_several_released_letters_of_one_office_are_one(office: Bureau) -> None:
    """Letters released together for one office are one letter, and the leader hears of both in one mail."""
    office.add_leader("分管局领导（一）", "leader@example.org", ["督导室"])
    office.add_task("第二份", DUE, "督导室")
    office.live_until(START, date(2024, 3, 7))
    with db.reading(office.services.engine) as connection:
        letters = store_notices.notices(connection, states=(NoticeState.HELD,))

    release.release_letters(office.services, SUPERVISOR, [letter.id for letter in letters])
    office.tick(date(2024, 3, 7), time(14, 0))

    kinds = [m.kind for m in office.messages(date(2024, 3, 7))]
    assert (len(letters), kinds) == (2, ["letter", "escalation"])


def test_signing_twice_is_no_error(office: Bureau) -> None:
    """签收 is kept once with its moment."""

    def sign() -> bool:
        return tracking.acknowledge(
            office.services, CLERK, plan_id=office.plan_id, office_id=office.offices["督导室"], signed_by="甲"
        )

    assert (sign(), sign()) == (True, False)


def test_every_act_is_in_the_audit(office: Bureau) -> None:
    """Report, return and close each leave one event in the transaction of the act."""
    report(office, completion())
    checking.return_task(office.services, SUPERVISOR, office.tasks["清单"], today=DUE, note="缺文号")
    report(office, completion(submission_key="again"))
    checking.close_task(office.services, SUPERVISOR, office.tasks["清单"], today=DUE)

    with db.reading(office.services.engine) as connection:
        events = store_audit.audit_events(connection, subject=("task", office.tasks["清单"]))

        signed = store_audit.audit_events(connection, subject=("plan", office.plan_id))

    acts = [event.act for event in reversed(events)]
    assert [event.act for event in signed] == ["acknowledge"]
    assert acts == ["report_completion", "task_returned", "report_completion", "task_closed"]


def test_a_lapsed_letter_may_be_proposed_again(office: Bureau) -> None:
    """A completion withdraws the held letter; partly done brings the level back when work is owed again."""
    overdue(office)
    report(office, completion(), today=date(2024, 3, 7))

    checking.close_partly(
        office.services, SUPERVISOR, office.tasks["清单"], today=date(2024, 3, 8), note="还差附件"
    )
    office.tick(date(2024, 3, 11))

    assert held(office).stage == "T+5"


def test_a_leaders_copy_that_never_left_holds_nothing_up(office: Bureau) -> None:
    """Level 3 counts from the letter, whatever became of the leader's copy."""
    office.add_leader("分管局领导（一）", "leader@example.org", ["督导室"])
    letter = overdue(office)
    release.release_letters(office.services, SUPERVISOR, [letter.id])
    office.tick(date(2024, 3, 8))
    with db.writing(office.services.engine) as connection:
        copies = store_notices.notices(connection, kinds=(NoticeKind.ESCALATION,))
        store_notices.update_notices(
            connection, [copy.id for copy in copies], state=NoticeState.PLANNED, left_on=None
        )

    office.live_until(date(2024, 3, 11), date(2024, 3, 15))

    with db.reading(office.services.engine) as connection:
        marks = store_notices.notices(connection, kinds=(NoticeKind.CIRCULAR,))
    assert [mark.planned_on for mark in marks] == [date(2024, 3, 15)]


def test_a_lead_that_had_done_its_part_leads_all_the_same(office: Bureau) -> None:
    """An office that reported its own part and then becomes the lead hears what follows the date."""
    report(office, completion(), name="基教处")
    editing.edit_task(office.services, SUPERVISOR, office.tasks["清单"], TaskEdit(lead_name="基教处"))

    office.tick(date(2024, 3, 1))

    with db.reading(office.services.engine) as connection:
        rows = store_notices.notices(connection, task_id=office.tasks["清单"])
    assert [r.office_id for r in rows if r.stage == "T+1"] == [office.offices["基教处"]]


def test_an_office_named_again_begins_in_the_present_round(office: Bureau) -> None:
    """An office taken off and put back after an extension is reminded of the new date."""
    office.live_until(START, DUE)
    move = DueMove(date(2024, 3, 29), DueChangeClass.ADJUSTMENT, "上级调整")
    editing.move_due(office.services, SUPERVISOR, office.tasks["清单"], move, today=DUE)
    for names in (("督导室",), ("督导室", "基教处")):
        editing.edit_task(office.services, SUPERVISOR, office.tasks["清单"], TaskEdit(office_names=names))

    office.live_until(date(2024, 3, 1), date(2024, 3, 29))

    with db.reading(office.services.engine) as connection:
        rows = store_notices.notices(connection, task_id=office.tasks["清单"])
    mine = [r for r in rows if r.office_id == office.offices["基教处"] and r.round == 1]
    assert {r.stage for r in mine if r.stage.startswith("T")} == {"T-10", "T-3", "T"}


def test_a_new_lead_withdraws_the_old_leads_letter(office: Bureau) -> None:
    """A letter held for an office that leads no more leaves the tray at once."""
    letter = overdue(office)

    editing.edit_task(office.services, SUPERVISOR, office.tasks["清单"], TaskEdit(lead_name="基教处"))

    with db.reading(office.services.engine) as connection:
        assert store_notices.notice(connection, letter.id).state is NoticeState.LAPSED


def test_a_letter_with_words_of_its_own_stays_alone(office: Bureau) -> None:
    """Letters released together are one letter, but for those a supervisor rewrote."""
    office.add_task("第二份", DUE, "督导室")
    office.live_until(START, date(2024, 3, 7))
    with db.reading(office.services.engine) as connection:
        letters = store_notices.notices(connection, states=(NoticeState.HELD,))
    release.rewrite_letter(
        office.services, SUPERVISOR, letters[1].id, LetterWords(subject_words="请答复第二份")
    )

    release.release_letters(office.services, SUPERVISOR, [letters[0].id])
    with db.reading(office.services.engine) as connection:
        kept = store_notices.notice(connection, letters[1].id)
    words = LetterWords(subject_words=kept.subject_words)
    release.release_letters(office.services, SUPERVISOR, [letters[1].id], words=words)
    office.tick(date(2024, 3, 7), time(14, 0))

    subjects = [m.subject for m in office.messages(date(2024, 3, 7)) if m.kind == "letter"]
    assert len(subjects) == 2
    assert "请答复第二份" in subjects


def test_a_mark_for_the_circular_ends_with_its_round(office: Bureau) -> None:
    """A task that got a new date is not 拟列入通报 for what it was late with before."""
    letter = overdue(office)
    release.release_letters(office.services, SUPERVISOR, [letter.id])
    office.live_until(date(2024, 3, 8), date(2024, 3, 18))
    move = DueMove(date(2024, 3, 19), DueChangeClass.ADJUSTMENT, "上级调整")
    editing.move_due(office.services, SUPERVISOR, office.tasks["清单"], move, today=date(2024, 3, 18))
    office.live_until(date(2024, 3, 19), date(2024, 3, 20))

    with db.reading(office.services.engine) as connection:
        assert store_notices.notices(connection, kinds=(NoticeKind.CIRCULAR,))
        assert proposed_for_circular(connection, [view(office)]) == []
