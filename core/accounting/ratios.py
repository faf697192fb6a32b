"""Ratios before and after a write-down, and what they would be without it.

A write-down flatters measures that have stock or capital below the line: turnover rises and days
of stock fall although nothing sold faster. Each ratio therefore comes with its value excluding
write-downs and a note. Flows are stripped by the charge of the period, the balance sheet by the
balance of the allowance.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from core.accounting.financials import DAYS_A_YEAR

RATIO_COLUMNS = (
    "method", "period", "ratio", "before", "after", "excluding_write_downs", "direction", "note",
)  # fmt: skip

Direction = Literal["better", "worse", "unchanged", "unknown"]


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio: its name for an owner, and whether more of it is better."""

    label: str
    higher_is_better: bool
    #: The write-down improves it without any change in the business.
    flattered: bool = False


RATIOS: Mapping[str, Ratio] = {
    "gross_margin": Ratio("Gross margin", higher_is_better=True),
    "operating_margin": Ratio("Operating margin", higher_is_better=True),
    "net_margin": Ratio("Net margin", higher_is_better=True),
    "operating_profit": Ratio("Operating profit", higher_is_better=True),
    "net_income": Ratio("Net income", higher_is_better=True),
    "current_ratio": Ratio("Current ratio", higher_is_better=True),
    "quick_ratio": Ratio("Quick ratio", higher_is_better=True),
    "working_capital": Ratio("Working capital", higher_is_better=True),
    "inventory_turnover": Ratio("Inventory turnover", higher_is_better=True, flattered=True),
    "days_inventory": Ratio("Days of stock", higher_is_better=False, flattered=True),
    "debt_to_equity": Ratio("Debt to equity", higher_is_better=False),
    "liabilities_to_equity": Ratio("Liabilities to equity", higher_is_better=False),
    "return_on_equity": Ratio("Return on equity", higher_is_better=True, flattered=True),
    "return_on_assets": Ratio("Return on assets", higher_is_better=True, flattered=True),
    "gmroi": Ratio("Gross margin return on inventory", higher_is_better=True, flattered=True),
    "equity": Ratio("Equity", higher_is_better=True),
}

#: What an owner should know of a measure whatever the write-down does to it.
_ALWAYS: Mapping[str, str] = {
    "quick_ratio": "Leaves inventory out; a write-down moves it only through tax due now.",
    "equity": "Retained earnings, which are part of it, change by the same amount.",
}


@dataclass(frozen=True, slots=True)
class PeriodFacts:
    """What ratios need of a period beside its statements: its days, and stock it opened with."""

    days: float = DAYS_A_YEAR
    opening_inventory: float = math.nan


#: A year of which only closing stock is known.
YEAR = PeriodFacts()

_FLATTERED_NOTE = (
    "Looks better only because stock stands at less: nothing sold faster. "
    "Read the value excluding write-downs."
)
_LATER_NOTE = (
    "Lower now; looks better in later periods, when the goods sell from the reduced amount."
)


def measure(figures: Mapping[str, float]) -> dict[str, float]:
    """Compute every ratio of `RATIOS`; unknown or undefined ones are NaN.

    Args:
        figures: money: revenue, gross_profit, operating_profit, net_income, cogs,
            current_assets, current_liabilities, inventory_net, total_assets, debt,
            total_liabilities, equity, cash, receivables (the last two for the quick ratio).
            With `opening_inventory` (net), turnover, days and gmroi
            use the average of opening and closing stock, otherwise closing stock. `period_days`
            is the length of the period, a year without it.

    Returns:
        Ratio name -> value; margins and returns as fractions of the period, operating_profit,
        net_income, working_capital and equity in money, inventory_turnover in times a year,
        days_inventory in days. Return on equity and on assets use closing balances.
    """
    closing = figures["inventory_net"]
    opening = figures.get("opening_inventory", math.nan)
    stock = closing if math.isnan(opening) else (opening + closing) / 2
    days = figures.get("period_days", DAYS_A_YEAR)
    revenue, equity = figures["revenue"], figures["equity"]
    return {
        "gross_margin": _over(figures["gross_profit"], revenue),
        "operating_margin": _over(figures["operating_profit"], revenue),
        "net_margin": _over(figures["net_income"], revenue),
        "operating_profit": figures["operating_profit"],
        "net_income": figures["net_income"],
        "current_ratio": _over(figures["current_assets"], figures["current_liabilities"]),
        "quick_ratio": _over(
            figures.get("cash", math.nan) + figures.get("receivables", math.nan),
            figures["current_liabilities"],
        ),
        "working_capital": figures["current_assets"] - figures["current_liabilities"],
        "inventory_turnover": DAYS_A_YEAR / days * _over(figures["cogs"], stock),
        "days_inventory": days * _over(stock, figures["cogs"]),
        "debt_to_equity": _over(figures["debt"], equity),
        "liabilities_to_equity": _over(figures["total_liabilities"], equity),
        "return_on_equity": _over(figures["net_income"], equity),
        "return_on_assets": _over(figures["net_income"], figures["total_assets"]),
        "gmroi": _over(figures["gross_profit"], stock),
        "equity": equity,
    }


def figures_of(lines: Mapping[str, float], *, period: PeriodFacts = YEAR) -> dict[str, float]:
    """Take what ratios need from statement lines.

    Current assets are cash, receivables and net inventory: `other_assets` are not known to be
    current, and a deferred tax asset never is (ASC 740-10-45-4, IAS 1.56).
    """
    return {
        **lines,
        "opening_inventory": period.opening_inventory,
        "period_days": period.days,
        "current_assets": lines["cash"] + lines["receivables"] + lines["inventory_net"],
        "current_liabilities": lines["payables"] + lines["income_tax_payable"],
    }


def ratio_rows(
    method: str,
    period: str,
    before: Mapping[str, float],
    after: Mapping[str, float],
    excluding: Mapping[str, float],
    *,
    facts: PeriodFacts = YEAR,
) -> list[tuple[str, str, str, float, float, float, str, str]]:
    """Return rows of `RATIO_COLUMNS` from the statement lines before, after and without losses."""
    rows: list[tuple[str, str, str, float, float, float, str, str]] = []
    values = [measure(figures_of(lines, period=facts)) for lines in (before, after, excluding)]
    for name, ratio in RATIOS.items():
        first, last, without = (each[name] for each in values)
        direction = _direction(first, last, higher_is_better=ratio.higher_is_better)
        rows.append(
            (method, period, name, first, last, without, direction, _note(name, ratio, direction))
        )
    return rows


def ratio_frame(
    rows: Iterable[tuple[str, str, str, float, float, float, str, str]],
) -> pd.DataFrame:
    """Return ratio rows as a frame of `RATIO_COLUMNS`."""
    return pd.DataFrame(list(rows), columns=list(RATIO_COLUMNS))


def _over(numerator: float, denominator: float) -> float:
    return math.nan if denominator == 0 else numerator / denominator


def _direction(before: float, after: float, *, higher_is_better: bool) -> Direction:
    if math.isnan(before) or math.isnan(after):
        return "unknown"
    if math.isclose(before, after, rel_tol=1e-9, abs_tol=1e-9):
        return "unchanged"
    return "better" if (after > before) == higher_is_better else "worse"


def _note(name: str, ratio: Ratio, direction: Direction) -> str:
    if not ratio.flattered:
        return _ALWAYS.get(name, "")
    if direction == "better":
        return _FLATTERED_NOTE
    return _LATER_NOTE if direction == "worse" else ""
