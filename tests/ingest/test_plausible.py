import pytest

from core.ingest import SheetReading
from tests.ingest.making import Rows, csv_file, read_one

HEADER = ["SKU", "On hand", "Unit cost", "Sales price", "Expiry date"]


def stock(*rows: Rows) -> SheetReading:
    usual = [[f"U{i}", 5 + i, 20 + i, 50 + i, "2026-05-31"] for i in range(8)]
    return read_one(csv_file([HEADER, *usual, *rows]))


def marked(sheet: SheetReading) -> list[tuple[int, str]]:
    pairs = zip(sheet.marks["row"], sheet.marks["column"], strict=True)
    return [(int(row), str(column)) for row, column in pairs]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["X", 9999, 20, 50, ""], "On hand"),
        (["X", 999999, 20, 50, ""], "On hand"),
        (["X", 5, 0.01, 50, ""], "Unit cost"),
        (["X", 5, 1, 80, ""], "Unit cost"),
        (["X", 5, 20, 50, "2099-12-31"], "Expiry date"),
        (["X", 5, 20, 50, "01/01/1970"], "Expiry date"),
    ],
)
def test_a_placeholder_is_named_by_its_cell(row: list[object], column: str) -> None:
    assert marked(stock(row)) == [(10, column)]


@pytest.mark.parametrize(
    "row",
    [
        ["X", 999, 20, 50, ""],
        ["X", 5, 1, 2.5, ""],
        ["X", 5, 20, 50, "2031-01-01"],
    ],
)
def test_what_may_well_be_so_is_left_alone(row: list[object]) -> None:
    assert marked(stock(row)) == []


def test_nines_among_quantities_of_that_size_are_a_quantity() -> None:
    rows = [["SKU", "On hand", "Unit cost"], *([f"S{i}", 9000 + i, 2] for i in range(9))]
    assert marked(read_one(csv_file([*rows, ["X", 9999, 2]]))) == []


def test_a_price_with_tax_beside_a_cost_without_it_is_said() -> None:
    header = ["SKU", "Stock", "Costo Neto Prom. Unitario", "Precio Venta Bruto"]
    sheet = read_one(csv_file([header, *([f"S{i}", 1 + i, 2.5, 9.9] for i in range(5))]))
    said = [problem for problem in sheet.problems if "sales tax" in problem.found]
    assert [(each.column, each.count) for each in said] == [("Precio Venta Bruto", 5)]
