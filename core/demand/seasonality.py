"""Yearly season: indices by classical decomposition, pulled toward the group's where noisy.

Every item gets indices; there is no test that switches them on. A test throws away weak seasons
and needs three years, shrinkage keeps what is measured and works from the second season on.
"""

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

#: Weight of a season one season older: indices drift.
SEASON_DECAY = 0.8
#: Indices fitted to the past are too wild by about this share of their spread.
KEPT = 0.97
#: Smallest index; below, dividing by it would blow up the noise of a dead month.
LEAST_FACTOR = 0.05
#: From so many periods a season, group indices are smoothed over neighboring periods.
SMOOTHED_SEASON = 26
#: Least variance of an estimate: history that repeats itself exactly has none, and no sureness is
#: without end.
LEAST_VARIANCE = 1e-12


def seasonal_factors(
    values: Matrix,
    season: int,
    *,
    groups: NDArray[np.intp] | None = None,
    sparse: NDArray[np.bool_] | None = None,
) -> Matrix:
    """Multiplicative factors of each series, (season, N); row 0 belongs to the next period ahead.

    Ratios to a moving average over one season, averaged by phase with older seasons weighing
    less, then pulled toward the indices of the item's group (its category, else all items) by
    the share of their distance that noise explains: James and Stein (1961); for seasonal indices
    Miller and Williams (2003), IJF 19:669. A history of less than a full season has the indices
    of its group alone; when no history spans one, all factors are one.

    Args:
        values: (T, N), NaN before the start only, every series ending in the last row.
        season: periods of a season; 1 for none.
        groups: (N,) numbers of groups that share a season, -1 for none; None pools nothing.
        sparse: (N,) items that sell now and then. Their own indices only say in which months the
            few sales fell; dividing by them would shrink every sale, so they follow their group.
    """
    length, width = values.shape
    if season < 2 or length < season + 2:
        return np.ones((max(season, 1), width))
    seen = np.isfinite(values)
    count = seen.sum(axis=0)
    raw, noise = _raw_factors(np.nan_to_num(values), seen, season)
    own = (count >= season + 2) & np.isfinite(noise)
    target = np.ones_like(raw)
    if groups is not None:
        target = _group_factors(raw, noise, own, groups)
        target = 1 + _trust(np.asarray(length), season) * (target - 1)
    distance = ((raw - target) ** 2).sum(axis=0)
    share = np.clip(1 - (season - 3) * noise / np.maximum(distance, 1e-12), 0, 1)
    if sparse is not None:
        own = own & ~sparse
    share = np.where(own, share * KEPT * _trust(count, season), 0.0)
    return np.maximum(target + share * (raw - target), LEAST_FACTOR)


def _trust(length: NDArray[np.intp], season: int) -> NDArray[np.float64]:
    """How far indices are believed: what was seen once may be the year's, not the season's."""
    return np.sqrt(np.clip((length - season) / season, 0, 1))


def _raw_factors(
    filled: Matrix, seen: NDArray[np.bool_], season: int
) -> tuple[Matrix, NDArray[np.float64]]:
    """Unshrunk factors (season, N) and the variance of their estimate (N,)."""
    pad = -len(filled) % season
    filled = np.vstack([np.zeros((pad, filled.shape[1])), filled])
    weight = np.vstack([np.zeros((pad, seen.shape[1])), seen.astype(np.float64)])
    length, width = filled.shape
    shape = (length // season, season, width)
    age = np.arange(length // season)[::-1]
    aged = weight.reshape(shape) * (SEASON_DECAY**age)[:, None, None]
    total = aged.sum(axis=0)
    amount = np.maximum(_window(weight, season), 1e-9)
    factors = np.ones((season, width))
    ratio = np.zeros(shape)
    for _ in range(2):
        # The second round measures the trend on adjusted data, which evens out cut-off windows.
        adjusted = (filled.reshape(shape) / factors).reshape(filled.shape)
        trend = _window(adjusted, season) / amount
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(trend > 0, filled / trend, 1.0).reshape(shape)
            factors = np.where(total > 0, (ratio * aged).sum(axis=0) / total, 1.0)
        factors = np.maximum(factors / np.maximum(factors.mean(axis=0), 1e-9), LEAST_FACTOR)
    return factors, _noise(ratio, factors, weight.reshape(shape), aged)


def _noise(ratio: Matrix, factors: Matrix, weight: Matrix, aged: Matrix) -> NDArray[np.float64]:
    """Variance of each item's factor estimates, (N,)."""
    season = len(factors)
    count = weight.sum(axis=(0, 1))
    residual = (((ratio - factors) ** 2) * weight).sum(axis=(0, 1))
    flat, known = (
        ratio.reshape(-1, ratio.shape[-1]),
        weight.reshape(-1, ratio.shape[-1]),
    )
    steps = ((np.diff(flat, axis=0) ** 2) * known[1:] * known[:-1]).sum(axis=0)
    # Little more than one season leaves no residual to measure noise on; half the squared steps
    # from period to period stand in, which err on the side of noise.
    spare = np.maximum(count - season, 0)
    prior = season / 2
    variance = (residual + prior * steps / np.maximum(2 * (count - 1), 1)) / (spare + prior)
    with np.errstate(divide="ignore", invalid="ignore"):
        effective = aged.sum(axis=0) ** 2 / (aged**2).sum(axis=0)
    effective = np.nan_to_num(effective).mean(axis=0)
    return np.where(count > season, variance / np.maximum(effective, 0.5), np.inf)


def _window(values: Matrix, season: int) -> Matrix:
    """Sum over a centered window of one season, cut off at both ends."""
    half = season // 2
    sums = np.vstack([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
    at = np.arange(len(values))
    high, low = np.minimum(at + half + 1, len(values)), np.maximum(at - half, 0)
    total = sums[high] - sums[low]
    if season % 2 == 0:
        # An even season reaches half a period into the window's outermost rows.
        inner = sums[np.minimum(at + half, len(values))] - sums[np.maximum(at - half + 1, 0)]
        total = (total + inner) / 2
    return np.asarray(total)


def _group_factors(
    raw: Matrix,
    noise: NDArray[np.float64],
    own: NDArray[np.bool_],
    groups: NDArray[np.intp],
) -> Matrix:
    """Factors of each item's group as far as the item goes along with them, (season, N)."""
    target = np.ones_like(raw)
    if not own.any():
        return target
    # Nobody's indices count for more than a typical item's few times over.
    sure = _sureness(noise, own)
    everyone = _pooled(raw, sure, np.ones(len(raw)))
    target[:] = 1 + _loadings(raw, noise, own, everyone) * (everyone - 1)[:, None]
    for group in np.unique(groups[groups >= 0]):
        member = np.flatnonzero(groups == group)
        if own[member].any():
            part, known = raw[:, member], own[member]
            pooled = _pooled(part, sure[member], everyone)
            loading = _loadings(part, noise[member], known, pooled)
            target[:, member] = 1 + loading * (pooled - 1)[:, None]
    return target


def _loadings(
    raw: Matrix,
    noise: NDArray[np.float64],
    own: NDArray[np.bool_],
    pooled: NDArray[np.float64],
) -> NDArray[np.float64]:
    """How strongly each item follows the pooled season, (n,): 0 not at all, 1 as it is.

    Regression of an item's own indices on the pooled ones, shrunk toward the mean loading by
    empirical Bayes: items that follow alike are believed to, items that differ stay themselves.
    """
    swing = pooled - 1
    power = (swing**2).sum()
    if power < 1e-9:
        return np.zeros(raw.shape[1])
    loading = np.where(own, swing @ (raw - 1) / power, 0.0)
    variance = np.where(own, noise, np.inf) / power
    sure = _sureness(variance, own)
    mean = (sure * loading).sum() / sure.sum()
    spread = sure * ((loading - mean) ** 2 - np.where(own, variance, 0.0))
    between = max(spread.sum() / sure.sum(), 1e-9)
    believed = np.where(own, between / (between + variance), 0.0)
    return np.asarray(np.clip(mean + believed * (loading - mean), 0.0, 2.0))


def _sureness(variance: NDArray[np.float64], own: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Weight of each item's estimate, (n,): by its variance and that of a typical item."""
    either = np.maximum(variance + np.median(variance[own]), LEAST_VARIANCE)
    return np.where(own, 1 / either, 0.0)


def _pooled(
    raw: Matrix, sure: NDArray[np.float64], toward: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Weighted mean of factors, shrunk toward others by how much the items disagree."""
    season = len(raw)
    mean = (raw * sure).sum(axis=1) / sure.sum()
    spread = (((raw - mean[:, None]) ** 2) * sure).sum() / (season * sure.sum())
    noise = spread * (sure**2).sum() / sure.sum() ** 2
    if season >= SMOOTHED_SEASON:
        mean = (np.roll(mean, 1) + 2 * mean + np.roll(mean, -1)) / 4
    distance = ((mean - toward) ** 2).sum()
    share = np.clip(1 - (season - 3) * noise / max(distance, 1e-12), 0, 1)
    result: NDArray[np.float64] = toward + share * (mean - toward)
    return result
