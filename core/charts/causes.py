"""The figure of causes: what made the losses, and how much of it smaller orders prevent."""

import pandas as pd
import plotly.graph_objects as go

from core.charts import sentences
from core.charts.axes import (
    LABEL_MARGIN,
    Trace,
    empty_figure,
    end_labels,
    figure,
    label,
    name_axis,
    number_axis,
    numbers,
    rows_height,
    zero_line,
)
from core.charts.formats import Formats
from core.charts.theme import colors, outlined, solid


def causes_figure(by_cause: pd.DataFrame, formats: Formats, *, dark: bool = False) -> go.Figure:
    """Draw the write-down of each cause, split in what orders by the rule avoid and the rest.

    Args:
        by_cause: cause, items, write_down, avoidable (NaN where unknown), largest first.
        formats: how numbers are read.
        dark: whether the page is dark.
    """
    if by_cause.empty:
        return empty_figure("Nothing is written down, so nothing has a cause", dark=dark)
    palette = colors(dark=dark)
    loss, avoidable = by_cause["write_down"], by_cause["avoidable"].fillna(0.0)
    hover = [
        f"<b>{row['cause'].capitalize()}</b><br>{formats.count(row['items'], 'item')}<br>"
        f"Write-down {formats.money_whole(row['write_down'])}<br>"
        f"Orders by the rule would have avoided {formats.money_whole(row['avoidable'])}"
        for row in by_cause.to_dict("records")
    ]
    bar: Trace = {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(by_cause))),
        "hovertext": hover,
        "hoverinfo": "text",
    }
    traces: list[Trace] = [
        bar | {"name": name, "x": numbers(values), "marker": marker}
        for name, values, marker in (
            ("Not a matter of order size", loss - avoidable, solid(palette.bad, dark=dark)),
            ("Avoided by orders of the rule's size", avoidable, outlined(palette.bad)),
        )
        if values.sum() > 0
    ]
    texts = [formats.money_compact(amount) for amount in loss]
    layout = {
        "barmode": "stack",
        "height": rows_height(len(by_cause)),
        "xaxis": number_axis(
            0, float(loss.max()), formats.money_compact, title="Write-down", count=3
        ),
        "yaxis": name_axis([label(cause.capitalize()) for cause in by_cause["cause"]], dark=dark),
        "margin": {"l": 8, "r": LABEL_MARGIN, "t": 32, "b": 40},
        "shapes": [zero_line(dark=dark, vertical=True)],
        "showlegend": True,
    }
    return figure(
        [*traces, end_labels(numbers(loss), texts, dark=dark)], layout, formats, dark=dark
    )


def causes_alt(by_cause: pd.DataFrame, formats: Formats) -> str:
    """Say what the figure of causes shows."""
    return f"Bars of the write-down by cause. {sentences.causes_sentence(by_cause, formats)}."
