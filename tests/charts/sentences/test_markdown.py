"""Sentences on markdowns, state by state."""

from typing import Any

import pandas as pd
import pytest

from core.charts import sentences
from core.charts.formats import Formats

GBP = Formats("GBP")
NAN = float("nan")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {},
            "At 30% off for 12 weeks you sell 340 more units, recover £12,300 more cash, "
            "and the write-down falls from £5,200 to £204",
        ),
        (
            {"more_units": 1.2, "weeks": 1},
            "At 30% off for 1 week you sell 1 more unit, recover £12,300 more cash, "
            "and the write-down falls from £5,200 to £204",
        ),
        (
            {"more_units": 0.0, "more_cash": -800.0, "write_down": 6_000.0},
            "At 30% off for 12 weeks you sell no more units, give up £800 of cash, "
            "and the write-down rises from £5,200 to £6,000",
        ),
        (
            {"more_cash": 0.0, "write_down": 0.0},
            "At 30% off for 12 weeks you sell 340 more units, recover the same cash, "
            "and the write-down of £5,200 is no longer needed",
        ),
        (
            {"write_down": 0.0, "write_down_hold": 0.0},
            "At 30% off for 12 weeks you sell 340 more units, recover £12,300 more cash, "
            "and the write-down stays at zero",
        ),
        (
            {"write_down": 5_200.2},
            "At 30% off for 12 weeks you sell 340 more units, recover £12,300 more cash, "
            "and the write-down stays at £5,200",
        ),
        (
            {"write_down": NAN},
            "At 30% off for 12 weeks you sell 340 more units, recover £12,300 more cash, "
            "and the write-down is unknown",
        ),
        (
            {"more_recovered": -4_000.0, "later": (0.5,)},
            "30%, then 50% off does not pay: it brings £4,000 less in all than today's price; in "
            "12 weeks you sell 340 more units, and the write-down falls from £5,200 to £204",
        ),
        (
            {"more_recovered": -4_000.0, "item_by_item": True},
            "These cuts do not pay: they bring £4,000 less in all than today's price; in 12 weeks "
            "you sell 340 more units, and the write-down falls from £5,200 to £204",
        ),
        (
            {"depth": 0.0},
            "At today's price, kept for 12 weeks, £5,200 must be written down",
        ),
        (
            {"depth": 0.0, "write_down_hold": 0.0},
            "At today's price, kept for 12 weeks, nothing has to be written down",
        ),
    ],
)
def test_a_markdown_is_held_against_keeping_the_price(
    changes: dict[str, Any], sentence: str
) -> None:
    figures: dict[str, Any] = {
        "depth": 0.30,
        "more_units": 340.0,
        "more_cash": 12_300.0,
        "more_recovered": 4_000.0,
        "write_down": 204.0,
        "write_down_hold": 5_200.0,
        "weeks": 12,
    }
    assert sentences.markdown_sentence(GBP, **(figures | changes)) == sentence


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (2_000.0, "expect £2,000 more in all than today's price, and at least as much in 72%"),
        (-300.0, "expect £300 less in all than today's price, and at least as much in 72%"),
        (0.2, "expect as much in all as today's price, and at least as much in 72%"),
    ],
)
def test_what_is_expected_is_said_beside_the_plan_as_forecast(more: float, sentence: str) -> None:
    text = sentences.expected_sentence(GBP, more_recovered=more, beats_hold=0.718)
    assert text == f"Demand and price response are uncertain: {sentence} of cases"
    always, never = (
        sentences.expected_sentence(GBP, more_recovered=more, beats_hold=share)
        for share in (0.999, 0.001)
    )
    assert always.endswith("in every case drawn")
    assert never.endswith("in no case drawn")


def curve(*rows: tuple[float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["depth", "write_down", "cash"])


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (
            curve((0, 5_200, 8_900), (0.3, 204, 12_159), (0.4, 900, 11_900)),
            "30% off needs the smallest write-down, £204, and brings the most cash, £12,159",
        ),
        (
            curve((0, 5_200, 8_900), (0.3, 204, 11_000), (0.4, 900, 11_900)),
            "30% off needs the smallest write-down, £204; 40% off brings the most cash, £11,900",
        ),
        (
            curve((0.4, 900, 7_000), (0, 200, 8_900)),
            "Today's price needs the smallest write-down, £200, and brings the most cash, £8,900",
        ),
        (
            curve((0, 0, 8_900), (0.3, 0, 7_000)),
            "No depth needs a write-down; today's price brings the most cash, £8,900",
        ),
        (curve(), "There are no depths to compare"),
    ],
)
def test_the_best_depths_are_named(table: pd.DataFrame, sentence: str) -> None:
    assert sentences.depth_sentence(table, GBP) == sentence


def weeks(left: float, hold: float | None = None) -> pd.DataFrame:
    frame = pd.DataFrame({"week": [2, 1], "units": [400.0, 600.0 - left]})
    frame["leftover_units"] = [left, 400.0 + left]
    return frame if hold is None else frame.assign(leftover_units_hold=[hold, 900.0])


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (
            weeks(120, 460),
            "120 of 1,000 units are left after 2 weeks, 340 fewer than at today's price",
        ),
        (
            weeks(120, 100),
            "120 of 1,000 units are left after 2 weeks, 20 more than at today's price",
        ),
        (
            weeks(1, 1),
            "1 of 1,000 units is left after 2 weeks, as many as at today's price",
        ),
        (weeks(0), "All 1,000 units are sold within 2 weeks"),
        (weeks(0).head(0), "There are no weeks to show"),
    ],
)
def test_what_is_left_is_said_in_every_state(table: pd.DataFrame, sentence: str) -> None:
    assert sentences.weeks_sentence(table, GBP) == sentence
