"""Scenarios side by side, edited by hand, approved, and under the retail method."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from core.book import make_book
from core.markdown import (
    MarkdownPlan,
    MarkdownScenario,
    PlanError,
    compare,
    edited_lines,
    fitted_lines,
    fitting_steps,
    ladder_table,
    most_cuts,
    retail_effect,
    simulate_plan,
    with_plan,
    without_plan,
)
from core.policy import Policy
from core.stock import realizable_values
from tests.markdown.conftest import shop

AS_OF = date(2026, 1, 31)
SCENARIO = MarkdownScenario(name="thirty", depth=0.3, weeks=8)


def plan(**changes: object) -> MarkdownPlan:
    settings = {"name": "thirty", "depth": 0.3, "weeks": 8} | changes
    return MarkdownPlan(MarkdownScenario(**settings), AS_OF)  # type: ignore[arg-type]


def test_the_baseline_is_always_the_first_column() -> None:
    inputs = shop()
    found = compare(inputs, [plan(), plan(name="half", depth=0.5)], baseline="hold")
    assert list(found.measures.columns) == ["measure", "hold", "thirty", "half"]
    rows = found.measures.set_index("measure")
    assert rows.loc["write_down", "hold"] == found.outcomes[0].write_down_hold
    assert rows.loc["units", "half"] > rows.loc["units", "thirty"] > rows.loc["units", "hold"]
    assert found.same_goods


def test_other_goods_or_weeks_are_said_to_be_another_matter() -> None:
    inputs = shop(on_hand=[500.0, 800.0])
    assert not compare(inputs, [plan(), plan(name="b", weeks=9)], baseline="hold").same_goods
    assert not compare(inputs, [plan(), plan(name="b", skus=("S0",))], baseline="h").same_goods


def test_four_columns_are_the_most() -> None:
    with pytest.raises(ValueError, match="1 to 3 plans"):
        compare(shop(), [plan(name=str(number)) for number in range(4)], baseline="hold")


def test_edits_become_cuts_and_an_emptied_depth_takes_one_away() -> None:
    own = MarkdownPlan(SCENARIO, AS_OF, lines=(("S0", ((1, 0.2), (5, 0.4))),))
    table = ladder_table(own, ["S0", "S1"]).set_index("sku")
    assert table.loc["S0"].tolist() == [1, 0.2, 5, 0.4]
    assert table.loc["S1", "depth_1"] == 0.3
    lines = dict(edited_lines(own, {"S0": {"depth_2": None}, "S1": {"week_1": 3}}))
    assert lines == {"S0": ((1, 0.2),), "S1": ((3, 0.3),)}


def test_no_cut_of_a_plan_is_hidden_or_lost_when_another_is_edited() -> None:
    three = ((1, 0.2), (5, 0.4), (7, 0.6))
    own = MarkdownPlan(SCENARIO, AS_OF, lines=(("S0", three), ("S1", ((2, 0.1),))))
    table = ladder_table(own, ["S0", "S1"]).set_index("sku")
    assert table.loc["S0"].tolist() == [1, 0.2, 5, 0.4, 7, 0.6]
    assert table.loc["S1", ["week_2", "depth_2", "week_3", "depth_3"]].isna().all()
    lines = dict(edited_lines(own, {"S0": {"depth_1": 0.3}, "S1": {"week_3": 8, "depth_3": 0.5}}))
    assert lines == {"S0": ((1, 0.3), (5, 0.4), (7, 0.6)), "S1": ((2, 0.1), (8, 0.5))}
    common = replace(SCENARIO, later=((5, 0.4), (7, 0.6)))
    assert most_cuts(MarkdownPlan(common, AS_OF)) == 3


@pytest.mark.parametrize("wrong", [{"week_2": 4, "depth_2": 0.1}, {"week_1": 99}])
def test_a_ladder_that_cannot_be_is_refused_with_its_item(wrong: dict[str, float]) -> None:
    with pytest.raises(PlanError, match="item S0"):
        edited_lines(MarkdownPlan(SCENARIO, AS_OF), {"S0": wrong})


def test_lines_that_do_not_fit_another_scenario_are_left_out() -> None:
    lines = (("S0", ((1, 0.2), (7, 0.4))), ("S1", ((1, 0.1),)))
    assert fitted_lines(lines, MarkdownScenario(skus=("S0",), weeks=6)) == (("S0", ((1, 0.2),)),)


def test_later_cuts_are_kept_only_where_later_and_deeper() -> None:
    assert fitting_steps((2, 0.3), ((4, 0.2), (6, 0.5), (9, 0.6), (7, 0.5)), 8) == ((6, 0.5),)


def test_only_an_approved_plan_enters_the_book_and_leaves_it_again() -> None:
    items = pd.DataFrame({"sku": ["S0"], "unit_price": 20.0, "unit_cost": 12.0})
    other = pd.DataFrame({"sku": ["X"], "from_date": [pd.Timestamp(AS_OF)], "unit_price": 3.0})
    book = make_book({"items": items, "plan": other}, as_of=AS_OF)
    inputs = shop()
    with pytest.raises(PlanError, match="approved"):
        with_plan(book, inputs, plan())
    approved = plan().approved(by="Ann Bell", on=AS_OF).starting(AS_OF)
    planned = with_plan(book, inputs, approved)
    values = realizable_values(planned, Policy()).set_index("sku")
    assert values.loc["S0", "price_used"] == 14
    assert values.loc["S0", "approved_by"] == "Ann Bell"
    assert planned.digest != book.digest
    assert without_plan(planned, inputs, approved).digest == book.digest


def test_a_permanent_markdown_lowers_retail_stock_by_the_ratio_and_a_promotion_does_not() -> None:
    effect = retail_effect(simulate_plan(shop(), plan()))
    # 1,000 units at 12 of cost and 20 of price: 30 % of 20,000 times 60 %.
    assert effect.ratio == pytest.approx(0.6)
    assert effect.permanent == pytest.approx(3600)
    assert effect.temporary == 0
    assert effect.promoted == pytest.approx(
        6 * simulate_plan(shop(), plan()).totals.units, abs=0.01
    )
