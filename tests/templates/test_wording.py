"""Which words a mail chooses: tone, sections, deadlines, and what a policy changes."""

from dataclasses import replace
from datetime import date

import pytest
from jinja2 import UndefinedError

from rules.facts import NoticeKind
from rules.policy import Level
from rules.workdays import Calendar
from templates.mail_values import FollowUpMark, Line, OfficeMail
from templates.wording_assignment import guide
from templates.wording_parts import Tone, tone_of
from tests.templates.mail_samples import (
    BALANCED,
    CALENDAR,
    LETTER,
    POLICY,
    RENDERER,
    digest,
    letter,
    line,
    office_mail,
)
from tests.templates.mail_samples_desk import LEADER, WEEKLY

ASSIGN = line(NoticeKind.ASSIGNMENT, "assign", 6, "甲")
RETURNED = line(NoticeKind.RETURNED, "returned", 6, "乙")
ASKED = line(NoticeKind.OVERDUE, "T+1", 3, "丙", workdays_overdue=1)
WEEK = line(NoticeKind.OVERDUE, "weekly-2026-05-25", 3, "丁", workdays_overdue=20)
CARRIED = line(NoticeKind.OVERDUE, "carried-2026-05-25", 3, "戊", workdays_overdue=20)
TODAY = line(NoticeKind.DUE_TODAY, "T", 4, "己")
SOON = line(NoticeKind.REMINDER, "T-3", 5, "庚")
FIRST = line(NoticeKind.REMINDER, "T-10", 5, "辛")
INFORM = line(NoticeKind.INFORM, "inform", 5, "壬")


@pytest.mark.parametrize(
    ("lines", "tone"),
    [
        ((ASSIGN, RETURNED, ASKED, INFORM), Tone.ASSIGNMENT),
        ((RETURNED, ASKED, WEEK), Tone.RETURNED),
        ((ASKED, WEEK, TODAY), Tone.ASKED),
        ((WEEK, TODAY, SOON), Tone.WEEKLY),
        ((TODAY, SOON, CARRIED), Tone.DUE_TODAY),
        ((SOON, FIRST, CARRIED), Tone.REMINDER),
        ((FIRST, CARRIED, INFORM), Tone.FIRST),
        ((INFORM,), Tone.INFORM),
    ],
)
def test_highest_kind_gives_the_tone(lines: tuple[Line, ...], tone: Tone) -> None:
    """交办 > 退回 > 逾期提示 > 每周清单 > 今天到期 > 提醒 > 初次提示; a carried row raises nothing."""
    assert tone_of(lines, POLICY) is tone
    assert tone_of(tuple(reversed(lines)), POLICY) is tone


def test_the_only_reminder_of_a_policy_asks() -> None:
    """A first rung asks for nothing only when another reminder follows it."""
    assert tone_of((replace(SOON, stage="T-5"),), replace(POLICY, before=(5, 0))) is Tone.REMINDER


def test_sections_stand_gravest_first() -> None:
    """已逾期, 已过期限, 退回, 今天, 即将, 待办, 知悉."""
    mail = office_mail(date(2026, 4, 30), INFORM, ASSIGN, SOON, TODAY, RETURNED, ASKED, CARRIED)

    text = digest(mail).text

    marks = ["■ 已逾期", "■ 已过期限", "◇ 退回补充", "▲ 今天到期", "▲ 即将到期", "待办", "知悉"]
    places = [text.index(f"\n{mark} 1项") for mark in marks]
    assert places == sorted(places)


def test_an_unknown_year_is_said() -> None:
    """Without a published arrangement the mail says that weekdays are assumed."""
    mail = office_mail(date(2026, 12, 28), replace(SOON, due_on=date(2027, 1, 4)))

    text = RENDERER.digest(mail, policy=POLICY, calendar=Calendar({}, frozenset({2026}))).text

    assert "2027年放假安排未公布，暂按周一至周五推算。" in text
    assert "2027年1月4日 周一" in text


def test_due_day_over_a_long_holiday_is_named() -> None:
    """Beyond this week the date itself stands in subject and title."""
    mail = office_mail(date(2026, 9, 30), replace(TODAY, due_on=date(2026, 10, 5), title=BALANCED))

    rendered = digest(mail)

    assert rendered.subject.startswith("10月5日到期｜出台")
    assert "10月5日到期，今天是之前最后一个工作日。" in rendered.text


def test_reasons_that_differ_stand_on_the_rows() -> None:
    """A heading names the rule only when it holds for all its rows."""
    later = replace(FIRST, due_on=date(2026, 6, 10), task_id=9)

    text = digest(office_mail(date(2026, 5, 27), SOON, later)).text

    assert "▲ 即将到期 2项\n" in text
    assert "   距到期2个工作日" in text
    assert "   距到期10个工作日" in text
    assert "2项5月31日起到期。" in text


def test_carried_steps_that_differ_stand_on_the_rows() -> None:
    """Which step was the last is said once for all, or row by row."""
    letter_out = replace(CARRIED, follow_ups=(FollowUpMark(date(2026, 5, 11)),), task_id=1)
    asked = replace(CARRIED, asked_on=date(2026, 5, 20), task_id=2)

    text = digest(office_mail(date(2026, 5, 27), letter_out, asked, SOON)).text

    assert "■ 已逾期 2项\n" in text
    assert "   5月11日第1次催办" in text
    assert "   5月20日逾期提示" in text


def test_level_one_on_a_monday_stands_in_the_weekly_list() -> None:
    """The list holds all overdue rows; the title still only asks."""
    mail = office_mail(
        date(2026, 6, 1), ASKED, WEEK, has_weekly_list=True, attachment_name="逾期清单0601.xlsx"
    )

    rendered = digest(mail)

    assert rendered.subject == "3月31日到期，请告知情况｜丙"
    assert "■ 逾期清单 2项（每周一次，其中1项是逾期提示）" in rendered.text
    assert "附件：逾期清单0601.xlsx" in rendered.text


def test_an_overdue_row_beside_a_first_reminder_is_not_hidden() -> None:
    """Nothing is asked for what is far; what is overdue is counted in the title."""
    rendered = digest(office_mail(date(2026, 5, 18), FIRST, CARRIED))

    assert rendered.subject == "1项逾期、1项5月31日到期｜基教处重点工作"
    assert "即将到期的，现在不用填。" in rendered.text


def test_return_says_why_and_by_when() -> None:
    """The day a person set stands in the sentence, the reason on the row."""
    returned = replace(
        RETURNED, return_note="请附文件", returned_on=date(2026, 6, 3), reply_by=date(2026, 6, 8)
    )

    rendered = digest(office_mail(date(2026, 6, 3), returned))

    assert rendered.subject == "退回，请补充｜乙"
    assert "请在6月8日（周一）前补充后重新填报。" in rendered.text
    assert "6月3日退回：请附文件" in rendered.text


def test_guide_follows_the_policy() -> None:
    """The lines of 以后怎么办 come from the numbers in force."""
    bare = replace(POLICY, before=(5,), weekly=False, levels=(Level(3, NoticeKind.LETTER, held=True),))

    assert dict(guide(POLICY, "督查室"))["到期前"] == "第10个、第3个工作日和当天各提醒一次，几项合成一封。"
    assert dict(guide(bare, "督查室"))["到期前"] == "第5个工作日提醒一次，几项合成一封。"
    assert dict(guide(bare, "督查室"))["过期了"] == "第3个工作日由督查室发催办通知。"
    assert "过期了" not in dict(guide(replace(POLICY, levels=(), weekly=False), "督查室"))


def test_letter_threatens_only_what_follows_by_itself() -> None:
    """Without an automatic next level there is no consequence sentence, and no copy is claimed."""
    last = replace(POLICY, levels=(Level(1, NoticeKind.OVERDUE), Level(5, NoticeKind.LETTER, held=True)))

    text = RENDERER.letter(LETTER, policy=last, calendar=CALENDAR).text

    assert "拟列入" not in text
    assert "本通知经督查室核发。" in text
    assert "拟列入当月推进情况通报" in letter(LETTER).text


def test_typed_words_replace_the_standard_ones_and_the_deadline_stands() -> None:
    """A supervisor's subject, opening and closing are used; the deadline and the items stay."""
    typed = replace(
        LETTER, subject_words="请答复两项工作", opening_words="局长办公会要求尽快答复", closing_words="报局长"
    )

    rendered = letter(typed)

    assert rendered.subject == "请答复两项工作"
    assert "局长办公会要求尽快答复。\n请在4月15日（周三）下班前任选一种方式答复：" in rendered.text
    assert "报局长。" in rendered.text
    assert "拟列入" not in rendered.text


def test_second_letter_is_numbered() -> None:
    """第N次 counts the letters that left, not the telephone calls."""
    again = (FollowUpMark(date(2026, 4, 2)), FollowUpMark(date(2026, 4, 3), by_phone=True))
    mail = replace(LETTER, lines=(replace(LETTER.lines[0], follow_ups=again), LETTER.lines[1]))

    rendered = letter(mail)

    assert rendered.subject.startswith("第2次催办：2项逾期5个工作日")
    assert "■ 已逾期 2项（第1次催办1项，第2次催办1项）" in rendered.text
    assert "4月2日第1次催办，4月3日电话1次" in rendered.text


def test_leader_is_asked_only_what_the_office_named() -> None:
    """Without a wish of the office everything is 供知悉."""
    silent = replace(
        LEADER, items=tuple(replace(i, line=replace(i.line, help_wanted="")) for i in LEADER.items)
    )

    rendered = RENDERER.leader(silent, policy=POLICY, calendar=CALENDAR)

    assert rendered.subject == "请知悉：今天催办2项｜基教处、学前处"
    assert "请您" not in rendered.text.replace("不需要您", "")


def test_weekly_rate_names_its_own_division() -> None:
    """待确认 and 暂停 are left out of the divisor; nothing to count gives no rate."""
    counts = replace(WEEKLY.counts, due=31, unconfirmed=2)
    none = replace(WEEKLY.counts, due=2, on_time=0, late_done=0, pending=0, unfinished=0, unconfirmed=2)

    def text(value: object) -> str:
        mail = replace(WEEKLY, counts=value)  # type: ignore[arg-type] # counts of the cases above
        return RENDERER.weekly(mail, policy=POLICY, calendar=CALENDAR).text

    assert "按期完成率76%（22÷29，待确认不计）。" in text(counts)
    assert "本期无应计事项，不出按期完成率。" in text(none)


def test_a_mail_without_an_address_has_no_button() -> None:
    """Nothing is offered that cannot be opened."""
    mail: OfficeMail = office_mail(
        date(2026, 5, 27), replace(SOON, link=""), replace(FIRST, link=""), link=""
    )

    rendered = digest(mail)

    assert "href" not in rendered.html
    assert "网址" not in rendered.html
    assert "任务页" not in rendered.text


def test_a_missing_value_is_an_error() -> None:
    """A template never prints a gap in silence."""
    with pytest.raises(UndefinedError):
        RENDERER.page("notices/digest/body.html", object())
