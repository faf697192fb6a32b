"""The scorecard: promises against deliveries, and what nobody can tell stays unknown."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from core.book import Book, make_book
from core.replenishment import supplier_scorecard


def book(due: list[str | None], came: list[str | None], *, lead: float = np.nan) -> Book:
    receipts = pd.DataFrame(
        {
            "sku": "a",
            "supplier": "North",
            "units": 10.0,
            "ordered_date": pd.Timestamp("2026-01-01"),
            "due_date": pd.to_datetime(pd.Series(due)),
            "date": pd.to_datetime(pd.Series(came)),
        }
    )
    items = pd.DataFrame({"sku": ["a"], "lead_time_days": [lead]})
    return make_book({"items": items, "receipts": receipts}, as_of=date(2026, 1, 31))


def test_promises_are_held_against_deliveries() -> None:
    due = ["2026-01-11"] * 3
    row = supplier_scorecard(book(due, ["2026-01-09", "2026-01-11", "2026-01-17"])).iloc[0]
    assert (row["supplier"], row["deliveries"]) == ("North", 3)
    assert (row["promised_days"], row["actual_days"]) == (10.0, pytest.approx(34 / 3))
    assert row["actual_sd_days"] == pytest.approx(np.std([8, 10, 16], ddof=1))
    assert row["late_share"] == pytest.approx(1 / 3)
    assert row["late_days"] == 6.0
    assert row["on_time_fill"] == pytest.approx(2 / 3)


def test_what_was_promised_and_is_not_here_is_not_filled() -> None:
    row = supplier_scorecard(book(["2026-01-11"] * 2, ["2026-01-10", None])).iloc[0]
    assert row["on_time_fill"] == 0.5
    assert row["deliveries"] == 1


def test_a_promise_for_later_is_not_judged() -> None:
    row = supplier_scorecard(book(["2026-01-11", "2026-03-01"], ["2026-01-10", None])).iloc[0]
    assert row["on_time_fill"] == 1.0


def test_without_due_dates_the_stated_lead_time_is_the_promise() -> None:
    came = ["2026-01-09", "2026-01-13"]
    assert supplier_scorecard(book([None] * 2, came, lead=10.0)).iloc[0]["late_share"] == 0.5
    row = supplier_scorecard(book([None] * 2, came)).iloc[0]
    assert row[["late_share", "on_time_fill", "promised_days", "actual_sd_days"]].isna().all()
    assert row["actual_days"] == 10.0


def test_without_receipts_there_is_no_scorecard() -> None:
    empty = make_book({"items": pd.DataFrame({"sku": ["a"]})}, as_of=date(2026, 1, 31))
    assert supplier_scorecard(empty).empty


def test_express_deliveries_are_counted_and_left_out_of_the_usual_days() -> None:
    came = ["2026-01-03"] * 3 + ["2026-01-20", "2026-01-21", "2026-01-22"]
    row = supplier_scorecard(book([None] * 6, came, lead=20.0)).iloc[0]
    assert (row["deliveries"], row["express_share"], row["actual_days"]) == (6, 0.5, 20.0)
    assert row["actual_sd_days"] == pytest.approx(1.0)
    # An express delivery keeps its promise all the same.
    assert row["late_share"] == pytest.approx(1 / 6)
