import datetime as dt
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.book import make_book
from core.stock.rewind import can_rewind, earliest_day, rewind

AS_OF = dt.date(2024, 12, 31)


def day(days: int) -> pd.Timestamp:
    return pd.Timestamp(AS_OF) + pd.Timedelta(days=days)


def made(stock: list[dict[str, Any]], **tables: list[dict[str, Any]]) -> Any:
    frames = {name: pd.DataFrame(rows) for name, rows in {"stock": stock, **tables}.items() if rows}
    return make_book(frames, as_of=AS_OF)


def on_hand(book: Any) -> dict[str, float]:
    return book.stock.groupby("sku")["on_hand"].sum().to_dict()


def test_units_sold_or_written_off_since_were_there_and_units_received_were_not() -> None:
    book = made(
        [{"sku": "a", "on_hand": 10, "unit_cost": 3}, {"sku": "b", "on_hand": 8}],
        sales=[
            {"sku": "a", "date": day(-5), "units": 4},
            {"sku": "a", "date": day(-50), "units": 9},
        ],
        receipts=[{"sku": "b", "date": day(-3), "units": 6}],
        losses=[
            {"sku": "b", "date": day(-2), "units": 1, "kind": "write_off"},
            {"sku": "b", "date": day(-2), "units": 5, "kind": "write_down"},
        ],
    )
    before = rewind(book, day(-30).date())
    assert on_hand(before) == {"a": 14, "b": 3}
    assert before.as_of == day(-30).date()
    assert before.sales["date"].tolist() == [day(-50)]
    assert (before.stock.loc[before.stock["sku"] == "a", "unit_cost"] == 3).all()


def test_units_received_since_leave_the_newest_rows() -> None:
    rows = [(None, 5), (day(-100), 5), (day(-2), 5)]
    book = made(
        [{"sku": "a", "lot": str(n), "on_hand": units, "received_date": when}
         for n, (when, units) in enumerate(rows)],
        receipts=[{"sku": "a", "date": day(-2), "units": 7}],
    )  # fmt: skip
    before = rewind(book, day(-30).date())
    assert before.stock.set_index("lot")["on_hand"].to_dict() == {"0": 3, "1": 5, "2": 0}


def test_what_was_received_and_sold_since_was_never_there() -> None:
    book = made(
        [{"sku": "a", "on_hand": 2}],
        receipts=[{"sku": "a", "date": day(-9), "units": 10}],
        sales=[{"sku": "a", "date": day(-5), "units": 8}],
    )
    assert on_hand(rewind(book, day(-30).date())) == {"a": 0}


def test_a_day_after_the_stock_list_is_refused_and_movements_are_needed() -> None:
    book = made([{"sku": "a", "on_hand": 2}])
    assert not can_rewind(book)
    with pytest.raises(ValueError, match="after the day"):
        rewind(book, day(1).date())
    with pytest.raises(ValueError, match="without sales or receipts"):
        earliest_day(book)


MOVES = st.lists(st.tuples(st.integers(-60, 0), st.integers(0, 9)), max_size=6)


@given(st.integers(0, 40), MOVES, MOVES)
@settings(max_examples=40, deadline=None)
def test_movements_lead_from_the_earlier_stock_to_todays(held: int, sold: Any, came: Any) -> None:
    book = made(
        [{"sku": "a", "on_hand": held}],
        sales=[{"sku": "a", "date": day(d), "units": n} for d, n in sold],
        receipts=[{"sku": "a", "date": day(d), "units": n} for d, n in came],
    )
    then = held + sum(n for d, n in sold if d > -30) - sum(n for d, n in came if d > -30)
    before = rewind(book, day(-30).date())
    assert on_hand(before)["a"] == max(then, 0)
    assert (before.stock["on_hand"] >= 0).all()
