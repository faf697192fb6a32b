"""sales_history: which periods, and what a missing figure means."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from core.demand import sales_history
from core.demand.history import choose_frequency, with_gaps_filled


def rows(*entries: tuple[str, str, float], out: tuple[int, ...] = ()) -> pd.DataFrame:
    frame = pd.DataFrame(entries, columns=["date", "sku", "units"])
    frame["date"] = pd.to_datetime(frame["date"])
    frame["stockout"] = pd.array(
        [index in out or pd.NA for index in range(len(frame))], dtype="boolean"
    )
    return frame


def monthly(sales: pd.DataFrame, as_of: str) -> pd.DataFrame:
    found = sales_history(sales, as_of=date.fromisoformat(as_of), horizon_days=90)
    return pd.DataFrame(found.units, found.calendar.history_periods, found.skus)


@pytest.mark.parametrize(
    ("spacing", "count", "expected"),
    [("D", 400, "W"), ("7D", 40, "W"), ("D", 120, "M"), ("7D", 20, "M"), ("MS", 30, "M")],
)
def test_frequency_follows_the_spacing_and_length(spacing: str, count: int, expected: str) -> None:
    dates = pd.date_range("2024-01-01", periods=count, freq=spacing)
    assert choose_frequency(pd.Series(dates), dates[-1].date()) == expected


def test_weeks_begin_on_monday() -> None:
    dates = pd.date_range("2025-01-01", "2025-12-31", freq="D")
    sales = rows(*((str(day.date()), "a", 1.0) for day in dates))
    found = sales_history(sales, as_of=date(2025, 12, 31), horizon_days=365)
    assert set(found.calendar.history_periods.day_of_week) == {0}
    assert found.units[1:].tolist() == [[7.0]] * (len(found.units) - 1)


def test_a_period_not_over_is_left_out_and_half_of_it_lies_ahead() -> None:
    sales = rows(("2025-01-10", "a", 5), ("2025-02-10", "a", 6), ("2025-03-05", "a", 2))
    found = sales_history(sales, as_of=date(2025, 3, 16), horizon_days=60)
    assert found.units[:, 0].tolist() == [5, 6]
    assert found.calendar.periods[0] == pd.Timestamp("2025-03-01")
    assert found.calendar.days_ahead[0] == 15


def test_a_period_total_dated_as_of_speaks_of_the_whole_period() -> None:
    sales = rows(("2025-01-01", "a", 5), ("2025-02-01", "a", 6), ("2025-03-01", "a", 7))
    assert monthly(sales, "2025-03-01")["a"].tolist() == [5, 6, 7]


def test_no_row_is_zero_after_the_first_row_and_unknown_before() -> None:
    sales = rows(("2025-01-10", "a", 5), ("2025-02-10", "b", 6), ("2025-04-10", "a", 7))
    found = monthly(sales, "2025-04-30")
    assert found["a"].tolist() == [5, 0, 0, 7]
    assert np.isnan(found["b"].iloc[0])
    assert found["b"].tolist()[1:] == [6, 0, 0]


def test_returns_are_netted_with_what_was_sold_before_and_never_make_demand_negative() -> None:
    sales = rows(
        ("2025-01-10", "a", 5), ("2025-01-20", "a", -2), ("2025-02-10", "a", -4),
        ("2025-03-10", "a", 1),
    )  # fmt: skip
    assert monthly(sales, "2025-03-31")["a"].tolist() == [0, 0, 1]


def test_a_period_out_of_stock_is_unknown_not_zero() -> None:
    sales = rows(("2025-01-01", "a", 5), ("2025-02-01", "a", 0), ("2025-03-01", "a", 6), out=(1,))
    assert np.isnan(monthly(sales, "2025-03-31")["a"].iloc[1])


def test_a_few_days_out_of_stock_scale_the_rate_of_the_others() -> None:
    days = pd.date_range("2025-01-01", "2025-03-31", freq="D")
    sales = rows(*((str(day.date()), "a", 1.0) for day in days))
    sales.loc[sales["date"].between("2025-01-01", "2025-01-10"), ["units", "stockout"]] = [0, True]
    found = monthly(sales, "2025-03-31")["a"]
    assert found.iloc[0] == pytest.approx(31.0)
    assert found.iloc[1:].tolist() == [28.0, 31.0]


def test_gaps_take_the_mean_of_their_neighbors() -> None:
    units = np.array([[np.nan], [2.0], [4.0], [np.nan], [6.0], [np.nan]])
    filled = with_gaps_filled(units)
    assert np.isnan(filled[0, 0])
    assert filled[1:, 0].tolist() == [2.0, 4.0, 4.0, 6.0, 4.0]


def test_sales_after_the_day_of_the_book_do_not_count() -> None:
    sales = rows(("2025-01-10", "a", 5), ("2025-02-10", "a", 6), ("2025-03-10", "a", 7))
    assert monthly(sales, "2025-02-28")["a"].tolist() == [5, 6]
