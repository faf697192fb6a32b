"""Pages as eyes without green receptors see them, by Chromium's own emulation."""

import io
from collections.abc import Iterator
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.browser.pictures import Shot, difference, small, take, visitor
from tests.browser.screen import Screen
from tests.charts.test_color_vision import PLAIN, SEEN, lab

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: Pages with a figure of several colors in what is open at first.
PAGES = ("", "exposure", "causes", "change", "impact", "markdown", "present")
#: Filled bars of each figure, by color, and where they stand; too small ones hide their color.
BARS = """() => [...document.querySelectorAll('.barlayer, .waterfalllayer')]
    .map(layer => [...layer.querySelectorAll('.point path')].map(bar => {
        const box = bar.getBoundingClientRect();
        const style = getComputedStyle(bar);
        const fill = style.fill.startsWith('url') ? 'hatched ' + style.stroke : style.fill;
        return [fill, box.left, box.top, box.right, box.bottom, Number(style.fillOpacity)];
    }).filter(bar => bar[3] - bar[1] >= 8 && bar[4] - bar[2] >= 8 && bar.pop() > 0))"""


@pytest.fixture(scope="module", params=["light", "dark"])
def windows(request: pytest.FixtureRequest, browser: Browser, app: str) -> Iterator[list[Screen]]:
    """Return a window as everyone sees it, and one as deuteranopes do."""
    with visitor(browser, app) as plain, visitor(browser, app, "deuteranopia") as seen:
        for screen in (plain, seen):
            screen.page.emulate_media(color_scheme=request.param)
            screen.scheme = request.param  # type: ignore[attr-defined]
        yield [plain, seen]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path or "overview")
def test_a_page_is_read_by_eyes_without_green(windows: list[Screen], path: str) -> None:
    shot = Shot(path, scheme=windows[0].scheme)  # type: ignore[attr-defined]
    plain, seen = (take(window, shot) for window in windows)
    assert difference(small(plain), small(seen)) == "", "words or marks fade"
    pixels = np.asarray(seen.convert("RGB"), dtype="float64")
    behind = seen_color(pixels[2:12, -40:-20])
    for chart in windows[1].page.evaluate(BARS):
        colors = {fill: seen_color(inside(pixels, *box)) for fill, *box in chart}
        for (one, first), (other, second) in combinations(colors.items(), 2):
            assert np.linalg.norm(first - second) >= PLAIN, f"{one} looks like {other}"
        for fill, color in colors.items():
            assert np.linalg.norm(color - behind) >= PLAIN, f"{fill} looks like the page"


def test_the_emulation_is_on(windows: list[Screen]) -> None:
    shots = [window.go("change").page.screenshot() for window in windows]
    plain, seen = (
        np.asarray(Image.open(io.BytesIO(shot)).convert("RGB"), "int16") for shot in shots
    )
    assert np.abs(plain - seen).max() > 40


def inside(
    pixels: npt.NDArray[np.float64], left: float, top: float, right: float, bottom: float
) -> npt.NDArray[np.float64]:
    """Return the pixels of a bar without its outline."""
    return pixels[int(top) + 3 : int(bottom) - 2, int(left) + 3 : int(right) - 2]


def seen_color(pixels: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the mean of pixels in CIELAB: they are as those eyes see them already."""
    red, green, blue = pixels.reshape(-1, 3).mean(axis=0).round().astype(int)
    return lab(f"#{red:02X}{green:02X}{blue:02X}", SEEN["everyone"])
