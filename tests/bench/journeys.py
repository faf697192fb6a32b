"""Waiting times of an owner, in a real browser on the real app with the demo gift shop."""

import statistics
from collections.abc import Iterator

from playwright.sync_api import Page, sync_playwright

from core.demos import SAMPLE_DATA, list_demos
from tests.bench.figure import Figure, seconds, under
from tests.browser.screen import Screen
from tests.browser.server import BROWSER_ARGUMENTS, find_browser, running_app

UPLOADS = 3
MOVES = 10

#: Resolves when title, figures and charts of the page have changed and two frames are painted.
_REPAINTED = """before => {
    const shown = [...document.querySelectorAll('[data-testid=stMetricValue]')]
        .map(value => value.innerText).join('|');
    if (shown === before) return false;
    return document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning';
}"""
_FIGURES = """() => [...document.querySelectorAll('[data-testid=stMetricValue]')]
    .map(value => value.innerText).join('|')"""


def figures() -> Iterator[Figure]:
    """Yield upload to Overview, and slider to repainted figures."""
    path = find_browser()
    if path is None:
        yield Figure("journeys in a browser", "a Chromium", "none installed", holds=False)
        return
    with running_app() as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=[*BROWSER_ARGUMENTS])
        context = chromium.new_context()
        uploads = [_upload(Screen(context.new_page(), address)) for _ in range(UPLOADS + 1)]
        taken = statistics.median(uploads[1:])
        yield under("gift shop from upload to a painted Overview", 5.0, taken, UPLOADS)
        screen = Screen(context.new_page(), address).open("markdown")
        moves = [_move(screen.page, place) for place in range(MOVES + 1)]
        taken = statistics.median(moves[1:])
        yield under("markdown slider to repainted figures", 0.5, taken, MOVES)
        chromium.close()


def _upload(screen: Screen) -> float:
    """Return the time from choosing the four workbooks to headline and charts."""
    demo = next(demo for demo in list_demos() if demo.id == "gift_shop")
    files = [SAMPLE_DATA / file for file in demo.files]
    screen.open("data")
    taken = seconds(lambda: screen.upload(files).open_figures())
    screen.page.close()
    return taken


def _move(page: Page, place: int) -> float:
    """Return the time from a key on the slider to other figures, back and forth."""
    slider = page.get_by_role("slider", name="Off today's price")
    slider.focus()
    before = page.evaluate(_FIGURES)

    def move() -> None:
        page.keyboard.press("ArrowLeft" if place % 2 else "ArrowRight")
        page.wait_for_function(_REPAINTED, arg=before, polling="raf")

    return seconds(move)
