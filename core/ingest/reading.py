"""What reading a file gives: sheets as canonical frames with their totals and problems."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from core.problem import Problem


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as the user gave it; the name is for messages, the bytes decide."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Correction:
    """What the user changed about one sheet.

    Attributes:
        file: name of the file.
        sheet: name of the sheet, "" for text files.
        table: schema name; None leaves the sheet out.
        header_row: 1-based; 0 for "no header"; None to find it.
        columns: source name -> canonical name, None for "not used"; unnamed columns are guessed.
        part: the table of one reading, where a sheet holds two; "" for the sheet as a whole.
        cells: (row number of the sheet, source name) -> what the cell should have said.
    """

    file: str
    sheet: str
    table: str | None
    header_row: int | None = None
    columns: Mapping[str, str | None] = field(default_factory=dict)
    part: str = ""
    cells: Mapping[tuple[int, str], str] = field(default_factory=dict)


def merge_corrections(
    earlier: Sequence[Correction], later: Sequence[Correction]
) -> tuple[Correction, ...]:
    """Lay corrections of one sheet over earlier ones: what was said last goes first."""
    merged = {each.part: each for each in earlier}
    for each in later:
        before = merged.get(each.part)
        if before is not None:
            row = before.header_row if each.header_row is None else each.header_row
            columns = {**before.columns, **each.columns}
            cells = {**before.cells, **each.cells}
            each = replace(each, header_row=row, columns=columns, cells=cells)  # noqa: PLW2901
        merged[each.part] = each
    return tuple(merged.values())


@dataclass(frozen=True, slots=True)
class Drift:
    """How the columns of an export differ from the last time it was read."""

    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """One column of a sheet: what it is called, what it was taken for, and some of its cells.

    Attributes:
        source: its name in the file.
        canonical: schema name; None when it is not used.
        confidence: how sure that is, 0 to 1; of the candidate where there is one.
        samples: some of its cells.
        candidate: schema name it could be, too weakly to be used without asking.
    """

    source: str
    canonical: str | None
    confidence: float
    samples: tuple[str, ...] = ()
    candidate: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class SheetReading:
    """One sheet as it was understood.

    Attributes:
        table: schema name; None when the sheet is no table the schema knows.
        header_row: 1-based; None without a header.
        frame: loaded rows with canonical columns of `table`; an inventory list may hold columns
            of `items` and `stock`. The index is the row number in the user's sheet; one row may
            come several times when periods or locations were columns. `periods_back` counts
            periods before the last one where headers name no date.
        attributes: columns the schema does not know, with `sku`.
        rows: rows loaded; `rows_set_aside` the rest. Blank rows are neither.
        sums: canonical column -> total over the loaded rows.
        set_aside: the user's own rows that were not loaded, with "row" and "problem".
        as_of: the day the title lines or a snapshot column name.
        currency: ISO code found in cells, headers or titles, "" when none.
        part: the table this reading was found as, where the sheet holds two, else "".
        names: the header as it was found, before any correction: what the layout is known by.
        chosen_header: row the user chose for the header, None where it was found.
        recalled: whether the columns are those of a layout confirmed before.
        drift: how the header differs from that layout, None when it does not.
        marks: the cells that need attention: row, column ("" for the whole row), problem.
        unmarked: further such cells, beyond those that are listed.
        flagged: the user's own rows with such cells, with "row"; every column as text.
        ambiguous_days: days that read as day-month or month-day, nothing deciding.
    """

    file: str
    sheet: str
    table: str | None
    table_confidence: float
    header_row: int | None
    columns: tuple[ColumnReading, ...]
    frame: pd.DataFrame
    attributes: pd.DataFrame
    rows: int
    rows_set_aside: int
    sums: Mapping[str, float]
    problems: tuple[Problem, ...]
    set_aside: pd.DataFrame
    as_of: dt.date | None = None
    currency: str | None = None
    frequency: str = ""
    part: str = ""
    names: tuple[str, ...] = ()
    chosen_header: int | None = None
    recalled: bool = False
    drift: Drift | None = None
    marks: pd.DataFrame = field(default_factory=pd.DataFrame)
    unmarked: int = 0
    flagged: pd.DataFrame = field(default_factory=pd.DataFrame)
    ambiguous_days: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """Every sheet of every file, and the problems of files as a whole."""

    sheets: tuple[SheetReading, ...]
    problems: tuple[Problem, ...] = ()

    def all_problems(self) -> tuple[Problem, ...]:
        """Return the problems of files and of every sheet."""
        return (*self.problems, *(each for sheet in self.sheets for each in sheet.problems))


def read_json(reading: Reading) -> list[dict[str, Any]]:
    """Return a Reading as plain values for `core read --json`."""
    return [
        {
            "file": sheet.file,
            "sheet": sheet.sheet,
            "table": sheet.table,
            "header_row": sheet.header_row,
            "rows": sheet.rows,
            "rows_set_aside": sheet.rows_set_aside,
            "columns": [
                {
                    "source": column.source,
                    "canonical": column.canonical,
                    "confidence": column.confidence,
                    "candidate": column.candidate,
                }
                for column in sheet.columns
            ],
            "sums": dict(sheet.sums),
            "problems": [_problem_json(problem) for problem in sheet.problems],
        }
        for sheet in reading.sheets
    ]


def _problem_json(problem: Problem) -> dict[str, Any]:
    return {
        "severity": problem.severity,
        "row": problem.row,
        "column": problem.column,
        "found": problem.found,
        "expected": problem.expected,
        "repair": problem.repair,
        "count": problem.count,
    }
