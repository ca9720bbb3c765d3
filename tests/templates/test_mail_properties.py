"""What holds for every mail, however strange its tasks: Hypothesis makes the tasks."""

import re
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.facts import NoticeKind
from rules.plan import rung_day
from templates.cleaning import cleaned
from templates.filters import one_line
from templates.mail_values import FollowUpMark, LeaderItem, LeaderMail, Line, OfficeMail, Rendered, YearTotals
from templates.wording_digest import digest_mail
from tests.templates.mail_reading import counts, read_html
from tests.templates.mail_samples import BUREAU, CALENDAR, LINK, PLAN, POLICY, RENDERER
from tests.templates.test_mail_checks import FORBIDDEN, half_width, rest

WORKDAYS = [
    day
    for day in (date(2026, 1, 5) + timedelta(days=n) for n in range(0, 400, 3))
    if CALENDAR.is_workday(day)
]
PIECES = [
    "推进会",
    "实施方案",
    "《关于",
    "“泉引桥”",
    "工程",
    "》",
    "研制,印发",
    "<script>alert(1)</script>",
    "<b>",
    "&",
    '"',
    "'",
    "{{7*7}}",
    "{%raw%}",
    "=?utf-8?b?5Lit?=",
    "2026年",
    "🎉",
    "（一）",
    "\u3000",
]
HOSTILE = ["\n", "\r\nBcc: a@example.org", "\t", "\x00", "\x1b[31m", "\u202e", "\u200b", "\u2028", "\ufeff"]
titles = st.lists(st.sampled_from([*PIECES, *HOSTILE]), min_size=1, max_size=8).map(
    lambda p: "题" + "".join(p)
)
names = st.sampled_from(
    ["基教处", "市学生发展中心", "市教育教学研究院附属实验学校筹建办公室", "督导\n室", "处<i>"]
)
reports = st.sampled_from(["", "正在办理", "场地已落实，通知待签发" * 4, "已\n印发"])


@st.composite
def task_lines(draw: st.DrawFn, today: date, kind: NoticeKind) -> Line:
    """Make a line of a kind as the rules would on a day."""
    due_on = draw(_due_dates(today, kind))
    stage = draw(st.sampled_from(_STAGES.get(kind, ["x"])))
    is_lead = draw(st.booleans()) or kind in (NoticeKind.OVERDUE, NoticeKind.RETURNED, NoticeKind.LETTER)
    reported = draw(st.none() | st.just(today - timedelta(days=2)))
    return Line(
        kind=kind,
        stage=stage,
        reason="",
        task_id=draw(st.integers(1, 10**6)),
        number="2026-001",
        title=draw(titles),
        due_on=due_on,
        due_words=draw(st.sampled_from(["3月", "上半年", "省里文件印发后一个月内", "3月\n底前"])),
        is_derived=draw(st.booleans()),
        is_lead=is_lead,
        lead_name=draw(names),
        lead_confirmed=draw(st.booleans()),
        other_names=tuple(draw(st.lists(names, max_size=6))),
        office_words=draw(names),
        workdays_overdue=CALENDAR.workdays_between(due_on, today) if due_on else 0,
        last_report_on=reported,
        last_report=draw(reports),
        is_difficult=draw(st.booleans()),
        help_wanted=draw(st.sampled_from(["", "请协调\n场地"])) if kind is NoticeKind.LETTER else "",
        reminder_count=draw(st.integers(0, 3)),
        asked_on=draw(st.none() | st.just(today - timedelta(days=9))),
        follow_ups=tuple(
            FollowUpMark(today - timedelta(days=n), by_phone=n % 2 == 0)
            for n in range(draw(st.integers(0, 3)), 0, -1)
        ),
        is_unconfirmed=kind is NoticeKind.ASSIGNMENT and due_on is not None and due_on < today,
        recurrence=draw(st.sampled_from(["", "每月"])) if due_on is None else "",
        return_note=draw(titles) if kind is NoticeKind.RETURNED else "",
        link=draw(st.sampled_from(["", f"{LINK}?t=7"])),
    )


_STAGES = {
    NoticeKind.OVERDUE: ["T+1", "weekly-2026-05-25", "carried-2026-05-27"],
    NoticeKind.REMINDER: ["T-10", "T-3"],
    NoticeKind.LETTER: ["T+5"],
}


def _due_dates(today: date, kind: NoticeKind) -> st.SearchStrategy[date | None]:
    past = st.integers(1, 200).map(lambda n: today - timedelta(days=n))
    future = st.integers(1, 300).map(lambda n: today + timedelta(days=n))
    if kind in (NoticeKind.OVERDUE, NoticeKind.LETTER):
        return past
    if kind is NoticeKind.REMINDER:
        return future
    if kind is NoticeKind.DUE_TODAY:
        coming = [today + timedelta(days=n) for n in range(10)]
        return st.sampled_from([day for day in coming if rung_day(day, 0, CALENDAR) == today])
    if kind is NoticeKind.RETURNED:
        return past | future
    return st.none() | past | future


KINDS = [
    NoticeKind.ASSIGNMENT,
    NoticeKind.REMINDER,
    NoticeKind.DUE_TODAY,
    NoticeKind.OVERDUE,
    NoticeKind.RETURNED,
    NoticeKind.INFORM,
]


@st.composite
def office_mails(draw: st.DrawFn, kinds: tuple[NoticeKind, ...] = tuple(KINDS)) -> OfficeMail:
    """Make a mail with 1 to 30 lines."""
    today = draw(st.sampled_from(WORKDAYS))
    chosen = draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=30))
    bureau = replace(
        BUREAU, is_example=draw(st.booleans()), phone=draw(st.sampled_from(["", "0531-0000000"]))
    )
    return OfficeMail(
        bureau=bureau,
        plan=PLAN,
        office_name=draw(names),
        short_name=draw(st.sampled_from(["", "市发展中心"])),
        today=today,
        lines=tuple(draw(task_lines(today, kind)) for kind in chosen),
        totals=YearTotals(draw(st.integers(0, 40)), 0, 0),
        link=draw(st.sampled_from([LINK, ""])),
        has_weekly_list=CALENDAR.is_first_workday_of_week(today),
        subject_words=draw(st.sampled_from(["", "请答复\r\nBcc: 一二三四五六七八九十一二三四五六七八九十"])),
    )


def check(mail: Rendered, lines: tuple[Line, ...]) -> None:
    """Check what holds for every mail."""
    data = [
        one_line(text) for line in lines for text in (line.title, line.return_note, line.help_wanted) if text
    ]
    reading = read_html(mail.html)
    assert 0 < len(mail.subject) <= 25
    assert mail.subject.isprintable() or "\u3000" in mail.subject
    assert "script" not in reading.tags
    assert reading.bare_cells == []
    assert all(link.startswith("https://duban.example.org/") for link in reading.links)
    for text in (mail.text, reading.visible):
        assert not set(text) & set("\x00\x1b\u202e\u200b\u2028\r")
        assert not [word for word in FORBIDDEN if word in text]
        assert not half_width(text, titles=data)
        assert "None" not in text
    assert "=?" not in mail.subject


@settings(max_examples=40, deadline=None)
@given(office_mails())
def test_any_digest_is_well_formed(mail: OfficeMail) -> None:
    """Whatever the tasks, a digest keeps its limits and lets nothing through."""
    rendered = RENDERER.digest(mail, policy=POLICY, calendar=CALENDAR)

    check(rendered, mail.lines)
    assert len(rendered.html.encode()) < 60_000


@settings(max_examples=40, deadline=None)
@given(office_mails())
def test_any_digest_counts_every_line_once(mail: OfficeMail) -> None:
    """Each line stands in one section; what is cut is counted; overdue is cut last."""
    built = digest_mail(cleaned(mail), policy=POLICY, calendar=CALENDAR)

    assert sum(section.count for section in built.sections) == len(mail.lines)
    assert all(section.count == len(section.rows) + rest(section.more) for section in built.sections)
    shown = [title for section in built.sections for title in (row.title for row in section.rows)]
    assert len(shown) == min(len(mail.lines), 20 if built.guide else 10)
    cut_at = next((n for n, section in enumerate(built.sections) if section.more), len(built.sections))
    assert all(not section.rows for section in built.sections[cut_at + 1 :])


@settings(max_examples=40, deadline=None)
@given(office_mails())
def test_both_parts_say_the_same(mail: OfficeMail) -> None:
    """Every shown title and every count stand in both parts."""
    built = digest_mail(cleaned(mail), policy=POLICY, calendar=CALENDAR)
    rendered = RENDERER.digest(mail, policy=POLICY, calendar=CALENDAR)
    visible = read_html(rendered.html).visible

    for section in built.sections:
        for row in section.rows:
            assert row.title in rendered.text
            assert re.sub(r"\s+", "", row.title) in re.sub(r"\s+", "", visible)
    assert counts(rendered.text) == counts(visible)


@settings(max_examples=40, deadline=None)
@given(office_mails(kinds=(NoticeKind.LETTER,)))
def test_any_letter_is_well_formed(mail: OfficeMail) -> None:
    """A letter keeps its limits, also with words a person typed."""
    check(RENDERER.letter(mail, policy=POLICY, calendar=CALENDAR), mail.lines)


@settings(max_examples=40, deadline=None)
@given(office_mails(kinds=(NoticeKind.LETTER,)))
def test_any_leaders_mail_is_well_formed(mail: OfficeMail) -> None:
    """A leader's mail shows at most five slips when the rest can be looked up."""
    items = tuple(LeaderItem(line.lead_name, line) for line in mail.lines)
    own = LeaderMail(mail.bureau, "", mail.today, items, letter_count=len(items), link=mail.link)

    rendered = RENDERER.leader(own, policy=POLICY, calendar=CALENDAR)

    check(rendered, mail.lines)
    slips = rendered.text.count("   时限：")
    assert slips == (min(len(items), 5) if mail.link else len(items))
