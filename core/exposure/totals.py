"""Sums of segments: by item, by category, by reason."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.exposure.reasons import HEALTHY, UNKNOWN
from core.policy import REASONS

NO_CATEGORY = "No category"

_MONEY = ["cost_value", "write_down", "at_risk_value", "unknown_cost_value"]


def by_category(segments: pd.DataFrame) -> pd.DataFrame:
    """Sum segments by category, largest write-down first.

    Args:
        segments: needs category, item, units, cost_value, write_down, at_risk_value,
            unknown_cost_value.

    Returns:
        category, items (count), units, cost_value, write_down, at_risk_value,
        unknown_cost_value, carrying_value (money).
    """
    table = _sums(segments, "category", ["units", *_MONEY])
    table = table.assign(
        category=table["category"].fillna(NO_CATEGORY),
        carrying_value=table["cost_value"] - table["write_down"],
    )
    return table.sort_values(
        ["write_down", "cost_value", "category"], ascending=[False, False, True], ignore_index=True
    )


def by_reason(segments: pd.DataFrame) -> pd.DataFrame:
    """Sum segments by reason, in the order in which reasons claim units; empty ones left out.

    Args:
        segments: needs reason, item, units, cost_value, nrv_value, write_down, disposal_cost.

    Returns:
        reason, items (count), units, cost_value, nrv_value and write_down (money; NaN where it
        cannot be judged), disposal_cost (money, beside the write-down).
    """
    amounts = ["units", "cost_value", "nrv_value", "write_down", "disposal_cost"]
    table = _sums(segments, "reason", amounts)
    judged = table["reason"] != UNKNOWN
    table = table.assign(
        **{name: table[name].where(judged) for name in ("nrv_value", "write_down")}
    )
    rank = {reason: place for place, reason in enumerate((*REASONS, HEALTHY, UNKNOWN))}
    return table.sort_values("reason", key=lambda reasons: reasons.map(rank), ignore_index=True)


def with_total(table: pd.DataFrame, key: str, *, items: int | None = None) -> pd.DataFrame:
    """Return the table with a last row "Total": sums of what is shown, `items` distinct ones.

    Args:
        table: `by_category`, `by_reason` or ages; one item can have several reasons.
        key: column that takes the word.
        items: how many items there are in all, where the table counts them.
    """
    sums = table.select_dtypes("number").sum(min_count=min(1, len(table)))
    last = pd.DataFrame([{**sums, key: "Total", "items": items}]).reindex(columns=table.columns)
    return pd.concat([table, last.astype(table.dtypes)], ignore_index=True)


def _sums(segments: pd.DataFrame, key: str, columns: list[str]) -> pd.DataFrame:
    """Return key, items (how many distinct ones) and the sums of known values by key."""
    codes, names = pd.factorize(segments[key], use_na_sentinel=False)
    pairs = np.unique(codes * (len(segments) + 1) + segments["item"].to_numpy())
    sums = {
        name: np.bincount(codes, weights=segments[name].fillna(0.0), minlength=len(names))
        for name in columns
    }
    return pd.DataFrame(
        {
            key: pd.Series(names, dtype="str"),
            "items": np.bincount(pairs // (len(segments) + 1), minlength=len(names)),
            **{name: values.astype(np.float64) for name, values in sums.items()},
        }
    )


def by_item(segments: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Sum segments by item; the reason is that of the segment that matters most.

    That is the one with the largest write-down; with none, the one with the largest cost.

    Args:
        segments: all columns of `Exposure.segments` and item (position in `items`), ascending.
        items: one row an item, in the order of sku: sku, description, category, supplier,
            days_of_cover, on_order, excess_on_order, order_cost, loss_on_order, demand_class.

    Returns:
        One row an item, largest write-down first; columns as in `Exposure.items`.
    """
    item = segments["item"].to_numpy()
    count = len(items)
    starts = np.searchsorted(item, np.arange(count))

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
    with np.errstate(divide="ignore", invalid="ignore"):
        nrv_unit = total(segments["nrv_value"]) / total(priced)
        age = total(segments["units"] * segments["age_days"]) / total(dated)
    heaviest = np.ones(len(item), dtype=np.bool_)
    for name in ("write_down", "cost_value"):
        value = np.where(heaviest, segments[name].fillna(0.0), -np.inf)
        heaviest &= value == np.maximum.reduceat(value, starts)[item]
    matters = np.flatnonzero(heaviest)
    first = matters[np.searchsorted(item[matters], np.arange(count))]
    table = items[["sku", "description", "category", "supplier"]].assign(
        on_hand=units,
        cost_value=cost_value,
        carrying_value=cost_value - np.nan_to_num(write_down),
        age_days=age,
        days_of_cover=items["days_of_cover"].array,
        on_order=items["on_order"].array,
        excess_on_order=items["excess_on_order"].array,
        order_cost=items["order_cost"].array,
        loss_on_order=items["loss_on_order"].array,
        nrv_unit=nrv_unit,
        write_down=write_down,
        at_risk_value=total(segments["at_risk_value"]),
        reason=segments["reason"].array[first],
        demand_class=items["demand_class"].array,
    )
    loss = table["write_down"].fillna(0.0).to_numpy()
    order = np.lexsort((-np.nan_to_num(table["at_risk_value"].to_numpy()), -loss))
    return table.iloc[order].reset_index(drop=True)
