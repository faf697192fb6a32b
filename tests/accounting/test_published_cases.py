"""Published problems of tests/golden/accounting.json, one rule a kind."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import core.accounting as accounting
from core.accounting import (
    Entry,
    RetailFigures,
    adjusting_entries,
    allowance_periods,
    commitment_entry,
    commitment_losses,
    cost_of_goods_sold,
    cost_on_hand,
    coverage_share,
    deferred_tax,
    dispose,
    interim_losses,
    lower_of,
    lower_of_cost,
    lower_of_cost_or_market,
    markdown_measures,
    marked_down,
    market_value,
    percentage_reserve,
    present,
    realizable_value,
    remeasure,
    retail_method,
    roll_forward,
    shortage_at_retail,
    tier_reserve,
    write_down_then_sale,
)
from core.stock import unreached_units

Facts = dict[str, Any]

CASES = json.loads((Path(__file__).parents[1] / "golden" / "accounting.json").read_text())

#: Account names of the published journals.
NAMES = {
    "cash": "Cash",
    "inventory": "Inventory",
    "allowance": "Allowance",
    "cost_of_goods_sold": "COGS",
    "write_down_loss": "Loss",
    "purchase_commitment_liability": "PurchaseCommitmentLiability",
}


def lines(entry: Entry | None) -> list[list[Any]]:
    posted = () if entry is None else entry.lines
    return [[NAMES[each.role], each.debit, each.credit] for each in posted]


def agrees(actual: Any, expected: Any, tolerance: float) -> None:
    """Compare every value that `expected` names."""
    if isinstance(expected, dict):
        for name, value in expected.items():
            agrees(actual[name], value, tolerance)
    elif isinstance(expected, list):
        assert len(actual) == len(expected)
        for one, other in zip(actual, expected, strict=True):
            agrees(one, other, tolerance)
    elif isinstance(expected, str):
        assert actual == expected
    else:
        assert actual == pytest.approx(expected, abs=tolerance)


def stock_frame(items: list[Facts]) -> pd.DataFrame:
    frame = pd.DataFrame(items).rename(columns={"id": "sku", "qty": "units"})
    return frame.assign(units=frame.get("units", pd.Series(1, index=frame.index)).fillna(1))


def levels(facts: Facts) -> Facts:
    measured = {
        level: lower_of_cost(stock_frame(facts["items"]), level=level)
        for level in ("item", "category", "total")
    }
    return {
        "cost_total": measured["item"]["cost_value"].sum(),
        "carrying": {level: each["carrying_value"].sum() for level, each in measured.items()},
        "write_down": {level: each["write_down"].sum() for level, each in measured.items()},
    }


def lower_of_list(facts: Facts) -> Facts:
    frame = stock_frame(facts["items"]).rename(
        columns={"cost": "unit_cost", "market": "unit_market", "replacement_cost": "unit_market"}
    )
    measured = lower_of_cost_or_market(frame)
    carrying = measured["carrying_value"].sum()
    return {
        "carrying": carrying,
        "ending_inventory": carrying,
        "write_down": measured["write_down"].sum(),
    }


def market_ceiling_floor(facts: Facts) -> Facts:
    frame = stock_frame(facts["items"]).rename(columns={"cost": "unit_cost"})
    measured = lower_of_cost_or_market(market_value(frame)).rename(
        columns={"unit_market": "market", "unit_carrying": "lcm"}
    )
    return {
        "items": measured.set_index("sku").to_dict("index"),
        "total_cost": measured["cost_value"].sum(),
        "total_lcm": measured["carrying_value"].sum(),
        "write_down": measured["write_down"].sum(),
    }


def reversal(facts: Facts) -> Facts:
    periods = pd.DataFrame(facts["periods"])
    if "nrv" in periods:
        values = {"nrv": periods["nrv"]}
    else:
        profit = facts.get("normal_profit", facts.get("normal_profit_pct_of_price", 0) / 100)
        market = market_value(
            periods.assign(
                selling_price=periods["price"],
                disposal_cost=periods["to_complete"],
                normal_profit=profit if "normal_profit" in facts else profit * periods["price"],
            )
        )
        values = {"nrv": market["ceiling"], "market": market["unit_market"]}
    runs = {
        "ifrs": remeasure(facts["cost"], values["nrv"], framework="IFRS"),
        "us_lcnrv": remeasure(facts["cost"], values["nrv"], framework="US GAAP"),
    }
    if "market" in values:
        runs["us_lcm"] = remeasure(facts["cost"], values["market"], framework="US GAAP")
    return {name: run.to_dict("records") for name, run in runs.items()}


def fifo_layers_lcm(facts: Facts) -> Facts:
    layers = pd.DataFrame(facts["layers"]).rename(columns={"qty": "units"})
    on_hand, cost = cost_on_hand(layers, sold=facts["sold"], flow="FIFO")
    market = on_hand * facts["unit_market"]
    measured = lower_of(cost, market)
    return {
        "on_hand": on_hand,
        "cost": cost,
        "market": market,
        "carrying": measured.carrying,
        "write_down": measured.write_down,
    }


def interim(facts: Facts) -> Facts:
    quarters = facts["quarters"]
    recognized = interim_losses(
        [quarter["change"] for quarter in quarters],
        temporary=[
            quarter.get("expected_to_recover_in_fiscal_year", False) for quarter in quarters
        ],
    )
    names = [quarter["q"] for quarter in quarters]
    return {
        "recognised": dict(zip(names, recognized, strict=True)),
        "year": recognized.sum(),
    }


def allowance(facts: Facts) -> Facts:
    periods = pd.DataFrame(facts["periods"]).rename(columns={"label": "period"})
    run = allowance_periods(periods, opening_allowance=facts["opening_allowance"])
    journals: Facts = {}
    for posted in adjusting_entries(run):
        journals.setdefault(f"journal_{posted.period}", {})[posted.method] = lines(posted)
    return {
        "required": run["required"].tolist(),
        "adjustment": run["adjustment"].tolist(),
        "direct_entry": run["direct_entry"].tolist(),
        "net_income_effect_pre_tax": run["profit_effect"].tolist(),
        **journals,
    }


def allowance_items(facts: Facts) -> Facts:
    measured = lower_of_cost(stock_frame(facts["items"]), level="item")
    run = allowance_periods(
        pd.DataFrame({"shortfall": [measured["write_down"].sum()]}),
        opening_allowance=facts["opening_allowance"],
    )
    return {
        "cost": measured["cost_value"].sum(),
        "carrying": measured["carrying_value"].sum(),
        "required_allowance": run["required"].iloc[0],
        "adjustment": run["adjustment"].iloc[0],
    }


def sale_after_write_down(facts: Facts) -> Facts:
    sale = write_down_then_sale(
        facts["cost"], written_down_to=facts["written_down_to"], price=facts["sale_price"]
    )
    return {
        "period1_pnl": sale.write_down_profit,
        "period2_gross_profit": sale.gross_profit,
        "total_pnl": sale.total_profit,
        "period2_gross_profit_without_writedown": sale.total_profit,
    }


def two_methods(facts: Facts) -> Facts:
    measured = lower_of(facts["cost"], facts["nrv"])
    later = lower_of(facts["next_cost"], facts["next_nrv"])
    run = allowance_periods(
        pd.DataFrame({"shortfall": [measured.write_down, later.write_down]})
    ).iloc[1]
    shown = {
        name: present(
            facts["sales"], cogs=facts["cogs_before"], charge=measured.write_down, account=account
        )
        for name, account in (
            ("cogs_method", "cost_of_goods_sold"),
            ("loss_method", "write_down_loss"),
        )
    }
    return {
        **{
            name: {field: getattr(each, field) for field in each.__slots__}
            for name, each in shown.items()
        },
        "balance_sheet": balance_sheet(measured),
        "next_year": {"required": run["required"], "adjustment": run["adjustment"]},
    }


def balance_sheet(measured: accounting.Measurement) -> Facts:
    return {
        "gross": measured.cost,
        "allowance": measured.write_down,
        "net": measured.carrying,
    }


def lower_of_simple(facts: Facts) -> Facts:
    nrv = facts.get("nrv")
    if nrv is None:
        nrv = realizable_value(facts["price"], selling_cost=facts["costs_to_complete_and_sell"])
    measured = lower_of(facts["cost"], nrv)
    return {
        "nrv": nrv,
        "carrying": measured.carrying,
        "write_down": measured.write_down,
        "balance_sheet": balance_sheet(measured),
    }


def disposal(facts: Facts) -> Facts:
    gone = dispose(facts["cost"], allowance=facts["allowance"], proceeds=facts["proceeds"])
    return {"net_carrying": gone.net_carrying, "pnl": gone.profit, "journal": lines(gone.entry)}


def rollforward(facts: Facts) -> Facts:
    rows = pd.DataFrame(facts["rows"]).rename(columns={"utilised": "used", "released": "reversed"})
    rolled = roll_forward(
        rows, currency="USD", gross_inventory=facts.get("gross_inventory", float("nan"))
    )
    assert rolled["ties"].all()
    return {
        "closing": rolled["closing"].tolist(),
        "net_inventory": rolled["net_inventory"].tolist(),
    }


def aging(facts: Facts) -> Facts:
    tiers = pd.DataFrame(facts["tiers"]).rename(columns={"qty": "units"})
    reserved = tier_reserve(tiers.assign(share=tiers["pct"] / 100))
    return {
        "reserve_by_tier": reserved["reserve"].tolist(),
        "total_value": reserved["cost_value"].sum(),
        "total_reserve": reserved["reserve"].sum(),
        "reserve_pct": 100 * reserved["reserve"].sum() / reserved["cost_value"].sum(),
    }


def coverage_lookup(facts: Facts) -> Facts:
    steps = pd.DataFrame(facts["table"], columns=["material_type", "months", "share"])
    return {
        "pct": [
            coverage_share(steps, material_type=kind, months=months)
            for kind, months in facts["queries"]
        ]
    }


def fefo(facts: Facts) -> Facts:
    lots = pd.DataFrame(facts["lots"]).sort_values("months_to_expiry")
    at_risk = unreached_units(
        np.zeros(len(lots), dtype=np.intp),
        lots["qty"].to_numpy(dtype=np.float64),
        (facts["monthly_demand"] * lots["months_to_expiry"]).to_numpy(dtype=np.float64),
    )
    return {"at_risk": dict(zip(lots["lot"], at_risk, strict=True)), "total": at_risk.sum()}


def retail(facts: Facts) -> Facts:
    names = {"purch_cost": "purchases_cost", "purch_retail": "purchases_retail"}
    figures = RetailFigures(
        **{
            names.get(name, name): amount
            for name, amount in facts.items()
            if name != "physical_retail"
        }
    )
    answers: Facts = {}
    for key, method in (
        ("conventional", "conventional"),
        ("average_cost", "average cost"),
        ("lifo", "LIFO"),
    ):
        result = retail_method(figures, method=method)
        answers[key] = {
            "ratio": result.ratio,
            "ratio_current": result.ratio,
            "ending_retail": result.ending_retail,
            "ending_cost": result.ending_cost,
            "cogs": result.cost_of_goods_sold,
        }
        if "physical_retail" in facts:
            answers["shortage_retail"] = shortage_at_retail(
                result, counted_retail=facts["physical_retail"]
            )
    return answers


def purchase_commitment(facts: Facts) -> Facts:
    loss = float(
        commitment_losses(facts["contract"], [facts["value_at_reporting"]])["loss"].iloc[0]
    )
    return {"loss": loss, "journal": lines(commitment_entry(loss))}


def tax_deferred(facts: Facts) -> Facts:
    years = deferred_tax(pd.DataFrame(facts["years"]), rate=facts["rate"] / 100, currency="USD")
    return {str(name): column.tolist() for name, column in years.items()}


def cogs_identity(facts: Facts) -> Facts:
    sold = cost_of_goods_sold(
        facts["opening"],
        purchases=facts["purchases"],
        closing=facts["closing"],
        write_off=facts["write_off"],
    )
    return {
        "cogs_including_write_off": sold.including_write_off,
        "cogs_excluding_write_off": sold.excluding_write_off,
    }


def markdown(facts: Facts) -> Facts:
    prices = [marked_down(facts["original_price"], pct / 100) for pct in facts["markdowns_pct"]]
    return {
        "new_price": prices,
        "write_down_per_unit": [lower_of(facts["cost"], price).write_down for price in prices],
    }


def markdown_pct(facts: Facts) -> Facts:
    measured = markdown_measures(facts["original"], facts["sold_at"])
    return {
        "markdown_amount": measured.amount,
        "pct_off_original": 100 * measured.share_of_original,
        "markdown_pct_of_sales": 100 * measured.share_of_sales,
    }


RULES: dict[str, Callable[[Facts], Facts]] = {
    "levels": levels,
    "tax_lcm": lower_of_list,
    "lower_of_list": lower_of_list,
    "market_ceiling_floor": market_ceiling_floor,
    "reversal": reversal,
    "fifo_layers_lcm": fifo_layers_lcm,
    "interim": interim,
    "allowance_periods": allowance,
    "allowance_items": allowance_items,
    "writedown_then_sale": sale_after_write_down,
    "statement_two_methods": two_methods,
    "lower_of_simple": lower_of_simple,
    "disposal": disposal,
    "rollforward": rollforward,
    "percentage_reserve": lambda facts: {
        "reserve": percentage_reserve(facts["base"], facts["pct"] / 100)
    },
    "aging": aging,
    "coverage_lookup": coverage_lookup,
    "fefo": fefo,
    "retail": retail,
    "purchase_commitment": purchase_commitment,
    "deferred_tax": tax_deferred,
    "cogs_identity": cogs_identity,
    "markdown": markdown,
    "markdown_pct": markdown_pct,
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_rule_gives_the_published_or_corrected_answer(case: Facts) -> None:
    agrees(RULES[case["kind"]](case["inputs"]), case["expected"], case["tolerance"])


def test_the_overview_names_a_function_for_every_kind() -> None:
    overview = (accounting.__doc__ or "").split()
    assert {case["kind"] for case in CASES} <= set(overview)
