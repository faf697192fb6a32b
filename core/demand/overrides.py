"""Put a person's expectations over the model's forecast, leaving the model's own beside it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.demand.forecast import DemandForecast
from core.demand.periods import Calendar, period_end
from core.demand.prediction import Prediction
from core.override import DemandOverride

#: Columns of the record of overrides.
RECORD = (
    "sku", "category", "from_date", "until_date", "demand_change", "units_per_week", "reason", "by",
    "recorded_on", "withdrawn_on", "items", "units_before", "units_after",
)  # fmt: skip


def with_overrides(
    forecast: DemandForecast,
    overrides: Sequence[DemandOverride],
    *,
    items: pd.DataFrame | None = None,
) -> DemandForecast:
    """Change the expected demand as persons said, each override on what the ones before left.

    A period that an override covers in part changes by that part. Errors stay what they were, or
    grow with the mean: a person's word makes the future no surer. Of an item the model expected
    nothing of, the error is that of a count.

    Args:
        forecast: the model's.
        overrides: in the order they were recorded.
        items: columns sku, category.

    Returns:
        The forecast with `mean` changed, `model_mean` as it was, and the record of overrides:
        `items` it applies to, units ahead before and after it.
    """
    mean = forecast.model_mean.copy()
    category = _categories(forecast.skus, items)
    rows = []
    for override in overrides:
        chosen = _chosen(override, forecast.skus, category)
        before = mean[:, chosen].sum()
        if override.withdrawn_on is None:
            share = _share(override, forecast.calendar)[:, None]
            mean[:, chosen] = _changed(override, mean[:, chosen], share, forecast.calendar)
        after = mean[:, chosen].sum()
        rows.append({**override.settings(), "items": int(chosen.sum())})
        rows[-1] |= {"units_before": float(before), "units_after": float(after)}
    named = pd.DataFrame(rows).rename(columns={"change": "demand_change"})
    record = named.reindex(columns=list(RECORD))
    if np.array_equal(mean, forecast.mean):
        return replace(forecast, overrides=record)
    return replace(forecast, mean=mean, prediction=_widened(forecast, mean), overrides=record)


def _categories(skus: NDArray[np.str_], items: pd.DataFrame | None) -> NDArray[np.object_]:
    if items is None or items.empty:
        return np.full(len(skus), "", dtype=object)
    named = items.drop_duplicates("sku").set_index("sku")["category"].reindex(skus)
    return np.asarray(named.fillna("").to_numpy(dtype=object))


def _chosen(
    override: DemandOverride, skus: NDArray[np.str_], category: NDArray[np.object_]
) -> NDArray[np.bool_]:
    if override.sku:
        return np.asarray(skus == override.sku)
    if override.category:
        return np.asarray(category == override.category, dtype=np.bool_)
    return np.ones(len(skus), dtype=np.bool_)


def _share(override: DemandOverride, calendar: Calendar) -> NDArray[np.float64]:
    """Share of each period's days that the override covers, (H,)."""
    starts, ends = calendar.periods, period_end(calendar.periods, calendar.freq)
    first, last = pd.Timestamp(override.from_date), pd.Timestamp(override.until_date)
    begins, stops = starts.where(starts > first, first), ends.where(ends < last, last)
    days = np.asarray((stops - begins).days, dtype=np.float64) + 1
    return np.asarray(np.clip(days, 0, None) / calendar.full_days)


def _changed(
    override: DemandOverride,
    mean: NDArray[np.float64],
    share: NDArray[np.float64],
    calendar: Calendar,
) -> NDArray[np.float64]:
    if override.change is not None:
        return mean * (1 + override.change * share)
    expected = (override.units_per_week or 0.0) / 7 * calendar.full_days[:, None]
    return np.asarray(mean * (1 - share) + expected * share)


def _widened(forecast: DemandForecast, mean: NDArray[np.float64]) -> Prediction:
    """Return the prediction with the new mean, its errors at least as large as before."""
    prediction = forecast.prediction
    paths = prediction.paths
    changed = mean != paths.mean
    with np.errstate(divide="ignore", invalid="ignore"):
        grown = np.where(paths.mean > 0, mean / paths.mean, 1.0)
        whole = np.where(paths.mean.sum(axis=0) > 0, mean.sum(axis=0) / paths.mean.sum(axis=0), 1.0)
    count = np.sqrt(mean)
    error = np.where(changed, np.maximum(paths.error * np.maximum(grown, 1), count), paths.error)
    total = np.maximum(paths.total_error * np.maximum(whole, 1), count.mean(axis=0))
    total = np.where(changed.any(axis=0), total, paths.total_error)
    usual = np.where(paths.usual > 0, paths.usual * whole, mean.mean(axis=0))
    return replace(
        prediction,
        paths=paths._replace(mean=mean, error=error, total_error=total, usual=usual),
    )
