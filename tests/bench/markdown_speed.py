"""Time the markdown room on synthetic shops.

    python -m tests.bench.markdown_speed [ITEMS]

Prints the best of five runs in milliseconds; the limits are what a slider needs to feel live.
"""

import sys
import time
from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

from core.markdown import (
    Limits,
    MarkdownInputs,
    MarkdownScenario,
    depth_curve,
    optimize,
    simulate,
    simulate_plan,
    simulate_risk,
)
from core.policy import Policy


def shop(count: int, weeks: int = 26) -> MarkdownInputs:
    """Overstocked items with prices, costs and responses drawn at random."""
    random = np.random.default_rng(1)
    price = random.uniform(10, 60, count)
    names = np.array([f"S{number}" for number in range(count)], dtype=object)
    demand = np.repeat(random.gamma(1.0, 3.0, count)[None, :], weeks, axis=0)
    return MarkdownInputs(
        as_of=date(2026, 1, 31),
        currency="USD",
        policy=Policy(),
        tax_rate=0.25,
        sku=names,
        description=names,
        category=np.array([f"C{number % 20}" for number in range(count)], dtype=object),
        on_hand=random.integers(1, 200, count).astype(float),
        unit_cost=price * random.uniform(0.4, 0.8, count),
        unit_price=price,
        selling_cost_rate=np.full(count, 0.05),
        demand=demand,
        demand_cv=np.full(count, 0.4),
        horizon_demand=2 * demand.sum(axis=0),
        on_sale_days=np.full(count, 365.0),
        elasticity=-random.uniform(1, 4, count),
        elasticity_sd=np.full(count, 0.7),
        depth_observed_max=np.full(count, 0.3),
        residual_unit=price * 0.475,
        not_simulated=pd.DataFrame({"sku": [], "category": []}, dtype="str"),
    )


def best_of_five(work: Callable[[], object]) -> float:
    """Least time of five runs, in milliseconds."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return 1000 * min(times)


def main(count: int) -> None:
    """Print a line for each question the room answers."""
    inputs = shop(count)
    scenario = MarkdownScenario(depth=0.3)
    costly = MarkdownScenario(depth=0.3, holding_cost_rate=0.2)
    best = optimize(inputs, scenario)
    half = Limits(budget=best.spend / 2)
    lines: list[tuple[str, Callable[[], object], float]] = [
        ("one scenario", lambda: simulate(inputs, scenario), 50),
        ("depth curve, 8 depths", lambda: depth_curve(inputs, scenario), 150),
        ("plan with its own ladders", lambda: simulate_plan(inputs, best.plan), 500),
        ("best plan", lambda: optimize(inputs, scenario), 1_000),
        ("best plan, holding cost", lambda: optimize(inputs, costly), 2_000),
        (
            "best plan, half the budget",
            lambda: optimize(inputs, scenario, limits=half),
            2_000,
        ),
        ("risk, 200 draws", lambda: simulate_risk(inputs, scenario), 3_000),
    ]
    print(f"{count:,} items, {scenario.weeks} weeks; best of five, ms (limit)")
    for name, work, limit in lines:
        print(f"{name:28}{best_of_five(work):>10.1f} ({limit:,.0f})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
