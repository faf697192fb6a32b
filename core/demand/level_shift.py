"""Lasting steps of a series' level: found against the same periods a year before, taken out.

Smoothing takes a year to follow a step and reads it as a trend or a season meanwhile. Once a step
is beyond doubt, what lies before it is brought to the level after it: shape and season stay.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]

#: Change of the level from which a step is looked at, as a factor: smaller ones smoothing follows.
LEAST_FACTOR = 1.5
#: Standard errors that the step must measure, and periods that must have passed since.
LEAST_ERRORS, LEAST_PERIODS = 7.0, 4
#: Periods before the step that must be known with those a year before them.
LEAST_BEFORE = 6
#: Variances of a period by which a step must explain more than a straight line does: growth is
#: no step. The square of three and a half standard errors.
BEYOND_LINE = 12.5


class LevelShift(NamedTuple):
    """The lasting step of each series, if any.

    Attributes:
        since: (N,) periods at the new level; 0 for none.
        factor: (N,) new level over the old one; 1 for none.
    """

    since: NDArray[np.intp]
    factor: Vector

    def take(self, index: NDArray[np.intp]) -> "LevelShift":
        """Return the steps of the series at these positions."""
        return LevelShift(self.since[index], self.factor[index])


def find_level_shift(units: Matrix, *, season: int) -> LevelShift:
    """Find the latest lasting step of each series, within the last season.

    Each period is set against the same one a season before, as the logarithm of their ratio: the
    season drops out. A step is there where two means of these explain them clearly better than a
    straight line does, differ by at least `LEAST_FACTOR`, and by `LEAST_ERRORS` standard errors
    of their difference.

    Args:
        units: (T, N), NaN before a series' start; without gaps after it.
        season: periods of a season; below 2 there is nothing to compare with.
    """
    width = units.shape[1]
    none = LevelShift(np.zeros(width, dtype=np.intp), np.ones(width))
    length = len(units) - season
    if season < 2 or length < LEAST_BEFORE + LEAST_PERIODS:
        return none
    # Half a unit keeps zeros finite, as is usual for logarithms of counts.
    with np.errstate(invalid="ignore"):
        ratio = np.log(units[season:] + 0.5) - np.log(units[:-season] + 0.5)
    known = np.isfinite(ratio)
    seen = np.where(known, ratio, 0.0)
    count, total, square = (
        np.cumsum(each[::-1], axis=0) for each in (known.astype(np.float64), seen, seen**2)
    )  # from the latest period back
    best = np.full(width, np.inf)
    since, factor, errors = none.since.copy(), none.factor.copy(), np.zeros(width)
    for back in range(LEAST_PERIODS, min(season, length - LEAST_BEFORE) + 1):
        after_n, after_sum = count[back - 1], total[back - 1]
        before_n, before_sum = count[-1] - after_n, total[-1] - after_sum
        with np.errstate(divide="ignore", invalid="ignore"):
            after, before = after_sum / after_n, before_sum / before_n
            rest = square[-1] - after_n * after**2 - before_n * before**2
            spread = np.sqrt(np.maximum(rest, 0.0) / (count[-1] - 2))
            error = spread * np.sqrt(1 / after_n + 1 / before_n)
            better = (rest < best) & (after_n >= back) & (before_n >= LEAST_BEFORE)
            best = np.where(better, rest, best)
            since = np.where(better, back, since)
            factor = np.where(better, np.exp(after - before), factor)
            errors = np.where(better, np.abs(after - before) / np.maximum(error, 1e-9), errors)
    found = (
        (np.maximum(factor, 1 / factor) >= LEAST_FACTOR)
        & (errors >= LEAST_ERRORS)
        & (_left_by_line(seen, known) - best >= BEYOND_LINE * best / (count[-1] - 2).clip(min=1))
        & (units[-LEAST_PERIODS:].min(axis=0, initial=np.inf) > 0)
    )
    return LevelShift(np.where(found, since, 0), np.where(found, factor, 1.0))


def _left_by_line(values: Matrix, known: NDArray[np.bool_]) -> Vector:
    """Sum of squares that a straight line through the known values leaves, (N,)."""
    time = np.arange(len(values), dtype=np.float64)[:, None]
    count = np.maximum(known.sum(axis=0), 1)
    middle = np.where(known, time, 0.0).sum(axis=0) / count
    mean = values.sum(axis=0) / count
    apart = np.where(known, time - middle, 0.0)
    off = np.where(known, values - mean, 0.0)
    slope = (apart * off).sum(axis=0) / np.maximum((apart**2).sum(axis=0), 1e-9)
    return np.asarray((off**2).sum(axis=0) - slope**2 * (apart**2).sum(axis=0))


def leveled(units: Matrix, shift: LevelShift) -> Matrix:
    """Bring what lies before a step to the level after it.

    Args:
        units: (T, N).
        shift: as `find_level_shift` returns it.
    """
    before = np.arange(len(units))[:, None] < len(units) - shift.since
    return np.where(before & (shift.since > 0), units * shift.factor, units)
