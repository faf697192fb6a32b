"""Text of rows with one width and a few with less, against what the standard library reads."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from core.ingest.text import read_text

CELLS = st.text(alphabet='ab1 ,;"\n', max_size=4)
ROWS = st.lists(
    st.one_of(
        st.lists(CELLS, min_size=3, max_size=3),
        st.lists(CELLS, min_size=3, max_size=3),
        st.just(["Total"]),
        st.just([]),
    ),
    max_size=14,
)


def written(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


@given(rows=ROWS, titles=st.integers(0, 2))
def test_rows_stay_where_they_stood(rows: list[list[str]], titles: int) -> None:
    header = [*([["Stock list"]] * titles), ["sku", "name", "qty"], ["A", "b", "1"]]
    whole = [*header, *rows, ["Z", "end", "9"]]
    grid = read_text("list.csv", written(whole))
    read = [[column.shown(row).strip() for column in grid.columns] for row in range(grid.rows)]
    assert read == [[*(cell.strip() for cell in row), *[""] * (3 - len(row))] for row in whole]


def test_a_line_below_the_list_is_a_short_row_of_its_own() -> None:
    rows = [["Stock list"], ["sku", "name", "qty"], *[[f"A{n}", "x", "1"] for n in range(20)]]
    grid = read_text("list.csv", written([*rows, ["20 rows"]]))
    assert grid.rows == 23
    assert grid.columns[0].shown(22) == "20 rows"
    assert dict(grid.first_rows) == {"short_rows": 23}
    assert grid.notes["short_rows"] == 1


def test_a_header_shorter_than_its_rows_still_counts_as_the_width() -> None:
    rows = [["sku", "qty"], *[[f"A{n}", "1", "note"] for n in range(20)]]
    grid = read_text("list.csv", written(rows))
    assert len(grid.columns) == 3
    assert grid.columns[2].shown(0) == ""


def test_rows_of_separators_below_the_list_are_left_off() -> None:
    grid = read_text("list.csv", b"sku;qty;cost\nA;1;\n;;\n" + b";;\n" * 1_000)
    assert grid.rows == 2
    assert grid.columns[1].shown(1) == "1"
