"""How long suppliers take: measured on receipts, else stated, else assumed, and which it was."""

import numpy as np
import pandas as pd

from core.book import Book
from core.policy import Policy

#: Receipts needed before a measured lead time goes before a stated one.
FEWEST_RECEIPTS = 3
#: An order received later than this was mistyped, not slow.
LONGEST_DAYS = 730

FROM_RECEIPTS = "receipts"
FROM_ITEM = "item"
FROM_SUPPLIER = "supplier's receipts"
FROM_POLICY = "policy default"


def lead_times(book: Book, policy: Policy) -> pd.DataFrame:
    """Lead time of every item: sku, lead_time_days, lead_time_sd_days, lead_time_source.

    In this order: the item's own receipts, at least three of them; what the item states; the
    receipts of its supplier; the policy's default. The standard deviation follows the same order
    and stays NaN, unknown, where nothing tells it.
    """
    measured = _measured(book)
    items = book.items[["sku", "supplier", "lead_time_days", "lead_time_sd_days"]]
    own = _summary(measured, "sku").reindex(items["sku"])
    supplier = _summary(measured, "supplier").reindex(items["supplier"].fillna(""))
    stated = items["lead_time_days"].where(items["lead_time_days"] >= 0).to_numpy()
    sources = {
        FROM_RECEIPTS: own["mean"].to_numpy(),
        FROM_ITEM: stated,
        FROM_SUPPLIER: supplier["mean"].to_numpy(),
    }
    known = [np.isfinite(days) for days in sources.values()]
    spreads = [own["std"], items["lead_time_sd_days"], supplier["std"]]
    spread_vectors = [np.asarray(spread, dtype=np.float64) for spread in spreads]
    return pd.DataFrame(
        {
            "sku": items["sku"].to_numpy(),
            "lead_time_days": np.select(known, list(sources.values()), policy.lead_time_days),
            "lead_time_sd_days": np.select(
                [np.isfinite(spread) for spread in spread_vectors], spread_vectors, np.nan
            ),
            "lead_time_source": np.select(known, list(sources), FROM_POLICY),
        }
    )


def _measured(book: Book) -> pd.DataFrame:
    """Days from order to receipt of each past receipt: sku, supplier, days."""
    receipts = book.receipts[["sku", "supplier", "date", "ordered_date"]]
    days = (receipts["date"] - receipts["ordered_date"]).dt.days
    usable = days.between(0, LONGEST_DAYS) & (receipts["date"] <= pd.Timestamp(book.as_of))
    rows = receipts.loc[usable, ["sku", "supplier"]].assign(days=days[usable])
    usual = book.items.set_index("sku")["supplier"]
    return rows.assign(supplier=rows["supplier"].fillna(rows["sku"].map(usual)))


def _summary(measured: pd.DataFrame, by: str) -> pd.DataFrame:
    """Mean and standard deviation of days by item or supplier with enough receipts."""
    groups = measured.groupby(by)["days"].agg(["mean", "std", "count"])
    return groups.loc[groups["count"] >= FEWEST_RECEIPTS, ["mean", "std"]]
