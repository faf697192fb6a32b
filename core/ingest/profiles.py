"""What the values of a column look like, whatever its header says."""

from dataclasses import dataclass

import numpy as np

from core.ingest.amounts import is_blank, read_number
from core.ingest.cells import NO, YES
from core.ingest.dates import SERIAL_RANGE, read_day, read_period
from core.ingest.grid import CellKind, GridColumn

#: Cells looked at in detail; evenly spread, so that a long list costs no more than a short one.
_SAMPLE = 300
_UNIQUENESS_SAMPLE = 5_000
_GTIN_LENGTHS = (8, 12, 13, 14)
#: Words for yes and no; what may be a size or a unit as well ("X", "N") is not among them.
_SWITCHES = {word for word in YES | NO if len(word) > 1} | {"是", "否"}


@dataclass(frozen=True, slots=True)
class Profile:
    """Shares are of the filled cells; every share is 0 when none is filled.

    Attributes:
        rows: cells of the column.
        filled: share of all cells that hold something.
        number: share readable as numbers; `whole` without a fraction; `negative` below zero.
        day: share that are days or periods; `serial` numbers that could be Excel's days.
        year: share of numbers from 1990 to 2100.
        worded: share of texts with letters; `spaced` of texts with a space.
        length: mean length of texts.
        unique: distinct values over filled cells.
        distinct: number of distinct values.
        gtin: share of digits with a valid GTIN check digit.
        money: share with a currency sign; `percent` with a percent sign.
        switch: share that say yes or no.
        low, median, high: of the numbers, NaN without numbers.
        middle_day: median day, in days since 1970-01-01, NaN without days.
    """

    rows: int
    filled: float = 0.0
    number: float = 0.0
    whole: float = 0.0
    negative: float = 0.0
    day: float = 0.0
    serial: float = 0.0
    year: float = 0.0
    worded: float = 0.0
    spaced: float = 0.0
    length: float = 0.0
    unique: float = 0.0
    distinct: int = 0
    gtin: float = 0.0
    money: float = 0.0
    percent: float = 0.0
    switch: float = 0.0
    low: float = float("nan")
    median: float = float("nan")
    high: float = float("nan")
    middle_day: float = float("nan")


def profile(column: GridColumn) -> Profile:
    """Describe the values of one column."""
    filled = column.kinds != CellKind.BLANK
    count = int(filled.sum())
    if count == 0:
        return Profile(rows=len(filled))
    positions = np.flatnonzero(filled)
    if count > _UNIQUENESS_SAMPLE:
        positions = positions[np.linspace(0, count - 1, _UNIQUENESS_SAMPLE).astype(np.intp)]
    some = column.take(positions)
    distinct = _distinct(some)
    step = np.linspace(0, len(positions) - 1, min(len(positions), _SAMPLE)).astype(np.intp)
    return _describe(some.take(step), len(filled), count, distinct, len(positions))


def _distinct(column: GridColumn) -> int:
    numbers = column.numbers[~np.isnan(column.numbers)]
    return len(np.unique(numbers)) + len(column.said().unique())


def _describe(some: GridColumn, rows: int, filled: int, distinct: int, seen: int) -> Profile:
    typed_days = some.kinds == CellKind.DATE
    texts = [text for text in some.said().to_pylist() if not is_blank(text)]
    readings = [read_number(text) for text in texts]
    from_texts = [reading.point for reading in readings if reading is not None]
    typed = some.numbers[some.kinds == CellKind.NUMBER]
    numbers = np.concatenate([typed, np.array(from_texts, dtype=np.float64)])
    days = [day for pair in map(read_day, texts) if (day := pair[0] or pair[1]) is not None]
    periods = [
        p.start for text in texts if (p := read_period(text)) is not None and p.frequency != "Y"
    ]
    flags = int((some.kinds == CellKind.FLAG).sum())
    said = max(len(texts) + len(typed) + int(typed_days.sum()) + flags, 1)
    ordinals = [day.toordinal() - 719_163 for day in (*days, *periods)]
    all_days = np.concatenate([some.numbers[typed_days], np.array(ordinals, dtype=np.float64)])
    digits = [text for text in _digits(some, texts) if len(text) in _GTIN_LENGTHS]
    return Profile(
        rows=rows,
        filled=filled / rows,
        number=len(numbers) / said,
        whole=_share(np.floor(numbers) == numbers, said),
        negative=_share(numbers < 0, said),
        day=(int(typed_days.sum()) + len(days) + len(periods)) / said,
        serial=_share((typed >= SERIAL_RANGE[0]) & (typed <= SERIAL_RANGE[1]), said),
        year=_share((numbers >= 1990) & (numbers <= 2100) & (numbers == np.floor(numbers)), said),
        worded=sum(1 for text in texts if any(map(str.isalpha, text))) / said,
        spaced=sum(1 for text in texts if " " in text.strip()) / said,
        length=float(np.mean([len(text) for text in texts])) if texts else 0.0,
        unique=distinct / seen,
        distinct=distinct,
        gtin=sum(map(_valid_gtin, digits)) / said,
        money=sum(1 for r in readings if r is not None and r.marked) / said,
        percent=sum(1 for r in readings if r is not None and r.percent) / said,
        switch=(flags + sum(text.strip().casefold() in _SWITCHES for text in texts)) / said,
        low=float(numbers.min()) if len(numbers) else float("nan"),
        median=float(np.median(numbers)) if len(numbers) else float("nan"),
        high=float(numbers.max()) if len(numbers) else float("nan"),
        middle_day=float(np.median(all_days)) if len(all_days) else float("nan"),
    )


def _share(mask: np.ndarray, of: int) -> float:
    return float(mask.sum()) / of


def _digits(some: GridColumn, texts: list[str]) -> list[str]:
    typed = some.numbers[
        (some.kinds == CellKind.NUMBER) & (some.numbers >= 1e7) & (some.numbers < 1e14)
    ]
    whole = [str(int(number)) for number in typed if float(number).is_integer()]
    return whole + [text for text in texts if text.isdigit()]


def _valid_gtin(digits: str) -> bool:
    """Check the last digit (GS1 General Specifications, 7.9)."""
    weights = (3, 1) * 7
    body = zip(map(int, reversed(digits[:-1])), weights, strict=False)
    return (10 - sum(digit * weight for digit, weight in body) % 10) % 10 == int(digits[-1])
