"""Rates of items that sell now and then: their own, and what the whole assortment teaches.

Croston's method is left out on purpose: it updates only when something sells, so it keeps the
old rate for an item that has died.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]

#: Under this many periods the plain mean is as good as anything.
FEWEST_PERIODS = 24
#: Smoothing constants tried for simple exponential smoothing.
SES_ALPHA = (0.05, 0.1, 0.15, 0.2, 0.3)
#: Teunter, Syntetos and Babai (2011), EJOR 214:606: size and probability smoothed apart.
TSB_SIZE_ALPHA, TSB_PROBABILITY_ALPHA = 0.2, 0.1
#: Levels, slow to fast, that the pooled rate is made of, next to TSB.
POOLED_ALPHA = (0.05, 0.15, 0.4)
#: Looks back that weigh as much as the belief that all levels count alike.
PRIOR_WINDOWS = 200.0
#: Periods an item must have been known before a look back may start from it.
WARM_UP = 12
#: Items filtered at a time: their state stays in the processor's cache.
CHUNK = 512
#: Longest stretch ahead, as a share of the history, that the pooled rate is fitted to.
LONGEST_SHARE = 0.25


def intermittent_rate(values: Matrix, *, season: int, horizon: int) -> Vector:
    """Demand a period, (n,): half the item's own rate, half the pooled one.

    The own rate is the mean of SES, TSB and IMAPA, or the plain mean of a short history. The
    pooled rate knows what became of such levels in the past: in an aging assortment rates fade,
    which no item shows by itself. Half and half because the next year need not be like the last.

    Args:
        values: (T, n) units, NaN before the start only.
        season: periods of a year.
        horizon: periods ahead.
    """
    return 0.5 * (own_rate(values, season) + pooled_rate(values, horizon))


def own_rate(values: Matrix, season: int) -> Vector:
    """Mean of SES, TSB and IMAPA, (n,); the plain mean under two years of months."""
    mean = plain_mean(values)
    long = np.flatnonzero(np.isfinite(values).sum(axis=0) >= FEWEST_PERIODS)
    for begin in range(0, len(long), CHUNK):
        chunk = long[begin : begin + CHUNK]
        part = values[:, chunk]
        ses = smoothed(part)
        mean[chunk] = (ses + size_and_probability(part) + aggregated(part, season, ses)) / 3
    return mean


def plain_mean(values: Matrix) -> Vector:
    """Mean of the known periods, (n,)."""
    seen = np.isfinite(values)
    total = np.where(seen, values, 0.0).sum(axis=0)
    return np.asarray(total / np.maximum(seen.sum(axis=0), 1))


def smoothed(values: Matrix, alphas: tuple[float, ...] = SES_ALPHA) -> Vector:
    """Simple exponential smoothing, each item with the constant that fitted it best, (n,)."""
    seen, filled = np.isfinite(values), np.nan_to_num(values)
    alpha = np.asarray(alphas)[:, None]
    level = np.repeat(plain_mean(values)[None], len(alphas), axis=0)
    sse = np.zeros_like(level)
    for value, known in zip(filled, seen, strict=True):
        error = (value - level) * known
        sse += error**2
        level += alpha * error
    chosen: Vector = level[sse.argmin(axis=0), np.arange(level.shape[1])]
    return chosen


def size_and_probability(values: Matrix) -> Vector:
    """TSB: smoothed demand size times smoothed probability of demand, (n,)."""
    seen, filled = np.isfinite(values), np.nan_to_num(values)
    sold = (filled > 0) & seen
    size = filled.sum(axis=0) / np.maximum(sold.sum(axis=0), 1)
    chance = sold.sum(axis=0) / np.maximum(seen.sum(axis=0), 1)
    for value, known, positive in zip(filled, seen, sold, strict=True):
        size = size + TSB_SIZE_ALPHA * positive * (value - size)
        chance = chance + TSB_PROBABILITY_ALPHA * known * (positive - chance)
    return np.asarray(size * chance)


def aggregated(values: Matrix, season: int, ses: Vector) -> Vector:
    """IMAPA: smoothing on sums over 1 to the mean interval of periods, averaged, (n,).

    Petropoulos and Kourentzes (2015), JORS 66:914; each item averages the levels up to its own
    mean interval between demands, at most a season.

    Args:
        values: (T, n) units, NaN before the start only.
        season: periods of a year.
        ses: (n,) what `smoothed` makes of them, the first level.
    """
    seen, filled = np.isfinite(values), np.nan_to_num(values)
    interval = seen.sum(axis=0) / np.maximum((filled > 0).sum(axis=0), 1)
    most = max(1, min(season, 12, len(values) // 2))
    levels = np.clip(np.round(interval), 1, most).astype(int)
    total = ses.copy()
    for level in range(2, int(levels.max(initial=1)) + 1):
        member = levels >= level
        part = values[len(values) % level :, member]
        sums = part.reshape(-1, level, part.shape[1]).sum(axis=1)
        total[member] += smoothed(sums) / level
    return np.asarray(total / levels)


def pooled_rate(values: Matrix, horizon: int) -> Vector:
    """Demand a period by one regression over all items and all past origins, (n,).

    The average demand after each past origin on the smoothed levels at that origin, with
    weights that let every item count in proportion to its demand's likely precision (variance
    proportional to the level, as for counts) and a ridge toward the plain average of the levels.

    Args:
        values: (T, n) units, NaN before the start only.
        horizon: periods ahead.
    """
    length, width = values.shape
    reach = max(1, min(horizon, int(length * LONGEST_SHARE)))
    least = 0.02 * float(np.nan_to_num(values).mean()) + 1e-12
    parts = [
        _pooled_sums(values[:, begin : begin + CHUNK], reach, least)
        for begin in range(0, width, CHUNK)
    ]
    gram, cross = sum(part.gram for part in parts), sum(part.cross for part in parts)
    windows = sum(part.windows for part in parts)
    features = np.hstack([part.features for part in parts])
    count = len(features)
    prior = np.full(count, 1 / count)
    ridge = np.trace(gram) / count * PRIOR_WINDOWS / max(windows, 1.0)
    if ridge <= 0:
        return np.asarray(prior @ features)
    share = np.linalg.solve(gram + ridge * np.eye(count), cross + ridge * prior)
    return np.maximum(share @ features, 0.0)


class _Sums(NamedTuple):
    """Normal equations of a chunk of items, how many looks back they hold, levels at the end."""

    gram: Matrix
    cross: Vector
    windows: float
    features: Matrix


def _pooled_sums(values: Matrix, reach: int, least: float) -> _Sums:
    """Walk through time, adding up what followed each level.

    Args:
        values: (T, n) units, NaN before the start only.
        reach: periods after an origin whose average is explained.
        least: units that keep the weight of hardly selling items finite.
    """
    seen, filled = np.isfinite(values), np.nan_to_num(values)
    length, width = values.shape
    sums = np.vstack([np.zeros((1, width)), np.cumsum(filled, axis=0)])
    features = np.zeros((len(POOLED_ALPHA) + 1, width))
    size, chance = np.zeros(width), np.zeros(width)
    count, sales = np.zeros(width), np.zeros(width)
    alpha = np.asarray(POOLED_ALPHA)[:, None]
    gram, cross = np.zeros((len(features),) * 2), np.zeros(len(features))
    windows = 0.0
    for now in range(length):
        known, value = seen[now], filled[now]
        positive = known & (value > 0)
        count += known
        sales += positive
        # A level starts as the mean of what is known and then forgets at its own pace.
        early = 1 / np.maximum(count, 1)
        features[:-1] += np.maximum(alpha, early) * known * (value - features[:-1])
        sizing = np.maximum(TSB_SIZE_ALPHA, 1 / np.maximum(sales, 1))
        size += sizing * positive * (value - size)
        chance += np.maximum(TSB_PROBABILITY_ALPHA, early) * known * (positive - chance)
        features[-1] = size * chance
        if WARM_UP <= now + 1 <= length - reach:
            precision = (count >= WARM_UP) / (features.mean(axis=0) + least)
            after = (sums[now + 1 + reach] - sums[now + 1]) / reach
            gram += (features * precision) @ features.T
            cross += (features * precision) @ after
            windows += float((count >= WARM_UP).sum())
    return _Sums(gram, cross, windows, features)
