"""The figure of the expiry calendar: what stands to expire, month by month."""

import pandas as pd
import plotly.graph_objects as go

from core.charts import sentences
from core.charts.axes import Trace, empty_figure, figure, number_axis, numbers
from core.charts.formats import Formats
from core.charts.theme import Colors, colors, dotted, hatched, solid

HEIGHT = 320
#: Months that can all be named where the figure is 300 pixels wide.
MOST_NAMES = 8


def expiry_figure(calendar: pd.DataFrame, formats: Formats, *, dark: bool = False) -> go.Figure:
    """Draw the cost of dated lots by the month they expire in, the expected loss apart.

    Args:
        calendar: `core.exposure.expiry_calendar`.
        formats: how numbers are read.
        dark: whether the page is dark.
    """
    if not (calendar["cost_value"] > 0).any():
        return empty_figure("No lot has an expiry date and a cost", dark=dark)
    palette = colors(dark=dark)
    names = _names(calendar)
    lost, unknown = calendar["expected_loss"], calendar["unknown_value"]
    gone = calendar["month"].isna()
    parts = (
        ("Expired", lost.where(gone, 0.0), solid(palette.bad, dark=dark)),
        ("Expected to expire unsold", lost.where(~gone, 0.0), hatched(palette.bad)),
        (
            "Should sell in time",
            (calendar["cost_value"] - lost - unknown).clip(lower=0.0),
            solid(palette.healthy, dark=dark),
        ),
        ("Demand unknown", unknown, dotted(palette.unknown)),
    )
    hover = [
        f"<b>{name.replace('<br>', ' ')}</b><br>{formats.units(row['units'])} units, "
        f"{formats.money_whole(row['cost_value'])} at cost<br>"
        + (
            "All of it is lost"
            if pd.isna(row["month"])
            else f"Expected loss {formats.money_whole(row['expected_loss'])}"
        )
        for name, row in zip(names, calendar.to_dict("records"), strict=True)
    ]
    traces: list[Trace] = [
        {
            "type": "bar",
            "x": list(range(len(names))),
            "y": numbers(values),
            "name": title,
            "marker": marker,
            "hovertext": hover,
            "hoverinfo": "text",
        }
        for title, values, marker in parts
        if values.sum() > 0
    ]
    traces.append(_largest(calendar["cost_value"], formats, palette))
    layout = {
        "barmode": "stack",
        "height": HEIGHT,
        "xaxis": {
            "tickvals": list(range(len(names))),
            "ticktext": _names(calendar, every=1 if len(names) <= MOST_NAMES else 2),
            "showgrid": False,
            "range": [-0.6, len(names) - 0.4],
        },
        "yaxis": number_axis(
            0,
            float(calendar["cost_value"].max()) * 1.12,
            formats.money_compact,
            title="Stock at cost",
        ),
        "margin": {"l": 8, "r": 12, "t": 52, "b": 36},
        "showlegend": True,
    }
    return figure(traces, layout, formats, dark=dark)


def expiry_alt(calendar: pd.DataFrame, windows: pd.DataFrame, formats: Formats) -> str:
    """Say what the expiry calendar shows."""
    finding = sentences.expiry_sentence(windows, formats)
    if calendar.empty:
        return f"No figure: {finding}."
    return f"Bars of dated stock at cost by month of expiry, {len(calendar)} of them. {finding}."


def _largest(cost: "pd.Series[float]", formats: Formats, palette: Colors) -> Trace:
    """Return the label of the highest bar: all of them would not fit on a phone."""
    place = int(cost.to_numpy().argmax())
    top = float(cost.iloc[place])
    return {
        "type": "scatter",
        "mode": "text",
        "x": [place],
        "y": [top],
        "text": [formats.money_compact(top)],
        "textposition": "top center",
        "textfont": {"color": palette.text},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _names(calendar: pd.DataFrame, *, every: int = 1) -> list[str]:
    """Return the label of each bar, or of some: the year stands with the first one that has it."""
    names, year = [], None
    months = calendar["month"]
    for place, month in enumerate(months):
        if pd.isna(month):
            names.append("Past")
        elif place % every:
            names.append("")
        else:
            names.append(f"{month:%b}" if month.year == year else f"{month:%b}<br>{month.year}")
            year = month.year
    return names
