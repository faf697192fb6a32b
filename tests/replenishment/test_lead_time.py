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
        ([], 5.0, 5.0, "item"),
        ([], np.nan, 21.0, "policy default"),
        # The stated time counts for two receipts.
        ([10], 5.0, (10 + 2 * 5) / 3, "item"),
        ([10, 12], 5.0, (2 * 11 + 2 * 5) / 4, "receipts"),
        ([10, 12, 14], 5.0, (3 * 12 + 2 * 5) / 5, "receipts"),
        # An assumption counts for none.
        ([10, 12], np.nan, 11.0, "receipts"),
        ([-3, 9999, 10, 12], np.nan, 11.0, "receipts"),
        # A median: one delivery that was forgotten does not move it.
        ([6, 7, 8, 7, 90], 7.0, 7.0, "receipts"),
    ],
)
def test_receipts_are_weighed_with_what_is_stated(
    days: list[int], stated: float, expected: float, source: str
) -> None:
    items = pd.DataFrame({"sku": ["a"], "lead_time_days": stated})
    row = only_row(book_of(items, receipts_after(days) if days else None))
    assert row["lead_time_days"] == pytest.approx(expected)
    assert row["lead_time_source"] == source


@pytest.mark.parametrize(
    ("days", "stated", "express", "expected"),
    [
        # Three by sea in about fifty days, three by air: the plan goes by sea.
        ([3, 3, 3, 48, 50, 52], 50.0, 3, 50.0),
        # The same where nothing states the time: four in five kept to 56 days.
        ([3, 3, 3, 3, 55, 56, 57], np.nan, 4, 56.0),
        # Never as slow as stated: the statement is out of date, nothing is express.
        ([10] * 6, 48.0, 0, (6 * 10 + 2 * 48) / 8),
        # One fast delivery in twenty is ordinary variation.
        ([9] + [20] * 19, 20.0, 0, 20.0),
        # Every kind is ordinary where times vary evenly.
        ([8, 9, 10, 11, 12], 10.0, 0, 10.0),
    ],
)
def test_express_deliveries_are_told_apart_and_left_out(
    days: list[int], stated: float, express: int, expected: float
) -> None:
    items = pd.DataFrame({"sku": ["a"], "supplier": "North", "lead_time_days": stated})
    row = only_row(book_of(items, receipts_after(days)))
    assert row["express_receipts"] == express
    assert row["lead_time_receipts"] == len(days) - express
    assert row["lead_time_days"] == pytest.approx(expected)


def test_what_is_express_is_judged_by_all_deliveries_of_the_supplier() -> None:
    items = pd.DataFrame({"sku": ["a", "b"], "supplier": "North", "lead_time_days": 50.0})
    receipts = pd.concat([receipts_after([3]), receipts_after([49, 50, 51], sku="b")])
    row = only_row(book_of(items, receipts))
    assert (row["express_receipts"], row["lead_time_days"]) == (1, 50.0)


def test_a_forgotten_delivery_counts_for_twice_the_median_in_the_spread() -> None:
    found = [
        only_row(book_of(pd.DataFrame({"sku": ["a"]}), receipts_after([6, 7, 8, 7, late])))
        for late in (14, 90)
    ]
    assert found[0]["lead_time_sd_days"] == pytest.approx(np.std([6, 7, 8, 7, 14], ddof=1))
    assert found[1]["lead_time_sd_days"] == found[0]["lead_time_sd_days"]


def test_spread_is_weighed_with_the_pooled_one_of_the_supplier() -> None:
    items = pd.DataFrame({"sku": ["a", "b"], "supplier": "North"})
    receipts = pd.concat([receipts_after([10, 12, 14]), receipts_after([20, 22, 30], sku="b")])
    own, other = np.var([10, 12, 14], ddof=1), np.var([20, 22, 30], ddof=1)
    pooled = (2 * own + 2 * other) / 4
    row = only_row(book_of(items, receipts))
    assert row["lead_time_sd_days"] == pytest.approx(np.sqrt((2 * own + 2 * pooled) / 4))


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
