"""The stock of an earlier date, worked back from today's with the movements since.

On hand then = on hand now + sold and written off since − received since, item by item. Which lot
a sold unit came from nobody wrote down, so units put back have neither lot nor expiry; units
received since leave the newest rows. What cannot have been there (more received since than is
explained) stays at zero.
"""

from datetime import date

import numpy as np
import pandas as pd

from core.book import Book, make_book
from core.schema import TABLES

#: Tables whose rows bear the day they happened on.
_MOVEMENTS = ("sales", "receipts", "losses", "counts")


def can_rewind(book: Book) -> bool:
    """Whether the movements on file say anything about an earlier stock."""
    return book.has("sales") or book.has("receipts")


def earliest_day(book: Book) -> date:
    """Return the first day with a movement on file: no earlier stock can be worked out.

    Raises:
        ValueError: there are no movements.
    """
    days = [book.table(name)["date"].min() for name in ("sales", "receipts") if book.has(name)]
    if not days:
        raise ValueError("without sales or receipts no earlier stock can be worked out")
    first: date = max(days).date()
    return min(first, book.as_of)


def rewind(book: Book, to: date) -> Book:
    """Return the Book as it stood on an earlier day, as far as its movements tell.

    Prices, conditions and orders are today's; nobody wrote down what they were.

    Raises:
        ValueError: `to` lies after the Book's day.
    """
    if to > book.as_of:
        raise ValueError(f"{to} lies after the day of the stock list, {book.as_of}")
    since, until = pd.Timestamp(to), pd.Timestamp(book.as_of)
    left = _units_since(book, "sales", since, until).add(
        _units_since(book, "losses", since, until), fill_value=0.0
    )
    came = _units_since(book, "receipts", since, until)
    stock, removed = _without_newest(book.stock, came, since)
    back = left.sub(came.sub(removed, fill_value=0.0), fill_value=0.0).clip(lower=0.0)
    stock = pd.concat([stock, _put_back(book, back[back > 0])], ignore_index=True)
    tables = {name: book.table(name) for name in TABLES}
    for name in _MOVEMENTS:
        tables[name] = tables[name][(tables[name]["date"] <= since).to_numpy()]
    return make_book(
        tables | {"stock": stock},
        as_of=to,
        currency=book.currency,
        name=book.name,
        attributes=book.attributes,
    )


def _units_since(book: Book, table: str, since: pd.Timestamp, until: pd.Timestamp) -> pd.Series:
    """Return the units of each item that moved after `since` and up to `until`."""
    rows = book.table(table)
    rows = rows[((rows["date"] > since) & (rows["date"] <= until)).to_numpy()]
    if table == "losses":
        rows = rows[(rows["kind"] != "write_down").to_numpy()]
    return rows.groupby("sku")["units"].sum().astype("float64")


def _without_newest(
    stock: pd.DataFrame, came: pd.Series, since: pd.Timestamp
) -> tuple[pd.DataFrame, pd.Series]:
    """Take units that came since out of the newest rows; return the stock and what was taken."""
    received = stock["received_date"]
    # Received since; then of unknown date; then older, newest first.
    rank = np.select([received > since, received.isna()], [0, 1], 2)
    order = np.lexsort((-received.astype("int64").to_numpy(), rank))
    rows = stock.iloc[order]
    held = rows["on_hand"].clip(lower=0.0)
    before = held.groupby(rows["sku"]).cumsum() - held
    asked = rows["sku"].map(came.clip(lower=0.0)).fillna(0.0)
    taken = (asked - before).clip(lower=0.0).clip(upper=held)
    left = rows.assign(on_hand=rows["on_hand"] - taken)
    # A stated value belongs to the units that were there.
    left = left.assign(stock_value=left["stock_value"].where(taken == 0))
    return left.sort_index(), taken.groupby(rows["sku"]).sum()


def _put_back(book: Book, units: pd.Series) -> pd.DataFrame:
    """Return one row an item for the units that left since, at the mean cost of its rows."""
    known = book.stock[((book.stock["on_hand"] > 0) & book.stock["unit_cost"].notna()).to_numpy()]
    sums = known.assign(cost=known["on_hand"] * known["unit_cost"]).groupby("sku")
    cost = sums["cost"].sum() / sums["on_hand"].sum()
    back = pd.DataFrame(
        {
            "sku": units.index.astype("str"),
            "on_hand": units.to_numpy(),
            "unit_cost": cost.reindex(units.index).to_numpy(),
        }
    )
    return back.reindex(columns=book.stock.columns).astype(book.stock.dtypes)
