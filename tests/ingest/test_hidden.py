"""Hidden rows and columns are read and said, in every format that can hide them."""

import io
import struct
import zipfile

import pytest
import xlsxwriter
import xlwt

from core.ingest import SheetReading, SourceFile
from core.ingest.hidden import _hidden_in_records, hidden_by_name
from tests.ingest.making import read_one
from tests.ingest.writers import ods_of

ROWS = [["SKU", "Name", "On hand"], ["A-1", "Cup", 5], ["A-2", "Mug", 6], ["A-3", "Pot", 7]]


def hiding_xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Stock")
    for row, cells in enumerate(ROWS):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    sheet.row(2).hidden = True
    sheet.col(1).hidden = True
    sheet.col(40).hidden = True  # beyond the data
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def hiding_xlsx() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("Stock")
        for row, cells in enumerate(ROWS):
            sheet.write_row(row, 0, cells)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})
    return buffer.getvalue()


def hiding_ods() -> bytes:
    hidden = ' table:visibility="collapse"'
    lines = "".join(
        f"<table:table-row{hidden if row == 2 else ''}>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p>'
            "</table:table-cell>"
            if isinstance(cell, str)
            else f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
            for cell in cells
        )
        + "</table:table-row>"
        for row, cells in enumerate(ROWS)
    )
    rest = '<table:table-row table:number-rows-repeated="1048000" table:visibility="filter"/>'
    columns = f"<table:table-column/><table:table-column{hidden}/><table:table-column/>"
    return ods_of(f'<table:table table:name="A &amp; B">{columns}{lines}{rest}</table:table>')


def said(sheet: SheetReading) -> dict[str, int]:
    return {each.found: each.count for each in sheet.problems if "hidden" in each.found}


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.xls", hiding_xls()), ("a.xlsx", hiding_xlsx()), ("a.ods", hiding_ods())],
)
def test_a_hidden_row_and_a_hidden_column_are_read_and_said(name: str, content: bytes) -> None:
    sheet = read_one(SourceFile(name, content))
    assert sheet.rows == 3
    assert said(sheet) == {"rows hidden in the workbook": 1, "columns hidden in the workbook": 1}


def record(kind: int, data: bytes) -> bytes:
    return (
        bytes([kind & 0x7F | 0x80, kind >> 7] if kind > 127 else [kind]) + bytes([len(data)]) + data
    )


def test_a_binary_workbook_hides_by_bits_of_its_records(tmp_path) -> None:
    row = struct.pack("<IIHBB", 1, 0, 300, 0, 0x10)
    shown = struct.pack("<IIHBB", 2, 0, 300, 0, 0)
    columns = struct.pack("<IIIIH", 1, 2, 0, 0, 1)
    unused = struct.pack("<IIIIH", 9, 16_383, 0, 0, 1)
    sheet = b"".join(
        [
            record(60, columns),
            record(60, unused),
            record(0, row),
            record(0, shown),
            record(146, b""),
        ]
    )
    facts = _hidden_in_records(sheet)
    assert (facts.hidden_rows, facts.hidden_columns) == (1, 2)
    relation, name = "rId1".encode("utf-16-le"), "Größe".encode("utf-16-le")
    bundle = struct.pack("<III", 0, 1, 4) + relation + struct.pack("<I", 5) + name
    path = tmp_path / "a.xlsb"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.bin", record(156, bundle))
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            '<R><Relationship Id="rId1" Type="worksheet" Target="worksheets/sheet1.bin"/></R>',
        )
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    found = hidden_by_name(str(path))["Größe"]
    assert (found.hidden_rows, found.hidden_columns) == (1, 2)


def test_numbers_of_an_old_workbook_keep_the_zeros_its_format_shows() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Stock")
    padded = xlwt.easyxf(num_format_str="00000")
    for column, name in enumerate(["SKU", "On hand", "Unit cost"]):
        sheet.write(0, column, name)
    for row in range(1, 4):
        sheet.write(row, 0, 40 + row, padded)
        sheet.write(row, 1, 5)
        sheet.write(row, 2, 2.5)
    buffer = io.BytesIO()
    book.save(buffer)
    frame = read_one(SourceFile("a.xls", buffer.getvalue())).frame
    assert frame["sku"].tolist() == ["00041", "00042", "00043"]
