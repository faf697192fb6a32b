"""The best plan within limits: kept, and their cost told."""

from collections.abc import Callable
from itertools import combinations_with_replacement, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.markdown import (
    Limits,
    MarkdownInputs,
    MarkdownPlan,
    MarkdownScenario,
    best_within,
    frontier,
    limit_costs,
    optimize,
    plan_space,
    simulate_plan,
)
from tests.markdown.conftest import shop

Shop = Callable[..., MarkdownInputs]
SCENARIO = MarkdownScenario(weeks=6, after_window="outlet", residual_value=1.0)


def crowded(count: int = 4) -> MarkdownInputs:
    """Items with too much stock, in two categories, with costs that leave different margins."""
    return shop(
        on_hand=np.linspace(300, 900, count),
        unit_cost=np.linspace(6, 15, count),
        elasticity=np.linspace(-1.5, -3.5, count),
        demand=30.0,
        category=np.array([f"C{number % 2}" for number in range(count)], dtype=object),
    )


def test_a_margin_floor_allows_no_deeper_cut_but_always_todays_price() -> None:
    inputs = crowded()
    best = optimize(inputs, SCENARIO, limits=Limits(margin_floor=0.25))
    cost = dict(zip(inputs.sku, inputs.unit_cost, strict=True))
    for sku, steps in best.plan.lines:
        price = 20 * (1 - steps[-1][1])
        assert (price - cost[sku]) / price >= 0.25 - 1e-9
    assert optimize(inputs, SCENARIO, limits=Limits(margin_floor=0.99)).plan.lines == ()


def test_a_sell_through_target_is_reached_by_its_week_and_costs_value() -> None:
    inputs = crowded()
    free = optimize(inputs, SCENARIO, limits=Limits(by_week=4))
    target = Limits(sell_through=min(free.sell_through + 0.1, 0.95), by_week=4)
    pressed = optimize(inputs, SCENARIO, limits=target)
    assert pressed.reaches_target
    assert pressed.value <= free.value
    weeks = simulate_plan(inputs, pressed.plan).weeks.set_index("week")
    assert weeks.loc[4, "sell_through"] == pytest.approx(pressed.sell_through)
    assert pressed.sell_through >= target.sell_through - 1e-9


def test_a_target_beyond_reach_is_said_and_the_most_is_sold() -> None:
    inputs = shop(on_hand=10_000.0, demand=1.0, elasticity=-1.0)
    best = optimize(inputs, SCENARIO, limits=Limits(sell_through=0.9))
    assert not best.reaches_target
    assert best.plan.lines[0][1][-1][1] == pytest.approx(0.7)


def test_a_category_takes_one_ladder_or_none() -> None:
    inputs = crowded(8)
    best = optimize(inputs, SCENARIO, limits=Limits(whole_categories=True))
    for _, rows in best.items.groupby("category"):
        assert rows["steps"].nunique() == 1
    assert best.value <= optimize(inputs, SCENARIO).value


def test_whole_categories_match_brute_force() -> None:
    inputs = crowded(4)
    space = plan_space(inputs, SCENARIO, depths=(0.0, 0.2, 0.4))
    menu, code = space.choices.menu, space.choices.group
    budget = 0.4 * best_within(space, Limits(whole_categories=True)).spend
    found = best_within(space, Limits(whole_categories=True, budget=budget))
    items = np.arange(4)
    best = max(
        menu.value[np.array(pair)[code], items].sum()
        for pair in product(range(len(menu.ladders)), repeat=2)
        if menu.spend[np.array(pair)[code], items].sum() <= budget
    )
    assert found.spend <= budget + 1e-6
    assert found.value == pytest.approx(best, rel=5e-4)


@given(
    floor=st.none() | st.floats(-0.5, 0.6),
    share=st.none() | st.floats(0, 1),
    whole=st.booleans(),
    part=st.none() | st.floats(0, 1),
)
@settings(max_examples=25, deadline=None)
def test_every_limit_costs_something_or_nothing_and_never_brings_more(
    floor: float | None, share: float | None, whole: bool, part: float | None
) -> None:
    space = plan_space(crowded(), SCENARIO, depths=(0.0, 0.2, 0.4, 0.6))
    free = best_within(space, Limits())
    limits = Limits(
        margin_floor=floor,
        sell_through=share,
        whole_categories=whole,
        budget=None if part is None else part * free.spend,
    )
    best = best_within(space, limits)
    assert best.value <= free.value + 1e-6
    if limits.budget is not None:
        assert best.spend <= limits.budget + 1e-6
    costs = limit_costs(space.choices, limits)
    assert tuple(costs["limit"]) == limits.active()
    assert (costs["cost"] >= 0).all()


def test_the_frontier_rises_with_the_budget_and_ends_at_the_free_plan() -> None:
    space = plan_space(crowded(), SCENARIO)
    curve = frontier(space.choices, Limits())
    free = best_within(space, Limits())
    assert (curve["gain"].diff().dropna() >= -1e-9).all()
    assert (curve["spend"] <= curve["budget"] + 1e-6).all()
    assert curve["value"].iloc[-1] == pytest.approx(free.value)
    assert curve["gain"].iloc[0] == pytest.approx(0)


def test_weeks_to_be_left_alone_see_no_change_of_price() -> None:
    scenario = MarkdownScenario(weeks=8, after_window="outlet", no_touch=(1, 2, 5))
    best = optimize(crowded(8), scenario)
    weeks = {week for _, steps in best.plan.lines for week, _ in steps}
    assert weeks
    assert not weeks & {1, 2, 5}


@pytest.mark.parametrize("wrong", [{"budget": -1.0}, {"margin_floor": 1.0}, {"sell_through": 1.1}])
def test_limits_out_of_range_are_refused_by_name(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Limits(**wrong)  # type: ignore[arg-type]


@given(data=st.data())
@settings(max_examples=8, deadline=None)
def test_the_best_plan_comes_within_a_2000th_of_the_best_of_all_falling_ladders(
    data: st.DataObject,
) -> None:
    """Brute force: each ladder of each item simulated on its own, each pair of them tried."""
    numbers = st.floats(0, 1)
    spread = np.array([[data.draw(numbers) for _ in range(4)] for _ in range(2)])
    inputs = shop(
        on_hand=50 + 800 * spread[:, 0],
        unit_cost=5 + 12 * spread[:, 1],
        elasticity=-1 - 3 * spread[:, 2],
        demand=5 + 55 * spread[:, 3],
    )
    scenario = MarkdownScenario(weeks=4, after_window="outlet", residual_value=1.0)
    depths = np.array([0.0, 0.2, 0.4, 0.6])
    paths = np.array(list(combinations_with_replacement(range(4), 4)))
    value, spend, sold = np.empty((3, len(paths), 2))
    for row, path in enumerate(paths):
        steps = tuple((week + 1, float(depths[rung])) for week, rung in enumerate(path) if rung)
        lines = tuple((sku, steps) for sku in inputs.sku) if steps else ()
        plan = MarkdownPlan(scenario=scenario.hold_price(), as_of=inputs.as_of, lines=lines)
        items = simulate_plan(inputs, plan).items
        value[row] = items["nrv_value"]
        sold[row] = items["units"]
        spend[row] = items["units"] * inputs.unit_price - items["revenue"]
    pairs = np.array(list(product(range(len(paths)), repeat=2)))
    values, spends, units = (part[pairs, np.arange(2)].sum(axis=1) for part in (value, spend, sold))
    free = optimize(inputs, scenario, depths=tuple(depths))
    assert free.value >= values.max() * (1 - 5e-4)
    part, share = data.draw(numbers), data.draw(numbers)
    limits = Limits(budget=part * free.spend, sell_through=share)
    best = optimize(inputs, scenario, depths=tuple(depths), limits=limits)
    # A hair's breadth off both limits: brute force adds the same sums in another order.
    kept = (spends <= limits.budget - 1e-6) & (units >= share * inputs.on_hand.sum() + 1e-6)
    if kept.any():
        assert best.reaches_target
        assert best.spend <= limits.budget + 1e-6
        assert best.value >= values[kept].max() * (1 - 5e-4)
