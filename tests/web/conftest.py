"""What the tests of the pages share: the bureau behind them, an office with its link, a supervisor signed in."""

from bureau import bureau, sqlite_bureau
from office_site import first_stage, may_stage, new_site, site
from supervisor_site import blank_site, desk_site

__all__ = ["blank_site", "bureau", "desk_site", "first_stage", "may_stage", "new_site", "site", "sqlite_bureau"]
