"""Worked cases of tests/golden/replenishment.json, one function a kind."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import special

from core.demand import classify, demand_intervals, distribution, size_variation
from core.replenishment import (
    Costs,
    ReorderPlan,
    base_stock,
    best_levels,
    by_backorder_cost,
    by_cycle_service,
    by_fill_rate,
    economic_order_all_units,
    economic_order_in_packs,
    economic_order_incremental,
    economic_order_quantity,
    economic_order_with_backorders,
    economic_with_backorders,
    economic_with_safety_stock,
    exact_cost,
    fill_rate_safety_factor,
    lead_time_demand_sd,
    newsvendor_normal,
    newsvendor_poisson_cost,
    newsvendor_ratio,
    order_cost,
    order_quantity,
    safety_factor,
    silver_meal,
    wagner_whitin,
)

Facts = dict[str, Any]

CASES = json.loads((Path(__file__).parents[1] / "golden" / "replenishment.json").read_text())


def plain(given: Facts) -> Facts:
    return {"fixed_cost": given["K"], "holding_cost": given["h"], "demand": given["D"]}


def tiers(given: Facts) -> Facts:
    return {
        "fixed_cost": given["K"],
        "holding_rate": given["i"],
        "demand": given["D"],
        "breakpoints": given["breakpoints"],
        "unit_costs": given["unit_costs"],
    }


def costs(given: Facts) -> Costs:
    return Costs(given["K"], given["h"], given.get("p", np.nan), given["D"])


def lead_time(given: Facts) -> Facts:
    """Mean and deviation of lead-time demand, from a rate and a lead time or as they stand."""
    if "mu_L" in given:
        return {"mean": given["mu_L"], "sd": given["sd_L"]}
    return {"mean": given["D"] * given["L"], "sd": given["sd"] * given["L"] ** 0.5}


def levels(plan: ReorderPlan) -> Facts:
    return {"r": plan.reorder_point, "R": plan.reorder_point, "Q": plan.quantity, "cost": plan.cost}


def of_order_cost(given: Facts) -> Facts:
    return {"cost": order_cost(given["Q"], **plain(given))}


def of_economic_order(given: Facts) -> Facts:
    plan = economic_order_quantity(**plain(given))
    return {"Q": plan.quantity, "cost": plan.cost, "cycle_years": plan.quantity / given["D"]}


def of_all_units(given: Facts) -> Facts:
    plan = economic_order_all_units(**tiers(given))
    return {"Q": plan.quantity, "tier": plan.tier, "cost": plan.cost}


def of_incremental(given: Facts) -> Facts:
    plan = economic_order_incremental(**tiers(given))
    return {"Q": plan.quantity, "tier": plan.tier, "cost": plan.cost}


def of_backorders(given: Facts) -> Facts:
    plan, waiting = economic_order_with_backorders(**plain(given), penalty_cost=given["p"])
    return {"Q": plan.quantity, "stockout_fraction": waiting, "cost": plan.cost}


def of_packs(given: Facts) -> Facts:
    plan = economic_order_in_packs(
        **plain(given), pack_size=given["pack"], min_order_qty=given["MOQ"]
    )
    return {"Q": plan.quantity, "cost": plan.cost}


def of_base_stock(given: Facts) -> Facts:
    level, cost = base_stock(
        holding_cost=given["h"],
        penalty_cost=given["p"],
        mean=given["mean"],
        sd=given["sd"],
        protected_periods=given["L"] + 1,
    )
    return {"S": level, "cost": cost}


def of_newsvendor_poisson(given: Facts) -> Facts:
    cost = newsvendor_poisson_cost(
        given["S"], underage_cost=given["p"], overage_cost=given["h"], mean=given["mean"]
    )
    return {"cost": cost}


def of_newsvendor_normal(given: Facts) -> Facts:
    level, _ = newsvendor_normal(
        underage_cost=given["cu"], overage_cost=given["co"], mean=given["mean"], sd=given["sd"]
    )
    ratio = newsvendor_ratio(given["cu"], given["co"])
    return {"Q": level, "Q_int": round(float(level)), "ratio": ratio}


def of_rq_exact_cost(given: Facts) -> Facts:
    plan = ReorderPlan(given["r"], given["Q"])
    return {"cost": exact_cost(plan, costs(given), **lead_time(given))}


def of_rq_backorder(given: Facts) -> Facts:
    return levels(by_backorder_cost(costs(given), **lead_time(given)))


def of_rq_safety_stock(given: Facts) -> Facts:
    return levels(economic_with_safety_stock(costs(given), **lead_time(given)))


def of_rq_backorders(given: Facts) -> Facts:
    return levels(economic_with_backorders(costs(given), **lead_time(given)))


def of_rq_type1(given: Facts) -> Facts:
    plan = by_cycle_service(costs(given), **lead_time(given), service_level=given["alpha"])
    return levels(plan)


def of_rq_type2(given: Facts) -> Facts:
    plan = by_fill_rate(costs(given), **lead_time(given), fill_rate=given["beta"])
    z = (plan.reorder_point - given["mu_L"]) / given["sd_L"]
    return {**levels(plan), "z": z}


def of_best_levels(given: Facts) -> Facts:
    units = np.arange(60)
    mean = given["poisson_mean"]
    chance = np.exp(units * np.log(mean) - mean - special.gammaln(units + 1))
    plan = best_levels(
        fixed_cost=given["K"], holding_cost=given["h"], penalty_cost=given["p"], demand=chance
    )
    return {"s": plan.reorder_point, "S": plan.order_up_to, "cost": plan.cost}


def of_wagner_whitin(given: Facts) -> Facts:
    orders, cost = wagner_whitin(given["demand"], fixed_cost=given["K"], holding_cost=given["h"])
    return {"orders": orders.tolist(), "cost": cost}


def of_silver_meal(given: Facts) -> Facts:
    orders, cost = silver_meal(given["demand"], fixed_cost=given["K"], holding_cost=given["h"])
    placed = [[period + 1, units] for period, units in enumerate(orders.tolist()) if units]
    return {"orders": placed, "cost": cost}


def of_fill_rate(given: Facts) -> Facts:
    sd = given["sd_week"] * given["L_weeks"] ** 0.5
    k = fill_rate_safety_factor(given["fill_rate"], given["Q"], sd)
    return {"k": k, "ss": k * sd}


def of_cycle_service(given: Facts) -> Facts:
    return {"ss": safety_factor(given["CSL"]) * given["sd_week"] * given["L_weeks"] ** 0.5}


def of_variable_lead_time(given: Facts) -> Facts:
    own = given["sd_day"] * given["L_days"] ** 0.5
    sd = lead_time_demand_sd(own, given["mean_day"], given["sd_L_days"])
    return {"sigma_LTD": sd, "ss": safety_factor(given["CSL"]) * sd}


def of_negative_binomial(given: Facts) -> Facts:
    sd = given["var"] ** 0.5
    level = distribution.quantile(given["CSL"], given["mean"], sd, counts=True)
    left = distribution.expected_excess(level, given["mean"], sd, counts=True)
    return {
        "S": level,
        "achieved": distribution.cdf(level, given["mean"], sd, counts=True),
        "expected_short": given["mean"] - level + left,
    }


def of_gamma(given: Facts) -> Facts:
    return {"S": distribution.quantile(given["CSL"], given["mean"], given["sd"], counts=False)}


def of_order_quantity(given: Facts) -> Facts:
    position = given["on_hand"] + given["on_order"] - given["backorders"]
    order = order_quantity(
        position, given["S"], min_order_qty=given["MOQ"], pack_size=given["pack"]
    )
    return {"position": position, "raw": given["S"] - position, "order": order}


def of_demand_class(given: Facts) -> Facts:
    units = np.asarray(given["demand"], dtype=float)[:, None]
    return {
        "ADI": demand_intervals(units),
        "CV2": size_variation(units),
        "cls": classify(units)[0],
    }


KINDS: dict[str, Callable[[Facts], Facts]] = {
    name.removeprefix("of_"): function
    for name, function in globals().items()
    if name.startswith("of_")
} | {"rq_lead_time": of_rq_backorder}


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_worked_case_is_reproduced(case: Facts) -> None:
    found = KINDS[case["kind"]](case["inputs"])
    for name, expected in case["expected"].items():
        if isinstance(expected, str):
            assert found[name] == expected
        else:
            np.testing.assert_allclose(
                np.ravel(found[name]),
                np.ravel(expected),
                rtol=min(case["tolerance"], 1e-6),
                atol=case["tolerance"],
                err_msg=name,
            )
