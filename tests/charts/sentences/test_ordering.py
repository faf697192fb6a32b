"""Sentences on orders and suppliers, state by state."""

import datetime as dt

import pandas as pd
import pytest

from core.charts import sentences
from core.charts.formats import Formats

USD = Formats("USD")
NAN = float("nan")
TODAY = dt.date(2026, 2, 1)


def orders(*rows: tuple[str, float, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["action", "order_cost", "order_date"])
    return frame.assign(order_date=pd.to_datetime(frame["order_date"]))


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (
            orders(
                ("order", 400.0, "2026-02-01"),
                ("order", 8_000.0, "2026-03-01"),
                ("stop buying", 0.0, None),
                ("unknown", NAN, None),
                ("unknown", NAN, None),
                ("wait", 0.0, None),
            ),
            "Order 2 items for $8,400, the first now; stop buying 1 item; "
            "the demand for 2 items is unknown",
        ),
        (orders(("order", 400.0, "2026-02-09")), "Order 1 item for $400, by February 9"),
        (orders(("order", 400.0, "2026-01-09")), "Order 1 item for $400, now"),
        (orders(("order", 400.0, None)), "Order 1 item for $400"),
        (
            orders(("order", 400.0, "2026-01-09"), ("order", 40.0, "2026-01-09")),
            "Order 2 items for $440, now",
        ),
        (
            orders(("order", NAN, "2026-02-09")),
            "Order 1 item, at a cost not yet known, by February 9",
        ),
        (
            orders(("order", 400.0, "2026-02-01"), ("order", NAN, "2026-02-09")),
            "Order 2 items for $400 (1 without a known cost), the first now",
        ),
        (orders(("wait", 0.0, None)), "Nothing needs to be ordered"),
        (
            orders(("unknown", NAN, None), ("unknown", NAN, None)),
            "What to order is unknown, not nothing: the demand for 2 items is unknown",
        ),
        (orders(), "There are no items to plan orders for"),
    ],
)
def test_orders_are_summed_up_in_every_state(table: pd.DataFrame, sentence: str) -> None:
    assert sentences.reorder_sentence(table, USD, as_of=TODAY) == sentence


LISTED = pd.DataFrame(
    {"order_cost": [10.5, NAN], "cost_value": [100.0, NAN], "write_down": [30.0, NAN]}
)


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        (
            "order",
            "2 items from North for $10.50, what runs out first on top; 1 without a known cost",
        ),
        (
            "stop buying",
            "2 items from North with $100.00 in stock at cost, $30.00 of it written down, "
            "most money on top",
        ),
        (
            "wait",
            "2 items from North with enough in stock and on order, what runs out first on top",
        ),
        ("unknown", "2 items from North without sales: when to order cannot be told"),
    ],
)
def test_a_list_of_orders_says_what_it_adds_up_to(action: str, sentence: str) -> None:
    assert sentences.orders_sentence(LISTED, USD, action=action, of="North") == sentence
    assert sentences.orders_sentence(LISTED.head(0), USD, action=action) == "No item here"
