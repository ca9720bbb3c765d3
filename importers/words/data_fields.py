"""What the fields of data mean by their names: title, startDate, name_zh, 责任单位.

Names are those of table headings and the ones programs use. Of one thing said in several languages the
Chinese words count.
"""

import re
from collections.abc import Iterable, Mapping

from importers.words.header_words import Column, meaning
from importers.words.script import recognised

#: How programs name a task, the surest first; any heading of a table goes before them.
_TASKS = (
    "eventname eventtitle taskname name 名称 事件 行程 text content label subject desc".split()  # noqa: SIM905
)
_START = "begin begins startson starttime startday datestart begindate"
_TIME = "until to endson endtime endday dateend finish eventdate datetime"
_OFFICE = "dept depts unit units org organizer host division"
_OF_PROGRAMS: Mapping[str, Column] = {
    **dict.fromkeys(_TASKS, Column.TASK),
    **dict.fromkeys(_START.split(), Column.START),
    **dict.fromkeys(_TIME.split(), Column.TIME),
    **dict.fromkeys(_OFFICE.split(), Column.RESPONSIBLE),
}
#: Fields that say nothing of who, what and when; they belong to a record all the same.
_OTHERS = frozenset(
    "description location category group color url allday status type classname time note day weekday"  # noqa: SIM905
    " 地点 类别 类型 备注 星期 颜色".split()
)
LACKING = "有{}条记录写了时间等内容，没有写是什么工作，没有收，请核对。"
_PERSONS = re.compile(r"责任人|负责人|领导|联系")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_CHINESE = frozenset("zh cn tw hk hans hant chs cht chinese tc sc zhcn zhtw zhhk zhhans zhhant 中文".split())  # noqa: SIM905
_LANGUAGES = _CHINESE | frozenset("en eng english enus engb pt ja jp ko kr fr de es 英文".split())  # noqa: SIM905


def column_of(key: str) -> Column | None:
    """Return what a field's name means: ``OTHER`` for nothing wanted, None for no name known."""
    words = without_language(key)[0].replace("_", "").replace("-", "").strip()
    known = recognised(words).lower()
    if _PERSONS.search(known):
        return Column.OTHER
    if known in _OTHERS:
        return Column.OTHER
    if column := _OF_PROGRAMS.get(known):
        return column
    column = meaning(words)[0]
    return column if column is not Column.OTHER else None


def task_rank(key: str) -> int:
    """Return how surely a field names the task, lower is surer: title, headings, words of programs."""
    known = recognised(without_language(key)[0]).lower()
    if known in ("title", "标题"):
        return 0
    return 2 + _TASKS.index(known) if known in _TASKS else 1


def without_language(key: str) -> tuple[str, str]:
    """Return a field's name and the language it adds, which is empty where it adds none: title_zh, nameEn."""
    parts = [part for part in re.split(r"[_\-. ]", _HUMP.sub("_", key)) if part]
    for place in (-1, 0):
        if len(parts) > 1 and parts[place].lower() in _LANGUAGES:
            rest = parts[:-1] if place else parts[1:]
            return "".join(rest), parts[place].lower()
    return key, ""


def is_language(key: str) -> bool:
    """Tell whether a key only says in which language its value is."""
    return re.sub(r"[_\-]", "", key).lower() in _LANGUAGES


def chinese_key(keys: Iterable[str]) -> str:
    """Return the key of the Chinese words among the keys of languages, else the first."""
    keys = list(keys)
    return next((key for key in keys if is_chinese(key)), keys[0])


def is_chinese(language: str) -> bool:
    """Tell whether the name of a language is one of Chinese."""
    return re.sub(r"[_\-]", "", language).lower() in _CHINESE
