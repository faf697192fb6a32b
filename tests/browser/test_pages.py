"""Every page in a real browser: by its address, narrow, dark, and with nothing loaded."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import OpenApp, windows
from tests.browser.screen import Screen
from tests.browser.server import ROOT

pytestmark = pytest.mark.browser

#: Addresses of all pages: the name of a page's file, and nothing for the first one.
PATHS = sorted(
    "" if file.stem == "overview" else file.stem
    for file in (ROOT / "pages").glob("*/*.py")
    if file.parent.name != "parts" and not file.stem.startswith("_")
)

#: Background colors of the two themes in .streamlit/config.toml.
LIGHT, DARK = "rgb(255, 255, 255)", "rgb(16, 22, 29)"


@pytest.fixture(scope="module", params=PATHS, ids=lambda path: path or "overview")
def opened(request: pytest.FixtureRequest, context: BrowserContext, app: str) -> Iterator[Screen]:
    """Return a window in which a page was opened by its address, on the demo."""
    with windows(context, app) as open_app:
        yield open_app(request.param)


def background(screen: Screen) -> str:
    return str(
        screen.page.get_by_test_id("stApp").evaluate("app => getComputedStyle(app).backgroundColor")
    )


def test_a_page_opens_by_its_address_under_a_sentence(opened: Screen) -> None:
    assert opened.problems() == []
    assert opened.page.get_by_role("dialog").count() == 0
    assert opened.page.locator("[data-testid=stMain] h1").count() == 1
    assert len(opened.headline.split()) >= 4
    assert not re.search(r"\bnan\b|\bNone\b|\binf\b|\\|undefined", opened.text)
    assert background(opened) == LIGHT


def test_a_page_fits_a_narrow_screen(opened: Screen) -> None:
    opened.resize(width=390, height=844).settle()
    assert opened.overflow() <= 0
    opened.resize()


def test_a_page_turns_dark_with_the_system(opened: Screen) -> None:
    title = opened.headline
    opened.page.emulate_media(color_scheme="dark")
    opened.page.wait_for_function(
        "dark => getComputedStyle(document.querySelector('[data-testid=stApp]'))"
        ".backgroundColor === dark",
        arg=DARK,
        polling=50,
    )
    opened.settle()
    assert opened.headline == title
    assert opened.problems() == []


def test_a_page_opens_by_its_address_on_a_server_just_started(first_visit: Screen) -> None:
    assert first_visit.page.get_by_role("dialog").count() == 0
    assert first_visit.problems() == first_visit.console_errors == []
    assert first_visit.navigation.count() == len(PATHS)


def test_every_page_invites_where_nothing_is_loaded(open_app: OpenApp) -> None:
    screen = open_app("data")
    screen.page.get_by_role("button", name="Start empty").click()
    expect(screen.page.get_by_text("No stock loaded yet")).to_be_visible()
    for title in screen.page_titles():
        screen.go(title)
        assert screen.problems() == [], title
        assert len(screen.headline.split()) >= 4, title
        assert screen.page.get_by_test_id("stMetric").count() == 0, title
