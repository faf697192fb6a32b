"""Saved scenarios side by side, the baseline always among them."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import pandas as pd

from core.markdown.inputs import MarkdownInputs
from core.markdown.outcome import MarkdownOutcome, MarkdownTotals
from core.markdown.plan import MarkdownPlan, simulate_plan

#: Scenarios shown side by side, the baseline included: more do not fit a screen.
MOST_COMPARED = 4


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Scenarios beside the baseline.

    Attributes:
        measures: measure and a column each for the baseline and every plan, by its name.
        outcomes: of the plans, in their order.
        same_goods: whether all plans are for the same goods and window; only then do their
            baselines agree, and only then may the columns be set against one another.
    """

    measures: pd.DataFrame
    outcomes: tuple[MarkdownOutcome, ...]
    same_goods: bool


def compare(inputs: MarkdownInputs, plans: Sequence[MarkdownPlan], *, baseline: str) -> Compared:
    """Run plans over the same inputs and lay their totals beside the baseline of the first.

    Args:
        inputs: prepared once a Book.
        plans: one to three of them, with names of their own.
        baseline: name of the column that holds today's price.

    Raises:
        ValueError: no plan, or more than fit beside the baseline.
    """
    if not 1 <= len(plans) < MOST_COMPARED:
        raise ValueError(f"compare takes 1 to {MOST_COMPARED - 1} plans")
    outcomes = tuple(simulate_plan(inputs, plan) for plan in plans)
    names = [field.name for field in fields(MarkdownTotals)]
    columns = {baseline: outcomes[0].hold} | {
        plan.scenario.name: outcome.totals for plan, outcome in zip(plans, outcomes, strict=True)
    }
    measures = {
        name: [getattr(totals, measure) for measure in names] for name, totals in columns.items()
    }
    goods = {tuple(outcome.items["sku"]) for outcome in outcomes}
    windows = {plan.scenario.weeks for plan in plans}
    return Compared(
        measures=pd.DataFrame({"measure": names} | measures),
        outcomes=outcomes,
        same_goods=len(goods) == 1 and len(windows) == 1,
    )
