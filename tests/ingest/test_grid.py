import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ingest.grid import CellKind, GridColumn, column_of_texts

NAN = float("nan")
#: Kind, number, text of a cell, and how it reads.
CELLS = (
    (CellKind.BLANK, NAN, None, None),
    (CellKind.TEXT, NAN, "007", "007"),
    (CellKind.NUMBER, 5.0, None, "5"),
    (CellKind.NUMBER, -0.5, None, "-0.5"),
    (CellKind.NUMBER, 4_006_381_333_931.0, None, "4006381333931"),
    (CellKind.NUMBER, 1e15, None, "1000000000000000.0"),
    (CellKind.DATE, 19_846.75, None, "2024-05-03"),
    (CellKind.FLAG, 1.0, None, "True"),
    (CellKind.ERROR, NAN, None, None),
)


def column(cells: list[tuple[int, float, str | None, str | None]]) -> GridColumn:
    kinds = np.array([kind for kind, _, _, _ in cells], dtype=np.uint8)
    numbers = np.array([number for _, number, _, _ in cells], dtype=np.float64)
    return GridColumn(kinds, numbers, pa.array([c[2] for c in cells], pa.large_string()))


@given(st.lists(st.sampled_from(CELLS), max_size=12))
def test_every_cell_reads_the_same_among_others_as_alone(
    cells: list[tuple[int, float, str | None, str | None]],
) -> None:
    assert column(cells).as_text().to_pylist() == [shown for _, _, _, shown in cells]


@given(st.lists(st.sampled_from(CELLS), min_size=1, max_size=12), st.data())
def test_rows_taken_are_the_rows_asked_for(
    cells: list[tuple[int, float, str | None, str | None]], data: st.DataObject
) -> None:
    rows = data.draw(st.lists(st.integers(0, len(cells) - 1), max_size=12))
    whole = column(cells)
    taken = whole.take(np.array(rows, dtype=np.intp))
    assert [taken.shown(row) for row in range(len(rows))] == [whole.shown(row) for row in rows]
    mask = np.isin(np.arange(len(cells)), rows)
    kept = whole.take(mask)
    assert [kept.shown(row) for row in range(int(mask.sum()))] == [
        whole.shown(row) for row in sorted(set(rows))
    ]


@pytest.mark.parametrize(("start", "stop", "left"), [(1, 2, ["b"]), (2, 9, ["c"]), (3, 1, [])])
def test_a_slice_ends_with_the_column(start: int, stop: int, left: list[str]) -> None:
    part = column_of_texts(pa.array(["a", "b", "c"], pa.large_string())).slice(start, stop)
    assert part.texts.tolist() == left
    assert len(part.kinds) == len(part.numbers) == len(left)


def test_empty_texts_are_blank_cells() -> None:
    found = column_of_texts(np.array(["a", "", None], dtype=object))
    assert found.kinds.tolist() == [CellKind.TEXT, CellKind.BLANK, CellKind.BLANK]
    assert found.said().to_pylist() == ["a"]
