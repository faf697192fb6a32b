"""Published and hand-worked cases, through the same call that the pages use."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from core.exposure import expose
from core.exposure.cover import DAYS_PER_MONTH
from core.policy import Policy
from core.stock import BEFORE_RECEIPTS, stock_with_layers

CASES = json.loads(
    (Path(__file__).parent.parent / "golden" / "exposure.json").read_text(encoding="utf-8")
)

Facts = dict[str, Any]

#: Nothing but age counts; new stock has no grace.
BY_AGE = {"reasons": ("slow",), "new_item_grace_days": 0}


def fifo_age(facts: Facts, book: Any, flat_demand: Any) -> Facts:
    made = book(
        [{"sku": "a", "on_hand": facts["on_hand"], "unit_cost": facts["unit_cost"]}],
        [{"sku": "a", "unit_price": 100}],
        receipts=[{"sku": "a", "date": date, "units": units} for date, units in facts["receipts"]],
        as_of=dt.date.fromisoformat(facts["as_of"]),
    )
    layers = stock_with_layers(made)[1]
    policy = Policy(reserve_matrix={"*": tuple(map(tuple, facts["steps"]))}, **BY_AGE)
    return {
        "layers": layers[["units", "age_days"]].to_numpy().tolist(),
        "older": layers.loc[layers["age_source"] == BEFORE_RECEIPTS, "units"].sum(),
        "reserve": expose(made, policy, None).write_down,
    }


def fifo_layers_lcm(facts: Facts, book: Any, flat_demand: Any) -> Facts:
    bought = sum(units for _, units, _ in facts["receipts"])
    exposure = expose(
        book(
            [{"sku": "a", "on_hand": bought - facts["sold"]}],
            [{"sku": "a", "unit_price": facts["unit_market"], "selling_cost_rate": 0}],
            receipts=[
                {"sku": "a", "date": date, "units": units, "unit_cost": cost}
                for date, units, cost in facts["receipts"]
            ],
        ),
        Policy(reasons=("below cost",)),
        None,
    )
    (item,) = exposure.items.to_dict("records")
    return {
        "on_hand": item["on_hand"],
        "cost": item["cost_value"],
        "carrying": item["carrying_value"],
        "write_down": exposure.write_down,
    }


def aging(facts: Facts, book: Any, flat_demand: Any) -> Facts:
    as_of = pd.Timestamp("2024-12-31")
    exposure = expose(
        book(
            [
                {
                    "sku": f"tier {place}",
                    "on_hand": units,
                    "unit_cost": cost,
                    "received_date": as_of - pd.Timedelta(days=age),
                }
                for place, (units, cost, age) in enumerate(facts["tiers"])
            ],
            [{"sku": f"tier {place}", "unit_price": 99} for place in range(len(facts["tiers"]))],
        ),
        Policy(reserve_matrix={"*": tuple(map(tuple, facts["steps"]))}, **BY_AGE),
        None,
    )
    return {
        "reserve_by_tier": exposure.segments["write_down"].tolist(),
        "total_value": exposure.cost_value,
        "total_reserve": exposure.write_down,
        "reserve_share": exposure.write_down / exposure.cost_value,
    }


def coverage_lookup(facts: Facts, book: Any, flat_demand: Any) -> Facts:
    shares = []
    for category, months in facts["queries"]:
        exposure = expose(
            book(
                [{"sku": "a", "on_hand": months, "unit_cost": 1_000}],
                [{"sku": "a", "unit_price": 9_999, "category": category}],
            ),
            Policy(
                cover_matrix={name: tuple(map(tuple, steps)) for name, steps in facts["steps"]},
                **BY_AGE,
            ),
            flat_demand({"a": 1 / DAYS_PER_MONTH}),
        )
        shares.append(exposure.write_down / exposure.cost_value)
    return {"share": shares}


def fefo(facts: Facts, book: Any, flat_demand: Any) -> Facts:
    # Months of 30 days keep the arithmetic of the source.
    as_of = pd.Timestamp("2024-12-31")
    exposure = expose(
        book(
            [
                {
                    "sku": "a",
                    "lot": lot,
                    "on_hand": units,
                    "unit_cost": 1,
                    "expiry_date": as_of + pd.Timedelta(days=30 * months),
                }
                for lot, units, months in facts["lots"]
            ],
            [{"sku": "a", "unit_price": 9}],
        ),
        Policy(reasons=("expiring",)),
        flat_demand({"a": facts["monthly_demand"] / 30}),
    )
    expiring = exposure.segments[exposure.segments["reason"] == "expiring"]
    at_risk = dict.fromkeys((lot for lot, _, _ in facts["lots"]), 0.0)
    at_risk |= expiring.groupby("lot")["units"].sum().to_dict()
    return {"at_risk": at_risk, "total": expiring["units"].sum()}


def excess(facts: Facts, book: Any, flat_demand: Any) -> Facts:
    exposure = expose(
        book(
            [{"sku": "a", "on_hand": facts["on_hand"], "unit_cost": facts["unit_cost"]}],
            [{"sku": "a", "unit_price": 2 * facts["unit_cost"], "selling_cost_rate": 0}],
        ),
        Policy(clearance_discount=1 - facts["recovery"] / 2),
        flat_demand({"a": facts["horizon_demand"] / 365}),
    )
    segments = exposure.segments
    return {
        "excess_units": segments.loc[segments["reason"] == "excess", "units"].sum(),
        "write_down": exposure.write_down,
    }


def demand(facts: Facts, book: Any, flat_demand: Any) -> Facts:
    words, units = [], []
    for rate in facts["demand"]:
        exposure = expose(
            book(
                [{"sku": "a", "on_hand": facts["on_hand"], "unit_cost": 1}],
                [{"sku": "a", "unit_price": 9}],
            ),
            Policy(),
            flat_demand({"b": 1} if rate is None else {"a": rate}),
        )
        cover = exposure.items["days_of_cover"].iloc[0]
        words.append("unknown" if np.isnan(cover) else "infinite" if np.isinf(cover) else cover)
        reasons = exposure.segments
        units.append(reasons.loc[reasons["reason"] == "excess", "units"].sum())
    return {"days_of_cover": words, "excess_units": units}


def largest(facts: Facts, book: Any, flat_demand: Any) -> Facts:
    as_of = pd.Timestamp("2024-12-31")
    exposure = expose(
        book(
            [
                {
                    "sku": "a",
                    "on_hand": 1,
                    "unit_cost": facts["unit_cost"],
                    "received_date": as_of - pd.Timedelta(days=400),
                    "expiry_date": as_of - pd.Timedelta(days=1) if facts["expired"] else None,
                }
            ],
            [{"sku": "a", "unit_price": facts["nrv"], "selling_cost_rate": 0}],
        ),
        Policy(reserve_matrix={"*": ((365, facts["aging_share"]),)}),
        None,
    )
    return {"reason": exposure.items["reason"].iloc[0], "write_down": exposure.write_down}


def waterfall(facts: Facts, book: Any, flat_demand: Any) -> Facts:
    gone = pd.Timestamp("2024-12-01")
    lots = [
        ("expired_only", gone, None),
        ("expired_and_damaged", gone, "damaged"),
        ("damaged_only", None, "damaged"),
        ("sound", None, None),
    ]
    exposure = expose(
        book(
            [
                {
                    "sku": "a",
                    "lot": name,
                    "on_hand": facts[name],
                    "unit_cost": facts["unit_cost"],
                    "expiry_date": expiry,
                    "condition": condition,
                }
                for name, expiry, condition in lots
            ],
            [{"sku": "a", "unit_price": facts["unit_cost"], "selling_cost_rate": 0}],
        ),
        Policy(
            damaged_recovery=facts["damaged_recovery"],
            clearance_discount=facts["clearance_discount"],
        ),
        flat_demand({"a": facts["demand"] / 365}),
    )
    units = exposure.by_reason.set_index("reason")["units"].to_dict()
    return {"units": units, "write_down": exposure.write_down}


def price(facts: Facts, book: Any, flat_demand: Any) -> Facts:
    exposure = expose(
        book(
            [{"sku": "a", "on_hand": facts["units"], "unit_cost": facts["unit_cost"]}],
            [
                {
                    "sku": "a",
                    "unit_price": facts["price"],
                    "selling_cost_rate": facts["selling_cost_rate"],
                }
            ],
        ),
        Policy(),
        None,
    )
    return {"nrv_unit": exposure.items["nrv_unit"].iloc[0], "write_down": exposure.write_down}


def plan(facts: Facts, book: Any, flat_demand: Any) -> Facts:
    values, losses = [], []
    for depth in facts["depths"]:
        exposure = expose(
            book(
                [{"sku": "a", "on_hand": facts["units"], "unit_cost": facts["unit_cost"]}],
                [
                    {
                        "sku": "a",
                        "unit_price": facts["price"],
                        "selling_cost_rate": facts["selling_cost_rate"],
                    }
                ],
                plan=[
                    {
                        "sku": "a",
                        "from_date": "2024-12-01",
                        "markdown_depth": depth,
                        "approved_by": "Ada",
                        "approved_on": "2024-11-30",
                    }
                ],
            ),
            Policy(),
            None,
        )
        values.append(exposure.items["nrv_unit"].iloc[0])
        losses.append(exposure.write_down)
    return {"nrv_unit": values, "write_down": losses}


SOLVERS = {
    solver.__name__: solver
    for solver in (
        fifo_age, fifo_layers_lcm, aging, coverage_lookup, fefo, excess, demand, largest,
        waterfall, price, plan,
    )
}  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_worked_case(case: Facts, book: Any, flat_demand: Any) -> None:
    answer = SOLVERS[case["kind"]](case["inputs"], book, flat_demand)
    assert answer.keys() == case["expected"].keys()
    for name, expected in case["expected"].items():
        _same(answer[name], expected, case["tolerance"], name)


def _same(answer: Any, expected: Any, tolerance: float, name: str) -> None:
    if isinstance(expected, list):
        assert len(answer) == len(expected), name
        for mine, theirs in zip(answer, expected, strict=True):
            _same(mine, theirs, tolerance, name)
    elif isinstance(expected, str):
        assert answer == expected, name
    else:
        assert answer == pytest.approx(expected, abs=tolerance), name


#: Kinds of published cases that this room answers; the accounting room has the others.
KINDS = ("aging", "coverage_lookup", "fefo", "fifo_layers_lcm")
#: Cases worked out by hand, on ages and reasons.
BY_HAND = (
    "d_excess_vs_forecast", "d_fifo_layer_age", "d_fifo_layer_unexplained",
    "d_reason_waterfall", "d_reasons_max_not_sum", "d_zero_vs_missing_demand",
)  # fmt: skip


@pytest.mark.corpus
def test_every_published_case_of_this_room_is_answered_by_name(corpus: Path) -> None:
    answered = {case["id"] for case in CASES}
    published = json.loads((corpus / "golden" / "accounting.json").read_text(encoding="utf-8"))
    cases = published if isinstance(published, list) else published["cases"]
    asked = {case["id"] for case in cases if case["kind"] in KINDS}
    assert asked
    assert asked | set(BY_HAND) <= answered
