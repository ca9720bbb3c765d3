"""Part tasks that stand behind one another in one cell or line of a calendar: 召开会议；开展检查。"""

import re

from importers.words.unit_words import begins_with_deed
from importers.words.wording import plain

JOINED = "标题：一格里用分号连着写了几句，可能是几项工作，请核对"
LISTED = "标题：一格里编了好几条，可能是几项工作，请核对"
PARTED = "标题：原文用分号连着写，按几项读，请核对"
_OPENING, _CLOSING = "（([【《“", "）)]】》”"
_SHORTEST = 3
_GOES_ON = re.compile(r"^(?:并|其中|同时|以及|等|及|但|或|另|且|再|做到|实现|确保|力争)")


def joined_tasks(text: str) -> list[str]:
    """Return the tasks of a text parted by semicolons outside brackets; the whole text where it is one."""
    if "；" not in text and ";" not in text:
        return [plain(text)]
    parts, depth = [""], 0
    for sign in plain(text):
        depth = max(0, depth + (sign in _OPENING) - (sign in _CLOSING))
        if sign in "；;" and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    found = [part.strip(" 。\n") for part in parts if part.strip(" 。\n")]
    is_list = len(found) > 1 and all(len(part) >= _SHORTEST and not _GOES_ON.match(part) for part in found)
    return found if is_list else [plain(text)]


def are_surely_several(parts: list[str]) -> bool:
    """Tell whether parts are tasks of their own beyond doubt: each begins with what is to be done."""
    return all(begins_with_deed(part) for part in parts)
