"""Smaller rules: tax, headroom, market, retail, commitments, reserves, periods."""

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.accounting import (
    Outlet,
    RetailFigures,
    commitment_entry,
    commitment_losses,
    cost_on_hand,
    coverage_share,
    deferred_tax,
    dispose,
    fiscal_year,
    headroom,
    interim_losses,
    latest_financials,
    loss_account,
    lower_of,
    lower_of_cost_or_market,
    market_value,
    measure,
    receipt_entry,
    remeasure,
    retail_method,
    roll_forward,
    roll_lots,
    write_down_by_outlet,
)
from core.accounting.entries import Entry, Line, UnbalancedEntryError, entry
from core.accounting.financials import period_days
from core.policy import COVENANT_RATIOS


def test_an_entry_that_does_not_balance_is_a_mistake_of_the_program() -> None:
    with pytest.raises(UnbalancedEntryError):
        Entry("direct", "current", (Line("cash", debit=1.0), Line("sales", credit=0.99)), "")


def test_a_negative_amount_moves_to_the_other_side() -> None:
    made = entry("direct", "1", "", debit={"cash": 5.0, "allowance": -2.0}, credit={"sales": 3.0})
    assert made is not None
    assert made.lines == (
        Line("cash", debit=5.0),
        Line("allowance", credit=2.0),
        Line("sales", credit=3.0),
    )
    assert entry("direct", "1", "", debit={"cash": 0.0}, credit={"sales": 0.0}) is None


def test_more_proceeds_than_carrying_is_a_gain_and_covers_no_allowance_of_others() -> None:
    gone = dispose(100, allowance=300, proceeds=20)
    assert (gone.used, gone.closing_allowance, gone.profit) == (100, 200, 20)
    assert dispose(0, allowance=0).entry is None


@given(
    limit=st.floats(0.5, 5),
    ratio=st.sampled_from(COVENANT_RATIOS),
    rate=st.floats(0, 0.5),
    deductible=st.sampled_from(["booked", "realized"]),
    recognized=st.floats(0, 1),
)
def test_a_write_down_of_the_headroom_meets_the_covenant_exactly(
    limit: float, ratio: str, rate: float, deductible: str, recognized: float
) -> None:
    figures = {
        "current_assets": 900.0,
        "current_liabilities": 300.0,
        "total_liabilities": 700.0,
        "equity": 500.0,
        "debt": 400.0,
        "net_income": 80.0,
    }
    loss = headroom(
        ratio,
        limit,
        figures=figures,
        tax_rate=rate,
        deductible=deductible,
        recognized=recognized,
    )
    if math.isinf(loss):
        assert ratio in ("current_ratio", "liabilities_to_equity")
        return
    relief = rate * loss if deductible == "booked" else 0.0
    lost = loss - (relief if deductible == "booked" else recognized * rate * loss)
    equity = 500 - lost
    after = {
        "current_ratio": lambda: (900 - loss) / (300 - relief),
        "working_capital": lambda: (900 - loss) - (300 - relief),
        "equity": lambda: equity,
        "net_income": lambda: 80 - lost,
        "debt_to_equity": lambda: 400 / equity,
        "liabilities_to_equity": lambda: (700 - relief) / equity,
    }[ratio]()
    assert after == pytest.approx(limit, rel=1e-6)


def test_headroom_is_unknown_where_a_figure_is_and_other_ratios_are_refused() -> None:
    figures = {"equity": math.nan, "debt": 0.0}
    setting = {"figures": figures, "tax_rate": 0.25, "deductible": "booked"}
    assert math.isnan(headroom("equity", 1.0, **setting))
    with pytest.raises(ValueError, match="gross_margin"):
        headroom("gross_margin", 1.0, **setting)


def test_no_debt_leaves_all_equity_as_headroom_and_a_zero_ceiling_none() -> None:
    setting = {"tax_rate": 0.0, "deductible": "booked"}
    without = headroom("debt_to_equity", 2.0, figures={"equity": 5.0, "debt": 0.0}, **setting)
    assert without == 5
    broken = headroom("debt_to_equity", 0.0, figures={"equity": 5.0, "debt": 1.0}, **setting)
    assert broken == -math.inf


def test_a_new_tax_rate_and_doubtful_relief_change_the_asset() -> None:
    years = pd.DataFrame(
        {"income_before": [100.0, 100.0], "book_charge": [40.0, 0.0], "tax_deduction": [0.0, 0.0]}
    )
    changed = deferred_tax(years, rate=pd.Series([0.21, 0.25]), currency="USD")
    assert changed["dta_closing"].tolist() == [8.4, 10.0]
    assert changed["tax_expense"].tolist() == [12.6, 23.4]
    doubtful = deferred_tax(years, rate=0.25, currency="USD", recognized=0.5)
    assert doubtful["dta_closing"].tolist() == [5, 5]


@pytest.mark.parametrize(
    ("flow", "cost"), [("FIFO", 50_800), ("LIFO", 28_000), ("weighted average", 39_400)]
)
def test_the_cost_flow_decides_what_is_left(flow: str, cost: float) -> None:
    layers = pd.DataFrame({"units": [1600, 1600], "unit_cost": [140, 254]})
    assert cost_on_hand(layers, sold=3000, flow=flow) == (200, cost)
    with pytest.raises(ValueError, match="sold"):
        cost_on_hand(layers, sold=3201, flow=flow)


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 50), st.floats(0, 50), st.floats(0, 100))
@settings(max_examples=40, deadline=None)
def test_market_is_the_median_of_replacement_ceiling_and_floor(
    replacement: float, price: float, disposal: float, profit: float, cost: float
) -> None:
    frame = pd.DataFrame(
        {
            "units": [2.0],
            "unit_cost": [cost],
            "replacement_cost": [replacement],
            "selling_price": [price],
            "disposal_cost": [disposal],
            "normal_profit": [profit],
        }
    )
    measured = lower_of_cost_or_market(market_value(frame)).iloc[0]
    ceiling, floor = price - disposal, price - disposal - profit
    assert measured["unit_market"] == np.median([replacement, ceiling, floor])
    assert 0 <= measured["carrying_value"] <= measured["cost_value"]


def test_ifrs_stops_at_cost_and_us_gaap_at_the_years_opening_amount() -> None:
    values = [80.0, 90.0, 130.0]
    ifrs = remeasure(100, values, framework="IFRS")
    assert ifrs["carrying"].tolist() == [80, 90, 100]
    same_year = remeasure(100, values, framework="US GAAP", fiscal_years=[1, 1, 2])
    assert same_year["carrying"].tolist() == [80, 90, 90]
    assert same_year["reversal"].tolist() == [0, 10, 0]


@pytest.mark.parametrize(
    ("day", "year_end", "year"),
    [
        (date(2024, 12, 31), "12-31", 2024),
        (date(2025, 1, 31), "01-31", 2025),
        (date(2025, 2, 1), "01-31", 2026),
        (date(2024, 2, 29), "02-28", 2025),
    ],
)
def test_a_day_belongs_to_the_fiscal_year_that_ends_next(
    day: date, year_end: str, year: int
) -> None:
    assert fiscal_year(day, year_end) == year


def test_a_temporary_decline_made_good_in_time_is_never_recognized() -> None:
    got = interim_losses([-100, -50, 100, 0], temporary=[True, False, False, False])
    assert got.tolist() == [0, -50, 0, 0]


@given(st.lists(st.tuples(st.integers(-1000, 1000), st.booleans()), min_size=1, max_size=4))
def test_the_year_recognizes_what_has_not_come_back(quarters: list[tuple[int, bool]]) -> None:
    changes = [change for change, _ in quarters]
    got = interim_losses(changes, temporary=[flag for _, flag in quarters])
    assert got.sum() == pytest.approx(min(0, sum(changes)))
    assert (got.cumsum() <= 1e-9).all()


def test_a_commitment_recovers_at_most_what_was_lost_and_enters_stock_reduced() -> None:
    run = commitment_losses(1_000, [700, 800, 1_200])
    assert run["loss"].tolist() == [300, -100, -200]
    assert commitment_losses(1_000, [700], protected_share=0.5)["loss"].tolist() == [150]
    recovery = commitment_entry(-100.0)
    assert recovery is not None
    assert recovery.lines[0] == Line("purchase_commitment_liability", debit=100.0)
    arrival = receipt_entry(1_000, liability=300)
    assert arrival is not None
    assert Line("inventory", debit=700) in arrival.lines


def test_retail_handles_what_leaves_the_pool_before_and_after_the_ratio() -> None:
    figures = RetailFigures(
        begin_cost=100,
        begin_retail=200,
        purchases_cost=500,
        purchases_retail=1_000,
        freight_in=20,
        purchase_returns_cost=20,
        purchase_returns_retail=40,
        abnormal_loss_cost=30,
        abnormal_loss_retail=60,
        net_sales=700,
        employee_discounts=10,
        normal_shortage=20,
    )
    result = retail_method(figures, method="conventional")
    assert result.ending_retail == 200 + 1_000 - 40 - 60 - 700 - 10 - 20
    assert result.ratio == pytest.approx((100 + 500 + 20 - 20 - 30) / 1_100)
    assert result.ending_cost + result.cost_of_goods_sold == pytest.approx(570)


def test_lifo_retail_eats_into_the_opening_layer() -> None:
    figures = RetailFigures(
        begin_cost=100, begin_retail=200, purchases_cost=60, purchases_retail=100, net_sales=150
    )
    assert retail_method(figures, method="LIFO").ending_cost == 75
    assert retail_method(figures, method="FIFO").ending_cost == 90


@pytest.mark.parametrize(
    ("kind", "months", "share"),
    [("ROH", 1.9, 0.0), ("FERT", 6.5, 0.15), ("ROH", math.inf, 0.25)],
)
def test_coverage_takes_the_smaller_step_and_the_blank_type(
    kind: str, months: float, share: float
) -> None:
    steps = pd.DataFrame(
        [("", 2, 0.05), ("", 6, 0.15), ("ROH", 12, 0.25), ("ROH", 2, 0.03)],
        columns=["material_type", "months", "share"],
    )
    assert coverage_share(steps, material_type=kind, months=months) == share
    assert math.isnan(coverage_share(steps, material_type=kind, months=math.nan))


def test_outlets_must_take_every_unit() -> None:
    assert write_down_by_outlet(
        10, unit_cost=5, outlets=[Outlet(4, 6.0), Outlet(math.inf, 3.0)]
    ) == (0, 12)
    with pytest.raises(ValueError, match="no outlet takes 6"):
        write_down_by_outlet(10, unit_cost=5, outlets=[Outlet(4, 6.0)])


def test_printed_signs_are_not_trusted() -> None:
    rows = pd.DataFrame(
        {
            "period": ["2017", "2018"],
            "opening": [240.0, 560.0],
            "charged": [165.0, 10.0],
            "used": [-155.0, 20.0],
            "reversed": [0.0, 0.0],
            "stated_closing": [560.0, 549.0],
        }
    )
    rolled = roll_forward(rows, currency="USD")
    assert rolled["signs"].tolist() == ["as stated", "does not tie"]
    assert rolled["ties"].tolist() == [True, False]
    flipped = roll_forward(rows.assign(used=-rows["used"]), currency="USD")
    assert flipped["signs"].iloc[0] == "deduction is an addition"


def test_a_row_that_does_not_open_with_the_last_closing_does_not_tie() -> None:
    rows = pd.DataFrame(
        {"period": ["1", "2"], "opening": [0.0, 6.0], "charged": [5.0, 0.0]}
    ).assign(used=0.0, reversed=0.0)
    assert roll_forward(rows, currency="USD")["ties"].tolist() == [True, False]


def test_a_lot_with_unknown_nrv_stays_unknown_and_others_do_not() -> None:
    lots = pd.DataFrame(
        {
            "unit_cost": [10.0, 10.0],
            "unit_nrv": [math.nan, 4.0],
            "opening_units": [10.0, 10.0],
            "closing_units": [5.0, 5.0],
            "opening_allowance": [20.0, 20.0],
        }
    )
    rolled = roll_lots(lots, framework="IFRS", currency="USD")
    assert rolled["used"].tolist() == [10, 10]
    assert rolled["closing"].isna().tolist() == [True, False]
    assert rolled["closing"].iloc[1] == 30


def test_within_a_fiscal_year_us_gaap_keeps_what_stood_at_its_start() -> None:
    lots = pd.DataFrame(
        {
            "unit_cost": [10.0],
            "unit_nrv": [10.0],
            "opening_units": [10.0],
            "closing_units": [10.0],
            "opening_allowance": [50.0],
            "year_start_allowance": [20.0],
        }
    )
    rolled = roll_lots(lots, framework="US GAAP", currency="USD", within_fiscal_year=True)
    assert rolled[["reversed", "blocked", "closing"]].iloc[0].tolist() == [30, 20, 20]


@pytest.mark.parametrize(
    ("periods", "latest"),
    [
        (["FY 2010", "FY 2011"], "FY 2011"),
        (["Q1 2026", "Q4 2025"], "Q1 2026"),
        (["Dec 2024", "Feb 2025", "Jan 2025"], "Feb 2025"),
        (["2025-10", "2025-9"], "2025-10"),
        (["prior", None], "prior"),
    ],
)
def test_the_latest_period_is_found_whatever_the_order(
    periods: list[str | None], latest: str
) -> None:
    for order in (periods, periods[::-1]):
        row = latest_financials(pd.DataFrame({"period": order}))
        assert row is not None
        assert row["period"] == latest
    assert latest_financials(pd.DataFrame({"period": []})) is None


def test_the_period_before_gives_the_opening_stock() -> None:
    frame = pd.DataFrame(
        {
            "period": ["FY 2026", "FY 2025"],
            "inventory": [12.0, 9.0],
            "inventory_allowance": [math.nan, 1.0],
        }
    )
    for rows, opening in ((frame, 8.0), (frame.iloc[:1], math.nan)):
        latest = latest_financials(rows)
        assert latest is not None
        assert latest["opening_inventory"] == pytest.approx(opening, nan_ok=True)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("FY 2025", 1), ("52 weeks ended Dec 2025", 1), ("2024/25", 1), ("Q3 2025", 4),
        ("H1 2025", 2), ("2025-03", 12), ("March 2025", 12), ("", 1),
    ],
)  # fmt: skip
def test_a_periods_name_says_how_long_it_is(name: str, parts: int) -> None:
    assert period_days({"period": name}) == pytest.approx(365 / parts)
    assert period_days(None) == 365


def test_a_charge_at_the_threshold_stays_in_cost_of_goods_sold() -> None:
    setting = {"presentation": "by materiality", "materiality": 0.05}
    assert loss_account(5, profit_before_tax=100, **setting) == "cost_of_goods_sold"
    assert loss_account(6, profit_before_tax=-100, **setting) == "write_down_loss"
    assert loss_account(6, profit_before_tax=math.nan, **setting) == "cost_of_goods_sold"


def test_ratios_over_nothing_are_unknown_not_infinite() -> None:
    names = (
        "revenue", "gross_profit", "operating_profit", "net_income", "cogs", "current_assets",
        "current_liabilities", "inventory_net", "total_assets", "debt", "total_liabilities",
        "equity",
    )  # fmt: skip
    ratios = measure(dict.fromkeys(names, 0.0))
    assert math.isnan(ratios["current_ratio"])
    assert math.isnan(ratios["inventory_turnover"])
    assert ratios["working_capital"] == 0


@given(cost=st.floats(0, 1e6), nrv=st.floats(-1e6, 1e6))
def test_the_lower_amount_is_never_above_cost_nor_below_zero(cost: float, nrv: float) -> None:
    measured = lower_of(cost, nrv)
    assert 0 <= measured.carrying <= cost
    assert measured.carrying + measured.write_down == pytest.approx(cost)
