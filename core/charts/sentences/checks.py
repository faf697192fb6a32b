"""What was read and what needs attention, in words."""

import math

import pandas as pd

from core.charts.formats import Formats
from core.problem import Problem


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
    counted = f"{formats.count(units, 'unit')} on hand"
    if uncosted_units > 0 and cost_value == 0:
        return f"{counted}; what they cost is unknown"
    text = f"{counted}, {formats.money(cost_value)} at cost"
    if uncosted_units > 0:
        text += f"; the cost of {formats.count(uncosted_units, 'unit')} is unknown"
    return text


def below_zero_sentence(formats: Formats, *, rows: int, units: float, cost_value: float) -> str:
    """Say what stock below zero takes off a total that nets it; empty where there is none.

    Args:
        formats: how numbers are read.
        rows: rows of stock below zero.
        units: how many units they lack.
        cost_value: what those cost; NaN when unknown.
    """
    if not rows:
        return ""
    verb = "is" if rows == 1 else "are"
    lacking = formats.count(units, "unit")
    if not math.isnan(cost_value):
        lacking += f" and {formats.money(cost_value)} at cost"
    return (
        f"{formats.count(rows, 'row')} of stock {verb} below zero, by {lacking}: a system that "
        "nets them off shows that much less"
    )


def ledger_sentence(formats: Formats, *, ledger: float, cost_value: float) -> str:
    """Say how far the stock list and the owner's ledger are apart.

    Args:
        formats: how numbers are read.
        ledger: stock at cost in the owner's books; NaN when not given.
        cost_value: stock at cost of the list.
    """
    if math.isnan(ledger):
        return ""
    gap = round(cost_value - ledger, formats.decimals)
    if gap == 0:
        return "The list equals your ledger to the cent"
    share = f" ({formats.percent(abs(gap) / abs(ledger))})" if ledger else ""
    side = "more" if gap > 0 else "less"
    return (
        f"Differs by {formats.money(abs(gap))}{share}: the list holds {side} than your ledger; "
        "look at the rows set aside, stock in transit and the date of the list"
    )


def reconciliation_sentence(formats: Formats, *, ledger: float | None, cost_value: float) -> str:
    """Say in one line, for every page and export, whether the figures are those of the ledger.

    Args:
        formats: how numbers are read.
        ledger: stock at cost in the owner's books; None when not given.
        cost_value: stock at cost of the list.
    """
    if ledger is None:
        return "Not reconciled: what your ledger states for this stock was not given"
    gap = round(cost_value - ledger, formats.decimals)
    if gap == 0:
        return f"Reconciled: the stock list equals your ledger, {formats.money(ledger)}"
    side = "above" if gap > 0 else "below"
    return (
        f"Not reconciled: the stock list is {formats.money(abs(gap))} {side} your ledger of "
        f"{formats.money(ledger)}"
    )


def joins_sentence(joins: pd.DataFrame) -> str:
    """Say whether the sheets name the same items as the stock list.

    Args:
        joins: one row a sheet: matched, only_here, only_in_stock.
    """
    formats = Formats()
    only_here = int(joins["only_here"].sum())
    if not only_here:
        return "Every item of the other sheets is in the stock list"
    none = joins[(joins["matched"] == 0) & (joins["only_here"] > 0)]
    if len(none):
        first = none["file"].iloc[0]
        return f"No item of {first} is in the stock list: do both use the same item numbers?"
    return (
        f"{formats.count(only_here, 'item')} of the other sheets "
        f"{'is' if only_here == 1 else 'are'} not in the stock list"
    )


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
    looked_at = formats.count(warnings, "cell or row", "cells or rows")
    if blockers:
        verb = "keeps" if blockers == 1 else "keep"
        text = f"{formats.count(blockers, 'problem')} {verb} data out"
        return f"{text}; {looked_at} to look at" if warnings else text
    if warnings:
        return f"{looked_at} to look at"
    return "No cell or row needs mending; what was noticed is listed below"


def problem_count(count: int, set_aside: int) -> str:
    """Say how often a problem stands, and how many rows were set aside for it."""
    if not set_aside:
        return f"{count:,}"
    rows = "1 row" if count == 1 else f"{count:,} rows"
    return f"{rows} set aside" if set_aside == count else f"{rows}, {set_aside:,} of them set aside"


def problem_place(problem: Problem) -> str:
    """Say where a problem is, what was found there and what was expected."""
    place = [part for part in (problem.file, problem.sheet) if part]
    if problem.row is not None:
        place.append(f"row {problem.row:,}")
    if problem.column is not None:
        place.append(f"column {problem.column}")
    found = f"found {problem.found}, expected" if problem.found else "expected"
    more = f" ({problem.count:,} times)" if problem.count > 1 else ""
    return f"{', '.join(place)}: {found} {problem.expected}{more}"
