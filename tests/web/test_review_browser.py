"""核对 in a real browser without script: from the upload to a published plan, at a desk and on a phone."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from bureau import ROOT, Bureau
from served import screen, served_bureau
from supervisor_site import PASSWORD

from models import db, store_plans, store_tasks
from models.kinds import PlanState
from models.store_tasks import TaskFilter
from rules.facts import Status

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PLAN = "2024年重点工作配档表"
CLEAR = "印发责任督学挂牌督导入校清单"


@pytest.fixture
def base(sqlite_bureau: Bureau) -> Iterator[str]:
    """The whole site."""
    with served_bureau(sqlite_bureau, date(2024, 2, 26)) as address:
        yield address


@pytest.fixture
def draft(chromium: Any, base: str, width: int) -> Iterator[Any]:
    """A screen of a width, signed in, with the example's draft open."""
    with screen(chromium, width) as page:
        page.goto(f"{base}/login")
        page.fill("#user", "duban")
        page.fill("#password", PASSWORD)
        page.click("button:has-text('登录')")
        page.goto(f"{base}/imports")
        page.set_input_files("input[name=file]", str(ROOT / "examples" / "plan_2024.docx"))
        page.click("button:has-text('读出来看看') >> nth=0")
        yield page


def row_of(page: Any, title: str) -> Any:
    """The row with a title."""
    return page.locator(".review-grid tr", has=page.locator(f"textarea:text-is('{title}')"))


@pytest.mark.parametrize("width", [1280])
def test_from_upload_to_a_published_plan(sqlite_bureau: Bureau, draft: Any) -> None:
    """Settle the unknown name, correct a title and a time, leave a row out, look who gets mail, publish."""
    page = draft
    page.click("button:has-text('是，记为别名')")
    assert page.locator("text=已记为别名").count() == 1
    assert page.locator("#g-look").count() == 0
    page.click("#g-clear button:has-text('展开')")
    page.wait_for_load_state()
    assert page.locator("#g-clear textarea[name^=title-]").count() >= 70
    row = row_of(page, CLEAR)
    row.locator("textarea[name^=title-]").fill("印发责任督学入校清单")
    row.locator("textarea[name^=time-]").fill("3月15日前")
    page.locator("#g-lead input[name=take]").first.uncheck()
    page.click("button:has-text('看谁会收到')")
    assert page.locator("tr", has_text="语委办").locator("text=没有邮箱").count() == 1
    page.click("text=返回核对")
    assert "人工改过" in row_of(page, "印发责任督学入校清单").inner_text()
    page.click("button:has-text('入库勾选的行…')")
    page.check("input[name=publish][value=now]")
    page.click("button:has-text('确认入库88行')")
    assert page.locator("text=没勾的1行留在草稿里").count() >= 1

    with db.reading(sqlite_bureau.services.engine) as connection:
        plan = store_plans.find_plan(connection, year=2024, title=PLAN)
        tasks = store_tasks.load_tasks(connection, TaskFilter(plan_states=(PlanState.RELEASED,)))
    assert plan is not None
    assert plan.state is PlanState.RELEASED
    assert len(tasks) == 88
    corrected = next(task for task in tasks if task.title == "印发责任督学入校清单")
    assert corrected.due_on == date(2024, 3, 15)
    assert sum(task.status is Status.UNCONFIRMED for task in tasks) == 6


@pytest.mark.parametrize("width", [1280, 390])
def test_every_word_is_on_the_screen(draft: Any, width: int) -> None:
    """Nothing scrolls sideways and no field cuts its words, at a desk and on a phone."""
    assert draft.evaluate("document.documentElement.scrollWidth") <= width
    cut = draft.evaluate(
        "[...document.querySelectorAll('textarea')].filter(one => one.scrollHeight > one.clientHeight + 1"
        " || one.scrollWidth > one.clientWidth + 1).map(one => one.value)"
    )
    assert cut == []
