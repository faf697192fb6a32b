"""The best plan for a shop's goods, as a plan that can be read, changed and approved."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.markdown.inputs import MarkdownInputs, elasticities
from core.markdown.optimizer import Menu, allocate_budget, ladders, plan_menu
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


@dataclass(frozen=True, slots=True, eq=False)
class BestPlan:
    """The plan that recovers most, within the budget if there is one.

    Attributes:
        plan: a line for every item that is cut, not approved.
        value, value_hold: recovered before tax under the plan and at today's price, less
            holding, capital and relabel cost.
        spend: price given away, units times the cut.
        next_unit_value: what one more unit of money of budget would bring; zero when the budget
            does not bind.
        items: sku, category, steps, value, value_hold, spend.
    """

    plan: MarkdownPlan
    value: float
    value_hold: float
    spend: float
    next_unit_value: float
    items: pd.DataFrame


def optimize(
    inputs: MarkdownInputs,
    scenario: MarkdownScenario,
    *,
    depths: tuple[float, ...] = DEPTHS,
    budget: float | None = None,
    capital_cost_rate: float = 0.0,
) -> BestPlan:
    """Find the best ladder of every item the scenario means.

    Args:
        inputs: prepared once a Book.
        scenario: goods, window, outlet and costs; cuts begin no earlier than its `start_week`,
            its own depths are not used.
        depths: depths to try, 0 among them, rising.
        budget: most price to give away in total; None is without limit.
        capital_cost_rate: cost of the money tied up, share of cost a year; it ranks plans and
            is no part of NRV or of profit.

    Raises:
        ValueError: depths do not rise from 0.
    """
    if not depths or depths[0] != 0 or list(depths) != sorted(set(depths)):
        raise ValueError("depths must rise from 0")
    chosen = chosen_inputs(inputs, scenario)
    menu = _menu(chosen, scenario, np.array(depths), capital_cost_rate)
    best = allocate_budget(menu.value, menu.spend, budget)
    items = np.arange(len(chosen.sku))
    hold = menu.value[0]
    steps = [_steps(menu.ladders[row], depths) for row in best.choice]
    lines = tuple((str(sku), own) for sku, own in zip(chosen.sku, steps, strict=True) if own)
    return BestPlan(
        plan=MarkdownPlan(
            scenario=replace(scenario, depth=0.0, start_week=1, later=()),
            as_of=inputs.as_of,
            lines=lines,
        ),
        value=best.value,
        value_hold=float(hold.sum()),
        spend=best.spend,
        next_unit_value=best.next_unit_value,
        items=pd.DataFrame(
            {
                "sku": chosen.sku,
                "category": chosen.category,
                "steps": pd.Series(steps, dtype="object"),
                "value": menu.value[best.choice, items],
                "value_hold": hold,
                "spend": menu.spend[best.choice, items],
            }
        ),
    )


def _menu(
    inputs: MarkdownInputs, scenario: MarkdownScenario, depths: Vector, capital_cost_rate: float
) -> Menu:
    """Menu of all items, evaluated in blocks; row 0 holds the price."""
    paths = ladders(len(depths), scenario.weeks, full_price_weeks=scenario.start_week - 1)
    blocks = [
        _block(inputs.only(_rows(len(inputs.sku), start)), scenario, depths, capital_cost_rate)
        for start in range(0, max(len(inputs.sku), 1), _BLOCK)
    ]
    return Menu(
        ladders=paths,
        value=np.concatenate([block.value for block in blocks], axis=1),
        spend=np.concatenate([block.spend for block in blocks], axis=1),
    )


def _rows(count: int, start: int) -> npt.NDArray[np.bool_]:
    rows = np.arange(count)
    return (rows >= start) & (rows < start + _BLOCK)


def _block(
    inputs: MarkdownInputs, scenario: MarkdownScenario, depths: Vector, capital_cost_rate: float
) -> Menu:
    lift = (1.0 - depths)[:, None] ** elasticities(inputs, scenario.elasticity)
    kept = inputs.unit_price * (1.0 - inputs.selling_cost_rate)
    later = later_demand(inputs, scenario)
    rate = (scenario.holding_cost_rate + capital_cost_rate) / WEEKS_PER_YEAR
    return plan_menu(
        ladders(len(depths), scenario.weeks, full_price_weeks=scenario.start_week - 1),
        on_hand=inputs.on_hand,
        demand=inputs.demand[: scenario.weeks][None, :, :] * lift[:, None, :],
        net_price=(1.0 - depths)[:, None] * kept - scenario.selling_cost_unit,
        residual=residual_proceeds(inputs, scenario, depths[:, None]),
        cut=depths[:, None] * inputs.unit_price,
        later_demand=None if later is None else later * lift,
        later_weeks=later_weeks(inputs, scenario),
        weekly_cost=inputs.unit_cost * rate if rate else None,
        relabel_cost=scenario.relabel_cost,
    )


def _steps(path: npt.NDArray[np.intp], depths: tuple[float, ...]) -> Steps:
    """Cuts of a path, without the weeks before the first one."""
    weeks = np.flatnonzero(np.diff(path, prepend=0))
    return tuple((int(week) + 1, float(depths[path[week]])) for week in weeks)
