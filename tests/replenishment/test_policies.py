"""Properties of the textbook functions that no single worked case shows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.replenishment import (
    inverse_normal_loss,
    normal_loss,
    order_quantity,
    silver_meal,
    wagner_whitin,
)


@given(k=st.floats(-20, 6))
def test_the_inverse_loss_undoes_the_loss(k: float) -> None:
    assert float(inverse_normal_loss(normal_loss(k))) == pytest.approx(k, abs=1e-6)


@given(
    position=st.floats(-100, 1000),
    level=st.floats(0, 1000),
    minimum=st.floats(0, 300),
    pack=st.integers(1, 48),
)
def test_an_order_is_whole_packs_and_enough(
    position: float, level: float, minimum: float, pack: int
) -> None:
    units = float(order_quantity(position, level, min_order_qty=minimum, pack_size=pack))
    assert units % pack == 0
    if position >= level:
        assert units == 0
    else:
        wanted = max(level - position, minimum)
        assert wanted - 1e-6 <= units < wanted + pack


@given(demand=st.lists(st.integers(0, 200), min_size=1, max_size=12))
def test_the_rule_of_thumb_never_beats_the_optimum(demand: list[int]) -> None:
    best, best_cost = wagner_whitin(demand, fixed_cost=100, holding_cost=1)
    rule, rule_cost = silver_meal(demand, fixed_cost=100, holding_cost=1)
    assert best.sum() == pytest.approx(sum(demand))
    assert rule.sum() == pytest.approx(sum(demand))
    assert best_cost <= rule_cost + 1e-9
    assert (np.cumsum(best) >= np.cumsum(demand) - 1e-9).all()
