"""FIFO layers: which receipts the units on hand came from, and how old they are therefore.

Under first in, first out the units left are the newest ones received. Receipts are walked from
the newest to the oldest until the units on hand are explained; what no receipt explains was
there before the history begins, so its age is at least the length of the history, never zero.
The date of the last receipt says nothing about the age of the stock behind it.
"""

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

FROM_RECEIPTS = "receipts"
BEFORE_RECEIPTS = "older than the receipts"
FROM_ROW = "received date"
UNKNOWN_AGE = "unknown"

#: Units below this share of a layer are noise of the running sums.
_NOISE = 1e-9


def fifo_layers(stock: pd.DataFrame, receipts: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Split stock rows into layers by when their units were received.

    A row's receipts are those of its lot; without such, those of its location, provided every
    row of the item has some there; without such, all of the item's. Rows that share receipts
    share the layers in proportion to their units, as the books do not say who holds which.

    Args:
        stock: needs sku, location, lot, on_hand (positive), received_date; index 0 to N-1.
        receipts: needs date, sku, location, lot, units, unit_cost; later ones than `as_of` and
            returns to the supplier are left out.
        as_of: the day ages are counted to.

    Returns:
        One row a layer: row (position in `stock`), units, received_date (NaT unknown; the first
        day of the history for what is older), age_days (NaN unknown, at least that for what is
        older), age_source, receipt_cost (unit cost of the receipt, NaN unknown). Units of a row
        add up to its on_hand.
    """
    today = pd.Timestamp(as_of)
    known = receipts[(receipts["units"] > 0) & (receipts["date"] <= today)]
    pool, pool_of_receipt, pools = _match(stock, known)
    from_receipts = _walk(stock, known, pool, pool_of_receipt, pools)
    others = np.flatnonzero(pool < 0)
    received = stock["received_date"].to_numpy()[others]
    received = np.where(received > today.to_datetime64(), np.datetime64("NaT"), received)
    from_row = pd.DataFrame(
        {
            "row": others,
            "units": stock["on_hand"].to_numpy()[others],
            "received_date": received.astype("datetime64[us]"),
            "age_source": np.where(np.isnat(received), UNKNOWN_AGE, FROM_ROW),
            "receipt_cost": np.nan,
        }
    )
    layers = pd.concat([from_receipts, from_row], ignore_index=True) if len(known) else from_row
    age = np.asarray((today - layers["received_date"]).dt.days, dtype=np.float64)
    return layers.assign(age_days=age).sort_values(
        ["row", "age_days"], ascending=[True, False], kind="stable", ignore_index=True
    )


def _match(
    stock: pd.DataFrame, receipts: pd.DataFrame
) -> tuple[NDArray[np.intp], NDArray[np.intp], int]:
    """Say which pool of receipts each stock row and each receipt belongs to; -1 none."""
    pool = np.full(len(stock), -1, dtype=np.intp)
    pool_of_receipt = np.full(len(receipts), -1, dtype=np.intp)
    pools = 0
    if receipts.empty or stock.empty:
        return pool, pool_of_receipt, pools
    sku = _codes(stock, receipts, ("sku",))[0]
    levels = ((("sku", "lot"), False), (("sku", "location"), True), (("sku",), False))
    for fields, whole_item in levels:
        mine, theirs = _codes(stock, receipts, fields)
        free = (theirs >= 0) & (pool_of_receipt < 0)
        open_row = pool < 0
        shared = open_row & np.isin(mine, theirs[free]) & (mine >= 0)
        if whole_item:
            shared &= ~np.isin(sku, sku[open_row & ~shared])
        claimed = free & np.isin(theirs, mine[shared])
        pool[shared] = mine[shared] + pools
        pool_of_receipt[claimed] = theirs[claimed] + pools
        pools += int(max(mine.max(), theirs.max())) + 1
    return pool, pool_of_receipt, pools


def _codes(
    stock: pd.DataFrame, receipts: pd.DataFrame, fields: tuple[str, ...]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Number the combinations of text fields over both frames; -1 where one is missing."""
    codes = np.zeros(len(stock) + len(receipts), dtype=np.intp)
    missing = np.zeros(len(codes), dtype=bool)
    for name in fields:
        values, uniques = pd.factorize(pd.concat([stock[name], receipts[name]], ignore_index=True))
        missing |= values < 0
        codes = codes * (len(uniques) + 1) + values + 1
    codes[missing] = -1
    present, dense = np.unique(codes, return_inverse=True)
    dense = dense - int(len(present) > 0 and present[0] == -1)
    return dense[: len(stock)], dense[len(stock) :]


def _walk(
    stock: pd.DataFrame,
    receipts: pd.DataFrame,
    pool: NDArray[np.intp],
    pool_of_receipt: NDArray[np.intp],
    pools: int,
) -> pd.DataFrame:
    """Explain each pool's units by its receipts, newest first, and hand the layers to its rows."""
    on_hand = stock["on_hand"].to_numpy()
    rows = np.flatnonzero(pool >= 0)
    held = np.bincount(pool[rows], weights=on_hand[rows], minlength=pools)
    day = receipts["date"].to_numpy()
    used = np.flatnonzero(pool_of_receipt >= 0)
    cost = receipts["unit_cost"].to_numpy()
    used = used[np.lexsort((cost[used], -day[used].astype(np.int64), pool_of_receipt[used]))]
    owner, units = pool_of_receipt[used], receipts["units"].to_numpy()[used]
    newer = pd.Series(units).groupby(owner).cumsum().to_numpy() - units
    taken = np.clip(held[owner] - newer, 0.0, units)
    explained = np.bincount(owner, weights=taken, minlength=pools)
    rest = np.flatnonzero(held - explained > _NOISE * held)
    start = day.min() if len(day) else np.datetime64("NaT")
    layer = pd.DataFrame(
        {
            "pool": np.concatenate([owner, rest]),
            "share": np.concatenate([taken, (held - explained)[rest]]),
            "received_date": np.concatenate(
                [day[used], np.full(len(rest), start, dtype=day.dtype)]
            ).astype("datetime64[us]"),
            "age_source": np.repeat([FROM_RECEIPTS, BEFORE_RECEIPTS], [len(owner), len(rest)]),
            "receipt_cost": np.concatenate([cost[used], np.full(len(rest), np.nan)]),
        }
    )
    layer = layer[layer["share"] > _NOISE * held[layer["pool"]]]
    holders = pd.DataFrame({"row": rows, "pool": pool[rows]})
    layers = holders.merge(layer, on="pool", how="left", sort=False)
    total = layers.groupby("row", sort=False)["share"].transform("sum")
    layers["units"] = on_hand[layers["row"]] * layers["share"] / total
    return layers[["row", "units", "received_date", "age_source", "receipt_cost"]]
