"""Pages and documents look as their stored pictures do."""

from collections.abc import Iterator

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser

from tests.browser.pictures import (
    FOLDER,
    SHOTS,
    Shot,
    difference,
    document_pictures,
    is_document,
    small,
    stored,
    take,
    visitor,
)
from tests.browser.screen import Screen
from tests.report.spreadsheet import needs_office

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: Height in pixels of a chart that says in words why it is empty.
LOWEST = 160

#: Where one who sees a difference finds both pictures.
RENEW = "looked at and meant? python -m tests.browser.pictures"


@pytest.fixture(scope="module")
def window(browser: Browser, app: str) -> Iterator[Screen]:
    """Return a window on the demo, in which pages are chosen one after the other."""
    with visitor(browser, app) as screen:
        yield screen


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
def test_a_page_looks_as_it_did(window: Screen, shot: Shot) -> None:
    found = difference(stored(shot.name), small(take(window, shot)))
    assert not found, f"{found}; {RENEW} {shot.name}"


@needs_office
def test_documents_look_as_they_did() -> None:
    seen = dict(document_pictures())
    kept = {file.stem for file in FOLDER.glob("*.webp") if is_document(file.stem)}
    assert set(seen) == kept
    found = {name: difference(stored(name), small(picture)) for name, picture in seen.items()}
    assert not any(found.values()), f"{found}; {RENEW} report_ slides_"


def test_every_stored_picture_is_compared() -> None:
    kept = {file.stem for file in FOLDER.glob("*.webp") if not is_document(file.stem)}
    assert kept == {shot.name for shot in SHOTS}


@pytest.mark.parametrize("path", ["", "impact", "forecast"])
def test_a_page_without_one_of_its_charts_does_not_pass(window: Screen, path: str) -> None:
    shot = Shot(path)
    whole = take(window, shot)
    assert not difference(small(whole), small(whole))
    places = [chart.bounding_box() for chart in window.page.get_by_test_id("stPlotlyChart").all()]
    # A chart with nothing to show is one line of words, and low.
    drawn = [box for box in places if box is not None and box["height"] > LOWEST]
    assert drawn
    for box in drawn:
        left, top = box["x"], box["y"]
        right, bottom = left + box["width"], top + box["height"]
        without = whole.convert("RGB")
        ImageDraw.Draw(without).rectangle((left, top, right, bottom), fill="white")
        assert difference(small(whole), small(without)), f"the chart {top} down could be missing"


def test_letters_drawn_a_little_otherwise_pass() -> None:
    picture = stored("overview_light_1280")
    nudged = Image.new("L", picture.size, 255)
    nudged.paste(picture, (0, 1))
    assert not difference(picture, nudged)
