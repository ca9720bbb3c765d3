"""Rehearsing a file over a copy of the directory."""

from datetime import date

from bureau import Bureau

from importers.plans.import_values import ImportOptions, ImportStatus
from importers.source import Source
from models import db, store_calendar, store_directory, store_plans
from rules.workdays import SpecialDay
from scheduler.rehearse_file import rehearse_file

FILE = Source("2024年配档表.csv", "时间,重点工作,责任单位\n3月,印发方案,基教处、各处室\n".encode())
FRIDAY, SUNDAY = date(2024, 3, 29), date(2024, 3, 31)


def test_the_copy_knows_addresses_groups_and_edited_days(bureau: Bureau) -> None:
    """Offices, aliases, groups and edited days are those of the real database."""
    bureau.add_offices("基础教育处", "督导室")
    with db.writing(bureau.services.engine) as connection:
        store_directory.add_alias(connection, bureau.offices["基础教育处"], "基教处")
        store_directory.set_groups(connection, bureau.offices["督导室"], ["各处室"])
        store_calendar.set_override(connection, SpecialDay(SUNDAY, is_workday=True))

    result, found = rehearse_file(
        bureau.services, FILE, ImportOptions(baseline=FRIDAY), start=FRIDAY, end=SUNDAY
    )
    messages = list(found)

    assert result.status is ImportStatus.OK
    assert {(str(m.on), m.office, m.kind.value) for m in messages} == {
        ("2024-03-29", "基础教育处", "reminder"),
        ("2024-03-31", "基础教育处", "due_today"),
    }
    assert all(m.to for m in messages)


def test_the_real_database_stays_as_it_is(bureau: Bureau) -> None:
    """Neither the plan nor an office the file brings is stored."""
    _, found = rehearse_file(bureau.services, FILE, ImportOptions(baseline=FRIDAY), start=FRIDAY, end=SUNDAY)
    list(found)

    with db.reading(bureau.services.engine) as connection:
        assert store_plans.plans(connection) == []
        assert store_directory.load_directory(connection).offices == {}
