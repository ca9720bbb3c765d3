"""Building the site: routers, borders, error pages, static files. The command line calls this once."""

import hashlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio.to_thread
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from models import db
from rules.errors import BusyError, DubanError, InputError, NotFoundError, RuleError
from scheduler.guesses import Guesses
from scheduler.services import Services
from web import (
    batch,
    calendar_page,
    coverage_pages,
    directory_acts,
    directory_pages,
    handover_pages,
    health,
    home,
    import_pages,
    login,
    me,
    office_page,
    outbox,
    overdue,
    plan_pages,
    policy_page,
    release_acts,
    release_tray,
    review_acts,
    review_page,
    review_store,
    sending_page,
    task_acts,
    task_edits,
    task_page,
    tasks,
    why_page,
)
from web.borders import Borders
from web.pages import bare_page, problem_number, problem_page
from web.session import NotAllowedError, PasswordChangeNeededError, SignInNeededError, login_address
from web.site import Site, WebSettings, site_of

log = logging.getLogger("duban.web")

STATIC = Path(__file__).parent / "static"
_THREADS_ON_SQLITE = 2
_ROUTERS = (
    login.router,
    me.router,
    health.router,
    home.router,
    batch.router,
    tasks.router,
    task_page.router,
    task_acts.router,
    task_edits.router,
    why_page.router,
    overdue.router,
    release_tray.router,
    release_acts.router,
    outbox.router,
    handover_pages.router,
    directory_pages.router,
    directory_acts.router,
    import_pages.router,
    review_page.router,
    review_acts.router,
    review_store.router,
    plan_pages.router,
    coverage_pages.router,
    sending_page.router,
    calendar_page.router,
    policy_page.router,
)
_STATUSES: tuple[tuple[type[DubanError], int, str], ...] = (
    (NotFoundError, 404, "没有找到"),
    (RuleError, 409, "这一步没有做"),
    (InputError, 422, "没有存下任何内容"),
    (BusyError, 503, "稍后再试"),
)


def build_app(services: Services, *, settings: WebSettings) -> FastAPI:
    """Return the site as an ASGI application."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan)
    app.state.site = Site(services, settings, Guesses(), _css_version(), services.clock())
    app.add_middleware(Borders, settings=settings, refuse=_too_large(app), failed=_failed(app))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for router in _ROUTERS:
        app.include_router(router)
    app.include_router(office_page.office_router(services))
    app.add_exception_handler(SignInNeededError, _sign_in_needed)
    app.add_exception_handler(PasswordChangeNeededError, _change_needed)
    app.add_exception_handler(NotAllowedError, _not_allowed)
    app.add_exception_handler(DubanError, _refused)
    app.add_exception_handler(RequestValidationError, _no_such_address)
    app.add_exception_handler(HTTPException, _http_problem)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """On SQLite two threads are enough: more would only wait for each other's writes."""
    if db.is_sqlite(app.state.site.services.engine):
        anyio.to_thread.current_default_thread_limiter().total_tokens = _THREADS_ON_SQLITE
    yield


def _css_version() -> str:
    sheets = sorted(STATIC.glob("*.css"))
    return hashlib.sha256(b"".join(sheet.read_bytes() for sheet in sheets)).hexdigest()[:10]


def _sign_in_needed(request: Request, _: Exception) -> Response:
    if request.method in ("GET", "HEAD"):
        return RedirectResponse(login_address(request), status_code=303)
    words = "离开一段时间后会自动退出。刚才的内容没有存下，请登录后再填一次。"
    return problem_page(request, status=401, title="请重新登录", words=words, link=("登录", "/login"))


def _change_needed(_: Request, __: Exception) -> Response:
    return RedirectResponse("/me", status_code=303)


def _not_allowed(request: Request, _: Exception) -> Response:
    words = "您的账号只能查看，或者这张表单已经过期。没有存下任何内容，请回到上一页刷新后再试。"
    return problem_page(request, status=403, title="这一步没有做", words=words)


def _refused(request: Request, error: Exception) -> Response:
    status, title = next(
        ((status, title) for kind, status, title in _STATUSES if isinstance(error, kind)), (400, "没有完成")
    )
    return problem_page(request, status=status, title=title, words=str(error))


def _no_such_address(request: Request, _: Exception) -> Response:
    return problem_page(request, status=404, title="没有这个页面", words="网址可能不完整，或者内容已经删除。")


def _http_problem(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 400
    if status == 404:
        return _no_such_address(request, error)
    if status == 405:
        words = "这个网址只能由页面上的按钮打开。"
        return problem_page(request, status=405, title="不能这样打开", words=words)
    words = "浏览器发来的内容读不出来，没有存下任何内容。"
    return problem_page(request, status=status, title="没有完成", words=words)


class _TooLarge:
    """Answers a body that is larger than its address takes."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app

    def __call__(self, scope: Scope, status: int) -> Response:
        request = Request({**scope, "app": self.app})
        words = "发来的内容太大，没有存下任何内容。文件请压缩或拆开后再试。"
        return problem_page(request, status=status, title="文件太大", words=words)


class _Failed:
    """Answers what nobody foresaw: a number on the page, the trace in the log."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app

    def __call__(self, scope: Scope, status: int) -> Response:
        request = Request({**scope, "app": self.app})
        number = problem_number()
        route = scope.get("route")
        log.exception("event=problem id=%s route=%s", number, getattr(route, "path", "-"))
        words = "程序出了问题，这一步可能没有完成。请把下面的编号告诉系统管理员。"
        return bare_page(
            site_of(request),
            "problem.html",
            status=status,
            title="没有完成",
            words=words,
            link=None,
            problem_id=number,
        )


def _too_large(app: FastAPI) -> _TooLarge:
    return _TooLarge(app)


def _failed(app: FastAPI) -> _Failed:
    return _Failed(app)
