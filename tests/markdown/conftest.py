"""Small shops for the markdown tests."""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from core.markdown import MarkdownInputs
from core.policy import Policy

AS_OF = date(2026, 1, 31)


def shop(**values: Any) -> MarkdownInputs:
    """Items from lists or single numbers: 1,000 units at cost 12 and price 20, 40 sold a week."""
    given = {
        "on_hand": 1000.0,
        "unit_cost": 12.0,
        "unit_price": 20.0,
        "selling_cost_rate": 0.05,
        "demand_cv": 0.3,
        "on_sale_days": 365.0,
        "elasticity": -2.0,
        "elasticity_sd": 0.7,
        "depth_observed_max": 0.5,
        "residual_unit": 2.0,
    } | {name: value for name, value in values.items() if name not in ("demand", "category")}
    policy = given.pop("policy", Policy())
    tax_rate = given.pop("tax_rate", 0.25)
    horizon = given.pop("horizon_demand", None)
    count = max(np.size(value) for value in given.values())
    vectors = {name: np.broadcast_to(value, count).astype(float) for name, value in given.items()}
    names = np.array([f"S{number}" for number in range(count)], dtype=object)
    demand = np.broadcast_to(values.get("demand", 40.0), (26, count)).astype(float)
    if horizon is None:
        horizon = 2 * demand.sum(axis=0)
    empty = {name: pd.Series(dtype="str") for name in ("sku", "description", "category", "cause")}
    money = {name: pd.Series(dtype="float64") for name in ("on_hand", "cost_value")}
    return MarkdownInputs(
        as_of=AS_OF,
        currency="USD",
        policy=policy,
        tax_rate=tax_rate,
        sku=names,
        description=names,
        category=np.broadcast_to(np.array(values.get("category", "A"), dtype=object), count),
        demand=demand,
        horizon_demand=np.broadcast_to(horizon, count).astype(float),
        not_simulated=pd.DataFrame(empty | money),
        **vectors,
    )


@pytest.fixture(scope="session")
def make_inputs() -> Callable[..., MarkdownInputs]:
    """Return the function that makes inputs from lists or single numbers."""
    return shop
