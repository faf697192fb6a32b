"""A shop small enough to check by hand, assessed under any policy."""

from collections.abc import Callable, Mapping

import pytest

from core.accounting import Impact, ImpairedStock, assess
from core.policy import Policy

#: Net income before is 3,000; assets and claims are 20,000 each.
FIGURES: Mapping[str, object] = {
    "period": "FY 2025",
    "revenue": 40_000.0,
    "cogs": 26_000.0,
    "operating_expenses": 9_400.0,
    "interest": 600.0,
    "tax_rate": 0.25,
    "cash": 3_000.0,
    "receivables": 2_000.0,
    "inventory": 10_000.0,
    "inventory_allowance": 0.0,
    "other_assets": 5_000.0,
    "payables": 4_000.0,
    "debt": 6_000.0,
    "equity": 10_000.0,
}
#: Of 10,000 at cost, 1,000 can no longer be sold.
STOCK = ImpairedStock(cost_value=10_000.0, write_off_cost=1_000.0, write_off=1_000.0)


@pytest.fixture(scope="session")
def assess_shop() -> Callable[..., Impact]:
    """Return a function that assesses the shop: `figures` replace some of its own, None all."""

    def run(
        *,
        stock: ImpairedStock = STOCK,
        figures: Mapping[str, object] | None = FIGURES,
        **policy: object,
    ) -> Impact:
        financials = None if figures is None else {**FIGURES, **figures}
        return assess(
            stock,
            financials=financials,
            policy=Policy.from_settings({"tax_rate": 0.25, **policy}),
            currency="USD",
        )

    return run
