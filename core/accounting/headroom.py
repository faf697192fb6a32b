"""Loan covenants: how large a write-down may still become before one breaks."""

import math
from collections.abc import Iterable, Mapping

import pandas as pd

from core.policy import ReserveDeductible

COVENANT_COLUMNS = ("method", "period", "ratio", "limit", "before", "after", "holds", "headroom")


def headroom(
    ratio: str,
    limit: float,
    *,
    figures: Mapping[str, float],
    tax_rate: float,
    deductible: ReserveDeductible,
) -> float:
    """Return the largest further write-down, before tax, that keeps a covenant.

    Negative when it is broken already, by the amount that would mend it; infinite when no
    write-down can break it; NaN when a figure is unknown.

    Args:
        ratio: current_ratio (a floor), equity (a floor) or debt_to_equity (a ceiling).
        limit: the covenant's value.
        figures: money: current_assets, current_liabilities, equity, debt as the ratio needs.
        tax_rate: fraction; relief lowers the tax due now ("booked") or becomes a deferred tax
            asset, which is equity but not a current asset ("realized").
        deductible: when tax counts the loss.

    Formula:
        current ratio: (CA - W) / (CL - t W) >= limit, t = 0 where relief is deferred;
        equity: E - (1 - t) W >= limit; debt to equity: D / (E - (1 - t) W) <= limit.

    Raises:
        ValueError: the ratio is none of the three.
    """
    if ratio == "current_ratio":
        relief = tax_rate if deductible == "booked" else 0.0
        slack = figures["current_assets"] - limit * figures["current_liabilities"]
        per_unit = 1 - limit * relief
        return slack / per_unit if per_unit > 0 else math.inf
    if ratio == "equity":
        return (figures["equity"] - limit) / (1 - tax_rate)
    if ratio == "debt_to_equity":
        # Without debt the ratio stays zero as long as there is any equity.
        needed = 0.0 if figures["debt"] == 0 else _per(figures["debt"], limit)
        return (figures["equity"] - needed) / (1 - tax_rate)
    raise ValueError(f"no covenant on {ratio!r}")


def _per(amount: float, limit: float) -> float:
    return amount / limit if limit > 0 else math.inf


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

    Returns:
        `holds` is None where the ratio is unknown; `headroom` is what is left after the entries.
    """
    rows = []
    for ratio, limit in covenants.items():
        left = headroom(ratio, limit, figures=figures, tax_rate=tax_rate, deductible=deductible)
        holds = None if math.isnan(left) else left >= 0
        rows.append((method, period, ratio, limit, before[ratio], after[ratio], holds, left))
    return rows


def covenant_frame(
    rows: Iterable[tuple[str, str, str, float, float, float, bool | None, float]],
) -> pd.DataFrame:
    """Return covenant rows as a frame of `COVENANT_COLUMNS`; `holds` may be unknown."""
    return pd.DataFrame(list(rows), columns=list(COVENANT_COLUMNS)).astype({"holds": "boolean"})
