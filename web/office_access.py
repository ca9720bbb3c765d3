"""Who holds a link: reads the token of an address and says whose page it opens, or why it opens none.

It changes nothing. A refused token costs the same reading of the directory as a good one.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from urllib.parse import urlsplit

from sqlalchemy.engine import Connection
from starlette.requests import Request

from models.kinds import OfficeState
from models.store_directory import Directory, OfficeRecord, load_directory
from scheduler.links import Capability, Links, Purpose
from scheduler.services import Services

_VERSIONS = 0xFFFF
_MERGED = "（已并入#"


class Refused(StrEnum):
    """Why a link opens no page."""

    ALTERED = "altered"
    EXPIRED = "expired"
    REVOKED = "revoked"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Access:
    """An office's open page."""

    office: OfficeRecord
    token: str
    prefix: str
    """The path under which the whole site lives, mostly empty."""

    @property
    def home(self) -> str:
        """The address of the office's page, without the host."""
        return f"{self.prefix}/t/{self.token}"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A link that opens nothing; an office is named only when the token itself is ours."""

    why: Refused
    office: OfficeRecord | None = None
    expires_on: date | None = None
    successor: str = ""
    """The office that took a merged one in."""


@dataclass(frozen=True, slots=True)
class LeaderAccess:
    """A leader's open page."""

    name: str
    office_ids: tuple[int, ...]


def path_prefix(links: Links) -> str:
    """Return the path of the base address, empty when the site has a host of its own."""
    return urlsplit(links.base_url).path.rstrip("/")


def open_office(services: Services, connection: Connection, token: str, *, now: datetime) -> Access | Refusal:
    """Return the office whose page a token opens, or why it opens none."""
    capability = services.links.read(token)
    directory = load_directory(connection)
    office = directory.offices.get(capability.subject_id) if capability else None
    if capability is None or capability.purpose is not Purpose.OFFICE or office is None:
        return Refusal(Refused.ALTERED)
    if office.state is OfficeState.RETIRED:
        return _merged(office, directory)
    if capability.version != office.link_version & _VERSIONS:
        return Refusal(Refused.REVOKED, office)
    if capability.is_expired(now):
        return Refusal(Refused.EXPIRED, office, expires_on=capability.expires_on)
    return Access(office, token, path_prefix(services.links))


def _merged(office: OfficeRecord, directory: Directory) -> Refusal:
    successor = directory.find(office.name.partition(_MERGED)[0])
    if successor is None:
        return Refusal(Refused.REVOKED, office)
    return Refusal(Refused.MERGED, office, successor=successor.name)


def open_leader(
    services: Services, connection: Connection, token: str, *, now: datetime
) -> LeaderAccess | Refusal:
    """Return the leader in charge whose read-only page a token opens, or why it opens none."""
    capability = services.links.read(token)
    directory = load_directory(connection)
    offices = _offices_under(capability, directory)
    if capability is None or not offices:
        return Refusal(Refused.ALTERED)
    if capability.is_expired(now):
        return Refusal(Refused.EXPIRED, expires_on=capability.expires_on)
    return LeaderAccess(offices[0].leader_name, tuple(office.id for office in offices))


def _offices_under(capability: Capability | None, directory: Directory) -> list[OfficeRecord]:
    if capability is None or capability.purpose is not Purpose.LEADER:
        return []
    return [office for office in directory.offices.values() if office.leader_id == capability.subject_id]


def is_from_elsewhere(request: Request, links: Links) -> bool:
    """Tell whether a form was posted from another site.

    A page with ``no-referrer`` posts ``Origin: null``, so that alone proves nothing.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("origin", "null")
    if origin == "null":
        return False
    return urlsplit(origin).netloc not in (request.headers.get("host"), urlsplit(links.base_url).netloc)
