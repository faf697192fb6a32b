"""The one chart of a slide: plain bars or a bridge, large enough to read across a room."""

from collections.abc import Sequence

import plotly.graph_objects as go

from core.charts.axes import empty_figure, label
from core.charts.theme import colors, template

#: Height of a slide's chart in pixels, and the size of its words.
_HEIGHT, _FONT = 380, 15


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
    shown = [label(name, length=34) for name in names]
    along = dict(zip(("x", "y"), (shown, values) if bridge else (values, shown), strict=True))
    bars = go.Bar(
        **along,
        base=list(bases),
        orientation="v" if bridge else "h",
        text=list(texts),
        textposition="outside",
        textfont={"size": _FONT, "color": ink.text},
        cliponaxis=False,
        marker={"color": [paint[tone] for tone in tones]},
        hovertemplate="%{text}<extra></extra>",
    )
    figure = go.Figure(bars)
    number = {"visible": False, "showgrid": False, "zeroline": False}
    name = {"showgrid": False, "tickfont": {"size": _FONT}, "automargin": True, "type": "category"}
    figure.update_layout(
        template=template(dark=dark),
        height=_HEIGHT,
        margin={"l": 8, "r": 72, "t": 24, "b": 8},
        bargap=0.35,
        showlegend=False,
        xaxis=name if bridge else number,
        yaxis=number if bridge else {**name, "autorange": "reversed"},
    )
    return figure
