"""A forecast whose numbers are plain to see."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pytest

from core.demand.distribution import gamma_quantile


class FlatDemand:
    """The same demand every day; its error is a share of the demand that is summed."""

    def __init__(self, units_per_day: Mapping[str, float], *, cv: float = 0.0) -> None:
        self.skus = np.array(sorted(units_per_day), dtype=object)
        self.rate = np.array([units_per_day[sku] for sku in self.skus], dtype=np.float64)
        self.classes = np.full(len(self.skus), "smooth", dtype=object)
        self.cv = cv

    def for_skus(self, skus: Sequence[str]) -> np.ndarray:
        return pd.Index(self.skus).get_indexer(pd.Index(skus))

    def cumulative(self, days: float | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        mean = self.rate * days
        return mean, mean * self.cv

    def expected_excess(self, days: float | np.ndarray, units: np.ndarray) -> np.ndarray:
        return np.maximum(units - self.rate * days, 0.0)

    def rate_per_day(self) -> np.ndarray:
        return self.rate

    def days_until(self, units: np.ndarray) -> np.ndarray:
        return np.divide(units, self.rate, out=np.full(len(units), np.inf), where=self.rate > 0)

    def days_within(self, units: np.ndarray, probability: float, index: np.ndarray) -> np.ndarray:
        """A day's demand is gamma distributed, always in the same proportion to its mean."""
        one = np.ones(1)
        share = gamma_quantile(1 - probability)(one, one * self.cv)
        rate = self.rate[index] * share
        return np.divide(units, rate, out=np.full(len(units), np.inf), where=rate > 0)


@pytest.fixture(scope="session")
def flat_demand() -> type[FlatDemand]:
    return FlatDemand
