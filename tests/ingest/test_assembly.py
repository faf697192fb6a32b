"""Sheets of several files joined into one Book."""

import datetime as dt

import pytest

from core.book import Book
from core.ingest import SourceFile, read_book
from core.problem import UnusableInputError
from tests.ingest.making import csv_file, workbook

TODAY = dt.date(2026, 1, 31)
STOCK = csv_file([["SKU", "Stock"], ["A", 5], ["B", 7], ["C", 9]], name="stock.csv")


def book(*files: SourceFile, as_of: dt.date | None = None) -> Book:
    return read_book(list(files), today=TODAY, as_of=as_of)


def test_files_join_by_sku() -> None:
    costs = csv_file([["code", "name", "avg cost"], ["A", "Mug", 2.5], ["C", "Jug", 4]])
    joined = book(STOCK, costs)
    items = joined.items.set_index("sku")
    assert items.loc["A", "unit_cost"] == 2.5
    assert items.loc["B", "unit_cost"] != items.loc["B", "unit_cost"]
    assert joined.stock["on_hand"].sum() == 21


def test_on_hand_falls_back_to_available_and_committed() -> None:
    file = csv_file([["SKU", "Available", "Committed"], ["A", 5, 2], ["B", 7, ""]])
    joined = book(file)
    assert joined.stock["on_hand"].tolist() == [7.0, 7.0]
    assert any("Available plus committed" in problem.repair for problem in joined.problems)


def test_the_stock_value_tells_the_cost() -> None:
    joined = book(csv_file([["SKU", "Stock", "Stock Value"], ["A", 4, 10], ["B", 0, 0]]))
    assert joined.stock["unit_cost"].iloc[0] == 2.5
    assert joined.stock["unit_cost"].isna().iloc[1]


def test_a_cost_of_zero_is_unknown_and_said() -> None:
    joined = book(csv_file([["SKU", "Stock", "Unit cost"], ["A", 4, 0], ["B", 1, 2]]))
    assert joined.items["unit_cost"].isna().tolist() == [True, False]
    assert any("counts as unknown, not as free" in problem.repair for problem in joined.problems)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ([STOCK], TODAY),
        (
            [STOCK, csv_file([["Date", "SKU", "Units sold"], ["2025-11-30", "A", 1]])],
            dt.date(2025, 11, 30),
        ),
        (
            [csv_file([["Stock as of 2011-12-09", ""], ["SKU", "Stock"], ["A", 5]])],
            dt.date(2011, 12, 9),
        ),
    ],
)
def test_the_day_comes_from_titles_or_the_last_sale(
    files: list[SourceFile], expected: dt.date
) -> None:
    assert book(*files).as_of == expected
    assert book(*files, as_of=dt.date(2020, 1, 1)).as_of == dt.date(2020, 1, 1)


def test_weeks_without_dates_end_at_the_day_of_the_book() -> None:
    sales = csv_file([["sku", "W1", "W2", "W3", "W4"], ["A", 1, 2, 3, 4]], name="s.csv")
    joined = book(STOCK, sales, as_of=dt.date(2024, 5, 5))
    assert joined.sales["date"].dt.strftime("%Y-%m-%d").tolist() == [
        "2024-04-08", "2024-04-15", "2024-04-22", "2024-04-29",
    ]  # fmt: skip


def test_the_same_list_twice_counts_once() -> None:
    copy = SourceFile("copy.csv", STOCK.content)
    joined = book(STOCK, copy)
    assert joined.stock["on_hand"].sum() == 21
    assert [total.rows_loaded for total in joined.control_totals] == [3, 0]
    assert any("the same figures as stock.csv" in problem.found for problem in joined.problems)


def test_stock_of_the_same_items_in_another_list_is_added_up_and_said() -> None:
    rows = [["SKU", "Stock", "Cost"], ["A", 4, 1], ["B", 7, 1], ["C", 8, 1]]
    joined = book(STOCK, csv_file(rows, name="count.csv"))
    assert joined.stock["on_hand"].sum() == 40
    (said,) = [problem for problem in joined.problems if "states too" in problem.found]
    assert (said.severity, said.count, said.set_aside) == ("warning", 3, 0)
    assert said.found == "stock of 3 items that stock.csv states too"


@pytest.mark.parametrize(
    "rows",
    [
        [["SKU", "Stock"], ["A", 4], ["X", 7], ["Y", 8]],
        [["SKU", "Stock", "Location"], ["A", 4, "Shop"], ["B", 7, "Shop"], ["C", 8, "Shop"]],
    ],
)
def test_other_items_or_another_place_are_no_second_statement(rows: list[list[object]]) -> None:
    first = [["SKU", "Stock", "Location"], ["A", 5, "Depot"], ["B", 7, "Depot"], ["C", 9, "Depot"]]
    joined = book(csv_file(first, name="depot.csv"), csv_file(rows, name="shop.csv"))
    assert not [problem for problem in joined.problems if "states too" in problem.found]


def test_a_summary_beside_the_lots_counts_once() -> None:
    lots = [["SKU", "Lot", "Stock"], ["A", "1", 2], ["A", "2", 3], ["B", "3", 7], ["C", "4", 9]]
    summary = [["SKU", "Stock"], ["A", 5], ["B", 7], ["C", 9]]
    joined = book(workbook({"Summary": summary, "Lots": lots}))
    assert joined.stock["on_hand"].sum() == 21
    assert joined.stock["lot"].notna().all()


def test_sales_without_a_date_are_left_out_and_said() -> None:
    sales = csv_file(
        [["Customer ID", "Product Name", "Units Sold", "Total Sales"], ["C1", "Mug", 5, 50.5]],
        name="sellout.csv",
    )
    joined = book(STOCK, sales)
    assert not joined.has("sales")
    assert any(problem.found == "sales without a date" for problem in joined.problems)


def test_a_count_alone_serves_as_stock() -> None:
    joined = book(csv_file([["SKU", "Counted qty"], ["A", 5], ["B", 6]]))
    assert joined.stock["on_hand"].tolist() == [5.0, 6.0]


def test_rows_of_one_key_are_added_up() -> None:
    joined = book(csv_file([["SKU", "Location", "Stock"], ["A", "X", 1], ["A", "X", 2]]))
    assert joined.stock["on_hand"].tolist() == [3.0]
    assert any(problem.found == "A again" for problem in joined.problems)


def test_rows_read_are_rows_loaded_and_set_aside() -> None:
    file = csv_file([["SKU", "Name", "Stock"], ["A", "Mug", 1], ["", "", 4], ["Total", "", 5]])
    total = book(file).control_totals[0]
    assert total.rows_read == total.rows_loaded + total.rows_set_aside == 3


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([csv_file([["code", "name", "cost"], ["A", "Mug", 2.5]], name="costs.csv")], "costs.csv"),
        ([SourceFile("list.pdf", b"%PDF-1.7")], "list.pdf is a PDF"),
        ([SourceFile("empty.xlsx", b"")], "empty.xlsx is empty"),
    ],
)
def test_no_stock_is_refused_in_one_sentence(files: list[SourceFile], said: str) -> None:
    with pytest.raises(UnusableInputError) as refused:
        book(*files)
    sentence = str(refused.value)
    assert said in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_one_bad_file_does_not_spoil_the_good_ones() -> None:
    joined = book(STOCK, SourceFile("broken.xlsx", b"PK\x03\x04"))
    assert len(joined.stock) == 3
    assert any(problem.severity == "blocker" for problem in joined.problems)


def test_the_currency_is_the_one_that_cells_carry() -> None:
    file = csv_file([["SKU", "Stock", "Unit price"], ["A", 1, "€2.50"], ["B", 2, "€3.00"]])
    assert book(file).currency == "EUR"
    assert book(STOCK).currency == "USD"


@pytest.mark.parametrize("cost", ["$ 1.200", "455"])
def test_a_currency_that_no_file_names_is_said_to_be_assumed(cost: str) -> None:
    file = csv_file([["SKU", "Stock", "Costo"], ["A", 5, cost], ["B", 7, cost]])
    assert any("shown in USD" in problem.repair for problem in book(file).problems)
    named = read_book([file], today=TODAY, currency="CLP")
    assert not any("shown in" in problem.repair for problem in named.problems)


def test_a_stock_list_without_rows_says_so() -> None:
    with pytest.raises(UnusableInputError, match="a stock list without rows"):
        book(csv_file([["SKU", "Item", "Stock on hand"]]))
