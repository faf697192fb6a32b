"""Stock where it is needed: an item's demand by location, and what to move before buying more."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from core.book import Book
from core.replenishment.orders import sellable_units

#: Days of sales that tell an item's share by location: every season once.
SHARE_DAYS = 365
#: Sales of an item that its category's split weighs as much as: a few sales place nothing.
SHRINK_SALES = 8.0

SHARE_COLUMNS = ("sku", "location", "share")
NEED_COLUMNS = (
    "sku", "location", "share", "on_hand", "position", "reorder_point", "order_up_to",
    "moved_in", "moved_out", "order_units",
)  # fmt: skip
TRANSFER_COLUMNS = (
    "sku", "description", "from_location", "to_location", "units", "cost_value", "reason",
)  # fmt: skip


def location_shares(book: Book) -> pd.DataFrame:
    """Split each item's demand by location.

    An item's own split of the last year is drawn toward that of its category (of all goods where
    it has none), by how often the item sold: n sales weigh n / (n + 8), as a Dirichlet prior
    would. Only locations that sold or hold the item take part, so that goods are sent nowhere
    they were never offered.

    Args:
        book: tables as of one day.

    Returns:
        `SHARE_COLUMNS`, sorted; shares of an item add up to 1, so that locations agree with the
        item's total. Empty where sales name fewer than two locations.
    """
    sales, as_of = book.sales, pd.Timestamp(book.as_of)
    recent = sales["date"].between(as_of - pd.Timedelta(days=SHARE_DAYS), as_of, inclusive="right")
    recent &= sales["location"].notna() & sales["units"].notna()
    sold = sales.loc[recent, ["sku", "location", "units"]]
    if sold["location"].nunique() < 2:
        return _no_rows(SHARE_COLUMNS)
    own = sold.groupby(["sku", "location"])["units"].sum().clip(lower=0)
    held = book.stock.loc[book.stock["location"].notna(), ["sku", "location"]].drop_duplicates()
    held = held[held["sku"].isin(sold["sku"])]
    places = own.index.union(pd.MultiIndex.from_frame(held))
    rows = own.reindex(places, fill_value=0.0).rename("units").reset_index()
    times = sold[sold["units"] > 0].groupby("sku").size()
    category = book.items.set_index("sku")["category"].fillna("")
    rows["category"] = rows["sku"].map(category).fillna("")
    by_category = rows.groupby(["category", "location"])["units"].transform("sum")
    seen = rows["sku"].map(times).fillna(0).astype(np.float64)
    weight = seen / (seen + SHRINK_SALES)
    # Sold less than came back, or nothing: the split of the category, else an even one.
    mine, pool = (_split(each, rows["sku"]) for each in (rows["units"], by_category))
    even = _split(pd.Series(1.0, index=rows.index), rows["sku"])
    pool = pool.fillna(even)
    rows["share"] = weight * mine.fillna(pool) + (1 - weight) * pool
    return rows[list(SHARE_COLUMNS)].sort_values(["sku", "location"], ignore_index=True)


def locations_without_sales(book: Book) -> int:
    """Return how many locations hold goods to sell though no sales say where they were made."""
    if not book.has("sales") or book.sales["location"].notna().any():
        return 0
    stock = book.stock
    return int(stock.loc[sellable_units(stock, book.as_of) > 0, "location"].nunique())


def _no_rows(columns: Sequence[str]) -> pd.DataFrame:
    texts = ("sku", "location")
    kinds = {name: "str" if name in texts else "float64" for name in columns}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})


def _split(units: pd.Series, sku: pd.Series) -> pd.Series:
    """Return each row's part of its item's sum; NaN where the sum is zero."""
    total = units.groupby(sku).transform("sum")
    return (units / total.where(total > 0)).astype(np.float64)


def location_needs(book: Book, orders: pd.DataFrame) -> pd.DataFrame:
    """Split reorder point, order-up-to level and order of each item by location.

    Mean demand splits by share, safety stock by its root: locations sell independently, so their
    variances, not their standard deviations, add up to the item's. Their levels together lie
    above the item's, which is what stock in several places costs (Eppen 1979, Management Science
    25:498-501). What a location holds beyond its order-up-to level may go to one at or below its
    reorder point, up to that one's order-up-to level; the order of the item, if any, is split by
    what is missing after that.

    Args:
        book: tables as of one day.
        orders: as `propose_orders` returns them; of items of unknown demand nothing is said.

    Returns:
        `NEED_COLUMNS`, one row an item and location, units; order_units add up to the item's.
    """
    shares = location_shares(book)
    levels = ["sku", "reorder_point", "order_up_to", "safety_stock", "order_units"]
    known = orders.dropna(subset=["reorder_point", "order_up_to"])[levels]
    rows = shares.merge(known, on="sku", how="inner", suffixes=("", "_item"))
    if rows.empty:
        return _no_rows(NEED_COLUMNS)
    stock = book.stock
    placed = (
        stock.assign(
            held=sellable_units(stock, book.as_of).fillna(0).clip(lower=0),
            free=lambda each: each["held"] - each["committed"].fillna(0),
            coming=stock["on_order"].fillna(0),
        )
        .groupby(["sku", "location"])[["held", "free", "coming"]]
        .sum()
    )
    rows = rows.merge(placed, left_on=["sku", "location"], right_index=True, how="left")
    rows = rows.fillna({"held": 0.0, "free": 0.0, "coming": 0.0})
    safety = rows["safety_stock"].fillna(0).clip(lower=0)
    own_safety = np.sqrt(rows["share"]) * safety
    most = rows[["order_up_to", "reorder_point"]].max(axis=1)
    rows = rows.assign(
        on_hand=rows["held"],
        position=rows["free"] + rows["coming"],
        reorder_point=rows["share"] * (rows["reorder_point"] - safety).clip(lower=0) + own_safety,
        order_up_to=rows["share"] * (most - safety).clip(lower=0) + own_safety,
    )
    spare = np.floor((rows["free"] - rows["order_up_to"]).clip(lower=0) + 1e-9)
    gap = np.floor((rows["order_up_to"] - rows["position"]).clip(lower=0) + 1e-9)
    rows["spare"] = np.minimum(spare, rows["held"])
    rows["gap"] = gap.where(rows["position"] <= rows["reorder_point"], 0.0)
    moves = rows.groupby("sku")[["spare", "gap"]].transform("sum").min(axis=1)
    # The largest surplus gives first, the emptiest location takes first: few moves, most help.
    rows = rows.sort_values(["sku", "spare", "location"], ascending=[True, False, True])
    rows["moved_out"] = _filled(rows["spare"], rows["sku"], moves)
    rows["cover"] = rows["position"] / rows["order_up_to"].clip(lower=1e-9)
    rows = rows.sort_values(["sku", "cover", "location"])
    rows["moved_in"] = _filled(rows["gap"], rows["sku"], moves)
    rows = rows.sort_values(["sku", "location"], ignore_index=True)
    after = rows["position"] + rows["moved_in"] - rows["moved_out"]
    missing = (rows["order_up_to"] - after).clip(lower=0)
    part = _split(missing, rows["sku"]).fillna(rows["share"])
    # Rounding the running sum keeps every item's total.
    running = part.groupby(rows["sku"]).cumsum() * rows["order_units"]
    last = ~rows["sku"].duplicated(keep="last")
    whole = running.where(last, running.round(6).round())
    rows["order_units"] = whole - whole.groupby(rows["sku"]).shift(fill_value=0.0)
    return rows[list(NEED_COLUMNS)]


def _filled(parts: pd.Series, sku: pd.Series, total: pd.Series) -> pd.Series:
    """Return how much of each part is used when an item's parts are used up in their order."""
    before = parts.groupby(sku).cumsum() - parts
    room = (total.reindex(parts.index) - before).clip(lower=0)
    return pd.concat([parts, room], axis=1).min(axis=1)


def propose_transfers(needs: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Say what to move from where to where before anything is bought.

    Args:
        needs: as `location_needs` returns them.
        items: needs sku, description, unit_cost.

    Returns:
        `TRANSFER_COLUMNS`, the most money first; cost_value is NaN where the cost is unknown.
    """
    gives = _ranges(needs, "moved_out")
    takes = _ranges(needs, "moved_in")
    pairs = gives.merge(takes, on="sku", suffixes=("_from", "_to"))
    overlap = pairs[["end_from", "end_to"]].min(axis=1) - pairs[["start_from", "start_to"]].max(
        axis=1
    )
    pairs = pairs.assign(units=overlap)[overlap > 0]
    facts = items.drop_duplicates("sku").set_index("sku")
    cost = pairs["sku"].map(facts["unit_cost"]).astype(np.float64)
    found = pd.DataFrame(
        {
            "sku": pairs["sku"],
            "description": pairs["sku"].map(facts["description"]),
            "from_location": pairs["location_from"],
            "to_location": pairs["location_to"],
            "units": pairs["units"],
            "cost_value": pairs["units"] * cost,
            "reason": [
                f"{giver} holds {held:,.0f} and needs {enough:,.0f} until the order after next "
                f"arrives; {taker} has {has:,.0f} and reorders at {point:,.0f}"
                for giver, held, enough, taker, has, point in zip(
                    pairs["location_from"],
                    pairs["on_hand_from"],
                    pairs["order_up_to_from"],
                    pairs["location_to"],
                    pairs["position_to"],
                    pairs["reorder_point_to"],
                    strict=True,
                )
            ],
        },
        columns=list(TRANSFER_COLUMNS),
    )
    order = ["cost_value", "sku", "from_location", "to_location"]
    return found.sort_values(order, ascending=[False, True, True, True], ignore_index=True)


def _ranges(needs: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return where the units of each location begin and end in the line of its item's units."""
    rows = needs[needs[column] > 0]
    end = rows.groupby("sku")[column].cumsum()
    facts = ["sku", "location", "on_hand", "position", "reorder_point", "order_up_to"]
    return rows[facts].assign(start=end - rows[column], end=end)
