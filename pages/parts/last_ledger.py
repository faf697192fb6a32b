"""The ledger of the last run: brought once, it opens every lot on every page."""

import pandas as pd
import streamlit as st

from core.accounting import LedgerFileError, without_scrapped
from core.accounting.last_run import LastRun, with_scrapped
from core.accounting.ledger_upload import ledger_from_file
from core.analysis import Analysis
from core.charts.sentences import ledger as sentences
from pages.parts import state, widgets

_FILE = "ledger_file"
_REMOVE = "ledger_remove"


def ask(analysis: Analysis) -> None:
    """Ask for the ledger of the last run, and what of its goods was scrapped since.

    Args:
        analysis: what is on screen.
    """
    st.file_uploader(
        "Ledger of the last run",
        type=["csv", "xlsx", "xlsm", "xls", "ods"],
        key=_FILE,
        on_change=_take,
        args=(analysis.book.currency,),
        help="The file this page wrote last time. Each lot then opens with what it closed at, and "
        "units gone since use their share, here and on every other page. Without it the allowance "
        "on the books is given to the lots that need it.",
    )
    if refusal := state.take_refusal():
        st.error(widgets.plain(refusal), icon=":material/error:")
    now = state.ledger_file()
    if now is None:
        return
    formats = widgets.formats_of(analysis)
    with st.container(horizontal=True, vertical_alignment="center"):
        text = sentences.last_run_sentence(
            formats, now.read, name=now.name, in_year=_in_year(now.read, analysis)
        )
        st.markdown(f":material/history: {widgets.plain(text)}")
        st.button("Take it out again", key=_REMOVE, on_click=state.set_ledger_file, args=(None,))
    _ask_scrapped(now, analysis.book.currency)


def _in_year(run: LastRun, analysis: Analysis) -> bool:
    return run.in_year_of(analysis.book.as_of, analysis.policy)


def _take(currency: str) -> None:
    """Open with the file just brought; one that cannot be read leaves things as they are."""
    file = st.session_state.get(_FILE)
    if file is None:
        return
    try:
        read = ledger_from_file(file.name, file.getvalue())
    except LedgerFileError as error:
        state.set_refusal(f"The file was not used: {error}.")
        return
    before = state.ledger_file()
    scrapped = () if before is None else before.scrapped
    state.set_ledger_file(_opened(file.name, read, scrapped, currency))


def _opened(
    name: str, read: LastRun, scrapped: tuple[tuple[str, float, bool], ...], currency: str
) -> state.LedgerFile:
    """Return the ledger with what was scrapped since: taken off it where that was posted."""
    posted, open_ = (
        pd.Series({sku: 0.0 for sku, _, done in scrapped if done is which}, dtype="float64")
        for which in (True, False)
    )
    for sku, units, done in scrapped:
        (posted if done else open_)[sku] += units
    run = without_scrapped(read, posted, currency=currency) if len(posted) else read
    return state.LedgerFile(name, read, scrapped, with_scrapped(run, open_))


def _ask_scrapped(now: state.LedgerFile, currency: str) -> None:
    with (
        st.expander("Units scrapped since then, not sold", expanded=bool(now.scrapped)),
        st.form("scrapped_since", border=False),
    ):
        st.caption(
            "Mark as posted what you posted from “Scrap or sell off”: its share of the allowance "
            "is used already. Of the rest this run uses it."
        )
        table = pd.DataFrame(
            {
                "sku": pd.Series([sku for sku, _, _ in now.scrapped], dtype="str"),
                "units": pd.Series([units for _, units, _ in now.scrapped], dtype="float64"),
                "posted": pd.Series([done for _, _, done in now.scrapped], dtype="bool"),
            }
        )
        typed = st.data_editor(
            table,
            column_config={
                "sku": st.column_config.TextColumn("SKU"),
                "units": st.column_config.NumberColumn("Units", min_value=0),
                "posted": st.column_config.CheckboxColumn("Entry posted", default=False),
            },
            num_rows="dynamic",
            hide_index=True,
            # What was applied is the table's own: its edits begin anew.
            key=f"scrapped_units_{len(now.scrapped)}_{now.run.key[:8]}",
        )
        use = st.form_submit_button("Use these units", key="scrapped_use")
    if use:
        known = typed.dropna(subset=["sku", "units"])
        rows = zip(known["sku"], known["units"], known["posted"].fillna(False), strict=True)
        scrapped = tuple((str(sku), float(units), bool(done)) for sku, units, done in rows)
        state.set_ledger_file(_opened(now.name, now.read, scrapped, currency))
        st.rerun()
