"""The demo files through the project's own reader, against what a plain reading of them gives."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from core.book import Book
from core.demos import SAMPLE_DATA, TEMPLATE, list_demos
from core.ingest import Reading, SheetReading, SourceFile, assemble, read_files

#: A day after every demo's own, so that a day that is not found shows.
TODAY = dt.date(2030, 1, 1)
DEMOS = {demo.id: demo for demo in list_demos()}


@dataclass(frozen=True)
class Truth:
    """What one sheet holds: its table, header row, and the canonical name of each column used."""

    file: str
    sheet: str
    table: str
    header_row: int
    columns: dict[str, str]
    set_aside: int = 0


TRUTHS = [
    Truth(
        "gift_shop/stock_valuation.xlsx", "Stock valuation", "stock", 5,
        {"Stock Code": "sku", "Description": "description", "Department": "category",
         "Location": "location", "Condition": "condition", "Qty in Stock": "on_hand",
         "Allocated": "committed", "On Order": "on_order", "Cost Price £": "unit_cost",
         "Stock Value £": "stock_value"},
        set_aside=2,
    ),
    Truth(
        "gift_shop/stock_valuation.xlsx", "Products", "items", 1,
        {"Stock Code": "sku", "Product Name": "description", "Department": "category",
         "Supplier": "supplier", "Cost Price £": "unit_cost",
         "Selling Price £ (ex VAT)": "unit_price", "Lead Time (days)": "lead_time_days",
         "Pack Qty": "pack_size", "Status": "status"},
    ),
    Truth(
        "gift_shop/goods_received.xlsx", "Goods received", "receipts", 4,
        {"Date Received": "date", "Order Date": "ordered_date", "Stock Code": "sku",
         "Supplier": "supplier", "Qty Received": "units", "Unit Cost £": "unit_cost"},
    ),
    Truth(
        "grocer/lot_inventory.xlsx", "Lot Inventory", "stock", 5,
        {"Item No": "sku", "Item Description": "description", "Department": "category",
         "Lot No": "lot", "Date Received": "received_date", "Expiration Date": "expiry_date",
         "Lot Status": "condition", "Qty On Hand": "on_hand", "Qty On Order": "on_order",
         "Unit Cost": "unit_cost", "Extended Cost": "stock_value"},
        set_aside=2,
    ),
    Truth(
        "grocer/lot_inventory.xlsx", "Item Master", "items", 1,
        {"Item No": "sku", "Item Description": "description", "Department": "category",
         "Brand": "brand", "Vendor": "supplier", "Unit Cost": "unit_cost",
         "Retail Price": "unit_price", "Case Pack": "pack_size",
         "Lead Time (Days)": "lead_time_days", "Shelf Life (Days)": "shelf_life_days"},
    ),
    Truth(
        "grocer/receiving_and_shrink.xlsx", "Receiving Log", "receipts", 4,
        {"Receipt Date": "date", "PO Date": "ordered_date", "Item No": "sku",
         "Vendor": "supplier", "Qty Received": "units", "Unit Cost": "unit_cost"},
    ),
    Truth(
        "grocer/receiving_and_shrink.xlsx", "Shrink Log", "losses", 4,
        {"Date": "date", "Item No": "sku", "Qty": "units", "Cost Amount": "amount",
         "Reason": "reason", "Type": "kind"},
    ),
    Truth(
        "fashion_shop/stock_by_store.xlsx", "Price list", "items", 1,
        {"SKU": "sku", "Product": "description", "Department": "category",
         "Supplier": "supplier", "Unit cost (€)": "unit_cost",
         "Full price ex VAT (€)": "list_price", "Current price ex VAT (€)": "unit_price",
         "Lead time (days)": "lead_time_days", "Launch date": "launch_date"},
    ),
    Truth(
        "fashion_shop/weekly_sales.xlsx", "Weekly sales", "sales", 4,
        {"Week commencing": "date", "SKU": "sku", "Units sold": "units",
         "Selling price (€)": "unit_price", "Net sales (€)": "revenue"},
    ),
    Truth(
        "fashion_shop/deliveries.xlsx", "Deliveries", "receipts", 4,
        {"Delivered on": "date", "Ordered on": "ordered_date", "SKU": "sku",
         "Supplier": "supplier", "Units received": "units", "Unit cost (€)": "unit_cost"},
    ),
]  # fmt: skip


@cache
def reading_of(demo: str) -> Reading:
    return read_files(DEMOS[demo].source_files())


@cache
def book_of(demo: str) -> Book:
    return assemble(reading_of(demo), name=DEMOS[demo].name, today=TODAY)


def sheet_of(file: str, sheet: str) -> SheetReading:
    demo = file.split("/")[0].removesuffix(".xlsx")
    name = Path(file).name
    return next(s for s in reading_of(demo).sheets if (s.file, s.sheet) == (name, sheet))


def plain_rows(file: str, sheet: str, header_row: int) -> pd.DataFrame:
    """Return the rows under the header, blank ones left out."""
    path = SAMPLE_DATA / file
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()
    body = [row for row in rows[header_row:] if any(cell != "" for cell in row)]
    return pd.DataFrame(body, columns=rows[header_row - 1], dtype=object)


def cases() -> list[object]:
    return [pytest.param(truth, id=f"{truth.file}-{truth.sheet}") for truth in TRUTHS]


@pytest.mark.parametrize("truth", cases())
def test_each_sheet_is_taken_for_what_it_is(truth: Truth) -> None:
    sheet = sheet_of(truth.file, truth.sheet)
    assert (sheet.table, sheet.header_row) == (truth.table, truth.header_row)
    found = {c.source: c.canonical for c in sheet.columns if c.source in truth.columns}
    assert found == truth.columns


@pytest.mark.parametrize("truth", cases())
def test_every_row_is_loaded_or_set_aside_and_totals_are_the_files_own(
    truth: Truth,
) -> None:
    sheet = sheet_of(truth.file, truth.sheet)
    rows = plain_rows(truth.file, truth.sheet, truth.header_row)
    assert sheet.rows + sheet.rows_set_aside == len(rows)
    assert sheet.rows_set_aside == truth.set_aside
    data = rows.iloc[: len(rows) - truth.set_aside]
    for source, canonical in truth.columns.items():
        if canonical in sheet.sums:
            total = pd.to_numeric(data[source], errors="coerce").sum()
            assert sheet.sums[canonical] == pytest.approx(total, abs=0.005), source


def test_a_pivots_week_columns_become_sales_and_its_totals_do_not() -> None:
    file, name = "gift_shop/sales_by_week.xlsx", "Sales by week"
    sheet = sheet_of(file, name)
    rows = plain_rows(file, name, 4)
    assert (sheet.table, sheet.rows, sheet.rows_set_aside) == ("sales", 3876, 1)
    total = rows.iloc[-1, -1]
    assert total == 5_296_277
    assert sheet.sums["units"] == total
    assert "revenue" not in sheet.sums
    assert sheet.frame["date"].min() == pd.Timestamp(2010, 11, 29)
    assert sheet.frame["date"].max() == pd.Timestamp(2011, 12, 5)


def test_a_csv_with_semicolons_and_decimal_commas_keeps_zeros_and_cents() -> None:
    sheet = sheet_of("grocer/pos_sales_by_week.csv", "")
    plain = pd.read_csv(
        SAMPLE_DATA / "grocer/pos_sales_by_week.csv",
        sep=";", decimal=",", encoding="utf-8-sig", dtype={"Item No": str},
    )  # fmt: skip
    assert (sheet.table, sheet.rows, sheet.rows_set_aside) == ("sales", len(plain), 0)
    assert sheet.sums["units"] == plain["Qty Sold"].sum()
    assert sheet.sums["revenue"] == pytest.approx(plain["Net Sales"].sum(), abs=0.005)
    assert set(sheet.frame["sku"]) == set(plain["Item No"])
    assert sheet.frame["date"].min() == pd.Timestamp(2025, 3, 24)


def test_stores_as_columns_become_rows_of_stock() -> None:
    rows = plain_rows("fashion_shop/stock_by_store.xlsx", "Stock by store", 5)
    places = ["Dublin Grafton St", "Cork", "Galway", "Web & Warehouse"]
    assert set(book_of("fashion_shop").stock["location"]) == set(places)
    units = rows.iloc[:-2][places].apply(pd.to_numeric, errors="coerce").sum()
    by_place = book_of("fashion_shop").stock.groupby("location")["on_hand"].sum()
    assert by_place.to_dict() == units.to_dict()


@pytest.mark.parametrize(
    ("demo", "found"),
    [
        ("gift_shop", "see shelf"),
        ("gift_shop", "-6"),
        ("gift_shop", "again"),
        ("grocer", "approx 2 cases"),
        ("grocer", "-4"),
        ("grocer", "again"),
        ("fashion_shop", "on display"),
        ("fashion_shop", "-1"),
        ("fashion_shop", "again"),
    ],
)
def test_each_row_that_needs_attention_is_a_problem(demo: str, found: str) -> None:
    assert any(found in problem.found for problem in book_of(demo).problems)


@pytest.mark.parametrize("demo", DEMOS)
def test_day_and_currency_are_found_in_the_files(demo: str) -> None:
    book = book_of(demo)
    if demo != "article_case":
        assert book.as_of == DEMOS[demo].as_of
        assert book.currency == DEMOS[demo].currency
    assert {total.rows_read - total.rows_loaded - total.rows_set_aside
            for total in book.control_totals} == {0}  # fmt: skip


@pytest.mark.parametrize(
    ("demo", "period", "revenue", "inventory"),
    [
        ("gift_shop", "FY 2011", 9_634_590.62, 1_332_889.65),
        ("grocer", "FY 2026", 1_705_752.63, 124_207.63),
        ("fashion_shop", "FY 2026", 1_990_821.20, 192_339.31),
        ("article_case", "FY 2025", 84_000.00, 10_000.00),
    ],
)
def test_the_accounts_are_read_line_by_line_and_balance(
    demo: str, period: str, revenue: float, inventory: float
) -> None:
    row = book_of(demo).financials.set_index("period").loc[period]
    assert (row["revenue"], row["inventory"]) == (revenue, inventory)
    assets = row[["cash", "receivables", "inventory", "other_assets"]].sum()
    claims = row[["payables", "debt", "equity"]].sum()
    assert assets == pytest.approx(claims, abs=0.005)
    assert row[["cogs", "operating_expenses", "interest", "tax_rate"]].notna().all()


def test_the_untouched_template_reads_as_empty_without_a_problem() -> None:
    reading = read_files([SourceFile(name=TEMPLATE.name, content=TEMPLATE.read_bytes())])
    assert {sheet.rows for sheet in reading.sheets} <= {0}
    assert [problem for sheet in reading.sheets for problem in sheet.problems
            if problem.severity != "note"] == []  # fmt: skip
