"""全部暂停发送: stop every mail until somebody resumes it, across processes."""

from fastapi import APIRouter
from fastapi.responses import Response

from models import db, store_audit, store_outbox
from models.store_audit import SENDING_PAUSED
from scheduler import sending
from web.flash import Line, done
from web.pages import desk_of, page
from web.session import Acting, Showing
from web.shell import moment_words

router = APIRouter()


@router.get("/sending")
def show(visit: Showing) -> Response:
    """Show whether mail leaves, and the one button."""
    with db.reading(visit.services.engine) as connection:
        desk = desk_of(visit, connection)
        since = store_audit.switch_moment(connection, SENDING_PAUSED)
        return page(
            visit,
            connection,
            "sending.html",
            current="sending",
            desk=desk,
            reason=sending.is_paused(connection),
            since=moment_words(since, desk) if since else "",
            waiting=store_outbox.waiting_count(connection),
            redirect=visit.services.mail.redirect_to,
            held=len(desk.letters),
        )


@router.post("/sending")
def switch(visit: Acting) -> Response:
    """Pause or resume all sending."""
    if visit.form.text("act") == "resume":
        sending.resume(visit.services, visit.actor)
        return done(visit, "/sending", Line("已恢复发送。", "等待的信从下一次运行起发出，同一封不会重复。"))
    reason = visit.form.text("reason", limit=100)
    sending.pause(visit.services, visit.actor, reason=reason)
    return done(visit, "/sending", Line("已全部暂停发送。", "恢复之前，什么信都不发。"))
