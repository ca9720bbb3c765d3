"""The office's page in a real browser without script: one group of fields, no sideways scrolling, print."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from office_site import BRIDGE, OfficeSite, bare_app
from served import screen, served
from starlette.requests import Request
from starlette.staticfiles import StaticFiles

from models.kinds import ReportKind
from web.borders import CSP

pytestmark = [pytest.mark.browser, pytest.mark.slow]
STATIC = Path(__file__).resolve().parents[2] / "web" / "static"


@pytest.fixture
def base(site: OfficeSite) -> Iterator[str]:
    """The office's routes on a loopback port, with the site's content policy."""
    app = bare_app(site.bureau)
    app.mount("/static", StaticFiles(directory=STATIC))

    @app.middleware("http")
    async def guarded(request: Request, call_next: Any) -> Any:
        response = await call_next(request)
        response.headers["Content-Security-Policy"] = CSP
        return response

    with served(app) as address:
        yield address


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A phone's screen."""
    with screen(chromium, 390) as phone:
        yield phone


def test_only_the_fields_of_the_choice_are_shown(site: OfficeSite, base: str, page: Any) -> None:
    """Nothing is chosen at first; choosing shows one group of fields and one button."""
    page.goto(f"{base}{site.home}?t={site.number(BRIDGE)}")

    assert page.locator("button:visible").count() == 0
    assert page.locator("text=请先选一种情况").is_visible()
    for choice, field in (("c1", "c-day"), ("c2", "p-note"), ("c3", "d-note")):
        page.check(f"#{choice}")
        assert page.locator(f"#{field}").is_visible()
        assert page.locator("button:visible").count() == 1
    assert not page.locator("#c-day").is_visible()


def test_reporting_without_script(site: OfficeSite, base: str, page: Any) -> None:
    """A whole report with a file, from the list to the receipt, works without script."""
    page.goto(f"{base}{site.home}")
    page.click("text=填报 >> nth=0")
    page.check("#c1")
    page.fill("#c-day", "2026-05-26")
    page.fill("#c-note", "已召开。")
    file = {"name": "议程.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    page.set_input_files("#c-file", file)
    page.click("button:visible")

    assert "/receipt/" in page.url
    assert page.title() == "已收到基教处的填报"
    assert site.reports(BRIDGE)[-1].kind is ReportKind.COMPLETION


def test_large_upload_comes_back_with_the_text(
    site: OfficeSite, base: str, page: Any, tmp_path: Path
) -> None:
    """A browser that sends far too much still gets the page with everything typed."""
    page.goto(f"{base}{site.home}?t={site.number(BRIDGE)}")
    page.check("#c1")
    page.fill("#c-note", "已召开。")
    file = tmp_path / "a.pdf"
    file.write_bytes(b"%PDF-" + b"x" * 30_000_000)
    page.set_input_files("#c-file", file)
    page.click("button:visible")

    assert page.title().startswith("出错：")
    assert page.locator("text=附件太大，这次没有提交").is_visible()
    assert page.locator("#c-note").input_value() == "已召开。"


@pytest.mark.parametrize("width", [320, 390, 719, 720, 1280])
def test_no_sideways_scrolling(site: OfficeSite, base: str, chromium: Any, width: int) -> None:
    """At every width the page fits the screen, the open form and long words too."""
    site.bureau.add_task("完成" + "A" * 120 + "工作", site.bureau.clock().date(), "基教处")
    page = chromium.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{base}{site.home}?t={site.number(BRIDGE)}")
    page.check("#c1")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.evaluate(
        "[...document.querySelectorAll('button, .do a, label.pick, input[type=text], input[type=file]')]"
        ".filter(e => e.offsetParent && e.getBoundingClientRect().height < 42).map(e => e.outerHTML)"
    )
    assert small == []
    page.close()


def test_list_prints_on_one_page(site: OfficeSite, base: str, chromium: Any) -> None:
    """Thirteen tasks fit one A4 page, without buttons, links or forms."""
    page = chromium.new_page()
    page.goto(f"{base}{site.home}?t={site.number(BRIDGE)}")
    page.emulate_media(media="print")

    assert page.locator("form:visible").count() == 0
    assert page.locator("a:visible").count() == 0
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page ") == 1
    page.close()
