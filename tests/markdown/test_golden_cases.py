"""Worked cases of tests/golden/markdown.json; each test names its case."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import special, stats

from core.accounting import RetailFigures, StockEvents, post, remeasure, retail_method
from core.markdown import (
    Limits,
    MarkdownInputs,
    MarkdownScenario,
    Outlets,
    allocate_budget,
    best_within,
    break_even_extra_units,
    decision_table,
    donation_deduction,
    ladders,
    lift,
    limit_costs,
    plan_menu,
    plan_space,
    price_history,
    retail_effect,
    simulate,
    units_by_price,
)
from core.markdown.response import own_slopes
from core.schema import SALES, conform

Shop = Callable[..., MarkdownInputs]
Case = dict[str, Any]

CASES = json.loads((Path(__file__).parents[1] / "golden" / "markdown.json").read_text("utf-8"))
BY_ID = {case["id"]: case for case in CASES}


def named(*ids: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", [BY_ID[name] for name in ids], ids=ids)


def kind(name: str) -> pytest.MarkDecorator:
    cases = [case for case in CASES if case["kind"] == name]
    return pytest.mark.parametrize("case", cases, ids=[case["id"] for case in cases])


def close(case: Case, value: Any) -> Any:
    return pytest.approx(value, abs=case["tolerance"])


@named("haugom_flat_10")
def test_units_stop_at_the_stock(make_inputs: Shop, case: Case) -> None:
    given, expected = case["inputs"], case["expected"]
    weekly = np.array(given["demand"], dtype=float)
    demand = np.zeros((26, 1))
    demand[: len(weekly), 0] = weekly
    inputs = make_inputs(
        on_hand=given["stock"], unit_price=given["price"], demand=demand, selling_cost_rate=0.0
    )
    scenario = MarkdownScenario(weeks=len(weekly), after_window="outlet")
    totals = simulate(inputs, scenario).totals
    assert totals.units == close(case, expected["units"])
    assert totals.revenue == close(case, expected["revenue"])
    assert totals.leftover_units == close(case, expected["unsold"])


@named("retail_game_history")
def test_a_week_cut_short_by_a_stock_out_hides_the_response(case: Case) -> None:
    price, units = case["inputs"]["sold_out_week"]
    weeks = [
        (float(at), sold, False) for at, by_week in case["inputs"]["weeks"] for sold in by_week
    ]
    weeks.append((float(price), float(units), True))
    rows = pd.DataFrame(weeks, columns=["unit_price", "units", "stockout"]).assign(
        sku="item", date=pd.date_range("2025-01-06", periods=len(weeks), freq="7D")
    )
    sales = conform(rows.astype({"stockout": "boolean"}), SALES)
    expected = case["expected"]
    assert sales["units"].sum() == pytest.approx(expected["total_units"])
    assert (sales["units"] * sales["unit_price"]).sum() == pytest.approx(expected["total_revenue"])
    clean = units_by_price(price_history(sales, as_of=date(2026, 1, 1))).set_index("price")
    for at, mean in expected["mean_units"].items():
        assert clean.loc[float(at), "mean_units"] == pytest.approx(mean)
    kept = sales.assign(stockout=pd.array([False] * len(sales), dtype="boolean"))
    hidden = units_by_price(price_history(kept, as_of=date(2026, 1, 1))).set_index("price")
    assert hidden.loc[36.0, "mean_units"] == pytest.approx(
        expected["mean_units_at_36_with_sold_out_week"]
    )


@named("retailer_integer")
def test_the_best_falling_ladder_in_whole_weeks(case: Case) -> None:
    given, expected = case["inputs"], case["expected"]
    price = np.array(given["price"], dtype=float)[:, None]
    weekly = np.array(given["weekly_demand"])[:, None, None]
    menu = plan_menu(
        ladders(4, given["weeks"], full_price_weeks=given["min_full_price_weeks"]),
        on_hand=np.array([float(given["stock"])]),
        demand=np.broadcast_to(weekly, (4, given["weeks"], 1)),
        net_price=price,
        residual=np.full((4, 1), float(given["salvage"])),
        cut=price[0] - price,
    )
    best = allocate_budget(menu.value, menu.spend, None)
    weeks = np.bincount(menu.ladders[best.choice[0]], minlength=4)
    assert weeks.tolist() == expected["weeks"]
    assert best.value == close(case, expected["value"])
    assert menu.value[0, 0] == close(case, expected["full_price_only"])
    units = weeks @ np.array(given["weekly_demand"])
    assert given["stock"] - units == close(case, expected["residual"])


@named("chopra_parka_dynamic")
def test_periods_share_a_stock_as_items_share_a_budget(case: Case) -> None:
    given, expected = case["inputs"], case["expected"]
    prices = np.arange(60.0, 250.0, 0.001)[:, None]
    units = np.maximum(given["intercept"] - prices * np.array(given["slopes"]), 0.0)
    best = allocate_budget(prices * units, units, given["stock"], exact=False)
    assert best.value == close(case, expected["revenue"])
    assert prices[best.choice, 0] == pytest.approx(expected["prices"], abs=case["tolerance"])
    assert best.spend <= given["stock"]


@named("simchi_single")
def test_one_price_without_limit_on_stock(case: Case) -> None:
    prices = np.arange(0.0, 2001.0)[:, None]
    units = case["inputs"]["intercept"] - case["inputs"]["slope"] * prices
    best = allocate_budget(prices * units, units, None)
    expected = case["expected"]
    assert prices[best.choice[0], 0] == expected["best_price"]
    assert best.value == close(case, expected["best_revenue"])
    assert (prices * units)[1200, 0] == close(case, expected["revenue_at_1200"])


@named("hats_two")
def test_two_units_for_two_customers_are_priced_alike(case: Case) -> None:
    given, expected = case["inputs"], case["expected"]
    prices = np.arange(0.0, 8.0, 0.001)[:, None]
    chance = np.exp(-given["rate"] * prices) * np.ones(given["periods"])
    best = allocate_budget(prices * chance, chance, given["stock"])
    assert prices[best.choice, 0] == pytest.approx([expected["price"]] * 2)
    assert best.value == close(case, expected["two_periods"])
    one = allocate_budget(prices * chance[:, :1], chance[:, :1], 1)
    assert one.value == close(case, expected["one_period"])


@named("gvr_fixed_price")
@pytest.mark.parametrize("stock", [1, 5, 10])
def test_a_plan_without_randomness_overstates_what_poisson_demand_brings(
    make_inputs: Shop, case: Case, stock: int
) -> None:
    expected, key = case["expected"], str(stock)
    rate = case["inputs"]["a"] * case["inputs"]["t"]
    prices = np.arange(0.5, 4.0, 0.0005)[:, None]
    units = np.minimum(rate * np.exp(-prices), stock)
    bound = allocate_budget(prices * units, units, None)
    assert prices[bound.choice[0], 0] == pytest.approx(expected["p_det"][key], abs=0.001)
    assert bound.value == pytest.approx(expected["J_D"][key], abs=0.002)
    # The one price under every number of customers, weighed by its Poisson probability.
    price = expected["p_det"][key]
    customers = np.arange(0, 80.0)
    demand = np.zeros((26, len(customers)))
    demand[0] = customers
    inputs = make_inputs(
        on_hand=np.full(len(customers), float(stock)),
        unit_price=price,
        selling_cost_rate=0.0,
        demand=demand,
    )
    revenue = simulate(inputs, MarkdownScenario(weeks=1, after_window="outlet")).items["revenue"]
    value = stats.poisson.pmf(customers, rate * np.exp(-price)) @ revenue.to_numpy()
    assert value == close(case, expected["fixed_value"][key])
    assert value <= expected["optimal_value"][key] <= expected["J_D"][key]
    ratio = value / expected["optimal_value"][key]
    assert ratio == pytest.approx(expected["ratio_to_optimal"][key], abs=1e-4)


@named("gvr_value")
@pytest.mark.parametrize("stock", [1, 2, 5, 10, 20])
def test_prices_that_follow_the_stock_bring_more_than_one_price_and_less_than_the_plan(
    make_inputs: Shop, case: Case, stock: int
) -> None:
    value = case["expected"]["V"][str(stock)]
    rate = case["inputs"]["a"] * case["inputs"]["t"]
    # The closed form itself, so that the case is not taken on trust.
    terms = (rate / np.e) ** np.arange(stock + 1) / special.factorial(np.arange(stock + 1))
    assert np.log(terms.sum()) == close(case, value)
    prices = np.arange(0.5, 4.0, 0.005)[:, None]
    units = np.minimum(rate * np.exp(-prices), stock)
    bound = allocate_budget(prices * units, units, None).value
    customers = np.arange(0, 80.0)
    demand = np.zeros((26, len(customers)))
    demand[0] = customers
    inputs = make_inputs(
        on_hand=np.full(len(customers), float(stock)),
        unit_price=1.0,
        selling_cost_rate=0.0,
        demand=demand,
    )
    sold = simulate(inputs, MarkdownScenario(weeks=1, after_window="outlet")).items["units"]
    chance = stats.poisson.pmf(customers, rate * np.exp(-prices))
    best_single = float((prices[:, 0] * (chance @ sold.to_numpy())).max())
    assert best_single <= value <= bound
    assert best_single == pytest.approx(value, rel=0.12)


@named("lazear")
def test_falling_prices_pay_when_the_value_of_a_good_is_not_known(case: Case) -> None:
    expected = case["expected"]
    prices = np.arange(1.0, -0.001, -1 / 300)
    paths = ladders(len(prices), case["inputs"]["periods"])
    first, second = prices[paths[:, 0]], prices[paths[:, 1]]
    profit = first * (1 - first) + second * (first - second)
    best = allocate_budget(profit[:, None], np.zeros((len(profit), 1)), None)
    chosen = paths[best.choice[0]]
    assert prices[chosen] == pytest.approx(expected["prices"])
    assert best.value == close(case, expected["profit"])
    constant = paths[:, 0] == paths[:, 1]
    assert profit[constant].max() == pytest.approx(expected["one_period_profit"], abs=1e-5)


@named("donation_reg_coats")
def test_a_donation_deducts_at_most_twice_the_cost(case: Case) -> None:
    value, basis = case["inputs"]["fmv"], case["inputs"]["basis"]
    expected = case["expected"]
    assert donation_deduction(value, basis) == close(case, expected["deduction"])
    assert expected["cap_twice_basis"] == 2 * basis
    # Without the cap half of the gain would come off.
    assert donation_deduction(2.5 * basis, basis) == pytest.approx(1.75 * basis)
    assert donation_deduction(0.5 * basis, basis) == pytest.approx(0.5 * basis)


@named("ias2_nrv_reversal")
def test_a_recovery_comes_back_under_ifrs_only(case: Case) -> None:
    given, expected = case["inputs"], case["expected"]
    values = [given[year]["price"] - given[year]["sell"] for year in ("year1", "year2")]
    assert values == [expected["nrv1"], expected["nrv2"]]
    for framework, suffix in (("IFRS", "ifrs"), ("US GAAP", "usgaap")):
        years = remeasure(given["cost"], values, framework=framework)
        assert years["write_down"].iloc[0] == close(case, expected["writedown1"])
        assert years["carrying"].iloc[1] == close(case, expected[f"carrying2_{suffix}"])
        assert years["reversal"].iloc[1] == close(case, expected[f"reversal_{suffix}"])


@named("rim_kieso_ill")
def test_retail_method_with_markups_discounts_and_shrinkage(case: Case) -> None:
    given, expected = case["inputs"], case["expected"]
    figures = RetailFigures(
        begin_cost=0,
        begin_retail=0,
        purchases_cost=given["gas_cost"],
        purchases_retail=given["gas_retail"],
        net_sales=given["sales"] - given["returns"],
        net_markups=given["net_markups"],
        net_markdowns=given["net_markdowns"],
        employee_discounts=given["employee_disc"],
        normal_shortage=given["shrink"],
    )
    result = retail_method(figures, method="conventional")
    assert result.ending_retail == close(case, expected["ending_retail"])
    assert round(result.ratio, 3) == expected["ratio_rounded"]
    assert result.ending_cost == close(case, expected["ending_cost_exact"])
    assert round(0.533 * result.ending_retail) == expected["ending_cost_rounded"]


@named("rim_conventional_a", "rim_union")
def test_retail_method_leaves_markdowns_out_of_the_conventional_ratio(case: Case) -> None:
    given, expected = case["inputs"], case["expected"]
    figures = RetailFigures(
        begin_cost=0,
        begin_retail=0,
        purchases_cost=given["cost"],
        purchases_retail=given.get("retail_incl_markups", given.get("retail")),
        net_sales=given["sales"],
        net_markups=given.get("net_markups", 0),
        net_markdowns=given["net_markdowns"],
    )
    result = retail_method(figures, method="conventional")
    assert result.ratio == pytest.approx(
        expected.get("ratio", expected.get("conventional_ratio")), abs=1e-4
    )
    assert result.ending_retail == close(case, expected["ending_retail"])
    cost = expected.get("ending_cost", expected.get("conventional_ending"))
    assert result.ending_cost == close(case, cost)
    if "average_cost_ratio" in expected:
        average = retail_method(figures, method="average cost")
        assert average.ratio == close(case, expected["average_cost_ratio"])
        assert average.ending_cost == close(case, expected["average_cost_ending"])


@named("article_direct")
def test_the_direct_method_takes_the_loss_out_of_inventory(case: Case) -> None:
    given, expected = case["inputs"], case["expected"]
    event = StockEvents(period="today", charged_write_off=given["outdated"])
    (posted,) = post(event, method="direct", loss_account="write_down_loss")
    change = {line.role: line.change for line in posted.lines}
    assert change["write_down_loss"] == expected["expense"]
    assert given["inventory"] + change["inventory"] == expected["inventory_after"]
    assert event.profit == expected["equity_change_pre_tax"]


@kind("limits")
def test_a_limit_leaves_the_plans_worked_by_hand(make_inputs: Shop, case: Case) -> None:
    given, expected = case["inputs"], case["expected"]
    inputs = make_inputs(
        on_hand=float(given["on_hand"]),
        unit_cost=np.array(given["unit_cost"]),
        unit_price=given["price"],
        selling_cost_rate=0.0,
        demand=np.array(given["weekly"], dtype=float),
        elasticity=np.array(given["elasticity"], dtype=float),
        category=np.array(given["category"], dtype=object),
    )
    inputs = replace(inputs, sku=np.array(given["sku"], dtype=object))
    scenario = MarkdownScenario(
        weeks=1, after_window="outlet", residual_value=float(given["residual"])
    )
    space = plan_space(inputs, scenario, depths=tuple(given["depths"]))
    limits = Limits(**given["limits"])
    best = best_within(space, limits)
    assert sorted(sku for sku, _ in best.plan.lines) == expected["cut"]
    assert best.value - best.value_hold == close(case, expected["gain"])
    assert best.spend == close(case, expected["spend"])
    assert best.reaches_target == expected["reaches_target"]
    costs = limit_costs(space.choices, limits).set_index("limit")["cost"]
    assert costs.to_dict() == close(case, expected["costs"])


@kind("retail_effect")
def test_a_permanent_cut_lowers_cost_by_the_ratio_and_a_promotion_as_it_sells(
    make_inputs: Shop, case: Case
) -> None:
    given, expected = case["inputs"], case["expected"]
    (week, depth), *later = given["steps"]
    inputs = make_inputs(
        on_hand=np.array(given["on_hand"], dtype=float),
        unit_cost=np.array(given["unit_cost"], dtype=float),
        unit_price=np.array(given["price"], dtype=float),
        demand=np.array(given["weekly"], dtype=float),
        elasticity=np.array(given["elasticity"], dtype=float),
    )
    scenario = MarkdownScenario(
        depth=depth,
        start_week=week,
        later=tuple((each, cut) for each, cut in later),
        weeks=given["weeks"],
    )
    effect = retail_effect(simulate(inputs, scenario))
    assert asdict(effect) == close(case, expected)


@named("lift_and_breakeven")
def test_lift_and_break_even_are_arithmetic(case: Case) -> None:
    given, expected = case["inputs"], case["expected"]
    lifts = [lift(depth, given["elasticity"]) for depth in given["depth"]]
    assert lifts == close(case, expected["lift"])
    extra = break_even_extra_units(given["cut"], given["gross_margin"])
    assert extra == close(case, expected["breakeven_extra_units"])


def decision_shop(make_inputs: Shop, given: Case) -> MarkdownInputs:
    return make_inputs(
        on_hand=float(given["qty"]),
        unit_cost=given["cost"],
        unit_price=given["price"],
        demand=given["weekly"],
        elasticity=given["elasticity"],
        selling_cost_rate=given["sell_pct"],
        tax_rate=given["tax"],
    )


def decision_scenario(given: Case) -> MarkdownScenario:
    (week, depth), *later = given.get("steps", [[1, 0.0]])
    return MarkdownScenario(
        depth=depth,
        start_week=week,
        later=tuple((each, cut) for each, cut in later),
        weeks=given["weeks"],
        after_window="outlet",
        residual_value=given["salvage"],
        selling_cost_unit=given["sell_unit"],
        holding_cost_rate=given["hold_unit_week"] * 52 / given["cost"],
        weeks_per_period=given.get("weeks_per_period", 4),
    )


@kind("decision")
def test_every_option_reaches_its_write_down_cash_and_equity(make_inputs: Shop, case: Case) -> None:
    given, expected = case["inputs"], case["expected"]
    names = ("vendor_credit_rate", "return_cost_unit", "liquidation_share", "scrap_cost_unit")
    donation = ("donation_value_share", "donation_cost_unit")
    offered = {name: given[name] for name in (*names, *donation) if name in given}
    outlets = Outlets(donation_relief="US enhanced", **offered)
    scenario = decision_scenario(given)
    table = decision_table(decision_shop(make_inputs, given), [scenario], outlets)
    option = "markdown 1" if given["option"] == "markdown" else given["option"]
    row = table.set_index("option").loc[option]
    assert row["write_down"] == close(case, expected["write_down"])
    assert row["cash_after_tax"] == close(case, expected["cash_after_tax"])
    assert row["equity_effect"] == close(case, expected["equity"])


@named("decision_hold")
def test_holding_the_price_by_period_with_the_loss_now_or_later(
    make_inputs: Shop, case: Case
) -> None:
    given, expected = case["inputs"], case["expected"]
    outcome = simulate(decision_shop(make_inputs, given), decision_scenario(given))
    assert outcome.totals.units == close(case, expected["units"])
    assert outcome.totals.leftover_units == close(case, expected["residual"])
    for method, key in (
        ("direct", "profit_by_period"),
        ("allowance", "profit_by_period"),
        ("wait", "profit_by_period_waiting"),
    ):
        profits = [book.profit_before_tax for book in outcome.books.periods[method]]
        assert profits == close(case, expected[key])


@pytest.mark.corpus
@named("oj_regression")
def test_the_pooled_juice_regression(corpus: Path, case: Case) -> None:
    raw = pd.read_parquet(corpus / "data" / "dominicks_oj_weekly.parquet")
    raw = raw[raw["brand"].isin([1, 5, 10])]
    prices = raw[[f"price{number}" for number in range(1, 12)]].to_numpy()
    x = np.log(prices[np.arange(len(raw)), raw["brand"].astype(int).to_numpy() - 1])
    brand, y = raw["brand"], raw["logmove"].to_numpy()
    x_within = x - pd.Series(x).groupby(brand.to_numpy()).transform("mean").to_numpy()
    y_within = y - raw["logmove"].groupby(brand).transform("mean").to_numpy()
    one_item = np.zeros(len(raw), dtype=np.intp)
    slopes, _ = own_slopes(x_within, y_within, one_item, one_item[:1], 1)
    assert slopes.slope[0] == close(case, case["expected"]["log_price"])
