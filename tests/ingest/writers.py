"""One table of cells in every format people send, made in memory."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from html import escape

import xlsxwriter
import xlwt

#: A cell as the table means it: text, number, day, or None for blank.
Value = str | float | dt.date | None
Rows = Sequence[Sequence[Value]]
#: How a text format writes a cell.
Spell = Callable[[Value], str]


def text(encoding: str, delimiter: str, *, line: str = "\r\n") -> Callable[[Rows, Spell], bytes]:
    """Return a writer of separated text."""

    def write(rows: Rows, spell: Spell) -> bytes:
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter=delimiter, lineterminator=line)
        writer.writerows([spell(cell) for cell in row] for row in rows)
        return buffer.getvalue().encode(encoding)

    return write


def xlsx(rows: Rows, _spell: Spell) -> bytes:
    """Write a workbook of Excel 2007 and later."""
    buffer = io.BytesIO()
    options = {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet("Data")
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(row, column, dt.datetime.combine(cell, dt.time()))
                elif cell is not None:
                    sheet.write(row, column, cell)
    return buffer.getvalue()


def xls(rows: Rows, _spell: Spell) -> bytes:
    """Write a workbook of Excel 97."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Data")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, dt.date):
                sheet.write(row, column, cell, day)
            elif cell is not None:
                sheet.write(row, column, cell)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def ods(rows: Rows, _spell: Spell) -> bytes:
    """Write an OpenDocument spreadsheet; equal neighbors are repeated, as LibreOffice does."""
    body = "".join(
        f"<table:table-row>{''.join(_ods_cell(cell) for cell in row)}</table:table-row>"
        for row in rows
    )
    return ods_of(f'<table:table table:name="Data">{body}</table:table>')


def ods_of(tables: str) -> bytes:
    """Return an OpenDocument spreadsheet with the given tables as XML."""
    name = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{name}:'
        f'office:1.0" xmlns:table="{name}:table:1.0" xmlns:text="{name}:text:1.0" '
        f'office:version="1.2"><office:body><office:spreadsheet>{tables}</office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{name}:manifest:1.0"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{kind}"/><manifest:file-entry '
        'manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return buffer.getvalue()


def _ods_cell(cell: Value) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, dt.date):
        return (
            f'<table:table-cell office:value-type="date" office:date-value="{cell}">'
            f"<text:p>{cell}</text:p></table:table-cell>"
        )
    if isinstance(cell, str):
        return (
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p>'
            "</table:table-cell>"
        )
    return (
        f'<table:table-cell office:value-type="float" office:value="{cell!r}">'
        f"<text:p>{cell:g}</text:p></table:table-cell>"
    )


def spreadsheetml(rows: Rows, _spell: Spell) -> bytes:
    """Write the XML of Excel 2003, which leaves blank cells out and numbers the next one."""
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    lines = []
    for row in rows:
        cells, skipped = [], False
        for place, cell in enumerate(row, start=1):
            if cell is None or cell == "":
                skipped = True
                continue
            kind, said = (
                ("DateTime", f"{cell}T00:00:00.000")
                if isinstance(cell, dt.date)
                else ("String", escape(cell))
                if isinstance(cell, str)
                else ("Number", repr(cell))
            )
            index = f' ss:Index="{place}"' if skipped else ""
            cells.append(f'<Cell{index}><Data ss:Type="{kind}">{said}</Data></Cell>')
            skipped = False
        lines.append(f"<Row>{''.join(cells)}</Row>")
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{name}" xmlns:ss="{name}"><Worksheet '
        f'ss:Name="Data"><Table>{"".join(lines)}</Table></Worksheet></Workbook>'
    ).encode()


def html(rows: Rows, spell: Spell) -> bytes:
    """Write a web page with one table, as many systems export "Excel"."""
    lines = (
        "<tr>" + "".join(f"<td>{escape(spell(cell))}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    head = '<html><head><meta charset="utf-8"></head><body><table border="1">'
    return (head + "\n".join(lines) + "</table></body></html>").encode()


#: Name of the format -> name of a file as systems call it, and its writer.
FORMATS: Mapping[str, tuple[str, Callable[[Rows, Spell], bytes]]] = {
    "comma, UTF-8": ("export.csv", text("utf-8", ",")),
    "semicolon, UTF-8 with mark": ("export.csv", text("utf-8-sig", ";")),
    "tab, UTF-16": ("export.txt", text("utf-16", "\t")),
    "pipe, UTF-8": ("export.txt", text("utf-8", "|", line="\n")),
    "semicolon, Windows": ("export.csv", text("cp1252", ";")),
    "semicolon, Mac": ("export.csv", text("mac_roman", ";", line="\r")),
    "semicolon, Cyrillic": ("export.csv", text("cp1251", ";")),
    "comma, Arabic": ("export.csv", text("cp1256", ",")),
    "comma, Chinese": ("export.csv", text("gbk", ",")),
    "xlsx": ("export.xlsx", xlsx),
    "xls": ("export.xls", xls),
    "ods": ("export.ods", ods),
    "XML 2003": ("export.xls", spreadsheetml),
    "web page": ("export.xls", html),
}
