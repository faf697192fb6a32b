"""Smoothing grids: many parameter settings filtered together, weighted by fit, none selected.

Series are columns of one matrix, right-aligned and ordered by their start, the longest first, so
that the series alive at a step are a leading slice. A grid of settings is the first axis of the
state; one pass over time filters every setting of every series. The forecast is the average over
the settings, weighted by likelihood (Akaike weights; Kolassa 2011, IJF 27:238). The likelihood
counts the errors one step and several steps ahead alike: weights that see one step alone favor
settings that chase the last value. There is no optimizer and no winner, so nothing can fail to
converge.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Starts = NDArray[np.intp]

#: Points of the line that starts level and trend.
START_POINTS = 12
#: Error variance that counts as a perfect fit of a series scaled to mean one.
PERFECT = 1e-10

#: Settings of damped Holt smoothing: level, trend as a share of it, and damping.
HOLT_ALPHA = (0.05, 0.15, 0.3, 0.5, 0.7, 0.9)
HOLT_BETA_SHARE = (0.02, 0.1, 0.25)
HOLT_PHI = (0.8, 0.9, 0.97)
#: Smoothing constants of the theta line.
THETA_ALPHA = (0.02, 0.1, 0.2, 0.3, 0.45, 0.6, 0.75, 0.9)


class Holt(NamedTuple):
    """Damped Holt over all settings, averaged; and the one filter that stands for the average.

    Attributes:
        path: (H, n) forecast.
        level: (T, n) level after each period of the filter with the average setting.
        trend: (T, n) its trend.
        phi: (n,) its damping.
    """

    path: Matrix
    level: Matrix
    trend: Matrix
    phi: Matrix


def alive(first: Starts, length: int) -> NDArray[np.intp]:
    """Count of series that have begun by each period, (T,), for starts in ascending order."""
    return np.searchsorted(first, np.arange(length), side="right")


def steps_judged(horizon: int, length: int) -> tuple[int, ...]:
    """Steps ahead whose errors weigh the settings: the next, and a third of the horizon."""
    far = min(round(horizon / 3), length // 4)
    return (1, far) if far > 1 else (1,)


def line(values: Matrix, first: Starts, *, points: int | None = None) -> tuple[Matrix, Matrix]:
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
    slope = (centered * part).sum(axis=0) / np.maximum((centered**2).sum(axis=0), 1e-9)
    return (mean - slope * middle).astype(np.float32), slope.astype(np.float32)


def weights(sse: Matrix, steps: tuple[int, ...], count: Matrix) -> Matrix:
    """Weights (G, n) of settings by their likelihood.

    Args:
        sse: (S, G, n) summed squared errors by steps ahead.
        steps: the S steps ahead.
        count: (n,) observed periods.
    """
    ahead = np.asarray(steps, dtype=np.float32)[:, None, None]
    variance = sse / np.maximum(count - ahead + 1, 1)
    score = -0.5 * count * np.log(variance + PERFECT).mean(axis=0)
    score -= score.max(axis=0)
    np.exp(score, out=score)
    score /= score.sum(axis=0)
    return np.asarray(score, dtype=np.float32)


def _holt_settings() -> tuple[Matrix, Matrix, Matrix]:
    grid = np.meshgrid(HOLT_PHI, HOLT_ALPHA, HOLT_BETA_SHARE, indexing="ij")
    phi, alpha, share = (axis.reshape(-1, 1).astype(np.float32) for axis in grid)
    return alpha, (alpha * share).astype(np.float32), phi


def _damped(phi: Matrix, horizon: int) -> Matrix:
    """Sums of phi^1 … phi^h by h, (horizon, *phi.shape)."""
    steps = np.arange(1, horizon + 1).reshape(-1, *([1] * phi.ndim))
    return np.asarray(np.cumsum(phi.astype(np.float64) ** steps, axis=0), dtype=np.float32)


def damped_holt(values: Matrix, first: Starts, horizon: int) -> Holt:
    """Filter every setting of damped Holt over every series and average the forecasts.

    Level and trend start on the line through the first twelve values (Gardner and McKenzie 1985,
    MS 31:1237, for the damped trend).

    Args:
        values: (T, n) scaled near one, zeros before the start.
        first: (n,) starts, ascending.
        horizon: periods ahead.
    """
    alpha, beta, phi = _holt_settings()
    begin, slope = line(values, first, points=START_POINTS)
    shape = (len(alpha), values.shape[1])
    level = np.broadcast_to(begin - slope, shape).copy()
    trend = (np.broadcast_to(slope, shape) / phi).astype(np.float32)
    steps = steps_judged(horizon, len(values))
    reach = [_damped(phi, far)[-1] for far in steps[1:]]
    sse = np.zeros((len(steps), *shape), dtype=np.float32)
    spare, other = np.empty(shape, dtype=np.float32), np.empty(shape, dtype=np.float32)
    for now, count in enumerate(alive(first, len(values))):
        lev, tre, err, tmp = (a[:, :count] for a in (level, trend, spare, other))
        tre *= phi
        lev += tre
        np.subtract(values[now, :count], lev, out=err)
        lev += np.multiply(err, alpha, out=tmp)
        tre += np.multiply(err, beta, out=tmp)
        sse[0, :, :count] += np.multiply(err, err, out=err)
        for index, (far, sums) in enumerate(zip(steps[1:], reach, strict=True), start=1):
            if now + far < len(values):
                np.multiply(tre, sums, out=err)
                err += lev
                np.subtract(values[now + far, :count], err, out=err)
                sse[index, :, :count] += np.multiply(err, err, out=err)
    weight = weights(sse, steps, (len(values) - first).astype(np.float32))
    setting = [np.einsum("gn,gk->n", weight, a) for a in (alpha, beta, phi)]
    levels, trends = _one_filter(values, first, begin - slope, slope, setting)
    path = _average_path(weight, level, trend, horizon)
    return Holt(path=path, level=levels, trend=trends, phi=setting[2])


def _average_path(weight: Matrix, level: Matrix, trend: Matrix, horizon: int) -> Matrix:
    """Average forecast (H, n); settings of one damping share the way their trend runs out."""
    phis = np.asarray(HOLT_PHI, dtype=np.float32)
    parts = (weight * trend).reshape(len(phis), -1, weight.shape[1]).sum(axis=1)
    path = np.einsum("hp,pn->hn", _damped(phis, horizon), parts)
    return np.asarray(path + np.einsum("gn,gn->n", weight, level), dtype=np.float32)


def _one_filter(
    values: Matrix, first: Starts, level: Matrix, trend: Matrix, setting: list[Matrix]
) -> tuple[Matrix, Matrix]:
    """Level and trend after each period, (T, n) each, of one setting a series."""
    alpha, beta, phi = setting
    level, trend = level.copy(), trend / phi
    levels, trends = np.zeros_like(values), np.zeros_like(values)
    for now, count in enumerate(alive(first, len(values))):
        tre = trend[:count] * phi[:count]
        expected = level[:count] + tre
        error = values[now, :count] - expected
        level[:count] = expected + alpha[:count] * error
        trend[:count] = tre + beta[:count] * error
        levels[now], trends[now] = level, trend
    return levels, trends


def theta(values: Matrix, first: Starts, horizon: int) -> Matrix:
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
    early = (clock[:length] >= 0) & (clock[:length] < 4)
    alpha = np.asarray(THETA_ALPHA, dtype=np.float32)[:, None]
    level = np.empty((len(alpha), width), dtype=np.float32)
    level[:] = (doubled * early).sum(axis=0) / early.sum(axis=0)
    steps = steps_judged(horizon, length)
    sse, error = np.zeros((len(steps), *level.shape), np.float32), np.empty_like(level)
    for now, count in enumerate(alive(first, length)):
        lev, err = level[:, :count], error[:, :count]
        np.subtract(doubled[now, :count], lev, out=err)
        sse[0, :, :count] += err * err
        err *= alpha
        lev += err
        for index, far in enumerate(steps[1:], start=1):
            if now + far < length:
                np.subtract(doubled[now + far, :count], lev, out=err)
                sse[index, :, :count] += np.multiply(err, err, out=err)
    weight = weights(sse, steps, (length - first).astype(np.float32))
    smoothed = np.einsum("gn,gn->n", weight, level)
    return np.asarray(0.5 * (trend[length:] + smoothed), dtype=np.float32)
