"""Figures of a markdown: what each depth brings, and how the weeks run."""

import pandas as pd
import plotly.graph_objects as go

from core.charts import sentences
from core.charts.axes import Layout, Trace, empty_figure, figure, number_axis, numbers
from core.charts.formats import Formats
from core.charts.theme import (
    DATA_WIDTH,
    EXPECTED_DASH,
    FONT_SIZE,
    LINE_WIDTH,
    Colors,
    colors,
    expected_line,
    hatched,
)

#: Share of the height that the lower panel and the gap between the two take.
LOWER = 0.30
GAP = 0.16
#: Depths that can all carry a label where the figure is 300 pixels wide.
MOST_LABELS = 6
#: Pixels to the right of lines, for the labels of their ends.
END_MARGIN = 44
#: Depths that can all be named on the axis there.
MOST_TICKS = 9


def depth_figure(
    curve: pd.DataFrame, formats: Formats, *, depth: float | None = None, dark: bool = False
) -> go.Figure:
    """Draw write-down and cash, and below the units left over, against the depth of the cut.

    Args:
        curve: depth (fraction, ascending), write_down, cash, leftover_units; where recovered is
            there too and differs from cash, it is drawn as what the rest brings later on top.
        formats: how numbers are read.
        depth: the depth that is chosen, marked by a line.
        dark: whether the page is dark.
    """
    if curve.empty:
        return empty_figure("There are no depths to compare", dark=dark)
    palette = colors(dark=dark)
    shown = curve.sort_values("depth")
    depths = numbers(shown["depth"])
    money = [
        ("Cash recovered", "cash", palette.good, EXPECTED_DASH, "circle"),
        ("Write-down today", "write_down", palette.bad, EXPECTED_DASH, "diamond"),
    ]
    if "recovered" in shown and (shown["recovered"] - shown["cash"]).abs().max() >= 1:
        money.append(
            ("With the rest, sold later", "recovered", palette.muted, "dot", "circle-open")
        )
    traces = [
        _curve(name, shown[column], depths, color, dash, symbol, formats)
        for name, column, color, dash, symbol in money
    ]
    traces.append(_leftover(shown, depths, depth, palette, formats))
    amounts = [amount for _, column, *_ in money for amount in numbers(shown[column])]
    left = numbers(shown["leftover_units"])
    step = 1 if len(depths) <= MOST_TICKS else 2
    layout = {
        "height": 430,
        "xaxis": {
            "range": [depths[0] - 0.06, depths[-1] + 0.06],
            "tickvals": depths,
            "ticktext": [
                formats.percent(share) if place % step == 0 else ""
                for place, share in enumerate(depths)
            ],
            "title": {"text": "Off today's price"},
            "showgrid": False,
            "anchor": "y2",
        },
        "yaxis": number_axis(
            min(0.0, *amounts), max(0.0, *amounts) * 1.05, formats.money_compact, room=0.05
        )
        | {"domain": [LOWER + GAP, 1]},
        "yaxis2": number_axis(0, max([1.0, *left]) * 1.3, formats.units_compact)
        | {"domain": [0, LOWER], "anchor": "x"},
        "shapes": [] if depth is None else [_chosen_line(depth, palette)],
        "annotations": [_panel("Units left over", LOWER, palette)],
        "bargap": 0.4,
        "margin": {"l": 8, "r": 12, "t": 36, "b": 44},
    }
    return figure(traces, layout, formats, dark=dark)


def depth_alt(curve: pd.DataFrame, formats: Formats) -> str:
    """Say what the figure of depths shows."""
    finding = sentences.depth_sentence(curve, formats)
    return f"Lines of cash and write-down by depth of the markdown. {finding}."


def weeks_figure(weeks: pd.DataFrame, formats: Formats, *, dark: bool = False) -> go.Figure:
    """Draw units expected to sell by week, and below the units left at the end of each.

    Args:
        weeks: week (1, 2, …), units, leftover_units; where leftover_units_hold is there too, it
            is drawn as what would be left at today's price.
        formats: how numbers are read.
        dark: whether the page is dark.
    """
    if weeks.empty:
        return empty_figure("There are no weeks to show", dark=dark)
    palette = colors(dark=dark)
    shown = weeks.sort_values("week")
    week = shown["week"].tolist()
    bars: Trace = {
        "type": "bar",
        "name": "Units sold a week",
        "x": week,
        "y": numbers(shown["units"]),
        "marker": hatched(palette.forecast),
        "hovertemplate": "Week %{x}: %{y:,.0f} sold<extra></extra>",
        "showlegend": False,
    }
    left = _left("Left with the markdown", shown["leftover_units"], week, palette.forecast, formats)
    traces = [bars, left]
    stocks = numbers(shown["leftover_units"])
    if "leftover_units_hold" in shown:
        hold = _left(
            "Left at today's price", shown["leftover_units_hold"], week, palette.muted, formats
        )
        hold["line"] |= {"dash": "dot"}
        traces.append(hold)
        # The higher of the two ends is labeled above its line, the other below.
        if stocks[-1] > numbers(shown["leftover_units_hold"])[-1]:
            left, hold = hold, left
        left["textposition"] = "bottom right"
        stocks += numbers(shown["leftover_units_hold"])
    layout = {
        "height": 400,
        "xaxis": {
            "title": {"text": "Week"},
            "showgrid": False,
            "anchor": "y2",
            "dtick": 1 if len(week) <= 13 else 4,
            "range": [min(week) - 0.6, max(week) + 0.6],
        },
        "yaxis": number_axis(0, max([1.0, *numbers(shown["units"])]) * 1.08, formats.units_compact)
        | {"domain": [0.58, 0.93]},
        # Below the lowest line there is room for the label of its end.
        "yaxis2": number_axis(
            -0.12 * max([1.0, *stocks]), max([1.0, *stocks]) * 1.12, formats.units_compact
        )
        | {"domain": [0, 0.40], "anchor": "x"},
        "legend": {"y": 0.40, "yanchor": "bottom"},
        "annotations": [_panel("Units sold a week (forecast)", 0.93, palette)],
        "margin": {"l": 8, "r": END_MARGIN, "t": 8, "b": 44},
    }
    return figure(traces, layout, formats, dark=dark)


def weeks_alt(weeks: pd.DataFrame, formats: Formats) -> str:
    """Say what the figure of weeks shows."""
    return f"Bars of units by week and stock left. {sentences.weeks_sentence(weeks, formats)}."


def _curve(
    name: str,
    amounts: "pd.Series[float]",
    depths: list[float],
    color: str,
    dash: str,
    symbol: str,
    formats: Formats,
) -> Trace:
    values = numbers(amounts)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": depths,
        "y": values,
        "line": {"color": color, "width": DATA_WIDTH, "dash": dash},
        "marker": {"size": 7, "color": color, "symbol": symbol},
        "hovertext": [
            f"<b>{formats.percent(depth)} off</b><br>{name} {formats.money_whole(value)}"
            for depth, value in zip(depths, values, strict=True)
        ],
        "hoverinfo": "text",
    }


def _leftover(
    shown: pd.DataFrame,
    depths: list[float],
    chosen: float | None,
    palette: Colors,
    formats: Formats,
) -> Trace:
    units = numbers(shown["leftover_units"])
    is_chosen = [chosen is not None and abs(depth - chosen) < 1e-9 for depth in depths]
    # The chosen one stands out by its color: what is expected stays hatched.
    marker = hatched([palette.text if here else palette.muted for here in is_chosen])
    ends = (0, len(depths) - 1)
    all_fit = len(depths) <= MOST_LABELS
    return {
        "type": "bar",
        "name": "Units left over",
        "x": depths,
        "y": units,
        "yaxis": "y2",
        "marker": marker,
        "showlegend": False,
        "text": [
            formats.units_compact(round(value)) if chosen_one or all_fit or place in ends else ""
            for place, (value, chosen_one) in enumerate(zip(units, is_chosen, strict=True))
        ],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertext": [
            f"<b>{formats.percent(depth)} off</b><br>{formats.count(round(value), 'unit')} left"
            for depth, value in zip(depths, units, strict=True)
        ],
        "hoverinfo": "text",
    }


def _left(
    name: str, units: "pd.Series[float]", week: list[int], color: str, formats: Formats
) -> Trace:
    values = numbers(units)
    return {
        "type": "scatter",
        "mode": "lines+text",
        "name": name,
        "x": week,
        "y": values,
        "yaxis": "y2",
        "line": expected_line(color),
        "text": [*[""] * (len(values) - 1), formats.units_compact(round(values[-1]))],
        "textposition": "top right",
        "textfont": {"color": color, "size": FONT_SIZE - 1},
        "cliponaxis": False,
        "hovertemplate": "Week %{x}: %{y:,.0f} left<extra></extra>",
    }


def _chosen_line(depth: float, palette: Colors) -> Layout:
    return {
        "type": "line",
        "x0": depth,
        "x1": depth,
        "yref": "paper",
        "y0": LOWER + GAP,
        "y1": 1,
        "layer": "below",
        "line": {"color": palette.muted, "width": LINE_WIDTH, "dash": "dot"},
    }


def _panel(text: str, top: float, palette: Colors) -> Layout:
    """The name of a panel, above its left corner."""
    return {
        "text": text,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": top,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 4,
        "showarrow": False,
        "font": {"color": palette.text, "size": FONT_SIZE - 1},
    }
