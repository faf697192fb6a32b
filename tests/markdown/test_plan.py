"""A plan, its file, its approval and its rows in the Book."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.book import make_book
from core.markdown import (
    MarkdownInputs,
    MarkdownPlan,
    MarkdownScenario,
    PlanError,
    comparison,
    plan_table,
    simulate,
    simulate_plan,
)
from core.policy import Policy
from core.stock import realizable_values

Shop = Callable[..., MarkdownInputs]

AS_OF = date(2026, 1, 31)
PLAN = MarkdownPlan(
    scenario=MarkdownScenario(
        name="clearance", weeks=10, after_window="outlet", residual_outlet="jobber"
    ),
    as_of=AS_OF,
    lines=(("S0", ((1, 0.2), (5, 0.4))), ("S1", ((3, 0.3),))),
)


@given(
    name=st.text(max_size=12),
    sku=st.text(min_size=1, max_size=6),
    depth=st.floats(0, 0.9),
    approved=st.booleans(),
)
@settings(max_examples=30)
def test_a_plan_read_from_its_file_is_the_plan_written(
    name: str, sku: str, depth: float, approved: bool
) -> None:
    plan = MarkdownPlan(
        scenario=MarkdownScenario(name=name, categories=(sku,), depth=depth, elasticity=-2.0),
        as_of=AS_OF,
        lines=((sku, ((2, depth),)),),
    )
    if approved:
        plan = plan.approved(by="M. Owner", on=date(2026, 2, 1))
    assert MarkdownPlan.from_toml(plan.to_toml()) == plan


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("as_of = ", "cannot be read"),
        ("as_of = 2026-01-31\nunknown = 1", "unknown"),
        ("as_of = 2026-01-31\n[scenario]\ndepth = 2.0", "depth"),
        ("as_of = 2026-01-31\n[scenario]\ncolour = 2.0", "colour"),
        ('as_of = 2026-01-31\napproved_by = "me"', "approved_on"),
        ('as_of = 2026-01-31\n[[lines]]\nsku = "A"\nsteps = [[3, 0.4], [5, 0.2]]', "item A"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_with_the_reason(text: str, named: str) -> None:
    with pytest.raises(PlanError, match=named):
        MarkdownPlan.from_toml(text)


def test_an_item_cannot_have_two_ladders() -> None:
    with pytest.raises(PlanError, match="twice"):
        replace(PLAN, lines=(*PLAN.lines, PLAN.lines[0]))


def test_a_plan_without_lines_is_its_scenario(make_inputs: Shop) -> None:
    scenario = MarkdownScenario(depth=0.3, start_week=2)
    inputs = make_inputs(on_hand=[500.0, 900.0])
    pd.testing.assert_frame_equal(
        comparison(simulate_plan(inputs, MarkdownPlan(scenario=scenario, as_of=AS_OF))),
        comparison(simulate(inputs, scenario)),
    )


def test_items_follow_their_own_ladders(make_inputs: Shop) -> None:
    inputs = make_inputs(on_hand=[500.0, 900.0, 700.0])
    outcome = simulate_plan(inputs, PLAN)
    alone = [
        simulate(inputs, replace(PLAN.scenario, skus=("S0",), depth=0.2, later=((5, 0.4),))),
        simulate(inputs, replace(PLAN.scenario, skus=("S1",), depth=0.3, start_week=3)),
        simulate(inputs, replace(PLAN.scenario, skus=("S2",))),
    ]
    assert outcome.items["units"].tolist() == [each.totals.units for each in alone]
    for name in ("cash", "write_down", "revenue", "equity_effect"):
        total = sum(getattr(each.totals, name) for each in alone)
        # Each of the three is rounded by line and period.
        assert getattr(outcome.totals, name) == pytest.approx(total, abs=0.1)


def test_the_table_has_a_row_a_price_with_its_days(make_inputs: Shop) -> None:
    table = plan_table(make_inputs(on_hand=[500.0, 900.0, 700.0]), PLAN)
    assert table["sku"].tolist() == ["S0", "S0", "S1"]
    assert table["from_date"].dt.strftime("%m-%d").tolist() == ["02-01", "03-01", "02-15"]
    assert table["until_date"].dt.strftime("%m-%d").tolist() == ["02-28", "04-11", "04-11"]
    assert table["unit_price"].tolist() == [16, 12, 14]
    assert table["markdown_depth"].tolist() == [0.2, 0.4, 0.3]
    assert (table["residual_outlet"] == "jobber").all()
    assert table["approved_by"].isna().all()


def test_the_last_price_has_no_end_while_goods_stay_on_sale(make_inputs: Shop) -> None:
    plan = replace(PLAN, scenario=replace(PLAN.scenario, after_window="keep selling"))
    table = plan_table(make_inputs(on_hand=[500.0, 900.0]), plan)
    assert table["until_date"].isna().tolist() == [False, True, True]


def test_a_plan_without_cuts_has_no_rows(make_inputs: Shop) -> None:
    plan = MarkdownPlan(scenario=MarkdownScenario(), as_of=AS_OF)
    assert plan_table(make_inputs(), plan).empty


def test_only_an_approved_plan_enters_net_realizable_value(make_inputs: Shop) -> None:
    items = pd.DataFrame({"sku": ["S0"], "unit_price": [20.0], "unit_cost": [12.0]})
    inputs = make_inputs()
    for plan, price in (
        (PLAN, 20),
        (PLAN.approved(by="M. Owner", on=date(2026, 1, 31)), 16),
    ):
        tables = {"items": items, "plan": plan_table(inputs, plan)}
        book = make_book(tables, as_of=date(2026, 2, 2))
        assert realizable_values(book, Policy())["price_used"].tolist() == [price]
