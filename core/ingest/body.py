"""The data rows of a sheet, blank rows left out and misplaced headers put above their data."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from core.ingest.grid import CellKind, Grid, GridColumn
from core.ingest.layout import Layout, column_letters
from core.ingest.packed import pack

#: How a row below the header begins that explains the columns, as in the blank template.
_NOTES = re.compile(r"\s*notes?\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """The data rows of a sheet without blank rows.

    Attributes:
        columns: one GridColumn a column.
        rows: row number of each row in the user's sheet, 1-based.
    """

    columns: tuple[GridColumn, ...]
    rows: npt.NDArray[np.int64]

    def take(self, rows: npt.NDArray[np.bool_]) -> "Body":
        """Return the rows of a mask."""
        return Body(tuple(column.take(rows) for column in self.columns), self.rows[rows])

    def filled(self) -> npt.NDArray[np.bool_]:
        """Return a matrix, columns by rows, of the cells that hold something."""
        if not self.columns:
            return np.zeros((0, 0), dtype=bool)
        return np.stack([column.kinds != CellKind.BLANK for column in self.columns])


def take_body(grid: Grid, layout: Layout) -> Body:
    """Cut the data rows out of a sheet, blank rows left out."""
    columns = [column.slice(layout.first_row, grid.rows) for column in grid.columns]
    filled = np.zeros(max(grid.rows - layout.first_row, 0), dtype=bool)
    for column in columns:
        filled |= column.kinds != CellKind.BLANK
    positions = np.flatnonzero(filled)
    if len(positions) and _explains_columns(columns, int(positions[0])):
        positions = positions[1:]
    numbers = positions + layout.first_row + 1
    return Body(tuple(column.take(positions) for column in columns), numbers)


def _explains_columns(columns: list[GridColumn], row: int) -> bool:
    """Whether a row begins with "Notes:" and holds text alone."""
    cells = [column for column in columns if column.kinds[row] != CellKind.BLANK]
    return all(column.kinds[row] == CellKind.TEXT for column in cells) and bool(
        _NOTES.match(str(cells[0].text(row)))
    )


def with_cells(body: Body, names: Sequence[str], cells: Mapping[tuple[int, str], str]) -> Body:
    """Return the rows with the cells that the user wrote anew, as texts.

    Args:
        body: the data rows.
        names: header names.
        cells: (row number of the sheet, header name) -> text; others are left alone.
    """
    columns = list(body.columns)
    for name in {name for _, name in cells}:
        if name not in names:
            continue
        index = list(names).index(name)
        old = columns[index]
        kinds, numbers, texts = old.kinds.copy(), old.numbers.copy(), old.texts
        for (row, column), text in cells.items():
            position = int(np.searchsorted(body.rows, row))
            if column != name or position >= len(body.rows) or body.rows[position] != row:
                continue
            said = text.strip()
            kinds[position] = CellKind.TEXT if said else CellKind.BLANK
            numbers[position] = np.nan
            texts[position] = said or None
        columns[index] = GridColumn(kinds, numbers, pack(texts))
    return Body(tuple(columns), body.rows)


def realign(layout: Layout, body: Body) -> Layout:
    """Move names from empty columns to the nameless filled ones beside them.

    Reports printed to a spreadsheet merge cells, which leaves header and data in different
    columns of one merged range.
    """
    if not layout.header_rows or not len(body.rows):
        return layout
    filled = np.asarray(body.filled().any(axis=1))
    names = list(layout.names)
    nameless = {
        index for index, name in enumerate(names) if filled[index] and name == column_letters(index)
    }
    for index in sorted(nameless):
        for neighbor in (index - 1, index + 1, index - 2):
            if 0 <= neighbor < len(names) and names[neighbor] and not filled[neighbor]:
                names[index], names[neighbor] = names[neighbor], ""
                break
    return replace(layout, names=tuple(names))
