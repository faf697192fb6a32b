"""What leaves the app: tables as CSV and workbooks that stay plain data wherever they open."""

from core.report.checks import (
    CONTROL_COLUMNS,
    JOIN_COLUMNS,
    PROBLEM_COLUMNS,
    UNRECONCILED,
    ProblemGroup,
    StockTotals,
    about_frame,
    about_text,
    control_frame,
    csv_name,
    joins_frame,
    ledger_of,
    needs_attention,
    problem_groups,
    problems_frame,
    stock_totals,
    with_about,
)
from core.report.gaps import Gap, gaps
from core.report.marked import marked_workbook, rows_to_repair
from core.report.purchase_orders import purchase_orders
from core.report.tables import csv_bytes, spreadsheet_safe, workbook_bytes

__all__ = [
    "CONTROL_COLUMNS",
    "JOIN_COLUMNS",
    "PROBLEM_COLUMNS",
    "UNRECONCILED",
    "Gap",
    "ProblemGroup",
    "StockTotals",
    "about_frame",
    "about_text",
    "control_frame",
    "csv_bytes",
    "csv_name",
    "gaps",
    "joins_frame",
    "ledger_of",
    "marked_workbook",
    "needs_attention",
    "problem_groups",
    "problems_frame",
    "purchase_orders",
    "rows_to_repair",
    "spreadsheet_safe",
    "stock_totals",
    "with_about",
    "workbook_bytes",
]
