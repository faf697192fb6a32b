"""What expires, what sells slowly and what matters most, in words."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from core.charts.formats import Formats

#: A share of the smallest unit shown: less than this is no money to speak of.
_NOTHING = 0.5


def expiry_sentence(windows: pd.DataFrame, formats: Formats) -> str:
    """Say what has expired and what will within the windows.

    Args:
        windows: `core.exposure.expiry_windows`; what expired first, later last.
        formats: how numbers are read.
    """
    if not windows["lots"].sum():
        return "No lot has an expiry date, so nothing is known to expire"
    gone = float(windows["cost_value"].fillna(0.0).iloc[0])
    ahead = windows.iloc[1:-1]
    said = (
        f"{formats.money_short(gone)} of stock has expired"
        if gone >= _NOTHING
        else "Nothing has expired yet"
    )
    if not ahead["lots"].sum():
        return f"{said}; no lot expires in the next 90 days"
    loss = ahead["expected_loss"].sum(min_count=1)
    cost = formats.money_short(ahead["cost_value"].sum())
    if math.isnan(loss):
        return f"{said}; {cost} expires in 90 days, how much of it unsold is unknown"
    return (
        f"{said}; of {cost} that expires in 90 days {formats.money_short(loss)} "
        "is expected to stay unsold"
    )


def calendar_sentence(calendar: pd.DataFrame, formats: Formats) -> str:
    """Say in which month the largest expected loss lies.

    Args:
        calendar: `core.exposure.expiry_calendar`.
        formats: how numbers are read.
    """
    ahead = calendar[calendar["month"].notna()]
    if ahead.empty:
        return "No dated lot is left to sell" if len(calendar) else "No lot has an expiry date"
    worst = ahead.iloc[int(ahead["expected_loss"].to_numpy().argmax())]
    if worst["expected_loss"] < _NOTHING:
        blind = ahead["unknown_value"].sum()
        if blind >= _NOTHING:
            return f"How much of {formats.money_short(blind)} expires unsold is unknown"
        return "The lots of the coming months should sell before they expire"
    return (
        f"The largest expected loss lies in {formats.month(worst['month'])}: "
        f"{formats.money_short(worst['expected_loss'])} of "
        f"{formats.money_short(worst['cost_value'])}"
    )


def window_note(window: Mapping[str, Any], formats: Formats, *, expired: bool) -> str:
    """Say under a window's cost how many units it holds and how many stay unsold.

    Args:
        window: a row of `core.exposure.expiry_windows`.
        formats: how numbers are read.
        expired: whether its units are past their date.
    """
    units = formats.count(window["units"], "unit")
    if expired or not window["lots"]:
        return units
    left = window["expected_expired"]
    return f"{units}, {'unknown' if math.isnan(left) else formats.units(round(left))} unsold"


def picking_sentence(picking: pd.DataFrame, formats: Formats) -> str:
    """Say for how many items the order of picking matters."""
    if picking.empty:
        return "No item has several dated lots, so any order of picking will do"
    items = formats.count(picking["sku"].nunique(), "item")
    return f"{items} with several lots: pick the earliest date first"


def abc_sentence(classes: pd.DataFrame, formats: Formats) -> str:
    """Say how few items hold most of the value, and how many of them sell irregularly.

    Args:
        classes: `core.exposure.class_table`.
        formats: how numbers are read.
    """
    total = float(classes["cost_value"].sum())
    if not total > 0:
        return "No item has a known cost to class by"
    top = classes.iloc[0]
    held = (
        f"{formats.count(top['items'], 'item')} hold {formats.percent(top['cost_value'] / total)}"
    )
    if top["items"] == 1:
        held = held.replace(" hold ", " holds ")
    if top["items_unknown"] == top["items"]:
        return f"{held} of the stock's cost; how their demand varies is unknown"
    return f"{held} of the stock's cost; {formats.units(top['items_Z'])} of them sell irregularly"


def slow_sentence(slow: pd.DataFrame, items: pd.DataFrame, formats: Formats) -> str:
    """Say how much stock lasts a year or more.

    Args:
        slow: `core.exposure.slow_movers`.
        items: all items; days_of_cover is NaN where demand is unknown.
        formats: how numbers are read.
    """
    if items["days_of_cover"].isna().all():
        return "Which items sell slowly is unknown: no sales were loaded"
    if slow.empty:
        return "No item lasts a year or more at its forecast rate"
    verb = "lasts" if len(slow) == 1 else "last"
    return (
        f"{formats.count(len(slow), 'item')} at {formats.money_short(slow['cost_value'].sum())} "
        f"cost {verb} a year or more at the forecast rate"
    )
