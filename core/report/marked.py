"""The user's own rows as a workbook, with the cells that need attention marked."""

import io
from collections.abc import Sequence

import pandas as pd
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from core.book import Book
from core.ingest import SheetReading
from core.report.checks import with_about
from core.report.tables import CREATED, PLAIN_DATA, add_frames, sheet_names

_LABEL = "What to repair"
_WIDTH = 16
#: A spreadsheet program opens slowly with more; the last column says the same in words.
_MOST_COMMENTS = 2_000


def marked_workbook(sheets: Sequence[SheetReading], book: Book | None = None) -> bytes:
    """Return the rows with problems, as they stand in the user's files, as one xlsx workbook.

    Each sheet keeps the user's columns; "row" is the row number there. A marked cell carries what
    is wrong as a comment, the last column says it in words. Text never becomes a formula.

    Args:
        sheets: readings; those without a marked row are left out.
        book: what comes of them, for a last sheet that says whether it agrees with the ledger;
            None where nothing comes of them yet.
    """
    concerned = [sheet for sheet in sheets if len(sheet.flagged)]
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, PLAIN_DATA) as workbook:
        workbook.set_properties({"created": CREATED})
        head = workbook.add_format({"bold": True, "bottom": 1})
        mark = workbook.add_format({"bg_color": "#FFE699", "border": 1})
        labels = [" ".join(filter(None, (s.file, s.sheet, s.part))) for s in concerned]
        for name, reading in zip(sheet_names(labels), concerned, strict=True):
            sheet = workbook.add_worksheet(name)
            sheet.freeze_panes(1, 1)
            columns = list(reading.flagged.columns)
            sheet.set_column(0, len(columns), _WIDTH)
            for position, label in enumerate([*columns, _LABEL]):
                sheet.write_string(0, position, str(label), head)
            for position, label in enumerate(columns):
                sheet.write_column(1, position, reading.flagged[label].tolist())
            _write_marks(sheet, reading, columns, mark)
        add_frames(workbook, with_about(book, {}))
    return buffer.getvalue()


def _write_marks(sheet: Worksheet, reading: SheetReading, columns: list[str], mark: object) -> None:
    rows = {int(row): place for place, row in enumerate(reading.flagged["row"], start=1)}
    cells = [reading.flagged[label].tolist() for label in columns]
    said: dict[tuple[int, int], list[str]] = {}
    for row, column, problem in reading.marks.itertuples(index=False):
        if row in rows:
            place = columns.index(column) if column in columns else 0
            said.setdefault((rows[row], place), []).append(problem)
    words: dict[int, list[str]] = {}
    for number, ((row, place), problems) in enumerate(said.items()):
        sheet.write(row, place, cells[place][row - 1], mark)
        if number < _MOST_COMMENTS:
            sheet.write_comment(row, place, "; ".join(problems))
        about = f"{columns[place]}: " if place else ""
        words.setdefault(row, []).extend(about + problem for problem in problems)
    for row, problems in words.items():
        sheet.write_string(row, len(columns), "; ".join(problems))


def rows_to_repair(reading: SheetReading, most: int | None = None) -> pd.DataFrame:
    """Return flagged rows of a sheet: "row", "problem", the concerned columns, then the rest.

    Args:
        reading: the sheet.
        most: how many rows, the first ones; None for all.
    """
    flagged = reading.flagged.head(len(reading.flagged) if most is None else most)
    marks = reading.marks
    if flagged.empty:
        return pd.DataFrame(columns=["row", "problem"])
    marks = marks[marks["row"].isin(flagged["row"])]
    said = marks.groupby("row")["problem"].agg(lambda each: "; ".join(dict.fromkeys(each)))
    marked = [name for name in flagged.columns if name in set(marks["column"])]
    names = [column.source for column in reading.columns if column.canonical]
    first = [name for name in names if name in flagged.columns and name not in marked]
    rest = [name for name in flagged.columns if name not in {"row", *marked, *first}]
    problem = flagged["row"].map(said)
    return flagged.assign(problem=problem)[["row", "problem", *marked, *first, *rest]]
