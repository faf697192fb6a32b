"""What was read and what needs attention, in words."""

import pandas as pd

from core.charts.formats import Formats


def control_sentence(
    formats: Formats, *, units: float, cost_value: float, uncosted_units: float
) -> str:
    """Say what the stock adds up to, for the owner to compare.

    Args:
        formats: how numbers are read.
        units: units on hand.
        cost_value: their cost, as far as costs are known.
        uncosted_units: units whose cost is unknown.
    """
    text = f"{formats.count(units, 'unit')} on hand, {formats.money(cost_value)} at cost"
    if uncosted_units > 0:
        text += f"; the cost of {formats.count(uncosted_units, 'unit')} is unknown"
    return text


def problems_sentence(problems: pd.DataFrame) -> str:
    """Say how much needs attention.

    Args:
        problems: severity ("blocker", "warning", "note"), count.
    """
    if problems.empty:
        return "Every row was understood"
    formats = Formats()
    counts = problems.groupby("severity")["count"].sum()
    blockers, warnings = int(counts.get("blocker", 0)), int(counts.get("warning", 0))
    if blockers:
        verb = "keeps" if blockers == 1 else "keep"
        text = f"{formats.count(blockers, 'problem')} {verb} data out"
        return f"{text}; {formats.count(warnings, 'cell or row', 'cells or rows')} to look at"
    if warnings:
        return f"{formats.count(warnings, 'cell or row', 'cells or rows')} to look at"
    return "Nothing needs your attention; what was noticed is listed below"
