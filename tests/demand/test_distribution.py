"""Distributions of demand: consistent with themselves and with their moments."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from core.demand import distribution

MEANS = st.floats(0.05, 500)
SPREADS = st.floats(0.1, 3)


@given(mean=MEANS, spread=SPREADS, p=st.floats(0.01, 0.99), whole=st.booleans())
def test_the_quantile_is_the_smallest_that_reaches_its_probability(
    mean: float, spread: float, p: float, whole: bool
) -> None:
    sd = mean * spread
    level = distribution.quantile(p, mean, sd, whole)
    assert distribution.cdf(level, mean, sd, whole) >= p - 1e-9
    if whole and distribution.over_dispersed(mean, sd):
        assert level == np.round(level)
        assert level == 0 or distribution.cdf(level - 1, mean, sd, whole) < p


@pytest.mark.parametrize(("mean", "variance"), [(4.0, 12.0), (0.3, 0.5), (60.0, 400.0)])
def test_counts_follow_the_negative_binomial(mean: float, variance: float) -> None:
    chance = mean / variance
    peer = stats.nbinom(mean * chance / (1 - chance), chance)
    units = np.arange(0, 200)
    sd = variance**0.5
    np.testing.assert_allclose(
        distribution.cdf(units, mean, sd, counts=True), peer.cdf(units), atol=1e-9
    )
    held = 3.0
    left = sum((held - units) * peer.pmf(units) for units in range(3))
    assert distribution.expected_excess(held, mean, sd, counts=True) == pytest.approx(left)


@given(mean=MEANS, spread=SPREADS, units=st.floats(0, 1000), whole=st.booleans())
def test_expected_excess_keeps_to_its_bounds(
    mean: float, spread: float, units: float, whole: bool
) -> None:
    left = distribution.expected_excess(units, mean, mean * spread, whole)[0]
    assert max(units - mean, 0) - 1e-6 * max(mean, units) <= left <= units + 1e-9


def test_certain_demand_leaves_the_difference() -> None:
    assert distribution.quantile(0.95, 5.0, 0.0, counts=True) == 5.0
    assert distribution.expected_excess(8.0, 5.0, 0.0, counts=False) == 3.0


@given(mean=MEANS, spread=SPREADS, p=st.floats(0.01, 0.99))
def test_the_fast_quantile_agrees_with_the_exact_one(mean: float, spread: float, p: float) -> None:
    sd = mean * spread
    exact = distribution.quantile(p, mean, sd, counts=False)
    fast = distribution.rounded_quantile(p, np.array([[mean]]), np.array([[sd]]), np.array([False]))
    assert float(fast[0, 0]) == pytest.approx(float(exact[0]), rel=5e-3, abs=1e-3 * mean)
