"""Sums split so that the parts tie: allocation by largest remainder.

Amounts are float64 in major units; how one amount is rounded is in `core.money`.
"""

import numpy as np
import numpy.typing as npt

from core.money import minor_digits, round_money

#: Decimals of a minor unit that count in a share; what lies beyond is noise of binary fractions.
_NOISE_DECIMALS = 5


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
