"""Cover: how many months the stock lasts at the forecast rate, and how much value lies where.

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

#: Standard normal quantile of 90 %: the interval holds eight of ten outcomes.
_Z80 = 1.2815515655446004

ENDLESS_COVER = "no demand"
UNKNOWN_COVER = "unknown demand"


def cover_interval(
    forecast: Demand | None, position: NDArray[np.intp], units: NDArray[np.float64]
) -> dict[str, NDArray[np.float64]]:
    """Return how many days each item's stock lasts, with the interval of eight in ten futures.

    Demand over the expected cover is taken as lognormal with the forecast's own mean and standard
    deviation; cover is as far off as that demand is, in proportion.

    Args:
        forecast: None when nothing is known of any item's demand.
        position: (I,) where each item stands in the forecast, -1 for nowhere.
        units: (I,) on hand.

    Returns:
        days_of_cover, cover_low, cover_high (days, (I,) each): infinite without demand, NaN
        where it is unknown.
    """
    cover, spread = np.full(len(units), np.nan), np.zeros(len(units))
    known = position >= 0
    if forecast is not None and known.any():
        rate = forecast.rate_per_day()[position[known]]
        with np.errstate(divide="ignore", invalid="ignore"):
            cover[known] = np.where(np.isnan(rate), np.nan, units[known] / rate)
        asked = np.zeros(len(forecast.skus))
        asked[position[known]] = np.where(np.isfinite(cover[known]), cover[known], 0.0)
        mean, sd = (values[position[known]] for values in forecast.cumulative(asked))
        cv = np.divide(sd, mean, out=np.zeros_like(sd), where=mean > 0)
        spread[known] = _Z80 * np.sqrt(np.log1p(cv**2))
    return {
        "days_of_cover": cover,
        "cover_low": cover * np.exp(-spread),
        "cover_high": cover * np.exp(spread),
    }


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
