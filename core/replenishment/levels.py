"""Reorder point, order-up-to level and lot of every item under the policy's way of ordering."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.demand import DemandForecast
from core.policy import Policy
from core.replenishment.service import (
    DAYS_PER_YEAR,
    ProtectedDemand,
    class_levels,
    cost_levels,
    order_classes,
    reorder_points,
)

Vector = NDArray[np.float64]

#: Standard deviations from its mean that a lead time takes, and how often each.
LEAD_TIME_POINTS = np.array([-np.sqrt(3), 0.0, np.sqrt(3)])
LEAD_TIME_CHANCES = np.array([1 / 6, 2 / 3, 1 / 6])

#: Columns that `order_levels` returns.
LEVELS = (
    "order_class", "service_level", "rate", "lead_time_demand", "safety_stock", "reorder_point",
    "lot", "order_up_to", "arrival_point", "arrival_need", "sells_within", "days_of_cover",
    "position_days", "slack_days",
)  # fmt: skip


def review_days(rows: pd.DataFrame, policy: Policy) -> Vector:
    """Days between two orders of each row's supplier, (N,)."""
    own = rows["supplier"].map(policy.order_cycles).astype(np.float64)
    return np.asarray(own.fillna(float(policy.review_period_days)), dtype=np.float64)


def protected_days(rows: pd.DataFrame, policy: Policy) -> Vector:
    """Days that stock has to last once an order is placed, (N,).

    Lead time, and under periodic review (R) the time until the next look as well: that also
    covers how far the position may have fallen below the reorder point by then.
    """
    watched = policy.order_policy in ("s,S", "s,Q")
    waits = np.zeros(len(rows)) if watched else review_days(rows, policy)
    return np.asarray(rows["lead_time_days"], dtype=np.float64) + waits


def order_levels(rows: pd.DataFrame, policy: Policy, forecast: DemandForecast) -> pd.DataFrame:
    """Return the columns `LEVELS` of items of known demand.

    Args:
        rows: sku, supplier, lead_time_days, lead_time_sd_days, protected_days, unit_cost,
            unit_price, selling_cost_rate, shelf_life_days, end_of_life_date, min_order_qty,
            position, sellable, committed.
        policy: service, order policy, costs.
        forecast: of the same items in the same order.

    Returns:
        A frame with the index of `rows`: units, days, and fractions as `core.policy` has them;
        `arrival_point` is what an empty shelf would need when an order placed now arrives, to last
        until the next one does at the service level, and `arrival_need` the same with a lot;
        `sells_within` is what sells before an order placed now expires or the item ends, NaN
        where nothing limits it.
    """
    days = rows["protected_days"].to_numpy()
    protected = protected_demand(rows, forecast)
    mean = forecast.cumulative(days)[0]
    rate = mean / np.maximum(days, 1e-9)
    rate = np.where(days > 0, rate, forecast.cumulative(1.0)[0])
    later_rate, review = _after_arrival(rows, policy, forecast)
    lot = _lots(rows, policy, later_rate, review)
    classes = order_classes(forecast, rows["unit_cost"])
    cycle = np.fmax(np.where(policy.order_policy == "R,S", review, lot), rate)
    cycle = np.fmax(cycle, rows["min_order_qty"].to_numpy(dtype=np.float64))
    level = class_levels(classes, policy)
    if policy.service_measure == "cost":
        level = np.where(
            np.isnan(own := cost_levels(rows, policy, rate=rate, lot=cycle)), level, own
        )
    point, arrival_point = (
        reorder_points(level, demand, forecast.counts, measure=policy.service_measure, lot=cycle)
        for demand in (protected, demand_after_arrival(rows, policy, forecast))
    )
    limit_days = _days_to_sell(rows, forecast)
    limit = np.where(
        np.isfinite(limit_days), forecast.cumulative(np.nan_to_num(limit_days))[0], np.nan
    )
    batch = np.zeros(len(rows)) if policy.order_policy == "R,S" else lot
    up_to = np.fmin(point + batch, limit)
    position = np.maximum(rows["position"].to_numpy(), 0)
    ready = (rows["sellable"] - rows["committed"].fillna(0)).clip(lower=0).to_numpy()
    columns = (
        classes,
        level,
        rate,
        forecast.cumulative(rows["lead_time_days"].to_numpy())[0],
        point - protected.expected,
        point,
        lot,
        up_to,
        arrival_point,
        arrival_point + batch,
        limit,
        forecast.days_until(ready),
        forecast.days_until(position),
        forecast.days_until(np.maximum(position - point, 0)),
    )
    return pd.DataFrame(dict(zip(LEVELS, columns, strict=True)), index=rows.index)


def protected_demand(rows: pd.DataFrame, forecast: DemandForecast) -> ProtectedDemand:
    """Demand over the protected time of each row, lead times that vary included.

    The lead time takes three values, as often as the points of the Gauss-Hermite rule for a normal
    are worth: its mean, and sqrt(3) standard deviations less or more, which keeps mean and
    variance. Each has its own demand, so that a lead time that varies costs what really sells in
    the days it may add: much before a season, nothing after an item's end.

    Args:
        rows: protected_days, lead_time_days, lead_time_sd_days (NaN: does not vary).
        forecast: of the same items in the same order.
    """
    lead = rows["lead_time_days"].to_numpy(dtype=np.float64)
    waits = rows["protected_days"].to_numpy(dtype=np.float64) - lead
    sd = rows["lead_time_sd_days"].fillna(0).to_numpy(dtype=np.float64)
    days = np.maximum(lead + LEAD_TIME_POINTS[:, None] * sd, 0.0) + waits
    mean, spread = (np.stack(part) for part in zip(*map(forecast.cumulative, days), strict=True))
    return ProtectedDemand(mean, spread, LEAD_TIME_CHANCES)


def demand_after_arrival(
    rows: pd.DataFrame, policy: Policy, forecast: DemandForecast
) -> ProtectedDemand:
    """Demand from the day an order placed now arrives until the order after it does.

    That one follows at the next review, or, where stock is watched all the time, at once; its lead
    time varies as in `protected_demand`.

    Args:
        rows: lead_time_days, lead_time_sd_days (NaN: does not vary), supplier.
        policy: the order policy and its cycles.
        forecast: of the same items in the same order.
    """
    lead = rows["lead_time_days"].to_numpy(dtype=np.float64)
    sd = rows["lead_time_sd_days"].fillna(0).to_numpy(dtype=np.float64)
    watched = policy.order_policy in ("s,S", "s,Q")
    start = lead if watched else review_days(rows, policy)
    days = start + np.maximum(lead + LEAD_TIME_POINTS[:, None] * sd, 0.0)
    before = forecast.cumulative(lead)[0]
    mean = np.maximum(np.stack([forecast.cumulative(until)[0] for until in days]) - before, 0.0)
    spread = np.stack([forecast.prediction.total_spread(each) for each in mean])
    return ProtectedDemand(mean, spread, LEAD_TIME_CHANCES)


def _after_arrival(
    rows: pd.DataFrame, policy: Policy, forecast: DemandForecast
) -> tuple[Vector, Vector]:
    """Units a day, and in the time between two reviews, once an order placed now has arrived.

    The rate is that of as long a time as is protected: what sells before an order arrives says
    nothing of its lot where a season begins or ends.
    """
    lead = rows["lead_time_days"].to_numpy(dtype=np.float64)
    span = np.maximum(rows["protected_days"].to_numpy(dtype=np.float64), 1.0)
    before = forecast.cumulative(lead)[0]
    rate = (forecast.cumulative(lead + span)[0] - before) / span
    return rate, forecast.cumulative(lead + review_days(rows, policy))[0] - before


def _lots(rows: pd.DataFrame, policy: Policy, rate: Vector, review: Vector) -> Vector:
    """Units of one order: the economic quantity, at least the demand until the next order.

    Never more than sells within the excess horizon: beyond it a cheap order is a write-down.
    """
    holding = policy.holding_cost_rate / DAYS_PER_YEAR * rows["unit_cost"].to_numpy(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        economic = np.sqrt(2 * policy.ordering_cost * rate / holding)
    economic = np.where(np.isfinite(economic), economic, 0.0)
    return np.maximum(review, np.minimum(economic, rate * policy.excess_horizon_days))


def _days_to_sell(rows: pd.DataFrame, forecast: DemandForecast) -> Vector:
    """Days within which an order placed now has to be sold; NaN where nothing limits it."""
    shelf = (rows["lead_time_days"] + rows["shelf_life_days"]).to_numpy(dtype=np.float64)
    left = rows["end_of_life_date"] - forecast.calendar.as_of
    life = np.asarray(left / pd.Timedelta(days=1), dtype=np.float64)
    return np.asarray(np.fmin(shelf, np.maximum(life, 0)))
