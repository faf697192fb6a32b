"""A plan and its outcome in words, true in every state."""

import math

import pandas as pd
import pytest

from core.charts.formats import Formats
from core.charts.plan_outcome import plan_outcome_table
from core.charts.sentences import plan_outcome_sentence, response_learnt_sentence

FORMATS = Formats(currency="USD", locale="en_US")


def weeks(units: float, revenue: float, count: int = 2) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "week": range(1, count + 1),
            "starts": pd.date_range("2026-02-01", periods=count, freq="7D"),
            "units_planned": 100.0,
            "units": units,
            "revenue_planned": 900.0,
            "revenue": revenue,
        }
    )


@pytest.mark.parametrize(
    ("units", "revenue", "sold", "brought"),
    [
        (80.0, 700.0, "160 units were sold", "20% fewer; they brought $1,400, $400 less than"),
        (110.0, 990.0, "220 units were sold", "10% more; they brought $1,980, $180 more than"),
        (100.0, 900.0, "200 units were sold", "200; they brought $1,800, as foreseen"),
        (0.5, math.nan, "1 unit was sold", "fewer; what they brought is unknown"),
    ],
)
def test_sold_is_set_against_foreseen(
    units: float, revenue: float, sold: str, brought: str
) -> None:
    text = plan_outcome_sentence(weeks(units, revenue), FORMATS, window=12)
    assert text.startswith(f"After 2 of 12 weeks {sold} where the plan foresaw 200")
    assert brought in text


def test_before_the_first_week_is_over_nothing_is_claimed() -> None:
    text = plan_outcome_sentence(weeks(1.0, 1.0, count=0), FORMATS, window=12)
    assert text == "No week of this plan is over yet"


@pytest.mark.parametrize(
    ("foreseen", "found", "now", "said"),
    [
        (
            -2.6,
            -1.9,
            -2.3,
            "with −1.9, where −2.6 was foreseen; estimated anew",
        ),
        (-2.6, 0.0, math.nan, "the cut moved nothing"),
        (-2.6, math.nan, math.nan, "More was sold than any response"),
        (math.nan, math.nan, -2.3, "No week of a cut is over yet"),
    ],
)
def test_what_is_learnt_of_the_response_is_said(
    foreseen: float, found: float, now: float, said: str
) -> None:
    text = response_learnt_sentence(FORMATS, foreseen=foreseen, found=found, now=now)
    assert said in text
    assert ("estimated anew" in text) == (not math.isnan(now))


def test_the_table_ends_in_its_total_and_keeps_unknown_unknown() -> None:
    table = plan_outcome_table(weeks(80.0, 700.0), FORMATS)
    assert table["Week"].tolist() == ["1, from Feb 1, 2026", "2, from Feb 8, 2026", "Together"]
    assert table["Units sold"].tolist() == ["80", "80", "160"]
    assert table["Revenue foreseen"].tolist() == ["$900", "$900", "$1,800"]
    unknown = plan_outcome_table(weeks(80.0, math.nan), FORMATS)["Revenue"]
    assert not any("$" in text for text in unknown)
