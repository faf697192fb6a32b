"""How much service each item gets: by class, by fill rate, or by what running out costs."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from core.demand import DemandForecast, distribution
from core.policy import Policy, ServiceMeasure
from core.replenishment.policies import newsvendor_ratio
from core.stock import XYZ_LIMITS, abc_classes, demand_variation

Vector = NDArray[np.float64]

DAYS_PER_YEAR = 365.2425

#: Cost-based levels stay between these: below even odds the forecast itself would be less than
#: honored, and no forecast knows its last thousandth.
COST_LEVELS = (0.5, 0.999)
#: No fill rate asks for more than what demand stays within with this probability.
_SURE = 0.9999
#: Halvings of the way to it.
_HALVINGS = 40


def order_classes(forecast: DemandForecast, unit_cost: ArrayLike) -> NDArray[np.str_]:
    """Class items by their share of a year's demand at cost and by its steadiness, (N,).

    "AX" to "CZ"; a letter is left out where it is unknown.

    Args:
        forecast: of N items.
        unit_cost: (N,) money, NaN where unknown.
    """
    yearly = forecast.rate_per_day() * DAYS_PER_YEAR * np.asarray(unit_cost, dtype=np.float64)
    abc = abc_classes(pd.Series(yearly)).fillna("").to_numpy(dtype=str)
    varies = demand_variation(forecast.history)
    place = np.where(np.isnan(varies), 3, np.searchsorted(np.array(XYZ_LIMITS), varies))
    return np.char.add(abc, np.array(["X", "Y", "Z", ""])[place])


def class_levels(classes: NDArray[np.str_], policy: Policy) -> Vector:
    """Service level of each class: its own, else its letter's, else everybody's, (N,)."""
    own = policy.service_levels
    known = {
        name: own.get(name, own.get(name[:1], own.get(name[-1:], policy.service_level)))
        for name in np.unique(classes).tolist()
    }
    names, at = np.unique(classes, return_inverse=True)
    return np.array([known[name] for name in names.tolist()], dtype=np.float64)[at]


def cost_levels(rows: pd.DataFrame, policy: Policy, *, rate: Vector, lot: Vector) -> Vector:
    """Service level that balances a lost margin with the cost of holding, (N,); NaN unknown.

    A newsvendor every cycle with lost sales: the margin of a unit against holding it until the
    next lot, or against the whole cost where it does not keep that long.

    Args:
        rows: unit_cost, unit_price (money), selling_cost_rate, shelf_life_days, protected_days.
        policy: selling and holding cost rates.
        rate: units a day.
        lot: units of one order.
    """
    cost = rows["unit_cost"].to_numpy(dtype=np.float64)
    selling = rows["selling_cost_rate"].fillna(policy.selling_cost_rate).to_numpy()
    margin = rows["unit_price"].to_numpy(dtype=np.float64) * (1 - selling) - cost
    with np.errstate(divide="ignore", invalid="ignore"):
        years = np.where(rate > 0, lot / rate, np.inf) / DAYS_PER_YEAR
        over = policy.holding_cost_rate * cost * np.minimum(years, 1.0)
        spoils = rows["shelf_life_days"] <= rows["protected_days"]
        ratio = newsvendor_ratio(np.maximum(margin, 0.0), np.where(spoils, cost, over))
    return np.asarray(np.clip(ratio, *COST_LEVELS))


def reorder_points(
    level: Vector,
    mean: Vector,
    sd: Vector,
    counts: NDArray[np.bool_],
    *,
    measure: ServiceMeasure,
    lot: Vector,
) -> Vector:
    """Position that demand over the protected time stays within as the service asks, (N,).

    Never below expected demand. For the fill rate what runs short a cycle, E[(D - s)+] -
    E[(D - s - Q)+], is at most its share of the lot Q (type 2 service; Hadley and Whitin 1963,
    ch. 4: exact where the position is spread evenly over s to s + Q).

    Args:
        level: share.
        mean: units over the protected time.
        sd: its standard deviation.
        counts: whole units, see `distribution.quantile`.
        measure: what `level` is a share of.
        lot: units of one order.
    """
    if measure != "fill rate":
        # Where most periods sell nothing the quantile can lie below the mean.
        return np.maximum(distribution.quantile(level, mean, sd, counts), mean)
    point = mean.copy()
    # Of whole units the shortage is a line between whole points, so that only those are tried.
    counts = counts & distribution.over_dispersed(mean, sd)
    lot = np.where(counts, np.ceil(lot), lot)
    some = np.flatnonzero((sd > 0) & (_short(mean, mean, sd, counts, lot) > (1 - level) * lot))
    whole = counts[some]
    mu, spread, size = mean[some], sd[some], lot[some]
    low = np.where(whole, np.floor(mu), mu)
    high = np.maximum(distribution.quantile(_SURE, mu, spread, whole), low + 1)
    for _ in range(_HALVINGS):
        middle = np.where(whole, np.floor((low + high) / 2), (low + high) / 2)
        enough = _short(middle, mu, spread, whole, size) <= (1 - level[some]) * size
        enough &= middle > low
        high, low = np.where(enough, middle, high), np.where(enough, low, middle)
        if ((high - low) <= np.where(whole, 1.0, 1e-9 * high)).all():
            break
    point[some] = np.maximum(high, mu)
    return point


def _short(
    point: Vector, mean: Vector, sd: Vector, counts: NDArray[np.bool_], lot: Vector
) -> Vector:
    """Units expected short in a cycle that starts at the point and a lot."""
    low, high = (distribution.expected_excess(x, mean, sd, counts) for x in (point, point + lot))
    return np.asarray(low - high + lot)
