from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.charts.formats import Formats
from core.charts.sentences import evidence_card
from core.exposure import expose, item_evidence
from core.policy import Policy

STEP = {"sku": "a", "approved_by": "Ada", "approved_on": "2024-12-30"}
COMMON = {"selling_cost_rate": 0.0, "new_item_grace_days": 0, "reserve_matrix": {}}


def planned(book: Any, day: Any, *steps: tuple[Any, ...], **last: Any) -> Any:
    """A hundred units of cost 10 and price 20 under steps of (first day, last day, price)."""
    rows = [
        {**STEP, "from_date": day(first), "until_date": until and day(until), "unit_price": price}
        for first, until, price in steps
    ]
    if rows:
        rows[-1] |= last
    return book(
        [{"sku": "a", "on_hand": 100, "unit_cost": 10}], [{"sku": "a", "unit_price": 20}],
        plan=rows,
    )  # fmt: skip


def tiers(exposure: Any) -> list[tuple[float, float]]:
    rows = exposure.segments.sort_values("nrv_unit", ascending=False)
    return [(round(u, 6), round(n, 6)) for u, n in rows[["units", "nrv_unit"]].to_numpy().tolist()]


def test_each_unit_has_the_price_of_the_step_that_sells_it(
    book: Any, day: Any, flat_demand: Any
) -> None:
    # One unit a day: 10 at 20, 30 at 12, 40 at 6; 20 are left and bring 2 each.
    made = planned(book, day, (10, 39, 12.0), (40, 79, 6.0), residual_proceeds=2.0)
    exposure = expose(made, Policy(**COMMON), flat_demand({"a": 1.0}))
    assert tiers(exposure) == [(10, 20), (30, 12), (40, 6), (20, 2)]
    assert exposure.write_down == 40 * (10 - 6) + 20 * (10 - 2)
    told = exposure.with_evidence(exposure.segments).set_index("nrv_unit")
    assert told.loc[6, "evidence"] == (
        "Sells at 6.00 from 2025-02-09 under the approved plan, 6.00 after selling costs, below "
        "the cost of 10.00."
    )
    assert told.loc[[12.0, 6.0], "price_source"].tolist() == ["approved plan"] * 2
    assert "clears at what the approved plan leaves for it, 2.00" in told.loc[2, "evidence"]
    found = item_evidence(made, exposure, "a", flat_demand({"a": 1.0}))
    card = evidence_card(found, Formats("USD"))
    assert card["Plan"] == (
        "12.00 from 2025-01-10 for 30 units, 6.00 from 2025-02-09 for 40 units; a unit left "
        "brings 2.00; approved by Ada on 2024-12-30; units tier by tier"
    )


def test_blended_sets_gains_of_early_steps_against_losses_of_later_ones(
    book: Any, day: Any, flat_demand: Any
) -> None:
    made = planned(book, day, (10, 39, 12.0), (40, 79, 6.0), residual_proceeds=2.0)
    policy = Policy(**COMMON, plan_valuation="blended")
    exposure = expose(made, policy, flat_demand({"a": 1.0}))
    average = (10 * 20 + 30 * 12 + 40 * 6 + 20 * 2) / 100
    assert exposure.segments["nrv_unit"].tolist() == pytest.approx(
        [average] * len(exposure.segments)
    )
    assert exposure.write_down == pytest.approx(100 * (10 - average))


def test_after_a_plan_without_an_outlet_the_usual_price_returns(
    book: Any, day: Any, flat_demand: Any
) -> None:
    made = planned(book, day, (0, 29, 8.0))
    exposure = expose(made, Policy(**COMMON), flat_demand({"a": 1.0}))
    assert tiers(exposure) == [(70, 20), (30, 8)]


def test_what_the_horizon_leaves_of_a_plan_without_an_end_brings_what_the_plan_states(
    book: Any, day: Any, flat_demand: Any
) -> None:
    policy = Policy(**COMMON, excess_horizon_days=80, clearance_discount=0.5)
    stated = planned(book, day, (0, None, 8.0), residual_proceeds=6.0)
    assert tiers(expose(stated, policy, flat_demand({"a": 1.0}))) == [(80, 8), (20, 6)]
    silent = planned(book, day, (0, None, 8.0))
    assert tiers(expose(silent, policy, flat_demand({"a": 1.0}))) == [(80, 8), (20, 4)]


def test_a_cut_sells_more_at_the_elasticity_of_its_item(
    book: Any, day: Any, flat_demand: Any
) -> None:
    made = planned(book, day, (0, None, 10.0))
    demand = flat_demand({"a": 0.1})
    plain = expose(made, Policy(**COMMON), demand)
    lifted = expose(made, Policy(**COMMON), demand, elasticity=pd.Series({"a": -2.0}))
    # 36.5 units a year, four times as many at half the price.
    assert tiers(plain) == [(36.5, 10), (63.5, 5)]
    assert tiers(lifted) == [(100, 10)]


@pytest.mark.parametrize(
    "change",
    [{"approved_by": None}, {"approved_on": None}, {"approved_on": "2025-01-01"},
     {"until_date": "2024-12-30"}],
)  # fmt: skip
def test_only_an_approved_plan_that_is_not_over_counts(
    book: Any, day: Any, flat_demand: Any, change: Any
) -> None:
    made = planned(book, day, (-20, 20, 6.0), **change)
    assert expose(made, Policy(**COMMON), flat_demand({"a": 1.0})).write_down == 0


def test_with_unknown_demand_the_price_in_force_holds_for_every_unit(book: Any, day: Any) -> None:
    made = planned(book, day, (-20, 20, 6.0), (21, 90, 4.0))
    assert tiers(expose(made, Policy(**COMMON), None)) == [(100, 6)]
    later = planned(book, day, (21, 90, 4.0))
    assert tiers(expose(later, Policy(**COMMON), None)) == [(100, 20)]


@pytest.mark.slow
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    first=st.integers(-5, 40), second=st.integers(1, 60),
    rate=st.integers(0, 40).map(lambda tenths: tenths / 10),
    prices=st.tuples(st.floats(1, 20), st.floats(1, 20)),
    valuation=st.sampled_from(["tiered", "blended"]),
)  # fmt: skip
def test_tiers_partition_the_units_and_blended_never_loses_more(
    book: Any, day: Any, flat_demand: Any, first: int, second: int, rate: float, prices: Any,
    valuation: Any,
) -> None:  # fmt: skip
    made = planned(
        book, day, (first, None, prices[0]), (first + second, first + second + 30, prices[1]),
        residual_proceeds=1.0,
    )  # fmt: skip
    demand = flat_demand({"a": rate})
    exposure = expose(made, Policy(**COMMON, plan_valuation=valuation), demand)
    assert exposure.segments["units"].sum() == pytest.approx(100)
    assert exposure.segments["cost_value"].sum() == pytest.approx(1000)
    assert 0 <= exposure.write_down <= 1000
    tiered = expose(made, Policy(**COMMON), demand)
    assert exposure.write_down <= tiered.write_down + 0.05
