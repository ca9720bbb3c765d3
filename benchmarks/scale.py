"""How large and how often a run measures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import Spread, alternate


@dataclass(frozen=True, slots=True)
class Scale:
    """The sizes and rounds of one run, and a folder for its files."""

    folder: Path
    rounds: int = 5
    is_quick: bool = False
    """Tiny sizes, one round: to see that everything runs. The figures mean nothing."""

    def sizes(self, *full: int) -> tuple[int, ...]:
        """Return the sizes of a subject, or tiny ones of the same number."""
        return tuple(4 * 2**step for step in range(len(full))) if self.is_quick else full

    def in_turn(self, variants: Mapping[str, Callable[[], float]], *, at_most: int = 99) -> dict[str, Spread]:
        """Run variants in turn; ``at_most`` so many rounds, for those that take long."""
        return alternate(variants, rounds=min(at_most, self.rounds), warm_up=not self.is_quick)
