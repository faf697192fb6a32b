"""Where the table lies on a sheet: title lines, header rows, first data row."""

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass

import numpy as np

from core.ingest.dates import read_day, read_period
from core.ingest.grid import CellKind, Grid
from core.ingest.headers import quick_hit
from core.ingest.numbers import CURRENCY_SIGNS, ISO_CURRENCIES, read_number

#: Rows in which a header is looked for.
_DEPTH = 60
_LONG_TEXT = 60
_MIN_SCORE = 2.5
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
        names: one name a column; column letters where the header has none.
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


def find_layout(grid: Grid, header_row: int | None = None) -> Layout:
    """Find the header of a sheet.

    Args:
        grid: the sheet.
        header_row: 1-based row the user chose; 0 for "there is none"; None to find it.
    """
    rows = _best_rows(grid) if header_row is None else _given_rows(grid, header_row)
    if not rows:
        names = tuple(column_letters(index) for index in range(len(grid.columns)))
        return Layout((), names, _first_filled(grid), (), None, "")
    names = _names(grid, rows)
    titles = tuple(text for row in range(rows[0]) for text in _texts(grid, row) if text.strip())
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


def _given_rows(grid: Grid, header_row: int) -> tuple[int, ...]:
    if header_row < 1 or header_row > grid.rows:
        return ()
    return _with_neighbor(grid, header_row - 1)


def _first_filled(grid: Grid) -> int:
    filled = np.zeros(grid.rows, dtype=bool)
    for column in grid.columns:
        filled |= column.kinds != CellKind.BLANK
    return int(np.argmax(filled)) if filled.any() else 0


def _best_rows(grid: Grid) -> tuple[int, ...]:
    scores = [_score(grid, row) for row in range(min(grid.rows, _DEPTH))]
    if not scores:
        return ()
    best = max(scores)
    if best < _MIN_SCORE:
        return ()
    # Of rows about as good the first one wins: data may repeat words of the header.
    row = next(i for i, score in enumerate(scores) if score >= best * 0.85)
    return _with_neighbor(grid, row)


def _score(grid: Grid, row: int) -> float:
    """Score a row as a header: known words and periods for it, numbers and long texts against."""
    hits, numbers, long = 0.0, 0, 0
    distinct: set[str] = set()
    for column in grid.columns:
        kind = column.kinds[row]
        if kind == CellKind.BLANK:
            continue
        text = column.shown(row).strip()
        if kind == CellKind.DATE or (len(text) < 25 and read_period(text) is not None):
            hits += 0.35
            distinct.add(text)
            continue
        if kind != CellKind.TEXT or read_number(text) is not None:
            numbers += 1
        elif len(text) > _LONG_TEXT or ("\n" in text.strip() and len(text) > 40):
            long += 1
        else:
            distinct.add(text.casefold())
            hits += quick_hit(text)
    if len(distinct) < 2 and not (len(grid.columns) == 1 and hits):
        return 0.0
    if hits == 0:
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
    above = _texts(grid, upper)
    below = _texts(grid, lower)
    if any(column.kinds[lower] == CellKind.NUMBER for column in grid.columns):
        return False
    filled = [text.casefold() for text in below if text]
    repeated = [name for name, count in Counter(filled).items() if count > 1]
    if not repeated or len([text for text in above if text]) < 2:
        return False
    gaps = sum(1 for a, b in zip(above, below, strict=True) if not a and b.casefold() in repeated)
    known = sum(quick_hit(name) for name in repeated)
    return gaps >= 1 and known >= 0.5


def _names(grid: Grid, rows: tuple[int, ...]) -> tuple[str, ...]:
    lower = [" ".join(text.split()) for text in _texts(grid, rows[-1])]
    if len(rows) == 2:
        upper = [" ".join(text.split()) for text in _texts(grid, rows[0])]
        repeated = {name for name, count in Counter(filter(None, lower)).items() if count > 1}
        carried = ""
        for index, text in enumerate(upper):
            carried = text or carried
            if not lower[index]:
                lower[index] = text
            elif carried and lower[index] in repeated:
                lower[index] = f"{carried} {lower[index]}"
    return tuple(lower)


def _texts(grid: Grid, row: int) -> list[str]:
    return [column.shown(row).strip() for column in grid.columns]


def find_day(texts: tuple[str, ...]) -> dt.date | None:
    """Return the last day that title lines name ("Stand: 31.12.2025", "1 Jan 2024 to …")."""
    found: list[dt.date] = []
    for text in texts:
        for match in _DAY_IN_TEXT.findall(text):
            dmy, mdy = read_day(re.sub(r"(?<=\d)\. ", " ", match))
            day = dmy or mdy
            if day is not None:
                found.append(day)
    return max(found) if found else None


def find_currency(texts: tuple[str, ...]) -> str:
    """Return the ISO code of the currency that titles or headers name most often."""
    codes: Counter[str] = Counter()
    for text in texts:
        codes.update(code for code in _ISO_CODE.findall(text) if code in ISO_CURRENCIES)
        for sign, code in CURRENCY_SIGNS.items():
            if code and not sign.isalpha() and sign in text:
                codes[code] += 1
    return codes.most_common(1)[0][0] if codes else ""
