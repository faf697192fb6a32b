from typing import Any

import numpy as np
import pytest

from core.policy import Policy
from core.stock import realizable_values

ITEM = {"sku": "a", "unit_price": 10.0, "list_price": 12.0, "selling_cost_rate": 0.1}


def value(book: Any, item: dict[str, Any], **tables: Any) -> dict[str, Any]:
    made = book([{"sku": item["sku"], "on_hand": 1}], [item], **tables)
    (row,) = realizable_values(
        made, Policy(selling_cost_rate=0.05, list_price_discount=0.25)
    ).to_dict("records")
    return row


def sale(days: Any, units: float, revenue: float | None) -> dict[str, Any]:
    return {"sku": "a", "date": days, "units": units, "revenue": revenue}


@pytest.mark.parametrize(
    ("item", "price", "source", "nrv"),
    [
        (ITEM, 10, "current price", 9),
        ({**ITEM, "selling_cost_rate": None}, 10, "current price", 9.5),
        ({**ITEM, "unit_price": None}, 9, "list price", 8.1),
        ({**ITEM, "unit_price": 0}, 9, "list price", 8.1),
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


@pytest.mark.parametrize(
    "marked_down",
    [
        pytest.param({"revenue": 24}, id="a fifth or more below the list price"),
        pytest.param({"revenue": 24, "discount": 0.5}, id="a stated discount"),
        pytest.param({"revenue": 24, "channel": "Outlet store"}, id="a clearance channel"),
    ],
)
def test_units_to_be_cleared_take_the_items_own_clearance_price_first(
    book: Any, day: Any, marked_down: dict[str, Any]
) -> None:
    row = {"sku": "a", "date": day(-30), "units": 4, **marked_down}
    found = value(book, ITEM, sales=[row, sale(day(-10), 12, 144), sale(day(-9), -4, -24)])
    assert found["price_used"] == pytest.approx(168 / 16)
    assert found["clearance_nrv"] == pytest.approx(6 * 0.9)
    assert (found["cleared_price"], found["cleared_units"], found["cleared_sales"]) == (6, 4, 1)
    assert found["cleared_from"] == found["cleared_to"] == day(-30)


@pytest.mark.parametrize(
    "sales",
    [
        pytest.param([(-10, 12, 144)], id="no sale was marked down"),
        pytest.param([(-10, 12, 120)], id="less than a fifth off"),
        pytest.param([(-100, 4, 24), (-10, 12, 144)], id="marked down too long ago"),
        pytest.param([(-10, 12, 60)], id="all that sells is on clearance already"),
    ],
)
def test_without_a_lower_price_of_its_own_an_item_clears_at_the_policys_discount(
    book: Any, day: Any, sales: Any
) -> None:
    found = value(book, ITEM, sales=[sale(day(days), *rest) for days, *rest in sales])
    assert found["clearance_nrv"] == pytest.approx(found["nrv_unit"] / 2)
    assert np.isnan(found["cleared_price"])
