"""Files that a reader must survive, made in memory: small to send, huge or endless to read."""

import io
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping

from core.ingest import SourceFile
from tests.ingest.making import raw_xlsx

_SHEET = "xl/worksheets/sheet1.xml"
_SHARED = "xl/sharedStrings.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_MEGABYTE = 1 << 20
_ONE_ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>SKU</t></is></c></row>'


def _with_member(name: str, pieces: Iterator[bytes]) -> bytes:
    """Return a workbook in which one member is streamed, so that it may be larger than memory."""
    source = zipfile.ZipFile(io.BytesIO(raw_xlsx("<sheetData/>")))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for member in source.namelist():
            if member != name:
                archive.writestr(member, source.read(member))
        with archive.open(name, "w", force_zip64=True) as stream:
            for piece in pieces:
                stream.write(piece)
    return buffer.getvalue()


def whitespace_bomb() -> bytes:
    """Return a sheet of 1.5 GB of blanks between two tags."""

    def pieces() -> Iterator[bytes]:
        yield f'<worksheet xmlns="{_MAIN}"><sheetData>{_ONE_ROW}'.encode()
        for _ in range(1_500):
            yield b" " * _MEGABYTE
        yield b"</sheetData></worksheet>"

    return _with_member(_SHEET, pieces())


def text_bomb() -> bytes:
    """Return a workbook with one shared text of 1 GB."""

    def pieces() -> Iterator[bytes]:
        yield f'<sst xmlns="{_MAIN}" count="1" uniqueCount="1"><si><t>'.encode()
        for _ in range(1_000):
            yield b"a" * _MEGABYTE
        yield b"</t></si></sst>"

    return _with_member(_SHARED, pieces())


def cell_bomb() -> bytes:
    """Return a sheet of 20 million cells."""

    def pieces() -> Iterator[bytes]:
        yield f'<worksheet xmlns="{_MAIN}"><sheetData>'.encode()
        row = b"".join(b"<c><v>1</v></c>" for _ in range(200))
        for _ in range(1_000):
            yield (b"<row>" + row + b"</row>") * 100
        yield b"</sheetData></worksheet>"

    return _with_member(_SHEET, pieces())


def formatted_blank_rows() -> bytes:
    """Return a stock list of two rows above a million rows that hold a format and nothing else."""

    def pieces() -> Iterator[bytes]:
        yield f'<worksheet xmlns="{_MAIN}"><sheetData>'.encode()
        for number, cells in enumerate((("SKU", "On hand"), ("A-1", "5")), start=1):
            texts = "".join(
                f'<c r="{letter}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
                for letter, text in zip("AB", cells, strict=True)
            )
            yield f'<row r="{number}">{texts}</row>'.encode()
        for start in range(3, 1_000_003, 1_000):
            yield "".join(
                f'<row r="{row}" s="0" customFormat="1"><c r="A{row}" s="0"/><c r="B{row}" s="0"/>'
                "</row>"
                for row in range(start, start + 1_000)
            ).encode()
        yield b"</sheetData></worksheet>"

    return _with_member(_SHEET, pieces())


def whole_sheet_merge() -> bytes:
    """Return a small list whose empty rest is one merged range."""
    rows = _ONE_ROW + '<row r="2"><c r="A2" t="inlineStr"><is><t>A-1</t></is></c></row>'
    merge = '<mergeCells count="1"><mergeCell ref="A3:XFD1048576"/></mergeCells>'
    return raw_xlsx(f"<sheetData>{rows}</sheetData>{merge}")


def forged_sizes() -> bytes:
    """Return a workbook whose directory claims that a sheet of 300 MB has a hundred bytes."""

    def pieces() -> Iterator[bytes]:
        yield f'<worksheet xmlns="{_MAIN}"><sheetData>{_ONE_ROW}'.encode()
        for _ in range(300):
            yield b" " * _MEGABYTE
        yield b"</sheetData></worksheet>"

    content = bytearray(_with_member(_SHEET, pieces()))
    directory = content.find(b"PK\x01\x02")
    while directory >= 0:
        length = struct.unpack_from("<H", content, directory + 28)[0]
        name = bytes(content[directory + 46 : directory + 46 + length])
        if name == _SHEET.encode():
            struct.pack_into("<I", content, directory + 24, 100)
        directory = content.find(b"PK\x01\x02", directory + 46)
    return bytes(content)


def many_members() -> bytes:
    """Return a workbook with 20,000 parts."""
    extra = {f"xl/media/{number}.xml": "" for number in range(20_000)}
    return raw_xlsx("<sheetData/>", extra=extra)


def wide_text() -> bytes:
    """Return a CSV of a million columns."""
    return b",".join(b"c%d" % number for number in range(1_000_000)) + b"\n" + b"1," * 999_999


def wide_below_a_narrow_header() -> bytes:
    """Return a CSV with a header of three columns and a row of a million."""
    return b"SKU,On hand,Unit cost\nA-1,5,2\n" + b"1," * 1_000_000


def unclosed_quote() -> bytes:
    """Return a CSV of 60 MB whose first quotation mark is never closed."""
    line = b"A-1,5,2.50,some text that goes on\n"
    return b'SKU,On hand,Unit cost,Name\n"A-0,5,2,x\n' + line * (60 * _MEGABYTE // len(line))


def late_quote() -> bytes:
    """Return a CSV of 150 MB whose first quotation mark is closed in its last row."""
    line = b"A-1,5,2.50,some text that goes on, and on, and on, until the line is a very long one\n"
    return b'SKU,On hand,Unit cost,Name\n"A-0,5,2,x\n' + line * (150_000_000 // len(line)) + b'"\n'


def endless_field() -> bytes:
    """Return a CSV with one field of 100 MB."""
    return b"SKU,On hand\nA-1,5\n" + b"x" * (100 * _MEGABYTE) + b",1\n"


def rows_of_separators() -> bytes:
    """Return a CSV of one row above two million rows that hold separators and nothing else."""
    return b"SKU,On hand\nA-1,5\n" + b",,,,,,,,\n" * 2_000_000


def far_index() -> bytes:
    """Return 2003 XML whose cell claims to be the two-billionth."""
    return (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        b'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="S"><Table>'
        b'<Row ss:Index="2000000000"><Cell ss:Index="2000000000"><Data ss:Type="String">SKU'
        b"</Data></Cell></Row></Table></Worksheet></Workbook>"
    )


def deep_page() -> bytes:
    """Return a web page of 200,000 tables inside each other."""
    return b"<html><body>" + b"<table><tr><td>" * 200_000 + b"x" + b"</td></tr></table>" * 200_000


def wide_page() -> bytes:
    """Return a web page whose cells span millions of columns and rows."""
    cell = b'<td colspan="1000000" rowspan="1000000">x</td>'
    return b"<html><table><tr>" + cell * 50 + b"</tr><tr><td>y</td></tr></table></html>"


def products_called_total() -> bytes:
    """Return 300,000 full rows, each a product whose name is like the label of a total."""
    rows = (
        f"A{n:06d};Total Café {n};{n % 40 + 1};2.50;{(n % 40 + 1) * 2.5:.2f}\n"
        for n in range(300_000)
    )
    return ("SKU;Description;On Hand;Unit Cost;Stock Value\n" + "".join(rows)).encode()


_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"


def _ods(body: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        spaces = " ".join(
            f'xmlns:{name}="{_OFFICE}{name}:1.0"' for name in ("office", "table", "text")
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>{body}"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return buffer.getvalue()


def _repeated(columns: int, rows: int, text: str = "7") -> str:
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated='
    return (
        f'<table:table-row table:number-rows-repeated="{rows}">{cell}"{columns}"><text:p>{text}'
        "</text:p></table:table-cell></table:table-row>"
    )


def repeated_columns() -> bytes:
    """Return an ods whose one cell says that it stands two billion times beside itself."""
    return _ods(f'<table:table table:name="S">{_repeated(2_000_000_000, 1)}</table:table>')


def repeated_rows() -> bytes:
    """Return an ods of one row of 1,000 cells that stands 20,000 times."""
    return _ods(f'<table:table table:name="S">{_repeated(1_000, 20_000)}</table:table>')


def repeated_sheets() -> bytes:
    """Return an ods of fifty sheets, each a row that stands a million times."""
    sheets = (
        f'<table:table table:name="S{n}">{_repeated(3, 1_000_000)}</table:table>' for n in range(50)
    )
    return _ods("".join(sheets))


def endless_blanks() -> bytes:
    """Return an ods with a text of two billion blanks, written as one number."""
    text = 'a<text:s text:c="2000000000"/>'
    return _ods(f'<table:table table:name="S">{_repeated(1, 1, text)}</table:table>')


def text_shared_by_all() -> bytes:
    """Return a workbook of 50,000 cells that share one text of 30,000 letters."""
    shared = f'<sst xmlns="{_MAIN}" count="1" uniqueCount="1"><si><t>{"x" * 30_000}</t></si></sst>'
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 50_001)
    )
    return raw_xlsx(f"<sheetData>{rows}</sheetData>", extra={_SHARED: shared})


def page_of_one_row() -> bytes:
    """Return a web page with a million cells in one row."""
    return b"<html><table><tr>" + b"<td>1</td>" * 1_000_000 + b"</tr></table></html>"


def page_of_tables() -> bytes:
    """Return a web page of one table with 50,000 in its cells."""
    row = b"<tr><td>1<table><tr><td>2</td></tr></table></td></tr>"
    return b"<html><table>" + row * 50_000 + b"</table></html>"


def far_cells() -> bytes:
    """Return 2003 XML of 10,000 rows, far apart, with one cell each, far right."""
    rows = "".join(
        f'<Row ss:Index="{row}"><Cell ss:Index="16000"><Data ss:Type="Number">1</Data></Cell></Row>'
        for row in range(1, 1_000_001, 100)
    )
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{name}" xmlns:ss="{name}"><Worksheet ss:Name="S">'
        f"<Table>{rows}</Table></Worksheet></Workbook>"
    ).encode()


def short_lines() -> bytes:
    """Return a CSV of thirty million lines."""
    return b"SKU,On hand\n" + b"a,1\n" * 30_000_000


def open_quotes() -> bytes:
    """Return a CSV of ten million lines that open a quotation mark."""
    return b'"a\n' * 10_000_000


def quotes_within_the_rows_allowed() -> bytes:
    """Return a CSV of as many such lines as are read."""
    return b'"a\n' * 1_990_000


def rows_of_all_widths() -> bytes:
    """Return a CSV whose 1.9 million rows have one field to four."""
    return b"SKU,On hand\n" + b"a\na,1\na,1,2\na,1,2,3\n" * 475_000


def many_columns() -> bytes:
    """Return a CSV of 16,000 columns and 1,400 rows."""
    names = b",".join(b"c%d" % number for number in range(16_000))
    return names + (b"\n" + b",".join([b"1"] * 16_000)) * 1_400


CASES: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "whitespace bomb": ("blanks.xlsx", whitespace_bomb),
    "text bomb": ("text.xlsx", text_bomb),
    "cell bomb": ("cells.xlsx", cell_bomb),
    "million formatted blank rows": ("formatted.xlsx", formatted_blank_rows),
    "merge over the whole sheet": ("merged.xlsx", whole_sheet_merge),
    "forged sizes": ("forged.xlsx", forged_sizes),
    "20,000 parts": ("parts.xlsx", many_members),
    "CSV of a million columns": ("wide.csv", wide_text),
    "one CSV row of a million fields": ("row.csv", wide_below_a_narrow_header),
    "unclosed quote in 60 MB": ("quote.csv", unclosed_quote),
    "quote closed after 150 MB": ("late.csv", late_quote),
    "two million rows of separators": ("blank_rows.csv", rows_of_separators),
    "a field of 100 MB": ("field.csv", endless_field),
    "300,000 products called Total": ("totals.csv", products_called_total),
    "2003 XML far out": ("far.xls", far_index),
    "tables inside tables": ("deep.xls", deep_page),
    "cells over millions of cells": ("span.xls", wide_page),
    "ods cell two billion times": ("cell.ods", repeated_columns),
    "ods row 20,000 times": ("rows.ods", repeated_rows),
    "ods row a million times on fifty sheets": ("sheets.ods", repeated_sheets),
    "ods text of two billion blanks": ("blanks.ods", endless_blanks),
    "one text of 30,000 letters in 50,000 cells": ("shared.xlsx", text_shared_by_all),
    "page of a million cells in one row": ("one_row.xls", page_of_one_row),
    "page of 50,000 tables": ("tables.xls", page_of_tables),
    "2003 XML of far cells": ("cells.xls", far_cells),
    "CSV of thirty million lines": ("short.csv", short_lines),
    "CSV of ten million open quotes": ("quotes.csv", open_quotes),
    "CSV of two million open quotes": ("fewer_quotes.csv", quotes_within_the_rows_allowed),
    "CSV of 1.9 million uneven rows": ("uneven.csv", rows_of_all_widths),
    "CSV of 16,000 columns": ("columns.csv", many_columns),
}


def hostile_file(case: str) -> SourceFile:
    """Return one of `CASES` as a file."""
    name, make = CASES[case]
    return SourceFile(name, make())
