import datetime as dt
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from core.ingest.grid import CellKind
from core.ingest.handover import write_sheets
from core.ingest.rawsheet import ERROR, Cell, RawSheet
from core.ingest.sandbox import load_sheets

CELL = st.sampled_from(["", "Tea", "Thé", "\ud800", 5, -2.5, True, None, ERROR]) | st.just(
    dt.date(2024, 5, 3)
)
#: Lengths on both sides of the first block and of the second.
ROWS = st.sampled_from([1, 31, 32, 33, 4_127, 4_128, 4_129])


def handed_over(sheet: RawSheet, folder: Path) -> list[list[object]]:
    path = folder / "sheets"
    write_sheets([sheet], str(path))
    grid = load_sheets(path.read_bytes())[0]
    return [grid.row(row) for row in range(grid.rows)]


def expected(cell: Cell) -> object:
    if cell == ERROR:
        return "#ERROR"
    if isinstance(cell, dt.date):
        return cell
    return {"": None, "\ud800": "?"}.get(str(cell), cell) if isinstance(cell, str) else cell


@settings(max_examples=12, deadline=None)
@given(ROWS, st.lists(CELL, min_size=1, max_size=3), st.lists(CELL, min_size=1, max_size=3))
def test_cells_arrive_as_they_were_sent_over_any_number_of_blocks(
    rows: int, first: list[Cell], second: list[Cell]
) -> None:
    raw = [[first[row % len(first)], second[row % len(second)]] for row in range(rows)]
    with tempfile.TemporaryDirectory() as folder:
        found = handed_over(RawSheet("S", raw), Path(folder))
    assert found == [[expected(cell) for cell in row] for row in raw]


def test_changed_cells_are_changed_in_their_row_and_in_no_other(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["code", "cost"], *([[7, 1.5] for _ in range(9_000)])]
    marks = [31, 32, 4_127, 4_128, 8_000]
    sheet = RawSheet(
        "S", rows, errors=[(row, 1) for row in marks], padded=[(row, 0, 4) for row in marks]
    )
    found = handed_over(sheet, tmp_path)
    assert [row for row, cells in enumerate(found) if cells[1] == "#ERROR"] == marks
    assert [row for row, cells in enumerate(found) if cells[0] == "0007"] == marks
    assert len(found) == 9_001


def test_rows_shorter_than_the_widest_end_in_blanks(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["a"]] * 40 + [["b", "c", 3]]
    path = tmp_path / "sheets"
    write_sheets([RawSheet("S", rows), RawSheet("Empty", [])], str(path))
    sheet, empty = load_sheets(path.read_bytes())
    assert sheet.row(40) == ["b", "c", 3.0]
    assert sheet.row(0) == ["a", None, None]
    assert sheet.columns[2].kinds.tolist() == [CellKind.BLANK] * 40 + [CellKind.NUMBER]
    assert empty.rows == 0
