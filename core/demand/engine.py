"""Point forecasts of every item at once: which model, its mean path and one-step error."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.demand.classify import ADI_CUT, demand_intervals
from core.demand.intermittent import intermittent_rate, plain_mean
from core.demand.seasonality import seasons
from core.demand.smoothing import damped_holt, theta

#: Series a chunk holds: the state of a grid over so many stays in the processor's cache.
CHUNK = 256
#: From so many observed periods a trend and a smoothed level are worth estimating.
FULL_HISTORY = 12

SMOOTHED = "damped trend and theta"
INTERMITTENT = "intermittent mean"
SHORT = "shrunk mean"
NAIVE = "naive"
MODELS = (SMOOTHED, INTERMITTENT, SHORT, NAIVE)


class Points(NamedTuple):
    """What the engine forecasts.

    Attributes:
        mean: (H, N) expected units a period.
        scale: (N,) root mean squared one-step error in units.
        model: (N,) name of the model.
    """

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    model: NDArray[np.str_]


def forecast_points(units: NDArray[np.float64], *, season: int, horizon: int) -> Points:
    """Forecast every series of a matrix.

    Args:
        units: (T, N) right-aligned, NaN before the start only; a series without any known
            period gets NaN.
        season: periods of a year; 1 for no season.
        horizon: periods ahead.
    """
    length = np.isfinite(units).sum(axis=0)
    width = units.shape[1]
    mean = np.full((horizon, width), np.nan)
    scale = np.full(width, np.nan)
    smooth = (length >= FULL_HISTORY) & (demand_intervals(units) < ADI_CUT)
    short = (length > 0) & (length < FULL_HISTORY)
    sparse = (length >= FULL_HISTORY) & ~smooth
    model = np.select([smooth, sparse], [SMOOTHED, INTERMITTENT], SHORT)
    if smooth.any():
        mean[:, smooth], scale[smooth] = _smoothed(units[:, smooth], season, horizon)
    for group, rate in ((sparse, intermittent_rate), (short, shrunk_mean)):
        if group.any():
            part = units[:, group]
            mean[:, group] = rate(part)
            scale[group] = _spread(part)
    return Points(mean=mean, scale=scale, model=model)


def shrunk_mean(units: NDArray[np.float64]) -> NDArray[np.float64]:
    """Level of a short history, (n,): recent and plain mean, the recent by its share of a year."""
    seen = np.isfinite(units)
    count = seen.sum(axis=0)
    mean = plain_mean(units)
    recent = mean.copy()
    for value, known in zip(np.nan_to_num(units), seen, strict=True):
        recent += 0.3 * known * (value - recent)
    result: NDArray[np.float64] = mean + (recent - mean) * count / FULL_HISTORY
    return result


def _spread(units: NDArray[np.float64]) -> NDArray[np.float64]:
    """Standard deviation around the mean, widened for the mean being estimated, (n,)."""
    count = np.isfinite(units).sum(axis=0)
    error = np.nansum((units - plain_mean(units)) ** 2, axis=0) / np.maximum(count - 1, 1)
    # One period says nothing of spread: as for a Poisson count, the mean stands in.
    variance = np.where(count > 1, error, plain_mean(units))
    return np.asarray(np.sqrt(variance * (1 + 1 / np.maximum(count, 1))))


def _smoothed(
    units: NDArray[np.float64], season: int, horizon: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    first = np.isfinite(units).argmax(axis=0)
    order = np.argsort(first, kind="stable")
    mean = np.empty((horizon, units.shape[1]))
    scale = np.empty(units.shape[1])
    for begin in range(0, len(order), CHUNK):
        chunk = order[begin : begin + CHUNK]
        skip = first[chunk[0]]
        mean[:, chunk], scale[chunk] = _smoothed_chunk(
            units[skip:, chunk], first[chunk] - skip, season, horizon
        )
    return mean, scale


def _smoothed_chunk(
    units: NDArray[np.float64], first: NDArray[np.intp], season: int, horizon: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    factors = seasons(units, season, horizon)
    plain = np.nan_to_num(units / factors.past)
    size = plain.sum(axis=0) / (len(units) - first)
    values = (plain / size).astype(np.float32)
    holt = damped_holt(values, first)
    path = 0.5 * (holt.ahead(horizon) + theta(values, first, horizon))
    mean = np.maximum(path * size * factors.ahead, 0.0)
    return mean, np.sqrt(holt.mse) * size
