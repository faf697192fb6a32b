"""Pictures of every page and document: taken anew with one command, compared by a test.

python -m tests.browser.pictures                 renew all stored pictures, and say what changed
python -m tests.browser.pictures overview slides renew those whose name holds one of the words
python -m tests.browser.pictures --vision deuteranopia --to DIR   how others see them, to look at

Pictures are kept small and gray. Cells of them are compared, not pixels: another rendering of the
same letters passes, a chart that is gone or a column that has moved does not.
"""

import argparse
import io
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser.screen import Screen
from tests.browser.server import BROWSER_ARGUMENTS, PATHS, ROOT, find_browser, running_app

FOLDER = ROOT / "tests" / "browser" / "pictures"
#: Stored pictures are a third as wide and high as the window.
SCALE = 3
#: Highest page taken, in pixels: longer ones go on with more of the same.
MOST = 5_000
#: Looks at a page, and the pause between two in milliseconds, until it is the same twice.
LOOKS, PAUSE = 40, 250
#: Pages that are kept dark and narrow as well: between them every kind of chart and box.
ALSO_DARK = ("", "exposure", "impact", "markdown", "data")
ALSO_NARROW = ("", "exposure", "impact", "markdown", "present")

#: Side of a cell in pixels of a stored picture.
CELL = 10
#: A cell has changed when its mean gray or its contrast differs by more, of 255.
MEAN, CONTRAST = 14, 16
#: Cells of a window that is looked at as one, and the share of its inked cells that may change.
WINDOW, CHANGED = 9, 0.45
#: Share of a page's inked cells that may change in all, and of its height.
IN_ALL, HEIGHT = 0.12, 0.04

#: Documents that are kept page by page, as their pictures are named.
DOCUMENTS = ("report", "slides")


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture to take of a page."""

    path: str
    width: int = 1280
    scheme: str = "light"

    @property
    def name(self) -> str:
        """Name of its file without the ending."""
        return f"{self.path or 'overview'}_{self.scheme}_{self.width}"


SHOTS = (
    *(Shot(path) for path in PATHS),
    *(Shot(path, scheme="dark") for path in ALSO_DARK),
    *(Shot(path, width=390) for path in ALSO_NARROW),
)


def take(screen: Screen, shot: Shot) -> Image.Image:
    """Return the picture of a page from top to end, once it keeps still."""
    screen.page.emulate_media(color_scheme=shot.scheme)  # type: ignore[arg-type]
    screen.resize()
    if not screen.page.url.endswith(f"/{shot.path}"):
        screen.go(shot.path)
    screen.resize(width=shot.width).settle()
    high = "() => document.querySelector('[data-testid=stMain]').scrollHeight"
    for _ in range(2):
        screen.resize(width=shot.width, height=min(int(screen.page.evaluate(high)), MOST)).settle()
    before = b""
    for _ in range(LOOKS):
        now = screen.page.screenshot(animations="disabled", caret="hide")
        if now == before:
            return Image.open(io.BytesIO(now))
        before = now
        screen.page.wait_for_timeout(PAUSE)
    raise AssertionError(f"{shot.name} does not keep still")


def small(picture: Image.Image) -> Image.Image:
    """Return a picture as it is stored."""
    gray = picture.convert("L")
    size = (gray.width // SCALE, gray.height // SCALE)
    return gray.resize(size, Image.Resampling.BOX)


def stored(name: str) -> Image.Image:
    """Return the stored picture of that name."""
    with Image.open(_file(name)) as picture:
        return picture.convert("L")


def is_document(name: str) -> bool:
    """Whether a picture of that name is of a document, not of a page of the app."""
    return name.startswith(tuple(f"{kind}_" for kind in DOCUMENTS))


def renew(name: str, picture: Image.Image) -> str:
    """Store a picture under its name and say what changed; empty where it shows the same.

    A picture that shows the same stays as it is: no new file for another rendering of letters.
    """
    new = small(picture)
    if not _file(name).exists():
        changed = "is new"
    elif not (changed := difference(stored(name), new)):
        return ""
    new.save(_file(name), lossless=True, method=6)
    return f"{name}: {changed}"


def _file(name: str) -> Path:
    return FOLDER / f"{name}.webp"


def difference(one: Image.Image, other: Image.Image) -> str:
    """Say how two small pictures differ; empty where they show the same."""
    first, second = np.asarray(one, dtype="float64"), np.asarray(other, dtype="float64")
    if first.shape[1] != second.shape[1]:
        return f"{second.shape[1]} instead of {first.shape[1]} pixels wide"
    if abs(first.shape[0] - second.shape[0]) > HEIGHT * first.shape[0]:
        return f"{second.shape[0]} instead of {first.shape[0]} pixels high"
    high = min(first.shape[0], second.shape[0])
    (mean, contrast), (mean_now, contrast_now) = _cells(first[:high]), _cells(second[:high])
    inked = (contrast > CONTRAST / 2) | (contrast_now > CONTRAST / 2)
    changed = (np.abs(mean - mean_now) > MEAN) | (np.abs(contrast - contrast_now) > CONTRAST)
    share = changed.sum() / max(int((inked | changed).sum()), 1)
    if share > IN_ALL:
        return f"{share:.0%} of what is drawn has changed"
    near, inked_near = _sums(changed), _sums(inked | changed)
    much = near > CHANGED * np.maximum(inked_near, WINDOW * WINDOW / 4)
    if much.any():
        row, column = np.argwhere(much)[0] * CELL * SCALE
        return f"what is drawn from {column} across and {row} down has changed"
    return ""


def _cells(picture: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], ...]:
    """Return mean and standard deviation of each cell."""
    rows, columns = (length // CELL for length in picture.shape)
    cells = picture[: rows * CELL, : columns * CELL].reshape(rows, CELL, columns, CELL)
    return cells.mean(axis=(1, 3)), cells.std(axis=(1, 3))


def _sums(flags: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Return how many flags are set in each window of cells."""
    size = tuple(min(WINDOW, length) for length in flags.shape)
    windows = np.lib.stride_tricks.sliding_window_view(flags.astype("float64"), size)
    return windows.sum(axis=(2, 3))


def document_pictures() -> Iterator[tuple[str, Image.Image]]:
    """Yield the name and picture of every page of the demo's documents."""
    from core.report.document import document
    from core.report.slides import slides
    from tests.report.demos import demo_analysis
    from tests.report.rendered import pages
    from tests.report.spreadsheet import PROGRAM, convert

    analysis = demo_analysis("gift_shop")
    assert PROGRAM is not None, "LibreOffice draws the slides, and it is not installed"
    deck = convert(slides(analysis), "pptx", "pdf")
    files = dict(zip(DOCUMENTS, (document(analysis, whole=True), deck), strict=True))
    for name, content in files.items():
        for number, page in enumerate(pages(content), start=1):
            yield f"{name}_{number}", page.to_image(resolution=108).original


@contextmanager
def visitor(browser: Browser, address: str, vision: str = "none") -> Iterator[Screen]:
    """Open the demo in a window of its own, as eyes of that kind see it."""
    context = browser.new_context()
    screen = Screen(context.new_page(), address).open()
    if vision != "none":
        client = context.new_cdp_session(screen.page)
        client.send("Emulation.setEmulatedVisionDeficiency", {"type": vision})
    yield screen
    context.close()


def main() -> None:
    """Take the pictures asked for, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*", help="parts of names; all pictures without any")
    parser.add_argument("--vision", default="none", help="a vision deficiency to emulate")
    parser.add_argument("--to", type=Path, help="folder for pictures in full size and color")
    options = parser.parse_args()
    path = find_browser()
    if path is None:
        sys.exit("no Chromium is installed")
    if options.vision != "none" and options.to is None:
        sys.exit("pictures of a vision deficiency are not stored: say --to where they go")
    pictures = _asked_for(path, options.words, options.vision)
    if options.to is not None:
        options.to.mkdir(parents=True, exist_ok=True)
        for name, picture in pictures:
            picture.save(options.to / f"{name}.png")
        return
    FOLDER.mkdir(exist_ok=True)
    taken = {name: renew(name, picture) for name, picture in pictures}
    gone = [] if options.words else sorted({f.stem for f in FOLDER.glob("*.webp")} - set(taken))
    for name in gone:
        _file(name).unlink()
    said = [*filter(None, taken.values()), *(f"{name}: is no more" for name in gone)]
    print("\n".join([*said, f"{len(taken)} pictures taken, {len(said)} changed"]))


def _asked_for(
    browser: str, words: Sequence[str], vision: str
) -> Iterator[tuple[str, Image.Image]]:
    """Yield name and picture of each page, then of each document, whose name holds a word."""

    def wanted(name: str) -> bool:
        return not words or any(word in name for word in words)

    shots = [shot for shot in SHOTS if wanted(shot.name)]
    if shots:
        with running_app() as address, sync_playwright() as playwright:
            chromium = playwright.chromium.launch(
                executable_path=browser, args=[*BROWSER_ARGUMENTS]
            )
            with visitor(chromium, address, vision) as screen:
                for shot in shots:
                    yield shot.name, take(screen, shot)
            chromium.close()
    if vision == "none" and any(map(wanted, DOCUMENTS)):
        yield from ((name, picture) for name, picture in document_pictures() if wanted(name))


if __name__ == "__main__":
    main()
