"""forecast_table: any long table of series to forecasts with quantiles, by the same engine."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.demand.prediction import predict
from core.demand.scale import runner
from core.problem import UnusableInputError

#: Spacing of dates: name -> (typical days, periods of its season).
SPACINGS: dict[str, tuple[float, int]] = {
    "D": (1.0, 7),
    "W": (7.0, 52),
    "M": (30.4, 12),
    "Q": (91.3, 4),
    "Y": (365.25, 1),
}
#: Months of a step for spacings that follow the calendar.
_MONTHS = {"M": 1, "Q": 3, "Y": 12}


class _Clock(NamedTuple):
    """How the stamps of a table step: whole numbers, days since 1970, or calendar months.

    Attributes:
        dated: stamps are dates.
        months: months a step; 0 where a step is a count of days or numbers.
        size: days or numbers a step.
        month_ends: all dates are the last of their month.
    """

    dated: bool
    months: int
    size: int
    month_ends: bool

    def steps(self, stamps: NDArray[np.int64]) -> NDArray[np.int64]:
        """Number stamps so that neighbors differ by one."""
        if self.months:
            return _month(stamps) // self.months
        return np.asarray((stamps - stamps.min()) // self.size)

    def ahead(self, last: NDArray[np.int64], horizon: int) -> NDArray[np.int64]:
        """Stamps (N, horizon) that follow each last one (N,)."""
        count = np.arange(1, horizon + 1)
        if not self.months:
            return last[:, None] + self.size * count
        month = _month(last)[:, None] + self.months * count
        first, following = (_first_day(month + extra) for extra in (0, 1))
        if self.month_ends:
            return following - 1
        day = last - _first_day(_month(last))
        return np.minimum(first + day[:, None], following - 1)


def _month(days: NDArray[np.int64]) -> NDArray[np.int64]:
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def _first_day(month: NDArray[np.int64]) -> NDArray[np.int64]:
    return month.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def forecast_table(
    frame: pd.DataFrame,
    *,
    horizon: int,
    freq: str | None = None,
    season: int | None = None,
    levels: Sequence[float] = (0.025, 0.1, 0.5, 0.9, 0.975),
    scheduler: str | None = None,
) -> pd.DataFrame:
    """Forecast every series of a long table from its own last value on.

    Steps that are absent inside a series are unknown, not zero.

    Args:
        frame: columns unique_id, ds (date or whole number), y.
        horizon: steps ahead.
        freq: "D", "W", "M", "Q" or "Y"; by default read off the dates. Whole-number `ds` step by
            their most common difference.
        season: steps of a season; by default that of the frequency, 1 for whole numbers.
        levels: probabilities of the quantiles.
        scheduler: address of a Dask scheduler whose workers share the work; results are the same.

    Returns:
        unique_id, ds, mean and one column q<level> a level, by series and step.

    Raises:
        UnusableInputError: no usable row, or `ds` is neither a date nor a whole number.
    """
    rows = frame[["unique_id", "ds", "y"]].dropna()
    if rows.empty:
        raise UnusableInputError("The table has no row with unique_id, ds and y.")
    stamps, dated = _stamps(rows["ds"])
    codes, names = pd.factorize(rows["unique_id"], sort=True)
    clock, name = _clock(stamps, codes, dated, freq)
    last = np.full(len(names), np.iinfo(np.int64).min)
    np.maximum.at(last, codes, stamps)
    values = _right_aligned(clock.steps(stamps), codes, rows["y"].to_numpy(dtype=np.float64))
    # Only series that end together are known to be in the same phase of the season.
    together = np.ptp(clock.steps(last)) == 0
    with runner(scheduler) as run:
        prediction = predict(
            values,
            season=season or SPACINGS.get(name, (0, 1))[1],
            horizon=horizon,
            groups=np.zeros(len(names), dtype=np.intp) if together else None,
            run=run,
        )
    ahead = clock.ahead(last, horizon).ravel()
    columns: dict[str, object] = {
        "unique_id": np.repeat(np.asarray(names), horizon),
        "ds": ahead.astype("datetime64[D]").astype("datetime64[us]") if dated else ahead,
        "mean": prediction.paths.mean.T.ravel(),
    }
    for level in levels:
        columns[f"q{level:g}"] = prediction.quantile(level).T.ravel()
    return pd.DataFrame(columns)


def _stamps(ds: pd.Series) -> tuple[NDArray[np.int64], bool]:
    """Return whole numbers, or days since 1970 and True."""
    if pd.api.types.is_numeric_dtype(ds):
        numbers = ds.to_numpy(dtype=np.float64)
        if (numbers != np.round(numbers)).any():
            raise UnusableInputError("ds must be a date or a whole number; found a fraction.")
        return numbers.astype(np.int64), False
    try:
        dates = pd.to_datetime(ds, format="ISO8601").to_numpy().astype("datetime64[D]")
    except (ValueError, TypeError) as error:
        raise UnusableInputError(f"ds must be a date or a whole number: {error}") from error
    return dates.astype(np.int64), True


def _clock(
    stamps: NDArray[np.int64], codes: NDArray[np.intp], dated: bool, freq: str | None
) -> tuple[_Clock, str]:
    """Find how stamps step, and the name of that spacing ("" for whole numbers without one)."""
    order = np.lexsort((stamps, codes))
    gaps = np.diff(stamps[order])[np.diff(codes[order]) == 0]
    gaps = gaps[gaps > 0]
    typical = float(np.median(gaps)) if len(gaps) else np.nan
    if not dated:
        size = 1 if np.isnan(typical) else int(typical)
        return _Clock(dated=False, months=0, size=size, month_ends=False), freq or ""
    days = SPACINGS["M"][0] if np.isnan(typical) else typical
    name = freq or min(SPACINGS, key=lambda key: abs(np.log(days / SPACINGS[key][0])))
    ends = bool((_month(stamps + 1) != _month(stamps)).all())
    size = round(SPACINGS[name][0])
    return _Clock(dated=True, months=_MONTHS.get(name, 0), size=size, month_ends=ends), name


def _right_aligned(
    steps: NDArray[np.int64], codes: NDArray[np.intp], y: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Lay series as columns (T, N) that all end in the last row; a step given twice is summed."""
    width = int(codes.max()) + 1
    last = np.full(width, np.iinfo(np.int64).min)
    np.maximum.at(last, codes, steps)
    back = last[codes] - steps
    length = int(back.max()) + 1
    flat = (length - 1 - back) * width + codes
    count = np.bincount(flat, minlength=length * width)
    sums = np.bincount(flat, weights=y, minlength=length * width)
    return np.where(count > 0, sums, np.nan).reshape(length, width)
