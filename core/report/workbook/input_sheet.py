"""The sheet Inputs: the owner's figures of the period, before the write-down."""

import math

from core.accounting import latest_financials
from core.accounting.financials import number, period_days
from core.analysis import Analysis
from core.charts.ledger import line_amounts
from core.report.workbook.pen import UNKNOWN, Pen
from core.schema import FINANCIALS

#: Lines that the owner's figures give; the others are sums.
GIVEN = (
    "revenue", "cogs", "operating_expenses", "interest", "cash", "receivables", "inventory",
    "other_assets", "payables", "debt", "equity",
)  # fmt: skip
#: Widths in characters of line, amount and meaning.
_WIDTHS = (34, 18, 90)


def write_inputs(pen: Pen, analysis: Analysis) -> None:
    """Write the owner's period figures; what is not given says so."""
    sheet = pen.sheet("Inputs", "Your figures of the period, before the write-down")
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    financials = latest_financials(analysis.book.financials)
    period = (financials or {}).get("period")
    title = "Period figures" if not isinstance(period, str) else f"Period figures, {period}"
    pen.title(
        sheet, title, f"Before the write-down, in {pen.currency}. Shaded cells can be changed."
    )
    for column, text in enumerate(("Line", "Amount", "Meaning")):
        pen.put(sheet, 3, column, text, "head")
    before = amounts(analysis, "direct")["before"]
    row = 4
    for line in (*GIVEN, "inventory_allowance"):
        stated = FINANCIALS.column(line)
        pen.put(sheet, row, 0, line.replace("_", " ").capitalize(), "text")
        value = before[line] if line != "inventory_allowance" else -before[line] or 0.0
        if line == "inventory" and math.isnan(number(financials, "inventory")):
            held = "Inventory_cost-(Opening_allowance-Input_inventory_allowance)"
            pen.calculate(sheet, row, 1, held, "entered_money", value)
            about = f"{stated.description} Not given: the stock list's cost is taken."
        else:
            pen.put(sheet, row, 1, UNKNOWN if math.isnan(value) else value, "entered_money")
            about = stated.description
        pen.prose(sheet, row, [(2, about, _WIDTHS[2])], style="note")
        pen.name(input_name(line), "Inputs", row, 1)
        row += 1
    opening = number(financials, "opening_inventory")
    for label, name, value, style, about in (
        (
            "Inventory a period before", "Input_opening_inventory", opening, "entered_money",
            "Net of its allowance; turnover uses the average of both where it is known.",
        ),
        (
            "Days of the period", "Input_period_days", period_days(financials), "entered_money",
            "Brings turnover and days of stock to a year.",
        ),
    ):  # fmt: skip
        pen.put(sheet, row, 0, label, "text")
        shown = UNKNOWN if math.isnan(value) else value
        pen.put(sheet, row, 1, shown, style)
        pen.prose(sheet, row, [(2, about, _WIDTHS[2])], style="note")
        pen.name(name, "Inputs", row, 1)
        row += 1
    sheet.freeze_panes(4, 0)


def input_name(line: str) -> str:
    """Return the name of the cell that holds a line of the figures."""
    return f"Input_{line}"


def amounts(analysis: Analysis, method: str) -> dict[str, dict[str, float]]:
    """Return before, after and effect of one method in the current period, each by line; money."""
    lines = line_amounts(analysis.impact.statements, method=method, period="current")
    return {
        str(name): {str(line): float(value) for line, value in lines[name].items()}
        for name in lines
    }
