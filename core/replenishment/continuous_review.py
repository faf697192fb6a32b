"""(r, Q) policies: order Q whenever the position falls to r, for normal lead-time demand.

Symbols as in Snyder and Shen, Fundamentals of Supply Chain Theory, 2nd ed., ch. 5, and Nahmias,
Production and Operations Analysis, ch. 5.
"""

import math
from typing import NamedTuple

from core.replenishment.economic_order import (
    economic_order_quantity,
    economic_order_with_backorders,
)
from core.replenishment.policies import (
    fill_rate_safety_factor,
    newsvendor_ratio,
    normal_loss,
    safety_factor,
)

#: Alternation of Q and r stops when neither moves by more than this share.
_CONVERGED = 1e-12
_MOST_ROUNDS = 200


class Costs(NamedTuple):
    """Fixed cost an order, holding cost a unit and time unit, penalty cost, demand a time unit."""

    fixed: float
    holding: float
    penalty: float
    demand: float


class ReorderPlan(NamedTuple):
    """Reorder point r and order quantity Q in units, cost a time unit (NaN where not asked)."""

    reorder_point: float
    quantity: float
    cost: float = math.nan


def exact_cost(plan: ReorderPlan, costs: Costs, *, mean: float, sd: float) -> float:
    """Exact cost a time unit when the penalty is a unit and time unit short.

    (K D + integral of g over r to r + Q) / Q with g the newsvendor cost rate of a position.

    Args:
        plan: r and Q.
        costs: see `Costs`.
        mean: of lead-time demand.
        sd: of lead-time demand.
    """
    r, q = plan.reorder_point, plan.quantity
    held = costs.holding * ((r + q - mean) ** 2 - (r - mean) ** 2) / 2
    short = _second_loss(r, mean, sd) - _second_loss(r + q, mean, sd)
    total = costs.fixed * costs.demand + held + (costs.holding + costs.penalty) * short
    return total / q


def _second_loss(x: float, mean: float, sd: float) -> float:
    """Half the expected squared shortage above x, the integral of the loss function."""
    z = (x - mean) / sd
    density = math.exp(-0.5 * z * z) / math.sqrt(2 * math.pi)
    beyond = 0.5 * math.erfc(z / math.sqrt(2))
    return sd * sd / 2 * ((z * z + 1) * beyond - z * density)


def by_backorder_cost(costs: Costs, *, mean: float, sd: float) -> ReorderPlan:
    """Alternate Q and r with a penalty a unit short, whatever it waits (Hadley and Whitin 1963).

    Q = sqrt(2 D (K + p n(r)) / h), Phi((r - mean) / sd) = 1 - Q h / (p D), with the expected
    shortage a cycle n(r) = sd G.
    """
    start = economic_order_quantity(
        fixed_cost=costs.fixed, holding_cost=costs.holding, demand=costs.demand
    )
    quantity, point = start.quantity, mean
    short = 0.0
    for _ in range(_MOST_ROUNDS):
        covered = 1 - quantity * costs.holding / (costs.penalty * costs.demand)
        point = mean + sd * float(safety_factor(covered))
        short = sd * float(normal_loss((point - mean) / sd))
        loaded = costs.fixed + costs.penalty * short
        better = math.sqrt(2 * costs.demand * loaded / costs.holding)
        moved = abs(better - quantity)
        quantity = better
        if moved <= _CONVERGED * quantity:
            break
    cost = (
        costs.holding * (point - mean + quantity / 2)
        + costs.fixed * costs.demand / quantity
        + costs.penalty * costs.demand * short / quantity
    )
    return ReorderPlan(point, quantity, cost)


def economic_with_safety_stock(costs: Costs, *, mean: float, sd: float) -> ReorderPlan:
    """Economic quantity, and the reorder point of the critical ratio p / (p + h)."""
    quantity = economic_order_quantity(
        fixed_cost=costs.fixed, holding_cost=costs.holding, demand=costs.demand
    ).quantity
    ratio = newsvendor_ratio(costs.penalty, costs.holding)
    return ReorderPlan(mean + sd * float(safety_factor(ratio)), quantity)


def economic_with_backorders(costs: Costs, *, mean: float, sd: float) -> ReorderPlan:
    """Economic quantity with backorders, and the reorder point that is best for it.

    Best is where the position costs as much at r as at r + Q; Zheng (1992), MS 38:87.
    """
    plan, _ = economic_order_with_backorders(
        fixed_cost=costs.fixed,
        holding_cost=costs.holding,
        penalty_cost=costs.penalty,
        demand=costs.demand,
    )

    # Loaded where it is used: it takes a third of a second, and few screens come here.
    from scipy import optimize

    def rate(position: float) -> float:
        short = sd * float(normal_loss((position - mean) / sd))
        return costs.holding * (position - mean) + (costs.holding + costs.penalty) * short

    def gap(point: float) -> float:
        return rate(point) - rate(point + plan.quantity)

    wide = plan.quantity + 10 * sd
    point = float(optimize.brentq(gap, mean - wide, mean + wide, xtol=1e-12))
    return ReorderPlan(point, plan.quantity)


def by_cycle_service(costs: Costs, *, mean: float, sd: float, service_level: float) -> ReorderPlan:
    """Type 1 service: no shortage in this share of the order cycles; Q the economic quantity."""
    quantity = economic_order_quantity(
        fixed_cost=costs.fixed, holding_cost=costs.holding, demand=costs.demand
    ).quantity
    return ReorderPlan(mean + sd * float(safety_factor(service_level)), quantity)


def by_fill_rate(costs: Costs, *, mean: float, sd: float, fill_rate: float) -> ReorderPlan:
    """Type 2 service: this share of demand is met from stock; Q the economic quantity."""
    quantity = economic_order_quantity(
        fixed_cost=costs.fixed, holding_cost=costs.holding, demand=costs.demand
    ).quantity
    k = float(fill_rate_safety_factor(fill_rate, quantity, sd))
    return ReorderPlan(mean + sd * k, quantity)
