"""Split the words of an office cell into names with their roles, tell groups, and suggest aliases.

Names stay as printed. A suggestion is only ever shown: which office is meant is decided by a person.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from importers.words.header_words import Column
from importers.words.office_lists import split_names
from importers.words.script import aligned
from importers.words.unit_words import is_body
from importers.words.wording import plain
from rules.facts import Role

_LABEL = re.compile(r"(牵头|主办|主责|责任|承办|配合|协办|协同|参与)(?:单位|处室|科室|部门)?[:：]")
_BY_WORDS = re.compile(
    r"^(.+?)(?:牵头|主办|负责)[、，,；;\s]*(.+?)(?:等)?(?:按职责分工负责|配合|协助|协办|参与)。?$", re.DOTALL
)
_MARK = re.compile(r"[(（](牵头|主办|主责|配合|协办|责任)(?:单位|处室|部门)?[)）]$")
_LEAD_END = re.compile(r"(?:分别|分头|共同|联合)?(?:牵头(?:负责|组织|落实|实施)?|主办)$")
_SUPPORT_END = re.compile(r"(?:共同|积极|密切)?(?:配合|协办|协助|参与)$")
#: 甲局会同乙局: the first leads. 市商务局 and 甲局会议中心 are one name.
_JOINTLY = re.compile(
    r"会同|会商|联合(?![会国体办党支工]|学会)|商(?![务业贸会标品洽])|会(?![议展计员客所场诊])"
)
_GROUP = re.compile(r"各|(?:有关|相关|所有|全体)(?:处室|科室|股室|部门|单位|学校|区县|县区|机构|直属)")
_NO_NAME = re.compile(r"[《》“”\"。!！?？:：=<>@]|\d{7,}|^[\d\W_]*$|\d{3,}号|文件|另定|另行|\d年|\d月")
_LONGEST_NAME = 30
_LONGEST_CELL = 1500
_LONGEST_LATIN_NAME = 80
_LATIN = re.compile(r"^[\x20-\x7e]+$")
_LONGEST_WRITTEN = 60
_REGIONS = ("市", "省", "区", "县", "局")

#: A column that asks whether others take part: 否, 是.
_NO_OTHERS = re.compile(r"[是否]$")
_LEADING = ("牵头", "主办", "主责")
_SUPPORTING = ("配合", "协办", "协同", "参与")
_ROLE_OF_COLUMN = {
    Column.LEAD: Role.LEAD,
    Column.RESPONSIBLE: Role.RESPONSIBLE,
    Column.SUPPORT: Role.SUPPORT,
    Column.MIXED: Role.SUPPORT,
}


@dataclass(frozen=True, slots=True)
class NamedOffice:
    """An office as a row names it."""

    name: str
    role: Role


def offices_of(texts: Iterable[tuple[Column, str]]) -> tuple[NamedOffice, ...]:
    """Return the offices of a row in printed order, each once a role, by the texts of its office columns.

    Where a lead stands in its own column, the offices named as responsible support it.
    """
    found: dict[NamedOffice, None] = {}
    has_lead = False
    for column, text in sorted(texts, key=lambda item: item[0] is Column.SUPPORT):
        if column is Column.MIXED:
            found.update(dict.fromkeys(_mixed(plain(text))))
            has_lead = has_lead or any(office.role is Role.LEAD for office in found)
            continue
        role = _ROLE_OF_COLUMN[column]
        if role is Role.RESPONSIBLE and has_lead:
            role = Role.SUPPORT
        for office in _cell_offices(text, role):
            found.setdefault(office)
            has_lead = has_lead or office.role is Role.LEAD
    return tuple(found)


@lru_cache(maxsize=2048)
def _cell_offices(text: str, role: Role) -> tuple[NamedOffice, ...]:
    words = plain(text)
    if len(words) > _LONGEST_CELL:
        return tuple(NamedOffice(name, role) for name in split_names(words))
    if role is not Role.SUPPORT and _LABEL.search(aligned(words)):
        return tuple(_labelled(words, role))
    by_words = _BY_WORDS.match(aligned(words)) if role is Role.RESPONSIBLE else None
    if by_words:
        first, second = (words[slice(*by_words.span(n))] for n in (1, 2))
        leads = [NamedOffice(name, Role.LEAD) for name in split_names(first)]
        return (*leads, *(NamedOffice(name, Role.SUPPORT) for name in split_names(second)))
    names = [part for name in split_names(words) for part in _jointly(name, role)]
    return tuple(_beside_lead([_marked(name, role) for name in names], names))


def _jointly(name: str, role: Role) -> tuple[str, ...]:
    """Return 甲局会同乙局 as 甲局牵头 and 乙局配合; the name itself where it is one."""
    for found in _JOINTLY.finditer(aligned(name)):
        first, second = name[: found.start()], name[found.end() :]
        if is_body(first) and (is_body(second) or is_group_word(second)):
            return (first, second) if role is Role.SUPPORT else (f"{first}牵头", f"{second}配合")
    return (name,)


def _beside_lead(offices: list[NamedOffice], names: list[str]) -> list[NamedOffice]:
    """Return offices where those beside one that is marked as the lead support it: 甲局（牵头）、乙局.

    In 甲局、乙局牵头 the word holds for both.
    """
    if not any(office.role is Role.LEAD for office in offices):
        return offices
    last = max((n for n, name in enumerate(names) if _LEAD_END.search(aligned(name))), default=-1)
    offices = [
        replace(o, role=Role.LEAD) if n < last and o.role is Role.RESPONSIBLE else o
        for n, o in enumerate(offices)
    ]
    return [replace(o, role=Role.SUPPORT) if o.role is Role.RESPONSIBLE else o for o in offices]


def _mixed(words: str) -> list[NamedOffice]:
    """Read 是（牵头：甲；配合：乙）; 是 and 否 name nobody."""
    inner = re.sub(r"^[^(（:：]*[(（]", "", words)
    inner = re.sub(r"[)）]\s*$", "", inner) if inner != words else words
    first = _LABEL.search(aligned(inner))
    if first:
        return _labelled(inner[first.start() :], Role.SUPPORT)
    return [] if _NO_OTHERS.match(words) else list(_cell_offices(words, Role.RESPONSIBLE))


def _labelled(words: str, role: Role) -> list[NamedOffice]:
    """Read 牵头单位：甲；配合单位：乙、丙."""
    labels = list(_LABEL.finditer(aligned(words)))
    offices = [NamedOffice(name, role) for name in split_names(words[: labels[0].start()])]
    ends = [found.start() for found in labels[1:]] + [len(words)]
    for found, end in zip(labels, ends, strict=True):
        label, names = found[1], words[found.end() : end]
        own = Role.LEAD if label in _LEADING else Role.SUPPORT if label in _SUPPORTING else role
        offices += [NamedOffice(name, own) for name in split_names(names)]
    return offices


def _marked(name: str, role: Role) -> NamedOffice:
    """Read 基教处（牵头） and 基教处牵头."""
    mark = _MARK.search(aligned(name))
    if mark and mark.start():
        own = Role.LEAD if mark[1] in _LEADING else Role.SUPPORT if mark[1] in _SUPPORTING else role
        return NamedOffice(name[: mark.start()], own)
    ending = _LEAD_END.search(aligned(name))
    if ending and ending.start():
        return NamedOffice(name[: ending.start()], Role.LEAD)
    ending = _SUPPORT_END.search(aligned(name))
    if ending and ending.start():
        return NamedOffice(name[: ending.start()], Role.SUPPORT)
    return NamedOffice(name, role)


def is_group_word(name: str) -> bool:
    """Tell whether a name means several offices at once (各处室, 有关单位)."""
    return bool(_GROUP.search(aligned(name)))


def is_plausible_name(name: str) -> bool:
    """Tell whether a text can be the name of an office at all."""
    longest = _LONGEST_LATIN_NAME if _LATIN.match(name) else _LONGEST_NAME
    return 1 < len(name) <= longest and not _NO_NAME.search(name)


def is_writable_name(name: str) -> bool:
    """Tell whether a person may call an office so in the directory: a name of a few words, on one line.

    A directory is written by people who know their offices; only what cannot be a name is refused.
    """
    return 0 < len(name) <= _LONGEST_WRITTEN and not re.search(r"[<>\x00-\x1f]|^[\d\W_]*$", name)


def similar_names(name: str, known: Iterable[str]) -> list[str]:
    """Return the known names that may be the short or full form of a name (政法处, 政策法规处)."""
    return [other for other in dict.fromkeys(known) if other != name and _may_be_alias(name, other)]


def alike_by(name: str) -> tuple[str, str]:
    """Return what a short and a full form of a name have in common: the first sign and the last."""
    return name[:1], name[-1:]


def with_region(name: str) -> list[str]:
    """Return the forms of a name with and without the region before it (市教研院, 教研院)."""
    return [name[1:], *(f"{region}{name}" for region in _REGIONS)] if name else []


def _may_be_alias(name: str, other: str) -> bool:
    short, full = sorted((name, other), key=len)
    if len(short) < 3 or len(short) == len(full) or short[-1] != full[-1]:
        return False
    same_start = short[0] == full[0] or (full[0] in _REGIONS and full[1:] == short)
    signs = iter(full)
    return same_start and all(sign in signs for sign in short)
