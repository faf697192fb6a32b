"""forecast_table: any long table, dates or whole numbers."""

import numpy as np
import pandas as pd
import pytest

from core.demand import forecast_table
from core.problem import UnusableInputError


def series(name: str, stamps: object, level: float = 10.0) -> pd.DataFrame:
    rng = np.random.default_rng(5)
    ds = pd.Series(stamps)
    return pd.DataFrame({"unique_id": name, "ds": ds, "y": level + rng.normal(0, 1, len(ds))})


def test_each_series_goes_on_from_its_own_end() -> None:
    frame = pd.concat([series("a", range(40)), series("b", range(30))])
    found = forecast_table(frame, horizon=2)
    assert found["ds"].tolist() == [40, 41, 30, 31]
    assert list(found.columns) == ["unique_id", "ds", "mean", "q0.025", "q0.1", "q0.5", "q0.9",
                                   "q0.975"]  # fmt: skip


@pytest.mark.parametrize(
    ("freq", "expected"),
    [
        ("D", ["2024-02-10", "2024-02-11"]),
        ("W-SAT", ["2024-10-12", "2024-10-19"]),
        ("MS", ["2027-05-01", "2027-06-01"]),
        ("ME", ["2027-05-31", "2027-06-30"]),
        ("QS", ["2034-01-01", "2034-04-01"]),
    ],
)
def test_dates_go_on_in_their_own_step(freq: str, expected: list[str]) -> None:
    frame = series("a", pd.date_range("2024-01-01", periods=40, freq=freq))
    found = forecast_table(frame, horizon=2)
    assert found["ds"].dt.strftime("%Y-%m-%d").tolist() == expected


def test_quantiles_enclose_the_mean_in_order() -> None:
    found = forecast_table(series("a", range(60)), horizon=6, levels=(0.1, 0.5, 0.9))
    assert (found["q0.1"] <= found["q0.5"]).all()
    assert (found["q0.5"] <= found["q0.9"]).all()
    assert found["mean"].between(8, 12).all()


def test_other_dates_change_nothing_but_the_dates() -> None:
    early = series("a", pd.date_range("2020-01-01", periods=40, freq="MS"))
    late = early.assign(ds=early["ds"] + pd.DateOffset(years=4))
    one, other = forecast_table(early, horizon=5), forecast_table(late, horizon=5)
    pd.testing.assert_frame_equal(one.drop(columns="ds"), other.drop(columns="ds"))


def test_a_missing_step_is_unknown_not_zero() -> None:
    frame = series("a", range(60))
    holes = frame[~frame["ds"].isin([20, 21, 58])]
    assert forecast_table(holes, horizon=3)["mean"].between(9, 11).all()


@pytest.mark.parametrize("ds", [["soon", "later"], [0.5, 1.5]])
def test_stamps_that_are_none_are_refused_in_words(ds: list[object]) -> None:
    frame = pd.DataFrame({"unique_id": "a", "ds": ds, "y": [1.0, 2.0]})
    with pytest.raises(UnusableInputError, match="ds must be a date or a whole number"):
        forecast_table(frame, horizon=1)


def test_an_empty_table_is_refused_in_words() -> None:
    frame = pd.DataFrame({"unique_id": ["a"], "ds": [1], "y": [np.nan]})
    with pytest.raises(UnusableInputError, match="no row"):
        forecast_table(frame, horizon=1)
