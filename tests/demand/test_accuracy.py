"""The scores of the look back: totals are sums of units, never means of ratios."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from core.demand import DemandForecast, accuracy_by_class, forecast_demand

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
    units = np.random.default_rng(3).poisson(rates, (52, len(rates))).astype(float)
    return forecast_demand(sales_of(units), as_of=AS_OF)


def test_the_total_error_is_the_sum_of_errors_over_the_sum_of_units(
    forecast: DemandForecast,
) -> None:
    scores, total = forecast.accuracy, forecast.accuracy_total
    sold = scores["tested_units"].sum()
    assert total["tested_units"] == sold
    assert total["wape"] == pytest.approx(scores["absolute_error"].sum() / sold)
    assert total["naive_wape"] == pytest.approx(scores["naive_error"].sum() / sold)
    assert total["wape"] != pytest.approx(scores["wape"].mean())


def test_classes_add_up_to_the_total_and_the_best_selling_comes_first(
    forecast: DemandForecast,
) -> None:
    by_class = accuracy_by_class(forecast.accuracy, forecast.classes)
    assert by_class["items"].sum() == len(forecast.skus)
    assert by_class["tested_units"].is_monotonic_decreasing
    for name in ("tested_units", "absolute_error", "naive_error"):
        assert by_class[name].sum() == pytest.approx(forecast.accuracy[name].sum())


def test_steady_noise_is_forecast_better_than_by_repeating_it(forecast: DemandForecast) -> None:
    assert forecast.accuracy_total["wape"] < forecast.accuracy_total["naive_wape"]


def test_a_history_too_short_for_a_test_has_unknown_scores() -> None:
    short = forecast_demand(sales_of(np.full((2, 1), 4.0)), as_of=AS_OF)
    assert short.accuracy_total.isna().all()
    assert accuracy_by_class(short.accuracy, short.classes).empty
