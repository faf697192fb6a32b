"""The sheets Summary and Guide: the figures that count with their charts, and the way through."""

from typing import Any

from core.analysis import Analysis
from core.charts.theme import BLUE, SLATE, VERMILLION
from core.report.basis import Basis
from core.report.workbook.input_sheet import amounts
from core.report.workbook.pen import UNKNOWN, Column, Pen, when_known
from core.report.workbook.stock_sheets import Parts
from core.report.workbook.valuation_sheet import reason_rows

_GREY = "#B8BFC7"
#: Width of the guide's sentences in characters.
_GUIDE_WIDTH = 110


def write_summary(
    pen: Pen,
    sheet: Any,  # noqa: ANN401 - no public types
    analysis: Analysis,
    basis: Basis,
    parts: Parts,
    *,
    last_test_row: int,
) -> None:
    """Write the figures that count, live, beside what the app showed when the file was made."""
    for column, width in enumerate((40, 18, 18, 18, 18, 4, 4)):
        sheet.set_column(column, column, width)
    pen.title(sheet, basis.company, basis.rules)
    pen.put(sheet, 2, 0, f"When made: {basis.headline}.", "text")
    pen.put(sheet, 3, 0, f"{basis.reconciliation}.", "text")
    pen.put(sheet, 4, 0, f"{basis.unknown}." if basis.unknown else "Every unit was judged.", "text")
    for column, title in enumerate(("Figure", "Now", "When made", "Change since")):
        pen.put(sheet, 6, column, title, "head")
    row = 7
    for label, name, formula, value in _figures(analysis):
        pen.put(sheet, row, 0, label, "text")
        pen.calculate(sheet, row, 1, formula, "money", value)
        pen.put(sheet, row, 2, UNKNOWN if value != value else value, "money")
        cells = (f"B{row + 1}", f"C{row + 1}")
        change = when_known(f"ROUND({cells[0]}-{cells[1]},{pen.digits})", *cells)
        pen.calculate(sheet, row, 3, change, "money", 0.0 if value == value else value)
        pen.name(f"Summary_{name}", "Summary", row, 1)
        row += 1
    row = _checks(pen, sheet, row + 1)
    reasons, row = _reasons(pen, sheet, row + 1, parts, last_test_row)
    bridge, row = _bridge(pen, sheet, row + 1, analysis)
    _charts(pen, sheet, reasons, bridge, row + 1)


def _figures(analysis: Analysis) -> list[tuple[str, str, str, float]]:
    impact = analysis.impact
    now = amounts(analysis, impact.recording)

    def chosen(name: str) -> str:
        return f'IF(Recording="direct",{name}_direct,{name}_allowance)'

    return [
        ("Stock at cost", "cost_value", "Inventory_cost", impact.inventory_cost),
        ("Write-down needed", "write_down", "Required_allowance", impact.required_allowance),
        (
            "Carrying value",
            "carrying_value",
            when_known("Inventory_cost-Closing_allowance", "Closing_allowance"),
            impact.carrying_value
            if impact.required_allowance == impact.required_allowance
            else float("nan"),
        ),
        ("To book this period", "charge", "Charge", impact.charge),
        ("Taken back this period", "release", "Release", impact.release),
        ("Net income before", "net_income_before", "Net_income_before",
         now["before"]["net_income"]),
        ("Net income after", "net_income_after", chosen("Net_income_after"),
         now["after"]["net_income"]),
        ("Effect on net income", "net_income_effect", chosen("Net_income_effect"),
         impact.net_income_effect),
        ("Effect on equity", "equity_effect", chosen("Equity_effect"), impact.equity_effect),
        ("Equity after", "equity_after", chosen("Equity_after"), now["after"]["equity"]),
    ]  # fmt: skip


def _checks(pen: Pen, sheet: Any, row: int) -> int:  # noqa: ANN401
    """Write what must hold whatever is changed."""
    checks = (
        ("Entries balance", "ROUND(Entries_debit-Entries_credit,6)=0"),
        (
            "Direct and allowance give the same net income",
            "Net_income_effect_direct=Net_income_effect_allowance",
        ),
        (
            "Stock at cost equals the sum of the rows",
            f"ROUND(Inventory_cost-SUM(Stock!G:G),{pen.digits})=0",
        ),
        ("Items add up to the test", f"ROUND(SUM(Items!F:F)-Inventory_cost,{pen.digits})=0"),
    )
    pen.put(sheet, row, 0, "Checks", "heading")
    row += 1
    for label, condition in checks:
        pen.put(sheet, row, 0, label, "text")
        pen.calculate(sheet, row, 1, f'IF({condition},"holds","DOES NOT HOLD")', "text", "holds")
        row += 1
    return row


def _reasons(
    pen: Pen,
    sheet: Any,  # noqa: ANN401
    row: int,
    parts: Parts,
    last_test_row: int,
) -> tuple[tuple[int, int], int]:
    """Write the sums by reason and return the first and last row of those that may lose."""
    pen.put(sheet, row, 0, "Loss of single items by reason", "heading")
    for column, title in enumerate(("Reason", "Units", "Cost", "Write-down")):
        pen.put(sheet, row + 1, column, title, "head")
    first = row + 2
    rows = reason_rows(parts)
    for at, (reason, units, cost, loss) in enumerate(rows, start=first):
        pen.put(sheet, at, 0, reason, "text")
        for column, letter, style, value in (
            (1, "F", "units", units), (2, "U", "money", cost), (3, "W", "money", loss),
        ):  # fmt: skip
            cells = f"Test!${letter}$2:${letter}${last_test_row}"
            formula = f"SUMIFS({cells},Test!$X$2:$X${last_test_row},A{at + 1})"
            pen.calculate(sheet, at, column, formula, style, value)
    end = first + len(rows)
    pen.put(sheet, end, 0, "Total", "total_text")
    for column, style in ((1, "total"), (2, "total"), (3, "total")):
        letter = "ABCD"[column]
        value = sum(each[column] for each in rows)  # type: ignore[misc]
        pen.calculate(sheet, end, column, f"SUM({letter}{first + 1}:{letter}{end})", style, value)
    # Healthy and unknown goods lose nothing: their bars would be empty.
    return (first, first + len(rows) - 3), end + 1


def _bridge(
    pen: Pen,
    sheet: Any,  # noqa: ANN401
    row: int,
    analysis: Analysis,
) -> tuple[tuple[int, int], int]:
    """Write the steps from cost to carrying value: an invisible base and what stands on it."""
    impact = analysis.impact
    pen.put(sheet, row, 0, "From cost to carrying value", "heading")
    for column, title in enumerate(("Step", "Base", "Amount")):
        pen.put(sheet, row + 1, column, title, "head")
    cost, down, off = map(_zero, (impact.inventory_cost, impact.write_down, impact.write_off))
    after = "Inventory_cost-N(Required_write_down)"
    steps = (
        ("Stock at cost", "0", "Inventory_cost", 0.0, cost),
        ("Goods below cost", after, "N(Required_write_down)", cost - down, down),
        ("Goods lost", f"{after}-N(Required_write_off)", "N(Required_write_off)",
         cost - down - off, off),
        ("Lower of cost and NRV", "0", f"{after}-N(Required_write_off)", 0.0, cost - down - off),
    )  # fmt: skip
    first = row + 2
    for at, (label, base, amount, base_value, value) in enumerate(steps, start=first):
        pen.put(sheet, at, 0, label, "text")
        pen.calculate(sheet, at, 1, base, "money", base_value)
        pen.calculate(sheet, at, 2, amount, "money", value)
    return (first, first + len(steps) - 1), first + len(steps)


def _charts(
    pen: Pen,
    sheet: Any,  # noqa: ANN401
    reasons: tuple[int, int],
    bridge: tuple[int, int],
    row: int,
) -> None:
    chart = pen.book.add_chart({"type": "bar"})
    first, last = reasons
    chart.add_series(
        {
            "name": "Write-down",
            "categories": ["Summary", first, 0, last, 0],
            "values": ["Summary", first, 3, last, 3],
            "fill": {"color": VERMILLION},
            "gap": 60,
            "data_labels": {"value": True, "num_format": "#,##0;(#,##0);"},
        }
    )
    _finish(chart, f"Write-down by reason, {pen.currency}, on a scale of its own")
    chart.set_y_axis({"reverse": True, "line": {"none": True}, "major_tick_mark": "none"})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    sheet.insert_chart(row, 0, chart, {"description": "Bars: write-down of each reason"})

    steps = pen.book.add_chart({"type": "column", "subtype": "stacked"})
    first, last = bridge
    categories = ["Summary", first, 0, last, 0]
    steps.add_series(
        {
            "categories": categories,
            "values": ["Summary", first, 1, last, 1],
            "fill": {"none": True},
            "gap": 40,
        }
    )
    steps.add_series(
        {
            "name": "Amount",
            "categories": categories,
            "values": ["Summary", first, 2, last, 2],
            "fill": {"color": SLATE},
            "points": [
                {"fill": {"color": SLATE}},
                {"fill": {"color": VERMILLION}},
                {"fill": {"color": VERMILLION}},
                {"fill": {"color": BLUE}},
            ],
            "data_labels": {
                "value": True,
                "num_format": "#,##0;(#,##0);",
                # Dark letters are lost on the dark bars at both ends.
                "custom": [{"font": {"color": "white"}}, {}, {}, {"font": {"color": "white"}}],
            },
        }
    )
    _finish(steps, f"From cost to carrying value, {pen.currency}")
    steps.set_y_axis({"visible": False, "major_gridlines": {"visible": False}})
    steps.set_x_axis({"line": {"color": _GREY}, "major_tick_mark": "none"})
    sheet.insert_chart(row, 2, steps, {"description": "Bridge: from cost to carrying value"})


def _finish(chart: Any, title: str) -> None:  # noqa: ANN401
    chart.set_title({"name": title, "name_font": {"size": 11}, "overlay": False})
    chart.set_legend({"none": True})
    chart.set_size({"width": 520, "height": 320})
    chart.set_chartarea({"border": {"none": True}})


def write_guide(pen: Pen, sheet: Any, basis: Basis) -> None:  # noqa: ANN401
    """Write what each sheet holds, how the figures flow, the state of the data, the assumptions."""
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, _GUIDE_WIDTH)
    pen.title(sheet, basis.company, basis.rules)
    row = 3
    pen.put(sheet, row, 0, "How to read it", "heading")
    steps = (
        "Shaded cells in blue are inputs: costs (Stock), prices and selling costs (NRV), rates "
        "and choices (Policy), your period figures (Inputs). Change one and every sheet follows.",
        "Figures flow one way: Stock and NRV → Test → Entries → Statements → Ratios and Summary. "
        "Every cell between is a formula.",
        "Which units are excess, expire or are in which age comes from the app's forecast and "
        "layers as data: for other horizons, grace periods or age steps make a new file there.",
        "Amounts are rounded once a row to the minor unit, halves to the even neighbor, as posted; "
        "ROUND alone would take halves up, hence the longer formulas.",
        "Where market is tested instead of NRV alone (LIFO and the retail method under US GAAP), "
        "the results of the test are data: the file of the policy in force says which it is.",
        "The word unknown stands where something is not known; no formula takes it for zero.",
    )
    for step in steps:
        row += 1
        pen.prose(sheet, row, [(1, step, _GUIDE_WIDTH)])
    row += 2
    pen.put(sheet, row, 0, "Sheets", "heading")
    for name, about in pen.sheets.items():
        row += 1
        sheet.write_url(row, 0, f"internal:'{name}'!A1", string=name)
        pen.prose(sheet, row, [(1, about, _GUIDE_WIDTH)])
    row += 2
    pen.put(sheet, row, 0, "State of the data", "heading")
    for text in (basis.reconciliation, basis.unknown or "Every unit was judged", basis.origin):
        row += 1
        pen.prose(sheet, row, [(1, text, _GUIDE_WIDTH)])
    row += 2
    pen.put(sheet, row, 0, "Assumptions when made", "heading")
    for text in basis.assumptions:
        row += 1
        pen.prose(sheet, row, [(1, text, _GUIDE_WIDTH)])


def write_names(pen: Pen) -> None:
    """Write which cell each name in a formula stands for."""
    sheet = pen.sheet("Names", "The cells that names in formulas stand for")
    names, places = zip(*sorted(pen.names), strict=True)
    columns = [Column("Name", "text", names, width=36), Column("Cell", "text", places, width=28)]
    pen.table(sheet, columns)


def _zero(value: float) -> float:
    return 0.0 if value != value else value
