"""Reserves by percentage: general, by age tier, by range of coverage.

A percentage is an approximation of item losses, accepted only while it follows the facts (UK tax:
BIM33150). A general one applies only to goods without a specific reserve.
"""

import math

import numpy as np
import pandas as pd


def percentage_reserve(base: float, share: float, *, specific_base: float = 0.0) -> float:
    """Return a general reserve on what is not specifically reserved.

    Args:
        base: cost of the goods, money.
        share: fraction.
        specific_base: cost of the goods in `base` that have a reserve of their own.

    >>> percentage_reserve(100_000, 0.02, specific_base=20_000)
    1600.0
    """
    return share * (base - specific_base)


def tier_reserve(tiers: pd.DataFrame) -> pd.DataFrame:
    """Reserve a share of cost by age tier.

    Args:
        tiers: needs units, unit_cost (money), share (fraction).

    Returns:
        `tiers` with cost_value and reserve (money) added.
    """
    cost = tiers["units"] * tiers["unit_cost"]
    return tiers.assign(cost_value=cost, reserve=cost * tiers["share"])


def coverage_share(steps: pd.DataFrame, *, material_type: str, months: float) -> float:
    """Look up the share to devalue by how many months the stock covers.

    The largest step not above `months` counts; below the first nothing is devalued. A type
    without steps uses those of the blank type. No consumption is infinite coverage; an unknown
    one gives NaN, not zero.

    Args:
        steps: needs material_type ("" serves every type without its own), months, share.
        material_type: of the item.
        months: stock over consumption a month.

    Source:
        Range-of-coverage method of lowest-value valuation in materials management systems.
    """
    if math.isnan(months):
        return math.nan
    own = steps[steps["material_type"] == material_type]
    own = own if len(own) else steps[steps["material_type"] == ""]
    own = own.sort_values("months")
    reached = int(np.searchsorted(own["months"].to_numpy(), months, side="right"))
    return float(own["share"].iloc[reached - 1]) if reached else 0.0
