"""What is at risk, in words."""

import math

import pandas as pd

from core.charts.formats import Formats

#: How a sentence names the stock of each reason.
STOCK_OF: dict[str, str] = {
    "expired": "expired stock",
    "damaged": "damaged stock",
    "discontinued": "discontinued items",
    "excess": "excess stock",
    "expiring": "stock that expires before it sells",
    "below cost": "items that sell below cost",
    "slow": "slow stock",
}

#: Where exposure sums the stock that has no category.
NO_CATEGORY = "No category"

#: Reasons whose noun above is plural.
_PLURAL = frozenset({"discontinued", "below cost"})

#: A share of the smallest unit shown: less than this is no money to speak of.
_NOTHING = 0.5


def overview_headline(
    formats: Formats,
    *,
    units: float,
    cost_value: float,
    at_risk_value: float,
    write_down: float,
    likely: tuple[float, float, float] | None = None,
    unknown_cost_value: float = 0.0,
) -> str:
    """Say in one line what the stock costs, what of it is at risk and what it may lose.

    Args:
        formats: how numbers are read.
        units: units on hand.
        cost_value: stock at cost, as far as costs are known.
        at_risk_value: cost of the units that have a reason to lose value.
        write_down: loss at expected prices and demand, by the rule.
        likely: 10th, 50th and 90th percentile of the loss, if it was simulated.
        unknown_cost_value: part of `cost_value` that cannot be judged.
    """
    if not units > 0:
        return "There is no stock on hand to value"
    if not cost_value > 0:
        return "No item in stock has a cost yet, so nothing can be said to be at risk"
    total = f"{formats.money_short(cost_value)} stock"
    judged = cost_value - max(0.0, unknown_cost_value)
    if judged < _NOTHING:
        return f"None of your {total} can be judged yet: its selling prices are unknown"
    blind = (
        f"; {formats.money_short(unknown_cost_value)} cannot be judged yet"
        if unknown_cost_value >= _NOTHING
        else ""
    )
    if not at_risk_value >= _NOTHING:
        found = f"None of your {total} is" if not blind else f"Nothing found in your {total} is"
        return f"{found} at risk{blind or '; no write-down is needed'}"
    if unknown_cost_value > cost_value / 2:
        seen = f"Only {formats.money_short(judged)} of your {total} can be judged yet"
        is_all = judged - at_risk_value < _NOTHING
        risk = f"{'all' if is_all else formats.money_short(at_risk_value)} of it is at risk"
        return f"{seen}; {risk}; {_loss(formats, write_down, likely)}"
    share = (
        f"All of your {total} is"
        if cost_value - at_risk_value < _NOTHING
        else f"{formats.money_short(at_risk_value)} of your {total} is"
    )
    return f"{share} at risk; {_loss(formats, write_down, likely)}{blind}"


def _loss(formats: Formats, write_down: float, likely: tuple[float, float, float] | None) -> str:
    """Say what the stock at risk loses by the rule, and how far that is uncertain."""
    if math.isnan(write_down):
        return "the write-down is unknown"
    low, _, high = likely or (write_down, write_down, write_down)
    if write_down < _NOTHING:
        if high >= _NOTHING:
            return f"most likely no write-down, at worst {formats.money_short(high)}"
        return "it should still bring its cost, so no write-down is needed"
    text = f"write-down {formats.money_short(write_down)}"
    ends = (formats.money_short(low), formats.money_short(high))
    return f"{text} (likely {ends[0]} to {ends[1]})" if ends[0] != ends[1] else text


def range_sentence(
    formats: Formats,
    *,
    write_down: float,
    likely: tuple[float, float, float],
    masked: float = 0.0,
    group: str = "item",
) -> str:
    """Say how the write-down and its likely range belong together; empty if neither is.

    Args:
        formats: how numbers are read.
        write_down: loss at expected prices and demand, by the rule.
        likely: 10th, 50th and 90th percentile of the simulated loss.
        masked: loss that gains on other items of the same group hide.
        group: what the rule is applied to: "item", "category" or "total".
    """
    low, _, high = likely
    if math.isnan(write_down) or math.isnan(low) or max(write_down, high) < _NOTHING:
        return ""
    booked = formats.money_short(write_down)
    ends = (formats.money_short(low), formats.money_short(high))
    if ends[0] == ends[1] == booked:
        return f"{booked} is certain: it rests on no estimate of price or demand"
    if masked >= _NOTHING:
        rule = f"by {group}" if group != "total" else "on all stock together"
        return (
            f"The books need {booked}, tested {rule}, where gains on some items hide "
            f"{formats.money_short(masked)} of losses on others; item by item, eight of ten "
            f"simulated futures lose {ends[0]} to {ends[1]}"
        )
    text = (
        f"The books need {booked}, at expected prices and demand; when both vary, eight of ten "
        f"simulated futures lose {ends[0]} to {ends[1]}"
    )
    if write_down < low - _NOTHING:
        return f"{text}, more than that, since a bad year costs more than a good year saves"
    if write_down > high + _NOTHING:
        return f"{text}, less than that: the rule is the more careful of the two"
    return text


def aging_sentence(aging: pd.DataFrame, formats: Formats) -> str:
    """Say which age loses most, and how much stock has no known age.

    Args:
        aging: bucket, cost_value, write_down; the bucket "unknown age" is neither young nor old.
        formats: how numbers are read.
    """
    total = float(aging["cost_value"].sum())
    if not total > 0:
        return "There is no stock with a known cost to age"
    is_unknown = aging["bucket"] == "unknown age"
    unknown = float(aging.loc[is_unknown, "cost_value"].sum())
    loss = aging["write_down"].fillna(0.0)
    if total - unknown < _NOTHING:
        down = f", with a write-down of {formats.money_short(loss.sum())}" if loss.sum() else ""
        return f"The age of all {formats.money_short(total)} stock is unknown{down}"
    blind = f"; the age of {formats.money_short(unknown)} is unknown" if unknown else ""
    stocked = aging["cost_value"] > 0
    if aging.loc[stocked, "write_down"].isna().all():
        return f"What the {formats.money_short(total)} will lose is unknown at every age"
    if not loss.max() >= _NOTHING:
        return f"No age group needs a write-down{blind}"
    worst = aging.iloc[int(loss.to_numpy().argmax())]
    amount = (
        f"{formats.money_short(worst['write_down'])} of "
        f"{formats.money_short(worst['cost_value'])} at cost"
    )
    if worst["bucket"] == "unknown age":
        return f"Stock of unknown age carries the largest write-down: {amount}"
    return f"Stock aged {worst['bucket']} carries the largest write-down: {amount}{blind}"


def risk_by_age_sentence(aging: pd.DataFrame, formats: Formats) -> str:
    """Say which age of the stock at risk drives the write-down.

    Args:
        aging: bucket, at_risk_value, unknown_cost_value (cost that cannot be judged), write_down.
        formats: how numbers are read.
    """
    risk, unknown = float(aging["at_risk_value"].sum()), float(aging["unknown_cost_value"].sum())
    loss = aging["write_down"].fillna(0.0)
    total = float(loss.sum())
    if total < _NOTHING:
        if risk < _NOTHING <= unknown:
            return f"{formats.money_short(unknown)} cannot be judged, whatever its age"
        blind = f"; {formats.money_short(unknown)} cannot be judged" if unknown >= _NOTHING else ""
        return f"No age group needs a write-down{blind}"
    no_age = aging["bucket"] == "unknown age"
    undated = float(aging.loc[no_age, "at_risk_value"].sum())
    if risk - undated < _NOTHING:
        return (
            f"The age of all {formats.money_short(risk)} at risk is unknown, "
            f"with a write-down of {formats.money_short(total)}"
        )
    largest, bucket = float(loss.max()), str(aging["bucket"].iloc[int(loss.to_numpy().argmax())])
    stock = "Stock of unknown age" if bucket == "unknown age" else f"Stock aged {bucket}"
    if total - largest < _NOTHING:
        return f"{stock} makes up all of the {formats.money_short(total)} write-down"
    return f"{stock} drives {_part(largest, total, formats)}"


def reasons_sentence(by_reason: pd.DataFrame, formats: Formats) -> str:
    """Say which reason drives the write-down.

    Args:
        by_reason: reason, cost_value, write_down.
        formats: how numbers are read.
    """
    known = by_reason[by_reason["reason"].isin(list(STOCK_OF))]
    losses = known.groupby("reason", sort=True)["write_down"].sum()
    total = float(losses.sum())
    unknown = float(by_reason.loc[by_reason["reason"] == "unknown", "cost_value"].sum())
    if total < _NOTHING:
        if set(by_reason["reason"]) == {"unknown"}:
            return "What the stock will lose is unknown: none of it can be judged yet"
        if unknown >= _NOTHING:
            return f"No write-down found; {formats.money_short(unknown)} cannot be judged yet"
        return "No reason calls for a write-down"
    reason, largest = str(losses.idxmax()), float(losses.max())
    noun = STOCK_OF[reason].capitalize()
    if total - largest < _NOTHING:
        verb = "make" if reason in _PLURAL else "makes"
        return f"{noun} {verb} up all of the {formats.money_short(total)} write-down"
    verb = "drive" if reason in _PLURAL else "drives"
    return f"{noun} {verb} {_part(largest, total, formats)}"


def carrying_sentence(by_reason: pd.DataFrame, formats: Formats) -> str:
    """Say what the stock stands at once it is written down.

    Args:
        by_reason: reason, cost_value, write_down.
        formats: how numbers are read.
    """
    cost, loss = float(by_reason["cost_value"].sum()), float(by_reason["write_down"].sum())
    if not cost > 0:
        return "There is no stock with a known cost"
    unknown = float(by_reason.loc[by_reason["reason"] == "unknown", "cost_value"].sum())
    if cost - unknown < _NOTHING:
        return f"What the {formats.money_short(cost)} at cost will bring is unknown"
    if loss < _NOTHING:
        kept = f"{formats.money_short(cost - unknown)} at cost keeps its value"
        blind = f"; {formats.money_short(unknown)} cannot be judged" if unknown else ""
        return f"{kept}{blind}"
    return (
        f"{formats.money_short(cost)} at cost carries at {formats.money_short(cost - loss)} "
        f"once {formats.money_short(loss)} is written down"
    )


def disposal_sentence(cost: float, formats: Formats) -> str:
    """Say what taking written-off goods away costs, beside the write-down."""
    return (
        f"Taking the written-off goods away costs another {formats.money_short(cost)}: an expense "
        "when it is paid, and no part of the write-down"
    )


def category_sentence(by_category: pd.DataFrame, formats: Formats) -> str:
    """Say which category carries most of the write-down.

    Args:
        by_category: category, cost_value, write_down.
        formats: how numbers are read.
    """
    ranked = by_category.sort_values(["write_down", "category"], ascending=[False, True])
    total = float(ranked["write_down"].sum())
    if total < _NOTHING:
        return _no_loss(by_category, formats)
    largest, name = float(ranked["write_down"].iloc[0]), ranked["category"].iloc[0]
    is_named = isinstance(name, str) and name.strip() not in ("", NO_CATEGORY)
    subject = name if is_named else "Stock without a category"
    if total - largest < _NOTHING:
        return f"{subject} carries all of the {formats.money_short(total)} write-down"
    return f"{subject} carries {_part(largest, total, formats)}"


def _no_loss(by_category: pd.DataFrame, formats: Formats) -> str:
    cost = float(by_category["cost_value"].sum())
    if len(by_category) and not cost > 0:
        return "There is no stock with a known cost"
    unknown = float(by_category.get("unknown_cost_value", pd.Series(dtype="float64")).sum())
    if cost > 0 and cost - unknown < _NOTHING:
        return f"What the {formats.money_short(cost)} at cost will lose is unknown"
    return "No category needs a write-down"


def top_items(items: pd.DataFrame, count: int) -> pd.DataFrame:
    """Return the `count` items with the largest write-downs, largest first; none without one.

    Args:
        items: needs sku and write_down; ties are ordered by sku.
        count: items wanted.
    """
    losing = items[items["write_down"] >= _NOTHING]
    return losing.sort_values(["write_down", "sku"], ascending=[False, True]).head(count)


def top_items_sentence(items: pd.DataFrame, formats: Formats, *, count: int) -> str:
    """Say how much of the write-down few items carry.

    Args:
        items: sku, write_down.
        formats: how numbers are read.
        count: how many are counted as few.
    """
    top = top_items(items, count)
    if top.empty:
        if len(items) and items["write_down"].isna().all():
            return "What each item will lose is unknown"
        return "No item needs a write-down"
    total, part = float(items["write_down"].sum()), float(top["write_down"].sum())
    subject = formats.count(len(top), "item")
    verb = "carries" if len(top) == 1 else "carry"
    if total - part < _NOTHING:
        return f"{subject} {verb} all of the {formats.money_short(total)} write-down"
    return f"{subject} {verb} {_part(part, total, formats)}"


def item_title(sku: str, description: object) -> str:
    """Name an item by its sku and, where it has one, its description."""
    known = isinstance(description, str) and description.strip()
    return f"{sku} · {str(description).strip()}" if known else sku


def found_sentence(
    found: pd.DataFrame, items: pd.DataFrame, formats: Formats, *, shown: int
) -> str:
    """Say how many items a search found and what they add up to.

    Args:
        found: the items that match; cost_value, write_down.
        items: all items.
        formats: how numbers are read.
        shown: rows the table shows; the first ones.
    """
    part = "" if shown >= len(found) else f" The table shows the first {formats.units(shown)}."
    least = min(1, len(found))
    cost, loss = (found[name].sum(min_count=least) for name in ("cost_value", "write_down"))
    which = (
        f"All {formats.count(len(items), 'item')}"
        if len(found) == len(items)
        else f"{formats.units(len(found))} of {formats.count(len(items), 'item')}"
    )
    return f"{which}: {formats.money(cost)} at cost, {formats.money(loss)} write-down.{part}"


def _part(part: float, total: float, formats: Formats) -> str:
    return (
        f"{formats.money_short(part)} of the {formats.money_short(total)} write-down "
        f"({formats.percent(part / total)})"
    )


def loss_on_order_sentence(
    orders: pd.DataFrame, formats: Formats, *, ordered: float, firm: bool
) -> str:
    """Say what goods on order are expected to lose.

    Args:
        orders: `core.exposure.losing_orders`.
        formats: how numbers are read.
        ordered: units on order of items in stock.
        firm: whether the policy says that orders cannot be cancelled.
    """
    if not ordered > 0:
        return "Nothing is on order for the items in stock"
    known = orders.loc[orders["loss_on_order"].notna(), "loss_on_order"]
    unknown = len(orders) - len(known)
    blind = f"; {formats.count(unknown, 'order')} cannot be judged" if unknown else ""
    if known.empty:
        return f"No order that can be judged is expected to lose{blind}"
    due = "due now as a liability" if firm else "none of it written down"
    return (
        f"Goods on order of {formats.count(len(known), 'item')} would lose "
        f"{formats.money_short(known.sum())} beside the stock, {due}{blind}"
    )
