"""Cover: how long the stock lasts under the forecast, and how much value lies where.

No demand is endless cover; unknown demand is unknown cover. Neither is zero.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.exposure.excess import Demand

#: Average days of a month, a twelfth of the Gregorian year.
DAYS_PER_MONTH = 365.2425 / 12

#: Upper ends in months: a month's stock, a quarter's, half a year's, a year's, two years'. Past
#: a year is excess in most reserve policies, past two in nearly all.
COVER_MONTHS = (1, 3, 6, 12, 24)

#: In so many futures the stock runs out before the interval begins, and in as many after it.
_EARLY = 0.1

ENDLESS_COVER = "no demand"
UNKNOWN_COVER = "unknown demand"


def days_of_cover(
    forecast: Demand | None, position: NDArray[np.intp], units: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the days after which expected demand has used up each item's stock.

    Args:
        forecast: None when nothing is known of any item's demand.
        position: (I,) where each item stands in the forecast, -1 for nowhere.
        units: (I,) on hand.

    Returns:
        Days, (I,): infinite where demand never uses it up, NaN where demand is unknown.
    """
    cover = np.full(len(units), np.nan)
    known = position >= 0
    if forecast is not None and known.any():
        asked = np.zeros(len(forecast.skus))
        asked[position[known]] = units[known]
        days = forecast.days_until(asked)[position[known]]
        told = ~np.isnan(forecast.rate_per_day()[position[known]])
        cover[known] = np.where(told, days, np.nan)
    return cover


def with_cover_interval(items: pd.DataFrame, forecast: Demand | None) -> pd.DataFrame:
    """Say of some items between which days their stock runs out in eight of ten futures.

    These are the days on which the quantiles of cumulative demand reach the stock: in one of ten
    futures it lasts no longer than the first, in one of ten longer than the second. It takes too
    long to be done for every item before anybody looks at it.

    Args:
        items: rows of `Exposure.items`; needs sku, on_hand, days_of_cover.
        forecast: what the exposure was measured with.

    Returns:
        `items` with cover_low, cover_high (days; infinite: not within a century; NaN where
        demand is unknown).
    """
    low, high = (np.full(len(items), np.nan) for _ in range(2))
    known = np.flatnonzero(items["days_of_cover"].notna())
    if forecast is not None and len(known):
        place = forecast.for_skus(items["sku"].to_numpy(dtype=object)[known])
        units = items["on_hand"].to_numpy()[known]
        low[known] = forecast.days_within(units, _EARLY, place)
        high[known] = forecast.days_within(units, 1 - _EARLY, place)
    return items.assign(cover_low=low, cover_high=high)


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
