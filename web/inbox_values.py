"""The values of the first page's inbox: one thing to do, and the things of one kind."""

from dataclasses import dataclass

SHOWN_ROWS = 6
_FIRST_ROWS = 5


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do: who, what, why, and one button."""

    office: str
    title: str
    reason: str
    act: str
    link: str
    alarm: str = ""
    """The part of the reason that stands in red."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Items of one kind."""

    name: str
    hint: str
    items: tuple[Item, ...]
    more_link: str = "/tasks"
    count: int = 0
    other_way: tuple[str, str] | None = None
    """Words and address of another way to deal with all of them, beside the buttons of the rows."""

    @property
    def shown(self) -> tuple[Item, ...]:
        """All items, or the five oldest when there are more than six."""
        return self.items if len(self.items) <= SHOWN_ROWS else self.items[:_FIRST_ROWS]

    @property
    def hidden_count(self) -> int:
        """How many more there are."""
        return len(self.items) - len(self.shown)
