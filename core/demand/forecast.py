"""forecast_demand: sales rows to a demand forecast with its uncertainty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from core.demand import distribution
from core.demand.classify import classify
from core.demand.events import Events, event_factors, event_periods
from core.demand.history import NO_EVENTS, sales_history
from core.demand.periods import Calendar, Frequency
from core.demand.prediction import Prediction, predict
from core.demand.scale import runner

#: Days between which the day that stock runs out is sought, a century at most …
_SHORTEST_DAYS, _LONGEST_DAYS = 0.1, 36525.0
#: … and how often their ratio is halved: 12.8 / 2^12 is a third of a percent.
_HALVINGS = 12


@dataclass(frozen=True, eq=False)
class DemandForecast:
    """Expected demand of every item that ever sold, and how far it may be off.

    T periods of history, H periods ahead, N items. An item that never sold is not in here: its
    demand is unknown, not zero.

    Attributes:
        calendar: the periods.
        skus: (N,) identifiers, sorted.
        history: (T, N) units; NaN before the first sale and where the item was out of stock.
        mean: (H, N) expected units of each full period ahead, persons' expectations included.
        model_mean: (H, N) what the model alone expects; the same where no person said otherwise.
        classes: (N,) smooth, erratic, intermittent, lumpy, new or dying.
        model: (N,) name of the model that made the forecast.
        counts: (N,) whether demand comes in whole units and varies more than a Poisson count.
        prediction: paths and errors behind all of this.
        ends: (N,) whether the last planned day lies within the horizon: nothing sells after it.
        groups: (N,) number of the category whose season an item shares, -1 for none.
        treatments: periods that count for other than their net sales, see `History`.
        unfinished_units: units sold in the period that had not ended.
        overrides: the record of persons' expectations, see `core.demand.overrides`.
        events: event, past (periods of the history it fell into), ahead, lift (of all items, a
            multiple of their usual sales; NaN where it never came or nothing sold).
    """

    calendar: Calendar
    skus: NDArray[np.str_]
    history: NDArray[np.float64]
    mean: NDArray[np.float64]
    model_mean: NDArray[np.float64]
    classes: NDArray[np.str_]
    model: NDArray[np.str_]
    counts: NDArray[np.bool_]
    prediction: Prediction
    ends: NDArray[np.bool_]
    groups: NDArray[np.intp]
    treatments: pd.DataFrame
    unfinished_units: float
    overrides: pd.DataFrame
    events: pd.DataFrame

    @property
    def period_days(self) -> float:
        """Average days of a period."""
        return self.calendar.period_days

    def cumulative(
        self, days: ArrayLike, index: NDArray[np.intp] | None = None
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Mean and standard deviation of the demand from the day after `as_of` over `days`.

        Args:
            days: scalar or (N,), (K,) with an index;
                part periods count in proportion, days beyond the horizon at
                the rate of the last year of it, none where the item ends before.
            index: (K,) positions of the items asked about, in any order and as often as wanted;
                by default every item once.

        Returns:
            Two (N,) or (K,) vectors in units.
        """
        item = np.arange(len(self.skus)) if index is None else index
        span = np.broadcast_to(np.asarray(days, dtype=np.float64), item.shape)
        edges, sums, after = self._path
        at = np.clip(np.searchsorted(edges, span, side="right") - 1, 0, len(edges) - 2)
        share = (np.minimum(span, edges[-1]) - edges[at]) / (edges[at + 1] - edges[at])
        mean = sums[at, item] + (sums[at + 1, item] - sums[at, item]) * share
        mean += np.maximum(span - edges[-1], 0) * after[item]
        return mean, self.prediction.total_spread(mean, item)

    def days_until(self, units: ArrayLike) -> NDArray[np.float64]:
        """Days after which expected demand has used up `units`, (N,); infinite where it never does.

        Args:
            units: scalar or (N,).
        """
        goal = np.broadcast_to(np.asarray(units, dtype=np.float64), self.skus.shape)
        edges, sums, after = self._path
        item = np.arange(len(self.skus))
        at = np.clip((sums <= goal).sum(axis=0) - 1, 0, len(edges) - 2)
        step = sums[at + 1, item] - sums[at, item]
        with np.errstate(divide="ignore", invalid="ignore"):
            inside = edges[at] + (goal - sums[at, item]) / step * (edges[at + 1] - edges[at])
            beyond = edges[-1] + (goal - sums[-1]) / after
        return np.where(goal >= sums[-1], np.where(after > 0, beyond, np.inf), inside)

    def days_within(
        self, units: ArrayLike, probability: float, index: NDArray[np.intp]
    ) -> NDArray[np.float64]:
        """Days within which `units` run out with the given probability; infinite: never that sure.

        Stock has run out by a day when demand up to it is at least the stock, so this is the day
        on which the quantile of cumulative demand at 1 - `probability` reaches the units, found
        within a third of a percent.

        Args:
            units: (K,), not negative.
            probability: between 0 and 1, exclusive.
            index: (K,) positions of the items asked about.
        """
        goal = np.asarray(units, dtype=np.float64)
        quantile = distribution.gamma_quantile(1 - probability)

        def enough(days: NDArray[np.float64]) -> NDArray[np.bool_]:
            return quantile(*self.cumulative(days, index)) >= goal

        low = np.full(goal.shape, np.log(_SHORTEST_DAYS))
        high = np.full(goal.shape, np.log(_LONGEST_DAYS))
        never = ~enough(np.exp(high))
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            reached = enough(np.exp(middle))
            high, low = np.where(reached, middle, high), np.where(reached, low, middle)
        days = np.where(goal > 0, np.exp((low + high) / 2), 0.0)
        return np.where(never & (goal > 0), np.inf, days)

    @cached_property
    def _path(
        self,
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Days (H+1,), units used by then (H+1, N), and units a day beyond the horizon (N,)."""
        ahead = self.calendar.days_ahead
        steps = self.mean * (ahead / self.calendar.full_days)[:, None]
        edges = np.concatenate([[0.0], np.cumsum(ahead)])
        sums = np.vstack([np.zeros(len(self.skus)), np.cumsum(steps, axis=0)])
        year = slice(max(0, len(ahead) - self.calendar.season), None)
        rate = steps[year].sum(axis=0) / ahead[year].sum()
        return edges, sums, np.where(self.ends, 0.0, rate)

    def cumulative_quantile(self, days: ArrayLike, probability: ArrayLike) -> NDArray[np.float64]:
        """Units that demand over `days` stays within with the given probability, (N,)."""
        mean, sd = self.cumulative(days)
        return distribution.quantile(probability, mean, sd, self.counts)

    def expected_excess(self, days: ArrayLike, units: ArrayLike) -> NDArray[np.float64]:
        """Units expected to be left of `units` after `days` of demand, (N,)."""
        mean, sd = self.cumulative(days)
        return distribution.expected_excess(units, mean, sd, self.counts)

    def quantile(self, probability: float) -> NDArray[np.float64]:
        """Units that each period's demand stays within with the given probability, (H, N)."""
        return self.prediction.quantile(probability)

    def rate_per_day(self) -> NDArray[np.float64]:
        """Expected units a day over the coming year or the horizon if shorter, (N,)."""
        days = min(365.0, float(self.calendar.days_ahead.sum()))
        return self.cumulative(days)[0] / days

    def for_skus(self, skus: Sequence[str] | pd.Series | NDArray[np.str_]) -> NDArray[np.intp]:
        """Position of each sku in the vectors here; -1 where demand is unknown."""
        index = pd.Index(self.skus).get_indexer(pd.Index(np.asarray(skus, dtype=object)))
        return np.asarray(index, dtype=np.intp)

    def take(self, index: NDArray[np.intp]) -> "DemandForecast":
        """Return the forecast of the items at these positions, in that order."""
        return replace(
            self,
            skus=self.skus[index],
            history=self.history[:, index],
            mean=self.mean[:, index],
            model_mean=self.model_mean[:, index],
            classes=self.classes[index],
            model=self.model[index],
            counts=self.counts[index],
            prediction=self.prediction.take(index),
            ends=self.ends[index],
            groups=self.groups[index],
        )

    def frame(self, levels: Sequence[float] = (0.1, 0.5, 0.9)) -> pd.DataFrame:
        """One row an item and period ahead: sku, period, mean, q<percent> a level, model."""
        horizon, width = self.mean.shape
        columns: dict[str, object] = {
            "sku": np.repeat(self.skus, horizon),
            "period": np.tile(self.calendar.periods.to_numpy(), width),
            "mean": self.mean.T.ravel(),
        }
        for level in levels:
            columns[f"q{level * 100:g}"] = self.quantile(level).T.ravel()
        columns["model"] = np.repeat(self.model, horizon)
        return pd.DataFrame(columns)


def forecast_demand(
    sales: pd.DataFrame,
    *,
    as_of: date,
    items: pd.DataFrame | None = None,
    horizon_days: int = 365,
    freq: Frequency | None = None,
    one_offs_count: bool = False,
    promotions_count: bool = False,
    events: Events = NO_EVENTS,
    scheduler: str | None = None,
) -> DemandForecast:
    """Forecast demand of every item in the sales rows.

    Args:
        sales: columns date, sku, units, stockout, optionally promotion; any granularity.
        as_of: last day whose sales are known.
        items: columns sku, category; lets items of a category share their season. With
            end_of_life_date, the forecast of an item stops at that day where it lies ahead; what
            is left after a day that has passed sells as it does.
        horizon_days: days ahead to forecast.
        freq: "W" or "M"; by default chosen from the sales.
        one_offs_count: whether one-offs count in full, see `sales_history`.
        promotions_count: whether promoted periods do.
        events: days that sell differently, past and to come, see `core.demand.events`.
        scheduler: address of a Dask scheduler whose workers share the work; results are the same.
    """
    history = sales_history(
        sales,
        as_of=as_of,
        horizon_days=horizon_days,
        freq=freq,
        one_offs_count=one_offs_count,
        promotions_count=promotions_count,
        events=events,
    )
    calendar = history.calendar
    known = np.isfinite(history.units).any(axis=0)
    units, skus = history.units[:, known], history.skus[known]
    groups = _groups(skus, items)
    with runner(scheduler) as run:
        prediction = predict(
            units,
            season=calendar.season,
            horizon=len(calendar.periods),
            groups=groups,
            from_first_sale=True,
            stand_in=history.stand_in[:, known],
            run=run,
        )
    lifts = {name: lift[known] for name, lift in history.event_lifts.items()}
    prediction = _in_events(prediction, calendar, events, lifts)
    last_days = _last_days(skus, items)
    prediction = _until_the_end(prediction, calendar, last_days)
    return DemandForecast(
        calendar=calendar,
        skus=skus,
        history=units,
        mean=prediction.paths.mean,
        model_mean=prediction.paths.mean,
        classes=classify(units, season=calendar.season),
        model=prediction.paths.model,
        counts=prediction.counts,
        prediction=prediction,
        ends=((last_days > calendar.as_of) & (last_days <= calendar.end)).to_numpy(),
        groups=groups,
        treatments=history.treatments,
        unfinished_units=history.unfinished_units,
        overrides=pd.DataFrame(),
        events=_event_table(events, calendar, lifts, units),
    )


def _in_events(
    prediction: Prediction,
    calendar: Calendar,
    events: Events,
    lifts: Mapping[str, NDArray[np.float64]],
) -> Prediction:
    """Put what events change where they fall next; one that lowers sales is no surer for it."""
    if not lifts:
        return prediction
    paths = prediction.paths
    marked = event_periods(events, calendar.periods, calendar)
    factors = event_factors(lifts, marked, paths.mean.shape)
    paths = paths._replace(mean=paths.mean * factors, error=paths.error * np.maximum(factors, 1.0))
    return replace(prediction, paths=paths)


def _event_table(
    events: Events,
    calendar: Calendar,
    lifts: Mapping[str, NDArray[np.float64]],
    units: NDArray[np.float64],
) -> pd.DataFrame:
    past = event_periods(events, calendar.history_periods, calendar)
    ahead = event_periods(events, calendar.periods, calendar)
    weight = np.nan_to_num(units).sum(axis=0)
    sells = weight.sum() > 0
    rows = [
        (
            name,
            int(past[name].sum()),
            int(ahead[name].sum()),
            float(np.average(lifts[name], weights=weight)) if sells and name in lifts else np.nan,
        )
        for name in events
    ]
    return pd.DataFrame(rows, columns=["event", "past", "ahead", "lift"])


def _last_days(skus: NDArray[np.str_], items: pd.DataFrame | None) -> pd.Series:
    """Last planned day of each sku, NaT where none is known."""
    if items is None or "end_of_life_date" not in items.columns:
        return pd.Series(pd.NaT, index=range(len(skus)), dtype="datetime64[us]")
    days = items.drop_duplicates("sku").set_index("sku")["end_of_life_date"].reindex(skus)
    return pd.Series(pd.to_datetime(days)).reset_index(drop=True)


def _until_the_end(prediction: Prediction, calendar: Calendar, last_days: pd.Series) -> Prediction:
    """Stop the paths of items whose last day lies ahead; of its period the days before it count."""
    ends = last_days > calendar.as_of
    if not ends.any():
        return prediction
    at = np.flatnonzero(ends)
    begins = calendar.periods.to_numpy()[:, None]
    left = (last_days.to_numpy()[at] - begins) / np.timedelta64(1, "D") + 1
    share = np.ones(prediction.paths.mean.shape)
    share[:, at] = np.clip(left / calendar.full_days[:, None], 0, 1)
    paths = prediction.paths
    paths = paths._replace(mean=paths.mean * share, error=paths.error * np.sqrt(share))
    return replace(prediction, paths=paths)


def _groups(skus: NDArray[np.str_], items: pd.DataFrame | None) -> NDArray[np.intp]:
    """Number the category of each sku; -1 where it has none."""
    if items is None or items.empty:
        return np.full(len(skus), -1, dtype=np.intp)
    category = items.drop_duplicates("sku").set_index("sku")["category"].reindex(skus)
    return np.asarray(pd.factorize(category, sort=True)[0], dtype=np.intp)
