"""Supplier scorecard: what was promised against what came, and when."""

import numpy as np
import pandas as pd

from core.book import Book
from core.replenishment.lead_time import FEWEST_RECEIPTS, deliveries


def supplier_scorecard(book: Book) -> pd.DataFrame:
    """Return how each supplier kept to its promises, most deliveries first.

    A promise is the due date of a receipt, else its order date and the item's stated lead time.
    Lines promised for later than the Book's day are not judged; lines promised by then and not
    here yet count as units not delivered on time. How many units were ordered but never noted as
    due is not known to the tables, so that the fill is that of promised lines.

    Returns:
        supplier, deliveries (lines received with an order date), express_share (fraction of them,
        see `core.replenishment.lead_time.deliveries`), promised_days, actual_days and
        actual_sd_days of the regular ones (NaN below three lines), late_share (fraction of
        promised lines), late_days
        (mean of the late ones), on_time_fill (fraction of promised units here by the promised
        day); NaN where nothing tells.
    """
    items = book.items.set_index("sku")
    receipts = book.receipts
    usual = receipts["sku"].map(items["supplier"])
    lead = pd.to_timedelta(receipts["sku"].map(items["lead_time_days"]), unit="D")
    promised = receipts["due_date"].fillna(receipts["ordered_date"] + lead)
    today = pd.Timestamp(book.as_of)
    came = receipts["date"].where(receipts["date"] <= today)
    known = deliveries(book)
    regular = known["days"].where(~known["express"])
    judged = promised.notna() & (promised <= today)
    late = _days(came - promised)
    units = receipts["units"].clip(lower=0)
    rows = pd.DataFrame(
        {
            "supplier": receipts["supplier"].fillna(usual),
            "delivered": known["days"].reindex(receipts.index),
            "actual": regular.reindex(receipts.index),
            "express": known["express"].astype("float64").reindex(receipts.index),
            "promised": _days(promised - receipts["ordered_date"]),
            "late": (late > 0).where(judged & came.notna()).astype("float64"),
            "late_days": late.where(judged & (late > 0)),
            "due_units": units.where(judged),
            "met_units": units.where(judged & (came <= promised), 0.0).where(judged),
        }
    )
    by = rows.dropna(subset=["supplier"]).groupby("supplier")
    sums = by.agg(
        deliveries=("delivered", "count"),
        express_share=("express", "mean"),
        regular=("actual", "count"),
        promised_days=("promised", "mean"),
        actual_days=("actual", "mean"),
        actual_sd_days=("actual", "std"),
        late_share=("late", "mean"),
        late_days=("late_days", "mean"),
    )
    few = sums.pop("regular") < FEWEST_RECEIPTS
    due = by["due_units"].sum(min_count=1)
    met = by["met_units"].sum(min_count=1)
    table = sums.assign(
        actual_sd_days=sums["actual_sd_days"].mask(few, np.nan),
        on_time_fill=(met / due.where(due > 0)),
    ).reset_index()
    return table.sort_values(["deliveries", "supplier"], ascending=[False, True], ignore_index=True)


def _days(spans: pd.Series) -> pd.Series:
    days: pd.Series = spans.dt.total_seconds() / 86_400
    return days
