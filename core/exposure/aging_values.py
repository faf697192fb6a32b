"""Age by bucket in units, at cost, at retail, and under both cost formulas side by side.

FIFO gives each layer the cost of its own receipt; the weighted average gives every unit the mean
cost of all receipts on file (IAS 2.25, 2.27). Units whose receipt or its cost is unknown stand at
their booked cost under both, so that the two differ only where receipts tell.
"""

import numpy as np
import pandas as pd

from core.book import Book
from core.exposure.aging import age_bucket, aging_buckets
from core.exposure.measure import Exposure
from core.policy import Policy
from core.stock import stock_with_layers
from core.stock.valuation import average_costs


def aging_values(book: Book, policy: Policy, exposure: Exposure) -> pd.DataFrame:
    """Return the aging table with what the units would sell for and cost by either formula.

    Returns:
        `Exposure.aging` with selling_value (units × expected price, money, as far as known),
        unpriced_units (left out of it; NaN when none are), fifo_cost, average_cost (money; NaN
        when no receipt states a cost).
    """
    labels = aging_buckets(policy)[1]
    segments = exposure.segments
    bucket = age_bucket(segments["age_days"].to_numpy(), policy)
    retail = (segments["units"] * segments["price_used"]).to_numpy()
    unpriced = np.where(np.isnan(retail), segments["units"].to_numpy(), 0.0)
    left_out = np.bincount(bucket, weights=unpriced, minlength=len(labels))
    fifo, average = _by_formula(book, policy, len(labels))
    return exposure.aging.assign(
        selling_value=np.bincount(bucket, weights=np.nan_to_num(retail), minlength=len(labels)),
        unpriced_units=left_out if left_out.any() else np.nan,
        fifo_cost=fifo,
        average_cost=average,
    )


def _by_formula(book: Book, policy: Policy, buckets: int) -> tuple[pd.Series, pd.Series]:
    valued, layers = stock_with_layers(book)
    row = layers["row"].to_numpy()
    units, receipt_cost = layers["units"].to_numpy(), layers["receipt_cost"].to_numpy()
    booked = valued["unit_cost"].to_numpy()[row]
    means = average_costs(book.receipts, as_of=book.as_of)
    mean = means.reindex(valued["sku"]).to_numpy()[row]
    told = np.isfinite(receipt_cost)
    bucket = age_bucket(layers["age_days"].to_numpy(), policy)

    def cost(own: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> pd.Series:
        amounts = np.nan_to_num(units * np.where(told, own, booked))
        sums = np.bincount(bucket, weights=amounts, minlength=buckets)
        return pd.Series(sums if told.any() else np.full(buckets, np.nan))

    return cost(receipt_cost), cost(mean)
