"""The retail method where a period is unusual: no purchases, no goods, more markdown than goods."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.accounting import RetailFigures, retail_method
from core.accounting.retail import RetailMethod

money = st.floats(1, 1e6).map(lambda amount: round(amount, 2))


def figures(**given: float) -> RetailFigures:
    none = dict.fromkeys(
        ("begin_cost", "begin_retail", "purchases_cost", "purchases_retail", "net_sales"), 0.0
    )
    return RetailFigures(**none | given)


@pytest.mark.parametrize("method", ["conventional", "average cost", "LIFO"])
def test_without_purchases_the_opening_stock_gives_the_ratio(method: RetailMethod) -> None:
    result = retail_method(figures(begin_cost=60, begin_retail=100, net_sales=40), method=method)
    assert result.ratio == 0.6
    assert result.ending_cost == pytest.approx(36)
    assert result.cost_of_goods_sold == pytest.approx(24)


@pytest.mark.parametrize("method", ["conventional", "average cost", "FIFO", "LIFO"])
def test_without_goods_there_is_no_ratio_and_that_is_said(method: RetailMethod) -> None:
    with pytest.raises(ValueError, match="needs more than nothing"):
        retail_method(figures(), method=method)


@given(money, money, money, st.floats(0.3, 1), st.floats(0, 0.5), st.floats(0, 0.9))
def test_markdowns_never_raise_the_conventional_estimate(
    begin: float, bought: float, sold: float, cost_share: float, markdown: float, sell: float
) -> None:
    goods = begin + bought
    down = goods * markdown
    facts = figures(
        begin_cost=begin * cost_share,
        begin_retail=begin,
        purchases_cost=bought * cost_share,
        purchases_retail=bought,
        net_sales=(goods - down) * sell,
        net_markdowns=down,
    )
    conventional = retail_method(facts, method="conventional")
    average = retail_method(facts, method="average cost")
    assert conventional.ending_cost <= average.ending_cost + 1e-6
    for result in (conventional, average):
        total = result.ending_cost + result.cost_of_goods_sold
        assert total == pytest.approx((begin + bought) * cost_share)
