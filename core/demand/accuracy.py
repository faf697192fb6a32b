"""How good forecasts from several past origins were, against simply repeating the past."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.demand.backtest import naive_path
from core.demand.forecast import DemandForecast
from core.demand.periods import Frequency
from core.demand.prediction import predict

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]

#: Origins tested at most: a year of quarters, the time a purchase is decided for.
MOST_ORIGINS = 4
#: Periods forecast from each origin, and the least that must be known before one.
WINDOW: dict[Frequency, int] = {"W": 13, "M": 3}
FEWEST_BEFORE = 6
#: Share of the interval whose coverage is counted.
LOW, HIGH = 0.1, 0.9

#: Forecasts that are held against one another.
FORECAST, LAST_PERIOD, LAST_YEAR = (
    "forecast", "repeating the last period", "repeating last year",
)  # fmt: skip

#: What the scores of an item are made of; sums over items are true totals.
SUMS = ("tested_units", "absolute_error", "last_error", "season_error", "naive_error")
SCORES = ("mase", "wape", "bias", "coverage80")


@dataclass(frozen=True, slots=True, eq=False)
class RollingTest:
    """Forecasts from several past origins, each made of nothing but what was known there.

    Attributes:
        origins: first days of the periods that each test begins with, the latest first.
        window: periods forecast from each origin.
        items: one row an item: sku; origins (tested from); mase (mean over the origins of the
            mean absolute error over that of the naive step before the origin; Hyndman and Koehler
            2006, IJF 22:679); wape and bias (shares of the units sold); coverage80 (share of
            periods inside the 80 % interval); tested_units, absolute_error; last_error and
            season_error (of repeating the last period, the last year); naive_error (the one of
            these that errs less over all items). NaN where it cannot be told.
        total: one row a method: method, origins, mase, wape, bias, coverage80 (the forecast's
            alone). Sums over sums; mase the mean over items and origins.
    """

    origins: pd.DatetimeIndex
    window: int
    items: pd.DataFrame
    total: pd.DataFrame

    def item(self, sku: str) -> pd.Series:
        """Return the row of one item."""
        found = self.items.set_index("sku").loc[[sku]]
        return pd.Series(found.iloc[0])

    @property
    def summary(self) -> pd.Series:
        """The forecast's own row of `total`, naive_wape (of the better naive), and origins."""
        by_method = self.total.set_index("method")
        naive = by_method["wape"].reindex([LAST_PERIOD, LAST_YEAR]).min()
        return pd.Series({**by_method.loc[FORECAST].to_dict(), "naive_wape": naive})


def rolling_test(forecast: DemandForecast) -> RollingTest:
    """Forecast again from up to four origins a quarter apart, and score what came of it.

    The interval of each origin is learned from before it as well, so that its coverage is as
    honest as its error. Periods out of stock are not scored. Repeating last year repeats the last
    period where no full year is known; where no origin knows one, its scores are unknown.
    """
    calendar, units = forecast.calendar, forecast.history
    window = max(1, min(WINDOW[calendar.freq], len(units) // 4))
    begins = len(units) - window * np.arange(1, MOST_ORIGINS + 1)
    least = max(FEWEST_BEFORE, len(units) // 4)
    begins = begins[begins >= least]
    parts = [_one_origin(forecast, int(begin), window) for begin in begins]
    width = len(forecast.skus)
    return RollingTest(
        origins=calendar.history_periods[begins],
        window=window,
        items=_items(forecast.skus, parts),
        total=_total(parts, width),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Origin:
    """Sums over the periods after one origin, (N,) each, and whether a year lies before it."""

    sold: Vector
    known: Vector
    inside: Vector
    has_year: bool
    step: Vector
    signed: dict[str, Vector]
    absolute: dict[str, Vector]


def _one_origin(forecast: DemandForecast, begin: int, window: int) -> _Origin:
    past, actual = forecast.history[:begin], forecast.history[begin : begin + window]
    season = forecast.calendar.season
    found = predict(
        past, season=season, horizon=window, groups=forecast.groups, from_first_sale=True
    )
    known = np.isfinite(actual) & np.isfinite(found.paths.mean)
    # What sold before a stock-out stands in for what is unknown: a gap must not count as no error.
    filled = pd.DataFrame(past).ffill().to_numpy()
    paths = {
        FORECAST: found.paths.mean,
        LAST_PERIOD: naive_path(filled, window, 1),
        LAST_YEAR: naive_path(filled, window, season),
    }
    errors = {name: np.where(known, path - actual, 0.0) for name, path in paths.items()}
    inside = (actual >= found.quantile(LOW)) & (actual <= found.quantile(HIGH)) & known
    moved = np.abs(np.diff(past, axis=0))
    with np.errstate(divide="ignore", invalid="ignore"):
        step = np.nansum(moved, axis=0) / np.isfinite(moved).sum(axis=0)
    return _Origin(
        sold=np.where(known, actual, 0.0).sum(axis=0),
        known=known.sum(axis=0).astype(np.float64),
        inside=inside.sum(axis=0).astype(np.float64),
        has_year=len(past) >= season,
        step=step,
        signed={name: error.sum(axis=0) for name, error in errors.items()},
        absolute={name: np.abs(error).sum(axis=0) for name, error in errors.items()},
    )


def _scaled(part: _Origin, name: str) -> Vector:
    """Mean absolute error over the naive step, (N,); NaN where there is none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = part.absolute[name] / part.known / part.step
    return np.where((part.step > 0) & (part.known > 0), ratio, np.nan)


def _known_mean(values: Matrix) -> Vector:
    """Mean of the known values of each column; NaN where there is none."""
    known = np.isfinite(values)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(known, values, 0.0).sum(axis=0) / known.sum(axis=0))


def _items(skus: NDArray[np.str_], parts: list[_Origin]) -> pd.DataFrame:
    width = len(skus)
    nothing = np.full(width, np.nan)
    frame = pd.DataFrame(
        {"sku": skus, "origins": 0, **dict.fromkeys((*SCORES, *SUMS), nothing)},
    )
    if not parts:
        return frame
    sold, count, inside = (
        np.sum([getattr(part, name) for part in parts], axis=0)
        for name in ("sold", "known", "inside")
    )
    absolute = np.sum([part.absolute[FORECAST] for part in parts], axis=0)
    signed = np.sum([part.signed[FORECAST] for part in parts], axis=0)
    last = np.sum([part.absolute[LAST_PERIOD] for part in parts], axis=0)
    tested = count > 0
    season = nothing
    if any(part.has_year for part in parts):
        season = np.sum([part.absolute[LAST_YEAR] for part in parts], axis=0)
    naive = season if np.nansum(season) < last.sum() and np.isfinite(season).any() else last
    sums = dict(zip(SUMS, (sold, absolute, last, season, naive), strict=True))
    with np.errstate(divide="ignore", invalid="ignore"):
        scores = {
            "mase": _known_mean(np.stack([_scaled(part, FORECAST) for part in parts])),
            "wape": np.where(sold > 0, absolute / sold, np.nan),
            "bias": np.where(sold > 0, signed / sold, np.nan),
            "coverage80": inside / count,
        }
    origins = np.sum([part.known > 0 for part in parts], axis=0)
    known = {name: np.where(tested, values, np.nan) for name, values in (scores | sums).items()}
    return frame.assign(origins=origins, **known)


def _total(parts: list[_Origin], width: int) -> pd.DataFrame:
    """Score the methods over all items and origins."""
    rows = []
    for name in (FORECAST, LAST_PERIOD, LAST_YEAR):
        row = {"method": name, "origins": len(parts), **dict.fromkeys(SCORES, np.nan)}
        known = width and (name != LAST_YEAR or any(part.has_year for part in parts))
        sold = sum(float(part.sold.sum()) for part in parts)
        if known and sold > 0:
            scaled = np.concatenate([_scaled(part, name) for part in parts])
            scaled = scaled[np.isfinite(scaled)]
            row["mase"] = float(scaled.mean()) if len(scaled) else np.nan
            row["wape"] = sum(float(part.absolute[name].sum()) for part in parts) / sold
            row["bias"] = sum(float(part.signed[name].sum()) for part in parts) / sold
        if known and name == FORECAST:
            count = sum(float(part.known.sum()) for part in parts)
            inside = sum(float(part.inside.sum()) for part in parts)
            row["coverage80"] = inside / count if count else np.nan
        rows.append(row)
    return pd.DataFrame(rows)


def accuracy_by_class(items: pd.DataFrame, classes: NDArray[np.str_]) -> pd.DataFrame:
    """Add up the test by kind of demand, the class that sold most first.

    Args:
        items: `RollingTest.items`.
        classes: `DemandForecast.classes`, in the same order.

    Returns:
        demand_class, items (tested ones), tested_units, absolute_error, naive_error (units).
    """
    tested = items.assign(demand_class=classes).dropna(subset=["absolute_error"])
    sums = {name: (name, "sum") for name in ("tested_units", "absolute_error", "naive_error")}
    table = tested.groupby("demand_class", as_index=False).agg(items=("sku", "size"), **sums)
    return table.sort_values(
        ["tested_units", "demand_class"], ascending=[False, True], ignore_index=True
    )
