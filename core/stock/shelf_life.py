"""First expired, first out: which units demand reaches before its deadline.

Demand takes an item's units in a fixed order, each unit only while its own deadline allows. With
units Q_k up to and including row k, and demand D_k until row k's deadline, what is never reached
among the first k rows is the largest shortfall so far, max over j <= k of (Q_j - D_j), or
nothing. Demand that an expired lot could not use stays free for later lots.
"""

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

#: Shares of a row's units below this are noise of the running sums.
_NOISE = 1e-9


def unreached_units(
    item: NDArray[np.intp], units: NDArray[np.float64], demand: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return how many units of each row demand does not reach by the row's deadline.

    Args:
        item: (N,) item of each row; rows stand in the order in which they are sold, and rows of
            one item may stand between others'.
        units: (N,) units of each row, not negative.
        demand: (N,) the item's cumulative demand in units until the row's deadline, not falling
            within an item; infinite where demand is unknown, so that nothing is claimed.

    Returns:
        (N,) units between 0 and `units`.

    >>> unreached_units(np.array([0]), np.array([1200.0]), np.array([600.0])).tolist()
    [600.0]
    """
    if len(units) == 0:
        return np.zeros(0)
    up_to = pd.Series(units).groupby(item).cumsum().to_numpy()
    shortfall = pd.Series(np.maximum(up_to - demand, 0.0)).groupby(item).cummax()
    before = shortfall.groupby(item).shift(fill_value=0.0).to_numpy()
    left = np.clip(shortfall.to_numpy() - before, 0.0, units)
    left = np.where(left < _NOISE * units, 0.0, left)
    whole: NDArray[np.float64] = np.where(units - left < _NOISE * units, units, left)
    return whole


def days_until(dates: pd.Series, *, as_of: date) -> NDArray[np.float64]:
    """Return the days from `as_of` to each date, negative when past, NaN when unknown."""
    return np.asarray((dates - pd.Timestamp(as_of)).dt.days, dtype=np.float64)
