"""How good the forecast was in the look back, against simply repeating the past."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.demand.backtest import naive_path
from core.demand.prediction import Prediction

Matrix = NDArray[np.float64]

SCORES = ("mase", "wape", "bias", "coverage80", "beats_naive")


def accuracy(prediction: Prediction, units: Matrix, skus: NDArray[np.str_]) -> pd.DataFrame:
    """Score the look back per item; NaN where it cannot be told.

    The errors are those of forecasts made before the periods they are held against. Coverage is
    that of the 80 % interval, whose width was learned from the same periods over all items.

    Args:
        prediction: with its look back.
        units: (T, N) history, NaN where unknown.
        skus: (N,).

    Returns:
        sku; mase (mean absolute error over that of the naive step in sample; Hyndman and Koehler
        2006, IJF 22:679); wape and bias (shares of the units sold); coverage80 (share);
        beats_naive (whether the absolute errors sum to less than those of repeating last year or
        the last period, whichever did better).
    """
    test = prediction.test
    columns = {"sku": skus, **dict.fromkeys(SCORES, np.full(len(skus), np.nan))}
    if test.paths is None:
        return pd.DataFrame(columns)
    sums = _sums(prediction, units)
    sold, absolute, signed, inside, count, step, naive = sums
    with np.errstate(divide="ignore", invalid="ignore"):
        columns |= {
            "mase": np.where(step > 0, absolute / count / step, np.nan),
            "wape": np.where(sold > 0, absolute / sold, np.nan),
            "bias": np.where(sold > 0, signed / sold, np.nan),
            "coverage80": np.where(count > 0, inside / count, np.nan),
            "beats_naive": np.where(count > 0, absolute < naive, np.nan),
        }
    return pd.DataFrame(columns)


def accuracy_total(prediction: Prediction, units: Matrix) -> pd.Series:
    """Score all items together: sums over sums; mase is the mean of the items'."""
    if prediction.test.paths is None:
        return pd.Series(dict.fromkeys(SCORES, np.nan))
    sold, absolute, signed, inside, count, step, naive = _sums(prediction, units)
    with np.errstate(divide="ignore", invalid="ignore"):
        scaled = (absolute / count / step)[(step > 0) & (count > 0)]
        total = (
            scaled.mean() if len(scaled) else np.nan,
            absolute.sum() / sold.sum(),
            signed.sum() / sold.sum(),
            inside.sum() / count.sum(),
            float((absolute < naive)[count > 0].mean()) if count.any() else np.nan,
        )
    return pd.Series(dict(zip(SCORES, total, strict=True)))


def _sums(prediction: Prediction, units: Matrix) -> tuple[NDArray[np.float64], ...]:
    """Sums over the look back per item, (N,) each.

    Units sold, absolute and signed error, periods inside the interval, periods known, mean naive
    step in sample, absolute error of the better naive forecast.
    """
    test = prediction.test
    if test.paths is None:
        raise ValueError("there was no look back")
    past = units[: len(units) - test.periods]
    looking_back = prediction.at_the_look_back()
    known = np.isfinite(test.actual) & np.isfinite(test.paths.mean)
    actual = np.where(known, test.actual, 0.0)
    error = np.where(known, test.paths.mean - test.actual, 0.0)
    low, high = looking_back.quantile(0.1), looking_back.quantile(0.9)
    inside = (known & (actual >= low) & (actual <= high)).sum(axis=0)
    moved = np.abs(np.diff(past, axis=0))
    with np.errstate(divide="ignore", invalid="ignore"):
        step = np.nansum(moved, axis=0) / np.isfinite(moved).sum(axis=0)
    naive = [
        np.where(known & np.isfinite(path), np.abs(path - actual), 0.0).sum(axis=0)
        for path in (
            naive_path(past, test.periods, 1),
            naive_path(past, test.periods, test.season),
        )
    ]
    return (
        actual.sum(axis=0),
        np.abs(error).sum(axis=0),
        error.sum(axis=0),
        inside.astype(np.float64),
        known.sum(axis=0).astype(np.float64),
        step,
        np.minimum(*naive),
    )
