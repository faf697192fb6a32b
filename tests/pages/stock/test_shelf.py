"""The Shelf page on Books with and without dated lots."""

from typing import Any

import pandas as pd
import pytest

from core.book import Book, make_book

PAGE = "pages/stock/shelf.py"
TABS = ("Expiry", "Picking list", "Slow movers", "ABC and XYZ")


@pytest.fixture(scope="module")
def dated_book(small_book: Book) -> Book:
    """Return the small Book with two dated lots of the candle and an expired mug."""
    stock = pd.DataFrame(
        {
            "sku": ["A-1", "A-1", "A-2"],
            "lot": ["L1", "L2", "L3"],
            "on_hand": [40.0, 60.0, 10.0],
            "expiry_date": pd.to_datetime(["2026-02-10", "2026-03-25", "2026-01-20"]),
        }
    )
    tables = {"items": small_book.items, "stock": stock, "sales": small_book.sales}
    return make_book(tables, as_of=small_book.as_of, currency="USD")


def show(app: Any, tab: str) -> Any:
    app.session_state["shelf_tab"] = tab
    return app.run()


def titles(app: Any) -> str:
    return " ".join(heading.value.replace("\\", "") for heading in (*app.title, *app.subheader))


def test_what_expired_and_what_will_is_told_with_its_money(
    open_page: Any, dated_book: Book
) -> None:
    app = open_page(PAGE, dated_book)
    assert not app.exception
    assert app.title[0].value.replace("\\", "").startswith("$30 of stock has expired; of $400")
    assert [metric.value for metric in app.metric] == ["$30", "$160", "$240", "$0"]
    windows = app.dataframe[0].value
    assert windows["units"].tolist() == [10, 40, 60, 0, 0]
    assert "Take these off the shelf" in titles(app)


def test_the_picking_list_puts_the_earliest_date_first(open_page: Any, dated_book: Book) -> None:
    app = show(open_page(PAGE, dated_book), "Picking list")
    picks = app.dataframe[0].value
    assert picks[["pick", "lot"]].to_numpy().tolist() == [[1, "L1"], [2, "L2"]]


def test_without_dated_lots_the_page_speaks_of_slow_movers_and_says_so(
    open_page: Any, small_book: Book
) -> None:
    app = open_page(PAGE, small_book)
    assert not app.exception
    assert "1 item at \\$4,000 cost lasts a year or more" in app.title[0].value
    assert "No lot has an expiry date" in app.caption[0].value
    assert not app.metric
    assert "No lot has an expiry date" in titles(show(app, "Expiry"))


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens_on_books_of_every_completeness(
    open_page: Any, dated_book: Book, stock_only_book: Book, one_item_book: Book, tab: str
) -> None:
    for book in (dated_book, stock_only_book, one_item_book):
        assert not show(open_page(PAGE, book), tab).exception


def test_without_sales_slow_movers_are_unknown(open_page: Any, stock_only_book: Book) -> None:
    app = open_page(PAGE, stock_only_book)
    assert app.title[0].value == "Which items sell slowly is unknown\\: no sales were loaded"


def test_an_empty_start_invites(open_page: Any) -> None:
    assert open_page(PAGE).title[0].value.startswith("Nothing to show")


def test_the_first_demo_opens(open_demo: Any) -> None:
    assert not open_demo(PAGE).exception
