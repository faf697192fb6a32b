"""Forecasts for items that sell now and then: the mean of three that follow a fading item.

Croston's method is left out on purpose: it updates only when something sells, so it keeps the
old rate for an item that has died.
"""

import numpy as np
from numpy.typing import NDArray

#: Under this many periods the plain mean is as good as anything.
FEWEST_PERIODS = 24
#: Smoothing constants tried for simple exponential smoothing.
SES_ALPHA = (0.05, 0.1, 0.15, 0.2, 0.3)
#: Teunter, Syntetos and Babai (2011), EJOR 214:606: size and probability smoothed apart.
TSB_SIZE_ALPHA, TSB_PROBABILITY_ALPHA = 0.2, 0.1


def _start(values: NDArray[np.float64]) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    return np.isfinite(values), np.nan_to_num(values)


def plain_mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean of the known periods, (n,)."""
    seen, filled = _start(values)
    result: NDArray[np.float64] = filled.sum(axis=0) / np.maximum(seen.sum(axis=0), 1)
    return result


def smoothed(
    values: NDArray[np.float64], alphas: tuple[float, ...] = SES_ALPHA
) -> NDArray[np.float64]:
    """Simple exponential smoothing, each item with the constant that fitted it best, (n,)."""
    seen, filled = _start(values)
    alpha = np.asarray(alphas)[:, None]
    level = np.repeat(plain_mean(values)[None], len(alphas), axis=0)
    sse = np.zeros_like(level)
    for value, known in zip(filled, seen, strict=True):
        error = (value - level) * known
        sse += error**2
        level += alpha * error
    best = sse.argmin(axis=0)
    chosen: NDArray[np.float64] = level[best, np.arange(level.shape[1])]
    return chosen


def size_and_probability(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """TSB: smoothed demand size times smoothed probability of demand, (n,)."""
    seen, filled = _start(values)
    sold = (filled > 0) & seen
    size = filled.sum(axis=0) / np.maximum(sold.sum(axis=0), 1)
    chance = sold.sum(axis=0) / np.maximum(seen.sum(axis=0), 1)
    for value, known, positive in zip(filled, seen, sold, strict=True):
        size = size + TSB_SIZE_ALPHA * positive * (value - size)
        chance = chance + TSB_PROBABILITY_ALPHA * known * (positive - chance)
    result: NDArray[np.float64] = size * chance
    return result


def aggregated(values: NDArray[np.float64], season: int = 12) -> NDArray[np.float64]:
    """IMAPA: smoothing on sums over 1 to the mean interval of periods, averaged, (n,).

    Petropoulos and Kourentzes (2015), JORS 66:914; each item averages the levels up to its own
    mean interval between demands, at most a season.
    """
    seen, filled = _start(values)
    interval = seen.sum(axis=0) / np.maximum((filled > 0).sum(axis=0), 1)
    levels = np.clip(np.round(interval), 1, max(1, min(season, len(values) // 2))).astype(int)
    total = np.zeros(values.shape[1])
    for level in range(1, int(levels.max(initial=1)) + 1):
        member = levels >= level
        if not member.any():
            break
        part = values[len(values) % level :, member]
        sums = part.reshape(-1, level, part.shape[1]).sum(axis=1)
        total[member] += smoothed(sums) / level
    result: NDArray[np.float64] = total / levels
    return result


def intermittent_rate(values: NDArray[np.float64], season: int = 12) -> NDArray[np.float64]:
    """Demand a period, (n,): mean of SES, TSB and IMAPA; the plain mean of short histories.

    Args:
        values: (T, n) units, NaN where unknown.
        season: periods of a year.
    """
    mean = plain_mean(values)
    long = np.isfinite(values).sum(axis=0) >= FEWEST_PERIODS
    if not long.any():
        return mean
    part = values[:, long]
    three = smoothed(part) + size_and_probability(part) + aggregated(part, season)
    mean[long] = three / 3
    return mean
