"""Plans in English: dated lines, action plans in every form of cells, calendars as programs write them."""

import pytest
from plan_rows import read, rows_of

from importers.calendars.days_in_front import day_in_front
from importers.words.front_times import front_time
from importers.words.office_lists import split_names
from importers.words.section_heads import Head
from rules.errors import InputError


@pytest.mark.parametrize(
    ("line", "time", "rest"),
    [
        ("Aug. 22 (R) New staff meet", "Aug. 22 (R)", "New staff meet"),
        ("Aug. 26-30 (M-F)  Course changes", "Aug. 26-30 (M-F)", "Course changes"),
        ("Nov. 24-26, 28 — Schools closed", "Nov. 24-26, 28", "Schools closed"),
        ("Dec. 22 – Jan. 2 — Winter break", "Dec. 22 – Jan. 2", "Winter break"),
        ("Oct. 9– Founders' Day – OPEN", "Oct. 9", "Founders' Day – OPEN"),
        ("Mon 6 – Fri 10 Oct  Book week", "Mon 6 – Fri 10 Oct", "Book week"),
        ("Wed, Aug 6 Classes begin", "Wed, Aug 6", "Classes begin"),
        ("2-6 September 2025 Welcome week", "2-6 September 2025", "Welcome week"),
        ("Dec – Feb: Winter visits", "Dec – Feb", "Winter visits"),
        ("3 March 2pm meeting", "3 March", "2pm meeting"),
        ("Sept 5, 9 schools open", "", "Sept 5, 9 schools open"),
        ("May we begin at once", "", "May we begin at once"),
        ("24 pupils may go", "", "24 pupils may go"),
    ],
)
def test_a_date_in_front_of_an_english_line(line: str, time: str, rest: str) -> None:
    """Weekdays, several days and a dash belong to the time; a number that counts something does not."""
    assert front_time(line) == (time, rest)


def test_lines_that_begin_with_a_day_and_one_whose_day_stands_above_it() -> None:
    """A day on a line of its own holds for the line below, until another line states its own day."""
    rows = read(
        "City Schools Calendar 2024-25\nAug. 26-30 (M-F)\nCourse changes\nAug. 30 (F) Last day to drop\n"
        "a course of the autumn\nDec. 5 (R) Last day of classes\nJan. 6-7 — Staff meet\nJune 4 — Classes end",
        year=None,
    ).rows

    assert [(row.title, str(row.deadline.due_on)) for row in rows] == [
        ("Course changes", "2024-08-30"),
        ("Last day to drop", "2024-08-30"),
        ("a course of the autumn", "2024-08-30"),
        ("Last day of classes", "2024-12-05"),
        ("Staff meet", "2025-01-07"),
        ("Classes end", "2025-06-04"),
    ]
    assert [bool(row.flags) for row in rows] == [False, False, True, False, False, False]


def test_a_day_its_weekday_and_what_happens_on_three_lines() -> None:
    """The weekday belongs to the day above it, and a dash between two days makes them one time."""
    rows = rows_of(
        "Bureau Calendar\nSeptember 2025\n1\nMon\nStaff report\n22\nMon\nOrders due\nNovember 2025\n"
        "11 Tue\n-\n14 Fri\nExaminations"
    )

    assert rows == [
        ("September 2025 1 Mon", "2025-09-01", "Staff report", (), ()),
        ("September 2025 22 Mon", "2025-09-22", "Orders due", (), ()),
        ("November 2025 11 Tue - 14 Fri", "2025-11-14", "Examinations", (), ()),
    ]


def test_days_under_a_bare_year_lie_in_it_and_bars_between_cells_are_no_tasks() -> None:
    cells = ["2024", "Wed, Nov 6", "Staff meet", "Tue, Dec 24 to Thu, Jan 2", "Winter holiday"]
    cells += ["2025", "Mon, Jan 6", "Offices open", "Fri, Feb 7", "Report due"]

    assert [(due, title) for _, due, title, _, _ in rows_of("Important dates\n" + "\n|\n".join(cells))] == [
        ("2024-11-06", "Staff meet"),
        ("2025-01-02", "Winter holiday"),
        ("2025-01-06", "Offices open"),
        ("2025-02-07", "Report due"),
    ]


def test_cells_closed_by_bars_are_no_calendar_unless_times_and_tasks_take_turns() -> None:
    """In a wider table the number, the office and the task below a month are not all tasks of it."""
    rows = [f"{n} |\n召开第{n}次会议 |\n某局 |\n2024年{n}月 |" for n in range(1, 6)]

    with pytest.raises(InputError):
        read("\n".join(["某县会议", "序 |", "主题 |", "发布者 |", "拟发布月 |", *rows]))


def test_a_list_whose_title_names_two_years_runs_on_into_the_second() -> None:
    """The days behind December are of the next year, and say that a person should look."""
    days = "Sept. 8 – Term begins\nNov. 27 – Harvest day\nJan. 5 – Term goes on\nJune 13 – End"
    for years in ("2025/2026", "2025/26", "2025-26"):
        rows = read(f"Important dates {years}\n{days}", year=None).rows

        assert [str(row.deadline.due_on) for row in rows] == [
            "2025-09-08",
            "2025-11-27",
            "2026-01-05",
            "2026-06-13",
        ]
        assert [bool(row.flags) for row in rows] == [False, False, True, True]


def test_the_day_of_the_month_above_in_brackets() -> None:
    lines = ["Board work plan 2026", "January", "- Elect officers", "February", "- Read reports"]

    rows = rows_of("\n".join([*lines, "- (15th) End the audit"]), year=None)

    assert rows[-1] == ("15th", "2026-02-15", "End the audit", (), ())


CELLS = [
    ("Form a working group", "September 2024", "Safety Team"),
    ("Draft its terms of reference", "September 2024", "Director, People and Law"),
    ("Define what is needed", "December 2024", "Safety Team"),
    ("Report to the bureau", "30 June 2025 and then annually", "Safety Team"),
]


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 0, 2)])
def test_cells_one_a_line_without_a_header(order: tuple[int, int, int]) -> None:
    """A time that comes twice in a row and the same few names beside it make rows, not a calendar."""
    lines = ["Safety Action Plan 2024"]
    lines += [row[place] for row in CELLS for place in order]

    reading = read("\n".join(lines), year=None)

    assert [
        (row.title, row.period, *(office.name for office in row.offices)) for row in reading.rows
    ] == CELLS
    assert all(row.confidence < 0.9 for row in reading.rows)


def test_headings_between_such_cells_tell_where_a_row_begins() -> None:
    """A header whose words ran together says nothing of the order, and a caption below is no row."""
    lines = ["Governance", "Action Plan 2024", "ActionResponsibilityTimelineDeliverable"]
    for number, row in enumerate(CELLS, 13):
        lines += [f"{number} Keep the group at work.", row[0], row[1], row[2]]

    reading = read("\n".join([*lines, "Photo: the bureau's garden"]), year=None)

    assert [row.title for row in reading.rows] == [row[0] for row in CELLS]


@pytest.mark.parametrize("words", ["召开会议|3月|办公室", "Meet|March|Office"])
def test_such_cells_that_do_not_add_up_are_refused(words: str) -> None:
    """A line too many anywhere: no row is sure, and none is read as the task of the month above it."""
    task, time, office = words.split("|")
    cells = [line for n in range(6) for line in (f"{task} {n}号", time, office)]

    with pytest.raises(InputError, match="每格一行，又没有表头"):
        read("\n".join(["一些事", *cells[:12], "多出来的一行", *cells[12:]]))


def test_a_row_of_bars_broken_before_its_last_cell() -> None:
    """The line below holds just the cell that is missing; empty cells behind it stand for merged ones."""
    text = """Delivery Plan 2024
Action | Deliverable | Timeline | Responsibility |
1. Keep the group at work. | Invite the schools | July 2024 |
School Service |
Write the rules | June 2024 | Law Office | |
Print the rules | September 2024 | Law Office | |
Meet six times | Dates of all the meetings are set together in January | School Service | |
2. Check the work. | Count the visits | August 2024 |
Data Office |
Report the visits | May 2024 |
Data Office | |"""

    rows = read(text).rows

    assert [(row.title, row.period, row.offices[0].name) for row in rows] == [
        ("Invite the schools", "July 2024", "School Service"),
        ("Write the rules", "June 2024", "Law Office"),
        ("Print the rules", "September 2024", "Law Office"),
        ("Meet six times", "Dates of all the meetings are set together in January", "School Service"),
        ("Count the visits", "August 2024", "Data Office"),
        ("Report the visits", "May 2024", "Data Office"),
    ]
    assert [bool(row.flags) for row in rows] == [False, False, False, True, False, False]


def test_cells_between_strokes_with_headings_and_a_row_on_several_lines() -> None:
    """Headings are no tasks, bullets are no part of a name, an empty cell stays empty."""
    text = """Reading Action Plan 2024/25
Action / Lead / Partners / Timescale / Status
Priority 1: Books
1.1 Buy books for n/a schools / Library Service / Parish Offices, Reuse Centre / Q1 2024/25 / Green
Priority 2: Readers
2.1 Review the fees /
• Adult Service
• Finance Office
/ / Q2 2024/25 / Green
2.2 Agree the next plan / Policy Office / / TBC /"""

    assert rows_of(text) == [
        (
            "Q1 2024/25",
            "2024-06-30",
            "Buy books for n/a schools",
            ("Library Service",),
            ("Parish Offices", "Reuse Centre"),
        ),
        ("Q2 2024/25", "2024-09-30", "Review the fees", ("Adult Service", "Finance Office"), ()),
        ("TBC", None, "Agree the next plan", ("Policy Office",), ()),
    ]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Director, People and Law", ["Director, People and Law"]),
        ("Director, Manager", ["Director", "Manager"]),
        ("Chief Officer, School Team, Library", ["Chief Officer", "School Team", "Library"]),
        ("Library Service, Parish Offices", ["Library Service", "Parish Offices"]),
        ("• Adult Service\n• Finance Office", ["Adult Service", "Finance Office"]),
    ],
)
def test_posts_with_what_they_are_for(words: str, names: list[str]) -> None:
    """A comma behind a post hardly ends a name; in longer lists and before another post it does."""
    assert split_names(words) == names


EVENTS = """BEGIN:VCALENDAR
X-WR-CALNAME:School Service Calendar 2026
BEGIN:VTIMEZONE
DTSTART:19700101T000000
END:VTIMEZONE
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260301
DTEND;VALUE=DATE:20260304
SUMMARY:Inspect kitchens\\, gardens
  and gates
LOCATION:Hall
BEGIN:VALARM
SUMMARY:Bell
END:VALARM
END:VEVENT
BEGIN:VEVENT
DTSTART;TZID=Asia/Shanghai:20260401T090000
DTEND;TZID=Asia/Shanghai:20260401T110000
SUMMARY:Staff meet
RRULE:FREQ=WEEKLY
END:VEVENT
BEGIN:VTODO
DUE;VALUE=DATE:20260630
SUMMARY:报送半年总结
END:VTODO
END:VCALENDAR"""


def test_events_of_a_calendar_program() -> None:
    """Whole days end before DTEND; a rule of repetition is said, places and alarms are no tasks."""
    reading = read(EVENTS, year=None)

    assert reading.title == "School Service Calendar 2026"
    assert [(row.title, str(row.deadline.due_on), bool(row.flags)) for row in reading.rows] == [
        ("Inspect kitchens, gardens and gates", "2026-03-03", False),
        ("Staff meet", "2026-04-01", True),
        ("报送半年总结", "2026-06-30", False),
    ]


def test_days_with_weekdays_below_a_month() -> None:
    """The weekday shows that the number is a day; a bare number may count something and is asked about."""
    lines = ["City Schools Calendar 2025-26", "First Semester", "September", "1\tMon\tTerm begins"]
    lines += ["8-12\tMon-Fri\tEnrolment", "15th – Audit", "January", "Mon 12 – Fri 16: Examinations"]

    reading = read("\n".join([*lines, "17 Staff meet"]), year=None)

    assert [(row.title, str(row.deadline.due_on)) for row in reading.rows] == [
        ("Term begins", "2025-09-01"),
        ("Enrolment", "2025-09-12"),
        ("Audit", "2025-09-15"),
        ("Examinations", "2026-01-16"),
        ("17 Staff meet", "2026-01-31"),
    ]
    assert [bool(row.flags) for row in reading.rows] == [False, False, False, False, True]


def test_a_day_with_two_weekdays_and_nothing_behind_it_is_no_task() -> None:
    assert day_in_front(Head("September", month="9月"), "29-30 Fri-Sat") == ("", "", "29-30 Fri-Sat")


@pytest.mark.parametrize(
    ("other", "due"), [("Jan 26", "2025-09-30"), ("Jan 8", "2025-09-25"), ("Ongoing", "2025-09-30")]
)
def test_two_figures_behind_a_month_are_a_year_where_no_other_day_stands_so(other: str, due: str) -> None:
    """That they are is only likely, and said."""
    lines = [
        "School plan 2025",
        "Action\tLead\tWhen",
        "Buy the books\tLibrary\tSept 25",
        f"Read\tLibrary\t{other}",
    ]

    first = read("\n".join(lines), year=None).rows[0]

    assert str(first.deadline.due_on) == due
    assert bool(first.flags) == (due == "2025-09-30")


def test_deadlines_within_english_items() -> None:
    """By a month or a day counts where it opens or ends its sentence."""
    rows = read(
        "Delivery plan 2025\n1. By the end of March 2025, the office will print the map.\n"
        "2. Report on fees by 31 May 2025.\n3. Visit every school.",
        year=None,
    ).rows

    assert [str(row.deadline.due_on) for row in rows] == ["2025-03-31", "2025-05-31", "None"]


def test_a_priority_above_a_table_is_not_the_title_of_the_plan() -> None:
    text = "School Development Plan 2025\nPriority 1: Better reading\nAgenda items\tWho will do it\tBy when\n"

    reading = read(f"{text}Visit schools\tSchool Office\tMay 2025", year=None)

    assert reading.title == "School Development Plan 2025"
    assert [office.name for office in reading.rows[0].offices] == ["School Office"]


def test_twelve_months_stated_above_a_plan() -> None:
    """They say with which month and year the plan begins, also where its title names none."""
    text = "Department Work Plan\n(July 1, 2025 - June 30, 2026)\nAction\tLead\tWhen\nBuy books\tLibrary\t{}"

    assert [rows_of(text.format(when), year=None)[0][1] for when in ("October", "May")] == [
        "2025-10-31",
        "2026-05-31",
    ]


def test_a_label_begins_a_line_anew_and_broken_words_keep_their_blank() -> None:
    """Lines that are all about as wide look broken at a width; Measure: … is no rest of the time above it."""
    items = [
        f"{n}. Open a new centre {n}\nLead: Learning Centre\nTimeline: Ongoing, review July"
        for n in (1, 2, 3)
    ]

    rows = rows_of("Action Plan 2025\n" + "\nMeasure: Centre in use\n".join(items), year=None)

    assert {row[0] for row in rows} == {"Ongoing, review July"}


def test_days_with_strokes_whose_last_number_is_the_year() -> None:
    lines = ["Meetings 2025/26", "Date\tMeeting\tBusiness", "17/09/25\tBoard\tElect the chair"]

    rows = read("\n".join([*lines, "08/10/25\tBoard\tRead reports"]), year=None).rows

    assert [(row.title, str(row.deadline.due_on)) for row in rows] == [
        ("Elect the chair", "2025-09-17"),
        ("Read reports", "2025-10-08"),
    ]
    assert front_time("17/09/25 Board meets") == ("17/09/25", "Board meets")
