"""Aging: how old the stock is and which share of its cost the policy reserves at that age.

Steps are read strictly: "over 180 days" begins on day 181. Unknown age has its own bucket; it is
neither young nor old.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.policy import AgingSteps, CoverSteps, Policy

UNKNOWN_AGE_BUCKET = "unknown age"


def aging_share(age_days: NDArray[np.float64], steps: AgingSteps) -> NDArray[np.float64]:
    """Return the share of cost reserved at each age; zero before the first step or unknown.

    >>> aging_share(np.array([120.0, 121.0, 366.0]), ((120, 0.1), (365, 1.0))).tolist()
    [0.0, 0.1, 1.0]
    """
    over = np.array([days for days, _ in steps], dtype=np.float64)
    shares = np.array([0.0, *(share for _, share in steps)])
    reached = np.searchsorted(over, age_days, side="left")
    return np.where(np.isnan(age_days), 0.0, shares[reached])


def aging_shares(
    age_days: NDArray[np.float64], categories: pd.Series, item: NDArray[np.intp], policy: Policy
) -> NDArray[np.float64]:
    """Return the share of cost the policy reserves at each age.

    Args:
        age_days: (R,) ages, NaN unknown.
        categories: (I,) category of each item.
        item: (R,) item of each row.
        policy: whose reserve matrix holds the steps.
    """
    share = aging_share(age_days, policy.aging_steps(None))
    for category in policy.reserve_matrix:
        own = (categories == category).to_numpy()[item]
        if own.any():
            share[own] = aging_share(age_days[own], policy.aging_steps(category))
    return share


def cover_share(months: NDArray[np.float64], steps: CoverSteps) -> NDArray[np.float64]:
    """Return the share of cost reserved for stock that lasts so many months.

    The largest step not above `months` counts; endless cover reaches the last one, and unknown
    cover reserves nothing.

    Source:
        Range-of-coverage method of lowest-value valuation in materials management systems.

    >>> cover_share(np.array([3.9, 4.0, np.inf, np.nan]), ((4, 0.07), (8, 0.15))).tolist()
    [0.0, 0.07, 0.15, 0.0]
    """
    reached = np.searchsorted(np.array([least for least, _ in steps]), months, side="right")
    shares = np.array([0.0, *(share for _, share in steps)])
    return np.where(np.isnan(months), 0.0, shares[reached])


def cover_shares(
    months: NDArray[np.float64], categories: pd.Series, policy: Policy
) -> NDArray[np.float64]:
    """Return the share of cost the policy reserves for each item's months of cover, (I,)."""
    share = cover_share(months, policy.cover_steps(None))
    for category in policy.cover_matrix:
        own = (categories == category).to_numpy()
        share[own] = cover_share(months[own], policy.cover_steps(category))
    return share


def aging_edges(policy: Policy) -> NDArray[np.float64]:
    """Return the ages in days after which anything in the policy changes, ascending."""
    steps = {float(days) for steps in policy.reserve_matrix.values() for days, _ in steps}
    return np.array(sorted(steps | {policy.new_item_grace_days - 1.0}))


def aging_buckets(policy: Policy) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    """Return the upper edges in days of the aging table's buckets, and all its labels in order.

    The edges are the grace period of new stock and the policy's general aging steps.
    """
    edges = sorted({policy.new_item_grace_days, *(days for days, _ in policy.aging_steps(None))})
    edges = [edge for edge in edges if edge > 0]
    if not edges:
        return np.zeros(0), ("any age", UNKNOWN_AGE_BUCKET)
    starts = [0, *(edge + 1 for edge in edges[:-1])]
    labels = [f"{start}–{end} days" for start, end in zip(starts, edges, strict=True)]
    return np.array(edges, dtype=np.float64), (
        *labels, f"over {edges[-1]} days", UNKNOWN_AGE_BUCKET,
    )  # fmt: skip


def age_bucket(age_days: NDArray[np.float64], policy: Policy) -> NDArray[np.intp]:
    """Return the place of each age among the labels of `aging_buckets`; NaN is the last one."""
    edges, labels = aging_buckets(policy)
    place = np.searchsorted(edges, age_days, side="left")
    return np.where(np.isnan(age_days), len(labels) - 1, place).astype(np.intp)


def aging_table(segments: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Sum stock by age bucket.

    Args:
        segments: needs age_days, units, cost_value, write_down, at_risk_value,
            unknown_cost_value.
        policy: whose grace period and general aging steps bound the buckets.

    Returns:
        One row a bucket, youngest first and unknown last, also where it is empty: bucket, units,
        cost_value, write_down, at_risk_value, unknown_cost_value (money, as far as known;
        write_down is NaN where no unit's loss is).
    """
    labels = aging_buckets(policy)[1]
    bucket = age_bucket(segments["age_days"].to_numpy(), policy)
    sums = {
        name: np.bincount(
            bucket, weights=np.nan_to_num(segments[name].to_numpy()), minlength=len(labels)
        ).astype(np.float64)
        for name in ("units", "cost_value", "write_down", "at_risk_value", "unknown_cost_value")
    }
    judged = np.bincount(bucket, weights=segments["write_down"].notna(), minlength=len(labels))
    blind = (sums["units"] > 0) & (judged == 0)
    sums["write_down"] = np.where(blind, np.nan, sums["write_down"])
    return pd.DataFrame({"bucket": pd.Series(labels, dtype="str"), **sums})
