"""Order proposals as a buyer works through them: what runs out first, what to stop buying."""

import math
from typing import NamedTuple

import pandas as pd

from core.replenishment.reasons import ORDER, STOP, UNKNOWN


class OrderTotals(NamedTuple):
    """Sums over all proposals; NaN where the demand of no item is known, or no cost of any.

    Attributes:
        order_cost: money of the orders of known cost.
        items: orders placed.
        late: of them, those whose item runs out before they arrive.
        stopped_cost: money in the items to buy no more.
    """

    order_cost: float
    items: float
    late: float
    stopped_cost: float


def order_totals(orders: pd.DataFrame, stopped: pd.DataFrame) -> OrderTotals:
    """Sum what is proposed.

    Args:
        orders: needs action, order_cost, days_of_cover, lead_time_days.
        stopped: as `stop_buying` returns it.
    """
    if len(orders) and (orders["action"] == UNKNOWN).all():
        return OrderTotals(math.nan, math.nan, math.nan, math.nan)
    due = orders[orders["action"] == ORDER]
    return OrderTotals(
        order_cost=_sum(due["order_cost"]),
        items=float(len(due)),
        late=float(len(late_orders(orders))),
        stopped_cost=_sum(stopped["cost_value"]),
    )


def _sum(amounts: pd.Series) -> float:
    """Sum what is known: of nothing 0, of amounts nobody knows NaN."""
    return float(amounts.sum(min_count=1)) if len(amounts) else 0.0


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
