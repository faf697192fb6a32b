"""Waiting times of an owner, in a real browser on the real app: gift shop and a large shop."""

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from playwright.sync_api import Page, sync_playwright

from core.demos import SAMPLE_DATA, list_demos
from tests.bench.figure import Figure, seconds, under
from tests.browser.screen import Screen
from tests.browser.server import BROWSER_ARGUMENTS, find_browser, running_app

UPLOADS = 3
MOVES = 10
#: Items of the shop whose framework is switched.
ITEMS = 10_000

#: Resolves when title, figures and charts of the page have changed and two frames are painted.
_REPAINTED = """before => {
    const shown = [...document.querySelectorAll('[data-testid=stMetricValue]')]
        .map(value => value.innerText).join('|');
    if (shown === before) return false;
    return document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning';
}"""
_FIGURES = """() => [...document.querySelectorAll('[data-testid=stMetricValue]')]
    .map(value => value.innerText).join('|')"""
#: Resolves when the page says the framework and has been drawn to its end.
_SAYS = """framework => document.querySelector('[data-testid=stMain]').innerText
    .includes(`under ${framework},`)
    && document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"""


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
        yield under("markdown slider to repainted figures", 0.3, taken, MOVES)
        with tempfile.TemporaryDirectory() as folder:
            file = _large_shop(Path(folder) / "shop.xlsx")
            screen = Screen(context.new_page(), address).open("data")
            screen.upload([file]).open_figures().go("impact")
        switches = [_switch(screen.page, place) for place in range(MOVES + 1)]
        taken = statistics.median(switches[1:])
        name = f"framework switch to repainted figures, {ITEMS:,} items"
        yield under(name, 0.3, taken, MOVES)
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

    taken = seconds(move)
    page.wait_for_timeout(500)
    return taken


def _large_shop(path: Path) -> Path:
    """Write the workbook of a shop of which about a fifth of the items sells below cost."""
    random = np.random.default_rng(1)
    cost = random.uniform(1, 40, ITEMS).round(2)
    skus = [f"S{number:05d}" for number in range(ITEMS)]
    price = (cost * random.uniform(0.8, 1.9, ITEMS)).round(2)
    units = random.integers(1, 200, ITEMS)
    value = round(float((units * cost).sum()), 2)
    tables = {
        "items": pd.DataFrame({"sku": skus, "unit_cost": cost, "unit_price": price}),
        "stock": pd.DataFrame({"sku": skus, "on_hand": units, "unit_cost": cost}),
        "financials": pd.DataFrame(
            [
                {
                    "period": "FY 2025",
                    "revenue": 3 * value,
                    "cogs": 2 * value,
                    "operating_expenses": 0.6 * value,
                    "cash": 0.5 * value,
                    "inventory": value,
                    "payables": 0.4 * value,
                    "debt": 0.3 * value,
                    "equity": 0.8 * value,
                }
            ]
        ),
    }
    with pd.ExcelWriter(path) as book:
        for name, table in tables.items():
            table.to_excel(book, sheet_name=name, index=False)
    return path


def _switch(page: Page, place: int) -> float:
    """Return the time from a click on the other framework to its figures."""
    framework = "IFRS" if place % 2 else "US GAAP"
    box = page.get_by_test_id("stMain").get_by_role("radio", name=framework).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def switch() -> None:
        # A bare press: the checks a driver makes before a click are no part of an owner's wait.
        page.mouse.click(x, y)
        page.wait_for_function(_SAYS, arg=framework, polling="raf")

    taken = seconds(switch)
    page.wait_for_timeout(500)
    return taken
