"""The deadline grammar: words of a plan → last day, basis and reason. One case is one line."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.workdays_file import load_special_days
from rules.deadlines import RULE_WORDS, Deadline, DeadlineRules, read_deadline
from rules.facts import DueBasis
from rules.workdays import Calendar

CALENDAR = Calendar.of(*load_special_days(Path(__file__).parents[2] / "config" / "workdays"))
PLAN_2024 = DeadlineRules(2024)
SCHOOL_2024 = DeadlineRules(2024, starts_month=9)
FINANCIAL_2024 = DeadlineRules(2024, starts_month=4)


def read(words: str, rules: DeadlineRules = PLAN_2024) -> Deadline:
    return read_deadline(words, rules, CALENDAR)


CLEAR = """
1月 | 2024-01-31 | month_end
元月 | 2024-01-31 | month_end
2月 | 2024-02-29 | month_end
3月份 | 2024-03-31 | month_end
十二月 | 2024-12-31 | month_end
十一月底 | 2024-11-30 | month_end
１２月 | 2024-12-31 | month_end
3 月 | 2024-03-31 | month_end
\xa05月\u3000 | 2024-05-31 | month_end
6月底前 | 2024-06-30 | month_end
6月末 | 2024-06-30 | month_end
6月月底前 | 2024-06-30 | month_end
2024年3月 | 2024-03-31 | month_end
２０２４年３月 | 2024-03-31 | month_end
二〇二四年三月 | 2024-03-31 | month_end
二○二四年三月 | 2024-03-31 | month_end
二零二四年三月 | 2024-03-31 | month_end
24年3月 | 2024-03-31 | month_end
2024.3 | 2024-03-31 | month_end
2024-03 | 2024-03-31 | month_end
2024/3 | 2024-03-31 | month_end
202403 | 2024-03-31 | month_end
2025年3月 | 2025-03-31 | month_end
明年3月 | 2025-03-31 | month_end
今年6月底 | 2024-06-30 | month_end
民国115年8月 | 2026-08-31 | month_end
115年8月 | 2026-08-31 | month_end
5月中考 | 2024-05-31 | month_end
8月底开学前 | 2024-08-31 | month_end
3月（以正式通知为准） | 2024-03-31 | month_end
5月初审 | 2024-05-31 | month_end
7月初稿、9月定稿 | 2024-09-30 | month_end
Ⅱ季度 | 2024-06-30 | quarter_end
第Ⅲ季度末 | 2024-09-30 | quarter_end
IV季度 | 2024-12-31 | quarter_end
2024 Oct 21 Fri | 2024-10-21 | day
2024 Oct | 2024-10-31 | month_end
by end of February 25 | 2025-02-28 | month_end
1、2月 | 2024-02-29 | month_end
三、四月份 | 2024-04-30 | month_end
3、6、9、12月 | 2024-12-31 | month_end
3月，6月，9月，12月 | 2024-12-31 | month_end
十一、十二月 | 2024-12-31 | month_end
2024年4月、11月 | 2024-11-30 | month_end
2024年1月至2月,12月 | 2024-12-31 | month_end
6月底前；11月底前 | 2024-11-30 | month_end
9月底前取得阶段性成果 | 2024-09-30 | month_end
截至8月底 | 2024-08-31 | month_end
长期坚持，12月底前完成阶段任务 | 2024-12-31 | month_end
10月15日前；10月底 | 2024-10-31 | month_end
4月30日前完成20所，10月底前全部完成 | 2024-10-31 | month_end
3月5日 | 2024-03-05 | day
3月5日前 | 2024-03-05 | day
3月5日之前 | 2024-03-05 | day
3月5日以前 | 2024-03-05 | day
3月5号 | 2024-03-05 | day
三月五日前 | 2024-03-05 | day
十二月三十一日 | 2024-12-31 | day
廿五日，十月廿五日 | 2024-10-25 | day
二〇二四年十月二十五日前 | 2024-10-25 | day
2024年3月5日 | 2024-03-05 | day
2024-03-31 | 2024-03-31 | day
2024-03-31 00:00:00 | 2024-03-31 | day
2024-03-31T00:00:00 | 2024-03-31 | day
2024/3/5 | 2024-03-05 | day
2024.3.5 | 2024-03-05 | day
20240331 | 2024-03-31 | day
24.3.5 | 2024-03-05 | day
113/9/10 | 2024-09-10 | day
31/03/2024 | 2024-03-31 | day
3/31 | 2024-03-31 | day
31/3 | 2024-03-31 | day
3.5前 | 2024-03-05 | day
3月5日17:00前 | 2024-03-05 | day
3月5日下午5点前 | 2024-03-05 | day
3月5日下班前 | 2024-03-05 | day
3月31日（星期日）前 | 2024-03-31 | day
8/30(五) | 2024-08-30 | day
暫定9/26(四) | 2024-09-26 | day
10/8(二)、10/9(三) | 2024-10-09 | day
3月（15日前） | 2024-03-15 | day
3月5日、20日 | 2024-03-20 | day
即日起至6月30日 | 2024-06-30 | day
12月31日前（每月报送进展） | 2024-12-31 | day
6月上旬 | 2024-06-10 | early_month
6月上旬前 | 2024-06-10 | early_month
6月中旬 | 2024-06-20 | mid_month
二月下旬 | 2024-02-29 | late_month
6月中下旬 | 2024-06-30 | late_month
6月上半月 | 2024-06-15 | first_half_month
3月上旬、下旬 | 2024-03-31 | late_month
一季度 | 2024-03-31 | quarter_end
第1季度 | 2024-03-31 | quarter_end
第二季度末前 | 2024-06-30 | quarter_end
Q1 | 2024-03-31 | quarter_end
2024年Q3 | 2024-09-30 | quarter_end
2024年第三季度 | 2024-09-30 | quarter_end
四季度末 | 2024-12-31 | quarter_end
前三季度 | 2024-09-30 | quarter_end
二、三季度 | 2024-09-30 | quarter_end
上半年 | 2024-06-30 | half_year_end
下半年 | 2024-12-31 | half_year_end
2025年上半年 | 2025-06-30 | half_year_end
年底 | 2024-12-31 | year_end
年底前形成草案 | 2024-12-31 | year_end
年末 | 2024-12-31 | year_end
年内 | 2024-12-31 | year_end
年内持续推进 | 2024-12-31 | year_end
6月底前出台相关政策,年内持续推进 | 2024-12-31 | year_end
3月底前；年内 | 2024-12-31 | year_end
全年 | 2024-12-31 | year_end
贯穿全年 | 2024-12-31 | year_end
2024年 | 2024-12-31 | year_end
2024年度 | 2024-12-31 | year_end
2024年持续推进 | 2024-12-31 | year_end
2024年年底前 | 2024-12-31 | year_end
今年底 | 2024-12-31 | year_end
本年度 | 2024-12-31 | year_end
到2026年 | 2026-12-31 | year_end
2024、2025年 | 2025-12-31 | year_end
3—5月 | 2024-05-31 | window_end
9-12月 | 2024-12-31 | window_end
3-4月 | 2024-04-30 | window_end
三至五月 | 2024-05-31 | window_end
3月至5月 | 2024-05-31 | window_end
3月~5月底前 | 2024-05-31 | window_end
2024年3月至10月 | 2024-10-31 | window_end
2024年9-12月 | 2024-12-31 | window_end
2024.9-2024.12 | 2024-12-31 | window_end
3月1日—5月31日 | 2024-05-31 | window_end
自3月1日起至5月31日止 | 2024-05-31 | window_end
5月3-8日 | 2024-05-08 | window_end
10/16~18 | 2024-10-18 | window_end
3.1-5.31 | 2024-05-31 | window_end
2018-11-05/2018-11-10 | 2018-11-10 | window_end
第1週 08-25 ~ 08-31 | 2024-08-31 | window_end
2024年9月1日-9月7日 | 2024-09-07 | window_end
暑期（7-8月） | 2024-08-31 | window_end
10月下旬至11月上旬 | 2024-11-10 | window_end
一至三季度 | 2024-09-30 | window_end
11月至次年2月 | 2025-02-28 | window_end
2024年11月至2025年2月 | 2025-02-28 | window_end
2024年11月-2月 | 2025-02-28 | window_end
2024—2026年 | 2026-12-31 | window_end
24-26年 | 2026-12-31 | window_end
9/2024-6/2025 | 2025-06-30 | window_end
3月至年底 | 2024-12-31 | window_end
3月启动-12月完成 | 2024-12-31 | window_end
元旦前 | 2024-12-31 | holiday_eve
国庆前 | 2024-09-30 | holiday_eve
国庆节前 | 2024-09-30 | holiday_eve
十一前 | 2024-09-30 | holiday_eve
五一前 | 2024-04-30 | holiday_eve
“五一”前夕 | 2024-04-30 | holiday_eve
2023年五一前 | 2023-04-28 | holiday_eve
春节前 | 2024-02-09 | holiday_eve
2025年春节前 | 2025-01-27 | holiday_eve
清明节前 | 2024-04-03 | holiday_eve
中秋、国庆前 | 2024-09-30 | holiday_eve
教师节前 | 2024-09-09 | holiday_eve
教师节 | 2024-09-10 | holiday
March | 2024-03-31 | month_end
Mar 2025 | 2025-03-31 | month_end
Mar-24 | 2024-03-31 | month_end
end of June | 2024-06-30 | month_end
By end of March 2025 | 2025-03-31 | month_end
mid-March | 2024-03-20 | mid_month
30 June 2025 | 2025-06-30 | day
June 30, 2025 | 2025-06-30 | day
31st March | 2024-03-31 | day
Q3 2024 | 2024-09-30 | quarter_end
year end | 2024-12-31 | year_end
Sept 2024 – July 2025 | 2025-07-31 | window_end
Mar – May 2025 | 2025-05-31 | window_end
2-6 September 2024 | 2024-09-06 | window_end
9-13 Feb | 2024-02-13 | window_end
2, 3 and 9 October 2024 | 2024-10-09 | day
Nov. 24-26, 28 | 2024-11-28 | day
June 3-5, 8-9 | 2024-06-09 | window_end
Mon 7 – Fri 11 Oct | 2024-10-11 | window_end
Mon 25 Nov – Fri 6 Dec | 2024-12-06 | window_end
Aug. 26-30 (M-F) | 2024-08-30 | window_end
Aug. 22 (R) | 2024-08-22 | day
Thursday 5 September 2024 | 2024-09-05 | day
31-Dec-2024 | 2024-12-31 | day
31-Dec-24 | 2024-12-31 | day
Jun-2024 | 2024-06-30 | month_end
March '24 | 2024-03-31 | month_end
No later than end of May | 2024-05-31 | month_end
2024 Q3 | 2024-09-30 | quarter_end
Quarter 3 2024 | 2024-09-30 | quarter_end
2nd quarter of 2024 | 2024-06-30 | quarter_end
H1 2024 | 2024-06-30 | half_year_end
first half of 2024 | 2024-06-30 | half_year_end
17/09/24 | 2024-09-17 | day
first half of May | 2024-05-15 | first_half_month
the end of 2024 | 2024-12-31 | year_end
30 September 2024 and then annually | 2024-09-30 | day
"""

WITHOUT_DATE = """
From 1 September 2024 | no_end
starting May 2024 | no_end
after 1 May 2024 | no_end
Jan 2024 - ongoing | ongoing
2024年1月-长期 | ongoing
Ongoing from May 2024 | ongoing
By October half term | term
Christmas 2024 | term
TBA | awaiting_notice
as required | suitable
持续推进 | ongoing
长期 | ongoing
长期坚持 | ongoing
常态化开展 | ongoing
立行立改，长期坚持 | ongoing
即日起 | no_end
3月起 | no_end
3月1日起施行 | no_end
适时 | suitable
择机召开 | suitable
条件成熟时 | suitable
按上级要求 | awaiting_notice
以正式通知为准 | awaiting_notice
待定 | awaiting_notice
TBC | awaiting_notice
印发后20日内 | relative
批复后20日内 | relative
接通知后3个工作日内 | relative
二十个工作日内 | relative
3个月内 | relative
5日内 | relative
3年左右 | relative
10年内 | relative
节前一周 | relative
国庆前一周 | relative
春节后 | relative
开学前 | term
秋季开学前 | term
2024年秋季学期 | term
2024-2025学年第一学期 | term
113學年度第1學期 | term
暑期 | term
寒假 | term
学期末 | term
第三周 | term
Autumn | term
Spring 2025 | term
高考前 | exam
"""

RECURRING = """
每月 | monthly
每月28日前 | monthly
每月底 | monthly
每月5日、20日 | monthly
月度 | monthly
一月一次 | monthly
每周 | weekly
每周五 | weekly
每两周 | every_2_weeks
每季度 | quarterly
每季度末月25日前 | quarterly
每季度最后一个月25日前 | quarterly
每半年 | half_yearly
半年一次 | half_yearly
每年 | yearly
每年3月底前 | yearly
双月 | every_2_months
每两个月 | every_2_months
每学期 | termly
每月，长期坚持 | monthly
2024年每季度 | quarterly
Monthly | monthly
By end of March annually | yearly
12月底前（每年） | yearly
Termly | termly
Every September | yearly
every Monday | weekly
6-monthly | every_6_months
Twice yearly | half_yearly
"""

LAST_OCCASION = """
每季度末，12月底前完成 | quarterly | 2024-12-31
3月至11月，每月一次 | monthly | 2024-11-30
每月10日前报送，年底总结 | monthly | 2024-12-31
每月一次，截至10月底 | monthly | 2024-10-31
"""

DOUBTFUL = """
w/c 9 September 2024 | 2024-09-09 | 当周
week commencing Monday 9 September | 2024-09-09 | 当周
First week of March | 2024-03-07 | 推定
Mid-2024 | 2024-06-30 | 推定
first Monday in December | 2024-12-07 | 推定
November (2nd week) | 2024-11-14 | 推定
08/10/24 | 2024-10-08 | 按日/月/年读
8/10/24 | 2024-10-08 | 按日/月/年读
8/28/31 | 2031-08-28 | 按月/日/年读
early 2024 | None | 大致时间
FY 2024 | None | 没有从原文读出时间
Short term | None | 没有从原文读出时间
Tue, Dec 24 to Thu, Jan 2 | 2025-01-02 | 按次年读
Monday, September 3 | 2024-09-03 | 是周二，原文写的是周一
financial year 2024/25 | 2025-03-31 | 按4月推定
academic year 2024/25 | 2025-08-31 | 按8月31日结束推定
3.5 | 2024-03-05 | 按3月5日读
3 | 2024-03-31 | 按3月读
3-5 | None | 没有写明是几月还是几日
3月初 | 2024-03-05 | 月初
6月前 | 2024-06-30 | 是否包含
2025年前 | 2025-12-31 | 是否包含
12月5日左右 | 2024-12-05 | 不是确定的日期
3月5日（周三） | 2024-03-05 | 是周二，原文写的是周三
11月—2月 | 2025-02-28 | 按次年读
2024年3月1日至2024年2月1日 | 2024-03-01 | 前后颠倒
9月第一周 | 2024-09-07 | 推定
年中 | 2024-06-30 | 推定
2025年初 | None | 大致时间
9月- | None | 没有写到哪一天
20日前 | None | 没有写月份
月底前 | None | 没有写月份
立即 | None | 没有写到哪一天
农历八月十五 | None | 农历
腊月 | None | 农历
1 2月 | 2024-02-29 | 断开
2023年12月 | 2023-12-31 | 早于计划年度
上年底 | 2023-12-31 | 早于计划年度
上年度末 | 2023-12-31 | 早于计划年度
1/3学费 | None | 没有从原文读出时间
2036年 | 2036-12-31 | 较远
30年 | 2030-12-31 | 按2030年读
元旦 | 2024-01-01 | 推定
2027年春节前 | None | 缺少当年的放假安排
3月底前；2027年春节前 | 2024-03-31 | 缺少当年的放假安排
5/3/2024 | 2024-03-05 | 按日/月/年读
9月教师节前 | 2024-09-30 | 月份和节日
完成300所学校建设 | None | 没有从原文读出时间
二十一所学校 | None | 没有从原文读出时间
"""

IMPOSSIBLE = """
13月 | 13月，没有这个月
0月 | 0月，没有这个月
2月30日 | 2024年2月30日，没有这一天
2023年2月29日 | 2023年2月29日，没有这一天
4月31日前 | 2024年4月31日，没有这一天
2024-02-30 | 2024年2月30日，没有这一天
3月至13月 | 13月，没有这个月
第5季度 | 第5季度，没有这个季度
2204年3月 | 2204年，年份不在2000年到2099年之间
"""

SCHOOL = """
9月 | 2024-09-30
3月 | 2025-03-31
2025年3月 | 2025-03-31
9月-次年1月 | 2025-01-31
2024年9月、1月 | 2025-01-31
全年 | 2025-08-31
全学年 | 2025-08-31
2024-2025学年 | 2025-08-31
113学年度 | 2025-08-31
年底 | 2024-12-31
元旦前 | 2024-12-31
春节前 | 2025-01-27
1/14(二)、1/15(三) | 2025-01-15
8/30(五) | 2024-08-30
"""


def cases(table: str) -> list[tuple[str, ...]]:
    """Return the lines of a table as cells; blanks at the borders of the words are part of the case."""
    lines = [line for line in table.split("\n") if line]
    return [tuple(cell.removesuffix(" ").removeprefix(" ") for cell in line.split("|")) for line in lines]


@pytest.mark.parametrize(("words", "due", "rule"), cases(CLEAR))
def test_clear_words_give_their_last_day(words: str, due: str, rule: str) -> None:
    """Words that name a time give its last day, the rule, and leave no doubt."""
    rules = DeadlineRules(int(due[:4])) if due < "2024" else PLAN_2024

    got = read(words, rules)

    assert (got.due_on, got.rule) == (date.fromisoformat(due), rule)
    assert (got.words, got.doubtful, got.error) == (words, "", "")


@pytest.mark.parametrize(("words", "rule"), cases(WITHOUT_DATE))
def test_words_without_a_day_have_no_due_date(words: str, rule: str) -> None:
    """Ongoing, relative, seasonal and awaited times have no due date, and the rule says why."""
    got = read(words)

    assert (got.due_on, got.basis, got.rule) == (None, DueBasis.NONE, rule)
    assert (got.recurrence, got.error) == (None, "")


@pytest.mark.parametrize(("words", "recurrence"), cases(RECURRING))
def test_recurring_words_have_a_rhythm_and_no_due_date(words: str, recurrence: str) -> None:
    """Words that recur and name no last occasion have no due date."""
    got = read(words)

    assert (got.due_on, got.rule, got.recurrence) == (None, "recurring", recurrence)


@pytest.mark.parametrize(("words", "recurrence", "due"), cases(LAST_OCCASION))
def test_recurring_words_with_a_last_occasion_are_due_then(words: str, recurrence: str, due: str) -> None:
    """Recurring words that name their last occasion have that day."""
    got = read(words)

    assert (got.due_on, got.recurrence) == (date.fromisoformat(due), recurrence)


@pytest.mark.parametrize(("words", "due", "sentence"), cases(DOUBTFUL))
def test_ambiguous_words_say_their_doubt(words: str, due: str, sentence: str) -> None:
    """Nothing is guessed silently: a reading that may be wrong carries a sentence."""
    got = read(words)

    assert str(got.due_on) == due
    assert sentence in got.doubtful


@pytest.mark.parametrize(("words", "error"), cases(IMPOSSIBLE))
def test_impossible_dates_are_errors(words: str, error: str) -> None:
    """A date that no calendar has is an error with no due date."""
    got = read(words)

    assert (got.due_on, got.basis, got.rule, got.error) == (None, DueBasis.NONE, "impossible", error)


@pytest.mark.parametrize(("words", "due"), cases(SCHOOL))
def test_a_school_year_runs_into_the_next_year(words: str, due: str) -> None:
    """Months before the start of a school year fall in the next year."""
    assert read(words, SCHOOL_2024).due_on == date.fromisoformat(due)


@pytest.mark.parametrize("words", ["", " ", "\u3000\xa0", "/", "-", "—", "——", "无", "暂无", "n/a", "（无）"])
def test_empty_words_are_no_deadline(words: str) -> None:
    """An empty cell or a dash is no deadline and no doubt."""
    assert read(words) == Deadline(words, None, DueBasis.NONE, "none")


def test_a_written_day_is_stated_and_a_month_is_derived() -> None:
    """The basis tells a day that was written from one that was worked out."""
    assert read("3月5日前").basis is DueBasis.STATED
    assert read("3月1日-15日").basis is DueBasis.STATED
    assert read("6月底前").basis is DueBasis.DERIVED
    assert read("一季度").basis is DueBasis.DERIVED


def test_a_window_has_a_start() -> None:
    """A window keeps its first day; a beginning alone is no due date."""
    assert read("3月至5月").starts_on == date(2024, 3, 1)
    assert read("11月至次年2月").starts_on == date(2024, 11, 1)
    assert read("Mar – May 2025").starts_on == date(2025, 3, 1)
    assert read("Nov – Feb 2025").starts_on == date(2024, 11, 1)
    assert read("3月起").starts_on == date(2024, 3, 1)
    assert read("3月").starts_on is None


def test_before_may_exclude_the_day() -> None:
    """Where 前 leaves the day out, the day before is the last; 底前 is the end either way."""
    rules = DeadlineRules(2024, before_is_inclusive=False)

    assert read("3月5日前", rules).due_on == date(2024, 3, 4)
    assert read("3月5日", rules).due_on == date(2024, 3, 5)
    assert read("6月前", rules).due_on == date(2024, 5, 31)
    assert read("6月底前", rules).due_on == date(2024, 6, 30)
    assert read("3月5日24时前", rules).due_on == date(2024, 3, 5)


def test_movable_holidays_need_the_table() -> None:
    """春节前 has a date only where the year's table is known; fixed holidays have one without it."""
    assert read_deadline("春节前", PLAN_2024).due_on is None
    assert "缺少当年的放假安排" in read_deadline("春节前", PLAN_2024).doubtful
    assert read_deadline("国庆前", PLAN_2024).due_on == date(2024, 9, 30)
    assert read_deadline("元旦前", PLAN_2024).due_on == date(2024, 12, 31)


def test_quarters_of_a_financial_year_are_doubtful() -> None:
    """A plan that begins in April may count its quarters from April, so the reading is doubtful."""
    assert read("一季度", FINANCIAL_2024).doubtful
    assert read("全年", FINANCIAL_2024).due_on == date(2025, 3, 31)
    assert read("3月", FINANCIAL_2024).due_on == date(2025, 3, 31)


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("Q1 2024/25", "2024-06-30"),
        ("Q4 2024/25", "2025-03-31"),
        ("by end of Q2 2025/26", "2025-09-30"),
        ("FY2024-25 Q3", "2024-12-31"),
        ("H1 2024/25", "2024-09-30"),
        ("H2 2024/25", "2025-03-31"),
        ("2024/25", "2025-03-31"),
        ("FY2024-25", "2025-03-31"),
        ("2024-25财年第二季度", "2024-09-30"),
    ],
)
def test_parts_of_a_named_financial_year_count_from_its_start(words: str, due: str) -> None:
    got = read(words, FINANCIAL_2024)

    assert (str(got.due_on), got.doubtful) == (due, "")
    assert read("Q1 2024/25").doubtful


def test_a_body_of_text_is_no_time_phrase() -> None:
    """A text far longer than a time phrase is not searched for dates."""
    got = read("推进工作，" * 300 + "3月")

    assert (got.due_on, got.rule) == (None, "unreadable")
    assert got.doubtful


@pytest.mark.parametrize("table", [CLEAR, WITHOUT_DATE])
def test_every_rule_has_words(table: str) -> None:
    """Every rule in use can be explained in Chinese."""
    assert {line[-1] for line in cases(table)} <= RULE_WORDS.keys()


# properties

WORDS = """
3 12 13 31 0 二 十二 廿 2024 24 115 年 月 日 号 季度 Q1 上半年 全年 年底 底 初 中旬 下旬 前 后
起 至 - — ~ / . 、 ， ；
（ ） 周 每 每月 每季度 双月 长期 持续 印发后 个工作日内 春节 国庆 元旦 前夕 期间 学年 学期 开学
次年 明年 即日起 截至 左右 待定 农历 March end of 2025 ８ ： 17:00 (五) 完成 所
"""
PIECES = [*WORDS.split(), " ", "\n", "\u3000", "\xa0", "\u200b"]
PHRASES = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
RULES = st.builds(
    DeadlineRules,
    year=st.integers(2000, 2098),
    starts_month=st.integers(1, 12),
    before_is_inclusive=st.booleans(),
)


@given(words=st.one_of(st.text(), PHRASES), rules=RULES, calendar=st.sampled_from([None, CALENDAR]))
def test_any_text_can_be_read(words: str, rules: DeadlineRules, calendar: Calendar | None) -> None:
    """Any text gives a consistent answer inside this century, and never an exception."""
    got = read_deadline(words, rules, calendar)

    assert got.words == words
    assert got.rule in RULE_WORDS
    assert (got.due_on is None) == (got.basis is DueBasis.NONE)
    assert got.due_on is None or date(1999, 12, 1) <= got.due_on <= date(2100, 12, 31)
    assert got.due_on is None or got.starts_on is None or got.starts_on <= got.due_on
    assert not got.error or (got.due_on is None and got.rule == "impossible")
    assert got.due_on or got.error or got.doubtful or got.rule not in ("unreadable", "vague", "no_table")


@given(words=PHRASES)
def test_full_width_reads_like_half_width(words: str) -> None:
    """The width of digits and signs changes nothing."""
    wide = words.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})

    assert read(wide).due_on == read(words).due_on
    assert read(wide).rule == read(words).rule


NUMERALS = ["", *"一二三四五六七八九十", *(f"十{n}" for n in "一二三四五六七八九"), "二十"]
NUMERALS += [*(f"二十{n}" for n in "一二三四五六七八九"), "三十", "三十一"]


@given(
    month=st.integers(1, 12), day=st.integers(1, 31), form=st.sampled_from(["{}月", "{}月{}日", "{}月{}日前"])
)
def test_chinese_digits_read_like_arabic(month: int, day: int, form: str) -> None:
    """十二月三十一日 is 12月31日."""
    chinese = read(form.format(NUMERALS[month], NUMERALS[day]))
    arabic = read(form.format(month, day))

    assert (chinese.due_on, chinese.rule, chinese.error) == (arabic.due_on, arabic.rule, arabic.error)


@given(day=st.dates(date(2024, 1, 1), date(2024, 12, 31)), form=st.sampled_from("-./年"))
def test_every_written_day_is_that_day(day: date, form: str) -> None:
    """A full date in any of its shapes is that date, as stated."""
    signs = ("年", "月", "日") if form == "年" else (form, form, "")
    words = "".join(f"{n}{sign}" for n, sign in zip((day.year, day.month, day.day), signs, strict=True))

    got = read(words)

    assert (got.due_on, got.basis, got.doubtful) == (day, DueBasis.STATED, "")


def test_the_sentences_are_chinese_and_without_full_stop() -> None:
    """The reasons are short Chinese phrases that can stand inside a sentence."""
    assert all(re.fullmatch(r"[^A-Za-z。]+", words) for words in RULE_WORDS.values())
