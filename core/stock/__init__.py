"""Stock: what is on hand, what it cost, how old it is and when it expires."""

from core.stock.classes import ABC_LIMITS, XYZ_LIMITS, abc_classes, demand_variation
from core.stock.layers import (
    AGE_SOURCES,
    BEFORE_RECEIPTS,
    FROM_RECEIPTS,
    FROM_ROW,
    UNKNOWN_AGE,
    fifo_layers,
    without_transfers,
)
from core.stock.ordered import units_on_order
from core.stock.realizable import (
    FROM_PLAN,
    PRICE_EVIDENCE_DAYS,
    realizable_values,
    realized_prices,
)
from core.stock.rewind import can_rewind, earliest_day, rewind
from core.stock.shelf_life import days_until, unreached_units
from core.stock.valuation import COST_SOURCES, in_order, stock_with_layers, value_stock

__all__ = [
    "ABC_LIMITS",
    "AGE_SOURCES",
    "BEFORE_RECEIPTS",
    "COST_SOURCES",
    "FROM_PLAN",
    "FROM_RECEIPTS",
    "FROM_ROW",
    "PRICE_EVIDENCE_DAYS",
    "UNKNOWN_AGE",
    "XYZ_LIMITS",
    "abc_classes",
    "can_rewind",
    "days_until",
    "demand_variation",
    "earliest_day",
    "fifo_layers",
    "in_order",
    "realizable_values",
    "realized_prices",
    "rewind",
    "stock_with_layers",
    "units_on_order",
    "unreached_units",
    "value_stock",
    "without_transfers",
]
