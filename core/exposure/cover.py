"""Cover: how many months the stock lasts at the forecast rate, and how much value lies where.

No demand is endless cover; unknown demand is unknown cover. Neither is zero.
"""

import numpy as np
import pandas as pd

#: Average days of a month, a twelfth of the Gregorian year.
DAYS_PER_MONTH = 365.2425 / 12

#: Upper ends in months: a month's stock, a quarter's, half a year's, a year's, two years'. Past
#: a year is excess in most reserve policies, past two in nearly all.
COVER_MONTHS = (1, 3, 6, 12, 24)

ENDLESS_COVER = "no demand"
UNKNOWN_COVER = "unknown demand"


def cover_table(items: pd.DataFrame) -> pd.DataFrame:
    """Sum items by how long their stock lasts.

    Args:
        items: `Exposure.items`; needs days_of_cover (infinite without demand, NaN unknown),
            on_hand, cost_value, write_down.

    Returns:
        One row a bucket, shortest first, then no demand and unknown demand, also where it is
        empty: bucket, items (count), units, cost_value, write_down (money; of known cost).
    """
    months = items["days_of_cover"].to_numpy() / DAYS_PER_MONTH
    bucket = np.searchsorted(np.array(COVER_MONTHS, dtype=np.float64), months, side="left")
    bucket = np.where(np.isposinf(months), len(COVER_MONTHS) + 1, bucket)
    bucket = np.where(np.isnan(months), len(COVER_MONTHS) + 2, bucket)
    labels = _labels()
    sums = {
        name: np.bincount(
            bucket, weights=items[column].fillna(0.0), minlength=len(labels)
        ).astype(np.float64)
        for name, column in (
            ("units", "on_hand"), ("cost_value", "cost_value"), ("write_down", "write_down"),
        )
    }  # fmt: skip
    counts = np.bincount(bucket, minlength=len(labels))
    return pd.DataFrame({"bucket": pd.Series(labels, dtype="str"), "items": counts, **sums})


def _labels() -> tuple[str, ...]:
    starts = (0, *COVER_MONTHS[:-1])
    spans = [f"{start}–{end} months" for start, end in zip(starts, COVER_MONTHS, strict=True)]
    return (*spans, f"over {COVER_MONTHS[-1]} months", ENDLESS_COVER, UNKNOWN_COVER)
