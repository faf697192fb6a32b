"""Files made for the user: at once when asked for, or, where it takes long, with progress."""

from collections.abc import Callable

import streamlit as st

from core.analysis import Analysis
from core.report.pack import PackFile
from core.report.workbook import accountant_workbook
from pages.parts import state


def maker(analysis: Analysis, file: PackFile, company: str) -> Callable[[], bytes]:
    """Return what makes a file when its button is pressed."""
    return lambda: file.make(analysis, company)


def offer_workbook(analysis: Analysis, file: PackFile, company: str) -> None:
    """Make the workbook when asked to, telling how far it is, and offer it for download."""
    key = (analysis.book.digest, analysis.policy.key(), company)
    made = state.made_file(key)
    place = st.empty()
    if made is None:
        asked = place.button("Make the workbook", icon=":material/table:", key="make_workbook")
        if not asked:
            return
        bar = place.progress(0.0, text="Collecting the facts")
        made = accountant_workbook(
            analysis,
            company=company,
            progress=lambda share, words: bar.progress(share, text=words),
        )
        state.keep_file(key, made)
    place.download_button(
        f"Download {file.file}",
        data=made,
        file_name=file.file,
        mime=file.mime,
        icon=":material/download:",
        on_click="ignore",
        key=f"pack_{file.file}",
    )
