"""What happened to goods: sales, orders and losses, and what is planned."""

from collections.abc import Mapping

from core.ingest.roles.role import Role, role

TRADE: Mapping[str, Role] = {
    "when": role(
        ("DATE", 0.92),
        ("PERIOD", 0.88),
        ("DATE SALE", 1.0),
        ("DATE ORDER", 0.95),
        ("PERIOD DATE", 0.95),
        ("DATE PERIOD FROM", 0.9),
        beside="TIME CURRENT ITEM",
        against="RECEIVED EXPIRY LAST NEXT DUE ENDOFLIFE LAUNCH SNAPSHOT MADE OTHER QTY VALUE "
        "AMOUNT PRICE DISCOUNT APPROVED UNTIL FORECAST STOCK COST REVENUE AVERAGE",
    ),
    "created_date": role(("CREATED", 0.9), beside="DATE TIME ITEM ORDER"),
    "units": role(
        ("QTY SALE", 1.0),
        ("SALE ITEM", 0.7),
        ("SALE", 0.6),
        beside="TOTAL ITEM EACH PERIOD NET DAYS LAST CHANNEL",
        against="CHANGE COST PRICE VALUE AMOUNT REVENUE BUY STOCK RETURNED OTHER DATE MIN REORDER "
        "RECEIVED PROFIT AVERAGE MONEY FORECAST TAX CODE NAME",
    ),
    "ordered_qty": role(
        ("QTY ORDER", 0.85),
        ("QTY ORDERED", 1.0),
        beside="ITEM TOTAL SALE BUY",
        against="DATE VALUE AMOUNT PRICE COST MIN MAX REORDER OTHER CODE LAST PACK",
    ),
    "ordered_date": role(
        ("ORDERED DATE", 1.0),
        ("ORDERED", 0.85),
        ("ORDER DATE", 0.95),
        ("BUY DATE", 0.8),
        ("ORDER DATE BUY", 0.95),
        beside="BUY SUPPLIER TIME",
        against="QTY LAST DUE OTHER",
    ),
    "due_date": role(
        ("DUE DATE", 1.0),
        ("DUE", 0.75),
        ("DELIVERY DATE", 0.9),
        ("DELIVERY", 0.6),
        ("DUE DELIVERY DATE", 1.0),
        ("DUE DELIVERY", 0.9),
        beside="RECEIVED SUPPLIER NEXT",
        against="QTY OTHER",
    ),
    "returned_qty": role(("RETURNED", 0.9), ("RETURNED QTY", 1.0), beside="CUSTOMER SALE AMOUNT"),
    "channel": role(("CHANNEL", 0.93), beside="NAME", against="CODE DATE QTY"),
    "promotion": role(("PROMOTION", 0.9), beside="STATUS", against="PRICE DATE NAME AMOUNT"),
    "stockout": role(("STOCKOUT", 0.95), beside="STATUS", against="QTY"),
    "customer": role(("CUSTOMER", 0.95), beside="NAME CODE ORDER"),
    "order_id": role(("ORDER", 0.85), ("ORDER CODE", 0.97), beside="NAME SALE CUSTOMER"),
    "purchase_id": role(
        ("BUY CODE", 0.9),
        ("BUY ORDER", 0.7),
        ("BUY ORDER CODE", 0.95),
        beside="NAME LINE",
        against="ITEM DATE QTY PRICE COST SUPPLIER",
    ),
    "forecast": role(("FORECAST", 0.9), beside="QTY AVERAGE PERIOD DAYS SALE"),
    "loss_amount": role(
        ("LOSS AMOUNT", 1.0),
        ("LOSS VALUE", 1.0),
        ("LOSS COST", 0.95),
        ("LOSS MONEY", 0.9),
        ("LOSS TOTAL", 0.85),
        ("LOSS", 0.7),
        beside="AMOUNT TOTAL MONEY COST VALUE",
        against="QTY REASON TYPE DATE CODE",
    ),
    "loss_qty": role(("LOSS QTY", 1.0), beside="TOTAL ITEM"),
    "reason": role(
        ("REASON", 0.95), ("LOSS TYPE", 0.9), ("LOSS REASON", 1.0), beside="LOSS RETURNED NAME"
    ),
    "loss_kind": role(("LOSS TYPE", 0.85), ("TYPE", 0.56), beside="ORDER"),
    "from_date": role(("FROM DATE", 1.0), ("FROM", 0.7), beside="PLANNED"),
    "until_date": role(("UNTIL DATE", 1.0), ("UNTIL", 0.7), beside="PLANNED"),
    "planned_price": role(("PLANNED PRICE", 1.0), ("NEW PRICE", 0.9), beside="SALE EACH"),
    "markdown_depth": role(("DISCOUNT PLANNED", 0.95), beside="PERCENT"),
    "approved_by": role(("APPROVED", 0.8), beside="NAME"),
    "approved_on": role(("APPROVED DATE", 1.0)),
    "residual_outlet": role(("OUTLET", 0.9), beside="LOCATION CHANNEL"),
    "residual_proceeds": role(
        ("OUTLET VALUE", 0.95), ("OUTLET AMOUNT", 0.95), ("OUTLET PRICE", 0.95)
    ),
    "contract_qty": role(("CONTRACT QTY", 1.0)),
    "contract_price": role(("CONTRACT PRICE", 1.0), beside="EACH"),
    "other": role(("OTHER", 0.8), ("ASIDE", 0.8)),
}
