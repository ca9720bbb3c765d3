"""A pass reads nothing from end to end that grows for years: an old ledger costs what a new one costs."""

from datetime import date

from bureau import Bureau
from query_plans import whole_readings

DAY = date(2024, 3, 27)


def test_a_pass_reads_no_growing_table_from_end_to_end(sqlite_bureau: Bureau) -> None:
    sqlite_bureau.clock.put(DAY)
    sqlite_bureau.add_offices("基教处", "督导室")
    sqlite_bureau.add_plan(2024, on=DAY)
    sqlite_bureau.add_task("开展督导评估", DAY, "基教处", "督导室")

    with whole_readings(sqlite_bureau.services.engine) as found:
        report = sqlite_bureau.tick(DAY)

    assert report.sent == 2
    assert not found
