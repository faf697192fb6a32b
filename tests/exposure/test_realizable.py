from typing import Any

import numpy as np
import pytest

from core.exposure import realizable_values
from core.policy import Policy

ITEM = {"sku": "a", "unit_price": 10.0, "list_price": 12.0, "selling_cost_rate": 0.1}


def value(book: Any, item: dict[str, Any], **tables: Any) -> dict[str, Any]:
    made = book([{"sku": item["sku"], "on_hand": 1}], [item], **tables)
    (row,) = realizable_values(made, Policy(selling_cost_rate=0.05)).to_dict("records")
    return row


def sale(days: Any, units: float, revenue: float | None) -> dict[str, Any]:
    return {"sku": "a", "date": days, "units": units, "revenue": revenue}


@pytest.mark.parametrize(
    ("item", "price", "source", "nrv"),
    [
        (ITEM, 10, "current price", 9),
        ({**ITEM, "selling_cost_rate": None}, 10, "current price", 9.5),
        ({**ITEM, "unit_price": None}, 12, "list price", 10.8),
        ({**ITEM, "unit_price": 0}, 12, "list price", 10.8),
        ({"sku": "a"}, np.nan, "unknown", np.nan),
    ],
)
def test_without_sales_the_asked_price_counts(
    book: Any, item: dict[str, Any], price: float, source: str, nrv: float
) -> None:
    row = value(book, item)
    assert (row["price_used"], row["nrv_unit"]) == pytest.approx((price, nrv), nan_ok=True)
    assert row["price_source"] == source


def test_what_the_shop_really_got_goes_before_what_it_asks(book: Any, day: Any) -> None:
    sales = [sale(day(-10), 4, 32), sale(day(-90), 6, 40), sale(day(0), 2, 12)]
    row = value(book, ITEM, sales=sales)
    assert row["price_used"] == pytest.approx(84 / 12)
    assert (row["price_source"], row["sold_units"]) == ("own sales", 12)


@pytest.mark.parametrize(
    "silent",
    [
        pytest.param((-91, 5, 5), id="older than 13 weeks"),
        pytest.param((1, 5, 5), id="after the day of the stock list"),
        pytest.param((-1, -5, -5), id="a return"),
        pytest.param((-1, 5, None), id="revenue unknown"),
        pytest.param((-1, 5, 0), id="a gift"),
    ],
)
def test_some_sales_say_nothing_about_the_price(book: Any, day: Any, silent: Any) -> None:
    days, units, revenue = silent
    row = value(book, ITEM, sales=[sale(day(days), units, revenue)])
    assert row["price_source"] == "current price"


PLAN = {
    "sku": "a", "from_date": "2024-12-01", "until_date": "2025-01-31", "unit_price": 6.0,
    "approved_by": "Ada", "approved_on": "2024-11-30",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "price"),
    [
        ({}, 6),
        ({"unit_price": None, "markdown_depth": 0.3}, 7),
        ({"until_date": None}, 6),
        ({"until_date": "2024-12-31"}, 6),
        ({"until_date": "2024-12-30"}, 8),
        ({"from_date": "2025-01-01"}, 8),
        ({"approved_by": None}, 8),
        ({"approved_on": None}, 8),
        ({"approved_on": "2025-01-01"}, 8),
    ],
)
def test_only_an_approved_plan_in_force_goes_before_own_sales(
    book: Any, day: Any, change: dict[str, Any], price: float
) -> None:
    row = value(book, ITEM, plan=[{**PLAN, **change}], sales=[sale(day(-1), 1, 8)])
    assert row["price_used"] == pytest.approx(price)


def test_of_several_plans_in_force_the_one_that_began_last_counts(book: Any) -> None:
    later = {**PLAN, "from_date": "2024-12-15", "unit_price": 5.0, "approved_by": "Bob"}
    for plans in ([PLAN, later], [later, PLAN]):
        row = value(book, ITEM, plan=plans)
        assert (row["price_used"], row["approved_by"]) == (5, "Bob")
