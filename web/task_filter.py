"""What the ledger is narrowed by: read from the address, applied to the desk, written back as an address.

A value nobody offers is dropped, so a hostile address shows the whole list.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from rules.status import State
from web.desk import DONE, Desk, Row
from web.forms import row_id
from web.inbox import is_difficult, is_unclear
from web.session import Visit

_MONTH = re.compile(r"(to-)?(\d{4})-(\d{2})")
_SORTS = {"due": "按时限", "office": "按牵头单位", "report": "按最近反馈", "number": "按编号"}
_ROLES = {"lead": "牵头", "support": "配合"}

_Test = Callable[[Row], bool]


def _is(*states: State) -> _Test:
    return lambda row: row.state in states


#: Key → (word, test); the order is the order of the tabs.
STATES: dict[str, tuple[str, _Test]] = {
    "": ("全部", lambda _: True),
    "open": ("未办结", lambda row: row.state not in DONE),
    "overdue": ("逾期", _is(State.OVERDUE)),
    "soon": ("临期", _is(State.DUE_SOON)),
    "pending": ("待核", _is(State.PENDING)),
    "unconfirmed": ("待确认", _is(State.UNCONFIRMED)),
    "returned": ("退回", _is(State.RETURNED)),
    "paused": ("暂停", _is(State.PAUSED)),
    "normal": ("正常", _is(State.NORMAL)),
    "ongoing": ("长期", _is(State.ONGOING)),
    "closed": ("已办结", _is(*DONE)),
    "difficult": ("难度较大", lambda row: is_difficult(row.task)),
    "unclear": ("需明确", lambda row: bool(is_unclear(row.task))),
}
#: Only reached from the first page; they get a chip but no tab.
_WITHOUT_TAB = ("difficult", "unclear")


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: word, count, address, and whether it is the open one."""

    words: str
    count: int
    link: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """One applied condition and the address without it."""

    words: str
    link: str


@dataclass(frozen=True, slots=True)
class TaskQuery:
    """The conditions of one ledger, all checked."""

    state: str = ""
    month: str = ""
    office: int = 0
    role: str = ""
    words: str = ""
    sort: str = ""
    plan: int = 0
    page: int = 1
    pick: str = ""

    def address(self, path: str = "/tasks") -> str:
        """Return the address of this ledger; default values are left out."""
        pairs = {
            "state": self.state,
            "month": self.month,
            "office": self.office or "",
            "role": self.role,
            "plan": self.plan or "",
            "q": self.words,
            "sort": self.sort,
            "page": self.page if self.page > 1 else "",
            "pick": self.pick,
        }
        query = urlencode({key: value for key, value in pairs.items() if value})
        return f"{path}?{query}" if query else path

    def moved(self, page: int) -> str:
        """Return the address of another page of the same list."""
        return replace(self, page=page, pick="").address()


def read_query(visit: Visit, desk: Desk) -> TaskQuery:
    """Return what an address asks for."""
    state, month, sort = visit.query("state"), visit.query("month"), visit.query("sort")
    office, plan, page = (row_id(visit.query(name)) or 0 for name in ("office", "plan", "page"))
    role = visit.query("role")
    return TaskQuery(
        state=state if state in STATES else "",
        month=month if month == "none" or _month(month) else "",
        office=office if office in desk.directory.offices else 0,
        role=role if role in _ROLES and office in desk.directory.offices else "",
        words=visit.query("q"),
        sort=sort if sort in _SORTS else "",
        plan=plan if any(one.id == plan for one in desk.plans) else 0,
        page=min(max(page, 1), 100_000),
        pick="all" if visit.query("pick") == "all" else "",
    )


def _month(text: str) -> tuple[bool, tuple[int, int]] | None:
    found = _MONTH.fullmatch(text)
    if found is None or not 1 <= int(found[3]) <= 12:
        return None
    return bool(found[1]), (int(found[2]), int(found[3]))


def matching(query: TaskQuery, desk: Desk) -> list[Row]:
    """Return the rows a ledger shows, in its order."""
    test = STATES[query.state][1]
    return _sorted([row for row in besides_state(query, desk) if test(row)], query.sort)


def besides_state(query: TaskQuery, desk: Desk) -> list[Row]:
    """Return the rows that every condition but the state lets through."""
    return [row for row in desk.rows if _fits(row, query, desk)]


def _fits(row: Row, query: TaskQuery, desk: Desk) -> bool:
    task = row.task
    if query.plan and task.plan_id != query.plan:
        return False
    if query.month == "none" and row.month is not None:
        return False
    wanted = _month(query.month)
    if wanted and (
        row.month is None or not (row.month <= wanted[1] if wanted[0] else row.month == wanted[1])
    ):
        return False
    return _fits_office(row, query) and (not query.words or _says(row, query.words, desk))


def _fits_office(row: Row, query: TaskQuery) -> bool:
    if not query.office:
        return True
    if query.role == "lead":
        return query.office in row.task.lead_ids
    if query.role == "support":
        return any(one.office_id == query.office for one in row.task.supports)
    return any(one.office_id == query.office for one in row.task.named)


def _says(row: Row, words: str, desk: Desk) -> bool:
    office = desk.directory.find(words)
    if office is not None and any(one.office_id == office.id for one in row.task.named):
        return True
    names = " ".join(one.office_name for one in row.task.named)
    text = f"{row.task.number} {row.task.title} {row.task.office_words} {names}".lower()
    return all(word in text for word in words.lower().split())


def _sorted(rows: list[Row], sort: str) -> list[Row]:
    if sort == "due":
        return sorted(rows, key=lambda row: row.task.due_on or date.max)
    if sort == "office":
        return sorted(rows, key=lambda row: (row.task.lead_name == "", row.task.lead_name))
    if sort == "report":
        return sorted(rows, key=lambda row: -(row.task.last_report.id if row.task.last_report else 0))
    if sort == "number":
        return sorted(rows, key=lambda row: row.task.number)
    return sorted(rows, key=lambda row: (row.month is None, row.month or (0, 0)))


def tabs(query: TaskQuery, rows: Iterable[Row]) -> list[Tab]:
    """Return the tabs with their counts under the other conditions."""
    rows = list(rows)
    return [
        Tab(
            words,
            sum(map(test, rows)),
            replace(query, state=key, page=1, pick="").address(),
            key == query.state,
        )
        for key, (words, test) in STATES.items()
        if key not in _WITHOUT_TAB or key == query.state
    ]


def chips(query: TaskQuery, desk: Desk) -> list[Chip]:
    """Return the applied conditions, each with the address without it."""
    bare = replace(query, page=1, pick="")
    found = []
    if query.state:
        found.append(Chip(STATES[query.state][0], replace(bare, state="").address()))
    if query.month:
        found.append(Chip(month_words(query.month, desk), replace(bare, month="").address()))
    if query.office:
        name = desk.office(query.office).label + _ROLES.get(query.role, "")
        found.append(Chip(name, replace(bare, office=0, role="").address()))
    if query.plan:
        title = next(plan.title for plan in desk.plans if plan.id == query.plan)
        found.append(Chip(title, replace(bare, plan=0).address()))
    if query.words:
        found.append(Chip(f"“{query.words}”", replace(bare, words="").address()))
    return found


def month_words(month: str, desk: Desk) -> str:
    """Return ``9月``, ``10月及以前`` or ``无固定时限``."""
    read = _month(month)
    if read is None:
        return "无固定时限"
    is_until, (year, number) = read
    years = {row.month[0] for row in desk.rows if row.month}
    words = f"{number}月" if len(years) <= 1 else f"{year}年{number}月"
    return f"{words}及以前" if is_until else words


def choices(desk: Desk) -> dict[str, list[tuple[str, str]]]:
    """Return the options of the filter bar: (value, words)."""
    months = sorted({row.month for row in desk.rows if row.month})
    keys = [f"{year}-{month:02d}" for year, month in months]
    until = f"to-{desk.today.year}-{desk.today.month:02d}"
    undated = [("none", "无固定时限")] if any(row.month is None for row in desk.rows) else []
    used = {one.office_id for row in desk.rows for one in row.task.named}
    offices = [(str(one.id), one.label) for one in desk.directory.offices.values() if one.id in used]
    return {
        "month": [
            ("", "全部"),
            (until, month_words(until, desk)),
            *((key, month_words(key, desk)) for key in keys),
            *undated,
        ],
        "office": [("", "全部单位"), *offices],
        "role": [("", "牵头或配合"), *_ROLES.items()],
        "sort": [("", "按月份"), *_SORTS.items()],
    }
