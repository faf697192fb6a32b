"""What service costs: the stock that each service level takes."""

import dataclasses

import numpy as np
import pandas as pd

from core.book import Book
from core.demand import DemandForecast
from core.policy import Policy
from core.replenishment.levels import order_levels
from core.replenishment.orders import supplied_rows

#: Levels a shop chooses among; between them the stock is read off a line.
SERVICE_LEVELS = (0.80, 0.85, 0.90, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98, 0.99, 0.995)


def stock_by_service(book: Book, policy: Policy, forecast: DemandForecast | None) -> pd.DataFrame:
    """Return the stock at cost that each service level takes, were it set for every item.

    On average a shop holds its safety stock and half of what it orders at a time. Items without
    a cost are left out; classes' own levels are set aside. Levels are those of the policy's
    measure; where that is cost, of cycles.

    Returns:
        service_level (fraction), safety_value and stock_value (money); the policy's own level is
        among the rows. Empty without sales.
    """
    columns = ["service_level", "safety_value", "stock_value"]
    if forecast is None:
        return pd.DataFrame(columns=columns, dtype="float64")
    rows = supplied_rows(book, policy, forecast)
    at = forecast.for_skus(rows["sku"])
    kept = (at >= 0) & rows["unit_cost"].notna().to_numpy()
    rows, part = rows[kept], forecast.take(at[kept])
    cost = rows["unit_cost"].to_numpy(dtype=np.float64)
    measure = "cycle" if policy.service_measure == "cost" else policy.service_measure
    own = dataclasses.replace(policy, service_levels={}, service_measure=measure)
    found = []
    for level in sorted({*SERVICE_LEVELS, round(policy.service_level, 6)}):
        levels = order_levels(rows, dataclasses.replace(own, service_level=level), part)
        safety = float((levels["safety_stock"] * cost).sum())
        lots = (levels["order_up_to"] - levels["reorder_point"]).clip(lower=0) / 2
        found.append((level, safety, safety + float((lots * cost).sum())))
    return pd.DataFrame(found, columns=columns)


def cost_of_a_point(curve: pd.DataFrame, level: float) -> float:
    """Return the stock at cost that one point more service takes above a level, NaN unknown.

    Args:
        curve: `stock_by_service`.
        level: fraction; the point ends below the highest level of the curve.
    """
    if curve.empty or level + 0.01 > curve["service_level"].iloc[-1] + 1e-9:
        return float("nan")
    levels, stock = curve["service_level"], curve["stock_value"]
    now, more = np.interp([level, level + 0.01], levels, stock)
    return float(more - now)
