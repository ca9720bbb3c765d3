"""How much a promise and a row have in common: the pairs of characters they share, rare ones weighing more.

Words of routine (开展, 推进, 工作 …) count for nothing. An index leads from a pair to the rows that hold it;
pairs in very many rows are passed over, so that the cost grows with the text and the rows, not their
product.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import log

from importers.script import recognised

#: Pairs that stand in more rows than this say too little to be looked up.
_MOST_ROWS = 100
_ROUTINE = re.compile(
    r"进一步|高质量|常态化|不少于|不低于|不超过|开展|推进|推动|加强|建设|实施|落实|完善|健全|提升|组织|做好|工作|持续|深入|全面|积极"
    r"|不断|加快|深化|强化|优化|促进|启动|召开|举办|举行|完成|制定|制订|印发|出台|研究|研制|牵头|加大|力度|机制|体系|水平|作用|有关|相关"
    r"|全市|全省|市级|省级|我市|本市|各级|各类|年度|今年|进行|确保|力争|争取|达到|超过|左右|以上|以下|至少|贯彻|探索|新增|新建|继续"
    r"|稳步|扎实|切实|以及|方案|办法|意见|通知|情况|项目|活动|行动|工程|市(?![校域场政民])|省(?!会)|县(?![域区])|区(?![域县])|的|和|与|及|等|为|在|对|把|将|让|年|月|日"
)
_RUNS = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]{2,}|[A-Za-z][A-Za-z0-9]+")
_LATIN = re.compile(r"[A-Za-z]")


def pairs_of(text: str) -> frozenset[str]:
    """Return the pairs of characters of a text that carry meaning; a foreign word counts as one."""
    found: set[str] = set()
    for run in _runs(text):
        if _LATIN.match(run):
            found.add(run.lower())
        else:
            found.update(run[n : n + 2] for n in range(len(run) - 1))
    return frozenset(found)


def _runs(text: str) -> list[str]:
    """Return the words of a text between signs, figures and words of routine."""
    return _RUNS.findall(_ROUTINE.sub(" ", recognised(text)))


@dataclass(frozen=True, slots=True)
class Likeness:
    """A row that shares words with a text.

    ``strength`` counts the shared pairs in units of a pair that one row and one sentence alone hold.
    """

    row: int
    strength: float
    shared: tuple[str, ...]
    """The words both have, in the order of the row."""


class RowIndex:
    """The rows of a plan, found by the pairs of characters in their titles."""

    def __init__(self, titles: Sequence[str], texts: Sequence[str]) -> None:
        self._titles = titles
        self._rows = [pairs_of(title) for title in titles]
        in_rows = Counter(pair for pairs in self._rows for pair in pairs)
        in_texts = Counter(pair for text in texts for pair in pairs_of(text))
        whole = len(titles) + len(texts)
        self._unit = log(1 + whole / 2)
        self._weights = {pair: log(1 + whole / (n + in_texts[pair])) for pair, n in in_rows.items()}
        self._places: dict[str, list[int]] = {}
        for place, pairs in enumerate(self._rows):
            for pair in pairs:
                if in_rows[pair] <= _MOST_ROWS:
                    self._places.setdefault(pair, []).append(place)

    def strengths(self, pairs: Iterable[str]) -> dict[int, float]:
        """Return how strongly each row is like a text, by its pairs; rows that share none are left out."""
        found: dict[int, float] = {}
        for pair in pairs:
            weight = self._weights.get(pair, 0.0) / self._unit
            for place in self._places.get(pair, ()):
                found[place] = found.get(place, 0.0) + weight
        return found

    def nearest(self, text: str) -> Likeness | None:
        """Return the row most like a text, the first of equals; None when none shares anything."""
        pairs = pairs_of(text)
        found = self.strengths(pairs)
        if not found:
            return None
        row = min(found, key=lambda place: (-found[place], place))
        return Likeness(row, found[row], self.shared(row, pairs))

    def shared(self, row: int, pairs: AbstractSet[str]) -> tuple[str, ...]:
        """Return the words of a row that a text has too, as long as they run on."""
        found: dict[str, None] = {}
        for run in _runs(self._titles[row]):
            if _LATIN.match(run):
                found.update({run: None} if run.lower() in pairs else {})
                continue
            start = 0
            for end in range(1, len(run) + 1):
                if end == len(run) or run[end - 1 : end + 1] not in pairs:
                    found.update({run[start:end]: None} if end - start > 1 else {})
                    start = end
        return tuple(found)
