"""Grid: one sheet as columns of typed cells, before anything is known of its meaning."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd


class CellKind:
    """What a cell holds; plain numbers, since they are compared by the million."""

    BLANK: Final = 0
    TEXT: Final = 1
    NUMBER: Final = 2
    DATE: Final = 3
    FLAG: Final = 4
    ERROR: Final = 5


@dataclass(frozen=True, slots=True, eq=False)
class GridColumn:
    """One column: a kind, a number and a text for each row.

    Attributes:
        kinds: `CellKind` of each cell.
        numbers: the number of NUMBER and FLAG cells; days since 1970-01-01 of DATE cells; else NaN.
        texts: the text of TEXT cells (and of numbers whose format shows leading zeros), else None.
    """

    kinds: npt.NDArray[np.uint8]
    numbers: npt.NDArray[np.float64]
    texts: npt.NDArray[np.object_]

    def slice(self, start: int, stop: int) -> "GridColumn":
        """Return rows `start` to before `stop`."""
        return GridColumn(self.kinds[start:stop], self.numbers[start:stop], self.texts[start:stop])

    def take(self, rows: npt.NDArray[np.intp] | npt.NDArray[np.bool_]) -> "GridColumn":
        """Return the rows chosen by positions or by a mask."""
        return GridColumn(self.kinds[rows], self.numbers[rows], self.texts[rows])

    def cell(self, row: int) -> object:
        """Return one cell as str, float, numpy date, bool or None; errors come as '#ERROR'."""
        kind = self.kinds[row]
        if kind == CellKind.TEXT:
            return self.texts[row]
        if kind == CellKind.NUMBER:
            return float(self.numbers[row])
        if kind == CellKind.DATE:
            return np.datetime64(int(np.floor(self.numbers[row])), "D")
        if kind == CellKind.FLAG:
            return bool(self.numbers[row])
        return "#ERROR" if kind == CellKind.ERROR else None

    def shown(self, row: int) -> str:
        """Return one cell as its reader sees it; blank is ''."""
        return _shown(self.cell(row), self.texts[row])

    def as_text(self) -> npt.NDArray[np.object_]:
        """Return every cell as text, whole numbers without a decimal point, blank as None."""
        result = self.texts.copy()
        rest = (self.kinds != CellKind.BLANK) & (self.kinds != CellKind.TEXT)
        rest &= pd.isna(self.texts)
        if not rest.any():
            return result
        positions = np.flatnonzero(rest)
        numbers = self.numbers[positions]
        kinds = self.kinds[positions]
        whole = (kinds == CellKind.NUMBER) & (np.floor(numbers) == numbers) & (abs(numbers) < 1e15)
        result[positions[whole]] = [str(number) for number in numbers[whole].astype(np.int64)]
        for position in positions[~whole]:
            shown = self.shown(int(position))
            result[position] = shown if self.kinds[position] != CellKind.ERROR else None
        return result


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """One sheet: its name, its columns, and what the cells alone do not tell.

    Attributes:
        sheet: name of the sheet, "" for text files.
        notes: facts such as "hidden_rows" -> count, "sheet_hidden" -> 1, "control_characters",
            "ragged_rows", "errors", "formulas_without_value"; "modified" is the day the file was
            last saved, in days since 1970-01-01.
        first_rows: 1-based row where the fact of a note was met first.
        encoding: how text was decoded, "" for workbooks.
        delimiter: what separated text fields, "" for workbooks.
    """

    sheet: str
    columns: tuple[GridColumn, ...]
    notes: Mapping[str, int] = field(default_factory=dict)
    first_rows: Mapping[str, int] = field(default_factory=dict)
    encoding: str = ""
    delimiter: str = ""

    @property
    def rows(self) -> int:
        """Return the number of rows, blank ones included."""
        return len(self.columns[0].kinds) if self.columns else 0

    def row(self, row: int) -> list[object]:
        """Return the cells of one row."""
        return [column.cell(row) for column in self.columns]


def column_of_texts(texts: npt.NDArray[np.object_]) -> GridColumn:
    """Return a column of text cells; '' and None become blank."""
    blank = np.equal(texts, "") | pd.isna(texts)
    kept = texts.copy()
    kept[blank] = None
    kinds = np.where(blank, CellKind.BLANK, CellKind.TEXT).astype(np.uint8)
    return GridColumn(kinds, np.full(len(texts), np.nan), kept)


def _shown(cell: object, text: object) -> str:
    if isinstance(text, str):
        return text
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return str(cell)
