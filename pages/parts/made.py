"""Files made for the user: at once when asked for, or, where it takes long, with progress."""

from collections.abc import Callable

import streamlit as st

from core.report.pack import CSV, PackFile, Taken
from core.report.workbook import accountant_workbook
from pages.parts import state
from pages.parts.ledger_line import name_of_csv


def maker(taken: Taken, file: PackFile) -> Callable[[], bytes]:
    """Return what makes a file when its button is pressed."""
    return lambda: file.make(taken)


def offer(taken: Taken, file: PackFile) -> None:
    """Offer a file, made when its button is pressed."""
    st.download_button(
        f"Download {file.file}",
        data=maker(taken, file),
        file_name=(
            name_of_csv(file.file.removesuffix(".csv"), taken.analysis.book)
            if file.mime == CSV
            else file.file
        ),
        mime=file.mime,
        icon=":material/download:",
        on_click="ignore",
        key=f"pack_{file.file}",
    )


def offer_workbook(taken: Taken, file: PackFile) -> None:
    """Make the workbook when asked to, telling how far it is, and offer it for download."""
    analysis, plans = taken.analysis, taken.plans
    scenarios = "".join(plan.to_toml() for plan in plans.plans) if plans else ""
    key = (analysis.book.digest, analysis.policy.key(), taken.company, scenarios)
    made = state.made_file(key)
    place = st.empty()
    if made is None:
        asked = place.button("Make the workbook", icon=":material/table:", key="make_workbook")
        if not asked:
            return
        bar = place.progress(0.0, text="Collecting the facts")
        made = accountant_workbook(
            analysis,
            company=taken.company,
            scenarios=plans.sheets() if plans else None,
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
