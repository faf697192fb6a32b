"""Workbooks as lists of rows, one reader a format; runs in the reading process only.

No single reader opens everything: calamine is fast and right about dates, xlrd opens the oldest
.xls, openpyxl opens macro workbooks calamine refuses, and web pages and 2003 XML that call
themselves .xls need parsers of their own.
"""

import datetime as dt
import os
import posixpath
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from core.ingest.guard import (
    DAMAGED,
    RefusedError,
    SheetFacts,
    bad_text_reference,
    inspect_zip,
    is_ordinary,
    saved_day,
)
from core.ingest.hidden import hidden_by_name
from core.ingest.markup import read_html, read_spreadsheetml
from core.ingest.rawsheet import ERROR, Cell, RawSheet

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet
    from xlrd.book import Book
    from xlrd.sheet import Sheet

#: Kinds of cells of xlrd that hold nothing: empty, and blank with a format.
_XLS_BLANKS = bytes([0, 6])
_RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_workbook(path: str, kind: str) -> list[RawSheet]:
    """Read every worksheet of the file at `path`.

    Raises:
        RefusedError: damaged, encrypted, or out of proportion; the message follows the name.
    """
    return _READERS[kind](path)


def _read_zipped(path: str) -> list[RawSheet]:
    if is_ordinary(path):
        # The reader works without the interpreter's lock: both take no longer than one.
        with ThreadPoolExecutor(max_workers=1) as pool:
            inspected = pool.submit(inspect_zip, path)
            try:
                sheets = _read_sheets(path)
            finally:
                # What the look into it refuses is said before what the reader stumbled over.
                facts = inspected.result()
    else:
        facts = inspect_zip(path)
        sheets = _read_sheets(path)
    by_name = hidden_by_name(path) or _facts_by_name(path, facts)
    saved = saved_day(path)
    for sheet in sheets:
        found = by_name.get(sheet.name)
        if found is not None:
            _add_facts(sheet, found)
        if saved is not None:
            sheet.notes["modified"] = saved
    return sheets


def _read_sheets(path: str) -> list[RawSheet]:
    try:
        return _read_calamine(path)
    except RefusedError:
        raise
    except Exception as error:  # noqa: BLE001 - the reader raises its own unrelated types
        return _read_openpyxl(path, error)


def _add_facts(sheet: RawSheet, facts: SheetFacts) -> None:
    sheet.errors = facts.errors
    sheet.padded = facts.padded
    for note, count in (
        ("hidden_rows", facts.hidden_rows),
        ("hidden_columns", facts.hidden_columns),
        ("errors", len(facts.errors)),
        ("formulas_without_value", len(facts.empty_formulas)),
    ):
        if count:
            sheet.notes[note] = count


def _read_calamine(path: str) -> list[RawSheet]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    sheets = []
    with CalamineWorkbook.from_path(path) as workbook:
        for meta in workbook.sheets_metadata:
            if meta.typ not in (SheetTypeEnum.WorkSheet, SheetTypeEnum.MacroSheet):
                continue
            rows = workbook.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
            sheet = RawSheet(meta.name, rows)
            if meta.visible != SheetVisibleEnum.Visible:
                sheet.notes["sheet_hidden"] = 1
            sheets.append(sheet)
    return sheets


def _read_openpyxl(path: str, cause: Exception) -> list[RawSheet]:
    """Read what calamine refuses; say calamine's reason when that fails too."""
    import openpyxl

    if type(cause).__name__ == "PasswordError":
        raise RefusedError(
            "is protected by a password; save a copy without a password and upload that"
        ) from cause
    if "limit exceeded" in str(cause):
        raise RefusedError(
            "repeats cells far beyond any real sheet; delete the empty area and save it again"
        ) from cause
    if "shared strings" in str(cause):
        reference = bad_text_reference(path)
        place = f"cell {reference}" if reference else "a cell"
        raise RefusedError(
            f"is damaged: {place} points to a text that is not in the file; export it again"
        ) from cause
    try:
        workbook = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        sheets = [_openpyxl_sheet(sheet) for sheet in workbook.worksheets]
        workbook.close()
    except Exception as error:
        raise RefusedError(DAMAGED) from error
    return sheets


def _openpyxl_sheet(sheet: "ReadOnlyWorksheet") -> RawSheet:
    sheet.reset_dimensions()
    rows = [
        [ERROR if cell.data_type == "e" else cell.value for cell in row]
        for row in sheet.iter_rows()
    ]
    raw = RawSheet(sheet.title, rows)
    if sheet.sheet_state != "visible":
        raw.notes["sheet_hidden"] = 1
    return raw


def _facts_by_name(path: str, facts: dict[str, SheetFacts]) -> dict[str, SheetFacts]:
    """Follow workbook.xml and its relationships from sheet names to worksheet members."""
    import zipfile

    if not facts:
        return {}
    try:
        with zipfile.ZipFile(path) as archive:
            book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
            links = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    except (KeyError, ET.ParseError):
        return {}
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    named: dict[str, SheetFacts] = {}
    for sheet in book.iter():
        if sheet.tag.rpartition("}")[2] != "sheet":
            continue
        target = targets.get(sheet.get(_RELATIONSHIP), "")
        member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        found = facts.get(posixpath.normpath(member))
        if found is not None:
            named[sheet.get("name", "")] = found
    return named


def _read_xls(path: str) -> list[RawSheet]:
    """Read .xls of any age: xlrd knows error cells and code pages, calamine is more lenient."""
    try:
        return _read_xlrd(path)
    except Exception as error:
        try:
            sheets = _read_calamine(path)
        except Exception:  # noqa: BLE001
            raise RefusedError(DAMAGED) from error
        texts = (cell for sheet in sheets for row in sheet.rows[:50] for cell in row)
        # Wide text read with a one-byte code page comes out as "S\0a\0m\0".
        if any(isinstance(text, str) and "\x00" in text for text in texts):
            raise RefusedError(DAMAGED) from error
        for sheet in sheets:
            sheet.notes["recovered"] = 1
        return sheets


def _read_xlrd(path: str) -> list[RawSheet]:
    try:
        return _read_xlrd_book(path, styled=True)
    except Exception:  # noqa: BLE001 - what it stumbles over may be a style alone
        return _read_xlrd_book(path, styled=False)


def _read_xlrd_book(path: str, *, styled: bool) -> list[RawSheet]:
    """Read every sheet; only with styles xlrd knows what is hidden and how numbers are shown."""
    import xlrd

    with open(os.devnull, "w") as silence:  # noqa: PTH123
        book = xlrd.open_workbook(
            path,
            logfile=silence,
            on_demand=True,
            ignore_workbook_corruption=True,
            formatting_info=styled,
            ragged_rows=True,
        )
        sheets = []
        for position in range(book.nsheets):
            sheet = book.sheet_by_index(position)
            rows = []
            for row in range(sheet.nrows):
                # A format alone makes a cell: a column colored to the end is no data.
                kinds = bytes(sheet.row_types(row)).rstrip(_XLS_BLANKS)
                values = sheet.row_values(row, 0, len(kinds))
                rows.append(
                    [
                        _xlrd_cell(kind, cell, book.datemode)
                        for kind, cell in zip(kinds, values, strict=True)
                    ]
                )
            while rows and not rows[-1]:
                rows.pop()
            raw = RawSheet(sheet.name, rows)
            if sheet.visibility:
                raw.notes["sheet_hidden"] = 1
            _add_styles(raw, book, sheet)
            sheets.append(raw)
            book.unload_sheet(position)
    return sheets


def _add_styles(raw: RawSheet, book: "Book", sheet: "Sheet") -> None:
    """Note what a sheet hides and which numbers it shows with leading zeros."""
    used = max(map(len, raw.rows), default=0)
    for note, hidden in (
        ("hidden_rows", sum(info.hidden for info in sheet.rowinfo_map.values())),
        (
            "hidden_columns",
            sum(info.hidden for place, info in sheet.colinfo_map.items() if place < used),
        ),
    ):
        if hidden:
            raw.notes[note] = hidden
    widths = {
        index: len(book.format_map[style.format_key].format_str)
        for index, style in enumerate(book.xf_list)
        if style.format_key in book.format_map
        and re.fullmatch("00+", book.format_map[style.format_key].format_str)
    }
    if widths:
        raw.padded = [
            (row, column, widths[style])
            for row, cells in enumerate(raw.rows)
            for column in range(len(cells))
            if (style := sheet.cell_xf_index(row, column)) in widths
        ]


def _xlrd_cell(kind: int, cell: str | float, datemode: int) -> Cell:
    import xlrd

    if kind == xlrd.XL_CELL_DATE:
        try:
            moment: dt.datetime = xlrd.xldate_as_datetime(cell, datemode)
        except (ValueError, OverflowError, xlrd.xldate.XLDateError):
            return float(cell)
        return moment
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(cell)
    if kind == xlrd.XL_CELL_ERROR:
        return ERROR
    return cell


_READERS: dict[str, Callable[[str], list[RawSheet]]] = {
    "xlsx": _read_zipped,
    "xlsb": _read_zipped,
    "ods": _read_zipped,
    "xls": _read_xls,
    "html": read_html,
    "spreadsheetml": read_spreadsheetml,
}
