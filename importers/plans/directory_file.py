"""Read a directory file (单位名录): which column means what, and every office it names, checked.

All problems of the file are found at once, each with its row and column; nothing is stored here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from importers.document import Document, Row
from importers.plans.checked_rows import Problem
from importers.source import Source
from importers.words.office_lists import split_names
from importers.words.office_words import is_writable_name
from importers.words.wording import folded, one_line
from rules.addresses import check_address
from rules.errors import InputError

_COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("单位", "单位名称", "责任单位", "处室", "部门", "名称"),
    "short_name": ("简称",),
    "aliases": ("别名", "曾用名", "简称/别名", "简称、别名", "别名/简称"),
    "email": ("邮箱", "电子邮箱", "收信邮箱", "电子邮件", "email", "e-mail"),
    "contact": ("联系人", "联络员"),
    "phone": ("电话", "联系电话", "办公电话"),
    "leader": ("分管领导", "分管局领导"),
    "leader_email": ("分管领导邮箱", "分管局领导邮箱", "领导邮箱"),
    "groups": ("所属组", "组", "分组", "所属分组"),
}
_FIELDS = {words: name for name, known in _COLUMNS.items() for words in known}
_HEADER_ROWS = 10
_FORMULA_SIGNS = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class OfficeEntry:
    """One office as a directory file states it; an empty field says nothing."""

    row: int
    place: str
    name: str
    short_name: str = ""
    aliases: tuple[str, ...] = ()
    email: str = ""
    contact: str = ""
    phone: str = ""
    leader: str = ""
    leader_email: str = ""
    groups: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name by which the entry wants its office to be known."""
        return tuple(dict.fromkeys(name for name in (self.name, self.short_name, *self.aliases) if name))


@dataclass(frozen=True, slots=True)
class DirectoryFile:
    """The offices of a directory file and what is wrong with it."""

    entries: tuple[OfficeEntry, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """One row under the header: texts and places by field."""

    row: Row
    words: dict[str, str]
    columns: dict[str, int]

    def text(self, field: str) -> str:
        index = self.columns.get(field)
        if index is None or index >= len(self.row.cells):
            return ""
        text = one_line(self.row.cells[index].text)
        return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA_SIGNS) else text

    def names(self, field: str) -> tuple[str, ...]:
        index = self.columns.get(field)
        return (
            tuple(split_names(self.row.cells[index].text)) if index is not None and self.text(field) else ()
        )

    def problem(self, field: str, message: str) -> Problem:
        index = self.columns.get(field)
        has_cell = index is not None and index < len(self.row.cells)
        place = self.row.cells[index].place if index is not None and has_cell else self.row.place
        return Problem(message, place, self.row.number, self.words.get(field, "单位"))


def read_directory(document: Document, source: Source) -> DirectoryFile:
    """Return the offices of a document's first table with a 单位 column; raises :class:`InputError`."""
    for table in document.tables:
        for index, row in enumerate(table.rows[:_HEADER_ROWS]):
            columns = _columns(row)
            if "name" in columns:
                return _read(table.rows[index + 1 :], columns, row)
    raise InputError(
        f"{source.label}里没有找到“单位”列；表头可以有：单位、别名、邮箱、联系人、分管领导、所属组。"
    )


def _columns(header: Row) -> dict[str, int]:
    columns: dict[str, int] = {}
    for index, cell in enumerate(header.cells):
        field = _FIELDS.get(folded(cell.text).lower())
        if field:
            columns.setdefault(field, index)
    return columns


def _read(rows: Iterable[Row], columns: dict[str, int], header: Row) -> DirectoryFile:
    words = {field: one_line(header.cells[index].text) for field, index in columns.items()}
    entries: list[OfficeEntry] = []
    problems: list[Problem] = []
    for row in rows:
        if not any(one_line(cell.text) for cell in row.cells):
            continue
        line = _Line(row, words, columns)
        entry = _entry(line, problems)
        if entry is not None:
            entries.append(entry)
    problems += _clashes(entries)
    return DirectoryFile(tuple(entries), tuple(problems))


def _entry(line: _Line, problems: list[Problem]) -> OfficeEntry | None:
    name = line.text("name")
    if not name:
        problems.append(line.problem("name", "没有写单位名称。"))
        return None
    short_name, aliases = _other_names(line, name)
    for field, given in (
        ("name", name),
        ("short_name", short_name),
        *(("aliases", alias) for alias in aliases),
    ):
        if given and not is_writable_name(given):
            problems.append(line.problem(field, f"“{given[:40]}”不像单位名称，请核对。"))
    return OfficeEntry(
        row=line.row.number,
        place=line.row.place,
        name=name,
        short_name=short_name,
        aliases=aliases,
        email=_address(line, "email", problems),
        contact=line.text("contact"),
        phone=line.text("phone"),
        leader=line.text("leader"),
        leader_email=_address(line, "leader_email", problems),
        groups=line.names("groups"),
    )


def _other_names(line: _Line, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the short name and the aliases; in a column of both the first shorter one is the short name."""
    shorts = line.names("short_name")
    aliases = [alias for alias in line.names("aliases") if alias != name]
    holds_both = "简称" in line.words.get("aliases", "")
    if not shorts and holds_both and aliases and len(aliases[0]) < len(name):
        shorts, aliases = (aliases[0],), aliases[1:]
    others = [other for other in (*shorts[1:], *aliases) if other != name]
    return (shorts[0] if shorts and shorts[0] != name else ""), tuple(dict.fromkeys(others))


def _address(line: _Line, field: str, problems: list[Problem]) -> str:
    text = line.text(field)
    if not text:
        return ""
    try:
        return check_address(text)
    except InputError as error:
        problems.append(line.problem(field, error.message))
        return ""


def _clashes(entries: list[OfficeEntry]) -> Iterator[Problem]:
    """Find names that two rows claim, names that are groups too, and leaders with two addresses."""
    owners: dict[str, OfficeEntry] = {}
    leaders: dict[str, str] = {}
    groups = {group for entry in entries for group in entry.groups}
    for entry in entries:
        for name in entry.names:
            other = owners.setdefault(name, entry)
            if other is not entry:
                message = f"“{name}”在第{other.row}行已经写过（{other.name}），一个名称只能属于一个单位。"
                yield Problem(message, entry.place, entry.row, "单位")
            if name in groups:
                yield Problem(f"“{name}”既是单位又是组，请改一个。", entry.place, entry.row, "所属组")
        known = leaders.setdefault(entry.leader, entry.leader_email) if entry.leader else ""
        if known and entry.leader_email and known != entry.leader_email:
            message = f"“{entry.leader}”前面写的邮箱是{known}，这里是{entry.leader_email}，请统一。"
            yield Problem(message, entry.place, entry.row, "分管领导邮箱")
        if entry.leader and not known:
            leaders[entry.leader] = entry.leader_email
        if entry.leader_email and not entry.leader:
            yield Problem("写了分管领导邮箱，没有写分管领导。", entry.place, entry.row, "分管领导")
