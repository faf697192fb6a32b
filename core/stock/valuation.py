"""What the stock cost, row by row, and where each cost was found."""

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.book import Book
from core.money import round_money
from core.stock.layers import AGE_SOURCES, fifo_layers

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
        (units), unit_cost and cost_value (money, the latter rounded once a row), cost_source,
        received_date, age_days (mean of the row's FIFO layers, NaN when unknown), age_source,
        expiry_date, condition, category, description.
    """
    return stock_with_layers(book)[0]


def stock_with_layers(book: Book) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return `value_stock` and its FIFO layers (see `core.stock.layers.fifo_layers`)."""
    stock = in_order(book.stock[(book.stock["on_hand"] > 0).to_numpy()])
    layers = fifo_layers(stock, book.receipts, as_of=book.as_of)
    rows = pd.Index(book.items["sku"]).get_indexer(pd.Index(stock["sku"]))
    items = book.items[["category", "description", "unit_cost"]].iloc[rows]
    unit_cost, source = _unit_cost(stock, items["unit_cost"].to_numpy(), layers)
    age, age_source = _row_age(layers, len(stock))
    valued = stock.assign(
        unit_cost=unit_cost,
        cost_value=round_money(stock["on_hand"] * unit_cost, book.currency),
        cost_source=pd.array(list(COST_SOURCES), dtype="str").take(source),
        age_days=age,
        age_source=pd.array(list(AGE_SOURCES), dtype="str").take(age_source),
        category=items["category"].array,
        description=items["description"].array,
    )
    return valued[list(VALUED_COLUMNS)], layers


def in_order(stock: pd.DataFrame) -> pd.DataFrame:
    """Return stock rows in an order that their content alone decides: sku, location, lot, rest."""
    words = ("sku", "location", "lot", "condition")
    texts = [pd.factorize(stock[name], sort=True)[0] for name in words]
    names = ("received_date", "expiry_date", "on_hand", "unit_cost", "stock_value")
    rest = [stock[name].to_numpy() for name in names]
    order = np.lexsort((*rest, texts[3], texts[2], texts[1], texts[0]))
    return stock.iloc[order].reset_index(drop=True)


def _unit_cost(
    stock: pd.DataFrame, item_cost: NDArray[np.float64], layers: pd.DataFrame
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return each row's unit cost, and the number in COST_SOURCES of where it was found."""
    on_hand = stock["on_hand"].to_numpy()
    candidates = [
        stock["unit_cost"].to_numpy(),
        item_cost,
        stock["stock_value"].to_numpy() / on_hand,
        _layer_cost(layers, on_hand),
    ]
    known = [np.isfinite(cost) & (cost >= 0) for cost in candidates]
    cost = np.select(known, candidates, np.nan)
    return cost, np.select(known, list(range(len(candidates))), len(candidates))


def _layer_cost(layers: pd.DataFrame, on_hand: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the unit cost of the FIFO layers a row holds; NaN when one of them has none."""
    spent = (layers["units"] * layers["receipt_cost"]).to_numpy()
    return np.bincount(layers["row"], weights=spent, minlength=len(on_hand)) / on_hand


def _row_age(layers: pd.DataFrame, rows: int) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return each row's mean age in days, and the number of its weakest layer's source."""
    row, units = layers["row"].to_numpy(), layers["units"].to_numpy()
    weighted = np.bincount(row, weights=units * layers["age_days"].to_numpy(), minlength=rows)
    age = weighted / np.bincount(row, weights=units, minlength=rows)
    source = np.zeros(rows, dtype=np.intp)
    number = pd.Index(AGE_SOURCES).get_indexer(pd.Index(layers["age_source"]))
    np.maximum.at(source, row, number)
    return age, source


def average_costs(receipts: pd.DataFrame, *, as_of: date) -> pd.Series:
    """Return the weighted average unit cost of each item's receipts on file, by sku.

    Receipts later than `as_of`, returns to the supplier and receipts without a cost say nothing.

    Source:
        IAS 2.27: the average of the cost of items purchased during the period.
    """
    counts = (receipts["units"] > 0) & (receipts["date"] <= pd.Timestamp(as_of))
    known = receipts[counts & receipts["unit_cost"].notna()]
    amounts = known.assign(amount=known["units"] * known["unit_cost"]).groupby("sku")
    sums = amounts[["units", "amount"]].sum()
    return sums["amount"] / sums["units"]
