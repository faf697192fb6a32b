"""Limits on the best plan: what may be given away, how thin a margin, how much must be sold.

Each limit only narrows the choice among the plans of one menu, so that its cost is the value it
takes from the best plan: what the plan would bring without it, less what it brings with it.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.markdown.exact import EXACT_ITEMS, exact_choice
from core.markdown.optimizer import Allocation, Menu, allocate_budget

Vector = npt.NDArray[np.float64]

#: Halvings of the interval for the price of the sell-through target: to a tenth of a percent.
_HALVINGS = 14
#: No unit sold by the target's week is worth this much more than it brings.
_HIGHEST_REWARD = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a plan must keep to; None is no limit.

    Attributes:
        budget: most price to give away in total, units times the cut, money.
        margin_floor: least gross margin after the cut, share of the cut price; today's price is
            always allowed.
        sell_through: share of all units to be sold by the end of `by_week`.
        by_week: week of the window; by default the last.
        whole_categories: a category is marked down all with one ladder, or not at all.

    Raises:
        ValueError: a limit is out of range; the message names it.
    """

    budget: float | None = None
    margin_floor: float | None = None
    sell_through: float | None = None
    by_week: int | None = None
    whole_categories: bool = False

    def __post_init__(self) -> None:
        """Refuse limits out of range, naming them."""
        if self.budget is not None and self.budget < 0:
            raise ValueError("budget must be 0 or more")
        if self.margin_floor is not None and self.margin_floor >= 1:
            raise ValueError("margin_floor must be below 1")
        if self.sell_through is not None and not 0 <= self.sell_through <= 1:
            raise ValueError("sell_through must be 0 to 1")

    def active(self) -> tuple[str, ...]:
        """Names of the limits that are set."""
        named = ("budget", "margin_floor", "sell_through")
        found = [name for name in named if getattr(self, name) is not None]
        return (*found, "whole_categories") if self.whole_categories else tuple(found)

    def without(self, name: str) -> "Limits":
        """Return the limits less one of them."""
        if name == "whole_categories":
            return replace(self, whole_categories=False)
        return replace(self, **{name: None})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """A menu of plans with what the limits need to know of the N items.

    Attributes:
        menu: of all items.
        margin: (D, N) gross margin at each depth, share of the price at that depth.
        on_hand: (N,) units.
        group: (N,) number of the category of each item.
    """

    menu: Menu
    margin: Vector
    on_hand: Vector
    group: npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """One plan an item within the limits.

    Attributes:
        choice: (N,) row of the menu.
        value, spend, sold: totals of the choice; sold by the week of the target.
        next_unit_value: what one more unit of budget would bring; zero when it does not bind.
        reaches_target: whether the sell-through asked for is reached.
    """

    choice: npt.NDArray[np.intp]
    value: float
    spend: float
    sold: float
    next_unit_value: float
    reaches_target: bool


def choose(choices: Choices, limits: Limits, *, exact_target: bool = True) -> Chosen:
    """Choose the plan of each item so that the sum brings most within the limits.

    Where no choice reaches the sell-through, the one that sells most by then is returned.

    Args:
        choices: menu and items.
        limits: what to keep to.
        exact_target: reach a sell-through at the least cost there is where items are few, rather
            than by one reward for each unit sold; it takes some tenths of a second.
    """
    menu = choices.menu
    value = _allowed(choices, limits.margin_floor)
    spend, sold, code = menu.spend, menu.sold, np.arange(len(choices.on_hand))
    if limits.whole_categories and len(code):
        order = np.argsort(choices.group, kind="stable")
        _, first, code = np.unique(choices.group, return_index=True, return_inverse=True)
        starts = np.searchsorted(choices.group[order], np.arange(len(first)))
        value, spend, sold = (
            np.add.reduceat(part[:, order], starts, axis=1) for part in (value, spend, sold)
        )
    needed = (limits.sell_through or 0.0) * float(choices.on_hand.sum())
    exact = exact_target and value.shape[1] <= EXACT_ITEMS
    found = _reaching(value, spend, sold, limits.budget, needed, exact=exact)
    row = found.choice[code]
    items = np.arange(len(row))
    units = float(menu.sold[row, items].sum())
    return Chosen(
        choice=row,
        value=float(menu.value[row, items].sum()),
        spend=float(menu.spend[row, items].sum()),
        sold=units,
        next_unit_value=found.next_unit_value,
        reaches_target=units >= needed * (1 - 1e-9),
    )


def limit_costs(choices: Choices, limits: Limits) -> pd.DataFrame:
    """Return what each limit costs: limit, cost (value of the best plan without it, less with)."""
    value = choose(choices, limits).value
    rows = [
        {"limit": name, "cost": max(choose(choices, limits.without(name)).value - value, 0.0)}
        for name in limits.active()
    ]
    return pd.DataFrame(rows, columns=["limit", "cost"])


def frontier(choices: Choices, limits: Limits, *, points: int = 11) -> pd.DataFrame:
    """Return what the best plan brings for each budget, the other limits being kept.

    Args:
        choices: menu and items.
        limits: its budget is not used.
        points: how many budgets, from none to what the best plan would spend without one.

    Returns:
        budget, spend, value, gain (over holding the price), return_on_next (what the last step of
        the budget brings a unit of money; NaN at the first).
    """
    free = choose(choices, limits.without("budget"))
    hold = float(choices.menu.value[0].sum())
    budgets = np.linspace(0.0, free.spend, points) if free.spend > 0 else np.zeros(1)
    found = [
        choose(choices, replace(limits, budget=float(budget)), exact_target=False)
        for budget in budgets
    ]
    frame = pd.DataFrame(
        {
            "budget": budgets,
            "spend": [each.spend for each in found],
            "value": np.maximum.accumulate([each.value for each in found]),
        }
    )
    step = frame["budget"].diff()
    return frame.assign(gain=frame["value"] - hold, return_on_next=frame["value"].diff() / step)


def _allowed(choices: Choices, margin_floor: float | None) -> Vector:
    """(P, N) value of each plan, minus infinity where a cut leaves less than the margin asked."""
    if margin_floor is None:
        return choices.menu.value
    deepest_allowed = np.where(choices.margin >= margin_floor, 0.0, -np.inf)
    deepest_allowed[0] = 0.0
    # Ladders only fall: the last depth of a path is its deepest.
    allowed: Vector = choices.menu.value + deepest_allowed[choices.menu.ladders[:, -1]]
    return allowed


def _reaching(
    value: Vector,
    spend: Vector,
    sold: Vector,
    budget: float | None,
    needed: float,
    *,
    exact: bool,
) -> Allocation:
    """Choose for value, with the least reward on units sold that reaches the units needed."""
    columns = np.arange(value.shape[1])
    found = allocate_budget(value, spend, budget)

    def units(allocation: Allocation) -> float:
        return float(sold[allocation.choice, columns].sum())

    if units(found) >= needed:
        return found
    low, high = 0.0, 1.0
    above = allocate_budget(value + high * sold, spend, budget, exact=False)
    while units(above) < needed and high < _HIGHEST_REWARD:
        low, high = high, 4 * high
        above = allocate_budget(value + high * sold, spend, budget, exact=False)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        trial = allocate_budget(value + middle * sold, spend, budget, exact=False)
        if units(trial) >= needed:
            high, above = middle, trial
        else:
            low = middle
    return _cheapest(value, spend, sold, budget, needed, above) if exact else above


def _cheapest(
    value: Vector,
    spend: Vector,
    sold: Vector,
    budget: float | None,
    needed: float,
    found: Allocation,
) -> Allocation:
    """Return the exact choice that reaches the units needed where it brings more than one found."""
    columns = np.arange(value.shape[1])
    within = [] if budget is None else [(spend, budget)]
    choice = exact_choice(value, [(-sold, -needed), *within])
    if choice is None:
        return found
    brought, used, units = (float(part[choice, columns].sum()) for part in (value, spend, sold))
    in_reach = float(sold[found.choice, columns].sum()) >= needed
    held = units >= needed * (1 - 1e-9) and (budget is None or used <= budget + 1e-9)
    if not held or (in_reach and brought <= value[found.choice, columns].sum()):
        return found
    return replace(found, choice=choice, value=brought, spend=used)
