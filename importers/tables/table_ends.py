"""What stands below the tasks of a table: sums, notes, and who filled it in. Told by a row's first words."""

import re

from importers.words.script import recognised

_SUM = re.compile(r"^(?:合计|小计|总计|共计|总数)(?:[:：（(]?[\d共].{0,8})?[:：]?$")
_SIGNED = re.compile(
    r"^(?:填表|填报|制表|审核|审批|复核|编制|经办|单位负责|部门负责|负责|分管|联系|签字|盖章|报送)"
    r"(?:人|单位|部门|领导|时间|日期|电话|方式|说明|意见)?(?:（[^）]*）|\([^)]*\))?(?P<colon>[:：]|$)"
)
_NOTE = re.compile(r"^(?:备注|附注|注|说明|备考|注意事项)\d{0,2}$")


def is_sum(text: str) -> bool:
    """Tell whether a row that begins so adds up the rows above it (合计, 小计：12项)."""
    return bool(_SUM.match(recognised(text)))


def is_signed(text: str) -> bool:
    """Tell whether a row that begins so says who filled the table in (填表人：, 审核人：, 联系电话：)."""
    found = _SIGNED.match(recognised(text))
    return bool(found and found["colon"])


def heads_note(text: str) -> bool:
    """Tell whether a lone word heads a note or a signature; a task may stand beside it."""
    words = recognised(text)
    return bool(_NOTE.match(words) or _SIGNED.fullmatch(words))
