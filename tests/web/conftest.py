"""What the tests of the pages share: a bureau, an office with its link, a supervisor signed in."""

from bureau import bureau, sqlite_bureau
from office_site import first_stage, may_stage, new_site, site
from supervisor_site import blank_site, blank_template, desk_site, lively_template

__all__ = [
    "blank_site",
    "blank_template",
    "bureau",
    "desk_site",
    "first_stage",
    "lively_template",
    "may_stage",
    "new_site",
    "site",
    "sqlite_bureau",
]
