"""A plan beside what was sold since: weeks, sums, and the response they teach."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.markdown import (
    MarkdownInputs,
    MarkdownPlan,
    MarkdownScenario,
    plan_outcome,
    simulate_plan,
    with_foreseen,
)
from core.schema import SALES, conform
from tests.markdown.conftest import AS_OF

Shop = Callable[..., MarkdownInputs]
SKUS = ("S0", "S1")
SCENARIO = MarkdownScenario(weeks=6, depth=0.3, skus=SKUS, after_window="outlet")
PLAN = MarkdownPlan(SCENARIO, AS_OF, lines=(("S1", ((2, 0.2), (4, 0.5))),))


def sold(plan: MarkdownPlan, units: dict[int, float], price: float | None = 14.0) -> pd.DataFrame:
    """Sales of the first item in the middle of some weeks, and of goods beside the plan."""
    rows = [
        {
            "date": pd.Timestamp(plan.as_of + timedelta(days=7 * week - 3)),
            "sku": sku,
            "units": count,
            "revenue": None if price is None else count * price,
        }
        for week, count in units.items()
        for sku in ("S0", "other")
    ]
    return conform(pd.DataFrame(rows), SALES)


def after(plan: MarkdownPlan, weeks: int) -> date:
    return plan.as_of + timedelta(days=7 * weeks)


def test_what_is_foreseen_is_the_simulation_week_by_week(make_inputs: Shop) -> None:
    inputs = make_inputs(on_hand=[300.0, 500.0])
    plan = with_foreseen(inputs, PLAN)
    weeks = simulate_plan(inputs, PLAN).weeks
    told = pd.DataFrame(plan.foreseen).groupby("week").sum()
    for name in ("units", "units_hold", "revenue"):
        assert told[name].to_numpy() == pytest.approx(weeks[name].to_numpy(), abs=0.01)
    assert {row.depth for row in plan.foreseen if row.week == 4} == {0.3, 0.5}
    assert MarkdownPlan.from_toml(plan.to_toml()) == plan


def test_only_full_weeks_and_goods_of_the_plan_count(make_inputs: Shop) -> None:
    plan = with_foreseen(make_inputs(on_hand=[300.0, 500.0]), PLAN)
    sales = sold(plan, {0: 99.0, 1: 50.0, 3: 40.0, 4: 7.0})
    weeks = plan_outcome(plan, sales, SKUS, as_of=after(plan, 3)).weeks
    assert weeks["units"].tolist() == [50.0, 0.0, 40.0]
    assert weeks["revenue"].tolist() == [700.0, 0.0, 560.0]
    assert plan_outcome(plan, sales, SKUS, as_of=plan.as_of).weeks.empty
    # Sales that end early end the comparison: no week is taken for one without a sale.
    assert len(plan_outcome(plan, sales, SKUS, as_of=after(plan, 6)).weeks) == 3


def test_unknown_revenue_stays_unknown(make_inputs: Shop) -> None:
    plan = with_foreseen(make_inputs(on_hand=[300.0, 500.0]), PLAN)
    outcome = plan_outcome(plan, sold(plan, {1: 5.0}, price=None), SKUS, as_of=after(plan, 1))
    # The only sale lies before the week's end, so that no week is covered in full.
    assert outcome.weeks.empty
    sales = sold(plan, {1: 5.0, 2: 5.0}, price=None)
    weeks = plan_outcome(plan, sales, SKUS, as_of=after(plan, 1)).weeks
    assert np.isnan(weeks["revenue"]).all()


@given(elasticity=st.floats(-4, -0.2))
@settings(max_examples=15, deadline=None)
def test_sales_that_come_as_foreseen_teach_the_response_foreseen(
    make_inputs: Shop, elasticity: float
) -> None:
    inputs = make_inputs(on_hand=[9e6, 9e6], elasticity=elasticity)
    plan = with_foreseen(inputs, replace(PLAN, lines=()))
    planned = {row.week: row.units for row in plan.foreseen}
    outcome = plan_outcome(plan, sold(plan, planned | {7: 1.0}), SKUS, as_of=after(plan, 6))
    assert outcome.response_planned == pytest.approx(elasticity, abs=0.01)
    assert outcome.response == pytest.approx(elasticity, abs=0.01)


def test_a_cut_that_moved_nothing_and_one_beyond_explanation(make_inputs: Shop) -> None:
    plan = with_foreseen(make_inputs(on_hand=[300.0, 500.0]), PLAN)
    dull = plan_outcome(plan, sold(plan, {1: 1.0, 7: 1.0}), SKUS, as_of=after(plan, 6))
    assert dull.response == 0
    wild = plan_outcome(plan, sold(plan, {1: 1e9, 7: 1.0}), SKUS, as_of=after(plan, 6))
    assert np.isnan(wild.response)
    held = with_foreseen(
        make_inputs(on_hand=[300.0, 500.0]), MarkdownPlan(SCENARIO.hold_price(), AS_OF)
    )
    none = plan_outcome(held, sold(held, {1: 1.0, 7: 1.0}), SKUS, as_of=after(held, 6))
    assert np.isnan(none.response_planned)
