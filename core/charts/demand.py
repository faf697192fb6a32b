"""Figures of demand: what sold, what is expected, how long the stock lasts, how well it fits."""

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.charts import sentences
from core.charts.axes import (
    LABEL_MARGIN,
    NAMED_ROW_HEIGHT,
    Layout,
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
from core.charts.formats import Day, Formats
from core.charts.theme import (
    DATA_WIDTH,
    FONT_SIZE,
    LINE_WIDTH,
    colors,
    expected_line,
    faded,
    hatched,
)

#: Periods of history shown: two years of weeks, so that one season can be held against the next.
MOST_HISTORY = 104
#: Periods drawn after the stock has run out.
PERIODS_AFTER_STOCKOUT = 4


def forecast_figure(
    history: pd.DataFrame,
    forecast: pd.DataFrame,
    formats: Formats,
    *,
    out_of_stock: pd.DataFrame | None = None,
    dark: bool = False,
) -> go.Figure:
    """Draw units sold (solid) and expected (dashed) with the interval that holds 8 of 10 cases.

    Args:
        history: period (first day), units (NaN where nothing is known), of one item or a sum.
        forecast: period, mean, q10, q90.
        formats: how numbers are read.
        out_of_stock: period, sold, counted (demand estimated) of periods without stock.
        dark: whether the page is dark.
    """
    # Without stock nothing is known: the line breaks there.
    begun = history.sort_values("period").loc[lambda rows: rows["units"].notna().cummax()]
    known = begun.tail(MOST_HISTORY)
    ahead = forecast.sort_values("period")
    if known.empty and ahead.empty:
        return empty_figure("No sales history: demand is unknown", dark=dark)
    palette = colors(dark=dark)
    traces = [*_fan(ahead, palette.forecast)] if len(ahead) else []
    if len(known):
        traces.append(
            _line("Sold", known["period"], known["units"], palette.actual)
            | {"hovertemplate": "Sold %{y:,.1~f}<extra></extra>"}
        )
    marks = _out_of_stock(out_of_stock, known, palette.bad)
    traces += marks
    top = max([0.0, *numbers(known["units"]), *numbers(ahead["q90"]), *numbers(ahead["mean"])])
    top = max([top, *(y for mark in marks for y in mark["y"])])
    low = min([0.0, *numbers(known["units"])])
    layout = {
        "yaxis": number_axis(
            low, top * 1.04, formats.units_compact, title=_per_period(ahead, known)
        ),
        "xaxis": _time_axis(),
        "hovermode": "x unified",
        "margin": {"l": 8, "r": 12, "t": 36, "b": 24},
    }
    return figure(traces, layout, formats, dark=dark)


def forecast_alt(history: pd.DataFrame, forecast: pd.DataFrame, formats: Formats) -> str:
    """Say what the figure of sales and forecast shows."""
    known = history["units"].dropna()
    if known.empty and forecast.empty:
        return "No figure: there is no sales history and so no forecast."
    sold = f"Units sold over {formats.count(len(known), 'period')}" if len(known) else "No history"
    if forecast.empty:
        return f"{sold}, no forecast."
    ahead = (
        f"a forecast of {formats.units(float(forecast['mean'].mean()))} a period over the next "
        f"{len(forecast)}, eight of ten cases between "
        f"{formats.units(float(forecast['q10'].mean()))} and "
        f"{formats.units(float(forecast['q90'].mean()))}"
    )
    return f"{sold}, and {ahead}."


def stock_ahead(forecast: pd.DataFrame, *, on_hand: float, as_of: dt.date) -> pd.DataFrame:
    """Return the stock expected to be left at the end of each period when nothing is ordered.

    Args:
        forecast: period (first day, ascending), mean of the whole period; the first one may have
            begun on or before `as_of`, and then counts for its days ahead alone.
        on_hand: units in stock.
        as_of: the day the stock list speaks of.

    Returns:
        day, units: `as_of` first, then the last day of each period, and the moment the stock
        is gone if that comes; never below zero.
    """
    start = forecast["period"].to_numpy(dtype="datetime64[s]")
    today = np.array([as_of], dtype="datetime64[s]")
    last = start[-1] - start[-2] if len(start) > 1 else np.timedelta64(7, "D")
    following = np.append(start[1:], start[-1] + last)
    one_day = np.timedelta64(1, "D")
    ahead = np.clip((following - one_day - today) / (following - start), 0.0, 1.0)
    used = np.cumsum(forecast["mean"].to_numpy(dtype=np.float64) * ahead)
    days = np.append(today, following - one_day)
    left = np.append(on_hand, on_hand - used)
    gone = int(np.argmax(left <= 0))
    if gone > 0 and left[gone] < 0:
        share = left[gone - 1] / (left[gone - 1] - left[gone])
        moment = days[gone - 1] + (days[gone] - days[gone - 1]) * share
        days, left = np.insert(days, gone, moment), np.insert(left, gone, 0.0)
    return pd.DataFrame({"day": pd.to_datetime(days), "units": np.maximum(left, 0.0)})


def cover_figure(
    forecast: pd.DataFrame,
    formats: Formats,
    *,
    on_hand: float,
    as_of: dt.date,
    reorder_point: float = float("nan"),
    stockout_date: Day = None,
    dark: bool = False,
) -> go.Figure:
    """Draw the stock expected to be left when nothing is ordered, and where it runs out.

    Args:
        forecast: period, mean.
        formats: how numbers are read.
        on_hand: units in stock.
        as_of: the day the stock list speaks of.
        reorder_point: level at which to order; NaN leaves it out.
        stockout_date: expected day the stock is gone; None when beyond the forecast.
        dark: whether the page is dark.
    """
    if reason := _why_not(forecast, on_hand):
        return empty_figure(reason, dark=dark)
    palette = colors(dark=dark)
    stock = stock_ahead(forecast.sort_values("period"), on_hand=on_hand, as_of=as_of)
    empty_from = int((stock["units"] > 0).sum()) + PERIODS_AFTER_STOCKOUT
    shown = stock.head(max(empty_from, 2))
    line = _line("Stock left", shown["day"], shown["units"], palette.forecast)
    line |= {
        "line": expected_line(palette.forecast),
        "fill": "tozeroy",
        "fillcolor": faded(palette.forecast, 0.10),
        "hovertemplate": "%{x|%b %-d, %Y}<br>%{y:,.0f} left<extra></extra>",
    }
    top = max(on_hand, reorder_point if reorder_point > 0 else 0.0)
    shapes, notes = _reorder_line(reorder_point, formats, palette.muted)
    if stockout_date is not None and not pd.isna(stockout_date):
        mark, note = _stockout_mark(stockout_date, shown["day"], formats, palette.bad_text)
        shapes.append(mark)
        notes.append(note)
    layout = {
        "height": 260,
        "yaxis": number_axis(0, top * 1.08, formats.units_compact, title="Units left"),
        "xaxis": _time_axis(),
        "shapes": shapes,
        "annotations": notes,
        "showlegend": False,
        "margin": {"l": 8, "r": 12, "t": 24, "b": 24},
    }
    return figure([line], layout, formats, dark=dark)


def _why_not(forecast: pd.DataFrame, on_hand: float) -> str:
    """Return why no stock ahead can be drawn, or nothing."""
    if math.isnan(on_hand):
        return "The units on hand are unknown"
    if on_hand <= 0:
        return "Out of stock"
    return "No forecast: how long the stock lasts is unknown" if forecast.empty else ""


def cover_alt(
    formats: Formats, *, on_hand: float, as_of: dt.date, stockout_date: Day = None
) -> str:
    """Say what the figure of stock left shows."""
    if stockout_date is None or pd.isna(stockout_date):
        end = "outlasts the forecast"
    else:
        end = f"runs out on {formats.day_month(stockout_date, near=as_of)}"
    return f"Stock left of {formats.units(on_hand)} if nothing is ordered; it {end}."


def accuracy_figure(by_class: pd.DataFrame, formats: Formats, *, dark: bool = False) -> go.Figure:
    """Draw the error of the forecast by kind of demand, above that of repeating the past.

    Args:
        by_class: demand_class, items, tested_units, absolute_error, naive_error (units), the
            class that sold most first.
        formats: how numbers are read.
        dark: whether the page is dark.
    """
    tested = by_class[by_class["tested_units"] > 0]
    if tested.empty:
        return empty_figure("No item has enough history to test its forecast", dark=dark)
    palette = colors(dark=dark)
    sold = tested["tested_units"]
    kinds = (
        ("Forecast", numbers(tested["absolute_error"] / sold), palette.actual, -0.2),
        ("Repeating the past", numbers(tested["naive_error"] / sold), palette.previous, 0.2),
    )
    traces: list[Trace] = []
    for name, errors, color, shift in kinds:
        rows = [row + shift for row in range(len(tested))]
        bars: Trace = {
            "type": "bar",
            "orientation": "h",
            "name": name,
            "x": errors,
            "y": rows,
            "width": 0.36,
            "marker": {"color": color},
            "hovertext": [
                f"<b>{label(kind).capitalize()}</b>, {formats.count(items, 'item')}<br>"
                f"{name}: errors of {formats.percent(error)} of the "
                f"{formats.count(units, 'unit')} sold"
                for kind, items, error, units in zip(
                    tested["demand_class"], tested["items"], errors, sold, strict=True
                )
            ],
            "hoverinfo": "text",
        }
        texts = end_labels(errors, [formats.percent(error) for error in errors], dark=dark)
        traces += [bars, texts | {"y": rows}]
    top = max(error for _, errors, *_ in kinds for error in errors)
    names = [
        f"{label(str(kind).capitalize())}<br>{formats.units_compact(units)} sold"
        for kind, units in zip(tested["demand_class"], sold, strict=True)
    ]
    layout = {
        "height": rows_height(len(tested), row=NAMED_ROW_HEIGHT),
        "barmode": "overlay",
        "xaxis": number_axis(0, top, formats.percent, title="Error, share of units sold", count=3),
        "yaxis": name_axis(names, dark=dark),
        "margin": {"l": 8, "r": LABEL_MARGIN, "t": 32, "b": 40},
        "shapes": [zero_line(dark=dark, vertical=True)],
        "showlegend": True,
    }
    return figure(traces, layout, formats, dark=dark)


def accuracy_alt(total: Mapping[str, float], formats: Formats) -> str:
    """Say what the figure of forecast errors shows."""
    finding = sentences.accuracy_sentence(total, formats)
    return f"Bars of forecast error by kind of demand. {finding}."


def _fan(ahead: pd.DataFrame, color: str) -> list[Trace]:
    """The interval as a hatched band between two unseen lines, and the mean dashed upon it."""
    edge: Trace = {"mode": "lines", "line": {"width": 0, "color": color}, "showlegend": False}
    texture = hatched(color)["pattern"]
    band = {
        "fill": "tonexty",
        "name": "8 of 10 cases",
        "showlegend": True,
        "fillpattern": {
            "shape": "/",
            "fgcolor": faded(color, 0.45),
            "bgcolor": texture["bgcolor"],
            "size": 7,
            "solidity": 0.18,
        },
    }
    low = {"type": "scatter", "x": ahead["period"], "y": numbers(ahead["q10"]), "name": "low"}
    high = {"type": "scatter", "x": ahead["period"], "y": numbers(ahead["q90"])}
    mean = _line("Forecast", ahead["period"], ahead["mean"], color)
    mean["line"] = expected_line(color)
    mean["customdata"] = ahead[["q10", "q90"]].to_numpy(dtype=np.float64)
    mean["hovertemplate"] = (
        "Forecast %{y:,.1~f} (%{customdata[0]:,.1~f} to %{customdata[1]:,.1~f})<extra></extra>"
    )
    skip = {"hoverinfo": "skip"}
    return [low | edge | skip, high | edge | band | skip, mean]


def _out_of_stock(out: pd.DataFrame | None, known: pd.DataFrame, color: str) -> list[Trace]:
    """Crosses at the demand estimated for periods without stock, of the periods shown."""
    if out is None or known.empty:
        return []
    shown = out[out["period"].isin(known["period"])]
    if shown.empty:
        return []
    mark: Trace = {
        "type": "scatter",
        "mode": "markers",
        "name": "Out of stock",
        "x": shown["period"],
        "y": numbers(shown["counted"]),
        "customdata": shown[["sold"]].to_numpy(dtype=np.float64),
        "marker": {"symbol": "x-thin", "size": 9, "line": {"color": color, "width": 2}},
        "hovertemplate": (
            "Out of stock: sold %{customdata[0]:,.1~f}, demand put at %{y:,.1~f}<extra></extra>"
        ),
    }
    return [mark]


def _line(name: str, x: "pd.Series[Any]", y: "pd.Series[float]", color: str) -> Trace:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": x,
        "y": numbers(y),
        "line": {"color": color, "width": DATA_WIDTH - 0.5},
    }


def _time_axis() -> Layout:
    return {
        "type": "date",
        "showgrid": False,
        "hoverformat": "%b %-d, %Y",
        "ticklabelmode": "period",
        "ticklabelstandoff": 4,
    }


def _per_period(ahead: pd.DataFrame, known: pd.DataFrame) -> str:
    """Name the unit of the vertical axis from the distance of the periods."""
    starts = (ahead if len(ahead) > 1 else known)["period"].to_numpy(dtype="datetime64[D]")
    if len(starts) < 2:
        return "Units"
    days = float(np.median(np.diff(starts) / np.timedelta64(1, "D")))
    return "Units a month" if days > 20 else "Units a week"


def _reorder_line(
    reorder_point: float, formats: Formats, color: str
) -> tuple[list[Layout], list[Layout]]:
    if not reorder_point > 0:
        return [], []
    line = {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": reorder_point,
        "y1": reorder_point,
        "line": {"color": color, "width": LINE_WIDTH, "dash": "dot"},
    }
    note = _note(f"reorder at {formats.units(reorder_point)}", 0, reorder_point, color)
    side = {"xref": "paper", "xanchor": "left", "yanchor": "bottom", "xshift": 4}
    return [line], [note | side]


def _stockout_mark(
    day: Day, days: "pd.Series[pd.Timestamp]", formats: Formats, color: str
) -> tuple[Layout, Layout]:
    """A line on the day the stock is gone, its label on the side that has room."""
    at = pd.Timestamp(day)  # type: ignore[arg-type]
    line = {
        "type": "line",
        "x0": at,
        "x1": at,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": color, "width": LINE_WIDTH},
    }
    late = at > days.iloc[0] + (days.iloc[-1] - days.iloc[0]) / 2
    note = _note(f"runs out {formats.day_month(day, near=days.iloc[0].date())}", at, 1, color)
    side = {"xanchor": "right" if late else "left"}
    return line, note | side | {"yref": "paper", "yanchor": "bottom"}


def _note(text: str, x: object, y: float, color: str) -> Layout:
    return {
        "text": text,
        "x": x,
        "y": y,
        "showarrow": False,
        "font": {"color": color, "size": FONT_SIZE - 1},
    }
