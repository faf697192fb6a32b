"""Causes beside the price are not taken for the price."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.markdown.controls import age, control_effects, rivals_price, without_controls
from core.markdown.response import shrunk_elasticities

ITEMS, PERIODS = 30, 40
ITEM = np.repeat(np.arange(ITEMS), PERIODS)
PERIOD = np.tile(np.arange(PERIODS), ITEMS)
ONE_GROUP = np.zeros(ITEMS, dtype=np.intp)

Vector = npt.NDArray[np.float64]


def noise(seed: int, size: float) -> Vector:
    return size * np.random.default_rng(seed).standard_normal(ITEMS * PERIODS)


def mean_elasticity(price: Vector, units: Vector, *causes: Vector) -> float:
    found = shrunk_elasticities(
        log_units=units,
        log_price=price,
        item=ITEM,
        period=PERIOD,
        group=ONE_GROUP,
        controls=np.stack(causes, axis=1) if causes else None,
    )
    return float(found["elasticity"].mean())


def test_goods_marked_down_as_they_age_do_not_look_deaf_to_price() -> None:
    old = age(ITEM, PERIOD)
    price = -0.1 * old + noise(1, 0.1)
    units = -2.4 * price - 0.5 * old + noise(2, 0.2)
    assert mean_elasticity(price, units) > -1.6
    assert mean_elasticity(price, units, old) == pytest.approx(-2.4, abs=0.2)


def test_a_sign_at_the_shelf_is_not_taken_for_the_price() -> None:
    promoted = (noise(3, 1.0) > 0.8).astype(float)
    price = -0.2 * promoted + noise(4, 0.05)
    units = -2.0 * price + 0.6 * promoted + noise(5, 0.2)
    assert mean_elasticity(price, units) < -3.0
    assert mean_elasticity(price, units, promoted) == pytest.approx(-2.0, abs=0.25)


def test_sales_lost_to_cheaper_rivals_are_not_taken_for_deafness() -> None:
    chain = np.repeat(0.2 * np.random.default_rng(6).standard_normal((1, PERIODS)), ITEMS, axis=0)
    price = chain.ravel() + noise(7, 0.1)
    rivals = rivals_price(price, ITEM, PERIOD, ONE_GROUP)
    units = -2.5 * price + 1.5 * rivals + noise(8, 0.1)
    assert mean_elasticity(price, units) > -1.6
    assert mean_elasticity(price, units, rivals) == pytest.approx(-2.5, abs=0.2)


def test_an_item_alone_in_its_category_has_no_rival() -> None:
    price = np.array([1.0, 2.0, 3.0, 4.0])
    item, period = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    assert rivals_price(price, item, period, np.array([0, 1])).tolist() == [0, 0, 0, 0]
    assert rivals_price(price, item, period, np.array([0, 0])) == pytest.approx(
        [-0.5, 0.5, -0.5, 0.5]
    )


def test_age_counts_from_an_items_first_period() -> None:
    assert age(np.array([0, 0, 1]), np.array([5, 15, 12])).tolist() == [0, 1, 0]


@given(effect=st.floats(-3, 3), other=st.floats(-3, 3))
def test_each_category_keeps_its_own_effect_and_nothing_of_it_is_left(
    effect: float, other: float
) -> None:
    cause = noise(9, 1.0)[:, None]
    group = ITEM % 2
    values = np.where(group == 0, effect, other) * cause[:, 0]
    found = control_effects(values, cause, group, 2)
    assert found[:, 0] == pytest.approx([effect, other], abs=0.02)
    assert without_controls(values, cause, group, 2) == pytest.approx(0 * values, abs=0.1)
