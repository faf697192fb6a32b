"""Pieces of screen of the Ledger page: files for ledgers, and whether a run was posted."""

import pandas as pd
import streamlit as st

from core.accounting import ledger_upload, lots
from core.accounting.ledger_files import LAYOUTS, XERO_LINES, without_code
from core.accounting.runs import posted_runs
from core.analysis import Analysis
from core.charts.sentences import ledger as sentences
from core.report import csv_bytes
from pages.parts import widgets
from pages.parts.ledger_line import name_of_csv


def offer_files(analysis: Analysis, entries: pd.DataFrame, run: str, *, key: str = "post") -> None:
    """Offer the entries to post in each layout.

    Args:
        analysis: what is on screen.
        entries: lines of one method and period.
        run: name of the run they are.
        key: what the buttons' keys start with.
    """
    formats, policy = widgets.formats_of(analysis), analysis.policy
    with st.container(horizontal=True):
        for layout, (name, lay_out) in LAYOUTS.items():
            table = lay_out(entries, run=run, on=analysis.book.as_of, policy=policy)
            st.download_button(
                layout,
                data=csv_bytes(table),
                file_name=name_of_csv(f"{run}_{name}", analysis.book),
                mime="text/csv",
                icon=":material/download:",
                on_click="ignore",
                key=f"{key}_{name}",
                help=sentences.IMPORT_NOTES[layout],
            )
    note = sentences.xero_sentence(
        formats,
        lines=len(entries),
        most=XERO_LINES,
        uncoded=without_code(entries, policy),
    )
    if note:
        st.caption(widgets.plain(note))


def check_posted(run: str) -> None:
    """Let the reader bring what their ledger holds, and say whether the run is in it."""
    file = st.file_uploader(
        "Has it been posted? Bring an export of your ledger",
        type=["csv", "txt", "tsv", "iif", "xlsx", "xlsm", "xls", "ods"],
        key="posted_file",
        help="A text file or a workbook. Every file that leaves here bears the run's name; a "
        "ledger keeps it in the journal number, the narration or the description.",
    )
    if file is None:
        return
    try:
        words = ledger_upload.ledger_text(file.name, file.getvalue())
    except lots.LedgerFileError as error:
        st.error(widgets.plain(f"The file was not used: {error}."), icon=":material/error:")
        return
    severity, text = sentences.posted_sentence(posted_runs(words, run), run)
    show = {"error": st.error, "warning": st.warning, "success": st.success}[severity]
    show(widgets.plain(text))
