"""Exposure: which stock will not earn its cost, why, and the rows behind each figure."""

import streamlit as st

from core.charts import exposure as charts
from core.charts import sentences
from core.charts.treemap import stock_map_alt, stock_map_figure
from core.exposure import (
    KnownSum,
    aging_values,
    find_items,
    losing_orders,
    red_flags,
    with_cover_interval,
    with_total,
)
from pages.parts import (
    causes,
    derived,
    evidence,
    expectations,
    expiry,
    market_view,
    reserve_policy,
    widgets,
)
from pages.parts.current import current_analysis

#: Rows a table ships to the browser at most; the downloads hold all of them.
SHOWN = 300
SUMS: tuple[tuple[str, KnownSum], ...] = (
    ("Stock at cost", "cost_value"),
    ("At risk", "at_risk_value"),
    ("Write-down", "write_down"),
)

analysis = current_analysis()
formats = widgets.formats_of(analysis)
exposure, book = analysis.exposure, analysis.book
by_reason, by_category = exposure.by_reason, exposure.by_category
dark = widgets.is_dark()

widgets.page_heading(
    sentences.reasons_sentence(by_reason, formats),
    f"As of {formats.date(book.as_of)}; each unit has exactly one reason, so nothing counts twice",
)
expectations.badge(analysis, formats)
widgets.kpi_row(
    [
        *(
            widgets.Kpi(label, formats.money_short(exposure.known_sum(name)), name)
            for label, name in SUMS
        ),
        widgets.Kpi(
            "Loss on order",
            formats.money_short(exposure.loss_on_order),
            "loss_on_order",
        ),
        widgets.Kpi(
            "Cannot be judged",
            formats.money_short(exposure.known_sum("unknown_cost_value")),
            "unknown_cost_value",
        ),
    ]
)

market_view.show(analysis)
tabs = st.tabs(
    [
        "By reason",
        "By age",
        "By category",
        "By cause",
        "Map",
        "Expiry",
        "On order",
        "Reserve tables",
        "To ask about",
    ],
    key="exposure_tab",
    on_change="rerun",
)
count = len(exposure.items)
if tabs[0].open:
    with tabs[0]:
        widgets.figure(
            sentences.carrying_sentence(by_reason, formats),
            charts.carrying_value_figure(by_reason, formats, dark=dark),
            alt=charts.carrying_value_alt(by_reason, formats),
            key="reasons",
            explanation="carrying_value",
        )
        columns = ("reason", "items", "units", "cost_value", "nrv_value", "write_down")
        if exposure.disposal_cost:
            columns = (*columns, "disposal_cost")
            st.caption(widgets.plain(sentences.disposal_sentence(exposure.disposal_cost, formats)))
        totals = with_total(by_reason, "reason", items=count)
        widgets.table(totals, columns, formats, key="by_reason")
        widgets.downloads("by_reason", {"by reason": totals}, key="by_reason_file")
if tabs[1].open:
    with tabs[1]:
        aging = aging_values(book, analysis.policy, exposure)
        widgets.figure(
            sentences.aging_sentence(aging, formats),
            charts.aging_figure(aging, formats, dark=dark),
            alt=charts.aging_alt(aging, formats),
            key="aging",
            explanation="slow",
        )
        columns = (
            "bucket", "units", "cost_value", "at_risk_value", "write_down", "selling_value",
            "unpriced_units", "fifo_cost", "average_cost",
        )  # fmt: skip
        totals = with_total(aging, "bucket")
        widgets.table(totals, columns, formats, key="by_age")
        widgets.downloads("by_age", {"by age": totals}, key="by_age_file")
if tabs[2].open:
    with tabs[2]:
        widgets.figure(
            sentences.category_sentence(by_category, formats),
            charts.category_figure(by_category, formats, dark=dark),
            alt=charts.category_alt(by_category, formats),
            key="categories",
            explanation="write_down",
        )
        columns = (
            "category", "items", "units", "cost_value", "at_risk_value", "write_down",
            "carrying_value", "unknown_cost_value",
        )  # fmt: skip
        totals = with_total(by_category, "category", items=count)
        widgets.table(totals, columns, formats, key="by_category")
        widgets.downloads("by_category", {"by category": totals}, key="by_category_file")
if tabs[3].open:
    with tabs[3]:
        losses = derived.losses(analysis)
        causes.by_cause(losses, formats)
        causes.purchases(losses, formats)
        causes.by_group(losses, formats)
        st.page_link(
            "pages/money/causes.py", label="Each loss and its cause", icon=":material/troubleshoot:"
        )
if tabs[4].open:
    with tabs[4]:
        widgets.figure(
            "Where the money lies: area is cost, color the share of it that is lost",
            stock_map_figure(exposure.items, formats, dark=dark),
            alt=stock_map_alt(exposure.items, formats),
            key="map",
            explanation="write_down",
        )
        widgets.downloads("stock_map", {"items": exposure.items}, key="map_file")
if tabs[5].open:
    with tabs[5]:
        expiry.calendar(analysis, formats)
        st.page_link("pages/stock/shelf.py", label="What to pick first", icon=":material/shelves:")
if tabs[6].open:
    with tabs[6]:
        orders = losing_orders(exposure.orders)
        title = sentences.loss_on_order_sentence(
            orders,
            formats,
            ordered=exposure.orders["on_order"].sum(),
            firm=analysis.policy.firm_purchase_orders,
        )
        st.subheader(widgets.plain(title), anchor=False, help=widgets.how("loss_on_order"))
        if len(orders):
            columns = (
                "sku", "description", "supplier", "on_order", "excess_on_order", "order_cost",
                "loss_on_order",
            )  # fmt: skip
            labels = {"order_cost": "Ordered, at cost"}
            widgets.table(orders.head(SHOWN), columns, formats, key="orders", labels=labels)
            widgets.downloads("losing_orders", {"orders": orders}, key="orders_file")
if tabs[7].open:
    with tabs[7]:
        reserve_policy.editor(book)
if tabs[8].open:
    with tabs[8]:
        evidence.questions(red_flags(book, exposure), formats)


@st.fragment
def every_item() -> None:
    """Search the items and open the rows of one, without drawing the rest again."""
    st.subheader("Every item, and the rows behind its figure", anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(
            "Search", type="search", key="exposure_search", placeholder="SKU or name"
        )
        reasons = st.multiselect("Reason", by_reason["reason"], key="exposure_reasons")
        categories = st.multiselect("Category", by_category["category"], key="exposure_categories")
    found = find_items(
        exposure.items, exposure.segments, text=text, categories=categories, reasons=reasons
    )
    shown = with_cover_interval(found.head(SHOWN), analysis.forecast)
    summary = sentences.found_sentence(found, exposure.items, formats, shown=len(shown))
    st.caption(widgets.plain(summary))
    columns = (
        "sku", "description", "category", "reason", "on_hand", "cost_value", "write_down",
        "nrv_unit", "carrying_value", "age_days", "days_of_cover", "cover_low", "cover_high",
        "excess_on_order", "loss_on_order",
    )  # fmt: skip
    event = widgets.table(shown, columns, formats, key="exposure_items", on_select="rerun")
    widgets.downloads(
        "exposure",
        lambda: {
            "items": with_cover_interval(found, analysis.forecast),
            "rows": exposure.with_evidence(exposure.segments),
        },
        key="exposure",
    )
    item = widgets.chosen_row(event, shown)
    if item is None:
        st.caption("Choose a row to see its units, price, age and the rule that applies to each.")
    else:
        evidence.item_rows(analysis, item, formats, key="exposure")


every_item()
