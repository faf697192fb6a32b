"""What really happened: demand and stock day by day, as sales, receipts and today's stock tell."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.book import Book
from core.demand.periods import Frequency, period_end, period_start

Matrix = NDArray[np.float64]

#: Stock may come out below zero by this share of what moved before the path counts as unknown.
TOLERANCE = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """The last D days of N items.

    Attributes:
        days: (D,) calendar days.
        skus: (N,).
        demand: (D, N) units asked for; of days without stock what the item sold a day otherwise.
        sold: (D, N) units that left the shop.
        arrived: (D, N) units received.
        on_hand: (D + 1, N) units at the start of each day and after the last one; NaN where
            sales, receipts and today's stock contradict each other.
    """

    days: pd.DatetimeIndex
    skus: NDArray[np.str_]
    demand: Matrix
    sold: Matrix
    arrived: Matrix
    on_hand: Matrix

    @property
    def known(self) -> NDArray[np.bool_]:
        """Whether an item's stock is known on every day, (N,)."""
        return np.asarray(np.isfinite(self.on_hand).all(axis=0))


def past_of(book: Book, skus: NDArray[np.str_], *, days: int, freq: Frequency) -> Past:
    """Rebuild the last days before the Book: today's stock plus what was sold less what came in.

    Sales dated once a week or month are spread evenly over its days; returns lower the day's
    sales, never below zero. Where an item had no stock left at the end of a day, that day's demand
    is unknown and taken to be what the item sold a day in stock, if that is more than it sold.

    Args:
        book: sales, receipts and stock as of one day.
        skus: (N,) items.
        days: how many days back.
        freq: spacing of the sales' totals, where they are totals.
    """
    end = pd.Timestamp(book.as_of)
    calendar = pd.date_range(end=end, periods=days, freq="D")
    net = _daily(_spread(book.sales, freq, end), calendar, skus)
    sold = np.maximum(net, 0.0)
    receipts = book.receipts[book.receipts["date"] <= end]
    arrived = np.maximum(_daily(receipts, calendar, skus), 0.0)
    now = book.stock.groupby("sku")["on_hand"].sum().reindex(skus).fillna(0.0).to_numpy()
    later = np.cumsum((net - arrived)[::-1], axis=0)[::-1]
    on_hand = np.vstack([now + later, now])
    moved = sold.sum(axis=0) + arrived.sum(axis=0) + np.abs(now)
    broken = on_hand.min(axis=0) < -TOLERANCE * moved - 1e-6
    if not len(receipts):
        broken[:] = True
    on_hand = np.where(broken, np.nan, np.maximum(on_hand, 0.0))
    flagged = _daily(
        book.sales.assign(units=book.sales["stockout"].fillna(value=False).astype("float64")),
        calendar,
        skus,
    )
    empty = (on_hand[1:] <= 1e-9) | (flagged > 0)
    in_stock = np.maximum((~empty).sum(axis=0), 1)
    usual = np.where(empty, 0.0, sold).sum(axis=0) / in_stock
    demand = np.where(empty, np.maximum(sold, usual), sold)
    return Past(calendar, skus, demand, sold, arrived, on_hand)


def known_sales(sales: pd.DataFrame, freq: Frequency, day: pd.Timestamp) -> pd.DataFrame:
    """Return the rows of sales that could be known on the evening of a day.

    The total of a week or month is dated by one of its days and known once it is over.

    Args:
        sales: date, units; the whole of them, which shows whether rows are totals of periods.
        freq: spacing of the totals, where they are totals.
        day: midnight of the day.
    """
    if not _are_totals(sales, freq):
        return sales[sales["date"] <= day]
    starts = period_start(pd.DatetimeIndex(sales["date"]), freq)
    return sales[np.asarray(period_end(starts, freq) <= day)]


def _are_totals(sales: pd.DataFrame, freq: Frequency) -> bool:
    """Whether no two days of sales fall into one period."""
    rows = sales["date"].notna() & sales["units"].notna()
    dates = pd.DatetimeIndex(sales.loc[rows, "date"].unique())
    return len(dates) > 1 and period_start(dates, freq).is_unique


def _spread(sales: pd.DataFrame, freq: Frequency, end: pd.Timestamp) -> pd.DataFrame:
    """Return sales by day: as they are where they are dated by day, else over their period."""
    rows = sales.loc[sales["date"].notna() & sales["units"].notna(), ["date", "sku", "units"]]
    if not _are_totals(sales, freq):
        return rows
    first = period_start(pd.DatetimeIndex(rows["date"]), freq)
    last = period_end(first, freq)
    last = last.where(last <= end, end)
    length = np.maximum((last - first).days.to_numpy() + 1, 1)
    row = np.repeat(np.arange(len(rows)), length)
    step = np.arange(len(row)) - np.repeat(np.cumsum(length) - length, length)
    return pd.DataFrame(
        {
            "date": first[row] + pd.to_timedelta(step, unit="D"),
            "sku": rows["sku"].to_numpy()[row],
            "units": (rows["units"].to_numpy() / length)[row],
        }
    )


def _daily(rows: pd.DataFrame, calendar: pd.DatetimeIndex, skus: NDArray[np.str_]) -> Matrix:
    """Sum units by day and item, (D, N)."""
    day = calendar.get_indexer(pd.DatetimeIndex(rows["date"]).normalize())
    item = pd.Index(skus).get_indexer(pd.Index(rows["sku"]))
    units = rows["units"].to_numpy(dtype=np.float64)
    kept = (day >= 0) & (item >= 0) & np.isfinite(units)
    flat = day[kept] * len(skus) + item[kept]
    sums = np.bincount(flat, weights=units[kept], minlength=len(calendar) * len(skus))
    return np.asarray(sums.reshape(len(calendar), len(skus)), dtype=np.float64)
