"""Reorder: what to order, from whom, by when and why; and what to stop buying."""

import streamlit as st

from core.analysis import suppliers
from core.charts import sentences
from core.exposure import search_text
from pages.parts import widgets
from pages.parts.current import current_analysis

#: Rows a table ships to the browser at most; the downloads hold all of them.
SHOWN = 300

ACTIONS = {
    "order": "Order",
    "stop buying": "Stop buying",
    "wait": "Wait",
    "unknown": "Demand unknown",
}

analysis = current_analysis()
formats = widgets.formats_of(analysis)
orders, book, policy = analysis.orders, analysis.book, analysis.policy

widgets.page_heading(
    sentences.reorder_sentence(orders, formats, as_of=book.as_of),
    f"As of {formats.date(book.as_of)}, at a service level of "
    f"{formats.percent(policy.service_level)} (see Assumptions in the sidebar)",
)
by_supplier = suppliers(orders)
if len(by_supplier):
    st.subheader(
        widgets.plain(sentences.suppliers_sentence(by_supplier, formats)),
        anchor=False,
        help=widgets.how("order_units"),
    )
    columns = ("supplier", "items", "order_units", "order_cost", "order_date")
    widgets.table(by_supplier, columns, formats, key="suppliers", whole_money=True)

with st.container(horizontal=True, vertical_alignment="bottom"):
    action = st.segmented_control(
        "Show",
        list(ACTIONS),
        default="order",
        required=True,
        format_func=ACTIONS.get,
        key="reorder_action",
    )
    text = st.text_input("Search", type="search", key="reorder_search", placeholder="SKU or name")
found = search_text(orders[orders["action"] == action], text)
if found.empty:
    st.info("No item here.")
columns = (
    "sku", "description", "supplier", "order_units", "order_cost", "order_date", "on_hand",
    "on_order", "reorder_point", "safety_stock", "lead_time_days", "lead_time_source",
    "days_of_cover", "stockout_date", "reason",
)  # fmt: skip
widgets.table(found.head(SHOWN), columns, formats, key="orders")
widgets.downloads("reorder", {"orders": found, "all items": orders}, key="orders_file")
