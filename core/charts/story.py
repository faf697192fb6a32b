"""The one chart of a slide: plain bars or a bridge, large enough to read across a room."""

from collections.abc import Sequence

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
from core.charts.theme import colors, solid

#: Height of a slide's chart in pixels, and the size of its words.
_HEIGHT, _FONT = 400, 15
#: Letters on a line below a column of a bridge: four columns stand side by side on a phone.
_STEP_LETTERS = 10
#: Pixels right of the longest bar, for its amount.
_AMOUNT = 96


def story_figure(
    names: Sequence[str],
    values: Sequence[float],
    texts: Sequence[str],
    *,
    tones: Sequence[str],
    bases: Sequence[float],
    bridge: bool,
    dark: bool = False,
) -> go.Figure:
    """Draw labeled bars; all sequences are aligned.

    Args:
        names: what each bar is called.
        values: its length, of either sign.
        texts: its value as read.
        tones: "plain", "bad", "good" or "unknown".
        bases: where it begins; for the steps of a bridge.
        bridge: columns from left to right instead of bars from top to bottom.
        dark: whether the page is dark.
    """
    if not names:
        return empty_figure("Nothing to show", dark=dark)
    ink = colors(dark=dark)
    paint = {"plain": ink.actual, "bad": ink.bad, "good": ink.good, "unknown": ink.unknown}
    marker = solid("", dark=dark) | {"color": [paint[tone] for tone in tones]}
    draw = _columns if bridge else _rows
    traces, layout = draw(names, values, texts, bases, marker, dark=dark)
    around = {"height": _HEIGHT, "font": {"size": _FONT}, "showlegend": False}
    return figure(traces, around | layout, Formats(), dark=dark)


def _columns(
    names: Sequence[str],
    values: Sequence[float],
    texts: Sequence[str],
    bases: Sequence[float],
    marker: Layout,
    *,
    dark: bool,
) -> tuple[list[Trace], Layout]:
    """Return the steps of a bridge from left to right, each with its amount at its end."""
    places = list(range(len(names)))
    tops = [max(base, base + value) for base, value in zip(bases, values, strict=True)]
    bars = _bars(texts, marker) | {"x": places, "y": list(values), "base": list(bases)}
    amounts = {
        "type": "scatter",
        "mode": "text",
        "x": places,
        "y": tops,
        "text": list(texts),
        "textposition": "top center",
        "textfont": {"color": colors(dark=dark).text, "size": _FONT - 2},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    # Levels stand on zero, steps where the last one ended: a line leads from each to the next.
    ends = [base + value for base, value in zip(bases, values, strict=True)]
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
            "ticktext": [wrapped(name, width=_STEP_LETTERS, lines=3) for name in names],
            "tickfont": {"size": _FONT - 3, "color": colors(dark=dark).text},
            "showgrid": False,
        },
        "yaxis": {"visible": False},
        "shapes": [zero_line(dark=dark), *lines],
        "margin": {"l": 8, "r": 8, "t": 28, "b": 8},
    }
    return [bars, amounts], layout


def _rows(
    names: Sequence[str],
    values: Sequence[float],
    texts: Sequence[str],
    bases: Sequence[float],
    marker: Layout,
    *,
    dark: bool,
) -> tuple[list[Trace], Layout]:
    """Return bars from top to bottom: names above them, amounts at their right ends."""
    bars = _bars(texts, marker) | {
        "orientation": "h",
        "x": list(values),
        "y": list(range(len(names))),
        "base": list(bases),
        "width": NAMED_BAR_WIDTH,
    }
    left = min(0.0, *values)
    titles = names_above([label(name, length=34) for name in names], dark=dark)
    ends = [max(0.0, value) for value in values]
    right = max(ends)
    layout = {
        # Where every bar is zero there is still a scale, or the names would stand in the middle.
        "xaxis": {"visible": False, "range": [left, right if right > left else left + 1]},
        "yaxis": no_names_axis(len(names)),
        "shapes": [zero_line(dark=dark, vertical=True)],
        "margin": {"l": 8, "r": _AMOUNT, "t": 8, "b": 8},
    }
    return [
        bars,
        titles | {"x": [left] * len(names)},
        end_labels(ends, texts, dark=dark),
    ], layout


def _bars(texts: Sequence[str], marker: Layout) -> Trace:
    return {
        "type": "bar",
        "marker": marker,
        "hovertext": list(texts),
        "hoverinfo": "text",
    }
