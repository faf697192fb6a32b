"""The options for the same goods, side by side."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.markdown import (
    MarkdownInputs,
    MarkdownScenario,
    Outlets,
    decision_table,
    donation_deduction,
    simulate,
)

Shop = Callable[..., MarkdownInputs]

EVERY_OUTLET = Outlets(
    vendor_credit_rate=0.5,
    return_cost_unit=0.5,
    liquidation_share=0.2,
    donation_value_share=0.6,
    donation_cost_unit=0.3,
    scrap_cost_unit=0.4,
)


def test_only_options_on_offer_are_listed(make_inputs: Shop) -> None:
    scenario = MarkdownScenario(name="a third off", depth=0.3)
    few = decision_table(make_inputs(), [scenario], Outlets())
    assert few["option"].tolist() == ["hold", "a third off", "scrap"]
    every = decision_table(make_inputs(), [scenario, scenario.at_depth(0.5)], EVERY_OUTLET)
    assert len(every) == 7
    assert every["when"].tolist() == ["12 weeks"] * 3 + ["today"] * 4


def test_hold_and_markdown_are_those_of_the_simulation(make_inputs: Shop) -> None:
    scenario = MarkdownScenario(depth=0.3)
    outcome = simulate(make_inputs(), scenario)
    table = decision_table(make_inputs(), [scenario], EVERY_OUTLET).set_index("option")
    for option, totals in (("hold", outcome.hold), ("markdown 1", outcome.totals)):
        for name in ("write_down", "cash", "cash_after_tax", "equity_effect", "leftover_value"):
            assert table.loc[option, name] == getattr(totals, name)


@given(cost=st.floats(1, 50), price=st.floats(1, 80), units=st.integers(1, 500))
@settings(max_examples=30, deadline=None)
def test_goods_that_leave_today_change_equity_by_cash_less_their_cost(
    make_inputs: Shop, cost: float, price: float, units: int
) -> None:
    inputs = make_inputs(on_hand=float(units), unit_cost=cost, unit_price=price)
    table = decision_table(inputs, [MarkdownScenario()], EVERY_OUTLET)
    today = table[table["when"] == "today"]
    change = today["cash_after_tax"] - round(cost * units, 2)
    assert today["equity_effect"].to_numpy() == pytest.approx(change.to_numpy(), abs=0.011)
    paid = today["cash"] + today["tax"]
    assert today["cash_after_tax"].to_numpy() == pytest.approx(paid.to_numpy(), abs=0.011)


def test_the_enhanced_donation_saves_more_tax_than_its_cost_would(make_inputs: Shop) -> None:
    def saved(relief: str) -> float:
        outlets = Outlets(donation_value_share=0.8, donation_relief=relief)
        table = decision_table(make_inputs(), [MarkdownScenario()], outlets)
        return float(table.set_index("option").loc["donate", "tax"])

    assert saved("cost") == 3000
    # 12 + (16 - 12) / 2 a unit.
    assert saved("US enhanced") == 3500


def test_deductions_of_many_goods_at_once() -> None:
    assert donation_deduction([30.0, 8.0, 100.0], [10.0, 10.0, 10.0]).tolist() == [20, 8, 20]


def test_scenarios_of_different_goods_do_not_compare(make_inputs: Shop) -> None:
    scenarios = [MarkdownScenario(skus=("S0",)), MarkdownScenario(skus=("S1",))]
    with pytest.raises(ValueError, match="same categories and skus"):
        decision_table(make_inputs(), scenarios, Outlets())
    with pytest.raises(ValueError, match="at least one"):
        decision_table(make_inputs(), [], Outlets())
