"""Figures of what is at risk: by age, reason, category and item."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from core.charts import sentences
from core.charts.axes import (
    LABEL_MARGIN,
    LINE_LENGTH,
    LINE_MARGIN,
    NAME_MARGIN,
    NAMED_BAR_WIDTH,
    NAMED_ROW_HEIGHT,
    ROW_HEIGHT,
    Trace,
    empty_figure,
    end_labels,
    figure,
    full_name,
    label,
    name_axis,
    names_above,
    no_names_axis,
    number_axis,
    numbers,
    rows_height,
    zero_line,
)
from core.charts.formats import Formats
from core.charts.theme import FONT_SIZE, Colors, colors, dotted, solid
from core.policy import REASONS

#: Pixels of a line of the legend.
_LEGEND_LINE = 20
#: Bars a ranking shows; more is a table's work.
TOP = 10


def aging_figure(aging: pd.DataFrame, formats: Formats, *, dark: bool = False) -> go.Figure:
    """Draw stock at cost by age, with the write-down as the part that is lost.

    Args:
        aging: bucket, cost_value, write_down (as far as known), youngest first.
        formats: how numbers are read.
        dark: whether the page is dark.
    """
    stocked = aging[aging["cost_value"] > 0].assign(unknown_cost_value=0.0)
    return _split_bars(stocked, stocked["bucket"].map(str).tolist(), formats, dark=dark)


def aging_alt(aging: pd.DataFrame, formats: Formats) -> str:
    """Say what the figure of stock by age shows."""
    finding = sentences.aging_sentence(aging, formats)
    return f"Bars of stock at cost by age, write-down apart. {finding}."


def risk_figures(
    aging: pd.DataFrame, by_reason: pd.DataFrame, formats: Formats, *, dark: bool = False
) -> tuple[go.Figure, go.Figure]:
    """Draw the stock at risk twice, by age and by reason, on one scale.

    Both show the same money, so that they stand side by side: the cost of what has a reason to
    lose value, the write-down apart, and what cannot be judged.

    Args:
        aging: bucket, at_risk_value, unknown_cost_value, write_down, youngest first.
        by_reason: reason, cost_value, write_down; "healthy" is left out.
        formats: how numbers are read.
        dark: whether the page is dark.
    """
    ages, reasons = _at_risk_by_age(aging), _at_risk_by_reason(by_reason)
    most = max([0.0, *numbers(ages["cost_value"]), *numbers(reasons["cost_value"])])
    return (
        _split_bars(ages, ages["bucket"].map(str).tolist(), formats, most=most, dark=dark),
        _split_bars(
            reasons,
            [reason.capitalize() for reason in reasons["reason"]],
            formats,
            most=most,
            dark=dark,
        ),
    )


def _at_risk_by_age(aging: pd.DataFrame) -> pd.DataFrame:
    both = aging["at_risk_value"] + aging["unknown_cost_value"]
    return aging.assign(cost_value=both)[both > 0]


def _at_risk_by_reason(by_reason: pd.DataFrame) -> pd.DataFrame:
    """Return what has a reason, in the order in which reasons claim units; unknown comes last."""
    order = [*REASONS, "unknown"]
    at_risk = by_reason[by_reason["reason"].isin(order) & (by_reason["cost_value"] > 0)]
    at_risk = at_risk.sort_values("reason", key=lambda reason: reason.map(order.index))
    judged = at_risk["reason"] != "unknown"
    return at_risk.assign(unknown_cost_value=at_risk["cost_value"].where(~judged, 0.0))


def risk_by_age_alt(aging: pd.DataFrame, formats: Formats) -> str:
    """Say what the figure of stock at risk by age shows."""
    finding = sentences.risk_by_age_sentence(aging, formats)
    return f"Bars of stock at risk by age, write-down apart. {finding}."


def reason_alt(by_reason: pd.DataFrame, formats: Formats) -> str:
    """Say what the figure of reasons shows."""
    finding = sentences.reasons_sentence(by_reason, formats)
    return f"Bars of stock at risk by reason, write-down apart. {finding}."


def category_figure(
    by_category: pd.DataFrame, formats: Formats, *, count: int = TOP, dark: bool = False
) -> go.Figure:
    """Draw stock at cost of the categories with the largest write-downs.

    Args:
        by_category: category, cost_value, write_down, unknown_cost_value.
        formats: how numbers are read.
        count: categories shown.
        dark: whether the page is dark.
    """
    largest = by_category[by_category["cost_value"] > 0].sort_values(
        ["write_down", "cost_value", "category"], ascending=[False, False, True]
    )
    shown = largest.head(count)
    names = shown["category"].where(shown["category"].fillna("") != "", sentences.NO_CATEGORY)
    return _split_bars(shown, names.tolist(), formats, above=True, dark=dark)


def category_alt(by_category: pd.DataFrame, formats: Formats) -> str:
    """Say what the figure of categories shows."""
    finding = sentences.category_sentence(by_category, formats)
    return f"Bars of stock at cost by category, write-down apart. {finding}."


def top_items_figure(
    items: pd.DataFrame, formats: Formats, *, count: int = TOP, dark: bool = False
) -> go.Figure:
    """Draw the items with the largest write-downs, each with its main reason.

    Args:
        items: sku, description, reason, cost_value, write_down.
        formats: how numbers are read.
        count: items shown.
        dark: whether the page is dark.
    """
    top = sentences.top_items(items, count)
    if top.empty:
        return empty_figure("No item needs a write-down", dark=dark)
    palette = colors(dark=dark)
    names = top["description"].where(top["description"].fillna("").str.strip() != "", top["sku"])
    amounts = numbers(top["write_down"])
    bars: Trace = {
        "type": "bar",
        "orientation": "h",
        "x": amounts,
        "y": list(range(len(top))),
        "width": NAMED_BAR_WIDTH,
        "marker": solid("", dark=dark) | {"color": [palette.reasons[r] for r in top["reason"]]},
        "hovertext": [
            f"<b>{full_name(name)}</b> ({full_name(sku)})<br>{reason.capitalize()}<br>"
            f"Write-down {formats.money_whole(loss)} of {formats.money_whole(cost)} at cost"
            for name, sku, reason, loss, cost in zip(
                names, top["sku"], top["reason"], amounts, top["cost_value"], strict=True
            )
        ],
        "hoverinfo": "text",
        "showlegend": False,
    }
    muted = f"<span style='color:{palette.muted};font-size:{FONT_SIZE - 1}px'>"
    titles = [
        f"{label(name, length=LINE_LENGTH)}  {muted}{reason}</span>"
        for name, reason in zip(names, top["reason"], strict=True)
    ]
    texts = [formats.money_compact(amount) for amount in amounts]
    layout = {
        "height": rows_height(len(top), row=NAMED_ROW_HEIGHT, around=64),
        "xaxis": number_axis(0, max(amounts), formats.money_compact, title="Write-down", count=3),
        "yaxis": no_names_axis(len(top)),
        "margin": {"l": 8, "r": LABEL_MARGIN, "t": 4, "b": 40},
        "shapes": [zero_line(dark=dark, vertical=True)],
    }
    traces = [bars, names_above(titles, dark=dark), end_labels(amounts, texts, dark=dark)]
    return figure(traces, layout, formats, dark=dark)


def top_items_alt(items: pd.DataFrame, formats: Formats, *, count: int = TOP) -> str:
    """Say what the figure of the top items shows."""
    finding = sentences.top_items_sentence(items, formats, count=count)
    return f"Bars of the largest write-downs by item. {finding}."


def carrying_value_figure(
    by_reason: pd.DataFrame, formats: Formats, *, dark: bool = False
) -> go.Figure:
    """Draw the way from stock at cost down to its carrying value, reason by reason.

    Args:
        by_reason: reason, cost_value, write_down; nothing is taken off what is unknown.
        formats: how numbers are read.
        dark: whether the page is dark.
    """
    cost = float(by_reason["cost_value"].sum())
    if not cost > 0:
        return empty_figure("No stock with a known cost", dark=dark)
    palette = colors(dark=dark)
    bars = _steps_down(by_reason, cost, palette)
    amounts = numbers(bars["change"])
    texts = [formats.money_compact(amount) for amount in amounts]
    trace: Trace = {
        "type": "bar",
        "orientation": "h",
        "x": numbers(bars["change"].abs()),
        "base": numbers(bars["base"]),
        "y": list(range(len(bars))),
        "marker": solid("", dark=dark) | {"color": bars["color"].tolist()},
        "customdata": amounts,
        "hovertext": [
            f"<b>{name}</b><br>{formats.money_whole(amount)}"
            for name, amount in zip(bars["name"], amounts, strict=True)
        ],
        "hoverinfo": "text",
    }
    names = bars["name"].tolist()
    unknown = float(by_reason.loc[by_reason["reason"] == "unknown", "cost_value"].sum())
    if unknown > 0:
        names[-1] += f"<br>incl. {formats.money_compact(unknown)} unknown"
    ends = numbers(bars["base"] + bars["change"].abs())
    layout = {
        "height": rows_height(len(bars), around=52),
        "xaxis": number_axis(0, cost, formats.money_compact, count=3),
        "yaxis": name_axis(names, dark=dark),
        "margin": {"l": 8, "r": LABEL_MARGIN, "t": 8, "b": 28},
        "shapes": [zero_line(dark=dark, vertical=True)],
        "showlegend": False,
    }
    return figure([trace, end_labels(ends, texts, dark=dark)], layout, formats, dark=dark)


def carrying_value_alt(by_reason: pd.DataFrame, formats: Formats) -> str:
    """Say what the figure from cost to carrying value shows."""
    cost = float(by_reason["cost_value"].sum())
    carrying = cost - float(by_reason["write_down"].sum())
    way = f"{formats.money_short(cost)} at cost to {formats.money_short(carrying)} carrying value"
    finding = sentences.reasons_sentence(by_reason, formats)
    return f"Waterfall from {way}. {finding}."


def _steps_down(by_reason: pd.DataFrame, cost: float, palette: Colors) -> pd.DataFrame:
    """Return the bars of the waterfall: name, change, base (where the bar begins), color."""
    losses = by_reason.groupby("reason")["write_down"].sum().reindex(list(REASONS))
    losses = losses[losses > 0]
    left = cost - losses.cumsum()
    carrying = cost - float(losses.sum())
    return pd.DataFrame(
        {
            "name": [
                "Stock at cost",
                *(str(reason).capitalize() for reason in losses.index),
                "Carrying value",
            ],
            "change": [cost, *(-losses), carrying],
            "base": [0.0, *left, 0.0],
            "color": [
                palette.healthy,
                *(palette.reasons[str(reason)] for reason in losses.index),
                palette.actual,
            ],
        }
    )


def _split_bars(
    groups: pd.DataFrame,
    names: Sequence[str],
    formats: Formats,
    *,
    above: bool = False,
    most: float | None = None,
    dark: bool,
) -> go.Figure:
    """Bars of cost_value split in write-down, the rest, and cost nobody can judge.

    Short names stand beside their bars, long ones `above` them. A figure that shares its scale
    with another gets the largest amount of both, `most`, and as much room for names.
    """
    if groups.empty:
        return empty_figure("No stock at risk to show", dark=dark)
    palette = colors(dark=dark)
    cost = groups["cost_value"].astype("float64")
    loss = groups["write_down"].fillna(0.0)
    unknown = groups["unknown_cost_value"].fillna(0.0)
    parts = (
        ("Write-down", loss, solid(palette.bad, dark=dark)),
        ("Rest of cost", (cost - loss - unknown).clip(lower=0), solid(palette.healthy, dark=dark)),
        ("Unknown", unknown, dotted(palette.unknown)),
    )
    hover = [
        f"<b>{full_name(name)}</b><br>At cost {formats.money_whole(amount)}<br>"
        + ("" if blind == amount else f"Write-down {formats.money_whole(lost)}")
        + (f"<br>Cannot be judged {formats.money_whole(blind)}" if blind > 0 else "")
        for name, amount, lost, blind in zip(names, cost, loss, unknown, strict=True)
    ]
    bar: Trace = {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(groups))),
        "hovertext": hover,
        "hoverinfo": "text",
    }
    if above:
        bar["width"] = NAMED_BAR_WIDTH
    traces: list[Trace] = [
        bar | {"name": name, "x": numbers(amounts), "marker": marker}
        for name, amounts, marker in parts
        if float(amounts.sum()) > 0
    ]
    # On a phone each part's name takes a line, which must not lie on few bars.
    lines = _LEGEND_LINE * max(0, len(traces) - 1)
    totals = _cost_and_loss(cost, loss, formats, palette, between="  " if above else "<br>")
    traces.append(end_labels(numbers(cost), totals, dark=dark))
    if above:
        traces.append(names_above([label(name, length=LINE_LENGTH) for name in names], dark=dark))
    layout = {
        "barmode": "stack",
        "height": rows_height(len(groups), row=NAMED_ROW_HEIGHT if above else ROW_HEIGHT) + lines,
        "xaxis": number_axis(
            0,
            float(cost.max()) if most is None else most,
            formats.money_compact,
            title="Stock at cost" if most is None else "Stock at risk, at cost",
            count=3,
        ),
        "yaxis": no_names_axis(len(groups))
        if above
        else name_axis([label(name) for name in names], dark=dark),
        "margin": {
            "l": 8 if most is None else NAME_MARGIN,
            "r": LINE_MARGIN if above else LABEL_MARGIN,
            "t": 32 + lines,
            "b": 40,
        },
        "shapes": [zero_line(dark=dark, vertical=True)],
        "showlegend": True,
    }
    return figure(traces, layout, formats, dark=dark)


def _cost_and_loss(
    cost: "pd.Series[float]",
    loss: "pd.Series[float]",
    formats: Formats,
    palette: Colors,
    *,
    between: str,
) -> list[str]:
    """Return the label of each bar: its cost, then the write-down if there is one."""
    small = f"<span style='color:{palette.bad_text};font-size:{FONT_SIZE - 2}px'>"
    return [
        formats.money_compact(amount)
        + (f"{between}{small}{formats.money_compact(-lost)}</span>" if lost > 0 else "")
        for amount, lost in zip(cost, loss, strict=True)
    ]
