"""Find the times named in a phrase and the other things it says (每月, 待定, 印发后 …).

It gathers; which time is the due date, ``rules.deadlines`` decides.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from rules.moments import DeadlineRules, Join, Moment, Unit
from rules.named_times import full_year, moment_of, near_year, recurrence_of
from rules.time_words import Token, tokens_of

_LARGEST_NUMBER = {Unit.DAY: 31, Unit.MONTH: 12, Unit.QUARTER: 4}
_LOOK_AHEAD = 24
_NEAR_YEARS = 10

#: A number at the head of a list or range is of the kind of the time that ends it: 3、6、9月.
_NUMBER_UNITS = {
    "month": Unit.MONTH,
    "month_day": Unit.MONTH,
    "month_week": Unit.MONTH,
    "day_only": Unit.DAY,
    "quarter": Unit.QUARTER,
    "year": Unit.YEAR,
    "year_part": Unit.YEAR,
}
_SEPARATORS = frozenset({"range", "list", "slash"})
#: Words that name no day; the kinds of these tokens are kept as they are.
_SIGNALS = frozenset(
    "relative term exam awaiting suitable at_once ongoing lunar lunar_date vague now".split()  # noqa: SIM905
)
#: Units whose times have a year of their own and leave it to what follows.
_LEAVES_YEAR = frozenset({Unit.DAY, Unit.MONTH, Unit.YEAR, Unit.PLAN_YEAR})


@dataclass(slots=True)
class Phrase:
    """What a phrase says: the times it names, its other words, and what is doubtful about it."""

    moments: list[Moment] = field(default_factory=list)
    signals: set[str] = field(default_factory=set)
    recurrence: str | None = None
    doubts: list[str] = field(default_factory=list)


def phrase_of(text: str, rules: DeadlineRules) -> Phrase:
    """Read plain text into a phrase."""
    return _Reader(tokens_of(text), rules).read()


class _Reader:
    """Walks once over the tokens and remembers what later ones lean on: the year, the last time."""

    def __init__(self, tokens: list[Token], rules: DeadlineRules) -> None:
        self.tokens = tokens
        self.rules = rules
        self.phrase = Phrase()
        self.place = 0
        self.join = Join.NEXT
        self.year: int | None = None
        self.year_place = -1
        self.is_fresh = False
        """The token before belongs to the last moment, so 前, 起 or a weekday refers to it."""
        self.is_attached = False
        """After 每月, 每年 …: the times that follow belong to every occasion, until a comma."""

    def read(self) -> Phrase:
        """Read all tokens."""
        for place, token in enumerate(self.tokens):
            self.place = place
            _HANDLERS.get(token.kind, _Reader._time)(self, token)
        if self.phrase.moments and self.tokens[-1].kind == "range":
            self._amend(replace(self.phrase.moments[-1], starts=True))
            self.phrase.doubts.append("只写了开始时间，没有写到哪一天")
        return self.phrase

    def _time(self, token: Token) -> None:
        """Take a token that names a time, or words that name none."""
        if token.kind in _SIGNALS:
            if token.kind == "ongoing" and self.join is Join.RANGE and self.phrase.moments:
                self._amend(replace(self.phrase.moments[-1], starts=True))  # 2025年1月至长期
            self.phrase.signals.add(token.kind)
            self._text(token)
        elif moment := moment_of(token, self.rules):
            is_plain = token.kind == "dot_day" and self._is_in_dates()
            self._take(replace(moment, doubtful="") if is_plain else moment)
        else:  # 30年, a length of time
            self.phrase.signals.add("relative")
            self._text(token)

    def _is_in_dates(self) -> bool:
        """Tell whether a neighbour shows that 3.5 is a date: 3.5前, 3.1-5.31."""
        around = (
            self.tokens[max(0, self.place - 1) : self.place] + self.tokens[self.place + 1 : self.place + 2]
        )
        return any(token.kind in ("before", "range", "weekday", "slash", "start") for token in around)

    def _take(self, moment: Moment) -> None:
        """Add a time; a year said before it holds for it, and its own year for what follows."""
        is_holiday = moment.unit in (Unit.HOLIDAY, Unit.HOLIDAY_EVE)
        if is_holiday and self._refers_to_time() and self.phrase.moments[-1].unit is Unit.MONTH:
            self.phrase.doubts.append("月份和节日写在一起，按较晚的一天推定")
        if moment.part == "初" and moment.unit is Unit.YEAR:
            self.phrase.signals.add("vague")
            self._text()
        elif moment.year is None and self.year is not None:
            carried = self.year_place != self.place - 1
            self._drop_bare_year()
            self._append(replace(moment, year=self.year, carried=carried))
        else:
            self._append(moment)
        if moment.year is not None and moment.unit in _LEAVES_YEAR:
            self.year, self.year_place = moment.year, self.place

    def _append(self, moment: Moment) -> None:
        if not self.is_attached:
            self.phrase.moments.append(replace(moment, join=self.join))
        self.join, self.is_fresh = Join.NEXT, True

    def _drop_bare_year(self) -> None:
        """Forget the bare year read last when it turns out to be the year of what follows."""
        moments = self.phrase.moments
        if moments and moments[-1].weak and moments[-1].year == self.year and self.join is not Join.RANGE:
            self.join = moments.pop().join

    def _amend(self, moment: Moment) -> None:
        self.phrase.moments[-1] = moment

    def _refers_to_time(self) -> bool:
        """Tell whether the present small word belongs to the last time."""
        return self.is_fresh and not self.is_attached and bool(self.phrase.moments)

    # times that lean on what was named before

    def _near_year(self, token: Token) -> None:
        is_this = token.text[0] in "今本当"
        self._take(near_year(token, self.rules.year if is_this or self.year is None else self.year))

    def _day_only(self, token: Token) -> None:
        self._of_named_month(token.numbers[0], "")

    def _part_only(self, token: Token) -> None:
        self._of_named_month(0, token.text.replace("月", ""))

    def _of_named_month(self, day: int, part: str) -> None:
        """Take 20日 or 下旬: of the month named in the same phrase, else of no month."""
        last = self.phrase.moments[-1] if self.phrase.moments else None
        if self.is_attached:
            self.is_fresh = True
        elif last is None or last.unit not in (Unit.DAY, Unit.MONTH) or self.join is Join.BREAK:
            self.phrase.signals.add("no_month")
        else:
            if last.unit is Unit.MONTH and not last.part and self.join is Join.NEXT:
                self.join = self.phrase.moments.pop().join  # 3月(15日前): the day says it more exactly
            unit = Unit.DAY if day else Unit.MONTH
            self._append(Moment(unit, last.year, last.number, day, part, carried=last.carried))

    # numbers that lean on a unit elsewhere

    def _number(self, token: Token) -> None:
        number = token.numbers[0]
        unit = self._unit_ahead() or self._unit_behind(number)
        if unit in (None, Unit.YEAR) and self._is_year(number, is_named=unit is Unit.YEAR):
            self._append(Moment(Unit.YEAR, full_year(number), weak=True))
        elif unit is Unit.DAY:
            self._of_named_month(number, "")
        elif unit not in (None, Unit.YEAR):
            self._take(Moment(unit, None, number))
        elif len(self.tokens) == 1 and number <= 12:
            self._take(Moment(Unit.MONTH, None, number, doubtful=f"只写了“{number}”，按{number}月读"))
        else:
            self._stray_number(token)

    def _is_year(self, number: int, *, is_named: bool) -> bool:
        """Tell whether a number is a year: 2024 by itself, 24 only before 年 and near the plan's year."""
        if number < 100:
            return is_named and abs(full_year(number) - self.rules.year) <= _NEAR_YEARS
        return 2000 <= number < 2100

    def _stray_number(self, token: Token) -> None:
        following = self.tokens[self.place + 1 : self.place + 2]
        if self.join is Join.RANGE or (following and following[0].kind == "range"):
            self.phrase.doubts.append("有的数字没有写明是几月还是几日")
        self._text(token)

    def _unit_ahead(self) -> Unit | None:
        """Return the unit that ends the list or range this number begins."""
        end = min(len(self.tokens), self.place + _LOOK_AHEAD)
        for place in range(self.place + 1, end - 1, 2):
            if self.tokens[place].kind not in _SEPARATORS:
                return None
            following = self.tokens[place + 1].kind
            if following != "number":
                return _NUMBER_UNITS.get(following)
        return None

    def _unit_behind(self, number: int) -> Unit | None:
        """Return the unit of the time before this number: the day of 10/16~18."""
        moments = self.phrase.moments
        if not moments or not self._ends_here():
            return None
        unit = moments[-1].unit
        if number > _LARGEST_NUMBER.get(unit, 0):
            return None
        return unit if self.join is Join.RANGE or (self.join is Join.LIST and unit is Unit.DAY) else None

    def _ends_here(self) -> bool:
        """Tell whether no ordinary word follows the present token (20所 is no day)."""
        following = self.tokens[self.place + 1 : self.place + 2]
        return not following or following[0].kind not in ("other", "open")

    # small words and signs

    def _recur(self, token: Token) -> None:
        recurrence = recurrence_of(token)
        self.phrase.recurrence = self.phrase.recurrence or recurrence
        if recurrence == "yearly" and self.join is not Join.BREAK:  # 3月底前（每年）: March of every year
            self.phrase.moments = [moment for moment in self.phrase.moments if moment.year is not None]
        self.is_attached, self.is_fresh = True, True

    def _vague(self, token: Token) -> None:
        self.phrase.signals.add("vague")
        self._text(token)

    def _break(self, _: Token) -> None:
        self.is_attached, self.is_fresh, self.join = False, False, Join.BREAK

    def _range(self, _: Token) -> None:
        self.join, self.is_fresh = Join.RANGE, False

    def _slash(self, _: Token) -> None:
        """Read a / behind a time as the border of a start cell and an end cell."""
        self.join, self.is_fresh = Join.RANGE if self.is_fresh else Join.LIST, False

    def _list(self, _: Token) -> None:
        self.join, self.is_fresh = Join.LIST, False

    def _before(self, _: Token) -> None:
        if self._refers_to_time():
            self._amend(replace(self.phrase.moments[-1], before=True, weak=False))
        elif not self.is_attached:
            self.phrase.signals.add("vague")

    def _starts(self, token: Token) -> None:
        """Take 起, 开始 or 以后 behind a time: it names a beginning only."""
        if self._refers_to_time():
            self._amend(replace(self.phrase.moments[-1], starts=True, weak=False))
        elif token.kind == "after":
            self._vague(token)

    def _approximate(self, token: Token) -> None:
        if self._refers_to_time():
            self._amend(replace(self.phrase.moments[-1], weak=False))
            self.phrase.doubts.append(f"原文写的是“{token.text}”，不是确定的日期")

    def _weekday(self, token: Token) -> None:
        """Keep the weekday written beside a day, so that the two can be compared."""
        if self._refers_to_time() and self.phrase.moments[-1].unit is Unit.DAY:
            sign = token.text.strip("()")[-1]
            sign = "一二三四五六日"[int(sign) - 1] if sign.isdigit() else sign.replace("天", "日")
            self._amend(replace(self.phrase.moments[-1], weekday=sign))

    def _open(self, _: Token) -> None:
        """Pass over signs and small words that part nothing."""

    def _text(self, _: Token | None = None) -> None:
        """Pass over words that name no time."""
        self.is_fresh = False
        self.join = Join.BREAK if self.join is Join.BREAK else Join.LIST


_HANDLERS: dict[str, Callable[[_Reader, Token], None]] = {
    "recur": _Reader._recur,
    "near_year": _Reader._near_year,
    "day_only": _Reader._day_only,
    "part_only": _Reader._part_only,
    "number": _Reader._number,
    "year_start": _Reader._vague,
    "weekday": _Reader._weekday,
    "until": _Reader._break,
    "break": _Reader._break,
    "range": _Reader._range,
    "slash": _Reader._slash,
    "list": _Reader._list,
    "before": _Reader._before,
    "start": _Reader._starts,
    "after": _Reader._starts,
    "approx": _Reader._approximate,
    "open": _Reader._open,
    "other": _Reader._text,
}
