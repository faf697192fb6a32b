"""Classes of items: ABC by how much value they hold, XYZ by how steadily they sell."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

#: Cumulative shares of value at which classes A and B end (Pareto's 80 %, then 95 %).
ABC_LIMITS = (0.80, 0.95)
#: Coefficients of variation of demand a period up to which an item is X (steady) and Y (variable);
#: beyond it is Z. The limits in common use.
XYZ_LIMITS = (0.5, 1.0)


def demand_variation(history: NDArray[np.float64]) -> NDArray[np.float64]:
    """Standard deviation ÷ mean of a period's units, (N,).

    NaN without two known periods and a mean above zero.

    Args:
        history: (T, N) units a period, NaN where unknown.
    """
    seen = np.isfinite(history)
    count = seen.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(seen, history, 0.0).sum(axis=0) / count
        square = np.where(seen, history - mean, 0.0) ** 2
        spread = np.sqrt(square.sum(axis=0) / (count - 1))
        return np.asarray(np.where((count > 1) & (mean > 0), spread / mean, np.nan))


def abc_classes(value: pd.Series, *, limits: tuple[float, float] = ABC_LIMITS) -> pd.Series:
    """Return class "A", "B" or "C" of each item by its share of the total value.

    The item with which the running share reaches a limit still belongs to the class before it.
    An item of unknown value has no class (missing); one worth nothing is C.

    Args:
        value: money by item, not negative.
        limits: cumulative shares (fractions) where A and B end.

    >>> abc_classes(pd.Series([70.0, 20.0, 10.0])).tolist()
    ['A', 'A', 'B']
    """
    amounts = value.to_numpy(dtype=np.float64)
    order = np.argsort(-amounts, kind="stable")
    sorted_amounts = np.nan_to_num(amounts[order])
    total = sorted_amounts.sum()
    before = np.cumsum(sorted_amounts) - sorted_amounts
    share = before / total if total > 0 else np.ones(len(amounts))
    # Equal amounts get one class, whichever of them stands first.
    _, first = np.unique(-sorted_amounts, return_index=True)
    run = np.searchsorted(first, np.arange(len(amounts)), side="right") - 1
    share = share[first[run]] if len(amounts) else share
    labels = np.empty(len(amounts), dtype=object)
    labels[order] = np.select(
        [sorted_amounts <= 0, share < limits[0] - 1e-12, share < limits[1] - 1e-12],
        ["C", "A", "B"],
        "C",
    )
    labels[np.isnan(amounts)] = None
    return pd.Series(labels, index=value.index, dtype="str", name="abc_class")
