"""Subjects: state first, office last, never more than 25 characters.

What gives way, in this order: the words 重点工作, the office's full name, the end of a task's title.
Numbers, dates and 第N次 are never cut.
"""

import re
from collections.abc import Sequence

from templates.filters import cut, one_line
from templates.mail_values import Bureau

SUBJECT_LIMIT = 25
EXAMPLE_PREFIX = "示例｜"
_SUFFIX = "重点工作"
_NAME_ROOM = 3
_ENCODED = re.compile(r"=\?|\?=")


def office_subject(
    heads: Sequence[str], *, bureau: Bureau, office: str, short: str, has_suffix: bool = False
) -> str:
    """Return ``{head}｜{office}``; later heads are shorter ways to say the first.

    When nothing fits, the office's name is cut; a head that leaves no room for it stands alone.
    """
    forms = [f"{heads[0]}｜{office}{_SUFFIX}"] if has_suffix else []
    forms += [f"{head}｜{office}" for head in heads]
    forms.append(f"{heads[-1]}｜{short or office}")
    room = _limit(bureau) - len(heads[-1]) - len("｜")
    forms.append(f"{heads[-1]}｜{cut(short or office, room)}" if room >= _NAME_ROOM else heads[-1])
    return plain_subject(*forms, bureau=bureau)


def title_subject(head: str, title: str, *, bureau: Bureau) -> str:
    """Return ``{head}｜{title}`` with the title cut to fit."""
    return _prefixed(cut(_header_line(f"{head}｜{title}"), _limit(bureau)), bureau)


def plain_subject(*forms: str, bureau: Bureau) -> str:
    """Return the first form that fits, the last one cut when none does."""
    limit = _limit(bureau)
    lines = [_header_line(form) for form in forms]
    fitting = next((line for line in lines if len(line) <= limit), None)
    return _prefixed(cut(lines[-1], limit) if fitting is None else fitting, bureau)


def _header_line(text: str) -> str:
    """Return one line that a mail reader cannot take for an encoded header."""
    return one_line(_ENCODED.sub("", text))


def _limit(bureau: Bureau) -> int:
    return SUBJECT_LIMIT - len(EXAMPLE_PREFIX) if bureau.is_example else SUBJECT_LIMIT


def _prefixed(subject: str, bureau: Bureau) -> str:
    return f"{EXAMPLE_PREFIX}{subject}" if bureau.is_example else subject
