"""Orders and suppliers, in words."""

import datetime as dt
import math

import pandas as pd

from core.charts.formats import Formats


def reorder_sentence(orders: pd.DataFrame, formats: Formats, *, as_of: dt.date) -> str:
    """Say what to order, by when, and what to stop buying.

    Args:
        orders: action ("order", "wait", "stop buying", "unknown"), order_cost (NaN where the
            cost is unknown), order_date.
        formats: how numbers are read.
        as_of: the day the stock list speaks of.
    """
    if orders.empty:
        return "There are no items to plan orders for"
    actions = orders["action"].value_counts()
    if int(actions.get("unknown", 0)) == len(orders):
        items = formats.count(len(orders), "item")
        return f"What to order is unknown, not nothing: the demand for {items} is unknown"
    due = orders[orders["action"] == "order"]
    parts = [_order(due, formats, as_of) if len(due) else "Nothing needs to be ordered"]
    if late := int(actions.get("put off", 0)):
        parts.append(f"put off {formats.count(late, 'item')} for the budget")
    if stopped := int(actions.get("stop buying", 0)):
        parts.append(f"stop buying {formats.count(stopped, 'item')}")
    if unknown := int(actions.get("unknown", 0)):
        parts.append(f"the demand for {formats.count(unknown, 'item')} is unknown")
    return "; ".join(parts)


def _order(due: pd.DataFrame, formats: Formats, as_of: dt.date) -> str:
    cost = float(due["order_cost"].sum())
    text = f"Order {formats.count(len(due), 'item')}"
    if cost > 0:
        text += f" for {formats.money_short(cost)}"
    if uncosted := int(due["order_cost"].isna().sum()):
        text += f" ({uncosted} without a known cost)" if cost > 0 else ", at a cost not yet known"
    first = due["order_date"].min()
    if pd.isna(first):
        return text
    today = pd.Timestamp(first).date() <= as_of
    day = "now" if today else f"by {formats.day_month(first, near=as_of)}"
    alike = first == due["order_date"].max()
    return f"{text}, {day}" if alike else f"{text}, the first {day}"


def transfers_sentence(transfers: pd.DataFrame, formats: Formats) -> str:
    """Say what can be moved between locations instead of being bought.

    Args:
        transfers: sku, units, cost_value (money, NaN where unknown), the most money first.
        formats: how numbers are read.
    """
    items = formats.count(transfers["sku"].nunique(), "item")
    units = formats.units(float(transfers["units"].sum()))
    cost = float(transfers["cost_value"].sum())
    worth = f" ({formats.money_short(cost)} at cost)" if cost > 0 else ""
    return f"Move before you buy: {units} units of {items}{worth} are in the wrong place"


def no_transfers_sentence(locations: int) -> str:
    """Say why nothing is known of moves between locations; empty where there is one at most."""
    if locations < 2:
        return ""
    return (
        f"Goods lie in {locations} locations, but the sales do not say where they were made: what "
        "to move between them is unknown. Sales with a location column would tell"
    )


def suppliers_sentence(suppliers: pd.DataFrame, formats: Formats) -> str:
    """Say how the proposed orders fall on suppliers.

    Args:
        suppliers: supplier, items, order_cost (NaN where unknown); largest first.
        formats: how numbers are read.
    """
    total = float(suppliers["order_cost"].sum())
    count = formats.count(len(suppliers), "supplier")
    if not total > 0:
        return f"Orders for {count}, at a cost not yet known"
    if len(suppliers) == 1:
        return f"One order to {suppliers['supplier'].iloc[0]} for {formats.money_short(total)}"
    first = formats.money_short(float(suppliers["order_cost"].iloc[0]))
    return (
        f"Orders for {count}: {formats.money_short(total)} in all, "
        f"{first} of it to {suppliers['supplier'].iloc[0]}"
    )


def orders_sentence(
    found: pd.DataFrame, formats: Formats, *, action: str, of: str | None = None
) -> str:
    """Say how many items of one action are listed and what they add up to.

    Args:
        found: order_cost, and for "stop buying" cost_value and write_down.
        formats: how numbers are read.
        action: "order", "wait", "stop buying" or "unknown".
        of: the supplier whose items these are.
    """
    who = f" from {of}" if of else ""
    if found.empty:
        return f"No item here{who}"
    count = f"{formats.count(len(found), 'item')}{who}"
    if action == "order":
        cost = found["order_cost"]
        blind = f"; {int(cost.isna().sum())} without a known cost" if cost.isna().any() else ""
        return f"{count} for {formats.money(cost.sum())}, what runs out first on top{blind}"
    if action == "stop buying":
        held, loss = found["cost_value"].sum(), found["write_down"].sum()
        return (
            f"{count} with {formats.money(held)} in stock at cost, {formats.money(loss)} of it "
            "written down, most money on top"
        )
    if action == "put off":
        return f"{count} below the reorder point that the budget does not pay"
    if action == "unknown":
        return f"{count} without sales: when to order cannot be told"
    return f"{count} with enough in stock and on order, what runs out first on top"


def service_sentence(
    curve: pd.DataFrame, formats: Formats, *, service_level: float, point: float
) -> str:
    """Say what one point more service costs in stock.

    Args:
        curve: service_level (fraction), stock_value (money).
        formats: how numbers are read.
        service_level: the level in force.
        point: stock that one point more takes, NaN beyond the curve.
    """
    if curve.empty or not curve["stock_value"].iloc[-1] > 0:
        return "What service costs in stock cannot be told without sales and costs"
    now = formats.percent(service_level)
    if math.isnan(point):
        stock = curve["stock_value"].iloc[-1]
        return f"Service of {now} takes {formats.money_short(stock)} of stock or more"
    more = formats.percent(service_level + 0.01)
    stock = formats.money_short(point)
    return f"One point more service, {more} instead of {now}, takes {stock} of stock"


def risk_sentence(due: pd.DataFrame, formats: Formats) -> str:
    """Say how much of the proposed orders may have to be written down.

    Args:
        due: the orders: order_cost, risk_cost (money, NaN unknown).
        formats: how numbers are read.
    """
    loss, cost = due["risk_cost"].sum(min_count=1), due["order_cost"].sum()
    if due.empty:
        return "Nothing is ordered, so nothing new can be left over"
    if math.isnan(loss):
        return "What these orders may lose is unknown without costs and prices"
    if not cost > 0 or loss < 0.5:
        return "Hardly anything of these orders is expected to be left over"
    share = formats.percent(loss / cost)
    return (
        f"About {formats.money_short(loss)} of these orders, {share}, is expected to be lost to "
        "excess or expiry"
    )


def replay_sentence(totals: pd.DataFrame, formats: Formats) -> str:
    """Say how the policy would have served, and with how much stock, against what happened.

    Args:
        totals: index "really" and "replayed"; fill (fraction), average_stock (money).
        formats: how numbers are read.
    """
    fill, stock = totals["fill"], totals["average_stock"]
    if math.isnan(fill["really"]):
        return "Nothing was asked for in the time replayed"
    shares = {name: formats.percent(fill[name]) for name in ("really", "replayed")}
    held = {name: formats.money_short(stock[name]) for name in ("really", "replayed")}
    return (
        f"This policy would have met {shares['replayed']} of demand with {held['replayed']} of "
        f"stock; really it was {shares['really']} with {held['really']}"
    )


def replay_stock_sentence(totals: pd.DataFrame, formats: Formats) -> str:
    """Say by how much the stock would have differed, and what it would have left over.

    Args:
        totals: index "really" and "replayed"; average_stock, write_down (money).
        formats: how numbers are read.
    """
    stock, loss = totals["average_stock"], totals["write_down"]
    gap = float(stock["replayed"] - stock["really"])
    side = "less" if gap < 0 else "more"
    text = f"{formats.money_short(abs(gap))} {side} stock on average"
    avoided = float(loss["really"] - loss["replayed"])
    if math.isnan(avoided):
        return f"{text}; the write-down of what is left is unknown"
    if abs(avoided) < 0.5:
        return f"{text}, and the same write-down at the end"
    word = "avoided" if avoided > 0 else "added"
    return f"{text}, and {formats.money_short(abs(avoided))} of write-down {word}"


def express_sentence(share: float, formats: Formats) -> str:
    """Say how much of what really came in was rushed, which a replay does without.

    Args:
        share: fraction of the units received that came by express.
        formats: how numbers are read.
    """
    return (
        f"{formats.percent(share)} of the units really received came by express; the policy plans "
        "without express, so its service is not held up by it."
    )


def scorecard_sentence(card: pd.DataFrame, formats: Formats) -> str:
    """Say which supplier is late most often, or how long suppliers take.

    Args:
        card: supplier, deliveries, actual_days, late_share (fraction, NaN unknown).
        formats: how numbers are read.
    """
    if card.empty or not card["deliveries"].sum():
        return "How long suppliers take cannot be told without receipts and order dates"
    days = (card["actual_days"] * card["deliveries"]).sum() / card["deliveries"].sum()
    text = f"Suppliers take {formats.count(round(days), 'day')} on average"
    judged = card[card["late_share"].notna()]
    if judged.empty:
        return f"{text}; what they promised is unknown"
    worst = judged.iloc[int(judged["late_share"].to_numpy().argmax())]
    if not worst["late_share"] > 0:
        return f"{text}, none of them later than promised"
    share = formats.percent(worst["late_share"])
    return f"{text}; {worst['supplier']} is late most often, {share} of lines"
