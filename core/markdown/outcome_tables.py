"""A scenario and its baseline by week and by item, as tables."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.markdown.inputs import MarkdownInputs, elasticities, week_starts
from core.markdown.scenario import MarkdownScenario
from core.markdown.sell_off import Course, nrv_by_item, write_down_by_item

Vector = npt.NDArray[np.float64]


def weeks_table(
    inputs: MarkdownInputs, depths: Vector, course: Course, hold: Course
) -> pd.DataFrame:
    """Sums over the items by week; columns as in `MarkdownOutcome.weeks`.

    Args:
        inputs: of the items meant.
        depths: (T, 1) or (T, N) share off today's price.
        course: the scenario.
        hold: the baseline.
    """
    weeks = course.weeks
    units, units_hold = course.units_by_step()[:weeks], hold.units_by_step()[:weeks]
    cost_value, on_hand = inputs.on_hand @ inputs.unit_cost, inputs.on_hand.sum()
    sold = course.sold[:weeks].sum(axis=1)
    revenue = (units * (1 - depths)) @ inputs.unit_price
    return pd.DataFrame(
        {
            "week": np.arange(1, weeks + 1),
            "starts": week_starts(inputs.as_of, weeks),
            "depth": depths.mean(axis=1) if depths.size else 0.0,
            "units": units.sum(axis=1),
            "revenue": revenue,
            "leftover_units": on_hand - sold,
            "leftover_cost": cost_value - course.sold[:weeks] @ inputs.unit_cost,
            "sell_through": sold / on_hand if on_hand > 0 else np.zeros(weeks),
            "units_hold": units_hold.sum(axis=1),
            "revenue_hold": units_hold @ inputs.unit_price,
            "leftover_units_hold": on_hand - hold.sold[:weeks].sum(axis=1),
        }
    )


def items_table(
    inputs: MarkdownInputs,
    scenario: MarkdownScenario,
    course: Course,
    hold: Course,
    depths: Vector,
) -> pd.DataFrame:
    """One row an item; columns as in `MarkdownOutcome.items`.

    Args:
        inputs: of the items meant.
        scenario: its elasticity and basis of NRV.
        course: the scenario.
        hold: the baseline.
        depths: (T, 1) or (T, N) share off today's price.
    """
    units = course.units_by_step()[: course.weeks]
    sold = course.sold[course.weeks - 1]
    # The first cut of each item, whenever it comes.
    first_depth = np.where(depths > 0, depths, np.inf).min(axis=0)
    first_depth = np.where(np.isfinite(first_depth), first_depth, 0.0)
    return pd.DataFrame(
        {
            "sku": inputs.sku,
            "description": inputs.description,
            "category": inputs.category,
            "on_hand": inputs.on_hand,
            "cost_value": inputs.on_hand * inputs.unit_cost,
            "retail_value": inputs.on_hand * inputs.unit_price,
            "first_markdown": inputs.on_hand * inputs.unit_price * first_depth,
            "full_price_value": sold * inputs.unit_price,
            "units": sold,
            "sell_through": sold / inputs.on_hand,
            "revenue": (units * (1 - course.depth[course.tier[: course.weeks]])).sum(axis=0)
            * inputs.unit_price,
            "leftover_units": course.leftover,
            "leftover_cost": course.leftover * inputs.unit_cost,
            "nrv_value": nrv_by_item(course),
            "write_down": write_down_by_item(course, scenario.nrv_basis),
            "write_down_hold": write_down_by_item(hold, scenario.nrv_basis),
            "elasticity": elasticities(inputs, scenario.elasticity),
            "extrapolated": inputs.extrapolated(depths[-1]),
        }
    )
