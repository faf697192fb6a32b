"""Every figure keeps to one notation: what is expected is hatched or dashed, changes are signed."""

import re
from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go
import pytest

from core.charts import theme
from core.charts.decision import compare_figure
from core.charts.formats import MINUS, Formats
from core.charts.story import Bar, Fact, Kind, Step, story_figure
from tests.charts.gallery import figures

pytestmark = pytest.mark.slow

#: Figures whose bars are all expected, and traces by name elsewhere.
EXPECTED_BARS = ("weeks", "tornado", "scenarios")
EXPECTED_LINES = (
    ("forecast", "Forecast"),
    ("cover", "Stock left"),
    ("weeks", "Left with the markdown"),
    ("weeks", "Left at today's price"),
    ("replay", "As replayed"),
    ("frontier", None),
)
ACTUAL_LINES = (
    ("forecast", "Sold"),
    ("replay", "As it was"),
    ("method lab", "Direct and allowance"),
)
#: Figures that show changes: each of their labels has a sign, or is a level (first and last).
SIGNED = ("change", "profit bridge", "equity", "tornado", "slide 4")
#: Those of them that begin and end with a level.
FROM_A_LEVEL = ("change", "slide 4")


@pytest.fixture(scope="module")
def shown() -> Mapping[str, go.Figure]:
    return figures()


def traces(figure: go.Figure, kind: str) -> list[object]:
    return [trace for trace in figure.data if trace.type == kind]


@pytest.mark.parametrize("name", EXPECTED_BARS)
def test_expected_bars_are_hatched(shown: Mapping[str, go.Figure], name: str) -> None:
    bars = traces(shown[name], "bar")
    assert bars
    assert all(bar.marker.pattern.shape == "/" for bar in bars)  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", ["actual", "plan", "forecast"])
def test_bars_of_a_slide_are_filled_by_what_they_are(kind: Kind) -> None:
    bars = (Bar("known", 2.0, "2", "bad"), Bar("not known", 1.0, "1", "unknown"))
    fact = Fact("f", "1", "charge")
    step = Step("n", "t", bars, False, "m", (fact, fact, fact), kind)
    marker = story_figure(step).data[0].marker
    filled = {
        "actual": ("", "."),
        "plan": None,
        "forecast": "/",
    }[kind]
    assert marker.pattern.shape == filled
    assert (marker.color == "rgba(0,0,0,0)") == (kind == "plan")
    assert marker.line.color == (theme.colors().bad, theme.colors().unknown)


def test_orders_are_outlined_as_plans(shown: Mapping[str, go.Figure]) -> None:
    (bars,) = traces(shown["slide 6"], "bar")
    assert bars.marker.color == "rgba(0,0,0,0)"  # type: ignore[attr-defined]


@pytest.mark.parametrize(("name", "line"), EXPECTED_LINES)
def test_expected_lines_are_dashed(
    shown: Mapping[str, go.Figure], name: str, line: str | None
) -> None:
    (drawn,) = (trace for trace in traces(shown[name], "scatter") if trace.name == line)  # type: ignore[attr-defined]
    assert drawn.line.dash not in (None, "solid")  # type: ignore[attr-defined]


@pytest.mark.parametrize(("name", "line"), ACTUAL_LINES)
def test_what_was_is_a_solid_line_in_the_color_of_actual(
    shown: Mapping[str, go.Figure], name: str, line: str
) -> None:
    (drawn,) = (trace for trace in traces(shown[name], "scatter") if trace.name == line)  # type: ignore[attr-defined]
    assert drawn.line.dash in (None, "solid")  # type: ignore[attr-defined]
    assert drawn.line.color == theme.colors().actual  # type: ignore[attr-defined]


def test_the_earlier_state_is_lighter_than_the_later_one(shown: Mapping[str, go.Figure]) -> None:
    before, after = traces(shown["before and after"], "bar")
    assert before.marker.color == theme.colors().previous  # type: ignore[attr-defined]
    assert after.marker.color == theme.colors().actual  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", SIGNED)
def test_changes_carry_their_sign(shown: Mapping[str, go.Figure], name: str) -> None:
    said = [
        text.strip()
        for trace in shown[name].data
        for text in (trace.text or ())
        if re.search(r"[£\d]", text) and ":" not in text
    ]
    signed = [text for text in said if text.startswith(("+", MINUS)) or text == "£0"]
    levels = 2 if name in FROM_A_LEVEL else 0
    assert len(said) - len(signed) == levels, said


def test_two_measures_beside_each_other_share_a_scale() -> None:
    measures = pd.DataFrame(
        {
            "measure": ["recovered", "write_down"],
            "Today's price": [131_000.0, 16_000.0],
            "Two steps": [90_700.0, 20_500.0],
        }
    )
    drawn = [
        compare_figure(measures, *pair[:1], Formats(currency="GBP"), beside=pair[1])
        for pair in (("recovered", "write_down"), ("write_down", "recovered"))
    ]
    assert drawn[0].layout.xaxis.range == drawn[1].layout.xaxis.range
    assert "−£40.3K" in str(drawn[0].data[1].text)
    assert "+£4.5K" in str(drawn[1].data[1].text)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_figure_takes_its_letters_from_the_theme(dark: bool) -> None:
    palette = theme.colors(dark=dark)
    for name, figure in figures(dark=dark).items():
        assert figure.layout.template.layout.font.color == palette.text, name
