"""``/healthz``: database and schema, when the last pass was, and what the auditor found last.

Nothing secret: kinds and moments, no names.
"""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError

from models import db, schema, store_audit
from models.store_audit import LAST_RUN, SENDING_PAUSED
from scheduler.auditor import AuditHealth, audit_health
from web.site import site_of

router = APIRouter()


@router.get("/healthz")
def health(request: Request) -> JSONResponse:
    """Return 200 while the site can work, 503 otherwise."""
    site = site_of(request)
    services, audit = site.services, AuditHealth(None, (), is_stale=False)
    facts: dict[str, object] = {"database": "ok", "schema": "ok", "last_run": None, "paused": False}
    try:
        facts["schema"] = "ok" if schema.current_revision(services.engine) == schema.HEAD else "old"
        with db.reading(services.engine) as connection:
            last = store_audit.switch_moment(connection, LAST_RUN)
            audit = audit_health(services, connection, now=services.clock(), up_since=site.up_since)
            facts["paused"] = bool(store_audit.switch_value(connection, SENDING_PAUSED))
    except SQLAlchemyError:
        facts["database"] = "unreachable"
        last = None
    facts["last_run"] = last.isoformat(timespec="seconds") if last else None
    facts["last_audit"] = audit.at.isoformat(timespec="seconds") if audit.at else None
    facts["audit"] = "stale" if audit.is_stale else "ok"
    facts["findings"] = list(audit.findings)
    is_well = facts["database"] == "ok" and facts["schema"] == "ok" and audit.is_well
    return JSONResponse(
        {"status": "ok" if is_well else "trouble", **facts}, status_code=200 if is_well else 503
    )
