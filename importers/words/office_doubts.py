"""Names that may be no single office: two written together without a sign, half of one, or a person."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from importers.words.joint_names import parted_joint
from importers.words.latin_persons import is_latin_person
from importers.words.office_lists import half_names, remarks_in
from importers.words.office_words import NamedOffice, is_group_word
from importers.words.script import aligned, recognised
from importers.words.unit_words import can_be_offices, ends_like_office, is_body, is_no_office
from importers.words.wording import plain

_PERSON_FLAG = "单位：“{}”像是人名，没有当作单位"
_REMARK_FLAG = "单位：“{}”是说明，没有当作单位名称，请核对"
_HALF_FLAG = "单位：“{}”和“{}”之间只隔着空格或换行，可能是一个单位，请核对"
#: ****管理局: whom a site hides; two such names need not be one office.
_MASKED = re.compile(r"[*＊]{2,}")
_MASKED_FLAG = "单位：“{}”的字被隐去，不知道是哪个单位，请补上"
_TWO_FLAG = "单位：“{}”里像是有两个单位，请核对"
_BESIDE_FLAG = "单位：“{}”里像是夹着人名"
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩邓冯曹彭曾萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤"
)
_GENERIC_PART = re.compile(r"^(?:办公室|秘书处|机关党委|办|党委|团委|工会|纪委|党支部|党总支)$")
_BLANK_LIST = re.compile(r"[\u4e00-\u9fff]\s+[\u4e00-\u9fff]")
_SHORTEST = 3
_SHOWN = 40
_FEWEST_NAMES, _FEW_ODD = 5, 0.2
#: 张三（教务处）
_PERSON_FIRST = re.compile(r"^([\u4e00-\u9fff]{2,3})[（(]([\u4e00-\u9fff]{2,16})[)）]$")


def is_person(name: str, known: AbstractSet[str]) -> bool:
    """Tell whether a name looks like a person's: two or three characters, the first a surname."""
    words = aligned(name.replace(" ", ""))
    return (
        2 <= len(words) <= 3
        and words[0] in _SURNAMES
        and words not in known
        and not can_be_offices(words)
        and bool(re.fullmatch(r"[\u4e00-\u9fff]+", words))
        and not re.search(r"[部科股组队站所班厂矿店库园校院会社馆台网处局办委]", words[1:])
    )


def sorted_out(
    offices: Sequence[NamedOffice],
    texts: Sequence[str],
    *,
    names: AbstractSet[str],
    known: AbstractSet[str],
    may_name_persons: bool,
) -> tuple[tuple[NamedOffice, ...], tuple[str, ...]]:
    """Return a row's offices without persons and parted where two are one name, and what is unclear."""
    kept, person_flags = without_persons(offices, known, may_name_persons=may_name_persons)
    parted, blank_flags = separated(kept, texts, names)
    parted, joint_flags = parted_joint(parted, names)
    return parted, (*person_flags, *blank_flags, *joint_flags, *list_flags(parted, texts, known))


def without_persons(
    offices: Sequence[NamedOffice], known: AbstractSet[str], *, may_name_persons: bool
) -> tuple[list[NamedOffice], list[str]]:
    """Return offices without persons, and flags; ``may_name_persons``: the heading says so itself."""
    kept: list[NamedOffice] = []
    flags: list[str] = []
    for office in offices:
        office = replace(office, name=_behind_person(office.name, known))
        if office.name not in known and is_latin_person(office.name):
            flags.append(_PERSON_FLAG.format(office.name))
            continue
        if is_person(office.name, known):
            flags += [] if may_name_persons else [_PERSON_FLAG.format(office.name)]
            continue
        head = "" if office.name in known else _before_person(office.name, known)
        if head and may_name_persons:
            office = replace(office, name=head)
        elif head:
            flags.append(_BESIDE_FLAG.format(office.name))
        kept.append(office)
    return kept, flags


def _behind_person(name: str, known: AbstractSet[str]) -> str:
    """Return the office in the bracket behind a person, other names as they are."""
    found = _PERSON_FIRST.match(aligned(name))
    is_office = found and is_person(found[1], known) and (found[2] in known or can_be_offices(found[2]))
    return name[found.start(2) : found.end(2)] if found and is_office else name


def _before_person(name: str, known: AbstractSet[str]) -> str:
    """Return the office before a person's name (基教处：王建国), empty when a name is one office."""
    words = name.rstrip("）)")
    for length in (3, 2):
        head, tail = words[:-length].rstrip("：:（( "), words[-length:]
        if len(head) > 1 and is_person(tail, known) and (head in known or can_be_offices(head)):
            return head
    return ""


def separated(
    offices: Sequence[NamedOffice], texts: Sequence[str], names: AbstractSet[str]
) -> tuple[tuple[NamedOffice, ...], tuple[str, ...]]:
    """Return offices with names parted that were written together in a list parted by blanks, and flags."""
    if not any(_BLANK_LIST.search(plain(text)) for text in texts):
        return tuple(offices), ()
    found: dict[NamedOffice, None] = {}
    flags: list[str] = []
    for office in offices:
        parts = _parts(office.name, names)
        if parts:
            flags.append(f"单位：“{office.name}”像是{'、'.join(parts)}两个单位连写，按两个读")
        found.update(dict.fromkeys(replace(office, name=part) for part in parts or (office.name,)))
    return tuple(found), tuple(flags)


def _parts(name: str, names: AbstractSet[str]) -> tuple[str, str] | None:
    """Return the two known names of which a name consists, None when it is one of its own."""
    for place in range(_SHORTEST, len(name) - _SHORTEST + 1):
        first, second = name[:place], name[place:]
        if first in names and second in names and not _GENERIC_PART.match(second):
            return first, second
    return None


def list_flags(
    offices: Sequence[NamedOffice], texts: Sequence[str], known: AbstractSet[str]
) -> tuple[str, ...]:
    """Return what is unclear about the lists a row's offices were cut out of."""
    flags = [_REMARK_FLAG.format(words[:_SHOWN]) for text in texts for words in remarks_in(text)]
    halves = (pair for text in texts for pair in half_names(text))
    flags += [_HALF_FLAG.format(*pair) for pair in halves if pair[0] not in known]
    flags += [_MASKED_FLAG.format(o.name) for o in offices if _MASKED.search(o.name)]
    flags += [_TWO_FLAG.format(o.name) for o in offices if o.name not in known and _is_two(o.name)]
    return tuple(dict.fromkeys(flags))


def _is_two(name: str) -> bool:
    """Tell whether a name ends twice in the same way: 教务处学生处."""
    words = aligned(name)
    if words[-1:] not in tuple("处科局厅部"):
        return False
    places = (n + 1 for n, sign in enumerate(words[:-1]) if sign == words[-1])
    return any(is_body(words[:n]) and is_body(words[n:]) and words[n] != "分" for n in places)


def reads_oddly(name: str) -> bool:
    """Tell whether a Chinese name does not end as offices do, begins with a number, or says a deed."""
    if not re.search(r"[\u4e00-\u9fff]", name) or is_group_word(name):
        return False
    return not ends_like_office(name) or is_no_office(name) or not name[0].isalpha()


def odd_names(names: AbstractSet[str], known: AbstractSet[str]) -> frozenset[str]:
    """Return the few names of a plan that end unlike all others (合计); where many do, it is its style."""
    odd = frozenset(name for name in names if recognised(name) not in known and reads_oddly(name))
    is_few = len(names) >= _FEWEST_NAMES and len(odd) <= len(names) * _FEW_ODD
    return odd if is_few else frozenset()
