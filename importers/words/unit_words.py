"""Tell by its form whether a text can be a list of offices; known names are the strongest evidence."""

import re
from collections.abc import Set as AbstractSet

from importers.words.script import recognised
from importers.words.wording import plain

NOBODY: frozenset[str] = frozenset()
_NO_OFFICE = re.compile(r"[/／\\—–-]+|无|暂无|没有|n/?a|none", re.IGNORECASE)

_SEPARATORS = re.compile(r"[、，,；;/\n]|(?<=[\u4e00-\u9fff）)])\s+(?=[\u4e00-\u9fff])")
_ENDING = re.compile(
    r"(?:处|室|科|办|委|院|馆|局|校|股|部|队|所|站|会|组|司|署|厅|府|园|团|社|宫|台|系|集团|公司|中心|党委|支部|总支|单位"
    r"|部门|学校|大学|学院|幼儿园|区|县|市|镇|街道|乡|联|[银支分总央商建农工]行|厂|库|政府|工会|妇联|法院|检察院|科协|协会|海关|年级|专班|基地|小学|中学|高中|国中|国小|附幼|幼)"
    r"(?:[(（][^()（）]*[)）])?(?:等|牵头|配合)?$"
)
#: Schools Team, Office of the Director: a few English words, one of which says that it is a body.
_LATIN_NAME = re.compile(
    r"(?=.{4,60}$)(?:[A-Z][\w'’.-]*|and|of|the|for|&)(?: ?(?:[A-Z][\w'’.-]*|and|of|the|for|&|\([A-Z]+\)))*"
)
_LATIN_BODY = re.compile(
    r"\b(?:Teams?|Offices?|Departments?|Dept|Divisions?|Sections?|Units?|Services?|Committees?|Boards?|Bureaus?"
    r"|Directorates?|Council|Agency|Authority|Governors)\b"
)
#: Endings that hardly end the first half of one name: 科研院所和高校处, 老干部和人事处 are one.
_BODY = re.compile(
    r"(?:[局厅委署馆]|(?<!院)处|(?<![处股])室|科|办|(?<!科研)院|(?<!干)部|股|(?<!院)所|公司|集团|中心|政府|委员会|管委会|(?:党|工|商|协|学|联合|研究)会"
    r"|妇联|残联|工商联|科协|文联|大学|党支部|总支|大队|支队)(?:[(（][^()（）]*[)）])?$"
)
_SHORTEST_BODY = 3
_SHORT_BODIES = frozenset(
    ("团委", "党委", "纪委", "工会", "妇联", "残联", "科协", "文联", "市委", "县委", "区委", "省委")
)
#: 各村, 各社区: everybody of a kind, whatever the word ends with.
_EACH = re.compile(r"各[^，。、；：]{1,9}")
_VERB = re.compile(
    r"^(?:开展|召开|启动|开工|动工|迁建|竣工|举办|组织(?!人事|部|处|科|室|干部)|出台|完成|牵头|举行|制定|制订|印发|发布|推进|推动|做好|成立|建立"
    r"|建设|研制|研究制定|加强|落实|实施|深化|持续|评选|遴选|编制|健全|完善|提升|优化|赴|迎接|筹备|修订|出版|新建|改建|扩建|改造|创建|建成|打造|培育|引进|选派|招聘|扩大|新增|对接|指导)"
)
#: Verbs that no office's name begins with, whatever it ends with.
_ONLY_DEED = re.compile(r"^(?:开展|召开|举办|举行|出台|完成|制定|制订|印发|做好|修订|开工|动工|竣工|复工)")
_NO_NAME = re.compile(r"\d+[余多]?[所个项名次万家套间人场期批亿%]|[《》“”\"。!！?？:：]|[0-9]{4,}")
#: Words that lead on to a name and never begin one: 并报办公室, 含民办学校. 会同县 and 并州 are places.
_NO_START = re.compile(r"并(?!州)|将.+[报送交]|请|报[送请]|会同(?!县)|商请|不?含|包括|其中|同时|及时")
_LONGEST_NAME = 16
_SHORTEST_DEED = 4


def can_be_offices(text: str, known: AbstractSet[str] = NOBODY) -> bool:
    """Tell whether every part of a text has the form of an office's name or is a known one."""
    parts = [part.strip().rstrip("。") for part in _SEPARATORS.split(plain(text)) if part.strip()]
    return bool(parts) and all(
        (words := recognised(part)) in known or _can_be_name(words) or _can_be_english(part) for part in parts
    )


def office_share(text: str, known: AbstractSet[str] = NOBODY) -> float:
    """Return how much of a list has the form of offices' names, from 0 to 1."""
    parts = [recognised(part).rstrip("。.") for part in _SEPARATORS.split(plain(text)) if part.strip()]
    return sum(part in known or _can_be_name(part) for part in parts) / max(1, len(parts))


def ends_like_office(name: str) -> bool:
    """Tell whether words end as names of offices do, or mean everybody of a kind."""
    words = recognised(name)
    return len(words) > 1 and bool(_ENDING.search(words) or _EACH.fullmatch(words))


def is_body(name: str) -> bool:
    """Tell whether words surely are one whole name of an office, not the first half of a longer one."""
    words = recognised(name)
    is_long = len(words) >= _SHORTEST_BODY or words in _SHORT_BODIES
    return is_long and bool(_BODY.search(words)) and _can_be_name(words)


def is_no_office(name: str) -> bool:
    """Tell whether a single name rather is what somebody does (推进教育数字化, 开工建设老年大学)."""
    words = recognised(name)
    if _ONLY_DEED.match(words):
        return True
    return len(words) > _SHORTEST_DEED and bool(_VERB.match(words)) and not _ENDING.search(words)


def begins_with_deed(text: str) -> bool:
    """Tell whether a text begins with a verb that says what is to be done."""
    return bool(_VERB.match(recognised(text)))


def names_nobody(text: str) -> bool:
    """Tell whether a text only says that there is no office (无, /, n/a)."""
    return bool(_NO_OFFICE.fullmatch(recognised(text)))


def _can_be_name(part: str) -> bool:
    return (
        1 < len(part) <= _LONGEST_NAME
        and bool(_ENDING.search(part) or _EACH.fullmatch(part))
        and not _VERB.match(part)
        and not _NO_START.match(part)
        and not _NO_NAME.search(part)
    )


def _can_be_english(part: str) -> bool:
    return part[:1].isascii() and bool(_LATIN_BODY.search(part)) and bool(_LATIN_NAME.fullmatch(part))


def must_be_title(text: str) -> bool:
    """Tell whether a text cannot be a list of offices, so that it is surely the words of a task."""
    words = recognised(text).rstrip("。.")
    longest = max((len(part) for part in _SEPARATORS.split(words)), default=0)
    is_long = longest > _LONGEST_NAME and not _ENDING.search(words)
    return is_long or bool(_VERB.match(words)) or bool(re.search(r"[《》“”。]", words))
