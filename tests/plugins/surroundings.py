"""What the tests find on a machine: the folder beside the checkout, a browser, and how much they must find.

Where something is missing its tests skip and say why. Under DUBAN_REQUIRE_ALL=1, as in continuous
integration, a test that skips has failed. The settings of Hypothesis are here as well.
"""

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

REQUIRE_ALL = os.environ.get("DUBAN_REQUIRE_ALL", "") not in ("", "0")

_CHROMIUM_SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# The same examples every time and no deadline: a busy machine must not fail a test.
# DUBAN_TEST_EXAMPLES=2000 looks further, for a run by night.
settings.register_profile(
    "duban",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=int(os.environ.get("DUBAN_TEST_EXAMPLES", "60")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("duban")


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if REQUIRE_ALL and report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} must not skip under DUBAN_REQUIRE_ALL: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    """Turn a skipped test into a failed one where everything is required."""
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    """Do the same for a module that skips as a whole."""
    report = yield
    _refuse_skip(report)
    return report


@pytest.fixture(scope="session")
def project_dir() -> Path:
    """The root of the checkout."""
    return Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def shared_dir(project_dir: Path) -> Path:
    """The folder ``shared`` beside the checkout, with real tables and outside tools; skips without it."""
    path = project_dir.parent / "shared"
    if not path.is_dir():
        pytest.skip("there is no folder ../shared beside this checkout")
    return path


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A headless Chromium (a playwright ``Browser``), one for each module; skips without it.

    While it is open its event loop counts as running in this thread, so ``asyncio.run`` must be
    called in another one. That is why it does not stay open for the whole run.
    """
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("there is no chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_CHROMIUM_SWITCHES))
        yield browser
        browser.close()
