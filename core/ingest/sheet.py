"""One sheet from grid to canonical frame."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow.compute as pc

from core.ingest.asides import Aside, plainly_no_data, rows_that_are_no_data, total_labels
from core.ingest.body import Body, realign, take_body, with_cells
from core.ingest.checks import Findings, check_values, note_grid
from core.ingest.dates import DayOrder
from core.ingest.frames import clean_frame, kind_of, sheet_locale, snapshot_day
from core.ingest.grid import CellKind, Grid
from core.ingest.hierarchy import carry_headings, closed_by_totals, headings, settle_details
from core.ingest.identities import find_products
from core.ingest.kinds import ADDITIVE
from core.ingest.layout import Layout, find_layout
from core.ingest.mapping import Clues, Match, SheetMatch, match_sheet
from core.ingest.packed import as_cells, unpack
from core.ingest.plausible import check_plausible
from core.ingest.profiles import Profile, profile
from core.ingest.reading import ColumnReading, Correction, SheetReading, merge_corrections
from core.ingest.remembered import KnownLayout, recall
from core.ingest.reshape import reshape
from core.ingest.statements import read_statement
from core.ingest.wide import Spread, find_spreads
from core.schema import TABLES

_SAMPLES, _SAMPLE_LENGTH = 5, 40
#: Attributes serve as filters; a column with more different values is no use as one.
_MOST_ATTRIBUTE_VALUES = 200
_QUANTITY = {"stock": "on_hand"}


def read_sheet(
    grid: Grid,
    *,
    file: str,
    hints: Sequence[str] = (),
    corrections: Sequence[Correction] = (),
    known: Sequence[KnownLayout] = (),
    day_order: DayOrder | None = None,
) -> tuple[SheetReading, ...]:
    """Understand one sheet; two readings when it holds stock and sales by period at once.

    Args:
        grid: its cells.
        file: name of the file, for messages.
        hints: names that speak for a table.
        corrections: what the user changed, one for each part of the sheet.
        known: layouts confirmed before; what the user changes now goes before them.
        day_order: how days such as 03/04/2025 are read; None to find it.
    """
    layout, body = _lay_out(grid, None)
    names = layout.names if layout.header_rows else ()
    recalled, drift = recall(names, known)
    remembered = [each.correction(file, grid.sheet, names) for each in recalled]
    chosen = merge_corrections(remembered, corrections)
    header_row = next((c.header_row for c in chosen if c.header_row is not None), None)
    if header_row is not None:
        layout, body = _lay_out(grid, header_row)
    cells = {place: text for c in chosen for place, text in c.cells.items()}
    source = _Source(grid, file, layout, with_cells(body, layout.names, cells), day_order)
    readings = _read_parts(source, hints, chosen)
    return tuple(
        replace(
            reading,
            names=names,
            chosen_header=header_row,
            recalled=bool(recalled) and drift is None,
            drift=drift,
        )
        for reading in readings
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Source:
    """What one sheet holds, before its columns are known."""

    grid: Grid
    file: str
    layout: Layout
    body: Body
    day_order: DayOrder | None


def _lay_out(grid: Grid, header_row: int | None) -> tuple[Layout, Body]:
    layout = find_layout(grid, header_row)
    body = take_body(grid, layout)
    return realign(layout, body), body


def _read_parts(
    source: _Source, hints: Sequence[str], chosen: Sequence[Correction]
) -> Sequence[SheetReading]:
    layout, body = source.layout, source.body
    whole = next((each for each in chosen if not each.part), None)
    if not chosen or any(each.table == "financials" for each in chosen):
        statement = read_statement(source.grid, file=source.file, layout=layout)
        if statement is not None:
            return (statement,)
    totals = total_labels(body.columns)
    data = ~plainly_no_data(body.columns, totals)
    profiles = [profile(column.take(data)) for column in body.columns]
    spreads = find_spreads(layout.names, profiles)
    clues = _clues(source.grid, body, layout, profiles, spreads, hints)
    table = whole.table if whole else None
    match = _corrected(match_sheet(layout.names, profiles, clues, table=table), layout, whole)
    if match.table is None or (whole is not None and whole.table is None):
        return (_left_out(source, match),)
    parts = _parts(match, layout, profiles, clues, spreads, table)
    if len(parts) == 1:
        return (_load(source, *parts[0], totals),)
    readings = []
    for part, used in parts:
        name = str(part.table)
        correction = next((each for each in chosen if each.part == name), None)
        if correction is not None and correction.table is None:
            readings.append(replace(_left_out(source, part), part=name))
            continue
        if correction is not None and correction.table != part.table:
            part = match_sheet(layout.names, profiles, clues, table=correction.table)  # noqa: PLW2901
        own = _corrected(part, layout, correction)
        readings.append(replace(_load(source, own, used, totals), part=name))
    return readings


def _clues(
    grid: Grid,
    body: Body,
    layout: Layout,
    profiles: Sequence[Profile],
    spreads: Sequence[Spread],
    hints: Sequence[str],
) -> Clues:
    return Clues(
        hints=[hint for hint in (grid.sheet, *hints, *layout.titles) if hint],
        wide={position: spread.role for spread in spreads for position in spread.positions},
        wide_dates=any(spread.periods or spread.backs for spread in spreads),
        products=find_products(body.columns, profiles),
        named=bool(layout.header_rows),
        saved=float(grid.notes.get("modified", np.nan)),
    )


def _corrected(match: SheetMatch, layout: Layout, correction: Correction | None) -> SheetMatch:
    """Put the user's columns in place of the guessed ones."""
    if correction is None or not correction.columns:
        return match
    chosen = {name for name in correction.columns.values() if name}
    columns = []
    for name, found in zip(layout.names, match.columns, strict=True):
        if name in correction.columns:
            canonical = correction.columns[name]
            columns.append(Match(canonical, 1.0, canonical))
        else:
            columns.append(Match(None, 0.0) if found.canonical in chosen else found)
    return SheetMatch(match.table, match.confidence, tuple(columns))


def _parts(
    match: SheetMatch,
    layout: Layout,
    profiles: Sequence[Profile],
    clues: Clues,
    spreads: Sequence[Spread],
    table: str | None,
) -> list[tuple[SheetMatch, Sequence[Spread]]]:
    """Split a list with stock and with sales by period into one reading for each."""
    if not clues.wide_dates or table is not None:
        return [(match, spreads)]
    plain = replace(clues, wide=dict.fromkeys(clues.wide or {}, "other"), wide_dates=False)
    stock = match_sheet(layout.names, profiles, plain, table="stock")
    if not any(found.canonical in ("on_hand", "available") for found in stock.columns):
        return [(match, spreads)]
    sold = match_sheet(layout.names, profiles, clues, table="sales")
    shared = {"sku", "description", "barcode", "variant", "location"}
    period = {position for spread in spreads for position in spread.positions}
    sales = [
        found if index in period or found.canonical in shared else Match(None, 0.0)
        for index, found in enumerate(sold.columns)
    ]
    return [(stock, ()), (SheetMatch("sales", sold.confidence, tuple(sales)), spreads)]


def _load(
    source: _Source,
    match: SheetMatch,
    spreads: Sequence[Spread],
    totals: Sequence[Sequence[int]],
) -> SheetReading:
    """Clean, reshape and check the rows of a sheet whose columns are known."""
    layout, body = source.layout, source.body
    table = str(match.table)
    findings = Findings(source.file, source.grid.sheet)
    note_grid(source.grid, findings)
    aside = _aside(body, layout, match, spreads, totals)
    labels = _labels(body, aside)
    kept = body.take(~aside.mask)
    locale = sheet_locale(kept, match, source.day_order)
    frame, currency = clean_frame(kept, layout, match, locale, findings)
    closed = closed_by_totals(body, labels)
    frame = carry_headings(frame, labels, findings, closed=closed)
    frame = settle_details(frame, _QUANTITY.get(table, ""), findings)
    sums = frame.index[frame["is_sum"]].to_numpy()
    frame = frame.drop(columns="is_sum")
    shaped = reshape(frame, kept, layout.names, match, spreads, locale, findings)
    aside.report(body.rows, findings)
    reasons = dict(zip(body.rows[aside.mask], aside.reasons[aside.mask], strict=True))
    reasons |= dict.fromkeys(sums, "the sum of the rows of its item")
    sources = {
        m.canonical: name
        for m, name in zip(match.columns, layout.names, strict=True)
        if m.canonical is not None
    }
    reasons |= _incomplete(shaped, table, sources, findings)
    shaped = shaped[~shaped.index.isin(list(reasons))]
    check_values(shaped, table, sources, findings)
    check_plausible(shaped, sources, findings)
    out = np.isin(body.rows, list(reasons))
    marks = _marks(findings)
    return SheetReading(
        file=source.file,
        sheet=source.grid.sheet,
        table=table,
        table_confidence=match.confidence,
        header_row=layout.header_rows[-1] + 1 if layout.header_rows else None,
        columns=column_readings(layout, match, body),
        frame=shaped,
        attributes=_attributes(kept, layout, match, shaped),
        rows=int((~out).sum()),
        rows_set_aside=int(out.sum()),
        sums={name: float(shaped[name].sum()) for name in shaped.columns if name in ADDITIVE},
        problems=tuple(findings.problems),
        set_aside=_set_aside(body, layout, out, reasons),
        as_of=layout.as_of or snapshot_day(kept, layout, match),
        currency=currency or layout.currency or None,
        frequency=next((spread.frequency for spread in spreads if spread.backs), ""),
        marks=marks,
        unmarked=findings.unmarked,
        flagged=_user_rows(body, layout, np.isin(body.rows, marks["row"].unique())),
        ambiguous_days=findings.ambiguous_days,
    )


def _aside(
    body: Body,
    layout: Layout,
    match: SheetMatch,
    spreads: Sequence[Spread],
    totals: Sequence[Sequence[int]],
) -> Aside:
    keys = [
        i for i, m in enumerate(match.columns) if m.canonical in ("sku", "description", "barcode")
    ]
    numbers = [
        i
        for i, m in enumerate(match.columns)
        if m.canonical and kind_of(m.canonical, match.table) in ("units", "money")
    ]
    spread = {position for each in spreads for position in each.positions}
    places = sorted(spread | set(numbers))
    return rows_that_are_no_data(body.columns, layout.names, keys, places, totals)


def _labels(body: Body, aside: Aside) -> pd.Series:
    """Return texts alone in their row by row number: headings, or a footer below the data."""
    texts = headings(body)
    is_heading = np.asarray(aside.reasons == Aside.HEADING, dtype=bool)
    data = np.flatnonzero(~aside.mask)
    last = data[-1] if len(data) else -1
    is_heading &= np.arange(len(texts)) < last
    return pd.Series(texts[is_heading], index=body.rows[is_heading], dtype="object")


def column_readings(layout: Layout, match: SheetMatch, body: Body) -> tuple[ColumnReading, ...]:
    """Describe every column up to the last one that has a name."""
    readings = []
    last = max((index for index, name in enumerate(layout.names) if name), default=-1)
    for index in range(last + 1):
        column, found = body.columns[index], match.columns[index]
        filled = np.flatnonzero(column.kinds != CellKind.BLANK)[:_SAMPLES]
        samples = tuple(column.shown(int(row)).strip()[:_SAMPLE_LENGTH] for row in filled)
        readings.append(
            ColumnReading(layout.names[index], found.canonical, found.confidence, samples)
        )
    return tuple(readings)


def _left_out(source: _Source, match: SheetMatch) -> SheetReading:
    """Describe a sheet that is no table of the schema; nothing of it is loaded."""
    layout, body = source.layout, source.body
    findings = Findings(source.file, source.grid.sheet)
    if len(body.rows):
        findings.add(
            "note",
            found="no stock, items, sales or other table that is known",
            expected="a list with one row an item",
            repair="Say which table it is, or leave it out.",
            count=len(body.rows),
        )
    blank = SheetMatch(None, 0.0, tuple(Match(None, 0.0) for _ in match.columns))
    return SheetReading(
        file=source.file,
        sheet=source.grid.sheet,
        table=None,
        table_confidence=0.0,
        header_row=layout.header_rows[-1] + 1 if layout.header_rows else None,
        columns=column_readings(layout, blank, body),
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


def _incomplete(
    frame: pd.DataFrame, table: str, sources: Mapping[str, str], findings: Findings
) -> dict[int, str]:
    """Return rows without an item or without a required cell, with the reason; report them."""
    nameless = np.unique(frame.index[frame["sku"].isna()].to_numpy())
    if len(nameless):
        findings.add(
            "blocker" if len(nameless) == frame.index.nunique() else "warning",
            rows=nameless,
            set_aside=len(nameless),
            column=sources.get("sku", "sku"),
            found="no item",
            expected="an item number, barcode or name",
            repair="Name the item in these rows and upload again; they were not loaded.",
        )
    reasons: dict[int, str] = dict.fromkeys(nameless.tolist(), "names no item")
    for name, missing in _missing_required(frame, table).items():
        rows = [row for row in missing.tolist() if row not in reasons]
        if rows:
            findings.add(
                "blocker" if len(rows) == frame.index.nunique() else "warning",
                rows=rows,
                set_aside=len(rows),
                column=sources.get(name, name),
                found=f"no {name}",
                expected=f"every row of {table} to have one",
                repair="Fill in these cells and upload again; the rows were not loaded.",
            )
            reasons |= dict.fromkeys(rows, f"has no {name}")
    return reasons


def _missing_required(frame: pd.DataFrame, table: str) -> Mapping[str, npt.NDArray[np.int64]]:
    """Return rows that lack a required cell; stock without a quantity stays, as an item."""
    missing: dict[str, npt.NDArray[np.int64]] = {}
    for name in TABLES[table].required:
        replaced = {"date": {"periods_back", "due_date"}, "units": {"revenue"}, "sku": {"sku"}}
        if name in ("sku", "on_hand") or replaced.get(name, set()) & set(frame.columns):
            continue
        if table == "sales" and name == "date" and name not in frame:
            continue
        lacking = frame.index[frame[name].isna()] if name in frame else frame.index
        missing[name] = np.unique(lacking.to_numpy())
    return missing


def _attributes(
    body: Body, layout: Layout, match: SheetMatch, shaped: pd.DataFrame
) -> pd.DataFrame:
    """Keep columns the schema does not know, with the sku of their row, for filters."""
    none = pd.DataFrame({"sku": pd.Series(dtype="str")})
    if shaped.empty:
        return none
    skus = shaped["sku"][~shaped.index.duplicated()]
    loaded = np.isin(body.rows, skus.index)
    columns: dict[str, object] = {"sku": skus.to_numpy()}
    own = {*TABLES["items"].column_names, *TABLES[str(match.table)].column_names}
    for index, found in enumerate(match.columns):
        name = layout.names[index]
        if not name or name in columns or found.canonical in own:
            continue
        texts = body.columns[index].take(loaded).as_text()
        if 0 < pc.count_distinct(texts).as_py() <= _MOST_ATTRIBUTE_VALUES:
            columns[name] = as_cells(texts)
    return pd.DataFrame(columns) if len(columns) > 1 else none


def _set_aside(
    body: Body, layout: Layout, out: npt.NDArray[np.bool_], reasons: Mapping[int, str]
) -> pd.DataFrame:
    rows = _user_rows(body, layout, out)
    return rows.assign(problem=[reasons[int(row)] for row in rows["row"]])


def _user_rows(body: Body, layout: Layout, chosen: npt.NDArray[np.bool_]) -> pd.DataFrame:
    """Return rows as they stand in the user's sheet, every cell as text, with "row"."""
    positions = np.flatnonzero(chosen)
    data: dict[str, object] = {"row": body.rows[positions]}
    for index, name in enumerate(layout.names):
        label = name if name and name not in ("row", "problem") else f"column {index + 1}"
        column = body.columns[index].take(positions)
        texts = unpack(column.as_text())
        texts[column.kinds == CellKind.BLANK] = ""
        texts[column.kinds == CellKind.ERROR] = "#ERROR"
        data[label] = texts
    return pd.DataFrame(data)


def _marks(findings: Findings) -> pd.DataFrame:
    """Return each cell that needs attention once, with all that is wrong with it."""
    marks = pd.DataFrame(findings.marks, columns=["row", "column", "problem"])
    return marks.drop_duplicates(ignore_index=True)
