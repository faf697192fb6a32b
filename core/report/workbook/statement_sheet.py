"""The sheet Statements: income statement and balance sheet before and after, both methods."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.accounting import BALANCE_LINES, INCOME_LINES
from core.accounting.statements import with_totals
from core.analysis import Analysis
from core.money import round_money
from core.report.workbook.entry_sheets import METHODS
from core.report.workbook.input_sheet import GIVEN, amounts, input_name
from core.report.workbook.pen import Pen, column_letter, when_known

#: Sums of statement lines: (line, sign) each.
_SUMS: Mapping[str, tuple[tuple[str, int], ...]] = {
    "gross_profit": (("revenue", 1), ("cogs", -1)),
    "operating_profit": (
        ("gross_profit", 1), ("inventory_write_down", -1), ("operating_expenses", -1),
    ),
    "profit_before_tax": (("operating_profit", 1), ("interest", -1)),
    "net_income": (("profit_before_tax", 1), ("income_tax", -1)),
    "inventory_net": (("inventory", 1), ("inventory_allowance", 1)),
    "total_assets": (
        ("cash", 1), ("receivables", 1), ("inventory_net", 1), ("other_assets", 1),
        ("deferred_tax_asset", 1),
    ),
    "total_liabilities": (("payables", 1), ("income_tax_payable", 1), ("debt", 1)),
    "total_liabilities_and_equity": (("total_liabilities", 1), ("equity", 1)),
    "difference": (("total_assets", 1), ("total_liabilities_and_equity", -1)),
}  # fmt: skip


#: Line -> role of the account that moves it, and the sign that turns debit less credit into it.
_MOVED_BY = {
    "cogs": ("cost_of_goods_sold", ""),
    "inventory_write_down": ("write_down_loss", ""),
    "income_tax": ("income_tax_expense", ""),
    "inventory": ("inventory", ""),
    "inventory_allowance": ("allowance", ""),
    "deferred_tax_asset": ("deferred_tax_asset", ""),
    "income_tax_payable": ("income_tax_payable", "-"),
}


#: Columns of the sheet Statements, 0-based: what stands before, and of each method its change,
#: what stands after, and that without any write-down.
BEFORE = 1


_EFFECT = {"direct": 2, "allowance": 5}


AFTER = {"direct": 3, "allowance": 6}


WITHOUT = {"direct": 4, "allowance": 7}


@dataclass(frozen=True, slots=True)
class Places:
    """Where things stand: statement line -> row (1-based), ratio -> row (1-based)."""

    lines: dict[str, int] = field(default_factory=dict)
    ratios: dict[str, int] = field(default_factory=dict)

    def line(self, line: str, column: int) -> str:
        """Return the cell of a statement line."""
        return f"Statements!{column_letter(column)}{self.lines[line]}"


def write_statements(pen: Pen, analysis: Analysis) -> Places:
    """Write income statement and balance sheet before and after, under both methods."""
    sheet = pen.sheet("Statements", "Income statement and balance sheet before and after")
    sheet.set_column(0, 0, 42)
    sheet.set_column(1, 7, 17)
    pen.title(sheet, "Statements")
    titles = (
        "Line", "Before", "Direct: change", "Direct: after", "Direct: without write-downs",
        "Allowance: change", "Allowance: after", "Allowance: without write-downs",
    )  # fmt: skip
    places = Places()
    row = 3
    for statement in (INCOME_LINES, BALANCE_LINES):
        for line in statement:
            places.lines[line] = row + 1
            row += 1
        row += 1
    for column, title in enumerate(titles):
        pen.put(sheet, 2, column, title, "head")
    by_method = {method: amounts(analysis, method) for method in METHODS}
    without = {method: _without_amounts(analysis, by_method[method]["after"]) for method in METHODS}
    for line, label in (*INCOME_LINES.items(), *BALANCE_LINES.items()):
        at = places.lines[line] - 1
        is_total = line in _SUMS
        style = "total" if is_total else "money"
        pen.put(sheet, at, 0, label, "total_text" if is_total else "text")
        before = by_method["direct"]["before"][line]
        pen.calculate(sheet, at, BEFORE, _before(pen, line, places), style, before)
        for method in METHODS:
            effect, after = (column_letter(each[method]) for each in (_EFFECT, AFTER))
            change = _effect(pen, line, method, effect, places)
            value = by_method[method]["effect"][line]
            pen.calculate(sheet, at, _EFFECT[method], change, style, value)
            total = f"ROUND(B{at + 1}+{effect}{at + 1},{pen.digits})"
            formula = when_known(total, f"B{at + 1}", f"{effect}{at + 1}")
            pen.calculate(
                sheet, at, AFTER[method], formula, style, by_method[method]["after"][line]
            )
            stripped = _without(pen, line, after, column_letter(WITHOUT[method]), places)
            value = without[method][line]
            pen.calculate(sheet, at, WITHOUT[method], stripped, style, value)
    sheet.freeze_panes(3, 1)
    sheet.repeat_rows(2)
    _name_results(pen, places)
    return places


def _before(pen: Pen, line: str, places: Places) -> str:
    if line in _SUMS:
        return _sum(pen, line, "B", places)
    if line in GIVEN:
        return when_known(input_name(line), input_name(line))
    if line == "inventory_allowance":
        return "-Allowance_in_account"
    if line == "income_tax":
        profit = f"B{places.lines['profit_before_tax']}"
        return when_known(pen.half_even_signed(f"(Tax_rate*{profit})"), profit)
    return "0"


def _effect(pen: Pen, line: str, method: str, letter: str, places: Places) -> str:
    if line == "difference":
        return f"N({_sum(pen, line, letter, places)})"
    if line in _SUMS:
        return _sum(pen, line, letter, places)
    if line == "equity":
        return f"{letter}{places.lines['net_income']}"
    if line not in _MOVED_BY:
        return "0"
    role, sign = _MOVED_BY[line]
    criteria = f'Entry_method,"{method}",Entry_role,"{role}"'
    moved = f"SUMIFS(Entry_debit_lines,{criteria})-SUMIFS(Entry_credit_lines,{criteria})"
    return when_known(f"ROUND({sign}({moved}),{pen.digits})", "Charge")


def _without(pen: Pen, line: str, after: str, letter: str, places: Places) -> str:
    """Return a line as it were without any write-down: flows by the change, stocks by balance."""
    if line in _SUMS and line != "difference":
        return _sum(pen, line, letter, places)
    relief = pen.half_even("Tax_relief_rate*Closing_allowance")
    changes = {
        "inventory_write_down": "-Charge*Is_separate",
        "cogs": "+Release+Used_before-Charge*(1-Is_separate)",
        "income_tax": f"+{pen.half_even_signed('(Tax_relief_rate*(Charge-Release-Used_before))')}",
        "inventory": "+Closing_allowance",
        "equity": f"+Closing_allowance-{relief}",
        "income_tax_payable": f'+IF(Tax_timing="booked",{relief},0)',
        "deferred_tax_asset": f'-IF(Tax_timing="realized",{relief},0)',
    }
    cell = f"{after}{places.lines[line]}"
    return when_known(f"ROUND({cell}{changes.get(line, '')},{pen.digits})", cell)


def _sum(pen: Pen, line: str, letter: str, places: Places) -> str:
    parts = [(f"{letter}{places.lines[part]}", sign) for part, sign in _SUMS[line]]
    total = "".join(f"{'+' if sign > 0 else '-'}{cell}" for cell, sign in parts).removeprefix("+")
    return when_known(f"ROUND({total},{pen.digits})", *(cell for cell, _ in parts))


def _name_results(pen: Pen, places: Places) -> None:
    for line in ("net_income", "equity", "profit_before_tax", "inventory_net"):
        row = places.lines[line] - 1
        label = line.capitalize()
        before = label if line == "profit_before_tax" else f"{label}_before"
        pen.name(before, "Statements", row, BEFORE)
        for method in METHODS:
            pen.name(f"{label}_after_{method}", "Statements", row, AFTER[method])
            pen.name(f"{label}_effect_{method}", "Statements", row, _EFFECT[method])


def _without_amounts(analysis: Analysis, after: Mapping[str, float]) -> dict[str, float]:
    """Return the lines that `_without` computes, as the app has them."""
    impact = analysis.impact
    change = impact.charge - impact.release - impact.used
    closing = impact.opening_allowance + change
    separate = impact.presentation == "separate"
    policy = analysis.policy
    is_booked = policy.reserve_deductible == "booked"
    saved = impact.tax_rate * (1.0 if is_booked else 1.0 - policy.deferred_tax_valuation)
    relief = round_money(saved * closing, impact.currency)
    lines = dict(after)
    lines["inventory_write_down"] -= impact.charge if separate else 0.0
    lines["cogs"] += impact.release + impact.used - (0.0 if separate else impact.charge)
    lines["income_tax"] += round_money(saved * change, impact.currency)
    lines["inventory"] += closing
    lines["equity"] += closing - relief
    lines["income_tax_payable"] += relief if is_booked else 0.0
    lines["deferred_tax_asset"] -= 0.0 if is_booked else relief
    full = with_totals(lines, currency=impact.currency)
    return {**full, "difference": after["difference"]}
