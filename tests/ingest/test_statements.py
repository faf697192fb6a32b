"""Financial statements, down the page and across it, in the words accountants use."""

import csv
import io

import pandas as pd
import pytest

from core.ingest import SheetReading, SourceFile, read_files
from core.schema import TABLES


def read(rows: list[list[object]]) -> SheetReading:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    (sheet,) = read_files([SourceFile("accounts.csv", text.getvalue().encode())]).sheets
    return sheet


DOWN = [
    ["Some Shop Ltd", "", ""],
    ["Management accounts, year to 31 December 2025", "", ""],
    ["Account", "FY 2025", "FY 2024"],
    ["Turnover", "1000.50", "900"],
    ["Cost of sales", "(600.25)", "(500)"],
    ["Administrative expenses", "150", "140"],
    ["Distribution costs", "50", "60"],
    ["Profit before tax", "200.25", "200"],
    ["Stock", "300", "250"],
    ["Trade creditors", "80", "90"],
    ["Shareholders' funds", "500", "400"],
]


def test_lines_below_each_other_give_one_row_a_period() -> None:
    sheet = read(DOWN)
    assert sheet.table == "financials"
    expected = pd.DataFrame(
        {
            "period": ["FY 2025", "FY 2024"],
            "revenue": [1000.50, 900.0],
            "cogs": [600.25, 500.0],
            "operating_expenses": [200.0, 200.0],
            "inventory": [300.0, 250.0],
            "payables": [80.0, 90.0],
            "equity": [500.0, 400.0],
        }
    )
    pd.testing.assert_frame_equal(sheet.frame.reset_index(drop=True), expected)


def test_a_sum_of_other_lines_is_set_aside_and_said() -> None:
    sheet = read(DOWN)
    assert (sheet.rows, sheet.rows_set_aside) == (7, 1)
    assert sheet.set_aside["line"].tolist() == ["Profit before tax"]
    (problem,) = sheet.problems
    assert problem.row == 8
    assert "Profit before tax" in problem.found


def test_lines_beside_each_other_give_one_row_a_period() -> None:
    sheet = read(
        [
            ["Fiscal Year", "Net sales", "Cost of goods sold", "Operating expenses", "Cash",
             "Inventory", "Total assets", "Accounts payable", "Total equity"],
            ["FY 2024", 10, 6, 3, 1, 4, 9, 2, 5],
            ["FY 2025", 20, 12, 6, 2, 8, 18, 4, 10],
        ]
    )  # fmt: skip
    assert sheet.table == "financials"
    assert sheet.frame["period"].tolist() == ["FY 2024", "FY 2025"]
    assert sheet.frame["revenue"].tolist() == [10, 20]
    assert sheet.frame["equity"].tolist() == [5, 10]
    assert (sheet.rows, sheet.rows_set_aside) == (2, 0)


@pytest.mark.parametrize(
    "header",
    [
        ["period", "inventory"],
        ["period", "revenue", "cogs", "inventory", "equity"],
        ["Year", "Net sales", "Cost of goods sold", "Inventory"],
        list(TABLES["financials"].column_names),
    ],
)
def test_a_header_of_a_period_and_lines_alone_needs_few_of_them(header: list[str]) -> None:
    sheet = read([header, ["FY 2025", *(0.5 + n for n, _ in enumerate(header[1:]))]])
    assert (sheet.table, sheet.rows, sheet.rows_set_aside) == ("financials", 1, 0)
    assert sheet.frame["period"].tolist() == ["FY 2025"]
    assert sheet.frame.notna().sum(axis=1).tolist() == [len(header)]


def test_sales_by_month_of_items_are_no_statement() -> None:
    rows = [["Month", "Item", "Sales", "Cost of sales"], ["2025-01", "Lamp", 90, 60]]
    assert read([*rows, ["2025-02", "Lamp", 80, 50]]).table != "financials"


def test_a_total_goes_before_the_parts_it_adds_up() -> None:
    rows = [*DOWN[:7], ["Total operating expenses", "210", "205"], *DOWN[8:]]
    assert read(rows).frame["operating_expenses"].tolist() == [210, 205]


@pytest.mark.parametrize(("stated", "expected"), [("25%", 0.25), ("25", 0.25), ("0.25", 0.25)])
def test_a_tax_rate_is_a_fraction_however_it_is_printed(stated: str, expected: float) -> None:
    rows = [*DOWN, ["Corporation tax rate", stated, stated]]
    assert read(rows).frame["tax_rate"].tolist() == [expected, expected]


def test_changes_and_shares_beside_the_years_are_no_periods() -> None:
    header = ["Account", "2025", "% of sales", "Change"]
    rows = [header, *[[row[0], row[1], "10%", "5"] for row in DOWN[3:]]]
    assert read(rows).frame["period"].tolist() == ["2025"]


def test_a_stock_list_with_words_of_accounts_is_no_statement() -> None:
    rows = [["SKU", "Stock", "Sales", "Cost"], *[[f"A{n}", n, n * 2, 1.5] for n in range(1, 20)]]
    assert read(rows).table != "financials"


TRIAL_BALANCE = [
    ["Trial balance, FY 2025", "", ""],
    ["Account", "Debit", "Credit"],
    ["Cash", "", "250"],
    ["Accounts receivable", "2000", "0"],
    ["Inventory", "6490", ""],
    ["Accounts payable", "", "9000"],
    ["Owner's equity", "", "20000"],
    ["Sales", "", "90000"],
    ["Cost of goods sold", "50000", "0"],
    ["Operating expenses", "30000", ""],
]


def test_a_trial_balance_is_read_on_both_sides() -> None:
    (row,) = read(TRIAL_BALANCE).frame.to_dict(orient="records")
    assert row["period"] == "FY 2025"
    assert row["receivables"] == 2_000
    assert row["payables"] == 9_000
    assert (row["revenue"], row["cogs"]) == (90_000, 50_000)
    assert row["equity"] == 20_000
    # An account overdrawn stands on the other side.
    assert row["cash"] == -250
