import io

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from core.ingest import SheetReading, checks, read_files
from core.report import marked_workbook, rows_to_repair
from tests.ingest.making import csv_file

ROWS = [
    ["SKU", "Description", "On hand", "Unit cost"],
    ["A", "=HYPERLINK(0)", "five", "2"],
    ["B", "fine", "5", "2"],
    ["C", "+1", "-3", "0"],
]


def sheet() -> SheetReading:
    return read_files([csv_file(ROWS)]).sheets[0]


def written() -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(marked_workbook([sheet()]))).worksheets[0]


def test_the_marked_workbook_holds_the_concerned_rows_as_they_stand() -> None:
    rows = [[cell.value for cell in row] for row in written().iter_rows()]
    assert rows[0] == ["row", *ROWS[0], "What to repair"]
    assert [row[:5] for row in rows[1:]] == [[2, *ROWS[1]], [4, *ROWS[3]]]
    assert all(row[5] for row in rows[1:])


def test_cells_to_repair_are_marked_and_say_why() -> None:
    marked = {
        cell.coordinate
        for row in written().iter_rows()
        for cell in row
        if cell.comment is not None and cell.fill.fgColor.rgb == "FFFFE699"
    }
    assert marked == {"D2", "D3", "E3"}


def test_no_text_of_the_user_becomes_a_formula() -> None:
    assert all(cell.data_type != "f" for row in written().iter_rows() for cell in row)


def test_rows_to_repair_show_the_concerned_columns_first() -> None:
    assert list(rows_to_repair(sheet()).columns) == [
        "row", "problem", "On hand", "Unit cost", "SKU", "Description",
    ]  # fmt: skip


def test_every_row_to_repair_is_in_the_workbook_and_as_many_as_asked_for_in_the_table() -> None:
    rows = [[f"A{number}", "x", "5" if number % 4 else "five", "2"] for number in range(4_800)]
    many = read_files([csv_file([ROWS[0], *rows])]).sheets[0]
    book = openpyxl.load_workbook(io.BytesIO(marked_workbook([many])), read_only=True)
    marked = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in marked] == list(range(2, 4_802, 4))
    assert all(row[-1] for row in marked)
    assert len(rows_to_repair(many)) == 1_200
    assert rows_to_repair(many, 500)["row"].tolist() == list(range(2, 2_002, 4))
    assert rows_to_repair(many, 500)["problem"].notna().all()


def test_cells_beyond_those_listed_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "MOST_MARKS", 10)
    rows = [[f"A{number}", "x", "5" if number % 4 else "five", "2"] for number in range(100)]
    reading = read_files([csv_file([ROWS[0], *rows])]).sheets[0]
    assert (len(reading.marks), len(reading.flagged)) == (10, 10)
    assert reading.unmarked == sum(p.count for p in reading.problems if p.severity != "note") - 10
    assert reading.unmarked == 15
