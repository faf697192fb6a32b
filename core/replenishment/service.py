"""How much service each item gets: by class, by fill rate, or by what running out costs."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from core.demand import DemandForecast, distribution
from core.policy import Policy, ServiceMeasure
from core.replenishment.policies import newsvendor_ratio
from core.stock import XYZ_LIMITS, abc_classes, demand_variation

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

DAYS_PER_YEAR = 365.2425

#: Cost-based levels stay between these: below even odds the forecast itself would be less than
#: honored, and no forecast knows its last thousandth.
COST_LEVELS = (0.5, 0.999)
#: No fill rate asks for more than what demand stays within with this probability.
_SURE = 0.9999
#: Halvings of the way to it, and the share of it at which they end.
_HALVINGS = 40
_CLOSE = 1e-5


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


class ProtectedDemand(NamedTuple):
    """Demand over the protected time as a mixture over the lead times it may take.

    Attributes:
        mean: (K, N) units, given each lead time.
        sd: (K, N) their standard deviation.
        chances: (K,) of the lead times.
    """

    mean: Matrix
    sd: Matrix
    chances: Vector

    @property
    def expected(self) -> Vector:
        """Mean over the lead times, (N,)."""
        return np.asarray(self.chances @ self.mean)

    def take(self, index: NDArray[np.intp]) -> "ProtectedDemand":
        """Return the demand of the items at these positions."""
        return ProtectedDemand(self.mean[:, index], self.sd[:, index], self.chances)

    def cdf(self, units: Vector, counts: NDArray[np.bool_]) -> Vector:
        """Probability that demand is at most `units`, (N,)."""
        return np.asarray(self.chances @ distribution.cdf(units, self.mean, self.sd, counts))

    def expected_excess(self, units: Vector, counts: NDArray[np.bool_]) -> Vector:
        """Expected units left over of `units`, (N,)."""
        each = distribution.expected_excess(units, self.mean, self.sd, counts)
        return np.asarray(self.chances @ each)

    def quantile(self, level: Vector, counts: NDArray[np.bool_]) -> Vector:
        """Units that demand stays within with the given probability, (N,).

        Sought by halving between Cantelli's bounds. Since demand given each lead time rises with
        it, so does this quantile.
        """
        mean = self.expected
        sd = np.sqrt(np.maximum(self.chances @ (self.sd**2 + self.mean**2) - mean**2, 0.0))
        low = np.maximum(mean - sd * np.sqrt((1 - level) / level), 0.0)
        high = mean + sd * np.sqrt(level / (1 - level))
        low, high = np.where(counts, np.floor(low), low), np.where(counts, np.ceil(high), high)
        for _ in range(_HALVINGS):
            some = np.flatnonzero(high - low > np.where(counts, 0.5, _CLOSE * high))
            if not len(some):
                break
            whole = counts[some]
            middle = (low[some] + high[some]) / 2
            middle = np.where(whole, np.floor(middle), middle)
            enough = self.take(some).cdf(middle, whole) >= level[some]
            high[some] = np.where(enough, middle, high[some])
            low[some] = np.where(enough, low[some], np.where(whole, middle + 1, middle))
        return np.asarray(high)


def reorder_points(
    level: Vector,
    demand: ProtectedDemand,
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
        demand: units over the protected time.
        counts: whole units, see `distribution.quantile`.
        measure: what `level` is a share of.
        lot: units of one order.
    """
    if measure != "fill rate":
        # Where most periods sell nothing the quantile can lie below the mean.
        return np.maximum(demand.quantile(level, counts), demand.expected)
    mean = demand.expected
    point = mean.copy()
    # Of whole units the shortage is a line between whole points, so that only those are tried.
    counts = counts & distribution.over_dispersed(demand.mean, demand.sd).all(axis=0)
    lot = np.where(counts, np.ceil(lot), lot)
    doubt = (demand.sd > 0).any(axis=0)
    some = np.flatnonzero(doubt & (_short(mean, demand, counts, lot) > (1 - level) * lot))
    whole = counts[some]
    part, mu, size = demand.take(some), mean[some], lot[some]
    low = np.where(whole, np.floor(mu), mu)
    high = np.maximum(part.quantile(np.full(len(some), _SURE), whole), low + 1)
    for _ in range(_HALVINGS):
        middle = np.where(whole, np.floor((low + high) / 2), (low + high) / 2)
        enough = _short(middle, part, whole, size) <= (1 - level[some]) * size
        enough &= middle > low
        high, low = np.where(enough, middle, high), np.where(enough, low, middle)
        if ((high - low) <= np.where(whole, 1.0, 1e-9 * high)).all():
            break
    point[some] = np.maximum(high, mu)
    return point


def _short(
    point: Vector, demand: ProtectedDemand, counts: NDArray[np.bool_], lot: Vector
) -> Vector:
    """Units expected short in a cycle that starts at the point and a lot."""
    low, high = (demand.expected_excess(x, counts) for x in (point, point + lot))
    return np.asarray(low - high + lot)
