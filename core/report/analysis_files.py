"""The files of `python -m core analyze`: tidy CSVs with canonical names and one summary."""

import json
import math
from collections.abc import Mapping

import pandas as pd

from core.analysis import Analysis
from core.report.checks import problems_frame
from core.report.tables import csv_bytes

#: Columns of each file, in order; a file never changes its layout with the data.
ITEM_COLUMNS = (
    "sku", "description", "category", "on_hand", "cost_value", "carrying_value", "age_days",
    "days_of_cover", "nrv_unit", "write_down", "reason", "demand_class",
)  # fmt: skip
EXPOSURE_COLUMNS = (
    "sku", "location", "lot", "reason", "units", "cost_value", "nrv_value", "write_down",
)  # fmt: skip
ORDER_COLUMNS = (
    "sku", "supplier", "reorder_point", "safety_stock", "order_units", "order_date", "action",
    "reason",
)  # fmt: skip
FORECAST_COLUMNS = ("sku", "period", "mean", "q10", "q50", "q90", "model")


def analysis_files(analysis: Analysis) -> dict[str, bytes]:
    """Return file name -> content for one analysis, ready to be written."""
    forecast = (
        analysis.forecast.frame(levels=(0.1, 0.5, 0.9))
        if analysis.forecast is not None
        else pd.DataFrame(columns=list(FORECAST_COLUMNS))
    )
    tables: Mapping[str, pd.DataFrame] = {
        "items.csv": analysis.exposure.items[list(ITEM_COLUMNS)],
        "exposure.csv": analysis.exposure.segments[list(EXPOSURE_COLUMNS)],
        "forecast.csv": forecast[list(FORECAST_COLUMNS)],
        "reorder.csv": analysis.orders[list(ORDER_COLUMNS)],
        "transfers.csv": analysis.transfers,
        "journal.csv": analysis.journal,
        "statements.csv": analysis.statements,
        "ratios.csv": analysis.impact.ratios,
        "allowance.csv": analysis.impact.allowance,
        "problems.csv": problems_frame(analysis.book.problems),
    }
    files = {name: csv_bytes(table) for name, table in tables.items()}
    summary = {name: _json_value(value) for name, value in analysis.summary.items()}
    files["summary.json"] = (json.dumps(summary, indent=2, ensure_ascii=False) + "\n").encode()
    return files


def _json_value(value: object) -> object:
    """Return the value as JSON has it: unknown numbers are null."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
