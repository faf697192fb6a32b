"""Errors of totals: what their spread promises of every quantile."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.demand import distribution
from core.demand.errors import total_spread, usual_rate


def spread(mean: np.ndarray, *, error: float, usual: float, growth: float) -> np.ndarray:
    one = (np.array([value]) for value in (error, usual, growth))
    return total_spread(mean[:, None], **dict(zip(("error", "usual", "growth"), one, strict=True)))[
        :, 0
    ]


@pytest.mark.parametrize(
    ("mean", "expected"),
    [
        (0.0, 0.0),  # nothing expected, nothing in doubt
        (10.0, 4.0),  # one usual period
        (2.5, 2.0),  # a quarter of it: the root, days err independently
        (40.0, 4.0 * 4**0.75),  # four of them
    ],
)
def test_the_spread_of_a_total_grows_with_the_usual_periods_it_is_worth(
    mean: float, expected: float
) -> None:
    found = spread(np.array([mean]), error=4.0, usual=10.0, growth=0.75)
    assert found[0] == pytest.approx(expected)


@given(
    usual=st.floats(0.05, 200),
    variation=st.floats(0.05, 4),
    growth=st.floats(0.5, 1),
    means=st.lists(st.floats(0, 2000), min_size=2, max_size=12),
    p=st.floats(0.01, 0.995),
    whole=st.booleans(),
)
def test_no_quantile_falls_when_more_is_expected(
    usual: float, variation: float, growth: float, means: list[float], p: float, whole: bool
) -> None:
    error = usual * variation
    # An item is counted in whole units only where one usual period varies more than a count.
    counts = whole and bool(distribution.over_dispersed(usual, error))
    rising = np.sort(np.array(means))
    sd = spread(rising, error=error, usual=usual, growth=growth)
    held = distribution.quantile(p, rising, sd, counts)
    assert (np.diff(held) >= -1e-6 * np.maximum(held[1:], 1)).all()


def test_the_usual_rate_leaves_out_the_periods_whose_errors_do_not_count() -> None:
    units = np.full((40, 2), 10.0)
    units[:12, 0] = 500.0  # a launch, before an item's own forecasts count
    units[:30, 1] = np.nan  # ten periods known, half of them to warm up
    units[30:35, 1] = 70.0
    np.testing.assert_allclose(usual_rate(units), 10.0)
