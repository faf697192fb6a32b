import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.stock import days_until, unreached_units

LOTS = st.lists(st.tuples(st.floats(0, 100), st.floats(0, 50)), min_size=1, max_size=8)


def sold_one_by_one(units: list[float], demand: list[float]) -> list[float]:
    """Sell lot after lot, each from the demand that is left until its own deadline."""
    sold, left = 0.0, []
    for held, until in zip(units, demand, strict=True):
        taken = min(held, max(until - sold, 0.0))
        sold += taken
        left.append(held - taken)
    return left


def one_item(units: list[float], demand: list[float]) -> np.ndarray:
    return unreached_units(np.zeros(len(units), dtype=np.intp), np.array(units), np.array(demand))


@settings(max_examples=60, deadline=None)
@given(LOTS)
def test_it_equals_selling_lot_after_lot(lots: list[tuple[float, float]]) -> None:
    units = [held for held, _ in lots]
    demand = np.cumsum([more for _, more in lots]).tolist()
    assert one_item(units, demand) == pytest.approx(sold_one_by_one(units, demand), abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(LOTS, st.integers(0, 7), st.floats(0, 50))
def test_a_later_deadline_leaves_no_more_behind(
    lots: list[tuple[float, float]], place: int, more: float
) -> None:
    units = [held for held, _ in lots]
    demand = np.cumsum([step for _, step in lots])
    later = demand.copy()
    later[place % len(lots) :] += more
    before = one_item(units, demand.tolist()).sum()
    assert one_item(units, later.tolist()).sum() <= before + 1e-6


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 50), st.integers(1, 9)), max_size=8))
def test_first_expired_first_out_conserves_units_and_cost(
    lots: list[tuple[float, float, int]],
) -> None:
    units = np.array([held for held, _, _ in lots])
    demand = np.cumsum([more for _, more, _ in lots])
    cost = np.array([each for _, _, each in lots])
    left = one_item(units.tolist(), demand.tolist())
    assert ((left >= 0) & (left <= units)).all()
    sold = np.cumsum(units - left)
    # No lot sells more than was asked for until it expires, and nothing is sold twice.
    assert (sold <= demand + 1e-6).all()
    assert sold[-1:].sum() + left.sum() == pytest.approx(units.sum())
    assert ((units - left) @ cost) + left @ cost == pytest.approx(units @ cost)


def test_items_do_not_sell_each_others_units() -> None:
    left = unreached_units(
        np.array([0, 1, 0]), np.array([5.0, 5.0, 5.0]), np.array([6.0, 0.0, 6.0])
    )
    assert left.tolist() == [0, 5, 4]


def test_unknown_demand_leaves_nothing_behind() -> None:
    assert one_item([5.0, 7.0], [np.inf, np.inf]).tolist() == [0, 0]


def test_no_rows_leave_nothing() -> None:
    assert one_item([], []).tolist() == []


def test_days_until_a_date_are_negative_once_it_is_past() -> None:
    dates = pd.Series(pd.to_datetime(["2024-12-30", "2025-01-02", None]))
    days = days_until(dates, as_of=dt.date(2024, 12, 31))
    assert days.tolist() == pytest.approx([-1, 2, np.nan], nan_ok=True)
