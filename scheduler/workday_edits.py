"""A bureau's own rows of the working-day calendar. One act, one transaction, one audit event."""

from datetime import date

from models import db, store_audit, store_calendar
from models.store_audit import Actor
from rules.workdays import SpecialDay
from scheduler.services import Services


def set_workday(services: Services, actor: Actor, day: SpecialDay) -> None:
    """Say that a day is a working day or a rest day, whatever the published arrangement says."""
    with db.writing(services.engine) as connection:
        store_calendar.set_override(connection, day)
        facts = {"is_workday": day.is_workday, "name": day.name}
        at = services.clock()
        store_audit.record(connection, actor, "workday_set", subject=("workday", day.on), at=at, facts=facts)


def unset_workday(services: Services, actor: Actor, day: date) -> None:
    """Take an edited day back; a day nobody edited stays as it is."""
    with db.writing(services.engine) as connection:
        store_calendar.drop_override(connection, SpecialDay(day, is_workday=True))
        at = services.clock()
        store_audit.record(connection, actor, "workday_unset", subject=("workday", day), at=at)
