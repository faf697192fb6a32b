from typing import Any

import numpy as np
import pytest

from core.exposure import expose, red_flags
from core.policy import Policy


def test_each_question_names_its_items_and_their_cost(
    book: Any, day: Any, flat_demand: Any
) -> None:
    old = {"received_date": day(-400)}
    rows = {
        "gone": {"on_hand": 2, "expiry_date": day(-1)},
        "cheap": {"on_hand": 3, "received_date": day(-10)},
        "much": {"on_hand": 900, "on_order": 5, "received_date": day(-100)},
        "still": {"on_hand": 4, **old},
        "priceless": {"on_hand": 5, **old},
        "costless": {"on_hand": 6, "unit_cost": None, **old},
        "short": {"on_hand": -1},
    }
    made = book(
        [{"sku": sku, "unit_cost": 10, **row} for sku, row in rows.items()],
        [{"sku": sku, "unit_price": None if sku == "priceless" else 30} for sku in rows],
        sales=[
            {"sku": "cheap", "date": day(-5), "units": 1, "revenue": 4},
            {"sku": "priceless", "date": day(-30), "units": 1, "revenue": None},
            {"sku": "costless", "date": day(-400), "units": 1, "revenue": 9},
        ],
    )
    flags = red_flags(made, expose(made, Policy(), flat_demand({"much": 1.0})))
    found = {flag.name: (flag.skus, flag.amount) for flag in flags}
    assert found == {
        "Expired on the shelf": (("gone",), 20),
        "Sold below cost": (("cheap",), 30),
        "More is coming": (("much",), 5350),
        "No sale in a year": (("still", "costless"), 40),
        "Price unknown": (("priceless",), 50),
        "Cost unknown": (("costless",), pytest.approx(np.nan, nan_ok=True)),
        "Age unknown": (("gone",), 20),
        "Less than nothing on hand": (("short",), 0),
    }
    amounts = [np.nan_to_num(flag.amount) for flag in flags]
    assert amounts == sorted(amounts, reverse=True)
    assert flags[0].sentence == "1 item has more on hand than it needs, and more on order."


def test_sound_stock_raises_no_question(book: Any, day: Any) -> None:
    made = book(
        [{"sku": "a", "on_hand": 5, "unit_cost": 1, "received_date": day(-3)}],
        [{"sku": "a", "unit_price": 9}],
    )
    assert red_flags(made, expose(made, Policy(), None)) == ()


def test_a_short_sales_history_does_not_speak_of_a_year(book: Any, day: Any) -> None:
    made = book(
        [{"sku": "a", "on_hand": 5, "unit_cost": 1, "received_date": day(-500)}],
        [{"sku": "a", "unit_price": 9}],
        sales=[{"sku": "b", "date": day(-100), "units": 1}],
    )
    assert red_flags(made, expose(made, Policy(), None)) == ()


def test_more_on_order_of_what_is_written_down_is_asked_about(book: Any, day: Any) -> None:
    made = book(
        [
            {"sku": "dear", "on_hand": 5, "unit_cost": 10, "on_order": 3},
            {"sku": "broke", "on_hand": 5, "unit_cost": 10, "on_order": 3, "condition": "damaged"},
            {"sku": "sold", "on_hand": 5, "unit_cost": 10},
        ],
        [{"sku": sku, "unit_price": 20 if sku == "broke" else 8} for sku in
         ("dear", "broke", "sold")],
    )  # fmt: skip
    flags = {flag.name: flag for flag in red_flags(made, expose(made, Policy(), None))}
    asked = flags["Written down and on order"]
    assert (asked.skus, asked.amount) == (("dear",), 50)
    assert asked.sentence == "1 item is written down and more of it is on order."
