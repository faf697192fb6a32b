"""Suppliers: how long each one takes, how much that varies, and who keeps what was promised."""

import streamlit as st

from core.charts import sentences
from core.replenishment import supplier_scorecard
from pages.parts import widgets
from pages.parts.current import current_analysis

COLUMNS = (
    "supplier", "deliveries", "express_share", "promised_days", "actual_days", "actual_sd_days",
    "late_share", "late_days", "on_time_fill",
)  # fmt: skip

analysis = current_analysis()
formats = widgets.formats_of(analysis)
card = supplier_scorecard(analysis.book)
widgets.page_heading(
    sentences.scorecard_sentence(card, formats),
    f"Receipts up to {formats.date(analysis.book.as_of)}, ordered against received",
)
if card.empty:
    st.write(
        "A scorecard needs receipts with the day each order was placed and, to judge promises, the "
        "day it was due or the lead time of the item."
    )
    st.page_link("pages/start/data.py", label="Add files", icon=":material/upload_file:")
    st.stop()
st.caption(
    "A promise is the due date of a receipt, else its order date and the item's stated lead time. "
    "Actual days leave express deliveries out, as orders are planned.",
    help=widgets.how("on_time_fill"),
)
widgets.table(card, COLUMNS, formats, key="scorecard")
widgets.downloads("suppliers", {"suppliers": card}, key="scorecard_file")
