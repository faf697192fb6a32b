"""What leaves the app: tables as CSV and workbooks that stay plain data wherever they open."""

from core.report.checks import (
    CONTROL_COLUMNS,
    PROBLEM_COLUMNS,
    ProblemGroup,
    StockTotals,
    control_frame,
    needs_attention,
    problem_groups,
    problems_frame,
    stock_totals,
)
from core.report.purchase_orders import purchase_orders
from core.report.tables import csv_bytes, spreadsheet_safe, workbook_bytes

__all__ = [
    "CONTROL_COLUMNS",
    "PROBLEM_COLUMNS",
    "ProblemGroup",
    "StockTotals",
    "control_frame",
    "csv_bytes",
    "needs_attention",
    "problem_groups",
    "problems_frame",
    "purchase_orders",
    "spreadsheet_safe",
    "stock_totals",
    "workbook_bytes",
]
