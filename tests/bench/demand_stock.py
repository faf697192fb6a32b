"""Stock that a forecast needs for the same fill: carparts replayed with lost sales.

Every period each item is ordered up to a quantile of its demand over lead time and review, known
only from the periods before. What is not on the shelf is lost. Sweeping the quantile draws a curve
of units held by share of demand met; at the same share the forecasts can be compared.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from core.demand import distribution
from core.demand.prediction import Prediction

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]

#: Periods from order to arrival, and between orders.
LEAD, REVIEW = 2, 1
PROTECTED = LEAD + REVIEW
#: Periods that forget the stock begun with, and periods measured after them.
WARM_UP, MEASURED = 6, 12
PERIODS = WARM_UP + MEASURED
#: Probabilities that the curve is drawn through.
TARGETS = (0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995, 0.998, 0.999)
#: Smoothing of the Croston method with Syntetos and Boylan's correction (2005), IJF 21:303.
SBA_ALPHA = 0.1
#: Periods before the errors of SBA are believed.
SBA_WARM_UP = 12


class Held(NamedTuple):
    """Share of demand met and units on the shelf at the end of an average period."""

    fill: float
    units: float


def replay(demand: Matrix, goal: Matrix, typical: Vector) -> Held:
    """Order up to a goal each period and lose what is not there.

    Args:
        demand: (PERIODS, N) units.
        goal: (PERIODS, N) stock and orders on the way together after ordering.
        typical: (N,) demand a period, which is on the way at the start.
    """
    on_the_way = [np.minimum(goal[0], typical)] * (LEAD - 1)
    shelf = np.maximum(goal[0] - sum(on_the_way), 0)
    met = asked = held = 0.0
    for period, (wanted, upto) in enumerate(zip(demand, goal, strict=True)):
        on_the_way.append(np.maximum(upto - shelf - sum(on_the_way), 0))
        sold = np.minimum(wanted, shelf)
        shelf = shelf - sold
        if period >= WARM_UP:
            met, asked, held = met + sold.sum(), asked + wanted.sum(), held + shelf.sum()
        shelf = shelf + on_the_way.pop(0)
    return Held(met / asked, held / MEASURED)


def held_at(fill: float, units: Matrix, goals: Callable[[float], Matrix]) -> float:
    """Units held where the curve meets a fill; not a number where it never does."""
    demand, typical = units[-PERIODS:], units[:-PERIODS].mean(axis=0)
    curve = [replay(demand, goals(target), typical) for target in TARGETS]
    shares = [point.fill for point in curve]
    return float(np.interp(fill, shares, [point.units for point in curve], right=np.nan))


def goals_of(found: list[Prediction]) -> Callable[[float], Matrix]:
    """Goals of the engine: the quantile of its demand over the protected time, by origin."""

    def goals(target: float) -> Matrix:
        rows = []
        for one in found:
            mean, sd = one.total(PROTECTED)
            rows.append(distribution.quantile(target, mean, sd, one.counts))
        return np.stack(rows)

    return goals


def sba_goals(units: Matrix) -> Callable[[float], Matrix]:
    """Goals of SBA with normal errors, their spread that of its own past sums, by origin."""
    rate = sba_rates(units)
    sums = np.cumsum(np.vstack([np.zeros((1, units.shape[1])), units]), axis=0)
    after = sums[PROTECTED:] - sums[:-PROTECTED]
    begins = np.arange(len(units) - PERIODS, len(units))
    spread = []
    for begin in begins:
        origin = np.arange(SBA_WARM_UP, begin - PROTECTED + 1)
        error = after[origin] - PROTECTED * rate[origin - 1]
        spread.append(np.sqrt((error**2).mean(axis=0)))
    return lambda target: PROTECTED * rate[begins - 1] + special.ndtri(target) * np.stack(spread)


def sba_rates(units: Matrix) -> Matrix:
    """SBA's demand a period as known after each period, (T, N)."""
    width = units.shape[1]
    size, interval, since = np.zeros(width), np.ones(width), np.ones(width)
    seen = np.zeros(width, dtype=bool)
    rates = np.empty_like(units)
    for now, value in enumerate(units):
        sold = value > 0
        step = np.where(seen, SBA_ALPHA, 1.0) * sold
        size += step * (value - size)
        interval += step * (since - interval)
        seen |= sold
        since = np.where(sold, 1, since + 1)
        rates[now] = np.where(seen, (1 - SBA_ALPHA / 2) * size / interval, 0)
    return rates
