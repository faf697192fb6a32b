"""Ticks are round, labels fit and are never read as markup."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.charts import axes
from core.charts.formats import Formats

GBP = Formats("GBP")


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 121_000, [0, 50_000, 100_000]),
        (0, 1, [0, 0.25, 0.5, 0.75, 1]),
        (-9_800, 9_100, [-5_000, 0, 5_000]),
        (0, 0, [0]),
        (0, 7, [0, 2, 4, 6]),
    ],
)
def test_ticks_are_round_numbers(low: float, high: float, ticks: list[float]) -> None:
    assert axes.nice_ticks(low, high) == ticks


@settings(max_examples=100, deadline=None)
@given(low=st.floats(-1e9, 1e9), span=st.floats(1e-3, 1e9))
def test_ticks_lie_on_the_axis_and_are_neither_few_nor_many(low: float, span: float) -> None:
    ticks = axes.nice_ticks(low, low + span)
    slack = span * 1e-6
    assert all(low - slack <= tick <= low + span + slack for tick in ticks)
    assert 1 <= len(ticks) <= 5


def test_an_axis_without_extent_still_has_one() -> None:
    axis = axes.number_axis(0, 0, GBP.money_compact)
    assert axis["range"] == [0, 1]


def test_room_for_labels_is_left_below_zero_alone() -> None:
    assert axes.number_axis(0, 100, GBP.money_compact, room=0.2)["range"] == [0, 100]
    assert axes.number_axis(-50, 50, GBP.money_compact, room=0.2)["range"] == [-70, 50]


def test_ticks_are_written_in_the_currency() -> None:
    axis = axes.number_axis(0, 121_000, GBP.money_compact)
    assert axis["ticktext"] == ["£0", "£50K", "£100K"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Mug", "Mug"),
        ("Hot water bottle cover knitted", "Hot water bottle cove…"),
        ("Tea towel <b>bold</b>", "Tea towel &lt;b&gt;bold&lt;/b&gt;"),
        ("Fig & Vetiver", "Fig &amp; Vetiver"),
        ("  two\nlines ", "two lines"),
        ("", "unnamed"),
        (None, "unnamed"),
        (math.nan, "unnamed"),
    ],
)
def test_names_fit_and_are_never_markup(name: object, shown: str) -> None:
    assert axes.label(name) == shown


@pytest.mark.parametrize("dark", [False, True])
def test_an_empty_figure_says_why(dark: bool) -> None:
    figure = axes.empty_figure("No stock yet", dark=dark)
    assert len(figure.data) == 0
    assert figure.layout.annotations[0].text == "No stock yet"


def test_hover_numbers_follow_the_locale() -> None:
    figure = axes.figure([], {}, Formats("EUR", "de_DE"), dark=False)
    assert figure.layout.separators == ",."


def test_long_names_break_into_lines_before_they_are_cut() -> None:
    name = "Hot water bottle <cover> knitted cable stitch"
    assert axes.wrapped(name, width=17) == "Hot water bottle<br>&lt;cover&gt; knitted …"
    assert axes.wrapped("Mug", width=16) == "Mug"
    assert axes.wrapped(None, width=16) == "unnamed"
