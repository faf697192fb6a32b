"""Methods: the next twelve months in three ways, and what past losses tell."""

from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core.book import Book, make_book

PAGE = "pages/money/methods.py"
OpenPage = Callable[..., AppTest]


def text_of(page: AppTest) -> str:
    written = [*page.title, *page.markdown, *page.caption, *page.subheader]
    return "\n".join(element.value for element in written).replace("\\", "")


def cells_of(page: AppTest, table: int) -> list[list[str]]:
    rows = page.table[table].value.astype(str).to_numpy().tolist()
    return [[cell.replace("\\", "") for cell in row] for row in rows]


@pytest.fixture
def page(small_book: Book, open_page: OpenPage) -> AppTest:
    return open_page(PAGE, small_book)


def test_every_method_ends_with_the_same_profit(page: AppTest) -> None:
    assert not page.exception
    totals = cells_of(page, 1)
    assert len({row[1] for row in totals}) == 1
    assert [row[3] for row in totals] == ["yes", "yes", "no, to compare only"]
    assert "every way shows the same profit" in text_of(page)
    assert len(cells_of(page, 0)) == 13


def test_the_plan_and_the_measure_move_the_months(page: AppTest) -> None:
    before = cells_of(page, 0)
    page.segmented_control(key="lab_measure").set_value("Allowance")
    allowance = cells_of(page.run(), 0)
    assert {row[1] for row in allowance} == {"0.00"}
    page.slider(key="lab_sell").set_value(1)
    page.selectbox(key="lab_framework").select("US GAAP")
    again = page.run()
    assert not again.exception
    assert cells_of(again, 0) != before


def test_past_losses_become_a_rate_with_a_back_test(open_page: OpenPage) -> None:
    days = pd.date_range("2025-01-15", periods=12, freq="MS")
    book = make_book(
        {
            "items": pd.DataFrame({"sku": ["a"], "unit_cost": [2.0], "unit_price": [5.0]}),
            "stock": pd.DataFrame({"sku": ["a"], "on_hand": [1.0]}),
            "sales": pd.DataFrame({"date": days, "sku": "a", "units": 100.0, "revenue": 500.0}),
            "losses": pd.DataFrame({"date": days, "sku": "a", "amount": 10.0}),
        },
        as_of=date(2026, 1, 31),
    )
    page = open_page(PAGE, book)
    assert not page.exception
    said = text_of(page)
    assert "Past losses were 5% of cost of sales" in said or "5.0%" in said
    assert "as much as was lost" in said


def test_without_losses_the_page_says_what_a_rate_needs(page: AppTest) -> None:
    assert "needs half a year of sales and of booked losses" in text_of(page)


def test_stock_nobody_can_judge_has_no_months(open_page: OpenPage) -> None:
    stock = pd.DataFrame({"sku": ["a"], "on_hand": [5.0], "unit_cost": [2.0]})
    page = open_page(PAGE, make_book({"stock": stock}, as_of=date(2026, 1, 31)))
    assert not page.exception
    assert "unknown" in text_of(page)


def test_an_empty_start_invites(open_page: OpenPage) -> None:
    assert not open_page(PAGE).exception
