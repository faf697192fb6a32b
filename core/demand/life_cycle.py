"""What becomes of items with their age: the shape that launched items share.

In an assortment that is renewed each season an item sells for some months and then stops, which
no item's own history shows until it happened. Items launched before it show it: of all that were
seen at some age, what followed is set against the level they had by then.
"""

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]

#: Periods of history before an item's first sale from which its launch counts as seen: items that
#: sell from the very start may be of any age.
SEEN_LAUNCH = 4
#: Items whose launch was seen before anything is learned of age, and those observed at an age
#: before what followed it is believed.
FEWEST_ITEMS, FEWEST_AT_AGE = 30, 10
#: Smoothing of the level an item has at each age.
LEVEL_ALPHA = 0.25
#: Average items that went on unchanged, added to those observed: a few say little.
PRIOR_ITEMS = 5.0
#: Neighboring ages on each side that are averaged.
NEIGHBORS = 2


def life_shares(units: Matrix, horizon: int) -> Matrix:
    """Share of its level that an item of that age keeps, (horizon, N); never above one.

    Total demand of all items seen both at an age and so many periods after it, over the total of
    their levels at that age. Sums and not means of ratios, so that best sellers count as what they
    are. A rise after launch is left to the trend and the season: in a short history it cannot be
    told from them. Items whose launch was not seen keep their level.

    Args:
        units: (T, N) without season, NaN before the start only.
        horizon: periods ahead.
    """
    length = np.isfinite(units).sum(axis=0)
    shares = np.ones((horizon, units.shape[1]))
    born = np.flatnonzero((len(units) - length >= SEEN_LAUNCH) & (length > 0))
    if len(born) < FEWEST_ITEMS:
        return shares
    by_age, known = _from_launch(units[:, born], length[born])
    kept = _kept(by_age, known, horizon)
    shares[:, born] = kept[length[born] - 1].T
    return shares


def _from_launch(units: Matrix, length: NDArray[np.intp]) -> tuple[Matrix, NDArray[np.bool_]]:
    """Lay series so that all begin in the first row, (T, n), and say what of it is known."""
    rows = np.arange(len(units))[:, None] + (len(units) - length)
    known = rows < len(units)
    laid = np.take_along_axis(units, np.minimum(rows, len(units) - 1), axis=0)
    return np.where(known, laid, 0.0), known


def _kept(by_age: Matrix, known: NDArray[np.bool_], horizon: int) -> Matrix:
    """Share kept by age and periods after it, (T, horizon)."""
    length = len(by_age)
    typical = PRIOR_ITEMS * by_age.sum() / known.sum()
    level = np.zeros(by_age.shape[1])
    kept = np.ones((length, horizon))
    for age in range(length):
        level = level + max(LEVEL_ALPHA, 1 / (age + 1)) * (by_age[age] - level)
        seen = known[age + 1 : age + 1 + horizon]
        followed = by_age[age + 1 : age + 1 + horizon].sum(axis=1)
        reach = int((seen.sum(axis=1) >= FEWEST_AT_AGE).sum())
        if reach:
            before = (level * seen[:reach]).sum(axis=1)
            kept[age, :reach] = (followed[:reach] + typical) / np.maximum(before + typical, 1e-12)
            kept[age, reach:] = kept[age, reach - 1]
        elif age:
            kept[age] = kept[age - 1]
    ages = [slice(max(0, age - NEIGHBORS), age + NEIGHBORS + 1) for age in range(length)]
    smooth = np.stack([kept[near].mean(axis=0) for near in ages])
    return np.asarray(np.minimum(smooth, 1.0))
