"""Every page against the rules of axe-core: nothing serious or critical that is ours."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext

from tests.browser.conftest import windows
from tests.browser.screen import Screen
from tests.browser.server import PATHS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: What the framework draws by itself: its parts are marked so, and no page can change them.
FRAMEWORK = (
    "stSidebarNavItems", "stHeader", "stToolbar", "stSidebarNav", "stMainMenu",
    "stSidebarCollapseButton",
    "stSidebarCollapsedControl", "stExpandSidebarButton",
)  # fmt: skip


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
