"""A markdown scenario: which goods, how deep, from when, and what happens to the rest."""

from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from core.markdown.sell_off import NrvBasis

Vector = npt.NDArray[np.float64]

#: What happens to units the window leaves over: they stay on sale at its last price until the
#: policy's horizon and then go to the outlet, or they go to the outlet at once.
AfterWindow = Literal["keep selling", "outlet"]

#: Deepest cut a scenario may ask for.
MAX_DEPTH = 0.95


@dataclass(frozen=True, slots=True)
class MarkdownScenario:
    """A cut in price over a window, and what happens to the rest.

    Attributes:
        name: what the owner calls it.
        categories, skus: what is marked down; both empty means everything.
        depth: share off today's price.
        start_week: week of the window in which the cut begins, 1 = at once.
        weeks: length of the window.
        later: further cuts, `((week, depth), …)`, each later and deeper than the one before.
        elasticity: one response for all items instead of the estimates; zero or below.
        after_window: "keep selling" (leftovers stay in stock, on sale at the last price until
            the policy's horizon) or "outlet" (they are disposed of when the window ends).
        residual_proceeds_share: net proceeds of a unit at the outlet, share of today's price.
        residual_value: the same in money a unit; goes before the share. With neither, a unit
            brings the inputs' `residual_unit`, at most the net price of the last week.
        selling_cost_unit: money a unit sold, on top of the item's selling cost rate.
        holding_cost_rate: cash cost of keeping stock, share of its cost a year.
        relabel_cost: money an item and change of price.
        nrv_basis: "tiered" (default, prudent) or "blended"; a policy to choose and keep.
        min_display: units of an item that stay on display until the window ends.
        no_touch: weeks in which no price may change; a cut due then waits for the next free week.
        residual_outlet: where units go that never sell, in words.
        weeks_per_period: length of an accounting period in the books.

    Raises:
        ValueError: a setting is out of range; the message names it.
    """

    name: str = ""
    categories: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    depth: float = 0.0
    start_week: int = 1
    weeks: int = 12
    later: tuple[tuple[int, float], ...] = ()
    elasticity: float | None = None
    after_window: AfterWindow = "keep selling"
    residual_proceeds_share: float | None = None
    residual_value: float | None = None
    selling_cost_unit: float = 0.0
    holding_cost_rate: float = 0.0
    relabel_cost: float = 0.0
    nrv_basis: NrvBasis = "tiered"
    min_display: float = 0.0
    no_touch: tuple[int, ...] = ()
    residual_outlet: str = ""
    weeks_per_period: int = 4

    def __post_init__(self) -> None:
        """Refuse settings out of range, naming them."""
        steps = ((self.start_week, self.depth), *self.later)
        weeks, depths = [week for week, _ in steps], [depth for _, depth in steps]
        _require(self.weeks >= 1, "weeks must be 1 or more")
        _require(1 <= self.start_week <= self.weeks, "start_week must lie within the window")
        _require(all(0 <= depth <= MAX_DEPTH for depth in depths), "depth must be 0 to 0.95")
        _require(depths == sorted(depths), "depth may not fall again: later cuts are deeper")
        _require(
            weeks == sorted(set(weeks)) and weeks[-1] <= self.weeks,
            "later cuts must follow one another within the window",
        )
        _require(self.elasticity is None or self.elasticity <= 0, "elasticity must be 0 or below")
        _require(
            self.after_window in get_args(AfterWindow),
            "after_window must be keep selling or outlet",
        )
        _require(self.nrv_basis in get_args(NrvBasis), "nrv_basis must be tiered or blended")
        _require(self.weeks_per_period >= 1, "weeks_per_period must be 1 or more")
        for name in ("holding_cost_rate", "relabel_cost", "selling_cost_unit", "min_display"):
            _require(getattr(self, name) >= 0, f"{name} must be 0 or more")

    def depths(self) -> Vector:
        """(weeks,) share off today's price in each week."""
        depths = np.zeros(self.weeks)
        for week, depth in ((self.start_week, self.depth), *self.later):
            free = (day for day in range(week, self.weeks + 1) if day not in self.no_touch)
            depths[next(free, self.weeks + 1) - 1 :] = depth
        return depths

    def delayed(self, weeks: int = 1) -> "MarkdownScenario":
        """Return the same cuts that many weeks later; those beyond the window fall away."""
        steps = delayed_steps(((self.start_week, self.depth), *self.later), weeks, self.weeks)
        if not steps:
            return self.hold()
        (start, depth), *later = steps
        return replace(self, start_week=start, depth=depth, later=tuple(later))

    def changes(self) -> int:
        """How often the price changes."""
        return int(np.count_nonzero(np.diff(self.depths(), prepend=0.0)))

    def at_depth(self, depth: float) -> "MarkdownScenario":
        """Return the same scenario at another depth; later cuts that are no deeper fall away."""
        later = tuple(step for step in self.later if step[1] > depth)
        return replace(self, depth=depth, later=later)

    def hold_price(self) -> "MarkdownScenario":
        """Return the same scenario without a cut of its own, under its own name."""
        return replace(self, depth=0.0, start_week=1, later=())

    def hold(self) -> "MarkdownScenario":
        """Return the baseline: today's price for the whole window, the same end after it."""
        return replace(self.hold_price(), name="hold")


def fitting_steps(
    first: tuple[int, float], later: tuple[tuple[int, float], ...], weeks: int
) -> tuple[tuple[int, float], ...]:
    """Return the later cuts that come within the window, after the cut before and deeper."""
    kept: list[tuple[int, float]] = []
    for week, depth in sorted(later):
        before = kept[-1] if kept else first
        if before[0] < week <= weeks and depth > before[1]:
            kept.append((week, depth))
    return tuple(kept)


def delayed_steps(
    steps: tuple[tuple[int, float], ...], weeks: int, window: int
) -> tuple[tuple[int, float], ...]:
    """Return steps that many weeks later, without those beyond the window."""
    return tuple((week + weeks, depth) for week, depth in steps if week + weeks <= window)


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise ValueError(message)
