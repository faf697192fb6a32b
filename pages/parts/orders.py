"""The table of order proposals: what runs out first on top, and the reason of the chosen one."""

import pandas as pd
import streamlit as st

from core.analysis import Analysis, orders_of
from core.charts import sentences
from core.charts.formats import Formats
from core.exposure import search_text
from core.replenishment import ORDER, PUT_OFF, STOP, locations_without_sales, urgent_first
from pages.parts import state, widgets

#: Rows a table ships to the browser at most; the downloads hold all of them.
SHOWN = 300

ACTIONS = {
    "order": "Order",
    "put off": "Put off",
    "stop buying": "Stop buying",
    "wait": "Wait",
    "unknown": "Demand unknown",
}

_ORDER = (
    "sku", "description", "supplier", "order_units", "order_cost", "on_hand", "on_order",
    "stockout_date", "arrival_date", "risk_chance", "risk_cost", "days_of_cover",
    "lead_time_days", "lead_time_receipts", "express_receipts", "reorder_point", "safety_stock",
    "order_class", "service_level", "order_date",
)  # fmt: skip
_MOVES = ("sku", "description", "from_location", "to_location", "units", "cost_value", "reason")
_STOP = (
    "sku", "description", "supplier", "on_hand", "cost_value", "write_down", "days_of_cover",
    "on_order",
)  # fmt: skip


def transfers(analysis: Analysis, formats: Formats) -> None:
    """Show what to move between locations, or why that is unknown."""
    found = analysis.transfers
    if found.empty:
        unknown = sentences.no_transfers_sentence(locations_without_sales(analysis.book))
        if unknown:
            st.caption(f":material/info: {widgets.plain(unknown)}.", help=widgets.how("transfers"))
        return
    st.subheader(
        widgets.plain(sentences.transfers_sentence(found, formats)),
        anchor=False,
        help=widgets.how("transfers"),
    )
    widgets.table(found.head(SHOWN), _MOVES, formats, key="transfers")
    sheets = {"transfers": found, "by location": analysis.location_needs}
    widgets.downloads("transfers", sheets, key="transfers_file")


@st.fragment
def browse(
    orders: pd.DataFrame, stopped: pd.DataFrame, formats: Formats, *, supplier: str | None
) -> None:
    """Let the reader go through the items of one action, and read why.

    Args:
        orders: all items.
        stopped: the items to buy no more, with cost_value and write_down of their stock.
        formats: how numbers are read.
        supplier: shows the items of that supplier alone.
    """
    some = set(orders["action"])
    first = next((action for action in ACTIONS if action in some), ORDER)
    state.preset("reorder_action", first, over=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        action = st.segmented_control(
            "Show",
            [name for name in ACTIONS if name != PUT_OFF or name in some],
            required=True,
            format_func=lambda name: ACTIONS[name],
            key="reorder_action",
        )
        text = st.text_input(
            "Search", type="search", key="reorder_search", placeholder="SKU or name"
        )
    stopping = action == STOP
    found = stopped if stopping else urgent_first(orders[orders["action"] == action])
    found = search_text(orders_of(found, supplier), text)
    shown = found.head(SHOWN)
    st.caption(
        widgets.plain(sentences.orders_sentence(found, formats, action=str(action), of=supplier))
    )
    if found.empty:
        return
    event = widgets.table(
        shown, _STOP if stopping else _ORDER, formats, key=f"orders_{action}", on_select="rerun"
    )
    row = widgets.chosen_row(event, shown)
    if row is None:
        st.caption("Choose a row to read why.")
    else:
        title = sentences.item_title(row["sku"], row["description"])
        st.markdown(f"**{widgets.plain(title)}**: {widgets.plain(row['reason'])}")
    widgets.downloads("reorder", {"orders": found, "all items": orders}, key="orders_file")
