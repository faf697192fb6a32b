"""How the loss reaches net income and equity: two figures of one scale, drawn side by side."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from core.charts import sentences
from core.charts.axes import (
    Layout,
    Trace,
    empty_figure,
    figure,
    label,
    number_axis,
    numbers,
    zero_line,
)
from core.charts.formats import Formats
from core.charts.theme import FONT_SIZE, LINE_WIDTH, Colors, colors, hatched, solid

#: Money that is no amount.
_NOTHING = 0.005
#: Net income before and after is drawn where the loss is at least this share of it: a step of
#: less than a tenth of the height cannot be read beside it.
_LEAST_SHARE = 0.1
#: Both figures have the same height and margins, or one scale would not make for equal lengths.
_FRAME: Layout = {
    "height": 340,
    "margin": {"l": 8, "r": 12, "t": 48, "b": 64},
    "showlegend": False,
}
#: Methods that come to the same -> the words below their column, for four of them on a phone.
_COLUMN_NAMES: Mapping[tuple[str, ...], str] = {
    ("direct", "allowance", "wait"): "Every<br>method",
    ("direct", "allowance"): "Direct and<br>allowance",
    ("allowance", "wait"): "Allowance<br>and wait",
    ("direct", "wait"): "Direct<br>and wait",
    ("direct",): "Direct",
    ("allowance",): "Allow-<br>ance",
    ("wait",): "Wait (not<br>allowed)",
}


@dataclass(frozen=True, slots=True)
class Span:
    """Where the axes of money of two figures begin and end, `low` <= 0 <= `high`."""

    low: float
    high: float


def chosen_lines(
    statements: pd.DataFrame, *, method: str = "direct", period: str | None = None
) -> pd.DataFrame:
    """Return before, after and effect by line, of one method and period.

    Args:
        statements: method, period, line, before, after, effect.
        method: recording method.
        period: None for the first one.
    """
    rows = statements[statements["method"] == method]
    if len(rows):
        rows = rows[rows["period"] == (rows["period"].iloc[0] if period is None else period)]
    return rows.set_index("line")[["before", "after", "effect"]]


def common_span(
    statements: pd.DataFrame,
    changes: pd.DataFrame,
    *,
    method: str = "direct",
    period: str | None = None,
) -> Span:
    """Return the span that holds the bridge of net income and the changes of equity alike.

    Args:
        statements: method, period, line, before, after, effect.
        changes: method, period, equity.
        method: recording method of the bridge.
        period: None for the first one.
    """
    steps = _steps(chosen_lines(statements, method=method, period=period))
    levels = [0.0, *numbers(steps["start"]), *numbers(steps["end"])]
    levels += numbers(changes["equity"].dropna())
    return Span(min(levels), max(levels))


def profit_bridge_figure(
    statements: pd.DataFrame,
    formats: Formats,
    *,
    method: str = "direct",
    period: str | None = None,
    span: Span | None = None,
    dark: bool = False,
) -> go.Figure:
    """Draw how the write-down and the tax it saves lead from net income before to after.

    Where the owner's figures are missing, or so large that the loss would be a line beside them,
    the bridge begins at zero and ends at the change alone.

    Args:
        statements: method, period, line, before, after, effect; before may be unknown (NaN).
        formats: how numbers are read.
        method: recording method.
        period: None for the first one.
        span: what the axis holds; by default what the bridge needs.
        dark: whether the page is dark.
    """
    lines = chosen_lines(statements, method=method, period=period)
    steps = _steps(lines)
    if steps.empty:
        effect = float("nan") if lines.empty else lines["effect"].get("net_income", float("nan"))
        unknown = "The effect on net income is unknown"
        return empty_figure(unknown if pd.isna(effect) else "Nothing changes", dark=dark)
    palette = colors(dark=dark)
    is_level = steps["is_level"].tolist()
    amounts = numbers(steps["change"])
    trace = {
        "type": "waterfall",
        "x": list(range(len(steps))),
        "y": amounts,
        "measure": ["absolute" if total else "relative" for total in steps["is_total"]],
        "text": [
            formats.money_short(amount) if level else formats.money_signed(amount)
            for amount, level in zip(amounts, is_level, strict=True)
        ],
        "textposition": "outside",
        "cliponaxis": False,
        "increasing": {"marker": solid(palette.good, dark=dark)},
        "decreasing": {"marker": solid(palette.bad, dark=dark)},
        "totals": {"marker": solid(palette.actual, dark=dark)},
        "connector": {"line": {"color": palette.muted, "width": 1}},
        "hovertext": [
            f"<b>{name.replace('<br>', ' ')}</b><br>{formats.money(amount)}"
            for name, amount in zip(steps["name"], amounts, strict=True)
        ],
        "hoverinfo": "text",
    }
    measure = "Net income" if any(is_level) else "Change of net income"
    layout = _around(
        steps["name"].tolist(),
        range(len(steps)),
        span or common_span(statements, pd.DataFrame({"equity": []}), method=method, period=period),
        formats,
        measure=f"{measure}, {formats.currency}",
        dark=dark,
    )
    return figure([trace], {**layout, "waterfallgap": 0.45}, formats, dark=dark)


def profit_bridge_alt(
    statements: pd.DataFrame,
    formats: Formats,
    *,
    method: str = "direct",
    period: str | None = None,
) -> str:
    """Say what the profit bridge shows."""
    effects = chosen_lines(statements, method=method, period=period)["effect"]
    if effects.empty or pd.isna(effects.get("net_income")):
        return "No figure: the effect on net income is unknown."
    return f"Bridge of net income. {sentences.bridge_sentence(effects, formats)}."


def equity_change_figure(
    changes: pd.DataFrame, formats: Formats, *, span: Span | None = None, dark: bool = False
) -> go.Figure:
    """Draw by how much equity differs from before the entries, period by period and method.

    Methods that agree to the cent in every period share their columns. Later periods are expected
    and therefore hatched.

    Args:
        changes: method, period, equity (the change so far); periods in order.
        formats: how numbers are read.
        span: what the axis holds; by default what the columns need.
        dark: whether the page is dark.
    """
    known = changes.dropna(subset=["equity"])
    if known.empty:
        return empty_figure("What booking changes in equity is unknown", dark=dark)
    if (known["equity"].abs() < _NOTHING).all():
        return empty_figure("Nothing changes", dark=dark)
    periods = list(dict.fromkeys(known["period"]))
    groups = shared_by_methods(
        {
            str(method): rows.set_index("period")["equity"].reindex(periods)
            for method, rows in known.groupby("method", sort=False)
        }
    )
    # A period's columns stand together, with half a column before the next period.
    pitch = len(groups) + 0.5
    columns = [
        (place * pitch + at, methods, period, float(amounts[period]))
        for place, period in enumerate(periods)
        for at, (methods, amounts) in enumerate(groups)
    ]
    palette = colors(dark=dark)
    traces = [
        _period_columns(
            [each for each in columns if each[2] == period],
            formats,
            palette,
            is_expected=place > 0,
            dark=dark,
        )
        for place, period in enumerate(periods)
    ]
    amounts = [0.0, *(amount for *_, amount in columns)]
    layout = _around(
        [_COLUMN_NAMES.get(methods, "<br>".join(methods)) for _, methods, *_ in columns],
        [place for place, *_ in columns],
        span or Span(min(amounts), max(amounts)),
        formats,
        measure=f"Change of equity since before the entries, {formats.currency}",
        dark=dark,
    )
    layout["annotations"] += [
        {
            "text": f"<b>{label(period)}</b>" + (" (expected)" if place else ""),
            "x": place * pitch + (len(groups) - 1) / 2,
            "y": 0,
            "yref": "paper",
            "yanchor": "top",
            "yshift": -40,
            "showarrow": False,
            "font": {"color": palette.text, "size": FONT_SIZE - 1},
        }
        for place, period in enumerate(periods)
    ]
    return figure(traces, {**layout, "bargap": 0.3}, formats, dark=dark)


def equity_change_alt(changes: pd.DataFrame, formats: Formats) -> str:
    """Say what the figure of equity shows."""
    known = changes.dropna(subset=["equity"])
    words = sentences.equity_sentence(known, formats)
    return f"Columns of the change of equity by period and method. {words}."


def shared_by_methods(
    series: Mapping[str, "pd.Series[float]"],
) -> list[tuple[tuple[str, ...], "pd.Series[float]"]]:
    """Group methods whose amounts agree to the cent in every period."""
    groups: list[tuple[tuple[str, ...], pd.Series[float]]] = []
    for method, amounts in series.items():
        for index, (methods, known) in enumerate(groups):
            if bool(((known - amounts).abs().fillna(0.0) < _NOTHING).all()):
                groups[index] = ((*methods, method), known)
                break
        else:
            groups.append(((method,), amounts))
    return groups


def _steps(lines: pd.DataFrame) -> pd.DataFrame:
    """Steps of the bridge: name, change, whether total and level, and where each bar lies."""
    columns = ["name", "change", "is_total", "is_level", "start", "end"]
    effect = lines["effect"]
    if lines.empty or pd.isna(effect.get("net_income")):
        return pd.DataFrame(columns=columns).astype({"start": float, "end": float})
    gross, tax = float(effect["profit_before_tax"]), -float(effect["income_tax"])
    if max(abs(gross), abs(tax)) < _NOTHING:
        return pd.DataFrame(columns=columns).astype({"start": float, "end": float})
    before, after = float(lines["before"]["net_income"]), float(lines["after"]["net_income"])
    levels = not pd.isna(before) and abs(gross) >= _LEAST_SHARE * max(abs(before), abs(after))
    start = before if levels else 0.0
    down = "Write-down" if gross <= 0 else "Taken back"
    steps = [
        (down, gross, False, False, start, start + gross),
        ("Tax saved" if tax >= 0 else "Tax", tax, False, False, start + gross, start + gross + tax),
    ]
    if levels:
        first = ("Net income<br>before", before, True, True, 0.0, before)
        last = ("Net income<br>after", after, True, True, 0.0, after)
        steps = [first, *steps, last]
    else:
        net = float(effect["net_income"])
        steps.append(("Change of<br>net income", net, True, False, 0.0, net))
    return pd.DataFrame(steps, columns=columns)


def _around(
    names: list[str],
    places: "range | list[float]",
    span: Span,
    formats: Formats,
    *,
    measure: str,
    dark: bool,
) -> Layout:
    """Return the layout of columns on the common scale: their names, and what they measure."""
    palette = colors(dark=dark)
    return {
        **_FRAME,
        "xaxis": {
            "tickvals": list(places),
            "ticktext": names,
            # Four names stand side by side on a phone.
            "tickfont": {"color": palette.text, "size": FONT_SIZE - 2},
            "automargin": False,
            "showgrid": False,
        },
        "yaxis": number_axis(span.low, span.high, formats.money_compact, room=0.14),
        "shapes": [zero_line(dark=dark)],
        "annotations": [
            {
                "text": measure,
                "x": 0,
                "y": 1,
                "xref": "paper",
                "yref": "paper",
                "xanchor": "left",
                "yanchor": "bottom",
                "yshift": 24,
                "showarrow": False,
                "font": {"color": palette.muted, "size": FONT_SIZE - 1},
            }
        ],
    }


def _period_columns(
    columns: list[tuple[float, tuple[str, ...], str, float]],
    formats: Formats,
    palette: Colors,
    *,
    is_expected: bool,
    dark: bool,
) -> Trace:
    amounts = [amount for *_, amount in columns]
    paint = [palette.bad if amount < 0 else palette.good for amount in amounts]
    names = [
        _COLUMN_NAMES.get(methods, " ".join(methods)).replace("-<br>", "").replace("<br>", " ")
        for _, methods, *_ in columns
    ]
    marker = hatched(paint) if is_expected else solid("", dark=dark) | {"color": paint}
    return {
        "type": "bar",
        "x": [place for place, *_ in columns],
        "y": amounts,
        "marker": {**marker, "line": {"width": LINE_WIDTH, "color": paint}},
        "text": [formats.money_signed(amount) for amount in amounts],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertext": [
            f"<b>{name}</b><br>{label(period)}: {formats.money(amount)}"
            for name, (*_, period, amount) in zip(names, columns, strict=True)
        ],
        "hoverinfo": "text",
    }
