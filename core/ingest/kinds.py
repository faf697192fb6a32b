"""What each kind of table is made of: the roles it takes, those that tell it, those it needs."""

from collections.abc import Mapping

from core.ingest.vocabulary import words

#: Suggestions below this are left to the user.
THRESHOLD = 0.52

#: Columns whose totals mean something.
ADDITIVE = words("on_hand committed available on_order stock_value units revenue amount counted")

_ITEM_ROLES = {
    name: (name, 1.0)
    for name in (
        "sku", "description", "category", "brand", "supplier", "barcode", "variant", "uom",
        "status", "unit_cost", "unit_price", "list_price", "selling_cost_rate", "lead_time_days",
        "lead_time_sd_days", "min_order_qty", "pack_size", "shelf_life_days", "launch_date",
        "end_of_life_date", "replacement_cost", "reorder_point", "safety_stock", "max_level",
    )
}  # fmt: skip
_DESCRIBING = {
    role: (role, 0.97)
    for role in ("sku", "description", "category", "brand", "supplier", "barcode", "variant", "uom")
}

#: Table -> role -> canonical column and how well it suits that table.
TRANSLATIONS: Mapping[str, Mapping[str, tuple[str, float]]] = {
    "items": _ITEM_ROLES
    | {
        "cogs": ("unit_cost", 1.0),
        "min_qty": ("min_order_qty", 0.85),
        "location": ("location", 0.9),
        "expiry_date": ("expiry_date", 0.9),
    },
    "stock": _ITEM_ROLES
    | {
        name: (name, 1.0)
        for name in (
            "location",
            "lot",
            "on_hand",
            "committed",
            "available",
            "on_order",
            "stock_value",
            "received_date",
            "expiry_date",
            "condition",
        )
    }
    | {
        "qty": ("on_hand", 0.97),
        "cogs": ("unit_cost", 1.0),
        # In a list of stock the least to keep, in a list of items the least to buy.
        "min_qty": ("reorder_point", 0.85),
        # The only quantity of an import template; with a closing one beside it, that one is taken.
        "opening_qty": ("on_hand", 0.6),
        "counted_new": ("on_hand", 0.97),
        "value": ("stock_value", 0.95),
        "amount": ("stock_value", 0.6),
        "when": ("received_date", 0.75),
        "units": ("units", 0.9),
        "revenue": ("revenue", 0.7),
    },
    "sales": {
        role: (name, 0.97)
        for role, (name, _) in _ITEM_ROLES.items()
        # "Status" of a sale is the document's: paid, shipped.
        if role != "status"
    }
    | {
        # In a list of sales "Type" is the kind of document.
        "category": ("category", 0.85),
        "when": ("date", 1.0),
        "ordered_date": ("date", 0.95),
        "location": ("location", 1.0),
        "units": ("units", 1.0),
        "ordered_qty": ("units", 0.9),
        "created_date": ("date", 0.8),
        "issued_qty": ("units", 0.8),
        "qty": ("units", 0.97),
        "revenue": ("revenue", 1.0),
        "amount": ("revenue", 0.95),
        "value": ("revenue", 0.9),
        "unit_price": ("unit_price", 1.0),
        "unit_cost": ("unit_cost", 0.9),
        "discount": ("discount", 1.0),
        "stockout": ("stockout", 1.0),
        "promotion": ("promotion", 1.0),
        "channel": ("channel", 1.0),
        "on_hand": ("on_hand", 0.9),
    },
    "receipts": _DESCRIBING
    | {
        "received_date": ("date", 1.0),
        "when": ("date", 0.9),
        "due_date": ("due_date", 1.0),
        "ordered_date": ("ordered_date", 1.0),
        "location": ("location", 1.0),
        "lot": ("lot", 1.0),
        "received_qty": ("units", 1.0),
        "ordered_qty": ("units", 0.85),
        "qty": ("units", 0.97),
        "unit_cost": ("unit_cost", 1.0),
        "unit_price": ("unit_cost", 0.8),
    },
    "losses": _DESCRIBING
    | {
        "when": ("date", 1.0),
        "loss_qty": ("units", 1.0),
        "qty": ("units", 0.97),
        "loss_amount": ("amount", 1.0),
        "amount": ("amount", 0.95),
        "value": ("amount", 0.95),
        "stock_value": ("amount", 0.8),
        "reason": ("reason", 1.0),
        "loss_kind": ("kind", 1.0),
        # In a list of losses "Type" is write-down or write-off, not a group of goods.
        "category": ("category", 0.6),
    },
    "counts": _DESCRIBING
    | {
        "when": ("date", 1.0),
        "snapshot_date": ("date", 0.95),
        "location": ("location", 1.0),
        "lot": ("lot", 1.0),
        "counted": ("counted", 1.0),
        "counted_new": ("counted", 0.9),
        "qty": ("counted", 0.8),
    },
    "contracts": _DESCRIBING
    | {
        "contract_qty": ("units", 1.0),
        "qty": ("units", 0.97),
        "contract_price": ("unit_price", 1.0),
        "unit_price": ("unit_price", 0.97),
    },
    "plan": _DESCRIBING
    | {
        "from_date": ("from_date", 1.0),
        "until_date": ("until_date", 1.0),
        "planned_price": ("unit_price", 1.0),
        "unit_price": ("unit_price", 0.95),
        "markdown_depth": ("markdown_depth", 1.0),
        "discount": ("markdown_depth", 0.9),
        "residual_outlet": ("residual_outlet", 1.0),
        "residual_proceeds": ("residual_proceeds", 1.0),
        "approved_by": ("approved_by", 1.0),
        "approved_on": ("approved_on", 1.0),
    },
}

#: Roles that tell a table from the others, and how loudly.
_OF_ITEMS = {
    "unit_cost": 0.6,
    "unit_price": 0.6,
    "supplier": 0.3,
    "lead_time_days": 0.4,
    "min_order_qty": 0.3,
    "barcode": 0.3,
    "category": 0.3,
    "pack_size": 0.2,
    "description": 0.3,
    "list_price": 0.2,
}
_OF_TABLES: Mapping[str, Mapping[str, float]] = {
    "stock": {"on_hand": 3.0, "available": 2.5, "committed": 1.0, "on_order": 0.7, "qty": 1.6,
              "stock_value": 0.9, "expiry_date": 1.2, "lot": 0.7, "received_date": 0.5,
              "reorder_point": 0.4, "counted_new": 2.6, "safety_stock": 0.2,
              "condition": 0.2, "value": 0.3},
    "sales": {"when": 1.5, "ordered_date": 1.0, "units": 1.7, "ordered_qty": 1.0, "qty": 1.0,
              "revenue": 1.5, "amount": 0.6, "customer": 1.3, "order_id": 1.0, "discount": 0.6,
              "unit_cost": 0.0, "channel": 0.7, "profit": 0.4, "stockout": 1.0, "promotion": 1.0,
              "location": 0.1, "issued_qty": 1.2},
    "receipts": {"received_date": 1.2, "when": 0.8, "due_date": 1.3, "ordered_date": 0.9,
                 "received_qty": 2.2, "ordered_qty": 1.2, "qty": 1.0, "unit_cost": 0.7,
                 "supplier": 0.7, "lot": 0.3, "order_id": 0.7, "purchase_id": 1.4},
    "losses": {"loss_amount": 2.5, "loss_qty": 2.5, "reason": 1.8, "loss_kind": 0.5, "when": 0.6,
               "qty": 0.5, "amount": 0.5},
    "counts": {"counted": 3.0, "snapshot_date": 0.5, "when": 0.4},
    "contracts": {"contract_qty": 3.0, "contract_price": 3.0, "qty": 0.5,
                  "customer": 0.3},
    "plan": {"from_date": 1.6, "until_date": 1.3, "planned_price": 1.5, "markdown_depth": 1.5,
             "approved_by": 1.0, "approved_on": 1.0, "residual_outlet": 1.0},
}  # fmt: skip

#: What describes items tells nothing between tables that all may describe them.
TELLING: Mapping[str, Mapping[str, float]] = {
    "items": _OF_ITEMS,
    **{
        table: {**{r: w for r, w in _OF_ITEMS.items() if r in TRANSLATIONS[table]}, **own}
        for table, own in _OF_TABLES.items()
    },
}

#: Roles without a column of their own that tell a table nevertheless.
TELLING_UNMAPPED = frozenset({"customer", "order_id", "profit", "purchase_id"})

#: What each table cannot do without, as alternatives; a key always means sku or what replaces it.
NEEDED: Mapping[str, tuple[frozenset[str], ...]] = {
    "items": (),
    "stock": (frozenset({"on_hand", "available"}),),
    "sales": (frozenset({"date", "customer"}), frozenset({"units", "revenue"})),
    "receipts": (frozenset({"date", "due_date", "ordered_date"}), frozenset({"units"})),
    "losses": (frozenset({"date"}), frozenset({"units", "amount"})),
    "counts": (frozenset({"counted"}),),
    "contracts": (frozenset({"units"}), frozenset({"unit_price"})),
    "plan": (frozenset({"from_date"}),),
}
KEYS = frozenset({"sku", "description", "barcode"})

#: Concepts in the name of a sheet or file, or in title lines, that speak for a table.
HINTS: Mapping[str, tuple[str, ...]] = {
    "STOCK": ("stock",), "SALE": ("sales",), "REVENUE": ("sales",), "RECEIVED": ("receipts",),
    "BUY": ("receipts",), "LOSS": ("losses",), "COUNTED": ("counts",), "CONTRACT": ("contracts",),
    "PLANNED": ("plan",), "DISCOUNT": ("plan",), "ITEM": ("items",), "COST": ("items",),
    "PRICE": ("items",), "EXPIRY": ("stock",),
}  # fmt: skip
HINT_WEIGHT = 0.9
