"""Twelve months in three ways: the same total, other months."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.accounting import ImpairedStock, article_case
from core.accounting.method_lab import MethodLab, Outlook, method_lab
from core.policy import Policy

AS_OF = dt.date(2025, 10, 31)
STOCK = ImpairedStock(
    cost_value=10_000, write_down_cost=1_200, write_down=600, write_off_cost=400, write_off=400
)


def lab_of(
    outlook: Outlook | None = None, *, framework: str = "IFRS", opening: float = 0.0
) -> MethodLab:
    figures = {**article_case().financials, "inventory_allowance": opening}
    lab = method_lab(
        STOCK,
        financials=figures,
        policy=Policy(framework=framework),
        currency="USD",
        as_of=AS_OF,
        outlook=outlook,
    )
    assert lab is not None
    return lab


def measure(lab: MethodLab, method: str, name: str) -> list[float]:
    return lab.periods.loc[lab.periods["method"] == method, name].tolist()


def test_direct_and_allowance_take_the_loss_now_and_waiting_month_by_month() -> None:
    lab = lab_of(Outlook(months_to_sell=4, scrap_month=2))
    assert measure(lab, "direct", "profit")[0] == -1_000
    assert measure(lab, "allowance", "profit") == measure(lab, "direct", "profit")
    assert measure(lab, "wait", "profit")[:5] == [0, -150, -550, -150, -150]
    assert lab.totals["profit"].tolist() == [-1_000] * 3
    assert lab.totals_agree
    assert lab.converged == "2026-02-28"
    assert lab.most_hidden == 750


def test_inventory_falls_to_what_the_other_goods_cost() -> None:
    lab = lab_of(Outlook(months_to_sell=12, scrap_month=12))
    for method in ("direct", "allowance", "wait"):
        assert measure(lab, method, "inventory")[-1] == 8_400
        assert measure(lab, method, "allowance")[-1] == 0
        assert measure(lab, method, "deferred_tax_asset")[-1] == 0
    assert measure(lab, "direct", "inventory")[0] == 9_000
    assert measure(lab, "wait", "inventory")[0] == 10_000


def test_a_recovery_comes_back_under_ifrs_and_on_sale_under_us_gaap() -> None:
    rising = Outlook(monthly_drift=0.02)
    ifrs, us = lab_of(rising), lab_of(rising, framework="US GAAP")
    assert measure(ifrs, "direct", "profit")[3] > measure(us, "direct", "profit")[3]
    assert ifrs.totals["profit"].tolist() == pytest.approx(us.totals["profit"].tolist(), abs=0.01)


def test_the_months_add_up_to_the_write_down_to_the_cent() -> None:
    stock = ImpairedStock(cost_value=999.99, write_down_cost=700.01, write_down=333.34)
    setting = {"financials": None, "policy": Policy(), "currency": "USD", "as_of": AS_OF}
    lab = method_lab(stock, **setting)
    assert lab is not None
    assert lab.totals["profit"].tolist() == [-333.34] * 3
    # Tax of 25 %, rounded on the sum of the months.
    assert lab.totals["net_income"].tolist() == [-250.0] * 3


def test_nothing_that_could_be_judged_has_no_lab_and_a_plan_stays_within_the_year() -> None:
    stock = ImpairedStock(cost_value=10, is_judged=False)
    setting = {"financials": None, "policy": Policy(), "currency": "USD", "as_of": AS_OF}
    assert method_lab(stock, **setting) is None
    with pytest.raises(ValueError, match="12 months"):
        Outlook(months_to_sell=13)


@given(
    sell=st.integers(1, 12),
    scrap=st.integers(1, 12),
    drift=st.floats(-0.2, 0.2),
    framework=st.sampled_from(["IFRS", "US GAAP", "FRS 102"]),
    opening=st.sampled_from([0.0, 300.0, 1_000.0]),
)
@settings(max_examples=15, deadline=None)
def test_every_plan_ends_alike_in_every_way(
    sell: int, scrap: int, drift: float, framework: str, opening: float
) -> None:
    lab = lab_of(Outlook(sell, scrap, drift), framework=framework, opening=opening)
    assert lab.totals_agree
    assert lab.converged is not None
    assert (lab.periods["allowance"] >= 0).all()
    assert (lab.periods["inventory"] >= 0).all()
