import datetime as dt
import sys

import numpy as np
import pytest

from core.ingest.grid import CellKind
from core.ingest.sandbox import read_in_sandbox
from core.problem import UnusableInputError
from tests.ingest.making import raw_xlsx, workbook

SHEETML = (
    b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    b'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Stock"><Table>'
    b'<Row><Cell><Data ss:Type="String">Item</Data></Cell></Row>'
    b'<Row ss:Index="4"><Cell ss:Index="2"><Data ss:Type="Number">5</Data></Cell></Row>'
    b"</Table></Worksheet></Workbook>"
)


def test_cells_keep_their_types() -> None:
    file = workbook({"S": [["sku", "qty", "day", "ok"], ["007", 5, dt.date(2024, 5, 3), True]]})
    grid = read_in_sandbox(file.name, file.content, "xlsx")[0]
    assert grid.row(1) == ["007", 5.0, np.datetime64("2024-05-03"), True]
    assert [int(column.kinds[1]) for column in grid.columns] == [
        CellKind.TEXT, CellKind.NUMBER, CellKind.DATE, CellKind.FLAG,
    ]  # fmt: skip


def test_an_error_cell_is_an_error_and_not_blank() -> None:
    rows = (
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Cost</t></is></c></row>'
        '<row r="2"><c r="A2" t="e"><v>#N/A</v></c></row></sheetData>'
    )
    grid = read_in_sandbox("a.xlsx", raw_xlsx(rows), "xlsx")[0]
    assert grid.columns[0].kinds[1] == CellKind.ERROR
    assert grid.notes["errors"] == 1


def test_numbers_shown_with_zeros_come_as_shown() -> None:
    styles = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts>'
        '<numFmt numFmtId="164" formatCode="00000"/></numFmts><cellXfs><xf numFmtId="0"/>'
        '<xf numFmtId="164"/></cellXfs></styleSheet>'
    )
    rows = '<sheetData><row r="1"><c r="A1" s="1"><v>501</v></c></row></sheetData>'
    content = raw_xlsx(rows, extra={"xl/styles.xml": styles})
    assert read_in_sandbox("a.xlsx", content, "xlsx")[0].row(0) == ["00501"]


def test_a_text_that_is_not_there_is_named_by_its_cell() -> None:
    rows = '<sheetData><row r="1"><c r="B1" t="s"><v>99</v></c></row></sheetData>'
    with pytest.raises(UnusableInputError, match=r"a\.xlsx is damaged: cell B1"):
        read_in_sandbox("a.xlsx", raw_xlsx(rows), "xlsx")


def test_a_reader_that_dies_costs_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    died = [sys.executable, "-c", "import os; os.abort()"]
    monkeypatch.setattr("core.ingest.sandbox.command", lambda *_: died)
    with pytest.raises(UnusableInputError, match=r"^a\.xlsx is damaged, or claims .+\.$"):
        read_in_sandbox("a.xlsx", raw_xlsx("<sheetData/>"), "xlsx")


def test_a_reader_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.ingest.sandbox.WALL_SECONDS", 0.2)
    endless = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr("core.ingest.sandbox.command", lambda *_: endless)
    with pytest.raises(UnusableInputError, match="takes too long"):
        read_in_sandbox("a.xlsx", raw_xlsx("<sheetData/>"), "xlsx")


def test_a_web_page_gives_its_tables_without_scripts() -> None:
    page = (
        b"<html><script>alert(1)</script><table><tr><th>SKU</th><th>Qty</th></tr>"
        b"<tr><td>001</td><td><script>x</script>5</td></tr></table></html>"
    )
    grid = read_in_sandbox("a.xls", page, "html")[0]
    assert [grid.row(row) for row in range(2)] == [["SKU", "Qty"], ["001", "5"]]


def test_spreadsheetml_keeps_rows_and_columns_in_place() -> None:
    grid = read_in_sandbox("a.xls", SHEETML, "spreadsheetml")[0]
    assert grid.sheet == "Stock"
    assert grid.row(0) == ["Item", None]
    assert grid.row(3) == [None, 5.0]


def test_messages_name_the_file_and_nothing_of_the_machine() -> None:
    with pytest.raises(UnusableInputError) as refused:
        read_in_sandbox("stock.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 2000, "xls")
    assert str(refused.value).startswith("stock.xls is damaged")
    assert "/" not in str(refused.value)
