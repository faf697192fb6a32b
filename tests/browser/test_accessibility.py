"""Every page against the rules of axe-core: nothing serious or critical that is ours."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, expect

from core.demos import list_demos
from pages.parts.tour import STOPS
from tests.browser.conftest import OpenApp, windows
from tests.browser.screen import Screen
from tests.browser.server import PATHS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: What the framework draws by itself: its parts are marked so, and no page can change them.
FRAMEWORK = (
    "stSidebarNavItems", "stHeader", "stToolbar", "stSidebarNav", "stMainMenu",
    "stSidebarCollapseButton",
    "stSidebarCollapsedControl", "stExpandSidebarButton",
)  # fmt: skip


#: Presses of the tabulator from the beginning of a page to its first buttons, and some more.
FAR = 60

#: Buttons of the pages that have the focus, with their mark; tables draw theirs by themselves.
SHOWN = """() => {
    const held = document.activeElement, style = getComputedStyle(held);
    if (!held.matches('[data-testid=stMain] button, [data-testid=stMain] summary')) return null;
    if (held.closest('[data-testid=stElementToolbar]')) return null;
    const mark = style.outlineStyle === 'none' ? style.boxShadow : style.outlineStyle;
    return [held.innerText || held.getAttribute('aria-label'), mark];
}"""


@pytest.fixture(scope="module")
def window(context: BrowserContext, app: str) -> Iterator[Screen]:
    """Return a window on the demo, in which pages are chosen one after the other."""
    with windows(context, app) as open_app:
        yield open_app()


def findings(screen: Screen) -> list[str]:
    """Return the serious and critical findings: rule, and where."""
    answer = Axe().run(screen.page, context={"exclude": [f"[data-testid={n}]" for n in FRAMEWORK]})
    return [
        f"{rule['id']} ({rule['impact']}): {node['html'][:160]}"
        for rule in answer.response["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path or "overview")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_has_no_serious_finding(window: Screen, path: str, scheme: str) -> None:
    window.page.emulate_media(color_scheme=scheme)
    window.resize().go(path)
    assert findings(window) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_without_stock_have_no_serious_finding(open_app: OpenApp, scheme: str) -> None:
    screen = open_app("data")
    screen.page.emulate_media(color_scheme=scheme)
    screen.page.get_by_role("button", name="Start empty").click()
    expect(screen.page.get_by_text("No stock loaded yet")).to_be_visible()
    for path in PATHS:
        screen.go(path)
        assert findings(screen) == [], path


def test_a_presentation_is_turned_by_keys_alone(open_app: OpenApp) -> None:
    screen = open_app("present")
    # While a slide is drawn the title of the one before can still stand below its own.
    title = screen.page.locator("[data-testid=stMain] h1").first
    first = screen.headline
    screen.page.keyboard.press("ArrowRight")
    expect(title).not_to_have_text(first)
    screen.settle().page.keyboard.press("ArrowLeft")
    expect(title).to_have_text(first)
    screen.settle().page.keyboard.press("f")
    expect(screen.page.get_by_test_id("stSidebarNavLink")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("demo", [demo.id for demo in list_demos()])
def test_the_tour_of_each_demo_is_walked_by_keys_alone(
    open_app: OpenApp, demo: str, width: int
) -> None:
    screen = open_app("data")
    press(screen, screen.page.locator(f".st-key-demo_{demo} button:visible"))
    screen.page.wait_for_url(f"{screen.address}/")
    screen.settle().resize(width=width, height=844).settle()
    press(screen, screen.page.locator(".st-key-welcome_tour button:visible"))
    for number in range(1, len(STOPS) + 1):
        screen.page.get_by_text(f"Tour, stop {number} of").wait_for()
        screen.settle()
        assert screen.problems() == []
        assert screen.overflow() <= 0
        expect(screen.page.get_by_text(STOPS[number - 1].answers)).to_be_in_viewport()
        screen.page.keyboard.press("n" if number < len(STOPS) else "Escape")
    expect(screen.page.get_by_text("Tour, stop")).to_have_count(0)


def press(screen: Screen, button: Locator) -> None:
    """Reach a button with the tabulator, and press Enter on it."""
    button.wait_for()
    for _ in range(FAR):
        screen.page.keyboard.press("Tab")
        if button.evaluate("button => button === document.activeElement"):
            screen.page.keyboard.press("Enter")
            return
    raise AssertionError(f"the tabulator does not reach {button}")


def test_what_the_keyboard_reaches_shows_that_it_has_the_focus(open_app: OpenApp) -> None:
    screen = open_app()
    buttons = screen.page.get_by_test_id("stMain").locator("button:visible, summary:visible")
    reached = []
    for _ in range(60):
        screen.page.keyboard.press("Tab")
        shown = screen.page.evaluate(SHOWN)
        if shown is not None:
            reached.append(shown)
    assert len(reached) >= min(buttons.count(), 5)
    assert all(mark != "none" for _, mark in reached), reached


def test_a_figure_leads_to_its_line_on_method_and_the_owners_files_stay(
    open_app: OpenApp, tmp_path: Path
) -> None:
    path = tmp_path / "stock.csv"
    path.write_text("sku,description,on_hand,unit_cost,unit_price\nA,Lamp,3,20,12\n", "utf-8")
    screen = open_app("data").upload([path]).open_figures().go("exposure")
    screen.page.get_by_text("How the figures on this page are computed").click()
    screen.page.get_by_role("link", name="Carrying value").click()
    screen.page.wait_for_url("**/method?term=carrying_value")
    screen.settle()
    assert "Stock at cost less write-down" in screen.text
    assert "Demo business" not in screen.page.get_by_test_id("stSidebar").inner_text()
