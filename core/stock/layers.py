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

from core.ordering import sort_order
from core.stock.benches import NOISE, laid_out

FROM_RECEIPTS = "receipts"
FROM_ROW = "received date"
BEFORE_RECEIPTS = "older than the receipts"
UNKNOWN_AGE = "unknown"

#: From the best evidence of age to none.
AGE_SOURCES = (FROM_RECEIPTS, FROM_ROW, BEFORE_RECEIPTS, UNKNOWN_AGE)

_Ints = NDArray[np.intp]


def fifo_layers(
    stock: pd.DataFrame,
    receipts: pd.DataFrame,
    *,
    as_of: date,
    history_start: pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Split stock rows into layers by when their units were received.

    Units moved between locations were not received: the two rows of a transfer (the same item,
    lot and day, adding up to nothing) are left out, and the item's receipts then serve all its
    locations, so that age survives the move.

    A row's receipts are those of its lot; without such, those of its location, provided every
    other row of the item has some there too; without such, all of the item's. Rows that share
    receipts are laid end to end against the layers, oldest first: the row that expires first, or
    was received first, or has the first lot number, holds the oldest units, as a lot comes in one
    go. Rows that nothing of this tells apart share their layers in proportion to their units
    (see `core.stock.benches`).

    Args:
        stock: needs sku, location, lot, on_hand (positive), received_date, expiry_date; index 0
            to N-1.
        receipts: needs date, sku, location, lot, units, unit_cost; later ones than `as_of` and
            returns to the supplier are left out.
        as_of: the day ages are counted to.
        history_start: first day of the receipts, where `receipts` are only some of them.

    Returns:
        One row a layer, by stock row, oldest first: row (position in `stock`), units,
        received_date (NaT unknown; the first day of the history for what is older), age_days
        (NaN unknown, "at least" for what is older), age_source, receipt_cost (unit cost of the
        receipt, NaN unknown). Units of a row add up to its on_hand.
    """
    today = pd.Timestamp(as_of)
    receipts = without_transfers(receipts)
    counts = ((receipts["units"] > 0) & (receipts["date"] <= today)).to_numpy()
    known = receipts[["date", "sku", "location", "lot", "units", "unit_cost"]][counts]
    start = known["date"].min() if history_start is None else history_start
    row_pool, receipt_pool = _pools(stock, known)
    of_pool = receipt_pool >= 0
    receipt_layers = _pool_layers(
        stock["on_hand"].to_numpy(), row_pool, known[of_pool], receipt_pool[of_pool], start
    )
    row, layer = laid_out(stock, row_pool, receipt_layers)
    alone = np.flatnonzero(row_pool < 0)
    received = stock["received_date"].where(stock["received_date"] <= today).iloc[alone]
    own = pd.DataFrame(
        {
            "units": stock["on_hand"].to_numpy()[alone],
            "received_date": received.to_numpy(),
            "source": np.where(
                received.isna(), AGE_SOURCES.index(UNKNOWN_AGE), AGE_SOURCES.index(FROM_ROW)
            ),
            "receipt_cost": np.full(len(alone), np.nan),
        }
    )
    layers = pd.concat([layer, own], ignore_index=True) if len(layer) else own
    rows = np.concatenate([row, alone])
    order = np.argsort(rows, kind="stable")
    layers = layers.iloc[order].reset_index(drop=True)
    age = np.asarray((today - layers["received_date"]).dt.days, dtype=np.float64)
    names = pd.array(list(AGE_SOURCES), dtype="str")
    return pd.DataFrame(
        {
            "row": rows[order],
            "units": layers["units"],
            "received_date": layers["received_date"],
            "age_days": age,
            "age_source": names.take(layers["source"].to_numpy()),
            "receipt_cost": layers["receipt_cost"],
        }
    )


def without_transfers(receipts: pd.DataFrame) -> pd.DataFrame:
    """Leave out transfers between locations, and the location of items that were moved.

    Args:
        receipts: needs date, sku, location, lot, units; a transfer is a group of rows of one
            item, lot and day over several locations that adds up to nothing.
    """
    leaving = (receipts["units"] < 0) & receipts["location"].notna()
    if not leaving.any():
        return receipts
    moved = receipts[receipts["sku"].isin(receipts.loc[leaving, "sku"]).to_numpy()]
    moved = moved[moved["location"].notna().to_numpy() & moved["units"].notna().to_numpy()]
    move = ["sku", "date", "lot"]
    # Where goods were bought on the day of a transfer, the same units left here and came there.
    balanced = _balanced(moved, move) | _balanced(
        moved.assign(size=moved["units"].abs()), [*move, "size"]
    )
    transfers = moved.index[balanced]
    if transfers.empty:
        return receipts
    kept = receipts.drop(index=transfers)
    anywhere = kept["sku"].isin(receipts.loc[transfers, "sku"])
    return kept.assign(location=kept["location"].mask(anywhere))


def _balanced(moved: pd.DataFrame, by: list[str]) -> pd.Series:
    """Whether the rows of each row's group add up to nothing over several locations."""
    groups = moved.groupby(by, dropna=False)
    several = groups["location"].transform("nunique") > 1
    balanced: pd.Series = several & (groups["units"].transform("sum").abs() < NOISE)
    return balanced


def _pools(stock: pd.DataFrame, receipts: pd.DataFrame) -> tuple[_Ints, _Ints]:
    """Say which receipts, as a numbered pool, explain each stock row; -1 for none."""
    row_key = np.full(len(stock), -1, dtype=np.intp)
    receipt_key = np.full(len(receipts), -1, dtype=np.intp)
    if stock.empty or receipts.empty:
        return row_key, receipt_key
    sku, sku_of_receipt = _shared_codes(stock["sku"], receipts["sku"])
    taken = 0
    for field in ("lot", "location", None):
        mine, theirs = sku, sku_of_receipt
        if field is not None:
            if receipts[field].isna().all() or stock[field].isna().all():
                continue
            own, other = _shared_codes(stock[field], receipts[field])
            mine, theirs = _paired((sku, own), (sku_of_receipt, other))
        theirs = np.where(receipt_key < 0, theirs, -1)
        size = int(mine.max(initial=-1)) + 1
        open_row = row_key < 0
        found = open_row & _among(mine, theirs, size)
        if field == "location":
            found &= ~_among(sku, sku[open_row & ~found], int(sku.max()) + 1)
        claimed = _among(theirs, mine[found], size)
        row_key[found] = mine[found] + taken
        receipt_key[claimed] = theirs[claimed] + taken
        taken += size
    pools = np.cumsum(np.bincount(row_key[row_key >= 0], minlength=taken) > 0) - 1
    row_pool, receipt_pool = (np.where(key < 0, -1, pools[key]) for key in (row_key, receipt_key))
    return row_pool, receipt_pool


def _shared_codes(stock: pd.Series, receipts: pd.Series) -> tuple[_Ints, _Ints]:
    """Number the texts of stock, and the same texts of receipts; -1 missing or not in stock."""
    codes = pd.factorize(pd.concat([stock, receipts], ignore_index=True))[0]
    # Stock comes first, so texts that only receipts have are numbered after all of its own.
    own, other = codes[: len(stock)], codes[len(stock) :]
    return own, np.where(other > own.max(initial=-1), -1, other)


def _paired(stock: tuple[_Ints, _Ints], receipts: tuple[_Ints, _Ints]) -> tuple[_Ints, _Ints]:
    """Number pairs of codes as `_shared_codes` numbers texts; -1 where either code is."""
    first, second = (np.concatenate(codes) for codes in zip(stock, receipts, strict=True))
    missing = (first < 0) | (second < 0)
    pairs = np.where(missing, -1, first * (int(second.max(initial=0)) + 1) + second)
    codes = np.where(missing, -1, pd.factorize(pairs)[0])
    own, other = codes[: len(stock[0])], codes[len(stock[0]) :]
    return own, np.where(other > own.max(initial=-1), -1, other)


def _among(codes: _Ints, wanted: _Ints, size: int) -> NDArray[np.bool_]:
    """Return which codes (below `size`, -1 never) are among the wanted ones."""
    is_wanted = np.zeros(size + 1, dtype=np.bool_)
    is_wanted[wanted[wanted >= 0]] = True
    return is_wanted[codes]


def _pool_layers(
    on_hand: NDArray[np.float64],
    row_pool: _Ints,
    receipts: pd.DataFrame,
    receipt_pool: _Ints,
    history_start: pd.Timestamp,
) -> pd.DataFrame:
    """Explain each pool's units by its receipts, newest first.

    Returns:
        pool (ascending), units, received_date, source (number in AGE_SOURCES), receipt_cost; the
        oldest layer of a pool first.
    """
    rows = np.flatnonzero(row_pool >= 0)
    pools = int(row_pool.max(initial=-1)) + 1
    held = np.bincount(row_pool[rows], weights=on_hand[rows], minlength=pools)
    day = receipts["date"].to_numpy().astype("datetime64[D]").astype(np.int64)
    span = int(np.ptp(day)) + 1 if len(day) else 1
    newest_first = sort_order(
        receipt_pool * span + (day.max(initial=0) - day), [receipts["unit_cost"].to_numpy()]
    )
    owner = receipt_pool[newest_first]
    units = receipts["units"].to_numpy()[newest_first]
    newer = pd.Series(units).groupby(owner).cumsum().to_numpy() - units
    used = np.clip(held[owner] - newer, 0.0, units)
    rest = held - np.bincount(owner, weights=used, minlength=pools)
    from_receipt = np.flatnonzero(used > NOISE * held[owner])
    older = np.flatnonzero(rest > NOISE * held)
    receipt = newest_first[from_receipt]
    layer = pd.DataFrame(
        {
            "pool": np.concatenate([owner[from_receipt], older]),
            "units": np.concatenate([used[from_receipt], rest[older]]),
            "received_date": np.concatenate(
                [
                    receipts["date"].to_numpy()[receipt],
                    np.full(len(older), history_start, dtype="datetime64[us]"),
                ]
            ),
            "source": np.repeat(
                [AGE_SOURCES.index(FROM_RECEIPTS), AGE_SOURCES.index(BEFORE_RECEIPTS)],
                [len(receipt), len(older)],
            ),
            "receipt_cost": np.concatenate(
                [receipts["unit_cost"].to_numpy()[receipt], np.full(len(older), np.nan)]
            ),
        }
    )
    # Reversed, the newest receipts come last and what is older than all of them first.
    oldest_first = np.argsort(-layer["pool"].to_numpy(), kind="stable")[::-1]
    return layer.iloc[oldest_first].reset_index(drop=True)
