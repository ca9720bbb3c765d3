"""How much a promise and a row have in common: the pairs of characters they share, rare ones weighing more.

Words of routine (开展, 推进, 工作 …) count for nothing. An index leads from a pair to the rows that hold it;
pairs in very many rows are passed over, so that the cost grows with the text and the rows, not their
product.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from importers.words.script import recognised

#: Pairs that stand in more rows than this say too little to be looked up.
_MOST_ROWS = 100
_ROUTINE = re.compile(
    r"进一步|高质量|常态化|不少于|不低于|不超过|开展|推进|推动|加强|建设|实施|落实|完善|健全|提升|组织|做好|工作|持续|深入|全面|积极"
    r"|不断|加快|深化|强化|优化|促进|启动|召开|举办|举行|完成|制定|制订|印发|出台|研究|研制|牵头|加大|力度|机制|体系|水平|作用|有关|相关"
    r"|全市|全省|市级|省级|我市|本市|各级|各类|年度|今年|进行|确保|力争|争取|达到|超过|左右|以上|以下|至少|贯彻|探索|新增|新建|继续"
    r"|稳步|扎实|切实|以及|关于|方案|办法|意见|通知|情况|项目|活动|行动|工程|市(?![校域场政民])|省(?!会)|县(?![域区])|区(?![域县])|的|和|与|及|等|为|在|对|把|将|让|年|月|日"
)
_RUNS = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]{2,}|[A-Za-z][A-Za-z0-9]+")
_LATIN = re.compile(r"[A-Za-z]")
#: Words that say nothing by themselves: shared, they explain no likeness.
_EMPTY = re.compile(r"单位|成员|集中|全国|社会|新时代|首批|首次|第[一二三四五六七八九十]+[批期届轮次]?")
#: A run that two texts share is hardly ever longer; it bounds the search.
_LONGEST_SHARED = 40


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
        self._counts = in_rows + in_texts
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
        return Likeness(row, found[row], self.shared(row, text))

    def shared(self, row: int, text: str) -> tuple[str, ...]:
        """Return the words that a row and a text share, as long as they run; words without meaning left out.

        A run of shared characters counts where it begins and ends as a word does: at a sign or a word of
        routine, or where its own pair of characters is met more often than the one across its edge
        (法治安全 and 政治安全 share 安全).
        """
        theirs = _runs(text)
        latin = {run.lower() for run in theirs if _LATIN.match(run)}
        spaced = f" {' '.join(theirs)} "
        found: dict[str, None] = {}
        for run in _runs(self._titles[row]):
            if _LATIN.match(run):
                found.update({run: None} if run.lower() in latin else {})
            else:
                found.update(dict.fromkeys(self._common(f" {run} ", spaced)))
        return tuple(words for words in found if not _EMPTY.fullmatch(words))

    def _common(self, run: str, text: str) -> list[str]:
        """Return the longest word two texts share and those beside it; both texts begin and end blank."""
        for size in range(min(len(run) - 2, _LONGEST_SHARED), 1, -1):
            for start in range(1, len(run) - size):
                words = run[start : start + size]
                if words in text and self._is_word(run, start, size) and self._stands(words, text):
                    before, after = f"{run[:start]} ", f" {run[start + size :]}"
                    return [*self._common(before, text), words, *self._common(after, text)]
        return []

    def _stands(self, words: str, text: str) -> bool:
        """Tell whether some characters stand in a text as a word at least once."""
        at = text.find(words)
        while at >= 0:
            if self._is_word(text, at, len(words)):
                return True
            at = text.find(words, at + 1)
        return False

    def _is_word(self, text: str, start: int, size: int) -> bool:
        """Tell whether a stretch of a text begins and ends where a word does."""
        end, count = start + size, self._counts
        begins = text[start - 1] == " " or count[text[start - 1 : start + 1]] < count[text[start : start + 2]]
        return begins and (text[end] == " " or count[text[end - 1 : end + 1]] < count[text[end - 2 : end]])
