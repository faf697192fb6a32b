"""Tables as files that no spreadsheet program mistakes for formulas.

A cell that starts with = + - @ (also in full width), a tab or a return would be run as a formula
by the program that opens a CSV; such text gets an apostrophe in front. Numbers stay numbers,
also "-5" as text. Workbooks are written with formula and link detection off, so that text needs
no mark there.
"""

import io
import math
import re
from collections.abc import Mapping
from datetime import datetime

import pandas as pd
import xlsxwriter

#: First characters that make a spreadsheet program evaluate a text cell (OWASP, CSV injection),
#: with the full-width forms that some programs fold to them.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")

#: A fixed creation date makes equal tables equal files.
CREATED = datetime(2020, 1, 1)  # noqa: DTZ001 - workbook dates carry no zone

#: Options of a workbook in which text is text, whatever it starts with.
PLAIN_DATA = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
    "in_memory": True,
}

#: As many digits as a spreadsheet program keeps: sums of cents show no dust of binary fractions.
_DIGITS = "%.15g"

#: Columns are as wide as their longest of the first rows, within these bounds, in characters.
_WIDTH_ROWS, _MIN_WIDTH, _MAX_WIDTH = 200, 8, 48


def spreadsheet_safe(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` with every text cell that could run as a formula marked by an apostrophe."""
    safe = {name: _safe_text(column) for name, column in frame.items()}
    return pd.DataFrame(safe, index=frame.index).rename(columns=lambda name: _safe_label(str(name)))


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Return `frame` as UTF-8 CSV without its index; missing cells are empty."""
    safe = spreadsheet_safe(frame)
    return safe.to_csv(index=False, lineterminator="\n", float_format=_DIGITS).encode()


def workbook_bytes(sheets: Mapping[str, pd.DataFrame]) -> bytes:
    """Return one xlsx workbook with a sheet a frame: frozen header, filters, fitted columns.

    Args:
        sheets: sheet name -> frame; indexes are not written. Names are cut to the 31 characters
            the format allows, without the characters it forbids, and numbered where equal.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, PLAIN_DATA) as workbook:
        workbook.set_properties({"created": CREATED})
        add_frames(workbook, sheets)
    return buffer.getvalue()


def add_frames(workbook: xlsxwriter.Workbook, sheets: Mapping[str, pd.DataFrame]) -> None:
    """Add a sheet a frame to a workbook opened with `PLAIN_DATA`; see `workbook_bytes`."""
    head = workbook.add_format({"bold": True, "bottom": 1})
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    taken = [sheet.get_name() for sheet in workbook.worksheets()]
    names = sheet_names([*taken, *sheets])[len(taken) :]
    for name, frame in zip(names, sheets.values(), strict=True):
        sheet = workbook.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for position, label in enumerate(frame.columns):
            column = frame[label]
            cells = _cells(column)
            is_date = pd.api.types.is_datetime64_any_dtype(column)
            sheet.write_string(0, position, str(label), head)
            sheet.set_column(position, position, _width(str(label), cells), None)
            sheet.write_column(1, position, cells, day if is_date else None)
        if len(frame) and len(frame.columns):
            sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)


def sheet_names(names: list[str]) -> list[str]:
    """Return names a workbook allows: 31 characters, none it forbids, no two alike."""
    taken: list[str] = []
    for name in names:
        plain = re.sub(r"[\[\]:*?/\\]", " ", name).strip(" '") or "Sheet"
        plain, number = plain[:31], 1
        while plain.lower() in (other.lower() for other in taken):
            number += 1
            plain = f"{plain[: 30 - len(str(number))]} {number}"
        taken.append(plain)
    return taken


def _safe_text(column: pd.Series) -> pd.Series:
    if not (column.dtype == object or isinstance(column.dtype, pd.StringDtype)):
        return column
    text = column.astype("str")
    returns = text.str.contains("\r", regex=False).fillna(value=False).astype(bool)
    if returns.any():
        # A lone return ends a line for some programs, and what follows starts a cell; a line feed
        # is quoted by the writer and stays inside its own.
        column = column.astype("object").mask(returns, text.str.replace("\r\n?", "\n", regex=True))
    risky = text.str.startswith(_FORMULA_STARTS).fillna(value=False).astype(bool)
    if not risky.any():
        return column
    risky &= pd.to_numeric(text.where(risky), errors="coerce").isna()
    return column.astype("object").mask(risky, "'" + column.astype("str"))


def _safe_label(label: str) -> str:
    return f"'{label}" if label.startswith(_FORMULA_STARTS) else label


def _cells(column: pd.Series) -> list[object]:
    if pd.api.types.is_datetime64_any_dtype(column):
        return [None if pd.isna(value) else value.to_pydatetime() for value in column]
    plain = column.astype("object").where(column.notna(), None)
    # The format has no infinity (stock of what never sells lasts forever): a word, as in a CSV.
    return [
        value
        if value is None or (isinstance(value, int | float | bool) and math.isfinite(value))
        else str(value)
        for value in plain
    ]


def _width(label: str, cells: list[object]) -> int:
    longest = max((len(str(cell)) for cell in cells[:_WIDTH_ROWS] if cell is not None), default=0)
    return min(max(len(label) + 3, longest + 1, _MIN_WIDTH), _MAX_WIDTH)
