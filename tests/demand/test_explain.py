"""One item's demand laid open."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from core.demand import components, forecast_demand, item_forecast, item_history

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
