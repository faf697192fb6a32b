"""Where the table lies on a sheet: title lines, header rows, first data row."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.ingest.amounts import CURRENCY_SIGNS, ISO_CURRENCIES, read_number
from core.ingest.dates import read_day, read_period
from core.ingest.grid import CellKind, Grid
from core.ingest.headers import quick_hit

#: Rows in which a header is looked for; first a few, which nearly always do.
_DEPTH, _FIRST_LOOK = 60, 15
_LONG_TEXT = 60
_MIN_SCORE, _GOOD_SCORE = 2.5, 8.0
#: A row this close to the best one and above it is the header: data may repeat its words.
_NEARLY = 0.85
_DAY_IN_TEXT = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})\b"
    r"|\d{1,2}(?:st|nd|rd|th|\.)?[ -](?:de )?[^\W\d]{3,10}\.?,?[ -](?:de )?\d{4}"
    r"|[^\W\d]{3,10}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{4}年\d{1,2}月\d{1,2}日"
)
_ISO_CODE = re.compile(r"(?<![A-Za-z])([A-Z]{3})(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things are; rows are 0-based.

    Attributes:
        header_rows: one row, two when months or places span measures, () without a header.
        names: one name a column, unlike each other; column letters where there is none.
        first_row: first row of data.
        titles: texts above the header.
        as_of: the day the titles name, None when they name none.
        currency: ISO code that titles or headers name, "" when none.
    """

    header_rows: tuple[int, ...]
    names: tuple[str, ...]
    first_row: int
    titles: tuple[str, ...]
    as_of: dt.date | None
    currency: str


@dataclass(frozen=True, slots=True)
class _Cell:
    kind: int
    text: str


def find_layout(grid: Grid, header_row: int | None = None) -> Layout:
    """Find the header of a sheet.

    Args:
        grid: the sheet.
        header_row: 1-based row the user chose; 0 for "there is none"; None to find it.
    """
    if header_row is None:
        rows = _best_rows(grid)
    elif 1 <= header_row <= grid.rows:
        rows = _with_neighbor(grid, header_row - 1)
    else:
        rows = ()
    if not rows:
        names = tuple(column_letters(index) for index in range(len(grid.columns)))
        return Layout((), names, _first_filled(grid), (), None, "")
    titles = tuple(cell.text for row in range(rows[0]) for cell in _cells(grid, row) if cell.text)
    names = _distinct_names(_names(grid, rows), grid, rows[-1])
    return Layout(
        header_rows=rows,
        names=names,
        first_row=rows[-1] + 1,
        titles=titles,
        as_of=find_day(titles),
        currency=find_currency((*titles, *names)),
    )


def column_letters(index: int) -> str:
    """Return the letters a spreadsheet shows above a column (0 is A)."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def find_day(texts: Sequence[str]) -> dt.date | None:
    """Return the last day that title lines name ("Stand: 31.12.2025", "1 Jan 2024 to …")."""
    found: list[dt.date] = []
    for text in texts:
        for match in _DAY_IN_TEXT.findall(text):
            dmy, mdy = read_day(re.sub(r"(?<=\d)\. ", " ", match))
            day = dmy or mdy
            if day is not None:
                found.append(day)
    return max(found) if found else None


def find_currency(texts: Sequence[str]) -> str:
    """Return the ISO code of the currency that titles or headers name most often."""
    codes: Counter[str] = Counter()
    for text in texts:
        codes.update(code for code in _ISO_CODE.findall(text) if code in ISO_CURRENCIES)
        for sign, code in CURRENCY_SIGNS.items():
            if code and not any(letter.isalpha() for letter in sign) and sign in text:
                codes[code] += 1
    return codes.most_common(1)[0][0] if codes else ""


def _first_filled(grid: Grid) -> int:
    filled = np.zeros(grid.rows, dtype=bool)
    for column in grid.columns:
        filled |= column.kinds != CellKind.BLANK
    return int(np.argmax(filled)) if filled.any() else 0


def _best_rows(grid: Grid) -> tuple[int, ...]:
    scores = [_score(_cells(grid, row)) for row in range(min(grid.rows, _FIRST_LOOK))]
    if max(scores, default=0.0) < _GOOD_SCORE:
        scores += [_score(_cells(grid, row)) for row in range(len(scores), min(grid.rows, _DEPTH))]
    best = max(scores, default=0.0)
    if best < _MIN_SCORE:
        return ()
    row = next(index for index, score in enumerate(scores) if score >= best * _NEARLY)
    return _with_neighbor(grid, row)


def _cells(grid: Grid, row: int) -> list[_Cell]:
    return [
        _Cell(int(column.kinds[row]), column.shown(row).strip())
        if column.kinds[row] != CellKind.BLANK
        else _BLANK
        for column in grid.columns
    ]


_BLANK = _Cell(CellKind.BLANK, "")


def _score(cells: list[_Cell]) -> float:
    """Score a row as a header: known words and periods for it, numbers and long texts against."""
    hits, numbers, long = 0.0, 0, 0
    distinct: set[str] = set()
    for cell in cells:
        if cell.kind == CellKind.BLANK or not cell.text:
            continue
        if cell.kind == CellKind.DATE or (len(cell.text) < 25 and read_period(cell.text)):
            hits += 0.35
            distinct.add(cell.text)
        elif cell.kind != CellKind.TEXT or read_number(cell.text) is not None:
            numbers += 1
        elif len(cell.text) > _LONG_TEXT:
            long += 1
        else:
            distinct.add(cell.text.casefold())
            hits += quick_hit(cell.text)
    if hits == 0 or (len(distinct) < 2 and len(cells) > 1):
        return 0.0
    return 3 * hits + 0.5 * len(distinct) - 1.5 * numbers - long


def _with_neighbor(grid: Grid, row: int) -> tuple[int, ...]:
    """Take in a second header row: above, when it spans repeated names; below likewise."""
    if row > 0 and _spans(grid, row - 1, row):
        return row - 1, row
    if row + 1 < grid.rows and _spans(grid, row, row + 1):
        return row, row + 1
    return (row,)


def _spans(grid: Grid, upper: int, lower: int) -> bool:
    """Whether the upper row spans names that the lower one repeats (months over Qty, Value)."""
    above, below = _cells(grid, upper), _cells(grid, lower)
    if any(cell.kind == CellKind.NUMBER for cell in below):
        return False
    counts = Counter(cell.text.casefold() for cell in below if cell.text)
    repeated = {name for name, count in counts.items() if count > 1}
    if not repeated or sum(1 for cell in above if cell.text) < 2:
        return False
    gaps = sum(
        1 for a, b in zip(above, below, strict=True) if not a.text and b.text.casefold() in repeated
    )
    return gaps >= 1 and sum(quick_hit(name) for name in repeated) >= 0.5


def _names(grid: Grid, rows: tuple[int, ...]) -> list[str]:
    lower = [" ".join(cell.text.split()) for cell in _cells(grid, rows[-1])]
    if len(rows) == 1:
        return lower
    upper = [" ".join(cell.text.split()) for cell in _cells(grid, rows[0])]
    counts = Counter(filter(None, lower))
    carried = ""
    for index, text in enumerate(upper):
        carried = text or carried
        if not lower[index]:
            lower[index] = text
        elif carried and counts[lower[index]] > 1:
            lower[index] = f"{carried} {lower[index]}"
    return lower


def _distinct_names(names: list[str], grid: Grid, header_row: int) -> tuple[str, ...]:
    """Number repeated names; call a column with cells but no name by its letters."""
    seen: Counter[str] = Counter()
    distinct = []
    for index, name in enumerate(names):
        if not name and bool((grid.columns[index].kinds[header_row + 1 :] != CellKind.BLANK).any()):
            name = column_letters(index)  # noqa: PLW2901
        seen[name] += bool(name)
        distinct.append(f"{name} ({seen[name]})" if seen[name] > 1 else name)
    return tuple(distinct)
