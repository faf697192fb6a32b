"""Largest remainder: parts add up to the whole."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.accounting import allocate, minor_digits


@given(
    total=st.integers(-(10**12), 10**12),
    weights=st.lists(st.floats(0, 1e6), min_size=1, max_size=30),
    currency=st.sampled_from(["USD", "JPY", "KWD"]),
)
def test_parts_add_up_and_stay_within_a_minor_unit_of_their_share(
    total: int, weights: list[float], currency: str
) -> None:
    if sum(weights) == 0:
        weights = [*weights, 1.0]
    unit = 10.0 ** -minor_digits(currency)
    parts = allocate(total * unit, weights, currency=currency)
    assert math.fsum(parts) == pytest.approx(total * unit, abs=unit / 4)
    share = total * unit * np.array(weights) / sum(weights)
    assert np.abs(parts - share).max() <= unit * (1 + 1e-3)


@pytest.mark.parametrize("weights", [[-1.0, 2.0], [math.nan], [math.inf]])
def test_weights_that_are_no_weights_are_refused(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="weights"):
        allocate(1.0, weights, currency="USD")


def test_an_amount_needs_something_to_go_to() -> None:
    assert allocate(0.0, [0.0, 0.0], currency="USD").tolist() == [0, 0]
    with pytest.raises(ValueError, match="every weight is zero"):
        allocate(1.0, [0.0, 0.0], currency="USD")
