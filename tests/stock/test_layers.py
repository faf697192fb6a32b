import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.schema import RECEIPTS, STOCK, conform
from core.stock import BEFORE_RECEIPTS, FROM_RECEIPTS, FROM_ROW, UNKNOWN_AGE, fifo_layers

AS_OF = dt.date(2024, 12, 31)


def layers(stock: list[dict[str, Any]], receipts: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Return (row, units, age in days, source) of each layer."""
    frame = fifo_layers(
        conform(pd.DataFrame(stock), STOCK), conform(pd.DataFrame(receipts), RECEIPTS), as_of=AS_OF
    )
    columns = ["row", "units", "age_days", "age_source"]
    return list(frame[columns].itertuples(index=False, name=None))


def test_receipts_are_walked_from_the_newest_until_the_units_are_explained() -> None:
    found = layers(
        [{"sku": "a", "on_hand": 600}],
        [
            {"sku": "a", "date": "2024-01-10", "units": 500},
            {"sku": "a", "date": "2024-06-15", "units": 300},
            {"sku": "a", "date": "2024-11-20", "units": 400},
        ],
    )
    assert found == [(0, 200, 199, FROM_RECEIPTS), (0, 400, 41, FROM_RECEIPTS)]


def test_what_no_receipt_explains_is_at_least_as_old_as_the_history() -> None:
    found = layers(
        [{"sku": "a", "on_hand": 10}],
        [
            {"sku": "a", "date": "2024-12-21", "units": 4},
            {"sku": "b", "date": "2023-12-31", "units": 4},
        ],
    )
    assert found == [(0, 6, 366, BEFORE_RECEIPTS), (0, 4, 10, FROM_RECEIPTS)]


def test_without_receipts_of_the_item_its_own_date_counts_and_else_age_is_unknown() -> None:
    rows = layers(
        [
            {"sku": "a", "on_hand": 1, "received_date": "2024-12-01"},
            {"sku": "b", "on_hand": 2},
            {"sku": "c", "on_hand": 3, "received_date": "2025-01-05"},
        ],
        [{"sku": "d", "date": "2024-01-01", "units": 9}],
    )
    assert rows[0] == (0, 1, 30, FROM_ROW)
    assert [row[3] for row in rows[1:]] == [UNKNOWN_AGE, UNKNOWN_AGE]
    assert np.isnan([row[2] for row in rows[1:]]).all()


def test_later_receipts_and_returns_to_the_supplier_explain_nothing() -> None:
    found = layers(
        [{"sku": "a", "on_hand": 5, "received_date": "2024-12-30"}],
        [
            {"sku": "a", "date": "2025-01-01", "units": 5},
            {"sku": "a", "date": "2024-12-30", "units": -5},
        ],
    )
    assert found == [(0, 5, 1, FROM_ROW)]


def test_a_lot_is_explained_by_its_own_receipts() -> None:
    found = layers(
        [{"sku": "a", "lot": "old", "on_hand": 5}, {"sku": "a", "lot": "new", "on_hand": 5}],
        [
            {"sku": "a", "lot": "old", "date": "2024-01-01", "units": 20},
            {"sku": "a", "lot": "new", "date": "2024-12-30", "units": 20},
        ],
    )
    assert found == [(0, 5, 365, FROM_RECEIPTS), (1, 5, 1, FROM_RECEIPTS)]


def test_a_location_is_explained_by_its_own_receipts() -> None:
    found = layers(
        [{"sku": "a", "location": "x", "on_hand": 5}, {"sku": "a", "location": "y", "on_hand": 5}],
        [
            {"sku": "a", "location": "x", "date": "2024-01-01", "units": 20},
            {"sku": "a", "location": "y", "date": "2024-12-30", "units": 20},
        ],
    )
    assert found == [(0, 5, 365, FROM_RECEIPTS), (1, 5, 1, FROM_RECEIPTS)]


def test_stores_fed_by_a_warehouse_share_its_receipts_in_proportion() -> None:
    found = layers(
        [
            {"sku": "a", "location": "warehouse", "on_hand": 30},
            {"sku": "a", "location": "store", "on_hand": 10},
        ],
        [
            {"sku": "a", "location": "warehouse", "date": "2024-12-30", "units": 20},
            {"sku": "a", "location": "warehouse", "date": "2024-01-01", "units": 20},
        ],
    )
    assert found == [
        (0, 15, 365, FROM_RECEIPTS),
        (0, 15, 1, FROM_RECEIPTS),
        (1, 5, 365, FROM_RECEIPTS),
        (1, 5, 1, FROM_RECEIPTS),
    ]


def test_lots_without_receipts_of_their_own_hold_the_layers_end_to_end_first_expiry_oldest() -> (
    None
):
    found = layers(
        [
            {"sku": "a", "lot": "late", "on_hand": 15, "expiry_date": "2026-01-01"},
            {"sku": "a", "lot": "soon", "on_hand": 25, "expiry_date": "2025-02-01"},
        ],
        [
            {"sku": "a", "date": "2024-12-30", "units": 10},
            {"sku": "a", "date": "2024-12-01", "units": 10},
            {"sku": "a", "date": "2024-01-01", "units": 20},
        ],
    )
    assert found == [
        (0, 5, 30, FROM_RECEIPTS),
        (0, 10, 1, FROM_RECEIPTS),
        (1, 20, 365, FROM_RECEIPTS),
        (1, 5, 30, FROM_RECEIPTS),
    ]


@pytest.mark.parametrize(
    "dated", [("received_date", "2024-02-01", "2024-03-01"), ("lot", "L1", "L2")]
)
def test_the_row_received_first_and_else_the_first_lot_holds_the_older_layer(dated: Any) -> None:
    name, first, second = dated
    found = layers(
        [
            {"sku": "a", "on_hand": 5, name: second},
            {"sku": "a", "on_hand": 5, name: first},
        ],
        [
            {"sku": "a", "date": "2024-12-30", "units": 5},
            {"sku": "a", "date": "2024-12-01", "units": 5},
        ],
    )
    assert found == [(0, 5, 1, FROM_RECEIPTS), (1, 5, 30, FROM_RECEIPTS)]


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 30)), min_size=1, max_size=20),
    st.lists(
        st.tuples(st.sampled_from("ab"), st.integers(0, 400), st.integers(1, 30)), max_size=20
    ),
)
def test_layers_grow_by_no_more_than_the_rows_and_receipts_there_are(
    lots: Any, bought: Any
) -> None:
    start = pd.Timestamp("2024-12-31")
    stock = [{"sku": sku, "lot": f"L{n}", "on_hand": units} for n, (sku, units) in enumerate(lots)]
    receipts = [
        {"sku": sku, "date": start - pd.Timedelta(days=age), "units": units}
        for sku, age, units in bought
    ]
    found = layers(stock, receipts)
    assert len(found) <= len(lots) + len(bought) + len({sku for sku, _ in lots})
    held = np.bincount([row[0] for row in found], weights=[row[1] for row in found])
    assert held == pytest.approx([row["on_hand"] for row in stock])
    for sku in {sku for sku, _, _ in bought}:
        # Units by age are those of the newest receipts, whoever holds them.
        ages = sorted((age, units) for name, age, units in bought if name == sku)
        need = sum(units for name, units in lots if name == sku)
        for age, units in ages:
            used, need = min(units, need), need - min(units, need)
            mine = [
                row[1] for row in found
                if stock[row[0]]["sku"] == sku and row[2:] == (age, FROM_RECEIPTS)
            ]  # fmt: skip
            same = sum(each for other, each in ages if other == age)
            assert used <= sum(mine) + 1e-6 <= same + 2e-6


def chain(stores: int, receipts: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the stock of stores that hold more and more, and receipts that name no store."""
    stock = [
        {"sku": "a", "location": f"store {number:03}", "on_hand": 1 + number}
        for number in range(stores)
    ]
    held = sum(row["on_hand"] for row in stock)
    return stock, [
        {"sku": "a", "date": pd.Timestamp(AS_OF) - pd.Timedelta(days=age), "units": held / receipts}
        for age in range(1, receipts + 1)
    ]


def test_rows_that_differ_in_location_alone_do_not_multiply_with_the_receipts() -> None:
    stock, bought = chain(stores=60, receipts=70)
    found = layers(stock, bought)
    assert len(found) <= 8 * (len(stock) + len(bought))
    held = np.bincount([row[0] for row in found], weights=[row[1] for row in found])
    assert held == pytest.approx([row["on_hand"] for row in stock])
    by_age = np.bincount([int(row[2]) for row in found], weights=[row[1] for row in found])
    assert by_age[1:] == pytest.approx([row["units"] for row in bought])


def test_each_of_many_stores_holds_its_share_of_old_and_of_new_stock() -> None:
    found = layers(*chain(stores=60, receipts=80))
    old = np.bincount([row[0] for row in found], weights=[row[1] * (row[2] > 60) for row in found])
    held = np.bincount([row[0] for row in found], weights=[row[1] for row in found])
    assert old / held == pytest.approx(0.25)


@pytest.mark.parametrize("seed", range(5))
def test_layers_hold_exactly_the_units_on_hand(seed: int) -> None:
    rng = np.random.default_rng(seed)
    stock = [
        {"sku": rng.choice(["a", "b"]), "lot": rng.choice(["l", "m"]), "on_hand": units}
        for units in rng.uniform(0.1, 50, 20)
    ]
    receipts = [
        {"sku": "a", "lot": rng.choice(["l", "n"]), "date": "2024-05-05", "units": units}
        for units in rng.uniform(0.1, 50, 20)
    ]
    found = layers(stock, receipts)
    held = np.bincount([row[0] for row in found], weights=[row[1] for row in found])
    assert held == pytest.approx([row["on_hand"] for row in stock])
