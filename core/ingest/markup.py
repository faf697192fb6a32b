"""Web pages and SpreadsheetML 2003 that pose as .xls; runs in the reading process only."""

import datetime as dt
import os
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from core.ingest.guard import DAMAGED, RefusedError
from core.ingest.limits import LIMITS
from core.ingest.rawsheet import ERROR, Cell, RawSheet

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MAX_MARKUP_BYTES = 100_000_000
#: Places of a sheet, filled or not, for each cell that it may hold.
_ROOMY = 2
#: Rows of a spreadsheet.
_MOST_ROWS = 1_048_576
#: Bounds on what one cell or row may claim to span.
_WIDEST_SPAN, _MOST_COLUMNS, _MOST_BLANK_ROWS = 200, 16_384, 100_000


def read_html(path: str) -> list[RawSheet]:
    """Read every table of a web page that poses as a spreadsheet; scripts are dropped."""
    from lxml import html

    content = _bounded(path)
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True)
    try:
        document = html.document_fromstring(content, parser=parser)
    except Exception as error:
        raise RefusedError(DAMAGED) from error
    for node in document.xpath("//script|//style"):
        node.drop_tree()
    tables: dict[Element | None, list[list[Cell]]] = {table: [] for table in document.iter("table")}
    for row in document.iter("tr"):
        rows = tables.get(next(row.iterancestors("table"), None))
        if rows is not None:
            rows.append(_html_row(row))
    sheets = [
        RawSheet(f"Table {position}", rows)
        for position, rows in enumerate(tables.values(), start=1)
        if rows
    ]
    if not sheets:
        raise RefusedError("is a web page without a table; save it as xlsx or csv")
    return sheets


def _html_row(row: "Element") -> list[Cell]:
    cells: list[Cell] = []
    for cell in row.iterchildren("td", "th"):
        cells.append(" ".join(cell.text_content().split()))
        try:
            span = int(cell.get("colspan") or 1)
        except ValueError:
            span = 1
        cells.extend([""] * (min(max(span, 1), _WIDEST_SPAN) - 1))
        if len(cells) > _MOST_COLUMNS:
            raise RefusedError(
                f"holds a row of more than {_MOST_COLUMNS:,} cells; export the list with its rows "
                "below each other"
            )
    return cells


def read_spreadsheetml(path: str) -> list[RawSheet]:
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
        raise RefusedError(DAMAGED) from error
    sheets = []
    for worksheet in root.iter("{*}Worksheet"):
        name = next((text for key, text in worksheet.items() if key.endswith("Name")), "")
        sheets.append(RawSheet(name, list(_spreadsheetml_rows(worksheet))))
    return sheets


def _spreadsheetml_rows(worksheet: "Element") -> Iterator[list[Cell]]:
    written = places = 0
    for row in worksheet.iter("{*}Row"):
        index = _attribute(row, "Index")
        if (index or 0) > _MOST_ROWS:
            raise RefusedError(
                f"holds a row numbered {index:,}, more than any sheet has; export it again"
            )
        for _ in range(min(max((index or 0) - written - 1, 0), _MOST_BLANK_ROWS)):
            written += 1
            yield []
        cells: list[Cell] = []
        for cell in row.iterchildren("{*}Cell"):
            place = _attribute(cell, "Index")
            cells.extend([""] * min(max((place or 0) - len(cells) - 1, 0), _MOST_COLUMNS))
            cells.append(_spreadsheetml_cell(cell.find("{*}Data")))
            cells.extend([""] * min(_attribute(cell, "MergeAcross") or 0, _MOST_COLUMNS))
        written += 1
        places += len(cells)
        if places > _ROOMY * LIMITS.cells:
            raise RefusedError(
                f"holds a sheet too sparse to read: {places:,} places by row {written:,}; delete "
                "the stray cells far right and save it again"
            )
        yield cells


def _attribute(node: "Element", name: str) -> int | None:
    for key, text in node.items():
        if key.rpartition("}")[2] == name and text.isdigit():
            return int(text)
    return None


def _spreadsheetml_cell(data: "Element | None") -> Cell:
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
