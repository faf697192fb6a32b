"""Figures of the books: statements before and after, equity by period, room under covenants."""

import pandas as pd
import plotly.graph_objects as go

from core.accounting.ratios import RATIOS
from core.accounting.statements import BALANCE_LINES, INCOME_LINES
from core.charts import sentences
from core.charts.axes import (
    LABEL_MARGIN,
    Layout,
    Trace,
    empty_figure,
    figure,
    label,
    name_axis,
    number_axis,
    numbers,
    rows_height,
    zero_line,
)
from core.charts.effect import chosen_lines, shared_by_methods
from core.charts.formats import Formats
from core.charts.ledger import METHODS
from core.charts.theme import DATA_WIDTH, FONT_SIZE, LINE_WIDTH, Colors, colors, solid

#: Lines an owner looks at first; the full statements are tables.
KEY_LINES = ("gross_profit", "operating_profit", "net_income", "inventory_net", "equity")


#: Most periods named under a figure.
_TICKS = 5


def before_after_figure(
    statements: pd.DataFrame,
    formats: Formats,
    *,
    method: str = "direct",
    period: str | None = None,
    lines: tuple[str, ...] = KEY_LINES,
    dark: bool = False,
) -> go.Figure:
    """Draw lines of the statements before (light) and after (solid) booking.

    Lines whose figures are unknown are left out.

    Args:
        statements: method, period, line, before, after, effect.
        formats: how numbers are read.
        method: recording method.
        period: None for the first one.
        lines: lines drawn, in order.
        dark: whether the page is dark.
    """
    rows = chosen_lines(statements, method=method, period=period)
    rows = rows.loc[[line for line in lines if line in rows.index]]
    rows = rows.dropna(subset=["before", "after"])
    if rows.empty:
        return empty_figure("Bring your period's figures to see them before and after", dark=dark)
    palette = colors(dark=dark)
    traces = [
        _side("Before", rows["before"], palette.previous, formats, dark=dark),
        _side("After", rows["after"], palette.actual, formats, dark=dark),
    ]
    amounts = [*numbers(rows["before"]), *numbers(rows["after"])]
    names = [label(_line_name(str(line)), length=28) for line in rows.index]
    low, high = min(0.0, *amounts), max(0.0, *amounts)
    layout = {
        "barmode": "group",
        "bargap": 0.3,
        "bargroupgap": 0.05,
        "height": rows_height(len(rows), row=54, around=72),
        "xaxis": number_axis(low, high, formats.money_compact, room=0.4, count=3),
        "yaxis": name_axis(names, dark=dark),
        "shapes": [zero_line(dark=dark, vertical=True)],
        "margin": {"l": 8, "r": LABEL_MARGIN, "t": 32, "b": 28},
    }
    return figure(traces, layout, formats, dark=dark)


def before_after_alt(
    statements: pd.DataFrame,
    formats: Formats,
    *,
    method: str = "direct",
    period: str | None = None,
) -> str:
    """Say what the figure of the statements shows."""
    effects = chosen_lines(statements, method=method, period=period)["effect"]
    if effects.empty or pd.isna(effects.get("net_income")):
        return "No figure: the statements are unknown."
    return f"Bars before and after booking. {sentences.statements_sentence(effects, formats)}."


def equity_figure(
    equity: pd.DataFrame, formats: Formats, *, title: str = "Equity", dark: bool = False
) -> go.Figure:
    """Draw equity by period under each method; methods that agree share one line.

    Args:
        equity: method, period, equity; periods in order.
        formats: how numbers are read.
        title: what is drawn: equity, or its change.
        dark: whether the page is dark.
    """
    known = equity.dropna(subset=["equity"])
    if known.empty:
        return empty_figure("Equity after booking is unknown", dark=dark)
    palette = colors(dark=dark)
    periods = list(dict.fromkeys(known["period"]))
    series = {
        str(method): rows.set_index("period")["equity"].reindex(periods)
        for method, rows in known.groupby("method", sort=False)
    }
    shared = shared_by_methods(series)
    traces = [_equity_line(methods, amounts, formats, palette) for methods, amounts in shared]
    low, high = float(known["equity"].min()), float(known["equity"].max())
    room = (high - low) * 0.15 or max(abs(high) * 0.05, 1.0)
    # About five names fit side by side on a phone.
    every = -(-len(periods) // _TICKS)
    layout = {
        "height": 300,
        "yaxis": number_axis(low - room, high + room, formats.money_compact, title=title),
        "xaxis": {
            "tickvals": list(range(0, len(periods), every)),
            "ticktext": [label(period, length=12) for period in periods[::every]],
            "range": [-0.3, len(periods) - 0.7],
            "showgrid": False,
        },
        "hovermode": "closest",
        "annotations": _first_and_last(shared[0][1], formats, palette),
        "showlegend": True,
        "margin": {"l": 8, "r": 12, "t": 36, "b": 24},
    }
    return figure(traces, layout, formats, dark=dark)


def headroom_figure(covenants: pd.DataFrame, formats: Formats, *, dark: bool = False) -> go.Figure:
    """Draw the further write-down that each covenant still bears, the nearest one on top.

    Covenants that are unknown, or that no write-down can break, are left out.

    Args:
        covenants: rows of one method and period: ratio, headroom (money, after booking).
        formats: how numbers are read.
        dark: whether the page is dark.
    """
    room = covenants["headroom"].astype("float64")
    rows = covenants[room.abs() < float("inf")].sort_values("headroom", kind="stable")
    if rows.empty:
        return empty_figure("No covenant can be broken by a write-down", dark=dark)
    palette = colors(dark=dark)
    values = numbers(rows["headroom"])
    names = [label(RATIOS[str(ratio)].label, length=28) for ratio in rows["ratio"]]
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": values,
        "y": list(range(len(values))),
        "marker": {
            **solid(palette.good, dark=dark),
            "color": [palette.bad if value < 0 else palette.good for value in values],
        },
        "text": [formats.money_short(value) for value in values],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertext": [
            f"<b>{name}</b><br>bears {formats.money(value)} more"
            if value >= 0
            else f"<b>{name}</b><br>broken; {formats.money(-value)} would mend it"
            for name, value in zip(names, values, strict=True)
        ],
        "hoverinfo": "text",
    }
    low, high = min(0.0, *values), max(0.0, *values)
    layout = {
        "height": rows_height(len(rows), row=44, around=72),
        "xaxis": number_axis(low, high, formats.money_compact, room=0.5, count=3),
        "yaxis": name_axis(names, dark=dark),
        "shapes": [zero_line(dark=dark, vertical=True)],
        "margin": {"l": 8, "r": LABEL_MARGIN, "t": 8, "b": 28},
        "showlegend": False,
    }
    return figure([trace], layout, formats, dark=dark)


def _line_name(line: str) -> str:
    return INCOME_LINES.get(line) or BALANCE_LINES.get(line) or line


def _side(
    name: str, amounts: "pd.Series[float]", color: str, formats: Formats, *, dark: bool
) -> Trace:
    values = numbers(amounts)
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "x": values,
        "y": list(range(len(values))),
        "marker": solid(color, dark=dark),
        "text": [formats.money_compact(value) for value in values],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertext": [
            f"<b>{_line_name(str(line))}</b><br>{name} {formats.money(value)}"
            for line, value in zip(amounts.index, values, strict=True)
        ],
        "hoverinfo": "text",
    }


def _first_and_last(amounts: "pd.Series[float]", formats: Formats, palette: Colors) -> list[Layout]:
    """Return the amounts at both ends of a line, each on the side the line does not take."""
    values = numbers(amounts)
    above = values[-1] <= values[0]
    ends = ((0, "left", above), (len(values) - 1, "right", not above))
    return [
        {
            "x": place,
            "y": values[place],
            "text": formats.money_compact(values[place]),
            "xanchor": side,
            "yanchor": "bottom" if is_above else "top",
            "yshift": 5 if is_above else -5,
            "showarrow": False,
            "font": {"color": palette.text, "size": FONT_SIZE - 1},
        }
        for place, side, is_above in ends
    ]


def _equity_line(
    methods: tuple[str, ...], amounts: "pd.Series[float]", formats: Formats, palette: Colors
) -> Trace:
    names = [METHODS.get(method, method) for method in methods]
    name = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1].lower()}"
    only_waits = methods == ("wait",)
    color = palette.bad if only_waits else palette.actual
    style: Layout = {"color": color, "width": LINE_WIDTH if only_waits else DATA_WIDTH}
    style["dash"] = "dash" if only_waits else "solid"
    values = numbers(amounts)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": list(range(len(values))),
        "y": values,
        "line": style,
        "marker": {"size": 8, "color": color, "symbol": "diamond" if only_waits else "circle"},
        "hovertext": [
            f"<b>{name}</b><br>{label(period)}: {formats.money(value)}"
            for period, value in zip(amounts.index, values, strict=True)
        ],
        "hoverinfo": "text",
    }
