"""Expiry outlook: how many units of each dated lot will probably not be sold in time.

The partition of exposure compares units with expected demand. Demand is uncertain, and a lot
that just sells out on average still leaves units behind when demand falls short. For the units
Q_k up to and including lot k and demand D_k until it expires, the expected units left behind
among the first k lots are at least E[max(0, Q_j - D_j)] for every j <= k; the largest of these,
step by step, is each lot's share.
"""

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.exposure.excess import Demand
from core.stock import days_until

#: Half a unit and more reads as one: a smaller expectation is no loss to date.
_ONE_UNIT = 0.5


def expiry_outlook(
    segments: pd.DataFrame,
    forecast: Demand | None,
    *,
    as_of: date,
    min_remaining_life_days: float = 0.0,
) -> pd.DataFrame:
    """Return what is expected to expire of each dated lot that can still be sold.

    Args:
        segments: `Exposure.segments`.
        forecast: demand, or None.
        as_of: the day of the stock list.
        min_remaining_life_days: days before its expiry from which a lot is no longer sold.

    Returns:
        One row a lot, earliest expiry first: sku, location, lot, description, category,
        expiry_date, days_to_expiry, units, cost_value (money, NaN unknown), expected_expired
        (units, NaN where demand is unknown), expected_loss (money at cost), first_loss_date (of
        the item: when the first lot that leaves a unit behind stops being sold; NaT for none).
    """
    keys = ["sku", "location", "lot", "description", "category", "expiry_date"]
    dated = segments[
        segments["expiry_date"].notna() & ~segments["reason"].isin(["expired", "damaged"])
    ]
    known = dated.assign(cost_known=dated["cost_value"].notna())
    lots = known.groupby(keys, dropna=False, as_index=False, sort=False).agg(
        units=("units", "sum"), cost_value=("cost_value", "sum"), cost_known=("cost_known", "all")
    )
    lots["cost_value"] = lots["cost_value"].where(lots.pop("cost_known"))
    lots["days_to_expiry"] = days_until(lots["expiry_date"], as_of=as_of)
    lots = lots[lots["days_to_expiry"] >= 0]
    lots = lots.sort_values(["expiry_date", "sku", "location", "lot"], ignore_index=True)
    until = np.maximum(lots["days_to_expiry"].to_numpy() - min_remaining_life_days, 0.0)
    expired = _expected_expired(lots, forecast, until)
    loss = lots["cost_value"] * expired / lots["units"]
    columns = [*keys, "days_to_expiry", "units", "cost_value"]
    sell_by = lots["expiry_date"] - pd.Timedelta(days=min_remaining_life_days)
    loses = sell_by.where(pd.Series(expired >= _ONE_UNIT, index=lots.index))
    return lots[columns].assign(
        expected_expired=expired,
        expected_loss=loss,
        first_loss_date=loses.groupby(lots["sku"]).transform("min"),
    )


def _expected_expired(
    lots: pd.DataFrame, forecast: Demand | None, days: NDArray[np.float64]
) -> NDArray[np.float64]:
    expected = np.full(len(lots), np.nan)
    if forecast is None or len(forecast.skus) == 0 or lots.empty:
        return expected
    place = np.asarray(forecast.for_skus(lots["sku"].to_numpy(dtype=object)), dtype=np.intp)
    up_to = lots.groupby("sku")["units"].cumsum().to_numpy()
    turn = lots.groupby("sku").cumcount().to_numpy()
    left = np.full(len(lots), np.nan)
    # The forecast answers one lot per item at a time: first lots, second lots, and so on.
    for this in range(int(turn.max()) + 1):
        rows = np.flatnonzero((turn == this) & (place >= 0))
        asked_days, asked_units = np.zeros((2, len(forecast.skus)))
        asked_days[place[rows]] = days[rows]
        asked_units[place[rows]] = up_to[rows]
        left[rows] = forecast.expected_excess(asked_days, asked_units)[place[rows]]
    most = pd.Series(left).groupby(lots["sku"]).cummax()
    before = most.groupby(lots["sku"]).shift(fill_value=0.0)
    return np.asarray((most - before).clip(0.0, lots["units"]), dtype=np.float64)
