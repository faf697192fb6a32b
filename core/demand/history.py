"""Sales rows of any granularity to a regular matrix of units by period and item."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from core.demand import treatment
from core.demand.events import Events, event_factors, event_lifts, event_periods
from core.demand.periods import (
    PERIOD_DAYS,
    Calendar,
    Frequency,
    make_calendar,
    period_end,
    period_start,
)

#: Gaps between selling days up to this many days still speak of weeks.
WEEKLY_GAP_DAYS = 8.0
#: Fewer full weeks than this are counted in months, unless months would be too few to tell.
FEWEST_WEEKS = 26
#: Share of a period's days in stock from which its sales are scaled up rather than set aside.
IN_STOCK_SHARE = 0.5

NO_EVENTS: Events = MappingProxyType({})
_COLUMNS = ("date", "sku", "units", "stockout", "promotion")


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """Units sold by full period and item.

    Attributes:
        calendar: the periods.
        skus: (N,) identifiers, sorted.
        units: (T, N) units that count as demand; NaN before an item's first row and where it was
            out of stock.
        stand_in: (T, N) demand to be expected of the periods out of stock, NaN elsewhere.
        treatments: sku, period, treatment, sold, counted: every period that counts for other
            than its net units. Net units of all others are `units`.
        unfinished_units: units sold in the period that had not ended, which is left out.
        event_lifts: event that fell into the history -> (N,) multiple of each item's usual sales.
    """

    calendar: Calendar
    skus: NDArray[np.str_]
    units: NDArray[np.float64]
    stand_in: NDArray[np.float64]
    treatments: pd.DataFrame
    unfinished_units: float
    event_lifts: Mapping[str, NDArray[np.float64]]

    @property
    def first(self) -> NDArray[np.intp]:
        """Index of each item's first observed period, (N,); T where there is none."""
        seen = np.isfinite(self.units)
        return np.where(seen.any(axis=0), seen.argmax(axis=0), len(self.units))


def choose_frequency(dates: pd.Series, as_of: date) -> Frequency:
    """Choose weeks where sales are dated at least weekly and long enough, else months."""
    days = pd.DatetimeIndex(dates.dropna().unique()).normalize().unique().sort_values()
    if len(days) < 2:
        return "M"
    gap = float(np.median(np.diff(days.to_numpy()) / np.timedelta64(1, "D")))
    weeks = (pd.Timestamp(as_of) - days[0]).days / 7
    return "W" if gap <= WEEKLY_GAP_DAYS and weeks >= FEWEST_WEEKS else "M"


def sales_history(
    sales: pd.DataFrame,
    *,
    as_of: date,
    horizon_days: int,
    freq: Frequency | None = None,
    one_offs_count: bool = False,
    promotions_count: bool = False,
    events: Events = NO_EVENTS,
) -> History:
    """Sum sales rows into full periods up to `as_of`.

    Rows may be days, weeks or months. Returns are netted within their period; what a period
    returned beyond its sales is taken from the latest periods before it. An item's periods between
    its first row and `as_of` without a row are zero demand; before its first row they are unknown.
    A period in which the item was flagged out of stock is unknown too, unless most of its days
    were in stock: then the rate of those days is scaled to the whole period. One period that sold
    far more than any other is a one-off and counts for the best other one; one sold mostly on
    promotion counts for its sales without the lift. A period that has not
    ended by `as_of` is left out, except where rows are period totals dated on `as_of` itself:
    those speak of the whole period.

    Args:
        sales: columns date, sku, units, stockout, optionally promotion.
        as_of: last day whose sales are known.
        horizon_days: days ahead the calendar has to reach.
        freq: "W" or "M"; by default chosen from the spacing and length of the sales.
        one_offs_count: whether one-offs count in full.
        promotions_count: whether periods on promotion count in full.
        events: days that sell differently; their periods count without that difference.
    """
    columns = [name for name in _COLUMNS if name in sales]
    rows = sales.loc[
        sales["date"].notna() & sales["units"].notna() & (sales["date"] <= pd.Timestamp(as_of)),
        columns,
    ]
    freq = freq or choose_frequency(rows["date"], as_of)
    first = rows["date"].min() if len(rows) else pd.Timestamp(as_of)
    calendar = make_calendar(first, _last_known_day(rows["date"], as_of, freq), freq, horizon_days)
    return _history(
        rows,
        calendar,
        one_offs_count=one_offs_count,
        promotions_count=promotions_count,
        events=events,
    )


def _last_known_day(dates: pd.Series, as_of: date, freq: Frequency) -> pd.Timestamp:
    """Move `as_of` to the end of its period where a period total is dated on that very day."""
    known = pd.Timestamp(as_of)
    days = pd.DatetimeIndex(dates.unique()).normalize().unique()
    starts = period_start(days, freq)
    totals = len(days) > 1 and starts.is_unique
    if totals and known in days:
        return period_end(period_start(pd.DatetimeIndex([known]), freq), freq)[0]
    return known


def _history(
    rows: pd.DataFrame,
    calendar: Calendar,
    *,
    one_offs_count: bool,
    promotions_count: bool,
    events: Events,
) -> History:
    periods = calendar.history_periods
    codes, names = pd.factorize(rows["sku"], sort=True)
    column = np.asarray(codes, dtype=np.intp)
    dates = pd.DatetimeIndex(rows["date"])
    index = np.asarray(periods.get_indexer(period_start(dates, calendar.freq)), dtype=np.intp)
    sold = rows["units"].to_numpy(dtype=np.float64)
    shape = (len(periods), len(names))
    full = (index >= 0) & (column >= 0)
    net = _sums(index[full], column[full], sold[full], shape)
    first = np.full(len(names), len(periods))
    np.minimum.at(first, column[full], index[full])
    reach = round(treatment.RETURN_DAYS / PERIOD_DAYS[calendar.freq])
    units = treatment.net_returns(net, most_periods=reach).units
    parts = {treatment.RETURN: np.where(units != net, units, np.nan)}
    out = rows["stockout"].fillna(value=False).to_numpy(dtype=bool) & full
    cut_short = np.zeros(shape, dtype=np.bool_)
    at_least = units
    if out.any():
        units = _without_stockouts(units, rows, index, column, full, out, calendar)
        cut_short = np.isnan(units)
        scaled = (units != at_least) & ~cut_short
        parts[treatment.SCALED] = np.where(scaled, units, np.nan)
    units[np.arange(len(periods))[:, None] < first] = np.nan
    if not promotions_count and "promotion" in rows:
        on = rows["promotion"].fillna(value=False).to_numpy(dtype=bool) & full
        if on.any():
            sums = _sums(index[on], column[on], np.maximum(sold[on], 0.0), shape)
            promoted = treatment.find_promoted(units, sums)
            local = with_gaps_filled(np.where(promoted, np.nan, units))
            lifted, units = units, treatment.without_lift(units, promoted, local)
            parts[treatment.PROMOTION] = np.where(units < lifted, units, np.nan)
    marked = event_periods(events, periods, calendar)
    lifts: dict[str, NDArray[np.float64]] = {}
    if any(at.any() for at in marked.values()):
        fell = np.logical_or.reduce(list(marked.values()))[:, None]
        lifts = event_lifts(units, marked, with_gaps_filled(np.where(fell, np.nan, units)))
        usual = units / event_factors(lifts, marked, shape)
        parts[treatment.EVENT] = np.where(usual != units, usual, np.nan)
        parts[treatment.EVENT][np.isnan(units)] = np.nan
        units = usual
    if not one_offs_count:
        found = treatment.find_one_offs(units)
        units = treatment.best_other(units, found)
        parts[treatment.ONE_OFF] = np.where(found, units, np.nan)
    stand_in = np.full(shape, np.nan)
    if cut_short.any():
        bound = np.where(cut_short, at_least, units)
        expected = treatment.uncensored(bound, cut_short, with_gaps_filled(units))
        stand_in = np.where(cut_short, expected, np.nan)
        parts[treatment.OUT_OF_STOCK] = stand_in
    skus = np.asarray(names, dtype=str)
    return History(
        calendar=calendar,
        skus=skus,
        units=units,
        stand_in=stand_in,
        treatments=treatment.treatments(periods, skus, net, parts),
        unfinished_units=float(sold[~full].sum()),
        event_lifts=lifts,
    )


def _sums(
    index: NDArray[np.intp],
    column: NDArray[np.intp],
    values: ArrayLike,
    shape: tuple[int, int],
) -> NDArray[np.float64]:
    flat = np.bincount(index * shape[1] + column, weights=values, minlength=shape[0] * shape[1])
    return np.asarray(flat.reshape(shape), dtype=np.float64)


def _without_stockouts(
    units: NDArray[np.float64],
    rows: pd.DataFrame,
    index: NDArray[np.intp],
    column: NDArray[np.intp],
    full: NDArray[np.bool_],
    out: NDArray[np.bool_],
    calendar: Calendar,
) -> NDArray[np.float64]:
    """Scale up periods mostly in stock, blank the others: what was not there cannot sell."""
    flagged = pd.DataFrame(
        {
            "index": index[out],
            "column": column[out],
            "day": rows["date"].to_numpy()[out],
        }
    ).drop_duplicates()
    shape = units.shape
    days_out = _sums(
        flagged["index"].to_numpy(),
        flagged["column"].to_numpy(),
        np.ones(len(flagged)),
        shape,
    )
    starts = calendar.history_periods
    length = np.asarray((period_end(starts, calendar.freq) - starts).days + 1, dtype=np.float64)
    daily = len(rows["date"].unique()) > 1.5 * len(starts)
    share = 1 - days_out / length[:, None] if daily else np.where(days_out > 0, 0.0, 1.0)
    inside = full & ~out
    sold = np.maximum(
        _sums(index[inside], column[inside], rows["units"].to_numpy()[inside], shape), 0
    )
    scaled = np.maximum(units, sold / np.maximum(share, IN_STOCK_SHARE))
    return np.where(days_out == 0, units, np.where(share >= IN_STOCK_SHARE, scaled, np.nan))


def with_gaps_filled(units: NDArray[np.float64], *, neighbors: int = 4) -> NDArray[np.float64]:
    """Fill unknown periods inside a history with the mean of the nearest known ones.

    Smoothing needs an unbroken run; a local mean neither invents a trend nor reads a stock-out
    as absent demand. Periods before the first known one stay NaN.

    Args:
        units: (T, N).
        neighbors: how many known periods on each side are averaged.
    """
    known = np.isfinite(units)
    gaps = ~known & (np.cumsum(known, axis=0) > 0)
    if not gaps.any():
        return units
    filled = units.copy()
    for item in np.flatnonzero(gaps.any(axis=0)):
        seen = np.flatnonzero(known[:, item])
        values = units[seen, item]
        sums = np.concatenate([[0.0], np.cumsum(values)])
        at = np.searchsorted(seen, np.flatnonzero(gaps[:, item]))
        low, high = np.maximum(at - neighbors, 0), np.minimum(at + neighbors, len(seen))
        filled[gaps[:, item], item] = (sums[high] - sums[low]) / (high - low)
    return filled
