"""The figure of one item's history split in trend, season and rest."""

import pandas as pd
import plotly.graph_objects as go

from core.charts.axes import Layout, Trace, empty_figure, figure, number_axis, numbers
from core.charts.formats import Formats
from core.charts.theme import LINE_WIDTH, colors

#: Parts from top to bottom, with the title of each panel.
PARTS = {"trend": "Trend", "season": "Season", "rest": "Rest"}
#: Share of a panel's height left free above it, for its title.
GAP = 0.16
HEIGHT = 420


def components_figure(parts: pd.DataFrame, formats: Formats, *, dark: bool = False) -> go.Figure:
    """Draw trend, season and rest below each other, each on its own scale.

    Args:
        parts: period, trend, season, rest (units).
        formats: how numbers are read.
        dark: whether the page is dark.
    """
    if parts.empty:
        return empty_figure("The history is too short to split", dark=dark)
    palette = colors(dark=dark)
    share = 1 / len(PARTS)
    traces: list[Trace] = []
    layout: Layout = {"height": HEIGHT, "margin": {"l": 8, "r": 12, "t": 8, "b": 24}}
    notes = []
    for place, (name, title) in enumerate(PARTS.items()):
        axis = "" if place == 0 else str(place + 1)
        values = numbers(parts[name])
        top = 1 - place * share
        is_bar = name == "rest"
        trace: Trace = {
            "type": "bar" if is_bar else "scatter",
            "x": parts["period"].to_list(),
            "y": values,
            "yaxis": f"y{axis}",
            "name": title,
            "hovertemplate": f"{title} %{{y:,.1f}}<extra></extra>",
            "marker": {"color": palette.actual},
            "showlegend": False,
        }
        traces.append(
            trace
            if is_bar
            else trace | {"mode": "lines", "line": {"color": palette.actual, "width": LINE_WIDTH}}
        )
        low, high = min(0.0, *values), max(0.0, *values)
        if name == "trend":
            low, high = min(values), max(values)
        layout[f"yaxis{axis}"] = {
            **number_axis(low, high, formats.units_compact, count=2),
            "domain": [top - share, top - share * GAP * 1.6],
        }
        notes.append(
            {
                "text": f"<b>{title}</b>, units",
                "x": 0,
                "y": top,
                "xref": "paper",
                "yref": "paper",
                "xanchor": "left",
                "yanchor": "top",
                "showarrow": False,
            }
        )
    last = "" if len(PARTS) == 1 else str(len(PARTS))
    layout |= {"annotations": notes, "xaxis": {"anchor": f"y{last}"}}
    return figure(traces, layout, formats, dark=dark)
