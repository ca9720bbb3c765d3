"""The things a pass needs, put together once by the command line and handed down."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Connection, Engine

from models import store_calendar
from notifiers.base import Notifier
from rules.policy import Policy
from rules.workdays import Calendar
from scheduler.links import Links
from templates.mail_values import Bureau
from templates.render import Renderer

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How mail leaves: sender, pilot mode and patience."""

    sender: str
    sender_name: str
    supervision_email: str = ""
    redirect_to: str = ""
    """Pilot mode: every message goes to this one address, marked."""
    retry_first_seconds: float = 300
    retry_cap_seconds: float = 4000
    lease_seconds: float = 60
    messages_per_connection: int = 100
    """After so many messages a connection is closed and opened anew; 0: never."""
    messages_per_minute: int = 0
    """The pace of all connections together; 0: as fast as the relay takes them."""
    lifetime_days: int = 5


@dataclass(frozen=True, slots=True)
class Services:
    """Clock, database, calendar, policy, renderer and channel of one process."""

    clock: Callable[[], datetime]
    """Returns the present moment, aware UTC; asked once per request or attempt."""
    engine: Engine
    base_calendar: Calendar
    policy: Policy
    renderer: Renderer
    notifier: Notifier
    links: Links
    bureau: Bureau
    mail: MailSettings

    def calendar(self, connection: Connection) -> Calendar:
        """Return the calendar with the operator's own rows laid over the files."""
        return self.base_calendar.with_overrides(store_calendar.overrides(connection))

    def today(self) -> date:
        """Return the present day in Asia/Shanghai, for callers that were not told one."""
        return self.clock().astimezone(SHANGHAI).date()
