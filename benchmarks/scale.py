"""How large and how often a run measures."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Scale:
    """The sizes and rounds of one run, and a folder for its files."""

    folder: Path
    rounds: int = 5
    is_quick: bool = False
    """Tiny sizes, to see that everything runs: the figures mean nothing."""

    def sizes(self, *full: int) -> tuple[int, ...]:
        """Return the sizes of a subject, or tiny ones of the same number."""
        return tuple(4 * 2**step for step in range(len(full))) if self.is_quick else full

    def few(self, rounds: int) -> int:
        """Return fewer rounds, for a variant that takes long."""
        return min(rounds, self.rounds)
