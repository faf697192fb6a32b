from datetime import date

import pandas as pd
import pytest

from core.book import Book, make_book

ROWS = {"sku": ["A", "B", "C"], "on_hand": [1.0, 2.0, None], "location": ["x", None, "yz"]}


def book(rows: pd.DataFrame) -> Book:
    return make_book({"stock": rows}, as_of=date(2026, 1, 31))


def test_books_of_equal_content_have_equal_digests_however_it_lies_in_memory() -> None:
    whole = pd.DataFrame(ROWS)
    pieces = pd.concat([whole.iloc[:1], whole.iloc[1:]], ignore_index=True)
    longer = pd.concat([whole, whole], ignore_index=True).iloc[3:]
    digest = book(whole).digest
    assert book(pieces).digest == digest
    assert book(longer).digest == digest
    assert book(whole.assign(on_hand=[1.0, 2.0, float("nan")])).digest == digest


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("sku", ["A", "B", "D"]),
        ("on_hand", [1.0, 2.0, 0.0]),
        ("on_hand", [1.0, 2.0000001, None]),
        ("location", ["x", "", "yz"]),
        ("location", ["xy", None, "z"]),
        ("location", ["x", "yz", None]),
    ],
)
def test_another_value_is_another_digest(column: str, values: list[object]) -> None:
    whole = pd.DataFrame(ROWS)
    assert book(whole.assign(**{column: values})).digest != book(whole).digest


def test_days_and_flags_count_too() -> None:
    dated = pd.DataFrame(ROWS).assign(received_date=pd.to_datetime(["2025-01-01", None, None]))
    other = dated.assign(received_date=pd.to_datetime(["2025-01-02", None, None]))
    assert len({book(rows).digest for rows in (pd.DataFrame(ROWS), dated, other)}) == 3
