"""What the figures of demand draw is what the tables hold."""

import datetime as dt

import pandas as pd
import pytest

from core.charts import demand
from core.charts.formats import Formats

USD = Formats("USD")
NAN = float("nan")
WEEKS = pd.date_range("2026-01-05", periods=4, freq="W-MON")
HISTORY = pd.DataFrame({"period": WEEKS, "units": [NAN, 7.0, 9.0, 8.0]})
AHEAD = pd.DataFrame(
    {
        "period": pd.date_range("2026-02-02", periods=3, freq="W-MON"),
        "mean": [7.0, 8.0, 9.0],
        "q10": [4.0, 5.0, 6.0],
        "q90": [10.0, 11.0, 12.0],
    }
)
NO_HISTORY = HISTORY.head(0)


def traces(figure: object) -> dict[str, object]:
    return {trace.name: trace for trace in figure.data}  # type: ignore[attr-defined]


def test_the_fan_and_the_history_hold_the_tables_values() -> None:
    drawn = traces(demand.forecast_figure(HISTORY, AHEAD, USD))
    assert list(drawn["Sold"].y) == [7, 9, 8]  # type: ignore[attr-defined]
    assert list(drawn["Forecast"].y) == [7, 8, 9]  # type: ignore[attr-defined]
    assert list(drawn["low"].y) == [4, 5, 6]  # type: ignore[attr-defined]
    assert list(drawn["8 of 10 cases"].y) == [10, 11, 12]  # type: ignore[attr-defined]


def test_forecast_is_hatched_and_dashed_where_history_is_solid() -> None:
    drawn = traces(demand.forecast_figure(HISTORY, AHEAD, USD))
    assert drawn["8 of 10 cases"].fillpattern.shape == "/"  # type: ignore[attr-defined]
    assert drawn["Forecast"].line.dash  # type: ignore[attr-defined]
    assert not drawn["Sold"].line.dash  # type: ignore[attr-defined]


@pytest.mark.parametrize(("freq", "title"), [("W-MON", "Units a week"), ("MS", "Units a month")])
def test_the_axis_names_the_period(freq: str, title: str) -> None:
    ahead = AHEAD.assign(period=pd.date_range("2026-02-01", periods=3, freq=freq))
    figure = demand.forecast_figure(NO_HISTORY, ahead, USD)
    assert figure.layout.yaxis.title.text == title


def test_returns_below_zero_stay_on_the_figure() -> None:
    history = HISTORY.assign(units=[1.0, -3.0, 2.0, 4.0])
    figure = demand.forecast_figure(history, AHEAD, USD)
    assert figure.layout.yaxis.range[0] == -3


def test_without_history_and_forecast_demand_is_said_to_be_unknown() -> None:
    figure = demand.forecast_figure(NO_HISTORY, AHEAD.head(0), USD)
    assert figure.layout.annotations[0].text == "No sales history: demand is unknown"
    assert demand.forecast_alt(NO_HISTORY, AHEAD.head(0), USD) == (
        "No figure: there is no sales history and so no forecast."
    )


def test_stock_ahead_takes_off_the_days_that_are_left_of_a_period() -> None:
    """Monday to Sunday, 7 units a week; as of Thursday three days of the first week are left."""
    ahead = AHEAD.assign(mean=[7.0, 7.0, 7.0])
    left = demand.stock_ahead(ahead, on_hand=17, as_of=dt.date(2026, 2, 5))
    assert left["units"].tolist() == [17, 14, 7, 0]
    assert left["day"].dt.strftime("%m-%d").tolist() == ["02-05", "02-08", "02-15", "02-22"]


def test_stock_ahead_ends_at_the_moment_the_stock_is_gone() -> None:
    """7 and 8 units go in two weeks; 5 more of the 9 in the third last five ninths of it."""
    left = demand.stock_ahead(AHEAD, on_hand=20, as_of=dt.date(2026, 2, 1))
    assert left["units"].tolist() == [20, 13, 5, 0, 0]
    gone = left["day"].iloc[3] - left["day"].iloc[2]
    assert gone.total_seconds() == pytest.approx(7 * 86_400 * 5 / 9, abs=1)


def test_the_cover_figure_draws_the_stock_ahead_and_marks_the_day_it_is_gone() -> None:
    as_of, gone = dt.date(2026, 2, 1), dt.date(2026, 2, 18)
    figure = demand.cover_figure(
        AHEAD, USD, on_hand=20, as_of=as_of, reorder_point=6, stockout_date=gone
    )
    expected = demand.stock_ahead(AHEAD, on_hand=20, as_of=as_of)["units"].tolist()
    assert list(figure.data[0].y) == expected
    notes = [note.text for note in figure.layout.annotations]
    assert notes == ["reorder at 6", "runs out February 18"]
    assert demand.cover_alt(USD, on_hand=20, as_of=as_of, stockout_date=gone).endswith(
        "it runs out on February 18."
    )


def test_without_a_reorder_point_or_a_stockout_nothing_is_marked() -> None:
    figure = demand.cover_figure(AHEAD, USD, on_hand=100, as_of=dt.date(2026, 2, 1))
    assert len(figure.layout.annotations) == 0
    assert "outlasts the forecast" in demand.cover_alt(USD, on_hand=100, as_of=dt.date(2026, 2, 1))


@pytest.mark.parametrize(
    ("forecast", "on_hand", "message"),
    [
        (AHEAD, 0.0, "Out of stock"),
        (AHEAD.head(0), 5.0, "No forecast: how long the stock lasts is unknown"),
        (AHEAD, NAN, "The units on hand are unknown"),
    ],
)
def test_cover_that_cannot_be_drawn_says_why(
    forecast: pd.DataFrame, on_hand: float, message: str
) -> None:
    figure = demand.cover_figure(forecast, USD, on_hand=on_hand, as_of=dt.date(2026, 2, 1))
    assert figure.layout.annotations[0].text == message


BY_CLASS = pd.DataFrame(
    {
        "demand_class": ["smooth", "lumpy", "new"],
        "items": [3, 1, 2],
        "tested_units": [1000.0, 100.0, 0.0],
        "absolute_error": [400.0, 120.0, 0.0],
        "naive_error": [500.0, 110.0, 0.0],
    }
)


def test_accuracy_bars_are_summed_errors_over_summed_units_beside_the_past_repeated() -> None:
    figure = demand.accuracy_figure(BY_CLASS, USD)
    bars = {trace.name: list(trace.x) for trace in figure.data if trace.type == "bar"}
    assert bars == {"Forecast": [0.4, 1.2], "Repeating the past": [0.5, 1.1]}
    assert [text.split("<br>")[0] for text in figure.layout.yaxis.ticktext] == ["Smooth", "Lumpy"]
    total = {"wape": 0.4, "naive_wape": 0.5}
    assert "misses 20% less" in demand.accuracy_alt(total, USD)


def test_accuracy_without_tests_says_so() -> None:
    figure = demand.accuracy_figure(BY_CLASS.tail(1), USD)
    assert figure.layout.annotations[0].text.startswith("No item has enough history")
