"""The real app and a real browser, once for all journeys."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.browser.screen import PATIENCE, Screen
from tests.browser.server import BROWSER_ARGUMENTS, find_browser, running_app

#: Set where a missing browser must not pass unseen.
REQUIRE_VARIABLE = "LOWERMARK_REQUIRE_BROWSER"

#: A browser remembers for all its windows whether the navigation was folded away.
FORGET = """for (const key of Object.keys(localStorage)) {
    if (key.startsWith('stSidebar')) localStorage.removeItem(key);
}"""

OpenApp = Callable[..., Screen]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a running Chromium."""
    path = find_browser()
    if path is None:
        if os.environ.get(REQUIRE_VARIABLE) == "1":
            pytest.fail("no Chromium is installed")
        pytest.skip("no Chromium is installed")
    # Expectations have a short patience of their own, too short for a busy machine.
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=[*BROWSER_ARGUMENTS])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Return what all windows share: the files of the app's own scripts, fetched once."""
    context = browser.new_context(accept_downloads=True)
    yield context
    context.close()


@pytest.fixture(scope="session")
def first_visit(context: BrowserContext) -> Iterator[Screen]:
    """Return the window of the first visitor of a server, who came by a page's address."""
    with running_app() as address:
        yield Screen(context.new_page(), address).open("forecast")


@pytest.fixture(scope="session")
def app(first_visit: Screen) -> str:
    """Return the address of the running app."""
    return first_visit.address


@pytest.fixture
def open_app(context: BrowserContext, app: str) -> Iterator[OpenApp]:
    """Return a function that opens the app in a new window, which is a session of its own.

    When the test is over, none of its windows may have complained on the console or asked
    another machine for anything.
    """
    with windows(context, app) as open_app:
        yield open_app


@contextmanager
def windows(context: BrowserContext, address: str) -> Iterator[OpenApp]:
    """Open windows on the app at `address`; close and check them at the end of the block."""
    screens: list[Screen] = []

    def open_app(path: str = "") -> Screen:
        page = context.new_page()
        page.add_init_script(FORGET)
        screens.append(Screen(page, address))
        return screens[-1].open(path)

    yield open_app
    for screen in screens:
        screen.page.close()
    assert [error for screen in screens for error in screen.console_errors] == []
    assert [url for screen in screens for url in screen.outside_requests] == []
