"""lead_times: measured before stated, stated before assumed, and the source is said."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from core.book import Book, make_book
from core.policy import Policy
from core.replenishment import lead_times

AS_OF = date(2026, 1, 31)


def book_of(items: pd.DataFrame, receipts: pd.DataFrame | None = None) -> Book:
    tables = {"items": items} if receipts is None else {"items": items, "receipts": receipts}
    return make_book(tables, as_of=AS_OF)


def receipts_after(days: list[int], sku: str = "a", supplier: str | None = None) -> pd.DataFrame:
    ordered = pd.to_datetime("2025-11-01")
    return pd.DataFrame(
        {
            "sku": sku,
            "supplier": supplier,
            "units": 1.0,
            "ordered_date": ordered,
            "date": ordered + pd.to_timedelta(days, unit="D"),
        }
    )


def only_row(book: Book) -> pd.Series:
    return lead_times(book, Policy(lead_time_days=21.0)).iloc[0]


@pytest.mark.parametrize(
    ("days", "stated", "expected", "source"),
    [
        ([10, 12, 14], 5.0, 12.0, "receipts"),
        ([10, 12], 5.0, 5.0, "item"),
        ([10, 12], np.nan, 21.0, "policy default"),
        ([-3, 9999, 10, 12], np.nan, 21.0, "policy default"),
    ],
)
def test_the_best_known_source_is_taken(
    days: list[int], stated: float, expected: float, source: str
) -> None:
    items = pd.DataFrame({"sku": ["a"], "lead_time_days": stated})
    row = only_row(book_of(items, receipts_after(days)))
    assert (row["lead_time_days"], row["lead_time_source"]) == (expected, source)


def test_the_deviation_is_measured_on_receipts() -> None:
    row = only_row(book_of(pd.DataFrame({"sku": ["a"]}), receipts_after([10, 12, 14])))
    assert row["lead_time_sd_days"] == pytest.approx(2.0)


def test_an_unknown_deviation_stays_unknown() -> None:
    assert np.isnan(only_row(book_of(pd.DataFrame({"sku": ["a"]})))["lead_time_sd_days"])


def test_other_receipts_of_the_supplier_serve_an_item_without_its_own() -> None:
    items = pd.DataFrame({"sku": ["a", "b"], "supplier": ["North", "North"]})
    row = only_row(book_of(items, receipts_after([8, 9, 10], sku="b")))
    assert (row["lead_time_days"], row["lead_time_source"]) == (9.0, "supplier's receipts")


def test_goods_still_to_come_have_no_lead_time_yet() -> None:
    late = receipts_after([100, 101, 102])
    row = only_row(book_of(pd.DataFrame({"sku": ["a"]}), late))
    assert row["lead_time_source"] == "policy default"
