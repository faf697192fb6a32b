"""What a stock system's FIFO report promises, one behavior a test: layers, ages and cost."""

import datetime as dt
from itertools import permutations
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.book import make_book
from core.stock import BEFORE_RECEIPTS, FROM_RECEIPTS, stock_with_layers, value_stock

AS_OF = dt.date(2024, 12, 31)


def day(days_ago: int) -> pd.Timestamp:
    return pd.Timestamp(AS_OF) - pd.Timedelta(days=days_ago)


def receipt(days_ago: int, units: float, cost: float = 1.0, **more: Any) -> dict[str, Any]:
    return {"sku": "a", "date": day(days_ago), "units": units, "unit_cost": cost, **more}


def found(
    stock: list[dict[str, Any]] | float, receipts: list[dict[str, Any]], **tables: Any
) -> list[tuple[float, float]]:
    """Return (units, age in days) of the layers, oldest first."""
    rows = stock if isinstance(stock, list) else [{"sku": "a", "on_hand": stock}]
    frames = {"stock": rows, "receipts": receipts, **tables}
    book = make_book({name: pd.DataFrame(each) for name, each in frames.items()}, as_of=AS_OF)
    layers = stock_with_layers(book)[1]
    by_age = layers.groupby("age_days")["units"].sum().sort_index(ascending=False)
    return [(units, age) for age, units in by_age.items()]


def test_a_receipt_adds_a_layer_of_its_own_age_and_cost() -> None:
    assert found(30, [receipt(100, 10), receipt(40, 20)]) == [(10, 100), (20, 40)]


def test_an_issue_takes_the_oldest_units_first() -> None:
    sold = [{"sku": "a", "date": day(5), "units": 13}]
    assert found(17, [receipt(100, 10), receipt(40, 20)], sales=sold) == [(17, 40)]


def test_a_customers_return_comes_back_as_old_as_the_layer_it_left() -> None:
    # 13 were sold and 5 of them came back: 22 on hand reach back into the first purchase.
    sold = [{"sku": "a", "date": day(9), "units": 13}, {"sku": "a", "date": day(2), "units": -5}]
    assert found(22, [receipt(100, 10), receipt(40, 20)], sales=sold) == [(2, 100), (20, 40)]


def test_a_return_to_the_supplier_leaves_like_an_issue() -> None:
    receipts = [receipt(100, 10), receipt(40, 20), receipt(20, -5)]
    assert found(25, receipts) == [(5, 100), (20, 40)]


def test_age_survives_a_transfer_between_locations() -> None:
    receipts = [
        receipt(200, 40, location="warehouse"),
        receipt(10, -15, location="warehouse"),
        receipt(10, 15, location="store"),
    ]
    stock = [
        {"sku": "a", "location": "warehouse", "on_hand": 25},
        {"sku": "a", "location": "store", "on_hand": 12},
    ]
    assert found(stock, receipts) == [(37, 200)]


def test_a_transfer_of_a_lot_keeps_the_age_of_the_lot() -> None:
    receipts = [
        receipt(200, 40, location="warehouse", lot="L1"),
        receipt(90, 40, location="warehouse", lot="L2"),
        receipt(10, -15, location="warehouse", lot="L1"),
        receipt(10, 15, location="store", lot="L1"),
    ]
    stock = [
        {"sku": "a", "location": "warehouse", "lot": "L2", "on_hand": 30},
        {"sku": "a", "location": "store", "lot": "L1", "on_hand": 12},
    ]
    assert found(stock, receipts) == [(12, 200), (30, 90)]


def test_a_return_and_a_purchase_of_one_day_at_one_place_are_no_transfer() -> None:
    receipts = [
        receipt(50, 9, location="x"), receipt(10, -5, location="x"), receipt(10, 5, location="x"),
    ]  # fmt: skip
    assert found([{"sku": "a", "location": "x", "on_hand": 9}], receipts) == [(4, 50), (5, 10)]


def test_negative_stock_has_no_layer_and_takes_nothing_from_other_rows() -> None:
    stock = [
        {"sku": "a", "location": "x", "on_hand": -4},
        {"sku": "a", "location": "y", "on_hand": 6},
    ]
    assert found(stock, [receipt(30, 10)]) == [(6, 30)]


def test_units_found_in_a_count_are_older_than_the_history_once_receipts_run_out() -> None:
    book = make_book(
        {
            "stock": pd.DataFrame([{"sku": "a", "on_hand": 12}]),
            "receipts": pd.DataFrame([receipt(30, 10)]),
        },
        as_of=AS_OF,
    )
    layers = stock_with_layers(book)[1]
    assert layers[["units", "age_source"]].to_numpy().tolist() == [
        [2, BEFORE_RECEIPTS],
        [10, FROM_RECEIPTS],
    ]


def test_units_lost_in_a_count_leave_from_the_oldest_layer() -> None:
    lost = [{"sku": "a", "date": day(1), "units": 4, "kind": "write_off"}]
    assert found(26, [receipt(100, 10), receipt(40, 20)], losses=lost) == [(6, 100), (20, 40)]


def test_a_receipt_entered_late_takes_its_place_by_its_own_date() -> None:
    # The last row is back-dated: it was entered after the others and came before them.
    assert found(25, [receipt(40, 20), receipt(10, 4), receipt(70, 5)]) == [
        (1, 70), (20, 40), (4, 10),
    ]  # fmt: skip


def test_the_order_in_which_receipts_were_entered_changes_nothing() -> None:
    receipts = [receipt(100, 10, 3), receipt(40, 20, 4), receipt(40, 5, 6), receipt(10, 4, 2)]
    assert len({tuple(found(31, list(order))) for order in permutations(receipts)}) == 1


def test_a_receipt_after_the_day_of_the_list_is_not_there_yet() -> None:
    assert found(5, [receipt(30, 10), receipt(-3, 10)]) == [(5, 30)]


def test_stock_without_a_cost_of_its_own_costs_what_its_layers_did() -> None:
    book = make_book(
        {
            "stock": pd.DataFrame([{"sku": "a", "on_hand": 25}]),
            "receipts": pd.DataFrame([receipt(100, 10, 4.0), receipt(40, 20, 7.0)]),
        },
        as_of=AS_OF,
    )
    assert value_stock(book)["cost_value"].tolist() == [5 * 4 + 20 * 7]


AMOUNTS = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 50)), min_size=1, max_size=8)


@pytest.mark.slow
@given(AMOUNTS, st.integers(1, 150), st.integers(1, 149))
@settings(max_examples=60, deadline=None)
def test_layers_conserve_units_and_cost(bought: Any, held: int, part: int) -> None:
    receipts = [receipt(days, units, cost=1.0 + days) for days, units in bought]
    whole = found(float(held), receipts)
    assert sum(units for units, _ in whole) == pytest.approx(held)
    # What was spent on the newest receipts is the cost of the layers; a receipt's cost tells it.
    newest, left, spent = sorted(receipts, key=lambda row: row["unit_cost"]), held, 0.0
    for row in newest:
        spent += min(left, row["units"]) * row["unit_cost"]
        left -= min(left, row["units"])
    if left == 0:
        stock = [{"sku": "a", "on_hand": held}]
        tables = {"stock": pd.DataFrame(stock), "receipts": pd.DataFrame(receipts)}
        assert value_stock(make_book(tables, as_of=AS_OF))["cost_value"].sum() == pytest.approx(
            spent, abs=0.01
        )
    if part < held:
        split = [{"sku": "a", "on_hand": part}, {"sku": "a", "on_hand": held - part}]
        assert found(split, receipts) == [(pytest.approx(units), age) for units, age in whole]
