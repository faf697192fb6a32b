"""What leaves the app: tables as CSV and workbooks that stay plain data wherever they open."""

from core.report.tables import csv_bytes, spreadsheet_safe, workbook_bytes

__all__ = ["csv_bytes", "spreadsheet_safe", "workbook_bytes"]
