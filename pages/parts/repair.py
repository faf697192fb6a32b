"""Problems mended on screen: the order of day and month, and single cells of the user's rows."""

import dataclasses
from typing import get_args

import pandas as pd
import streamlit as st

from core.book import Book
from core.charts.formats import Formats
from core.ingest import Correction, DayOrder, Reading, SheetReading
from core.report import marked_workbook, rows_to_repair
from pages.parts import reading as parts
from pages.parts import state, widgets

_ORDERS: dict[str, str] = {"dmy": "day first (31/12)", "mdy": "month first (12/31)"}

#: Columns of a row that are shown for repair: the concerned ones first.
_MOST_COLUMNS = 14
#: Rows of a sheet that can be mended on screen; more travel to the browser too slowly.
MOST_ROWS = 500


def ask_day_order(read: Reading) -> None:
    """Ask once how days such as 03/04/2025 are read, when nothing in the files decides."""
    upload = state.upload()
    days = sum(sheet.ambiguous_days for sheet in read.sheets)
    if upload is None or not (days or upload.day_order):
        return
    cells = f"{days:,} days" if days else "Days"
    chosen = st.segmented_control(
        f"{cells} such as 03/04/2025 are written",
        get_args(DayOrder),
        default=upload.day_order,
        format_func=lambda order: _ORDERS[order],
        key=f"day_order_{state.upload_round()}",
        help="Nothing in your files settles it. The answer goes for all of them.",
    )
    if chosen != upload.day_order:
        state.set_upload(dataclasses.replace(upload, day_order=chosen))
        st.rerun()


def offer(read: Reading, book: Book | None = None) -> None:
    """Offer the rows that need attention: to mend here, or as a workbook with marked cells.

    Args:
        read: the files as they were read.
        book: what comes of them, None where nothing comes of them yet.
    """
    concerned = [sheet for sheet in read.sheets if len(sheet.flagged)]
    if not concerned:
        return
    rows = sum(len(sheet.flagged) for sheet in concerned)
    with st.expander(
        f"Mend cells here ({Formats().count(rows, 'row')})",
        icon=":material/edit:",
        key="mend",
    ):
        st.caption(
            "Write what a cell should have said; the files themselves are not changed. For more, "
            "correct the export and drop it again."
        )
        for place, sheet in enumerate(concerned):
            st.text(parts.sheet_label(sheet))
            if len(sheet.flagged) > MOST_ROWS:
                st.caption(
                    f"The first {MOST_ROWS:,} of {len(sheet.flagged):,} rows; the workbook below "
                    "holds all of them. So many are best mended in the system they come from."
                )
            _edit(sheet, place)
    st.download_button(
        "My rows with the cells marked",
        data=lambda: marked_workbook(concerned, book),
        file_name="rows_to_repair.xlsx",
        mime=widgets.WORKBOOK_MIME,
        icon=":material/format_color_fill:",
        on_click="ignore",
        key="marked_rows",
        help="Your own rows as they stand in your files, the cells to repair in yellow.",
    )
    beyond = sum(sheet.unmarked for sheet in concerned)
    if beyond:
        st.caption(
            f"{beyond:,} further cells are counted in the problems above but not listed one by one."
        )


def _edit(sheet: SheetReading, place: int) -> None:
    rows = rows_to_repair(sheet, MOST_ROWS).iloc[:, :_MOST_COLUMNS]
    edited = st.data_editor(
        rows,
        column_config={
            "row": st.column_config.NumberColumn("Row", format="%d", pinned=True),
            "problem": st.column_config.TextColumn("What to repair", width="medium"),
        },
        disabled=["row", "problem"],
        hide_index=True,
        key=f"mend_{state.upload_round()}_{place}_{len(sheet.flagged)}_{sheet.file}_{sheet.sheet}",
    )
    cells = changed_cells(rows, edited)
    upload = state.upload()
    if cells and upload is not None:
        made = Correction(sheet.file, sheet.sheet, sheet.table, part=sheet.part, cells=cells)
        corrections = parts.merged(upload.corrections, made)
        state.set_upload(dataclasses.replace(upload, corrections=corrections))
        st.rerun()


def changed_cells(before: pd.DataFrame, after: pd.DataFrame) -> dict[tuple[int, str], str]:
    """Return (row, column) -> text of the cells that differ between two tables of one shape."""
    names = [name for name in before.columns if name not in ("row", "problem")]
    old, new = before[names].fillna("").astype("str"), after[names].fillna("").astype("str")
    places = (old.to_numpy() != new.to_numpy()).nonzero()
    return {
        (int(before["row"].iloc[row]), str(names[column])): str(new.iloc[row, column])
        for row, column in zip(*places, strict=True)
    }
