"""Figures of ordering: what service costs in stock, and the past replayed."""

import pandas as pd
import plotly.graph_objects as go

from core.charts.axes import Trace, empty_figure, figure, number_axis, numbers
from core.charts.formats import Formats
from core.charts.theme import EXPECTED_DASH, FONT_SIZE, LINE_WIDTH, colors


def service_figure(
    curve: pd.DataFrame, formats: Formats, *, service_level: float, dark: bool = False
) -> go.Figure:
    """Draw the stock at cost that each service level takes, with the level in force marked.

    Args:
        curve: service_level (fraction, ascending), stock_value, safety_value (money).
        formats: how numbers are read.
        service_level: the level in force.
        dark: whether the page is dark.
    """
    if curve.empty:
        return empty_figure("There are no sales to plan with", dark=dark)
    palette = colors(dark=dark)
    levels = numbers(curve["service_level"])
    traces = [
        _line(
            "Stock on average",
            curve["stock_value"],
            levels,
            palette.forecast,
            EXPECTED_DASH,
            formats,
        ),
        _line("of it safety stock", curve["safety_value"], levels, palette.muted, "dot", formats),
    ]
    now = curve.iloc[(curve["service_level"] - service_level).abs().argmin()]
    traces.append(
        {
            "type": "scatter",
            "mode": "markers+text",
            "x": [float(now["service_level"])],
            "y": [float(now["stock_value"])],
            "text": [f"now: {formats.money_compact(float(now['stock_value']))}"],
            "textposition": "top left",
            "textfont": {"size": FONT_SIZE, "color": palette.text},
            "marker": {"size": 11, "color": palette.text},
            "hoverinfo": "skip",
            "showlegend": False,
        }
    )
    ticks = [level for level in (0.8, 0.85, 0.9, 0.95, 0.98) if levels[0] <= level <= levels[-1]]
    top = max(numbers(curve["stock_value"]))
    layout = {
        "xaxis": {
            "range": [levels[0] - 0.01, levels[-1] + 0.01],
            "tickvals": ticks,
            "ticktext": [formats.percent(level) for level in ticks],
            "title": {"text": "Service level"},
            "showgrid": False,
        },
        "yaxis": number_axis(0, top, formats.money_compact, room=0.1),
        "margin": {"l": 8, "r": 12, "t": 36, "b": 44},
    }
    return figure(traces, layout, formats, dark=dark)


def replay_figure(by_day: pd.DataFrame, formats: Formats, *, dark: bool = False) -> go.Figure:
    """Draw the stock at cost day by day, as it was and as replayed.

    Args:
        by_day: day, really, replayed (money).
        formats: how numbers are read.
        dark: whether the page is dark.
    """
    palette = colors(dark=dark)
    days = by_day["day"].dt.strftime("%Y-%m-%d").tolist()
    traces = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": days,
            "y": numbers(by_day[column]),
            "line": {"color": color, "width": LINE_WIDTH, "dash": dash},
            "customdata": [formats.money_short(value) for value in numbers(by_day[column])],
            "hovertemplate": "%{x}: %{customdata}<extra>" + name + "</extra>",
        }
        for name, column, color, dash in (
            ("As it was", "really", palette.actual, "solid"),
            ("As replayed", "replayed", palette.forecast, EXPECTED_DASH),
        )
    ]
    top = float(by_day[["really", "replayed"]].to_numpy().max())
    layout = {
        "xaxis": {"type": "date", "showgrid": False, "nticks": 6},
        "yaxis": number_axis(0, top, formats.money_compact, room=0.1),
        "margin": {"l": 8, "r": 12, "t": 36, "b": 36},
    }
    return figure(traces, layout, formats, dark=dark)


def _line(
    name: str,
    values: "pd.Series[float]",
    levels: list[float],
    color: str,
    dash: str,
    formats: Formats,
) -> Trace:
    said = [formats.money_short(value) for value in numbers(values)]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": levels,
        "y": numbers(values),
        "line": {"color": color, "width": LINE_WIDTH, "dash": dash},
        "customdata": [
            [formats.percent(level), text] for level, text in zip(levels, said, strict=True)
        ],
        "hovertemplate": "%{customdata[0]} service: %{customdata[1]}<extra>" + name + "</extra>",
    }
