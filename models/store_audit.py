"""Audit events, which are only ever added, and the switches of the whole program."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from models import tables as c
from models.inserting import insert_one

SENDING_PAUSED = "sending_paused"
SENDING_ALARM = "sending_alarm"
LAST_RUN = "last_run"
RELAY_TROUBLE = "relay_trouble"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a name, and the address the act came from."""

    name: str
    address: str = ""


#: The program itself.
SYSTEM = Actor("系统")


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """One audit event as it was stored."""

    id: int
    at: datetime
    actor: str
    act: str
    object_kind: str
    object_id: str
    address: str
    text: str


def record(
    connection: Connection,
    actor: Actor,
    act: str,
    *,
    subject: tuple[str, object],
    at: datetime,
    facts: Mapping[str, object] | None = None,
) -> None:
    """Add one audit event in the transaction of the act itself.

    ``subject`` is (kind, id) of the thing acted on; ``facts`` is stored as canonical JSON.
    """
    kind, object_id = subject
    text = json.dumps(
        dict(facts or {}), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
    )
    insert_one(
        connection,
        c.audit_event,
        at=at,
        actor=actor.name,
        act=act,
        object_kind=kind,
        object_id=str(object_id),
        address=actor.address,
        text=text,
    )


def audit_events(
    connection: Connection, *, subject: tuple[str, object] | None = None, limit: int = 1000
) -> list[AuditRecord]:
    """Return the newest audit events, newest first, of one thing or of all."""
    query = sa.select(c.audit_event).order_by(c.audit_event.c.id.desc()).limit(limit)
    if subject is not None:
        kind, object_id = subject
        query = query.where(c.audit_event.c.object_kind == kind, c.audit_event.c.object_id == str(object_id))
    return [AuditRecord(**row._mapping) for row in connection.execute(query)]


def switch_value(connection: Connection, name: str) -> str:
    """Return the value of a switch, empty when it was never set."""
    return str(connection.scalar(_switch(), {"of_name": name}) or "")


@cache
def _switch() -> sa.Select[str]:
    """Return the question for a switch, built once: it is asked with every few messages sent."""
    return sa.select(c.switch.c.value).where(c.switch.c.name == sa.bindparam("of_name"))


def switch_moment(connection: Connection, name: str) -> datetime | None:
    """Return when a switch was set last, None when it never was."""
    return connection.scalar(sa.select(c.switch.c.changed_at).where(c.switch.c.name == name))


def is_paused_by_person(connection: Connection) -> bool:
    """Tell whether all sending is paused by somebody and not by the program itself."""
    query = sa.select(c.switch.c.value, c.switch.c.changed_by).where(c.switch.c.name == SENDING_PAUSED)
    found = connection.execute(query).first()
    return found is not None and bool(found.value) and found.changed_by != SYSTEM.name


def set_switch(connection: Connection, name: str, value: str, *, by: Actor, at: datetime) -> None:
    """Set a switch of the whole program."""
    row = {"value": value, "changed_by": by.name, "changed_at": at}
    result = connection.execute(sa.update(c.switch).where(c.switch.c.name == name).values(**row))
    if not result.rowcount:
        connection.execute(sa.insert(c.switch).values(name=name, **row))
