"""A lasting step of the level is found, told from season and growth, and taken up at once."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charts import sentences
from core.charts.formats import Formats
from core.demand import forecast_demand, level_step
from core.demand.level_shift import find_level_shift, leveled

MONTHS = pd.date_range("2022-01-01", periods=36, freq="MS")
SEASON = 1 + 0.4 * np.sin(2 * np.pi * np.arange(36) / 12)


def noisy(level: np.ndarray, *, items: int = 30, seed: int = 3) -> np.ndarray:
    """Return counts of (T, items) around a level of (T,)."""
    return np.random.default_rng(seed).poisson(level[:, None] * np.ones(items)).astype(float)


def stepped(before: float, after: float, *, ago: int, length: int = 36) -> np.ndarray:
    return np.where(np.arange(length) < length - ago, before, after)


def sales_of(units: np.ndarray) -> pd.DataFrame:
    frame = pd.DataFrame(units, index=MONTHS, columns=[f"{n:02d}" for n in range(units.shape[1])])
    long = frame.rename_axis("date").melt(ignore_index=False, var_name="sku", value_name="units")
    return long.reset_index().assign(stockout=pd.NA)


def forecast(units: np.ndarray):
    return forecast_demand(sales_of(units), as_of=date(2024, 12, 31), horizon_days=365, freq="M")


@pytest.mark.parametrize(("before", "after"), [(50, 20), (20, 50)])
@pytest.mark.parametrize("ago", [6, 9, 12])
def test_a_step_is_found_with_its_period_and_factor_in_nearly_every_item(
    before: float, after: float, ago: int
) -> None:
    units = noisy(SEASON * stepped(5 * before, 5 * after, ago=ago))
    found = find_level_shift(units, season=12)
    assert (found.since > 0).mean() > 0.9
    assert np.median(found.since[found.since > 0]) == pytest.approx(ago, abs=1)
    assert np.median(found.factor[found.since > 0]) == pytest.approx(after / before, rel=0.2)


@pytest.mark.parametrize(
    "level",
    [
        np.full(36, 40.0),
        40 * SEASON,
        40 * 1.04 ** np.arange(36),
        120 * 0.96 ** np.arange(36),
        40 + 2.0 * np.arange(36),
    ],
    ids=["even", "season", "growth", "decline", "line"],
)
def test_chance_season_and_growth_are_no_step(level: np.ndarray) -> None:
    assert (find_level_shift(noisy(level, items=200), season=12).since > 0).mean() <= 0.01


def test_a_history_of_less_than_two_seasons_or_without_one_has_no_step() -> None:
    units = noisy(stepped(50, 10, ago=6, length=20))
    for season in (12, 1):
        assert not find_level_shift(units, season=season).since.any()


def test_an_item_that_stopped_selling_has_no_new_level() -> None:
    assert not find_level_shift(noisy(stepped(50, 0, ago=8)), season=12).since.any()


def test_the_forecast_stands_at_the_new_level_half_a_year_after_the_step() -> None:
    for before, after in ((50, 20), (20, 50)):
        year = forecast(noisy(stepped(before, after, ago=6))).mean[:12].mean()
        assert year == pytest.approx(after, rel=0.12)


def test_the_season_stays_in_the_forecast_after_a_step() -> None:
    mean = forecast(noisy(SEASON * stepped(50, 20, ago=6))).mean[:12].mean(axis=1)
    assert np.corrcoef(mean, SEASON[:12])[0, 1] > 0.9
    assert mean.max() > 1.5 * mean.min()


def test_the_item_is_told_since_when_its_level_is_another_one() -> None:
    found = forecast(noisy(stepped(50, 20, ago=6)))
    told = [level_step(found, sku) for sku in found.skus]
    since, factor = next(each for each in told if each is not None)
    assert since == pd.Timestamp("2024-07-01")
    text = sentences.why_this_number(
        "naive", Formats("USD"), expected=1.0, by_model=1.0, step=(since, factor)
    )
    assert "Since Jul 1, 2024 it sells" in text
    even = forecast(noisy(np.full(36, 40.0)))
    assert {level_step(even, sku) for sku in even.skus} == {None}


@given(st.integers(0, 1_000), st.floats(1.5, 100.0))
def test_the_unit_of_measure_changes_no_step_of_goods_that_sell_much(
    seed: int, scale: float
) -> None:
    units = 1_000 * noisy(stepped(50, 20, ago=6), items=5, seed=seed)
    one, other = (find_level_shift(units * factor, season=12) for factor in (1.0, scale))
    assert one.since.tolist() == other.since.tolist()
    np.testing.assert_allclose(one.factor, other.factor, rtol=1e-3)


def test_what_lies_before_a_step_is_brought_to_the_level_after_it() -> None:
    units = noisy(stepped(50, 20, ago=6), items=5)
    step = find_level_shift(units, season=12)
    flat = leveled(units, step)
    assert (flat[-6:] == units[-6:]).all()
    assert flat[:30, step.since == 6].mean() == pytest.approx(20, rel=0.15)
