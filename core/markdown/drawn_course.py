"""A course of action under many draws at once: every measure of a markdown, a row a draw.

Demand is summed over the weeks of one price, which is exact and quicker than weeks; draws are laid
side by side as further items.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.markdown.inputs import MarkdownInputs
from core.markdown.scenario import MarkdownScenario
from core.markdown.sell_off import (
    WEEKS_PER_YEAR,
    Course,
    nrv_by_item,
    sell_down,
    stock_weeks,
    write_down_rates,
)
from core.markdown.simulation import demand_by_step, later_weeks, residual_proceeds

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class DrawnCourse:
    """A scenario ready to be run under draws of response and demand.

    Attributes:
        inputs: of the N items meant.
        scenario: goods, costs, basis of NRV.
        demand: (K, N) units at today's price while each price is asked.
        depths: (K, 1) or (K, N) share off today's price.
        step_weeks: (K,) weeks of each price.
        later: (N,) units at today's price after the window, None where all goes to the outlet.
        residual: (N,) net proceeds of a unit that never sells.
        relabel_cost: money for all changes of price.
    """

    inputs: MarkdownInputs
    scenario: MarkdownScenario
    demand: Vector
    depths: Vector
    step_weeks: Vector
    later: Vector | None
    residual: Vector
    relabel_cost: float

    @classmethod
    def of(
        cls, inputs: MarkdownInputs, scenario: MarkdownScenario, by_week: Vector
    ) -> "DrawnCourse":
        """Sum the demand of each price; `by_week` is (weeks, 1) or (weeks, N)."""
        changed = np.diff(by_week, axis=0, prepend=np.nan).any(axis=1)
        tier = np.cumsum(changed) - 1
        steps = demand_by_step(inputs, scenario)
        weeks = steps[: scenario.weeks]
        prices = int(changed.sum())
        changes = (np.diff(by_week, axis=0, prepend=0.0) != 0).mean(axis=1).sum()
        return cls(
            inputs=inputs,
            scenario=scenario,
            demand=np.stack([weeks[tier == number].sum(axis=0) for number in range(prices)]),
            depths=by_week[changed],
            step_weeks=np.bincount(tier, minlength=prices).astype(np.float64),
            later=steps[-1] if len(steps) > scenario.weeks else None,
            residual=residual_proceeds(inputs, scenario, by_week[-1]),
            relabel_cost=float(changes) * len(inputs.sku) * scenario.relabel_cost,
        )

    def run(self, elasticity: Vector, level: Vector) -> pd.DataFrame:
        """Return the measures of each draw.

        Args:
            elasticity: (D, N) response.
            level: (D, N) or (D, 1) factor of demand.
        """
        draws, count = elasticity.shape
        factor = np.broadcast_to(level, (draws, count)).ravel()

        def tiled(values: Vector) -> Vector:
            return np.tile(values, draws)

        goods, scenario = self.inputs, self.scenario
        depths = self.depths if self.depths.shape[1] == 1 else np.tile(self.depths, (1, draws))
        demand = np.tile(self.demand, (1, draws)) * factor
        course = sell_down(
            on_hand=tiled(goods.on_hand),
            unit_cost=tiled(goods.unit_cost),
            unit_price=tiled(goods.unit_price),
            demand=demand,
            elasticity=elasticity.ravel(),
            depths=depths,
            selling_cost_rate=tiled(goods.selling_cost_rate),
            selling_cost_unit=scenario.selling_cost_unit,
            residual=tiled(self.residual),
            later_demand=None if self.later is None else tiled(self.later) * factor,
            later_weeks=tiled(later_weeks(goods, scenario)),
            min_display=scenario.min_display,
        )
        kept = np.zeros(draws * count)
        if scenario.holding_cost_rate:
            wanted = demand * (1.0 - depths) ** elasticity.ravel()
            kept = self._stock_weeks(course, wanted)
        return self._measures(course, kept, draws)

    def _stock_weeks(self, course: Course, wanted: Vector) -> Vector:
        """Stock times weeks within the window, for the cost of keeping it."""
        kept = np.zeros_like(course.on_hand)
        before = np.zeros_like(course.on_hand)
        for step, weeks in enumerate(self.step_weeks):
            free = course.sellable - before
            kept += stock_weeks(free, wanted[step], weeks)
            kept += weeks * (course.on_hand - course.sellable)
            before = course.sold[step]
        return kept

    def _measures(self, course: Course, kept: Vector, draws: int) -> pd.DataFrame:
        """Sum the items of each draw."""
        scenario, weeks = self.scenario, course.weeks
        disposed = scenario.after_window == "outlet"

        def total(by_item: Vector) -> Vector:
            sums: Vector = by_item.reshape(draws, -1).sum(axis=1)
            return sums

        window = course.units_by_step()[:weeks]
        tier = course.tier[:weeks]
        holding = course.unit_cost * (scenario.holding_cost_rate / WEEKS_PER_YEAR)
        rate_sold, rate_unsold = write_down_rates(course, scenario.nrv_basis)
        cleared = total(course.unsold * course.residual)
        sold_later = course.sold_later()
        cash = total((window * course.net_price[tier]).sum(axis=0) - kept * holding)
        cash -= self.relabel_cost
        later = total(sold_later * course.net_price[-1] - course.later_stock_weeks * holding)
        write_down = total(
            (course.units_by_tier() * rate_sold).sum(axis=0) + course.unsold * rate_unsold
        )
        units, on_hand = total(course.sold[weeks - 1]), float(self.inputs.on_hand.sum())
        left_cost = total(course.leftover * course.unit_cost)
        # Loss already taken on what the window leaves in stock.
        still = total(course.unsold * rate_unsold + sold_later * rate_sold[-1])
        if disposed:
            cash, later, still = cash + cleared, np.zeros(draws), np.zeros(draws)
        else:
            later = later + cleared
        gone = total(course.on_hand * course.unit_cost) - (0.0 if disposed else left_cost)
        after_tax = 1 - self.inputs.tax_rate
        income = after_tax * (cash - gone - still)
        return pd.DataFrame(
            {
                "units": units,
                "sell_through": units / on_hand if on_hand > 0 else units,
                "revenue": total(
                    (window * (1 - course.depth[tier])).sum(axis=0) * course.unit_price
                ),
                "cash": cash,
                "leftover_value": later,
                "recovered": cash + later,
                "leftover_units": total(course.leftover),
                "leftover_cost": left_cost,
                "nrv_value": total(nrv_by_item(course)),
                "write_down": write_down,
                "net_income_now": -after_tax * write_down,
                "net_income_effect": income,
                "equity_effect": income,
            }
        )
