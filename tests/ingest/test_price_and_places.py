"""Headers that name the tax a price is without, and places side by side as columns."""

import csv
import io

import pytest

from core.ingest import SheetReading, SourceFile, read_files
from core.ingest.headers import header_roles


def read(rows: list[list[object]]) -> SheetReading:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return read_files([SourceFile("stock.csv", text.getvalue().encode())]).sheets[0]


@pytest.mark.parametrize(
    "header",
    [
        "Selling Price £ (ex VAT)",
        "Current price excl. tax",
        "Precio sin IVA",
        "Price incl. VAT",
        "Preis inkl. MwSt.",
    ],
)
def test_a_price_with_or_without_tax_is_a_price(header: str) -> None:
    roles = header_roles(header)
    assert max(roles, key=lambda role: roles[role]) == "unit_price"


@pytest.mark.parametrize("header", ["VAT", "Tax rate", "IVA"])
def test_tax_alone_is_no_price(header: str) -> None:
    assert "unit_price" not in header_roles(header)


def test_places_side_by_side_hold_the_stock_of_each_place() -> None:
    rows: list[list[object]] = [
        ["SKU", "Product", "Colour", "Size", "Department", "Season", "Cork", "Galway", "Dublin",
         "Unit cost (€)"],
        *[
            [f"A{n:03}", f"Coat {n}", "red", "M", "Coats", "SS26", n % 5, n % 3, n % 7, 19.5]
            for n in range(40)
        ],
    ]  # fmt: skip
    sheet = read(rows)
    assert sheet.table == "stock"
    assert set(sheet.frame["location"]) == {"Cork", "Galway", "Dublin"}
    assert sheet.frame["on_hand"].sum() == sum(n % 5 + n % 3 + n % 7 for n in range(40))
