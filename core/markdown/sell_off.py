"""Arithmetic of selling stock down over weeks: units, money and the write-down it implies.

Symbols, per item i and week t: Q on hand, c unit cost, p price today, d_t depth of the cut (share
of p, never falling), s selling cost rate, sig selling cost a unit, e elasticity, mu_t expected
units at price p, v proceeds of a unit that does not sell, R such units.

    demand       D_t = mu_t * (1 - d_t)^e
    units        u_t = min(stock left, D_t)
    net price    n_t = p (1 - d_t)(1 - s) - sig
    write-down   tiered:  sum_t u_t max(0, c - n_t) + R max(0, c - v)
                 blended: max(0, c Q - sum_t u_t n_t - R v)
    with n_t and v at least zero: a cost to dispose of worthless goods is no part of inventory.

The sums run over the weeks of the window and, where goods stay on sale after it, over the rest of
the policy's horizon at the last price as one further step; R is what is left then.

Tiered looks at each quantity at the price planned for it, as IAS 2.31 splits a quantity by its
purpose; blended lets gains on early weeks cover losses on late ones and is never larger.
NRV is not discounted and carries no holding or finance cost, but every cost necessary to sell
(IAS 2.6; IFRIC, June 2021).
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]

NrvBasis = Literal["tiered", "blended"]

WEEKS_PER_YEAR = 52


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """What N items do over T weeks at K distinct prices.

    Attributes:
        weeks: T, length of the window; steps after it belong to the horizon.
        tier: (S,) number of the price of each step, 0 to K-1.
        depth: (K, 1) cut of each price, rising, or (K, N) where each item has its own.
        sold: (S, N) units sold by the end of each step, never above the stock.
        net_price: (K, N) price less selling cost.
        residual: (N,) net proceeds of a unit that does not sell; negative when it costs money.
        sellable: (N,) units that may sell within the window; the others stay on display.
        later_stock_weeks: (N,) stock times weeks after the window, for the cost of keeping it.
    """

    weeks: int
    on_hand: Vector
    unit_cost: Vector
    unit_price: Vector
    tier: npt.NDArray[np.intp]
    depth: Vector
    sold: Vector
    net_price: Vector
    residual: Vector
    sellable: Vector
    later_stock_weeks: Vector

    @property
    def leftover(self) -> Vector:
        """(N,) units left at the end of the window."""
        left: Vector = self.on_hand - self.sold[self.weeks - 1]
        return left

    @property
    def unsold(self) -> Vector:
        """(N,) units that never sell and go to the outlet."""
        left: Vector = self.on_hand - self.sold[-1]
        return left

    def units_by_step(self) -> Vector:
        """(S, N) units sold in each step."""
        units: Vector = np.diff(self.sold, axis=0, prepend=0.0)
        return units

    def units_by_tier(self) -> Vector:
        """(K, N) units sold at each price."""
        last_step = np.searchsorted(self.tier, np.arange(len(self.depth)), side="right") - 1
        units: Vector = np.diff(self.sold[last_step], axis=0, prepend=0.0)
        return units

    def sold_later(self) -> Vector:
        """(N,) units sold after the window, at the last price."""
        later: Vector = self.sold[-1] - self.sold[self.weeks - 1]
        return later


def sell_down(
    *,
    on_hand: Vector,
    unit_cost: Vector,
    unit_price: Vector,
    demand: Vector,
    elasticity: Vector,
    depths: Vector,
    selling_cost_rate: Vector,
    selling_cost_unit: float,
    residual: Vector,
    later_demand: Vector | None = None,
    later_weeks: Vector | float = 0.0,
    min_display: float = 0.0,
) -> Course:
    """Sell N items over T weeks at the depths given, never more than there is.

    Args:
        on_hand: (N,) units.
        unit_cost: (N,) money a unit.
        unit_price: (N,) today's price of a unit.
        demand: (T, N) units a week at today's price.
        elasticity: (N,), zero or below.
        depths: (T, 1) share off today's price by week, never falling, or (T, N) by item.
        selling_cost_rate: (N,) cost to sell, share of the price asked.
        selling_cost_unit: cost to sell, money a unit.
        residual: (N,) net proceeds of a unit that does not sell.
        later_demand: (N,) units at today's price after the window, sold at its last price; None
            when what the window leaves over goes to the outlet at once.
        later_weeks: (N,) or one number, how long goods stay on sale after the window.
        min_display: units of an item that do not sell before the window ends.
    """
    weeks, depth, tier = len(depths), depths, np.arange(len(depths))
    if depths.shape[1] == 1:
        values, tier = np.unique(depths[:, 0], return_inverse=True)
        depth = values[:, None]
    if later_demand is not None:
        demand, tier = np.vstack([demand, later_demand]), np.append(tier, tier[-1])
    lift = (1.0 - depth) ** elasticity
    wanted = demand * lift[tier]
    sellable = np.maximum(on_hand - min_display, 0.0)
    sold = sold_by_step(wanted, weeks, on_hand, sellable)
    kept_weeks = np.zeros_like(on_hand)
    if later_demand is not None:
        kept_weeks = stock_weeks(on_hand - sold[weeks - 1], wanted[-1], later_weeks)
    kept = unit_price * (1.0 - selling_cost_rate)
    return Course(
        weeks=weeks,
        on_hand=on_hand,
        unit_cost=unit_cost,
        unit_price=unit_price,
        tier=tier,
        depth=depth,
        sold=sold,
        net_price=(1.0 - depth) * kept - selling_cost_unit,
        residual=residual,
        sellable=sellable,
        later_stock_weeks=kept_weeks,
    )


def sold_by_step(wanted: Vector, window: int, on_hand: Vector, sellable: Vector) -> Vector:
    """(S, N) units sold by the end of each step.

    Args:
        wanted: (S, N) units asked for by step; the first `window` of them form the window.
        window: count of those steps.
        on_hand: (N,) units.
        sellable: (N,) units that may sell within the window.
    """
    sold: Vector = np.minimum(np.cumsum(wanted[:window], axis=0), sellable)
    if len(wanted) == window:
        return sold
    return np.vstack([sold, np.minimum(sold[-1] + wanted[window], on_hand)])


def stock_weeks(stock: Vector, demand: Vector, weeks: Vector | float) -> Vector:
    """Stock times weeks while `demand` units spread evenly over `weeks` draw it down."""
    sold = np.minimum(stock, demand)
    selling_share = np.divide(sold, demand, out=np.ones_like(sold), where=demand > 0)
    held: Vector = weeks * selling_share * (stock - sold / 2)
    return held


def write_down_rates(course: Course, basis: NrvBasis) -> tuple[Vector, Vector]:
    """Write-down of a unit sold at each price (K, N) and of a unit never sold (N,).

    Multiplied by the units sold and unsold they give the write-down needed today. Under
    "blended" every unit of an item carries the same share of the item's shortfall.
    """
    cost = course.unit_cost
    if basis == "tiered":
        sold = np.clip(cost - course.net_price, 0.0, cost)
        return sold, np.clip(cost - course.residual, 0.0, cost)
    rate = np.maximum(cost - nrv_by_item(course) / course.on_hand, 0.0)
    return np.broadcast_to(rate, course.net_price.shape), rate


def nrv_by_item(course: Course) -> Vector:
    """(N,) what the stock brings under the plan, net of selling cost, at least zero by price."""
    sold = (course.units_by_tier() * np.maximum(course.net_price, 0.0)).sum(axis=0)
    value: Vector = sold + course.unsold * np.maximum(course.residual, 0.0)
    return value


def write_down_by_item(course: Course, basis: NrvBasis) -> Vector:
    """(N,) write-down needed today under the plan, between zero and the cost of the item."""
    sold, left = write_down_rates(course, basis)
    total: Vector = (course.units_by_tier() * sold).sum(axis=0) + course.unsold * left
    return total


def lift(depth: float, elasticity: float) -> float:
    """Factor by which sales rise at a cut: (1 - depth)^elasticity.

    >>> round(lift(0.3, -2.62), 6)
    2.545911
    """
    return float((1.0 - depth) ** elasticity)
