"""Sentences around a markdown, state by state."""

import math

import pandas as pd
import pytest

from core.charts import sentences
from core.charts.formats import Formats

GBP = Formats("GBP")


@pytest.mark.parametrize(
    ("needed", "expected", "more", "sentence"),
    [
        (
            0.38, 1.55, 2_300.0,
            "This pays if sales rise by at least 38%; the price response expects a rise of 155%, "
            "and in all it brings £2,300 more than holding the price",
        ),
        (
            math.inf, 0.0, -900.0,
            "This does not pay, however far sales rise; the price response expects no rise, "
            "and in all it brings £900 less than holding the price",
        ),
        (
            0.0, 0.5, 0.2,
            "This pays even if sales do not rise at all; the price response expects a rise of "
            "50%, and in all it brings as much as holding the price",
        ),
        (None, 0.0, 0.0, "Move the slider to see what a lower price does"),
    ],
)  # fmt: skip
def test_when_a_cut_pays(needed: float | None, expected: float, more: float, sentence: str) -> None:
    text = sentences.pays_sentence(
        GBP, break_even_lift=needed, expected_lift=expected, more_recovered=more
    )
    assert text == sentence


def test_the_response_names_its_sources_largest_first() -> None:
    given = {"elasticity": -2.0, "low": -3.0, "high": -1.0, "own_value": None}
    shares = {"own price history": 0.1, "the category's": 0.9, "published studies": 0.0}
    assert sentences.response_sentence(GBP, **given, shares=shares) == (
        "Price response −2.0 (for an item in 8 of 10 cases −3.0 to −1.0), from 90% the "
        "category's, 10% own price history"
    )
    own = sentences.response_sentence(GBP, **(given | {"own_value": -4.0}), shares=shares)
    assert own == "Price response −4.0: your own value, for every item"
    unknown = sentences.response_sentence(GBP, **(given | {"elasticity": math.nan}), shares={})
    assert unknown == "Price response unknown"


@pytest.mark.parametrize(
    ("costs", "causes", "sentence"),
    [
        ([], [], ""),
        (
            [300.0], ["price unknown"],
            "Not in these figures: 1 item, £300 at cost (price unknown for 1)",
        ),
        (
            [300.0, 50.0, math.nan], ["demand unknown", "demand unknown", "cost unknown"],
            "Not in these figures: 3 items, £350 at cost and 1 of unknown cost "
            "(demand unknown for 2, cost unknown for 1)",
        ),
        (
            [math.nan], ["cost unknown"],
            "Not in these figures: 1 item, of unknown cost (cost unknown for 1)",
        ),
    ],
)  # fmt: skip
def test_what_is_left_out_has_its_count_and_cost(
    costs: list[float], causes: list[str], sentence: str
) -> None:
    rows = pd.DataFrame({"cost_value": pd.Series(costs, dtype="float64"), "cause": causes})
    assert sentences.not_simulated_sentence(rows, GBP) == sentence


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (20.0, "comes to the same total later"),
        (50.0, "still has £30 of loss to take when the units left over go"),
    ],
)
def test_methods_agree_in_total_once_nothing_is_left(wait: float, words: str) -> None:
    rows = [("direct", 20.0), ("allowance", 20.0), ("wait", wait)]
    by_period = pd.DataFrame(rows, columns=["method", "net_income"]).assign(period="today")
    assert words in sentences.methods_sentence(by_period, GBP)


def test_a_guess_is_said_only_where_there_is_one() -> None:
    assert sentences.extrapolation_sentence(GBP, extrapolated_cost=0.0) == ""
    assert "£900" in sentences.extrapolation_sentence(GBP, extrapolated_cost=900.0)


def test_two_questions_show_both_write_downs() -> None:
    text = sentences.two_questions_sentence(GBP, hold=4_042.0, exposed=8_475.0)
    assert "the exposure shows £8,475" in text
    assert "£4,042 is what they lack if today's price just stays" in text


def test_the_books_are_named_with_their_periods() -> None:
    assert sentences.books_title(GBP, weeks_per_period=4).endswith("by period of 4 weeks")
