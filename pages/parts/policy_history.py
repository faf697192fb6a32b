"""What was changed of the Policy in this session, to be kept with the working papers."""

import streamlit as st

from core.charts.formats import Formats
from core.charts.policy_log import policy_log
from pages.parts import books, state, widgets


def show() -> None:
    """Show the changes of the session, the latest first, with a file to keep."""
    loaded = state.loaded()
    formats = Formats(currency=loaded.book.currency if loaded else "USD")
    log = policy_log(state.policy_changes(), formats)
    st.subheader("What was changed in this session", anchor=False)
    if log.empty:
        st.caption("Nothing yet. Each change is noted with its time, what was and what is.")
        return
    st.caption("The note ends with the session: keep the file with your working papers.")
    books.ledger_table(log, words=("Setting", "Was", "Is"))
    widgets.downloads("policy_changes", {"changes": log}, key="policy_log")
