"""The change page: the effects add up, whatever is compared."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from core.analysis import analyze
from core.book import Book
from core.policy import Policy
from pages.parts.state import LoadedBook
from tests.pages.conftest import ROOT, OpenPage

PAGE = "pages/money/change.py"

EARLIER_CSV = b"sku,description,on_hand,unit_cost,unit_price,as of\n" + b"".join(
    line.encode() for line in ("C-1,Clock,10,25,24,2025-12-31\n", "A-1,Candle,50,4,10,2025-12-31\n")
)


def adds_up(page: AppTest) -> None:
    steps = page.dataframe[0].value
    assert steps["change"].iloc[0] + steps["change"].iloc[1:-1].sum() == pytest.approx(
        steps["change"].iloc[-1]
    )


def test_an_earlier_day_is_worked_back_from_sales_and_its_effects_add_up(
    small_book: Book, open_page: OpenPage
) -> None:
    page = open_page(PAGE, small_book)
    assert not page.exception
    assert "since Nov 1, 2025" in page.title[0].value.replace("\\", "")
    adds_up(page)
    end = page.dataframe[0].value["change"].iloc[-1]
    assert end == pytest.approx(analyze(small_book, Policy()).exposure.write_down)


def test_the_same_day_has_no_change(small_book: Book, open_page: OpenPage) -> None:
    page = open_page(PAGE, small_book)
    page.date_input[0].set_value(small_book.as_of).run()
    assert not page.exception
    assert "as it was since" in page.title[0].value


def test_figures_opened_before_are_offered_for_comparison(small_book: Book) -> None:
    earlier = replace(small_book, as_of=small_book.as_of.replace(day=1), digest="earlier")
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.session_state["started"] = True
    app.session_state["book"] = LoadedBook(small_book)
    app.session_state["book_before"] = (LoadedBook(earlier), Policy())
    app.run()
    page = app.switch_page(PAGE).run()
    page.segmented_control(key="change_kind").set_value("The figures opened before").run()
    assert not page.exception
    adds_up(page)


def test_earlier_files_are_read_for_the_comparison_alone(
    small_book: Book, open_page: OpenPage
) -> None:
    page = open_page(PAGE, small_book)
    page.segmented_control(key="change_kind").set_value("Earlier files").run()
    assert "once there is one to compare" in page.title[0].value
    page.file_uploader(key="change_files").upload("stock 2025-12-31.csv", EARLIER_CSV).run()
    assert not page.exception
    adds_up(page)
    assert page.session_state["book"].book.digest == small_book.digest


def test_files_that_cannot_be_read_are_refused_in_words(
    small_book: Book, open_page: OpenPage
) -> None:
    page = open_page(PAGE, small_book)
    page.segmented_control(key="change_kind").set_value("Earlier files").run()
    page.file_uploader(key="change_files").upload("empty.csv", b"").run()
    assert not page.exception
    assert page.error


def test_without_movements_only_files_can_be_compared(
    stock_only_book: Book, open_page: OpenPage
) -> None:
    page = open_page(PAGE, stock_only_book)
    assert not page.exception
    assert page.segmented_control(key="change_kind").options == ["Earlier files"]


def test_an_empty_start_invites(open_page: OpenPage) -> None:
    assert [button.key for button in open_page(PAGE).button] == ["invite_demo"]
