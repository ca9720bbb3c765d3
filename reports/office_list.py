"""The small .xlsx that goes with the weekly mail: an office's own overdue rows, or the whole list."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from reports.as_xlsx import write_xlsx
from reports.overdue import OverdueRow, SetAside
from reports.overdue_list import OverdueReport, overdue_table
from reports.tables import Layout


class OfficeList(NamedTuple):
    """A file to attach: its short name and its content."""

    file_name: str
    content: bytes


def office_overdue_xlsx(
    rows: Sequence[OverdueRow],
    *,
    today: date,
    office_name: str = "",
    issuer: str = "",
    aside: Sequence[SetAside] = (),
    counted: str = "",
) -> OfficeList:
    """Return the weekly list as ``逾期清单0525.xlsx``; without an office's name it is the whole list.

    ``counted`` is the sentence of the mail about how days were counted, so that both say the same.
    """
    report = OverdueReport(
        today=today,
        rows=tuple(rows),
        set_aside=tuple(aside),
        issuer=issuer,
        office_name=office_name,
        counted=counted,
    )
    return OfficeList(f"逾期清单{today:%m%d}.xlsx", write_xlsx(overdue_table(report, Layout.SHEET)))
