"""What else moves sales while prices move: age, rivals' prices, promotions.

Goods are marked down as they age, beside rivals that are cheap in the same week, with a sign at
the shelf. Left out, such a cause is taken for the price (or hides it). Each cause has one effect
a category, by ridge regression; its strength in the category's prices and sales alike is taken
out before slopes are fitted (Frisch and Waugh 1933; Lovell 1963).
"""

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]

#: Periods in which age is counted: its effect is then of the size of the other causes' effects.
AGE_UNIT_PERIODS = 10.0
#: Ridge: each effect is drawn toward none as if one further observation of a cause of strength
#: one had shown no effect. It decides only where a cause has hardly moved.
_RIDGE = 1.0


def control_effects(values: Vector, controls: Vector, group: Codes, groups: int) -> Vector:
    """Effect of each cause on values, by group.

    Args:
        values: (M,) less the item's mean.
        controls: (M, K) less the item's mean.
        group: (M,) group number of each row.
        groups: G.

    Returns:
        (G, K) change of the values for one more of the cause.
    """
    causes = controls.shape[1]
    moment = np.zeros((groups, causes, causes))
    both = np.zeros((groups, causes))
    for first in range(causes):
        weighted = controls[:, first]
        both[:, first] = np.bincount(group, weighted * values, groups)
        for second in range(first, causes):
            sums = np.bincount(group, weighted * controls[:, second], groups)
            moment[:, first, second] = sums
            moment[:, second, first] = sums
    moment += _RIDGE * np.identity(causes)
    return np.linalg.solve(moment, both[:, :, None])[:, :, 0].astype(np.float64)


def without_controls(values: Vector, controls: Vector, group: Codes, groups: int) -> Vector:
    """(M,) values less what the causes explain of them; arguments as in `control_effects`."""
    effects = control_effects(values, controls, group, groups)
    kept: Vector = values - (effects[group] * controls).sum(axis=1)
    return kept


def rivals_price(log_price: Vector, item: Codes, period: Codes, group: Codes) -> Vector:
    """Mean log price of the other items of the group in the same period, against their own means.

    Zero where an item has no rival in a period: nothing is known of one.

    Args:
        log_price: (M,) log price of an observation.
        item: (M,) number of its item, 0 to N-1.
        period: (M,) number of its period.
        group: (N,) group number of each item.
    """
    if not len(item):
        return log_price
    mean = np.bincount(item, log_price) / np.maximum(np.bincount(item), 1)
    moved = log_price - mean[item]
    cell = group[item] * (int(period.max()) + 1) + period
    count = np.bincount(cell)[cell] - 1.0
    others = np.bincount(cell, moved)[cell] - moved
    found: Vector = np.divide(others, count, out=np.zeros(len(others)), where=count > 0)
    return found


def age(item: Codes, period: Codes) -> Vector:
    """(M,) periods since an item's first observation, in units of `AGE_UNIT_PERIODS`."""
    first = np.full(int(item.max(initial=-1)) + 1, np.iinfo(np.intp).max)
    np.minimum.at(first, item, period)
    periods: Vector = (period - first[item]) / AGE_UNIT_PERIODS
    return periods
