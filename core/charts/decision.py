"""Deciding on a markdown: tables of text and figures for options, limits, risk, comparison."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from core.charts.axes import (
    LINE_MARGIN,
    NAMED_BAR_WIDTH,
    NAMED_ROW_HEIGHT,
    Trace,
    empty_figure,
    end_labels,
    figure,
    label,
    mark_line,
    mark_name,
    names_above,
    no_names_axis,
    number_axis,
    numbers,
    rows_height,
    zero_line,
)
from core.charts.formats import Formats
from core.charts.scenario import MEASURES, measure_text
from core.charts.theme import FONT_SIZE, colors, expected_line, hatched

#: Share of its width that a tornado leaves free on either side, for the labels of the ends.
TORNADO_ROOM = 0.3
_NOTHING = 0.5

_OPTIONS = {
    "hold": "Today's price",
    "return": "Back to vendor",
    "liquidate": "Sell to a jobber",
    "donate": "Donate",
    "scrap": "Scrap",
}
#: Columns of the table of options.
_OPTION_MONEY = {
    "write_down": "Write-down now",
    "cash": "Cash",
    "tax": "Tax",
    "net_income_effect": "Net income",
    "equity_effect": "Equity",
    "leftover_cost": "Left over, at cost",
    "recovered": "Recovered in all",
}
#: Those that are changes themselves and carry a sign.
_OPTION_SIGNED = ("cash", "tax", "net_income_effect", "equity_effect", "recovered")
_LIMITS = {
    "budget": "Budget for price given away",
    "margin_floor": "Lowest margin",
    "sell_through": "Share to be sold",
    "whole_categories": "Whole categories only",
}
_RISK = {
    "units": ("Units sold in the window", "units"),
    "revenue": ("Revenue in the window", "money"),
    "recovered": ("Recovered in all", "money"),
    "leftover_units": ("Units left over", "units"),
    "write_down": ("Write-down needed today", "money"),
}


def options_table(options: pd.DataFrame, formats: Formats) -> pd.DataFrame:
    """Return the ways out as text, a column an option.

    Args:
        options: of `decision_table`.
        formats: how numbers are read.
    """
    names = [_OPTIONS.get(name, name) for name in options["option"]]
    rows = {"When": list(options["when"].str.capitalize())}
    for column, title in _OPTION_MONEY.items():
        shape = formats.money_signed if column in _OPTION_SIGNED else formats.money_short
        rows[title] = [shape(amount) for amount in options[column]]
    # A price agreed for all today has no range.
    fixed = options["recovered_p10"] == options["recovered_p90"]
    for end in ("p10", "p90"):
        ends = zip(fixed, options[f"recovered_{end}"], strict=True)
        rows[f"Recovered, {end.upper()}"] = [
            "fixed" if sure else formats.money_signed(amount) for sure, amount in ends
        ]
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=names)
    return frame.rename_axis("Measure").reset_index()


def limits_table(costs: pd.DataFrame, formats: Formats) -> pd.DataFrame:
    """Return what each limit costs as text: limit, cost."""
    return pd.DataFrame(
        {
            "Limit": [_LIMITS[name] for name in costs["limit"]],
            "What it costs": [formats.money_short(cost) for cost in costs["cost"]],
        }
    )


def risk_table(summary: pd.DataFrame, formats: Formats) -> pd.DataFrame:
    """Return the spread of a plan as text: plan, expected, one in ten below and above.

    Args:
        summary: of `MarkdownRisk`: measure, plan, mean, p10, p50, p90.
        formats: how numbers are read.
    """
    rows = summary.set_index("measure")
    shown = {"mean": "Expected", "p10": "P10", "p50": "P50", "p90": "P90", "plan": "Without chance"}
    text: dict[str, list[str]] = {
        title: [
            formats.units(round(rows.loc[measure, column]))  # type: ignore[arg-type]
            if shape == "units"
            else formats.money_short(rows.loc[measure, column])  # type: ignore[arg-type]
            for measure, (_, shape) in _RISK.items()
        ]
        for column, title in shown.items()
    }
    return pd.DataFrame({"Measure": [name for name, _ in _RISK.values()]} | text)


def compare_table(measures: pd.DataFrame, formats: Formats) -> pd.DataFrame:
    """Return scenarios side by side as text, one row a measure.

    Args:
        measures: measure and a column a scenario, of `Compared`.
        formats: how numbers are read.
    """
    rows = measures.set_index("measure")
    table = {"Measure": [title.format(weeks="the window") for title, _ in MEASURES.values()]}
    for name in rows.columns:
        table[name] = [measure_text(key, float(rows.loc[key, name]), formats) for key in MEASURES]  # type: ignore[arg-type]
    return pd.DataFrame(table)


def response_table(rows: pd.DataFrame, formats: Formats) -> pd.DataFrame:
    """Return the price response by category as text.

    Args:
        rows: of `response_by_category`.
        formats: how numbers are read.
    """
    spans = zip(rows["low"], rows["high"], strict=True)
    return pd.DataFrame(
        {
            "Category": rows["category"],
            "Items": [formats.units(count) for count in rows["items"]],
            "Elasticity": [formats.decimal(value, 1) for value in rows["elasticity"]],
            "8 in 10 items": [
                f"{formats.decimal(low, 1)} to {formats.decimal(high, 1)}" for low, high in spans
            ],
            "Own prices": [formats.percent(share) for share in rows["own_share"].round(2)],
            "Category's": [formats.percent(share) for share in rows["category_share"].round(2)],
            "Studies": [formats.percent(share) for share in rows["prior_share"].round(2)],
            "Deepest cut seen": [
                "none" if pd.isna(depth) else formats.percent(round(depth, 2))
                for depth in rows["depth_observed_max"]
            ],
            "To know": rows["warning"],
        }
    )


def frontier_figure(
    frontier: pd.DataFrame, formats: Formats, *, budget: float | None = None, dark: bool = False
) -> go.Figure:
    """Draw what the best plan gains over today's price for each budget of price given away.

    Args:
        frontier: budget, gain, return_on_next; ascending.
        formats: how numbers are read.
        budget: the budget that is set, marked by a line.
        dark: whether the page is dark.
    """
    if len(frontier) < 2:
        return empty_figure("No cut brings more than today's price", dark=dark)
    palette = colors(dark=dark)
    budgets, gains = numbers(frontier["budget"]), numbers(frontier["gain"])
    returns = numbers(frontier["return_on_next"])
    line: Trace = {
        "type": "scatter",
        "mode": "lines+markers+text",
        "text": [*[""] * (len(gains) - 1), formats.money_signed(gains[-1])],
        "textposition": "top left",
        "textfont": {"color": palette.text},
        "x": budgets,
        "y": gains,
        "line": expected_line(palette.forecast),
        "marker": {"size": 7, "color": palette.forecast},
        "cliponaxis": False,
        "hovertext": [
            f"<b>{formats.money_whole(x)} given away</b><br>gains {formats.money_whole(y)}"
            + ("" if pd.isna(more) else f"<br>last step: {formats.decimal(more, 2)} a unit of it")
            for x, y, more in zip(budgets, gains, returns, strict=True)
        ],
        "hoverinfo": "text",
        "showlegend": False,
    }
    marked = budget is not None and budget <= budgets[-1]
    layout = {
        "xaxis": number_axis(
            -0.03 * budgets[-1],
            budgets[-1] * 1.03,
            formats.money_compact,
            title="Price given away",
            count=3,
        ),
        "yaxis": number_axis(
            min(-0.03 * max(gains), *gains), max(gains) * 1.12, formats.money_compact, title="Gain"
        ),
        "margin": {"l": 8, "r": 12, "t": 28, "b": 44},
        "shapes": [mark_line(budget, color=palette.muted)] if marked else [],
        "annotations": [mark_name("your budget", budget, budgets[-1] / 2, color=palette.muted)]
        if marked
        else [],
    }
    return figure([line], layout, formats, dark=dark)


def tornado_figure(swings: pd.DataFrame, formats: Formats, *, dark: bool = False) -> go.Figure:
    """Draw what is recovered at either end of each assumption, against the forecast.

    Args:
        swings: of `tornado`, largest first.
        formats: how numbers are read.
        dark: whether the page is dark.
    """
    shown = swings[swings["swing"] >= 0.5]
    if shown.empty:
        return empty_figure("No assumption moves the result", dark=dark)
    palette = colors(dark=dark)
    ends = shown[["recovered_low", "recovered_high"]]
    base = float(shown["recovered"].iloc[0])
    # Both ends may lie on one side of the forecast: then the other side has no bar.
    worst, best = numbers(ends.min(axis=1).clip(upper=base)), numbers(ends.max(axis=1).clip(base))
    names = [
        f"{label(name, length=34)}: {label(low)} to {label(high)}"
        for name, low, high in zip(shown["assumption"], shown["low"], shown["high"], strict=True)
    ]
    hover = [
        f"<b>{name}</b><br>{formats.money_whole(low)} to {formats.money_whole(high)}"
        for name, low, high in zip(names, *(numbers(ends[end]) for end in ends), strict=True)
    ]
    span = max(best) - min(worst)
    low, high = min(worst) - TORNADO_ROOM * span, max(best) + TORNADO_ROOM * span
    traces = [
        _side(values, base, color, hover, formats, dark=dark)
        for values, color in ((worst, palette.bad), (best, palette.good))
    ]
    named = names_above(names, dark=dark)
    layout = {
        "height": rows_height(len(names), row=NAMED_ROW_HEIGHT, around=100),
        "barmode": "overlay",
        "xaxis": number_axis(
            low, high, formats.money_compact, title="Recovered in all", count=3
        ),
        "yaxis": no_names_axis(len(names)),
        # A line through all rows would cross the names.
        "shapes": [
            mark_line(base, color=palette.text)
            | {"yref": "y", "y0": row - 0.3, "y1": row + 0.3}
            for row in range(len(names))
        ],
        "annotations": [
            mark_name(
                f"as forecast {formats.money_compact(base)}", base, (low + high) / 2,
                color=palette.text,
            )
        ],
        "margin": {"l": 8, "r": 12, "t": 28, "b": 44},
    }  # fmt: skip
    return figure([*traces, named | {"x": [low] * len(names)}], layout, formats, dark=dark)


def _side(
    ends: list[float], base: float, color: str, hover: list[str], formats: Formats, *, dark: bool
) -> Trace:
    """Return the bars from the forecast to one end, each labeled with its change."""
    changes = [end - base for end in ends]
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(ends))),
        "x": changes,
        "base": [base] * len(ends),
        "width": NAMED_BAR_WIDTH,
        "marker": hatched(color),
        "text": [
            _signed_compact(change, formats) if abs(change) >= _NOTHING else ""
            for change in changes
        ],
        "textposition": "outside",
        "textfont": {"color": colors(dark=dark).text},
        "cliponaxis": False,
        "hovertext": hover,
        "hoverinfo": "text",
        "showlegend": False,
    }


def compare_figure(
    measures: pd.DataFrame,
    measure: str,
    formats: Formats,
    *,
    beside: str | None = None,
    dark: bool = False,
) -> go.Figure:
    """Draw one measure of the scenarios as bars, each with its distance from the first one.

    All of them are forecasts, so all are hatched; the baseline is paler.

    Args:
        measures: measure and a column a scenario, of `Compared`.
        measure: which of them, money.
        formats: how numbers are read.
        beside: the measure of the figure next to this one: both share one scale.
        dark: whether the page is dark.
    """
    palette = colors(dark=dark)
    on_scale = measures[measures["measure"].isin([measure, beside])].drop(columns="measure")
    reach = on_scale.to_numpy(dtype="float64")
    low, high = float(reach.min()), float(reach.max())
    row = measures[measures["measure"] == measure].drop(columns="measure").iloc[0]
    amounts = [float(amount) for amount in row]
    rows = list(range(len(amounts)))
    bars: Trace = {
        "type": "bar",
        "orientation": "h",
        "y": rows,
        "x": amounts,
        "width": NAMED_BAR_WIDTH,
        "marker": hatched([palette.muted] + [palette.forecast] * (len(amounts) - 1)),
        "hoverinfo": "skip",
        "showlegend": False,
    }
    names = [label(name, length=34) for name in row.index]
    changes = ["", *(_signed_compact(amount - amounts[0], formats) for amount in amounts[1:])]
    small = f"<span style='color:{palette.muted};font-size:{FONT_SIZE - 1}px'>"
    texts = [
        formats.money_compact(amount) + (f"  {small}{change}</span>" if change else "")
        for amount, change in zip(amounts, changes, strict=True)
    ]
    layout = {
        "height": rows_height(len(rows), row=NAMED_ROW_HEIGHT, around=48),
        "xaxis": number_axis(min(0.0, low), max(1.0, high), formats.money_compact, count=3),
        "yaxis": no_names_axis(len(rows)),
        "shapes": [zero_line(dark=dark, vertical=True)],
        "margin": {"l": 8, "r": LINE_MARGIN, "t": 8, "b": 28},
    }
    ends = [max(amount, 0.0) for amount in amounts]
    labels = end_labels(ends, texts, dark=dark)
    return figure([bars, labels, names_above(names, dark=dark)], layout, formats, dark=dark)


def _signed_compact(change: float, formats: Formats) -> str:
    text = formats.money_compact(change)
    return f"+{text}" if change >= _NOTHING else text


def equity_table(outcomes: Mapping[str, pd.DataFrame], formats: Formats) -> pd.DataFrame:
    """Return equity by the end of each period as text, a row a scenario and method.

    Args:
        outcomes: name of the scenario to its books by period: method, period, equity_change.
        formats: how numbers are read.
    """
    rows = []
    for name, books in outcomes.items():
        for method, title in (("direct", "direct and allowance"), ("wait", "wait")):
            own = books[books["method"] == method]
            amounts = {
                str(period).capitalize(): formats.money_signed(amount)
                for period, amount in zip(own["period"], own["equity_change"], strict=True)
            }
            rows.append({"Equity since before today": f"{name}, {title}", **amounts})
    return pd.DataFrame(rows).fillna("")
