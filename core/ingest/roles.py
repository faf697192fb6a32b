"""Roles that a column may play, by the concepts its header names.

A role is a canonical column, a generic quantity, date or amount whose meaning depends on the
kind of table ("qty", "when", "amount", "value"), or a known column the schema has no place for
("customer"), which keeps it from being taken for another.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from core.ingest.vocabulary import words


def _sets(*patterns: tuple[str, float]) -> tuple[tuple[frozenset[str], float], ...]:
    return tuple((words(listed), score) for listed, score in patterns)


@dataclass(frozen=True, slots=True)
class Role:
    """How headers name a role.

    Attributes:
        patterns: sets of concepts that name it, with how surely.
        beside: concepts that change nothing beside them.
        against: concepts that forbid it.
    """

    patterns: tuple[tuple[frozenset[str], float], ...]
    beside: frozenset[str] = frozenset()
    against: frozenset[str] = frozenset()


def _role(*patterns: tuple[str, float], beside: str = "", against: str = "") -> Role:
    return Role(_sets(*patterns), _references(beside), _references(against))


def _references(listed: str) -> frozenset[str]:
    """Return concepts; a reference is a code."""
    concepts = words(listed)
    return concepts | {"REFERENCE"} if "CODE" in concepts else concepts


_NOT_STOCK = (
    "CHANGE OPENING VALUE AMOUNT COST PRICE SAFETY MIN MAX REORDER DATE SALE UOM RECEIVED "
    "ISSUED FLAG RETURNED BUY LOSS COUNTED AGE FORECAST OTHER PERCENT ORDER DAYS STOCKOUT CODE SKU"
)

#: Role -> how headers name it.
ROLES: Mapping[str, Role] = {
    "sku": _role(
        ("SKU", 1.0),
        ("ITEM CODE", 0.97),
        ("REFERENCE", 0.93),
        ("ITEM REFERENCE", 1.0),
        ("CODE", 0.75),
        ("ITEM", 0.6),
        ("STOCK CODE", 0.8),
        beside="ITEM CODE",
        against="SUPPLIER BARCODE CUSTOMER ORDER LOT LOCATION TAX OTHER BRAND "
        "CATEGORY VARIANT QTY EACH UOM TYPE DATE STATUS CHANNEL PLANT BIN LINE CURRENCY "
        "DISCOUNT RECEIVED",
    ),
    "description": _role(
        ("ITEM NAME", 1.0),
        ("NAME", 0.88),
        ("ITEM", 0.72),
        ("SKU NAME", 0.95),
        beside="ITEM",
        against="SUPPLIER CUSTOMER CATEGORY BRAND LOCATION VARIANT CODE UOM EACH "
        "OTHER QTY TYPE STATUS CHANNEL SALE BUY DATE TAX PLANT BIN",
    ),
    "category": _role(
        ("CATEGORY", 0.98),
        ("DEPARTMENT", 0.85),
        ("TYPE ITEM", 0.8),
        ("TYPE", 0.45),
        beside="ITEM NAME CODE STOCK",
        against="TAX OTHER CUSTOMER PRICE COST DISCOUNT ORDER LOSS DATE QTY LOCATION",
    ),
    "brand": _role(
        ("BRAND", 0.97),
        beside="NAME ITEM",
        against="OTHER CODE DATE PRICE COST",
    ),
    "supplier": _role(
        ("SUPPLIER", 0.97),
        ("SUPPLIER CODE", 0.7),
        beside="NAME LAST",
        against="SKU PRICE COST OTHER DATE QTY ITEM LEADTIME RETURNED BARCODE",
    ),
    "supplier_code": _role(
        ("SUPPLIER CODE", 0.69),
        ("SUPPLIER REFERENCE", 0.9),
        ("SUPPLIER SKU", 0.95),
        ("SUPPLIER CODE ITEM", 1.0),
        ("SUPPLIERSKU", 1.0),
    ),
    "barcode": _role(("BARCODE", 0.98), beside="CODE ITEM SKU EACH", against="OTHER TYPE"),
    "variant": _role(
        ("VARIANT", 0.92),
        beside="VALUE ITEM",
        against="NAME PACK OTHER SKU CODE PRICE QTY STOCK COST BARCODE DATE TAX",
    ),
    "uom": _role(
        ("UOM", 0.97),
        ("EACH", 0.7),
        ("EACH UOM", 0.97),
        beside="STOCK ITEM QTY",
        against="OTHER PRICE COST NAME",
    ),
    "status": _role(
        ("STATUS", 0.9), beside="ITEM", against="STOCK OTHER ORDER TAX DATE BUY PRICE LAST"
    ),
    "unit_cost": _role(
        ("COST", 0.93),
        ("COST EACH", 1.0),
        ("PRICE BUY", 0.88),
        ("PRICE SUPPLIER", 0.85),
        ("COST SUPPLIER", 0.9),
        ("COST LAST", 0.9),
        ("PRICE BUY LAST", 0.85),
        ("COST AVERAGE", 1.0),
        ("COST PRICE", 0.98),
        ("BUY EACH", 0.7),
        ("VALUE EACH", 0.72),
        ("NET COST", 0.97),
        beside="NET AVERAGE CURRENT ITEM PRICE BUY EACH MONEY VALUE",
        against="TOTAL AMOUNT SALE DATE OTHER TAX REPLACEMENT PROFIT LIST LEADTIME QTY REVENUE "
        "SELLINGCOST PERCENT OPENING RETAIL CODE NAME UNAVAILABLE FORECAST PERIOD DISCOUNT",
    ),
    "unit_price": _role(
        ("PRICE SALE", 1.0),
        ("PRICE EACH", 0.92),
        ("PRICE", 0.9),
        ("PRICE RETAIL", 1.0),
        ("PRICE SALE LAST", 0.8),
        ("PRICE LAST", 0.6),
        ("SALE EACH", 0.75),
        ("VALUE EACH", 0.78),
        ("SALE MONEY", 0.62),
        ("RETAIL EACH", 0.8),
        ("RETAIL", 0.68),
        beside="GROSS NET EACH ITEM CURRENT SALE RETAIL MONEY CLOSING",
        against="BUY COST TOTAL AMOUNT VALUE DATE TAX LIST OTHER DISCOUNT PROFIT SUPPLIER QTY "
        "STOCK REVENUE PERCENT NAME CODE LAST NEW FORECAST MIN MAX PACK",
    ),
    "list_price": _role(
        ("PRICE LIST", 0.92),
        ("LIST", 0.6),
        ("LIST MONEY", 0.85),
        ("LIST RETAIL", 0.9),
        beside="RETAIL MONEY EACH SALE NET GROSS",
        against="DATE OTHER NAME CODE BUY COST",
    ),
    "selling_cost_rate": _role(("SELLINGCOST", 0.98), beside="PERCENT"),
    "replacement_cost": _role(
        ("REPLACEMENT", 0.9),
        ("REPLACEMENT COST", 1.0),
        beside="COST PRICE EACH",
        against="LEADTIME TIME QTY",
    ),
    "lead_time_days": _role(
        ("LEADTIME", 0.98),
        beside="DAYS ITEM SUPPLIER HOURS TIME DUE AVERAGE PERIOD",
        against="DEVIATION OTHER",
    ),
    "lead_time_sd_days": _role(("LEADTIME DEVIATION", 1.0), beside="DAYS TIME"),
    "min_order_qty": _role(
        ("MINORDER", 0.97),
        ("MIN ORDER QTY", 1.0),
        ("MIN ORDER", 0.95),
        ("MIN BUY", 0.85),
        ("MIN", 0.5),
        beside="QTY BUY ITEM",
        against="STOCK MAX LEVEL REORDER SAFETY PRICE OTHER DATE REVENUE COST",
    ),
    "pack_size": _role(
        ("PACK", 0.9),
        ("PACK QTY", 1.0),
        ("PACK EACH", 0.95),
        ("PACK VARIANT", 0.9),
        beside="QTY EACH ITEM BUY",
        against="OTHER PRICE COST TYPE NAME CODE BARCODE UOM SALE",
    ),
    "shelf_life_days": _role(
        ("SHELFLIFE", 0.97), ("EXPIRY DAYS", 0.9), beside="DAYS TIME", against="DATE OTHER"
    ),
    "launch_date": _role(("LAUNCH DATE", 1.0), ("LAUNCH", 0.85), beside="ITEM"),
    "end_of_life_date": _role(
        ("ENDOFLIFE DATE", 1.0),
        ("ENDOFLIFE", 0.85),
        beside="ITEM",
        against="DISCOUNT PRICE PLANNED",
    ),
    "reorder_point": _role(
        ("REORDER", 0.95),
        ("MIN STOCK", 0.85),
        ("MINSTOCK", 0.86),
        ("MIN LEVEL", 0.8),
        ("MIN", 0.62),
        ("STOCK REORDER", 0.97),
        beside="STOCK LEVEL MIN",
        against="QTY ORDER DATE OTHER MAX STATUS LEADTIME DAYS COST PRICE REVENUE FLAG",
    ),
    "min_qty": _role(
        ("MIN QTY", 0.85),
        beside="ITEM",
        against="STOCK MAX LEVEL REORDER SAFETY PRICE OTHER DATE REVENUE COST ORDER SALE BUY",
    ),
    "reorder_qty": _role(("REORDER QTY", 0.97), ("REORDER ORDER QTY", 0.97), beside="ITEM"),
    "safety_stock": _role(("SAFETY", 0.97), beside="STOCK QTY LEVEL", against="OTHER DAYS"),
    "max_level": _role(
        ("TARGET", 0.95),
        ("MAX STOCK", 1.0),
        ("MAX LEVEL", 1.0),
        ("MAX", 0.66),
        ("MAX QTY", 0.8),
        beside="STOCK QTY LEVEL",
        against="ORDER PRICE OTHER DATE MIN BUY",
    ),
    "location": _role(
        ("LOCATION", 0.97),
        ("LOCATION STOCK", 0.9),
        ("PLANT", 0.5),
        beside="NAME CODE ITEM CURRENT",
        against="OTHER DATE QTY VALUE COST PRICE TYPE AVAILABLE TAX COUNT COUNTED DAYS AGE REORDER "
        "REVENUE SALE FLAG",
    ),
    "bin": _role(("BIN", 0.95), beside="NAME CODE LOCATION"),
    "plant": _role(("PLANT", 0.9), beside="NAME CODE"),
    "lot": _role(("LOT", 0.97), beside="CODE", against="QTY DATE OTHER BUY TAX PRICE COST"),
    "on_hand": _role(
        ("STOCK", 0.95),
        ("STOCK QTY", 1.0),
        ("CLOSING STOCK", 1.0),
        ("CLOSING QTY", 1.0),
        ("CLOSING", 0.75),
        ("LOCATION QTY", 0.8),
        beside="QTY CURRENT ITEM EACH TOTAL LOCATION",
        against=_NOT_STOCK + " AVAILABLE COMMITTED INCOMING UNAVAILABLE NAME TYPE STATUS NEW "
        "CURRENCY TAX SUPPLIER CUSTOMER LIMIT",
    ),
    "committed": _role(
        ("COMMITTED", 0.95),
        beside="QTY STOCK TOTAL ITEM ORDER SALE",
        against="VALUE AMOUNT PRICE DATE",
    ),
    "available": _role(
        ("AVAILABLE", 0.93),
        ("AVAILABLE STOCK", 0.97),
        ("AVAILABLE QTY", 0.98),
        beside="STOCK QTY CURRENT ITEM TOTAL SALE",
        against="DATE OTHER FROM STATUS COMMITTED CODE NAME TYPE PERIOD",
    ),
    "on_order": _role(
        ("INCOMING", 0.93),
        ("DUE QTY", 0.75),
        ("DUE", 0.55),
        beside="QTY STOCK BUY ORDER TOTAL ITEM SUPPLIER",
        against="DATE VALUE AMOUNT PRICE COST OTHER ISSUED RECEIVED",
    ),
    "unavailable": _role(("UNAVAILABLE", 0.95), beside="QTY STOCK"),
    "stock_value": _role(
        ("STOCK VALUE", 1.0),
        ("CLOSING VALUE", 1.0),
        ("CLOSING AMOUNT", 1.0),
        ("CLOSING STOCK VALUE", 1.0),
        ("STOCKVALUE", 0.97),
        ("LOCATION VALUE", 0.85),
        ("VALUE TOTAL", 0.85),
        ("COST TOTAL", 0.93),
        ("STOCK AMOUNT", 0.95),
        ("COST VALUE", 0.85),
        ("COST AMOUNT", 0.9),
        ("STOCK COST", 0.8),
        ("VALUE", 0.7),
        beside="TOTAL NET GROSS AVERAGE STOCK AMOUNT MONEY CURRENT EACH ITEM COST",
        against="SALE RETAIL OPENING OTHER PERCENT DATE REVENUE RECEIVED ISSUED VARIANT TAX NEW "
        "RETURNED CHANGE PRICE ORDER",
    ),
    "received_date": _role(
        ("RECEIVED DATE", 1.0),
        ("RECEIVED", 0.7),
        ("BUY DATE", 0.75),
        ("RECEIVED LAST DATE", 0.9),
        beside="STOCK LAST TIME ITEM",
        against="QTY VALUE ORDER AMOUNT PRICE COST OTHER",
    ),
    "expiry_date": _role(
        ("EXPIRY", 0.95),
        ("EXPIRY DATE", 1.0),
        beside="ITEM LOT TIME",
        against="STATUS DAYS QTY VALUE OTHER",
    ),
    "condition": _role(
        ("CONDITION", 0.9),
        ("LOT STATUS", 0.92),
        beside="ITEM STATUS",
        against="OTHER DATE PRICE QTY",
    ),
    "when": _role(
        ("DATE", 0.92),
        ("PERIOD", 0.88),
        ("DATE SALE", 1.0),
        ("DATE ORDER", 0.95),
        ("PERIOD DATE", 0.95),
        ("DATE PERIOD FROM", 0.9),
        beside="TIME FROM CURRENT ITEM",
        against="RECEIVED EXPIRY LAST NEXT DUE ENDOFLIFE LAUNCH SNAPSHOT MADE OTHER QTY VALUE "
        "AMOUNT PRICE DISCOUNT APPROVED UNTIL FORECAST STOCK COST REVENUE AVERAGE",
    ),
    "units": _role(
        ("QTY SALE", 1.0),
        ("SALE ITEM", 0.7),
        ("SALE", 0.6),
        beside="TOTAL ITEM EACH PERIOD NET DAYS LAST CHANNEL",
        against="CHANGE COST PRICE VALUE AMOUNT REVENUE BUY STOCK RETURNED OTHER DATE MIN REORDER "
        "RECEIVED PROFIT AVERAGE MONEY FORECAST TAX CODE NAME",
    ),
    "revenue": _role(
        ("REVENUE", 0.97),
        ("SALE TOTAL", 0.92),
        ("SALE AMOUNT", 1.0),
        ("SALE VALUE", 0.93),
        ("SALE MONEY", 0.8),
        ("SALE", 0.6),
        ("SALE NET", 0.97),
        ("SALE GROSS", 0.85),
        beside="NET GROSS TOTAL AMOUNT SALE MONEY ITEM",
        against="CHANGE COST QTY TAX BUY STOCK PROFIT PERCENT OTHER DATE DISCOUNT RETURNED EACH "
        "CODE",
    ),
    "discount": _role(
        ("DISCOUNT", 0.93),
        ("DISCOUNT PERCENT", 1.0),
        beside="PRICE RATE PERCENT SALE",
        against="DATE CODE NAME OTHER AMOUNT TOTAL",
    ),
    "discount_amount": _role(("DISCOUNT AMOUNT", 0.97), ("DISCOUNT TOTAL", 0.9), beside="MONEY"),
    "promotion": _role(("PROMOTION", 0.9), beside="STATUS", against="PRICE DATE NAME AMOUNT"),
    "stockout": _role(("STOCKOUT", 0.95), beside="STATUS"),
    "channel": _role(("CHANNEL", 0.93), beside="NAME", against="CODE DATE QTY"),
    "qty": _role(
        ("QTY", 0.92),
        ("QTY ITEM", 0.88),
        ("QTY TOTAL", 0.85),
        beside="ITEM TOTAL CURRENT MONEY",
        against="CHANGE SALE BUY MIN MAX REORDER PACK EACH RETURNED OTHER PRICE COST VALUE AMOUNT "
        "ORDER RECEIVED ISSUED OPENING SAFETY NAME FORECAST DATE PERIOD UOM LAST AVERAGE DISCOUNT",
    ),
    "amount": _role(
        ("AMOUNT", 0.88),
        ("NET AMOUNT", 0.92),
        ("GROSS AMOUNT", 0.8),
        ("NET", 0.62),
        ("TOTAL", 0.72),
        ("NET TOTAL", 0.76),
        ("AMOUNT TOTAL", 0.92),
        ("PRICE TOTAL", 0.8),
        ("VALUE", 0.6),
        ("VALUE TOTAL", 0.7),
        beside="NET GROSS MONEY PRICE",
        against="CHANGE QTY TAX COST PERCENT OTHER DATE DISCOUNT RECEIVED ISSUED STOCK CODE ITEM",
    ),
    "value": _role(
        ("VALUE", 0.75),
        ("AMOUNT", 0.6),
        beside="TOTAL MONEY",
        against="QTY TAX PERCENT OTHER DATE DISCOUNT VARIANT NEW CHANGE",
    ),
    "received_qty": _role(
        ("RECEIVED QTY", 1.0),
        ("BUY QTY", 0.92),
        ("RECEIVED", 0.75),
        ("BUY", 0.5),
        beside="STOCK TOTAL ITEM",
        against="PRICE COST VALUE AMOUNT DATE CODE NAME OTHER ORDER",
    ),
    "issued_qty": _role(("ISSUED QTY", 1.0), ("ISSUED", 0.8), beside="STOCK TOTAL"),
    "ordered_qty": _role(
        ("QTY ORDER", 0.85),
        ("QTY ORDERED", 1.0),
        beside="ITEM TOTAL SALE",
        against="DATE VALUE AMOUNT PRICE COST MIN MAX REORDER OTHER CODE LAST PACK",
    ),
    "created_date": _role(("CREATED", 0.9), beside="DATE TIME ITEM"),
    "flag": _role(("FLAG", 0.9), beside="STATUS ITEM"),
    "ordered_date": _role(
        ("ORDERED DATE", 1.0),
        ("ORDERED", 0.85),
        ("ORDER DATE", 0.95),
        ("BUY DATE", 0.8),
        ("ORDER DATE BUY", 0.95),
        beside="BUY SUPPLIER TIME",
        against="QTY LAST DUE OTHER",
    ),
    "due_date": _role(
        ("DUE DATE", 1.0),
        ("DUE", 0.75),
        ("DELIVERY DATE", 0.9),
        ("DELIVERY", 0.6),
        ("DUE DELIVERY DATE", 1.0),
        ("DUE DELIVERY", 0.9),
        beside="RECEIVED SUPPLIER NEXT",
        against="QTY OTHER",
    ),
    "loss_amount": _role(
        ("LOSS AMOUNT", 1.0),
        ("LOSS VALUE", 1.0),
        ("LOSS COST", 0.95),
        ("LOSS MONEY", 0.9),
        ("LOSS TOTAL", 0.85),
        ("LOSS", 0.7),
        beside="AMOUNT TOTAL MONEY COST VALUE",
        against="QTY REASON TYPE DATE CODE",
    ),
    "loss_qty": _role(("LOSS QTY", 1.0), beside="TOTAL ITEM"),
    "reason": _role(
        ("REASON", 0.95), ("LOSS TYPE", 0.9), ("LOSS REASON", 1.0), beside="LOSS RETURNED NAME"
    ),
    "loss_kind": _role(("LOSS TYPE", 0.85), ("TYPE", 0.56), beside="ORDER"),
    "counted": _role(
        ("COUNTED", 0.95),
        ("COUNT", 0.7),
        ("COUNT STOCK", 0.9),
        ("COUNT QTY", 0.9),
        ("COUNTED QTY", 1.0),
        ("COUNTED STOCK", 0.95),
        beside="QTY STOCK ITEM",
        against="CHANGE DATE NEW LAST OTHER",
    ),
    "counted_new": _role(("COUNTED NEW", 0.97), ("COUNT NEW", 0.97), beside="QTY STOCK"),
    "counted_old": _role(("COUNTED LAST", 0.97), ("COUNT LAST", 0.97), beside="QTY STOCK"),
    "from_date": _role(("FROM DATE", 1.0), ("FROM", 0.7), beside="PLANNED"),
    "until_date": _role(("UNTIL DATE", 1.0), ("UNTIL", 0.7), beside="PLANNED"),
    "planned_price": _role(("PLANNED PRICE", 1.0), ("NEW PRICE", 0.9), beside="SALE EACH"),
    "markdown_depth": _role(("DISCOUNT PLANNED", 0.95), beside="PERCENT"),
    "approved_by": _role(("APPROVED", 0.8), beside="NAME"),
    "approved_on": _role(("APPROVED DATE", 1.0)),
    "residual_outlet": _role(("OUTLET", 0.9), beside="LOCATION CHANNEL"),
    "residual_proceeds": _role(
        ("OUTLET VALUE", 0.95), ("OUTLET AMOUNT", 0.95), ("OUTLET PRICE", 0.95)
    ),
    "contract_qty": _role(("CONTRACT QTY", 1.0)),
    "contract_price": _role(("CONTRACT PRICE", 1.0), beside="EACH"),
    "snapshot_date": _role(
        ("SNAPSHOT", 0.85), ("SNAPSHOT DATE", 0.97), ("COUNTED DATE", 0.9), beside="TIME STOCK"
    ),
    "customer": _role(("CUSTOMER", 0.95), beside="NAME CODE ORDER"),
    "purchase_id": _role(
        ("BUY CODE", 0.9),
        ("BUY ORDER", 0.7),
        ("BUY ORDER CODE", 0.95),
        beside="NAME LINE",
        against="ITEM DATE QTY PRICE COST SUPPLIER",
    ),
    "order_id": _role(("ORDER", 0.85), ("ORDER CODE", 0.97), beside="NAME SALE CUSTOMER"),
    "profit": _role(("PROFIT", 0.95), beside="TOTAL PERCENT MONEY EACH AMOUNT GROSS"),
    "tax": _role(("TAX", 0.9), beside="PERCENT AMOUNT TYPE NAME TOTAL CODE PRICE SALE BUY"),
    "currency": _role(("CURRENCY", 0.95), beside="CODE PRICE COST BUY"),
    "age": _role(("AGE", 0.9), beside="DAYS AVERAGE STOCK TOTAL"),
    "returned_qty": _role(("RETURNED", 0.9), ("RETURNED QTY", 1.0), beside="CUSTOMER SALE AMOUNT"),
    "forecast": _role(("FORECAST", 0.9), beside="QTY AVERAGE PERIOD DAYS SALE"),
    "made_date": _role(("MADE", 0.9), ("MADE DATE", 1.0)),
    "opening_qty": _role(("OPENING", 0.9), beside="QTY STOCK VALUE"),
    "other": _role(("OTHER", 0.8)),
}
