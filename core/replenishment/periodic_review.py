"""Exact (s, S) policy of a single item: periodic review, whole units, a fixed cost an order."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class LevelPlan(NamedTuple):
    """Order up to S when the position is at most s; cost a period."""

    reorder_point: int
    order_up_to: int
    cost: float


def best_levels(
    *,
    fixed_cost: float,
    holding_cost: float,
    penalty_cost: float,
    demand: NDArray[np.float64],
) -> LevelPlan:
    """Find the (s, S) of least average cost (Zheng and Federgruen 1991, OR 39:654).

    Args:
        fixed_cost: money an order.
        holding_cost: money a unit left at the end of a period.
        penalty_cost: money a unit short at the end of a period.
        demand: probabilities of 0, 1, 2 … units over lead time plus a period; they sum to one.
    """
    units = np.arange(len(demand))
    positions = np.arange(-len(demand), 2 * len(demand))
    left = np.maximum(positions[:, None] - units, 0) @ demand
    mean = float(units @ demand)
    cost = holding_cost * left + penalty_cost * (mean - positions + left)
    rate = dict(zip(positions.tolist(), cost.tolist(), strict=True))
    visits = _renewals(demand)
    cheapest = int(positions[cost.argmin()])

    def average(low: int, high: int) -> float:
        spent = sum(visits[j] * rate[high - j] for j in range(high - low))
        return float((fixed_cost + spent) / visits[: high - low].sum())

    low, high = cheapest - 1, cheapest
    while rate[low] < average(low, high):
        low -= 1
    best = average(low, high)
    candidate = high + 1
    while candidate in rate and rate[candidate] <= best:
        if average(low, candidate) < best:
            high = candidate
            while average(low, high) <= rate[low + 1]:
                low += 1
            best = average(low, high)
        candidate += 1
    return LevelPlan(low, high, best)


def _renewals(demand: NDArray[np.float64]) -> NDArray[np.float64]:
    """Expected periods a cycle spends each number of units below its start."""
    count = 2 * len(demand)
    visits = np.zeros(count)
    chance = np.zeros(count)
    chance[: len(demand)] = demand
    stay = 1 - chance[0]
    visits[0] = 1 / stay
    for below in range(1, count):
        visits[below] = (chance[1 : below + 1] @ visits[below - 1 :: -1][:below]) / stay
    return visits
