import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

from core.book import make_book
from core.stock import value_stock


def valued(stock: list[dict[str, Any]], **tables: list[dict[str, Any]]) -> pd.DataFrame:
    frames = {"stock": pd.DataFrame(stock)} | {
        name: pd.DataFrame(rows) for name, rows in tables.items()
    }
    return value_stock(make_book(frames, as_of=dt.date(2024, 12, 31)))


@pytest.mark.parametrize(
    ("row", "item", "cost", "source"),
    [
        ({"unit_cost": 2}, {"unit_cost": 3}, 2, "stock row"),
        ({"unit_cost": 0}, {"unit_cost": 3}, 0, "stock row"),
        ({"unit_cost": -2}, {"unit_cost": 3}, 3, "item"),
        ({"stock_value": 50}, {"unit_cost": 3}, 3, "item"),
        ({"stock_value": 50}, {}, 5, "stock value"),
        ({}, {}, np.nan, "unknown"),
        ({"unit_cost": -2}, {}, np.nan, "unknown"),
    ],
)
def test_the_cost_of_a_row_is_its_own_then_the_items_then_its_stated_value(
    row: dict[str, float], item: dict[str, float], cost: float, source: str
) -> None:
    stock = valued([{"sku": "a", "on_hand": 10, **row}], items=[{"sku": "a", **item}])
    assert stock["cost_source"].tolist() == [source]
    assert stock["unit_cost"].tolist() == pytest.approx([cost], nan_ok=True)
    assert stock["cost_value"].tolist() == pytest.approx([10 * cost], nan_ok=True)


def test_where_nothing_else_is_known_the_receipts_on_hand_give_the_cost() -> None:
    receipts = [
        {"sku": "a", "date": "2024-01-01", "units": 10, "unit_cost": 4},
        {"sku": "a", "date": "2024-02-01", "units": 10, "unit_cost": 6},
    ]
    stock = valued([{"sku": "a", "on_hand": 15}], receipts=receipts)
    assert stock["cost_value"].tolist() == [10 * 6 + 5 * 4]
    assert stock["cost_source"].tolist() == ["receipts"]


def test_a_receipt_without_cost_leaves_the_cost_unknown() -> None:
    receipts = [
        {"sku": "a", "date": "2024-01-01", "units": 10, "unit_cost": None},
        {"sku": "a", "date": "2024-02-01", "units": 10, "unit_cost": 6},
    ]
    stock = valued([{"sku": "a", "on_hand": 15}], receipts=receipts)
    assert stock["cost_source"].tolist() == ["unknown"]


def test_rows_without_units_hold_nothing_to_value() -> None:
    stock = valued([{"sku": "a", "on_hand": units} for units in (5, 0, -3, None)])
    assert stock["on_hand"].tolist() == [5]


def test_the_age_of_a_row_is_the_mean_of_its_layers_and_its_source_the_weakest() -> None:
    receipts = [{"sku": "a", "date": "2024-12-21", "units": 4}]
    stock = valued([{"sku": "a", "on_hand": 8}, {"sku": "b", "on_hand": 1}], receipts=receipts)
    assert stock["age_days"].tolist() == pytest.approx([10, np.nan], nan_ok=True)
    assert stock["age_source"].tolist() == ["older than the receipts", "unknown"]


def test_rows_come_in_the_order_of_their_content() -> None:
    rows = [
        {"sku": "b", "location": "x", "on_hand": 1, "unit_cost": 1},
        {"sku": "a", "location": "y", "on_hand": 2, "unit_cost": 1},
        {"sku": "a", "location": "x", "on_hand": 4, "unit_cost": 1},
        {"sku": "a", "location": "x", "on_hand": 3, "unit_cost": 1},
    ]
    assert valued(rows)["on_hand"].tolist() == [3, 4, 2, 1]
    pd.testing.assert_frame_equal(valued(rows), valued(rows[::-1]))
