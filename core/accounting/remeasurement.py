"""Measuring goods still held again, period by period: further losses and recoveries.

IFRS and FRS 102 take a write-down back when the value recovers, at most up to original cost
(IAS 2.33). Under US GAAP the reduced amount at a fiscal year's end is the new cost (ASC
330-10-35-14); within the fiscal year a recovery is a gain up to the losses taken in it, and a
decline expected to be made good within it may be left out (ASC 270-10-45-6).
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.policy import Framework

#: Frameworks under which a write-down is taken back when values recover (IAS 2.33; FRS 102
#: 27.4).
REVERSING: tuple[Framework, ...] = ("IFRS", "FRS 102")


def remeasure(
    cost: float,
    values: Sequence[float],
    *,
    framework: Framework,
    fiscal_years: Sequence[object] | None = None,
) -> pd.DataFrame:
    """Measure the same goods at the end of each period.

    Args:
        cost: original cost, money.
        values: net realizable value (or market) at each period's end, money.
        framework: decides whether and how far a loss is taken back.
        fiscal_years: the fiscal year of each period, any labels; without it each period ends one.

    Returns:
        One row a period: value, carrying, write_down, reversal (money, not negative).
    """
    years = range(len(values)) if fiscal_years is None else fiscal_years
    carrying = basis = cost
    year: object = None
    rows = []
    for value, this_year in zip(values, years, strict=True):
        if framework not in REVERSING and this_year != year:
            basis, year = carrying, this_year
        measured = max(0.0, min(basis, value))
        change = carrying - measured
        rows.append((value, measured, max(change, 0.0), max(-change, 0.0)))
        carrying = measured
    return pd.DataFrame(rows, columns=["value", "carrying", "write_down", "reversal"])


def interim_losses(
    changes: Sequence[float], *, temporary: Sequence[bool] | None = None
) -> npt.NDArray[np.float64]:
    """Return what each interim period of one fiscal year recognizes; losses are negative.

    Goods start the year at cost equal to their value. The shortfall at each date is what values
    have fallen since; a recovery therefore never gains more than was lost. The part of it that
    is expected to come back within the year is left out until the last period, which takes
    whatever has not come back.

    Args:
        changes: change of value in each period, declines negative (money).
        temporary: whether the decline of the period is expected to be made good in the year.

    Source:
        ASC 270-10-45-6(c).

    >>> interim_losses([-360_000, 0, 500_000, 0]).tolist()
    [-360000.0, 0.0, 360000.0, 0.0]
    """
    flags = [False] * len(changes) if temporary is None else temporary
    value = expected_back = taken = 0.0
    recognized = []
    for number, (change, is_temporary) in enumerate(zip(changes, flags, strict=True), start=1):
        value += change
        shortfall = max(0.0, -value)
        expected_back += -change if change < 0 and is_temporary else 0.0
        expected_back = max(0.0, expected_back - max(change, 0.0))
        left_out = 0.0 if number == len(changes) else min(expected_back, shortfall)
        recognized.append(taken - (shortfall - left_out))
        taken = shortfall - left_out
    return np.array(recognized)
