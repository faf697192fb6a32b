"""One honest look back: forecast the last periods from before them, and learn from the errors.

The errors of all items, each divided by its own one-step error, are pooled: one item's history is
far too short to know its own 95 % point, the whole assortment's is not (split conformal
prediction across items).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.demand.engine import forecast_points

#: Share of the history that the look back may take.
HELD_OUT = 1 / 3
#: Longest look back in periods: beyond, the growth of errors is extrapolated.
LONGEST = 18
#: Growth of cumulative error with time where nothing could be measured: between independent
#: errors (0.5) and one persistent error (1).
DEFAULT_GROWTH = 0.7
#: Pooled errors needed before they replace the normal's shape.
FEWEST_ERRORS = 200
PROBABILITIES = np.concatenate([[0.001, 0.005], np.arange(0.01, 1.0, 0.01), [0.995, 0.999]])


@dataclass(frozen=True, slots=True, eq=False)
class Backtest:
    """What one look back taught.

    Attributes:
        periods: length of the look back; 0 when the history is too short for one.
        actual: (B, N) units sold, NaN where unknown.
        mean: (B, N) what would have been forecast.
        scale: (N,) one-step error that would have been stated.
        cumulative_scale: error of one period's demand over the one-step error.
        growth: exponent with which cumulative error grows with periods.
    """

    periods: int
    actual: NDArray[np.float64]
    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    cumulative_scale: float
    growth: float


def look_back(
    units: NDArray[np.float64], observed: NDArray[np.bool_], *, season: int, horizon: int
) -> Backtest:
    """Forecast the last periods of every series from the periods before them.

    Args:
        units: (T, N) with gaps filled, NaN before the start.
        observed: (T, N) where units are real, not filled in.
        season: periods of a year.
        horizon: periods the forecast will look ahead.
    """
    length = len(units)
    periods = min(horizon, LONGEST, int(length * HELD_OUT))
    width = units.shape[1]
    if periods < 1 or length - periods < 2:
        none = np.empty((0, width))
        return Backtest(0, none, none, np.full(width, np.nan), 1.0, DEFAULT_GROWTH)
    past = forecast_points(units[:-periods], season=season, horizon=periods)
    actual = np.where(observed, units, np.nan)[-periods:]
    level, growth = _cumulative_growth(units[-periods:] - past.mean, past.scale)
    return Backtest(periods, actual, past.mean, past.scale, level, growth)


def _cumulative_growth(
    errors: NDArray[np.float64], scale: NDArray[np.float64]
) -> tuple[float, float]:
    """Fit rms cumulative error over k periods = c k^growth, errors in units of the scale."""
    usable = (scale > 0) & np.isfinite(errors).all(axis=0)
    if usable.sum() * len(errors) < FEWEST_ERRORS or len(errors) < 2:
        return 1.0, DEFAULT_GROWTH
    summed = np.cumsum(errors[:, usable], axis=0) / scale[usable]
    # Winsorized: a handful of items that exploded must not set everyone's safety stock.
    limit = np.quantile(np.abs(summed), 0.99, axis=1, keepdims=True)
    rms = np.sqrt((np.clip(summed, -limit, limit) ** 2).mean(axis=1))
    steps = np.arange(1, len(errors) + 1)
    growth, level = np.polyfit(np.log(steps), np.log(np.maximum(rms, 1e-9)), 1)
    return float(np.exp(level)), float(np.clip(growth, 0.5, 1.0))


def accuracy(
    test: Backtest, units: NDArray[np.float64], skus: NDArray[np.str_], season: int
) -> pd.DataFrame:
    """Score the look back per item: sku, mase, wape, bias, beats_naive; NaN where unknown.

    The naive forecast repeats last season where the item has one, else the last period.
    """
    past = units[: len(units) - test.periods]
    naive = naive_path(past, test.periods, season)
    known = np.isfinite(test.actual) & np.isfinite(test.mean)
    error = np.where(known, test.mean - test.actual, 0.0)
    count = known.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.where(known, test.actual, 0.0).sum(axis=0)
        absolute = np.abs(error).sum(axis=0)
        steps = np.abs(np.diff(past, axis=0))
        step = np.nansum(steps, axis=0) / np.isfinite(steps).sum(axis=0)
        other = np.where(known, np.abs(naive - test.actual), 0.0).sum(axis=0)
        return pd.DataFrame(
            {
                "sku": skus,
                "mase": np.where(count > 0, absolute / count / step, np.nan),
                "wape": np.where(size > 0, absolute / size, np.nan),
                "bias": np.where(size > 0, error.sum(axis=0) / size, np.nan),
                "beats_naive": absolute <= other,
            }
        )


def naive_path(units: NDArray[np.float64], horizon: int, season: int) -> NDArray[np.float64]:
    """Last season repeated where a full one is known, else the last period, (horizon, N)."""
    path = np.repeat(units[-1:], horizon, axis=0)
    if len(units) >= season > 1:
        again = units[len(units) - season + np.arange(horizon) % season]
        path = np.where(np.isfinite(units[-season]), again, path)
    return path
