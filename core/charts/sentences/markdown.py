"""What a markdown does, in words."""

import math

import pandas as pd

from core.charts.formats import Formats

_NOTHING = 0.5


def markdown_sentence(
    formats: Formats,
    *,
    depth: float,
    more_units: float,
    more_cash: float,
    more_recovered: float,
    write_down: float,
    write_down_hold: float,
    weeks: int,
    later: tuple[float, ...] = (),
    item_by_item: bool = False,
) -> str:
    """Say what a depth sells, brings and does to the write-down, against keeping the price.

    A cut that loses money in all is called that first, whatever cash it brings early.

    Args:
        formats: how numbers are read.
        depth: share off today's price.
        more_units: units sold less units sold at today's price.
        more_cash: cash of the window less cash of the window at today's price.
        more_recovered: recovered in all less recovered in all at today's price.
        write_down: needed today under the plan.
        write_down_hold: needed today at today's price.
        weeks: length of the window.
        later: deeper cuts that follow.
        item_by_item: whether items have cuts of their own.
    """
    window = formats.count(weeks, "week")
    if depth <= 0 and not item_by_item and not later:
        needed = (
            f"{formats.money_short(write_down_hold)} must be written down"
            if write_down_hold >= _NOTHING
            else "nothing has to be written down"
        )
        return f"At today's price, kept for {window}, {needed}"
    parts = [
        f"you sell {_units(more_units, formats)}",
        _cash(more_cash, formats),
        _write_down(write_down, write_down_hold, formats),
    ]
    ladder = f"{', then '.join(formats.percent(each) for each in (depth, *later))} off"
    if more_recovered <= -_NOTHING:
        lost = f"{formats.money_short(-more_recovered)} less in all than today's price"
        what = (
            "These cuts do not pay: they bring"
            if item_by_item
            else f"{ladder} does not pay: it brings"
        )
        return f"{what} {lost}; in {window} {parts[0]}, and the write-down {parts[2]}"
    cuts = f"At {ladder}"
    if item_by_item:
        cuts = "With cuts set item by item,"
    return f"{cuts} for {window} {parts[0]}, {parts[1]}, and the write-down {parts[2]}"


def _units(more: float, formats: Formats) -> str:
    if abs(more) < _NOTHING:
        return "no more units"
    rounded = round(abs(more))
    return formats.count(rounded, f"{'more' if more > 0 else 'fewer'} unit")


def _cash(more: float, formats: Formats) -> str:
    if abs(more) < _NOTHING:
        return "recover the same cash"
    amount = formats.money_short(abs(more))
    return f"recover {amount} more cash" if more > 0 else f"give up {amount} of cash"


def _write_down(now: float, hold: float, formats: Formats) -> str:
    if math.isnan(now) or math.isnan(hold):
        return "is unknown"
    was, becomes = formats.money_short(hold), formats.money_short(now)
    if was == becomes:
        return "stays at zero" if hold < _NOTHING else f"stays at {was}"
    if now < _NOTHING:
        return f"of {was} is no longer needed"
    return f"{'falls' if now < hold else 'rises'} from {was} to {becomes}"


def depth_sentence(curve: pd.DataFrame, formats: Formats) -> str:
    """Say which of the depths needs the least write-down and which brings the most cash.

    Args:
        curve: depth, write_down, cash; the shallowest depth wins a tie.
        formats: how numbers are read.
    """
    if curve.empty:
        return "There are no depths to compare"
    ordered = curve.sort_values("depth").reset_index(drop=True)
    least = ordered.iloc[int(ordered["write_down"].round(2).to_numpy().argmin())]
    most = ordered.iloc[int(ordered["cash"].round(2).to_numpy().argmax())]
    lowest = formats.money_short(least["write_down"])
    cash = formats.money_short(most["cash"])
    if ordered["write_down"].max() < _NOTHING:
        return f"No depth needs a write-down; {_at(most, formats)} brings the most cash, {cash}"
    if least["depth"] == most["depth"]:
        where = _at(least, formats, start=True)
        return f"{where} needs the smallest write-down, {lowest}, and brings the most cash, {cash}"
    return (
        f"{_at(least, formats, start=True)} needs the smallest write-down, {lowest}; "
        f"{_at(most, formats)} brings the most cash, {cash}"
    )


def _at(row: "pd.Series[float]", formats: Formats, *, start: bool = False) -> str:
    if row["depth"] <= 0:
        return "Today's price" if start else "today's price"
    return f"{formats.percent(row['depth'])} off"


def weeks_sentence(weeks: pd.DataFrame, formats: Formats) -> str:
    """Say what is left at the end of the window, against keeping the price.

    Args:
        weeks: week, units, leftover_units, and leftover_units_hold if it was computed.
        formats: how numbers are read.
    """
    if weeks.empty:
        return "There are no weeks to show"
    last = weeks.sort_values("week").iloc[-1]
    start = float(weeks["units"].sum()) + float(last["leftover_units"])
    window = formats.count(len(weeks), "week")
    left = round(float(last["leftover_units"]))
    of_all = f"of {formats.count(round(start), 'unit')}"
    text = (
        f"{formats.units(left)} {of_all} {'is' if left == 1 else 'are'} left after {window}"
        if left
        else f"All {formats.count(round(start), 'unit')} are sold within {window}"
    )
    if "leftover_units_hold" not in weeks:
        return text
    # Rounded once, as the figure above it is: two rounded amounts may differ by one more.
    fewer = round(float(last["leftover_units_hold"]) - float(last["leftover_units"]))
    if fewer == 0:
        return f"{text}, as many as at today's price"
    than = "fewer" if fewer > 0 else "more"
    return f"{text}, {formats.units(abs(fewer))} {than} than at today's price"
