"""The sheet Policy: every choice and rate, the live ones named and open to change."""

from collections.abc import Mapping
from typing import Any, get_args

from core.charts.assumptions import SETTINGS, value_text
from core.charts.formats import Formats
from core.policy import (
    ANY_CATEGORY,
    REASONS,
    Framework,
    Policy,
    Presentation,
    Recording,
    ReserveDeductible,
    UnitOfAccount,
)
from core.report.workbook.pen import Pen

SHEET = "Policy"
#: Widths in characters of setting, value and reason.
_WIDTHS = (40, 24, 84)

#: Setting -> name of its cell; formulas follow when the cell is changed.
_CHOICES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "framework": ("Framework", get_args(Framework)),
    "unit_of_account": ("Unit_of_account", get_args(UnitOfAccount)),
    "recording": ("Recording", get_args(Recording)),
    "presentation": ("Presentation", get_args(Presentation)),
    "reserve_deductible": ("Tax_timing", get_args(ReserveDeductible)),
}
_RATES = {
    "materiality": "Materiality",
    "deferred_tax_valuation": "Deferred_tax_valuation",
    "selling_cost_rate": "Selling_cost_rate",
    "clearance_discount": "Clearance_discount",
    "damaged_recovery": "Damaged_recovery",
}

#: ("age" or "cover", category, step number from 1) -> cell of its share of cost.
StepCells = Mapping[tuple[str, str, int], str]


def counts(reason: str) -> str:
    """Return the name of the cell that says whether a reason counts (1) or not (0)."""
    return f"Counts_{reason.replace(' ', '_')}"


def write_policy(pen: Pen, policy: Policy, *, tax_rate: float) -> StepCells:
    """Write the policy and return where the shares of the aging steps stand.

    Args:
        pen: of the workbook.
        policy: the assumptions in force.
        tax_rate: the rate the figures were made with: the financials' own, else the policy's.
    """
    sheet = pen.sheet(SHEET, "Every assumption; the shaded ones can be changed, and figures follow")
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    pen.title(sheet, "Policy", "Shaded cells are live: change them and every sheet follows.")
    row = _titles(pen, sheet, 3, ("Setting", "In force", "Why"))
    row = _rate(pen, sheet, row, "tax_rate", "Tax_rate", tax_rate)
    for setting, (name, allowed) in _CHOICES.items():
        sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": list(allowed)})
        row = _setting(
            pen, sheet, row, setting, name, getattr(policy, setting), style="entered_text"
        )
    for setting, name in _RATES.items():
        row = _rate(pen, sheet, row, setting, name, getattr(policy, setting))
    row = _titles(pen, sheet, row + 1, ("Reason", "Counts", ""))
    for reason in REASONS:
        pen.put(sheet, row, 0, reason.capitalize(), "text")
        pen.put(sheet, row, 1, float(reason in policy.reasons), "entered_flag")
        pen.name(counts(reason), SHEET, row, 1)
        row += 1
    row, steps = _steps(pen, sheet, row + 1, policy)
    row = _titles(pen, sheet, row + 1, ("Set when the file was made", "In force", "Why"))
    live = {"tax_rate", *_CHOICES, *_RATES, "reasons", "reserve_matrix", "cover_matrix"}
    formats = Formats(currency=pen.currency)
    for setting, about in SETTINGS.items():
        if setting not in live:
            value = value_text(about.kind, getattr(policy, setting), formats)
            texts = enumerate((about.label, value, about.why))
            pen.prose(sheet, row, [(at, text, _WIDTHS[at]) for at, text in texts])
            row += 1
    return steps


def _titles(pen: Pen, sheet: Any, row: int, titles: tuple[str, ...]) -> int:  # noqa: ANN401
    for column, title in enumerate(titles):
        pen.put(sheet, row, column, title, "head")
    return row + 1


def _rate(pen: Pen, sheet: Any, row: int, setting: str, name: str, value: float) -> int:  # noqa: ANN401
    limits = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 0.999999}
    sheet.data_validation(row, 1, row, 1, limits)
    return _setting(pen, sheet, row, setting, name, value, style="entered_rate")


def _setting(
    pen: Pen,
    sheet: Any,  # noqa: ANN401
    row: int,
    setting: str,
    name: str,
    value: float | str,
    *,
    style: str,
) -> int:
    about = SETTINGS[setting]
    pen.put(sheet, row, 0, about.label, "text")
    pen.prose(sheet, row, [(2, about.why, _WIDTHS[2])], style="note")
    pen.put(sheet, row, 1, value, style)
    pen.name(name, SHEET, row, 1)
    return row + 1


def _steps(pen: Pen, sheet: Any, row: int, policy: Policy) -> tuple[int, StepCells]:  # noqa: ANN401
    cells: dict[tuple[str, str, int], str] = {}
    for kind, matrix, limit in (
        ("age", policy.reserve_matrix, "Over days"),
        ("cover", policy.cover_matrix, "From months of cover"),
    ):
        if not matrix:
            continue
        row = _titles(pen, sheet, row, ("Reserve: category", "Share of cost reserved", limit))
        for category, steps in matrix.items():
            for number, (least, share) in enumerate(steps, start=1):
                named = "Every other category" if category == ANY_CATEGORY else category
                pen.put(sheet, row, 0, named, "text")
                pen.put(sheet, row, 1, share, "entered_rate")
                pen.put(sheet, row, 2, float(least), "limit")
                cells[kind, category, number] = f"{SHEET}!$B${row + 1}"
                row += 1
        row += 1
    return row, cells
