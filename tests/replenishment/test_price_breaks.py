"""Discounts for more units: taken where the year costs less that way, the rest's risk included."""

import datetime as dt

import pandas as pd
import pytest

from core.analysis import analyze
from core.book import Book, make_book
from core.policy import Policy, PolicyError

AS_OF = dt.date(2025, 12, 28)
WEEKS = pd.date_range("2024-12-30", periods=52, freq="W-MON")


def shop(rate: float = 10.0, **item: object) -> Book:
    """One item with empty shelves that sells so many a week."""
    facts = {"unit_cost": 10.0, "unit_price": 20.0, "supplier": "Wax & Co", **item}
    tables = {
        "items": pd.DataFrame({"sku": ["a"], **{name: [each] for name, each in facts.items()}}),
        "stock": pd.DataFrame({"sku": ["a"], "on_hand": [0.0]}),
        "sales": pd.DataFrame({"date": WEEKS, "sku": "a", "units": rate}),
    }
    return make_book(tables, as_of=AS_OF, currency="USD")


def order(book: Book, **breaks: float) -> pd.Series:
    steps = {int(units.removeprefix("from_")): share for units, share in breaks.items()}
    policy = Policy.from_settings({"price_breaks": {"Wax & Co": steps} if steps else {}})
    return analyze(book, policy).orders.iloc[0]


def test_an_order_is_raised_to_a_break_that_pays_and_says_so() -> None:
    plain, raised = order(shop()), order(shop(), from_60=0.10)
    assert 0 < plain["order_units"] < 60
    assert raised["order_units"] == 60
    assert raised["order_cost"] == pytest.approx(60 * 9)
    assert "raised to the price from 60 units: 10% cheaper" in raised["reason"]


def test_a_discount_that_holding_the_rest_would_eat_is_left() -> None:
    plain, offered = order(shop()), order(shop(), from_400=0.01)
    assert offered["order_units"] == plain["order_units"]
    assert offered["order_cost"] == plain["order_cost"]
    assert "cheaper" not in offered["reason"]


def test_all_units_of_an_order_that_is_large_anyway_cost_the_lower_price() -> None:
    plain, found = order(shop()), order(shop(), from_5=0.10)
    assert found["order_units"] == plain["order_units"]
    assert found["order_cost"] == pytest.approx(0.9 * plain["order_cost"])
    assert "at the price for its size: 10% cheaper" in found["reason"]


def test_of_several_breaks_the_one_with_the_lowest_cost_of_a_year_is_taken() -> None:
    found = order(shop(), from_60=0.10, from_80=0.101, from_900=0.102)
    assert found["order_units"] == 60


def test_no_break_is_taken_that_would_not_sell_before_it_expires() -> None:
    assert order(shop(shelf_life_days=60), from_150=0.30)["order_units"] < 150
    assert order(shop(), from_150=0.30)["order_units"] == 150


def test_the_loss_expected_on_the_rest_speaks_against_a_larger_order() -> None:
    # More than a year sells: worth it only where clearing the rest brings back what it cost.
    dear, cheap = (order(shop(unit_price=price), from_700=0.15) for price in (20.0, 12.0))
    assert dear["order_units"] == 700
    assert cheap["order_units"] < 700


def test_a_break_is_reached_in_whole_packs_and_without_a_supplier_there_is_none() -> None:
    assert order(shop(pack_size=16.0), from_60=0.10)["order_units"] == 64
    assert order(shop(supplier="Other"), from_60=0.10)["order_units"] < 60


def test_a_break_of_no_units_or_a_falling_discount_is_refused() -> None:
    for steps in ({"60": 0.2, "90": 0.1}, {"60": 1.5}):
        with pytest.raises(PolicyError, match="price_breaks"):
            Policy.from_settings({"price_breaks": {"Wax & Co": steps}})
