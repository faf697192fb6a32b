"""The spread of a scenario's outcome under shared shocks."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from core.markdown import MarkdownInputs, MarkdownScenario, simulate, simulate_risk
from core.markdown.scenario import AfterWindow
from core.markdown.sell_off import NrvBasis

Shop = Callable[..., MarkdownInputs]


def many(make_inputs: Shop, count: int = 300, **columns: object) -> MarkdownInputs:
    category = [f"C{number % 5}" for number in range(count)]
    return make_inputs(on_hand=np.full(count, 800.0), category=category, **columns)


def test_equal_seeds_give_equal_draws(make_inputs: Shop) -> None:
    inputs, scenario = many(make_inputs, 20), MarkdownScenario(depth=0.3)
    first, again = (simulate_risk(inputs, scenario, draws=20, seed=5) for _ in range(2))
    pd.testing.assert_frame_equal(first.draws, again.draws)
    other = simulate_risk(inputs, scenario, draws=20, seed=6)
    assert not first.draws.equals(other.draws)


@pytest.mark.parametrize("after_window", ["keep selling", "outlet"])
@pytest.mark.parametrize("basis", ["tiered", "blended"])
def test_the_plan_column_is_the_simulation(
    make_inputs: Shop, after_window: AfterWindow, basis: NrvBasis
) -> None:
    inputs = many(make_inputs, 10)
    scenario = MarkdownScenario(
        depth=0.3,
        start_week=3,
        later=((6, 0.5),),
        selling_cost_unit=0.5,
        relabel_cost=3.0,
        min_display=2.0,
        after_window=after_window,
        nrv_basis=basis,
    )
    outcome = simulate(inputs, scenario)
    plan = simulate_risk(inputs, scenario, draws=5).summary.set_index("measure")["plan"]
    for name in plan.index:
        assert plan[name] == pytest.approx(getattr(outcome.totals, name), abs=0.1), name


@pytest.mark.parametrize("after_window", ["keep selling", "outlet"])
@pytest.mark.parametrize(("depth", "sells_out"), [(0.1, False), (0.5, True)])
def test_the_plan_column_pays_for_keeping_stock_as_the_simulation_does(
    make_inputs: Shop, after_window: AfterWindow, depth: float, sells_out: bool
) -> None:
    inputs = many(make_inputs, 10)
    scenario = MarkdownScenario(depth=depth, holding_cost_rate=0.2, after_window=after_window)
    outcome = simulate(inputs, scenario)
    plan = simulate_risk(inputs, scenario, draws=5).summary.set_index("measure")["plan"]
    assert (outcome.totals.leftover_units < 0.1) == sells_out
    # Goods that sell out inside a week are charged for the whole of it by week, for the part of it
    # by price: at most half the units of that week, for one week.
    last_week = outcome.weeks["units"].to_numpy()[outcome.weeks["units"].to_numpy() > 0.1][-1]
    most = last_week / 2 * float(inputs.unit_cost[0]) * 0.2 / 52 if sells_out else 0.0
    for name in plan.index:
        apart = plan[name] - getattr(outcome.totals, name)
        assert -0.1 <= apart <= most + 0.1, name


def test_what_is_expected_is_set_against_the_baseline_under_the_same_shocks(
    make_inputs: Shop,
) -> None:
    inputs = many(make_inputs, 50, demand=20.0)
    held = simulate_risk(inputs, MarkdownScenario(depth=0.0), draws=50)
    assert held.summary["mean"].to_numpy() == pytest.approx(held.summary["hold"].to_numpy())
    assert held.more_recovered == pytest.approx(0.0, abs=1e-6)
    assert held.beats_hold == 1
    cut = simulate_risk(inputs, MarkdownScenario(depth=0.3), draws=50)
    same = cut.summary.set_index("measure")["hold"]
    assert same.to_numpy() == pytest.approx(held.summary["mean"].to_numpy())


def test_draws_do_not_depend_on_how_many_are_worked_on_at_once(
    make_inputs: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs, scenario = many(make_inputs, 20), MarkdownScenario(depth=0.3)
    together = simulate_risk(inputs, scenario, draws=7)
    monkeypatch.setattr("core.markdown.risk._BLOCK", 1)
    pd.testing.assert_frame_equal(together.draws, simulate_risk(inputs, scenario, draws=7).draws)


def test_percentiles_are_in_order_and_around_the_mean(make_inputs: Shop) -> None:
    risk = simulate_risk(many(make_inputs, demand=20.0), MarkdownScenario(depth=0.3))
    summary = risk.summary.set_index("measure")
    assert (summary["p10"] <= summary["p50"]).all()
    assert (summary["p50"] <= summary["p90"]).all()
    spread = summary.loc[["units", "revenue", "recovered", "leftover_units"]]
    assert ((spread["p10"] < spread["mean"]) & (spread["mean"] < spread["p90"])).all()
    assert 0 <= risk.beats_hold <= 1


def test_stock_that_cuts_off_good_weeks_lowers_the_mean_below_the_plan(make_inputs: Shop) -> None:
    risk = simulate_risk(many(make_inputs, demand=60.0), MarkdownScenario())
    units = risk.summary.set_index("measure").loc["units"]
    assert units["mean"] < 0.97 * units["plan"]


def test_shared_shocks_do_not_average_out_over_many_items(make_inputs: Shop) -> None:
    summary = simulate_risk(many(make_inputs, demand=20.0), MarkdownScenario(depth=0.3)).summary
    row = summary.set_index("measure").loc["revenue"]
    # 300 independent items with errors of about 40 % would spread by some 6 % of the median.
    assert (row["p90"] - row["p10"]) / row["p50"] > 0.12


def test_cuts_never_seen_before_spread_wider(make_inputs: Shop) -> None:
    def width(seen: float) -> float:
        inputs = many(make_inputs, demand=10.0, depth_observed_max=seen)
        summary = simulate_risk(inputs, MarkdownScenario(depth=0.4)).summary
        row = summary.set_index("measure").loc["units"]
        return float(row["p90"] - row["p10"])

    assert width(0.1) > 1.3 * width(0.5)


def test_a_cut_that_elasticity_cannot_pay_for_rarely_beats_hold(make_inputs: Shop) -> None:
    inputs = many(make_inputs, elasticity=-0.3, elasticity_sd=0.1, demand=10.0)
    assert simulate_risk(inputs, MarkdownScenario(depth=0.3)).beats_hold < 0.05
