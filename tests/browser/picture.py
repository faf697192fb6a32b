"""Take the picture of the README: the first page of the app on the demo.

python -m tests.browser.picture
"""

import sys

from playwright.sync_api import sync_playwright

from tests.browser.screen import Screen
from tests.browser.server import BROWSER_ARGUMENTS, ROOT, find_browser, running_app

PICTURE = ROOT / ".readme" / "overview.png"

#: Wide enough for sidebar and two charts, high enough for the first rows of the table.
WIDTH, HEIGHT = 1280, 1080


def main() -> None:
    """Start the app, wait until everything is painted, and keep what is seen."""
    path = find_browser()
    if path is None:
        sys.exit("no Chromium is installed")
    PICTURE.parent.mkdir(exist_ok=True)
    with running_app() as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=[*BROWSER_ARGUMENTS])
        screen = Screen(chromium.new_page(), address).resize(width=WIDTH, height=HEIGHT).open()
        screen.page.screenshot(path=PICTURE)
        chromium.close()


if __name__ == "__main__":
    main()
