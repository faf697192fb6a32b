"""Lot sizes for known demand by period: the optimum and the usual rule of thumb.

Holding cost is charged on what is left at the end of a period.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def wagner_whitin(
    demand: Sequence[float], *, fixed_cost: float, holding_cost: float
) -> tuple[NDArray[np.float64], float]:
    """Orders by period of least total cost (Wagner and Whitin 1958, MS 5:89), and that cost.

    >>> wagner_whitin([90, 120, 80, 70], fixed_cost=500, holding_cost=2)[0].tolist()
    [210.0, 0.0, 150.0, 0.0]
    """
    need = np.asarray(demand, dtype=np.float64)
    periods = len(need)
    best = np.zeros(periods + 1)
    until = np.zeros(periods, dtype=int)
    for begin in range(periods - 1, -1, -1):
        waits = np.arange(periods - begin)
        carried = fixed_cost + holding_cost * np.cumsum(need[begin:] * waits)
        total = carried + best[begin + 1 :]
        until[begin] = begin + 1 + int(total.argmin())
        best[begin] = total.min()
    orders = np.zeros(periods)
    begin = 0
    while begin < periods:
        orders[begin] = need[begin : until[begin]].sum()
        begin = until[begin]
    return orders, float(best[0])


def silver_meal(
    demand: Sequence[float], *, fixed_cost: float, holding_cost: float
) -> tuple[NDArray[np.float64], float]:
    """Orders by the Silver-Meal rule, and their cost.

    Each order covers periods as long as the average cost a period falls (Silver, Pyke and
    Thomas, Inventory and Production Management in Supply Chains, ch. 5).
    """
    need = np.asarray(demand, dtype=np.float64)
    orders = np.zeros(len(need))
    cost, begin = 0.0, 0
    while begin < len(need):
        waits = np.arange(len(need) - begin)
        carried = fixed_cost + holding_cost * np.cumsum(need[begin:] * waits)
        average = carried / (waits + 1)
        rises = np.flatnonzero(np.diff(average) > 0)
        covered = int(rises[0]) + 1 if len(rises) else len(average)
        orders[begin] = need[begin : begin + covered].sum()
        cost += float(carried[covered - 1])
        begin += covered
    return orders, cost
