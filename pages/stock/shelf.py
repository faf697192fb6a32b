"""Shelf: what expires when, what to pick first, what matters most and what hardly moves."""

import streamlit as st

from core.charts import sentences
from core.exposure import (
    class_table,
    cover_table,
    expiry_windows,
    picking_list,
    search_text,
    slow_movers,
)
from pages.parts import derived, expiry, widgets
from pages.parts.current import current_analysis

#: Rows a table ships to the browser at most; the downloads hold all of them.
SHOWN = 200

analysis = current_analysis()
formats = widgets.formats_of(analysis)
found = derived.shelf(analysis)
items = analysis.exposure.items
windows = expiry_windows(found.expired, found.outlook)
slow = slow_movers(items)

is_dated = bool(windows["lots"].sum())
dated_title, slowness = (
    sentences.expiry_sentence(windows, formats),
    sentences.slow_sentence(slow, items, formats),
)
widgets.page_heading(
    dated_title if is_dated else slowness,
    f"As of {formats.date(analysis.book.as_of)}"
    + ("; stock at cost" if is_dated else f". {dated_title}"),
)
widgets.kpi_row(
    [
        widgets.Kpi(
            str(row["window"]).capitalize(),
            formats.money_short(row["cost_value"]),
            "expired" if place == 0 else "expected_expired",
            delta=sentences.window_note(row, formats, expired=place == 0),
        )
        for place, row in enumerate(windows.head(4 * is_dated).to_dict("records"))
    ]
)

tabs = st.tabs(
    ["Expiry", "Picking list", "Slow movers", "ABC and XYZ"],
    key="shelf_tab",
    default="Expiry" if is_dated else "Slow movers",
    on_change="rerun",
)
if tabs[0].open:
    with tabs[0]:
        expiry.calendar(analysis, formats)
        if len(found.expired):
            st.subheader("Take these off the shelf", anchor=False, help=widgets.how("expired"))
            columns = (
                "location", "sku", "description", "lot", "expiry_date", "days_to_expiry",
                "units", "cost_value",
            )  # fmt: skip
            widgets.table(found.expired.head(SHOWN), columns, formats, key="expired")
            widgets.downloads("expired", {"expired": found.expired}, key="expired_file")
if tabs[1].open:
    with tabs[1]:
        picking = picking_list(found.outlook)
        title = sentences.picking_sentence(picking, formats)
        st.subheader(widgets.plain(title), anchor=False, help=widgets.how("expected_expired"))
        if len(picking):
            text = st.text_input("Search", type="search", key="pick", placeholder="SKU or name")
            columns = (
                "sku", "description", "pick", "location", "lot", "expiry_date",
                "days_to_expiry", "units", "expected_expired", "first_loss_date",
            )  # fmt: skip
            shown = search_text(picking, text).head(SHOWN)
            widgets.table(shown, columns, formats, key="picking")
            widgets.downloads("picking_list", {"picking list": picking}, key="picking_file")
if tabs[3].open:
    with tabs[3]:
        classes = class_table(found.classed)
        title = sentences.abc_sentence(classes, formats)
        st.subheader(widgets.plain(title), anchor=False, help=widgets.how("abc_xyz"))
        columns = ("abc_class", "items", "cost_value", "items_X", "items_Y", "items_Z",
                   "items_unknown")  # fmt: skip
        widgets.table(classes, columns, formats, key="classes")
        sheets = {"classes": classes, "items": found.classed}
        widgets.downloads("abc_xyz", sheets, key="classes_file")
if tabs[2].open:
    with tabs[2]:
        st.subheader(widgets.plain(slowness), anchor=False, help=widgets.how("slow_movers"))
        columns = ("sku", "description", "category", "supplier", "on_hand", "months_of_cover",
                   "age_days", "cost_value", "write_down")  # fmt: skip
        if len(slow):
            widgets.table(slow.head(SHOWN), columns, formats, key="slow")
            widgets.downloads("slow_movers", {"slow movers": slow}, key="slow_file")
        cover = cover_table(items)
        help_ = widgets.how("months_of_cover")
        st.subheader("Stock by months of cover", anchor=False, help=help_)
        columns = ("bucket", "items", "units", "cost_value", "write_down")
        widgets.table(cover, columns, formats, key="cover", labels={"bucket": "Cover"})
        widgets.downloads("cover", {"cover": cover}, key="cover_file")
