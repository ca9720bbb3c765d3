"""Print invented plans in every shape with every dirt, read them back and count what was read right.

``.venv/bin/python tests/plugins/plan_variants.py 0 40`` measures the seeds 0 to 39 of every shape; the
figures of docs/decisions/0012 were made so, with seeds on which no rule was made.
"""

import random
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parents[2])]

from plan_rows import Told, read, told
from variant_calendars import CALENDARS
from variant_dirt import DIRTS
from variant_tables import TABLES
from variant_texts import TEXTS
from variant_words import Fact, Printed

from importers.words.confidence import SURE
from rules.errors import InputError

SHAPES = {**TABLES, **TEXTS, **CALENDARS}
_SHORTEST_PREFIX = 6


@dataclass
class Counts:
    """What was read of some documents; ``silent`` rows are wrong or no task at all and say nothing of it."""

    facts: int = 0
    found: int = 0
    right: int = 0
    silent: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    by_evidence: defaultdict[str, Counter[bool]] = field(default_factory=lambda: defaultdict(Counter))

    @property
    def share_found(self) -> float:
        return self.found / max(1, self.facts)

    @property
    def share_right(self) -> float:
        return self.right / max(1, self.facts)


def printed(shape: str, seed: int) -> Printed:
    """Return a document of a shape with none, one or two kinds of dirt, and its tasks."""
    rng = random.Random(f"{shape}/{seed}")
    text, facts = SHAPES[shape](rng)
    chosen = set(rng.sample(list(DIRTS), rng.choice((0, 1, 1, 2))))
    for dirt in [name for name in DIRTS if name in chosen]:
        text, facts = DIRTS[dirt](rng, text, facts)
    return text, facts


def count(counts: Counts, shape: str, seed: int) -> None:
    """Read one document back and add to the counts."""
    text, facts = printed(shape, seed)
    counts.facts += len(facts)
    try:
        reading = read(text)
    except InputError:
        counts.lost += [f"{shape}/{seed}: {fact.title}" for fact in facts]
        return
    pairs = _pairs(facts, told(reading.rows))
    by_row = {row: fact for fact, row in pairs.items()}
    counts.found += len(pairs)
    counts.lost += [f"{shape}/{seed}: {fact.title}" for n, fact in enumerate(facts) if n not in pairs]
    warned = {warning.row for warning in reading.warnings}
    for n, (row, own) in enumerate(zip(reading.rows, told(reading.rows), strict=True)):
        is_right = n in by_row and _is_right(facts[by_row[n]], own)
        counts.right += is_right
        kind = "flagged" if row.flags else "warned" if row.number in warned else f"{row.confidence:.2f}"
        counts.by_evidence[kind][is_right] += 1
        if not is_right and not row.flags and row.number not in warned and row.confidence >= SURE:
            counts.silent.append(f"{shape}/{seed}: {own}")


def read_back(shapes: Sequence[str], seeds: range) -> Counts:
    """Return the counts over shapes and seeds."""
    counts = Counts()
    for shape in shapes:
        for seed in seeds:
            count(counts, shape, seed)
    return counts


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).strip("。;；.,，、:：")


def _pairs(facts: Sequence[Fact], rows: Sequence[Told]) -> dict[int, int]:
    """Return fact → row by their titles, exact ones first; a row may say more than the title of its task."""
    titles = [_bare(row[2]) for row in rows]
    pairs: dict[int, int] = {}
    for n, fact in enumerate(facts):
        wanted = _bare(fact.title)
        free = [place for place, title in enumerate(titles) if title and place not in pairs.values()]
        same = [place for place in free if titles[place] == wanted]
        begins = [place for place in free if _is_longer(titles[place], wanted)]
        if same or begins:
            pairs[n] = (same or begins)[0]
    return pairs


def _is_longer(title: str, wanted: str) -> bool:
    short, long = sorted((title, wanted), key=len)
    return len(short) >= _SHORTEST_PREFIX and long.startswith(short)


def _is_right(fact: Fact, row: Told) -> bool:
    lead, support = (set(map(_bare, names)) for names in row[3:])
    wanted = set(map(_bare, fact.lead)), set(map(_bare, fact.support))
    offices_are_right = (lead, support) == wanted or (not wanted[1] and lead | support == wanted[0])
    return row[1] == fact.due and offices_are_right


def _line(name: str, counts: Counts) -> str:
    shares = f"found {counts.share_found:.3f} right {counts.share_right:.3f}"
    return f"{name:24} {shares} silent {len(counts.silent)}"


def _report(seeds: range) -> Iterator[str]:
    whole = Counts()
    for shape in SHAPES:
        counts = read_back([shape], seeds)
        yield _line(shape, counts)
        whole.facts += counts.facts
        whole.found += counts.found
        whole.right += counts.right
        whole.silent += counts.silent
        whole.lost += counts.lost
        for kind, rows in counts.by_evidence.items():
            whole.by_evidence[kind] += rows
    yield _line("all", whole)
    for kind, rows in sorted(whole.by_evidence.items()):
        yield f"{kind:8} {rows[True]} of {rows.total()} right ({rows[True] / rows.total():.4f})"
    yield from (f"silent: {words}" for words in whole.silent)
    yield from (f"lost: {words}" for words in whole.lost)


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in _report(range(int(sys.argv[1]), int(sys.argv[2]))))
