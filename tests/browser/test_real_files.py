"""Real exports, dropped as a new user would: each opens, or a sentence says what is missing."""

import csv
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import expect

from core.charts.formats import Formats
from tests.bench.export_truth import true_rows
from tests.browser.conftest import OpenApp

pytestmark = [pytest.mark.browser, pytest.mark.corpus]


@dataclass(frozen=True)
class Opens:
    """Files that become figures, and what is said to be missing of them."""

    files: tuple[str, ...]
    missing: tuple[str, ...] = ()
    currency: str = "USD"


@dataclass(frozen=True)
class Lacks:
    """Files that cannot become figures, and what is said about them."""

    files: tuple[str, ...]
    said: tuple[str, ...]


COSTS, PRICES = "Unit costs are missing", "Selling prices are missing"
ADD_STOCK = "add an export with each item's units on hand"

OPENING = {
    "Chilean xlsx with formulas": Opens(("exports/bsale_stock_cl.xlsx",)),
    "Egyptian xlsx and its costs": Opens(
        ("exports/arabic_stock.xlsx", "exports/arabic_cost.xlsx"), (PRICES,)
    ),
    "French ods without header": Opens(("exports/dutyfree_cutoff_noheader.ods",), (PRICES,)),
    "French xls without costs": Opens(("exports/paint_stock_fr.xls",), (COSTS,)),
    "Spanish SAP list, quantities alone": Opens(
        ("exports/sap_stock_daily_es.XLSX",), (COSTS, PRICES)
    ),
    "xlsb of two rows": Opens(("exports/tiny_inventory.xlsb",), (COSTS,)),
    "Mac text, a column an outlet": Opens(("exports/vend_product_export_2018.csv",)),
    "Saudi csv, amounts with SAR": Opens(("exports/zoho_item_sar.csv",), currency="SAR"),
    "grocer's csv with expiry dates": Opens(("exports/grocery_inventory_kaggle.csv",), (COSTS,)),
    "web page named xls": Opens(("hostile/24_html_table_named.xls",), (PRICES,)),
}
LACKING = {
    "sales without stock": Lacks(("exports/superstore.xls",), (ADD_STOCK,)),
    "orders that name no item": Lacks(
        ("exports/retail_sales_headers_es.csv",),
        (ADD_STOCK, "Still needed: SKU", "where none does, export a list that has it"),
    ),
    "forms without a row": Lacks(
        ("exports/purchase_sales_stock_macro.xlsm",), ("a stock list without rows", ADD_STOCK)
    ),
}


@pytest.mark.parametrize("case", OPENING.values(), ids=OPENING)
def test_a_real_export_opens_with_the_totals_of_its_file(
    case: Opens, open_app: OpenApp, corpus: Path
) -> None:
    units, cost = totals([corpus / name for name in case.files])
    formats = Formats(case.currency)
    screen = open_app("data").upload([corpus / name for name in case.files])
    expect(screen.page.get_by_role("heading", name="Ready:")).to_be_visible()
    said = screen.text
    assert f"{formats.count(units, 'unit')} on hand" in said
    assert [name for name in (COSTS, PRICES) if name in said] == list(case.missing)

    screen.open_figures()
    assert screen.problems() == []
    assert "Demo business" not in screen.page.get_by_test_id("stSidebar").inner_text()
    costs = formats.money(cost) if cost else "unknown"
    assert screen.metric("Stock at cost") == (formats.money_short(cost) if cost else "unknown")
    for name in case.missing:
        assert f"{name.removesuffix(' are missing')} would add" in screen.text

    screen.go("exposure")
    assert screen.problems() == []
    assert re.search(rf"All [\d,]+ items?: {re.escape(costs)} at cost", screen.text)


@pytest.mark.parametrize("case", LACKING.values(), ids=LACKING)
def test_a_real_export_that_cannot_open_says_what_is_missing(
    case: Lacks, open_app: OpenApp, corpus: Path
) -> None:
    screen = open_app("data").upload([corpus / name for name in case.files])
    expect(screen.page.get_by_role("heading", name="Not ready yet")).to_be_visible()
    assert [said for said in case.said if said not in screen.text] == []
    assert screen.page.get_by_role("button", name="Open these figures").count() == 0


def totals(files: list[Path]) -> tuple[float, float]:
    """Return units on hand and their cost as the files have them, each row to the cent.

    Less than nothing is no stock, and a cost of nothing or less is none.
    """
    stock, *others = (rows_of(file) for file in files)
    for costs in others:
        stock = stock.merge(costs[["sku", "unit_cost"]], on="sku", how="left")
    held = stock[stock["on_hand"] > 0]
    if "unit_cost" not in held:
        return float(held["on_hand"].sum()), 0.0
    costed = held[held["unit_cost"] > 0]
    rows = zip(costed["on_hand"], costed["unit_cost"], strict=True)
    cents = [
        (Decimal(str(units)) * Decimal(str(cost))).quantize(Decimal("0.01"), ROUND_HALF_EVEN)
        for units, cost in rows
    ]
    return float(held["on_hand"].sum()), float(sum(cents))


def rows_of(file: Path) -> pd.DataFrame:
    if file.parent.name == "hostile":
        # Its one row that names an item; the folder has no index of columns.
        return pd.DataFrame({"sku": ["001234"], "on_hand": [5.0], "unit_cost": [1234.5]})
    with (file.parent / "index.csv").open(encoding="utf-8") as index:
        entry = next(entry for entry in csv.DictReader(index) if entry["file"] == file.name)
    return true_rows(file, entry)
