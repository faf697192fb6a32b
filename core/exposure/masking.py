"""Masked losses: what a test by category or in total hides, item by item.

A group test sets gains of some items against losses of others (ASC 330-10-35-8 allows it where
it reflects income best; IAS 2.29 only for similar items). What it hides is still lost when those
items are sold, so it is shown with names.
"""

from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.exposure.reasons import HEALTHY

#: Reasons whose loss is only cost against price. Only these a group test may net: expired,
#: damaged or surplus goods are losses of those goods alone.
PRICE_REASONS = ("below cost", HEALTHY)


def masked_losses(segments: pd.DataFrame, *, level: Literal["category", "total"]) -> pd.DataFrame:
    """Return the items whose loss a group test would hide, largest hidden loss first.

    Items without a category stand alone and hide nothing.

    Args:
        segments: `Exposure.segments`.
        level: what is tested as one.

    Returns:
        One row an item that loses at its own price: sku, description, category, cost_value,
        write_down (its own test), masked (the part of it the group hides, money; a group's
        hidden loss is shared in proportion), share_masked (fraction).
    """
    priced = segments[segments["reason"].isin(PRICE_REASONS) & segments["write_down"].notna()]
    group = _groups(priced, level)
    gain = (priced["nrv_value"] - priced["cost_value"]).clip(lower=0.0)
    loss = priced["write_down"]
    gains, losses = (amount.groupby(group).transform("sum") for amount in (gain, loss))
    hidden = (gains.clip(upper=losses) / losses.where(losses > 0)).fillna(0.0)
    by_item = (
        priced.assign(masked=loss * hidden)[loss > 0]
        .groupby("sku", as_index=False)
        .agg(
            description=("description", "first"),
            category=("category", "first"),
            cost_value=("cost_value", "sum"),
            write_down=("write_down", "sum"),
            masked=("masked", "sum"),
        )
    )
    share = by_item["masked"] / by_item["write_down"]
    return (
        by_item.assign(share_masked=share)
        .sort_values(["masked", "sku"], ascending=[False, True])
        .reset_index(drop=True)
    )


def _groups(segments: pd.DataFrame, level: str) -> NDArray[np.intp]:
    if level == "total":
        return np.zeros(len(segments), dtype=np.intp)
    alone = "\0" + segments["sku"]
    return pd.factorize(segments["category"].fillna(alone))[0]
