"""One item's demand laid open."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from core.demand import (
    components,
    forecast_demand,
    item_forecast,
    item_history,
    model_weights,
    out_of_stock,
    residual_check,
)

WEEKS = pd.date_range("2024-01-01", periods=110, freq="W-MON")


def season_of(period: int, weeks: int = 110) -> np.ndarray:
    return 50 + 20 * np.sin(2 * np.pi * np.arange(weeks) / period)


def sales() -> pd.DataFrame:
    rows = [
        pd.DataFrame({"date": WEEKS, "sku": sku, "units": season_of(52) * scale})
        for sku, scale in (("A", 1.0), ("B", 2.0))
    ]
    return pd.concat(rows, ignore_index=True).assign(stockout=pd.array([pd.NA] * 220, "boolean"))


@pytest.fixture(scope="module")
def forecast():
    return forecast_demand(sales(), as_of=dt.date(2026, 2, 8))


def test_the_history_of_all_items_is_the_sum_of_each(forecast) -> None:
    parts = item_history(forecast, "A")["units"] + item_history(forecast, "B")["units"]
    np.testing.assert_allclose(item_history(forecast, None)["units"], parts)


def test_an_items_forecast_is_the_one_used_everywhere(forecast) -> None:
    everywhere = forecast.frame((0.1, 0.5, 0.9)).query("sku == 'B'")
    own = item_forecast(forecast, "B")
    np.testing.assert_allclose(own["mean"], everywhere["mean"])
    np.testing.assert_allclose(own["q90"], everywhere["q90"])


def test_an_item_that_never_sold_has_no_forecast(forecast) -> None:
    with pytest.raises(KeyError, match="unknown"):
        item_forecast(forecast, "never sold")


def test_the_parts_of_a_history_add_up_to_it_and_a_clear_season_is_strong(forecast) -> None:
    parts = components(item_history(forecast, "A"), freq="W", season=52)
    assert parts is not None
    frame = parts.frame
    np.testing.assert_allclose(frame["trend"] + frame["season"] + frame["rest"], frame["units"])
    assert parts.season_periods == 52
    assert parts.season_strength > 0.95


def test_a_history_of_a_few_periods_has_no_parts() -> None:
    short = pd.DataFrame({"period": WEEKS[:6], "units": [1.0, 2, 3, 4, 5, 6]})
    assert components(short, freq="W", season=52) is None


def rows_of(units: np.ndarray, sku: str = "A") -> pd.DataFrame:
    frame = pd.DataFrame({"date": WEEKS[: len(units)], "sku": sku, "units": units})
    return frame.assign(stockout=pd.array([pd.NA] * len(frame), "boolean"))


def forecast_of(units: np.ndarray):
    return forecast_demand(
        rows_of(units), as_of=(WEEKS[len(units) - 1] + pd.Timedelta(days=6)).date()
    )


def test_the_weights_of_the_parts_of_a_forecast_add_up_to_one(forecast) -> None:
    noise = np.random.default_rng(1).poisson(0.3, 110).astype(float)
    for found in (forecast, forecast_of(noise), forecast_of(np.arange(1.0, 6))):
        weights = model_weights(found, "A")
        assert weights["weight"].sum() == pytest.approx(1.0)
        assert (weights["weight"] > 0).all()


def test_errors_of_plain_noise_look_like_chance_and_lean_nowhere() -> None:
    units = np.random.default_rng(8).normal(100, 10, 110).round()
    check = residual_check(forecast_of(units), "A")
    assert check is not None
    assert check.errors == 36
    assert check.p_value > 0.05
    assert abs(check.mean) < 2 * check.mean_error


def test_errors_that_alternate_are_told_from_chance() -> None:
    units = 100 + 30 * (-1.0) ** np.arange(110) + np.random.default_rng(8).normal(0, 3, 110)
    check = residual_check(forecast_of(units.round()), "A")
    assert check is not None
    assert check.p_value < 0.01
    assert check.first_lag < -0.5


@pytest.mark.parametrize("units", [np.arange(1.0, 13), np.full(60, 7.0)])
def test_a_short_or_a_constant_history_has_no_errors_to_check(units: np.ndarray) -> None:
    assert residual_check(forecast_of(units), "A") is None


def test_periods_out_of_stock_are_found_among_the_treatments() -> None:
    rows = rows_of(np.full(60, 9.0))
    rows.loc[30, ["units", "stockout"]] = [2.0, True]
    found = forecast_demand(rows, as_of=dt.date(2025, 2, 23))
    (week,) = out_of_stock(found.treatments).to_dict("records")
    assert week["period"] == WEEKS[30]
    assert week["counted"] > week["sold"]
