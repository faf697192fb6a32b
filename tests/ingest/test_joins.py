import datetime as dt

import pytest

from core.book import Book
from core.ingest import read_book
from tests.ingest.making import Rows, csv_file

TODAY = dt.date(2026, 1, 31)
STOCK = [
    ["SKU", "Description", "Barcode", "On hand", "Unit cost"],
    ["A-1", "Blue mug", "4006381333931", 5, 2],
    ["A-2", "Red mug", "4012345678901", 7, 3],
    ["A-3", "Plate", "", 1, 4],
]


def joined(header: list[str], rows: Rows) -> Book:
    sales = csv_file([header, *rows], name="sales.csv")
    return read_book([csv_file(STOCK, name="stock.csv"), sales], today=TODAY)


@pytest.mark.parametrize(
    ("header", "keys", "by"),
    [
        (["Date", "SKU", "Units", "Revenue"], ["A-1", "A-2"], "item number"),
        (["Date", "Barcode", "Units", "Revenue"], ["4006381333931", "4012345678901"], "barcode"),
        (["Date", "SKU", "Units", "Revenue"], ["4006381333931", "4012345678901"], "barcode"),
        (["Date", "Product name", "Units", "Revenue"], ["Blue mug", "Red mug"], "name"),
    ],
)
def test_sheets_are_joined_by_what_they_share(header: list[str], keys: list[str], by: str) -> None:
    book = joined(header, [["2026-01-05", keys[0], 3, 27], ["2026-01-12", keys[1], 1, 9]])
    assert sorted(book.sales["sku"]) == ["A-1", "A-2"]
    assert len(book.items) == 3
    join = book.joins[0]
    assert (join.key, join.matched, join.only_here, join.only_in_stock) == (by, 2, 0, 1)
    assert join.examples_in_stock == ("A-3",)


ROWS = [["2026-01-05", "Z-1", 3, 27], ["2026-01-06", "Z-2", 1, 9]]


def test_items_that_nothing_matches_stay_as_they_are() -> None:
    book = joined(
        ["Date", "SKU", "Units", "Revenue"],
        ROWS,
    )
    assert sorted(book.sales["sku"]) == ["Z-1", "Z-2"]
    join = book.joins[0]
    assert (join.matched, join.only_here, join.examples_here) == (0, 2, ("Z-1", "Z-2"))


def test_a_name_that_two_items_share_joins_nothing() -> None:
    stock = [*STOCK, ["A-4", "Blue mug", "", 2, 2]]
    sales = [
        ["Date", "Product name", "Units"],
        ["2026-01-05", "Blue mug", 3],
        ["2026-01-05", "Red mug", 1],
    ]
    book = read_book([csv_file(stock, name="s.csv"), csv_file(sales, name="t.csv")], today=TODAY)
    assert "Blue mug" in set(book.sales["sku"])
    assert "A-2" in set(book.sales["sku"])


def test_control_totals_hold_cost_and_retail() -> None:
    rows = [["SKU", "On hand", "Unit cost", "Price"], ["A", 5, 2, 9], ["B", 2, 3, 4]]
    total = read_book([csv_file(rows)], today=TODAY).control_totals[0]
    assert (total.cost, total.retail) == (16, 53)
