"""The built-in example: figures so small that anyone can check them by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.accounting.impaired import ImpairedStock
from core.policy import Policy


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """Inputs of `assess`: `assess(case.stock, financials=case.financials, …)`."""

    stock: ImpairedStock
    financials: Mapping[str, object]
    policy: Policy
    currency: str


def article_case() -> Case:
    """Return a shop with 10,000 of inventory, 1,000 of which can no longer be sold; tax is 25 %.

    Inventory ends at 9,000; net income and equity fall by 750. Directly, Inventory is credited.
    With an allowance it is made in the current period and used, without a second loss, when the
    goods are scrapped in the next.
    """
    figures = {
        "period": "FY 2025",
        "revenue": 84_000.0,
        "cogs": 42_600.0,
        "operating_expenses": 30_000.0,
        "interest": 400.0,
        "tax_rate": 0.25,
        "cash": 5_000.0,
        "receivables": 3_000.0,
        "inventory": 10_000.0,
        "inventory_allowance": 0.0,
        "other_assets": 7_000.0,
        "payables": 6_000.0,
        "debt": 4_000.0,
        "equity": 15_000.0,
    }
    return Case(
        stock=ImpairedStock(cost_value=10_000.0, write_off_cost=1_000.0, write_off=1_000.0),
        financials=MappingProxyType(figures),
        policy=Policy(tax_rate=0.25),
        currency="USD",
    )
