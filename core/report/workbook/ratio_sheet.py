"""The sheet Ratios: what a bank reads, before and after and without write-downs; covenants."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from core.accounting import RATIOS
from core.analysis import Analysis
from core.policy import COVENANT_CEILINGS, COVENANT_RATIOS
from core.report.workbook.pen import UNKNOWN, Pen, when_known
from core.report.workbook.statement_sheet import AFTER, BEFORE, WITHOUT, Places

#: Ratio -> formula of statement cells, by line in braces; what it needs is known.
_RATIOS: Mapping[str, str] = {
    "gross_margin": "{gross_profit}/{revenue}",
    "operating_margin": "{operating_profit}/{revenue}",
    "operating_profit": "{operating_profit}",
    "net_income": "{net_income}",
    "quick_ratio": "({cash}+{receivables})/({payables}+{income_tax_payable})",
    "net_margin": "{net_income}/{revenue}",
    "current_ratio": "({cash}+{receivables}+{inventory_net})/({payables}+{income_tax_payable})",
    "working_capital": ("{cash}+{receivables}+{inventory_net}-({payables}+{income_tax_payable})"),
    "inventory_turnover": "365/Input_period_days*{cogs}/{stock}",
    "days_inventory": "Input_period_days*{stock}/{cogs}",
    "debt_to_equity": "{debt}/{equity}",
    "liabilities_to_equity": "{total_liabilities}/{equity}",
    "return_on_equity": "{net_income}/{equity}",
    "return_on_assets": "{net_income}/{total_assets}",
    "gmroi": "{gross_profit}/{stock}",
    "equity": "{equity}",
}


_STOCK = (
    "IF(ISNUMBER(Input_opening_inventory),(Input_opening_inventory+{inventory_net})/2,"
    "{inventory_net})"
)


_RATIO_STYLES = {
    **dict.fromkeys(
        ("gross_margin", "operating_margin", "net_margin", "return_on_equity", "return_on_assets"),
        "rate",
    ),
    **dict.fromkeys(("working_capital", "equity", "operating_profit", "net_income"), "money"),
}


def write_ratios(pen: Pen, analysis: Analysis, places: Places) -> None:
    """Write the ratios before and after under both methods, and the covenants."""
    sheet = pen.sheet("Ratios", "What a bank reads: ratios before and after, and loan covenants")
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, 5, 18)
    sheet.set_column(6, 6, 70)
    pen.title(sheet, "Ratios")
    titles = (
        "Ratio", "Before", "Direct: after", "Direct: without write-downs", "Allowance: after",
        "Allowance: without write-downs", "Note",
    )  # fmt: skip
    for column, title in enumerate(titles):
        pen.put(sheet, 2, column, title, "head")
    found = analysis.impact.ratios
    ratios = found[found["period"] == "current"].set_index(["method", "ratio"])
    row = 3
    for name, ratio in RATIOS.items():
        places.ratios[name] = row + 1
        pen.put(sheet, row, 0, ratio.label, "text")
        style = _RATIO_STYLES.get(name, "number")
        for column, place, method, shown in (
            (1, BEFORE, "direct", "before"),
            (2, AFTER["direct"], "direct", "after"),
            (3, WITHOUT["direct"], "direct", "excluding_write_downs"),
            (4, AFTER["allowance"], "allowance", "after"),
            (5, WITHOUT["allowance"], "allowance", "excluding_write_downs"),
        ):
            value = ratios.loc[(method, name), shown]
            pen.calculate(sheet, row, column, _ratio(name, place, places), style, value)
        note = ratios.loc[("direct", name), "note"]
        pen.put(sheet, row, 6, note, "text")
        row += 1
    sheet.freeze_panes(3, 1)
    _covenants(pen, sheet, row + 1, analysis, places)


def _ratio(name: str, column: int, places: Places) -> str:
    template = _RATIOS[name].replace("{stock}", _STOCK)
    lines = [line for line in places.lines if f"{{{line}}}" in template]
    cells = {line: places.line(line, column) for line in lines}
    formula = template
    for line, cell in cells.items():
        formula = formula.replace(f"{{{line}}}", cell)
    return f'IFERROR({when_known(formula, *cells.values())},"{UNKNOWN}")'


def _covenants(
    pen: Pen,
    sheet: Any,  # noqa: ANN401
    row: int,
    analysis: Analysis,
    places: Places,
) -> None:
    limits = analysis.policy.covenants
    pen.put(sheet, row, 0, "Loan covenants", "heading")
    if not limits:
        pen.put(sheet, row + 1, 0, "None are set in the policy.", "text")
        return
    for column, title in enumerate(("Ratio", "Limit", "Direct: holds", "Allowance: holds")):
        pen.put(sheet, row + 1, column, title, "head")
    covenants = analysis.impact.covenants
    current = covenants[covenants["period"] == "current"]
    found = current.set_index(["method", "ratio"])["holds"]
    row += 2
    for ratio in (name for name in COVENANT_RATIOS if name in limits):
        pen.put(sheet, row, 0, RATIOS[ratio].label, "text")
        pen.put(sheet, row, 1, limits[ratio], _RATIO_STYLES.get(ratio, "number"))
        compared = "<=" if ratio in COVENANT_CEILINGS else ">="
        for column, letter, method in ((2, "C", "direct"), (3, "E", "allowance")):
            cell = f"{letter}{places.ratios[ratio]}"
            holds = found[(method, ratio)]
            shown: str = UNKNOWN if pd.isna(holds) else "yes" if holds else "no"
            formula = f'IF(ISNUMBER({cell}),IF({cell}{compared}B{row + 1},"yes","no"),"{UNKNOWN}")'
            pen.calculate(sheet, row, column, formula, "text", shown)
        row += 1
