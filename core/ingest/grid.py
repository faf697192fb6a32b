"""Grid: one sheet as columns of typed cells, before anything is known of its meaning."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from core.ingest.packed import Texts, pack, unpack, which, without_blank

#: Whole numbers below are written digit by digit.
_ALL_DIGITS = 1e15


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
        packed: the text of TEXT cells (and of numbers whose format shows leading zeros, which are
            TEXT cells too), else missing.
    """

    kinds: npt.NDArray[np.uint8]
    numbers: npt.NDArray[np.float64]
    packed: pa.LargeStringArray

    @property
    def texts(self) -> npt.NDArray[np.object_]:
        """Return `packed` as Python objects, None for missing; costs time on a long column."""
        return unpack(self.packed)

    def said(self) -> pa.LargeStringArray:
        """Return the texts of the TEXT cells alone."""
        return self.packed.drop_null() if self.packed.null_count else self.packed

    def slice(self, start: int, stop: int) -> "GridColumn":
        """Return rows `start` to before `stop`, without copying them."""
        length = max(min(stop, len(self.kinds)) - start, 0)
        packed = self.packed.slice(start, length)
        return GridColumn(self.kinds[start:stop], self.numbers[start:stop], packed)

    def take(self, rows: npt.NDArray[np.intp] | npt.NDArray[np.bool_]) -> "GridColumn":
        """Return the rows chosen by positions or by a mask."""
        if rows.dtype == np.bool_:
            if rows.all():
                return self
            rows = np.flatnonzero(rows)
        if len(rows) and (np.diff(rows) == 1).all():
            return self.slice(int(rows[0]), int(rows[-1]) + 1)
        packed = self.packed.take(pa.array(rows, pa.int64()))
        return GridColumn(self.kinds[rows], self.numbers[rows], packed)

    def text(self, row: int) -> str | None:
        """Return the text of one cell."""
        text: str | None = self.packed[int(row)].as_py()
        return text

    def cell(self, row: int) -> object:
        """Return one cell as str, float, numpy date, bool or None; errors come as '#ERROR'."""
        kind = self.kinds[row]
        if kind == CellKind.TEXT:
            return self.text(row)
        if kind == CellKind.NUMBER:
            return float(self.numbers[row])
        if kind == CellKind.DATE:
            return np.datetime64(int(np.floor(self.numbers[row])), "D")
        if kind == CellKind.FLAG:
            return bool(self.numbers[row])
        return "#ERROR" if kind == CellKind.ERROR else None

    def shown(self, row: int) -> str:
        """Return one cell as its reader sees it; blank is ''."""
        return _shown(self.cell(row))

    def as_text(self) -> pa.LargeStringArray:
        """Return every cell as text, whole numbers without a decimal point, blank as missing."""
        typed = (self.kinds != CellKind.BLANK) & (self.kinds != CellKind.TEXT)
        typed &= self.kinds != CellKind.ERROR
        if not typed.any():
            return self.packed
        whole = typed & (self.kinds == CellKind.NUMBER) & (abs(self.numbers) < _ALL_DIGITS)
        whole &= np.floor(self.numbers) == self.numbers
        digits = np.where(whole, self.numbers, 0).astype(np.int64)
        shown = pa.array(digits, mask=~whole).cast(pa.large_string())
        for kind in (CellKind.NUMBER, CellKind.DATE, CellKind.FLAG):
            rest = typed & ~whole & (self.kinds == kind)
            if rest.any():
                shown = pc.coalesce(shown, self._shown_where(rest))
        return pc.coalesce(self.packed, shown) if len(self.said()) else shown

    def _shown_where(self, rows: npt.NDArray[np.bool_]) -> pa.LargeStringArray:
        """Return cells of one kind as text: each different one is written once."""
        positions = np.flatnonzero(rows)
        _, first, codes = np.unique(self.numbers[rows], return_index=True, return_inverse=True)
        texts = pa.array([self.shown(int(positions[each])) for each in first], pa.large_string())
        places = np.zeros(len(rows), dtype=np.int64)
        places[positions] = codes
        return texts.take(pa.array(places, mask=~rows))


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


def column_of_texts(texts: Texts) -> GridColumn:
    """Return a column of text cells; '' and None become blank."""
    packed = without_blank(pack(texts))
    kinds = which(packed.is_valid()).astype(np.uint8)
    return GridColumn(kinds, np.full(len(kinds), np.nan), packed)


def _shown(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _ALL_DIGITS else repr(cell)
    return str(cell)
