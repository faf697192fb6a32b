"""Random books of several lots over 1 to 24 periods, posted on an opening balance sheet."""

import math
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.accounting import METHODS, Life, effects, life_of_stock, post, tax_effect, waiting
from core.accounting.entries import Entry
from core.accounting.statements import Lines, added
from core.accounting.tax import post_tax
from core.policy import Framework, ReserveDeductible

CURRENCY = "USD"
FRAMEWORKS: tuple[Framework, ...] = ("IFRS", "US GAAP", "FRS 102")
RATES = st.sampled_from([0.0, 0.19, 0.25, 0.333])
money = st.integers(0, 40_000).map(lambda amount: amount / 100)


@dataclass(frozen=True)
class History:
    """Lots of (units, unit cost, periods), the fiscal year of each period, and the books before."""

    lots: list[tuple[int, float, pd.DataFrame]]
    years: list[int]
    opening: Lines

    def lives(self, framework: Framework | None) -> list[Life]:
        return [
            life_of_stock(
                periods,
                units=units,
                unit_cost=unit_cost,
                framework=framework,
                currency=CURRENCY,
                fiscal_years=self.years,
            )
            for units, unit_cost, periods in self.lots
        ]


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Everything bought is sold by the last period, at any price and after any forecast of it."""
    count = draw(st.integers(1, 24))
    lots = []
    for _ in range(draw(st.integers(1, 4))):
        units = left = draw(st.integers(1, 2_000))
        sold = []
        for _ in range(count - 1):
            sold.append(draw(st.integers(0, left)))
            left -= sold[-1]
        periods = pd.DataFrame(
            {
                "period": [str(number + 1) for number in range(count)],
                "sold": [*sold, left],
                "price": [draw(money) for _ in range(count)],
                "unit_nrv": [draw(money) for _ in range(count)],
            }
        )
        lots.append((units, draw(money), periods))
    length = draw(st.integers(1, 6))
    opening = dict.fromkeys(effects([], currency=CURRENCY), 0.0)
    stock = sum(round(units * unit_cost, 2) for units, unit_cost, _ in lots)
    cash, debt = draw(money), draw(money)
    opening |= {"cash": cash, "debt": debt, "inventory": stock, "inventory_net": stock}
    opening |= {"total_assets": cash + stock, "total_liabilities": debt}
    opening |= {"equity": cash + stock - debt, "total_liabilities_and_equity": cash + stock}
    return History(lots, [number // length for number in range(count)], opening)


def posted(
    history: History,
    framework: Framework,
    method: str,
    rate: float,
    deductible: ReserveDeductible,
) -> tuple[list[list[Entry]], list[Lines]]:
    """Return the entries of each period, and the balance sheet at each period's end."""
    events = [life.events for life in history.lives(framework)]
    if method == "wait":
        events = [waiting(each, opening_allowance=0.0) for each in events]
    entries, sheets, allowance, taxable = [], [], 0.0, 0.0
    before = history.opening
    for period in zip(*events, strict=True):
        profit = math.fsum(event.profit for event in period)
        closing = allowance + math.fsum(e.charged - e.used - e.reversed for e in period)
        tax = tax_effect(
            profit,
            opening_allowance=allowance,
            closing_allowance=closing,
            rate=rate,
            deductible=deductible,
            currency=CURRENCY,
            earlier_taxable=taxable,
        )
        taxable += profit if deductible == "booked" else profit + closing - allowance
        allowance = closing
        own = [
            entry
            for event in period
            for entry in post(event, method=method, loss_account="cost_of_goods_sold")
        ]
        entries.append([*own, *post_tax(method, period[0].period, tax)])
        before = added(before, effects(entries[-1], currency=CURRENCY), currency=CURRENCY)
        sheets.append(before)
    return entries, sheets


@given(
    history=histories(),
    framework=st.sampled_from(FRAMEWORKS),
    rate=RATES,
    deductible=st.sampled_from(["booked", "realized"]),
)
@settings(max_examples=25)
def test_books_balance_in_every_period_and_direct_equals_allowance(
    history: History, framework: Framework, rate: float, deductible: ReserveDeductible
) -> None:
    books = {}
    for method in METHODS:
        entries, sheets = posted(history, framework, method, rate, deductible)
        for entry in (each for period in entries for each in period):
            debit = math.fsum(line.debit for line in entry.lines)
            credit = math.fsum(line.credit for line in entry.lines)
            assert debit > 0
            assert round(debit - credit, 2) == 0, (method, entry)
        for sheet in sheets:
            claims = sheet["total_liabilities"] + sheet["equity"]
            assert sheet["total_assets"] == pytest.approx(claims, abs=1e-4)
            assert sheet["difference"] == 0
        books[method] = sheets
    for direct, allowance in zip(books["direct"], books["allowance"], strict=True):
        for line in ("profit_before_tax", "net_income", "inventory_net", "total_assets", "equity"):
            assert direct[line] == pytest.approx(allowance[line], abs=1e-4), line


@given(history=histories(), rate=RATES, deductible=st.sampled_from(["booked", "realized"]))
@settings(max_examples=25)
def test_over_the_whole_life_every_recording_and_framework_earns_the_same(
    history: History, rate: float, deductible: ReserveDeductible
) -> None:
    ends = [
        posted(history, framework, method, rate, deductible)[1][-1]
        for framework in FRAMEWORKS
        for method in METHODS
    ]
    for line in ("profit_before_tax", "net_income", "equity", "cash"):
        assert [end[line] for end in ends] == pytest.approx([ends[0][line]] * len(ends), abs=1e-4)
    assert all(end["inventory_net"] == pytest.approx(0, abs=1e-4) for end in ends)
    assert all(end["deferred_tax_asset"] == pytest.approx(0, abs=1e-4) for end in ends)


@given(history=histories(), framework=st.sampled_from(FRAMEWORKS))
@settings(max_examples=25)
def test_stock_stands_between_zero_and_the_cost_its_framework_allows(
    history: History, framework: Framework
) -> None:
    for life in history.lives(framework):
        ledger = life.ledger
        assert (ledger["carrying_value"] >= 0).all()
        assert (ledger["carrying_value"] <= ledger["cost_value"]).all()
        rolled = ledger["opening"] + ledger["charged"] - ledger["used"] - ledger["reversed"]
        assert rolled.to_list() == pytest.approx(ledger["closing"].to_list(), abs=1e-6)
        if framework != "US GAAP":
            continue
        # What a fiscal year ends with is the new cost a unit, and nothing brings it back.
        units = ledger["units"].to_list()
        a_unit = (ledger["carrying_value"] / ledger["units"]).to_list()
        for now, (this, following) in enumerate(pairwise(history.years)):
            if following != this and units[now + 1] > 0:
                cents = 0.01 / units[now] + 0.01 / units[now + 1]
                assert a_unit[now + 1] <= a_unit[now] + cents
