"""The rows behind one item's figure, wherever an item is chosen."""

import math
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.analysis import Analysis
from core.charts import sentences
from core.charts.columns import BOOKED_AS
from core.charts.formats import Formats
from core.exposure import RedFlag, item_evidence
from pages.parts import derived, widgets

#: Items named behind a question; all of them are in the table below.
_SKUS = 40

_COLUMNS = (
    "location", "lot", "reason", "units", "unit_cost", "cost_value", "price_used", "price_source",
    "nrv_unit", "nrv_value", "write_down", "also_applies", "kind", "age_days", "expiry_date",
    "evidence",
)  # fmt: skip

_LAYER_COLUMNS = (
    "location", "lot", "units", "received_date", "age_days", "age_source", "receipt_cost",
    "expiry_date",
)  # fmt: skip
_SALE_COLUMNS = (
    "date",
    "location",
    "channel",
    "units",
    "revenue",
    "realized_price",
    "marked_down",
    "discount",
)
#: Sales shown; the download holds all of them.
_SALES = 100


def item_rows(analysis: Analysis, item: pd.Series, formats: Formats, *, key: str) -> None:
    """Show why an item has its write-down: facts, units, receipts, sales, and offer the rows.

    Args:
        analysis: what is on screen.
        item: a row of `exposure.items`.
        formats: how numbers are read.
        key: tells this place from others on the page.
    """
    found = item_evidence(analysis.book, analysis.exposure, item["sku"], analysis.forecast)
    own = found.segments
    title = sentences.item_title(item["sku"], item["description"])
    st.markdown(f"**{widgets.plain(title)}**", help=widgets.how("write_down"))
    for text in own["evidence"].drop_duplicates().head(3):
        st.markdown(widgets.plain(text))
    shown = own.replace({"kind": BOOKED_AS})
    widgets.table(shown, _COLUMNS, formats, key=f"{key}_rows")
    card = sentences.evidence_card(found, formats)
    cause = derived.losses(analysis).cause_of(item["sku"], formats)
    card |= {"Cause": cause} if cause else {}
    st.table(
        {heading: widgets.plain(text) for heading, text in card.items()},
        border="horizontal",
        hide_header=True,
    )
    st.caption("Receipts that the units on hand came from, oldest first")
    widgets.table(found.layers, _LAYER_COLUMNS, formats, key=f"{key}_layers")
    if len(found.sales):
        st.caption("Sales behind the price, newest first; returns and rows without revenue are out")
        widgets.table(found.sales.head(_SALES), _SALE_COLUMNS, formats, key=f"{key}_sales")
    sheets = {"evidence": own, "receipts": found.layers, "sales": found.sales}
    widgets.downloads(f"evidence_{item['sku']}", sheets, key=f"{key}_evidence")


def questions(flags: Sequence[RedFlag], formats: Formats) -> None:
    """Show what an auditor would ask about the stock, most money first."""
    title = "What an auditor would ask about first" if flags else "Nothing here raises a question"
    st.subheader(title, anchor=False)
    st.caption("Questions, not losses: they add nothing to the write-down.")
    for flag in flags:
        amount = "" if math.isnan(flag.amount) else f", {formats.money_short(flag.amount)} at cost"
        with st.expander(widgets.plain(f"{flag.name}{amount}")):
            st.markdown(f"{widgets.plain(flag.sentence)}")
            st.text(", ".join(flag.skus[:_SKUS]) + (" …" if len(flag.skus) > _SKUS else ""))
