"""Seasonal indices: shared where an item alone says too little, and never out of nothing."""

import numpy as np
import pytest

from core.demand.seasonality import seasonal_factors


@pytest.mark.parametrize("others", [0, 3])
def test_a_constant_series_has_no_season_even_where_it_is_the_only_one(others: int) -> None:
    units = np.full((60, 1 + others), 7.0)
    groups = np.zeros(1 + others, dtype=np.intp)
    np.testing.assert_allclose(seasonal_factors(units, 52, groups=groups), 1.0)


def test_a_season_without_noise_is_shared_with_a_short_history() -> None:
    wave = 1 + 0.5 * np.sin(2 * np.pi * np.arange(48) / 12)
    units = np.column_stack([100 * wave, 50 * wave, np.full(48, np.nan)])
    units[-8:, 2] = 20.0
    factors = seasonal_factors(units, 12, groups=np.zeros(3, dtype=np.intp))
    np.testing.assert_allclose(factors[:, 0], wave[:12], atol=0.05)
    np.testing.assert_allclose(factors[:, 2], factors[:, 0], atol=0.1)
