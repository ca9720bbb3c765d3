"""The bureau that passes are run in."""

from bureau import bureau, sqlite_bureau

__all__ = ["bureau", "sqlite_bureau"]
