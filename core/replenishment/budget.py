"""Orders within a budget: what saves most margin for its money goes first."""

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.demand import DemandForecast, distribution


def within_budget(
    rows: pd.DataFrame, budget: float, forecast: DemandForecast | None
) -> NDArray[np.bool_]:
    """Return which orders the budget pays, (N,); orders of unknown cost are never among them.

    Ranked by the margin (the cost, where no price is known) of the units that demand over the
    protected time would otherwise miss, for each unit of money. An order that does not fit is
    passed over for a later one that does.

    Args:
        rows: sku, position, order_units, order_cost, protected_days, unit_cost, unit_price.
        budget: money; infinite for none.
        forecast: demand; None when there are no sales.
    """
    ordered = (rows["order_units"] > 0).to_numpy()
    if math.isinf(budget) or forecast is None or not ordered.any():
        return ordered
    due = rows[ordered]
    part = forecast.take(forecast.for_skus(due["sku"]))
    mean, sd = part.cumulative(due["protected_days"].to_numpy())
    held = due["position"].to_numpy(dtype=np.float64)
    filled = held + due["order_units"].to_numpy()
    short, covered = (
        mean - at + distribution.expected_excess(np.maximum(at, 0), mean, sd, part.counts)
        for at in (held, filled)
    )
    margin = (due["unit_price"] - due["unit_cost"]).fillna(due["unit_cost"]).clip(lower=0)
    cost = due["order_cost"].to_numpy(dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        worth = (short - np.maximum(covered, 0.0)) * margin.to_numpy() / cost
    names = due["sku"].to_numpy(dtype=str)
    paid = np.zeros(len(due), dtype=bool)
    left = budget
    for place in np.lexsort((names, -np.nan_to_num(worth, posinf=np.inf))).tolist():
        if cost[place] <= left:
            paid[place] = True
            left -= cost[place]
    result = np.zeros(len(rows), dtype=bool)
    result[ordered] = paid
    return result
