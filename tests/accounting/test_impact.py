"""assess: one set of facts, recorded in three ways, for two periods."""

import dataclasses
import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.accounting import METHODS, Impact, ImpairedStock, article_case, assess
from core.policy import Policy


def line(
    impact: Impact, name: str, *, method: str = "direct", period: str = "current"
) -> pd.Series:
    rows = impact.statements.query("method == @method and period == @period and line == @name")
    return rows.iloc[0]


def article(**policy: object) -> Impact:
    case = article_case()
    return assess(
        case.stock,
        financials=case.financials,
        policy=dataclasses.replace(case.policy, **policy),
        currency=case.currency,
    )


def posted(impact: Impact, method: str, period: str) -> list[tuple[str, float, float]]:
    rows = impact.journal.query("method == @method and period == @period")
    rows = rows[~rows["account"].str.contains("tax")]
    return list(rows[["account", "debit", "credit"]].itertuples(index=False, name=None))


@pytest.mark.parametrize("deductible", ["booked", "realized"])
@pytest.mark.parametrize("method", ["direct", "allowance"])
def test_the_example_lowers_net_income_and_equity_by_750(method: str, deductible: str) -> None:
    impact = article(reserve_deductible=deductible)
    assert line(impact, "inventory_net", method=method)["after"] == 9_000
    assert line(impact, "profit_before_tax", method=method)["effect"] == -1_000
    assert line(impact, "net_income", method=method)["effect"] == -750
    assert line(impact, "equity", method=method)[["before", "after"]].tolist() == [15_000, 14_250]
    assert impact.net_income_effect == impact.equity_effect == -750
    assert impact.methods_agree
    assert impact.balances


def test_the_direct_entry_credits_inventory() -> None:
    impact = article()
    assert posted(impact, "direct", "current") == [
        ("Loss on inventory write-down", 1_000, 0),
        ("Inventory", 0, 1_000),
    ]
    assert posted(impact, "direct", "next") == []


def test_scrap_uses_the_allowance_without_a_second_loss() -> None:
    impact = article()
    assert posted(impact, "allowance", "next") == [
        ("Allowance for inventory write-down", 1_000, 0),
        ("Inventory", 0, 1_000),
    ]
    gross = line(impact, "inventory", method="allowance", period="next")
    assert gross[["before", "after"]].tolist() == [10_000, 9_000]
    assert line(impact, "net_income", method="allowance", period="next")["effect"] == 0


def test_waiting_moves_the_same_loss_to_the_next_period_and_is_marked() -> None:
    impact = article()
    assert posted(impact, "wait", "current") == []
    assert line(impact, "net_income", method="wait", period="next")["effect"] == -750
    marked = impact.methods.set_index("method")["compliant"]
    assert marked.to_dict() == {"direct": True, "allowance": True, "wait": False}


def test_goods_still_saleable_are_sold_at_what_they_bring() -> None:
    stock = ImpairedStock(
        cost_value=10_000, write_down_cost=3_000, write_down=1_000, selling_cost=200
    )
    impact = assess(stock, financials=None, policy=Policy(), currency="USD")
    for method in ("direct", "allowance"):
        assert line(impact, "revenue", method=method, period="next")["effect"] == 2_200
        assert line(impact, "cogs", method=method, period="next")["effect"] == 2_000
        assert line(impact, "net_income", method=method, period="next")["effect"] == 0
        assert line(impact, "cash", method=method, period="next")["effect"] == 2_000
    assert line(impact, "cogs", method="wait", period="next")["effect"] == 3_000


def test_only_the_change_of_the_allowance_is_charged() -> None:
    case = article_case()
    figures = {**case.financials, "inventory_allowance": 400.0, "equity": 14_600.0}
    impact = assess(case.stock, financials=figures, policy=case.policy, currency="USD")
    assert (impact.opening_allowance, impact.charge) == (400, 600)
    assert impact.net_income_effect == -450
    assert impact.methods_agree
    assert impact.balances
    assert line(impact, "inventory", method="direct")["after"] == 9_000
    assert line(impact, "inventory_allowance", method="direct")["after"] == 0
    assert line(impact, "inventory_allowance", method="allowance")["after"] == -1_000
    assert line(impact, "deferred_tax_asset", method="allowance")["effect"] == 150


@pytest.mark.parametrize(
    ("framework", "release", "blocked", "net_income"),
    [("IFRS", 500, 0, 375), ("FRS 102", 500, 0, 375), ("US GAAP", 0, 500, 0)],
)
def test_a_surplus_goes_back_under_ifrs_and_stays_under_us_gaap(
    framework: str, release: float, blocked: float, net_income: float
) -> None:
    case = article_case()
    figures = {**case.financials, "inventory_allowance": 1_500.0, "equity": 13_500.0}
    policy = dataclasses.replace(case.policy, framework=framework)
    impact = assess(case.stock, financials=figures, policy=policy, currency="USD")
    assert (impact.charge, impact.release, impact.release_blocked) == (0, release, blocked)
    assert impact.net_income_effect == net_income
    assert line(impact, "cogs")["effect"] == -release
    assert any("does not take it back" in each.repair for each in impact.problems) == bool(blocked)


def test_a_stock_nobody_can_judge_posts_nothing_and_keeps_its_allowance() -> None:
    case = article_case()
    stock = ImpairedStock(cost_value=10_000, unknown_cost_value=10_000, is_judged=False)
    figures = {**case.financials, "inventory_allowance": 1_500.0, "equity": 13_500.0}
    impact = assess(stock, financials=figures, policy=Policy(), currency="USD")
    assert impact.journal.empty
    unknown = (impact.required_allowance, impact.charge, impact.release, impact.net_income_effect)
    assert all(math.isnan(amount) for amount in unknown)
    assert impact.carrying_value == 8_500
    assert math.isnan(line(impact, "equity")["after"])
    assert line(impact, "equity")["before"] == 13_500
    assert line(impact, "revenue")["after"] == 84_000
    assert impact.allowance["closing"].isna().all()
    assert any("Nothing is posted" in each.repair for each in impact.problems)


@pytest.mark.parametrize(("unknown", "released"), [(400.0, 1_100.0), (5_000.0, 0.0)])
def test_an_allowance_that_may_belong_to_unknown_goods_is_not_released(
    unknown: float, released: float
) -> None:
    case = article_case()
    stock = ImpairedStock(cost_value=10_000, unknown_cost_value=unknown)
    figures = {**case.financials, "inventory_allowance": 1_500.0, "equity": 13_500.0}
    impact = assess(stock, financials=figures, policy=Policy(), currency="USD")
    assert (impact.release, impact.release_withheld) == (released, 1_500 - released)
    assert impact.carrying_value == 8_500 + released
    assert any("until they can be judged" in each.repair for each in impact.problems)


def test_without_financials_effects_are_known_and_bases_are_not() -> None:
    impact = assess(article_case().stock, financials=None, policy=Policy(), currency="USD")
    assert impact.net_income_effect == -750
    assert math.isnan(line(impact, "equity")["before"])
    assert math.isnan(line(impact, "equity")["after"])
    assert line(impact, "equity")["effect"] == -750
    assert line(impact, "inventory")[["before", "after"]].tolist() == [10_000, 9_000]
    assert impact.statements["effect"].notna().all()
    assert impact.problems


def test_a_missing_line_makes_its_totals_unknown_and_no_others() -> None:
    figures = {**article_case().financials, "debt": math.nan, "equity": 16_000.0}
    impact = assess(article_case().stock, financials=figures, policy=Policy(), currency="USD")
    assert line(impact, "total_assets")["after"] == 24_250
    assert math.isnan(line(impact, "total_liabilities")["after"])
    assert math.isnan(impact.balance_difference)
    assert any(each.column == "debt" for each in impact.problems)


def test_a_missing_line_is_nil_when_the_rest_balances() -> None:
    figures = {**article_case().financials, "debt": math.nan, "equity": 19_000.0}
    impact = assess(article_case().stock, financials=figures, policy=Policy(), currency="USD")
    assert line(impact, "total_liabilities")["before"] == 6_000
    assert impact.balance_difference == 0


def test_no_allowance_is_proven_when_the_rest_balances_and_else_assumed_aloud() -> None:
    for equity, said in ((15_000.0, "it is nil"), (14_000.0, "taken to hold none")):
        figures = {**article_case().financials, "inventory_allowance": math.nan, "equity": equity}
        impact = assess(article_case().stock, financials=figures, policy=Policy(), currency="USD")
        notes = [each.repair for each in impact.problems if each.column == "inventory_allowance"]
        assert len(notes) == 1
        assert said in notes[0]


def test_uploaded_figures_that_do_not_balance_show_their_difference() -> None:
    figures = {**article_case().financials, "equity": 14_000.0}
    impact = assess(article_case().stock, financials=figures, policy=Policy(), currency="USD")
    assert impact.balance_difference == 1_000
    assert line(impact, "difference")[["before", "after", "effect"]].tolist() == [1_000, 1_000, 0]
    assert not impact.balances
    assert "$1,000.00" in impact.problems[0].found


def test_a_tax_rate_that_is_none_gives_way_to_the_policys_and_is_said() -> None:
    figures = {**article_case().financials, "tax_rate": 25.0}
    impact = assess(
        article_case().stock, financials=figures, policy=Policy(tax_rate=0.2), currency="USD"
    )
    assert impact.tax_rate == 0.2
    assert any(each.column == "tax_rate" for each in impact.problems)


def test_books_that_differ_from_the_stock_list_say_by_how_much() -> None:
    figures = {**article_case().financials, "inventory": 10_250.0, "equity": 15_250.0}
    impact = assess(article_case().stock, financials=figures, policy=Policy(), currency="USD")
    assert impact.inventory_difference == 250
    assert any(each.column == "inventory" for each in impact.problems)


@pytest.mark.parametrize(
    ("presentation", "materiality", "expected"),
    [
        ("cogs", 0.05, "cogs"),
        ("separate", 0.05, "separate"),
        ("by materiality", 1 / 11, "cogs"),
        ("by materiality", 0.09, "separate"),
    ],
)
def test_presentation_moves_the_line_and_never_the_profit(
    presentation: str, materiality: float, expected: str
) -> None:
    impact = article(presentation=presentation, materiality=materiality)
    assert impact.presentation == expected
    own_line = 1_000 if expected == "separate" else 0
    assert line(impact, "inventory_write_down")["effect"] == own_line
    assert line(impact, "cogs")["effect"] == 1_000 - own_line
    assert line(impact, "net_income")["after"] == 7_500


def test_scrapping_now_takes_the_goods_off_the_books_in_this_period() -> None:
    case = article_case()
    impact = assess(
        case.stock, financials=case.financials, policy=case.policy, currency="USD", scrap_now=True
    )
    after = line(impact, "inventory", method="allowance")["after"]
    assert after == line(impact, "inventory", method="direct")["after"] == 9_000
    assert impact.allowance.query("method == 'allowance'")["closing"].tolist() == [0, 0]


def test_account_names_come_from_the_policy() -> None:
    impact = article(
        accounts={**Policy().accounts, "inventory": "1400 Stock", "write_down_loss": "7010 Loss"}
    )
    assert {"1400 Stock", "7010 Loss"} <= set(impact.journal["account"])


def test_ratios_flattered_by_the_write_down_say_so() -> None:
    ratios = article().ratios.query("method == 'direct' and period == 'current'")
    turnover = ratios.set_index("ratio").loc["inventory_turnover"]
    assert turnover["direction"] == "better"
    assert "nothing sold faster" in turnover["note"]
    assert turnover["excluding_write_downs"] == pytest.approx(turnover["before"])


def test_days_of_stock_know_how_long_the_period_is_and_what_it_opened_with() -> None:
    case = article_case()
    figures = {**case.financials, "period": "Q4 2025", "opening_inventory": 8_000.0}
    impact = assess(case.stock, financials=figures, policy=case.policy, currency="USD")
    rows = impact.ratios.query("method == 'direct' and period == 'current'").set_index("ratio")
    days, turnover = (rows.loc[name, "before"] for name in ("days_inventory", "inventory_turnover"))
    assert days == pytest.approx(365 / 4 * 9_000 / 42_600)
    assert turnover == pytest.approx(365 / days)


def test_covenants_show_what_is_left() -> None:
    impact = article(covenants={"equity": 14_000, "current_ratio": 2.9, "debt_to_equity": 0.3})
    rows = impact.covenants.query("method == 'direct' and period == 'current'").set_index("ratio")
    assert rows["holds"].tolist() == [True, False, True]
    assert rows.loc["equity", "headroom"] == pytest.approx(250 / 0.75)
    assert rows.loc["current_ratio", "headroom"] == pytest.approx(17_000 - 2.9 * 6_000)


cents = st.integers(0, 10**9).map(lambda amount: amount / 100)


@st.composite
def stocks(draw: st.DrawFn) -> ImpairedStock:
    down_cost, off_cost, healthy = draw(cents), draw(cents), draw(cents)
    down = round(draw(st.floats(0, 1)) * down_cost, 2)
    off = round(draw(st.floats(0, 1)) * off_cost, 2)
    return ImpairedStock(
        cost_value=round(down_cost + off_cost + healthy, 2),
        write_down_cost=down_cost,
        write_down=min(down, down_cost),
        write_off_cost=off_cost,
        write_off=min(off, off_cost),
        selling_cost=draw(cents),
        disposal_cost=draw(cents),
    )


@given(
    stock=stocks(),
    opening=cents,
    framework=st.sampled_from(["IFRS", "US GAAP", "FRS 102"]),
    deductible=st.sampled_from(["booked", "realized"]),
    rate=st.floats(0, 0.6),
    scrap_now=st.booleans(),
)
@settings(max_examples=30, deadline=None)
def test_every_way_of_recording_balances_ties_and_ends_alike(
    stock: ImpairedStock,
    opening: float,
    framework: str,
    deductible: str,
    rate: float,
    scrap_now: bool,
) -> None:
    policy = Policy(framework=framework, reserve_deductible=deductible)
    figures = {"inventory_allowance": opening, "tax_rate": rate}
    impact = assess(stock, financials=figures, policy=policy, currency="USD", scrap_now=scrap_now)
    sums = impact.journal.groupby(["method", "period", "entry"])[["debit", "credit"]].sum()
    assert (sums["debit"] - sums["credit"]).abs().max() < 1e-4 or sums.empty
    differences = impact.statements.query("line == 'difference'")["effect"]
    assert (differences == 0).all()
    assert impact.methods_agree
    assert impact.allowance["ties"].all()
    if not scrap_now:
        shown = line(impact, "inventory_net")["after"]
        assert impact.carrying_value == pytest.approx(shown, abs=1e-4)
    assert (impact.allowance["closing"] >= 0).all()
    effects = impact.statements.pivot_table(
        index="line", columns=["method", "period"], values="effect", sort=False
    )
    totals = {method: effects.loc["profit_before_tax", method].sum() for method in METHODS}
    assert totals["direct"] == pytest.approx(totals["wait"], abs=1e-4)
    taxes = {method: effects.loc["income_tax", method].sum() for method in METHODS}
    # Tax is rounded once a period: two periods may differ from one by a cent each.
    assert taxes["direct"] == pytest.approx(taxes["wait"], abs=0.02)
    assert effects.loc["inventory_net", "direct"].tolist() == pytest.approx(
        effects.loc["inventory_net", "allowance"].tolist(), abs=1e-4
    )
