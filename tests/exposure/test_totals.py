"""The last row of a table of sums is what the page's figures say."""

import pandas as pd

from core.exposure import with_total


def test_the_total_is_the_sum_of_the_rows_and_counts_an_item_once() -> None:
    table = pd.DataFrame(
        {
            "reason": ["excess", "slow"],
            "items": [2, 2],
            "units": [10.0, 5.0],
            "cost_value": [100.10, 50.20],
        }
    )
    last = with_total(table, "reason", items=3).iloc[-1]
    assert last.to_dict() == {
        "reason": "Total", "items": 3, "units": 15.0, "cost_value": 100.10 + 50.20
    }  # fmt: skip
    assert len(with_total(table, "reason", items=3)) == 3


def test_nothing_adds_up_to_zero() -> None:
    empty = pd.DataFrame({"category": pd.Series(dtype="str"), "items": [], "units": []})
    total = with_total(empty, "category", items=0)
    assert total["category"].tolist() == ["Total"]
    assert total["units"].tolist() == [0.0]
