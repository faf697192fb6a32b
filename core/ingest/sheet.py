"""One sheet from grid to canonical frame."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.ingest.asides import plainly_no_data, total_labels
from core.ingest.body import Body, realign, take_body, with_cells
from core.ingest.dates import DayOrder
from core.ingest.grid import Grid
from core.ingest.identities import find_products
from core.ingest.layout import Layout, find_layout
from core.ingest.loading import Source, left_out, load_rows
from core.ingest.mapping import Clues, match_sheet
from core.ingest.match import Match, SheetMatch
from core.ingest.profiles import Profile, profile
from core.ingest.reading import Correction, SheetReading, merge_corrections
from core.ingest.remembered import KnownLayout, recall
from core.ingest.statements import read_statement
from core.ingest.wide import Spread, find_spreads


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
    source = Source(grid, file, layout, with_cells(body, layout.names, cells), day_order)
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


def _lay_out(grid: Grid, header_row: int | None) -> tuple[Layout, Body]:
    layout = find_layout(grid, header_row)
    body = take_body(grid, layout)
    return realign(layout, body), body


def _read_parts(
    source: Source, hints: Sequence[str], chosen: Sequence[Correction]
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
        return (left_out(source, match),)
    parts = _parts(match, layout, profiles, clues, spreads, table)
    if len(parts) == 1:
        return (load_rows(source, *parts[0], totals),)
    readings = []
    for part, used in parts:
        name = str(part.table)
        correction = next((each for each in chosen if each.part == name), None)
        if correction is not None and correction.table is None:
            readings.append(replace(left_out(source, part), part=name))
            continue
        if correction is not None and correction.table != part.table:
            part = match_sheet(layout.names, profiles, clues, table=correction.table)  # noqa: PLW2901
        own = _corrected(part, layout, correction)
        readings.append(replace(load_rows(source, own, used, totals), part=name))
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
            taken = chosen & {found.canonical, found.candidate}
            columns.append(Match(None, 0.0) if taken else found)
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
