"""Workbooks as lists of rows, one reader a format; runs in the reading process only.

No single reader opens everything: calamine is fast and right about dates, xlrd opens the oldest
.xls, openpyxl opens macro workbooks calamine refuses, and web pages and 2003 XML that call
themselves .xls need parsers of their own.
"""

import datetime as dt
import os
import posixpath
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
from core.ingest.markup import read_html, read_spreadsheetml
from core.ingest.rawsheet import ERROR, Cell, RawSheet

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

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
    by_name = _facts_by_name(path, facts)
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
    import xlrd

    with open(os.devnull, "w") as silence:  # noqa: PTH123
        book = xlrd.open_workbook(
            path, logfile=silence, on_demand=True, ignore_workbook_corruption=True
        )
        sheets = []
        for position in range(book.nsheets):
            sheet = book.sheet_by_index(position)
            rows = [
                [
                    _xlrd_cell(kind, cell, book.datemode)
                    for kind, cell in zip(sheet.row_types(row), sheet.row_values(row), strict=True)
                ]
                for row in range(sheet.nrows)
            ]
            raw = RawSheet(sheet.name, rows)
            if sheet.visibility:
                raw.notes["sheet_hidden"] = 1
            hidden = sum(1 for info in sheet.rowinfo_map.values() if info.hidden)
            if hidden:
                raw.notes["hidden_rows"] = hidden
            sheets.append(raw)
            book.unload_sheet(position)
    return sheets


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
