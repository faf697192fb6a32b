from typing import Any

import pytest

from core.exposure import aging_values, expose
from core.policy import Policy


def test_fifo_and_weighted_average_stand_beside_each_other_by_age(book: Any, day: Any) -> None:
    # Bought 10 at 4.00 and 30 at 8.00; 20 are left, all of the second purchase.
    made = book(
        [{"sku": "a", "on_hand": 20}],
        [{"sku": "a", "unit_price": 20, "unit_cost": 5}],
        receipts=[
            {"sku": "a", "date": day(-300), "units": 10, "unit_cost": 4},
            {"sku": "a", "date": day(-20), "units": 30, "unit_cost": 8},
            {"sku": "a", "date": day(5), "units": 99, "unit_cost": 99},
        ],
    )
    table = aging_values(made, Policy(), expose(made, Policy(), None)).set_index("bucket")
    assert table.loc["0–90 days", ["units", "cost_value", "selling_value"]].tolist() == [
        20,
        100,
        400,
    ]
    assert table.loc["0–90 days", ["fifo_cost", "average_cost"]].tolist() == [160, 140]
    assert table["fifo_cost"].sum() == 160


def test_units_without_a_receipt_cost_the_same_under_both_formulas(book: Any, day: Any) -> None:
    made = book(
        [{"sku": "a", "on_hand": 50, "unit_cost": 5}],
        [{"sku": "a", "unit_price": 20}],
        receipts=[{"sku": "a", "date": day(-20), "units": 30, "unit_cost": 8}],
    )
    table = aging_values(made, Policy(), expose(made, Policy(), None))
    assert table["fifo_cost"].sum() == table["average_cost"].sum() == 30 * 8 + 20 * 5


def test_without_receipts_there_is_one_cost_and_units_without_a_price_are_counted(
    book: Any, day: Any
) -> None:
    made = book(
        [
            {"sku": "a", "on_hand": 5, "unit_cost": 2, "received_date": day(-10)},
            {"sku": "b", "on_hand": 3, "unit_cost": 2, "received_date": day(-10)},
        ],
        [{"sku": "a", "unit_price": 9}, {"sku": "b"}],
    )
    policy = Policy()
    exposure = expose(made, policy, None)
    table = aging_values(made, policy, exposure)
    assert table[["fifo_cost", "average_cost"]].isna().all(axis=None)
    assert table["selling_value"].sum() == 45
    assert table["unpriced_units"].sum() == 3
    for name in ("units", "cost_value", "write_down"):
        assert table[name].tolist() == pytest.approx(exposure.aging[name].tolist())
