"""What goods are, and on which terms they are bought: roles of item lists."""

from collections.abc import Mapping

from core.ingest.roles.role import Role, role

ITEMS: Mapping[str, Role] = {
    "sku": role(
        ("SKU", 1.0),
        ("ITEM CODE", 0.97),
        ("REFERENCE", 0.93),
        ("ITEM REFERENCE", 1.0),
        ("CODE", 0.75),
        ("ITEM", 0.6),
        ("STOCK CODE", 0.8),
        ("VARIANT CODE", 0.62),
        beside="ITEM CODE",
        against="SUPPLIER BARCODE CUSTOMER ORDER LOT LOCATION TAX OTHER BRAND "
        "CATEGORY VARIANT QTY EACH UOM TYPE DATE STATUS CHANNEL PLANT BIN LINE CURRENCY "
        "DISCOUNT RECEIVED",
    ),
    "description": role(
        ("ITEM NAME", 1.0),
        ("NAME", 0.88),
        ("ITEM", 0.72),
        ("SKU NAME", 0.95),
        beside="ITEM",
        against="SUPPLIER CUSTOMER CATEGORY BRAND LOCATION VARIANT CODE UOM EACH "
        "OTHER QTY TYPE STATUS CHANNEL SALE BUY DATE TAX PLANT BIN",
    ),
    "category": role(
        ("CATEGORY", 0.98),
        ("DEPARTMENT", 0.85),
        ("TYPE ITEM", 0.8),
        ("TYPE", 0.45),
        beside="ITEM NAME CODE STOCK",
        against="TAX OTHER CUSTOMER PRICE COST DISCOUNT ORDER LOSS DATE QTY LOCATION",
    ),
    "brand": role(
        ("BRAND", 0.97),
        beside="NAME ITEM",
        against="OTHER CODE DATE PRICE COST",
    ),
    "supplier": role(
        ("SUPPLIER", 0.97),
        ("SUPPLIER CODE", 0.7),
        beside="NAME LAST",
        against="SKU PRICE COST OTHER DATE QTY ITEM LEADTIME RETURNED BARCODE",
    ),
    "supplier_code": role(
        ("SUPPLIER CODE", 0.69),
        ("SUPPLIER REFERENCE", 0.9),
        ("SUPPLIER SKU", 0.95),
        ("SUPPLIER CODE ITEM", 1.0),
        ("SUPPLIERSKU", 1.0),
    ),
    "barcode": role(("BARCODE", 0.98), beside="CODE ITEM SKU EACH", against="OTHER TYPE"),
    "variant": role(
        ("VARIANT", 0.92),
        beside="VALUE ITEM",
        against="TYPE NAME PACK OTHER SKU CODE PRICE QTY STOCK COST BARCODE DATE TAX",
    ),
    "uom": role(
        ("UOM", 0.97),
        ("EACH", 0.7),
        ("EACH UOM", 0.97),
        ("EACH ISSUED", 0.75),
        ("EACH RECEIVED", 0.7),
        beside="STOCK ITEM QTY",
        against="OTHER PRICE COST NAME",
    ),
    "status": role(
        ("STATUS", 0.9),
        beside="ITEM",
        against="STOCK EXPIRY OTHER ORDER TAX DATE BUY SALE PRICE LAST",
    ),
    "condition": role(
        ("CONDITION", 0.9),
        ("LOT STATUS", 0.92),
        beside="ITEM STATUS",
        against="OTHER DATE PRICE QTY",
    ),
    "lead_time_days": role(
        ("LEADTIME", 0.98),
        beside="DAYS ITEM SUPPLIER HOURS TIME DUE AVERAGE PERIOD",
        against="DEVIATION OTHER",
    ),
    "lead_time_sd_days": role(("LEADTIME DEVIATION", 1.0), beside="DAYS TIME"),
    "min_order_qty": role(
        ("MINORDER", 0.97),
        ("MIN ORDER QTY", 1.0),
        ("MIN ORDER", 0.95),
        ("MIN BUY", 0.85),
        ("MIN", 0.5),
        beside="QTY BUY ITEM",
        against="STOCK MAX LEVEL REORDER SAFETY PRICE OTHER DATE REVENUE COST",
    ),
    "min_qty": role(
        ("MIN QTY", 0.85),
        beside="ITEM",
        against="STOCK MAX LEVEL REORDER SAFETY PRICE OTHER DATE REVENUE COST ORDER SALE BUY",
    ),
    "pack_size": role(
        ("PACK", 0.9),
        ("PACK QTY", 1.0),
        ("PACK EACH", 0.95),
        ("PACK VARIANT", 0.9),
        beside="QTY EACH ITEM BUY",
        against="OTHER PRICE COST TYPE NAME CODE BARCODE UOM SALE",
    ),
    "shelf_life_days": role(
        ("SHELFLIFE", 0.97),
        ("EXPIRY DAYS", 0.9),
        beside="DAYS TIME",
        against="DATE REORDER OTHER",
    ),
    "launch_date": role(("LAUNCH DATE", 1.0), ("LAUNCH", 0.85), beside="ITEM"),
    "end_of_life_date": role(
        ("ENDOFLIFE DATE", 1.0),
        ("ENDOFLIFE", 0.85),
        beside="ITEM",
        against="DISCOUNT PRICE PLANNED",
    ),
    "made_date": role(("MADE", 0.9), ("MADE DATE", 1.0)),
    "flag": role(("FLAG", 0.9), beside="STATUS ITEM"),
}
