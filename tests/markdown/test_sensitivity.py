"""One week of waiting, one assumption at a time, and the risk of plans."""

from datetime import date

import numpy as np
import pytest

from core.markdown import (
    MarkdownPlan,
    MarkdownScenario,
    cost_of_waiting,
    simulate_plan,
    simulate_risk,
    tornado,
)
from tests.markdown.conftest import shop

AS_OF = date(2026, 1, 31)
SCENARIO = MarkdownScenario(depth=0.3, weeks=8, after_window="outlet", residual_value=2.0)


def plan(**changes: object) -> MarkdownPlan:
    return MarkdownPlan(
        MarkdownScenario(
            **{"depth": 0.3, "weeks": 8, "after_window": "outlet", "residual_value": 2.0}  # type: ignore[arg-type]
            | changes
        ),
        AS_OF,
    )


def test_waiting_a_week_sells_one_week_less_at_the_cut() -> None:
    inputs = shop(selling_cost_rate=0.0)
    outcome = simulate_plan(inputs, plan())
    waiting = cost_of_waiting(inputs, plan(), outcome)
    # 40 / .7^2 units a week at 14 against 40 at 20; what is not sold brings 2.
    cut, full = 40 / 0.49 * (14 - 2), 40 * (20 - 2)
    assert waiting is not None
    assert waiting.recovered == pytest.approx(cut - full, abs=0.02)
    assert waiting.write_down == pytest.approx((40 / 0.49 - 40) * 10, abs=0.02)


def test_without_a_cut_there_is_nothing_to_wait_for() -> None:
    still = plan(depth=0.0)
    assert cost_of_waiting(shop(), still, simulate_plan(shop(), still)) is None


def test_a_delayed_plan_moves_every_cut_and_loses_those_beyond_the_window() -> None:
    late = MarkdownPlan(SCENARIO, AS_OF, lines=(("S0", ((2, 0.2), (8, 0.5))),)).delayed()
    assert late.scenario.start_week == 2
    assert late.lines == (("S0", ((3, 0.2),)),)


def test_the_tornado_names_what_moves_most_first_and_low_ends_recover_less() -> None:
    swings = tornado(shop(on_hand=[500.0, 800.0], category="A"), plan())
    assert swings["swing"].is_monotonic_decreasing
    assert (swings["recovered_low"] <= swings["recovered_high"] + 1e-9).all()
    assert {"Demand", "Response to price", "What the outlet pays"} <= set(swings["assumption"])


def test_sales_lost_elsewhere_count_only_where_there_are_other_goods_of_the_category() -> None:
    inputs = shop(on_hand=[500.0, 800.0], category="A")
    assert "Other sales lost" not in set(tornado(inputs, plan())["assumption"])
    one = tornado(inputs, plan(skus=("S0",)))
    lost = one.set_index("assumption").loc["Other sales lost", "swing"]
    # A tenth of 30 % of the 320 units that S1 sells, at a margin of 19 - 12.
    assert lost == pytest.approx(0.1 * 0.3 * 320 * 7)


def test_the_risk_of_a_plan_with_the_same_cut_for_all_is_that_of_the_scenario() -> None:
    inputs = shop(on_hand=[500.0, 800.0])
    own = MarkdownPlan(SCENARIO, AS_OF, lines=(("S0", ((1, 0.3),)), ("S1", ((1, 0.3),))))
    by_plan = simulate_risk(inputs, own, draws=30).summary
    by_scenario = simulate_risk(inputs, SCENARIO, draws=30).summary
    columns = ["mean", "p10", "p50", "p90"]
    np.testing.assert_allclose(by_plan[columns], by_scenario[columns])


def test_units_on_display_do_not_sell_within_the_window() -> None:
    outcome = simulate_plan(shop(on_hand=100.0), plan(min_display=15.0))
    assert outcome.totals.units == pytest.approx(85)
    assert outcome.totals.leftover_units == pytest.approx(15)


@pytest.mark.parametrize(("depth", "cost"), [(0.2, 12.0), (0.4, 5.0)])
def test_at_the_break_even_response_the_cut_recovers_what_holding_does(
    depth: float, cost: float
) -> None:
    inputs = shop(unit_cost=cost, on_hand=2000.0)
    found = simulate_plan(inputs, plan(depth=depth))
    assert found.break_even_elasticity is not None
    again = simulate_plan(inputs, plan(depth=depth, elasticity=found.break_even_elasticity))
    assert again.totals.recovered == pytest.approx(again.hold.recovered, rel=1e-3)
    assert again.totals.sell_through == pytest.approx(found.break_even_sell_through, rel=1e-3)
