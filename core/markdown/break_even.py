"""How much more must sell for a cut to pay."""

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq

from core.markdown.sell_off import Course

Vector = npt.NDArray[np.float64]

#: Rises in sales above this are not looked for: no cut multiplies sales a thousand times.
_LARGEST_FACTOR = 1000.0


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


def break_even_lift(course: Course, hold: Course, demand: Vector) -> float | None:
    """Rise in weekly units at which a markdown recovers as much as holding the price.

    Every item's demand in the weeks of the cut is multiplied by one factor, stock being the
    limit. Recovered is what sales bring net of selling cost, after the window too where goods
    stay on sale, and what the outlet pays for the rest. Holding and relabel cost are left out.

    Args:
        course: the markdown.
        hold: the baseline over the same weeks.
        demand: (S, N) units by step at today's price.

    Returns:
        The rise as a share (0.38 is 38 % more units a week); zero when the cut pays without any;
        infinite when no rise pays; None when nothing is cut.
    """
    if not len(course.on_hand) or not course.depth.any():
        return None
    base = np.stack([demand[course.tier == tier].sum(axis=0) for tier in range(len(course.depth))])
    cut = course.depth > 0
    gain = course.net_price - course.residual
    target = _recovered(hold) - float(course.on_hand @ course.residual)

    def surplus(factor: float) -> float:
        sold = np.minimum(np.cumsum(base * np.where(cut, factor, 1.0), axis=0), course.on_hand)
        return float((np.diff(sold, axis=0, prepend=0.0) * gain).sum()) - target

    if surplus(1.0) >= 0:
        return 0.0
    if surplus(_LARGEST_FACTOR) < 0:
        return float("inf")
    return float(brentq(surplus, 1.0, _LARGEST_FACTOR, xtol=1e-4)) - 1.0


def _recovered(course: Course) -> float:
    sales = float((course.units_by_tier() * course.net_price).sum())
    return sales + float(course.unsold @ course.residual)
