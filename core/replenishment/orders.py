"""Order proposals: what to order, how much, when, and why; what to stop buying."""

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.book import Book
from core.demand import DemandForecast, distribution
from core.policy import Policy
from core.replenishment.lead_time import lead_times
from core.replenishment.policies import lead_time_demand_sd, order_quantity
from core.replenishment.reasons import ORDER, STOP, UNKNOWN, WAIT, order_reasons
from core.stock.words import says_damaged, says_discontinued, says_expired

COLUMNS = (
    "sku", "description", "supplier", "category", "on_hand", "on_order", "committed", "position",
    "lead_time_days", "lead_time_sd_days", "lead_time_source", "lead_time_demand", "safety_stock",
    "reorder_point", "order_up_to", "order_units", "order_cost", "order_date", "stockout_date",
    "days_of_cover", "reason", "action",
)  # fmt: skip

#: What `items` says about buying an item.
TERMS = (
    "sku", "description", "supplier", "category", "unit_cost", "replacement_cost",
    "min_order_qty", "pack_size", "shelf_life_days", "end_of_life_date", "status",
)  # fmt: skip

#: Dates further away than this are not stated: no forecast reaches them.
FARTHEST_DAYS = 3650

Vector = NDArray[np.float64]


def propose_orders(book: Book, policy: Policy, forecast: DemandForecast | None) -> pd.DataFrame:
    """Propose an order, or none, for every item with stock or demand.

    Periodic review with a reorder point, (R, s, S): the position (sellable on hand + on order -
    committed) has to last until the order after next arrives, lead time plus review period. The
    reorder point is what demand over that time stays within with the policy's service level,
    lead-time variability included; ordering lifts the position to the reorder point plus the
    demand of one review period. The lift stops at what sells within the shelf life or before
    the end of life; then the supplier's minimum and the pack size apply.

    Args:
        book: tables as of one day.
        policy: service level, review period, default lead time, excess horizon.
        forecast: demand; None when there are no sales.

    Returns:
        One row an item with the columns of `COLUMNS`; units and days as floats, NaN unknown;
        `action` is order, wait, stop buying or unknown.
    """
    rows = _positions(book, forecast).merge(lead_times(book, policy), on="sku", how="left")
    rows = _with_levels(rows, policy, forecast)
    rows = _with_order(rows, policy, book.as_of)
    rows = rows.assign(covered_days=_covered_days(rows, forecast))
    rows = rows.assign(reason=order_reasons(rows, policy))
    return rows[list(COLUMNS)].sort_values("sku", ignore_index=True)


def _positions(book: Book, forecast: DemandForecast | None) -> pd.DataFrame:
    """Stock and terms of supply of each item with stock or demand."""
    stock = book.stock
    gone = (stock["expiry_date"] < pd.Timestamp(book.as_of)) & stock["expiry_date"].notna()
    gone |= says_damaged(stock["condition"]) | says_expired(stock["condition"])
    sellable = stock["on_hand"].where(~gone, 0.0)
    sums = (
        stock[["sku", "on_hand", "committed", "on_order"]]
        .assign(sellable=sellable)
        .groupby("sku")
        .sum(min_count=1)
    )
    items = book.items[list(TERMS)]
    demanded = items["sku"].isin(forecast.skus) if forecast is not None else False
    rows = items[items["sku"].isin(sums.index) | demanded]
    rows = rows.merge(sums, left_on="sku", right_index=True, how="left")
    due = _due(book).reindex(rows["sku"]).to_numpy()
    on_order = rows["on_order"].fillna(pd.Series(due, index=rows.index))
    known = rows["sellable"].fillna(0).clip(lower=0)
    position = known + on_order.fillna(0) - rows["committed"].fillna(0)
    return rows.assign(on_order=on_order, sellable=known, position=position)


def _due(book: Book) -> pd.Series:
    """Units of receipts dated after the Book: ordered, not yet here."""
    receipts = book.receipts
    ahead = receipts[receipts["date"].fillna(receipts["due_date"]) > pd.Timestamp(book.as_of)]
    return ahead.groupby("sku")["units"].sum()


def _with_levels(
    rows: pd.DataFrame, policy: Policy, forecast: DemandForecast | None
) -> pd.DataFrame:
    """Add demand over the times that matter and the levels; NaN where demand is unknown."""
    rows = rows.assign(protected_days=rows["lead_time_days"] + policy.review_period_days)
    at = forecast.for_skus(rows["sku"]) if forecast is not None else np.full(len(rows), -1)
    part = rows[at >= 0]
    if forecast is None or part.empty:
        return rows.assign(**dict.fromkeys(LEVELS, np.nan))
    levels = _levels(part, policy, forecast.take(at[at >= 0]))
    return rows.join(levels)


#: Columns that `_levels` adds.
LEVELS = (
    "rate", "lead_time_demand", "safety_stock", "reorder_point", "order_up_to", "capped",
    "days_of_cover", "position_days", "slack_days",
)  # fmt: skip


def _levels(rows: pd.DataFrame, policy: Policy, forecast: DemandForecast) -> pd.DataFrame:
    """Levels of items of known demand; `forecast` holds the same items in the same order."""
    days = rows["protected_days"].to_numpy()
    mean, sd = forecast.cumulative(days)
    lead_sd = rows["lead_time_sd_days"].fillna(0).to_numpy()
    sd = lead_time_demand_sd(sd, mean / np.maximum(days, 1e-9), lead_sd)
    point = distribution.quantile(policy.service_level, mean, sd, forecast.counts)
    # Where most periods sell nothing the quantile can lie below the mean.
    point = np.maximum(point, mean)
    level = point + forecast.cumulative(float(policy.review_period_days))[0]
    limit_days = _days_to_sell(rows, forecast)
    limit = forecast.cumulative(np.nan_to_num(limit_days))[0]
    capped = np.isfinite(limit_days) & (limit < level)
    position = np.maximum(rows["position"].to_numpy(), 0)
    ready = (rows["sellable"] - rows["committed"].fillna(0)).clip(lower=0).to_numpy()
    columns = (
        mean / np.maximum(days, 1e-9),
        forecast.cumulative(rows["lead_time_days"].to_numpy())[0],
        point - mean,
        point,
        np.where(capped, limit, level),
        capped.astype(np.float64),
        forecast.days_until(ready),
        forecast.days_until(position),
        forecast.days_until(np.maximum(position - point, 0)),
    )
    return pd.DataFrame(dict(zip(LEVELS, columns, strict=True)), index=rows.index)


def _days_to_sell(rows: pd.DataFrame, forecast: DemandForecast) -> Vector:
    """Days within which an order placed now has to be sold; NaN where nothing limits it."""
    shelf = (rows["lead_time_days"] + rows["shelf_life_days"]).to_numpy(dtype=np.float64)
    left = rows["end_of_life_date"] - forecast.calendar.as_of
    life = np.asarray(left / pd.Timedelta(days=1), dtype=np.float64)
    return np.asarray(np.fmin(shelf, np.maximum(life, 0)))


def _with_order(rows: pd.DataFrame, policy: Policy, as_of: date) -> pd.DataFrame:
    """Add action, ending, order_units, order_cost, order_date and stockout_date."""
    start = pd.Timestamp(as_of)
    unknown = rows["reorder_point"].isna()
    ending = _ending(rows, start)
    ended = ending != ""
    excess = (rows["position_days"] > policy.excess_horizon_days) & (rows["position"] > 0)
    units = order_quantity(
        rows["position"],
        rows["order_up_to"],
        min_order_qty=rows["min_order_qty"],
        pack_size=rows["pack_size"],
    )
    due = (rows["position"] <= rows["reorder_point"]) & (units > 0) & (rows["rate"] > 0)
    action = np.select([ended | excess, unknown, due], [STOP, UNKNOWN, ORDER], WAIT)
    units = np.select([action == ORDER, action == UNKNOWN], [units, np.nan], 0.0)
    unit_cost = rows["replacement_cost"].fillna(rows["unit_cost"])
    wait = np.select([action == ORDER, action == WAIT], [0.0, rows["slack_days"]], np.nan)
    return rows.assign(
        action=action,
        ending=ending,
        order_units=units,
        order_cost=np.where(units == 0, 0.0, units * unit_cost),
        order_date=_dates(start, wait),
        stockout_date=_dates(start, rows["days_of_cover"].to_numpy()),
    )


def _ending(rows: pd.DataFrame, start: pd.Timestamp) -> NDArray[np.str_]:
    """Say why the shop no longer buys an item: its last day, or its system's word; else ""."""
    over = rows["end_of_life_date"] <= start
    last_day = "its last day was " + rows["end_of_life_date"].dt.strftime("%Y-%m-%d")
    word = 'its status is "' + rows["status"] + '"'
    known = [over.to_numpy(), says_discontinued(rows["status"])]
    texts = [text.fillna("").to_numpy(dtype=object) for text in (last_day, word)]
    return np.asarray(np.select(known, texts, ""), dtype=np.str_)


def _covered_days(rows: pd.DataFrame, forecast: DemandForecast | None) -> Vector:
    """Days that position and order together last; NaN where demand is unknown."""
    days = np.full(len(rows), np.nan)
    if forecast is not None:
        at = forecast.for_skus(rows["sku"])
        held = (rows["position"] + rows["order_units"]).clip(lower=0).to_numpy()
        days[at >= 0] = forecast.take(at[at >= 0]).days_until(held[at >= 0])
    return days


def _dates(start: pd.Timestamp, days: Vector) -> pd.DatetimeIndex:
    """Day on which each count of days is over; missing where it is unknown or too far away."""
    stated = np.where(days <= FARTHEST_DAYS, days, np.nan)
    return start + pd.to_timedelta(np.floor(stated), unit="D")
