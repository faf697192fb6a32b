"""The owner's period figures: which row is the latest, and a number of it or unknown."""

import calendar
import math
import re
from collections.abc import Mapping
from numbers import Real

import pandas as pd

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}


def number(financials: Mapping[str, object] | None, name: str) -> float:
    """Return a figure of a financials row; NaN when there is no row or no figure."""
    value = None if financials is None else financials.get(name)
    return float(value) if isinstance(value, Real) else math.nan


def latest_financials(financials: pd.DataFrame) -> dict[str, object] | None:
    """Return the row of the latest period as column -> value; None when there are no rows.

    Periods are text such as FY 2011, 2025-03, Q4 2025 or Mar 2025; they are compared by year,
    then by the month or number in the rest, then as text.
    """
    if financials.empty:
        return None
    order = financials["period"].map(_period_key)
    latest = max(range(len(financials)), key=lambda row: order.iloc[row])
    return {str(name): value for name, value in financials.iloc[latest].items()}


def _period_key(period: object) -> tuple[int, int, str]:
    text = "" if pd.isna(period) else str(period).lower()  # type: ignore[call-overload]
    years = re.findall(r"(?:19|20)\d\d", text)
    year = int(years[-1]) if years else 0
    rest = text.replace(str(year), " ", 1)
    months = [_MONTHS[word[:3]] for word in re.findall(r"[a-z]+", rest) if word[:3] in _MONTHS]
    numbers = [int(found) for found in re.findall(r"\d+", rest)]
    within = months[-1] if months else numbers[0] if numbers else 13
    return year, within, text
