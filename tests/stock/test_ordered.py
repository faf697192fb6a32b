import datetime as dt
from typing import Any

import pandas as pd
import pytest

from core.book import make_book
from core.stock import units_on_order


@pytest.mark.parametrize(
    ("stock", "receipts", "owed"),
    [
        pytest.param(
            [{"sku": "a", "on_order": 3}, {"sku": "a", "on_order": 4}], [], {"a": 7},
            id="what the stock list states is added up over its rows",
        ),
        pytest.param(
            [{"sku": "a", "on_order": 3}], [{"sku": "a", "date": "2025-01-09", "units": 9}],
            {"a": 3}, id="the stock list goes before receipts to come",
        ),
        pytest.param(
            [{"sku": "a"}], [{"sku": "a", "date": "2025-01-09", "units": 9}], {"a": 9},
            id="a receipt dated after the list is still to come",
        ),
        pytest.param(
            [{"sku": "a"}],
            [
                {"sku": "a", "due_date": "2025-01-09", "units": 9},
                {"sku": "a", "date": "2024-12-30", "due_date": "2025-01-09", "units": 5},
                {"sku": "b", "due_date": "2025-02-01", "units": 2},
            ],
            {"a": 9, "b": 2}, id="a receipt without a date counts by the day it is due",
        ),
        pytest.param([{"sku": "a"}], [], {}, id="where nothing is said nothing is known"),
    ],
)  # fmt: skip
def test_units_on_order_are_those_stated_and_else_those_still_to_come(
    stock: list[dict[str, Any]], receipts: list[dict[str, Any]], owed: dict[str, float]
) -> None:
    tables = {
        "stock": pd.DataFrame([{"on_hand": 1, **row} for row in stock]),
        "receipts": pd.DataFrame(receipts),
    }
    book = make_book(tables, as_of=dt.date(2024, 12, 31))
    assert units_on_order(book).to_dict() == owed
