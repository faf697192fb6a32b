"""The known pitfalls of write-down accounting, and what keeps each of them out.

`PITFALLS` is the table: pitfall -> the tests that hold it. One is not fully closed and says so.
The tests at the end of this file are those that had no better home.
"""

import ast
import dataclasses
import datetime as dt
from functools import cache
from pathlib import Path
from typing import get_args

import pandas as pd
import pytest

from core.accounting import (
    Impact,
    article_case,
    assess,
    cost_of_goods_sold,
    impaired_stock,
    lower_of_cost,
)
from core.analysis import analyze
from core.book import make_book
from core.policy import Framework, Policy, PolicyError, PromotedSales

TESTS = Path(__file__).parents[1]

ACCOUNTING = "accounting"
PUBLISHED = "accounting/test_published_cases.py"
DERIVED = "accounting/test_derived_cases.py"
HERE = "accounting/test_pitfalls.py"

#: (number, pitfall, file, test). A pitfall may have several tests.
PITFALLS: tuple[tuple[int, str, str, str], ...] = (
    (1, "list price for NRV", "stock/test_realizable.py",
     "test_what_the_shop_really_got_goes_before_what_it_asks"),
    (1, "selling cost and sales tax forgotten", DERIVED,
     "test_the_rule_gives_the_answer_worked_by_hand"),
    (2, "a markdown taken for a write-down", "exposure/test_worked_cases.py", "test_worked_case"),
    (3, "market as the lowest of three", "accounting/test_rules.py",
     "test_market_is_the_median_of_replacement_ceiling_and_floor"),
    (4, "replacement cost where NRV counts", "accounting/test_market.py",
     "test_everyone_else_compares_with_net_realizable_value_alone"),
    (5, "groups that hide losses", "accounting/test_impaired.py",
     "test_a_group_nets_price_losses_and_leaves_specific_ones"),
    (5, "groups without a reason under IFRS", HERE,
     "test_a_test_by_category_under_ifrs_asks_for_its_reason"),
    (6, "negative NRV summed", "accounting/test_lower_of_cost.py",
     "test_an_unsaleable_row_does_not_use_up_what_others_are_worth"),
    (7, "a damaged lot hidden by good ones", HERE,
     "test_a_lot_below_cost_is_not_hidden_by_a_good_lot_of_the_same_item"),
    (8, "one price for all units", "accounting/test_rules.py",
     "test_outlets_must_take_every_unit"),
    (8, "contract units at the general price", "exposure/test_contracts.py",
     "test_only_the_units_beyond_the_contract_are_valued_at_the_general_price"),
    (9, "negative stock or cost in the sum", "stock/test_valuation.py",
     "test_rows_without_units_hold_nothing_to_value"),
    (10, "missing history read as zero", "stock/test_layers.py",
     "test_what_no_receipt_explains_is_at_least_as_old_as_the_history"),
    (10, "missing demand read as zero", "exposure/test_cover.py",
     "test_no_demand_is_endless_cover_and_a_missing_forecast_unknown"),
    (11, "reasons added up for one unit", "exposure/test_measure.py",
     "test_segments_partition_the_valued_stock"),
    (11, "a general rate on top of specific ones", DERIVED,
     "test_the_rule_gives_the_answer_worked_by_hand"),
    (12, "promotions below cost in the forecast", "demand/test_treatment.py",
     "test_the_forecast_does_not_hold_what_only_a_promotion_brings"),
    (12, "promoted demand hides excess", HERE,
     "test_demand_that_only_promotions_bring_covers_no_stock"),
    (13, "open orders ignored", "accounting/test_notes_and_tax.py",
     "test_orders_that_can_be_cancelled_are_no_loss_yet"),
    (14, "the balance charged again", "accounting/test_impact.py",
     "test_only_the_change_of_the_allowance_is_charged"),
    (15, "US GAAP release", "accounting/test_lots.py",
     "test_us_gaap_keeps_on_its_lot_what_is_no_longer_needed"),
    (15, "release as other income", "accounting/test_impact.py",
     "test_a_surplus_goes_back_under_ifrs_and_stays_under_us_gaap"),
    (16, "reversal above cost, or of units sold", "accounting/test_life.py",
     "test_the_ledger_ties_and_carrying_stays_between_zero_and_cost"),
    (17, "write-off above the allowance", "accounting/test_rules.py",
     "test_more_proceeds_than_carrying_is_a_gain_and_covers_no_allowance_of_others"),
    (17, "a shortfall on scrap beside the allowance", "accounting/test_scrap.py",
     "test_only_what_allowance_and_proceeds_leave_uncovered_is_lost"),
    (19, "missing goods lose twice", "accounting/test_other_losses.py",
     "test_missing_goods_lose_what_their_write_down_has_not_taken_yet"),
    (17, "a second loss on scrap", "accounting/test_impact.py",
     "test_scrap_uses_the_allowance_without_a_second_loss"),
    (18, "use not matched to units gone", "accounting/test_lots.py",
     "test_units_gone_use_their_share_and_the_rest_is_measured_again"),
    (19, "Inventory and Allowance both credited", HERE,
     "test_one_account_is_credited_for_a_loss_never_both"),
    (20, "signs of printed contra accounts", "accounting/test_rules.py",
     "test_printed_signs_are_not_trusted"),
    (21, "the plug holds the write-down already", HERE,
     "test_the_cost_of_goods_sold_contains_a_write_off_once"),
    (22, "two methods, two profits", "accounting/test_life.py",
     "test_direct_and_allowance_agree_in_every_period_and_balance"),
    (23, "relief without a deferred tax asset", "accounting/test_notes_and_tax.py",
     "test_deferred_tax_that_is_not_recognized_makes_the_loss_cost_more"),
    (24, "deferred tax among current assets", HERE,
     "test_a_deferred_tax_asset_is_no_current_asset"),
    (24, "deferred tax not unwound", "accounting/test_notes_and_tax.py",
     "test_tax_that_waits_counts_the_loss_when_the_goods_leave"),
    (25, "calendar year for the fiscal year", "accounting/test_fiscal.py",
     "test_the_day_after_the_year_end_opens_the_next_year"),
    (25, "recovery across the year end", "accounting/test_life.py",
     "test_us_gaap_takes_a_loss_back_within_its_fiscal_year_only"),
    (26, "prior periods restated", HERE, "test_a_changed_estimate_leaves_what_was_before_alone"),
    (27, "sales after the period end", DERIVED, "test_the_rule_gives_the_answer_worked_by_hand"),
    (28, "ratios flattered without a note", "accounting/test_impact.py",
     "test_ratios_flattered_by_the_write_down_say_so"),
    (29, "rounding by unit, parts that do not tie", "accounting/test_allocation.py",
     "test_parts_add_up_and_stay_within_a_minor_unit_of_their_share"),
    (30, "two currencies", "ingest/test_assembly.py",
     "test_the_currency_is_the_one_that_cells_carry"),
    (30, "a period posted twice", "accounting/test_ledger_files.py",
     "test_a_run_is_recognized_in_every_file_it_left_in"),
    (31, "percentages nobody chose", "test_policy_files.py",
     "test_a_policy_written_and_read_again_is_equal"),
    (31, "no log of changes: kept for the session, a lasting one needs a store",
     "pages/start/test_policy.py", "test_each_change_is_noted_with_what_was_and_what_is"),
    (32, "one number without a range or back-test", "accounting/test_loss_rate.py",
     "test_the_band_holds_the_true_rate_about_as_often_as_it_says"),
)  # fmt: skip


@cache
def names_in(file: str) -> frozenset[str]:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_pitfall_is_in_the_table() -> None:
    assert {number for number, *_ in PITFALLS} == set(range(1, 33))


@pytest.mark.parametrize(
    ("file", "name"), [row[2:] for row in PITFALLS], ids=[f"{row[0]} {row[1]}" for row in PITFALLS]
)
def test_what_holds_a_pitfall_exists(file: str, name: str) -> None:
    assert name in names_in(file)


def article(**policy: object) -> Impact:
    case = article_case()
    changed = dataclasses.replace(case.policy, **policy)
    return assess(case.stock, financials=case.financials, policy=changed, currency="USD")


def two_lots(level: str) -> float:
    frame = pd.DataFrame(
        {
            "sku": ["a", "a"],
            "category": ["c", "c"],
            "units": [10.0, 10.0],
            "unit_cost": [10.0, 10.0],
            "unit_nrv": [2.0, 30.0],
        }
    )
    return float(lower_of_cost(frame, level=level)["write_down"].sum())


def test_a_lot_below_cost_is_not_hidden_by_a_good_lot_of_the_same_item() -> None:
    assert two_lots("item") == 80
    assert two_lots("category") == 0


@pytest.mark.parametrize("framework", ["IFRS", "FRS 102"])
def test_a_test_by_category_under_ifrs_asks_for_its_reason(framework: Framework) -> None:
    for none in ("", "  "):
        with pytest.raises(PolicyError, match="grouping_reason"):
            Policy(framework=framework, unit_of_account="category", grouping_reason=none)
    reason = "one product line, one price"
    assert Policy(framework=framework, unit_of_account="category", grouping_reason=reason)
    assert Policy(framework="US GAAP", unit_of_account="category")


def test_a_switch_to_ifrs_takes_an_unexplained_group_back_to_items() -> None:
    grouped = Policy(framework="US GAAP", unit_of_account="category")
    assert grouped.under("IFRS").unit_of_account == "item"
    explained = dataclasses.replace(grouped, grouping_reason="one product line, one price")
    assert explained.under("IFRS").unit_of_account == "category"


def test_one_account_is_credited_for_a_loss_never_both() -> None:
    journal = article().journal
    charged = journal[(journal["period"] == "current") & (journal["credit"] == 1_000)]
    accounts = charged.groupby("method")["account"].agg(list).to_dict()
    assert accounts == {
        "direct": ["Inventory"],
        "allowance": ["Allowance for inventory write-down"],
    }


def test_the_cost_of_goods_sold_contains_a_write_off_once() -> None:
    without = cost_of_goods_sold(100, purchases=500, closing=120)
    written = cost_of_goods_sold(100, purchases=500, closing=110, write_off=10)
    assert written.including_write_off == without.including_write_off + 10
    assert written.excluding_write_off == without.including_write_off


def test_a_deferred_tax_asset_is_no_current_asset() -> None:
    rows = article(reserve_deductible="realized").ratios
    row = rows[(rows["method"] == "allowance") & (rows["period"] == "current")]
    working = row.set_index("ratio").loc["working_capital"]
    assert working["after"] - working["before"] == -1_000


@pytest.mark.parametrize("change", [{"tax_rate": 0.4}, {"framework": "US GAAP"}])
def test_a_changed_estimate_leaves_what_was_before_alone(change: dict[str, object]) -> None:
    def lines_before(impact: Impact) -> list[float]:
        rows = impact.statements
        return rows[rows["period"] == "current"]["before"].dropna().tolist()

    assert lines_before(article(**change)) == lines_before(article())


def test_no_percentage_acts_without_standing_in_the_policy() -> None:
    segments = pd.DataFrame(
        {
            "sku": ["a"], "category": ["c"], "reason": ["healthy"], "kind": [""], "units": [1.0],
            "cost_value": [10.0], "nrv_value": [12.0], "write_down": [0.0],
        }
    )  # fmt: skip
    assert impaired_stock(segments, currency="USD").required_allowance == 0
    assert Policy().reserve_matrix["*"] == Policy.from_toml(Policy().to_toml()).reserve_matrix["*"]


def test_demand_that_only_promotions_bring_covers_no_stock() -> None:
    weeks = pd.date_range("2024-12-30", periods=52, freq="W-MON")
    on = [number % 4 == 2 for number in range(52)]
    sales = pd.DataFrame(
        {
            "date": weeks,
            "sku": "a",
            "units": [40.0 if each else 10.0 for each in on],
            "promotion": pd.array([each or pd.NA for each in on], dtype="boolean"),
        }
    )
    tables = {
        "items": pd.DataFrame({"sku": ["a"], "unit_cost": [10.0], "unit_price": [12.0]}),
        "stock": pd.DataFrame({"sku": ["a"], "on_hand": [1_000.0]}),
        "sales": sales,
    }
    book = make_book(tables, as_of=dt.date(2025, 12, 28), currency="USD")
    excess = {
        choice: analyze(book, Policy(promoted_sales=choice))
        .exposure.segments.query("reason == 'excess'")["units"]
        .sum()
        for choice in get_args(PromotedSales)
    }
    assert excess["set apart"] == pytest.approx(1_000 - 10 * 365 / 7, abs=40)
    assert excess["count in full"] < excess["set apart"] - 50
