"""What a slide tells, and its one chart: plain bars or a bridge, to be read across a room."""

from dataclasses import dataclass
from typing import Literal

import plotly.graph_objects as go

from core.charts.axes import (
    NAMED_BAR_WIDTH,
    Layout,
    Trace,
    empty_figure,
    end_labels,
    figure,
    label,
    names_above,
    no_names_axis,
    wrapped,
    zero_line,
)
from core.charts.formats import Formats
from core.charts.theme import colors, faded, hatched, outlined, solid

#: How a bar is meant: plain, lost, what is left, or not known.
Tone = Literal["plain", "bad", "good", "unknown"]
#: What amounts are, as bars show it: actual is solid, plan outlined, forecast hatched.
Kind = Literal["actual", "plan", "forecast"]
#: Height of a slide's chart in pixels, and the size of its words.
_HEIGHT, _FONT = 400, 15
#: Letters on a line below a column of a bridge: four columns stand side by side on a phone.
_STEP_LETTERS = 10
#: Pixels right of the longest bar, for its amount.
_AMOUNT = 96


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, its length in money or units, its text and how it is meant.

    `base` is where it begins, for the steps of a bridge.
    """

    label: str
    value: float
    text: str
    tone: Tone = "plain"
    base: float = 0.0


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure beside a chart; `term` is the key of its explanation."""

    label: str
    text: str
    term: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the story: what a slide, a page of the PDF and the app tell alike.

    Attributes:
        name: what the step answers, in a few words.
        title: the message, a sentence with its figure.
        bars: what the chart shows; empty where there is nothing to show.
        is_bridge: the bars are steps from the first to the last, left to right instead of from
            top to bottom.
        measure: what the bars measure.
        facts: three figures.
        kind: what the amounts are; what is unknown is dotted whatever the others are.
    """

    name: str
    title: str
    bars: tuple[Bar, ...]
    is_bridge: bool
    measure: str
    facts: tuple[Fact, Fact, Fact]
    kind: Kind = "actual"

    @property
    def alt(self) -> str:
        """What the chart shows, for those who do not see it."""
        return f"{self.title}. {self.measure}."


def story_figure(step: Step, *, dark: bool = False) -> go.Figure:
    """Draw the chart of a step: labeled bars, or a bridge.

    Args:
        step: what it tells.
        dark: whether the page is dark.
    """
    if not step.bars:
        return empty_figure("Nothing to show", dark=dark)
    marker = _marker(step, dark=dark)
    traces, layout = (_columns if step.is_bridge else _rows)(step.bars, marker, dark=dark)
    around = {"height": _HEIGHT, "font": {"size": _FONT}, "showlegend": False}
    return figure(traces, around | layout, Formats(), dark=dark)


def _marker(step: Step, *, dark: bool) -> Layout:
    """Return how the bars are filled: by what they are, and by how they are meant."""
    ink = colors(dark=dark)
    tones = {"plain": ink.actual, "bad": ink.bad, "good": ink.good, "unknown": ink.unknown}
    paint = [tones[bar.tone] for bar in step.bars]
    if step.kind == "plan":
        return outlined(paint)
    if step.kind == "forecast":
        return hatched(paint)
    unknown = [bar.tone == "unknown" for bar in step.bars]
    if not any(unknown):
        return solid("", dark=dark) | {"color": paint}
    return {
        "color": paint,
        "line": {"width": 1, "color": paint},
        "pattern": {
            "shape": ["." if each else "" for each in unknown],
            "fillmode": "replace",
            "bgcolor": [faded(color, 0.15) for color in paint],
            "size": 5,
            "solidity": 0.4,
        },
    }


def _columns(steps: tuple[Bar, ...], marker: Layout, *, dark: bool) -> tuple[list[Trace], Layout]:
    """Return the steps of a bridge from left to right, each with its amount at its end."""
    places = list(range(len(steps)))
    # Levels stand on zero, steps where the last one ended: a line leads from each to the next.
    ends = [bar.base + bar.value for bar in steps]
    tops = [max(bar.base, end) for bar, end in zip(steps, ends, strict=True)]
    bars = _bars(steps, marker) | {"x": places, "y": [bar.value for bar in steps]}
    amounts = {
        "type": "scatter",
        "mode": "text",
        "x": places,
        "y": tops,
        "text": [bar.text for bar in steps],
        "textposition": "top center",
        "textfont": {"color": colors(dark=dark).text, "size": _FONT - 2},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    lines = [
        {
            "type": "line",
            "x0": place,
            "x1": place + 1,
            "y0": end,
            "y1": end,
            "layer": "below",
            "line": {"width": 1, "color": colors(dark=dark).muted},
        }
        for place, end in enumerate(ends[:-1])
    ]
    layout = {
        "xaxis": {
            "tickvals": places,
            "ticktext": [wrapped(bar.label, width=_STEP_LETTERS, lines=3) for bar in steps],
            "tickfont": {"size": _FONT - 3, "color": colors(dark=dark).text},
            "showgrid": False,
        },
        "yaxis": {"visible": False},
        "shapes": [zero_line(dark=dark), *lines],
        "margin": {"l": 8, "r": 8, "t": 28, "b": 8},
    }
    return [bars, amounts], layout


def _rows(steps: tuple[Bar, ...], marker: Layout, *, dark: bool) -> tuple[list[Trace], Layout]:
    """Return bars from top to bottom: names above them, amounts at their right ends."""
    values = [bar.value for bar in steps]
    bars = _bars(steps, marker) | {
        "orientation": "h",
        "x": values,
        "y": list(range(len(steps))),
        "width": NAMED_BAR_WIDTH,
    }
    left = min(0.0, *values)
    titles = names_above([label(bar.label, length=34) for bar in steps], dark=dark)
    ends = [max(0.0, value) for value in values]
    right = max(ends)
    layout = {
        # Where every bar is zero there is still a scale, or the names would stand in the middle.
        "xaxis": {"visible": False, "range": [left, right if right > left else left + 1]},
        "yaxis": no_names_axis(len(steps)),
        "shapes": [zero_line(dark=dark, vertical=True)],
        "margin": {"l": 8, "r": _AMOUNT, "t": 8, "b": 8},
    }
    return [
        bars,
        titles | {"x": [left] * len(steps)},
        end_labels(ends, [bar.text for bar in steps], dark=dark),
    ], layout


def _bars(steps: tuple[Bar, ...], marker: Layout) -> Trace:
    return {
        "type": "bar",
        "marker": marker,
        "base": [bar.base for bar in steps],
        "hovertext": [bar.text for bar in steps],
        "hoverinfo": "text",
    }
