"""Files for tests, made in memory."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence

import xlsxwriter

from core.ingest import Reading, SheetReading, SourceFile, read_files

Rows = Sequence[Sequence[object]]


def csv_file(rows: Rows, *, name: str = "export.csv", delimiter: str = ",") -> SourceFile:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return SourceFile(name, text.getvalue().encode())


def workbook(sheets: Mapping[str, Rows], *, name: str = "export.xlsx") -> SourceFile:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"default_date_format": "yyyy-mm-dd"}) as book:
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for position, row in enumerate(rows):
                sheet.write_row(position, 0, row)
    return SourceFile(name, buffer.getvalue())


def raw_xlsx(sheet_data: str, *, shared: str = "", extra: Mapping[str, str] | None = None) -> bytes:
    """Return a minimal xlsx whose only sheet holds the given XML inside <worksheet>."""
    namespace = "http://schemas.openxmlformats.org"
    members = {
        "[Content_Types].xml": f'<Types xmlns="{namespace}/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{namespace}/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{namespace}/officeDocument/2006/relationships/'
        'officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{namespace}/spreadsheetml/2006/main" '
        f'xmlns:r="{namespace}/officeDocument/2006/relationships"><sheets>'
        '<sheet name="Stock" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{namespace}/package/2006/'
        f'relationships"><Relationship Id="r1" Type="{namespace}/officeDocument/2006/'
        f'relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" '
        f'Type="{namespace}/officeDocument/2006/relationships/sharedStrings" '
        'Target="sharedStrings.xml"/></Relationships>',
        "xl/sharedStrings.xml": shared
        or f'<sst xmlns="{namespace}/spreadsheetml/2006/main" count="0" uniqueCount="0"/>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{namespace}/spreadsheetml/2006/main">'
        f"{sheet_data}</worksheet>",
        **(extra or {}),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, text in members.items():
            archive.writestr(member, text)
    return buffer.getvalue()


def read(*files: SourceFile) -> Reading:
    return read_files(list(files))


def read_one(file: SourceFile) -> SheetReading:
    sheets = read_files([file]).sheets
    assert len(sheets) == 1
    return sheets[0]


def mapped(sheet: SheetReading) -> dict[str, str]:
    return {column.source: column.canonical for column in sheet.columns if column.canonical}
