"""Proposed orders as a workbook to send from: a sheet a supplier, and one that sums them up."""

import io
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from core.analysis import orders_of, suppliers
from core.book import Book
from core.money import minor_digits
from core.replenishment import ORDER, urgent_first
from core.report.checks import with_about
from core.report.tables import CREATED, PLAIN_DATA, add_frames, sheet_names

_SUMMARY = "Suppliers"
#: Titles over the lines of an order, with the width of each column in characters.
_LINES = (
    ("SKU", 16), ("Item", 40), ("Units", 10), ("Unit cost", 12), ("Cost", 14), ("Runs out", 12),
    ("Arrives", 12), ("Risk of a rest", 14), ("Expected loss", 14), ("Why", 90),
)  # fmt: skip
#: Rows above the titles: heading, supplier, buyer, date, a blank one.
_HEAD_ROWS = 5


def purchase_orders(
    orders: pd.DataFrame, book: Book, *, buyer: str, transfers: pd.DataFrame | None = None
) -> bytes:
    """Return an xlsx workbook with one purchase order a supplier; totals are formulas.

    A sheet lists what to move between locations first, if anything. A last sheet says whose
    figures they are and whether they agree with the ledger; it stays in the house while the
    others go to the suppliers.

    Args:
        orders: what `analyze` proposes; only rows to order are used.
        book: the stock that they were proposed for.
        buyer: name of the business.
        transfers: as `propose_transfers` returns them; None or empty when there are none.
    """
    due = urgent_first(orders[orders["action"] == ORDER])
    sums = suppliers(due)
    names = sheet_names([_SUMMARY, *sums["supplier"]])
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, PLAIN_DATA) as workbook:
        workbook.set_properties({"created": CREATED})
        styles = _styles(workbook, book.currency)
        sheets = [workbook.add_worksheet(name) for name in names]
        _summary(sheets[0], sums, styles)
        for sheet, supplier in zip(sheets[1:], sums["supplier"], strict=True):
            head = (
                "Purchase order (proposal)",
                f"Supplier: {supplier}",
                f"Buyer: {buyer}" if buyer else "Buyer:",
                f"As of {book.as_of.isoformat()}, amounts in {book.currency}",
            )
            _order(sheet, orders_of(due, supplier), head, styles)
        moved = {} if transfers is None or transfers.empty else {"Move first": _moves(transfers)}
        add_frames(workbook, with_about(book, moved))
    return buffer.getvalue()


def _moves(transfers: pd.DataFrame) -> pd.DataFrame:
    """Return the transfers under the titles of a sheet."""
    titles = {
        "sku": "SKU", "description": "Item", "from_location": "From", "to_location": "To",
        "units": "Units", "cost_value": "At cost", "reason": "Why",
    }  # fmt: skip
    return transfers[list(titles)].rename(columns=titles)


def _styles(workbook: Any, currency: str) -> dict[str, Any]:  # noqa: ANN401 - no public types
    digits = minor_digits(currency)
    money = "#,##0" + ("." + "0" * digits if digits else "")
    formats: dict[str, dict[str, Any]] = {
        "title": {"bold": True, "font_size": 14},
        "head": {"bold": True, "bottom": 1},
        "units": {"num_format": "#,##0.##"},
        "unit_money": {"num_format": "#,##0.00##"},
        "money": {"num_format": money},
        "share": {"num_format": "0%"},
        "day": {"num_format": "yyyy-mm-dd", "align": "left"},
        "total": {"bold": True, "top": 1, "num_format": money},
        "total_units": {"bold": True, "top": 1, "num_format": "#,##0.##"},
    }
    return {name: workbook.add_format(options) for name, options in formats.items()}


def _summary(sheet: Any, sums: pd.DataFrame, styles: dict[str, Any]) -> None:  # noqa: ANN401
    titles = ("Supplier", "Items", "Units", "Cost")
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 3, 14)
    sheet.freeze_panes(1, 0)
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, styles["head"])
    sheet.write_column(1, 0, sums["supplier"].tolist())
    sheet.write_column(1, 1, sums["items"].tolist(), styles["units"])
    sheet.write_column(1, 2, sums["order_units"].tolist(), styles["units"])
    sheet.write_column(1, 3, _known(sums["order_cost"]), styles["money"])
    last = 1 + len(sums)
    sheet.write_string(last, 0, "Total", styles["total"])
    _sum(sheet, last, 1, 1, sums["items"].sum(), styles["total_units"])
    _sum(sheet, last, 2, 1, sums["order_units"].sum(), styles["total_units"])
    _sum(sheet, last, 3, 1, sums["order_cost"].sum(), styles["total"])


def _order(
    sheet: Any,  # noqa: ANN401
    lines: pd.DataFrame,
    head: tuple[str, ...],
    styles: dict[str, Any],
) -> None:
    for row, text in enumerate(head):
        sheet.write_string(row, 0, text, styles["title"] if row == 0 else None)
    for column, (title, width) in enumerate(_LINES):
        sheet.set_column(column, column, width)
        sheet.write_string(_HEAD_ROWS, column, title, styles["head"])
    first = _HEAD_ROWS + 1
    unit_cost = (lines["order_cost"] / lines["order_units"]).round(6)
    sheet.write_column(first, 0, lines["sku"].tolist())
    sheet.write_column(first, 1, lines["description"].fillna("").tolist())
    sheet.write_column(first, 2, lines["order_units"].tolist(), styles["units"])
    sheet.write_column(first, 3, _known(unit_cost), styles["unit_money"])
    sheet.write_column(first, 4, _known(lines["order_cost"]), styles["money"])
    sheet.write_column(first, 5, _known(lines["stockout_date"]), styles["day"])
    sheet.write_column(first, 6, _known(lines["arrival_date"]), styles["day"])
    sheet.write_column(first, 7, _known(lines["risk_chance"].round(4)), styles["share"])
    sheet.write_column(first, 8, _known(lines["risk_cost"].round(6)), styles["money"])
    sheet.write_column(first, 9, lines["reason"].tolist())
    sheet.freeze_panes(first, 0)
    last = first + len(lines)
    sheet.write_string(last, 0, "Total", styles["total"])
    sheet.write_blank(last, 1, None, styles["total"])
    _sum(sheet, last, 2, first, lines["order_units"].sum(), styles["total_units"])
    sheet.write_blank(last, 3, None, styles["total"])
    _sum(sheet, last, 4, first, lines["order_cost"].sum(), styles["total"])


def _sum(sheet: Any, row: int, column: int, first: int, value: float, style: Any) -> None:  # noqa: ANN401
    """Write the sum of the rows above, with its value for programs that do not calculate."""
    cells = f"{xl_rowcol_to_cell(first, column)}:{xl_rowcol_to_cell(row - 1, column)}"
    # Beyond six decimals lies the noise of adding binary fractions.
    sheet.write_formula(row, column, f"=SUM({cells})", style, round(float(value), 6))


def _known(values: pd.Series) -> list[Any]:
    """Return plain values, None where unknown: an empty cell, never a zero."""
    return [None if pd.isna(value) else value for value in values]
