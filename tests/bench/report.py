"""Documents: how long the PDF, the slides and the workbook take, on the processor."""

import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from core.analysis import Analysis, analyze
from core.book import make_book
from core.policy import Policy
from core.report.document import document
from core.report.slides import slides
from core.report.workbook import accountant_workbook
from tests.bench.figure import Figure

AS_OF = date(2026, 1, 31)
_REPEATS = 3


@lru_cache(maxsize=2)
def shop(items: int) -> Analysis:
    """Return a shop whose items lose value for several reasons; the same every time."""
    random = np.random.default_rng(8)
    cost = random.uniform(1, 60, items).round(2)
    skus = [f"SKU-{number:06d}" for number in range(items)]
    received = pd.Timestamp(AS_OF) - pd.to_timedelta(random.integers(1, 900, items), unit="D")
    tables = {
        "items": pd.DataFrame(
            {
                "sku": skus,
                "description": [f"Item number {number}" for number in range(items)],
                "category": [f"Group {number % 40}" for number in range(items)],
                "unit_cost": cost,
                "unit_price": (cost * random.uniform(0.7, 3, items)).round(2),
            }
        ),
        "stock": pd.DataFrame(
            {
                "sku": skus,
                "on_hand": random.integers(1, 200, items) * 1.0,
                "received_date": received,
            }
        ),
    }
    return analyze(make_book(tables, as_of=AS_OF, name="Bench Shop"), Policy())


def _taken(make: Callable[[], object]) -> float:
    """Return the median seconds of processor time after one warm-up."""
    make()
    times = []
    for _ in range(_REPEATS):
        start = time.process_time()
        make()
        times.append(time.process_time() - start)
    return float(np.median(times))


def figures() -> Iterator[Figure]:
    """Yield the times of the documents."""
    for items in (5, 50_000):
        analysis = shop(items)
        for name, make in (
            ("one page as PDF", lambda shown=analysis: document(shown)),
            ("full report as PDF", lambda shown=analysis: document(shown, whole=True)),
            ("six slides", lambda shown=analysis: slides(shown)),
        ):
            seconds = _taken(make)
            yield Figure(
                name=f"{name}, {items:,} items",
                asked="< 1 s",
                reached=f"{seconds:.2f} s",
                holds=seconds < 1,
                count=_REPEATS,
            )
    start = time.process_time()
    content = accountant_workbook(shop(10_000))
    seconds = time.process_time() - start
    yield Figure(
        name="workbook of 10,000 items with live formulas",
        asked="< 30 s",
        reached=f"{seconds:.1f} s, {len(content) / 1e6:.1f} MB",
        holds=seconds < 30,
    )
