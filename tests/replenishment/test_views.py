"""What a buyer sees first, what comes too late, and what lies in items to buy no more."""

import pandas as pd

from core.replenishment.views import late_orders, stop_buying, urgent_first

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
