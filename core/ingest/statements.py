"""Financial statements as accountants print them: labels down with amounts beside, or across.

Lines that are sums of others (profit before tax, total assets) are not read: they are set aside
with their labels, for the user to see that nothing was overlooked.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.ingest.amounts import read_number
from core.ingest.grid import CellKind, Grid
from core.ingest.headers import normalize
from core.ingest.layout import Layout
from core.ingest.reading import ColumnReading, SheetReading
from core.ingest.statement_words import STATEMENT_LABELS
from core.problem import Problem
from core.schema import TABLES

#: Distinct lines that make a sheet a statement: down the page, and across it, where the headers
#: of a stock list could look like some.
_FEWEST_DOWN, _FEWEST_ACROSS = 3, 5
#: Of them, how many must be telling (see below) in a header.
_FEWEST_TELLING = 2
#: Share of a sheet's rows that must be known lines.
_FEWEST_SHARE = 0.3
#: Rows and columns looked at; statements are short.
_DEPTH, _WIDTH = 200, 60
_CONFIDENCE = 0.95
#: Lines that accountants split: their parts are added up. Of any other line the total counts.
_SUMMED = frozenset({"operating_expenses", "debt", "payables", "other_assets", "equity"})
#: Lines without which a sheet is rather a list of goods.
_TELLING = frozenset(
    {"receivables", "payables", "debt", "equity", "operating_expenses", "cogs", "revenue"}
)
_TOTAL = re.compile(r"^(?:total|net)\b|\btotals?$")
_PERIOD = re.compile(r"(?:FY|CY|Q[1-4]|H[12])? ?(?:19|20)\d{2}(?:[/-]\d{2,4})?", re.IGNORECASE)
#: Heads of the two columns of a trial balance, and lines whose balance is usually a credit.
_DEBIT = frozenset({"debit", "debits", "dr", "debe", "soll", "debito", "debet"})
_CREDIT = frozenset({"credit", "credits", "cr", "haber", "haben", "credito"})
_CREDIT_LINES = frozenset({"revenue", "payables", "debt", "equity", "inventory_allowance"})
_PERIOD_HEADERS = frozenset(
    normalize(word)
    for word in [
        "period",
        " fiscal year",
        " financial year",
        " year",
        " month",
        " ejercicio",
        " periodo",
        " ano",
        " exercice",
        " annee",
        " geschaftsjahr",
        " jahr",
        " boekjaar",
        " jaar",
        " esercizio",
        " anno",
        " السنة",
        " 年度",
        " 年",
        " год",
        " период",
    ]
)
#: Labels of statement lines; the longest that a label starts with or equals wins.
#: Normalized label -> canonical line.
_LOOKUP = {
    normalize(label): name
    for name, labels in STATEMENT_LABELS.items()
    for label in labels.split(",")
} | {
    column.name.replace("_", " "): column.name
    for column in TABLES["financials"].columns
    if column.name != "period"
}


@dataclass(frozen=True, slots=True)
class _Line:
    """One amount of one period: its canonical name (None when unknown) and where it stands."""

    name: str | None
    label: str
    amount: float
    row: int
    period: str
    position: int


def read_statement(grid: Grid, *, file: str, layout: Layout) -> SheetReading | None:
    """Read a financial statement, one row a period; None when the sheet is not one.

    Args:
        grid: the sheet.
        file: name of the file, for messages.
        layout: where the header lies; its titles may name the period.
    """
    lines = _across(grid) or _down(grid, layout)
    if not lines:
        return None
    known = [line for line in lines if line.name is not None]
    unknown = [line for line in lines if line.name is None]
    order = {line.period: line.position for line in known}
    frame = pd.DataFrame(
        [{"period": period} | _values(known, period) for period in sorted(order, key=order.get)]  # type: ignore[arg-type]
    )
    first_rows = {period: min(x.row for x in known if x.period == period) for period in order}
    frame.index = pd.Index([first_rows[period] for period in frame["period"]], name="row")
    used, unused = {line.row for line in known}, {line.row for line in unknown}
    across = len(used) < len({line.name for line in known})
    aside = [] if across else sorted(unused - used)
    return SheetReading(
        file=file,
        sheet=grid.sheet,
        table="financials",
        table_confidence=_CONFIDENCE,
        header_row=layout.header_rows[-1] + 1 if layout.header_rows else None,
        columns=_columns(lines),
        frame=frame,
        attributes=pd.DataFrame(),
        rows=len(used),
        rows_set_aside=len(aside),
        sums={},
        problems=_not_read(unknown, file, grid.sheet, set_aside=len(aside)),
        set_aside=_set_aside(unknown, aside),
        as_of=layout.as_of,
        currency=layout.currency or None,
    )


def canonical_line(label: str) -> str | None:
    """Return the canonical name of a statement's line, None when it is not one."""
    plain = normalize(label)
    for text in (plain, plain.removeprefix("total "), plain.removeprefix("less ")):
        if text in _LOOKUP:
            return _LOOKUP[text]
    return None


def _down(grid: Grid, layout: Layout) -> list[_Line]:
    """Lines below each other: the first text of a row is its label, numbers are its amounts."""
    labels = {}
    for row in range(min(grid.rows, _DEPTH)):
        label = next((c.shown(row) for c in grid.columns if c.kinds[row] == CellKind.TEXT), "")
        if label and any(_amount(grid, row, place) is not None for place in _places(grid)):
            labels[row] = label
    names = {row: canonical_line(label) for row, label in labels.items()}
    known = {name for name in names.values() if name}
    enough = sum(name is not None for name in names.values()) >= _busy_rows(grid) * _FEWEST_SHARE
    if len(known) < _FEWEST_DOWN or not enough or not known & _TELLING:
        return []
    first = min(row for row, name in names.items() if name)
    sides = _sides(grid, first)
    if sides is not None:
        return _balances(grid, names, labels, sides, _period_of(layout))
    columns = _period_columns(grid, first, [row for row, name in names.items() if name], layout)
    return [
        _Line(names[row], label, amount, row + 1, period, place)
        for row, label in labels.items()
        if row >= first
        for place, period in columns.items()
        if (amount := _amount(grid, row, place)) is not None
    ]


def _period_columns(grid: Grid, first: int, rows: Sequence[int], layout: Layout) -> dict[int, str]:
    """Return the columns that hold amounts of a period, with its name.

    Beside them stand changes, shares and notes: where any column is headed by a year, only such
    columns count; else only the first one with amounts.
    """
    filled = [
        place
        for place in _places(grid)
        if sum(_amount(grid, row, place) is not None for row in rows) * 2 >= len(rows)
    ]
    dated: dict[int, str] = {}
    for place in filled:
        for row in range(first - 1, -1, -1):
            text = grid.columns[place].shown(row)
            if text:
                if _PERIOD.fullmatch(text.strip()):
                    dated[place] = text.strip()
                break
    if dated:
        return dated
    return {filled[0]: _period_of(layout)} if filled else {}


def _period_of(layout: Layout) -> str:
    named = next((m.group(0) for title in layout.titles if (m := _PERIOD.search(title))), "")
    return named.strip() or "current"


def _sides(grid: Grid, first: int) -> tuple[int, int] | None:
    """Return the columns of debits and credits of a trial balance; None when it is none."""
    found: dict[str, int] = {}
    for place in _places(grid):
        shown = (grid.columns[place].shown(row) for row in range(first - 1, -1, -1))
        head = normalize(next((text for text in shown if text), ""))
        for side, words in (("debit", _DEBIT), ("credit", _CREDIT)):
            if head in words:
                found.setdefault(side, place)
    return (found["debit"], found["credit"]) if len(found) == 2 else None


def _balances(
    grid: Grid,
    names: Mapping[int, str | None],
    labels: Mapping[int, str],
    sides: tuple[int, int],
    period: str,
) -> list[_Line]:
    """Return a trial balance's accounts: a balance on its usual side is positive."""
    lines = []
    for row, label in labels.items():
        debit, credit = (_amount(grid, row, place) for place in sides)
        if debit is None and credit is None:
            continue
        net, name = (debit or 0.0) - (credit or 0.0), names[row]
        amount = -net if name in _CREDIT_LINES else net
        lines.append(_Line(name, label, amount + 0.0, row + 1, period, sides[0]))
    return lines


def _across(grid: Grid) -> list[_Line]:
    """Lines beside each other: a header of labels, below it a row a period."""
    for header in range(min(grid.rows, _DEPTH)):
        texts = {
            place: grid.columns[place].shown(header)
            for place in _places(grid)
            if grid.columns[place].kinds[header] == CellKind.TEXT
        }
        names = {place: canonical_line(text) for place, text in texts.items()}
        known = {name for name in names.values() if name}
        fewest = _fewest_across(texts, known)
        if len(known) >= fewest and "sku" not in texts.values():
            break
    else:
        return []
    period = next((place for place, text in texts.items() if _is_period(text)), None)
    lines = []
    for row in range(header + 1, min(grid.rows, header + _DEPTH)):
        amounts = {place: _amount(grid, row, place) for place in names if place != period}
        found = sum(amount is not None and names[p] is not None for p, amount in amounts.items())
        if found < min(fewest, _FEWEST_DOWN):
            continue
        label = grid.columns[period].shown(row) if period is not None else ""
        lines += [
            _Line(names[place], texts[place], amount, row + 1, label or "current", row)
            for place, amount in amounts.items()
            if amount is not None
        ]
    return lines


def _fewest_across(texts: Mapping[int, str], known: set[str]) -> int:
    """Return how many lines a header must name to be that of a statement.

    One that names a period and nothing but lines needs fewer than one with other columns; one in
    the schema's own names needs no more than a single line.
    """
    lines = [text for text in texts.values() if not _is_period(text)]
    if {"period", *lines} == set(texts.values()) <= set(TABLES["financials"].column_names):
        return 1
    if len(known & _TELLING) < _FEWEST_TELLING:
        return len(texts) + 1
    is_whole = len(lines) < len(texts) and all(canonical_line(line) for line in lines)
    return _FEWEST_DOWN if is_whole else _FEWEST_ACROSS


def _is_period(text: str) -> bool:
    return normalize(text) in _PERIOD_HEADERS


def _values(lines: Sequence[_Line], period: str) -> dict[str, float]:
    """Return canonical line -> amount of one period; parts add up where a line is split."""
    values: dict[str, float] = {}
    for name in dict.fromkeys(line.name for line in lines if line.name):
        mine = [line for line in lines if line.name == name and line.period == period]
        totals = [line for line in mine if _TOTAL.search(normalize(line.label))]
        if not mine:
            continue
        if totals or name not in _SUMMED:
            values[name] = (totals or mine)[0].amount
        else:
            values[name] = sum(line.amount for line in mine)
    # Expenses and allowances are printed with either sign; the schema has them positive.
    for name in ("cogs", "operating_expenses", "interest", "inventory_allowance"):
        if name in values:
            values[name] = abs(values[name])
    if values.get("tax_rate", 0.0) > 1:
        values["tax_rate"] /= 100
    return values


def _columns(lines: Sequence[_Line]) -> tuple[ColumnReading, ...]:
    by_label: dict[str, list[_Line]] = {}
    for line in lines:
        by_label.setdefault(line.label, []).append(line)
    return tuple(
        ColumnReading(
            label,
            same[0].name,
            _CONFIDENCE if same[0].name else 0.0,
            tuple(f"{line.amount:g}" for line in same[:5]),
        )
        for label, same in by_label.items()
    )


def _not_read(
    unknown: Sequence[_Line], file: str, sheet: str, *, set_aside: int
) -> tuple[Problem, ...]:
    if not unknown:
        return ()
    labels = list(dict.fromkeys(line.label for line in unknown))
    return (
        Problem(
            severity="note",
            file=file,
            sheet=sheet,
            row=min(line.row for line in unknown),
            column=None,
            found=", ".join(labels[:5]) + (" …" if len(labels) > 5 else ""),
            expected="a line of the table financials",
            repair="Nothing to do for sums of other lines; else rename the line or say what it is.",
            count=len(labels),
            set_aside=set_aside,
        ),
    )


def _set_aside(unknown: Sequence[_Line], rows: Sequence[int]) -> pd.DataFrame:
    first = {line.row: line for line in reversed(unknown)}
    return pd.DataFrame(
        [
            {
                "row": row,
                "line": first[row].label,
                "amount": first[row].amount,
                "problem": "not a line of the table financials",
            }
            for row in rows
        ]
    )


def _places(grid: Grid) -> range:
    return range(min(len(grid.columns), _WIDTH))


def _amount(grid: Grid, row: int, place: int) -> float | None:
    column = grid.columns[place]
    if column.kinds[row] == CellKind.NUMBER:
        return float(column.numbers[row])
    if column.kinds[row] == CellKind.TEXT:
        read = read_number(str(column.text(row)))
        if read is not None:
            return read.point / (100 if read.percent else 1)
    return None


def _busy_rows(grid: Grid) -> int:
    filled = np.zeros(grid.rows, dtype=bool)
    for column in grid.columns:
        filled |= column.kinds != CellKind.BLANK
    return int(filled.sum())
