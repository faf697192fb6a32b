"""Every page in a real browser: by its address, narrow, dark, and with nothing loaded."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from pages.parts.current import PROMISES
from tests.browser.conftest import OpenApp, windows
from tests.browser.screen import Screen
from tests.browser.server import PATHS

pytestmark = pytest.mark.browser

#: Background colors of the two themes in .streamlit/config.toml.
LIGHT, DARK = "rgb(255, 255, 255)", "rgb(16, 22, 29)"

#: What a page must not say: missing values and markup that slipped through.
SLIPPED = re.compile(r"\bnan\b|\bNaT\b|\bNone\b|\binf\b|\\|undefined")


#: Pages of which most is in tabs, with the charts that those of the demo hold.
TABBED = {
    "causes": 1, "exposure": 6, "impact": 2, "ledger": 0, "markdown": 4, "method": 0, "shelf": 1,
}  # fmt: skip

#: Pages that are opened even where slow tests are off; all of them run without a browser as well.
QUICK = ("", "data", "exposure", "impact", "markdown")

#: What a screen reader says of each chart: the name of the figure it is, or is in.
TOLD = """() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')].map(chart => {
    const figure = chart.closest('[role=figure]') || chart.querySelector('[role=figure]');
    return figure && figure.getAttribute('aria-label');
})"""


@pytest.fixture(scope="module")
def window(context: BrowserContext, app: str) -> Iterator[Screen]:
    """Return a window on the demo, in which pages are chosen one after the other."""
    with windows(context, app) as open_app:
        yield open_app()


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(path, id=path or "overview", marks=() if path in QUICK else pytest.mark.slow)
        for path in PATHS
    ],
)
def chosen(request: pytest.FixtureRequest, window: Screen) -> Screen:
    """Return the window with a page chosen."""
    return window.resize().go(request.param)


def wait_for_background(screen: Screen, color: str) -> None:
    app = screen.page.get_by_test_id("stApp")
    expect(app).to_have_css("background-color", color)
    screen.settle()


def test_a_page_shows_its_message_and_nothing_slipped(chosen: Screen) -> None:
    wait_for_background(chosen, LIGHT)
    assert chosen.problems() == []
    assert chosen.page.locator("[data-testid=stMain] h1").count() == 1
    assert len(chosen.headline.split()) >= 4
    assert SLIPPED.findall(chosen.text) == []


def check_charts(screen: Screen) -> set[str]:
    """Check that each chart in sight has a name that states its message; return the names."""
    told = screen.page.evaluate(TOLD)
    assert len(told) == screen.page.get_by_test_id("stPlotlyChart").count()
    for words in told:
        assert words, "a chart without words"
        assert len(words.split()) >= 5, words
        assert re.search(r"\d|[Uu]nknown|[Nn]o\b|[Nn]othing", words), words
    return set(told)


@pytest.mark.slow
def test_every_chart_tells_its_takeaway_to_a_screen_reader(chosen: Screen) -> None:
    check_charts(chosen)


def open_tab(screen: Screen, tab: Locator) -> None:
    """Choose a tab, and wait until the app has answered."""
    tab.click()
    expect(tab).to_have_attribute("aria-selected", "true")
    # The app hears of it a moment after the browser has shown it.
    screen.page.wait_for_timeout(300)
    screen.settle()


@pytest.mark.slow
def test_every_tab_opens_with_charts_that_tell_their_takeaway(chosen: Screen) -> None:
    tabs = chosen.page.get_by_test_id("stMain").get_by_role("tab")
    path = chosen.page.url.rsplit("/", 1)[1]
    assert (tabs.count() > 0) == (path in TABBED)
    told: set[str] = set()
    for place in range(tabs.count()):
        open_tab(chosen, tabs.nth(place))
        name = tabs.nth(place).inner_text()
        assert chosen.problems() == [], name
        assert SLIPPED.findall(chosen.text) == [], name
        told |= check_charts(chosen)
    assert len(told) == TABBED.get(path, 0), sorted(told)


@pytest.mark.slow
@pytest.mark.parametrize("path", TABBED)
def test_no_tab_is_wider_than_a_narrow_screen(window: Screen, path: str) -> None:
    screen = window.resize().go(path)
    tabs = screen.page.get_by_test_id("stMain").get_by_role("tab")
    assert tabs.count() > 1
    for place in range(tabs.count()):
        screen.resize()
        open_tab(screen, tabs.nth(place))
        screen.resize(width=390, height=844).settle()
        assert screen.overflow() <= 0, tabs.nth(place).inner_text()
    screen.resize()


@pytest.mark.slow
def test_a_page_turns_dark_with_the_system(chosen: Screen) -> None:
    title = chosen.headline
    chosen.page.emulate_media(color_scheme="dark")
    wait_for_background(chosen, DARK)
    assert (chosen.headline, chosen.problems()) == (title, [])
    chosen.page.emulate_media(color_scheme="light")
    wait_for_background(chosen, LIGHT)


def test_a_page_fits_a_narrow_screen(chosen: Screen) -> None:
    chosen.resize(width=390, height=844).settle()
    assert chosen.overflow() <= 0


def test_a_page_opens_by_its_address_on_a_server_just_started(first_visit: Screen) -> None:
    assert first_visit.page.get_by_role("dialog").count() == 0
    assert first_visit.problems() == first_visit.console_errors == []
    assert first_visit.navigation.count() == len(PATHS)


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path or "overview")
def test_a_page_opens_by_its_address(path: str, context: BrowserContext, app: str) -> None:
    screen = Screen(context.new_page(), app).arrive(path)
    current = screen.page.locator("[data-testid=stSidebarNavLink][aria-current=page]")
    expect(current).to_have_attribute("href", f"{app}/{path}")
    assert screen.page.get_by_role("dialog").count() == 0
    assert screen.problems() == []
    screen.page.close()


@pytest.mark.slow
def test_every_page_invites_where_nothing_is_loaded(open_app: OpenApp) -> None:
    screen = open_app("data")
    screen.page.get_by_role("button", name="Start empty").click()
    expect(screen.page.get_by_text("No stock loaded yet")).to_be_visible()
    for path in PATHS:
        screen.go(path)
        assert screen.problems() == [], path
        assert len(screen.headline.split()) >= 4, path
        assert screen.page.get_by_test_id("stMetric").count() == 0, path
        if "Nothing to show" in screen.headline:
            assert PROMISES[path] in screen.text, path
