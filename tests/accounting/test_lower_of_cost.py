"""The test at item, category and total."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.accounting import lower_of_cost

LEVELS = ("item", "category", "total")


def stock(*rows: tuple[str, str | None, float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["sku", "category", "units", "unit_cost", "unit_nrv"])


def test_a_row_without_nrv_is_unknown_and_takes_no_part_in_its_group() -> None:
    frame = stock(("a", "x", 10, 5, 3), ("b", "x", 10, 5, math.nan), ("c", "x", 10, 5, 6))
    for level, loss in (("item", 20), ("category", 10), ("total", 10)):
        measured = lower_of_cost(frame, level=level, currency="USD")
        assert measured["write_down"].sum() == loss
        assert measured["write_down"].isna().tolist() == [False, True, False]
        assert math.isnan(measured["carrying_value"].iloc[1])


def test_rows_without_a_category_stand_alone() -> None:
    frame = stock(("a", None, 1, 10, 7), ("b", None, 1, 10, 20))
    assert lower_of_cost(frame, level="category")["write_down"].tolist() == [3, 0]


def test_an_unsaleable_row_does_not_use_up_what_others_are_worth() -> None:
    frame = stock(("a", "x", 1, 10, -50), ("b", "x", 1, 10, 10))
    for level in LEVELS:
        assert lower_of_cost(frame, level=level)["write_down"].tolist() == [10, 0]


def test_a_groups_loss_goes_to_the_rows_that_have_one() -> None:
    frame = stock(("a", "x", 1, 10, 7), ("b", "x", 1, 10, 9), ("c", "x", 1, 10, 11))
    measured = lower_of_cost(frame, level="category", currency="USD")
    assert measured["write_down"].tolist() == [2.25, 0.75, 0]


def test_it_rounds_a_line_once_and_not_each_unit() -> None:
    frame = stock(("a", "x", 3, 3.335, 3.33))
    assert lower_of_cost(frame, currency="USD")["write_down"].tolist() == [0.02]


@st.composite
def stocks(draw: st.DrawFn) -> pd.DataFrame:
    rows = draw(st.integers(1, 25))
    money = st.integers(-5_000, 60_000).map(lambda amount: amount / 1_000)
    return stock(
        *(
            (
                f"s{row}",
                draw(st.sampled_from(["x", "y", "z", None])),
                draw(st.integers(1, 500)),
                abs(draw(money)),
                draw(money),
            )
            for row in range(rows)
        )
    )


@given(frame=stocks())
@settings(max_examples=25, deadline=None)
def test_carrying_ranks_by_level_and_stays_between_zero_and_cost(frame: pd.DataFrame) -> None:
    carrying = {}
    for level in LEVELS:
        measured = lower_of_cost(frame, level=level, currency="USD")
        assert (measured["write_down"] >= 0).all()
        assert (measured["carrying_value"] >= 0).all()
        assert (measured["carrying_value"] <= measured["cost_value"]).all()
        carrying[level] = measured["carrying_value"].sum()
    # Rounding a line may move each by half a cent.
    slack = 0.01 * len(frame)
    assert carrying["item"] <= carrying["category"] + slack
    assert carrying["category"] <= carrying["total"] + slack


@given(frame=stocks(), seed=st.integers(0, 2**32 - 1))
@settings(max_examples=15, deadline=None)
def test_the_order_of_rows_changes_nothing(frame: pd.DataFrame, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(frame))
    for level in LEVELS:
        first = lower_of_cost(frame, level=level, currency="USD")
        mixed = lower_of_cost(frame.iloc[order], level=level, currency="USD").loc[frame.index]
        pd.testing.assert_frame_equal(first, mixed)


def test_without_a_currency_nothing_is_rounded() -> None:
    frame = stock(("a", "x", 1, 10, 9.9951), ("b", "x", 1, 10, 10.001))
    measured = lower_of_cost(frame, level="category")
    assert measured["write_down"].tolist() == pytest.approx([0.0039, 0])
