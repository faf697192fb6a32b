"""The pen the sheets are written with: styles, cells, formulas and names of one workbook."""

import datetime as dt
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from core.money import minor_digits

#: What stands where a figure is unknown: a word, which every formula passes on.
UNKNOWN = "unknown"

#: Characters across beyond which a column only costs room.
_WIDEST = 60
#: Height in points of a line of the workbook's font.
_LINE_POINTS = 15
#: Height of a sheet's title.
_TITLE_POINTS = 24


class _PlainWorksheet(Worksheet):  # type: ignore[misc]  # the library carries no types
    """A sheet whose formulas are written as they stand.

    XlsxWriter searches every formula for each function newer than the format: two thirds of the
    time of a large file. The formulas here use none of them.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002
        return formula.removeprefix("=")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet.

    Attributes:
        title: what stands above it.
        style: name of a style, see `_STYLES`.
        values: its plain values, or the values its formulas had in the app.
        formula: row number (1-based, as the sheet shows it) -> formula; None for plain values.
        width: in characters.
    """

    title: str
    style: str
    values: Sequence[Any]
    formula: Callable[[int], str] | None = None
    width: float = 12


def _styles(digits: int) -> dict[str, dict[str, Any]]:
    point = "." + "0" * digits if digits else ""
    # Negative in parentheses, zero as a dash: as statements are set.
    money = f"#,##0{point};(#,##0{point});–"
    unit = f"#,##0{point}##" if digits else "#,##0.00##"
    entered = {"bg_color": "#FFF8E1", "font_color": "#0B4F8A"}
    strong = {"bold": True, "top": 1}
    return {
        "title": {"bold": True, "font_size": 16},
        "lead": {"font_size": 11, "font_color": "#5F6B7A"},
        "heading": {"bold": True, "font_size": 12, "font_color": "#0072B2"},
        "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"},
        "text": {},
        "wrap": {"text_wrap": True, "valign": "top"},
        "note": {"text_wrap": True, "valign": "top", "align": "left", "indent": 2},
        "limit": {"num_format": "#,##0.##", "align": "left", "indent": 2},
        "entered_text": entered,
        "money": {"num_format": money},
        "entered_money": {**entered, "num_format": money},
        "total": {**strong, "num_format": money},
        "total_text": strong,
        "unit": {"num_format": unit},
        "entered_unit": {**entered, "num_format": unit},
        "lowest": {"num_format": f'[>1E+90]"none";{unit}'},
        "rate": {"num_format": "0.0%"},
        "entered_rate": {**entered, "num_format": "0.0%"},
        "units": {"num_format": "#,##0.##"},
        "whole": {"num_format": "#,##0"},
        "number": {"num_format": "#,##0.00"},
        "day": {"num_format": "yyyy-mm-dd", "align": "left"},
        "flag": {"num_format": '"yes";;"–"', "align": "center"},
        "entered_flag": {**entered, "num_format": '"yes";;"no"', "align": "center"},
    }


@dataclass(slots=True)
class Pen:
    """Writes one workbook in one currency; remembers its sheets for the list of contents."""

    book: Any
    currency: str
    footer: str
    styles: dict[str, Any] = field(default_factory=dict)
    sheets: dict[str, str] = field(default_factory=dict)
    names: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Make the styles."""
        for name, options in _styles(self.digits).items():
            self.styles[name] = self.book.add_format({"valign": "top", **options})

    @property
    def digits(self) -> int:
        """Decimals of the currency's minor unit."""
        return minor_digits(self.currency)

    def half_even(self, amount: str) -> str:
        """Return the formula of a non-negative amount, rounded as the app does.

        To the minor unit, halves to the even neighbor; ROUND alone would take them up.
        """
        scale = 10**self.digits
        minor = f"ROUND(({amount})*{scale},5)"
        return f"(ROUND({minor},0)-(MOD({minor},2)=0.5))/{scale}"

    def half_even_signed(self, amount: str) -> str:
        """Return the formula of an amount of either sign, rounded as the app does."""
        return f"SIGN({amount})*{self.half_even(f'ABS({amount})')}"

    def sheet(
        self,
        name: str,
        about: str,
        *,
        landscape: bool = True,
        pages: int = 0,
    ) -> Any:  # noqa: ANN401
        """Add a sheet, set up for print.

        Args:
            name: of the sheet.
            about: its line in the list of contents.
            landscape: whether it prints across.
            pages: it prints on at most; 0 for as many as its rows need.
        """
        sheet = self.book.add_worksheet(name, _PlainWorksheet)
        self.sheets[name] = about
        if landscape:
            sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, pages)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        # "&" begins a code in a footer; a doubled one is the sign itself.
        sheet.set_footer(f"&L&8{self.footer.replace('&', '&&')}&R&8&A, &P / &N")
        sheet.hide_gridlines(2)
        return sheet

    def title(self, sheet: Any, text: str, lead: str = "") -> None:  # noqa: ANN401
        """Write a sheet's title and what is to be known of it, in rows high enough for both."""
        sheet.set_row(0, _TITLE_POINTS)
        self.put(sheet, 0, 0, text, "title")
        if lead:
            self.put(sheet, 1, 0, lead, "lead")

    def name(self, name: str, sheet: str, row: int, column: int) -> None:
        """Give a cell (0-based) a name that formulas use."""
        place = f"={sheet}!${column_letter(column)}${row + 1}"
        self.book.define_name(name, place)
        self.names.append((name, place[1:].replace("$", "")))

    def put(self, sheet: Any, row: int, column: int, value: object, style: str) -> None:  # noqa: ANN401
        """Write one plain value; what is missing stays empty, text stays text."""
        shape = self.styles[style]
        if value is None or (not isinstance(value, str) and pd.isna(value)):  # type: ignore[call-overload]
            sheet.write_blank(row, column, None, shape)
        elif isinstance(value, str):
            sheet.write_string(row, column, value, shape)
        elif isinstance(value, dt.date | pd.Timestamp):
            day = value.to_pydatetime() if isinstance(value, pd.Timestamp) else value
            sheet.write_datetime(row, column, day, shape)
        else:
            sheet.write_number(row, column, float(value), shape)  # type: ignore[arg-type]

    def prose(
        self,
        sheet: Any,  # noqa: ANN401
        row: int,
        texts: Sequence[tuple[int, str, int]],
        *,
        style: str = "wrap",
    ) -> None:
        """Write sentences into a row that is high enough for the longest of them.

        Some programs do not fit rows to wrapped text when they open a file.

        Args:
            sheet: where to.
            row: 0-based.
            texts: (column, text, width of the column in characters).
            style: name of a style that wraps.
        """
        for column, text, _ in texts:
            self.put(sheet, row, column, text, style)
        lines = max(len(textwrap.wrap(text, width - 1)) for _, text, width in texts)
        if lines > 1:
            sheet.set_row(row, lines * _LINE_POINTS)

    def calculate(
        self,
        sheet: Any,  # noqa: ANN401
        row: int,
        column: int,
        formula: str,
        style: str,
        value: object,
    ) -> None:
        """Write a formula with the value it has in the app, for programs that do not calculate."""
        sheet.write_formula(row, column, f"={formula}", self.styles[style], cached(value))

    def table(
        self,
        sheet: Any,  # noqa: ANN401
        columns: Sequence[Column],
        *,
        first: int = 0,
        frozen: int = 0,
    ) -> None:
        """Write columns below their titles: header frozen and repeated in print, filters on.

        Args:
            sheet: where to.
            columns: of equal length.
            first: row of the titles, 0-based.
            frozen: columns that stay in sight when scrolling to the right.
        """
        for position, column in enumerate(columns):
            sheet.write_string(first, position, column.title, self.styles["head"])
            sheet.set_column(position, position, min(column.width, _WIDEST))
            style = self.styles[column.style]
            if column.formula is None:
                self._plain(sheet, first + 1, position, column)
                continue
            for row, value in enumerate(column.values, start=first + 1):
                sheet.write_formula(
                    row, position, f"={column.formula(row + 1)}", style, cached(value)
                )
        rows = len(columns[0].values)
        sheet.freeze_panes(first + 1, frozen)
        sheet.repeat_rows(first)
        if rows:
            sheet.autofilter(first, 0, first + rows, len(columns) - 1)

    def _plain(self, sheet: Any, first: int, position: int, column: Column) -> None:  # noqa: ANN401
        for row, value in enumerate(column.values, start=first):
            if value is not None and not (isinstance(value, float) and value != value):
                self.put(sheet, row, position, value, column.style)


def cached(value: object) -> float | str:
    """Return what a formula's cell shows before it is calculated: unknown is a word."""
    if isinstance(value, str):
        return value
    return UNKNOWN if value is None or pd.isna(value) else float(value)  # type: ignore[call-overload, arg-type]


def column_letter(column: int) -> str:
    """Return the letters of a column: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def known(*cells: str) -> str:
    """Return the condition that all these cells hold numbers."""
    return f"COUNT({','.join(cells)})={len(cells)}"


def when_known(formula: str, *cells: str) -> str:
    """Return the formula, or the word unknown as long as one of its cells is no number."""
    return f'IF({known(*cells)},{formula},"{UNKNOWN}")'
