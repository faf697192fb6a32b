"""Smoothing grids: many parameter settings filtered together, weighted by fit, none selected.

Series are columns of one matrix, right-aligned and ordered by their start, the longest first, so
that the series alive at a step are a leading slice. A grid of settings is the first axis of the
state. One pass over time filters every setting of every series; the forecast is the average over
the settings with weights that fall with the squared one-step error. There is no optimizer and no
single winner, which is what makes the average robust (Kolassa 2011, IJF 27:238, on Akaike
weights) and fast.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

#: Sharpness of the weights: 1 is the likelihood's own. Above it the average leans to the best.
TEMPERATURE = 3.0
#: Points of the line that starts level and trend.
START_POINTS = 12
#: Error variance that counts as a perfect fit, relative to a series scaled to mean one.
_PERFECT = 1e-10


class Filtered(NamedTuple):
    """State of a family of settings after the last period, averaged over the settings.

    Attributes:
        level: (n,).
        trend: (P, n), one row a damping factor.
        damping: (P,) factors.
        mse: (n,) weighted mean squared one-step error.
    """

    level: Matrix
    trend: Matrix
    damping: NDArray[np.float64]
    mse: Matrix

    def ahead(self, horizon: int) -> Matrix:
        """Forecast (horizon, n): level plus the damped sum of the trend."""
        steps = np.arange(1, horizon + 1)
        sums = np.cumsum(self.damping[:, None] ** steps, axis=1).astype(np.float32)
        path: Matrix = self.level + np.einsum("ph,pn->hn", sums, self.trend)
        return path


@dataclass(frozen=True, slots=True)
class HoltGrid:
    """Settings of damped Holt smoothing; trend smoothing is given as a share of alpha."""

    alpha: tuple[float, ...] = (0.05, 0.15, 0.3, 0.5, 0.7, 0.9)
    beta_share: tuple[float, ...] = (0.02, 0.1, 0.25)
    phi: tuple[float, ...] = (0.8, 0.9, 0.97)

    def columns(self) -> tuple[Matrix, Matrix, Matrix]:
        """Return alpha, beta and phi as (G, 1), phi running slowest."""
        phi, alpha, share = np.meshgrid(self.phi, self.alpha, self.beta_share, indexing="ij")
        flat = [np.asarray(a.reshape(-1, 1), dtype=np.float32) for a in (alpha, alpha * share, phi)]
        return flat[0], flat[1], flat[2]


def alive(first: NDArray[np.intp], length: int) -> NDArray[np.intp]:
    """Count of series that have begun by each period, (T,), for starts in ascending order."""
    return np.searchsorted(first, np.arange(length), side="right")


def line(
    values: Matrix, first: NDArray[np.intp], *, points: int | None = None
) -> tuple[Matrix, Matrix]:
    """Fit a least-squares line to each series' first `points` values (all when None).

    Args:
        values: (T, n) with zeros before the start.
        first: (n,) index of the first value.
        points: how many values from the start.

    Returns:
        Value at the start (n,) and slope a period (n,).
    """
    length = len(values)
    stop = length if points is None else min(length, int(first.max(initial=0)) + points)
    clock = np.arange(stop, dtype=np.float32)[:, None] - first.astype(np.float32)
    inside = clock >= 0
    if points is not None:
        inside &= clock < points
    weight = inside.astype(np.float32)
    part = values[:stop] * weight
    count = weight.sum(axis=0)
    middle = (count - 1) / 2
    mean = part.sum(axis=0) / np.maximum(count, 1)
    centered = (clock - middle) * weight
    spread = (centered**2).sum(axis=0)
    slope = (centered * part).sum(axis=0) / np.maximum(spread, 1e-9)
    return (mean - slope * middle).astype(np.float32), slope.astype(np.float32)


def weights(sse: Matrix, count: Matrix) -> Matrix:
    """Weights (G, n) of settings from their squared errors (G, n) over `count` periods (n,)."""
    score = np.log(sse / count + _PERFECT)
    score *= -0.5 * TEMPERATURE * count
    score -= score.max(axis=0)
    np.exp(score, out=score)
    score /= score.sum(axis=0)
    return np.asarray(score, dtype=np.float32)


def damped_holt(values: Matrix, first: NDArray[np.intp], grid: HoltGrid | None = None) -> Filtered:
    """Filter every setting of damped Holt over every series.

    Level and trend start on the line through the first twelve values.

    Args:
        values: (T, n) scaled near one, zeros before the start.
        first: (n,) starts, ascending.
        grid: the settings.
    """
    grid = grid or HoltGrid()
    alpha, beta, phi = grid.columns()
    begin, slope = line(values, first, points=START_POINTS)
    shape = (len(alpha), values.shape[1])
    level = np.broadcast_to(begin - slope, shape).copy()
    trend = np.broadcast_to(slope, shape) / phi
    sse, error, work = (np.zeros(shape, dtype=np.float32) for _ in range(3))
    for step, count in enumerate(alive(first, len(values))):
        lev, tre, err, tmp = (a[:, :count] for a in (level, trend, error, work))
        np.multiply(tre, phi, out=tre)
        np.add(lev, tre, out=lev)
        np.subtract(values[step, :count], lev, out=err)
        np.multiply(err, alpha, out=tmp)
        np.add(lev, tmp, out=lev)
        np.multiply(err, beta, out=tmp)
        np.add(tre, tmp, out=tre)
        np.multiply(err, err, out=err)
        np.add(sse[:, :count], err, out=sse[:, :count])
    length = (len(values) - first).astype(np.float32)
    weight = weights(sse, length)
    parts = len(grid.phi)
    return Filtered(
        level=np.einsum("gn,gn->n", weight, level),
        trend=(weight * trend).reshape(parts, -1, shape[1]).sum(axis=1),
        damping=np.asarray(grid.phi),
        mse=np.einsum("gn,gn->n", weight, sse) / length,
    )


#: Smoothing constants of the theta line.
THETA_ALPHA = np.concatenate([[0.02], np.linspace(0.1, 0.9, 11), [0.98]]).astype(np.float32)


def theta(values: Matrix, first: NDArray[np.intp], horizon: int) -> Matrix:
    """Forecast by the Theta method with a grid of smoothing constants, (horizon, n).

    The mean of the trend line and of the smoothed theta-2 line, which doubles the distance to the
    trend line (Assimakopoulos and Nikolopoulos 2000, IJF 16:521).

    Args:
        values: (T, n) scaled near one, zeros before the start.
        first: (n,) starts, ascending.
        horizon: periods ahead.
    """
    length, width = values.shape
    begin, slope = line(values, first)
    clock = np.arange(length + horizon, dtype=np.float32)[:, None] - first.astype(np.float32)
    trend = begin + slope * clock
    doubled = 2 * values - trend[:length]
    count = alive(first, length)
    early = (clock[:length] >= 0) & (clock[:length] < 4)
    level = np.empty((len(THETA_ALPHA), width), dtype=np.float32)
    level[:] = (doubled * early).sum(axis=0) / early.sum(axis=0)
    alpha = THETA_ALPHA[:, None]
    sse, error = np.zeros_like(level), np.empty_like(level)
    for step in range(length):
        now = count[step]
        lev, err = level[:, :now], error[:, :now]
        np.subtract(doubled[step, :now], lev, out=err)
        lev += alpha * err
        np.multiply(err, err, out=err)
        sse[:, :now] += err
    weight = weights(sse, (length - first).astype(np.float32))
    smoothed = np.einsum("gn,gn->n", weight, level)
    result: Matrix = 0.5 * (trend[length:] + smoothed)
    return result
