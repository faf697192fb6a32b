"""What the stock cost, row by row, and where each cost was found."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.book import Book
from core.stock.layers import (
    BEFORE_RECEIPTS,
    FROM_RECEIPTS,
    FROM_ROW,
    UNKNOWN_AGE,
    fifo_layers,
)

#: Where a unit cost was found, in the order of preference.
COST_SOURCES = ("stock row", "item", "stock value", "receipts", "unknown")

VALUED_COLUMNS = (
    "sku",
    "location",
    "lot",
    "on_hand",
    "unit_cost",
    "cost_value",
    "cost_source",
    "received_date",
    "age_days",
    "age_source",
    "expiry_date",
    "condition",
    "category",
    "description",
)


def value_stock(book: Book) -> pd.DataFrame:
    """Value every stock row with units on hand at cost.

    Rows without units, or with fewer than none, hold nothing to value. The unit cost is the
    row's own; else the item's; else the row's stated value over its units; else that of the FIFO
    layers on hand; else unknown (NaN), never zero. A negative cost is unknown.

    Returns:
        One row a stock row, in the order of sku, location and lot: sku, location, lot, on_hand
        (units), unit_cost and cost_value (money), cost_source, received_date, age_days (mean of
        the row's FIFO layers, NaN when unknown), age_source, expiry_date, condition, category,
        description.
    """
    return stock_with_layers(book)[0]


def stock_with_layers(book: Book) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return `value_stock` and its FIFO layers (see `core.stock.layers.fifo_layers`)."""
    stock = in_order(book.stock[book.stock["on_hand"] > 0])
    layers = fifo_layers(stock, book.receipts, as_of=book.as_of)
    items = book.items.iloc[pd.Index(book.items["sku"]).get_indexer(pd.Index(stock["sku"]))]
    unit_cost, source = _unit_cost(stock, items, layers)
    age, age_source = _row_age(layers, len(stock))
    valued = stock.assign(
        unit_cost=unit_cost,
        cost_value=stock["on_hand"] * unit_cost,
        cost_source=pd.Series(source, dtype="str"),
        age_days=age,
        age_source=pd.Series(age_source, dtype="str"),
        category=items["category"].array,
        description=items["description"].array,
    )
    return valued[list(VALUED_COLUMNS)], layers


def in_order(stock: pd.DataFrame) -> pd.DataFrame:
    """Return stock rows in an order that their content alone decides."""
    keys = [
        "sku", "location", "lot", "received_date", "expiry_date", "condition", "on_hand",
        "unit_cost", "stock_value",
    ]  # fmt: skip
    used = [key for key in keys if key == "sku" or stock[key].notna().any()]
    return stock.sort_values(used, kind="stable", ignore_index=True)


def _unit_cost(
    stock: pd.DataFrame, items: pd.DataFrame, layers: pd.DataFrame
) -> tuple[NDArray[np.float64], NDArray[np.object_]]:
    on_hand = stock["on_hand"].to_numpy()
    candidates = [
        stock["unit_cost"].to_numpy(),
        items["unit_cost"].to_numpy(),
        stock["stock_value"].to_numpy() / on_hand,
        _layer_cost(layers, on_hand),
    ]
    known = [np.isfinite(cost) & (cost >= 0) for cost in candidates]
    cost = np.select(known, candidates, np.nan)
    source = np.select(known, COST_SOURCES[:-1], COST_SOURCES[-1])
    return cost, source.astype(object)


def _layer_cost(layers: pd.DataFrame, on_hand: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the unit cost of the FIFO layers a row holds; NaN when one of them has none."""
    spent = (layers["units"] * layers["receipt_cost"]).to_numpy()
    return np.bincount(layers["row"], weights=spent, minlength=len(on_hand)) / on_hand


def _row_age(layers: pd.DataFrame, rows: int) -> tuple[NDArray[np.float64], NDArray[np.object_]]:
    """Return each row's mean age in days and where it comes from; the weakest layer decides."""
    row, units = layers["row"].to_numpy(), layers["units"].to_numpy()
    weighted = np.bincount(row, weights=units * layers["age_days"].to_numpy(), minlength=rows)
    age = weighted / np.bincount(row, weights=units, minlength=rows)
    ranks = {FROM_RECEIPTS: 0, FROM_ROW: 0, BEFORE_RECEIPTS: 1, UNKNOWN_AGE: 2}
    weakest = layers.assign(rank=layers["age_source"].map(ranks)).sort_values(
        ["row", "rank"], kind="stable"
    )
    source = weakest.drop_duplicates("row", keep="last")["age_source"].to_numpy(dtype=object)
    return age, source
