"""What is on order: the one place that says how many units are still to come."""

import pandas as pd

from core.book import Book


def units_on_order(book: Book) -> pd.Series:
    """Return the units of each item that suppliers still owe.

    What the stock list states counts. Of items of which it states nothing, the receipts that are
    dated after the Book, or without a date due after it, are still to come.

    Returns:
        on_order, units by sku; items of which nothing is known are left out.
    """
    stated = book.stock.groupby("sku")["on_order"].sum(min_count=1).dropna()
    receipts = book.receipts
    ahead = receipts["date"].fillna(receipts["due_date"]) > pd.Timestamp(book.as_of)
    coming = receipts[ahead].groupby("sku")["units"].sum()
    units: pd.Series = pd.concat([stated, coming[~coming.index.isin(stated.index)]])
    return units.rename("on_order").sort_index()
