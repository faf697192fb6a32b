"""What an order may cost later: the chance and the money that part of it is written down."""

import numpy as np
import pandas as pd

from core.demand import DemandForecast, distribution
from core.policy import Policy

#: Columns that `order_risk` adds.
RISKS = ("risk_chance", "risk_units", "risk_cost")


def order_risk(rows: pd.DataFrame, policy: Policy, forecast: DemandForecast | None) -> pd.DataFrame:
    """Add the chance that part of each order ends as excess or expired, and what that costs.

    What is held already sells first. An order has until it expires, until the item ends, or else
    the excess horizon from its arrival. With D demand until then, H position and order together
    and P the position alone, part of the order is left with chance P(D < H), and
    E[(H - D)+] - E[(P - D)+] units of it are expected. Expired units lose their cost, others what
    clearance does not bring back: the item's own clearance prices where there are some, as
    `core.stock.realizable_values` finds them.

    Args:
        rows: sku, position, order_units, order_unit_cost, clearance_nrv (money a unit, NaN
            unknown), lead_time_days, shelf_life_days, end_of_life_date.
        policy: excess horizon.
        forecast: demand; None when there are no sales.

    Returns:
        `rows` with risk_chance (fraction), risk_units (expected), risk_cost (expected money, NaN
        where cost or price is unknown); NaN where nothing is ordered.
    """
    result = rows.assign(**dict.fromkeys(RISKS, np.nan))
    ordered = rows[rows["order_units"] > 0]
    if forecast is None or ordered.empty:
        return result
    part = forecast.take(forecast.for_skus(ordered["sku"]))
    lead = ordered["lead_time_days"].to_numpy(dtype=np.float64)
    expires = lead + ordered["shelf_life_days"].to_numpy(dtype=np.float64)
    life = (ordered["end_of_life_date"] - part.calendar.as_of) / pd.Timedelta(days=1)
    excess = np.fmin(lead + policy.excess_horizon_days, np.maximum(life.to_numpy(np.float64), 0))
    mean, sd = part.cumulative(np.fmin(expires, excess))
    held = ordered["position"].clip(lower=0).to_numpy(dtype=np.float64)
    filled = ordered["position"].to_numpy() + ordered["order_units"].to_numpy()
    filled = np.maximum(filled, held)
    left = distribution.expected_excess(filled, mean, sd, part.counts)
    left = left - distribution.expected_excess(held, mean, sd, part.counts)
    # Of whole units H is sold out as soon as demand reaches it.
    short = np.where(part.counts, np.ceil(filled) - 1, filled)
    chance = distribution.cdf(short, mean, sd, part.counts)
    cost = ordered["order_unit_cost"].to_numpy(dtype=np.float64)
    cleared = ordered["clearance_nrv"].to_numpy(dtype=np.float64)
    lost = np.where(expires <= excess, cost, np.maximum(cost - cleared, 0.0))
    units = np.clip(left, 0.0, ordered["order_units"].to_numpy())
    risks = pd.DataFrame(
        {"risk_chance": chance, "risk_units": units, "risk_cost": units * lost},
        index=ordered.index,
    )
    result.loc[ordered.index, list(RISKS)] = risks
    return result
