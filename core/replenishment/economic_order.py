"""Economic order quantity: plain, with backorders, price breaks, packs and minimums.

Symbols as in Snyder and Shen, Fundamentals of Supply Chain Theory, 2nd ed., ch. 3: fixed cost K
an order, holding cost h a unit and time unit, demand D a time unit, penalty p a unit backordered
and time unit. Money in one currency, time in one unit.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple


class OrderPlan(NamedTuple):
    """An order quantity, its cost a time unit, and the price tier it falls in."""

    quantity: float
    cost: float
    tier: int = 0


def order_cost(quantity: float, *, fixed_cost: float, holding_cost: float, demand: float) -> float:
    """Ordering and holding cost a time unit of ordering `quantity` at a time, K D/Q + h Q/2."""
    return fixed_cost * demand / quantity + holding_cost * quantity / 2


def economic_order_quantity(*, fixed_cost: float, holding_cost: float, demand: float) -> OrderPlan:
    """Quantity with the least ordering and holding cost, sqrt(2 K D / h).

    >>> round(economic_order_quantity(fixed_cost=8, holding_cost=0.225, demand=1300).quantity, 2)
    304.05
    """
    quantity = math.sqrt(2 * fixed_cost * demand / holding_cost)
    return OrderPlan(quantity, math.sqrt(2 * fixed_cost * demand * holding_cost))


def economic_order_with_backorders(
    *, fixed_cost: float, holding_cost: float, penalty_cost: float, demand: float
) -> tuple[OrderPlan, float]:
    """Economic quantity when demand waits at a price, and the share of demand that waits.

    Q = sqrt(2 K D (h + p) / (h p)), waiting share h / (h + p).
    """
    both = holding_cost + penalty_cost
    quantity = math.sqrt(2 * fixed_cost * demand * both / (holding_cost * penalty_cost))
    cost = math.sqrt(2 * fixed_cost * demand * holding_cost * penalty_cost / both)
    return OrderPlan(quantity, cost), holding_cost / both


def economic_order_all_units(
    *,
    fixed_cost: float,
    holding_rate: float,
    demand: float,
    breakpoints: Sequence[float],
    unit_costs: Sequence[float],
) -> OrderPlan:
    """Cheapest quantity when reaching a break lowers the price of all units, purchase included.

    Args:
        fixed_cost: money an order.
        holding_rate: share of the unit cost a time unit.
        demand: units a time unit.
        breakpoints: quantities from which each price holds, from zero, ascending.
        unit_costs: price by tier.
    """
    plans = []
    limits = [*breakpoints[1:], math.inf]
    for tier, (least, most, price) in enumerate(zip(breakpoints, limits, unit_costs, strict=True)):
        holding = holding_rate * price
        best = economic_order_quantity(fixed_cost=fixed_cost, holding_cost=holding, demand=demand)
        quantity = max(best.quantity, least)
        if quantity < most:
            cost = order_cost(quantity, fixed_cost=fixed_cost, holding_cost=holding, demand=demand)
            plans.append(OrderPlan(quantity, price * demand + cost, tier))
    return min(plans, key=lambda plan: plan.cost)


def economic_order_incremental(
    *,
    fixed_cost: float,
    holding_rate: float,
    demand: float,
    breakpoints: Sequence[float],
    unit_costs: Sequence[float],
) -> OrderPlan:
    """Cheapest quantity when a break lowers the price only of the units beyond it.

    The dearer first units are a fixed part of every order; arguments as for all units.
    """
    plans = []
    limits = [*breakpoints[1:], math.inf]
    paid = 0.0
    for tier, (least, most, price) in enumerate(zip(breakpoints, limits, unit_costs, strict=True)):
        if tier:
            paid += unit_costs[tier - 1] * (least - breakpoints[tier - 1])
        extra = paid - price * least
        best = economic_order_quantity(
            fixed_cost=fixed_cost + extra, holding_cost=holding_rate * price, demand=demand
        )
        if least <= best.quantity < most:
            cost = price * demand + best.cost + holding_rate * extra / 2
            plans.append(OrderPlan(best.quantity, cost, tier))
    return min(plans, key=lambda plan: plan.cost)


def economic_order_in_packs(
    *,
    fixed_cost: float,
    holding_cost: float,
    demand: float,
    pack_size: float,
    min_order_qty: float = 0.0,
) -> OrderPlan:
    """Cheapest whole number of packs not below the minimum; cost is convex, so a neighbor wins."""
    best = economic_order_quantity(
        fixed_cost=fixed_cost, holding_cost=holding_cost, demand=demand
    ).quantity
    least = max(1, math.ceil(min_order_qty / pack_size))
    packs = {max(least, math.floor(best / pack_size)), max(least, math.ceil(best / pack_size))}
    plans = [
        OrderPlan(
            count * pack_size,
            order_cost(
                count * pack_size, fixed_cost=fixed_cost, holding_cost=holding_cost, demand=demand
            ),
        )
        for count in packs
    ]
    return min(plans, key=lambda plan: plan.cost)
