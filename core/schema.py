"""Canonical tables and columns: the one place that names, types and describes them.

A column's `kind` decides how a cell is read and which dtype it has in a Book:

========  ===================  =====================================================
kind      dtype                meaning
========  ===================  =====================================================
text      str                  identifiers and words; never turned into numbers
date      datetime64[us]       a calendar day
units     float64              a quantity in base units of the item
money     float64              an amount in the Book's currency
fraction  float64              a share between 0 and 1 (0.25 is shown as 25 %)
days      float64              a number of days
flag      boolean              yes, no or unknown
========  ===================  =====================================================

Missing is unknown, never zero: every kind has a missing value (NaN, NaT, <NA>).
"""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

Kind = Literal["text", "date", "units", "money", "fraction", "days", "flag"]

DTYPES: dict[Kind, str] = {
    "text": "str",
    "date": "datetime64[us]",
    "units": "float64",
    "money": "float64",
    "fraction": "float64",
    "days": "float64",
    "flag": "boolean",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One canonical column: its name, how it is typed, what it means to an owner."""

    name: str
    kind: Kind
    description: str


@dataclass(frozen=True, slots=True)
class Table:
    """One canonical table: the key that makes a row unique and the columns it may have."""

    name: str
    key: tuple[str, ...]
    required: tuple[str, ...]
    description: str
    adds: str
    columns: tuple[Column, ...]

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of all columns, in their declared order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return the column of that name; KeyError when the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name!r}")

    def empty(self) -> pd.DataFrame:
        """Return a frame without rows that has every column with its dtype."""
        return pd.DataFrame(
            {column.name: pd.Series(dtype=DTYPES[column.kind]) for column in self.columns}
        )


_SKU = Column("sku", "text", "The item's identifier in the shop's system (stock keeping unit).")
_LOCATION = Column("location", "text", "Store, warehouse or outlet that holds or moves the goods.")
_LOT = Column(
    "lot", "text", "Batch or lot number; rows of one item with different lots stay apart."
)

ITEMS = Table(
    name="items",
    key=("sku",),
    required=("sku",),
    description="One row an item: what it is, what it costs, what it sells for, how it is bought.",
    adds="names, categories, prices, suppliers and lead times",
    columns=(
        _SKU,
        Column("description", "text", "What the item is called."),
        Column("category", "text", "Product group; results are summed and policies set by it."),
        Column("brand", "text", "Brand or manufacturer."),
        Column("supplier", "text", "Who the item is bought from; orders are grouped by it."),
        Column("barcode", "text", "GTIN, EAN or UPC."),
        Column("variant", "text", "Size, color or other option that tells variants apart."),
        Column("uom", "text", "Unit of measure of the quantities."),
        Column("status", "text", "The system's own word for active, discontinued, archived …"),
        Column("unit_cost", "money", "Cost of one unit, net of recoverable tax."),
        Column("unit_price", "money", "Current selling price of one unit."),
        Column("list_price", "money", "Full or recommended price before any markdown."),
        Column(
            "selling_cost_rate", "fraction", "Costs necessary to make the sale, share of price."
        ),
        Column("lead_time_days", "days", "Days from order to receipt."),
        Column("lead_time_sd_days", "days", "Standard deviation of the lead time."),
        Column("min_order_qty", "units", "Smallest quantity the supplier accepts."),
        Column("pack_size", "units", "Orders come in multiples of this many units."),
        Column(
            "shelf_life_days", "days", "Days from receipt until the item may no longer be sold."
        ),
        Column("launch_date", "date", "First day the item is or was on sale."),
        Column("end_of_life_date", "date", "Last day the item is meant to be sold at full price."),
        Column("replacement_cost", "money", "What one unit would cost to buy today."),
        Column("reorder_point", "units", "The reorder point the shop's own system uses."),
        Column("safety_stock", "units", "The safety stock the shop's own system uses."),
        Column("max_level", "units", "The order-up-to level the shop's own system uses."),
    ),
)

STOCK = Table(
    name="stock",
    key=("sku", "location", "lot"),
    required=("sku", "on_hand"),
    description="What is on hand as of one day, by item and where known by location and lot.",
    adds="the stock itself: without it there is nothing to value",
    columns=(
        _SKU,
        _LOCATION,
        _LOT,
        Column("on_hand", "units", "Units physically in stock."),
        Column("committed", "units", "Units promised to customers, still on hand."),
        Column("available", "units", "Units on hand that are not promised."),
        Column("on_order", "units", "Units ordered from suppliers, not yet received."),
        Column("unit_cost", "money", "Cost of one unit of this row; goes before the item's cost."),
        Column("stock_value", "money", "Cost value of the row as the system states it."),
        Column("received_date", "date", "Day the units of this row were received."),
        Column("expiry_date", "date", "Last day the units may be sold."),
        Column("condition", "text", "State of the goods: new, damaged, returned, opened …"),
    ),
)

SALES = Table(
    name="sales",
    key=("date", "sku", "location", "channel"),
    required=("date", "sku", "units"),
    description="Units sold by day, week or month; returns are negative.",
    adds="demand forecast, reorder points, excess stock and realized prices",
    columns=(
        Column("date", "date", "Day of the sale, or first day of the period it was summed over."),
        _SKU,
        _LOCATION,
        Column("units", "units", "Units sold, returns negative."),
        Column("revenue", "money", "Net revenue of the row, without sales tax."),
        Column("unit_price", "money", "Price one unit was offered at."),
        Column("discount", "fraction", "Share taken off the full price."),
        Column("stockout", "flag", "Whether the item was out of stock in the period."),
        Column("promotion", "flag", "Whether the item was advertised or on display in the period."),
        Column("channel", "text", "Store, web shop, marketplace, wholesale …"),
    ),
)

RECEIPTS = Table(
    name="receipts",
    key=("date", "sku", "location", "lot"),
    required=("date", "sku", "units"),
    description="Goods received from suppliers, or due to be received.",
    adds="the age of stock by layer and how long suppliers really take",
    columns=(
        Column("date", "date", "Day the goods were received."),
        _SKU,
        _LOCATION,
        _LOT,
        Column("units", "units", "Units received."),
        Column("unit_cost", "money", "Cost of one unit on this receipt."),
        Column("supplier", "text", "Who delivered."),
        Column("ordered_date", "date", "Day the order was placed."),
        Column("due_date", "date", "Day the supplier promised."),
    ),
)

LOSSES = Table(
    name="losses",
    key=("date", "sku", "reason", "kind"),
    required=("date", "sku"),
    description="Write-downs and write-offs booked in the past.",
    adds="a check of the reserve against what was really lost",
    columns=(
        Column("date", "date", "Day the loss was booked."),
        _SKU,
        Column("units", "units", "Units concerned."),
        Column("amount", "money", "Loss at cost, positive."),
        Column("reason", "text", "damage, expiry, theft or obsolescence."),
        Column("kind", "text", "write_down or write_off."),
    ),
)

COUNTS = Table(
    name="counts",
    key=("date", "sku", "location", "lot"),
    required=("sku", "counted"),
    description="Physical counts to compare with the system's stock.",
    adds="shrinkage: what the system has and the shelf has not",
    columns=(
        Column("date", "date", "Day of the count."),
        _SKU,
        _LOCATION,
        _LOT,
        Column("counted", "units", "Units found."),
    ),
)

CONTRACTS = Table(
    name="contracts",
    key=("sku",),
    required=("sku", "units", "unit_price"),
    description="Firm sales contracts, or firm purchase commitments.",
    adds="contract units valued at the contract price",
    columns=(
        _SKU,
        Column("units", "units", "Units under contract."),
        Column("unit_price", "money", "Contract price of one unit."),
    ),
)

PLAN = Table(
    name="plan",
    key=("sku", "from_date"),
    required=("sku", "from_date"),
    description="An approved markdown plan; only an approved and dated plan may enter NRV.",
    adds="selling prices management has already decided",
    columns=(
        _SKU,
        Column("from_date", "date", "First day of the planned price."),
        Column("until_date", "date", "Last day of the planned price."),
        Column("unit_price", "money", "Planned selling price."),
        Column("markdown_depth", "fraction", "Planned share off the current price."),
        Column(
            "residual_outlet", "text", "Where what is left goes: vendor, jobber, donate, scrap."
        ),
        Column("residual_proceeds", "money", "Net proceeds of one unit left over."),
        Column("approved_by", "text", "Who approved the plan."),
        Column("approved_on", "date", "Day of the approval."),
    ),
)

FINANCIALS = Table(
    name="financials",
    key=("period",),
    required=("period",),
    description="The owner's figures for the period, before the write-down of this Book.",
    adds="the income statement and balance sheet before and after",
    columns=(
        Column("period", "text", "Name of the period the figures are for, such as FY 2011."),
        Column("revenue", "money", "Net sales of the period."),
        Column("cogs", "money", "Cost of goods sold, before the write-down."),
        Column("operating_expenses", "money", "Selling, general and administrative expenses."),
        Column("interest", "money", "Interest expense."),
        Column("tax_rate", "fraction", "Income tax rate."),
        Column("cash", "money", "Cash at period end."),
        Column("receivables", "money", "Trade receivables at period end."),
        Column("inventory", "money", "Inventory at cost at period end, before any allowance."),
        Column("inventory_allowance", "money", "Allowance already on the books, positive."),
        Column("other_assets", "money", "All other assets."),
        Column("payables", "money", "Trade payables and other current liabilities."),
        Column("debt", "money", "Loans and other borrowings."),
        Column("equity", "money", "Owners' equity at period end, before the write-down."),
    ),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        ITEMS,
        STOCK,
        SALES,
        RECEIPTS,
        LOSSES,
        COUNTS,
        CONTRACTS,
        PLAN,
        FINANCIALS,
    )
}


def conform(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Return `frame` with exactly the table's columns, in order, with their dtypes.

    Columns that are absent come out missing; columns the table does not know are left out.

    Raises:
        ValueError: a value cannot be represented in the column's dtype (a programming mistake:
            ingest turns user mistakes into problems before it comes to this).
    """
    columns: dict[str, pd.Series] = {}
    for column in table.columns:
        dtype = DTYPES[column.kind]
        if column.name in frame.columns:
            columns[column.name] = frame[column.name].astype(dtype)  # type: ignore[call-overload]
        else:
            columns[column.name] = pd.Series(index=frame.index, dtype=dtype)
    return pd.DataFrame(columns, index=frame.index).reset_index(drop=True)
