"""Workbooks as lists of rows, one reader a format; runs in the reading process only.

No single reader opens everything: calamine is fast and right about dates, xlrd opens the oldest
.xls, openpyxl opens macro workbooks calamine refuses, and web pages and 2003 XML that call
themselves .xls need parsers of their own.
"""

import datetime as dt
import os
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree as ET

from core.ingest.guard import (
    RefusedError,
    SheetFacts,
    bad_text_reference,
    inspect_zip,
    saved_day,
)

#: What a cell may hold on its way out: "" is blank, ERROR an error value.
Cell = str | float | int | bool | dt.date | dt.datetime | None
ERROR = "\x00error"

_DAMAGED = "is damaged or incomplete; export or download it again"
_MAX_MARKUP_BYTES = 100_000_000
_RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(slots=True)
class RawSheet:
    """One sheet as rows of equal length, with what its reader could not put into cells."""

    name: str
    rows: list[list[Any]]
    notes: dict[str, int] = field(default_factory=dict)
    errors: list[tuple[int, int]] = field(default_factory=list)
    padded: list[tuple[int, int, int]] = field(default_factory=list)


def read_workbook(path: str, kind: str) -> list[RawSheet]:
    """Read every worksheet of the file at `path`.

    Raises:
        RefusedError: damaged, encrypted, or out of proportion; the message follows the name.
    """
    return _READERS[kind](path)


def _read_zipped(path: str) -> list[RawSheet]:
    facts = inspect_zip(path)
    try:
        sheets = _read_calamine(path)
    except RefusedError:
        raise
    except Exception as error:  # noqa: BLE001 - the reader raises its own unrelated types
        sheets = _read_openpyxl(path, error)
    by_name = _facts_by_name(path, facts)
    saved = saved_day(path)
    for sheet in sheets:
        found = by_name.get(sheet.name)
        if found is not None:
            _add_facts(sheet, found)
        if saved is not None:
            sheet.notes["modified"] = saved
    return sheets


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
        raise RefusedError(_DAMAGED) from error
    return sheets


def _openpyxl_sheet(sheet: Any) -> RawSheet:
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
            raise RefusedError(_DAMAGED) from error
        texts = (cell for sheet in sheets for row in sheet.rows[:50] for cell in row)
        # Wide text read with a one-byte code page comes out as "S\0a\0m\0".
        if any(isinstance(text, str) and "\x00" in text for text in texts):
            raise RefusedError(_DAMAGED) from error
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


def _xlrd_cell(kind: int, cell: Any, datemode: int) -> Cell:
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
    return cell  # type: ignore[no-any-return]


def _read_html(path: str) -> list[RawSheet]:
    """Read every table of a web page that poses as a spreadsheet; scripts are dropped."""
    from lxml import html

    content = _bounded(path)
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True)
    try:
        document = html.document_fromstring(content, parser=parser)
    except Exception as error:
        raise RefusedError(_DAMAGED) from error
    for node in document.xpath("//script|//style"):
        node.drop_tree()
    sheets = []
    for position, table in enumerate(document.iter("table"), start=1):
        rows = [_html_row(row) for row in table.iter("tr") if _nearest_table(row) is table]
        if rows:
            sheets.append(RawSheet(f"Table {position}", rows))
    if not sheets:
        raise RefusedError("is a web page without a table; save it as xlsx or csv")
    return sheets


def _nearest_table(row: Any) -> Any:
    return next(row.iterancestors("table"), None)


def _html_row(row: Any) -> list[Cell]:
    cells: list[Cell] = []
    for cell in row.iterchildren("td", "th"):
        cells.append(" ".join(cell.text_content().split()))
        try:
            span = int(cell.get("colspan") or 1)
        except ValueError:
            span = 1
        cells.extend([""] * (min(max(span, 1), 200) - 1))
    return cells


def _read_spreadsheetml(path: str) -> list[RawSheet]:
    """Read SpreadsheetML 2003, the XML that several accounting systems call .xls."""
    from lxml import etree

    content = _bounded(path)
    if re.search(rb"<!(DOCTYPE|ENTITY)", content):
        raise RefusedError("holds a document type declaration (DOCTYPE), which is not allowed")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise RefusedError(_DAMAGED) from error
    sheets = []
    for worksheet in root.iter("{*}Worksheet"):
        name = next((text for key, text in worksheet.items() if key.endswith("Name")), "")
        sheets.append(RawSheet(name, list(_spreadsheetml_rows(worksheet))))
    return sheets


def _spreadsheetml_rows(worksheet: Any) -> Iterator[list[Cell]]:
    written = 0
    for row in worksheet.iter("{*}Row"):
        index = _attribute(row, "Index")
        for _ in range(min(max((index or 0) - written - 1, 0), 100_000)):
            written += 1
            yield []
        cells: list[Cell] = []
        for cell in row.iterchildren("{*}Cell"):
            place = _attribute(cell, "Index")
            cells.extend([""] * min(max((place or 0) - len(cells) - 1, 0), 16_384))
            cells.append(_spreadsheetml_cell(cell.find("{*}Data")))
            cells.extend([""] * min(_attribute(cell, "MergeAcross") or 0, 16_384))
        written += 1
        yield cells


def _attribute(node: Any, name: str) -> int | None:
    for key, text in node.items():
        if key.rpartition("}")[2] == name and text.isdigit():
            return int(text)
    return None


def _spreadsheetml_cell(data: Any) -> Cell:
    if data is None:
        return ""
    text = "".join(data.itertext())
    kind = next((found for key, found in data.items() if key.endswith("Type")), "String")
    if kind == "Number":
        try:
            return float(text)
        except ValueError:
            return text
    if kind == "DateTime":
        try:
            return dt.datetime.fromisoformat(text)
        except ValueError:
            return text
    if kind == "Boolean":
        return text == "1"
    return ERROR if kind == "Error" else text


def _bounded(path: str) -> bytes:
    if os.path.getsize(path) > _MAX_MARKUP_BYTES:  # noqa: PTH202
        raise RefusedError("is too large for a web page or XML list; save it as xlsx or csv")
    with open(path, "rb") as file:  # noqa: PTH123
        return file.read()


_READERS: dict[str, Callable[[str], list[RawSheet]]] = {
    "xlsx": _read_zipped,
    "xlsb": _read_zipped,
    "ods": _read_zipped,
    "xls": _read_xls,
    "html": _read_html,
    "spreadsheetml": _read_spreadsheetml,
}
