"""Order proposals: what to order, how much, when, and why; what to stop buying."""

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.book import Book
from core.demand import DemandForecast
from core.policy import Policy
from core.replenishment.budget import within_budget
from core.replenishment.lead_time import lead_times
from core.replenishment.levels import LEVELS, order_levels, protected_days
from core.replenishment.policies import order_quantity
from core.replenishment.price_breaks import take_price_breaks
from core.replenishment.reasons import ORDER, PUT_OFF, STOP, UNKNOWN, WAIT, order_reasons
from core.replenishment.risk import order_risk
from core.stock import realizable_values, units_on_order
from core.stock.words import says_damaged, says_discontinued, says_expired

COLUMNS = (
    "sku", "description", "supplier", "category", "on_hand", "on_order", "committed", "position",
    "order_class", "service_level", "lead_time_days", "lead_time_sd_days", "lead_time_source",
    "lead_time_receipts", "express_receipts", "lead_time_demand", "safety_stock", "reorder_point",
    "order_up_to", "order_units", "order_cost", "order_date", "arrival_date", "stockout_date",
    "days_of_cover", "risk_chance", "risk_units", "risk_cost", "reason", "action",
)  # fmt: skip

#: What `items` says about buying an item.
TERMS = (
    "sku", "description", "supplier", "category", "unit_cost", "replacement_cost", "unit_price",
    "selling_cost_rate", "min_order_qty", "pack_size", "shelf_life_days", "end_of_life_date",
    "status",
)  # fmt: skip

#: Dates further away than this are not stated: no forecast reaches them.
FARTHEST_DAYS = 3650

#: Where less than this sells from the arrival of one order to that of the next, none is placed.
LEAST_NEEDED = 0.5

Vector = NDArray[np.float64]


def propose_orders(book: Book, policy: Policy, forecast: DemandForecast | None) -> pd.DataFrame:
    """Propose an order, or none, for every item with stock or demand.

    By default periodic review with a reorder point, (R, s, S): the position (sellable on hand +
    on order - committed) has to last until the order after next arrives, lead time plus review
    period. The reorder point is what demand over that time stays within at the item's service
    level, lead-time variability included; ordering lifts the position to the reorder point plus
    a lot: the economic quantity, at least the demand of one review period. The policy may ask
    for (R, S), (s, S) or (s, Q) instead, see `core.replenishment.levels`. No more is ordered than
    an empty shelf would need when the order arrives, see `wanted_units`. Minimum and pack size
    round the order up; what sells within the shelf life or before the end of life rounds it down,
    and where not even the smallest order sells in time, none is placed. A supplier's price for
    more units raises an order where that pays, see `take_price_breaks`. A budget puts off what
    saves least.

    Args:
        book: tables as of one day.
        policy: service, order policy, costs, budget, default lead time, excess horizon.
        forecast: demand; None when there are no sales.

    Returns:
        One row an item with the columns of `COLUMNS`; units and days as floats, NaN unknown;
        `action` is order, put off (for the budget), wait, stop buying or unknown; risk_chance,
        risk_units and risk_cost as `core.replenishment.risk` states them.
    """
    rows = _with_levels(supplied_rows(book, policy, forecast), policy, forecast)
    rows = rows.assign(clearance_nrv=_cleared(rows, book, policy))
    rows = order_risk(_with_order(rows, policy, forecast, book.as_of), policy, forecast)
    rows = rows.assign(covered_days=_covered_days(rows, forecast))
    rows = rows.assign(reason=order_reasons(rows, policy))
    return rows[list(COLUMNS)].sort_values("sku", ignore_index=True)


def _cleared(rows: pd.DataFrame, book: Book, policy: Policy) -> Vector:
    """Return what a unit of each row's item brings when it has to be cleared, NaN unknown."""
    values = realizable_values(book, policy).set_index("sku")["clearance_nrv"]
    return values.reindex(rows["sku"]).to_numpy(dtype=np.float64)


def supplied_rows(book: Book, policy: Policy, forecast: DemandForecast | None) -> pd.DataFrame:
    """Return each item with stock or demand: its terms, position, lead time and protected days."""
    rows = _positions(book, forecast).merge(lead_times(book, policy), on="sku", how="left")
    return rows.assign(protected_days=protected_days(rows, policy))


def sellable_units(stock: pd.DataFrame, as_of: date) -> pd.Series:
    """Return the units on hand of each stock row; none of what is expired or damaged."""
    gone = (stock["expiry_date"] < pd.Timestamp(as_of)) & stock["expiry_date"].notna()
    gone |= says_damaged(stock["condition"]) | says_expired(stock["condition"])
    return stock["on_hand"].where(~gone, 0.0)


def _positions(book: Book, forecast: DemandForecast | None) -> pd.DataFrame:
    """Stock and terms of supply of each item with stock or demand."""
    stock = book.stock
    sums = (
        stock[["sku", "on_hand", "committed"]]
        .assign(sellable=sellable_units(stock, book.as_of))
        .groupby("sku")
        .sum(min_count=1)
    )
    items = book.items[list(TERMS)]
    demanded = items["sku"].isin(forecast.skus) if forecast is not None else False
    rows = items[items["sku"].isin(sums.index) | demanded]
    rows = rows.merge(sums, left_on="sku", right_index=True, how="left")
    on_order = pd.Series(units_on_order(book).reindex(rows["sku"]).to_numpy(), index=rows.index)
    known = rows["sellable"].fillna(0).clip(lower=0)
    position = known + on_order.fillna(0) - rows["committed"].fillna(0)
    return rows.assign(on_order=on_order, sellable=known, position=position)


def _with_levels(
    rows: pd.DataFrame, policy: Policy, forecast: DemandForecast | None
) -> pd.DataFrame:
    """Add demand over the times that matter and the levels; NaN where demand is unknown."""
    at = forecast.for_skus(rows["sku"]) if forecast is not None else np.full(len(rows), -1)
    part = rows[at >= 0]
    if forecast is None or part.empty:
        none = rows.assign(**dict.fromkeys(LEVELS, np.nan))
        return none.assign(order_class=pd.Series(pd.NA, index=rows.index, dtype="str"))
    return rows.join(order_levels(part, policy, forecast.take(at[at >= 0])))


def _with_order(
    rows: pd.DataFrame, policy: Policy, forecast: DemandForecast | None, as_of: date
) -> pd.DataFrame:
    """Add action, ending, outlasts, order_units, order_cost, order_date, arrival, stockout_date."""
    start = pd.Timestamp(as_of)
    unknown = rows["reorder_point"].isna()
    ending = _ending(rows, start)
    excess = (rows["position_days"] > policy.excess_horizon_days) & (rows["position"] > 0)
    wanted = wanted_units(rows, policy)
    units, outlasts = sold_in_time(rows, wanted)
    due = (wanted > 0) & (rows["rate"] > 0)
    # From an empty shelf too: else the order waits until enough has sold.
    never = due & (outlasts > 0) & (outlasts > rows["sells_within"] + 1e-9)
    stopped = (ending != "") | excess | never
    action = np.select([stopped, unknown, due & (units > 0)], [STOP, UNKNOWN, ORDER], WAIT)
    unit_cost = rows["replacement_cost"].fillna(rows["unit_cost"])
    rows = rows.assign(
        order_unit_cost=unit_cost,
        order_units=np.select([action == ORDER, action == UNKNOWN], [units, np.nan], 0.0),
        ending=ending,
        outlasts=np.where(due, outlasts, 0.0),
    )
    rows = take_price_breaks(rows, policy, forecast)
    cost = rows["order_units"] * rows["order_unit_cost"]
    rows = rows.assign(order_cost=np.where(action == ORDER, cost, 0.0))
    paid = within_budget(rows, policy.order_budget, forecast)
    action = np.where((action == ORDER) & ~paid, PUT_OFF, action)
    room = (rows["sells_within"] - rows["position"]).to_numpy(dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        fits = np.where(due & (outlasts > 0), (outlasts - room) / rows["rate"], 0.0)
    slack = np.fmax(rows["slack_days"].to_numpy(dtype=np.float64), fits)
    # Below the reorder point for a season that is over before an order comes: no day is known.
    slack = np.where(~due & (slack <= 0), np.nan, slack)
    wait = np.select([action == ORDER, action == WAIT], [0.0, slack], np.nan)
    ordered = action == ORDER
    arrives = np.where(ordered, rows["lead_time_days"], np.nan)
    return rows.assign(
        action=action,
        unpaid_units=np.where(action == PUT_OFF, rows["order_units"], 0.0),
        order_units=rows["order_units"].where(ordered | (action == UNKNOWN), 0.0),
        order_cost=np.where(action == UNKNOWN, np.nan, rows["order_cost"].where(ordered, 0.0)),
        order_date=_dates(start, wait),
        arrival_date=_dates(start, np.ceil(arrives)),
        stockout_date=_dates(start, rows["days_of_cover"].to_numpy()),
    )


def wanted_units(rows: pd.DataFrame, policy: Policy) -> Vector:
    """Units the order policy asks for, in whole packs and not below the minimum; zero if none.

    Never more than an empty shelf would need on arrival: what sells out before is lost, not owed,
    so that an order for it would arrive after a season or add to the next one. With lost sales
    such a cap costs little service and saves stock (Xin, 2021, Operations Research 69:61-70).
    """
    position = rows["position"].to_numpy(dtype=np.float64)
    point = rows["reorder_point"].to_numpy(dtype=np.float64)
    target = rows["order_up_to"].to_numpy(dtype=np.float64)
    if policy.order_policy == "s,Q":
        lot = np.maximum(rows["lot"].to_numpy(dtype=np.float64), 1e-9)
        lots = np.maximum(np.ceil((point - position) / lot - 1e-9), 1.0)
        # A lot is fixed; only a limit of what can be sold makes it smaller.
        limit = rows["sells_within"].to_numpy(dtype=np.float64)
        target = np.fmin(position + lots * lot, np.where(np.isnan(limit), np.inf, limit))
    target = np.fmin(target, position + rows["arrival_need"].to_numpy(dtype=np.float64))
    units = order_quantity(
        position, target, min_order_qty=rows["min_order_qty"], pack_size=rows["pack_size"]
    )
    due = position <= (target if policy.order_policy == "R,S" else point)
    due &= rows["arrival_point"].to_numpy(dtype=np.float64) >= LEAST_NEEDED
    return np.where(due, np.nan_to_num(units), 0.0)


def sold_in_time(rows: pd.DataFrame, wanted: Vector) -> tuple[Vector, Vector]:
    """Round orders down to what sells before it expires or the item ends.

    Returns:
        Units, in whole packs; and where not even the smallest order would sell in time, that
        order's units (else zero).
    """
    pack = rows["pack_size"].where(rows["pack_size"] > 0, 1.0).to_numpy(dtype=np.float64)
    least = rows["min_order_qty"].fillna(0).to_numpy(dtype=np.float64)
    smallest = np.ceil(np.maximum(least, pack) / pack - 1e-9) * pack
    room = (rows["sells_within"] - rows["position"]).to_numpy(dtype=np.float64)
    over = (wanted > 0) & (wanted > room + 1e-9)
    fits = np.floor(np.nan_to_num(room) / pack + 1e-9) * pack
    blocked = over & (fits < smallest)
    units = np.where(over, np.where(blocked, 0.0, fits), wanted)
    return units, np.where(blocked, smallest, 0.0)


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
