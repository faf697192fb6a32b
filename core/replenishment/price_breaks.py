"""Larger orders where a supplier's price for more units pays, the risk of the rest included."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.demand import DemandForecast
from core.policy import Policy, PriceSteps
from core.replenishment.risk import order_risk

Vector = NDArray[np.float64]

_YEAR_DAYS = 365


def take_price_breaks(
    rows: pd.DataFrame, policy: Policy, forecast: DemandForecast | None
) -> pd.DataFrame:
    """Give each order the price of its size, and raise it to a break where that costs less.

    All units of an order line cost the price of its size. Of the sizes that still sell in time,
    the one with the lowest cost a year is taken: goods, orders, stock held (half an order on
    average), and the loss expected on what is left of each order. A larger size whose expected
    loss is unknown is not taken. Silver, Pyke and Thomas, section 4.5 (all-units discount), with
    the risk of the rest beside its three costs.

    Args:
        rows: supplier, order_units, order_unit_cost, rate (units a day), pack_size, sells_within,
            and what `order_risk` needs.
        policy: price breaks by supplier, cost of an order line and of holding.
        forecast: demand; None when there are no sales.

    Returns:
        `rows` with order_units and order_unit_cost as chosen, discount (fraction off the price,
        0 for none) and break_units (units from which it holds, NaN where none was reached for).
    """
    result = rows.assign(discount=0.0, break_units=np.nan)
    offered = rows["supplier"].isin([name for name, steps in policy.price_breaks.items() if steps])
    chosen = offered & (rows["order_units"] > 0)
    if not chosen.any():
        return result
    part = rows[chosen]
    steps = [policy.price_breaks[name] for name in part["supplier"]]
    wanted = part["order_units"].to_numpy(dtype=np.float64)
    pack = part["pack_size"].where(part["pack_size"] > 0, 1.0).to_numpy(dtype=np.float64)
    room = (part["sells_within"] - part["position"]).fillna(np.inf).to_numpy(dtype=np.float64)
    units, discount = wanted.copy(), np.zeros(len(part))
    reached = np.full(len(part), np.nan)
    for number in range(max(map(len, steps))):
        least, share = _step(steps, number)
        discount = np.where(wanted >= least, share, discount)
    cost = _yearly_cost(part, units, discount, policy, forecast)
    # Without a known risk of its own size an order is still compared by what is known.
    cost = np.where(np.isnan(cost), _yearly_cost(part, units, discount, policy, None), cost)
    for number in range(max(map(len, steps))):
        least, share = _step(steps, number)
        size = np.ceil(least / pack - 1e-9) * pack
        able = (size > wanted) & (size <= room + 1e-9)
        size = np.where(able, size, wanted)
        new = _yearly_cost(part, size, np.where(able, share, discount), policy, forecast)
        better = able & (new < cost)
        units, cost = np.where(better, size, units), np.where(better, new, cost)
        discount = np.where(better, share, discount)
        reached = np.where(better, least, reached)
    taken = pd.DataFrame(
        {
            "order_units": units,
            "order_unit_cost": part["order_unit_cost"].to_numpy(dtype=np.float64) * (1 - discount),
            "discount": discount,
            "break_units": reached,
        },
        index=part.index,
    )
    result.loc[part.index, list(taken)] = taken
    return result


def _step(steps: Sequence[PriceSteps], number: int) -> tuple[Vector, Vector]:
    """Return units and discount of that step of each row, NaN where it has none."""
    own = [each[number] if number < len(each) else (np.nan, np.nan) for each in steps]
    least, share = np.array(own, dtype=np.float64).T
    return least, share


def _yearly_cost(
    rows: pd.DataFrame,
    units: Vector,
    discount: Vector,
    policy: Policy,
    forecast: DemandForecast | None,
) -> Vector:
    """Money a year at an order size: goods, orders, holding, loss on the rest; NaN unknown."""
    price = rows["order_unit_cost"].to_numpy(dtype=np.float64) * (1 - discount)
    demand = rows["rate"].to_numpy(dtype=np.float64) * _YEAR_DAYS
    cost = price * (demand + policy.holding_cost_rate * units / 2)
    sized = rows.assign(order_units=units, order_unit_cost=price)
    loss: Vector = np.zeros(len(rows))
    if forecast is not None:
        loss = order_risk(sized, policy, forecast)["risk_cost"].to_numpy(dtype=np.float64)
    return np.asarray(cost + (policy.ordering_cost + loss) * demand / units)
