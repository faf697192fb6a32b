"""Red flags: what an auditor would ask about first, each with its items and its money.

A flag is a question, not a loss: it adds nothing to the write-down.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.book import Book
from core.exposure.measure import Exposure
from core.exposure.reasons import UNKNOWN
from core.stock import units_on_order
from core.stock.realizable import FROM_SALES

#: Days without a sale after which stock is asked about: a year, "no usage in 12 months" of most
#: reserve policies.
NO_SALE_DAYS = 365


@dataclass(frozen=True, slots=True)
class RedFlag:
    """One question about the stock.

    Attributes:
        name: short, for lists.
        sentence: what was found.
        skus: items concerned, most money first.
        amount: their stock at cost in money (NaN where it is the cost that is unknown), or the
            losses booked.
        when: day or span of days of the rows asked about; empty where it is today's stock.
    """

    name: str
    sentence: str
    skus: tuple[str, ...]
    amount: float
    when: str = ""


def red_flags(book: Book, exposure: Exposure) -> tuple[RedFlag, ...]:
    """Return the questions that this stock raises, most money first.

    Args:
        book: the tables.
        exposure: what was measured on them.
    """
    segments = exposure.segments
    reason = segments["reason"]
    own_sales = segments["price_source"] == FROM_SALES
    ordered = units_on_order(book)
    buying = segments["sku"].isin(ordered.index[ordered > 0])
    # Goods that broke or expired are bought again every day.
    unsaleable = reason.isin(["expired", "damaged", "expiring"])
    surplus = reason.isin(["excess", "discontinued"])
    flags = [
        _flag(name, one, many, segments[where])
        for name, one, many, where in (
            (
                "Expired on the shelf",
                "item is still in stock after its expiry date",
                "items are still in stock after their expiry date",
                reason == "expired",
            ),
            (
                "Sold below cost",
                "item sells below cost in the shop's own sales",
                "items sell below cost in the shop's own sales",
                own_sales & (reason == "below cost"),
            ),
            (
                "More is coming",
                "item has more on hand than it needs, and more on order",
                "items have more on hand than they need, and more on order",
                surplus & buying,
            ),
            (
                "Written down and on order",
                "item is written down and more of it is on order",
                "items are written down and more of them is on order",
                (segments["write_down"] > 0) & ~surplus & ~unsaleable & buying,
            ),
            (
                "No sale in a year",
                "item has been in stock for over a year and did not sell once in it",
                "items have been in stock for over a year and did not sell once in it",
                _unsold(book, segments),
            ),
            (
                "Price unknown",
                "item has a cost but no selling price",
                "items have a cost but no selling price",
                (reason == UNKNOWN) & segments["cost_value"].notna(),
            ),
            (
                "Cost unknown",
                "item has no cost",
                "items have no cost",
                segments["cost_value"].isna(),
            ),
            (
                "Age unknown",
                "item has no date of receipt",
                "items have no date of receipt",
                segments["age_days"].isna(),
            ),
        )
        if where.any()
    ]
    flags += _negative(book)
    return tuple(sorted(flags, key=lambda flag: (-np.nan_to_num(flag.amount), flag.name)))


def _flag(name: str, one: str, many: str, segments: pd.DataFrame) -> RedFlag:
    cost = segments["cost_value"].groupby(segments["sku"]).sum(min_count=1)
    ranked = cost.sort_index().sort_values(ascending=False, kind="stable", na_position="last")
    return RedFlag(
        name=name,
        sentence=f"1 {one}." if len(ranked) == 1 else f"{len(ranked):,} {many}.",
        skus=tuple(ranked.index),
        amount=float(cost.sum(min_count=1)),
    )


def _unsold(book: Book, segments: pd.DataFrame) -> pd.Series:
    """Return which segments are older than a year and had no sale in it, if sales say so."""
    start = pd.Timestamp(book.as_of) - pd.Timedelta(days=NO_SALE_DAYS)
    sales = book.sales
    if sales.empty or sales["date"].min() > start:
        return pd.Series(False, index=segments.index)
    sold = sales.loc[(sales["date"] > start) & (sales["units"] > 0), "sku"].unique()
    return (segments["age_days"] > NO_SALE_DAYS) & ~segments["sku"].isin(sold)


def _negative(book: Book) -> list[RedFlag]:
    rows = book.stock[book.stock["on_hand"] < 0]
    if rows.empty:
        return []
    skus = tuple(sorted(rows["sku"].unique()))
    count = f"{len(rows):,} rows of stock are" if len(rows) != 1 else "1 row of stock is"
    return [RedFlag("Less than nothing on hand", f"{count} negative and not valued.", skus, 0.0)]
