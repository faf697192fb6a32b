"""Finding items, and the segments behind a figure."""

import pandas as pd
import pytest

from core.exposure import NO_CATEGORY, find_items, segments_of

ITEMS = pd.DataFrame(
    {
        "sku": ["A-1", "B-2", "C-3"],
        "description": ["Red (mug)", None, "Blue lamp"],
        "category": ["Kitchen", None, "Light"],
        "supplier": ["Anna & Co", "Bert", None],
    }
)
SEGMENTS = pd.DataFrame(
    {
        "segment_id": [1, 2, 3, 4],
        "sku": ["A-1", "A-1", "B-2", "C-3"],
        "reason": ["healthy", "excess", "slow", "healthy"],
        "write_down": [0.0, 5.0, 1.0, 0.0],
        "cost_value": [10.0, 10.0, 2.0, 3.0],
    }
)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["A-1", "B-2", "C-3"]),
        ({"text": " blue "}, ["C-3"]),
        ({"text": "(mug)"}, ["A-1"]),
        ({"text": "bert"}, ["B-2"]),
        ({"categories": [NO_CATEGORY]}, ["B-2"]),
        ({"categories": ["Kitchen", "Light"], "text": "lamp"}, ["C-3"]),
        ({"reasons": ["excess", "slow"]}, ["A-1", "B-2"]),
        ({"text": "nothing like it"}, []),
    ],
)
def test_items_match_every_filter(filters: dict, expected: list[str]) -> None:
    assert find_items(ITEMS, SEGMENTS, **filters)["sku"].tolist() == expected


def test_the_segments_of_an_item_come_largest_loss_first() -> None:
    assert segments_of(SEGMENTS, "A-1")["segment_id"].tolist() == [2, 1]
