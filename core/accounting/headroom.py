"""Loan covenants: how large a write-down may still become before one breaks."""

import math
from collections.abc import Iterable, Mapping

import pandas as pd

from core.accounting.tax import relief_share
from core.policy import ReserveDeductible

COVENANT_COLUMNS = ("method", "period", "ratio", "limit", "before", "after", "holds", "headroom")


def headroom(
    ratio: str,
    limit: float,
    *,
    figures: Mapping[str, float],
    tax_rate: float,
    deductible: ReserveDeductible,
    recognized: float = 1.0,
) -> float:
    """Return the largest further write-down, before tax, that keeps a covenant.

    Negative when it is broken already, by the amount that would mend it; infinite when no
    write-down can break it (or, negative, mend it); NaN when a figure is unknown.

    Args:
        ratio: one of `core.policy.COVENANT_RATIOS`.
        limit: the covenant's value: a floor, or for debt_to_equity and liabilities_to_equity a
            ceiling.
        figures: money: current_assets, current_liabilities, total_liabilities, equity, debt,
            net_income as the ratio needs.
        tax_rate: fraction; relief lowers the tax due now ("booked") or becomes a deferred tax
            asset, which is equity but not a current asset ("realized").
        deductible: when tax counts the loss.
        recognized: share of a deferred tax asset that is recognized.

    Formula:
        With r the relief due now and s the relief in equity, both a unit of write-down W:
        current ratio: (CA - W) / (CL - r W) >= limit; working capital: CA - CL - (1 - r) W >=
        limit; equity and net income: E - (1 - s) W >= limit; debt to equity: D / (E - (1 - s) W)
        <= limit; liabilities to equity: (L - r W) / (E - (1 - s) W) <= limit.

    Raises:
        ValueError: no covenant names the ratio.
    """
    now, saved = relief_share(tax_rate, deductible=deductible, recognized=recognized)
    lost = 1 - saved
    if ratio == "current_ratio":
        slack = figures["current_assets"] - limit * figures["current_liabilities"]
        per_unit = 1 - limit * now
        return _slack_over(slack, per_unit)
    if ratio == "working_capital":
        slack = figures["current_assets"] - figures["current_liabilities"] - limit
        return slack / (1 - now)
    if ratio in ("equity", "net_income"):
        return (figures[ratio] - limit) / lost
    if ratio == "debt_to_equity":
        # Without debt the ratio stays zero as long as there is any equity.
        needed = 0.0 if figures["debt"] == 0 else _per(figures["debt"], limit)
        return (figures["equity"] - needed) / lost
    if ratio == "liabilities_to_equity":
        slack = limit * figures["equity"] - figures["total_liabilities"]
        return _slack_over(slack, limit * lost - now)
    raise ValueError(f"no covenant on {ratio!r}")


def _slack_over(slack: float, per_unit: float) -> float:
    """Return slack in units of write-down; where one costs none, what holds holds for ever."""
    if math.isnan(slack) or per_unit > 0:
        return slack / per_unit if per_unit else math.nan
    return math.inf if slack >= 0 else -math.inf


def _per(amount: float, limit: float) -> float:
    return amount / limit if limit > 0 else math.inf


def nearest(covenants: pd.DataFrame) -> pd.DataFrame:
    """Return covenants in the order in which further losses break them, unknown ones last.

    Args:
        covenants: rows of `COVENANT_COLUMNS` of one method and period.
    """
    return covenants.sort_values("headroom", na_position="last", ignore_index=True, kind="stable")


def covenant_rows(
    method: str,
    period: str,
    covenants: Mapping[str, float],
    *,
    before: Mapping[str, float],
    after: Mapping[str, float],
    figures: Mapping[str, float],
    tax_rate: float,
    deductible: ReserveDeductible,
    recognized: float = 1.0,
) -> list[tuple[str, str, str, float, float, float, bool | None, float]]:
    """Return rows of `COVENANT_COLUMNS` after the entries of a period.

    Args:
        method: recording method.
        period: name of the period.
        covenants: ratio -> limit.
        before: ratios before the entries.
        after: ratios after them.
        figures: money after them, see `headroom`.
        tax_rate: fraction.
        deductible: when tax counts the loss.
        recognized: share of a deferred tax asset that is recognized.

    Returns:
        `holds` is None where the ratio is unknown; `headroom` is what is left after the entries.
    """
    rows = []
    for ratio, limit in covenants.items():
        left = headroom(
            ratio,
            limit,
            figures=figures,
            tax_rate=tax_rate,
            deductible=deductible,
            recognized=recognized,
        )
        holds = None if math.isnan(left) else left >= 0
        rows.append((method, period, ratio, limit, before[ratio], after[ratio], holds, left))
    return rows


def covenant_frame(
    rows: Iterable[tuple[str, str, str, float, float, float, bool | None, float]],
) -> pd.DataFrame:
    """Return covenant rows as a frame of `COVENANT_COLUMNS`; `holds` may be unknown."""
    return pd.DataFrame(list(rows), columns=list(COVENANT_COLUMNS)).astype({"holds": "boolean"})
