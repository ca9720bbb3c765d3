"""What the tests of the pages share: the bureau behind them, and an office with its link."""

from bureau import bureau, sqlite_bureau
from office_site import new_site, site

__all__ = ["bureau", "new_site", "site", "sqlite_bureau"]
