"""The deadline grammar: from the words of a plan (3月, 6月底前, 每季度) to the last day or why there is none.

Pure and total: any text gives a ``Deadline``, nothing is guessed silently, the clock is never read.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from rules.english_dates import rewritten
from rules.facts import DueBasis
from rules.moments import DeadlineRules, ImpossibleTimeError, Join, Moment, Span
from rules.numerals import folded, plain
from rules.phrases import Phrase, phrase_of
from rules.spans import span_of
from rules.workdays import Calendar

__all__ = ["RULE_WORDS", "Deadline", "DeadlineRules", "read_deadline"]

#: A longer text is no time phrase; reading it would find the dates of something else.
_LONGEST_PHRASE = 1000
_NOTHING = re.compile(
    r"[\s/\-~.、,;:()|\\]*+(?:无|暂无|没有|不限|空|(?i:n\s?/?\s?a|none|nil|null))?[\s/\-~.、,;:()|\\]*"
)
_SPLIT_NUMBER = re.compile(r"(?<![0-9./-])[0-9] [0-9] ?[月日]")
_FAR_YEARS = 10
_NO_TABLE = "节日日期每年不同，缺少当年的放假安排"

#: Rule → why this date (or why none), for the page and the mail.
RULE_WORDS: dict[str, str] = {
    "day": "原文写明日期",
    "month_end": "只写月份，按当月最后一天推定",
    "month_start": "写的是月初，按当月5日推定",
    "early_month": "写的是上旬，按当月10日推定",
    "mid_month": "写的是中旬，按当月20日推定",
    "late_month": "写的是下旬，按当月最后一天推定",
    "first_half_month": "写的是上半月，按当月15日推定",
    "week_of_month": "写的是当月第几周，按每7天一周推定",
    "quarter_end": "写的是季度，按季度最后一天推定",
    "half_year_end": "写的是半年，按半年最后一天推定",
    "year_end": "写的是全年或年底，按最后一天推定",
    "school_year_end": "写的是学年，按学年最后一天推定",
    "window_end": "写的是一段时间，按最后一天推定",
    "holiday": "写的是节日，按节日或假期最后一天推定",
    "holiday_eve": "写的是节前，按节前最后一天（放假的按最后一个工作日）推定",
    "recurring": "定期开展，没有写最后一次的时间",
    "ongoing": "长期或持续开展，没有截止日期",
    "no_end": "只写了开始时间，没有写截止时间",
    "awaiting_notice": "以通知或安排为准，时间待定",
    "suitable": "适时开展，没有写明日期",
    "relative": "从另一件事起算，那件事的日期没有写明",
    "term": "按校历确定，文件中没有日期",
    "exam": "按考试日程确定，文件中没有日期",
    "at_once": "要求尽快办理，没有写明日期",
    "vague": "只写了大致时间，没有写明日期",
    "lunar": "写的是农历或传统节日，需要人工确定日期",
    "no_table": _NO_TABLE,
    "no_month": "只写了日或旬，没有写月份",
    "impossible": "原文的日期不存在",
    "unreadable": "没有读出时间",
    "none": "没有写时间",
    "no_year": "计划没有写是哪一年，日期没有推定",
}

#: What a phrase without a date says, gravest first, and the sentence when a person should look.
_WITHOUT_DATE: tuple[tuple[str, str, str], ...] = (
    ("lunar", "lunar", "农历或传统节日的日期需要人工确定"),
    ("ongoing", "ongoing", ""),
    ("relative", "relative", ""),
    ("term", "term", ""),
    ("exam", "exam", ""),
    ("awaiting", "awaiting_notice", ""),
    ("suitable", "suitable", ""),
    ("at_once", "at_once", "要求尽快办理，但没有写到哪一天"),
    ("now", "no_end", ""),
    ("no_month", "no_month", "只写了日或旬，没有写月份"),
    ("vague", "vague", "只写了大致时间，没有写到哪一天"),
)
#: A bare year is a deadline only beside these: 2024年持续推进, but not 2024年秋季学期.
_BESIDE_BARE_YEAR = frozenset({"ongoing"})


@dataclass(frozen=True, slots=True)
class Deadline:
    """The reading of a deadline's words."""

    words: str
    """The original words, as printed."""
    due_on: date | None
    """The last day, inclusive."""
    basis: DueBasis
    rule: str
    """The rule used; ``RULE_WORDS`` says it in Chinese."""
    starts_on: date | None = None
    recurrence: str | None = None
    """monthly, quarterly, every_2_months …; ``due_on`` is then null unless a last occasion is named."""
    doubtful: str = ""
    """A Chinese sentence when the reading should be looked at, empty otherwise."""
    error: str = ""
    """A Chinese sentence when the date is impossible (13月, 2月30日)."""


def read_deadline(words: str, rules: DeadlineRules, calendar: Calendar | None = None) -> Deadline:
    """Read the words of a deadline; never raises, and never reads the clock."""
    if len(words) > _LONGEST_PHRASE:
        return _undated(words, "unreadable", doubtful="文字太长，不像是时限")
    text = folded(words)
    if _NOTHING.fullmatch(text):
        return _undated(words, "none")
    phrase = phrase_of(plain(rewritten(text)), rules)
    if _SPLIT_NUMBER.search(text):
        phrase.doubts.append("数字中间有空格，可能是断开的一个数")
    return _decided(words, phrase, rules, calendar)


def _decided(words: str, phrase: Phrase, rules: DeadlineRules, calendar: Calendar | None) -> Deadline:
    """Choose the latest of the times a phrase names; without one, say why there is none."""
    if "lunar_date" in phrase.signals:
        return _undated(words, "lunar", doubtful="农历日期需要人工确定")
    moments = [moment for moment in phrase.moments if not moment.weak or _bare_year_counts(phrase)]
    try:
        spans = _spans(moments, rules, calendar)
    except ImpossibleTimeError as error:
        return Deadline(words, None, DueBasis.NONE, "impossible", error=str(error))
    if any(span_of(moment, rules, calendar) is None for moment in moments):
        phrase.doubts.append(_NO_TABLE)
    ends = [span for span, is_end in spans if is_end]
    if not ends:
        return _without_date(words, phrase, starts=[span for span, _ in spans])
    last = max(ends, key=lambda span: span.last)
    return Deadline(
        words=words,
        due_on=last.last,
        basis=DueBasis.STATED if last.stated else DueBasis.DERIVED,
        rule=last.rule,
        starts_on=last.first if last.rule == "window_end" else None,
        recurrence=phrase.recurrence,
        doubtful=_sentence([*phrase.doubts, last.doubtful, _far_year(last.last, rules)]),
    )


def _bare_year_counts(phrase: Phrase) -> bool:
    """Tell whether a bare year may be the deadline: nothing else in the phrase says otherwise."""
    return phrase.recurrence is None and phrase.signals <= _BESIDE_BARE_YEAR


def _far_year(day: date, rules: DeadlineRules) -> str:
    """Return a sentence when a day lies before the plan's year or far behind it."""
    if day.year < rules.year:
        return f"日期在{day.year}年，早于计划年度{rules.year}年"
    return f"日期在{day.year}年，离计划年度较远" if day.year > rules.year + _FAR_YEARS else ""


def _spans(moments: list[Moment], rules: DeadlineRules, calendar: Calendar | None) -> list[tuple[Span, bool]]:
    """Return the days of each time, ranges joined, and whether they name an end."""
    spans: list[tuple[Span, bool]] = []
    start: Moment | None = None
    for moment in moments:
        span = span_of(moment, rules, calendar)
        if span is None:
            start = None
            continue
        if moment.join is Join.RANGE and start is not None and spans:
            span = _window(start, moment, span, rules, calendar)
            spans.pop()
        spans.append((span, not moment.starts))
        start = moment
    return spans


def _window(start: Moment, end: Moment, last: Span, rules: DeadlineRules, calendar: Calendar | None) -> Span:
    """Join a start and an end; an end before its start lies in the next year."""
    first = _start_of(start, end, last.last, rules, calendar)
    doubtful = last.doubtful
    if first is not None and last.last < first:
        can_move = end.year is None or end.carried
        doubtful = "" if can_move and end.year is not None else "止月早于起月，按次年读"
        later = replace(end, year=last.last.year + 1, carried=False)
        moved = span_of(later, rules, calendar) if can_move else None
        if moved is None or moved.last < first:
            return Span(last.last, max(last.last, first), "window_end", doubtful="起止时间前后颠倒")
        last = moved
    return Span(first, last.last, "window_end", stated=last.stated, doubtful=doubtful)


def _start_of(
    start: Moment, end: Moment, last: date, rules: DeadlineRules, calendar: Calendar | None
) -> date | None:
    """Return the first day of a window; a year written only at its end holds for its start too."""
    span = span_of(start, rules, calendar)
    if start.year is None and end.year is not None:
        span = span_of(replace(start, year=end.year), rules, calendar)
        if span and span.last > last:
            span = span_of(replace(start, year=end.year - 1), rules, calendar)
    return (span.first or span.last) if span else None


def _without_date(words: str, phrase: Phrase, *, starts: list[Span]) -> Deadline:
    """Say what kind of deadline this is when no last day can be told."""
    starts_on = starts[-1].first if starts else None
    doubtful = _sentence(phrase.doubts)
    if phrase.recurrence:
        return _undated(
            words, "recurring", recurrence=phrase.recurrence, starts_on=starts_on, doubtful=doubtful
        )
    if _NO_TABLE in phrase.doubts:
        return _undated(words, "no_table", starts_on=starts_on, doubtful=doubtful)
    for signal, rule, sentence in _WITHOUT_DATE:
        if signal in phrase.signals:
            text = _sentence([*phrase.doubts, sentence])
            return _undated(words, rule, starts_on=starts_on, doubtful=text)
    if starts:
        return _undated(words, "no_end", starts_on=starts_on, doubtful=doubtful)
    return _undated(words, "unreadable", doubtful=_sentence([*phrase.doubts, "没有从原文读出时间"]))


def _undated(
    words: str,
    rule: str,
    *,
    starts_on: date | None = None,
    recurrence: str | None = None,
    doubtful: str = "",
) -> Deadline:
    return Deadline(words, None, DueBasis.NONE, rule, starts_on, recurrence, doubtful)


def _sentence(doubts: list[str]) -> str:
    """Join the doubts, each once."""
    return "；".join(dict.fromkeys(doubt for doubt in doubts if doubt))
