"""What made the losses, in words."""

import math
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from core.charts.formats import Formats

#: A share of the smallest unit shown: less than this is no money to speak of.
_NOTHING = 0.5

#: How a sentence names each cause.
_NOUN = {
    "over-buying": "Buying more than sells",
    "demand fall": "A fall of demand",
    "end of season": "The end of a season or range",
    "price": "A price below cost",
    "expiry": "Expiry",
    "damage": "Damage",
}


def causes_sentence(by_cause: pd.DataFrame, formats: Formats, *, judged: bool = True) -> str:
    """Say which cause made most of the write-down.

    Args:
        by_cause: cause, write_down; largest first.
        formats: how numbers are read.
        judged: whether the loss of any unit is known.
    """
    if not judged:
        return "What the stock will lose is unknown, and so is what caused it"
    total = float(by_cause["write_down"].sum())
    if total < _NOTHING:
        return "Nothing is written down, so there is no cause to look for"
    first = by_cause.iloc[0]
    noun, amount = _NOUN[first["cause"]], float(first["write_down"])
    if total - amount < _NOTHING:
        return f"{noun} made all of the {formats.money_short(total)} write-down"
    part = f"{formats.money_short(amount)} of the {formats.money_short(total)} write-down"
    return f"{noun} made {part} ({formats.percent(amount / total)})"


def prevention_sentence(by_cause: pd.DataFrame, formats: Formats) -> str:
    """Say how much orders sized by the reorder rule would have saved.

    Args:
        by_cause: write_down, avoidable (NaN where unknown).
        formats: how numbers are read.
    """
    total, saved = float(by_cause["write_down"].sum()), by_cause["avoidable"].sum(min_count=1)
    if total < _NOTHING:
        return "No loss to prevent"
    if math.isnan(saved):
        return "What smaller orders would have saved is unknown: no demand is known"
    if saved < _NOTHING:
        return "Smaller orders would not have prevented these losses"
    part = f"{formats.money_short(saved)} of the {formats.money_short(total)} write-down"
    return f"Orders no larger than the reorder rule would have avoided {part}"


def purchases_sentence(purchases: pd.DataFrame, formats: Formats) -> str:
    """Say which purchase carries the largest loss.

    Args:
        purchases: sku, description, received_date, supplier, units, write_down; largest first.
        formats: how numbers are read.
    """
    known = purchases[purchases["received_date"].notna()]
    if purchases.empty:
        return "No loss to trace back to a purchase"
    if known.empty:
        return "No receipt tells which purchases the losses lie in"
    first = known.iloc[0]
    name = first["description"] if isinstance(first["description"], str) else first["sku"]
    bought = formats.date(first["received_date"])
    return (
        f"The purchase with the largest loss: {name.strip()}, {bought}, "
        f"{formats.money_short(first['write_down'])} on {formats.count(first['units'], 'unit')}"
    )


def group_losses_sentence(sums: pd.DataFrame, by: str, formats: Formats) -> str:
    """Say which supplier's goods, or which category, lose most.

    Args:
        sums: `by`, write_down; largest first.
        by: "supplier" or "category".
        formats: how numbers are read.
    """
    total = float(sums["write_down"].sum())
    if total < _NOTHING:
        return f"No {by} carries a write-down"
    first = sums.iloc[0]
    share = formats.percent(first["write_down"] / total)
    part = f"{formats.money_short(first['write_down'])} ({share}) of the write-down"
    if first[by] == f"No {by}":
        return f"{part} is on goods without a {by} on file"
    subject = (
        f"Goods from {first[by]} carry" if by == "supplier" else f"Category {first[by]} carries"
    )
    return f"{subject} {part}"


def masked_sentence(masked: pd.DataFrame, level: str, formats: Formats) -> str:
    """Say what a test by category or in total would hide.

    Args:
        masked: `core.exposure.masked_losses`.
        level: "category" or "total".
        formats: how numbers are read.
    """
    test = "A test by category" if level == "category" else "One test over all stock"
    hidden = float(masked["masked"].sum())
    if hidden < _NOTHING:
        return f"{test} would hide no loss that a test by item shows"
    count = int((masked["masked"] > 0).sum())
    return (
        f"{test} would hide {formats.money_short(hidden)} of losses on "
        f"{formats.count(count, 'item')}"
    )


def flags_sentence(count: int, *, booked: int) -> str:
    """Say what the booked losses raise.

    Args:
        count: questions found.
        booked: rows of losses looked at.
    """
    if not booked and not count:
        return "No booked losses were loaded, so nothing can be said about their pattern"
    if not count:
        return "The losses booked so far raise no question"
    return f"The losses booked so far raise {count} {'question' if count == 1 else 'questions'}"


def item_cause(causes: pd.DataFrame, purchases: pd.DataFrame, formats: Formats) -> str:
    """Say what made one item's losses, in which purchases they lie, and what the rule would leave.

    Args:
        causes: its rows of `core.exposure.with_prevention`.
        purchases: its rows of `core.exposure.loss_purchases`.
        formats: how numbers are read.

    Returns:
        One sentence a cause, largest first; empty where nothing is lost.
    """
    return "; ".join(
        f"{_NOUN[row['cause']]}: {formats.money(row['write_down'])}"
        f"{_bought(purchases[purchases['cause'] == row['cause']], formats)}{_by_rule(row, formats)}"
        for row in causes.to_dict("records")
    )


def _bought(purchases: pd.DataFrame, formats: Formats) -> str:
    """Name the purchase that carries most of a cause's loss, as far as receipts tell."""
    known = purchases[purchases["received_date"].notna()]
    if known.empty:
        return ", in a purchase that no receipt tells"
    first = known.iloc[0]
    many = "the largest part in" if len(purchases) > 1 else "in"
    seller = f" from {first['supplier']}" if isinstance(first["supplier"], str) else ""
    units = first["bought_units"]
    size = "" if math.isnan(units) else f" of {formats.count(units, 'unit')}"
    return f", {many} the purchase{size} on {formats.date(first['received_date'])}{seller}"


def _by_rule(row: Mapping[Hashable, Any], formats: Formats) -> str:
    """Say what an order sized by the reorder rule would have left and saved."""
    if row["cause"] in ("price", "damage"):
        return ""
    if math.isnan(row["left_by_rule"]):
        return "; what the reorder rule would have left is unknown"
    left = formats.count(row["left_by_rule"], "unit")
    return f"; the reorder rule would have left {left} and saved {formats.money(row['avoidable'])}"
