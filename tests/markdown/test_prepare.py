"""What is gathered of a Book for scenarios, and what stays out and says why."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from core.book import Book, make_book
from core.markdown import MarkdownScenario, prepare, simulate
from core.policy import Policy

AS_OF = date(2026, 1, 31)


class SteadyDemand:
    """A forecast of the same units every day, for the skus it knows."""

    def __init__(self, per_day: dict[str, float]) -> None:
        self.skus = list(per_day)
        self.rate = np.array(list(per_day.values()))

    def cumulative(self, days: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return self.rate * days, np.sqrt(self.rate * days)

    def for_skus(self, skus: list[str]) -> np.ndarray:
        return np.array([self.skus.index(sku) if sku in self.skus else -1 for sku in skus])


def book(**items: object) -> Book:
    table = {"sku": ["A1", "A2"], "category": "A", "unit_price": 20.0, "unit_cost": 12.0} | items
    return make_book({"items": pd.DataFrame(table)}, as_of=AS_OF, currency="EUR")


def segments(*rows: tuple[str, str, float, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["sku", "reason", "units", "cost_value"])
    return frame.assign(price_used=np.nan, price_source="unknown", expiry_date=pd.NaT)


STOCK = segments(("A1", "healthy", 100, 1200), ("A2", "excess", 50, 700))


def test_demand_comes_by_week_and_cost_from_the_stock() -> None:
    inputs = prepare(book(), Policy(), SteadyDemand({"A1": 2.0, "A2": 1.0}), STOCK, weeks=4)
    assert inputs.demand == pytest.approx(np.array([[14, 7]] * 4))
    assert inputs.unit_cost.tolist() == [12, 14]
    assert inputs.currency == "EUR"
    # Half price at the clearance discount, less 5 % selling cost.
    assert inputs.residual_unit.tolist() == pytest.approx([9.5, 9.5])


def test_what_is_left_brings_the_items_own_clearance_price_where_there_is_one() -> None:
    day = pd.Timestamp(AS_OF) - pd.Timedelta(days=5)
    sales = pd.DataFrame(
        {
            "date": [day, day], "sku": "A1", "units": [4.0, 36.0], "revenue": [24.0, 720.0],
            "discount": [0.7, np.nan],
        }
    )  # fmt: skip
    items = pd.DataFrame({"sku": ["A1", "A2"], "unit_price": 20.0, "unit_cost": 12.0})
    made = make_book({"items": items, "sales": sales}, as_of=AS_OF, currency="EUR")
    inputs = prepare(made, Policy(), SteadyDemand({"A1": 2.0, "A2": 1.0}), STOCK)
    # 24 for 4 units, and half of 20 by the policy, both less 5 % selling cost.
    assert inputs.residual_unit.tolist() == pytest.approx([6 * 0.95, 10 * 0.95])


def test_the_price_of_an_approved_plan_is_not_cut_again() -> None:
    stock = STOCK.assign(price_used=[14.0, 18.0], price_source=["approved plan", "own sales"])
    inputs = prepare(book(), Policy(), SteadyDemand({"A1": 2.0, "A2": 1.0}), stock)
    assert inputs.unit_price.tolist() == [20, 18]


def test_unknown_demand_is_shown_and_never_taken_as_zero() -> None:
    inputs = prepare(book(), Policy(), SteadyDemand({"A1": 2.0}), STOCK)
    assert inputs.sku.tolist() == ["A1"]
    out = simulate(inputs, MarkdownScenario(categories=("A",), depth=0.3))
    assert out.not_simulated[["sku", "cost_value", "cause"]].to_numpy().tolist() == [
        ["A2", 700.0, "demand unknown"]
    ]
    assert out.totals.cost_value == 1200


def test_without_any_forecast_nothing_is_simulated() -> None:
    inputs = prepare(book(), Policy(), None, STOCK)
    assert len(inputs.not_simulated) == 2
    totals = simulate(inputs, MarkdownScenario(depth=0.3)).totals
    assert (totals.cost_value, totals.units, totals.write_down) == (0, 0, 0)


def test_unknown_price_and_unknown_cost_are_named_as_causes() -> None:
    stock = segments(("A1", "healthy", 100, np.nan), ("A2", "healthy", 50, 700))
    inputs = prepare(
        book(unit_price=[20.0, np.nan]), Policy(), SteadyDemand({"A1": 2.0, "A2": 1.0}), stock
    )
    assert inputs.not_simulated["cause"].tolist() == ["cost unknown", "price unknown"]


def test_expired_and_damaged_units_are_not_for_sale() -> None:
    stock = segments(
        ("A1", "healthy", 60, 720), ("A1", "damaged", 30, 360), ("A2", "expired", 50, 700)
    )
    inputs = prepare(book(), Policy(), SteadyDemand({"A1": 2.0, "A2": 1.0}), stock)
    assert inputs.on_hand.tolist() == [60]
    assert inputs.not_for_sale_cost == 1060


def test_an_item_without_a_list_price_takes_the_last_price_seen_in_sales() -> None:
    sales = pd.DataFrame(
        {
            "date": pd.to_datetime(["2026-01-05", "2026-01-12"]),
            "sku": "A1",
            "units": 5.0,
            "unit_price": [25.0, 22.0],
        }
    )
    items = pd.DataFrame({"sku": ["A1"], "unit_cost": [12.0]})
    made = make_book({"items": items, "sales": sales}, as_of=AS_OF)
    inputs = prepare(made, Policy(), SteadyDemand({"A1": 2.0}), STOCK.head(1))
    assert inputs.unit_price.tolist() == [22]


def test_the_price_the_exposure_values_at_goes_before_the_tag() -> None:
    stock = STOCK.assign(price_used=[18.0, np.nan])
    inputs = prepare(book(), Policy(), SteadyDemand({"A1": 2.0, "A2": 1.0}), stock)
    assert inputs.unit_price.tolist() == [18, 20]


def test_goods_that_expire_sell_until_then_and_bring_nothing_after() -> None:
    last_day = pd.Timestamp(AS_OF) + pd.Timedelta(days=10)
    stock = STOCK.assign(expiry_date=[last_day, pd.NaT])
    inputs = prepare(book(), Policy(), SteadyDemand({"A1": 2.0, "A2": 1.0}), stock, weeks=4)
    assert inputs.on_sale_days.tolist() == [10, 365]
    assert inputs.demand[:, 0].tolist() == pytest.approx([14, 6, 0, 0])
    assert inputs.horizon_demand.tolist() == pytest.approx([20, 365])
    assert inputs.residual_unit.tolist() == pytest.approx([0, 9.5])
    totals = simulate(inputs, MarkdownScenario(skus=("A1",), weeks=4)).hold
    assert totals.write_down == pytest.approx(80 * 12)


def test_a_unit_without_expiry_date_keeps_its_item_on_sale() -> None:
    last_day = pd.Timestamp(AS_OF) + pd.Timedelta(days=10)
    stock = segments(("A1", "healthy", 60, 720), ("A1", "expiring", 40, 480))
    stock = stock.assign(expiry_date=[pd.NaT, last_day])
    inputs = prepare(book(), Policy(), SteadyDemand({"A1": 2.0}), stock)
    assert inputs.on_sale_days.tolist() == [365]


def test_the_tax_rate_of_the_financials_goes_before_the_policy() -> None:
    financials = pd.DataFrame({"period": ["FY 2024", "FY 2025"], "tax_rate": [0.30, 0.21]})
    made = make_book({"financials": financials}, as_of=AS_OF)
    assert prepare(made, Policy(), None, STOCK.head(0)).tax_rate == 0.21
    assert prepare(book(), Policy(tax_rate=0.19), None, STOCK).tax_rate == 0.19
