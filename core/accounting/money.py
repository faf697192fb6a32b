"""Money that is posted: rounding to a currency's minor unit and allocation that ties.

Amounts are float64 in major units (12.34 is twelve dollars and 34 cents). They are rounded once,
half to even, to the digits the currency has (CLDR data of Babel: USD 2, JPY 0, KWD 3). Sums that
must be split are split by largest remainder, so that the parts add up to the whole.
"""

from functools import lru_cache
from typing import overload

import numpy as np
import numpy.typing as npt
import pandas as pd
from babel.numbers import get_currency_precision

#: Decimals of the minor unit that count. What lies beyond is noise of binary fractions: without
#: this, 2.675 (stored as 2.67499…) would round to 2.67 although its half goes to the even 2.68.
_NOISE_DECIMALS = 5


@lru_cache(maxsize=256)
def minor_digits(currency: str) -> int:
    """Return how many decimals amounts in that currency (ISO 4217) have; 2 for an unknown code."""
    return int(get_currency_precision(currency))


@overload
def round_money(amount: float, currency: str) -> float: ...
@overload
def round_money(amount: pd.Series, currency: str) -> pd.Series: ...
@overload
def round_money(amount: npt.NDArray[np.float64], currency: str) -> npt.NDArray[np.float64]: ...


def round_money(
    amount: float | pd.Series | npt.NDArray[np.float64], currency: str
) -> float | pd.Series | npt.NDArray[np.float64]:
    """Round to the currency's minor unit, halves to the even neighbor; NaN stays NaN.

    >>> round_money(2.675, "USD"), round_money(0.125, "USD"), round_money(1234.5, "JPY")
    (2.68, 0.12, 1234.0)
    """
    scale = 10.0 ** minor_digits(currency)
    if isinstance(amount, pd.Series | np.ndarray):
        # Adding zero turns -0.0 into 0.0.
        rounded: pd.Series | npt.NDArray[np.float64] = (
            np.rint(np.round(amount * scale, _NOISE_DECIMALS)) / scale + 0.0
        )
        return rounded
    if not np.isfinite(amount):
        return float(amount)
    return round(round(amount * scale, _NOISE_DECIMALS)) / scale


def allocate(total: float, weights: npt.ArrayLike, *, currency: str) -> npt.NDArray[np.float64]:
    """Split `total` in proportion to `weights`; the parts are rounded and add up to it.

    The minor units left over go to the largest remainders, on a tie to the earlier one.

    Args:
        total: amount to split, in major units; rounded first.
        weights: non-negative, finite; not all zero unless `total` is.
        currency: ISO 4217 code.

    Raises:
        ValueError: a weight is negative or not finite, or all are zero while `total` is not.

    >>> allocate(100.0, [1, 1, 1], currency="USD").tolist()
    [33.34, 33.33, 33.33]
    """
    weight = np.asarray(weights, dtype=np.float64)
    if not np.isfinite(weight).all() or (weight < 0).any():
        raise ValueError("weights must be finite and not negative")
    scale = 10.0 ** minor_digits(currency)
    units = round(round_money(abs(total), currency) * scale)
    if weight.sum() == 0:
        if units:
            raise ValueError(f"nothing to allocate {total} to: every weight is zero")
        return np.zeros_like(weight)
    one_group = np.zeros(len(weight), dtype=np.intp)
    parts = allocate_units(
        np.array([units], dtype=np.int64), weight, groups=one_group, order=np.arange(len(weight))
    )
    amounts: npt.NDArray[np.float64] = np.copysign(1.0, total) * parts / scale
    return amounts


def allocate_units(
    totals: npt.NDArray[np.int64],
    weights: npt.NDArray[np.float64],
    *,
    groups: npt.NDArray[np.intp],
    order: npt.NDArray[np.intp],
) -> npt.NDArray[np.int64]:
    """Split whole minor units of many groups at once by largest remainder.

    Args:
        totals: (G,) minor units of each group, not negative.
        weights: (N,) non-negative; a group with a total has a positive weight.
        groups: (N,) group of each row, 0 to G-1.
        order: (N,) rank that breaks ties, so that the order of rows decides nothing.

    Returns:
        (N,) minor units of each row; they add up to `totals` within every group.
    """
    group_weight = np.bincount(groups, weights=weights, minlength=len(totals))
    share = np.divide(
        weights, group_weight[groups], out=np.zeros_like(weights), where=group_weight[groups] > 0
    )
    exact = np.round(totals[groups] * share, _NOISE_DECIMALS)
    parts = np.floor(exact)
    left = totals - np.bincount(groups, weights=parts, minlength=len(totals)).astype(np.int64)
    ranked = np.lexsort((order, parts - exact, groups))
    starts = np.searchsorted(groups[ranked], np.arange(len(totals)))
    place = np.empty(len(weights), dtype=np.int64)
    place[ranked] = np.arange(len(weights)) - starts[groups[ranked]]
    return (parts + (place < left[groups])).astype(np.int64)
