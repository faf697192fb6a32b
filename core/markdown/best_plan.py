"""The best plan for a shop's goods, as a plan that can be read, changed and approved."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.markdown.inputs import MarkdownInputs, elasticities
from core.markdown.limits import Choices, Limits, choose
from core.markdown.optimizer import Menu, ladder_count, ladders, plan_menu
from core.markdown.plan import MarkdownPlan, Steps
from core.markdown.scenario import MarkdownScenario
from core.markdown.sell_off import WEEKS_PER_YEAR
from core.markdown.simulation import (
    chosen_inputs,
    later_demand,
    later_weeks,
    residual_proceeds,
)

Vector = npt.NDArray[np.float64]

#: Depths tried unless others are given: the round numbers that shops use.
DEPTHS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)

#: Items evaluated at a time; keeps the menu of 316 plans within some tens of megabytes.
_BLOCK = 5_000
#: Most paths, and most paths times items, for which a further later cut is tried: 12 weeks and 8
#: depths have 3,396 paths with two, a tenth of a second or two to evaluate.
_MOST_PATHS = 3_500
_MOST_PLANS = 1_000_000


@dataclass(frozen=True, slots=True, eq=False)
class BestPlan:
    """The plan that recovers most within the limits.

    Attributes:
        plan: a line for every item that is cut, not approved.
        value, value_hold: recovered before tax under the plan and at today's price, less
            holding, capital and relabel cost.
        spend: price given away, units times the cut.
        next_unit_value: what one more unit of money of budget would bring; zero when the budget
            does not bind.
        sell_through: share of all units sold by the week of the target, else of the window.
        reaches_target: whether the sell-through asked for is reached.
        items: sku, category, steps, value, value_hold, spend.
    """

    plan: MarkdownPlan
    value: float
    value_hold: float
    spend: float
    next_unit_value: float
    sell_through: float
    reaches_target: bool
    items: pd.DataFrame


@dataclass(frozen=True, slots=True, eq=False)
class PlanSpace:
    """All plans of all items of a scenario, evaluated once; limits then only choose.

    Attributes:
        inputs: of the items meant.
        scenario: goods, window, outlet and costs.
        depths: depths tried.
        choices: what each plan brings, uses and sells.
    """

    inputs: MarkdownInputs
    scenario: MarkdownScenario
    depths: tuple[float, ...]
    choices: Choices


def plan_space(
    inputs: MarkdownInputs,
    scenario: MarkdownScenario,
    *,
    depths: tuple[float, ...] = DEPTHS,
    capital_cost_rate: float = 0.0,
    by_week: int | None = None,
) -> PlanSpace:
    """Evaluate every plan of every item the scenario means.

    Args:
        inputs: prepared once a Book.
        scenario: goods, window, outlet and costs; cuts begin no earlier than its `start_week` and
            never in a week it wants left alone; its own depths are not used.
        depths: depths to try, 0 among them, rising.
        capital_cost_rate: cost of the money tied up, share of cost a year; it ranks plans and
            is no part of NRV or of profit.
        by_week: week for which sell-through is judged; by default the last.

    Raises:
        ValueError: depths do not rise from 0.
    """
    if not depths or depths[0] != 0 or list(depths) != sorted(set(depths)):
        raise ValueError("depths must rise from 0")
    chosen = chosen_inputs(inputs, scenario)
    share = np.array(depths)
    price = (1.0 - share)[:, None] * chosen.unit_price
    week = min(by_week or scenario.weeks, scenario.weeks)
    return PlanSpace(
        inputs=chosen,
        scenario=scenario,
        depths=depths,
        choices=Choices(
            menu=_menu(chosen, scenario, share, capital_cost_rate, week),
            margin=1 - chosen.unit_cost / price,
            on_hand=chosen.on_hand,
            group=pd.factorize(chosen.category, sort=True)[0],
        ),
    )


def optimize(
    inputs: MarkdownInputs,
    scenario: MarkdownScenario,
    *,
    depths: tuple[float, ...] = DEPTHS,
    limits: Limits = Limits(),  # noqa: B008 - a frozen value
    capital_cost_rate: float = 0.0,
) -> BestPlan:
    """Find the best ladder of every item the scenario means; arguments as in `plan_space`."""
    space = plan_space(
        inputs,
        scenario,
        depths=depths,
        capital_cost_rate=capital_cost_rate,
        by_week=limits.by_week,
    )
    return best_within(space, limits)


def best_within(space: PlanSpace, limits: Limits) -> BestPlan:
    """Choose the best plan of a space within the limits."""
    menu, goods = space.choices.menu, space.inputs
    best = choose(space.choices, limits)
    items = np.arange(len(goods.sku))
    hold = menu.value[0]
    # Many items share a path: each path taken is read once.
    taken = {row: _steps(menu.ladders[row], space.depths) for row in np.unique(best.choice)}
    steps = [taken[row] for row in best.choice]
    lines = tuple((str(sku), own) for sku, own in zip(goods.sku, steps, strict=True) if own)
    units = float(goods.on_hand.sum())
    return BestPlan(
        plan=MarkdownPlan(scenario=space.scenario.hold_price(), as_of=goods.as_of, lines=lines),
        value=best.value,
        value_hold=float(hold.sum()),
        spend=best.spend,
        next_unit_value=best.next_unit_value,
        sell_through=best.sold / units if units > 0 else 0.0,
        reaches_target=best.reaches_target,
        items=pd.DataFrame(
            {
                "sku": goods.sku,
                "category": goods.category,
                "steps": pd.Series(steps, dtype="object"),
                "value": menu.value[best.choice, items],
                "value_hold": hold,
                "spend": menu.spend[best.choice, items],
            }
        ),
    )


def _menu(
    inputs: MarkdownInputs,
    scenario: MarkdownScenario,
    depths: Vector,
    capital_cost_rate: float,
    by_week: int,
) -> Menu:
    """Menu of all items, evaluated in blocks; row 0 holds the price."""
    paths = _paths(len(depths), scenario, len(inputs.sku))
    blocks = [
        _block(
            inputs.only(_rows(len(inputs.sku), start)),
            scenario,
            paths,
            depths,
            capital_cost_rate,
            by_week,
        )
        for start in range(0, max(len(inputs.sku), 1), _BLOCK)
    ]
    return Menu(
        ladders=paths,
        value=np.concatenate([block.value for block in blocks], axis=1),
        spend=np.concatenate([block.spend for block in blocks], axis=1),
        sold=np.concatenate([block.sold for block in blocks], axis=1),
    )


def _paths(depths: int, scenario: MarkdownScenario, items: int) -> npt.NDArray[np.intp]:
    """Paths that change no price in a week that is to be left alone, as many as there is time for.

    One later cut is always tried.
    """
    full_price_weeks = scenario.start_week - 1
    free = scenario.weeks - full_price_weeks
    most = min(_MOST_PATHS, _MOST_PLANS // max(items, 1))
    changes = 1
    while changes < min(depths, free) - 1 and ladder_count(depths, free, changes + 1) <= most:
        changes += 1
    paths = ladders(depths, scenario.weeks, full_price_weeks=full_price_weeks, changes=changes)
    closed = [week - 1 for week in scenario.no_touch if 1 <= week <= scenario.weeks]
    changes = np.diff(paths, axis=1, prepend=0) != 0
    allowed: npt.NDArray[np.intp] = paths[~changes[:, closed].any(axis=1)]
    return allowed


def _rows(count: int, start: int) -> npt.NDArray[np.bool_]:
    rows = np.arange(count)
    return (rows >= start) & (rows < start + _BLOCK)


def _block(
    inputs: MarkdownInputs,
    scenario: MarkdownScenario,
    paths: npt.NDArray[np.intp],
    depths: Vector,
    capital_cost_rate: float,
    by_week: int,
) -> Menu:
    lift = (1.0 - depths)[:, None] ** elasticities(inputs, scenario.elasticity)
    kept = inputs.unit_price * (1.0 - inputs.selling_cost_rate)
    later = later_demand(inputs, scenario)
    rate = (scenario.holding_cost_rate + capital_cost_rate) / WEEKS_PER_YEAR
    return plan_menu(
        paths,
        on_hand=inputs.on_hand,
        demand=inputs.demand[: scenario.weeks][None, :, :] * lift[:, None, :],
        net_price=(1.0 - depths)[:, None] * kept - scenario.selling_cost_unit,
        residual=residual_proceeds(inputs, scenario, depths[:, None]),
        cut=depths[:, None] * inputs.unit_price,
        later_demand=None if later is None else later * lift,
        later_weeks=later_weeks(inputs, scenario),
        weekly_cost=inputs.unit_cost * rate if rate else None,
        relabel_cost=scenario.relabel_cost,
        min_display=scenario.min_display,
        sold_by_week=by_week,
    )


def _steps(path: npt.NDArray[np.intp], depths: tuple[float, ...]) -> Steps:
    """Cuts of a path, without the weeks before the first one."""
    weeks = np.flatnonzero(np.diff(path, prepend=0))
    return tuple((int(week) + 1, float(depths[path[week]])) for week in weeks)
