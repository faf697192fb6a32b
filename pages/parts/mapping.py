"""One sheet of an upload as it was understood, for the user to confirm or correct."""

import dataclasses
import hashlib
from collections.abc import Sequence

import streamlit as st

from core.charts.columns import heading
from core.charts.formats import Formats
from core.ingest import SheetReading
from pages.parts import reading as parts
from pages.parts import state, widgets

#: Below this a guess deserves a look.
SURE = 0.75


def show_sheet(sheet: SheetReading, place: int) -> None:
    """Show one sheet as it was understood, and let the user change that."""
    label = widgets.plain(parts.sheet_label(sheet))
    what = f"**{sheet.table}**, {_rows(sheet.rows)}" if sheet.table else "**not used**"
    asked = len(parts.candidates(sheet))
    if asked:
        what += f", {Formats().count(asked, 'column')} to decide"
    missing = parts.missing_columns(sheet)
    unsure = sheet.table is None or missing or asked or sheet.table_confidence < SURE
    icon = ":material/help:" if unsure else ":material/check_circle:"
    key = f"{state.upload_round()}_{sheet.file}_{sheet.sheet}_{place}"
    # With a key of its own it stays open while what it says of the sheet changes.
    with st.expander(
        f"{label}: {what}",
        icon=icon,
        expanded=bool(missing and sheet.rows_set_aside),
        key=f"sheet_{key}",
    ):
        if missing:
            st.warning(_still_needed(sheet, missing))
        _ask(sheet, key)
        _offer_candidates(sheet, key)
        if sheet.table is not None:
            st.caption(
                f"{_rows(sheet.rows)} loaded, {sheet.rows_set_aside:,} set aside. "
                "Needed columns come first; Sure says how certain each guess is."
            )


def _offer_candidates(sheet: SheetReading, key: str) -> None:
    """Offer the guesses too weak to be used unasked, a button each."""
    offered = parts.candidates(sheet)
    if not offered:
        return
    st.caption("Not used, as the name says too little. One click uses a column as what it may be:")
    with st.container(horizontal=True, gap="small"):
        for column in offered:
            label = heading(str(column.candidate)).label
            st.button(
                f"Use {widgets.plain(column.source)} as {label}",
                icon=":material/add:",
                key=f"use_{key}_{column.source}",
                help=f"Some cells: {widgets.plain(' · '.join(column.samples[:3]))}",
                on_click=_use,
                args=(sheet, column.source, str(column.candidate)),
            )


def _use(sheet: SheetReading, source: str, canonical: str) -> None:
    """Take a candidate for what it may be; called before the page is drawn."""
    upload = state.upload()
    if upload is not None:
        chosen = parts.chosen_column(sheet, source, canonical)
        corrections = parts.merged(upload.corrections, chosen)
        state.set_upload(dataclasses.replace(upload, corrections=corrections))


def _rows(count: int) -> str:
    return Formats().count(count, "row")


def _still_needed(sheet: SheetReading, missing: Sequence[str]) -> str:
    """Say what keeps the rows of a sheet out, and both ways to bring them in."""
    if not sheet.rows_set_aside:
        return "There are no rows below the column names, so nothing was read."
    names = ", ".join(heading(name).label for name in missing)
    return (
        f"Still needed: {names}. Choose the column that holds it below; where none does, export a "
        "list that has it."
    )


def _ask(sheet: SheetReading, key: str) -> None:
    """Draw the choices of a sheet and apply what was changed."""
    left, right = st.columns(2)
    choices = parts.table_choices()
    table = left.selectbox(
        "This sheet is",
        choices,
        index=choices.index(sheet.table or parts.NOT_USED),
        key=f"table_{key}",
        help="\n".join(f"- **{name}**: {about}" for name, about in parts.table_help().items()),
    )
    row = right.number_input(
        "Row of the column names",
        min_value=0,
        value=sheet.header_row or 0,
        key=f"header_{key}",
        help="0 when the sheet has no column names.",
    )
    frame = parts.columns_frame(sheet)
    # Edits are kept by row: another reading needs another editor.
    shape = hashlib.sha256(repr(frame.to_numpy().tolist()).encode()).hexdigest()[:12]
    edited = st.data_editor(
        frame,
        column_config={
            "source": st.column_config.TextColumn("Column in your file", disabled=True),
            "canonical": st.column_config.SelectboxColumn(
                "Means",
                options=parts.column_choices(sheet.table),
                format_func=parts.column_label,
                required=True,
            ),
            "samples": st.column_config.TextColumn("Some cells", disabled=True),
            "confidence": st.column_config.ProgressColumn(
                "Sure", min_value=0, max_value=1, format="percent", width="small"
            ),
        },
        disabled=["source", "confidence", "samples"],
        hide_index=True,
        key=f"columns_{key}_{shape}",
    )
    chosen = dict(zip(edited["source"], edited["canonical"], strict=True))
    _apply(sheet, table, int(row), chosen)


def _apply(sheet: SheetReading, table: str, row: int, chosen: dict[str, str]) -> None:
    changed = parts.correction_of(
        sheet,
        table=table,
        header_row=row if sheet.header_row is not None or row else None,
        chosen=chosen,
    )
    upload = state.upload()
    if changed is not None and upload is not None:
        corrections = parts.merged(upload.corrections, changed)
        state.set_upload(dataclasses.replace(upload, corrections=corrections))
        st.rerun()
