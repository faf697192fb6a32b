"""What all figures share: assembling, axes with formatted ticks, labels that fit, the empty one."""

import html
import math
import textwrap
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.charts.formats import Formats
from core.charts.theme import FONT_SIZE, LINE_WIDTH, colors, template

#: Characters of a name that fit beside bars on a 390 px screen, and of one that has a line.
NAME_LENGTH = 22
LINE_LENGTH = 36
#: Pixels a horizontal bar takes with its gap; with its name above it.
ROW_HEIGHT = 36
NAMED_ROW_HEIGHT = 46
#: Share of its row that a bar takes under its name.
NAMED_BAR_WIDTH = 0.4
#: Pixels to the right of horizontal bars, for the label of the longest one.
LABEL_MARGIN = 76
#: The same where that label is an amount and a change of it on one line.
LINE_MARGIN = 118
#: Pixels left of horizontal bars for short names, where two figures share a scale: names of other
#: lengths must not make the bars of one shorter.
NAME_MARGIN = 104
#: Pixels of a figure that is not counted in rows.
HEIGHT = 340

Trace = dict[str, Any]
Layout = dict[str, Any]


def figure(
    traces: Sequence[Trace], layout: Mapping[str, Any], formats: Formats, *, dark: bool
) -> go.Figure:
    """Assemble a figure in the house template; hover numbers follow the locale."""
    return go.Figure(
        {
            "data": list(traces),
            "layout": {
                "template": _template_json(dark=dark),
                "height": HEIGHT,
                "separators": formats.separators(),
                **layout,
            },
        }
    )


def blank_figure() -> go.Figure:
    """Return a figure of which nothing is seen, as low as one can be."""
    hidden = {"visible": False}
    return go.Figure(
        layout={
            "height": 10,
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "xaxis": hidden,
            "yaxis": hidden,
        }
    )


def empty_figure(message: str, *, dark: bool = False) -> go.Figure:
    """Return a figure that says why there is nothing to show."""
    palette = colors(dark=dark)
    note = {
        "text": html.escape(message, quote=False),
        "x": 0.5,
        "y": 0.5,
        "xref": "paper",
        "yref": "paper",
        "showarrow": False,
        "font": {"color": palette.muted, "size": FONT_SIZE + 1},
    }
    hidden = {"visible": False}
    layout = {"height": 140, "xaxis": hidden, "yaxis": hidden, "annotations": [note]}
    return figure([], layout, Formats(), dark=dark)


def nice_ticks(low: float, high: float, *, count: int = 4) -> list[float]:
    """Return multiples of 1, 2, 2.5 or 5 times a power of ten within [low, high].

    Args:
        low: lower end of the axis.
        high: upper end; not below `low`.
        count: about how many steps are wanted.
    """
    span = high - low
    if not math.isfinite(span) or span <= 0:
        return [low]
    power = 10.0 ** math.floor(math.log10(span / count))
    step = next(s * power for s in (1, 2, 2.5, 5, 10) if s * power >= span / count * (1 - 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(number * step, 10) + 0.0 for number in range(first, last + 1)]


def number_axis(
    low: float,
    high: float,
    text: Callable[[float], str],
    *,
    title: str = "",
    room: float = 0.0,
    count: int = 4,
) -> Layout:
    """Return an axis from `low` to `high` with about `count` ticks that `text` formats.

    Args:
        low: smallest value drawn.
        high: largest value drawn.
        text: turns a tick into its label.
        title: what is measured.
        room: share of the span left free at a negative lower end, for labels there.
        count: about how many steps fit; fewer along the screen's width.
    """
    if not high > low:
        high = low + 1.0
    start = low - (high - low) * room if low < 0 else low
    ticks = nice_ticks(low, high, count=count)
    return {
        "range": [start, high],
        "tickvals": ticks,
        "ticktext": [text(tick) for tick in ticks],
        "title": {"text": title},
    }


def name_axis(labels: Sequence[str], *, dark: bool) -> Layout:
    """Return the vertical axis of horizontal bars: one label a position, first on top."""
    return {
        "tickvals": list(range(len(labels))),
        "ticktext": list(labels),
        "range": [len(labels) - 0.4, -0.6],
        "showgrid": False,
        "tickfont": {"color": colors(dark=dark).text, "size": FONT_SIZE},
        "ticklabelstandoff": 6,
    }


def rows_height(rows: int, *, row: int = ROW_HEIGHT, around: int = 84) -> int:
    """Return the pixels that `rows` horizontal bars need with axis and legend."""
    return rows * row + around


def label(text: object, *, length: int = NAME_LENGTH) -> str:
    """Return a name cut to `length` characters, safe from being read as markup."""
    plain = _plain(text)
    short = plain if len(plain) <= length else plain[: length - 1].rstrip() + "…"
    return html.escape(short, quote=False)


def wrapped(text: object, *, width: int, lines: int = 2) -> str:
    """Return a name broken into at most `lines` lines, safe from being read as markup."""
    parts = textwrap.wrap(_plain(text), width, max_lines=lines, placeholder=" …")
    return "<br>".join(html.escape(part, quote=False) for part in parts)


def _plain(text: object) -> str:
    words = str(text).split() if isinstance(text, str) else []
    return " ".join(words) or "unnamed"


def full_name(text: object) -> str:
    """Return the whole name for a hover, safe from being read as markup."""
    return label(text, length=120)


def end_labels(ends: Sequence[float], texts: Sequence[str], *, dark: bool) -> Trace:
    """Return the labels right of the ends of horizontal bars, as one trace of text."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": list(ends),
        "y": list(range(len(ends))),
        "text": [f" {text}".replace("<br>", "<br> ") for text in texts],
        "textposition": "middle right",
        "textfont": {"color": colors(dark=dark).text},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def names_above(names: Sequence[str], *, dark: bool) -> Trace:
    """Return names on a line above horizontal bars: they may be long, and screens narrow."""
    return end_labels([0.0] * len(names), names, dark=dark) | {
        "y": [row - 0.42 for row in range(len(names))]
    }


def no_names_axis(rows: int) -> Layout:
    """Return the vertical axis of bars that have their names above, first on top."""
    return {"visible": False, "range": [rows - 0.6, -0.9]}


def zero_line(*, dark: bool, vertical: bool = False) -> Layout:
    """Return the line bars stand on."""
    along, across = ("y", "x") if vertical else ("x", "y")
    return {
        "type": "line",
        f"{along}ref": "paper",
        f"{along}0": 0,
        f"{along}1": 1,
        f"{across}0": 0,
        f"{across}1": 0,
        "layer": "above",
        "line": {"width": 1, "color": colors(dark=dark).muted},
    }


def mark_line(at: object, *, color: str) -> Layout:
    """Return a dotted line across a figure, at a value of its horizontal axis."""
    line = {"color": color, "width": LINE_WIDTH, "dash": "dot"}
    return {"type": "line", "x0": at, "x1": at, "yref": "paper", "y0": 0, "y1": 1, "line": line}


def mark_name(text: str, at: Any, middle: Any, *, color: str) -> Layout:  # noqa: ANN401 - number or day
    """Return the name of such a line above it, on the side of the `middle`, which has room."""
    return {
        "text": text,
        "x": at,
        "xanchor": "left" if at < middle else "right",
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"color": color, "size": FONT_SIZE - 1},
    }


def numbers(column: "pd.Series[float]") -> list[float]:
    """Return a column as plain floats, NaN where unknown."""
    return list(np.asarray(column, dtype=np.float64).tolist())


@lru_cache(maxsize=2)
def _template_json(*, dark: bool) -> dict[str, Any]:
    """The template as plain values: assembling is a third faster than from the object."""
    return dict(template(dark=dark).to_plotly_json())
