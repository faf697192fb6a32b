"""A markdown next to today's price as tables of text, and its effect by method and period."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from core.charts.formats import MINUS, Formats
from core.charts.ledger import METHODS

#: Measures an owner compares, in the order shown: label and shape. "{weeks}" is the window.
MEASURES: Mapping[str, tuple[str, str]] = {
    "units": ("Units sold in {weeks}", "units"),
    "sell_through": ("Share of the stock sold", "share"),
    "cash": ("Cash in {weeks}, before tax", "money"),
    "leftover_value": ("What the units left over still bring", "money"),
    "recovered": ("Recovered in all", "money"),
    "leftover_units": ("Units left over", "units"),
    "leftover_cost": ("Units left over, at cost", "money"),
    "nrv_value": ("Net realizable value today", "money"),
    "write_down": ("Write-down needed today", "money"),
    "net_income_now": ("Net income today", "money"),
    "net_income_effect": ("Net income, today to the last week", "money"),
    "equity_effect": ("Equity after the last week", "money"),
}


_TENTH_POINT = 0.001
#: From here on units are shown as at least one.
_HALF = 0.5

#: Measures of the headline figures: label, whether more of it is good, and its explanation.
_FIGURES: Mapping[str, tuple[str, bool, str]] = {
    "write_down": ("Write-down today", False, "markdown_write_down"),
    "net_income_now": ("Net income today", True, "markdown_net_income"),
    "equity_effect": ("Equity after {weeks}", True, "markdown_equity"),
    "nrv_value": ("Net realizable value", True, "nrv"),
    "units": ("Units sold in {weeks}", True, "units_sold"),
    "cash": ("Cash in {weeks}", True, "cash"),
    "leftover_units": ("Units left over", False, "leftover"),
    "leftover_cost": ("Left over, at cost", False, "leftover"),
}
#: Measures that are changes themselves and carry a sign.
_SIGNED = ("net_income_now", "net_income_effect", "equity_effect")


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure of the markdown as forecast, against today's price, and what to expect of it."""

    label: str
    value: str
    change: str
    tone: Literal["better", "worse", "same"]
    explanation: str
    expected: str


def headline_figures(
    comparison: pd.DataFrame, expected: pd.DataFrame, formats: Formats, *, weeks: int
) -> tuple[Figure, ...]:
    """Return the figures an owner decides by, against holding today's price.

    Args:
        comparison: measure, hold, markdown, difference, as forecast.
        expected: measure, hold, mean; of `MarkdownRisk.summary`.
        formats: how numbers are read.
        weeks: length of the window.
    """
    amounts, differences = (
        _by_measure(comparison, "markdown"),
        _by_measure(comparison, "difference"),
    )
    means, held = _by_measure(expected, "mean"), _by_measure(expected, "hold")
    window = formats.count(weeks, "week")
    found = []
    for measure, (label, more_is_good, explanation) in _FIGURES.items():
        change = _change(measure, differences[measure], formats)
        rises = change.startswith("+")
        same = not rises and not change.startswith(MINUS)
        found.append(
            Figure(
                label=label.format(weeks=window),
                value=measure_text(measure, amounts[measure], formats),
                change="no change" if same else change,
                tone="same" if same else "better" if rises == more_is_good else "worse",
                explanation=explanation,
                expected=_expected(measure, means[measure] - held[measure], formats),
            )
        )
    return tuple(found)


def scenario_table(comparison: pd.DataFrame, formats: Formats, *, weeks: int) -> pd.DataFrame:
    """Return a markdown beside today's price, one row a measure, all of it text.

    Args:
        comparison: measure, hold, markdown, difference.
        formats: how numbers are read.
        weeks: length of the window.
    """
    hold, amounts = _by_measure(comparison, "hold"), _by_measure(comparison, "markdown")
    differences = _by_measure(comparison, "difference")
    window = formats.count(weeks, "week")
    table = {
        label.format(weeks=window): [
            measure_text(measure, hold[measure], formats),
            measure_text(measure, amounts[measure], formats),
            _change(measure, differences[measure], formats),
        ]
        for measure, (label, _) in MEASURES.items()
    }
    columns = ["Today's price", "Markdown", "Difference"]
    frame = pd.DataFrame.from_dict(table, orient="index", columns=columns)
    return frame.rename_axis("Measure").reset_index()


def expected_table(expected: pd.DataFrame, formats: Formats, *, weeks: int) -> pd.DataFrame:
    """Return what is to be expected as `scenario_table` has the plan as forecast, and its range.

    Args:
        expected: measure, hold, mean, p10, p90; of `MarkdownRisk.summary`.
        formats: how numbers are read.
        weeks: length of the window.
    """
    means = expected.rename(columns={"mean": "markdown"})
    means = means.assign(difference=means["markdown"] - means["hold"])
    table = scenario_table(means, formats, weeks=weeks)
    for column in ("p10", "p90"):
        ends = _by_measure(expected, column)
        table[column.upper()] = [
            measure_text(measure, ends[measure], formats) for measure in MEASURES
        ]
    return table


def _by_measure(comparison: pd.DataFrame, column: str) -> dict[str, float]:
    return dict(zip(comparison["measure"], comparison[column].astype(float), strict=True))


def measure_text(measure: str, amount: float, formats: Formats) -> str:
    """Return the amount of a measure as text."""
    shape = MEASURES[measure][1]
    if shape == "units":
        return _whole(amount, formats)
    if measure in _SIGNED:
        return formats.money_signed(amount)
    return formats.money_short(amount) if shape == "money" else formats.percent(amount)


def _expected(measure: str, difference: float, formats: Formats) -> str:
    """How far from today's price a measure is to be expected, beside how far it is forecast."""
    if math.isnan(difference):
        return "expected: unknown"
    change = _change(measure, difference, formats)
    return f"expected {change if change.startswith(('+', MINUS)) else 'no change'}"


def _change(measure: str, difference: float, formats: Formats) -> str:
    """A difference with its sign; shares in points of a percent."""
    shape = MEASURES[measure][1]
    if shape == "money":
        return formats.money_signed(difference)
    if shape == "share":
        points = formats.decimal(difference * 100, 1)
        return f"+{points} points" if difference >= _TENTH_POINT / 2 else f"{points} points"
    text = _whole(difference, formats)
    return f"+{text}" if difference >= _HALF else text


def _whole(units: float, formats: Formats) -> str:
    """Units without a fraction; what is unknown cannot be rounded."""
    return formats.units(units if math.isnan(units) else round(units))


def largest_write_downs(items: pd.DataFrame, *, count: int) -> pd.DataFrame:
    """Return the items that need the largest write-down marked down, expected units as whole ones.

    Args:
        items: of a markdown: sku, units, leftover_units, cost_value, write_down and others.
        count: how many at most.
    """
    order = ["write_down", "cost_value", "sku"]
    top = items.sort_values(order, ascending=[False, False, True], ignore_index=True).head(count)
    whole = {name: top[name].round() for name in ("units", "leftover_units")}
    return top.assign(**whole)


def income_by_method(by_period: pd.DataFrame, formats: Formats) -> pd.DataFrame:
    """Return net income by method: a row a method, a column a period, and the sum.

    Args:
        by_period: method, period, net_income; periods in order.
        formats: how numbers are read.
    """
    rows = [
        by_period.loc[by_period["method"] == method].set_index("period")["net_income"]
        for method in METHODS
    ]
    wide = pd.DataFrame(rows, index=list(METHODS))
    wide = wide.assign(total=wide.sum(axis="columns"))
    text = wide.map(formats.money_statement).rename(columns=str.capitalize)
    text.insert(0, "Net income", [METHODS[method] for method in wide.index])
    return text.reset_index(drop=True)


def covenants_table(found: Mapping[str, pd.DataFrame], formats: Formats) -> pd.DataFrame:
    """Return the headroom of each covenant as text, a column a course of action.

    Args:
        found: name of the course of action to covenant rows of the accounting; the rows of the
            allowance in the current period count, which are those of the direct method too.
        formats: how numbers are read.
    """
    table: dict[str, list[str]] = {}
    for name, rows in found.items():
        own = rows[(rows["method"] == "allowance") & (rows["period"] == rows["period"].iloc[0])]
        table.setdefault(
            "Covenant",
            [
                f"{ratio.replace('_', ' ').capitalize()} {formats.decimal(limit, 2)}"
                for ratio, limit in zip(own["ratio"], own["limit"], strict=True)
            ],
        )
        table[name] = [_headroom(left, formats) for left in own["headroom"]]
    return pd.DataFrame(table)


def _headroom(left: float, formats: Formats) -> str:
    """Further loss before tax that a covenant stands, in words."""
    if math.isnan(left):
        return "unknown"
    if math.isinf(left):
        return "no loss breaks it" if left > 0 else "broken"
    amount = formats.money_short(abs(left))
    return f"{amount} to go" if left >= 0 else f"broken by {amount}"
