"""Signing in and out. The login form has a token of its own, since there is no session yet."""

import secrets
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from models import db, store_plans
from models.kinds import PlanState
from scheduler import accounts
from scheduler.accounts import SignIn
from scheduler.services import SHANGHAI
from templates.filters import month_day
from web.forms import Form
from web.pages import bare_page
from web.session import (
    COOKIE,
    Acting,
    NotAllowedError,
    client_address,
    drop_cookie,
    local_path,
    read_form,
    set_cookie,
)
from web.site import Site, site_of

router = APIRouter()
_TOKEN = "duban_login"  # noqa: S105 # the name of a cookie


@router.get("/login")
def show(request: Request) -> Response:
    """Show the login form."""
    target = local_path(request.query_params.get("next", "/"))
    return _form(request, user="", target=target)


@router.post("/login")
def sign_in(request: Request, form: Annotated[Form, Depends(read_form)]) -> Response:
    """Sign a person in, or say how many tries are left."""
    site = site_of(request)
    token = request.cookies.get(site.cookie_name(_TOKEN), "")
    if not token or not secrets.compare_digest(form.secret("token").encode(), token.encode()):
        raise NotAllowedError
    target = local_path(form.secret("next") or "/")
    name = form.secret("user")[:80]
    outcome = accounts.sign_in(
        site.services,
        site.settings.session,
        site.guesses,
        name,
        form.secret("password"),
        address=client_address(request),
    )
    if not outcome.is_in:
        return _form(request, user=name, target=target, outcome=outcome)
    response = RedirectResponse(target, status_code=303)
    set_cookie(response, site, COOKIE, outcome.cookie)
    drop_cookie(response, site, _TOKEN)
    return response


@router.post("/logout")
def sign_out(visit: Acting) -> Response:
    """End the session."""
    accounts.sign_out(visit.services, visit.actor, visit.session)
    response = RedirectResponse("/login", status_code=303)
    drop_cookie(response, visit.site, COOKIE)
    return response


def _form(request: Request, *, user: str, target: str, outcome: SignIn | None = None) -> Response:
    site = site_of(request)
    token = request.cookies.get(site.cookie_name(_TOKEN), "")[:100] or secrets.token_urlsafe(24)
    bold, words = _refusal(site, outcome) if outcome else ("", "")
    status = 200 if outcome is None else 429 if outcome.is_throttled else 401
    response = bare_page(
        site,
        "login.html",
        status=status,
        plan=_plan_title(site),
        user=user,
        target=target,
        token=token,
        bold=bold,
        words=words,
    )
    set_cookie(response, site, _TOKEN, token, max_age=3600)
    return response


def _refusal(site: Site, outcome: SignIn) -> tuple[str, str]:
    if outcome.is_throttled:
        return "试得太多了", "这台电脑一小时内输错太多次，请稍后再试，或找系统管理员。"
    if outcome.locked_until is not None:
        return f"已锁定，{_moment(outcome.locked_until)}后再试", "忘记密码请找系统管理员重设。"
    minutes = site.settings.session.lock_minutes
    return "用户名或密码不对", f"还可以试{outcome.tries_left}次，之后锁定{minutes}分钟。"


def _moment(moment: datetime) -> str:
    local = moment.astimezone(SHANGHAI)
    return f"{month_day(local.date())} {local:%H:%M}"


def _plan_title(site: Site) -> str:
    with db.reading(site.services.engine) as connection:
        plans = store_plans.plans(connection)
    return next((plan.title for plan in plans if plan.state is not PlanState.WITHDRAWN), "")
