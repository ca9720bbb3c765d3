"""Part a list of offices into names: padding closed, numbers, remarks and shared duties stripped.

甲局、乙局及丙办 · ①教务处②学生处 · 办 公 室 · 丁委（下同）. Names are only ever cut out, never reworded.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from importers.words.script import aligned
from importers.words.unit_words import can_be_offices, ends_like_office, is_body
from importers.words.wording import one_line, plain

_NONE = re.compile(r"[/／\\—–-]*|[无無]|[暂暫][无無]|[没沒]有|n/?a|none|nil|tbc|tbd", re.IGNORECASE)
_SEPARATORS = frozenset("、，,；;/／。•●▪◦‣∙")
_PLUS = re.compile(r"(?<=[\u4e00-\u9fff）)])\s*[+＋&＆]\s*(?=[\u4e00-\u9fff])")
_BLANKS = re.compile(r"(?<=[\u4e00-\u9fff）)])\s+(?=[\u4e00-\u9fff])")
_OPENING, _CLOSING = "（(【[〔", "）)】]〕"
_DIGIT = "一二三四五六七八九十"
#: The number before an office of a numbered list; 三、四年级组 and 第1中学 begin with none.
_NUMBER = re.compile(
    rf"[①-⑳⑴-⒇㈠-㈩]|[(（](?:\d{{1,2}}|[{_DIGIT}]{{1,2}})[)）]|(?<![\d第.])\d{{1,2}}[.．](?!\d)"
    rf"|(?<![\d第、])\d{{1,2}}、(?![\d{_DIGIT}])|(?<![{_DIGIT}、])[{_DIGIT}]{{1,2}}(?:是|、(?![\d{_DIGIT}]))"
)
#: 各区、县级市 is one name, and so is 有关部门、单位.
_PLACE = (
    "(?:县级市|县市区|市县区|区市县|区县市|市州|区县|县区|乡镇|镇街|街镇|街道|开发区|园区|功能区"
    "|[区县市州旗盟乡镇])"
)
_SEAT = "(?:党委|人民政府|政府|管委会|办事处|教育(?:体育)?(?:行政部门|主管部门|局))?"
_JOINED = re.compile(
    rf"各(?:有关|相关)?{_PLACE}(?:、{_PLACE})*、{_PLACE}{_SEAT}(?=[、，,；;\s（(]|$)"
    r"|(?:[各级]|有关|相关|直属)部门、单位(?=[、，,；;\s（(]|$)"
)
#: 三、四年级组
_COUNT = re.compile(rf"[{_DIGIT}\d]{{1,2}}(?:、[{_DIGIT}\d]{{1,2}})*")
_KEPT = "\ue000"
_KEPT_COMMA = "\ue001"
_KEPT_SIGNS = {_KEPT: "、", _KEPT_COMMA: ","}
#: Director, People and Culture: a post and what it is for is one name; Director, Manager and longer lists
#: are several.
_POST = (
    "(?:Director|Manager|Head|Officer|Coordinator|Secretary|Commissioner|Advis[eo]r|Leader|Chief"
    "|President|Dean)"
)
_POST_OF = re.compile(rf"\b{_POST},\s*(?=[A-Z])(?!(?:[A-Z][A-Za-z’'-]*\s+){{0,4}}{_POST}\b)")
_ETC = re.compile(
    r"(?<=[^高中初同平])等(?:[^等、]{0,8}(?:单位|部门|处室|科室|机构)|[^等、]{0,20}成员单位|(?:相关|有关)?(?:单位|部门|处室)?)$"
)
_DUTY_END = re.compile(
    r"(?<=.)(?:(?:具体|共同|统筹|组织|牵头)*(?:负责|抓好|贯彻落实|落实|实施|推进|承办)"
    r"|(?:按照?|依照?|依据|根据)(?:各自)?(?:职责|职能|分工)(?:分工)?|结合(?:各自|本地|工作)?实际|分别|分头)$"
)
#: What is said of a list, not the name of one in it.
_REMARK = re.compile(r"下同|列第一|列首位|排第一|排首位|排在首位|[为為]牵头|除.+外|不分先后|不再|详见")
_REMARK_BRACKET = re.compile(r"[（(]([^（()）]*(?:[（(][^（()）]*[)）][^（()）]*)*)[)）]$")
_AND = re.compile(r"以及|及|和|与")
_SURE_AND = "以及"
#: 高新区党工委和管委会: whose it is, only the first name says.
_OF_THE_FIRST = frozenset(("管委会", "管理委员会", "政府", "人民政府"))
_EACH = re.compile(r"^[^、]{0,4}(?:各|有关|相关)")
#: The last part of a name that a blank or a line end cut off: 信息 中心, 体卫 艺处.
_CUT_OFF = re.compile(r"中心|办公[室厅]|委员会|管委会|.?[处科室局部厅办委院会组站队所]")
_CUT_OFF_SHORT = 2
_NEVER_CUT_OFF = frozenset(("团委", "党委", "纪委", "校办", "党办", "工会", "团队"))


def split_names(text: str) -> list[str]:
    """Return the names of a list; signs inside brackets part nothing, and 无 names nobody."""
    if _NONE.fullmatch(plain(text)):
        return []
    names: list[str] = []
    for parts in _outside_brackets(_sentence(plain(text))[0]):
        for part in _closed(parts):
            names += [name for name in _parted(_name(part)) if name and not _NONE.fullmatch(name)]
    return names


@lru_cache(maxsize=4096)  # a plan names few offices in many rows
def remarks_in(text: str) -> tuple[str, ...]:
    """Return what a list says besides its names: a sentence behind it, a bracket that holds a remark."""
    words, rest = _sentence(plain(text))
    pieces = ["".join(parts).rstrip("。 ") for parts in _outside_brackets(words)]
    found = [match[1] for piece in pieces if (match := _remark_bracket(piece))]
    return (*found, rest) if rest else tuple(found)


@lru_cache(maxsize=4096)
def half_names(text: str) -> tuple[tuple[str, str], ...]:
    """Return pairs of a list parted by a blank of which the first may be half of the second: 教务 学生处."""
    pairs: list[tuple[str, str]] = []
    for parts in _outside_brackets(_sentence(plain(text))[0]):
        names = _closed(parts)
        if sum(not ends_like_office(name) for name in names) > 1:
            continue  # short names: 教务 德育 团委
        pairs += [
            (first, second)
            for first, second in pairwise(names)
            if not ends_like_office(first) and ends_like_office(second) and can_be_offices(first + second)
        ]
    return tuple(pairs)


def _sentence(text: str) -> tuple[str, str]:
    """Return a list and the sentence behind it: 甲局、乙局。以下工作均需各区落实."""
    if "。" not in text:
        return text, ""
    depth = 0
    for place, sign in enumerate(text):
        depth = max(depth + (sign in _OPENING) - (sign in _CLOSING), 0)
        rest = text[place + 1 :].strip(" 。\n")
        if sign == "。" and not depth and rest:
            return (text, "") if can_be_offices(rest) else (text[:place], rest)
    return text, ""


def _outside_brackets(text: str) -> list[list[str]]:
    """Return the pieces between separators, each with its parts between blanks and line ends."""
    words = _BLANKS.sub("\n", _PLUS.sub("；", text))
    if len(words) == len(aligned(words)):
        words = _kept_together(words)
    if _NUMBER.match(words):
        words = _NUMBER.sub("；", words)
    if words.count(",") == 1:
        words = _POST_OF.sub(lambda found: found[0].replace(",", _KEPT_COMMA), words)
    pieces, depth = [[""]], 0
    for sign in words:
        depth = max(depth + (sign in _OPENING) - (sign in _CLOSING), 0)
        is_count = sign == "、" and _COUNT.fullmatch(pieces[-1][-1].strip())
        if not depth and sign in _SEPARATORS and not is_count:
            pieces.append([""])
        elif not depth and sign == "\n":
            pieces[-1].append("")
        else:
            pieces[-1][-1] += _KEPT_SIGNS.get(sign, sign)
    return [[part.strip() for part in parts if part.strip()] for parts in pieces]


def _kept_together(words: str) -> str:
    for match in reversed(list(_JOINED.finditer(aligned(words)))):
        inner = words[match.start() : match.end()].replace("、", _KEPT)
        words = words[: match.start()] + inner + words[match.end() :]
    return words


def _closed(parts: Sequence[str]) -> list[str]:
    """Close the padding within names: 办 公 室, 信息 中心; parts that are names of their own stay apart."""
    names: list[str] = []
    for part in _without_single_signs(parts):
        if names and _goes_on(names, part):
            names[-1] += part
        else:
            names.append(part)
    return names


def _without_single_signs(parts: Sequence[str]) -> Iterator[str]:
    """Join the single signs that stand beside one another."""
    run = ""
    for part in parts:
        if len(part) == 1:
            run += part
            continue
        if run:
            yield run
        run = ""
        yield part
    if run:
        yield run


def _goes_on(names: Sequence[str], part: str) -> bool:
    """Tell whether a part only ends the name before it; in 教务 德育 办公室 it does not."""
    before = names[-1]
    if len(before) == 1 or (len(part) == 1 and not ends_like_office(before)):
        return True
    if ends_like_office(before) or (len(names) > 1 and not ends_like_office(names[-2])):
        return False
    words = aligned(part)
    return bool(_CUT_OFF.fullmatch(words)) and words not in _NEVER_CUT_OFF and can_be_offices(before + part)


def _remark_bracket(name: str) -> re.Match[str] | None:
    found = _REMARK_BRACKET.search(aligned(name))
    return found if found and found.start() and _REMARK.search(found[1]) else None


def _name(text: str) -> str:
    """Return a name without the words behind it that say it shares a duty: 乙局按职责分工分别负责."""
    name = one_line(text).strip(" 。.:：")
    while True:
        found = _remark_bracket(name) or _ETC.search(aligned(name)) or _DUTY_END.search(aligned(name))
        if found is None:
            break
        name = name[: found.start()].strip(" 。.:：")
    return name[1:] if name.startswith("由") and can_be_offices(name[1:]) else name


def _parted(name: str) -> list[str]:
    """Part 甲局及乙局 at a word between two names that are whole: 文化和旅游厅 is one."""
    words = aligned(name)
    for found in _AND.finditer(words):
        first, second = name[: found.start()], name[found.end() :]
        is_sure = found[0] == _SURE_AND
        if _is_whole(first, is_sure=is_sure) and _is_second(first, second, is_sure=is_sure):
            return [_name(first), *_parted(second)]
    return [name]


def _is_whole(name: str, *, is_sure: bool) -> bool:
    if name.count("（") + name.count("(") != name.count("）") + name.count(")"):
        return False
    words = aligned(name)
    if _EACH.match(words) or is_sure:
        return can_be_offices(_ETC.sub("", words))
    return is_body(_ETC.sub("", words))


def _is_second(first: str, second: str, *, is_sure: bool) -> bool:
    """Tell whether the words behind 及 are a name of their own: 各处室和直属单位 is one group."""
    words = aligned(second)
    if words in _OF_THE_FIRST:
        return False
    if _EACH.match(words):
        return can_be_offices(words)
    if _EACH.match(aligned(first)) and not is_sure:
        return False
    return can_be_offices(_name(second)) if is_sure else is_body(_name(second))
