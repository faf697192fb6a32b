"""The lower-of-cost test on 100,000 items."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from core.accounting import lower_of_cost
from tests.bench.figure import Figure, median_seconds, under

ITEMS = 100_000
COUNT = 5


def items() -> pd.DataFrame:
    """Draw items of which about a third sell below cost."""
    random = np.random.default_rng(1)
    cost = random.uniform(1, 40, ITEMS).round(2)
    return pd.DataFrame(
        {
            "sku": [f"S{number:06d}" for number in range(ITEMS)],
            "category": [f"C{number % 40}" for number in range(ITEMS)],
            "units": random.integers(1, 200, ITEMS).astype(float),
            "unit_cost": cost,
            "unit_nrv": cost * random.uniform(0.8, 1.4, ITEMS),
        }
    )


def figures() -> Iterator[Figure]:
    """Yield the time of the test item by item and by category, rounded to the cent."""
    frame = items()
    for level, limit in (("item", 0.2), ("category", 0.5)):
        taken = median_seconds(
            lambda level=level: lower_of_cost(frame, level=level, currency="USD"), count=COUNT
        )
        yield under(f"lower of cost and NRV by {level}, {ITEMS:,} items", limit, taken, COUNT)
