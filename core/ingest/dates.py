"""Days and periods as people and systems write them; day-month order is decided by column."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt
from babel.dates import get_month_names

from core.ingest.amounts import is_blank
from core.ingest.headers import normalize
from core.ingest.packed import Texts, numbered, pack

Frequency = Literal["D", "W", "M", "Q", "Y"]
DayOrder = Literal["dmy", "mdy"]

_LANGUAGES = ("en", "es", "pt", "fr", "de", "nl", "it", "ar", "ru", "pl", "tr", "sv", "da")
#: Excel's day numbers of 1955 to 2119; smaller and larger numbers are not meant as days.
SERIAL_RANGE = (20_000.0, 80_000.0)
_SERIAL_EPOCH = dt.date(1899, 12, 30)
_FIRST_YEAR, _LAST_YEAR = 1950, 2120
_PIVOT_YEAR = 70
_UNIX_EPOCH = dt.date(1970, 1, 1)

_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?:[T ].*)?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[T ,].*)?")
_COMPACT = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_DAY_MONTH_NAME = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|º)?[-/. ]*(?:de )?([^\W\d]+)\.?(?: de)?"
    r"[-/., ]*(\d{4}|\d{2})(?:[ ,].*)?"
)
_NAME_DAY = re.compile(r"([^\W\d]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?:[ ,].*)?")
_NAME_YEAR = re.compile(r"([^\W\d]+)\.?(?: de)?[-/. ']*(\d{4}|\d{2})")
_YEAR_NAME = re.compile(r"(\d{4}|\d{2})[-/. ]*([^\W\d]+)\.?")
_YEAR_MONTH = re.compile(r"(\d{4})[-/. ]?(0?[1-9]|1[0-2])")
_YEAR_M = re.compile(r"(\d{4})[-/. ]?m(0?[1-9]|1[0-2])")
_MONTH_YEAR = re.compile(r"(0?[1-9]|1[0-2])[-/. ](\d{4})")
_QUARTER = re.compile(r"(?:q|t|qtr|quarter|trimestre)\.? ?([1-4])[-/. ]*(\d{4}|\d{2})")
_YEAR_QUARTER = re.compile(r"(\d{4})[-/. ]*(?:q|t)([1-4])")
_WEEK_WORD = r"(?:w|wk|week|kw|cw|s|sem|semana|semaine|woche|week nr|settimana|неделя|周)"
_YEAR_WEEK = re.compile(rf"(\d{{4}})[-/. ]*{_WEEK_WORD}\.?[-/. ]?(\d{{1,2}})")
_WEEK_YEAR = re.compile(rf"{_WEEK_WORD}\.? ?(\d{{1,2}})[-/., ]+(?:of )?(\d{{4}})")
_YEAR = re.compile(r"(?:fy|cy|year|ano|jahr)? ?((?:19|20)\d{2})")
_CHINESE = re.compile(r"(\d{4})年(\d{1,2})月(?:(\d{1,2})日?)?")


@dataclass(frozen=True, slots=True)
class Period:
    """First day of a period and how long it is."""

    start: dt.date
    frequency: Frequency


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """A column of texts read as days.

    Attributes:
        values: datetime64[D], NaT where blank or unreadable.
        readable: which cells are days.
        blank: which cells say that there is nothing.
        order: the day-month order used.
        ambiguous: how many cells read differently in the other order, no cell deciding.
    """

    values: npt.NDArray[np.datetime64]
    readable: npt.NDArray[np.bool_]
    blank: npt.NDArray[np.bool_]
    order: DayOrder
    ambiguous: int


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    names: dict[str, int] = {}
    for language in _LANGUAGES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for month, name in get_month_names(width, context, language).items():
                    names.setdefault(normalize(name), month)
    names |= {"sept": 9, "set": 9, "agt": 8, "abr": 4, "ago": 8, "ene": 1, "dic": 12, "mrz": 3}
    return {name: month for name, month in names.items() if name and not name.isdigit()}


def _month(name: str) -> int | None:
    return _months().get(normalize(name))


def _year(text: str) -> int:
    number = int(text)
    if len(text) > 2:
        return number
    return number + (1900 if number >= _PIVOT_YEAR else 2000)


def _day(year: int, month: int, day: int) -> dt.date | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR or not 1 <= month <= 12:
        return None
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return dt.date(year, month, day)


@lru_cache(maxsize=65_536)
def read_day(text: str) -> tuple[dt.date | None, dt.date | None]:
    """Read a text as a day, first as day-month, then as month-day; equal when unambiguous."""
    text = text.strip().lstrip("'")
    if not text or len(text) > 40 or not any(letter.isdigit() for letter in text):
        return None, None
    if found := _YEAR_FIRST.fullmatch(text):
        day = _day(int(found[1]), int(found[2]), int(found[3]))
        return day, day
    if found := _YEAR_LAST.fullmatch(text):
        first, second, year = int(found[1]), int(found[2]), _year(found[3])
        return _day(year, second, first), _day(year, first, second)
    day = _named_day(text)
    return day, day


def _named_day(text: str) -> dt.date | None:
    if found := _COMPACT.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if (found := _CHINESE.fullmatch(text)) and found[3]:
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if (found := _DAY_MONTH_NAME.fullmatch(text)) and (month := _month(found[2])):
        return _day(_year(found[3]), month, int(found[1]))
    if (found := _NAME_DAY.fullmatch(text)) and (month := _month(found[1])):
        return _day(int(found[3]), month, int(found[2]))
    return None


@lru_cache(maxsize=8_192)
def read_period(text: str) -> Period | None:
    """Read a text as a week, month, quarter or year; None for days and for anything else."""
    text = " ".join(text.strip().casefold().split())
    if len(text) < 4 or len(text) > 24 or not any(letter.isdigit() for letter in text):
        return None
    for pattern, year, part, frequency in (
        (_YEAR_MONTH, 1, 2, "M"), (_YEAR_M, 1, 2, "M"), (_MONTH_YEAR, 2, 1, "M"),
        (_QUARTER, 2, 1, "Q"), (_YEAR_QUARTER, 1, 2, "Q"),
        (_YEAR_WEEK, 1, 2, "W"), (_WEEK_YEAR, 2, 1, "W"),
    ):  # fmt: skip
        if found := pattern.fullmatch(text):
            return _period(_year(found[year]), int(found[part]), frequency)
    if found := _CHINESE.fullmatch(text):
        return _period(int(found[1]), int(found[2]), "M") if not found[3] else None
    if (found := _NAME_YEAR.fullmatch(text)) and (month := _month(found[1])):
        return _period(_year(found[2]), month, "M")
    if (found := _YEAR_NAME.fullmatch(text)) and (month := _month(found[2])):
        return _period(_year(found[1]), month, "M")
    if found := _YEAR.fullmatch(text):
        return _period(int(found[1]), 1, "Y")
    return None


def _period(year: int, part: int, frequency: str) -> Period | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    if frequency == "W":
        if not 1 <= part <= 53:
            return None
        try:
            return Period(dt.date.fromisocalendar(year, part, 1), "W")
        except ValueError:
            return None
    if frequency == "Q":
        return Period(dt.date(year, 3 * part - 2, 1), "Q")
    if frequency == "Y":
        return Period(dt.date(year, 1, 1), "Y")
    return Period(dt.date(year, part, 1), "M")


def serial_day(number: float) -> dt.date | None:
    """Return the day of an Excel serial number; None outside the years that are plausible."""
    if not SERIAL_RANGE[0] <= number <= SERIAL_RANGE[1]:
        return None
    return _SERIAL_EPOCH + dt.timedelta(days=int(number))


def read_days(texts: Texts, *, prior: DayOrder = "dmy", until: dt.date | None = None) -> Days:
    """Read a column of texts as days with one day-month order.

    Args:
        texts: texts, some missing.
        prior: the order when no cell decides.
        until: days after this one speak against an order (a sale cannot lie in the future).
    """
    codes, different = numbered(texts)
    uniques = different.to_pylist()
    pairs = [_day_or_period(text) for text in uniques]
    blanks = np.array([is_blank(text) for text in uniques] + [True], dtype=bool)
    order, decided = _order(pairs, prior, until)
    index = 0 if order == "dmy" else 1
    days = [pair[index] or pair[1 - index] for pair in pairs]
    values = np.array(
        [np.datetime64(day or "NaT", "D") for day in days] + [np.datetime64("NaT", "D")]
    )
    differs = np.array([bool(a and b and a != b) for a, b in pairs] + [False])
    return Days(
        values=values[codes],
        readable=~np.isnat(values)[codes],
        blank=blanks[codes],
        order=order,
        ambiguous=0 if decided else int(differs[codes].sum()),
    )


def order_votes(texts: Texts) -> dict[str, int]:
    """Count the cells of a column that are days in one order of day and month alone."""
    votes = {"dmy": 0, "mdy": 0}
    for text in pack(texts).to_pylist():
        day_first, month_first = read_day(text) if text else (None, None)
        if (day_first is None) != (month_first is None):
            votes["dmy" if day_first is not None else "mdy"] += 1
    return votes


def _day_or_period(text: str) -> tuple[dt.date | None, dt.date | None]:
    pair = read_day(text)
    if pair != (None, None):
        return pair
    period = read_period(text)
    return (period.start, period.start) if period else (None, None)


def _order(
    pairs: list[tuple[dt.date | None, dt.date | None]], prior: DayOrder, until: dt.date | None
) -> tuple[DayOrder, bool]:
    only_dmy = sum(1 for dmy, mdy in pairs if dmy and not mdy)
    only_mdy = sum(1 for dmy, mdy in pairs if mdy and not dmy)
    if only_dmy != only_mdy:
        return ("dmy" if only_dmy > only_mdy else "mdy"), True
    if until is not None:
        late_dmy = sum(1 for dmy, _ in pairs if dmy and dmy > until)
        late_mdy = sum(1 for _, mdy in pairs if mdy and mdy > until)
        if late_dmy != late_mdy:
            return ("dmy" if late_dmy < late_mdy else "mdy"), True
    return prior, False
