"""Losses beside the write-down: goods that a count does not find, and goods still to arrive.

Shrinkage is missing quantity and never part of the allowance. A loss on goods ordered is due
before they arrive only where the order is firm (ASC 330-10-35-17, IAS 37.66); where it is not, it
is the amount that cancelling saves.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.accounting.books import CURRENT
from core.accounting.commitments import commitment_entry
from core.accounting.entries import Entry, entry
from core.accounting.impact import Impact
from core.accounting.recordings import METHODS, Method
from core.accounting.statements import effects
from core.accounting.tax import post_tax, tax_effect
from core.book import Book
from core.money import round_money
from core.policy import Policy
from core.stock import realizable_values, units_on_order, value_stock

_KEY = ["sku", "location", "lot"]


@dataclass(frozen=True, slots=True, eq=False)
class OtherLosses:
    """Missing goods and goods on order that will lose, with their entries; money.

    `missing` and `ordered` are the sums of `counts` and `orders`; rows of which nobody knows the
    amount are in no sum. `written_down` is the part of `missing` that the write-down of the same
    goods has taken already: it is no second loss. `entries` are those of each recording method,
    tax included.
    """

    counts: pd.DataFrame
    orders: pd.DataFrame
    missing: float
    written_down: float
    ordered: float
    entries: Mapping[Method, tuple[Entry, ...]]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to post."""
        return not any(self.entries.values())


def other_losses(
    book: Book, policy: Policy, impact: Impact, exposed: pd.DataFrame | None = None
) -> OtherLosses:
    """Measure what the counts do not find and what orders will lose; see the module.

    Args:
        book: its counts, stock list and open orders.
        policy: whether orders are firm, and tax.
        impact: the write-down of the same stock, so that missing goods lose once.
        exposed: `Exposure.orders`: what each order will lose, surplus included.
    """
    values = realizable_values(book, policy)[["sku", "nrv_unit"]]
    costs = book.items[["sku", "unit_cost"]].merge(values, on="sku", how="left")
    counted = shrinkage(book.counts, value_stock(book), currency=book.currency)
    counted = _with_written_down(counted, impact.stock.segments, book.currency)
    orders = order_losses(units_on_order(book).reset_index(), costs, currency=book.currency)
    if exposed is not None:
        orders = with_surplus(orders, exposed, costs)
    missing, taken, ordered = (
        round_money(float(amounts.sum()), book.currency)
        for amounts in (counted["amount"], counted["written_down"], orders["loss"])
    )
    entries = {
        method: other_entries(
            method,
            missing=missing,
            # Waiting has taken no loss yet, so all of the cost is lost now.
            written_down=0.0 if method == "wait" else taken,
            ordered=ordered if policy.firm_purchase_orders else 0.0,
            policy=policy,
            tax_rate=impact.tax_rate,
            currency=book.currency,
        )
        for method in METHODS
    }
    return OtherLosses(counted, orders, missing, taken, ordered, entries)


def has_other_losses(book: Book, policy: Policy) -> bool:
    """Whether a Book may have any: it was counted, or has firm orders open."""
    return book.has("counts") or (
        policy.firm_purchase_orders and bool((units_on_order(book) > 0).any())
    )


def _with_written_down(
    counted: pd.DataFrame, segments: pd.DataFrame, currency: str
) -> pd.DataFrame:
    """Add written_down: the share of a row's write-down that lies on its missing units."""
    if segments.empty or counted.empty:
        return counted.assign(written_down=0.0)
    sums = segments.groupby(_KEY, dropna=False, as_index=False)["required"].sum()
    rows = counted.merge(sums, on=_KEY, how="left")
    share = (rows["missing"].clip(lower=0) / rows["on_hand"].where(rows["on_hand"] > 0)).clip(
        upper=1
    )
    taken = round_money((share * rows["required"]).fillna(0.0).astype("float64"), currency)
    return rows.drop(columns="required").assign(written_down=taken)


def statements_with(
    statements: pd.DataFrame, others: OtherLosses, *, currency: str
) -> pd.DataFrame:
    """Return statements with other losses in them, once.

    Args:
        statements: of an assessment.
        others: losses of the current period.
        currency: ISO 4217 code.

    Returns:
        `statements` with the column `other`: what they change of a line in the current period.
        `after` holds them, and the balance sheet of the next period opens with them.
    """
    moved = {
        method: effects(entries, currency=currency) for method, entries in others.entries.items()
    }
    lines = statements["line"].replace("retained_earnings", "equity")
    change = pd.Series(
        [moved[method][line] for method, line in zip(statements["method"], lines, strict=True)],
        index=statements.index,
        dtype="float64",
    )
    is_current = statements["period"] == CURRENT
    is_balance = statements["statement"] == "balance"
    shift = change.where(is_current | is_balance, 0.0)
    before = statements["before"] + change.where(~is_current & is_balance, 0.0)
    return statements.assign(
        other=change.where(is_current, 0.0),
        before=round_money(before.astype("float64"), currency),
        after=round_money((statements["after"] + shift).astype("float64"), currency),
    )


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


def shrinkage_entry(
    method: Method, amount: float, *, written_down: float = 0.0, period: str = CURRENT
) -> Entry | None:
    """Return the entry of missing goods, or of goods found when the amount is negative.

    Args:
        method: how the write-down of the same goods was recorded.
        amount: cost of the goods, money.
        written_down: what of it their write-down has taken already.
        period: name of the period.
    """
    words = (
        "The count found less than the books hold: the missing goods are an expense. They are no "
        "part of the allowance for goods that are there."
        if amount >= 0
        else "The count found more than the books hold: the goods go back into Inventory."
    )
    if written_down:
        words += " What was written down on them is no second loss."
    used = 0.0 if method == "direct" else written_down
    return entry(
        "count",
        period,
        words,
        debit={"shrinkage": round(amount - written_down, 6), "allowance": used},
        credit={"inventory": round(amount - (written_down - used), 6)},
    )


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


def with_surplus(orders: pd.DataFrame, exposed: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """Put the loss that exposure expects in place of that at the usual price, where it knows one.

    Args:
        orders: `order_losses`.
        exposed: sku, on_order (units), loss_on_order (money, NaN unknown).
        values: sku, unit_cost, nrv_unit of every item.

    Returns:
        As `order_losses`.
    """
    known = exposed[exposed["loss_on_order"].notna()]
    losing = known[known["loss_on_order"] > 0].rename(columns={"loss_on_order": "loss"})
    told = losing[["sku", "on_order", "loss"]].merge(values, on="sku", how="left")
    rest = orders[~orders["sku"].isin(known["sku"])]
    both = pd.concat([rest, told[list(rest.columns)]], ignore_index=True)
    return both.sort_values(["loss", "sku"], ascending=[False, True], ignore_index=True)


def other_entries(
    method: Method,
    *,
    missing: float,
    ordered: float,
    policy: Policy,
    tax_rate: float,
    currency: str,
    written_down: float = 0.0,
    period: str = CURRENT,
) -> tuple[Entry, ...]:
    """Return the entries of shrinkage, of the loss on firm orders, and of their tax.

    Missing goods are gone, so tax counts their whole cost now; the loss on orders waits where a
    write-down does.

    Args:
        method: how the write-down was recorded.
        missing: cost of goods missing, money; negative where more was found.
        ordered: loss on orders that are firm, money; 0 where none is.
        policy: tax timing and valuation share.
        tax_rate: fraction.
        currency: ISO 4217 code.
        written_down: part of `missing` that the write-down has taken already.
        period: name of the period.
    """
    tax = tax_effect(
        -(missing - written_down) - ordered,
        opening_allowance=written_down,
        closing_allowance=ordered,
        rate=tax_rate,
        deductible=policy.reserve_deductible,
        currency=currency,
        recognized=1.0 - policy.deferred_tax_valuation,
    )
    posted = (
        shrinkage_entry(method, missing, written_down=written_down, period=period),
        commitment_entry(ordered, period=period),
        *post_tax("other losses", period, tax),
    )
    return tuple(each for each in posted if each is not None)
