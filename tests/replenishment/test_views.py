"""What a buyer sees first, what comes too late, and what lies in items to buy no more."""

import math

import pandas as pd

from core.replenishment.views import late_orders, order_totals, stop_buying, urgent_first

NAN = float("nan")

ORDERS = pd.DataFrame(
    {
        "sku": ["a", "b", "c", "d", "e"],
        "action": ["order", "order", "order", "stop buying", "stop buying"],
        "stockout_date": pd.to_datetime(["2026-03-01", "2026-02-01", "2026-02-01", None, None]),
        "order_cost": [500.0, 20.0, 90.0, 0.0, 0.0],
        "days_of_cover": [40.0, 10.0, 14.0, NAN, 900.0],
        "lead_time_days": [30.0, 14.0, 14.0, 14.0, 14.0],
    }
)


def test_what_runs_out_first_comes_first_and_then_the_larger_order() -> None:
    assert urgent_first(ORDERS)["sku"].tolist() == ["c", "b", "a", "d", "e"]


def test_an_order_is_late_when_the_stock_is_gone_before_the_delivery() -> None:
    assert late_orders(ORDERS)["sku"].tolist() == ["b"]


def test_money_in_items_to_stop_buying_is_that_of_their_stock_and_unknown_stays_unknown() -> None:
    items = pd.DataFrame({"sku": ["e", "a"], "cost_value": [75.0, 10.0], "write_down": [12.0, 0.0]})
    stopped = stop_buying(ORDERS, items)
    assert stopped["sku"].tolist() == ["e", "d"]
    assert stopped["cost_value"].tolist()[0] == 75.0
    assert stopped["cost_value"].isna().tolist() == [False, True]


def test_totals_are_the_sums_of_the_rows_and_of_nothing_zero() -> None:
    items = pd.DataFrame({"sku": ["e"], "cost_value": [75.0], "write_down": [12.0]})
    assert order_totals(ORDERS, stop_buying(ORDERS, items)) == (610.0, 3, 1, 75.0)
    none = ORDERS.assign(action="wait")
    assert order_totals(none, stop_buying(none, items)) == (0.0, 0, 0, 0.0)


def test_totals_are_unknown_where_no_demand_or_no_cost_is() -> None:
    items = pd.DataFrame({"sku": ["e"], "cost_value": [NAN], "write_down": [NAN]})
    unknown = ORDERS.assign(action="unknown", order_cost=NAN)
    assert all(map(math.isnan, order_totals(unknown, stop_buying(unknown, items))))
    uncosted = ORDERS.assign(order_cost=NAN)
    found = order_totals(uncosted, stop_buying(uncosted, items))
    assert math.isnan(found.order_cost)
    assert math.isnan(found.stopped_cost)
    assert found.items == 3
