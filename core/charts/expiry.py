"""The figure of the expiry calendar: what stands to expire, month by month."""

import pandas as pd
import plotly.graph_objects as go

from core.charts import sentences
from core.charts.axes import Trace, empty_figure, figure, number_axis, numbers
from core.charts.formats import Formats
from core.charts.theme import colors, dotted, hatched, solid

HEIGHT = 320


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
    layout = {
        "barmode": "stack",
        "height": HEIGHT,
        "xaxis": {
            "tickvals": list(range(len(names))),
            "ticktext": names,
            "showgrid": False,
            "range": [-0.6, len(names) - 0.4],
        },
        "yaxis": number_axis(
            0,
            float(calendar["cost_value"].max()) * 1.05,
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
    return f"Bars of dated stock at cost by month of expiry, {len(calendar)} of them. {finding}."


def _names(calendar: pd.DataFrame) -> list[str]:
    """Return the label of each bar: the year stands where it begins."""
    names, year = [], None
    for month in calendar["month"]:
        if pd.isna(month):
            names.append("Past")
            continue
        names.append(f"{month:%b}" if month.year == year else f"{month:%b}<br>{month.year}")
        year = month.year
    return names
