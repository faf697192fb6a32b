"""What the whole chain makes of each demo: figures a shop owner would believe."""

from functools import cache

import pytest

from core.accounting import book_loss_rate
from core.analysis import Analysis, analyze
from core.demos import list_demos
from core.ingest import read_book
from core.policy import Policy

DEMOS = {demo.id: demo for demo in list_demos()}


@cache
def analysis_of(name: str) -> Analysis:
    demo = DEMOS[name]
    book = read_book(
        demo.source_files(),
        as_of=demo.as_of,
        currency=demo.currency,
        name=demo.name,
        today=demo.as_of,
    )
    return analyze(book, Policy(framework=demo.framework))


@pytest.mark.parametrize("demo", ["gift_shop", "grocer", "fashion_shop"])
def test_a_believable_share_of_the_stock_is_at_risk(demo: str) -> None:
    """Fashion is the upper end: its collections stop selling within the year."""
    exposure = analysis_of(demo).exposure
    assert 0.05 < exposure.at_risk_value / exposure.cost_value < 0.25
    assert 0.03 < exposure.write_down / exposure.cost_value < 0.10
    assert exposure.unknown_cost_value < 0.01 * exposure.cost_value


@pytest.mark.parametrize(
    ("demo", "reasons"),
    [
        ("gift_shop", {"damaged", "discontinued", "excess", "below cost", "slow"}),
        ("grocer", {"expired", "damaged", "excess", "expiring", "slow"}),
        ("fashion_shop", {"excess", "below cost", "slow"}),
    ],
)
def test_each_business_shows_the_reasons_it_is_there_for(demo: str, reasons: set[str]) -> None:
    by_reason = analysis_of(demo).exposure.by_reason.set_index("reason")["write_down"]
    assert reasons <= set(by_reason.index[by_reason > 0])


def test_the_textbook_case_writes_down_exactly_one_thousand() -> None:
    exposure = analysis_of("article_case").exposure
    assert exposure.cost_value == 10_000
    assert exposure.write_down == exposure.at_risk_value == 1_000
    assert exposure.unknown_cost_value == 0


def test_the_textbook_case_reads_nine_thousand_directly_and_ten_less_one_with_an_allowance() -> (
    None
):
    """At 25 % tax net income and equity fall by 750 either way."""
    impact = analysis_of("article_case").impact
    assert impact.net_income_effect == impact.equity_effect == -750
    statements = impact.statements
    now = statements[statements["period"] == "current"].set_index(["method", "line"])["after"]
    assert now["direct", "inventory"] == now["direct", "inventory_net"] == 9_000
    assert now["allowance", "inventory"] == 10_000
    assert abs(now["allowance", "inventory_allowance"]) == 1_000
    assert now["allowance", "inventory_net"] == 9_000
    for method in ("direct", "allowance"):
        assert now[method, "net_income"] == 11_000 * 0.75 - 750
        assert now[method, "equity"] == 15_000 - 750


def test_the_grocers_log_of_losses_gives_a_rate_with_its_band_and_back_test() -> None:
    found = book_loss_rate(analysis_of("grocer").book)
    assert found is not None
    assert 0 < found.low < found.rate < found.high < 0.1
    assert len(found.backtest) == found.months - 6
    assert found.reserve == pytest.approx(found.rate * found.yearly_cost_of_sales)
