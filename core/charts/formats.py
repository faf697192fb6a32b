"""Numbers and dates as text: the one module that turns a value into what a reader sees.

Negative numbers carry a true minus (U+2212) and stand in parentheses in statements. What is
missing is "unknown" in a sentence and an en dash in a cell, never zero.
"""

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import pandas as pd
from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import (
    format_compact_currency,
    format_compact_decimal,
    format_currency,
    format_decimal,
    format_percent,
    get_currency_precision,
    get_currency_symbol,
)

from core.schema import Kind

DEFAULT_LOCALE = "en_US"
UNKNOWN = "unknown"
UNKNOWN_CELL = "–"
MINUS = "\N{MINUS SIGN}"

#: From here on a figure in a headline is shown in millions with three significant digits.
COMPACT_FROM = 1_000_000
#: A duration past this is no plan any more; the number itself would be false precision.
LONG_DAYS = 3650

#: What a date or a missing date can be.
Day = dt.date | pd.Timestamp | None


@dataclass(frozen=True, slots=True)
class Formats:
    """How one shop reads its numbers: ISO 4217 currency code and CLDR locale.

    Every method takes a number (NaN when unknown) and returns text; with `cell=True` an unknown
    value is an en dash instead of the word.
    """

    currency: str = "USD"
    locale: str = DEFAULT_LOCALE

    @property
    def decimals(self) -> int:
        """Digits of the currency's minor unit: 2 for USD, 0 for JPY, 3 for KWD."""
        return int(get_currency_precision(self.currency))

    def money(self, amount: float, *, cell: bool = False) -> str:
        """Show an amount in full, to the currency's minor unit: "$1,240,300.50"."""
        return _shown(amount, cell) or _currency(amount, self.currency, self.locale, self.decimals)

    def money_whole(self, amount: float, *, cell: bool = False) -> str:
        """Show an amount in whole units of currency: "£310,200"."""
        return _shown(amount, cell) or _currency(amount, self.currency, self.locale, 0)

    def money_short(self, amount: float, *, cell: bool = False) -> str:
        """Show an amount for a headline: "£310,200", from a million on "$1.24M"."""
        if abs(_number(amount)) < COMPACT_FROM - 0.5 or not math.isfinite(_number(amount)):
            return self.money_whole(amount, cell=cell)
        return _compact(_significant(amount, 3), self.currency, self.locale)

    def money_compact(self, amount: float, *, cell: bool = True) -> str:
        """Show an amount in the fewest characters, for axes and bar labels: "£50K", "$2.5M"."""
        if unknown := _shown(amount, cell):
            return unknown
        short = _significant(amount, 3)
        if abs(short) >= 1000:
            return _compact(short, self.currency, self.locale)
        whole = abs(short) >= 10 or short == round(short)
        return _currency(short, self.currency, self.locale, 0 if whole else self.decimals)

    def money_signed(self, amount: float, *, cell: bool = False) -> str:
        """Show a change with its sign: "+£5,000", "−£12,400"; zero has none."""
        text = self.money_short(amount, cell=cell)
        return f"+{text}" if _number(amount) >= 0.5 else text

    def money_statement(self, amount: float) -> str:
        """Show a statement's figure: no symbol, cents, negatives in parentheses."""
        if unknown := _shown(amount, cell=True):
            return unknown
        text = _decimal(abs(amount), self.locale, self.decimals, self.decimals)
        negative = amount < 0 and round(amount, self.decimals) != 0
        return f"({text})" if negative else text

    def units(self, quantity: float, *, cell: bool = False) -> str:
        """Show a quantity: whole from a hundred on, up to one decimal (two below 0.1) before."""
        if unknown := _shown(quantity, cell):
            return unknown
        size = abs(quantity)
        return _decimal(quantity, self.locale, 0, 0 if size >= 100 else 1 if size >= 0.1 else 2)

    def units_compact(self, quantity: float) -> str:
        """Show a quantity in few characters: "0.5", "1,500", "12.5K"."""
        if not math.isfinite(quantity) or abs(quantity) < 9999.5:
            return self.units(quantity, cell=True)
        text = format_compact_decimal(
            _exact(_significant(quantity, 3)), locale=self.locale, fraction_digits=2
        )
        return _minus(str(text))

    def count(self, number: float, singular: str, plural: str | None = None) -> str:
        """Show a number with its noun: "1 item", "12 items", "unknown items"."""
        text = self.units(number)
        return f"{text} {singular if text == '1' else plural or singular + 's'}"

    def percent(self, fraction: float, *, cell: bool = False) -> str:
        """Show a fraction as percent: 0.25 is "25%"; one decimal below ten percent and near all.

        What is less than all is never rounded to it, and what is more than nothing never to that.
        """
        if unknown := _shown(fraction, cell):
            return unknown
        percent = abs(fraction) * 100
        if 0 < percent < 0.05:
            return f"under {self.percent(0.001)}"
        if 99.95 <= percent < 100 - 1e-6:
            return f"over {self.percent(math.copysign(0.999, fraction))}"
        if 99.5 <= percent < 99.95:
            return _percent(fraction, self.locale, 1)
        digits = 0 if percent >= 9.95 or abs(percent - round(percent)) < 0.05 else 1
        return _percent(fraction, self.locale, digits)

    def rate(self, fraction: float, *, cell: bool = False) -> str:
        """Show a rate that was set or stated, with the decimals it has: "25%", "12.5%"."""
        if unknown := _shown(fraction, cell):
            return unknown
        percent = abs(fraction) * 100
        digits = next((few for few in (0, 1) if abs(percent - round(percent, few)) < 0.005), 2)
        return _percent(fraction, self.locale, digits)

    def percent_tenths(self, fraction: float, *, cell: bool = True) -> str:
        """Show a fraction as percent to the tenth, for ratios set beside each other: "35.0%"."""
        return _shown(fraction, cell) or _percent(fraction, self.locale, 1)

    def decimal(self, number: float, digits: int, *, cell: bool = True) -> str:
        """Show a plain number with a fixed count of decimals: "2.40"."""
        return _shown(number, cell) or _decimal(number, self.locale, digits, digits)

    def days(self, number: float, *, cell: bool = False) -> str:
        """Show a duration in days: "1 day", "45 days"; beyond ten years it is said so."""
        if _number(number) > LONG_DAYS:
            return "over 10 years"
        if unknown := _shown(number, cell):
            return unknown
        return self.count(round(number), "day")

    def date(self, day: Day, *, cell: bool = False) -> str:
        """Show a date: "Mar 14, 2026"."""
        if pd.isna(day):
            return UNKNOWN_CELL if cell else UNKNOWN
        return str(format_date(day, "medium", locale=self.locale))

    def day_month(self, day: Day, *, near: dt.date | None = None) -> str:
        """Show a date in a sentence: "March 14", with its year when that is not `near`'s."""
        if day is None or pd.isna(day):
            return UNKNOWN
        if near is not None and day.year != near.year:
            return str(format_date(day, "long", locale=self.locale))
        return str(format_skeleton("MMMMd", day, locale=self.locale))

    def month(self, day: Day) -> str:
        """Show a month: "Mar 2026"."""
        if pd.isna(day):
            return UNKNOWN_CELL
        return str(format_skeleton("yMMM", day, locale=self.locale))

    def symbol(self) -> str:
        """Return the currency's sign in this locale: "$", "£", "CHF"."""
        return str(get_currency_symbol(self.currency, locale=self.locale))

    def separators(self) -> str:
        """Return the locale's decimal and grouping signs: ".," in American English."""
        symbols = Locale.parse(self.locale).number_symbols["latn"]
        return f"{symbols['decimal']}{symbols['group']}"

    def column_format(self, kind: Kind, *, whole: bool = False) -> str | None:
        """Return the format string of a table column in Streamlit's notation.

        Args:
            kind: the column's kind in `core.schema`.
            whole: money without its minor unit, for overviews.

        Returns:
            A printf, preset or moment.js format; None for kinds that need none.
        """
        if kind == "money":
            sign = self.symbol().replace("%", "%%")
            space = "\N{NO-BREAK SPACE}" if sign[-1].isalpha() else ""
            return f"{sign}{space}%,.{0 if whole else self.decimals}f"
        if kind == "date":
            pattern = Locale.parse(self.locale).date_formats["medium"].pattern
            return str(pattern).replace("d", "D").replace("y", "YYYY").replace("YYYYYYYY", "YYYY")
        return {"units": "localized", "fraction": "percent", "days": "%,.0f"}.get(kind)

    def cell_text(self, shape: str, *, whole: bool = False) -> Callable[[float], str] | None:
        """Return how one cell of a table reads, where `column_format` would misplace a minus.

        Streamlit puts the sign of the currency before that of the number ("£-5"), and writes a
        hyphen.

        Args:
            shape: of the column, see `core.charts.columns.Shape`.
            whole: money without its minor unit.

        Returns:
            A function from number to text; None for shapes without numbers.
        """
        decimals = {"units": (0, 2), "days": (0, 0), "ratio": (2, 2), "rate": (1, 1)}.get(shape)
        if shape in ("money", "unit_money"):
            shown = self.money_whole if whole and shape == "money" else self.money
            return lambda amount: shown(amount, cell=True)
        if shape == "fraction":
            return lambda share: _shown(share, True) or _percent(share, self.locale, 2)
        if decimals:
            least, most = decimals
            return lambda value: _shown(value, True) or _decimal(value, self.locale, least, most)
        return None


def is_currency(code: str) -> bool:
    """Whether `code` is a currency of ISO 4217 that is known by name."""
    return code in Locale.parse(DEFAULT_LOCALE).currencies


def _number(value: float | None) -> float:
    return math.nan if value is None or pd.isna(value) else float(value)


def _shown(value: float | None, cell: bool) -> str:
    """Return the text of a value that is no finite number, else nothing."""
    return "" if math.isfinite(_number(value)) else UNKNOWN_CELL if cell else UNKNOWN


def _exact(value: float) -> Decimal:
    return Decimal(str(float(value)))


def _minus(text: str) -> str:
    return text.replace("-", MINUS)


def _significant(value: float, digits: int) -> float:
    return float(f"{value:.{digits - 1}e}")


@lru_cache(maxsize=8192)
def _currency(value: float, currency: str, locale: str, digits: int) -> str:
    """Format money with `digits` decimals in the locale's own pattern; 55 µs when not cached."""
    exact = round(_exact(value), digits)
    pattern = Locale.parse(locale).currency_formats["standard"].pattern
    with_digits = pattern.replace("0.00", "0" if digits == 0 else "0." + "0" * digits)
    text = format_currency(
        exact if exact else abs(exact), currency, with_digits, locale=locale, currency_digits=False
    )
    return _minus(str(text))


@lru_cache(maxsize=8192)
def _decimal(value: float, locale: str, least: int, most: int) -> str:
    exact = round(_exact(value), most)
    pattern = "#,##0" + ("." + "0" * least + "#" * (most - least) if most else "")
    pattern = Locale.parse(locale).decimal_formats[None].pattern.split(".")[0] + pattern[5:]
    return _minus(str(format_decimal(exact if exact else abs(exact), pattern, locale=locale)))


@lru_cache(maxsize=4096)
def _percent(fraction: float, locale: str, digits: int) -> str:
    exact = round(_exact(fraction), digits + 2)
    pattern = Locale.parse(locale).percent_formats[None].pattern
    pattern = pattern.replace("0", "0." + "0" * digits if digits else "0")
    return _minus(str(format_percent(exact if exact else abs(exact), pattern, locale=locale)))


@lru_cache(maxsize=4096)
def _compact(value: float, currency: str, locale: str) -> str:
    """Format money in thousands, millions …, with up to two decimals."""
    return _minus(
        str(format_compact_currency(_exact(value), currency, locale=locale, fraction_digits=2))
    )
