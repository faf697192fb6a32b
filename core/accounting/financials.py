"""The owner's period figures: which row is the latest, how long it is, what it states."""

import calendar
import math
import re
from collections.abc import Mapping
from numbers import Real

import pandas as pd

#: Days of a year, for days of stock on hand and the length of shorter periods.
DAYS_A_YEAR = 365.0

#: The eight figures that are enough for statements and most ratios, and what completes them;
#: of the latter an owner who leaves `NONE_IF_EMPTY` empty says that there is none.
SHORT_FORM = (
    "revenue", "cogs", "operating_expenses", "cash", "inventory", "payables", "debt", "equity",
)  # fmt: skip
MORE_FIGURES = ("interest", "receivables", "inventory_allowance", "other_assets")
NONE_IF_EMPTY = ("interest", "receivables", "inventory_allowance")

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}


def number(financials: Mapping[str, object] | None, name: str) -> float:
    """Return a figure of a financials row; NaN when there is no row or no figure."""
    value = None if financials is None else financials.get(name)
    return float(value) if isinstance(value, Real) else math.nan


def latest_financials(financials: pd.DataFrame) -> dict[str, object] | None:
    """Return the row of the latest period as column -> value; None when there are no rows.

    Periods are text such as FY 2011, 2025-03, Q4 2025 or Mar 2025; they are compared by year,
    then by the month or number in the rest, then as text. `opening_inventory` is added: what the
    period before closed with, net of its allowance; NaN when unknown.
    """
    if financials.empty:
        return None
    keys = financials["period"].map(_period_key).tolist()
    order = sorted(range(len(keys)), key=lambda row: keys[row])
    latest = {str(name): value for name, value in financials.iloc[order[-1]].items()}
    return {**latest, "opening_inventory": _closing_stock(financials, order[:-1])}


def period_days(financials: Mapping[str, object] | None) -> float:
    """Return how long the period of a row is, by its name: a month, a quarter, a half or a year."""
    text = str((financials or {}).get("period", "")).lower()
    if re.search(r"\bq[1-4]|quarter", text):
        return DAYS_A_YEAR / 4
    if re.search(r"\bh[12]\b|half", text):
        return DAYS_A_YEAR / 2
    words = re.findall(r"[a-z]+", text)
    is_month = any(word[:3] in _MONTHS for word in words) and "ended" not in words
    if is_month or re.search(r"\b(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])\b", text):
        return DAYS_A_YEAR / 12
    return DAYS_A_YEAR


def _closing_stock(financials: pd.DataFrame, earlier: list[int]) -> float:
    if not earlier:
        return math.nan
    before = {str(name): value for name, value in financials.iloc[earlier[-1]].items()}
    allowance = number(before, "inventory_allowance")
    return number(before, "inventory") - (0.0 if math.isnan(allowance) else abs(allowance))


def _period_key(period: object) -> tuple[int, int, str]:
    text = "" if pd.isna(period) else str(period).lower()  # type: ignore[call-overload]
    years = re.findall(r"(?:19|20)\d\d", text)
    year = int(years[-1]) if years else 0
    rest = text.replace(str(year), " ", 1)
    months = [_MONTHS[word[:3]] for word in re.findall(r"[a-z]+", rest) if word[:3] in _MONTHS]
    numbers = [int(found) for found in re.findall(r"\d+", rest)]
    within = months[-1] if months else numbers[0] if numbers else 13
    return year, within, text
