"""Order proposals as a buyer works through them: what runs out first, what to stop buying."""

import pandas as pd

from core.replenishment.reasons import ORDER, STOP


def urgent_first(orders: pd.DataFrame) -> pd.DataFrame:
    """Sort by the day the stock is gone, then the larger order; items that never run out last.

    Args:
        orders: needs sku, stockout_date, order_cost.
    """
    return orders.sort_values(
        ["stockout_date", "order_cost", "sku"], ascending=[True, False, True], ignore_index=True
    )


def late_orders(orders: pd.DataFrame) -> pd.DataFrame:
    """Return the orders whose item runs out before a delivery ordered today can arrive.

    Args:
        orders: needs action, days_of_cover, lead_time_days.
    """
    due = orders["action"] == ORDER
    return orders[due & (orders["days_of_cover"] < orders["lead_time_days"])]


def stop_buying(orders: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Return the items to buy no more, with the money that lies in them, most first.

    Args:
        orders: all items, as `propose_orders` returns them.
        items: sku, cost_value, write_down (money) of the stock on hand.

    Returns:
        The rows of `orders` with cost_value and write_down; NaN where unknown.
    """
    stopped = orders[orders["action"] == STOP]
    valued = stopped.merge(items[["sku", "cost_value", "write_down"]], on="sku", how="left")
    return valued.sort_values(["cost_value", "sku"], ascending=[False, True], ignore_index=True)
