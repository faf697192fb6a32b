"""Rows of a sheet whose columns are known: cleaned, reshaped, checked, and accounted for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow.compute as pc

from core.ingest.asides import Aside, rows_that_are_no_data
from core.ingest.body import Body
from core.ingest.checks import Findings, check_values, note_grid
from core.ingest.dates import DayOrder
from core.ingest.frames import clean_frame, kind_of, sheet_locale, snapshot_day
from core.ingest.grid import CellKind, Grid
from core.ingest.hierarchy import carry_headings, closed_by_totals, headings, settle_details
from core.ingest.kinds import ADDITIVE, KEYS
from core.ingest.layout import Layout
from core.ingest.match import Match, SheetMatch
from core.ingest.packed import as_cells, unpack
from core.ingest.plausible import check_plausible
from core.ingest.reading import ColumnReading, SheetReading
from core.ingest.reshape import reshape
from core.ingest.wide import Spread
from core.schema import TABLES

_SAMPLES, _SAMPLE_LENGTH = 5, 40
#: Attributes serve as filters; a column with more different values is no use as one.
_MOST_ATTRIBUTE_VALUES = 200
_QUANTITY = {"stock": "on_hand"}


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """What one sheet holds, before its columns are known."""

    grid: Grid
    file: str
    layout: Layout
    body: Body
    day_order: DayOrder | None


def load_rows(
    source: Source,
    match: SheetMatch,
    spreads: Sequence[Spread],
    totals: Sequence[Sequence[int]],
) -> SheetReading:
    """Clean, reshape and check the rows of a sheet whose columns are known.

    Args:
        source: the sheet.
        match: its table and what each column is.
        spreads: measures that lie over several columns.
        totals: what `total_labels` found in its columns.
    """
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
            ColumnReading(
                layout.names[index],
                found.canonical,
                found.confidence,
                samples,
                found.candidate if samples else None,
            )
        )
    return tuple(readings)


def left_out(source: Source, match: SheetMatch) -> SheetReading:
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
    if len(nameless) and not KEYS & sources.keys():
        findings.add(
            "blocker",
            rows=nameless,
            set_aside=len(nameless),
            found="no column that names the items",
            expected="a column of item numbers, barcodes or names",
            repair="Choose the column that names the item; until then no row is loaded.",
        )
    elif len(nameless):
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
        if rows and name not in sources and len(missing) == frame.index.nunique():
            findings.add(
                "blocker",
                rows=rows,
                set_aside=len(rows),
                found=f"no column of {name.replace('_', ' ')}",
                expected=f"{table} to have one",
                repair="Choose the column that holds it; until then no row is loaded.",
            )
        elif rows:
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
