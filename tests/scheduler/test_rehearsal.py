"""Rehearsing says what ticking does: the same days, offices, tasks and stages."""

from datetime import date

from bureau import Bureau

from models import db, store_notices
from models.kinds import NoticeState
from rules.facts import NoticeKind, Status
from scheduler.rehearsal import rehearse

START = date(2024, 1, 2)
END = date(2024, 12, 31)
Spoken = set[tuple[date, str, str, str]]


def fill(bureau: Bureau) -> None:
    bureau.clock.put(START)
    names = ("基教处", "督导室", "秘书处", "财审处", "职高教处")
    bureau.add_offices(*names)
    bureau.add_plan(2024, on=START)
    bureau.add_task("过去的", date(2023, 12, 31), "基教处", status=Status.UNCONFIRMED)
    bureau.add_task("长期的", None, "财审处")
    for n in range(24):
        month = n % 12 + 1
        last = date(2024, month, 28 + (month not in (2,)) * 2)
        bureau.add_task(f"事{n}", last, names[n % 5], *([names[(n + 1) % 5]] if n % 4 == 0 else []))
    bureau.add_task("知悉的", date(2024, 6, 30), "秘书处", informed=("基教处", "督导室"))


def rehearsed(bureau: Bureau) -> Spoken:
    return {
        (mail.on, mail.office, item.title, item.stage)
        for mail in rehearse(bureau.services, start=START, end=END)
        for item in mail.items
        if not item.stage.startswith(("carried", "weekly"))
    }


def ticked(bureau: Bureau) -> Spoken:
    offices = {office_id: name for name, office_id in bureau.offices.items()}
    titles = {task_id: title for title, task_id in bureau.tasks.items()}
    with db.reading(bureau.services.engine) as connection:
        rows = store_notices.notices(connection)
    return {
        (row.planned_on, offices[row.office_id], titles[row.task_id or 0], row.stage)
        for row in rows
        if not row.stage.startswith(("carried", "weekly")) and row.kind is not NoticeKind.CIRCULAR
    }


def test_a_year_of_tick_equals_the_year_of_rehearse(sqlite_bureau: Bureau) -> None:
    """Nobody answers: what was rehearsed is what was said, day by day."""
    fill(sqlite_bureau)
    before = rehearsed(sqlite_bureau)

    sqlite_bureau.live_until(START, END)

    after = ticked(sqlite_bureau)
    assert {one for one in after if one not in before} == set()
    # An assignment that stands in the same line as a graver one is said, and listed once.
    assert {stage for *_, stage in before ^ after} <= {"assign"}


def test_rehearsing_stores_and_sends_nothing(bureau: Bureau) -> None:
    """The same output twice, no notice, no message."""
    fill(bureau)

    first = list(rehearse(bureau.services, start=START, end=date(2024, 4, 30)))
    second = list(rehearse(bureau.services, start=START, end=date(2024, 4, 30)))

    assert first == second
    assert bureau.messages() == []
    with db.reading(bureau.services.engine) as connection:
        assert store_notices.notices(connection) == []


def test_one_digest_an_office_and_day_and_never_on_a_rest_day(bureau: Bureau) -> None:
    """No office gets two digests a day; nothing is planned on 02-12, a make-up Sunday may have mail."""
    fill(bureau)
    bureau.add_task("周日到期", date(2024, 2, 4), "职高教处")
    mails = list(rehearse(bureau.services, start=START, end=END))

    digests = [(mail.on, mail.office) for mail in mails if not mail.held]

    assert len(digests) == len(set(digests))
    with db.reading(bureau.services.engine) as connection:
        calendar = bureau.services.calendar(connection)
    assert all(calendar.is_workday(on) for on, _ in digests)
    assert (date(2024, 2, 4), "职高教处") in digests
    assert not [on for on, _ in digests if on == date(2024, 2, 12)]


def test_a_held_letter_is_offered_once(bureau: Bureau) -> None:
    """A letter stands on the day it would be offered and brings no further level."""
    fill(bureau)

    mails = list(rehearse(bureau.services, start=START, end=END))

    letters = [(item.title, item.stage) for mail in mails if mail.held for item in mail.items]
    assert len(letters) == len(set(letters))
    assert {stage for _, stage in letters} == {"T+5"}


def test_three_days_of_downtime_give_one_current_notice(sqlite_bureau: Bureau) -> None:
    """Passes that did not run are not caught up step by step."""
    fill(sqlite_bureau)
    sqlite_bureau.live_until(START, date(2024, 1, 24))

    sqlite_bureau.tick(date(2024, 1, 30))

    with db.reading(sqlite_bureau.services.engine) as connection:
        rows = store_notices.notices(connection, planned_on=date(2024, 1, 30))
    stages = [(row.task_id, row.office_id, row.stage) for row in rows if row.stage.startswith("T")]
    assert len(stages) == len(set(stages))
    assert all(row.state is NoticeState.LEFT for row in rows)
    assert {stage for *_, stage in stages} == {"T"}
