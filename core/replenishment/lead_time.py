"""How long suppliers take: receipts weighed with what is stated, else assumed, and which it was."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.book import Book
from core.policy import Policy

Vector = NDArray[np.float64]

#: Receipts needed before their spread is believed.
FEWEST_RECEIPTS = 3
#: An order received later than this was mistyped, not slow.
LONGEST_DAYS = 730
#: Receipts that the item's stated time, else its supplier's usual one, counts for.
STATED_RECEIPTS = 2.0
#: A delivery in less than this share of the usual time is fast …
FAST = 0.5
#: … and express where the supplier has both kinds: at least and at most this share is fast. Fewer
#: is ordinary variation; more means that the stated time is out of date.
SPLIT = (0.1, 0.9)
#: Where nothing states it, the usual time is what this share of the item's deliveries kept to:
#: high, since most may have been express.
USUAL_QUANTILE = 0.8
#: A delivery counts for at most so many times the item's median in the spread: one that was
#: forgotten says little about the next.
LATEST_TIMES = 2.0

FROM_RECEIPTS = "receipts"
FROM_ITEM = "item"
FROM_SUPPLIER = "supplier's receipts"
FROM_POLICY = "policy default"


def lead_times(book: Book, policy: Policy) -> pd.DataFrame:
    """Lead time of every item, from its regular deliveries and what is stated.

    (n x median of the item's n regular receipts + 2 x stated time) / (n + 2): the stated time
    counts for two receipts. Where the item states none, the median of its supplier's regular
    receipts takes its place, and without receipts of either the policy's default. Express
    deliveries, see `deliveries`, are left out: they were asked for when the shelf was already
    empty, and a plan that relies on them orders too late.

    The standard deviation is mixed alike, from the item's receipts and from what the item states,
    else the pooled one of its supplier's items; NaN, unknown, where nothing tells it.

    Returns:
        sku, lead_time_days, lead_time_sd_days, lead_time_source (where most of it comes from),
        lead_time_receipts (regular ones of the item), express_receipts (of the item, left out).
    """
    came = deliveries(book)
    regular = _with_misses(came[~came["express"]])
    items = book.items[["sku", "supplier", "lead_time_days", "lead_time_sd_days"]]
    own = _summary(regular, "sku").reindex(items["sku"])
    supplier = _summary(regular, "supplier").reindex(items["supplier"].fillna(""))
    stated = items["lead_time_days"].where(items["lead_time_days"] >= 0).to_numpy(np.float64)
    usual = supplier["median"].where(supplier["count"] >= FEWEST_RECEIPTS).to_numpy(np.float64)
    prior = np.where(np.isfinite(stated), stated, usual)
    count = own["count"].fillna(0).to_numpy(np.float64)
    days = _mixed(count, own["median"].to_numpy(np.float64), prior, STATED_RECEIPTS)
    weighty = (count >= STATED_RECEIPTS) | ((count > 0) & np.isnan(prior))
    sources = [weighty, np.isfinite(stated), np.isfinite(usual)]
    express = came.groupby("sku")["express"].sum().reindex(items["sku"]).fillna(0)
    return pd.DataFrame(
        {
            "sku": items["sku"].to_numpy(),
            "lead_time_days": np.where(np.isfinite(days), days, policy.lead_time_days),
            "lead_time_sd_days": np.sqrt(_variance(own, supplier, items["lead_time_sd_days"])),
            "lead_time_source": np.select(
                sources, [FROM_RECEIPTS, FROM_ITEM, FROM_SUPPLIER], FROM_POLICY
            ),
            "lead_time_receipts": count,
            "express_receipts": express.to_numpy(np.float64),
        }
    )


def deliveries(book: Book) -> pd.DataFrame:
    """Past receipts that have an order date, and which of them were express.

    Fast is a delivery in less than half of the item's stated time; where it states none, of the
    time that four in five of its own deliveries kept to. Fast deliveries are express where they
    are at least a tenth of the supplier's, and at most nine tenths; where no time is stated, where
    there are three of either kind among the item's own.

    Returns:
        sku, supplier, units, days, express; the index is that of the receipts.
    """
    receipts = book.receipts[["sku", "supplier", "date", "ordered_date", "units"]]
    days = (receipts["date"] - receipts["ordered_date"]).dt.days
    usable = days.between(0, LONGEST_DAYS) & (receipts["date"] <= pd.Timestamp(book.as_of))
    rows = receipts.loc[usable, ["sku", "supplier", "units"]]
    rows = rows.assign(days=days[usable].astype("float64"))
    items = book.items.drop_duplicates("sku").set_index("sku")
    rows = rows.assign(supplier=rows["supplier"].fillna(rows["sku"].map(items["supplier"])))
    agreed = rows["sku"].map(items["lead_time_days"]).astype("float64")
    stated = agreed > 0
    own = rows["sku"].map(rows.groupby("sku")["days"].quantile(USUAL_QUANTILE)).astype("float64")
    fast = rows["days"] < FAST * agreed.where(stated, own)
    # Without a supplier the item's own deliveries have to tell.
    group = rows["supplier"].fillna(rows["sku"]).where(stated, rows["sku"])
    kinds = fast.groupby([group, stated])
    share, some = kinds.transform("mean"), kinds.transform("sum")
    both = (some >= FEWEST_RECEIPTS) & (kinds.transform("size") - some >= FEWEST_RECEIPTS)
    return rows.assign(express=(fast & share.between(*SPLIT) & (stated | both)).astype(bool))


def _with_misses(rows: pd.DataFrame) -> pd.DataFrame:
    """Add missed: squared days that each delivery was off its item's mean, very late ones held."""
    middle = rows.groupby("sku")["days"].transform("median")
    held = rows["days"].clip(upper=LATEST_TIMES * middle.clip(lower=1.0))
    return rows.assign(missed=(held - held.groupby(rows["sku"]).transform("mean")) ** 2)


def _summary(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """Count, median, and pooled variance within items with its degrees of freedom, by group."""
    table = rows.groupby(by).agg(
        count=("days", "count"),
        median=("days", "median"),
        missed=("missed", "sum"),
        items=("sku", "nunique"),
    )
    free = (table["count"] - table["items"]).astype("float64")
    known = free >= FEWEST_RECEIPTS - 1
    return table.assign(
        free=free.where(known, 0.0), variance=(table["missed"] / free.where(free > 0)).where(known)
    )


def _variance(own: pd.DataFrame, supplier: pd.DataFrame, stated: pd.Series) -> Vector:
    """Variance of each item's lead time, (N,); NaN where nothing tells it."""
    said = stated.to_numpy(np.float64) ** 2
    prior = np.where(np.isfinite(said), said, supplier["variance"].to_numpy(np.float64))
    free = own["free"].fillna(0).to_numpy(np.float64)
    return _mixed(free, own["variance"].to_numpy(np.float64), prior, STATED_RECEIPTS)


def _mixed(weight: Vector, own: Vector, prior: Vector, prior_weight: float) -> Vector:
    """Weighted mean of what is known of both; NaN where neither is."""
    has_own, has_prior = np.isfinite(own) & (weight > 0), np.isfinite(prior)
    weights = np.where(has_own, weight, 0.0), np.where(has_prior, prior_weight, 0.0)
    sums = np.where(has_own, own, 0.0) * weights[0] + np.where(has_prior, prior, 0.0) * weights[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(sums / (weights[0] + weights[1]))
