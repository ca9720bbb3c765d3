"""The lists of a coverage check as tables and as JSON, worded as questions: 可能没有对应任务，请核对.

The page takes its words from here too, so that screen, sheet and JSON say the same.
"""

from collections.abc import Sequence

from importers.coverage.check import CoverageRow, Match, Promise
from importers.coverage.named_offices import UntabledOffice
from reports.as_xlsx import write_book
from reports.tables import Column, Kind, Row, Table, row
from scheduler.coverage import CoverageReport

NO_ROW = "可能没有对应任务，请核对"
NO_PROMISE = "要点里可能没有写到，请核对"
NO_OFFICE = "配档表里可能没有列入，请核对"
NO_NUMBERS = "要点里没有读到写了数字的内容"
NOTHING_SAID = (
    "这份文字里没有写了数字的要点，也没有和任务相近的内容，多半不是这份配档表的要点，任务不再逐项列出"
)
_NUMBER = Column("序号", 6, Kind.NAME)
_ANSWER = Column("核对结果", 16)
HOW = (
    "按共有的词对照，不懂意思：列出的不一定真的没有，没有列出的也不一定真的对应，请逐条核对。",
    "数字只认能数、能核对的（50所、4万个、95%、不少于3次）；第几批、书名号和引号里的数字、年月不算。",
)


def coverage_facts(report: CoverageReport) -> str:
    """Return what was held against what, in one line."""
    found = report.coverage
    against = f"《{report.plan_title}》" if report.plan_title else "文件自带的配档表"
    return (
        f"{report.file_name}的正文{found.sentence_count}句、有数字的要点{len(found.promises)}处，"
        f"对照{against}{found.row_count}项任务"
    )


def empty_promises(report: CoverageReport) -> str:
    """Say why no promise is listed as having no row."""
    return "有数字的要点都找到了相近的任务" if report.coverage.promises else NO_NUMBERS


def coverage_tables(report: CoverageReport) -> list[Table]:
    """Return the lists: promises without a row, rows without a promise, offices, promises with a row."""
    found = report.coverage
    return [
        _promises(
            report,
            found.uncovered,
            title=f"有数字的要点：{NO_ROW}",
            sheet="没有任务的要点",
            nearest="最接近的任务",
            empty=empty_promises(report),
        ),
        _unpromised(report),
        _offices(report),
        _promises(
            report,
            found.covered,
            title="有数字的要点：找到了相近的任务，也请核对",
            sheet="有任务的要点",
            nearest="对应的任务",
            empty="没有",
        ),
    ]


def coverage_xlsx(report: CoverageReport) -> bytes:
    """Return the lists as a workbook of four sheets."""
    return write_book(coverage_tables(report))


def coverage_file_name(report: CoverageReport) -> str:
    """Return ``要点对照_20260408.xlsx``."""
    return f"要点对照_{report.today:%Y%m%d}.xlsx"


def row_words(found: CoverageRow) -> str:
    """Return a row in one line: ``2024-062 完成5所“类海外”学校遴选工作（12月，国际处）``."""
    about = "，".join(part for part in (found.period, found.offices) if part)
    return f"{found.label} {found.title}" + (f"（{about}）" if about else "")


def shared_words(match: Match | None) -> str:
    """Return the words two texts share, empty when there is nothing near."""
    return "、".join(match.shared) if match is not None else ""


def office_note(office: UntabledOffice) -> str:
    """Return what is known of an office that no row names."""
    known = f"单位名录里是“{office.known_as}”" if office.known_as else "不在单位名录里，要点注明了它负责"
    return f"{known}；表中只随“{office.group}”列入" if office.group else known


def _table(
    report: CoverageReport, title: str, sheet: str, columns: tuple[Column, ...], rows: list[Row], empty: str
) -> Table:
    return Table(
        title=title,
        as_of=report.today,
        columns=columns,
        rows=tuple(rows),
        facts=(f"{coverage_facts(report)}，列出{len(rows)}处",),
        notes=HOW,
        empty_words=empty,
        sheet_name=sheet,
    )


def _promises(
    report: CoverageReport, found: Sequence[Promise], *, title: str, sheet: str, nearest: str, empty: str
) -> Table:
    columns = (
        _NUMBER,
        Column("数字", 14, Kind.NAME),
        Column("要点原文", 56),
        Column("出处", 34),
        Column(nearest, 40),
        Column("共有的词", 20),
        _ANSWER,
    )
    rows = [
        row(
            number,
            "、".join(one.numbers),
            one.sentence.text,
            one.sentence.place,
            row_words(one.nearest.row) if one.nearest else "没有相近的",
            shared_words(one.nearest),
            "",
        )
        for number, one in enumerate(found, start=1)
    ]
    return _table(report, title, sheet, columns, rows, empty)


def _unpromised(report: CoverageReport) -> Table:
    columns = (
        _NUMBER,
        Column("编号或位置", 14, Kind.NAME),
        Column("重点工作", 50),
        Column("时间", 12, Kind.NAME),
        Column("责任单位", 22),
        Column("最接近的要点", 50),
        Column("共有的词", 18),
        _ANSWER,
    )
    rows = [
        row(
            number,
            one.row.label,
            one.row.title,
            one.row.period,
            one.row.offices,
            one.nearest.sentence.text if one.nearest else "没有相近的",
            shared_words(one.nearest),
            "",
        )
        for number, one in enumerate(report.coverage.unpromised, start=1)
    ]
    is_other = report.coverage.is_of_another_plan
    empty = NOTHING_SAID if is_other else "每项任务都找到了相近的要点"
    return _table(report, f"任务：{NO_PROMISE}", "没有要点的任务", columns, [] if is_other else rows, empty)


def _offices(report: CoverageReport) -> Table:
    columns = (
        _NUMBER,
        Column("要点里的写法", 20),
        Column("依据", 40),
        Column("要点原文", 60),
        Column("出处", 34),
        _ANSWER,
    )
    rows = [
        row(
            number,
            one.name,
            office_note(one),
            one.sentence.text if one.sentence else "",
            one.sentence.place if one.sentence else "",
            "",
        )
        for number, one in enumerate(report.coverage.offices, start=1)
    ]
    return _table(
        report, f"单位：{NO_OFFICE}", "没有列入的单位", columns, rows, "要点点名的单位表中都有，或没有点名"
    )


def coverage_json(report: CoverageReport) -> dict[str, object]:
    """Return the lists for programs; every text as printed."""
    found = report.coverage
    return {
        "file": report.file_name,
        "plan": report.plan_title or None,
        "sentences": found.sentence_count,
        "rows": found.row_count,
        "promises_without_row": [_promise_json(one) for one in found.uncovered],
        "promises_with_row": [_promise_json(one) for one in found.covered],
        "rows_without_promise": [
            {
                **_row_json(one.row),
                "nearest_sentence": one.nearest.sentence.text if one.nearest else None,
                "shared": list(one.nearest.shared) if one.nearest else [],
            }
            for one in found.unpromised
        ],
        "offices_not_in_table": [
            {
                "name": one.name,
                "known_as": one.known_as or None,
                "group": one.group or None,
                "sentence": one.sentence.text if one.sentence else None,
            }
            for one in found.offices
        ],
    }


def _promise_json(one: Promise) -> dict[str, object]:
    return {
        "numbers": list(one.numbers),
        "sentence": one.sentence.text,
        "headings": list(one.sentence.headings),
        "nearest": _match_json(one.nearest),
    }


def _row_json(found: CoverageRow) -> dict[str, object]:
    return {
        "row": found.label,
        "title": found.title,
        "period": found.period or None,
        "offices": found.offices,
    }


def _match_json(match: Match | None) -> dict[str, object] | None:
    return {**_row_json(match.row), "shared": list(match.shared)} if match is not None else None
