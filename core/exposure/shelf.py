"""The shelf: what expires when, what to pick first, and which items deserve attention."""

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.exposure.cover import DAYS_PER_MONTH
from core.stock import XYZ_LIMITS, abc_classes, days_until, demand_variation

#: Days ahead at which the windows of expiry end: one, two and three months.
WINDOW_DAYS = (30, 60, 90)

EXPIRED_NOW = "expired now"
LATER = f"after {WINDOW_DAYS[-1]} days"

UNKNOWN_DEMAND_CLASS = "unknown"
ABC = ("A", "B", "C")
XYZ = ("X", "Y", "Z", UNKNOWN_DEMAND_CLASS)

#: Months of cover from which on an item is slow: a year's stock is excess in most policies.
SLOW_MONTHS = 12


def expired_lots(segments: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Return lots past their date, oldest first; they lose their whole cost.

    Args:
        segments: `Exposure.segments`.
        as_of: the day of the stock list.

    Returns:
        sku, location, lot, description, category, expiry_date, days_to_expiry (negative), units,
        cost_value (money, NaN unknown).
    """
    gone = segments[segments["expiry_date"] < pd.Timestamp(as_of)]
    keys = ["sku", "location", "lot", "description", "category", "expiry_date"]
    lots = gone.groupby(keys, dropna=False, as_index=False, sort=False)
    sums = lots[["units", "cost_value"]].sum(skipna=False)
    sums.insert(len(keys), "days_to_expiry", days_until(sums["expiry_date"], as_of=as_of))
    ranked: pd.DataFrame = sums.sort_values(["expiry_date", "sku", "location", "lot"])
    return ranked.reset_index(drop=True)


def expiry_windows(expired: pd.DataFrame, outlook: pd.DataFrame) -> pd.DataFrame:
    """Sum dated lots by when they expire.

    Args:
        expired: `expired_lots`.
        outlook: `core.exposure.expiry_outlook`.

    Returns:
        window, lots (count), units, cost_value, expected_expired (units, NaN where no lot's
        demand is known), expected_loss (money); one row each for what expired, for the windows
        and for later, also where it is empty.
    """
    gone = expired.assign(expected_expired=expired["units"], expected_loss=expired["cost_value"])
    lots = pd.concat([gone, outlook], ignore_index=True)
    labels = window_labels()
    to_expiry = lots["days_to_expiry"].to_numpy(dtype=np.float64)
    place = 1 + np.searchsorted(np.array(WINDOW_DAYS), to_expiry, side="left")
    place = np.where(to_expiry < 0, 0, place)
    numbers = ["units", "cost_value", "expected_expired", "expected_loss"]
    sums = lots[numbers].groupby(place).sum(min_count=1).reindex(range(len(labels)))
    counts = np.bincount(place, minlength=len(labels))
    # An empty window holds nothing; only lots that nobody can judge are unknown.
    sums = sums.where(pd.Series(counts > 0, index=sums.index), 0.0, axis="index")
    table = sums.assign(window=pd.Series(labels, dtype="str"), lots=counts)
    return table[["window", "lots", *numbers]]


def window_labels() -> tuple[str, ...]:
    """Return the names of the windows, what expired first."""
    starts = (0, *(end + 1 for end in WINDOW_DAYS[:-1]))
    spans = [f"in {start}–{end} days" for start, end in zip(starts, WINDOW_DAYS, strict=True)]
    return (EXPIRED_NOW, *spans, LATER)


def expiry_calendar(expired: pd.DataFrame, outlook: pd.DataFrame, *, months: int) -> pd.DataFrame:
    """Sum dated lots by calendar month for the figure.

    Args:
        expired: `expired_lots`; one row for all of them.
        outlook: `expiry_outlook`.
        months: calendar months from the first that has a lot; later lots are left out, so that
            goods that keep for years do not dwarf what is near.

    Returns:
        month (first day; missing for what expired), units, cost_value, expected_loss (money, zero
        where unknown), unknown_value (cost of lots whose demand is unknown).
    """
    numbers = ["units", "cost_value", "expected_loss", "unknown_value"]
    gone = expired.assign(expected_loss=expired["cost_value"], unknown_value=0.0)
    past = pd.DataFrame([gone[numbers].sum()] * bool(len(expired)), columns=numbers)
    past = past.assign(month=pd.Series(pd.NaT, index=past.index, dtype="datetime64[us]"))
    month = outlook["expiry_date"].dt.to_period("M")
    unknown = outlook["cost_value"].where(outlook["expected_loss"].isna(), 0.0)
    if outlook.empty:
        return past[["month", *numbers]].reset_index(drop=True)
    shown = pd.period_range(month.min(), min(month.max(), month.min() + months - 1), freq="M")
    sums = outlook.assign(unknown_value=unknown)[numbers].groupby(month).sum()
    ahead = sums.reindex(shown, fill_value=0.0).assign(month=shown.to_timestamp())
    table = pd.concat([past, ahead], ignore_index=True)
    return table.assign(month=pd.to_datetime(table["month"]))[["month", *numbers]]


def picking_list(outlook: pd.DataFrame) -> pd.DataFrame:
    """Return lots in the order in which to pick them: of each item the earliest expiry first.

    Items stand in the order of their most urgent lot. An item with a single lot needs no order
    and is left out.

    Returns:
        pick (1 is first), and the columns of `outlook`.
    """
    lots = outlook[outlook.groupby("sku")["sku"].transform("size") > 1]
    urgent = lots.groupby("sku")["days_to_expiry"].transform("min")
    ranked = lots.assign(urgent=urgent).sort_values(
        ["urgent", "sku", "days_to_expiry", "location", "lot"], ignore_index=True
    )
    pick = ranked.groupby("sku").cumcount() + 1
    table = ranked.drop(columns="urgent")
    table.insert(0, "pick", pick)
    return table


def item_classes(
    items: pd.DataFrame, skus: NDArray[np.str_] | None, history: NDArray[np.float64] | None
) -> pd.DataFrame:
    """Class items by the value of their stock (ABC) and how much their demand varies (XYZ).

    Args:
        items: `Exposure.items`.
        skus: (N,) items with a history; None without sales.
        history: (T, N) units a period, NaN before the first sale and out of stock.

    Returns:
        `items` with abc_class, demand_cv (standard deviation ÷ mean of a period, NaN unknown) and
        xyz_class ("unknown" without a history of two periods and a mean above zero).
    """
    cv = np.full(len(items), np.nan)
    if skus is not None and history is not None and len(skus):
        varies = demand_variation(history)
        place = pd.Index(skus).get_indexer(pd.Index(items["sku"]))
        cv = np.where(place < 0, np.nan, varies[place])
    xyz = np.searchsorted(np.array(XYZ_LIMITS), cv, side="left")
    xyz = np.where(np.isnan(cv), len(XYZ) - 1, xyz)
    return items.assign(
        abc_class=abc_classes(items["cost_value"]),
        demand_cv=cv,
        xyz_class=pd.array(list(XYZ), dtype="str").take(xyz),
    )


def class_table(classed: pd.DataFrame) -> pd.DataFrame:
    """Count items and sum their cost by class.

    Args:
        classed: `item_classes`.

    Returns:
        One row for A, B and C: abc_class, items, cost_value, and for each XYZ class the number
        of items (items_X …) and their cost (cost_X …).
    """
    known = classed[classed["abc_class"].notna()]
    row = pd.Index(ABC).get_indexer(pd.Index(known["abc_class"]))
    column = pd.Index(XYZ).get_indexer(pd.Index(known["xyz_class"]))
    cell, cells = row * len(XYZ) + column, len(ABC) * len(XYZ)
    count = np.bincount(cell, minlength=cells).reshape(len(ABC), len(XYZ))
    cost = np.bincount(cell, weights=known["cost_value"], minlength=cells).reshape(count.shape)
    table = {"abc_class": pd.Series(ABC, dtype="str"), "items": count.sum(axis=1)}
    table["cost_value"] = cost.sum(axis=1)
    for place, name in enumerate(XYZ):
        table[f"items_{name}"] = count[:, place]
        table[f"cost_{name}"] = cost[:, place]
    return pd.DataFrame(table)


def slow_movers(items: pd.DataFrame) -> pd.DataFrame:
    """Return items whose stock lasts a year or more, or has no demand; most cost first.

    Items of unknown demand are left out: they are neither slow nor fast.

    Args:
        items: `Exposure.items`; days_of_cover is infinite without demand.

    Returns:
        Their rows, with months_of_cover (infinite without demand).
    """
    months = items["days_of_cover"] / DAYS_PER_MONTH
    slow = items.assign(months_of_cover=months)[months >= SLOW_MONTHS]
    ranked: pd.DataFrame = slow.sort_values(["cost_value", "sku"], ascending=[False, True])
    return ranked.reset_index(drop=True)
