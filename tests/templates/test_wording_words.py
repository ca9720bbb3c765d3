"""Subjects, dates and lists as words: what gives way when room is short, what is said about days."""

from dataclasses import replace
from datetime import date

import pytest

from rules.facts import NoticeKind
from rules.policy import DueShift
from templates.filters import cut, day_range, listed, one_line
from templates.wording_dates import after_holiday, counting, derivation, rest_days, uncounted
from templates.wording_subject import office_subject, title_subject
from templates.wording_weekly import office_counts
from tests.templates.mail_samples import BUREAU, CALENDAR, POLICY, SPRING, line

TODAY = line(NoticeKind.DUE_TODAY, "T", 4, "己")
SOON = line(NoticeKind.REMINDER, "T-3", 5, "庚")


@pytest.mark.parametrize(
    ("office", "short", "has_suffix", "expected"),
    [
        ("基教处", "基教处", True, "1项逾期、2项5月31日到期｜基教处重点工作"),
        ("市学生发展中心", "市学发中心", True, "1项逾期、2项5月31日到期｜市学生发展中心"),
        ("市教育教学研究院", "市教研院", False, "1项逾期、2项5月31日到期｜市教育教学研究院"),
        ("市教育教学研究院附属学校", "附属学校", True, "1项逾期、2项5月31日到期｜附属学校"),
        ("市教育教学研究院附属学校", "", True, "1项逾期、2项5月31日到期｜市教育教学研究院附…"),
    ],
)
def test_subject_gives_way_in_order(office: str, short: str, has_suffix: bool, expected: str) -> None:
    """First 重点工作 goes, then the long name, never a number."""
    head = "1项逾期、2项5月31日到期"

    subject = office_subject((head,), bureau=BUREAU, office=office, short=short, has_suffix=has_suffix)

    assert subject == expected
    assert len(subject) <= 25


def test_a_titles_end_is_cut_but_not_inside_a_quote_just_opened() -> None:
    """The cut leaves whole words where a quote would hang open."""
    assert title_subject("4月30日到期，请告知情况", SPRING, bureau=BUREAU).endswith("｜举办全学段衔接…")
    assert cut("出台《关于进一步促进学校家庭社会协同育人》", 10) == "出台《关于进一步促…"


def test_headers_cannot_be_smuggled_in() -> None:
    """A title keeps no line break, no control character and no encoded word in a subject."""
    subject = title_subject("今天到期", "甲\r\nBcc: x@example.org =?utf-8?b?5Lit?=", bureau=BUREAU)

    assert subject.isprintable()
    assert "=?" not in subject


@pytest.mark.parametrize(
    ("text", "clean"),
    [("甲\r\n乙", "甲 乙"), ("甲\u202e乙\u200b", "甲乙"), ("甲\x00乙", "甲乙"), ("甲\u3000乙", "甲\u3000乙")],
)
def test_one_line(text: str, clean: str) -> None:
    """Line breaks become a space, invisible characters go, the full-width space stays."""
    assert one_line(text) == clean


def test_original_words_and_rule() -> None:
    """One derived date names its month; several bare months name the rule; stated dates say nothing."""
    stated = replace(SOON, is_derived=False)
    half_year = replace(SOON, due_words="上半年")

    assert derivation([SOON], POLICY) == "到期日由配档表“5月”按月末推定。"
    assert derivation([half_year], POLICY) == "到期日由配档表“上半年”推定。"
    assert derivation([SOON, TODAY], POLICY) == "配档表只写月份，到期日按当月最后一天推定。"
    assert derivation([SOON, stated], POLICY) == "只写月份的，到期日按当月最后一天推定。"
    assert derivation([stated, stated], POLICY) == ""
    earlier = replace(POLICY, due_shift=DueShift.PREVIOUS_WORKDAY)
    assert derivation([SOON, TODAY], earlier) == "配档表只写月份，到期日按当月最后一个工作日推定。"


def test_days_of_rest_are_explained() -> None:
    """A Sunday, a holiday after the due date, and days that do not count are said with their names."""
    today = date(2026, 5, 27)

    assert list(rest_days([date(2026, 5, 31)], calendar=CALENDAR, today=today)) == [
        "5月31日是周日，之前最后一个工作日是5月29日（周五）。"
    ]
    assert list(rest_days([date(2026, 10, 5)], calendar=CALENDAR, today=today)) == [
        "10月5日是国庆节假期，之前最后一个工作日是9月30日（周三）。"
    ]
    assert after_holiday(date(2026, 4, 30), CALENDAR) == "5月1日至5日放假，节后第一个工作日是5月6日（周三）。"
    assert after_holiday(date(2026, 5, 29), CALENDAR) == ""
    assert uncounted(date(2026, 3, 31), date(2026, 4, 8), CALENDAR) == "清明节4月4日至6日不计"
    assert uncounted(date(2026, 5, 11), date(2026, 5, 20), CALENDAR) == ""
    assert counting(date(2026, 4, 30), date(2026, 5, 11), CALENDAR) == (
        "逾期按工作日计：5月1日至5日放假不计，5月9日（周六）调休上班计入。"
    )
    assert day_range(date(2026, 12, 31), date(2027, 1, 2)) == "12月31日至1月2日"


def test_offices_are_summed_up() -> None:
    """Offices with equal counts share one count; many offices give only their number."""
    assert office_counts((("甲", 1), ("乙", 2), ("丙", 1))) == "乙2项；甲、丙各1项。"
    assert office_counts(tuple((str(n), 1) for n in range(13))) == "共13个单位。"
    assert listed(["甲", "乙", "丙", "丁", "戊"]) == "甲、乙、丙、丁等5个单位"
