"""Missing goods and firm orders: in entries and statements once, whatever the recording."""

import datetime as dt
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.accounting import (
    METHODS,
    Impact,
    OtherLosses,
    article_case,
    assess,
    effects,
    has_other_losses,
    other_losses,
    statements_with,
)
from core.accounting.other_losses import other_entries
from core.analysis import analyze
from core.book import Book, make_book
from core.policy import Policy, ReserveDeductible

cents = st.integers(0, 10_000_000).map(lambda amount: amount / 100)
POLICY = Policy(firm_purchase_orders=True, selling_cost_rate=0.0, tax_rate=0.25)


def shop() -> Book:
    """Two of ten units are missing; a unit costs 10 and brings 8, so 2 is written down on each."""
    items = pd.DataFrame({"sku": ["a"], "unit_cost": [10.0], "unit_price": [8.0]})
    stock = pd.DataFrame({"sku": ["a"], "on_hand": [10.0], "on_order": [5.0]})
    counts = pd.DataFrame({"sku": ["a"], "counted": [8.0]})
    tables = {"items": items, "stock": stock, "counts": counts}
    return make_book(tables, as_of=dt.date(2026, 1, 31), currency="USD")


def found(policy: Policy = POLICY) -> tuple[Impact, OtherLosses]:
    impact = analyze(shop(), policy).impact
    return impact, other_losses(shop(), policy, impact)


def test_missing_goods_lose_what_their_write_down_has_not_taken_yet() -> None:
    impact, others = found()
    assert impact.charge == 20
    assert (others.missing, others.written_down, others.ordered) == (20, 4, 10)
    for method, shrunk, used in (("direct", 16, 0), ("allowance", 16, 4), ("wait", 20, 0)):
        count = others.entries[method][0]
        amounts = {line.role: line.debit - line.credit for line in count.lines}
        assert amounts["shrinkage"] == shrunk
        assert amounts.get("allowance", 0) == used
        assert amounts["inventory"] == -(shrunk + used)


def test_statements_hold_them_once_and_the_next_period_opens_with_them() -> None:
    impact, others = found()
    shown = statements_with(impact.statements, others, currency="USD")
    for method in ("direct", "allowance"):
        rows = shown[(shown["method"] == method) & (shown["period"] == "current")]
        own = rows.set_index("line")
        assert own.loc["profit_before_tax", "other"] == -26
        assert own.loc["net_income", "other"] == own.loc["equity", "other"] == -19.5
        assert own.loc["inventory_net", "other"] == -16
        assert own.loc["retained_earnings", "other"] == -19.5
        # The count and the write-down together: eight units at eight.
        assert own.loc["inventory_net", "after"] == 64
        later = shown[(shown["method"] == method) & (shown["period"] == "next")]
        assert later.set_index("line").loc["inventory_net", "before"] == 64


def test_a_book_without_counts_and_firm_orders_has_none() -> None:
    assert has_other_losses(shop(), POLICY)
    assert has_other_losses(shop(), Policy())
    tables = {name: shop().table(name) for name in ("items", "stock")}
    plain = make_book(tables, as_of=dt.date(2026, 1, 31))
    assert not has_other_losses(plain, Policy())


@given(cents, st.floats(0, 1), cents, st.sampled_from(["booked", "realized"]), st.floats(0, 0.5))
def test_entries_balance_and_every_method_loses_the_same_in_the_end(
    missing: float, share: float, ordered: float, deductible: ReserveDeductible, rate: float
) -> None:
    taken = round(missing * share, 2)
    policy = Policy(reserve_deductible=deductible)
    profits = {}
    for method in METHODS:
        entries = other_entries(
            method,
            missing=missing,
            written_down=0.0 if method == "wait" else taken,
            ordered=ordered,
            policy=policy,
            tax_rate=rate,
            currency="USD",
        )
        for each in entries:
            assert math.isclose(
                sum(line.debit for line in each.lines), sum(line.credit for line in each.lines)
            )
        change = effects(entries, currency="USD")
        assert change["difference"] == 0
        profits[method] = change["profit_before_tax"]
    assert profits["direct"] == profits["allowance"]
    # Waiting has not taken the write-down of the missing goods, so it loses that now.
    assert profits["wait"] == pytest.approx(profits["direct"] - taken)


@pytest.mark.parametrize("framework", ["IFRS", "US GAAP", "FRS 102"])
def test_what_a_period_earns_runs_through_retained_earnings(framework: str) -> None:
    case = article_case()
    policy = Policy.from_settings({"framework": framework})
    impact = assess(case.stock, financials=case.financials, policy=policy, currency="USD")
    rows = impact.statements.pivot_table(
        index=["method", "period"], columns="line", values="effect", sort=False
    )
    assert (rows["retained_earnings"] == rows["net_income"]).all()
    assert (rows["retained_earnings"] == rows["equity"]).all()
