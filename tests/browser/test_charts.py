"""Every figure at the widths it is shown in: no words cut, none on one another, no two alike."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.charts.gallery import WIDTHS, figures, page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: Words of a figure with their boxes, as far as they are seen, relative to the figure.
WORDS = """id => {
    const box = document.getElementById(id), frame = box.getBoundingClientRect();
    const seen = text => text.textContent.trim() && getComputedStyle(text).display !== 'none'
        && Number(getComputedStyle(text).opacity) > 0;
    return [...box.querySelectorAll('svg text')].filter(seen).map(text => {
        const one = text.getBoundingClientRect();
        return [text.textContent, one.left - frame.left, one.top - frame.top,
                one.right - frame.left, one.bottom - frame.top];
    }).filter(word => word[3] - word[1] > 1);
}"""
#: Pixels that words may stand out of a figure, and that their boxes, wider than ink, may share.
OUT, SHARED = 1.5, 3.0


@pytest.fixture(scope="module", params=[False, True], ids=["light", "dark"])
def drawn(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    """Return a page with every figure at every width."""
    file: Path = tmp_path_factory.mktemp("charts") / "charts.html"
    shown = figures(dark=request.param)
    file.write_text(page(shown, WIDTHS, dark=request.param), encoding="utf-8")
    window = browser.new_page(viewport={"width": 1600, "height": 900})
    window.goto(file.as_uri())
    window.wait_for_function("document.title === 'drawn'", timeout=240_000)
    yield window
    window.close()


def test_no_words_of_a_figure_are_cut_or_lie_on_one_another(drawn: Page) -> None:
    wrong = []
    for name in drawn.evaluate("[...document.querySelectorAll('.box')].map(box => box.id)"):
        width = int(name.rsplit(" ", 1)[1])
        words = drawn.evaluate(WORDS, name)
        assert words, name
        wrong += [f"{name}: {text} is cut" for text, left, _, right, _ in words
                  if left < -OUT or right > width + OUT]  # fmt: skip
        for place, (text, *one) in enumerate(words):
            wrong += [
                f"{name}: {text} on {other}"
                for other, *two in words[place + 1 :]
                if min(one[2], two[2]) - max(one[0], two[0]) > SHARED
                and min(one[3], two[3]) - max(one[1], two[1]) > SHARED + 2
            ]
    assert wrong == []


def test_figures_say_no_missing_values(drawn: Page) -> None:
    said = drawn.locator("body").inner_text()
    assert not re.search(r"\bnan\b|\bNaN\b|undefined|\bNone\b|\binf\b", said)
