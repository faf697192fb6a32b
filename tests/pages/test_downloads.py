"""Every file that any page offers: none runs as a formula, each says when it does not reconcile."""

import ast
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.elements.widgets.button import ButtonMixin
from streamlit.testing.v1 import AppTest

from core.book import Book
from core.report import UNRECONCILED, csv_bytes
from pages.parts import state
from pages.parts.state import LoadedBook
from tests.exported import STARTS, WITHOUT_FIGURES, check_file, hostile_book
from tests.pages.conftest import ROOT, _open

#: What the module's first fixture sees is what its last test asks for: one worker does it all.
pytestmark = [pytest.mark.xdist_group("downloads"), pytest.mark.slow]

PAGES = re.findall(r'"(pages/\w+/\w+\.py)"', (ROOT / "app.py").read_text(encoding="utf-8"))
DATA, MARKDOWN, EXPORT = "pages/start/data.py", "pages/decide/markdown.py", "pages/share/export.py"
#: Pages that offer no file with this Book: nothing was received, no scenario saved; and one that
#: shows the slides that Export offers.
WITHOUT_FILES = {
    "pages/stock/suppliers.py", "pages/stock/replay.py", "pages/decide/scenarios.py",
    "pages/share/present.py",
}  # fmt: skip
#: What offers a file: Streamlit's button and the page's own ways to put one there.
OFFERING = {"download_button"}


@dataclass
class Offered:
    """Files that a page offered at the end of a journey, and all lines that offered any."""

    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    lines: set[tuple[str, int]] = field(default_factory=set)

    def record(self, journey: str, page: str) -> Callable[..., bool]:
        """Return what notes a download instead of drawing its button.

        A journey starts on Overview, with another Book perhaps than it ends with: only the files
        of `page`, on which it ends, are its own.
        """
        files = self.files.setdefault(journey, {})

        def record(_: ButtonMixin, *__: object, data: Any, file_name: str, **___: object) -> bool:
            frame, lines = sys._getframe(), set()
            while frame.f_back is not None:
                frame = frame.f_back
                lines.add((frame.f_code.co_filename, frame.f_lineno))
            self.lines |= lines
            if str(ROOT / page) in {file for file, _ in lines}:
                files[file_name] = data
            return False

        return record


def open_page(path: str, book: Book) -> AppTest:
    return _open(path, {"book": LoadedBook(book), "policy": None})


def open_every_tab(path: str, book: Book) -> AppTest:
    """Open a page, and one after the other its tabs, of which only the chosen one is drawn."""
    page = open_page(path, book)
    source = (ROOT / path).read_text(encoding="utf-8")
    key = re.search(r'key=(?:"(\w+_tab)"|state\.(\w+_VIEW)),\s+on_change="rerun"', source)
    if key:
        name = key[1] or getattr(state, key[2])
        for label in [tab.label for tab in page.tabs]:
            page.session_state[name] = label
            page.run()
            assert not page.exception, label
    return page


def bring_files(book: Book) -> AppTest:
    """Bring a stock list with rows to look at and rows set aside, and give the ledger's total."""
    rows = "".join(f'"{start}EVIL({n})",5,4.00\n' for n, start in enumerate(STARTS))
    stock = f"Item code,Qty on hand,Unit cost\n{rows}=EVIL(many),=EVIL(units),3\n,7,2\n"
    page = open_page(DATA, book)
    uploader = next(each for each in page.file_uploader if str(each.key).startswith("files_"))
    uploader.set_value([("=EVIL(file).csv", stock.encode(), "text/csv")]).run()
    ledger = next(box for box in page.number_input if box.label.startswith("Stock at cost"))
    return ledger.set_value(150.0).run()


def open_them(book: Book) -> AppTest:
    page = bring_files(book).button(key="open_book").click().run()
    return page.switch_page(DATA).run()


def take_all(book: Book) -> AppTest:
    """Save a scenario, make the workbook and see all that Export offers."""
    page = open_page(MARKDOWN, book)
    page.text_input(key="markdown_name").set_value("=EVIL(plan)")
    next(each for each in page.button if each.label == "Save scenario").click().run()
    page.switch_page(EXPORT).run()
    return page.button(key="make_workbook").click().run(timeout=60)


#: What is done -> the page on which it ends, and how.
JOURNEYS: dict[str, tuple[str, Callable[[Book], AppTest]]] = {
    **{path: (path, lambda book, path=path: open_every_tab(path, book)) for path in PAGES},
    "files are brought": (DATA, bring_files),
    "files were opened": (DATA, open_them),
    "everything is taken away": (EXPORT, take_all),
}
#: What the list of the files brought adds up to, against the 150.00 typed.
BROUGHT = "Not reconciled: the stock list is $10.00 below your ledger of $150.00"


@pytest.fixture(scope="module")
def offered() -> Iterator[Offered]:
    """Return what all journeys offered with a book full of formulas."""
    found, book = Offered(), hostile_book()
    with pytest.MonkeyPatch.context() as patch:
        for name, (path, journey) in JOURNEYS.items():
            patch.setattr(ButtonMixin, "_download_button", found.record(name, path))
            page = journey(book)
            assert not page.exception, name
        yield found


@pytest.mark.parametrize("journey", JOURNEYS)
def test_every_download_is_safe_and_says_that_it_does_not_reconcile(
    journey: str, offered: Offered
) -> None:
    said = {"said": BROUGHT} if journey.startswith("files ") else {}
    files = offered.files[journey]
    assert files or journey in WITHOUT_FILES
    for name, data in files.items():
        if not WITHOUT_FIGURES.search(name):
            content = data() if callable(data) else data
            check_file(name, content.encode() if isinstance(content, str) else content, **said)


def test_no_place_that_offers_a_file_is_left_out_of_these_tests(offered: Offered) -> None:
    places = [
        (path, call)
        for path in (ROOT / "pages").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in OFFERING
    ]
    assert len(places) >= 12
    left_out = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, call in places
        if not any(is_within(line, path, call) for line in offered.lines)
    ]
    assert left_out == []


def is_within(line: tuple[str, int], path: Path, call: ast.Call) -> bool:
    file, number = line
    return file == str(path) and call.lineno <= number <= (call.end_lineno or call.lineno)


def test_tables_offer_no_file_of_their_own() -> None:
    """The button that Streamlit draws on a table writes cells as they stand, formulas too."""
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["client"]["disableDataExport"] is True


def test_a_book_that_equals_its_ledger_needs_no_word(
    small_book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Offered()
    path = "pages/today/overview.py"
    monkeypatch.setattr(ButtonMixin, "_download_button", found.record("tied", path))
    open_page(path, small_book)
    assert found.files["tied"]
    assert not [name for name in found.files["tied"] if UNRECONCILED in name]


def test_a_text_that_is_no_number_but_starts_like_one_is_marked() -> None:
    content = csv_bytes(pd.DataFrame({"x": ["-1+EVIL", "=-5", "-5", "- 5"]})).decode()
    assert content.splitlines() == ["x", "'-1+EVIL", "'=-5", "-5", "'- 5"]
