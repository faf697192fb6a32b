"""Sheets of the stock: rows at cost, layers, NRV evidence, items."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from core.accounting import at_market
from core.analysis import Analysis
from core.exposure import NO_CATEGORY, price_words
from core.report.workbook.pen import UNKNOWN, Column, Pen
from core.stock import stock_with_layers

#: First row with data of each table (1-based): below one row of titles.
FIRST = 2


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """The tables behind the sheets: `lines` and `segments` are aligned, one row a test.

    Attributes:
        stock, layers: valued stock rows and their FIFO layers.
        items: one row a stocked item, with the price expected of it.
        lines, segments: facts and results of each segment, in the order in which cost is given
            out within a stock row.
        group: number of each line's group, from 1.
        group_names: what each group is called.
        group_rows: first and last position of the lines of a group of one item, else None.
    """

    stock: pd.DataFrame
    layers: pd.DataFrame
    items: pd.DataFrame
    lines: pd.DataFrame
    segments: pd.DataFrame
    group: Sequence[int]
    group_names: Sequence[str]
    group_rows: Sequence[tuple[int, int] | None]


def make_parts(analysis: Analysis) -> Parts:
    """Put the facts and results of each segment in the order the sheets need."""
    exposure, (stock, layers) = analysis.exposure, stock_with_layers(analysis.book)
    facts = exposure.grounds.segments
    order = np.lexsort((facts["turn"], facts["row"]))
    lines = facts.iloc[order].reset_index(drop=True)
    measured = at_market(
        exposure.segments,
        analysis.book.items.set_index("sku")["replacement_cost"],
        policy=analysis.policy,
        currency=analysis.book.currency,
    )
    segments = exposure.with_evidence(measured).iloc[order].reset_index(drop=True)
    sku = stock["sku"].array.take(lines["row"].to_numpy())
    category = segments["category"].astype("object")
    key = category.where(category.notna(), "\0" + pd.Series(sku, dtype="object"))
    codes, names = pd.factorize(key)
    rows: list[tuple[int, int] | None] = []
    shown: list[str] = []
    for code, name in enumerate(names):
        alone = str(name).startswith("\0")
        shown.append(f"{NO_CATEGORY}: {name[1:]}" if alone else str(name))
        places = np.flatnonzero(codes == code) if alone else None
        rows.append((int(places[0]), int(places[-1])) if places is not None else None)
    return Parts(
        stock=stock,
        layers=layers,
        items=exposure.grounds.items,
        lines=lines,
        segments=segments,
        group=[int(code) + 1 for code in codes],
        group_names=shown,
        group_rows=rows,
    )


def write_stock(pen: Pen, parts: Parts) -> None:
    """Write the stock rows with their cost: the unit costs are inputs."""
    stock = parts.stock
    sheet = pen.sheet("Stock", "Stock rows at cost; unit costs can be changed")
    pen.table(
        sheet,
        [
            Column("SKU", "text", list(stock["sku"]), width=16),
            Column("Item", "text", texts(stock["description"]), width=36),
            Column("Location", "text", texts(stock["location"]), width=16),
            Column("Lot", "text", texts(stock["lot"]), width=12),
            Column("Units", "units", list(stock["on_hand"]), width=10),
            Column("Unit cost", "entered_unit", or_unknown(stock["unit_cost"]), width=12),
            Column(
                "Stock at cost",
                "money",
                list(stock["cost_value"]),
                formula=lambda row: (
                    f'IF(ISNUMBER(F{row}),{pen.half_even(f"E{row}*F{row}")},"{UNKNOWN}")'
                ),
                width=14,
            ),
            Column("Cost from", "text", texts(stock["cost_source"]), width=12),
            Column("Received", "day", list(stock["received_date"]), width=11),
            Column("Age, days", "whole", list(stock["age_days"].round()), width=9),
            Column("Age from", "text", texts(stock["age_source"]), width=18),
            Column("Expires", "day", list(stock["expiry_date"]), width=11),
            Column("Condition", "text", texts(stock["condition"]), width=12),
        ],
        frozen=2,
    )


def write_layers(pen: Pen, parts: Parts) -> None:
    """Write which receipts the units on hand came from."""
    layers, stock = parts.layers, parts.stock
    row = layers["row"].to_numpy()
    sheet = pen.sheet("Layers", "FIFO layers: which receipts the units came from, and their age")
    pen.table(
        sheet,
        [
            Column("Stock row", "whole", list(row + FIRST), width=9),
            Column("SKU", "text", list(stock["sku"].array.take(row)), width=16),
            Column("Location", "text", texts(stock["location"].array.take(row)), width=16),
            Column("Lot", "text", texts(stock["lot"].array.take(row)), width=12),
            Column("Units", "units", list(layers["units"]), width=10),
            Column("Received", "day", list(layers["received_date"]), width=11),
            Column("Age, days", "whole", list(layers["age_days"]), width=9),
            Column("Age from", "text", list(layers["age_source"]), width=26),
            Column("Receipt cost", "unit", list(layers["receipt_cost"]), width=12),
        ],
        frozen=2,
    )


def write_nrv(pen: Pen, parts: Parts, analysis: Analysis) -> None:
    """Write what one unit of each item will bring, and the evidence for it."""
    items = parts.items
    own = analysis.book.items.set_index("sku")["selling_cost_rate"].reindex(items["sku"])
    sheet = pen.sheet("NRV", "Net realizable value of each item: price, its evidence, selling cost")
    rates = items["selling_cost_rate"].tolist()
    pen.table(
        sheet,
        [
            Column("SKU", "text", list(items["sku"]), width=16),
            Column("Item", "text", texts(items["description"]), width=36),
            Column("Price expected", "entered_unit", or_unknown(items["price_used"]), width=12),
            Column("Price from", "text", price_words(items), width=30),
            Column("Selling cost", "entered_rate", rates, width=9),
            Column(
                "NRV a unit",
                "unit",
                list(items["usual_nrv"]),
                formula=lambda row: f'IF(ISNUMBER(C{row}),MAX(C{row}*(1-E{row}),0),"{UNKNOWN}")',
            ),
            Column(
                "NRV if cleared",
                "unit",
                list(items["clearance_nrv"]),
                formula=lambda row: (
                    f"IF(ISNUMBER(F{row}),IF(ISNUMBER(H{row}),MAX(H{row}*(1-E{row}),0),"
                    f'F{row}*(1-Clearance_discount)),"{UNKNOWN}")'
                ),
            ),
            Column("Own or planned clearance price", "entered_unit", _cleared(items), width=12),
        ],
        frozen=2,
    )
    # Items without a rate of their own follow the policy's.
    for place in np.flatnonzero(own.isna().to_numpy()):
        pen.calculate(sheet, int(place) + 1, 4, "Selling_cost_rate", "rate", rates[int(place)])


def write_items(pen: Pen, parts: Parts, analysis: Analysis) -> None:
    """Write one row an item, largest write-down first: sums of its rows of the test."""
    items = analysis.exposure.items
    position = parts.items["sku"].reset_index().set_index("sku")["index"]
    of_item = position.reindex(items["sku"]).to_numpy()
    order = parts.lines["item"].to_numpy()
    # Lines come by stock row and stock rows by sku, so those of an item stand together.
    first = np.searchsorted(order, of_item, side="left") + FIRST
    last = np.searchsorted(order, of_item, side="right") + FIRST - 1
    rows = list(zip(first.tolist(), last.tolist(), strict=True))

    def total(letter: str) -> Any:  # noqa: ANN401
        def formula(at: int) -> str:
            start, end = rows[at - FIRST]
            cells = f"Test!{letter}{start}:{letter}{end}"
            return f'IF(COUNT({cells})=0,"{UNKNOWN}",SUM({cells}))'

        return formula

    unknown_age = items["age_days"].round()
    sheet = pen.sheet("Items", "One row an item: units, cost, write-down, reason and evidence")
    pen.table(
        sheet,
        [
            Column("SKU", "text", list(items["sku"]), width=16),
            Column("Item", "text", texts(items["description"]), width=36),
            Column("Category", "text", texts(items["category"]), width=20),
            Column("Supplier", "text", texts(items["supplier"]), width=20),
            Column("Units", "units", list(items["on_hand"]), formula=total("F"), width=10),
            Column("Cost", "money", list(items["cost_value"]), formula=total("U"), width=14),
            Column("Write-down", "money", list(items["write_down"]), formula=total("W"), width=14),
            Column(
                "Carrying value",
                "money",
                list(items["carrying_value"]),
                formula=lambda at: f'IF(ISNUMBER(F{at}),F{at}-N(G{at}),"{UNKNOWN}")',
                width=14,
            ),
            Column("Age, days", "whole", list(unknown_age), width=8),
            Column(
                "Days of cover",
                "whole",
                [value if np.isfinite(value) else None for value in items["days_of_cover"]],
                width=9,
            ),
            Column("Demand", "text", texts(items["demand_class"]), width=13),
            Column("Main reason when made", "text", texts(items["reason"]), width=13),
        ],
        frozen=2,
    )


def texts(values: Any) -> list[str | None]:  # noqa: ANN401
    """Return texts as plain values, None where missing."""
    return [None if pd.isna(value) else str(value) for value in values]


def or_unknown(values: pd.Series) -> list[float | str]:
    """Return numbers, and a word where one is unknown."""
    return [UNKNOWN if pd.isna(value) else float(value) for value in values]


def _cleared(items: pd.DataFrame) -> list[float]:
    """Return the price an item's own clearance sales or its plan set, NaN for the policy's."""
    planned = items["clearance_nrv"] / (1 - items["selling_cost_rate"])
    return list(items["cleared_price"].mask(items["plan_words"].notna(), planned))
