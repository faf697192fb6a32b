"""What a scenario sells, brings, leaves over and does to the books."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.markdown import (
    MarkdownInputs,
    MarkdownScenario,
    comparison,
    depth_curve,
    impairment,
    simulate,
)
from core.policy import Policy

Shop = Callable[..., MarkdownInputs]

#: Costs of the worked example: 0.50 to sell a unit, 0.06 to keep it a week (26 % of 12 a year).
WORKED = {"residual_value": 2.0, "selling_cost_unit": 0.5, "holding_cost_rate": 0.26}
OUTLET = {"after_window": "outlet"}


@st.composite
def shops(draw: st.DrawFn) -> dict[str, list[float]]:
    count = draw(st.integers(1, 5))

    def column(low: float, high: float) -> list[float]:
        return draw(st.lists(st.floats(low, high), min_size=count, max_size=count))

    return {
        "on_hand": column(1, 500),
        "unit_cost": column(0.5, 40),
        "unit_price": column(1, 60),
        "elasticity": column(-5, 0),
        "residual_unit": column(-1, 20),
        "demand": column(0, 80),
    }


scenarios = st.builds(
    MarkdownScenario,
    depth=st.floats(0, 0.8),
    start_week=st.integers(1, 4),
    weeks=st.integers(5, 15),
    later=st.sampled_from([(), ((5, 0.85),)]),
    holding_cost_rate=st.sampled_from([0.0, 0.3]),
    relabel_cost=st.sampled_from([0.0, 2.0]),
    selling_cost_unit=st.sampled_from([0.0, 0.4]),
    nrv_basis=st.sampled_from(["tiered", "blended"]),
    after_window=st.sampled_from(["keep selling", "outlet"]),
)


@given(columns=shops(), scenario=scenarios, deductible=st.sampled_from(["booked", "realized"]))
@settings(max_examples=25, deadline=None)
def test_equity_changes_by_cash_carrying_amount_and_deferred_tax(
    make_inputs: Shop,
    columns: dict[str, list[float]],
    scenario: MarkdownScenario,
    deductible: str,
) -> None:
    inputs = make_inputs(**columns, policy=Policy(reserve_deductible=deductible))
    books = simulate(inputs, scenario).books.by_period
    for _, book in books.groupby("method"):
        opening = round(float(inputs.on_hand @ inputs.unit_cost), 2)
        parts = (
            book["cash_change"].diff().fillna(book["cash_change"])
            + book["carrying"].diff().fillna(book["carrying"] - opening)
            + book["deferred_tax_asset"].diff().fillna(book["deferred_tax_asset"])
        )
        assert book["net_income"].to_numpy() == pytest.approx(parts.to_numpy(), abs=0.011)
        assert book["equity_change"].iloc[-1] == pytest.approx(book["net_income"].sum(), abs=0.001)


@given(columns=shops(), scenario=scenarios)
@settings(max_examples=25, deadline=None)
def test_the_three_methods_end_alike_once_nothing_is_left(
    make_inputs: Shop, columns: dict[str, list[float]], scenario: MarkdownScenario
) -> None:
    outcome = simulate(make_inputs(**columns), replace(scenario, after_window="outlet"))
    ends = outcome.books.by_period.groupby("method").last()
    # One minor unit a period may fall on either side when tax is rounded by period.
    tolerance = 0.01 * len(outcome.books.events)
    for name in ("equity_change", "cash_change", "carrying"):
        assert np.ptp(ends[name]) <= tolerance
    assert ends["carrying"].to_numpy() == pytest.approx(0, abs=0.001)


@given(columns=shops(), scenario=scenarios)
@settings(max_examples=25, deadline=None)
def test_direct_and_allowance_differ_in_presentation_only(
    make_inputs: Shop, columns: dict[str, list[float]], scenario: MarkdownScenario
) -> None:
    periods = simulate(make_inputs(**columns), scenario).books.periods
    for direct, allowance in zip(periods["direct"], periods["allowance"], strict=True):
        for name in ("net_income", "cash_change", "equity_change", "carrying"):
            assert getattr(direct, name) == getattr(allowance, name)
        assert direct.allowance == 0
        assert allowance.inventory - allowance.allowance == pytest.approx(direct.inventory)


@given(columns=shops(), scenario=scenarios)
@settings(max_examples=25, deadline=None)
def test_goods_kept_on_sale_stand_at_cost_less_what_they_will_lose(
    make_inputs: Shop, columns: dict[str, list[float]], scenario: MarkdownScenario
) -> None:
    outcome = simulate(make_inputs(**columns), replace(scenario, after_window="keep selling"))
    end = outcome.books.periods["direct"][-1]
    assert end.carrying <= outcome.totals.leftover_cost + 0.011
    assert end.carrying == pytest.approx(
        outcome.totals.leftover_cost - (outcome.write_down - outcome.totals.release), abs=0.02
    )


@given(columns=shops(), scenario=scenarios)
@settings(max_examples=25, deadline=None)
def test_units_never_exceed_stock_and_a_write_down_never_exceeds_cost(
    make_inputs: Shop, columns: dict[str, list[float]], scenario: MarkdownScenario
) -> None:
    outcome = simulate(make_inputs(**columns), scenario)
    items, weeks = outcome.items, outcome.weeks
    assert (items["units"] <= items["on_hand"] * (1 + 1e-12)).all()
    assert (weeks["units"] >= 0).all()
    assert (items["write_down"] >= 0).all()
    assert (items["write_down"] <= items["cost_value"] * (1 + 1e-12)).all()
    assert weeks["units"].sum() == pytest.approx(items["units"].sum())
    assert weeks["revenue"].sum() == pytest.approx(items["revenue"].sum())
    assert outcome.write_down == pytest.approx(items["write_down"].sum(), abs=0.0051)
    assert outcome.write_down_hold == pytest.approx(items["write_down_hold"].sum(), abs=0.0051)


@given(columns=shops(), scenario=scenarios)
@settings(max_examples=25, deadline=None)
def test_a_deeper_cut_never_sells_fewer_units(
    make_inputs: Shop, columns: dict[str, list[float]], scenario: MarkdownScenario
) -> None:
    curve = depth_curve(make_inputs(**columns), scenario)
    assert (curve["units"].diff().dropna() >= -1e-9).all()
    balance = curve["units"] + curve["leftover_units"]
    assert balance.to_numpy() == pytest.approx(curve["on_hand"].to_numpy())


@given(columns=shops(), scenario=scenarios)
@settings(max_examples=25, deadline=None)
def test_blending_prices_never_needs_a_larger_write_down_than_tiers(
    make_inputs: Shop, columns: dict[str, list[float]], scenario: MarkdownScenario
) -> None:
    inputs = make_inputs(**columns)
    tiered = simulate(inputs, replace(scenario, nrv_basis="tiered"))
    blended = simulate(inputs, replace(scenario, nrv_basis="blended"))
    assert blended.write_down <= tiered.write_down + 0.011


def test_a_row_of_the_depth_curve_is_the_scenario_at_that_depth(make_inputs: Shop) -> None:
    inputs = make_inputs(on_hand=[300.0, 900.0], unit_cost=[8.0, 15.0])
    scenario = MarkdownScenario(depth=0.2, start_week=3, **WORKED)
    curve = depth_curve(inputs, scenario, (0.0, 0.4)).set_index("depth")
    outcome = simulate(inputs, scenario.at_depth(0.4))
    for row in comparison(outcome).itertuples():
        assert curve.loc[0.4, row.measure] == row.markdown
        assert curve.loc[0.0, row.measure] == row.hold


def test_weeks_before_the_start_sell_at_the_old_price(make_inputs: Shop) -> None:
    weeks = simulate(make_inputs(), MarkdownScenario(depth=0.5, start_week=4)).weeks
    assert weeks["depth"].tolist() == [0, 0, 0] + [0.5] * 9
    assert weeks["units"].head(3).tolist() == [40, 40, 40]
    assert weeks["units"].iloc[3] == pytest.approx(160)


def test_leftovers_sell_on_at_the_last_price_until_the_horizon(make_inputs: Shop) -> None:
    inputs = make_inputs(on_hand=1500.0, horizon_demand=1000.0)
    hold = simulate(inputs, MarkdownScenario(selling_cost_unit=0.5)).hold
    # 480 sell in 12 weeks, 520 after it at 18.50 net; 500 never do and bring 2.
    assert (hold.units, hold.leftover_units) == (480, 1020)
    assert hold.leftover_value == pytest.approx(520 * 18.5 + 500 * 2)
    assert hold.write_down == 5000
    at_once = simulate(inputs, MarkdownScenario(selling_cost_unit=0.5, **OUTLET)).hold
    assert at_once.write_down == 10_200
    assert at_once.leftover_value == 0


def test_only_the_category_or_items_named_are_marked_down(make_inputs: Shop) -> None:
    inputs = make_inputs(on_hand=[100.0, 200.0, 300.0], category=["A", "B", "B"])
    assert simulate(inputs, MarkdownScenario(categories=("B",))).totals.on_hand == 500
    assert simulate(inputs, MarkdownScenario(skus=("S0", "S2"))).totals.on_hand == 400
    assert simulate(inputs, MarkdownScenario(categories=("B",), skus=("S2",))).totals.on_hand == 300
    assert simulate(inputs, MarkdownScenario(categories=("none",))).totals.units == 0


def test_nobody_pays_more_for_leftovers_than_the_last_price_unless_told(make_inputs: Shop) -> None:
    inputs = make_inputs(residual_unit=9.5, demand=0.0)
    assert simulate(inputs, MarkdownScenario(depth=0.7)).totals.nrv_value == pytest.approx(5700)
    told = MarkdownScenario(depth=0.7, residual_proceeds_share=0.4)
    assert simulate(inputs, told).totals.nrv_value == pytest.approx(8000)


def test_disposal_that_costs_money_is_an_expense_on_top_of_the_full_cost(
    make_inputs: Shop,
) -> None:
    outcome = simulate(make_inputs(demand=0.0), MarkdownScenario(residual_value=-0.5, **OUTLET))
    assert outcome.totals.write_down == 12_000
    assert outcome.totals.nrv_value == 0
    assert outcome.totals.net_income_effect == -9_375


def test_a_cut_far_beyond_any_seen_in_sales_is_flagged(make_inputs: Shop) -> None:
    inputs = make_inputs(depth_observed_max=[0.30, 0.15, np.nan])
    outcome = simulate(inputs, MarkdownScenario(depth=0.35))
    assert outcome.items["extrapolated"].tolist() == [False, True, True]
    assert outcome.extrapolated_cost == 24_000


@pytest.mark.parametrize(("after_window", "stock"), [("outlet", 1000.0), ("keep selling", 4000.0)])
def test_break_even_is_the_rise_at_which_as_much_is_recovered_as_by_holding(
    make_inputs: Shop, after_window: str, stock: float
) -> None:
    inputs = make_inputs(on_hand=stock)
    scenario = MarkdownScenario(depth=0.3, residual_value=2.0, after_window=after_window)
    lift = simulate(inputs, scenario).break_even_lift
    assert lift is not None
    elasticity = float(np.log(1 + lift) / np.log(0.7))
    outcome = simulate(make_inputs(on_hand=stock, elasticity=elasticity), scenario)
    assert outcome.totals.recovered == pytest.approx(outcome.hold.recovered, abs=5)
    assert outcome.expected_lift == pytest.approx(lift)


def test_no_rise_in_sales_pays_for_a_price_below_what_leftovers_bring(make_inputs: Shop) -> None:
    scenario = MarkdownScenario(depth=0.6, residual_value=9.0, **OUTLET)
    assert simulate(make_inputs(), scenario).break_even_lift == float("inf")
    assert simulate(make_inputs(), scenario.hold()).break_even_lift is None


@pytest.mark.parametrize(
    ("settings_", "named"),
    [
        ({"depth": 1.2}, "depth"),
        ({"depth": 0.4, "later": ((3, 0.2),)}, "depth"),
        ({"depth": 0.2, "later": ((1, 0.4),)}, "later"),
        ({"weeks": 4, "start_week": 5}, "start_week"),
        ({"elasticity": 1.0}, "elasticity"),
        ({"holding_cost_rate": -1.0}, "holding_cost_rate"),
        ({"nrv_basis": "other"}, "nrv_basis"),
    ],
)
def test_a_setting_out_of_range_is_refused_by_name(settings_: dict, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        MarkdownScenario(**settings_)


def test_a_window_longer_than_prepared_is_refused(make_inputs: Shop) -> None:
    with pytest.raises(ValueError, match="weeks must be at most the 26"):
        simulate(make_inputs(), MarkdownScenario(weeks=27))


def test_the_order_of_items_changes_nothing(make_inputs: Shop) -> None:
    columns = {"on_hand": [10.0, 400.0, 90.0], "unit_cost": [3.0, 9.0, 15.0]}
    turned = {name: values[::-1] for name, values in columns.items()}
    scenario = MarkdownScenario(depth=0.25, **WORKED)
    pd.testing.assert_frame_equal(
        comparison(simulate(make_inputs(**columns), scenario)),
        comparison(simulate(make_inputs(**turned), scenario)),
    )


def test_keeping_leftovers_costs_money_until_they_are_gone(make_inputs: Shop) -> None:
    # 480 sell in the window; the other 520 go at 40 a week, in 13 weeks: 260 on average.
    inputs = make_inputs(horizon_demand=480.0 + 40.0 * (365 / 7 - 12))
    free = simulate(inputs, MarkdownScenario()).hold
    kept = simulate(inputs, MarkdownScenario(holding_cost_rate=0.26)).hold
    assert free.leftover_value - kept.leftover_value == pytest.approx(0.06 * 260 * 13)
    assert free.cash - kept.cash == pytest.approx(0.06 * (1000 + 520) / 2 * 12)
    assert free.nrv_value == kept.nrv_value


def test_impaired_goods_go_to_the_accounts_with_their_write_down(make_inputs: Shop) -> None:
    inputs = make_inputs(on_hand=[1000.0, 100.0], demand=40.0, horizon_demand=600.0)
    outcome = simulate(inputs, MarkdownScenario(depth=0.2))
    stock, held = impairment(outcome), impairment(outcome, hold=True)
    assert held.write_down == outcome.write_down_hold == 4000
    assert held.write_down_cost == 12_000
    assert stock.write_down == outcome.write_down
    assert stock.cost_value == 13_200
