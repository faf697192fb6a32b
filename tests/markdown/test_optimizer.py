"""Ladders, menus and the split of a budget, held against trying everything."""

from collections.abc import Callable
from itertools import product
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.markdown import (
    Limits,
    MarkdownInputs,
    MarkdownScenario,
    allocate_budget,
    ladders,
    optimize,
    simulate,
    simulate_plan,
)
from core.markdown.optimizer import ladder_count

Shop = Callable[..., MarkdownInputs]


def test_ladders_fall_and_change_at_most_once() -> None:
    paths = ladders(8, 12)
    assert len(paths) == 316
    assert len(np.unique(paths, axis=0)) == 316
    assert (np.diff(paths, axis=1) >= 0).all()
    assert ((np.diff(paths, axis=1) > 0).sum(axis=1) <= 1).all()
    assert (paths[0] == 0).all()


@pytest.mark.parametrize(
    ("depths", "weeks", "changes"), [(8, 12, 2), (4, 6, 3), (3, 1, 2), (1, 5, 1)]
)
def test_more_changes_add_paths_after_those_with_fewer(
    depths: int, weeks: int, changes: int
) -> None:
    paths = ladders(depths, weeks, changes=changes)
    assert len(paths) == len(np.unique(paths, axis=0)) == ladder_count(depths, weeks, changes)
    falls = (np.diff(paths, axis=1) > 0).sum(axis=1)
    assert (np.diff(falls) >= 0).all()
    assert falls.max() == min(changes, depths - 1, weeks - 1)
    if changes >= depths - 1:
        assert len(paths) == comb(depths + weeks - 1, weeks)


def test_weeks_at_full_price_come_first() -> None:
    paths = ladders(3, 6, full_price_weeks=2)
    assert (paths[:, :2] == 0).all()
    assert len(paths) == 3 + 3 * 3
    assert (paths[0] == 0).all()


settings_of_scenarios = st.builds(
    MarkdownScenario,
    weeks=st.just(5),
    start_week=st.integers(1, 3),
    after_window=st.sampled_from(["keep selling", "outlet"]),
    holding_cost_rate=st.sampled_from([0.0, 0.5]),
    relabel_cost=st.sampled_from([0.0, 3.0]),
    selling_cost_unit=st.sampled_from([0.0, 0.4]),
)


@given(
    scenario=settings_of_scenarios,
    on_hand=st.floats(5, 500),
    cost=st.floats(1, 30),
    residual=st.floats(0, 12),
    weekly=st.floats(0, 60),
    elasticity=st.floats(-4, 0),
)
@settings(max_examples=25, deadline=None)
def test_the_best_plan_is_the_best_of_all_simulated_ones(
    make_inputs: Shop,
    scenario: MarkdownScenario,
    on_hand: float,
    cost: float,
    residual: float,
    weekly: float,
    elasticity: float,
) -> None:
    inputs = make_inputs(
        on_hand=on_hand,
        unit_cost=cost,
        residual_unit=residual,
        demand=weekly,
        elasticity=elasticity,
    )
    depths = (0.0, 0.2, 0.5)
    best = optimize(inputs, scenario, depths=depths)
    tried = []
    for path in ladders(3, 5, full_price_weeks=scenario.start_week - 1):
        steps = [
            (int(week) + 1, depths[path[week]]) for week in np.flatnonzero(np.diff(path, prepend=0))
        ]
        (first, depth), *later = steps or [(1, 0.0)]
        plan = MarkdownScenario(
            depth=depth,
            start_week=first,
            later=tuple(later),
            weeks=5,
            after_window=scenario.after_window,
            holding_cost_rate=scenario.holding_cost_rate,
            relabel_cost=scenario.relabel_cost,
            selling_cost_unit=scenario.selling_cost_unit,
        )
        tried.append(simulate(inputs, plan).totals.recovered)
    # Simulated money is rounded by line and period.
    assert best.value == pytest.approx(max(tried), abs=0.05)
    assert best.value >= best.value_hold - 1e-9
    assert simulate_plan(inputs, best.plan).totals.recovered == pytest.approx(best.value, abs=0.05)


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_a_budget_is_never_exceeded_and_small_shops_are_exact(data: st.DataObject) -> None:
    plans, items = 4, data.draw(st.integers(1, 4))
    amounts = st.lists(
        st.integers(0, 100).map(float), min_size=plans * items, max_size=plans * items
    )
    value = np.array(data.draw(amounts)).reshape(plans, items)
    spend = np.array(data.draw(amounts)).reshape(plans, items)
    spend[0] = 0.0
    budget = data.draw(st.integers(0, 250))
    exact = allocate_budget(value, spend, budget)
    quick = allocate_budget(value, spend, budget, exact=False)
    best = max(
        value[list(choice), range(items)].sum()
        for choice in product(range(plans), repeat=items)
        if spend[list(choice), range(items)].sum() <= budget
    )
    assert exact.value == pytest.approx(best, abs=1e-6)
    assert quick.value <= best + 1e-9
    assert max(exact.spend, quick.spend) <= budget + 1e-6


def test_a_budget_that_cannot_be_kept_is_refused() -> None:
    with pytest.raises(ValueError, match="budget is below"):
        allocate_budget(np.ones((2, 1)), np.full((2, 1), 5.0), 4.0)


def test_half_the_budget_of_a_large_shop_is_spent_almost_without_loss(make_inputs: Shop) -> None:
    random = np.random.default_rng(3)
    count = 200
    inputs = make_inputs(
        on_hand=random.integers(200, 2000, count).astype(float),
        unit_cost=random.uniform(5, 15, count),
        elasticity=-random.uniform(1, 4, count),
        residual_unit=2.0,
        demand=random.uniform(5, 60, count),
    )
    scenario = MarkdownScenario(after_window="outlet", residual_value=2.0)
    free = optimize(inputs, scenario)
    half = optimize(inputs, scenario, limits=Limits(budget=free.spend / 2))
    assert free.next_unit_value == 0
    assert half.next_unit_value > 0
    assert half.spend <= free.spend / 2
    assert free.value_hold < half.value < free.value
    # What is not spent, at the price of the budget, bounds what a perfect split could add.
    assert half.next_unit_value * (free.spend / 2 - half.spend) < 1e-3 * half.value


def test_capital_cost_ranks_plans_but_is_not_in_the_books(make_inputs: Shop) -> None:
    inputs = make_inputs(elasticity=-2.5)
    scenario = MarkdownScenario()
    patient = optimize(inputs, scenario)
    pressed = optimize(inputs, scenario, capital_cost_rate=5.0)
    cut = simulate_plan(inputs, pressed.plan).totals
    assert cut.units > simulate_plan(inputs, patient.plan).totals.units
    assert cut.recovered > pressed.value


def test_depths_must_rise_from_zero(make_inputs: Shop) -> None:
    with pytest.raises(ValueError, match="depths"):
        optimize(make_inputs(), MarkdownScenario(), depths=(0.2, 0.1))
