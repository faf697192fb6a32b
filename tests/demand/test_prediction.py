"""predict: what holds for every matrix of series."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.demand.engine import INTERMITTENT, NAIVE, SHORT, SMOOTHED
from core.demand.prediction import UNSEEN_SEASON, predict

RNG = np.random.default_rng(11)


def assortment(length: int = 48, width: int = 40) -> np.ndarray:
    """Series of many levels with a common season; the later ones sell now and then."""
    level = np.geomspace(200, 0.2, width)
    season = 1 + 0.5 * np.sin(2 * np.pi * np.arange(length) / 12)
    units = RNG.poisson(level * season[:, None]).astype(float)
    units[:20, 3] = np.nan
    units[: length - 6, 5] = np.nan
    return units


UNITS = assortment()


def test_models_follow_length_and_gaps() -> None:
    model = predict(UNITS, season=12, horizon=12).paths.model
    assert (model[0], model[5], model[-1]) == (SMOOTHED, SHORT, INTERMITTENT)


def test_a_season_is_continued() -> None:
    path = predict(UNITS, season=12, horizon=12).paths.mean[:, 0]
    expected = 200 * (1 + 0.5 * np.sin(2 * np.pi * (48 + np.arange(12)) / 12))
    np.testing.assert_allclose(path, expected, rtol=0.2)


def test_items_too_short_for_a_season_borrow_that_of_the_others() -> None:
    groups = np.zeros(UNITS.shape[1], dtype=np.intp)
    alone = predict(UNITS, season=12, horizon=12).paths.mean[:, 5]
    together = predict(UNITS, season=12, horizon=12, groups=groups).paths.mean[:, 5]
    assert np.ptp(alone) < 0.01 * alone.mean()
    assert together.argmax() in (2, 3, 4)
    assert np.ptp(together) > 0.3 * together.mean()


def test_an_item_that_died_fades() -> None:
    units = np.vstack([np.tile([[0.0], [3.0]], (24, 1)), np.zeros((24, 1))])
    rate = predict(units, season=1, horizon=6).paths.mean[0, 0]
    assert rate < 0.2 * np.mean(units[:48])


@pytest.mark.parametrize("length", [1, 2, 3, 5, 11, 12, 13, 14, 25])
@pytest.mark.parametrize("value", [0.0, 4.0])
def test_any_length_of_a_constant_series_works(length: int, value: float) -> None:
    found = predict(np.full((length, 2), value), season=12, horizon=15)
    np.testing.assert_allclose(found.paths.mean, value, atol=1e-4)
    assert np.isfinite(found.quantile(0.9)).all()


def test_no_series_at_all_is_no_error() -> None:
    assert predict(np.empty((10, 0)), season=12, horizon=3).quantile(0.9).shape == (3, 0)


def test_negative_values_keep_their_sign() -> None:
    units = RNG.normal(-50, 5, (40, 3))
    found = predict(units, season=1, horizon=4)
    np.testing.assert_allclose(found.quantile(0.5), -50, atol=6)
    assert (found.quantile(0.1) < found.quantile(0.9)).all()


@settings(max_examples=10, deadline=None)
@given(exponent=st.integers(-6, 12))
def test_quantities_in_other_units_scale_the_forecast(exponent: int) -> None:
    units = UNITS[:, :8] + 0.25
    factor = 2.0**exponent
    plain = predict(units, season=12, horizon=6)
    scaled = predict(units * factor, season=12, horizon=6)
    np.testing.assert_allclose(scaled.paths.mean, factor * plain.paths.mean, rtol=1e-4)
    if exponent >= 0:
        np.testing.assert_allclose(scaled.quantile(0.9), factor * plain.quantile(0.9), rtol=1e-2)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 1000))
def test_the_order_of_items_changes_nothing(seed: int) -> None:
    order = np.random.default_rng(seed).permutation(UNITS.shape[1])
    plain, turned = (
        predict(units, season=12, horizon=6, groups=np.zeros(len(units.T), dtype=np.intp))
        for units in (UNITS, UNITS[:, order])
    )
    np.testing.assert_allclose(turned.paths.mean, plain.paths.mean[:, order], rtol=1e-9)
    np.testing.assert_allclose(turned.total_error, plain.total_error[order], rtol=1e-9)


@settings(max_examples=20, deadline=None)
@given(low=st.floats(0.001, 0.9), step=st.floats(0.001, 0.09))
def test_quantiles_rise_with_probability(low: float, step: float) -> None:
    found = predict(UNITS, season=12, horizon=6)
    assert (found.quantile(low) <= found.quantile(low + step) + 1e-9).all()


def test_the_stated_interval_covers_its_share() -> None:
    level = RNG.uniform(50, 500, 400)
    units = level * (1 + 0.2 * RNG.standard_normal((72, 400)))
    found = predict(units[:60], season=12, horizon=12)
    inside = (units[60:] >= found.quantile(0.1)) & (units[60:] <= found.quantile(0.9))
    assert inside.mean() == pytest.approx(0.80, abs=0.03)


def test_a_model_that_clearly_lost_gives_way_to_the_naive_forecast_and_says_so() -> None:
    # Sales fell to a tenth just before the look back and stayed there.
    units = np.concatenate([np.full(22, 100.0), np.full(14, 10.0)])[:, None]
    found = predict(units, season=1, horizon=12)
    assert found.paths.model.tolist() == [NAIVE]
    np.testing.assert_allclose(found.paths.mean, 10.0)


def test_where_no_history_has_seen_a_whole_season_the_forecast_is_less_sure() -> None:
    units = RNG.poisson(np.geomspace(2, 400, 20) * np.ones((40, 1))).astype(float)
    sure, unsure = (predict(units, season=season, horizon=12) for season in (1, 52))
    assert (sure.unseen, unsure.unseen) == (0.0, UNSEEN_SEASON)
    mean, spread = unsure.total(3)
    bare = dataclasses.replace(unsure, unseen=0.0)
    np.testing.assert_allclose(spread, np.hypot(bare.total(3)[1], UNSEEN_SEASON * mean))
    for probability, sign in ((0.95, 1), (0.05, -1)):
        wider = unsure.quantile(probability) - bare.quantile(probability)
        assert (sign * wider >= -1e-9).all()
        assert (sign * wider[:, -1] > 0).all()
    assert predict(units, season=12, horizon=12).unseen == 0.0
