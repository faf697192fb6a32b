"""What a person does with the app and sees of it, on top of a browser's page."""

import contextlib
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Locator, Page, Request
from playwright.sync_api import TimeoutError as Waited

#: Longest wait for anything, in milliseconds: a cold demo on a busy machine.
PATIENCE = 60_000

#: How often a list of options is opened, and how long an opened one may take to show them.
OPENINGS = 5
LIST_PATIENCE = 3_000
#: How long the page may still be scrolling after it was asked to.
SCROLLED = 500

#: Streamlit has run the script to its end and is connected.
IDLE = (
    "[data-testid=stApp][data-test-script-state=notRunning][data-test-connection-state=CONNECTED]"
)

#: Console errors that are the framework's own business: from a deep link it looks for the
#: server's base path below the page's address first, and finds it one level higher.
EXPLAINED = re.compile(r"/[^/]+/_stcore/(health|host-config)$")

_OVERFLOW = """() => {
    const main = document.querySelector('[data-testid=stMain]');
    const page = document.documentElement;
    return Math.max(page.scrollWidth - page.clientWidth, main.scrollWidth - main.clientWidth);
}"""
_PAINTED = """() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')]
    .every(chart => chart.querySelector('.main-svg .plot, .main-svg .pielayer, .main-svg text'))"""


class Screen:
    """One visitor's window: actions wait until the app has answered them."""

    def __init__(self, page: Page, address: str) -> None:
        """Watch the window from its first request on."""
        self.page = page
        self.address = address
        self.console_errors: list[str] = []
        self.outside_requests: list[str] = []
        page.set_default_timeout(PATIENCE)
        self.resize()
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.console_errors.append(str(error)))
        page.on("request", self._note_request)

    def open(self, path: str = "") -> "Screen":
        """Open the app at a page's address."""
        self.page.goto(f"{self.address}/{path}")
        return self.settle()

    def arrive(self, path: str) -> "Screen":
        """Open the app at a page's address and wait for its title, not for its charts."""
        self.page.goto(f"{self.address}/{path}", wait_until="commit")
        self.page.wait_for_selector(f"{IDLE} [data-testid=stMain] h1")
        return self

    def settle(self) -> "Screen":
        """Wait until the script has run, its title stands and its charts are drawn."""
        self.page.wait_for_selector(f"{IDLE} [data-testid=stMain] h1")
        self.page.wait_for_selector("[data-testid=stSkeleton]", state="detached")
        self.page.wait_for_function(_PAINTED, polling=50)
        self.page.wait_for_selector(IDLE)
        return self

    def resize(self, *, width: int = 1280, height: int = 900) -> "Screen":
        """Make the window as wide and high as said; a desktop's by default."""
        self.page.set_viewport_size({"width": width, "height": height})
        return self

    def go(self, path: str) -> "Screen":
        """Choose the page of that address in the navigation."""
        self.page.locator(f'[data-testid=stSidebarNavLink][href$="/{path}"]').click()
        self.page.wait_for_url(f"{self.address}/{path}")
        return self.settle()

    def upload(self, files: Sequence[Path]) -> "Screen":
        """Bring files in through the file chooser of the page Data."""
        with self.page.expect_file_chooser() as chooser:
            self.page.get_by_test_id("stFileUploaderDropzone").locator("button").click()
        chooser.value.set_files(files)
        self.page.get_by_role("heading", name="Is this what your sheets are?").wait_for()
        return self.settle()

    def open_figures(self) -> "Screen":
        """Accept what was understood."""
        self.page.get_by_role("button", name="Open these figures").click()
        self.page.wait_for_url(f"{self.address}/")
        return self.settle()

    @property
    def navigation(self) -> Locator:
        """Links to the pages."""
        return self.page.get_by_test_id("stSidebarNavLink")

    @property
    def headline(self) -> str:
        """The page's title."""
        return self.page.locator("[data-testid=stMain] h1").first.inner_text()

    @property
    def text(self) -> str:
        """All words of the page beside the sidebar."""
        return self.page.get_by_test_id("stMain").inner_text()

    def metric(self, label: str) -> str:
        """The figure of that label."""
        metric = self.page.get_by_test_id("stMetric").filter(
            has=self.page.get_by_test_id("stMetricLabel").filter(has_text=label)
        )
        return metric.first.get_by_test_id("stMetricValue").inner_text()

    def problems(self) -> list[str]:
        """Exceptions and error boxes on screen, in their words."""
        boxes = self.page.get_by_test_id("stException").all_inner_texts()
        return boxes + self.page.get_by_test_id("stAlertContentError").all_inner_texts()

    def overflow(self) -> int:
        """Pixels by which the page stays wider than the window, once it had time to narrow.

        A table keeps the width that it had until its own observer tells it of the new one.
        """
        with contextlib.suppress(Waited):
            self.page.wait_for_function(f"({_OVERFLOW})() <= 0", timeout=5_000)
        return int(self.page.evaluate(_OVERFLOW))

    def table(self, key: str) -> Locator:
        """The table whose key starts so."""
        return self.page.locator(f"[class*=st-key-{key}]").get_by_test_id("stDataFrame").first

    def table_rows(self, key: str) -> list[list[str]]:
        """Rows of the table whose key starts so; only tables with a choice bear their key."""
        return self.rows_of(self.table(key))

    def rows_of(self, table: Locator) -> list[list[str]]:
        """Rows of a table that are drawn, as a screen reader hears them; the header comes first."""
        table.scroll_into_view_if_needed()
        rows = table.locator("canvas table tr")
        rows.nth(1).wait_for(state="attached")
        return [row.locator("th, td").all_text_contents() for row in rows.all()]

    def choose_row(self, key: str, row: int) -> "Screen":
        """Click on the mark in front of a row, counted from 0 without the header."""
        self.table_rows(key)
        # Rows and header are 35 pixels high, whatever the table holds.
        box = self.table(key).bounding_box()
        assert box is not None
        self.page.mouse.click(box["x"] + 14, box["y"] + 35 * (row + 1.5))
        return self.settle()

    def choose(self, box: Locator, option: str) -> None:
        """Choose an option of a box; where what is drawn around it shuts the list, open it anew."""
        entry = self.page.get_by_role("option", name=option, exact=True)
        # A list shuts when the page scrolls below it: no one scrolls while clicking.
        box.scroll_into_view_if_needed()
        self.page.wait_for_timeout(SCROLLED)
        for _ in range(OPENINGS):
            box.click()
            try:
                entry.click(timeout=LIST_PATIENCE)
            except Waited:
                continue
            return
        raise AssertionError(f"the list with {option} did not stay open")

    def choose_in_table(self, key: str, row: int, column: int, option: str) -> None:
        """Choose an option in a cell of a table that can be edited, with the keyboard.

        Args:
            key: what the table's key starts with.
            row: place of the row, from 0 without the header.
            column: place of the column, from 0.
            option: the word to choose.
        """
        drawn = len(self.table_rows(key))
        # What takes the pointer lies over the canvas on which the table is drawn.
        grid = self.table(key).locator(".dvn-scroller")
        box = grid.bounding_box()
        assert box is not None
        grid.click(position={"x": 20, "y": box["height"] / drawn * 1.5})
        for key, times in (("ArrowDown", row), ("ArrowRight", column), ("Enter", 1)):
            for _ in range(times):
                self.page.keyboard.press(key)
        self.page.get_by_role("option").first.wait_for()
        self.page.keyboard.type(option)
        self.page.get_by_role("option", name=option).first.wait_for()
        self.page.keyboard.press("Enter")

    def download(self, key: str, folder: Path) -> Path:
        """Press the download button of that key and return the file."""
        with self.page.expect_download() as download:
            self.page.locator(f".st-key-{key} button").first.click()
        path = folder / download.value.suggested_filename
        download.value.save_as(path)
        return path

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not EXPLAINED.search(message.location["url"]):
            self.console_errors.append(f"{message.text} {message.location['url']}")

    def _note_request(self, request: Request) -> None:
        target = urlsplit(request.url)
        if target.scheme in ("http", "https", "ws", "wss") and target.hostname != "127.0.0.1":
            self.outside_requests.append(request.url)
