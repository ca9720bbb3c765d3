"""Which offices of the directory a row's names mean, and which names nobody knows yet."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from importers.plans.checked_rows import CheckedRow, Problem
from importers.words.office_doubts import reads_oddly
from importers.words.office_guesses import Guesses
from importers.words.office_words import NamedOffice, is_group_word, is_plausible_name
from models.kinds import OfficeState
from models.store_directory import Directory, OfficeRecord
from rules.facts import Role

_ROLE_LABELS = {Role.LEAD: "牵头", Role.SUPPORT: "配合"}


@dataclass(frozen=True, slots=True)
class Handing:
    """Whom a row is handed to: (office, role, printed name) in order, and the group it names."""

    assignments: tuple[tuple[int, Role, str], ...]
    group_words: str
    group_only: bool


def is_group(name: str, directory: Directory) -> bool:
    """Tell whether a printed name is a group, known or not."""
    if directory.is_group(name):
        return True
    return directory.find(name) is None and is_group_word(name)


def hand_out(offices: Iterable[NamedOffice], directory: Directory) -> Handing:
    """Return who gets a row: the named offices, and the members of its groups for information.

    A row that names only a group is handed to each member for itself. Names nobody knows are left out.
    """
    chosen: dict[int, tuple[Role, str]] = {}
    groups: list[str] = []
    is_named = False
    for office in offices:
        if is_group(office.name, directory):
            groups.append(office.name)
            continue
        is_named = True
        record = directory.find(office.name)
        if record is not None:
            chosen.setdefault(record.id, (office.role, office.name))
    role = Role.INFORMED if is_named else Role.RESPONSIBLE
    for group in groups:
        for member in _active_members(directory, group):
            chosen.setdefault(member.id, (role, group))
    assignments = tuple((office_id, own, name) for office_id, (own, name) in chosen.items())
    return Handing(assignments, "、".join(groups), bool(groups) and not is_named)


def _active_members(directory: Directory, group: str) -> Iterator[OfficeRecord]:
    return (member for member in directory.members(group) if member.state is not OfficeState.RETIRED)


def office_words(offices: Iterable[NamedOffice]) -> str:
    """Return a row's offices in one line, for showing and comparing: 甲、乙, or 牵头：甲；配合：乙、丙."""
    parts: dict[str, list[str]] = {}
    for office in offices:
        parts.setdefault(_ROLE_LABELS.get(office.role, ""), []).append(office.name)
    lines = (f"{label}：{'、'.join(names)}" if label else "、".join(names) for label, names in parts.items())
    return "；".join(lines)


def unknown_names(rows: Iterable[CheckedRow], directory: Directory) -> list[str]:
    """Return the names of offices, not groups, that the directory does not know, in order."""
    names = (office.name for row in rows for office in row.offices)
    return [
        name
        for name in dict.fromkeys(names)
        if directory.find(name) is None and not is_group(name, directory) and is_plausible_name(name)
    ]


def naming_warnings(rows: Iterable[CheckedRow], directory: Directory) -> Iterator[Problem]:
    """Say once for each name what must be settled before its office can be mailed."""
    first: dict[str, CheckedRow] = {}
    counts: Counter[str] = Counter()
    for row in rows:
        for office in row.offices:
            first.setdefault(office.name, row)
            counts[office.name] += 1
    guesses = Guesses(counts, directory)
    for name, row in first.items():
        if is_unknown(name, directory):
            alike = next(iter(guesses.of(name)), "")
            message = _unknown(name, alike)
            yield Problem(
                message, row.office_place, row.number, row.office_column, unknown_name=name, alike_name=alike
            )
        elif message := _about(name, directory):
            yield Problem(message, row.office_place, row.number, row.office_column)


def is_unknown(name: str, directory: Directory) -> bool:
    """Tell whether a name of one office, not of a group, is not in the directory or waits to be confirmed."""
    record = directory.find(name)
    if is_group(name, directory) or (record is None and not is_plausible_name(name)):
        return False
    return record is None or record.state is OfficeState.UNVERIFIED


def _unknown(name: str, alike: str) -> str:
    hint = f"像是“{alike}”，请确认。" if alike else ""
    return f"“{name}”不在单位名录里，记为待核实，核实之前不给它发信。{hint}"


def _about(name: str, directory: Directory) -> str:
    if is_group(name, directory):
        members = list(_active_members(directory, name))
        missing = (
            f"“{name}”是一组单位，单位名录里没有这个组或组里没有单位，暂不发给组内单位；请在单位名录里设好。"
        )
        return "" if members else missing
    record = directory.find(name)
    if record is not None and record.state is OfficeState.RETIRED:
        return f"“{name}”在单位名录里已停用，请核对。"
    return ""


def gathered_unknown(problems: Iterable[Problem]) -> list[str]:
    """Return what to say at once about all names nobody knows; those that hardly are offices go first."""
    unknown = [problem for problem in problems if problem.unknown_name]
    odd = [problem for problem in unknown if reads_oddly(problem.unknown_name)]
    plain = [problem.unknown_name for problem in unknown if problem not in odd]
    alike = [f"“{one.unknown_name}”像是“{one.alike_name}”" for one in unknown if one.alike_name]
    said: list[str] = []
    if odd:
        names = "、".join(f"“{one.unknown_name}”（{one.place}）" for one in odd)
        said.append(f"以下{len(odd)}个不像单位的名称，多半是读错了，请先核对：{names}。")
    if plain:
        names = "、".join(plain)
        said.append(f"以下{len(plain)}个单位不在名录里：{names}。都记为待核实，核实之前不给它们发信。")
    if alike:
        said.append(f"其中{'；'.join(alike)}，请确认。")
    return said
