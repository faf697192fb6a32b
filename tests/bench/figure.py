"""One measured figure, and how time is taken."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """What was asked and what was reached, both in words; `count` is how often it was measured."""

    name: str
    asked: str
    reached: str
    holds: bool
    count: int = 1


def under(name: str, limit: float, seconds: float, count: int) -> Figure:
    """Return a figure of time that is asked to stay under a limit."""
    return Figure(name, f"< {limit:g} s", f"{seconds:.3f} s", seconds < limit, count)


def median_seconds(work: Callable[[], object], *, count: int) -> float:
    """Return the median of `count` runs on the clock, after one that does not count."""
    work()
    return statistics.median(seconds(work) for _ in range(count))


def seconds(work: Callable[[], object]) -> float:
    """Return how long one run takes on the clock."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
