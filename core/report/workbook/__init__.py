"""The accountant's workbook: from stock rows to net income in formulas that can be recomputed."""

import io
from collections.abc import Callable, Mapping

import pandas as pd
import xlsxwriter

from core.analysis import Analysis
from core.charts.formats import Formats
from core.report.basis import make_basis
from core.report.checks import problems_frame
from core.report.tables import CREATED, PLAIN_DATA
from core.report.workbook import stock_sheets
from core.report.workbook.entry_sheets import write_allowance, write_entries
from core.report.workbook.input_sheet import write_inputs
from core.report.workbook.lot_sheet import write_lots
from core.report.workbook.pen import Column, Pen
from core.report.workbook.policy_sheet import write_policy
from core.report.workbook.ratio_sheet import write_ratios
from core.report.workbook.statement_sheet import write_statements
from core.report.workbook.summary_sheet import write_guide, write_names, write_summary
from core.report.workbook.valuation_sheet import write_groups, write_test

#: Told how far the work is (0 to 1) and what comes next.
Progress = Callable[[float, str], None]

_PROBLEM_WIDTHS = {"file": 24, "sheet": 18, "found": 40, "expected": 36, "repair": 60}


def accountant_workbook(
    analysis: Analysis,
    *,
    company: str = "",
    scenarios: Mapping[str, pd.DataFrame] | None = None,
    progress: Progress | None = None,
) -> bytes:
    """Return the workbook with live formulas from the stock rows to the statements.

    Formulas carry the values of the app, for programs that do not calculate.

    Args:
        analysis: whose figures it holds.
        company: name of the business; without it the Book's own.
        scenarios: title -> table of plans compared, as data.
        progress: called as the sheets are written.
    """
    tell = progress or (lambda _share, _words: None)
    tell(0.0, "Collecting the facts behind the test")
    formats = Formats(currency=analysis.book.currency)
    basis = make_basis(analysis, formats, company=company)
    parts = stock_sheets.make_parts(analysis)
    # A table without rows still has one empty line below its titles, so that ranges exist.
    last_test_row = max(len(parts.lines), 1) + 1
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, PLAIN_DATA) as book:
        book.set_properties(
            {"created": CREATED, "title": f"{basis.company}: write-down of inventory"}
        )
        # Programs that open it calculate everything anew.
        book.set_calc_mode("auto")
        pen = Pen(book, analysis.book.currency, f"{basis.company}. {basis.rules}")
        guide = pen.sheet("Guide", "This sheet", pages=1)
        about = "The figures that count, live, with charts and checks"
        summary = pen.sheet("Summary", about, landscape=False, pages=1)
        tell(0.1, "Writing period figures and policy")
        write_inputs(pen, analysis)
        steps = write_policy(pen, analysis.policy, tax_rate=analysis.impact.tax_rate)
        tell(0.15, "Writing items and stock")
        stock_sheets.write_items(pen, parts, analysis)
        stock_sheets.write_stock(pen, parts)
        stock_sheets.write_layers(pen, parts)
        stock_sheets.write_nrv(pen, parts, analysis)
        tell(0.35, "Writing the test, row by row")
        write_test(pen, parts, analysis.policy, steps)
        tell(0.6, "Writing entries and statements")
        write_groups(pen, parts)
        lots = write_lots(pen, parts, analysis)
        write_entries(pen, analysis, last_test_row=last_test_row, lots=lots)
        write_allowance(pen, analysis, lots)
        places = write_statements(pen, analysis)
        write_ratios(pen, analysis, places)
        _write_data(pen, analysis, scenarios or {})
        write_summary(pen, summary, analysis, basis, parts, last_test_row=last_test_row)
        write_names(pen)
        write_guide(pen, guide, basis)
        summary.activate()
        tell(0.75, "Packing the file")
    tell(1.0, "Done")
    return buffer.getvalue()


def _write_data(pen: Pen, analysis: Analysis, scenarios: Mapping[str, pd.DataFrame]) -> None:
    if scenarios:
        sheet = pen.sheet("Scenarios", "Plans compared, as the app computed them")
        row = 0
        for title, table in scenarios.items():
            pen.put(sheet, row, 0, title, "heading")
            for column, name in enumerate(table.columns):
                pen.put(sheet, row + 1, column, str(name), "head")
                sheet.set_column(column, column, 36 if column == 0 else 18)
                for at, value in enumerate(table[name], start=row + 2):
                    pen.put(
                        sheet, at, column, value, "text" if isinstance(value, str) else "number"
                    )
            row += len(table) + 4
    problems = problems_frame(
        (*analysis.book.problems, *analysis.impact.problems),
    )
    sheet = pen.sheet("Problems", "What the data could not say, and what to do about it")
    columns = [
        Column(
            str(name).replace("_", " ").capitalize(),
            "whole" if name in ("row", "count", "set_aside") else "text",
            [None if pd.isna(value) else value for value in problems[name]],
            width=_PROBLEM_WIDTHS.get(str(name), 12),
        )
        for name in problems
    ]
    pen.table(sheet, columns)
