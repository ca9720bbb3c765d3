"""The dead-man URL: a watcher elsewhere hears from us while all is well, and asks when it does not.

It knows an address and nothing of what is reported there.
"""

import logging
from http.client import HTTPException
from urllib.parse import urlsplit
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, build_opener

log = logging.getLogger("duban.deadman")

SECONDS = 5.0
_SCHEMES = ("http", "https")


def tell_all_is_well(url: str, *, timeout_seconds: float = SECONDS) -> bool:
    """Ask for the address once; trouble is logged, never raised, and the log keeps the address secret."""
    if urlsplit(url).scheme not in _SCHEMES:
        log.warning("deadman=refused reason=scheme")
        return False
    try:
        with _opener().open(url, timeout=timeout_seconds) as answer:
            answer.read(1024)
    except (OSError, HTTPException, ValueError) as error:
        log.warning("deadman=failed kind=%s", type(error).__name__)
        return False
    return True


def _opener() -> OpenerDirector:
    return build_opener(HTTPHandler, HTTPSHandler)
