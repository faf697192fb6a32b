"""Sheets and files as a back office exports them: title lines, own headers, equal bytes."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import xlsxwriter

#: One cell: text, number, day or nothing.
Cell = str | float | int | date | None

#: A fixed creation date makes equal sheets equal bytes.
CREATED = datetime(2020, 1, 1)  # noqa: DTZ001 - workbook dates carry no zone


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet: title lines, one header row, rows, and lines under the table.

    `title` lines stand alone in the first column, followed by one empty row. `money` names the
    header cells whose numbers are shown with two decimals.
    """

    name: str
    header: tuple[Cell, ...]
    rows: Sequence[Sequence[Cell]]
    title: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    money: tuple[str, ...] = ()


def cells(frame: pd.DataFrame) -> list[list[Cell]]:
    """Return the rows of `frame` as cells: missing is empty, whole floats become integers."""
    return [[_cell(value) for value in row] for row in frame.itertuples(index=False, name=None)]


def _cell(value: object) -> Cell:
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    number = float(value)  # type: ignore[arg-type]
    return int(number) if number.is_integer() else number


def write_workbook(path: Path, sheets: Sequence[Sheet], *, date_format: str) -> None:
    """Write `sheets` to an xlsx file; days are shown in `date_format` (a spreadsheet format)."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": CREATED})
        formats = {
            "title": book.add_format({"bold": True}),
            "head": book.add_format({"bold": True, "bottom": 1}),
            "head_date": book.add_format({"bold": True, "bottom": 1, "num_format": date_format}),
            "date": book.add_format({"num_format": date_format}),
            "money": book.add_format({"num_format": "#,##0.00"}),
        }
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet, formats)


def _write_sheet(
    target: "xlsxwriter.worksheet.Worksheet",
    sheet: Sheet,
    formats: "dict[str, xlsxwriter.format.Format]",
) -> None:
    for row, line in enumerate(sheet.title):
        target.write_string(row, 0, line, formats["title"])
    top = len(sheet.title) + 1 if sheet.title else 0
    for column, label in enumerate(sheet.header):
        _write_cell(target, top, column, label, formats["head"], formats["head_date"])
        target.set_column(column, column, 40 if label == sheet.header[1] else 14)
    is_money = [label in sheet.money for label in sheet.header]
    for row, values in enumerate(sheet.rows, start=top + 1):
        for column, value in enumerate(values):
            number = formats["money"] if is_money[column] else None
            _write_cell(target, row, column, value, number, formats["date"])
    bottom = top + 1 + len(sheet.rows) + 1
    for row, line in enumerate(sheet.footer, start=bottom):
        target.write_string(row, 0, line)


def _write_cell(
    target: "xlsxwriter.worksheet.Worksheet",
    row: int,
    column: int,
    value: Cell,
    plain: "xlsxwriter.format.Format | None",
    day: "xlsxwriter.format.Format",
) -> None:
    if value is None:
        return
    if isinstance(value, str):
        target.write_string(row, column, value, plain)
    elif isinstance(value, date):
        target.write_datetime(row, column, value, day)
    else:
        target.write_number(row, column, value, plain)


def write_european_csv(path: Path, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Write what a spreadsheet with European settings saves: semicolons, comma decimals, BOM."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([[_european(value) for value in row] for row in rows])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(buffer.getvalue().encode("utf-8-sig"))


def _european(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, float):
        return f"{value:.2f}".replace(".", ",")
    return str(value)
