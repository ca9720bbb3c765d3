"""The overdue list as a file in any format: the formats of tables, and the JSON of the command line."""

import json

from reports.formats import FORMATS
from reports.overdue import as_json
from reports.overdue_list import OverdueReport, overdue_table
from rules.errors import InputError

JSON = "json"
OVERDUE_FORMATS = (JSON, *FORMATS)


def write_overdue(report: OverdueReport, format_name: str) -> bytes:
    """Return the list in one of ``OVERDUE_FORMATS``; raises :class:`InputError` for another."""
    if format_name == JSON:
        return (json.dumps(as_json(report.rows), ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    if format_name not in FORMATS:
        raise InputError(f"没有“{format_name}”这种格式，可用的有：{'、'.join(OVERDUE_FORMATS)}。")
    chosen = FORMATS[format_name]
    return chosen.write(overdue_table(report, chosen.layout))


def overdue_file_name(report: OverdueReport, format_name: str) -> str:
    """Return ``逾期清单_20260408.xlsx``."""
    return f"逾期清单_{report.today:%Y%m%d}.{format_name}"
