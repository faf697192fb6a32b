"""Replay: what the policy would have done over the last periods, against what really happened."""

import dataclasses
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.book import Book
from core.demand import DemandForecast, forecast_demand
from core.demand.periods import Frequency
from core.policy import Policy
from core.replenishment.lead_time import deliveries
from core.replenishment.levels import LEVELS, order_levels, review_days
from core.replenishment.orders import sold_in_time, supplied_rows, wanted_units
from core.replenishment.past import Past, known_sales, past_of
from core.stock import realizable_values

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

#: Half a year is played again, or a third of the history where that is shorter …
LONGEST_DAYS = 182
SHARE = 1 / 3
#: … and shorter than this it proves nothing.
FEWEST_DAYS = 28
#: Days from one forecast to the next; a shop that plans weekly sees more.
STEP_DAYS = 14

REALLY, REPLAYED = "really", "replayed"


@dataclass(frozen=True, slots=True, eq=False)
class Replay:
    """The last days twice: as they went, and as the policy would have had them.

    Attributes:
        begin: first day.
        end: last day, the Book's.
        origins: days whose evening the levels were planned from.
        totals: index "really" and "replayed"; columns demand, sold, lost (units), fill (share of
            demand met), lost_revenue, average_stock, write_down (money).
        by_day: day, really, replayed (stock at cost, money).
        items: sku, demand, lost_really, lost_replayed (units), stock_really, stock_replayed
            (average, money), saved_revenue (money).
        left_out: items with sales or stock whose stock of the past, or cost, is not known.
        express_share: fraction of the units really received, of deliveries whose order date is
            known, that came by express; NaN where none is known.
    """

    begin: date
    end: date
    origins: tuple[date, ...]
    totals: pd.DataFrame
    by_day: pd.DataFrame
    items: pd.DataFrame
    left_out: int
    express_share: float


def replay(book: Book, policy: Policy, forecast: DemandForecast | None) -> Replay | None:
    """Play the last half year again under the policy, day by day.

    It begins with the stock that was really there and the deliveries already ordered then. Every
    two weeks demand is forecast and lead times are measured from what was known that evening
    alone; on each review day orders follow from those levels and arrive after the lead time.
    Demand that finds no stock is lost. Units that are left at the end beyond the excess horizon
    lose what clearance does not bring, under today's forecast and prices, on both sides alike;
    of items whose clearance price is unknown so is the loss, and it is left out.

    Args:
        book: sales, stock and receipts.
        policy: how orders are placed, excess horizon, clearance.
        forecast: today's.

    Returns:
        None where there are no sales or receipts, where the history is too short, or where the
        stock of no item can be rebuilt.
    """
    days = _window(book, forecast)
    if forecast is None or days is None or not book.has("receipts"):
        return None
    freq = forecast.calendar.freq
    past = past_of(book, forecast.skus, days=days, freq=freq)
    values = realizable_values(book, policy).set_index("sku")["clearance_nrv"]
    costs = book.items.set_index("sku").assign(clearance_nrv=values).reindex(forecast.skus)
    kept = past.known & costs["unit_cost"].notna().to_numpy()
    if not kept.any():
        return None
    past, costs = _take(past, kept), costs[kept]
    today = forecast.take(np.flatnonzero(kept))
    start = past.days[0]
    origins = [start + pd.Timedelta(days=step - 1) for step in range(0, days, STEP_DAYS)]
    plans = {
        (origin - start).days + 1: _planned(_known_at(book, origin, freq), policy, past.skus, freq)
        for origin in origins
    }
    stock, sold = _simulate(past, plans, _ordered_before(book, past), policy)
    express = _express_share(book, past)
    return _compare(past, stock, sold, costs, policy, today, origins, int((~kept).sum()), express)


def _express_share(book: Book, past: Past) -> float:
    """Share of the units received in these days that came by express; NaN where nobody knows."""
    known = deliveries(book)
    came = book.receipts["date"].reindex(known.index).between(past.days[0], past.days[-1])
    known = known[came & known["sku"].isin(past.skus)]
    units = known["units"].clip(lower=0)
    total = float(units.sum())
    return float(units[known["express"]].sum()) / total if total > 0 else np.nan


def _window(book: Book, forecast: DemandForecast | None) -> int | None:
    """Days to play again; None where there are too few."""
    if forecast is None:
        return None
    first = book.sales["date"].min()
    days = min(LONGEST_DAYS, int((pd.Timestamp(book.as_of) - first).days * SHARE))
    return days if days >= FEWEST_DAYS else None


def _take(past: Past, kept: NDArray[np.bool_]) -> Past:
    return Past(
        past.days,
        past.skus[kept],
        past.demand[:, kept],
        past.sold[:, kept],
        past.arrived[:, kept],
        past.on_hand[:, kept],
    )


def _known_at(book: Book, origin: pd.Timestamp, freq: Frequency) -> Book:
    """Return the Book with the sales and receipts that were known on the evening of a day."""
    return dataclasses.replace(
        book,
        as_of=origin.date(),
        sales=known_sales(book.sales, freq, origin),
        receipts=book.receipts[book.receipts["date"] <= origin],
    )


def _planned(book: Book, policy: Policy, skus: NDArray[np.str_], freq: Frequency) -> pd.DataFrame:
    """Terms and levels of the items as planned on the Book's day; NaN where it had no sales yet."""
    forecast = forecast_demand(book.sales, as_of=book.as_of, items=book.items, freq=freq)
    rows = supplied_rows(book, policy, forecast)
    at = forecast.for_skus(rows["sku"])
    levels = order_levels(rows[at >= 0], policy, forecast.take(at[at >= 0]))
    planned = rows[at >= 0].join(levels[[name for name in LEVELS if name not in rows]])
    table = planned.set_index("sku").reindex(skus)
    return table.assign(review_days=review_days(table, policy))


def _ordered_before(book: Book, past: Past) -> Matrix:
    """Units on their way when the replay begins, by the day they came, (D, N).

    Where nobody noted when they were ordered, what came within the first lead time.
    """
    begin = past.days[0]
    receipts = book.receipts
    guess = receipts["date"] - pd.Timedelta(days=14)
    ordered = receipts["ordered_date"].fillna(guess)
    rows = receipts[(ordered < begin) & (receipts["date"] >= begin)]
    day = past.days.get_indexer(pd.DatetimeIndex(rows["date"]).normalize())
    item = pd.Index(past.skus).get_indexer(pd.Index(rows["sku"]))
    coming = np.zeros(past.demand.shape)
    known = (day >= 0) & (item >= 0) & rows["units"].notna().to_numpy()
    np.add.at(coming, (day[known], item[known]), rows["units"].to_numpy()[known])
    return np.maximum(coming, 0.0)


def _simulate(
    past: Past, plans: dict[int, pd.DataFrame], coming: Matrix, policy: Policy
) -> tuple[Matrix, Matrix]:
    """Return units on hand at the end of each day and units sold, (D, N) both."""
    length, width = past.demand.shape
    coming = coming.copy()
    on_order = coming.sum(axis=0)
    on_hand = past.on_hand[0].copy()
    stock, sold = np.empty((length, width)), np.empty((length, width))
    # The plan of the evening before the first day.
    plan = plans[0]
    for day in range(length):
        plan = plans.get(day, plan)
        on_hand += coming[day]
        on_order -= coming[day]
        every = np.maximum(plan["review_days"].to_numpy(), 1.0)
        looked = day % np.round(every) == 0
        units = np.where(looked, _ordered(plan, on_hand + on_order, past.days[day], policy), 0.0)
        lead = np.nan_to_num(np.ceil(plan["lead_time_days"].to_numpy(dtype=np.float64)))
        arrives = day + np.maximum(lead, 1).astype(int)
        soon = (units > 0) & (arrives < length)
        np.add.at(coming, (arrives[soon], np.flatnonzero(soon)), units[soon])
        on_order += units
        sold[day] = np.minimum(on_hand, past.demand[day])
        on_hand = on_hand - sold[day]
        stock[day] = on_hand
    return stock, sold


def _ordered(plan: pd.DataFrame, position: Vector, day: pd.Timestamp, policy: Policy) -> Vector:
    """Units ordered by each item on a review day."""
    rows = plan.assign(position=position)
    wanted = wanted_units(rows, policy)
    units, _ = sold_in_time(rows, wanted)
    ended = (rows["end_of_life_date"] <= day).to_numpy()
    bought = (rows["rate"] > 0).to_numpy() & rows["reorder_point"].notna().to_numpy() & ~ended
    return np.where(bought, units, 0.0)


def _known_sum(units: Vector, loss: Vector) -> float:
    """Sum units x loss where the loss is known; NaN where there are units and none of it is."""
    some = units > 0
    known = some & np.isfinite(loss)
    if some.any() and not known.any():
        return np.nan
    return float((units[known] * loss[known]).sum())


def _compare(
    past: Past,
    stock: Matrix,
    sold: Matrix,
    costs: pd.DataFrame,
    policy: Policy,
    today: DemandForecast,
    origins: list[pd.Timestamp],
    left_out: int,
    express_share: float,
) -> Replay:
    """Put what happened and what would have happened side by side."""
    cost = costs["unit_cost"].to_numpy(dtype=np.float64)
    price = costs["unit_price"].to_numpy(dtype=np.float64)
    cleared = costs["clearance_nrv"].to_numpy(dtype=np.float64)
    loss = np.maximum(cost - cleared, 0.0)
    reach = today.cumulative(float(policy.excess_horizon_days))[0]
    stocks = {REALLY: past.on_hand[1:], REPLAYED: stock}
    sales = {REALLY: np.minimum(past.sold, past.demand), REPLAYED: sold}
    demand = past.demand.sum(axis=0)
    rows, average, lost = [], {}, {}
    for name, held in stocks.items():
        lost[name] = np.maximum(demand - sales[name].sum(axis=0), 0.0)
        average[name] = held.mean(axis=0) * cost
        met = float(sales[name].sum())
        rows.append(
            {
                "demand": float(demand.sum()),
                "sold": met,
                "lost": float(lost[name].sum()),
                "fill": met / float(demand.sum()) if demand.sum() > 0 else np.nan,
                "lost_revenue": float(np.nansum(lost[name] * price)),
                "average_stock": float(average[name].sum()),
                "write_down": _known_sum(np.maximum(held[-1] - reach, 0.0), loss),
            }
        )
    items = pd.DataFrame(
        {
            "sku": past.skus,
            "description": costs["description"].to_numpy(),
            "demand": demand,
            "lost_really": lost[REALLY],
            "lost_replayed": lost[REPLAYED],
            "stock_really": average[REALLY],
            "stock_replayed": average[REPLAYED],
            "saved_revenue": (lost[REALLY] - lost[REPLAYED]) * price,
        }
    )
    by_day = pd.DataFrame({"day": past.days} | {name: held @ cost for name, held in stocks.items()})
    return Replay(
        begin=past.days[0].date(),
        end=past.days[-1].date(),
        origins=tuple(origin.date() for origin in origins),
        totals=pd.DataFrame(rows, index=list(stocks)),
        by_day=by_day,
        items=items,
        left_out=left_out,
        express_share=express_share,
    )
