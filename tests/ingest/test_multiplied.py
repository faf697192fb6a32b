"""Arithmetic names columns whose headers say nothing."""

from collections.abc import Callable

import pytest

from core.ingest import SourceFile, read_files


def canonical(header: str, row: Callable[[int], str]) -> dict[str, str | None]:
    """Read a CSV of twelve rows."""
    text = "\n".join([header, *map(row, range(1, 13))])
    sheet = read_files([SourceFile("list.csv", text.encode())]).sheets[0]
    return {column.source: column.canonical for column in sheet.columns}


def test_what_gives_the_value_of_a_quantity_is_its_cost() -> None:
    found = canonical(
        "SKU,On hand,Xyzzy,Stock value",
        lambda n: f"A-{n},{n + 4},{n}.25,{(n + 4) * (n + 0.25):.2f}",
    )
    assert found["Xyzzy"] == "unit_cost"


def test_what_a_quantity_gives_at_cost_is_its_value() -> None:
    found = canonical(
        "SKU,On hand,Unit cost,Xyzzy", lambda n: f"A-{n},{n + 4},{n}.25,{(n + 4) * (n + 0.25):.2f}"
    )
    assert found["Xyzzy"] == "stock_value"


@pytest.mark.parametrize(
    ("header", "open_column", "expected"),
    [
        ("Date,SKU,Qty sold,Xyzzy,Revenue", "Xyzzy", "unit_price"),
        ("Date,SKU,Qty sold,Unit price,Xyzzy", "Xyzzy", "revenue"),
    ],
)
def test_price_and_revenue_tell_each_other(header: str, open_column: str, expected: str) -> None:
    found = canonical(
        header,
        lambda n: f"2025-01-{n + 10},A-{n},{n + 1},{n}.25,{(n + 1) * (n + 0.25):.2f}",
    )
    assert found[open_column] == expected


def test_numbers_that_do_not_multiply_stay_unknown() -> None:
    found = canonical(
        "SKU,On hand,Xyzzy,Stock value", lambda n: f"A-{n},{n + 4},{n}.25,{n * 31 + 7}.00"
    )
    assert found["Xyzzy"] is None


def test_the_cost_of_a_whole_line_is_no_unit_cost() -> None:
    header = "Date,SKU,Units sold,Revenue,Cost"
    of_line = canonical(
        header, lambda n: f"2025-01-{n + 10},A-{n},{n + 3},{(n + 3) * 10}.00,{(n + 3) * 6}.00"
    )
    of_unit = canonical(header, lambda n: f"2025-01-{n + 10},A-{n},{n + 3},{(n + 3) * 10}.00,6.00")
    assert of_line["Cost"] is None
    assert of_unit["Cost"] == "unit_cost"
