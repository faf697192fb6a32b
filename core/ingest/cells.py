"""One column of cells cleaned to one kind, and what could not be."""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from core.ingest.amounts import is_blank, read_number, read_numbers
from core.ingest.dates import SERIAL_RANGE, DayOrder, read_days
from core.ingest.grid import CellKind, GridColumn
from core.ingest.packed import (
    Cells,
    as_cells,
    is_ascii,
    may_match,
    numbered,
    unpack,
    which_match,
    without_blank,
)
from core.schema import Kind

_SERIAL_OFFSET = 25_569  # days from Excel's epoch, 1899-12-30, to 1970-01-01
#: How a flag is written.
YES = frozenset(
    {"yes", "y", "true", "1", "si", "sí", "sim", "oui", "ja", "да", "نعم", "是", "x", "vero"}
)
NO = frozenset(
    {"no", "n", "false", "0", "non", "não", "nao", "nein", "nee", "нет", "لا", "否", "falso", ""}
)
_DURATION = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*[- ]?\s*(d|day|days|tage?|jours?|d[ií]as?|w|wk|week|weeks|wochen?|"
    r"semanas?|m|month|months|monate?|mes(?:es)?|mois|y|years?|h|hrs?|hours?|stunden)\.?",
    re.IGNORECASE,
)
_DAYS_OF = {"d": 1.0, "w": 7.0, "m": 30.0, "y": 365.0, "h": 1 / 24, "j": 1.0, "t": 1.0, "s": 7.0}
_HOURS_A_DAY = 24
_ENCODED_TWICE = "[ÃÂâ][\u0080-\u00bf\u0152-\u2122]"
#: White space of every script, which spreadsheets use for alignment.
_WIDE_SPACES = r"\x{a0}\x{2000}-\x{200b}\x{202f}\x{3000}"
_SPACES = rf"[\s{_WIDE_SPACES}]+"
#: Text that is not yet single-spaced and trimmed; cheaper to look for than to replace.
_RUNS = r"[\t-\r]|  "
_UNTIDY = rf"{_RUNS}|^ | $|[{_WIDE_SPACES}]"


@dataclass(frozen=True, slots=True, eq=False)
class Cleaned:
    """A column of one kind.

    Attributes:
        cells: texts, missing where there is none; datetime64[D]; float64; or object with True,
            False, None.
        unreadable: cells that hold something that is not of the kind; they count as missing.
        errors: cells with an error value such as #N/A.
        currency: ISO code most cells carry.
        ambiguous: cells that could be read in two ways, no evidence deciding.
        repaired: texts whose letters had been encoded twice.
    """

    cells: Cells
    unreadable: npt.NDArray[np.bool_]
    errors: npt.NDArray[np.bool_]
    currency: str = ""
    ambiguous: int = 0
    repaired: int = 0


@dataclass(frozen=True, slots=True)
class Locale:
    """How the rest of the sheet writes numbers and days, for columns that do not say.

    `order_known` says that other columns, or the user, settled the order of day and month.
    """

    decimal: str = "."
    order: DayOrder = "dmy"
    order_known: bool = False


def clean(column: GridColumn, kind: Kind, locale: Locale) -> Cleaned:
    """Clean a column to the dtype family of `kind`."""
    if kind == "text":
        return _text(column)
    if kind == "date":
        return _date(column, locale)
    if kind == "flag":
        return _flag(column)
    cleaned = _number(column, locale, durations=kind == "days")
    if kind == "fraction":
        return _fraction(cleaned, column)
    return cleaned


def _text(column: GridColumn) -> Cleaned:
    texts = column.as_text()
    none = np.zeros(len(texts), dtype=bool)
    errors = column.kinds == CellKind.ERROR
    if texts.null_count == len(texts):
        return Cleaned(unpack(texts), none, errors)
    texts, repaired = _encoded_once(_single_spaced(texts))
    return Cleaned(as_cells(texts), none, errors, repaired=repaired)


def _single_spaced(texts: pa.LargeStringArray) -> pa.LargeStringArray:
    """Trim texts and join runs of white space; nothing left is missing."""
    if is_ascii(texts) and not _may_be_untidy(texts):
        return texts
    untidy = which_match(texts, _UNTIDY)
    if not untidy.any():
        return texts
    mask = pa.array(untidy)
    spaced = pc.replace_substring_regex(texts.filter(mask), _SPACES, " ")
    return without_blank(pc.replace_with_mask(texts, mask, pc.utf8_trim(spaced, " ")))


def _may_be_untidy(texts: pa.LargeStringArray) -> bool:
    """Whether white space of ASCII may need a look at each text; False is certain."""
    edges = pc.or_(pc.starts_with(texts, " "), pc.ends_with(texts, " "))
    return bool(pc.any(edges).as_py()) or may_match(texts, _RUNS)


def _encoded_once(texts: pa.LargeStringArray) -> tuple[pa.LargeStringArray, int]:
    """Put right texts that look like UTF-8 read as Windows-1252; return how many."""
    if is_ascii(texts):
        return texts, 0
    suspect = which_match(texts, _ENCODED_TWICE)
    if not suspect.any():
        return texts, 0
    mask = pa.array(suspect)
    before = texts.filter(mask).to_pylist()
    after = [_decoded_once(text) for text in before]
    repaired = sum(old != new for old, new in zip(before, after, strict=True))
    return pc.replace_with_mask(texts, mask, pa.array(after, pa.large_string())), repaired


def _decoded_once(text: str) -> str:
    """Undo UTF-8 that was read as Windows-1252 and saved as UTF-8 again ("Ã©" is "é")."""
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def _number(column: GridColumn, locale: Locale, *, durations: bool) -> Cleaned:
    is_text = column.kinds == CellKind.TEXT
    values = np.where(column.kinds == CellKind.NUMBER, column.numbers, np.nan)
    unreadable = (column.kinds == CellKind.DATE) | (column.kinds == CellKind.FLAG)
    errors = column.kinds == CellKind.ERROR
    if not is_text.any():
        return Cleaned(values, unreadable, errors)
    texts = column.said()
    read = read_numbers(texts, prior=locale.decimal)
    numbers = read.values
    unread = np.isnan(numbers)
    if durations and unread.any():
        numbers[unread] = _durations(texts.filter(pa.array(unread)))
    values[is_text] = numbers
    unreadable[is_text] = np.isnan(numbers) & ~read.blank
    return Cleaned(values, unreadable, errors, read.currency, read.ambiguous)


def _durations(texts: pa.LargeStringArray) -> npt.NDArray[np.float64]:
    """Read "1W", "3-week", "10D", "2M" as days."""
    result = np.full(len(texts), np.nan)
    for index, text in enumerate(texts.to_pylist()):
        found = _DURATION.fullmatch(text.strip())
        number = read_number(found.group(1)) if found else None
        if found and number:
            result[index] = number.point * _DAYS_OF.get(found.group(2)[0].casefold(), 1.0)
    return result


def _fraction(cleaned: Cleaned, column: GridColumn) -> Cleaned:
    """Turn 15 or 15 % into 0.15; a column that never passes 1 is fractions already."""
    values = np.asarray(cleaned.cells, dtype=np.float64)
    is_text = column.kinds == CellKind.TEXT
    percent = np.zeros(len(values), dtype=bool)
    if is_text.any():
        percent[is_text] = read_numbers(column.said()).percent
    known = values[~np.isnan(values)]
    if len(known) and (percent.any() or np.abs(known).max() > 1):
        values = values / 100
    return Cleaned(values, cleaned.unreadable, cleaned.errors, "", cleaned.ambiguous)


def _date(column: GridColumn, locale: Locale) -> Cleaned:
    values = np.full(len(column.kinds), np.datetime64("NaT", "D"))
    typed = column.kinds == CellKind.DATE
    values[typed] = np.floor(column.numbers[typed]).astype("int64").astype("datetime64[D]")
    numeric = column.kinds == CellKind.NUMBER
    values[numeric] = _numeric_days(column.numbers[numeric])
    is_text = column.kinds == CellKind.TEXT
    ambiguous = 0
    blank = column.kinds == CellKind.BLANK
    if is_text.any():
        read = read_days(column.said(), prior=locale.order)
        values[is_text] = read.values
        blank = blank.copy()
        blank[is_text] = read.blank
        ambiguous = 0 if locale.order_known else read.ambiguous
    errors = column.kinds == CellKind.ERROR
    blank = blank | (numeric & (column.numbers == 0))
    return Cleaned(values, np.isnat(values) & ~blank & ~errors, errors, ambiguous=ambiguous)


def _numeric_days(numbers: npt.NDArray[np.float64]) -> npt.NDArray[np.datetime64]:
    """Read Excel serials, 20240503, 202405 and bare years."""
    days = np.full(len(numbers), np.datetime64("NaT", "D"))
    serial = (numbers >= SERIAL_RANGE[0]) & (numbers <= SERIAL_RANGE[1])
    days[serial] = (
        (np.floor(numbers[serial]) - _SERIAL_OFFSET).astype("int64").astype("datetime64[D]")
    )
    compact = (numbers >= 19_500_101) & (numbers <= 21_001_231)
    month = (numbers >= 195_001) & (numbers <= 210_012)
    year = (numbers >= 1950) & (numbers <= 2100)
    for mask in (compact, month, year):
        if mask.any():
            texts = np.array([str(int(number)) for number in numbers[mask]], dtype=object)
            days[mask] = read_days(texts).values
    return days


def _flag(column: GridColumn) -> Cleaned:
    codes, different = numbered(column.as_text())
    # One more than there are texts, for the cells that hold none.
    values = np.full(len(different) + 1, None, dtype=object)
    unreadable = np.zeros(len(different) + 1, dtype=bool)
    for index, text in enumerate(different.to_pylist()):
        word = text.strip().casefold()
        if word in YES or word in NO:
            values[index] = word in YES
        else:
            unreadable[index] = not is_blank(word)
    return Cleaned(values[codes], unreadable[codes], column.kinds == CellKind.ERROR)


def looks_like_hours(values: npt.NDArray[np.float64]) -> bool:
    """Whether lead times are hours: all whole days in hours, at least a day, some over a week."""
    known = values[~np.isnan(values) & (values > 0)]
    if len(known) < 5 or len(np.unique(known)) < 2:
        return False
    return bool(np.all(known % _HOURS_A_DAY == 0) and known.max() > 7 * _HOURS_A_DAY)
