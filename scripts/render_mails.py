"""Renders every golden mail to pictures, to be looked at beside the design.

``python scripts/render_mails.py FOLDER [NAME …]`` writes NAME-640.png, NAME-360.png and NAME-dark.png.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

GOLDEN = Path(__file__).parents[1] / "tests" / "templates" / "golden"
WIDTHS = (640, 360)


def main(arguments: list[str]) -> int:
    """Draw the named mails, or all of them."""
    if not arguments:
        print(__doc__, file=sys.stderr)  # noqa: T201 # a script for the command line
        return 2
    folder, names = Path(arguments[0]), set(arguments[1:])
    folder.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        for path in sorted(GOLDEN.glob("*.html")):
            if not names or path.stem in names:
                draw(browser, path, folder)
        browser.close()
    return 0


def draw(browser: Browser, path: Path, folder: Path) -> None:
    """Draw one mail in its widths and in dark colours."""
    for width in WIDTHS:
        _shoot(browser, path, folder / f"{path.stem}-{width}.png", width=width, is_dark=False)
    _shoot(browser, path, folder / f"{path.stem}-dark.png", width=WIDTHS[0], is_dark=True)


def _shoot(browser: Browser, path: Path, target: Path, *, width: int, is_dark: bool) -> None:
    page = browser.new_page(
        viewport={"width": width, "height": 400}, color_scheme="dark" if is_dark else "light"
    )
    page.goto(path.as_uri())
    page.screenshot(path=target, full_page=True)
    page.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
