"""Yearly season: whether an item has one, its indices, shrunk as far as they are noise."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

#: One-sided 95 % point of the test that a series repeats itself after a season.
TEST_Z = 1.645
#: Full seasons an item needs before indices of its own are tried.
OWN_SEASONS = 3


class Season(NamedTuple):
    """Seasonal factors of each series, for multiplication.

    Attributes:
        past: (T, n) factors of the history.
        ahead: (H, n) factors of the horizon.
    """

    past: NDArray[np.float64]
    ahead: NDArray[np.float64]


def autocorrelations(values: NDArray[np.float64], lags: int) -> NDArray[np.float64]:
    """Autocorrelations at lags 1 to `lags`, (lags, n), of series with NaN before their start."""
    centered = np.nan_to_num(values - np.nanmean(values, axis=0))
    total = np.maximum((centered**2).sum(axis=0), 1e-300)
    return np.stack(
        [(centered[lag:] * centered[:-lag]).sum(axis=0) / total for lag in range(1, lags + 1)]
    )


def is_seasonal(values: NDArray[np.float64], season: int) -> NDArray[np.bool_]:
    """Test each series for a season, (n,): significant autocorrelation at the seasonal lag.

    The limit allows for the correlations at shorter lags (Assimakopoulos and Nikolopoulos 2000).
    """
    length = np.isfinite(values).sum(axis=0)
    if len(values) < OWN_SEASONS * season or season < 2:
        return np.zeros(values.shape[1], dtype=np.bool_)
    found = autocorrelations(values, season)
    limit = TEST_Z * np.sqrt((1 + 2 * (found[:-1] ** 2).sum(axis=0)) / length)
    return np.asarray((found[-1] > limit) & (length >= OWN_SEASONS * season))


def centered_average(values: NDArray[np.float64], season: int) -> NDArray[np.float64]:
    """Moving average over one season, centered; NaN where the window is not full."""
    half = season // 2
    weight = np.ones(2 * half + 1)
    if season % 2 == 0:
        weight[0] = weight[-1] = 0.5
    result = np.full(values.shape, np.nan)
    if len(values) < len(weight):
        return result
    total = np.zeros((len(values) - 2 * half, values.shape[1]))
    for offset, share in enumerate(weight):
        total += share * values[offset : offset + len(total)]
    result[half : half + len(total)] = total / season
    return result


def own_factors(values: NDArray[np.float64], season: int) -> NDArray[np.float64]:
    """Multiplicative seasonal factors of each series, (season, n), by phase of row index.

    Classical decomposition: mean ratio to the centered moving average by phase, normalized to
    mean one, then pulled toward one by the share of their spread that noise explains
    (James and Stein 1961; for seasonal indices Miller and Williams 2003, IJF 19:669).
    """
    average = centered_average(values, season)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(average > 0, values / average, np.nan)
    phase = np.arange(len(values)) % season
    count = np.stack([np.isfinite(ratio[phase == p]).sum(axis=0) for p in range(season)])
    sums = np.stack([np.nansum(ratio[phase == p], axis=0) for p in range(season)])
    raw = sums / np.maximum(count, 1)
    raw = np.where(count > 0, raw, 1.0)
    scale = raw.mean(axis=0)
    factors = raw / np.where(scale > 0, scale, 1.0)
    residual = ratio - factors[phase]
    freedom = np.maximum(count.sum(axis=0) - season, 1)
    noise = np.nansum(residual**2, axis=0) / freedom / np.maximum(count.mean(axis=0), 1)
    spread = ((factors - 1) ** 2).sum(axis=0)
    kept = np.clip(1 - (season - 3) * noise / np.maximum(spread, 1e-12), 0, 1)
    return np.asarray(1 + kept * (factors - 1), dtype=np.float64)


def seasons(values: NDArray[np.float64], season: int, horizon: int) -> Season:
    """Seasonal factors of every series over history and horizon; ones where there is none.

    Args:
        values: (T, n), NaN before the start.
        season: periods of a season; 1 for none.
        horizon: periods ahead.
    """
    length, width = values.shape
    factors = np.ones((max(season, 1), width))
    tested = is_seasonal(values, season)
    if tested.any():
        factors[:, tested] = np.maximum(own_factors(values[:, tested], season), 0.05)
    phase = np.arange(length + horizon) % max(season, 1)
    every = factors[phase]
    return Season(past=every[:length], ahead=every[length:])
