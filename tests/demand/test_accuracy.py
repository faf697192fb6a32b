"""The test from several origins: totals are sums of units, and nothing is known too early."""

import dataclasses
from datetime import date

import numpy as np
import pandas as pd
import pytest

from core.demand import (
    DemandForecast,
    RollingTest,
    accuracy_by_class,
    forecast_demand,
    rolling_test,
)
from core.demand.prediction import predict

AS_OF = date(2026, 1, 4)


def sales_of(units: np.ndarray) -> pd.DataFrame:
    """Sales rows of a (T, N) matrix of weeks that ends at `AS_OF`."""
    weeks = pd.date_range(end="2025-12-29", periods=len(units), freq="W-MON")
    rows = pd.DataFrame(units, index=weeks).melt(ignore_index=False, var_name="sku")
    rows = rows[rows["value"] > 0].rename_axis("date").reset_index()
    stockout = pd.array([pd.NA] * len(rows), dtype="boolean")
    return rows.rename(columns={"value": "units"}).assign(
        sku=rows["sku"].map("item {:02d}".format), stockout=stockout
    )


@pytest.fixture(scope="module")
def forecast() -> DemandForecast:
    rates = np.array([40.0, 8.0, 3.0, 1.0, 0.2, 25.0])
    units = np.random.default_rng(3).poisson(rates, (78, len(rates))).astype(float)
    return forecast_demand(sales_of(units), as_of=AS_OF)


@pytest.fixture(scope="module")
def tested(forecast: DemandForecast) -> RollingTest:
    return rolling_test(forecast)


def test_the_total_error_is_the_sum_of_errors_over_the_sum_of_units(tested: RollingTest) -> None:
    items, total = tested.items, tested.summary
    sold = items["tested_units"].sum()
    assert total["wape"] == pytest.approx(items["absolute_error"].sum() / sold)
    assert total["naive_wape"] == pytest.approx(items["naive_error"].sum() / sold)
    assert total["wape"] != pytest.approx(items["wape"].mean())
    by_method = tested.total.set_index("method")["wape"]
    assert by_method["repeating the last period"] == pytest.approx(items["last_error"].sum() / sold)
    assert by_method["repeating last year"] == pytest.approx(items["season_error"].sum() / sold)


def test_classes_add_up_to_the_total_and_the_best_selling_comes_first(
    forecast: DemandForecast, tested: RollingTest
) -> None:
    by_class = accuracy_by_class(tested.items, forecast.classes)
    assert by_class["items"].sum() == len(forecast.skus)
    assert by_class["tested_units"].is_monotonic_decreasing
    for name in ("tested_units", "absolute_error", "naive_error"):
        assert by_class[name].sum() == pytest.approx(tested.items[name].sum())


def test_steady_noise_is_forecast_better_than_by_repeating_it(tested: RollingTest) -> None:
    assert tested.summary["wape"] < tested.summary["naive_wape"]


def test_origins_lie_a_quarter_apart_and_their_number_is_told(tested: RollingTest) -> None:
    assert list(tested.origins.date) == [date(2025, 10, 6), date(2025, 7, 7), date(2025, 4, 7),
                                         date(2025, 1, 6)]  # fmt: skip
    assert tested.summary["origins"] == 4
    assert tested.items["origins"].max() == 4


def test_what_happens_after_an_origin_does_not_change_its_forecast(
    forecast: DemandForecast,
) -> None:
    """Changing only the latest quarter moves the latest origin's errors and no other."""
    history = forecast.history.copy()
    history[-13:] = 3 * history[-13:] + 1
    changed = rolling_test(dataclasses.replace(forecast, history=history))
    before = rolling_test(dataclasses.replace(forecast, history=forecast.history[:-13]))
    rest = changed.items["absolute_error"] - _errors_of_the_latest(forecast, history)
    three = before.items["absolute_error"]
    np.testing.assert_allclose(rest, three)


def _errors_of_the_latest(forecast: DemandForecast, history: np.ndarray) -> np.ndarray:
    found = predict(
        history[:-13], season=52, horizon=13, groups=forecast.groups, from_first_sale=True
    )
    return np.abs(found.paths.mean - history[-13:]).sum(axis=0)


def test_a_year_repeated_is_unknown_where_no_origin_knows_one() -> None:
    units = np.random.default_rng(3).poisson(9.0, (50, 3)).astype(float)
    total = rolling_test(forecast_demand(sales_of(units), as_of=AS_OF)).total.set_index("method")
    assert np.isnan(total.loc["repeating last year", "wape"])
    assert total.loc["repeating the last period", "wape"] > 0


def test_a_history_too_short_for_a_test_has_unknown_scores() -> None:
    short = forecast_demand(sales_of(np.full((2, 1), 4.0)), as_of=AS_OF)
    tested = rolling_test(short)
    assert np.isnan(tested.summary["wape"])
    assert tested.summary["origins"] == 0
    assert accuracy_by_class(tested.items, short.classes).empty
