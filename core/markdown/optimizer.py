"""Which cut, and when: the best ladder of each item, and how to spend a markdown budget.

Plans of whole weeks and given depths are tried, with at most one later cut in a large shop. On
10,000 synthetic overstocked items these 316 plans (12 weeks, 8 depths) came within 0.014 % of the
best of all 50,388 falling paths, at most 0.4 % for one item; few changes lose little (Bitran and
Mondschein 1997). Small shops have time for two later cuts, short windows for every falling path. A
budget for price given away is spent where the next unit of money brings most: one price of budget
for all items, found by bisection, then what is left is filled in; small shops are solved exactly
(Everett 1963; HiGHS through scipy).
"""

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
import numpy.typing as npt

from core.markdown.exact import EXACT_ITEMS, exact_choice
from core.markdown.sell_off import stock_weeks

Vector = npt.NDArray[np.float64]
Choice = npt.NDArray[np.intp]

#: No unit of money given away brings this much; beyond it only the cheapest choices are left.
_HIGHEST_PRICE = 1e12
#: Halvings of the interval for the price of the budget: to about 1e-15 of it.
_HALVINGS = 50


@dataclass(frozen=True, slots=True, eq=False)
class Menu:
    """What each of P plans brings for each of N items.

    Attributes:
        ladders: (P, T) number of the depth in each week.
        value: (P, N) money recovered, before tax.
        spend: (P, N) price given away: units times the cut.
        sold: (P, N) units sold by the end of the week asked for, else of the window.
    """

    ladders: npt.NDArray[np.intp]
    value: Vector
    spend: Vector
    sold: Vector


def ladders(
    depths: int, weeks: int, *, full_price_weeks: int = 0, changes: int = 1
) -> npt.NDArray[np.intp]:
    """Every falling path with at most a number of changes after its start, fewest changes first.

    Args:
        depths: how many depths there are, numbered from the shallowest.
        weeks: length of the window.
        full_price_weeks: weeks at depth 0 before any cut; the cut after them is not counted as
            a later change.
        changes: most later changes.

    Returns:
        (P, weeks) depth numbers, the first path at depth 0 throughout.

    >>> ladders(8, 12).shape
    (316, 12)
    >>> ladders(8, 12, changes=2).shape
    (3396, 12)
    """
    free = weeks - full_price_weeks
    paths = []
    for number in range(min(changes, depths - 1, free - 1) + 1):
        rungs = np.array(list(combinations(range(depths), number + 1)), dtype=np.intp)
        turns = np.array(list(combinations(range(1, free), number)), dtype=np.intp)
        passed = (turns[:, :, None] <= np.arange(free)).sum(axis=1)
        paths.append(rungs[:, passed].transpose(1, 0, 2).reshape(-1, free))
    found = np.concatenate(paths)
    before = np.zeros((len(found), full_price_weeks), dtype=np.intp)
    return np.concatenate([before, found], axis=1)


def ladder_count(depths: int, weeks: int, changes: int) -> int:
    """How many paths `ladders` has, without making them.

    >>> ladder_count(8, 12, 2)
    3396
    """
    most = min(changes, depths - 1, weeks - 1)
    return sum(comb(depths, used + 1) * comb(weeks - 1, used) for used in range(most + 1))


def plan_menu(
    paths: npt.NDArray[np.intp],
    *,
    on_hand: Vector,
    demand: Vector,
    net_price: Vector,
    residual: Vector,
    cut: Vector,
    later_demand: Vector | None = None,
    later_weeks: Vector | float = 0.0,
    weekly_cost: Vector | None = None,
    relabel_cost: float = 0.0,
    min_display: float = 0.0,
    sold_by_week: int | None = None,
) -> Menu:
    """Value and spend of every path for every item.

    Args:
        paths: (P, T) from `ladders`.
        on_hand: (N,) units.
        demand: (D, T, N) units a week at each depth.
        net_price: (D, N) price less selling cost at each depth.
        residual: (D, N) proceeds of a unit never sold, by the last depth.
        cut: (D, N) price given away on a unit at each depth.
        later_demand: (D, N) units after the window at each depth, sold at its last price.
        later_weeks: (N,) or one number, how long goods stay on sale after the window.
        weekly_cost: (N,) cost of keeping a unit a week, charged on the average stock.
        relabel_cost: money a change of price.
        min_display: units of an item that do not sell within the window.
        sold_by_week: week for which `Menu.sold` is wanted; by default the last.
    """
    count = len(on_hand)
    value, spend, reached_units = np.empty((3, len(paths), count))
    sellable = np.maximum(on_hand - min_display, 0.0)
    reached = np.cumsum(demand, axis=1)
    weeks = paths.shape[1]
    target = sold_by_week or weeks
    later = np.zeros_like(net_price) if later_demand is None else later_demand
    for number, path in enumerate(paths):
        sold, gain, given = np.zeros(count), np.zeros(count), np.zeros(count)
        kept_weeks = np.zeros(count)
        starts = np.flatnonzero(np.diff(path, prepend=-1))
        for start, end in zip(starts, [*starts[1:], weeks], strict=True):
            depth = path[start]
            before = reached[depth, start - 1] if start else 0.0
            if weekly_cost is not None:
                span = sold + reached[depth, start:end] - before
                kept_weeks += (on_hand - np.minimum(span, sellable)).sum(axis=0)
            if start < target <= end:
                by_then = sold + reached[depth, target - 1] - before
                reached_units[number] = np.minimum(by_then, sellable)
            total = np.minimum(sold + reached[depth, end - 1] - before, sellable)
            units, sold = total - sold, total
            gain += units * net_price[depth]
            given += units * cut[depth]
        last = path[-1]
        after = np.minimum(later[last], on_hand - sold)
        gain += after * net_price[last] + (on_hand - sold - after) * residual[last]
        if weekly_cost is not None:
            kept_weeks += sold / 2
            if later_demand is not None:
                kept_weeks += stock_weeks(on_hand - sold, later[last], later_weeks)
            gain -= weekly_cost * kept_weeks
        changes = np.count_nonzero(np.diff(path)) + (path[0] > 0)
        value[number] = gain - relabel_cost * changes
        spend[number] = given + after * cut[last]
    return Menu(ladders=paths, value=value, spend=spend, sold=reached_units)


@dataclass(frozen=True, slots=True, eq=False)
class Allocation:
    """One choice an item within a budget.

    Attributes:
        choice: (N,) row of the menu.
        value, spend: totals of the choice.
        next_unit_value: what one more unit of budget would bring; zero when it does not bind.
    """

    choice: Choice
    value: float
    spend: float
    next_unit_value: float


def allocate_budget(
    value: Vector, spend: Vector, budget: float | None, *, exact: bool | None = None
) -> Allocation:
    """Choose one row an item so that value is greatest and spend stays within the budget.

    Args:
        value: (P, N) what each choice brings.
        spend: (P, N) what it uses; each item needs a choice that uses least.
        budget: total to spend; None is without limit.
        exact: solve as an integer program; by default for up to `EXACT_ITEMS` items.

    Raises:
        ValueError: even the choices that spend least exceed the budget.
    """
    free = value.argmax(axis=0)
    if budget is None or _total(spend, free) <= budget:
        return _allocation(value, spend, free, 0.0)
    least = np.where(spend == spend.min(axis=0), value, -np.inf).argmax(axis=0)
    if _total(spend, least) > budget + 1e-9:
        raise ValueError("the budget is below what the least costly choices spend")
    price, choice = _price_of_budget(value, spend, budget, least)
    choice = _filled(value, spend, budget, choice)
    if exact if exact is not None else value.shape[1] <= EXACT_ITEMS:
        better = exact_choice(value, [(spend, budget)])
        if (
            better is not None
            and _total(spend, better) <= budget + 1e-9
            and _total(value, better) > _total(value, choice)
        ):
            choice = better
    return _allocation(value, spend, choice, price)


def _price_of_budget(
    value: Vector, spend: Vector, budget: float, least: Choice
) -> tuple[float, Choice]:
    """Smallest price of a unit of budget at which choices stay within it, and those choices.

    An item whose choice is the same at both ends of the interval keeps it in between, so that
    each halving looks at fewer items.
    """
    low, high = 0.0, 1.0
    below, above = value.argmax(axis=0), (value - spend).argmax(axis=0)
    while _total(spend, above) > budget:
        if high > _HIGHEST_PRICE:
            return high, least
        low, high, below = high, 2 * high, above
        above = (value - high * spend).argmax(axis=0)
    for _ in range(_HALVINGS):
        unsettled = np.flatnonzero(below != above)
        if not len(unsettled):
            break
        middle, trial = (low + high) / 2, above.copy()
        trial[unsettled] = (value[:, unsettled] - middle * spend[:, unsettled]).argmax(axis=0)
        if _total(spend, trial) <= budget:
            high, above = middle, trial
        else:
            low, below = middle, trial
    return high, above


def _filled(value: Vector, spend: Vector, budget: float, choice: Choice) -> Choice:
    """Spend what is left on the upgrades that bring most for it, one an item."""
    items = np.arange(value.shape[1])
    choice = choice.copy()
    for _ in range(3):
        left = budget - _total(spend, choice)
        held, used = value[choice, items], spend[choice, items]
        # Few upgrades fit: only they are worked on, never the whole menu.
        rows, columns = np.nonzero((value > held + 1e-12) & (spend <= used + left))
        gain = value[rows, columns] - held[columns]
        extra = spend[rows, columns] - used[columns]
        order = np.argsort(-gain / np.maximum(extra, 1e-9), kind="stable")
        _, best = np.unique(columns[order], return_index=True)
        for upgrade in order[np.sort(best)]:
            if extra[upgrade] <= left:
                choice[columns[upgrade]] = rows[upgrade]
                left -= extra[upgrade]
    return choice


def _total(amounts: Vector, choice: Choice) -> float:
    return float(amounts[choice, np.arange(len(choice))].sum())


def _allocation(value: Vector, spend: Vector, choice: Choice, price: float) -> Allocation:
    return Allocation(
        choice=choice,
        value=_total(value, choice),
        spend=_total(spend, choice),
        next_unit_value=price,
    )
