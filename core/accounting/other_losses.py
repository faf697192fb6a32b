"""Losses beside the write-down: goods that a count does not find, and goods still to arrive.

Shrinkage is missing quantity and never part of the allowance. A loss on goods ordered is due
before they arrive only where the order is firm (ASC 330-10-35-17, IAS 37.66); where it is not, it
is the amount that cancelling saves.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.accounting.commitments import commitment_entry
from core.accounting.entries import Entry, entry
from core.book import Book
from core.exposure import realizable_values
from core.money import round_money
from core.policy import Policy
from core.stock import value_stock

_KEY = ["sku", "location", "lot"]


@dataclass(frozen=True, slots=True, eq=False)
class OtherLosses:
    """Missing goods and goods on order that will lose, with their entries; money.

    `missing` and `ordered` are the sums of `counts` and `orders`; rows of which nobody knows the
    amount are in no sum.
    """

    counts: pd.DataFrame
    orders: pd.DataFrame
    missing: float
    ordered: float
    entries: tuple[Entry, ...]


def other_losses(book: Book, policy: Policy) -> OtherLosses:
    """Measure what the counts do not find and what orders will lose; see the module."""
    values = realizable_values(book, policy)[["sku", "nrv_unit"]]
    costs = book.items[["sku", "unit_cost"]].merge(values, on="sku", how="left")
    counted = shrinkage(book.counts, value_stock(book), currency=book.currency)
    orders = order_losses(book.stock, costs, currency=book.currency)
    missing = round_money(float(counted["amount"].sum()), book.currency)
    ordered = round_money(float(orders["loss"].sum()), book.currency)
    entries = other_entries(
        missing=missing, ordered=ordered, orders_are_firm=policy.firm_purchase_orders
    )
    return OtherLosses(counted, orders, missing, ordered, entries)


def shrinkage(counts: pd.DataFrame, valued: pd.DataFrame, *, currency: str) -> pd.DataFrame:
    """Compare a count with the stock list, row by row.

    Args:
        counts: sku, location, lot, counted (units).
        valued: the stock list: sku, location, lot, on_hand (units), unit_cost (money).
        currency: ISO 4217 code; amounts are rounded once a row.

    Returns:
        sku, location, lot, on_hand, counted, missing (units, negative is found more), amount
        (money, positive is a loss; NaN where the list does not know the row or its cost).
    """
    held = valued.groupby(_KEY, dropna=False, as_index=False).agg(
        on_hand=("on_hand", "sum"), unit_cost=("unit_cost", "mean")
    )
    found = counts.groupby(_KEY, dropna=False, as_index=False)["counted"].sum(min_count=1)
    rows = found.merge(held, on=_KEY, how="left")
    missing = rows["on_hand"] - rows["counted"]
    amount = round_money((missing * rows["unit_cost"]).astype("float64"), currency)
    rows = rows.assign(missing=missing, amount=amount)
    shown: pd.DataFrame = rows[[*_KEY, "on_hand", "counted", "missing", "amount"]]
    return shown.sort_values("amount", ascending=False, key=np.abs, ignore_index=True)


def shrinkage_entry(amount: float, *, period: str = "current") -> Entry | None:
    """Return the entry of missing goods, or of goods found when the amount is negative."""
    words = (
        "The count found less than the books hold: the missing goods are an expense. They are no "
        "part of the allowance for goods that are there."
        if amount >= 0
        else "The count found more than the books hold: the goods go back into Inventory."
    )
    return entry("count", period, words, debit={"shrinkage": amount}, credit={"inventory": amount})


def order_losses(stock: pd.DataFrame, values: pd.DataFrame, *, currency: str) -> pd.DataFrame:
    """Measure goods on order that will be worth less than they cost.

    Args:
        stock: sku, on_order (units).
        values: one row an item: sku, unit_cost, nrv_unit (money a unit, NaN unknown).
        currency: ISO 4217 code.

    Returns:
        sku, on_order, unit_cost, nrv_unit, loss (money); items that lose, largest loss first.
    """
    ordered = stock.groupby("sku", as_index=False)["on_order"].sum()
    rows = ordered[ordered["on_order"] > 0].merge(values, on="sku", how="left")
    short = (rows["unit_cost"] - rows["nrv_unit"].clip(lower=0)).clip(lower=0)
    loss = round_money((rows["on_order"] * short).astype("float64"), currency)
    rows = rows.assign(loss=loss)[["sku", "on_order", "unit_cost", "nrv_unit", "loss"]]
    losing: pd.DataFrame = rows[rows["loss"] > 0]
    return losing.sort_values(["loss", "sku"], ascending=[False, True], ignore_index=True)


def other_entries(
    *, missing: float, ordered: float, orders_are_firm: bool, period: str = "current"
) -> tuple[Entry, ...]:
    """Return the entries of shrinkage and, where orders are firm, of their loss."""
    posted = (
        shrinkage_entry(missing, period=period),
        commitment_entry(ordered, period=period) if orders_are_firm else None,
    )
    return tuple(each for each in posted if each is not None)
