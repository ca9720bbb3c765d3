"""Texts of data taken apart: objects and lists of JSON, JavaScript, Python or PHP, each value with its line.

It knows signs, not words: which field names a task, ``importers.texts.data_records`` decides. Any text gives
a tree, also one that begins or ends in the middle of its data.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from importers.words.text_lines import TextLine

_TOKEN = re.compile(
    r"(?P<blank>[^\S\n]+)|(?P<newline>\n)|(?P<comment>//[^\n]*|/\*.*?\*/|(?<![^\s])#[^\n]*)"
    r"|(?P<string>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)"
    r"|(?P<open>[{\[(])|(?P<close>[}\])])|(?P<sign>=>|[:=])|(?P<end>[,;])"
    r"|(?P<word>[^\s\"'`{}\[\](),;:=/#]+|.)",
    re.DOTALL,
)
_CLOSES = {"}": "{", "]": "[", ")": "("}
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": " ", "r": "\n"}
_CALL = re.compile(r"[A-Za-z_][\w.]*(?: [A-Za-z_][\w.]*)?")
_LONGEST_KEY = 40
#: More words without quotation marks are no value.
_LONGEST_WORDS = 2000


@dataclass(slots=True)
class Scalar:
    """A value that is no group: its words without quotation marks; ``is_quoted``: it had them."""

    text: str
    line: int
    is_quoted: bool = False


@dataclass(slots=True)
class Group:
    """An object, a list or the arguments of a call, and where it stands in the text."""

    line: int
    start: int = 0
    end: int = 0
    opening: str = ""
    entries: list[tuple[str, "Scalar | Group"]] = field(default_factory=list)
    """The values with their keys, which are empty in a list."""

    def keyed(self) -> Iterator[tuple[str, "Scalar | Group"]]:
        """Return the values that have keys."""
        return ((key, value) for key, value in self.entries if key)


@dataclass(slots=True)
class DataText:
    """A text of data: its words, the numbers of its lines, and the tree of its groups."""

    text: str
    root: Group
    starts: Sequence[int]
    """Where each line begins."""

    def line_of(self, place: int) -> int:
        """Return which line a place of the text is on."""
        return bisect_right(self.starts, place) - 1

    def printed(self, group: Group) -> str:
        """Return a group as printed."""
        return self.text[group.start : group.end]


def read_data(lines: Sequence[TextLine]) -> DataText:
    """Take lines of text apart as data."""
    text = "\n".join(line.text for line in lines)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.text) + 1)
    return _Reader(text, starts).read()


class _Reader:
    """Walks once over the signs of a text and keeps the groups that are open."""

    def __init__(self, text: str, starts: list[int]) -> None:
        self.text = text
        self.data = DataText(text, Group(0, 0, len(text)), starts)
        self.open = [self.data.root]
        self.opened = dict.fromkeys("{[(", 0)
        self.key = ""
        self.held: Scalar | None = None
        self.held_end = 0

    def read(self) -> DataText:
        """Read the whole text."""
        for token in _TOKEN.finditer(self.text):
            kind, sign = token.lastgroup, token[0]
            if kind in ("string", "word"):
                self._hold(token, is_quoted=kind == "string")
            elif kind == "open" and not self._is_within_words(sign):
                self._begin(sign, token.start())
            elif kind == "close" and self.opened[_CLOSES[sign]]:
                self._close(_CLOSES[sign], token.end())
            elif kind in ("open", "close"):
                self._hold(token, is_quoted=False)
            elif kind == "sign":
                self._name()
            elif kind == "end" or (kind == "newline" and self.held):
                self._take()
        self._take()
        for group in self.open[1:]:
            group.end = len(self.text)
        return self.data

    def _hold(self, token: re.Match[str], *, is_quoted: bool) -> None:
        if self.held is not None and len(self.held.text) > _LONGEST_WORDS:
            self._take()
        if self.held is None:
            words = _unescaped(token[0][1:-1]) if is_quoted else token[0]
            self.held = Scalar(words, self.data.line_of(token.start()), is_quoted)
        elif self.held.is_quoted and is_quoted:  # 'a' + 'b'
            self.held.text += _unescaped(token[0][1:-1])
        elif not self.held.is_quoted:
            self.held.text += self.text[self.held_end : token.start()] + token[0]
        self.held_end = token.end()

    def _is_within_words(self, sign: str) -> bool:
        """Tell whether a bracket belongs to words without quotation marks: 开学典礼(上午)."""
        held = self.held
        return sign == "(" and held is not None and not (held.is_quoted or _CALL.fullmatch(held.text))

    def _begin(self, sign: str, place: int) -> None:
        start = place
        if sign == "(" and self.held is not None:  # the name of a call is part of it
            start = self.held_end - len(self.held.text)
        self.held = None
        group = Group(self.data.line_of(place), start, opening=sign)
        self.open[-1].entries.append((self.key, group))
        self.open.append(group)
        self.opened[sign] += 1
        self.key = ""

    def _close(self, opening: str, end: int) -> None:
        self._take()
        while len(self.open) > 1:
            group = self.open.pop()
            group.end = end
            self.opened[group.opening] -= 1
            if group.opening == opening:
                return

    def _name(self) -> None:
        """Take what is held as the name of the value that follows; 9:30 without marks stays as it is."""
        held = self.held
        if held is None:
            return
        if self.key and not held.is_quoted:
            held.text += ":"
            self.held_end += 1
            return
        self.key = held.text.strip() if len(held.text) <= _LONGEST_KEY else ""
        self.held = None

    def _take(self) -> None:
        if self.held is not None:
            self.open[-1].entries.append((self.key, self.held))
        self.key, self.held = "", None


def _unescaped(words: str) -> str:
    return _ESCAPE.sub(_escaped, words) if "\\" in words else words


def _escaped(found: re.Match[str]) -> str:
    sign = found[1]
    if len(sign) == 1:
        return _ESCAPED.get(sign, sign)
    number = int(sign[1:], 16)
    return "\ufffd" if 0xD800 <= number < 0xE000 else chr(number)
