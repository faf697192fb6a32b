"""What a Book lacks as a whole, and what it would add."""

from collections.abc import Callable

import pytest

from core.book import Book
from core.report import gaps

MakeBook = Callable[..., Book]
TABLES = ["Sales", "Receipts", "Financials"]


def names(book: Book) -> list[str]:
    return [gap.name for gap in gaps(book)]


@pytest.mark.parametrize(
    ("row", "missing"),
    [
        ({}, ["Unit costs", "Selling prices"]),
        ({"unit_cost": 2.0}, ["Selling prices"]),
        ({"unit_price": 5.0}, ["Unit costs"]),
        ({"unit_cost": 2.0, "unit_price": 5.0}, []),
    ],
)
def test_costs_and_prices_that_no_row_states_are_named(
    row: dict[str, float], missing: list[str], book: MakeBook
) -> None:
    made = book([{"sku": "A", "on_hand": 3}], items=[{"sku": "A", **row}])
    assert names(made) == [*missing, *TABLES]


def test_one_item_with_a_cost_leaves_the_others_to_their_rows(book: MakeBook) -> None:
    stock = [{"sku": "A", "on_hand": 3, "unit_cost": 2.0}, {"sku": "B", "on_hand": 1}]
    assert "Unit costs" not in names(book(stock))


def test_prices_of_sales_are_prices(book: MakeBook) -> None:
    sold = [{"date": "2024-12-01", "sku": "A", "units": 1, "revenue": 9.0}]
    made = book([{"sku": "A", "on_hand": 3, "unit_cost": 2.0}], sales=sold)
    assert names(made) == ["Receipts", "Financials"]


def test_stock_of_nothing_lacks_neither_cost_nor_price(book: MakeBook) -> None:
    assert names(book([{"sku": "A", "on_hand": 0}])) == TABLES


def test_every_gap_says_what_it_would_add(book: MakeBook) -> None:
    assert all(gap.adds for gap in gaps(book([{"sku": "A", "on_hand": 3}])))
