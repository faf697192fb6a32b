"""One sheet from grid to canonical frame."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.ingest.cells import Cleaned, Locale, clean, looks_like_hours
from core.ingest.checks import Aside, Findings, check_values, rows_that_are_no_data
from core.ingest.grid import CellKind, Grid, GridColumn
from core.ingest.layout import Layout, find_layout
from core.ingest.mapping import Match, SheetMatch, match_sheet
from core.ingest.numbers import decimal_votes
from core.ingest.profile import Profile, profile
from core.ingest.reading import ColumnReading, Correction, SheetReading
from core.ingest.reshape import reshape
from core.ingest.vertical import read_vertical
from core.ingest.wide import Spread, find_spreads
from core.schema import TABLES, Column, Kind

_SAMPLES = 5
_SAMPLE_LENGTH = 40
#: Columns whose totals mean something.
ADDITIVE = frozenset(
    ["on_hand", "committed", "available", "on_order", "stock_value", "units", "revenue", "amount", "counted"]
)
_ATTRIBUTE_VALUES = 200


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """The data rows of a sheet without blank rows.

    Attributes:
        columns: one GridColumn a column.
        rows: row number of each row in the user's sheet, 1-based.
    """

    columns: tuple[GridColumn, ...]
    rows: npt.NDArray[np.int64]


def read_sheet(
    grid: Grid, *, file: str, hints: Sequence[str] = (), correction: Correction | None = None
) -> SheetReading:
    """Understand one sheet.

    Args:
        grid: its cells.
        file: name of the file, for messages.
        hints: names that speak for a table.
        correction: what the user changed.
    """
    findings = Findings(file, grid.sheet)
    layout = find_layout(grid, correction.header_row if correction else None)
    body = take_body(grid, layout)
    vertical = read_vertical(grid, file=file, layout=layout)
    if vertical is not None and correction is None:
        return vertical
    profiles = [profile(column) for column in body.columns]
    spreads = find_spreads(layout.names, profiles)
    match = _match(layout, profiles, spreads, (grid.sheet, *hints, *layout.titles), correction)
    columns = _column_readings(layout, match, body)
    if match.table is None or (correction is not None and correction.table is None):
        return _left_out(grid, file, layout, columns, body)
    _note_grid(grid, findings)
    aside = _aside(body, layout, match)
    kept = Body(tuple(column.take(~aside.mask) for column in body.columns), body.rows[~aside.mask])
    frame, currency = _clean_frame(kept, layout, match, findings)
    shaped = reshape(frame, kept, layout.names, match, spreads, findings)
    keyless = shaped["sku"].isna().to_numpy() if len(shaped) else np.zeros(0, dtype=bool)
    _report_aside(aside, body, findings)
    no_key = np.unique(shaped.index[keyless].to_numpy()) if keyless.any() else np.zeros(0, np.int64)
    if len(no_key):
        findings.add(
            "warning", rows=no_key, set_aside=len(no_key), column="sku", found="no item",
            expected="an item number, barcode or name",
            repair="Name the item in these rows and upload again; they were not loaded.",
        )  # fmt: skip
        shaped = shaped[~keyless]
    needed = _missing_required(shaped, match.table)
    if len(needed):
        findings.add(
            "warning", rows=needed, set_aside=len(needed), found="a required cell without a value",
            expected=f"every {match.table} row to have {', '.join(TABLES[match.table].required)}",
            repair="Fill in these rows and upload again; they were not loaded.",
        )  # fmt: skip
        shaped = shaped[~shaped.index.isin(needed)]
    sources = {
        m.canonical: layout.names[i] for i, m in enumerate(match.columns) if m.canonical is not None
    }
    check_values(shaped, match.table, sources, findings)
    out = aside.mask | np.isin(body.rows, np.concatenate([no_key, needed]))
    return SheetReading(
        file=file,
        sheet=grid.sheet,
        table=match.table,
        table_confidence=match.confidence,
        header_row=layout.header_rows[-1] + 1 if layout.header_rows else None,
        columns=columns,
        frame=shaped,
        attributes=_attributes(kept, layout, match, shaped),
        rows=int((~out).sum()),
        rows_set_aside=int(out.sum()),
        sums=_sums(shaped),
        problems=tuple(findings.problems),
        set_aside=_set_aside(body, layout, out, aside, no_key),
        as_of=layout.as_of or _snapshot_day(kept, layout, match),
        currency=currency or layout.currency or None,
        frequency=next((spread.frequency for spread in spreads if spread.backs), ""),
    )


def take_body(grid: Grid, layout: Layout) -> Body:
    """Cut the data rows out of a sheet, blank rows left out."""
    columns = [column.slice(layout.first_row, grid.rows) for column in grid.columns]
    rows = max(grid.rows - layout.first_row, 0)
    filled = np.zeros(rows, dtype=bool)
    for column in columns:
        filled |= column.kinds != CellKind.BLANK
    positions = np.flatnonzero(filled)
    numbers = positions + layout.first_row + 1
    return Body(tuple(column.take(positions) for column in columns), numbers)


def _match(
    layout: Layout,
    profiles: list[Profile],
    spreads: tuple[Spread, ...],
    hints: Sequence[str],
    correction: Correction | None,
) -> SheetMatch:
    wide = {position: spread.role for spread in spreads for position in spread.positions}
    match = match_sheet(
        layout.names,
        profiles,
        hints=hints,
        wide=wide,
        wide_dates=any(spread.periods or spread.backs for spread in spreads),
        table=correction.table if correction else None,
    )
    if correction is None or not correction.columns:
        return match
    columns = list(match.columns)
    chosen = {name for name in correction.columns.values() if name}
    for index, name in enumerate(layout.names):
        if name in correction.columns:
            canonical = correction.columns[name]
            columns[index] = Match(canonical, 1.0, canonical)
        elif columns[index].canonical in chosen and index not in wide:
            columns[index] = Match(None, 0.0)
    return SheetMatch(match.table, match.confidence, tuple(columns))


def _column_readings(layout: Layout, match: SheetMatch, body: Body) -> tuple[ColumnReading, ...]:
    readings = []
    for index, (name, found) in enumerate(zip(layout.names, match.columns, strict=True)):
        column = body.columns[index]
        filled = np.flatnonzero(column.kinds != CellKind.BLANK)[:_SAMPLES]
        if not name and not len(filled):
            continue
        samples = tuple(column.shown(int(row)).strip()[:_SAMPLE_LENGTH] for row in filled)
        readings.append(ColumnReading(name, found.canonical, found.confidence, samples))
    return tuple(readings)


def _left_out(
    grid: Grid,
    file: str,
    layout: Layout,
    columns: tuple[ColumnReading, ...],
    body: Body,
) -> SheetReading:
    """Describe a sheet that is no table of the schema; nothing of it is loaded."""
    findings = Findings(file, grid.sheet)
    if len(body.rows):
        findings.add(
            "note",
            found="no stock, items, sales or other table that is known",
            expected="a list with one row an item",
            repair="Say which table it is, or leave it out.",
            count=len(body.rows),
        )
    return SheetReading(
        file=file,
        sheet=grid.sheet,
        table=None,
        table_confidence=0.0,
        header_row=layout.header_rows[-1] + 1 if layout.header_rows else None,
        columns=columns,
        frame=pd.DataFrame(),
        attributes=pd.DataFrame(),
        rows=0,
        rows_set_aside=0,
        sums={},
        problems=tuple(findings.problems),
        set_aside=pd.DataFrame(),
        as_of=layout.as_of,
        currency=layout.currency or None,
    )


_NOTES = {
    "hidden_rows": (
        "rows hidden in the workbook",
        "They were read too; delete what should not count.",
    ),
    "hidden_columns": ("columns hidden in the workbook", "They were read too."),
    "sheet_hidden": ("a hidden sheet", "It was read too; leave it out if it should not count."),
    "errors": (
        "cells with an error such as #N/A",
        "They count as missing, not as zero; repair the formulas.",
    ),
    "formulas_without_value": (
        "formulas without a saved result",
        "They count as missing; open the file in a spreadsheet program, save it, upload it again.",
    ),
    "control_characters": ("control characters in the text", "They were removed."),
    "ragged_rows": (
        "rows with more fields than the header",
        "Check whether a separator stands inside a text.",
    ),
    "recovered": ("a damaged workbook", "What could be recovered was read; compare the totals."),
}


def _note_grid(grid: Grid, findings: Findings) -> None:
    for note, count in grid.notes.items():
        if count:
            found, repair = _NOTES[note]
            findings.add(
                "warning" if note in ("errors", "formulas_without_value", "recovered") else "note",
                found=found, expected="none", repair=repair, count=count,
            )  # fmt: skip


def _aside(body: Body, layout: Layout, match: SheetMatch) -> Aside:
    keys = [
        i for i, m in enumerate(match.columns) if m.canonical in ("sku", "description", "barcode")
    ]
    numbers = [
        i for i, m in enumerate(match.columns)
        if m.canonical and kind_of(m.canonical, match.table) in ("units", "money")
    ]  # fmt: skip
    return rows_that_are_no_data(body.columns, layout.names, keys, numbers)


def kind_of(canonical: str, table: str | None) -> Kind:
    """Return the kind of a canonical column as `table`, or else any other table, declares it."""
    for name in (table, "items", "stock", *TABLES):
        if name is None:
            continue
        column: Column
        for column in TABLES[name].columns:
            if column.name == canonical:
                return column.kind
    return "text"


def sheet_locale(body: Body, layout: Layout, match: SheetMatch) -> Locale:
    """Find how the sheet writes numbers, from all its number columns together."""
    votes = {".": 0, ",": 0}
    for index, found in enumerate(match.columns):
        if found.canonical is None or kind_of(found.canonical, match.table) in ("text", "flag"):
            continue
        column = body.columns[index]
        texts = column.texts[column.kinds == CellKind.TEXT]
        if kind_of(found.canonical, match.table) != "date":
            for mark, count in decimal_votes(texts[:500]).items():
                votes[mark] += count
    decimal = "," if votes[","] > votes["."] else "."
    return Locale(decimal, "dmy" if decimal == "," else "mdy")


def _clean_frame(
    body: Body, layout: Layout, match: SheetMatch, findings: Findings
) -> tuple[pd.DataFrame, str]:
    """Clean every mapped column that is not spread; join the ones that share a name."""
    locale = sheet_locale(body, layout, match)
    values: dict[str, npt.NDArray[np.generic]] = {}
    currencies: dict[str, int] = {}
    for index, found in enumerate(match.columns):
        if found.canonical is None:
            continue
        name = layout.names[index]
        kind = kind_of(found.canonical, match.table)
        cleaned = clean(body.columns[index], kind, locale)
        _report(cleaned, body, index, name, kind, findings)
        if cleaned.currency:
            currencies[cleaned.currency] = currencies.get(cleaned.currency, 0) + 1
        new = cleaned.values
        if found.canonical == "lead_time_days" and looks_like_hours(np.asarray(new, dtype=float)):
            new = np.asarray(new, dtype=float) / 24
            findings.add(
                "warning", column=name, found="whole multiples of 24", expected="days",
                repair="They were read as hours; correct the column if they are days.",
            )  # fmt: skip
        if found.canonical in values and kind == "text":
            new = _joined(values[found.canonical], new)
        elif found.canonical in values:
            continue
        values[found.canonical] = new
    currency = max(currencies, key=lambda code: currencies[code]) if currencies else ""
    currency = currency or _currency_column(body, layout)
    return pd.DataFrame(values, index=pd.Index(body.rows, name="row")), currency


def _joined(
    first: npt.NDArray[np.generic], second: npt.NDArray[np.generic]
) -> npt.NDArray[np.object_]:
    pairs = zip(first, second, strict=True)
    return np.array([" / ".join(str(x) for x in pair if x) or None for pair in pairs], dtype=object)


def _currency_column(body: Body, layout: Layout) -> str:
    from core.ingest.headers import header_roles
    from core.ingest.numbers import ISO_CURRENCIES

    for index, name in enumerate(layout.names):
        if header_roles(name).get("currency", 0) > 0.8:
            codes = pd.Series(body.columns[index].texts).dropna().str.strip().str.upper()
            codes = codes[codes.isin(ISO_CURRENCIES)]
            if len(codes):
                return str(codes.mode().iloc[0])
    return ""


def _report(
    cleaned: Cleaned, body: Body, index: int, name: str, kind: Kind, findings: Findings
) -> None:
    if cleaned.unreadable.any():
        rows = body.rows[cleaned.unreadable]
        first = body.columns[index].shown(int(np.argmax(cleaned.unreadable)))
        findings.add(
            "warning", rows=rows, column=name, found=repr(first[:_SAMPLE_LENGTH]),
            expected="a day" if kind == "date" else "yes or no" if kind == "flag" else "a number",
            repair="Correct these cells; they count as missing, not as zero.",
        )  # fmt: skip
    if cleaned.errors.any() and kind != "text":
        findings.add(
            "warning", rows=body.rows[cleaned.errors], column=name, found="an error such as #N/A",
            expected="a value", repair="Repair the formula; the cell counts as missing, not as zero.",
        )  # fmt: skip
    if cleaned.ambiguous:
        found, choice = (
            ("days that could be read day-month or month-day", "the order")
            if kind == "date"
            else ("numbers such as 1.234 that could be thousands or decimals", "the decimal mark")
        )
        findings.add(
            "warning", column=name, found=found, expected=f"one cell that settles {choice}",
            repair=f"Compare the column with your system; correct {choice} if it is wrong.",
            count=cleaned.ambiguous,
        )  # fmt: skip


def _report_aside(aside: Aside, body: Body, findings: Findings) -> None:
    for reason in sorted(set(aside.reasons[aside.mask])):
        rows = body.rows[aside.reasons == reason]
        findings.add(
            "note", rows=rows, set_aside=len(rows), found=str(reason), expected="one row an item",
            repair="Nothing to do if that is so; the rows are listed among those set aside.",
        )  # fmt: skip


def _missing_required(frame: pd.DataFrame, table: str) -> npt.NDArray[np.int64]:
    """Return sheet rows that lack a required cell; stock without a quantity stays as an item."""
    missing = pd.Series(data=False, index=frame.index)
    for name in TABLES[table].required:
        if name in ("sku", "on_hand"):
            continue
        if name == "units" and "revenue" in frame:
            continue
        if name in frame:
            missing |= frame[name].isna()
        elif not (name == "date" and ("periods_back" in frame or "due_date" in frame)):
            missing |= True
    return np.unique(frame.index[missing].to_numpy())


def _sums(frame: pd.DataFrame) -> Mapping[str, float]:
    return {name: float(frame[name].sum()) for name in frame.columns if name in ADDITIVE}


def _snapshot_day(body: Body, layout: Layout, match: SheetMatch) -> dt.date | None:
    """Return the day of a snapshot column that says the same on most rows."""
    from core.ingest.headers import header_roles

    for index, name in enumerate(layout.names):
        if (
            match.columns[index].canonical is None
            and header_roles(name).get("snapshot_date", 0) > 0.8
        ):
            days = pd.Series(clean(body.columns[index], "date", Locale()).values).dropna()
            if len(days) and days.nunique() <= 3:
                latest: dt.date = days.max().date()
                return latest
    return None


def _attributes(
    body: Body, layout: Layout, match: SheetMatch, shaped: pd.DataFrame
) -> pd.DataFrame:
    """Keep columns the schema does not know, with the sku of their row, for filters."""
    unmapped = {
        layout.names[index]: body.columns[index].as_text()
        for index, found in enumerate(match.columns)
        if found.canonical is None and layout.names[index]
    }
    if not unmapped or shaped.empty:
        return pd.DataFrame({"sku": pd.Series(dtype="str")})
    skus = shaped["sku"][~shaped.index.duplicated()]
    frame = pd.DataFrame(unmapped, index=body.rows)
    frame = frame.loc[frame.index.isin(skus.index)]
    few = [
        name
        for name in frame
        if frame[name].nunique() <= _ATTRIBUTE_VALUES and frame[name].notna().any()
    ]
    return frame[few].assign(sku=skus.reindex(frame.index))[
        ["sku", *[n for n in few if n != "sku"]]
    ]


def _set_aside(
    body: Body,
    layout: Layout,
    out: npt.NDArray[np.bool_],
    aside: Aside,
    no_key: npt.NDArray[np.int64],
) -> pd.DataFrame:
    positions = np.flatnonzero(out)
    data: dict[str, object] = {"row": body.rows[positions]}
    for index, name in enumerate(layout.names):
        label = name or f"column {index + 1}"
        while label in data:
            label += " "
        data[label] = [body.columns[index].shown(int(row)) for row in positions]
    data["problem"] = [
        aside.reasons[row]
        or ("names no item" if body.rows[row] in no_key else "a required cell is missing")
        for row in positions
    ]
    return pd.DataFrame(data)
