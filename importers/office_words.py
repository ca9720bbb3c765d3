"""Split the words of an office cell into names with their roles, tell groups, and suggest aliases.

Names stay as printed. A suggestion is only ever shown: which office is meant is decided by a person.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from importers.header_words import Column
from importers.script import aligned
from importers.wording import one_line, plain
from rules.facts import Role

_NONE = re.compile(r"[/／\\—–-]*|[无無]|[暂暫][无無]|[没沒]有|n/?a|none|nil|tbc|tbd", re.IGNORECASE)
_SEPARATORS = re.compile(r"[、，,；;/／\n]")
_BLANKS = re.compile(r"(?<=[\u4e00-\u9fff）)])\s+(?=[\u4e00-\u9fff])")
_OPENING, _CLOSING = "(（[【〔", ")）]】〕"
_LABEL = re.compile(r"(牵头|主办|主责|责任|承办|配合|协办|协同|参与)(?:单位|处室|科室|部门)?[:：]")
_BY_WORDS = re.compile(
    r"^(.+?)(?:牵头|主办|负责)[、，,；;\s]*(.+?)(?:等)?(?:按职责分工负责|配合|协助|协办|参与)。?$", re.DOTALL
)
_MARK = re.compile(r"[(（](牵头|主办|主责|配合|协办|责任)(?:单位|处室|部门)?[)）]$")
_LEAD_END = re.compile(r"(?:牵头|牵头负责|主办)$")
_ETC = re.compile(
    r"(?<=.)(?:等(?:相关|有关)?(?:单位|部门|处室)?)?(?:(?:按(?:照)?(?:各自)?职责|分别|共同|具体|统筹)?(?:分工)?(?:负责|落实))?$"
)
#: 各区、县级市 is one name.
_JOINED = re.compile(
    r"(各(?:[区县市镇乡州旗]|街道|乡镇|市州|县区))[、](?=(?:县级市|[区县市州旗乡镇]|街道|开发区)"
    r"(?:人民政府|政府|管委会|办事处|教育(?:体育)?(?:行政部门|主管部门|局))?(?:[、，,；;\s（(]|$))"
)
_KEPT = "\ue000"
_GROUP = re.compile(r"各|(?:有关|相关|所有|全体)(?:处室|科室|股室|部门|单位|学校|区县|县区|机构|直属)")
_NO_NAME = re.compile(r"[《》“”\"。!！?？:：=<>@]|\d{7,}|^[\d\W_]*$|\d{3,}号|文件|另定|另行")
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
    names = split_names(words)
    return tuple(_beside_lead([_marked(name, role) for name in names], names))


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
    return NamedOffice(name, role)


def split_names(text: str) -> list[str]:
    """Return the names of a list; signs inside brackets part nothing, and 无 names nobody."""
    if _NONE.fullmatch(plain(text)):
        return []
    names: list[str] = []
    for piece in _outside_brackets(plain(text)):
        name = one_line(piece).strip(" 。.:：")
        if ending := _ETC.search(aligned(name)):
            name = name[: ending.start()]
        if name and not _NONE.fullmatch(name):
            names.append(name)
    return names


def _outside_brackets(text: str) -> list[str]:
    marked = _JOINED.sub(rf"\1{_KEPT}", _BLANKS.sub("\n", text))
    pieces, depth = [""], 0
    for sign in marked:
        depth = max(depth + (sign in _OPENING) - (sign in _CLOSING), 0)
        if not depth and _SEPARATORS.match(sign):
            pieces.append("")
        else:
            pieces[-1] += "、" if sign == _KEPT else sign
    return pieces


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
