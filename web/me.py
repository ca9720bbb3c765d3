"""One's own account: the password and the sessions that are open. Also the keyboard help."""

from fastapi import APIRouter
from fastapi.responses import Response

from models import db, store_users
from rules.errors import DubanError
from scheduler import accounts
from scheduler.passwords import RULE
from web.flash import Line, done
from web.pages import bare_page, desk_of, page
from web.session import COOKIE, Acting, Showing, Visit, set_cookie
from web.shell import moment_words

router = APIRouter()


@router.get("/me")
def show(visit: Showing) -> Response:
    """Show the account; with a one-use password, only the form that changes it."""
    return _me(visit)


def _me(visit: Visit, error: str = "") -> Response:
    status = 422 if error else 200
    if visit.session.user.must_change:
        return bare_page(
            visit.site,
            "first_password.html",
            status=status,
            user=visit.session.user.name,
            csrf=visit.session.csrf_token,
            rule=RULE,
            error=error,
        )
    with db.reading(visit.services.engine) as connection:
        desk = desk_of(visit, connection)
        sessions = [
            (
                moment_words(one.created_at, desk),
                moment_words(one.seen_at, desk),
                one.key_hash == visit.session.key_hash,
            )
            for one in store_users.sessions_of(connection, visit.session.user.id)
        ]
        idle = visit.site.settings.session.idle_minutes
        return page(
            visit,
            connection,
            "me.html",
            current="me",
            desk=desk,
            status=status,
            sessions=sessions,
            rule=RULE,
            idle=idle,
            error=error,
        )


@router.post("/me")
def change_password(visit: Acting) -> Response:
    """Change one's own password; every other session ends."""
    form = visit.form
    try:
        if form.secret("new") != form.secret("again"):
            return _me(visit, "两次输入的新密码不一样，密码没有改。")
        cookie = accounts.change_password(
            visit.services,
            visit.site.settings.session,
            visit.actor,
            visit.session,
            form.secret("old"),
            form.secret("new"),
        )
    except DubanError as refused:
        return _me(visit, refused.message)
    session = accounts.current_session(visit.services, visit.site.settings.session, cookie)
    fresh = Visit(visit.request, visit.site, session or visit.session, visit.today, visit.now)
    response = done(fresh, "/", Line("密码已改。", "别处的登录都已退出。"))
    set_cookie(response, visit.site, COOKIE, cookie)
    return response


@router.post("/me/sessions")
def end_others(visit: Acting) -> Response:
    """End every other session of the person."""
    count = accounts.end_other_sessions(visit.services, visit.actor, visit.session)
    words = f"退出了{count}处。" if count else "别处没有登录。"
    return done(visit, "/me", Line("别处的登录已退出。", words))


@router.get("/help/keys")
def keys(visit: Showing) -> Response:
    """Show the keyboard shortcuts."""
    with db.reading(visit.services.engine) as connection:
        return page(visit, connection, "keys.html", current="keys")
