"""How much more must sell for a cut to pay."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq

from core.markdown.sell_off import Course, sold_by_step

Vector = npt.NDArray[np.float64]

#: Rises in sales above this are not looked for: no cut multiplies sales a thousand times.
_LARGEST_FACTOR = 1000.0
#: No elasticity stronger than this is looked for: 10 % off would sell eight times as much.
_STRONGEST = 20.0


def break_even_extra_units(cut: float, gross_margin: float) -> float:
    """Share of extra units that keeps gross profit when the price is cut: cut / (margin - cut).

    Args:
        cut: share off the price.
        gross_margin: gross profit as a share of the price before the cut.

    Returns:
        Share of extra units; infinite when the cut eats the whole margin.

    >>> round(break_even_extra_units(0.10, 0.40), 4)
    0.3333
    """
    return cut / (gross_margin - cut) if gross_margin > cut else float("inf")


@dataclass(frozen=True, slots=True)
class BreakEven:
    """What has to come true for a cut to recover as much as holding the price.

    Attributes:
        lift: rise in weekly units in the weeks of the cut, as a share (0.38 is 38 % more units
            a week); zero when the cut pays without any; infinite when no rise pays.
        elasticity: the same as one price elasticity of all items; zero when any will do, minus
            infinity when none is strong enough.
        sell_through: share of the units that sell within the window at that rise; NaN when no
            rise pays.
    """

    lift: float
    elasticity: float
    sell_through: float


def break_even(course: Course, hold: Course, demand: Vector) -> BreakEven | None:
    """Find where a markdown recovers as much as holding the price.

    Every item's demand in the weeks of the cut is multiplied by one factor, stock being the
    limit. Recovered is what sales bring net of selling cost, after the window too where goods
    stay on sale, and what the outlet pays for the rest. Holding and relabel cost are left out.

    Args:
        course: the markdown.
        hold: the baseline over the same weeks.
        demand: (S, N) units by step at today's price.

    Returns:
        None when nothing is cut.
    """
    if not len(course.on_hand) or not course.depth.any():
        return None
    weeks = course.weeks
    prices = range(len(course.depth))
    base = [demand[:weeks][course.tier[:weeks] == price].sum(axis=0) for price in prices]
    base += list(demand[weeks:])
    wanted = np.stack(base)
    window = len(course.depth)
    tier = np.append(np.arange(window), np.full(len(demand) - weeks, course.tier[-1], dtype=int))
    depth = course.depth[tier]
    gain = (course.net_price - course.residual)[tier]
    target = _recovered(hold) - float(course.on_hand @ course.residual)

    def sold(factor: Vector) -> Vector:
        return sold_by_step(wanted * factor, window, course.on_hand, course.sellable)

    def surplus(factor: Vector) -> float:
        return float((np.diff(sold(factor), axis=0, prepend=0.0) * gain).sum()) - target

    def lifted(factor: float) -> Vector:
        return np.where(depth > 0, factor, 1.0)

    def answered(elasticity: float) -> Vector:
        answer: Vector = (1.0 - depth) ** elasticity
        return answer

    factor = _least(lambda factor: surplus(lifted(factor)), 1.0, _LARGEST_FACTOR, 1e-4)
    strength = _least(lambda strength: surplus(answered(-strength)), 0.0, _STRONGEST, 1e-3)
    share = float("nan")
    if np.isfinite(factor):
        sold_then = float(sold(lifted(factor))[window - 1].sum())
        share = sold_then / float(course.on_hand.sum())
    return BreakEven(lift=factor - 1.0, elasticity=0.0 - strength, sell_through=share)


def _least(surplus: Callable[[float], float], low: float, high: float, precision: float) -> float:
    """Smallest value from which there is no shortfall; infinite when there is none to `high`."""
    if surplus(low) >= 0:
        return low
    if surplus(high) < 0:
        return float("inf")
    return float(brentq(surplus, low, high, xtol=precision))


def _recovered(course: Course) -> float:
    sales = float((course.units_by_tier() * course.net_price).sum())
    return sales + float(course.unsold @ course.residual)
