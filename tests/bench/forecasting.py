"""Forecasts with quantiles of 10,000 items, three years of months and two of weeks."""

from collections.abc import Iterator

import numpy as np

from tests.bench.demand_score import assortment
from tests.bench.figure import Figure, median_seconds, under

ITEMS = 10_000
COUNT = 3


def figures() -> Iterator[Figure]:
    """Yield the time of mean and three quantiles."""
    random = np.random.default_rng(1)
    rate = random.gamma(1, 10, ITEMS) + 0.2
    for length, season, horizon, limit in ((36, 12, 12, 1.0), (104, 52, 26, 3.0)):
        units = random.poisson(rate, (length, ITEMS)).astype(float)

        def run(units: np.ndarray = units, season: int = season, horizon: int = horizon) -> None:
            found = assortment(units, season, horizon)
            for level in (0.1, 0.5, 0.9):
                found.quantile(level)

        taken = median_seconds(run, count=COUNT)
        yield under(f"forecast of {ITEMS:,} items x {length} periods", limit, taken, COUNT)
