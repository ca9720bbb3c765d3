"""What one running site is made of: the services, its own settings, and the memory of wrong sign-ins."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from starlette.requests import HTTPConnection

from scheduler.accounts import SessionRules
from scheduler.guesses import Guesses
from scheduler.services import Services

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class WebSettings:
    """What the operator may set about the pages."""

    base_url: str = "http://127.0.0.1:8000"
    session: SessionRules = field(default_factory=SessionRules)
    page_length: int = 100
    """How many rows a list shows at once."""
    import_limit: int = 20 * MEGABYTE
    upload_limit: int = 200 * MEGABYTE
    """How much an office's form may send: a file beyond 10 MB is read to its end and thrown away, so that
    the page can come back with everything that was typed."""
    body_limit: int = MEGABYTE

    @property
    def is_https(self) -> bool:
        """Whether the site is reached over TLS, so that cookies may be Secure."""
        return self.base_url.startswith("https://")


@dataclass(frozen=True, slots=True)
class Site:
    """One running site."""

    services: Services
    settings: WebSettings
    guesses: Guesses
    css_version: str
    """Changes with the stylesheets, so that a browser never keeps an old one."""
    up_since: datetime
    """When this site was built."""

    def cookie_name(self, name: str) -> str:
        """Return a cookie's name, bound to this host over TLS."""
        return f"__Host-{name}" if self.settings.is_https else name


def site_of(connection: HTTPConnection) -> Site:
    """Return the site a request came to."""
    return cast(Site, connection.app.state.site)
