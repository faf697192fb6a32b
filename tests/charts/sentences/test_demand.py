"""Sentences on demand, state by state."""

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from core.charts import sentences
from core.charts.formats import Formats
from core.demand import ResidualCheck

USD = Formats("USD")
NAN = float("nan")
TODAY = dt.date(2026, 2, 1)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "Sells about 12 a week; 95% ready with 31 on hand; runs out on March 14"),
        (
            {"stockout_date": dt.date(2027, 1, 9)},
            "Sells about 12 a week; 95% ready with 31 on hand; runs out on January 9, 2027",
        ),
        ({"reorder_point": NAN}, "Sells about 12 a week; runs out on March 14"),
        (
            {"stockout_date": None},
            "Sells about 12 a week; 95% ready with 31 on hand; 60 on hand outlast the forecast",
        ),
        (
            {"stockout_date": pd.NaT, "reorder_point": NAN},
            "Sells about 12 a week; 60 on hand outlast the forecast",
        ),
        ({"on_hand": 0.0}, "Sells about 12 a week; 95% ready with 31 on hand; out of stock"),
        (
            {"per_week": 1.54, "reorder_point": NAN},
            "Sells about 1.5 a week; runs out on March 14",
        ),
        (
            {"per_week": 0.5, "reorder_point": NAN},
            "Sells about 2.2 a month; runs out on March 14",
        ),
        (
            {"per_week": 0.1, "reorder_point": NAN},
            "Sells about 5 a year; runs out on March 14",
        ),
        (
            {"per_week": 0.0, "reorder_point": 0.0, "stockout_date": None},
            "Not expected to sell; 60 on hand stay",
        ),
        (
            {"per_week": NAN, "stockout_date": None},
            "Demand is unknown, not zero: no sales of this item were given",
        ),
        (
            {"on_hand": NAN, "reorder_point": NAN},
            "Sells about 12 a week; the units on hand are unknown",
        ),
    ],
)
def test_one_items_forecast_is_said_in_every_state(changes: dict[str, Any], sentence: str) -> None:
    figures: dict[str, Any] = {
        "per_week": 12.2,
        "on_hand": 60.0,
        "as_of": TODAY,
        "reorder_point": 31.0,
        "service_level": 0.95,
        "stockout_date": dt.date(2026, 3, 14),
    }
    assert sentences.forecast_sentence(USD, **(figures | changes)) == sentence


TOTAL = {"wape": 0.8, "naive_wape": 1.0, "bias": -0.2, "origins": 4.0}


@pytest.mark.parametrize(
    ("error", "naive", "sentence"),
    [
        (0.8, 1.0, "the forecast misses 20% less than repeating the past would"),
        (1.0, 0.9, "repeating it would have missed 10% less than the forecast"),
        (0.5, 0.5, "the forecast is as good as repeating the past"),
        (0.0, 0.0, "the forecast is as good as repeating the past"),
        (0.1, 0.0, "repeating the past would have missed nothing"),
    ],
)
def test_accuracy_is_held_against_repeating_the_past(
    error: float, naive: float, sentence: str
) -> None:
    total = TOTAL | {"wape": error, "naive_wape": naive}
    assert sentences.accuracy_sentence(total, USD) == f"Tested on the past, {sentence}"


def test_an_untested_forecast_claims_nothing() -> None:
    untested = dict.fromkeys(TOTAL, NAN)
    sentence = sentences.accuracy_sentence(untested, USD)
    assert sentence == "No item has enough history to test its forecast"
    assert sentences.accuracy_detail(untested, USD, period="week") == ""


@pytest.mark.parametrize(
    ("bias", "ending"),
    [
        (-0.2, "in total the forecast lay 20% below sales"),
        (0.031, "in total the forecast lay 3.1% above sales"),
        (0.0, "in total the forecast met what sold"),
    ],
)
def test_the_size_of_the_errors_and_their_side_are_said(bias: float, ending: str) -> None:
    detail = sentences.accuracy_detail(TOTAL | {"bias": bias}, USD, period="week")
    assert detail.startswith("Forecast again from 4 past dates, item by item")
    assert "errors add up to 80% of the units sold, repeating the past to 100%" in detail
    assert detail.endswith(ending)


def test_the_best_and_the_worst_kind_of_demand_are_named() -> None:
    table = pd.DataFrame(
        {
            "demand_class": ["smooth", "lumpy", "new"],
            "tested_units": [100.0, 10.0, 0.0],
            "absolute_error": [40.0, 12.0, 0.0],
        }
    )
    sentence = sentences.classes_sentence(table, USD)
    assert sentence == (
        "Smooth demand errs by 40% of units sold, the least; lumpy demand by 120%, the most"
    )
    assert sentences.classes_sentence(table.head(1), USD) == (
        "Smooth demand errs by 40% of units sold"
    )
    assert sentences.classes_sentence(table.tail(1), USD).startswith("No item has enough")


SCORE = {
    "wape": 0.5, "bias": 0.1, "coverage80": 0.85, "mase": 0.9, "origins": 3.0,
    "tested_units": 200.0, "last_error": 120.0, "season_error": 140.0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {},
            "Forecast again from 3 past dates: errors add up to 50% of the units sold; "
            "repeating the last week would have missed 60%, repeating last year 70%; in total 10% "
            "above sales; 85% of weeks inside the range; MASE 0.90",
        ),
        (
            {"season_error": NAN, "bias": 0.0, "mase": NAN, "origins": 1.0},
            "Forecast again from one past date: errors add up to 50% of the units sold; "
            "repeating the last week would have missed 60%; 85% of weeks inside the range",
        ),
        (
            {"tested_units": 0.0},
            "Forecast again from 3 past dates: nothing sold since, so its forecast cannot "
            "be judged",
        ),
        ({"tested_units": NAN}, "Too short a history to test its forecast"),
    ],
)
def test_one_items_badge_holds_both_naive_forecasts_against_it(
    changes: dict[str, float], sentence: str
) -> None:
    assert sentences.item_badge(SCORE | changes, USD, period="week") == sentence


@pytest.mark.parametrize(
    ("p_value", "first_lag", "mean", "parts"),
    [
        (0.4, 0.1, 0.5, ("look like chance (Ljung-Box, 7 lags: p = 0.40)", "no lean")),
        (0.01, 0.5, 0.5, ("runs behind what changes", "no lean")),
        (0.01, -0.5, 5.0, ("swing to and fro", "on average it lay 5.0 units a week below sales")),
        (0.4, 0.0, -5.0, ("chance", "above sales")),
    ],
)
def test_past_errors_are_put_in_words(
    p_value: float, first_lag: float, mean: float, parts: tuple[str, ...]
) -> None:
    check = ResidualCheck(36, 7, p_value, first_lag, mean, 1.0)
    sentence = sentences.residual_sentence(check, USD, period="week")
    assert sentence.startswith("The errors of the last 36 weeks")
    assert all(part in sentence for part in parts)


def test_too_few_errors_are_called_so() -> None:
    assert sentences.residual_sentence(None, USD, period="week").startswith("Too few")


def test_a_forecast_that_fades_with_age_says_so() -> None:
    figures = {"expected": 100.0, "by_model": 100.0}
    fading = sentences.why_this_number("shrunk mean", USD, **figures, kept=0.4)
    assert "Items launched before it kept 40% of their sales from its age on" in fading
    lasting = sentences.why_this_number("shrunk mean", USD, **figures)
    assert "launched" not in lasting
