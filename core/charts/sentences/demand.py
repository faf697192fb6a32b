"""Demand, readiness and orders, in words."""

import datetime as dt
import math

import pandas as pd

from core.charts.formats import Day, Formats

DAYS_PER_MONTH = 365.2425 / 12
WEEKS_PER_MONTH = DAYS_PER_MONTH / 7
WEEKS_PER_YEAR = 365.2425 / 7


def forecast_sentence(
    formats: Formats,
    *,
    per_week: float,
    on_hand: float,
    as_of: dt.date,
    reorder_point: float = float("nan"),
    service_level: float = float("nan"),
    stockout_date: Day = None,
) -> str:
    """Say how one item sells, what makes it ready for the lead time, and when it runs out.

    Args:
        formats: how numbers are read.
        per_week: expected demand; NaN without sales history.
        on_hand: units in stock.
        as_of: the day the stock list speaks of.
        reorder_point: units that cover the lead time at the service level.
        service_level: probability of no stock-out before an order arrives.
        stockout_date: expected day the stock is gone; None when beyond the forecast.
    """
    if math.isnan(per_week):
        return "Demand is unknown, not zero: no sales of this item were given"
    parts = [_pace(per_week, formats)]
    if reorder_point > 0 and service_level > 0:
        ready = formats.percent(service_level)
        parts.append(f"{ready} ready with {formats.units(reorder_point)} on hand")
    parts.append(_end(on_hand, per_week, stockout_date, as_of, formats))
    return "; ".join(part for part in parts if part)


def _pace(per_week: float, formats: Formats) -> str:
    """Say a rate in the unit of time in which it is a number one can picture."""
    if per_week * WEEKS_PER_YEAR < 0.5:
        return "Not expected to sell"
    for rate, time in ((per_week, "week"), (per_week * WEEKS_PER_MONTH, "month")):
        if rate >= 1:
            rounded = round(rate) if rate >= 10 else round(rate, 1)
            return f"Sells about {formats.units(rounded)} a {time}"
    return f"Sells about {formats.units(round(per_week * WEEKS_PER_YEAR))} a year"


def _end(
    on_hand: float, per_week: float, stockout_date: Day, as_of: dt.date, formats: Formats
) -> str:
    if math.isnan(on_hand):
        return "the units on hand are unknown"
    if on_hand <= 0:
        return "out of stock"
    if stockout_date is not None and not pd.isna(stockout_date):
        return f"runs out on {formats.day_month(stockout_date, near=as_of)}"
    stays = per_week * WEEKS_PER_YEAR < 0.5
    return f"{formats.units(on_hand)} on hand " + ("stay" if stays else "outlast the forecast")


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
    due = orders[orders["action"] == "order"]
    parts = [_order(due, formats, as_of) if len(due) else "Nothing needs to be ordered"]
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
    return f"{text}, {day}" if len(due) == 1 else f"{text}, the first {day}"


def accuracy_sentence(accuracy: pd.DataFrame, formats: Formats) -> str:
    """Say for how many items the forecast is at least as good as the naive one.

    Args:
        accuracy: mase (NaN where the history is too short to test), beats_naive.
        formats: how numbers are read.
    """
    tested = accuracy[accuracy["mase"].notna()]
    if tested.empty:
        return "No item has enough history to test its forecast"
    better = int(tested["beats_naive"].sum())
    if len(tested) == 1:
        verb = "matches or beats" if better else "does not beat"
        return f"Tested on its own past, the forecast {verb} the naive forecast"
    of_all = formats.count(len(tested), "item")
    count = (
        "all" if better == len(tested) else f"{formats.units(better)} of" if better else "none of"
    )
    return f"Tested on the past, forecasts match or beat the naive forecast for {count} {of_all}"


#: Strengths of a season from which it counts as clear, and as some.
_CLEAR, _SOME = 0.6, 0.3


def components_sentence(season_strength: float, formats: Formats) -> str:
    """Say how much of an item's ups and downs repeats.

    Args:
        season_strength: share of the movement around the trend that repeats, 0 to 1.
        formats: how numbers are read.
    """
    share = formats.percent(season_strength)
    if season_strength >= _CLEAR:
        return f"A clear season: it explains {share} of the movement around the trend"
    if season_strength >= _SOME:
        return f"Some season: it explains {share} of the movement around the trend"
    return f"Hardly any season: {share} of the movement around the trend repeats"


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
