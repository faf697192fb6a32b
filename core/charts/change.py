"""The bridge from an earlier write-down to today's, drawn."""

import pandas as pd
import plotly.graph_objects as go

from core.charts.axes import (
    LABEL_MARGIN,
    empty_figure,
    end_labels,
    figure,
    name_axis,
    number_axis,
    numbers,
    rows_height,
    zero_line,
)
from core.charts.formats import Formats
from core.charts.theme import colors, solid


def change_figure(steps: pd.DataFrame, formats: Formats, *, dark: bool = False) -> go.Figure:
    """Draw the way from the earlier write-down to the later one, effect by effect.

    Args:
        steps: `ExposureBridge.steps`: step, change (money); the first and last are levels.
        formats: how numbers are read.
        dark: whether the page is dark.
    """
    if not (steps["change"].abs() > 0).any():
        return empty_figure("No write-down at either date", dark=dark)
    palette = colors(dark=dark)
    bars = _bars(steps)
    amounts = numbers(steps["change"])
    last = len(steps) - 1
    fills = [
        palette.actual if place in (0, last) else palette.bad if amount > 0 else palette.good
        for place, amount in enumerate(amounts)
    ]
    texts = [
        formats.money_compact(amount)
        if place in (0, last)
        else f"{'+' if amount > 0 else ''}{formats.money_compact(amount)}"
        for place, amount in enumerate(amounts)
    ]
    names = [str(step).capitalize() for step in steps["step"]]
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": numbers(bars["top"] - bars["base"]),
        "base": numbers(bars["base"]),
        "y": list(range(len(steps))),
        "marker": solid("", dark=dark) | {"color": fills},
        "hovertext": [
            f"<b>{name}</b><br>{formats.money(amount)}"
            for name, amount in zip(names, amounts, strict=True)
        ],
        "hoverinfo": "text",
    }
    low, high = min(0.0, float(bars["base"].min())), float(bars["top"].max())
    layout = {
        "height": rows_height(len(steps), around=52),
        "xaxis": number_axis(low, high, formats.money_compact, count=3),
        "yaxis": name_axis(names, dark=dark),
        "margin": {"l": 8, "r": LABEL_MARGIN, "t": 8, "b": 28},
        "shapes": [zero_line(dark=dark, vertical=True)],
        "showlegend": False,
    }
    labels = end_labels(numbers(bars["top"]), texts, dark=dark)
    return figure([trace, labels], layout, formats, dark=dark)


def change_alt(steps: pd.DataFrame, formats: Formats) -> str:
    """Say what the bridge shows, step by step."""
    parts = [
        f"{step} {formats.money_short(amount)}"
        for step, amount in zip(steps["step"], steps["change"], strict=True)
    ]
    return f"Bridge of the write-down: {', '.join(parts)}."


def _bars(steps: pd.DataFrame) -> pd.DataFrame:
    """Return base and top of each bar: levels stand on zero, effects where the last one ended."""
    change = steps["change"].astype("float64").tolist()
    level, spans = change[0], [(0.0, change[0])]
    for amount in change[1:-1]:
        spans.append((level, level + amount))
        level += amount
    spans.append((0.0, change[-1]))
    ordered = [(min(span), max(span)) for span in spans]
    return pd.DataFrame(ordered, columns=["base", "top"])
