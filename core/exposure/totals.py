"""Sums of segments: by item, by category, by reason."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.exposure.reasons import HEALTHY, UNKNOWN
from core.policy import REASONS

NO_CATEGORY = "No category"

_MONEY = ["cost_value", "write_down", "at_risk_value", "unknown_cost_value"]


def with_slices(segments: pd.DataFrame) -> pd.DataFrame:
    """Add at_risk_value and unknown_cost_value: the cost of units with a reason, of unknown ones.

    Args:
        segments: needs reason, cost_value.
    """
    reason = segments["reason"]
    return segments.assign(
        at_risk_value=segments["cost_value"].where(~reason.isin([HEALTHY, UNKNOWN]), 0.0),
        unknown_cost_value=segments["cost_value"].where(reason == UNKNOWN, 0.0),
    )


def by_category(segments: pd.DataFrame) -> pd.DataFrame:
    """Sum segments by category, largest write-down first.

    Returns:
        category, items (count), units, cost_value, write_down, at_risk_value,
        unknown_cost_value, carrying_value (money).
    """
    labeled = segments.assign(category=segments["category"].fillna(NO_CATEGORY))
    sums = labeled.groupby("category", as_index=False)[["units", *_MONEY]].sum()
    items = labeled.groupby("category", as_index=False)["sku"].nunique()["sku"]
    table = sums.assign(items=items, carrying_value=sums["cost_value"] - sums["write_down"])
    columns = ["category", "items", "units", *_MONEY, "carrying_value"]
    return table[columns].sort_values(
        ["write_down", "cost_value", "category"], ascending=[False, False, True], ignore_index=True
    )


def by_reason(segments: pd.DataFrame) -> pd.DataFrame:
    """Sum segments by reason, in the order in which reasons claim units; empty ones left out.

    Returns:
        reason, items (count), units, cost_value, nrv_value, write_down (money).
    """
    sums = segments.groupby("reason", as_index=False)[
        ["units", "cost_value", "nrv_value", "write_down"]
    ].sum()
    table = sums.assign(items=segments.groupby("reason", as_index=False)["sku"].nunique()["sku"])
    rank = {reason: place for place, reason in enumerate((*REASONS, HEALTHY, UNKNOWN))}
    columns = ["reason", "items", "units", "cost_value", "nrv_value", "write_down"]
    return table[columns].sort_values(
        "reason", key=lambda reasons: reasons.map(rank), ignore_index=True
    )


def by_item(segments: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Sum segments by item; the reason and evidence are those of the segment that matters most.

    That is the one with the largest write-down; with none, the one with the largest cost.

    Args:
        segments: all columns of `Exposure.segments` and item (position in `items`).
        items: one row an item, in the order of sku: sku, description, category, supplier,
            rate_per_day (units, NaN unknown), demand_class.

    Returns:
        One row an item, largest write-down first; columns as in `Exposure.items`.
    """
    item = segments["item"].to_numpy()
    count = len(items)

    def total(values: pd.Series) -> NDArray[np.float64]:
        sums = np.bincount(item, weights=values.fillna(0.0), minlength=count)
        return np.asarray(sums, dtype=np.float64)

    units = total(segments["units"])
    priced = segments["units"].where(segments["nrv_unit"].notna())
    dated = segments["units"].where(segments["age_days"].notna())
    known_loss = total(segments["write_down"].notna().astype(float)) > 0
    known_cost = total(segments["cost_value"].notna().astype(float)) > 0
    cost_value = np.where(known_cost, total(segments["cost_value"]), np.nan)
    write_down = np.where(known_loss, total(segments["write_down"]), np.nan)
    rate = items["rate_per_day"].to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        nrv_unit = total(segments["nrv_value"]) / total(priced)
        age = total(segments["units"] * segments["age_days"]) / total(dated)
        cover = np.where(np.isnan(rate), np.nan, units / rate)
    weight = np.lexsort(
        (
            segments["segment_id"],
            -segments["cost_value"].fillna(0.0),
            -segments["write_down"].fillna(0.0),
            item,
        )
    )
    first = weight[np.searchsorted(item[weight], np.arange(count))]
    table = items[["sku", "description", "category", "supplier"]].assign(
        on_hand=units,
        cost_value=cost_value,
        carrying_value=cost_value - np.nan_to_num(write_down),
        age_days=age,
        days_of_cover=cover,
        nrv_unit=nrv_unit,
        write_down=write_down,
        at_risk_value=total(segments["at_risk_value"]),
        reason=segments["reason"].array[first],
        demand_class=items["demand_class"].array,
        evidence=segments["evidence"].array[first],
    )
    loss = table["write_down"].fillna(0.0).to_numpy()
    order = np.lexsort((-np.nan_to_num(table["at_risk_value"].to_numpy()), -loss))
    return table.iloc[order].reset_index(drop=True)
