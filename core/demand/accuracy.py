"""How good the forecast was in the look back, against simply repeating the past."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.demand.backtest import naive_path
from core.demand.prediction import Prediction

Matrix = NDArray[np.float64]

SCORES = ("mase", "wape", "bias", "coverage80", "beats_naive")

#: What the scores are made of, in units; sums over items are true totals.
SUMS = ("tested_units", "absolute_error", "naive_error")

TOTALS = (*SCORES, "naive_wape", "tested_units", "tested_periods")


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
        the last period, whichever did better); tested_units (sold in the look back),
        absolute_error and naive_error (units; naive repeats last year or the last period,
        whichever did better over all items together).
    """
    test = prediction.test
    columns = {"sku": skus, **dict.fromkeys((*SCORES, *SUMS), np.full(len(skus), np.nan))}
    if test.paths is None:
        return pd.DataFrame(columns)
    sums = _sums(prediction, units)
    sold, absolute, signed, inside, count, step, naive = sums
    tested = dict(zip(SUMS, (sold, absolute, _naive_error(prediction, units)), strict=True))
    columns |= {name: np.where(count > 0, sums, np.nan) for name, sums in tested.items()}
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
    """Score all items together: sums over sums; mase is the mean of the items'.

    Returns:
        The scores of `accuracy`, naive_wape (sum of naive_error over units sold), tested_units
        (sold in the look back) and tested_periods.
    """
    if prediction.test.paths is None:
        return pd.Series(dict.fromkeys(TOTALS, np.nan))
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
    with np.errstate(divide="ignore", invalid="ignore"):
        naive_wape = _naive_error(prediction, units).sum() / sold.sum()
    more = (naive_wape, sold.sum(), float(prediction.test.periods))
    return pd.Series(dict(zip(TOTALS, (*total, *more), strict=True)))


def accuracy_by_class(scores: pd.DataFrame, classes: NDArray[np.str_]) -> pd.DataFrame:
    """Add up the look back by kind of demand, the class that sold most first.

    Args:
        scores: `DemandForecast.accuracy`.
        classes: `DemandForecast.classes`, in the same order.

    Returns:
        demand_class, items (tested ones), tested_units, absolute_error, naive_error (units).
    """
    tested = scores.assign(demand_class=classes).dropna(subset=["absolute_error"])
    sums = {name: (name, "sum") for name in SUMS}
    table = tested.groupby("demand_class", as_index=False).agg(items=("sku", "size"), **sums)
    return table.sort_values(
        ["tested_units", "demand_class"], ascending=[False, True], ignore_index=True
    )


def _naive_error(prediction: Prediction, units: Matrix) -> NDArray[np.float64]:
    """Absolute error of the naive forecast that did better over all items, (N,) in units."""
    test = prediction.test
    if test.paths is None:
        raise ValueError("there was no look back")
    # What sold before a stock-out stands in for what is unknown: a gap must not count as no error.
    past = pd.DataFrame(units[: len(units) - test.periods]).ffill().to_numpy()
    known = np.isfinite(test.paths.mean)
    errors = []
    for season in (1, test.season):
        missed = np.abs(naive_path(past, test.periods, season) - test.actual)
        errors.append(np.nansum(np.where(known, missed, 0.0), axis=0))
    return min(errors, key=np.sum)


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
