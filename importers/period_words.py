"""Tell a line that only states a time (3月, 第一季度, 持续推进) from other lines. It works out no date."""

import re

from importers.wording import folded

_TIME_SIGNS = (
    "0-9〇零一二三四五六七八九十元正两年月日号上中下旬底初末前后起止始季度半全内每第周学期暑寒假春秋夏冬份至到和及"
    r"\-—–~～、,，.()（）/Qq持续推进长期坚持常态化贯穿适时待定"
)
_ONLY_TIME = re.compile(rf"[{_TIME_SIGNS}]{{2,20}}")
_UNIT = re.compile(r"年|月|日|号|季|旬|学期|周|持续|长期|常态|待定|适时|[Qq][1-4]|\d[./-]\d")


def is_period(text: str) -> bool:
    """Tell whether a whole text is a time phrase."""
    words = folded(text)
    return bool(_ONLY_TIME.fullmatch(words) and _UNIT.search(words))
