"""Scrap or sell off goods of the ledger: units, what they bring, and the entry to post."""

import pandas as pd
import streamlit as st

from core.accounting.entries import journal_frame
from core.accounting.last_run import LOT_KEY, UNASSIGNED
from core.accounting.recordings import LossAccount
from core.accounting.runs import scrap_name
from core.accounting.scrap import scrap_lot
from core.analysis import Analysis
from core.charts import ledger as tables
from core.charts.sentences.scrap import scrap_sentence
from pages.parts import books, ledger_posting, widgets

#: Lots to choose from, those with the largest allowance first.
_OFFERED = 500


def show(analysis: Analysis, lots: pd.DataFrame) -> None:
    """Ask what leaves and show its entry, with the shortfall or gain.

    Args:
        analysis: what is on screen.
        lots: ledger of lots.
    """
    formats, impact, policy = widgets.formats_of(analysis), analysis.impact, analysis.policy
    held = lots[(lots["sku"] != UNASSIGNED) & (lots["units"] > 0) & lots["cost_value"].notna()]
    held = held.head(_OFFERED).reset_index(drop=True)
    if held.empty:
        st.caption("No goods whose cost is known are in stock.")
        return
    st.caption(
        "After the entries of this run are posted. The share of the allowance that was made for "
        "the goods is used first; only what it and the proceeds leave uncovered is a loss now."
    )
    grid = st.grid("auto", min_column_width=220, gap="small")
    with grid.cell():
        place = st.selectbox(
            "Goods", held.index, format_func=lambda row: _name(held.loc[row]), key="scrap_lot"
        )
    lot = held.loc[place]
    with grid.cell():
        units = st.number_input(
            "Units that leave", 0.0, float(lot["units"]), float(lot["units"]), key="scrap_units"
        )
    with grid.cell():
        proceeds = st.number_input(
            f"What they bring in all, {formats.currency}", 0.0, step=10.0, key="scrap_proceeds"
        )
    if units <= 0:
        st.caption("Nothing leaves yet.")
        return
    is_own_line = impact.presentation == "separate"
    account: LossAccount = "write_down_loss" if is_own_line else "cost_of_goods_sold"
    disposal = scrap_lot(
        lot,
        units,
        proceeds=proceeds,
        method=policy.recording,
        loss_account=account,
        currency=impact.currency,
    )
    text = scrap_sentence(formats, disposal, proceeds=proceeds)
    st.subheader(widgets.plain(text), anchor=False, help=widgets.how("disposal"))
    if disposal.entry is None:
        st.caption("Nothing to post.")
        return
    entries = journal_frame([disposal.entry], policy.accounts)
    for posting in tables.postings_of(entries, formats):
        st.write(widgets.plain(posting.words))
        books.ledger_table(posting.lines)
    book = analysis.book
    name = scrap_name(entries, as_of=book.as_of, currency=book.currency, digest=book.digest)
    ledger_posting.offer_files(analysis, entries, name, key="scrap")


def _name(lot: pd.Series) -> str:
    words = [str(lot[name]) for name in (*LOT_KEY, "description") if pd.notna(lot[name])]
    return " · ".join(word for word in words if word)
