"""Reading the user's files on screen: read once for the same bytes and corrections."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from datetime import date

import pandas as pd
import streamlit as st

from core.book import Book
from core.charts.columns import heading
from core.demos import list_demos
from core.ingest import (
    ColumnReading,
    Correction,
    Reading,
    SheetReading,
    assemble,
    merge_corrections,
    read_files,
)
from core.policy import Framework, usual_framework
from core.schema import TABLES
from pages.parts import state
from pages.parts.widgets import plain

#: What a column or a sheet is when it is not used.
NOT_USED = "not used"

#: How many cells of a column are shown beside its name.
SAMPLES = 3


def read_upload(upload: state.Upload) -> Reading:
    """Read the files with the corrections made so far, with a bar for what takes long.

    Raises:
        UnusableInputError: nothing in them can be read.
    """
    key = _key(upload)
    # Always there: an element more or less would draw anew, and shut, whatever lies below it.
    place = st.empty()
    reading = state.kept_reading(key)
    if reading is not None:
        return reading
    bar = place.progress(0.0, "Reading your files …")
    try:
        reading = read_files(
            upload.files,
            corrections=upload.corrections,
            known=state.known_layouts(),
            day_order=upload.day_order,
            progress=lambda share, doing: bar.progress(share, plain(doing)),
        )
    finally:
        bar.empty()
    state.keep_reading(key, reading)
    return reading


def guess_book(upload: state.Upload, read: Reading) -> Book:
    """Return the Book that comes of the files as they are; raises UnusableInputError."""
    return _guess(_key(upload), user_today(), read)


def framework_to_offer(read: Reading) -> Framework:
    """Return the framework to offer: the user's own choice, else what goes with the currency.

    What a demo on screen reports under says nothing of the user's files.
    """
    loaded, chosen = state.loaded(), state.policy().framework
    demo = loaded.demo_id if loaded is not None else None
    shown = next((each.framework for each in list_demos() if each.id == demo), None)
    if shown != chosen:
        return chosen
    return usual_framework(next((sheet.currency for sheet in read.sheets if sheet.currency), None))


def _key(upload: state.Upload) -> str:
    """Return what tells one reading from any other."""
    said = repr((upload.corrections, upload.day_order, state.known_layouts()))
    digest = hashlib.sha256(said.encode())
    for file in upload.files:
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.content).digest())
    return digest.hexdigest()


@st.cache_resource(scope="session", max_entries=4, show_spinner=False)
def _guess(key: str, today: date, _read: Reading) -> Book:  # noqa: ARG001 - the cache key
    return assemble(_read, today=today)


def user_today() -> date:
    """Return the current day where the user sits, for stock lists that name none."""
    timezone = st.context.timezone
    return pd.Timestamp.now(tz=timezone or "UTC").date()


def sheet_label(sheet: SheetReading) -> str:
    """Name a sheet by its file and, where it has one, its own name; a part by its table too."""
    return " · ".join(part for part in (sheet.file, sheet.sheet, sheet.part) if part)


def all_known(read: Reading) -> bool:
    """Whether every sheet has a layout confirmed before, so that there is nothing to ask."""
    asked = [sheet for sheet in read.sheets if sheet.table != "financials"]
    return bool(asked) and all(sheet.recalled for sheet in asked)


def table_choices() -> list[str]:
    """Return what a sheet can be."""
    return [NOT_USED, *TABLES]


def column_choices(table: str | None) -> list[str]:
    """Return what a column of such a sheet can be; an inventory list holds items and stock."""
    if table is None:
        return [NOT_USED]
    tables = ("stock", "items") if table in ("stock", "items") else (table, "items")
    names = dict.fromkeys(name for each in tables for name in TABLES[each].column_names)
    return [NOT_USED, *names]


def column_label(canonical: str | float | bool) -> str:
    """Return how a meaning is called on screen."""
    return NOT_USED if canonical == NOT_USED else heading(str(canonical)).label


def table_help() -> dict[str, str]:
    """Return what each kind of sheet holds."""
    return {table.name: table.description for table in TABLES.values()}


def missing_columns(sheet: SheetReading) -> list[str]:
    """Return the columns that a sheet of its kind needs and none was found for.

    Units on hand may also be stated as available ones; wide sheets hold date and units in their
    headers, and a statement its periods, which no column names.
    """
    if sheet.table is None or sheet.table == "financials" or sheet.rows:
        return []
    found = {column.canonical for column in sheet.columns}
    if "available" in found:
        found.add("on_hand")
    return [name for name in TABLES[sheet.table].required if name not in found]


def _needed_first(sheet: SheetReading) -> list[ColumnReading]:
    """Return columns in the order in which they deserve a look: needed, used, not used."""
    needed = TABLES[sheet.table].required if sheet.table else ()
    rank = {True: 0, False: 1}
    return sorted(
        sheet.columns,
        key=lambda column: 2 if not column.canonical else rank[column.canonical in needed],
    )


def columns_frame(sheet: SheetReading) -> pd.DataFrame:
    """Return one row a column: its name, what it was taken for, how sure that is, some cells."""
    columns = _needed_first(sheet)
    return pd.DataFrame(
        {
            "source": [column.source for column in columns],
            "canonical": [column.canonical or NOT_USED for column in columns],
            "samples": [" · ".join(column.samples[:SAMPLES]) for column in columns],
            "confidence": [column.confidence if column.canonical else None for column in columns],
        }
    )


def candidates(sheet: SheetReading) -> list[ColumnReading]:
    """Return columns that are not used but could be; of columns sharing a name none."""
    named = Counter(column.source for column in sheet.columns)
    return [column for column in sheet.columns if column.candidate and named[column.source] == 1]


def chosen_column(sheet: SheetReading, source: str, canonical: str) -> Correction:
    """Return the correction that uses one column of a sheet as what the user says it is."""
    return Correction(sheet.file, sheet.sheet, sheet.table, None, {source: canonical}, sheet.part)


def correction_of(
    sheet: SheetReading, *, table: str, header_row: int | None, chosen: Mapping[str, str]
) -> Correction | None:
    """Return what the user changed about a sheet, or None when everything is as it was read.

    Args:
        sheet: as it was read.
        table: schema name or `NOT_USED`.
        header_row: 1-based, or None.
        chosen: column name in the sheet -> canonical name or `NOT_USED`.
    """
    wanted = None if table == NOT_USED else table
    named = Counter(column.source for column in sheet.columns)
    # Columns that share a name cannot be told apart, so they stay as they were read.
    columns = {
        column.source: None if name == NOT_USED else name
        for column in sheet.columns
        if named[column.source] == 1
        and (name := chosen.get(column.source, NOT_USED)) != (column.canonical or NOT_USED)
    }
    if wanted == sheet.table and header_row == sheet.header_row and not columns:
        return None
    return Correction(
        file=sheet.file,
        sheet=sheet.sheet,
        table=wanted,
        header_row=header_row if header_row != sheet.header_row else None,
        columns=columns,
        part=sheet.part,
    )


def merged(corrections: tuple[Correction, ...], new: Correction) -> tuple[Correction, ...]:
    """Add a correction to those made before; earlier choices of its sheet stay unless changed."""
    same = [each for each in corrections if (each.file, each.sheet) == (new.file, new.sheet)]
    others = tuple(each for each in corrections if each not in same)
    return (*others, *merge_corrections(same, [new]))
