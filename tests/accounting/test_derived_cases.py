"""Cases of tests/golden/derived.json: facts worked out by hand, each with its own rule."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from core.accounting import (
    METHODS,
    Impact,
    ImpairedStock,
    Outlet,
    StockEvents,
    allocate,
    assess,
    break_even_markdown,
    break_even_price,
    dispose,
    fiscal_year,
    headroom,
    interim_losses,
    life_of_stock,
    loss_account,
    lower_of,
    lower_of_cost,
    marked_down,
    material_write_down,
    measure,
    net_of_sales_tax,
    percentage_reserve,
    realizable_value,
    remeasure,
    roll_lots,
    tax_effect,
    waiting,
    write_down_by_outlet,
    write_down_then_sale,
)
from core.exposure.aging import aging_share
from core.policy import Policy

Facts = dict[str, Any]

CASES = {
    case["id"]: case
    for case in json.loads((Path(__file__).parents[1] / "golden" / "derived.json").read_text())
}


def agrees(actual: Any, expected: Any, tolerance: float) -> None:
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


def written_off(facts: Facts, amount: float) -> Impact:
    stock = ImpairedStock(cost_value=facts["inventory"], write_off_cost=amount, write_off=amount)
    policy = Policy(tax_rate=facts["tax_pct"] / 100, presentation="separate")
    figures = {"inventory": facts["inventory"]}
    return assess(stock, financials=figures, policy=policy, currency="USD")


def value(impact: Impact, method: str, period: str, line: str, column: str = "after") -> float:
    rows = impact.statements.query("method == @method and period == @period and line == @line")
    return float(rows[column].iloc[0])


def journal(impact: Impact, method: str, period: str) -> list[list[Any]]:
    names = {
        "Loss on inventory write-down": "InventoryWriteDownExpense",
        "Allowance for inventory write-down": "Allowance",
    }
    rows = impact.journal.query("method == @method and period == @period")
    rows = rows[~rows["account"].str.contains("tax")]
    return rows[["account", "debit", "credit"]].replace({"account": names}).to_numpy().tolist()


def seed_direct(facts: Facts) -> Facts:
    impact = written_off(facts, facts["write_down"])
    return {
        "inventory_after": value(impact, "direct", "current", "inventory"),
        "allowance_after": value(impact, "direct", "current", "inventory_allowance"),
        "journal": journal(impact, "direct", "current"),
        "pre_tax": value(impact, "direct", "current", "profit_before_tax", "effect"),
        "net_income": value(impact, "direct", "current", "net_income", "effect"),
        "equity": value(impact, "direct", "current", "equity", "effect"),
    }


def seed_allowance_cycle(facts: Facts) -> Facts:
    impact = written_off(facts, facts["provision"])

    def shown(period: str) -> Facts:
        return {
            "gross": value(impact, "allowance", period, "inventory"),
            "allowance": -value(impact, "allowance", period, "inventory_allowance"),
            "net": value(impact, "allowance", period, "inventory_net"),
            "net_income": value(impact, "allowance", period, "net_income", "effect"),
        }

    return {
        "after_provision": shown("current"),
        "after_scrap": shown("next"),
        "journal_scrap": journal(impact, "allowance", "next"),
    }


def timing(facts: Facts) -> Facts:
    events = [StockEvents(period=str(year + 1)) for year in range(facts["years"])]
    impaired, removed, loss = facts["impaired_in_year"], facts["removed_in_year"], facts["loss"]
    events[impaired - 1] = StockEvents(period=str(impaired), charged_write_off=loss)
    events[removed - 1] = StockEvents(period=str(removed), scrapped_cost=loss, used_on_scrap=loss)
    profits = {
        method: [
            event.profit
            for event in (waiting(events, opening_allowance=0) if method == "wait" else events)
        ]
        for method in METHODS
    }
    return {
        "direct_write_off_at_removal": profits["wait"],
        "direct_write_down_at_impairment": profits["direct"],
        "allowance": profits["allowance"],
        "totals": [sum(profit) for profit in profits.values()],
    }


def life_cycle(facts: Facts) -> Facts:
    years = pd.DataFrame(facts["years"]).rename(columns={"nrv": "unit_nrv"})
    years = years.assign(period=[str(number) for number in range(len(years))])
    answers = {}
    for name, framework in (("ifrs", "IFRS"), ("us_gaap", "US GAAP"), ("cost_only", None)):
        ledger = life_of_stock(
            years,
            units=facts["units"],
            unit_cost=facts["unit_cost"],
            framework=framework,
            currency="USD",
        ).ledger.rename(columns={"used": "utilised"})
        answers[name] = {
            "pnl": ledger["profit"].tolist(),
            "total": ledger["profit"].sum(),
            "allowance": ledger.to_dict("records"),
        }
    return answers


def release_without_sale(facts: Facts) -> Facts:
    needed = facts["model_target"] / facts["units_close"]
    lots = pd.DataFrame(
        {
            "unit_cost": [10.0],
            "unit_nrv": [10.0 - needed],
            "opening_units": [float(facts["units_open"])],
            "closing_units": [float(facts["units_close"])],
            "opening_allowance": [float(facts["opening_allowance"])],
        }
    )
    answers = {}
    for name, framework in (("us_gaap", "US GAAP"), ("ifrs", "IFRS")):
        rolled = roll_lots(lots, framework=framework, currency="USD").iloc[0]
        answers[name] = {"release": rolled["reversed"], "closing": rolled["closing"]}
    return answers


def pro_rata(facts: Facts) -> Facts:
    held, sold, cost = facts["on_hand"], facts["sold"], facts["unit_cost"]
    lots = pd.DataFrame(
        {
            "unit_cost": [float(cost)],
            "unit_nrv": [float(cost - facts["unit_allowance"])],
            "opening_units": [float(held)],
            "closing_units": [float(held - sold)],
            "opening_allowance": [float(held * facts["unit_allowance"])],
        }
    )
    rolled = roll_lots(lots, framework="IFRS", currency="USD").iloc[0]
    event = StockEvents(
        period="1",
        sales=sold * facts["price"],
        sold_cost=sold * cost,
        used_on_sale=rolled["used"],
    )
    return {
        "gross_cogs": event.sold_cost,
        "allowance_release": event.used,
        "net_cogs": event.sold_cost - event.used,
        "gross_profit": event.profit,
        "closing_allowance": rolled["closing"],
    }


def write_off_above(facts: Facts) -> Facts:
    gone = dispose(facts["write_off"], allowance=facts["allowance"])
    return {
        "from_allowance": gone.used,
        "expense": -gone.profit,
        "closing_allowance": gone.closing_allowance,
    }


def negative_nrv(facts: Facts) -> Facts:
    measured = lower_of(
        facts["cost"], realizable_value(facts["price"], selling_cost=facts["cost_to_sell"])
    )
    return {name: getattr(measured, name) for name in measured.__slots__}


def allocation(facts: Facts) -> Facts:
    parts = allocate(facts["total"], facts["weights"], currency="USD")
    return {"lines": parts.tolist(), "sum": parts.sum()}


def line_not_unit(facts: Facts) -> Facts:
    frame = pd.DataFrame(
        {
            "sku": ["a"],
            "category": ["x"],
            "units": [facts["qty"]],
            "unit_cost": [facts["unit_cost"]],
            "unit_nrv": [facts["unit_nrv"]],
        }
    )
    measured = lower_of_cost(frame, level="item", currency="USD")
    return {"write_down_line_rounded": measured["write_down"].iloc[0]}


def tax_of(profit: float, opening: float, closing: float, rate: float, deductible: str) -> Facts:
    effect = tax_effect(
        profit,
        opening_allowance=opening,
        closing_allowance=closing,
        rate=rate,
        deductible=deductible,
        currency="USD",
    )
    return {
        "current_tax": effect.current,
        "deferred_tax": effect.deferred,
        "dta": effect.deferred_tax_asset,
        "net_income": profit - effect.expense,
    }


def tax_deferred(facts: Facts) -> Facts:
    reserve, rate = facts["reserve"], facts["tax_pct"] / 100
    return {
        "year1": tax_of(-reserve, 0, reserve, rate, "realized"),
        "year2_scrap": tax_of(0, reserve, 0, rate, "realized"),
    }


def rate_change(facts: Facts) -> Facts:
    reserve = facts["reserve"]
    effect = tax_effect(
        0,
        opening_allowance=reserve,
        closing_allowance=reserve,
        opening_rate=facts["tax_pct"] / 100,
        rate=facts["new_tax_pct"] / 100,
        deductible="realized",
        currency="USD",
    )
    return {
        "dta_before": effect.deferred_tax_asset + effect.deferred,
        "dta_after": effect.deferred_tax_asset,
        "tax_benefit": -effect.expense,
    }


def ratios(facts: Facts) -> Facts:
    rate, loss = facts["tax_pct"] / 100, facts["write_down"]
    operating = facts["revenue"] - facts["cogs"] - facts["opex"]
    relief = rate * loss
    stock = facts["inventory"] - loss
    payable = relief if facts["deductible_now"] else 0.0
    asset = 0.0 if facts["deductible_now"] else relief
    figures = {
        "revenue": facts["revenue"],
        "cogs": facts["cogs"] + loss,
        "gross_profit": facts["revenue"] - facts["cogs"] - loss,
        "operating_profit": operating - loss,
        "net_income": (operating - loss) * (1 - rate),
        "current_assets": stock + facts["other_current_assets"],
        "current_liabilities": facts["current_liabilities"] - payable,
        "inventory_net": stock,
        "total_assets": stock + facts["other_current_assets"] + facts["noncurrent_assets"] + asset,
        "debt": facts["noncurrent_liabilities"],
        "total_liabilities": facts["current_liabilities"]
        - payable
        + facts["noncurrent_liabilities"],
        "equity": facts["equity"] - loss + relief,
    }
    closing = measure(figures)
    average = measure({**figures, "opening_inventory": facts["opening_inventory"]})
    return {
        "gross_margin_pct": 100 * closing["gross_margin"],
        "net_income": figures["net_income"],
        "equity": closing["equity"],
        "total_assets": figures["total_assets"],
        "current_ratio": closing["current_ratio"],
        "working_capital": closing["working_capital"],
        "turnover_closing": closing["inventory_turnover"],
        "turnover_average": average["inventory_turnover"],
        "dio_average": average["days_inventory"],
        "liabilities_to_equity": closing["liabilities_to_equity"],
        "roe_closing_pct": 100 * closing["return_on_equity"],
        "roa_closing_pct": 100 * closing["return_on_assets"],
        "gmroi_average": average["gmroi"],
    }


def sales_tax(facts: Facts) -> Facts:
    net = net_of_sales_tax(facts["price_incl_vat"], facts["vat_pct"] / 100)
    nrv = realizable_value(net, selling_cost=facts["selling_cost"])
    wrong = realizable_value(facts["price_incl_vat"], selling_cost=facts["selling_cost"])
    return {
        "net_price": net,
        "nrv": nrv,
        "write_down": lower_of(facts["cost"], nrv).write_down,
        "wrong_if_gross": lower_of(facts["cost"], wrong).write_down,
    }


def contract(facts: Facts) -> Facts:
    def nrv(price: float) -> float:
        return realizable_value(price, selling_cost=facts["selling_cost"])

    under, general = write_down_by_outlet(
        facts["qty"],
        unit_cost=facts["cost"],
        outlets=[
            Outlet(facts["contract_qty"], nrv(facts["contract_price"])),
            Outlet(np.inf, nrv(facts["general_price"])),
        ],
    )
    return {
        "contract_write_down": under,
        "general_write_down": general,
        "total": under + general,
    }


def vendor(facts: Facts) -> Facts:
    cost = facts["cost"]
    back, rest = write_down_by_outlet(
        facts["units"],
        unit_cost=cost,
        outlets=[
            Outlet(facts["rtv_max_units"], cost * facts["rtv_credit_pct"] / 100),
            Outlet(np.inf, facts["nrv"]),
        ],
    )
    return {"write_down_rtv": back, "write_down_rest": rest, "total": back + rest}


def material(facts: Facts) -> Facts:
    return {
        "write_down": material_write_down(
            facts["material_cost"],
            replacement_cost=facts["material_replacement"],
            product_cost=facts["finished_cost"],
            product_nrv=facts["finished_nrv"],
        )
    }


def buckets(facts: Facts) -> Facts:
    steps = tuple((days, pct / 100) for days, pct in facts["buckets_gt_days"])
    ages = np.array(facts["days"], dtype=np.float64)
    return {"pct": (100 * aging_share(ages, steps)).tolist()}


def interim(facts: Facts) -> Facts:
    _, q2, _, q4 = interim_losses(
        [0, -facts["q2_decline"], 0, facts["recovered_by_q4"]],
        temporary=[False, facts["expected_recover_by_year_end"], False, False],
    )
    return {"q2": q2, "q4": q4}


def year_boundary(facts: Facts) -> Facts:
    days = [date.fromisoformat(facts[name]) for name in ("write_down_date", "recovery_date")]
    cost = 10_000.0
    low = cost - facts["amount"]
    values = [low, low + facts["recovery"]]
    years = [fiscal_year(day, facts["fiscal_year_end"]) for day in days]
    us = remeasure(cost, values, framework="US GAAP", fiscal_years=years)
    ifrs = remeasure(cost, values, framework="IFRS", fiscal_years=years)
    return {
        "us_recognised": us["reversal"].iloc[1],
        "ifrs_recognised": ifrs["reversal"].iloc[1],
    }


def materiality(facts: Facts) -> Facts:
    role = loss_account(
        facts["write_down"],
        profit_before_tax=facts["pre_tax_profit_before"],
        presentation="by materiality",
        materiality=facts["threshold_pct"] / 100,
    )
    return {
        "pct": 100 * facts["write_down"] / facts["pre_tax_profit_before"],
        "line": "separate" if role == "write_down_loss" else "cogs",
    }


def margin(facts: Facts) -> Facts:
    sale = write_down_then_sale(
        facts["cost"], written_down_to=facts["written_to"], price=facts["price"]
    )
    return {
        "reported_margin_pct": 100 * sale.margin,
        "margin_on_original_cost_pct": 100 * sale.margin_on_cost,
    }


def subsequent(facts: Facts) -> Facts:
    nrv = realizable_value(facts["price_after_year_end"], selling_cost=facts["selling_cost"])
    loss = lower_of(facts["cost"], nrv).write_down
    return {"nrv": nrv, "write_down": loss, "adjusting": loss > 0}


def break_even(facts: Facts) -> Facts:
    rate = facts["selling_cost_pct_of_price"] / 100
    nrvs = [
        realizable_value(marked_down(facts["price"], pct / 100), selling_cost_rate=rate)
        for pct in facts["markdowns_pct"]
    ]
    deepest = break_even_markdown(facts["cost"], price=facts["price"], selling_cost_rate=rate)
    return {
        "nrv": nrvs,
        "write_down": [facts["units"] * lower_of(facts["cost"], nrv).write_down for nrv in nrvs],
        "breakeven_price": break_even_price(facts["cost"], selling_cost_rate=rate),
        "breakeven_markdown_pct": 100 * deepest,
    }


def general(facts: Facts) -> Facts:
    share = facts["general_pct"] / 100
    reserve = percentage_reserve(facts["total"], share, specific_base=facts["specific_base"])
    return {
        "general": reserve,
        "total_reserve": reserve + facts["specific_reserve"],
        "wrong": percentage_reserve(facts["total"], share) + facts["specific_reserve"],
    }


def covenant(facts: Facts) -> Facts:
    left = {
        deductible: headroom(
            "current_ratio",
            facts["covenant"],
            figures=facts,
            tax_rate=0.25,
            deductible=deductible,
        )
        for deductible in ("realized", "booked")
    }
    assert left["booked"] > left["realized"]
    return {"headroom_deferred_tax": left["realized"]}


def ordering(facts: Facts) -> Facts:
    frame = pd.DataFrame(facts["items"]).rename(
        columns={"cat": "category", "cost": "unit_cost", "nrv": "unit_nrv"}
    )
    frame = frame.assign(sku=frame.index.astype("str"), units=1.0)
    answers = {
        level: lower_of_cost(frame, level=level)["carrying_value"].sum()
        for level in ("item", "category", "total")
    }
    return {**answers, "cost": frame["unit_cost"].sum()}


RULES: dict[str, Callable[[Facts], Facts]] = {
    "d_seed_direct": seed_direct,
    "d_seed_allowance_cycle": seed_allowance_cycle,
    "d_timing_three_meanings": timing,
    "d_life_cycle_total_equal": life_cycle,
    "d_us_no_release_without_sale": release_without_sale,
    "d_pro_rata_release_to_cogs": pro_rata,
    "d_writeoff_exceeds_allowance": write_off_above,
    "d_negative_nrv": negative_nrv,
    "d_rounding_allocation": allocation,
    "d_rounding_line_not_unit": line_not_unit,
    "d_tax_us_reserve_dta": tax_deferred,
    "d_tax_rate_change": rate_change,
    "d_tax_uk_specific": lambda facts: tax_of(
        -facts["reserve"], 0, facts["reserve"], facts["tax_pct"] / 100, "booked"
    ),
    "d_ratios_before": ratios,
    "d_ratios_us_dta": ratios,
    "d_vat_inclusive_price": sales_tax,
    "d_firm_contract_split": contract,
    "d_materials_exception": material,
    "d_bucket_boundaries": buckets,
    "d_interim_temporary": interim,
    "d_fiscal_year_boundary": year_boundary,
    "d_presentation_materiality": materiality,
    "d_margin_flattery": margin,
    "d_subsequent_sale": subsequent,
    "d_markdown_breakeven": break_even,
    "d_general_excludes_specific": general,
    "d_return_to_vendor": vendor,
    "d_covenant_headroom": covenant,
    "d_level_ordering": ordering,
}


@pytest.mark.parametrize("name", CASES)
def test_the_rule_gives_the_answer_worked_by_hand(name: str) -> None:
    case = CASES[name]
    agrees(RULES[name](case["inputs"]), case["expected"], case["tolerance"])
