"""Random lots over 1 to 24 periods: every recording and framework tells the same story."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.accounting import METHODS, Life, effects, life_of_stock, post, tax_effect, waiting
from core.accounting.entries import Entry
from core.accounting.tax import post_tax

CURRENCY = "USD"


@st.composite
def lots(draw: st.DrawFn) -> tuple[float, float, pd.DataFrame, list[int]]:
    """Units, unit cost, periods and their fiscal years; all units are sold in the end."""
    periods = draw(st.integers(1, 24))
    units = draw(st.integers(1, 5_000))
    left, sold = units, []
    for _ in range(periods - 1):
        gone = draw(st.integers(0, left))
        sold.append(gone)
        left -= gone
    sold.append(left)
    money = st.integers(0, 40_000).map(lambda amount: amount / 1_000)
    frame = pd.DataFrame(
        {
            "period": [str(number + 1) for number in range(periods)],
            "sold": sold,
            "price": [draw(money) for _ in range(periods)],
            "unit_nrv": [draw(money) for _ in range(periods)],
        }
    )
    length = draw(st.integers(1, 4))
    return units, draw(money), frame, [number // length for number in range(periods)]


def run(lot: tuple[float, float, pd.DataFrame, list[int]], framework: str | None) -> Life:
    units, unit_cost, periods, years = lot
    return life_of_stock(
        periods,
        units=units,
        unit_cost=unit_cost,
        framework=framework,
        currency=CURRENCY,
        fiscal_years=years,
    )


def entries_of(life: Life, method: str, rate: float) -> list[list[Entry]]:
    """Post a life with tax deferred until realized, period by period."""
    events = waiting(life.events, opening_allowance=0) if method == "wait" else life.events
    posted, allowance = [], 0.0
    for event in events:
        closing = round(allowance + event.charged - event.used - event.reversed, 6)
        effect = tax_effect(
            event.profit,
            opening_allowance=allowance,
            closing_allowance=closing,
            rate=rate,
            deductible="realized",
            currency=CURRENCY,
        )
        allowance = closing
        posted.append(
            [
                *post(event, method=method, loss_account="cost_of_goods_sold"),
                *post_tax(method, event.period, effect),
            ]
        )
    return posted


@given(lot=lots(), framework=st.sampled_from(["IFRS", "US GAAP", "FRS 102", None]))
@settings(max_examples=30, deadline=None)
def test_the_ledger_ties_and_carrying_stays_between_zero_and_cost(
    lot: tuple[float, float, pd.DataFrame, list[int]], framework: str | None
) -> None:
    ledger = run(lot, framework).ledger
    rolled = ledger["opening"] + ledger["charged"] - ledger["used"] - ledger["reversed"]
    assert rolled.to_list() == pytest.approx(ledger["closing"].to_list(), abs=1e-6)
    assert ledger["opening"].iloc[1:].to_list() == ledger["closing"].iloc[:-1].to_list()
    assert (ledger["carrying_value"] >= 0).all()
    assert (ledger["carrying_value"] <= ledger["cost_value"]).all()
    assert ledger["closing"].iloc[-1] == 0


@given(lot=lots(), framework=st.sampled_from(["IFRS", "US GAAP"]), rate=st.floats(0, 0.5))
@settings(max_examples=30, deadline=None)
def test_direct_and_allowance_agree_in_every_period_and_balance(
    lot: tuple[float, float, pd.DataFrame, list[int]], framework: str, rate: float
) -> None:
    life = run(lot, framework)
    books = {method: entries_of(life, method, rate) for method in METHODS}
    changes = {
        method: [effects(posted, currency=CURRENCY) for posted in periods]
        for method, periods in books.items()
    }
    for method in METHODS:
        assert all(change["difference"] == 0 for change in changes[method])
    for line in ("net_income", "equity", "inventory_net", "total_assets"):
        assert [each[line] for each in changes["direct"]] == [
            each[line] for each in changes["allowance"]
        ]
    profits = [each["profit_before_tax"] for each in changes["direct"]]
    assert profits == life.ledger["profit"].to_list()


@given(lot=lots())
@settings(max_examples=30, deadline=None)
def test_the_total_over_the_life_is_proceeds_less_cost_everywhere(
    lot: tuple[float, float, pd.DataFrame, list[int]],
) -> None:
    cost_alone = run(lot, None).ledger["profit"]
    proceeds = math.fsum(event.sales for event in run(lot, None).events)
    cost = run(lot, None).ledger["cost_value"].iloc[0] + run(lot, None).events[0].sold_cost
    assert cost_alone.sum() == pytest.approx(proceeds - cost, abs=1e-4)
    for framework in ("IFRS", "US GAAP", "FRS 102"):
        life = run(lot, framework)
        assert life.ledger["profit"].sum() == pytest.approx(cost_alone.sum(), abs=1e-4)
        late = waiting(life.events, opening_allowance=0)
        assert [event.profit for event in late] == pytest.approx(cost_alone.to_list(), abs=1e-4)


def test_us_gaap_takes_a_loss_back_within_its_fiscal_year_only() -> None:
    periods = pd.DataFrame(
        {
            "period": ["Q3", "Q4", "Q1"],
            "sold": [0, 0, 0],
            "price": [0.0, 0.0, 0.0],
            "unit_nrv": [6.0, 8.0, 10.0],
        }
    )
    life = life_of_stock(
        periods,
        units=100,
        unit_cost=10,
        framework="US GAAP",
        currency=CURRENCY,
        fiscal_years=[1, 1, 2],
    )
    assert life.ledger["reversed"].to_list() == [0, 200, 0]
    assert life.ledger["closing"].to_list() == [400, 200, 200]


def test_more_cannot_be_sold_than_is_held() -> None:
    periods = pd.DataFrame({"period": ["1"], "sold": [11], "price": [1.0], "unit_nrv": [1.0]})
    with pytest.raises(ValueError, match="11"):
        life_of_stock(periods, units=10, unit_cost=1, framework="IFRS", currency=CURRENCY)
