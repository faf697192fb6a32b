"""forecast_demand: what the forecast of an assortment must hold."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.demand import DemandForecast, forecast_demand

AS_OF = date(2026, 1, 4)


def weekly_sales(units: np.ndarray, *, first: str = "2025-01-06") -> pd.DataFrame:
    """Sales rows of a (T, N) matrix of weeks; zeros leave no row."""
    week, item = np.nonzero(units)
    return pd.DataFrame(
        {
            "date": pd.Timestamp(first) + pd.to_timedelta(7 * week, unit="D"),
            "sku": [f"sku {index:03d}" for index in item],
            "units": units[week, item].astype(float),
            "stockout": pd.array([pd.NA] * len(week), dtype="boolean"),
        }
    )


@pytest.fixture(scope="module")
def forecast() -> DemandForecast:
    rng = np.random.default_rng(7)
    rates = rng.gamma(1.0, 6.0, size=60) + 0.2
    return forecast_demand(weekly_sales(rng.poisson(rates, (52, 60))), as_of=AS_OF)


def test_the_horizon_reaches_a_year_in_weeks(forecast: DemandForecast) -> None:
    assert forecast.calendar.freq == "W"
    assert forecast.calendar.periods[0] == pd.Timestamp("2026-01-05")
    assert forecast.calendar.days_ahead.sum() >= 365
    assert forecast.mean.shape == (len(forecast.calendar.periods), len(forecast.skus))


def test_demand_summed_to_the_horizon_is_the_sum_of_the_periods(forecast: DemandForecast) -> None:
    mean, _ = forecast.cumulative(7 * len(forecast.calendar.periods))
    np.testing.assert_allclose(mean, forecast.mean.sum(axis=0))


def test_quantiles_rise_with_probability_and_never_fall_below_zero(
    forecast: DemandForecast,
) -> None:
    levels = [0.01, 0.1, 0.5, 0.9, 0.99]
    paths = np.stack([forecast.quantile(level) for level in levels])
    assert (np.diff(paths, axis=0) >= 0).all()
    assert (paths >= 0).all()
    sums = np.stack([forecast.cumulative_quantile(21, level) for level in levels])
    assert (np.diff(sums, axis=0) >= 0).all()


def test_expected_excess_lies_between_the_certain_bounds(forecast: DemandForecast) -> None:
    mean, _ = forecast.cumulative(90)
    excess = forecast.expected_excess(90, 100.0)
    assert (excess >= np.maximum(100 - mean, 0) - 1e-9).all()
    assert (excess <= 100).all()


def test_an_item_that_never_sold_is_unknown_not_zero(forecast: DemandForecast) -> None:
    assert list(forecast.for_skus([forecast.skus[3], "never sold"])) == [3, -1]


def test_frame_has_a_row_for_each_item_and_period(forecast: DemandForecast) -> None:
    frame = forecast.frame()
    assert list(frame.columns) == ["sku", "period", "mean", "q10", "q50", "q90", "model"]
    assert len(frame) == forecast.mean.size
    assert not frame.isna().any().any()


def test_items_can_be_asked_for_by_position_in_any_order(forecast: DemandForecast) -> None:
    mean, sd = forecast.cumulative(np.full(len(forecast.skus), 400.0))
    index = np.array([3, 0, 3])
    some_mean, some_sd = forecast.cumulative([400.0, 400.0, 400.0], index)
    np.testing.assert_allclose(some_mean, mean[index])
    np.testing.assert_allclose(some_sd, sd[index])


@pytest.mark.parametrize("probability", [0.1, 0.5, 0.9])
def test_stock_runs_out_when_the_quantile_of_cumulative_demand_reaches_it(
    forecast: DemandForecast, probability: float
) -> None:
    everyone = np.arange(len(forecast.skus))
    units = np.ceil(forecast.rate_per_day() * 100)
    days = forecast.days_within(units, probability, everyone)
    short, long = (
        forecast.cumulative_quantile(days * stretch, 1 - probability) for stretch in (0.99, 1.01)
    )
    # Demand comes in whole units, the day is a fraction.
    assert (short <= units + 1).all()
    assert (long >= units - 1).all()


def test_stock_runs_out_early_before_late_and_none_at_once(forecast: DemandForecast) -> None:
    everyone = np.arange(len(forecast.skus))
    units = np.full(len(everyone), 30.0)
    early, late = (forecast.days_within(units, p, everyone) for p in (0.1, 0.9))
    assert (early < late).all()
    assert (forecast.days_within(0 * units, 0.5, everyone) == 0).all()


@pytest.mark.parametrize("weeks", [-53, 1, 260])
def test_the_same_sales_some_weeks_later_are_forecast_the_same(weeks: int) -> None:
    units = np.random.default_rng(6).poisson([9.0, 0.4, 30.0], (70, 3)).astype(float)
    found = []
    for shift in (pd.Timedelta(0), pd.Timedelta(weeks=weeks)):
        first = pd.Timestamp("2024-01-01") + shift
        rows = weekly_sales(units, first=str(first))
        last = (first + pd.Timedelta(weeks=70) - pd.Timedelta(days=1)).date()
        found.append(forecast_demand(rows, as_of=last))
    np.testing.assert_array_equal(found[0].mean, found[1].mean)
    np.testing.assert_array_equal(found[0].quantile(0.9), found[1].quantile(0.9))
    assert found[1].calendar.periods[0] - found[0].calendar.periods[0] == shift


def ending_assortment(seed: int, *, last_day: str | None = "2026-03-15") -> DemandForecast:
    """Forty items of all rates with a season; every second one ends inside the horizon."""
    rng = np.random.default_rng(seed)
    season = 1 + 0.8 * np.sin(2 * np.pi * np.arange(104) / 52)[:, None]
    rows = weekly_sales(
        rng.poisson(rng.gamma(0.6, 8.0, 40) * season * rng.gamma(2, 0.5, (104, 40))),
        first="2024-01-08",
    )
    skus = sorted(rows["sku"].unique())
    days = pd.Series([last_day, None] * len(skus))[: len(skus)]
    items = pd.DataFrame({"sku": skus, "category": "all", "end_of_life_date": pd.to_datetime(days)})
    return forecast_demand(rows, as_of=AS_OF, items=items)


ENDING = ending_assortment(3)


@settings(deadline=None)
@given(
    days=st.lists(st.floats(0.1, 900), min_size=2, max_size=20),
    probability=st.floats(0.01, 0.995),
)
def test_a_cumulative_quantile_never_falls_with_time(days: list[float], probability: float) -> None:
    held = np.stack([ENDING.cumulative_quantile(day, probability) for day in sorted(days)])
    assert (np.diff(held, axis=0) >= -1e-6 * np.maximum(held[1:], 1)).all()


def test_an_item_that_ends_is_expected_and_doubted_no_more_after_its_last_day() -> None:
    # Item 0 ends on March 15, day 70; item 1 does not.
    mean, sd = (
        np.stack(rows) for rows in zip(*map(ENDING.cumulative, (70, 365, 3650)), strict=True)
    )
    assert ENDING.ends[:2].tolist() == [True, False]
    np.testing.assert_allclose(mean[:, 0], mean[0, 0])
    np.testing.assert_allclose(sd[:, 0], sd[0, 0])
    assert (np.diff(mean[:, 1]) > 0).all()
    assert (np.diff(sd[:, 1]) > 0).all()


@pytest.mark.parametrize("last", ["2025-12-29", "2026-01-05", "2026-01-19"])
def test_one_christmas_is_neither_carried_into_january_nor_forgotten_for_the_next(
    last: str,
) -> None:
    weeks = pd.date_range(end=last, periods=60, freq="W-MON")
    is_peak = np.isin(weeks.isocalendar().week, (49, 50, 51, 52))
    sold = np.random.default_rng(1).poisson(np.where(is_peak, 30, 10), (60, 60)).T.astype(float)
    sales = pd.DataFrame(sold, index=weeks, columns=[f"s{number}" for number in range(60)])
    rows = sales.rename_axis("date").melt(ignore_index=False, var_name="sku", value_name="units")
    found = forecast_demand(
        rows.reset_index().assign(stockout=pd.NA),
        as_of=(weeks[-1] + pd.Timedelta(days=6)).date(),
        horizon_days=364,
        freq="W",
    )
    mean = found.mean.mean(axis=1)
    ahead = np.isin(found.calendar.periods.isocalendar().week, (49, 50, 51, 52))
    assert mean[:4].max() < 13
    assert mean[ahead].min() > 1.5 * mean[~ahead].mean()
