"""How much lies where, from when until when, and the policies that steer it."""

from collections.abc import Mapping

from core.ingest.roles.role import Role, role

_NOT_STOCK = (
    "CHANGE OPENING VALUE AMOUNT COST PRICE SAFETY MIN MAX REORDER DATE SALE UOM RECEIVED "
    "ISSUED FLAG RETURNED BUY LOSS COUNTED AGE FORECAST OTHER PERCENT ORDER DAYS STOCKOUT CODE SKU"
)

STOCK: Mapping[str, Role] = {
    "location": role(
        ("LOCATION", 0.97),
        ("LOCATION STOCK", 0.9),
        ("PLANT", 0.5),
        beside="NAME CODE ITEM CURRENT",
        against="OTHER DATE QTY VALUE COST PRICE TYPE AVAILABLE TAX COUNT COUNTED DAYS AGE REORDER "
        "REVENUE SALE FLAG",
    ),
    "bin": role(("BIN", 0.95), beside="NAME CODE LOCATION"),
    "plant": role(("PLANT", 0.9), beside="NAME CODE"),
    "lot": role(("LOT", 0.97), beside="CODE", against="QTY DATE OTHER BUY TAX PRICE COST"),
    "on_hand": role(
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
    "committed": role(
        ("COMMITTED", 0.95),
        ("CUSTOMER ORDER QTY", 0.85),
        ("DUE ISSUED", 0.82),
        ("PENDING ISSUED", 0.85),
        ("PENDING SALE", 0.8),
        ("PENDING DELIVERY", 0.75),
        beside="QTY STOCK TOTAL ITEM ORDER SALE CUSTOMER",
        against="VALUE AMOUNT PRICE DATE",
    ),
    "available": role(
        ("AVAILABLE", 0.93),
        ("AVAILABLE STOCK", 0.97),
        ("AVAILABLE QTY", 0.98),
        beside="STOCK QTY CURRENT ITEM TOTAL SALE ORDER",
        against="DATE OTHER FROM STATUS COMMITTED CODE NAME TYPE PERIOD",
    ),
    "on_order": role(
        ("INCOMING", 0.93),
        ("DUE QTY", 0.75),
        ("DUE", 0.55),
        ("SUPPLIER ORDER QTY", 0.9),
        ("BUY ORDER QTY", 0.85),
        ("DUE RECEIVED QTY", 0.9),
        ("PENDING RECEIVED", 0.9),
        ("PENDING BUY", 0.85),
        beside="QTY STOCK BUY ORDER TOTAL ITEM SUPPLIER",
        against="DATE VALUE AMOUNT PRICE COST OTHER ISSUED RECEIVED",
    ),
    "unavailable": role(("UNAVAILABLE", 0.95), beside="QTY STOCK"),
    "opening_qty": role(("OPENING", 0.9), beside="QTY STOCK VALUE"),
    "qty": role(
        ("QTY", 0.92),
        ("QTY ITEM", 0.88),
        ("QTY TOTAL", 0.85),
        beside="ITEM TOTAL CURRENT MONEY",
        against="CHANGE SALE BUY MIN MAX REORDER PACK EACH RETURNED OTHER PRICE COST VALUE AMOUNT "
        "ORDER RECEIVED ISSUED OPENING SAFETY NAME FORECAST DATE PERIOD UOM LAST AVERAGE DISCOUNT",
    ),
    "received_qty": role(
        ("RECEIVED QTY", 1.0),
        ("BUY QTY", 0.92),
        ("RECEIVED", 0.75),
        ("BUY", 0.5),
        beside="STOCK TOTAL ITEM",
        against="PRICE COST VALUE AMOUNT DATE CODE NAME OTHER ORDER",
    ),
    "issued_qty": role(("ISSUED QTY", 1.0), ("ISSUED", 0.8), beside="STOCK TOTAL"),
    "received_date": role(
        ("RECEIVED DATE", 1.0),
        ("RECEIVED", 0.7),
        ("BUY DATE", 0.75),
        ("BUY LAST", 0.8),
        ("BUY LAST DATE", 0.85),
        ("RECEIVED LAST DATE", 0.9),
        ("ORDERED LAST", 0.75),
        beside="STOCK LAST TIME ITEM",
        against="QTY VALUE ORDER AMOUNT PRICE COST OTHER",
    ),
    "expiry_date": role(
        ("EXPIRY", 0.95),
        ("EXPIRY DATE", 1.0),
        beside="ITEM LOT TIME",
        against="STATUS DAYS QTY VALUE OTHER",
    ),
    "age": role(("AGE", 0.9), beside="DAYS AVERAGE STOCK TOTAL"),
    "reorder_point": role(
        ("REORDER", 0.95),
        ("MIN STOCK", 0.85),
        ("MINSTOCK", 0.86),
        ("MIN LEVEL", 0.8),
        ("MIN", 0.67),
        ("STOCK REORDER", 0.97),
        beside="STOCK LEVEL MIN",
        against="QTY ORDER DATE OTHER MAX STATUS LEADTIME DAYS COST PRICE REVENUE FLAG",
    ),
    "reorder_qty": role(("REORDER QTY", 0.97), ("REORDER ORDER QTY", 0.97), beside="ITEM"),
    "safety_stock": role(("SAFETY", 0.97), beside="STOCK QTY LEVEL", against="OTHER DAYS"),
    "max_level": role(
        ("TARGET", 0.95),
        ("MAX STOCK", 1.0),
        ("MAX LEVEL", 1.0),
        ("MAX", 0.66),
        ("MAX QTY", 0.8),
        beside="STOCK QTY LEVEL",
        against="ORDER PRICE OTHER DATE MIN BUY",
    ),
    "counted": role(
        ("COUNTED", 0.95),
        ("COUNT", 0.7),
        ("COUNT STOCK", 0.9),
        ("COUNT QTY", 0.9),
        ("COUNTED QTY", 1.0),
        ("COUNTED STOCK", 0.95),
        beside="QTY STOCK ITEM",
        against="CHANGE DATE NEW LAST OTHER",
    ),
    "counted_new": role(("COUNTED NEW", 0.97), ("COUNT NEW", 0.97), beside="QTY STOCK"),
    "counted_old": role(("COUNTED LAST", 0.97), ("COUNT LAST", 0.97), beside="QTY STOCK"),
    "snapshot_date": role(
        ("SNAPSHOT", 0.85), ("SNAPSHOT DATE", 0.97), ("COUNTED DATE", 0.9), beside="TIME STOCK"
    ),
}
